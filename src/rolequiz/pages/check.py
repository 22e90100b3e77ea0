"""What `rolequiz check` says of a quiz, or of people whose role is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from rolequiz.audit import Audit, Estimate, Figure, QuestionAudit
from rolequiz.audit.sheets import DEAD_BELOW, LOPSIDED_ABOVE, OptionSheets, SheetsAudit
from rolequiz.model import Pack
from rolequiz.pages.parts import EMPTY_CELL, Items, Page, Part, Table, sections, table
from rolequiz.pages.sentences import pole, poles, signed
from rolequiz.problems import Problem
from rolequiz.scoring import EPSILON
from rolequiz.text import counted, listing

LEAST_SEPARATING = 5
PAIRS_NAMED = 3
MOST_DIGITS = 9
UNMEASURED = "–"
_LOST = "for {share:.1%} of its respondents"
_OTHER = "and {other} leads for {often:.1%}: ask more that separates the two."
_TIES = "and for {tied:.1%} roles tie: set the profiles of these apart."
ABOUT = {
    "chance position": (
        "mean position of random answers, on the dimension where it is furthest from 0"
    ),
    "chance share, smallest": (
        "share of random answers for the role that they lead to least often"
    ),
    "chance share, largest": "share of random answers for the role that they lead to most often",
    "reachable": "roles that lead, with a clear result, when every answer is the best one for them",
    "separation": "largest cosine between the profiles of two roles",
    "coverage": "questions that touch the dimension asked about least",
    "poles without options": "poles of dimensions that no option speaks for",
    "recovery, first": "simulated respondents whose own role leads",
    "recovery, first two": "simulated respondents whose own role is first or second",
    "recovery, worst role": (
        "simulated respondents whose own role leads, for the role where this is rarest"
    ),
    "recovery of family": (
        "of the respondents who are told a side, those told their own, for the family where this "
        "is rarest"
    ),
    "calibration": "expected calibration error of stability, respondents of all strengths mixed",
    "one-answer flips": "simulated respondents whose leader changes with one answer",
    "one-answer flips, clear": (
        "simulated respondents with a clear result whose leader changes with one answer"
    ),
    "careless": "of 6 ways to answer without reading, those that give a clear result",
}
"""What each figure is."""
CAUSES = {
    "no rivals": (
        "No two roles can be told apart by these questions: give them profiles that differ."
    ),
    "nothing touched": "No question touches any dimension: score its options.",
    "leaning": (
        "Random answers lean {size:.2f} to {pole}, most of all in {questions}: "
        "let the options of a question speak for both sides equally."
    ),
    "astray": "The best answers for {role} lead to {roles}.",
    "astray nowhere": "The best answers for {role} lead to no role.",
    "astray tie": "The best answers for {role} lead to a tie with {roles}.",
    "astray unclear": (
        "The best answers for {role} make it lead, but only “{verdict}”: give more questions "
        "options that speak for it."
    ),
    "alike": "{roles} are {cosine:.2f} alike: separate them on {dimensions}.",
    "few": "{dimensions} is touched by {asked}: ask {more} more.",
    "no option": "No option speaks for {pole}: reverse some scores on it.",
    "careless": (
        "“{pattern}” leads clearly to {role}: "
        "change the order of options, so that no position speaks for one side."
    ),
    "chance share": (
        "Random answers lead to {role} {share:.1%} of the time: compare its profile with those of "
        "the roles nearest to it."
    ),
    "lost": f"{{role}} leads {_LOST}, {_OTHER}",
    "lost to ties": f"{{role}} leads {_LOST}, {_TIES}",
    "lost twice": f"{{role}} is among the first two {_LOST}, {_OTHER}",
    "lost twice to ties": f"{{role}} is among the first two {_LOST}, {_TIES}",
    "wrong side": (
        "Of the respondents of {family} who are told a side, {share:.1%} are told theirs: compare "
        "the profiles of its roles with those of the other families."
    ),
    "no side": "No respondent of {family} is told a side: set the profiles of families apart.",
    "miscalibrated": (
        "Where stability is {said:.2f} on average, the leader is right in {right:.2f} of {cases} "
        "cases."
    ),
    "few questions": "Ask more questions: with few, stability can say little.",
    "flipped": ("{times} of {of} respondents switch between {roles}: ask more to separate these."),
    "flipped to a tie": (
        "{times} of {of} respondents switch from {roles} to a tie: set it apart from the roles "
        "nearest to it."
    ),
    "nobody clear": "No simulated respondent had a clear result.",
}
"""What a cause says, and what to do: its code → a sentence for its values."""
PATTERNS = {
    "first": "Always the first option",
    "last": "Always the last option",
    "middle": "Always the middle option",
    "before the middle": "Always the option before the middle",
    "first and last": "First and last option in turn",
    "last and first": "Last and first option in turn",
}
"""Ways to answer without reading."""


class Checked(NamedTuple):
    """What was found out about a quiz: `pack` is None where it has mistakes."""

    pack: Pack | None
    problems: Sequence[Problem]
    audit: Audit | None = None
    sheets: SheetsAudit | None = None

    @property
    def mistakes(self) -> list[Problem]:
        """The problems that keep the quiz from being used."""
        return [problem for problem in self.problems if problem.severity == "error"]

    @property
    def warnings(self) -> list[Problem]:
        """The problems that it can be used in spite of."""
        return [problem for problem in self.problems if problem.severity == "warning"]

    @property
    def missed(self) -> list[Figure]:
        """The figures that miss their targets."""
        return [f for f in self.audit.figures if not f.passed] if self.audit else []


def check_page(checked: Checked) -> Page:
    """Return what a page says; the shortest summary comes last: that is where a terminal stands."""
    pack = checked.pack
    sizes = pack and (
        counted(len(pack.questions), "question"),
        counted(len(pack.roles), "role"),
        counted(len(pack.dimensions), "dimension"),
    )
    return Page(
        title=f"{pack.title}, version {pack.version}" if pack else "A quiz with mistakes",
        lead=(f"{listing(sizes)}.",) if sizes else (),
        sections=sections(
            ("Mistakes", checked.mistakes),
            ("Warnings", checked.warnings),
            *(_audit(checked.audit, checked.missed) if checked.audit else ()),
            *(_sheets(checked.sheets) if checked.sheets else ()),
        ),
        note=_in_short(checked),
    )


def _in_short(checked: Checked) -> str:
    problems = [
        counted(len(problems), thing)
        for problems, thing in ((checked.mistakes, "mistake"), (checked.warnings, "warning"))
        if problems
    ]
    summary = f"In short: {listing(problems) or 'no mistakes and no warnings'}"
    if checked.mistakes:
        return f"{summary}. Fix these, then run the check again to measure how good the quiz is."
    if checked.sheets:
        return f"{summary}."
    if not checked.audit:
        return f"{summary}. Nothing was measured: there are too many roles."
    figures = counted(len(checked.audit.figures), "figure")
    if checked.missed:
        return f"{summary}; {len(checked.missed)} of {figures} miss their targets."
    return f"{summary}; all {figures} reach their targets."


# --- A quiz -----------------------------------------------------------------------------------


def _audit(audit: Audit, missed: Iterable[Figure]) -> Iterator[tuple[str, Iterable[Part]]]:
    pack = audit.pack
    by_mean = sorted(audit.questions, key=lambda question: question.mean)
    yield "What was measured", _figures(audit)
    yield "What to fix", _causes(pack, missed)
    yield "How each dimension is asked about", _asked(audit)
    yield "How each role fares", (_roles(audit),)
    yield "How each family fares", _families(audit)
    yield "What each question separates", _questions(pack, by_mean)
    least = tuple(_least(pack, question) for question in by_mean[:LEAST_SEPARATING])
    yield "The questions that separate least", (Items(least),)


def _figures(audit: Audit) -> Iterator[Part]:
    yield table(
        ("Figure", "Measured", "Target", ""),
        (
            (
                figure.name,
                shown(figure.estimate, _digits(figure)),
                f"{figure.bound} {shown(Estimate(figure.target), _digits(figure))}",
                "reached" if figure.passed else "MISSED",
            )
            for figure in audit.figures
        ),
    )
    yield (
        f"After ± comes the standard error, from {audit.respondents:,} simulated people for each "
        "role. They answer as the scores say; only real people can show what the wording does."
    )


def shown(estimate: Estimate | None, digits: int = 3) -> str:
    """Return a figure with its standard error, if it has one; a dash where nothing was measured."""
    if estimate is None:
        return UNMEASURED
    value = f"{estimate.value + 0.0:.{digits}f}"
    return f"{value} ± {estimate.error:.{digits}f}" if estimate.error else value


def _digits(figure: Figure) -> int:
    """Return how many decimals tell the target, and tell a miss from it."""
    digits = figure.digits + (round(figure.target, figure.digits) != figure.target)
    while (
        figure.estimate
        and not figure.passed
        and round(figure.estimate.value, digits) == round(figure.target, digits)
        and digits < MOST_DIGITS
    ):
        digits += 1
    return digits


def _causes(pack: Pack, missed: Iterable[Figure]) -> Iterator[Part]:
    for figure in missed:
        yield f"{figure.name} ({ABOUT[figure.name]}):"
        yield Items(causes(pack, figure))


def causes(pack: Pack, figure: Figure) -> tuple[str, ...]:
    """Return sentences that name the questions or roles behind a miss, and say what to do."""
    in_words: dict[str, Callable[[Any], Any]] = {
        "role": lambda id: pack.role(id).name,
        "family": lambda id: pack.family(id).name,
        "other": lambda id: pack.role(id).name,
        "roles": lambda ids: listing([pack.role(id).name for id in ids]),
        "dimensions": lambda ids: " or ".join(poles(pack.dimension(id)) for id in ids),
        "pole": lambda pole_of: pole(pack.dimension(pole_of[0]), pole_of[1]),
        "questions": lambda ids: listing([f"“{id}”" for id in ids]),
        "asked": lambda times: counted(times, "question"),
        "pattern": PATTERNS.__getitem__,
    }
    sentences = []
    for code, values in figure.causes:
        words = {key: in_words[key](values[key]) for key in values.keys() & in_words}
        sentences.append(CAUSES[code].format(**{**values, **words}))
    return tuple(sentences)


def _asked(audit: Audit) -> Iterator[Part]:
    yield (
        "Where random answers end up, from −1 to 1; how many questions touch the dimension; and "
        "how many of them have an answer for its low pole (named first) and for its high pole."
    )
    yield table(
        ("Dimension", "Random", "Questions", "Low", "High"),
        (
            (
                poles(audit.pack.dimension(asked.dimension)),
                _position(asked.chance_position),
                *map(str, (asked.questions, asked.low_keyed, asked.high_keyed)),
            )
            for asked in audit.dimensions
        ),
    )


def _roles(audit: Audit) -> Table:
    names = {role.id: role.name for role in audit.pack.roles}
    rows = []
    for role in audit.roles:
        shares = (shown(share, 2) for share in (role.chance, role.first, role.first_two))
        mistaken = UNMEASURED
        if role.mistaken:
            mistaken = f"{names[role.mistaken]} {role.mistaken_share.value:.2f}"
        rows.append((names[role.role], *shares, mistaken))
    return table(("Role", "By chance", "Found first", "First two", "Mistaken for"), rows)


def _families(audit: Audit) -> Iterator[Part]:
    if not audit.families:
        return
    yield "Of the people in its roles: how many are told a side, and how many of those their own."
    yield table(
        ("Family", "Told a side", "Their own"),
        (
            (audit.pack.family(family.family).name, shown(family.told), shown(family.right))
            for family in audit.families
        ),
    )


def _questions(pack: Pack, by_mean: Iterable[QuestionAudit]) -> Iterator[Part]:
    yield (
        "How far a question's answers can move the gap in match between two roles: the mean over "
        "all pairs of roles, and the pair it separates most. Those that separate least come first."
    )
    yield table(
        ("Question", "Mean", "Pairs", "Most"),
        (
            (
                question.question,
                f"{question.mean:.3f}",
                f"{question.separated} of {len(question.separates)}",
                f"{_pair(pack, pair)} {question.separates[pair]:.3f}",
            )
            for question in by_mean
            if (pair := question.widest)
        ),
    )


def _pair(pack: Pack, pair: Iterable[str]) -> str:
    return " / ".join(pack.role(id).name for id in pair)


def _least(pack: Pack, question: QuestionAudit) -> str:
    """Quote a question, and name some pairs of roles that it does not tell apart."""
    text = f"{question.question}: {pack.question(question.question).text}"
    same = [pair for pair, gap in question.separates.items() if gap <= EPSILON]
    pairs = [_pair(pack, pair) for pair in same[:PAIRS_NAMED]]
    more = [f"{len(same) - PAIRS_NAMED} more"] if len(same) > PAIRS_NAMED else []
    return f"{text} Says nothing about {listing(pairs + more)}." if pairs else text


# --- People of known roles --------------------------------------------------------------------


def _sheets(audit: SheetsAudit) -> Iterator[tuple[str, Iterable[Part]]]:
    yield f"What {counted(audit.people, 'person')} of known roles answered", (_rates(audit),)
    yield "Which role came first for the people in each role", (_confusion(audit),)
    yield "How far each dimension tells roles apart", _dimensions(audit)
    lopsided = [_option(audit.pack, option) for option in audit.options if option.lopsided]
    dead = [_option(audit.pack, option) for option in audit.options if option.dead]
    for title, options in (
        (f"Lopsided: options that more than {LOPSIDED_ABOVE:.0%} chose", lopsided),
        (f"Dead: options that fewer than {DEAD_BELOW:.0%} chose", dead),
    ):
        yield title, (Items(tuple(options) or ("None.",)),)
    yield "Who chose each option", (_options(audit),)


def _rates(audit: SheetsAudit) -> Table:
    return table(
        ("Figure", "Measured"),
        (
            ("own role first", shown(audit.first)),
            ("own role among the first two", shown(audit.first_two)),
            (f"right among {counted(audit.clear, 'clear result')}", shown(audit.clear_right)),
        ),
    )


def _confusion(audit: SheetsAudit) -> Table:
    names = {role.id: f"{n} {role.name}" for n, role in enumerate(audit.pack.roles, 1)}
    rows = (
        (
            names[role.role],
            shown(role.first, 2),
            shown(role.first_two, 2),
            *(str(role.leaders.get(id) or EMPTY_CELL) for id in names),
        )
        for role in audit.roles
    )
    return _by_role(audit.pack, ("Their role", "First", "First two"), rows)


def _by_role(pack: Pack, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table that ends in a column for each role: its number, or its name when spoken."""
    numbers = (str(number) for number in range(1, len(pack.roles) + 1))
    spoken = ("", *map(str.lower, head[1:]), *(role.name for role in pack.roles))
    return table((*head, *numbers), rows, spoken=spoken)


def _dimensions(audit: SheetsAudit) -> Iterator[Part]:
    yield "Positions, −1 to 1. A mean far from 0 shows that questions lean to one pole."
    rows = []
    for spread in audit.dimensions:
        spreads = (
            UNMEASURED if deviation is None else f"{deviation:.2f}"
            for deviation in (spread.between, spread.within)
        )
        name = poles(audit.pack.dimension(spread.dimension))
        rows.append((name, _position(spread.mean), *spreads))
    yield table(("Dimension", "Mean", "Between roles", "Within a role"), rows)


def _position(position: float | None) -> str:
    """Return a position, −1…1; a dash where there is none."""
    return UNMEASURED if position is None else signed(position, 2)


def _option(pack: Pack, option: OptionSheets) -> str:
    text = pack.question(option.question).option(option.option).text
    chosen = f"{option.share.value:.0%}" if option.share else UNMEASURED
    return f"{option.question}: {option.option} “{text}” {chosen}"


def _options(audit: SheetsAudit) -> Table:
    rows = (
        (
            f"{option.question}: {option.option}",
            f"{option.share.value:.2f}" if option.share else UNMEASURED,
            *(str(option.by_role.get(role.id) or EMPTY_CELL) for role in audit.pack.roles),
        )
        for option in audit.options
    )
    return _by_role(audit.pack, ("Question and option", "All"), rows)
