"""What `rolequiz check` says, in blocks: problems, figures, roles and questions; or sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rolequiz.audit import Audit, Estimate, Figure, QuestionAudit
from rolequiz.audit.sheets import DEAD_BELOW, LOPSIDED_ABOVE, OptionSheets, SheetsAudit
from rolequiz.model import Pack
from rolequiz.problems import Problem, describe
from rolequiz.render.blocks import NOBODY, Block, Heading, Items, Quote, Say, Table
from rolequiz.scoring import EPSILON
from rolequiz.wording import counted, listing

LEAST_SEPARATING = 5
PAIRS_NAMED = 3


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


def check_page(checked: Checked) -> list[Block]:
    """Return the page, the shortest summary last: that is where a terminal stands."""
    return [*_page(checked), Say(_in_short(checked))]


def _page(checked: Checked) -> Iterator[Block]:
    if pack := checked.pack:
        sizes = (
            counted(len(pack.questions), "question"),
            counted(len(pack.roles), "role"),
            counted(len(pack.dimensions), "dimension"),
        )
        yield Say(f"{pack.title} (version {pack.version}): {listing(sizes)}.")
    for title, problems in (("Mistakes", checked.mistakes), ("Warnings", checked.warnings)):
        if problems:
            yield Heading(title)
            for problem in problems:
                yield Quote(describe(problem).split("\n"))
    if checked.audit:
        yield from _figures(checked.audit, checked.missed)
        yield from _roles(checked.audit)
        yield from _questions(checked.audit)
    if checked.sheets:
        yield from _sheets(checked.sheets)


def _in_short(checked: Checked) -> str:
    found = [
        counted(len(problems), thing)
        for problems, thing in ((checked.mistakes, "mistake"), (checked.warnings, "warning"))
        if problems
    ]
    said = f"In short: {listing(found) or 'no mistakes and no warnings'}"
    if checked.mistakes:
        return f"{said}. What the quiz is worth can be measured once the mistakes are mended."
    if not checked.audit:
        return f"{said}."
    figures = counted(len(checked.audit.figures), "figure")
    if checked.missed:
        return f"{said}; {len(checked.missed)} of {figures} miss what a good quiz reaches."
    return f"{said}; all {figures} reach what a good quiz reaches."


# --- Figures ----------------------------------------------------------------------------------


def shown(estimate: Estimate, digits: int = 3) -> str:
    """Return a figure with its standard error, if it has one."""
    value = f"{estimate.value + 0.0:.{digits}f}"
    return f"{value} ± {estimate.error:.{digits}f}" if estimate.error else value


def figure_rows(audit: Audit) -> Table:
    """Return the table of figures."""
    return Table(
        ("Figure", "Measured", "Wanted", ""),
        [
            (
                figure.name,
                "–" if figure.estimate is None else shown(figure.estimate, figure.digits),
                f"{figure.bound} {shown(Estimate(figure.target), figure.digits)}",
                "reached" if figure.passed else "MISSED",
            )
            for figure in audit.figures
        ],
    )


def _figures(audit: Audit, missed: Sequence[Figure]) -> Iterator[Block]:
    yield Heading("What was measured")
    yield figure_rows(audit)
    yield Say(
        f"Behind ± stands the standard error of {audit.respondents:,} simulated people for each "
        "role, who answer as the scores say: what the words do to people, only people can tell."
    )
    if missed:
        yield Heading("What to mend")
        for figure in missed:
            yield Say(f"{figure.name} ({figure.about}):")
            yield Items(figure.causes)


def _roles(audit: Audit) -> Iterator[Block]:
    yield Heading("How each role fares")
    names = {role.id: role.name for role in audit.pack.roles}
    yield Table(
        ("Role", "By chance", "Found first", "First two", "Most taken for"),
        [
            (
                names[role.role],
                *(shown(each, 2) for each in (role.chance, role.first, role.first_two)),
                f"{names[role.mistaken]} {role.mistaken_share.value:.2f}" if role.mistaken else "–",
            )
            for role in audit.roles
        ],
    )


def _questions(audit: Audit) -> Iterator[Block]:
    names = {role.id: role.name for role in audit.pack.roles}
    ranked = sorted(audit.questions, key=lambda question: question.mean)
    yield Heading("What each question separates")
    yield Say(
        "How far its answers can move the gap in match between two roles: the mean over all pairs "
        "of roles, and the pair that it separates most. The least separating come first."
    )
    yield Table(
        ("Question", "Mean", "Pairs", "Most"),
        [
            (
                question.question,
                f"{question.mean:.3f}",
                f"{question.separated} of {len(question.separates)}",
                f"{' / '.join(names[id] for id in pair)} {question.separates[pair]:.3f}",
            )
            for question in ranked
            if (pair := question.widest)
        ],
    )
    least = ranked[:LEAST_SEPARATING]
    if least:
        yield Heading(f"The {counted(len(least), 'question')} that separate least")
        yield Items([_least(audit.pack, question, names) for question in least])


def _least(pack: Pack, question: QuestionAudit, names: Mapping[str, str]) -> str:
    """Quote a question, and name some pairs of roles that it does not tell apart."""
    said = f"{question.question}: {pack.question(question.question).text}"
    same = [pair for pair, gap in question.separates.items() if gap <= EPSILON]
    pairs = [" / ".join(names[id] for id in pair) for pair in same[:PAIRS_NAMED]]
    more = [f"{len(same) - PAIRS_NAMED} more"] if len(same) > PAIRS_NAMED else []
    return f"{said} Says nothing of {listing(pairs + more)}." if pairs else said


# --- Sheets -----------------------------------------------------------------------------------


def _sheets(found: SheetsAudit) -> Iterator[Block]:
    yield Heading(f"What {counted(found.people, 'person')} of known roles answered")
    yield Table(
        ("Figure", "Measured"),
        [
            ("own role first", shown(found.first)),
            ("own role among the first two", shown(found.first_two)),
            (f"right of {counted(found.clear, 'clear result')}", shown(found.clear_right)),
        ],
    )
    yield from _confusion(found)
    yield from _dimensions(found)
    yield from _options(found)


def _confusion(found: SheetsAudit) -> Iterator[Block]:
    names = {role.id: f"{n} {role.name}" for n, role in enumerate(found.pack.roles, 1)}
    numbers = [str(n) for n in range(1, len(names) + 1)]
    yield Heading("Which role came first, for the people of each")
    yield Table(
        ("Their role", "First", "First two", *numbers),
        [
            (
                names[role.role],
                shown(role.first),
                shown(role.first_two),
                *(str(role.leaders.get(id) or NOBODY) for id in names),
            )
            for role in found.roles
        ],
    )


def _dimensions(found: SheetsAudit) -> Iterator[Block]:
    yield Heading("How far each dimension tells roles apart")
    yield Say("Positions, −1 to 1. A mean far from 0 says that its questions lean to one pole.")
    rows = []
    for spread in found.dimensions:
        dimension = found.pack.dimension(spread.dimension)
        mean = f"{spread.mean:+.2f}".replace("-", "−")
        spreads = (f"{each:.2f}" for each in (spread.between, spread.within))
        rows.append((f"{dimension.low} – {dimension.high}", mean, *spreads))
    yield Table(("Dimension", "Mean", "Between roles", "Within a role"), rows)


def _options(found: SheetsAudit) -> Iterator[Block]:
    for title, options in (
        (
            f"Lopsided: chosen by more than {LOPSIDED_ABOVE:.0%}",
            [o for o in found.options if o.lopsided],
        ),
        (f"Dead: chosen by fewer than {DEAD_BELOW:.0%}", [o for o in found.options if o.dead]),
    ):
        yield Heading(title)
        yield Items([_option(found.pack, option) for option in options] or ["none"])
    yield Heading("Who chose each option")
    roles = [role.id for role in found.pack.roles]
    numbers = [str(n) for n in range(1, len(roles) + 1)]
    yield Table(
        ("Question and option", "All", *numbers),
        [
            (
                f"{option.question}: {option.option}",
                f"{option.share.value:.2f}",
                *(str(option.by_role.get(role) or NOBODY) for role in roles),
            )
            for option in found.options
        ],
    )


def _option(pack: Pack, option: OptionSheets) -> str:
    text = pack.question(option.question).option(option.option).text
    return f"{option.question}: {option.option} “{text}” {option.share.value:.0%}"
