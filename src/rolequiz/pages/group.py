"""What can be told of a group, and questions for it to talk over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from math import ceil

from rolequiz.group import GroupReport
from rolequiz.group.model import Average, Bin, Count, Id, Moves, QuestionCounts, Spread
from rolequiz.model import Dimension, OptionId
from rolequiz.pages.parts import Bar, Histogram, Items, Page, Part, Table, sections, table, tally
from rolequiz.pages.sentences import LEGEND, pole, poles
from rolequiz.text import counted, listing

DEBRIEF_QUESTIONS = 5
LEANING_FROM = 0.1
"""The smallest mean position that counts as leaning."""
MOVED_FROM = 0.05
"""The smallest mean move that counts as moving."""
NOT_SHOWN = "not shown"
FIT_NOTE = (
    "This shows preference fit: how people like to work, not how well they would do. It is for the "
    "room to talk about, never for selecting or ranking people, and is not validated on people."
)
VERDICTS: dict[Id, str] = {
    "clear": "one role clearly ahead",
    "leaning": "one role ahead but not safely",
    "close": "two or more close",
    "flat": "no clear direction",
}
LEADERS: dict[Id, str] = {
    "same": "same role as before",
    "none": "no single role either time",
    "other": "different from before",
    None: "not there before",
}
SURENESS: dict[Id, str] = {
    "surer": "surer than before",
    "same": "as sure as before",
    "less sure": "less sure",
    None: "not there before",
}
OPEN_QUESTIONS = (
    "What on this page surprised you, and what did you expect?",
    "Which of your own preferences do the others not know about yet?",
    "What matters for how we work together that the quiz didn't ask?",
    "What would each of us like to do more of, and what less?",
    "What should we try for two weeks, and how will we tell whether it helped?",
)


def group_page(report: GroupReport) -> Page:
    """Return what a page says about a group."""
    title = "Nothing to report yet"
    if report.people:
        title = f"How {counted(report.people, 'person')} like{'s' * (report.people == 1)} to work"
    return Page(
        title=title,
        lead=tuple(_lead(report)),
        sections=sections(
            *(_sections(report) if report.enough else ()),
            ("Who would gain most from a conversation", _talks(report)),
        ),
        note=FIT_NOTE,
    )


def _sections(report: GroupReport) -> Iterator[tuple[str, Iterable[Part]]]:
    yield "Which roles fit", _roles(report)
    if report.sides:
        yield " or ".join(family.name for family in report.pack.families), (_sides(report),)
    yield "How sure the results are", (_verdicts(report),)
    yield "Where the group stands", _positions(report)
    if report.split:
        yield "What divides the room", _split(report)
    yield "What most of you share", _agreed(report)
    yield "The closest call between two roles", _contested(report)
    if report.moves:
        yield "What has moved since last time", _moves(report, report.moves)
    yield "Five questions to talk over", (Items(debrief(report), numbered=True),)


# --- The start --------------------------------------------------------------------------------


def _lead(report: GroupReport) -> Iterator[str]:
    if report.people:
        people = counted(report.people, "person")
        yield f"{people} answered enough of “{report.pack.title}” to count here."
    else:
        yield f"Nobody answered enough of “{report.pack.title}” for a recommendation."
    if report.unfinished:
        yield f"{report.unfinished:,} more answered too few questions and are left out."
    elif report.least > 1 and report.people:
        yield (
            "Anyone who answered too few questions is left out. Their number isn't shown: it is "
            f"below {report.least}, and may be zero."
        )
    if report.talks is not None:
        yield "This report names people. It is for the person leading the talk, not for the room."
    if not report.people:
        return
    if not report.enough:
        yield (
            f"Figures need at least {report.least} people: with fewer, anyone in the room could "
            "work out who said what. If everyone agrees to that, use --show-small."
        )
    elif report.least > 1:
        names = "No names are shown, and no" if report.talks is None else "No"
        yield (
            f"{names} figure is about fewer than {report.least} people. Smaller groups are merged "
            "with others so that they can't be worked out by subtraction; where that isn't enough, "
            "the figure is left out."
        )
    else:
        yield (
            "This report shows small groups too, even single people. Share it only with a room "
            "that agreed to that."
        )


# --- Roles and verdicts -----------------------------------------------------------------------


def _roles(report: GroupReport) -> Iterator[Part]:
    yield (
        "A role leads for the people whose answers fit it best; it contends for them and for "
        "anyone it came close to leading for."
    )
    yield _count_table("Role that leads", report.leaders, lambda ids: _names(report, ids))
    contends = any(role.contends is not None for role in report.roles)
    rows = []
    for role in report.roles:
        fit = NOT_SHOWN if role.fit is None else str(round(role.fit.value))
        count = NOT_SHOWN if role.contends is None else str(role.contends)
        rows.append((report.pack.role(role.role).name, *[count] * contends, fit))
    yield table(("Role", *["Contends for"] * contends, "Mean fit"), rows)
    if not contends:
        yield f"How many people each role contends for is {NOT_SHOWN}."
    margins = [role.fit.margin for role in report.roles if role.fit]
    rounded = _give_or_take(max(margins, default=0))
    yield f"Mean fit: {LEGEND}{rounded and f' Rounded, so {rounded}.'}"


def _give_or_take(margin: float) -> str:
    """Say how much a figure of 100 is rounded; nothing if nobody could notice."""
    # the figure is also rounded to a whole number
    return f"give or take {ceil(margin + 0.5)}" if margin >= 0.5 else ""


def _names(report: GroupReport, ids: Sequence[Id]) -> str:
    if len(ids) == 1:
        return "No single role" if ids[0] is None else report.pack.role(str(ids[0])).name
    if len(ids) > len(report.pack.roles):
        return "How often each role leads"
    return "Other roles, or none" if None in ids else "Other roles"


def _sides(report: GroupReport) -> Table:
    families = report.pack.families

    def label(ids: Sequence[Id]) -> str:
        if len(ids) > len(families):
            return "How many are on each side"
        if ids == (None,):
            return "Neither side" if len(families) == 2 else "No side"
        names = [report.pack.family(str(id)).name for id in ids if id is not None]
        return " or ".join([*names, *["no side"] * (None in ids)])

    return _count_table("Side", report.sides, label)


def _verdicts(report: GroupReport) -> Table:
    def label(ids: Sequence[Id]) -> str:
        return (
            "How often each result came up"
            if len(ids) == len(VERDICTS)
            else _joined_by_or(VERDICTS, ids)
        )

    return _count_table("Result", report.verdicts, label)


def _joined_by_or(words: Mapping[Id, str], ids: Sequence[Id]) -> str:
    """Return the words for ids: “Same role as before or different from before”."""
    *others, last = (words[id] for id in ids)
    comma = "," * (len(others) > 1)
    text = f"{', '.join(others)}{comma} or {last}" if others else last
    return text[0].upper() + text[1:]


def _count_table(
    name: str, counts: Sequence[Count], label: Callable[[Sequence[Id]], str], title: str = ""
) -> Table:
    """Return a row for each count; if all had to join, there is nothing to show."""
    if len(counts) == 1 and len(counts[0].ids) > 1:
        return table((name, "People"), [(label(counts[0].ids), NOT_SHOWN)], title=title)
    kept = (count for count in counts if count.people or None not in count.ids)
    return tally(name, ((label(count.ids), count.people) for count in kept), title)


# --- Positions --------------------------------------------------------------------------------


def _positions(report: GroupReport) -> Iterator[Part]:
    rounding = (
        " Means are rounded, more coarsely for smaller groups, to protect each person's answers."
    )
    yield (
        "Where people are between two poles: 0 is in the middle, 100 is at either end."
        f"{rounding if report.least > 1 else ''}"
    )
    if 1 < report.least <= report.people < 2 * report.least - 1:
        yield (
            "In a group this small, anyone who answered nothing about a preference counts as in "
            "the middle of it."
        )
    for spread in report.dimensions:
        yield _histogram(report.pack.dimension(spread.dimension), spread)


def _histogram(dimension: Dimension, spread: Spread) -> Histogram:
    if spread.mean is None:
        summary = f"Where the group stands here is {NOT_SHOWN}."
        return Histogram(dimension.low, dimension.high, summary, None, ())
    median = f"; median {_average(dimension, spread.median)}" if spread.median else ""
    summary = f"Mean {_average(dimension, spread.mean)}{median}."
    if not spread.bins:
        summary += f" How people are spread out is {NOT_SHOWN}."
    if spread.unplaced:
        summary += f" {counted(spread.unplaced, 'person')} answered nothing about it."
    mean = _on_line(spread.mean.value)
    bars = tuple(_bars(dimension, spread))
    return Histogram(dimension.low, dimension.high, summary, mean, bars)


def _bars(dimension: Dimension, spread: Spread) -> Iterator[Bar]:
    bins = list(_empty_joined(spread.bins))
    densities = [bin.people / (bin.high - bin.low) for bin in bins]
    most = max(densities, default=0) or 1
    for bin, density in zip(bins, densities, strict=True):
        label = _between(dimension, bin)
        if bin is bins[-1] and spread.unplaced is None:
            label += ", or no answer"
        yield Bar(_on_line(bin.low), _on_line(bin.high), density / most, label, bin.people)


def _empty_joined(bins: Iterable[Bin]) -> Iterator[Bin]:
    """Yield bins, with empty neighbours joined."""
    for filled, neighbours in groupby(bins, key=lambda bin: bin.people > 0):
        first, *others = neighbours
        if filled:
            yield from (first, *others)
        else:
            yield first._replace(high=[first, *others][-1].high)


def _average(dimension: Dimension, average: Average) -> str:
    """Return a position as a pole, how far towards it (of 100), and how much that is rounded."""
    far = round(abs(average.value) * 100)
    text = f"{pole(dimension, average.value)} {far}" if far else "in the middle"
    return _rounded(text, average)


def _rounded(text: str, average: Average) -> str:
    """Add to the words for a position or a move how much it is rounded."""
    return ", ".join(filter(None, [text, _give_or_take(100 * average.margin)]))


def _on_line(position: float) -> float:
    return (position + 1) / 2


def _between(dimension: Dimension, bin: Bin) -> str:
    """Say where a bin lies: “Strategy 20 to 60”, “Execution 20 to Strategy 20”."""
    low, high = round(bin.low * 100), round(bin.high * 100)
    if low >= 0:
        return f"{dimension.high} {low} to {high}"
    if high <= 0:
        return f"{dimension.low} {-low} to {-high}"
    return f"{dimension.low} {-low} to {dimension.high} {high}"


# --- Questions --------------------------------------------------------------------------------


def _split(report: GroupReport) -> Iterator[Part]:
    yield "On these questions your answers are spread most evenly over the options."
    yield from (_question(report, asked) for asked in report.split)


def _agreed(report: GroupReport) -> Iterator[Part]:
    if report.agreed:
        yield "On these questions at least two thirds of you gave the same answer."
        yield from (_question(report, asked) for asked in report.agreed)
    else:
        yield "No question that can be shown here got the same answer from two thirds of you."


def _question(report: GroupReport, asked: QuestionCounts) -> Table:
    def label(ids: Sequence[Id]) -> str:
        if len(ids) > 1:
            return "Other answers, or none" if None in ids else "Other answers"
        return "No answer" if ids[0] is None else _option(report, asked.question, ids[0])

    return _count_table("Answer", asked.answers, label, report.pack.question(asked.question).text)


def _option(report: GroupReport, question: str, id: OptionId) -> str:
    return report.pack.question(question).option(id).text


def _contested(report: GroupReport) -> Iterator[Part]:
    if report.contested is None or not report.contested.questions:
        yield "No two roles are in the running together for enough people to be shown here."
        return
    one, other = (report.pack.role(role).name for role in report.contested.roles)
    people = report.contested.people
    many = f": for {counted(people, 'person')}" if people else ""
    yield (
        f"{one} and {other} are in the running together at least as often as any other pair{many}. "
        "These questions decide between them:"
    )
    yield Items(tuple(report.pack.question(q).text for q in report.contested.questions))


# --- What moved -------------------------------------------------------------------------------


def _moves(report: GroupReport, moves: Moves) -> Iterator[Part]:
    yield "People are matched to their earlier answers by name; no names are shown."
    yield _count_table("Which role leads", moves.leaders, lambda ids: _joined_by_or(LEADERS, ids))
    yield _count_table(
        "How sure the result is", moves.sureness, lambda ids: _joined_by_or(SURENESS, ids)
    )
    if moves.dimensions:
        yield "On average, among those who answered both times:"
        yield Items(
            tuple(_moved(report.pack.dimension(id), move) for id, move in moves.dimensions.items())
        )
    else:
        yield f"How far people moved is {NOT_SHOWN}."


def _moved(dimension: Dimension, average: Average) -> str:
    move = average.value
    how = "hardly moved"
    if abs(move) >= MOVED_FROM:
        how = f"{round(abs(move) * 100)} of 100 towards {pole(dimension, move)}"
    return _rounded(f"{poles(dimension)}: {how}", average)


def _talks(report: GroupReport) -> Iterator[Part]:
    if report.talks is None:
        return
    if not report.talks:
        yield "Nobody's result is close between roles or without a clear direction."
        return
    yield (
        "Their results are close between roles or show no clear direction, so a conversation "
        "tells them more than the figures can. Ask them first whether they would like one."
    )
    rows = []
    for talk in report.talks:
        name = talk.respondent or f"Number {talk.number}, who gave no name"
        roles = [report.pack.role(role).name for role in talk.contenders]
        why = "No clear direction"
        if talk.verdict == "close":
            why = f"Between {listing(roles)}" if len(roles) > 1 else f"{roles[0]}, but not safely"
        rows.append((name, why))
    yield table(("Name", "Why"), rows, figures=False)


# --- Questions to talk over -------------------------------------------------------------------


def debrief(report: GroupReport) -> tuple[str, ...]:
    """Return five questions for the room, from what divides it and what it shares."""
    return tuple(islice(_talking_points(report), DEBRIEF_QUESTIONS))


def _talking_points(report: GroupReport) -> Iterator[str]:
    pack = report.pack
    split = [pack.question(asked.question).text for asked in report.split]
    for text in split[:1]:
        yield f"“{text}” What did you think of when you chose, and what would change your mind?"
    if report.contested:
        one, other = (pack.role(role).name for role in report.contested.roles)
        yield f"{one} or {other}: what would a usual week of each look like here, and who wants it?"
    for asked in report.agreed[:1]:
        if asked.most is not None:
            chosen = _option(report, asked.question, asked.most)
            step = isinstance(asked.most, int)  # of a scale, which means nothing on its own
            asks = f"“{pack.question(asked.question).text}” " if step else ""
            yield (
                f"{asks}Most of you chose “{chosen}”. What does that make easy for us, and who "
                "looks after the rest?"
            )
    yield from _about_poles(report)
    for text in split[1:]:
        yield f"“{text}” What would somebody who chose differently say to you?"
    yield from OPEN_QUESTIONS


def _about_poles(report: GroupReport) -> Iterator[str]:
    """Ask about the preferences on which the group leans furthest and least."""
    pack = report.pack
    means = [
        (pack.dimension(spread.dimension), spread.mean.value)
        for spread in report.dimensions
        if spread.mean
    ]
    means.sort(key=lambda pair: -abs(pair[1]))
    if means and abs(means[0][1]) >= LEANING_FROM:
        dimension, mean = means[0]
        more, rest = pole(dimension, mean), pole(dimension, -mean)
        yield f"On average you lean to {more}. When does our work need {rest}, and who likes it?"
    if len(means) > 1:
        dimension, _ = means[-1]
        yield (
            f"{dimension.low} or {dimension.high}: where does each of you stand, and what do you "
            "need from people on the other side?"
        )
