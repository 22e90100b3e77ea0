"""What can be told of a group, and questions for it to talk over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from math import ceil
from typing import TypeVar

from rolequiz.group import GroupReport
from rolequiz.group.model import Asked, Average, Bin, Count, Id, Spread
from rolequiz.model import Dimension, OptionId
from rolequiz.pages.parts import Bar, Histogram, Items, Page, Part, Row, Table, sections, tally
from rolequiz.pages.sentences import LEGEND, pole, poles
from rolequiz.wording import counted, listing

DEBRIEF_QUESTIONS = 5
LEANING_FROM = 0.1
"""The least mean position of which it is said that a group leans."""
MOVED_FROM = 0.05
"""The least mean move of which it is said that a group moved."""
NOT_SHOWN = "not shown"
FIT_NOTE = (
    "This shows preference fit: how people like to work, not how well they would do. It is for the "
    "room to talk about, never for selecting or ranking people, and is not validated on people."
)
OPEN_QUESTIONS = (
    "What on this page surprised you, and what did you expect?",
    "Which of your own preferences do the others not know about yet?",
    "What matters for how we work together that the quiz didn't ask?",
    "What would each of us like to do more of, and what less?",
    "What should we try for two weeks, and how will we tell whether it helped?",
)


T = TypeVar("T")


def group_page(report: GroupReport) -> Page:
    """Return what a page says about a group."""
    figures = _sections(report) if report.enough else ()
    return Page(
        title=_title(report.people),
        lead=tuple(_lead(report)),
        sections=sections(
            *((title, making(report)) for title, making in figures),
            ("Who would gain most from a conversation", _talks(report)),
        ),
        note=FIT_NOTE,
    )


def _title(people: int) -> str:
    if not people:
        return "Nothing to report yet"
    return f"How {counted(people, 'person')} like{'s' * (people == 1)} to work"


def _sections(
    report: GroupReport,
) -> tuple[tuple[str, Callable[[GroupReport], Iterable[Part]]], ...]:
    return (
        ("Which roles fit", _roles),
        (" or ".join(family.name for family in report.pack.families), _sides),
        ("How sure the results are", _verdicts),
        ("Where the group stands", _positions),
        ("What divides the room", _split),
        ("What most of you share", _agreed),
        ("The closest call between two roles", _contested),
        ("What has moved since last time", _moves),
        ("Five questions to talk over", lambda report: [Items(debrief(report), numbered=True)]),
    )


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
    yield _table("Role that leads", report.leaders, lambda ids: _names(report, ids))
    contends = any(role.contends is not None for role in report.roles)
    yield Table(
        "",
        ("Role", *(["Contends for"] if contends else []), "Mean fit"),
        tuple(
            Row(
                (
                    report.pack.role(role.role).name,
                    *([_shown(role.contends, str)] if contends else []),
                    _shown(role.fit, lambda fit: str(round(fit.value))),
                )
            )
            for role in report.roles
        ),
    )
    if not contends:
        yield f"How many people each role contends for is {NOT_SHOWN}."
    margins = [role.fit.margin for role in report.roles if role.fit]
    rounded = _give_or_take(max(margins, default=0))
    yield f"Mean fit: {LEGEND}{rounded and f' Rounded, so {rounded}.'}"


def _give_or_take(margin: float) -> str:
    """Say how much a figure of 100 is rounded; nothing where nobody could notice."""
    # the figure itself is rounded to a whole one besides
    return f"give or take {ceil(margin + 0.5)}" if margin >= 0.5 else ""


def _shown(value: T | None, in_words: Callable[[T], str]) -> str:
    return NOT_SHOWN if value is None else in_words(value)


def _names(report: GroupReport, ids: Sequence[Id]) -> str:
    if len(ids) == 1:
        return "No single role" if ids[0] is None else report.pack.role(str(ids[0])).name
    if len(ids) > len(report.pack.roles):
        return "How often each role leads"
    return "Other roles, or none" if None in ids else "Other roles"


def _sides(report: GroupReport) -> Iterator[Part]:
    if not report.sides:
        return
    families = report.pack.families

    def label(ids: Sequence[Id]) -> str:
        if len(ids) > len(families):
            return "How many are on each side"
        if ids == (None,):
            return "Neither side" if len(families) == 2 else "No side"
        names = [report.pack.family(str(id)).name for id in ids if id is not None]
        return " or ".join([*names, *["no side"] * (None in ids)])

    yield _table("Side", report.sides, label)


def _verdicts(report: GroupReport) -> Iterator[Part]:
    meant: dict[Id, str] = {
        "clear": "one role clearly ahead",
        "leaning": "one role ahead but not safely",
        "close": "two or more close",
        "flat": "no clear direction",
    }

    def label(ids: Sequence[Id]) -> str:
        return "How often each result came up" if len(ids) == len(meant) else _either(meant)(ids)

    yield _table("Result", report.verdicts, label)


def _table(name: str, counts: Sequence[Count], label: Callable[[Sequence[Id]], str]) -> Table:
    """Return a row for each count; where all had to join, there is nothing to show."""
    if len(counts) == 1 and len(counts[0].ids) > 1:
        return Table("", (name, "People"), (Row((label(counts[0].ids), NOT_SHOWN)),))
    shown = (count for count in counts if count.people or None not in count.ids)
    return tally(name, ((label(count.ids), count.people) for count in shown))


# --- Positions --------------------------------------------------------------------------------


def _positions(report: GroupReport) -> Iterator[Part]:
    rounded = (
        " Means are rounded, more coarsely for smaller groups, to protect each person's answers."
    )
    yield (
        "Where people are between two poles: 0 is in the middle, 100 is at either end."
        f"{rounded if report.least > 1 else ''}"
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
        said = f"Where the group stands here is {NOT_SHOWN}."
        return Histogram(dimension.low, dimension.high, said, None, ())
    median = f"; median {_about(dimension, spread.median)}" if spread.median else ""
    said = f"Mean {_about(dimension, spread.mean)}{median}."
    if not spread.bins:
        said += f" How people are spread out is {NOT_SHOWN}."
    if spread.unplaced:
        said += f" {counted(spread.unplaced, 'person')} answered nothing about it."
    bars = tuple(_bars(dimension, spread))
    return Histogram(dimension.low, dimension.high, said, _place(spread.mean.value), bars)


def _bars(dimension: Dimension, spread: Spread) -> Iterator[Bar]:
    bins = list(_emptied(spread.bins))
    densities = [each.people / (each.high - each.low) for each in bins]
    most = max(densities, default=0) or 1
    for each, density in zip(bins, densities, strict=True):
        label = _between(dimension, each)
        if each is bins[-1] and spread.unplaced is None:
            label += ", or no answer"
        yield Bar(_place(each.low), _place(each.high), density / most, label, each.people)


def _emptied(bins: Iterable[Bin]) -> Iterator[Bin]:
    """Yield bins, with neighbours where nobody stands as one."""
    for anybody, several in groupby(bins, key=lambda bin: bin.people > 0):
        first, *others = several
        if anybody:
            yield from (first, *others)
        else:
            yield first._replace(high=[first, *others][-1].high)


def _about(dimension: Dimension, average: Average) -> str:
    return _rounded(_side(dimension, average.value), average)


def _rounded(said: str, average: Average) -> str:
    """Add to what is said of a position or a move how much it is rounded."""
    return ", ".join(filter(None, [said, _give_or_take(100 * average.margin)]))


def _place(position: float) -> float:
    return (position + 1) / 2


def _side(dimension: Dimension, position: float) -> str:
    """Return a position, −1…1, as a pole and how far towards it, of 100."""
    far = round(abs(position) * 100)
    return f"{pole(dimension, position)} {far}" if far else "in the middle"


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
    if report.split:
        yield "On these questions your answers are spread most evenly over the options."
        yield from (_asked(report, asked) for asked in report.split)


def _agreed(report: GroupReport) -> Iterator[Part]:
    if report.agreed:
        yield "On these questions at least two thirds of you gave the same answer."
        yield from (_asked(report, asked) for asked in report.agreed)
    else:
        yield (
            "There is no question that can be shown here on which two thirds of you gave the same "
            "answer."
        )


def _asked(report: GroupReport, asked: Asked) -> Table:
    def label(ids: Sequence[Id]) -> str:
        if len(ids) > 1:
            return "Other answers, or none" if None in ids else "Other answers"
        return "No answer" if ids[0] is None else _option(report, asked.question, ids[0])

    shown = _table("Answer", asked.answers, label)
    return shown._replace(title=report.pack.question(asked.question).text)


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
        f"{one} and {other} are in the running together more often than any other pair, or as "
        f"often{many}. These questions decide between them:"
    )
    yield Items(tuple(report.pack.question(q).text for q in report.contested.questions))


# --- What moved -------------------------------------------------------------------------------


def _moves(report: GroupReport) -> Iterator[Part]:
    moves = report.moves
    if moves is None:
        return
    leaders: dict[Id, str] = {
        "same": "same role as before",
        "none": "no single role either time",
        "other": "different from before",
    }
    sureness: dict[Id, str] = {
        "surer": "surer than before",
        "same": "as sure as before",
        "less sure": "less sure",
    }
    yield "People are matched to their earlier answers by name; no names are shown."
    for name, counts, said in (
        ("Which role leads", moves.leaders, leaders),
        ("How sure the result is", moves.sureness, sureness),
    ):
        yield _table(name, counts, _either({**said, None: "not there before"}))
    if moves.dimensions:
        yield "On average, among those who answered both times:"
        yield Items(
            tuple(_moved(report.pack.dimension(id), move) for id, move in moves.dimensions.items())
        )
    else:
        yield f"How far people moved is {NOT_SHOWN}."


def _either(words: Mapping[Id, str]) -> Callable[[Sequence[Id]], str]:
    def label(ids: Sequence[Id]) -> str:
        *others, last = (words[id] for id in ids)
        comma = "," * (len(others) > 1)
        text = f"{', '.join(others)}{comma} or {last}" if others else last
        return text[0].upper() + text[1:]

    return label


def _moved(dimension: Dimension, average: Average) -> str:
    move = average.value
    if abs(move) < MOVED_FROM:
        return _rounded(f"{poles(dimension)}: hardly moved", average)
    towards = pole(dimension, move)
    return _rounded(
        f"{poles(dimension)}: {round(abs(move) * 100)} of 100 towards {towards}", average
    )


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
        between = "No clear direction"
        if talk.verdict == "close":
            between = (
                f"Between {listing(roles)}" if len(roles) > 1 else f"{roles[0]}, but not safely"
            )
        rows.append(Row((name, between)))
    yield Table("", ("Name", "Why"), tuple(rows), figures=False)


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
    """Ask about the preference that the group leans furthest on, and the one that it least does."""
    means = {each.dimension: each.mean.value for each in report.dimensions if each.mean}
    furthest = sorted(means, key=lambda id: -abs(means[id]))
    for id in furthest[:1]:
        dimension = report.pack.dimension(id)
        more, rest = pole(dimension, means[id]), pole(dimension, -means[id])
        if abs(means[id]) >= LEANING_FROM:
            yield (
                f"On average you lean to {more}. When does our work need {rest}, and who likes it?"
            )
    for id in furthest[1:][-1:]:
        dimension = report.pack.dimension(id)
        yield (
            f"{dimension.low} or {dimension.high}: where does each of you stand, and what do you "
            "need from people on the other side?"
        )
