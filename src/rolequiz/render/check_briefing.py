"""Checked → Briefing: what `rolequiz check` says of a quiz, or of people whose role is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rolequiz.audit import Audit, Estimate, Figure, QuestionAudit
from rolequiz.audit.sheets import DEAD_BELOW, LOPSIDED_ABOVE, OptionSheets, SheetsAudit
from rolequiz.model import Dimension, Pack
from rolequiz.problems import Problem
from rolequiz.render.parts import NOBODY, Briefing, Items, Part, Section, table
from rolequiz.scoring import EPSILON
from rolequiz.wording import counted, listing

LEAST_SEPARATING = 5
PAIRS_NAMED = 3
MOST_DIGITS = 9
UNMEASURED = "–"


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


def brief_check(checked: Checked) -> Briefing:
    """Return what a page says; the shortest summary comes last: that is where a terminal stands."""
    pack = checked.pack
    sizes = pack and (
        counted(len(pack.questions), "question"),
        counted(len(pack.roles), "role"),
        counted(len(pack.dimensions), "dimension"),
    )
    return Briefing(
        title=f"{pack.title}, version {pack.version}" if pack else "A quiz with mistakes",
        lead=(f"{listing(sizes)}.",) if sizes else (),
        sections=tuple(
            Section(title, parts)
            for title, making in _sections(checked)
            if (parts := tuple(making))
        ),
        note=_in_short(checked),
    )


def _sections(checked: Checked) -> Iterator[tuple[str, Iterable[Part]]]:
    yield "Mistakes", checked.mistakes
    yield "Warnings", checked.warnings
    if audit := checked.audit:
        yield "What was measured", _figures(audit)
        yield "What to mend", _causes(checked.missed)
        yield "How each dimension is asked about", _asked(audit)
        yield "How each role fares", _roles(audit)
        yield "What each question separates", _questions(audit)
        yield "The questions that separate least", _least_separating(audit)
    if found := checked.sheets:
        yield f"What {counted(found.people, 'person')} of known roles answered", _rates(found)
        yield "Which role came first, for the people of each", _confusion(found)
        yield "How far each dimension tells roles apart", _dimensions(found)
        yield f"Lopsided: options that more than {LOPSIDED_ABOVE:.0%} chose", _lopsided(found)
        yield f"Dead: options that fewer than {DEAD_BELOW:.0%} chose", _dead(found)
        yield "Who chose each option", _options(found)


def _in_short(checked: Checked) -> str:
    found = [
        counted(len(problems), thing)
        for problems, thing in ((checked.mistakes, "mistake"), (checked.warnings, "warning"))
        if problems
    ]
    said = f"In short: {listing(found) or 'no mistakes and no warnings'}"
    if checked.mistakes:
        return f"{said}. What the quiz is worth can be measured once the mistakes are mended."
    if checked.sheets:
        return f"{said}."
    if not checked.audit:
        return f"{said}. Nothing was measured: there are too many roles."
    figures = counted(len(checked.audit.figures), "figure")
    if checked.missed:
        return f"{said}; {len(checked.missed)} of {figures} miss what a good quiz reaches."
    return f"{said}; all {figures} reach what a good quiz reaches."


# --- Figures ----------------------------------------------------------------------------------


def shown(estimate: Estimate | None, digits: int = 3) -> str:
    """Return a figure with its standard error, if it has one; a dash where nothing was measured."""
    if estimate is None:
        return UNMEASURED
    value = f"{estimate.value + 0.0:.{digits}f}"
    return f"{value} ± {estimate.error:.{digits}f}" if estimate.error else value


def _figures(audit: Audit) -> Iterator[Part]:
    yield table(
        ("Figure", "Measured", "Wanted", ""),
        [
            (
                figure.name,
                shown(figure.estimate, _digits(figure)),
                f"{figure.bound} {shown(Estimate(figure.target), _digits(figure))}",
                "reached" if figure.passed else "MISSED",
            )
            for figure in audit.figures
        ],
    )
    yield (
        f"Behind ± stands the standard error of {audit.respondents:,} simulated people for each "
        "role, who answer as the scores say: what the words do to people, only people can tell."
    )


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


def _causes(missed: Iterable[Figure]) -> Iterator[Part]:
    for figure in missed:
        yield f"{figure.name} ({figure.about}):"
        yield Items(figure.causes)


def _asked(audit: Audit) -> Iterator[Part]:
    yield (
        "Where random answers come out, from −1 to 1; how many questions touch it, and how many of "
        "them have an answer for its low pole, which is named first, and for its high one."
    )
    yield table(
        ("Dimension", "Random", "Questions", "Low", "High"),
        [
            (
                _poles(audit.pack.dimension(asked.dimension)),
                _signed(asked.chance_position),
                *map(str, (asked.questions, asked.low_keyed, asked.high_keyed)),
            )
            for asked in audit.dimensions
        ],
    )


def _roles(audit: Audit) -> Iterator[Part]:
    if not audit.roles:
        return
    names = {role.id: role.name for role in audit.pack.roles}
    yield table(
        ("Role", "By chance", "Found first", "First two", "Most taken for"),
        [
            (
                names[role.role],
                *(shown(each, 2) for each in (role.chance, role.first, role.first_two)),
                f"{names[role.mistaken]} {role.mistaken_share.value:.2f}"
                if role.mistaken
                else UNMEASURED,
            )
            for role in audit.roles
        ],
    )


def _ranked(audit: Audit) -> list[QuestionAudit]:
    """Return the questions, first those that separate least."""
    return sorted(audit.questions, key=lambda question: question.mean)


def _questions(audit: Audit) -> Iterator[Part]:
    yield (
        "How far its answers can move the gap in match between two roles: the mean over all pairs "
        "of roles, and the pair that it separates most. The least separating come first."
    )
    names = {role.id: role.name for role in audit.pack.roles}
    yield table(
        ("Question", "Mean", "Pairs", "Most"),
        [
            (
                question.question,
                f"{question.mean:.3f}",
                f"{question.separated} of {len(question.separates)}",
                f"{' / '.join(names[id] for id in pair)} {question.separates[pair]:.3f}",
            )
            for question in _ranked(audit)
            if (pair := question.widest)
        ],
    )


def _least_separating(audit: Audit) -> Iterator[Part]:
    names = {role.id: role.name for role in audit.pack.roles}
    least = _ranked(audit)[:LEAST_SEPARATING]
    yield Items(tuple(_least(audit.pack, question, names) for question in least))


def _least(pack: Pack, question: QuestionAudit, names: Mapping[str, str]) -> str:
    """Quote a question, and name some pairs of roles that it does not tell apart."""
    said = f"{question.question}: {pack.question(question.question).text}"
    same = [pair for pair, gap in question.separates.items() if gap <= EPSILON]
    pairs = [" / ".join(names[id] for id in pair) for pair in same[:PAIRS_NAMED]]
    more = [f"{len(same) - PAIRS_NAMED} more"] if len(same) > PAIRS_NAMED else []
    return f"{said} Says nothing of {listing(pairs + more)}." if pairs else said


# --- Sheets -----------------------------------------------------------------------------------


def _rates(found: SheetsAudit) -> Iterator[Part]:
    yield table(
        ("Figure", "Measured"),
        [
            ("own role first", shown(found.first)),
            ("own role among the first two", shown(found.first_two)),
            (f"right of {counted(found.clear, 'clear result')}", shown(found.clear_right)),
        ],
    )


def _confusion(found: SheetsAudit) -> Iterator[Part]:
    names = {role.id: f"{n} {role.name}" for n, role in enumerate(found.pack.roles, 1)}
    yield table(
        ("Their role", "First", "First two", *_numbers(found)),
        [
            (
                names[role.role],
                shown(role.first, 2),
                shown(role.first_two, 2),
                *(str(role.leaders.get(id) or NOBODY) for id in names),
            )
            for role in found.roles
        ],
        spoken=("", "first", "first two", *_names(found)),
    )


def _names(found: SheetsAudit) -> list[str]:
    return [role.name for role in found.pack.roles]


def _numbers(found: SheetsAudit) -> list[str]:
    """Return the heads of columns that stand for the roles."""
    return [str(number) for number in range(1, len(found.pack.roles) + 1)]


def _dimensions(found: SheetsAudit) -> Iterator[Part]:
    yield "Positions, −1 to 1. A mean far from 0 says that its questions lean to one pole."
    rows = []
    for spread in found.dimensions:
        dimension = found.pack.dimension(spread.dimension)
        spreads = (
            UNMEASURED if each is None else f"{each:.2f}"
            for each in (spread.between, spread.within)
        )
        rows.append((_poles(dimension), _signed(spread.mean), *spreads))
    yield table(("Dimension", "Mean", "Between roles", "Within a role"), rows)


def _poles(dimension: Dimension) -> str:
    return f"{dimension.low} – {dimension.high}"


def _signed(position: float | None) -> str:
    """Return a position, −1…1; a dash where there is none."""
    if position is None:
        return UNMEASURED
    return f"{round(position, 2) + 0.0:+.2f}".replace("-", "−")  # + 0.0: there is no −0.00


def _lopsided(found: SheetsAudit) -> Iterator[Part]:
    options = (option for option in found.options if option.lopsided)
    yield Items(tuple(_option(found.pack, option) for option in options) or ("None.",))


def _dead(found: SheetsAudit) -> Iterator[Part]:
    options = (option for option in found.options if option.dead)
    yield Items(tuple(_option(found.pack, option) for option in options) or ("None.",))


def _option(pack: Pack, option: OptionSheets) -> str:
    text = pack.question(option.question).option(option.option).text
    chosen = f"{option.share.value:.0%}" if option.share else UNMEASURED
    return f"{option.question}: {option.option} “{text}” {chosen}"


def _options(found: SheetsAudit) -> Iterator[Part]:
    yield table(
        ("Question and option", "All", *_numbers(found)),
        [
            (
                f"{option.question}: {option.option}",
                f"{option.share.value:.2f}" if option.share else UNMEASURED,
                *(str(option.by_role.get(role.id) or NOBODY) for role in found.pack.roles),
            )
            for option in found.options
        ],
        spoken=("", "all", *_names(found)),
    )
