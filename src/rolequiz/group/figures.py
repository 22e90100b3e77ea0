"""The figures of a report, and the order in which their tables are released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, islice
from math import fsum, log
from statistics import median

from rolequiz.group.disclosure import ReleasedTables
from rolequiz.group.model import (
    Contested,
    Count,
    GroupReport,
    Id,
    Moves,
    QuestionCounts,
    RoleFigures,
    Spread,
    Talk,
)
from rolequiz.group.person import PairPoints, Person
from rolequiz.model import Pack, Question, Role, Verdict
from rolequiz.scoring import EPSILON

QUESTIONS_SHOWN = 3
SPLIT_FROM = 0.5
"""The smallest division (0: all alike, 1: options level) of a question that splits a group."""
AGREED_FROM = 2 / 3
"""The smallest share of people with the same answer that counts as agreement."""
VERDICTS: tuple[Verdict, ...] = ("clear", "leaning", "close", "flat")
"""The verdicts of those who answered enough, the surest first."""


def talks(everyone: Sequence[Person]) -> tuple[Talk, ...]:
    """Return those who would gain from a conversation: the close first, then the flat."""
    return tuple(
        Talk(person.respondent, person.place, person.verdict, person.contenders)
        for verdict in ("close", "flat")
        for person in everyone
        if person.verdict == verdict
    )


def filled(
    report: GroupReport,
    tables: ReleasedTables,
    points: PairPoints,
    before: Iterable[Person] | None,
) -> GroupReport:
    """Return the report with its figures; later tables give way to those released earlier."""
    pack = report.pack
    ids = [*(role.id for role in pack.roles), None]
    leaders = tables.release(ids, lambda person: person.leader)
    verdicts = tables.release(VERDICTS, lambda person: person.verdict)
    roles = tuple(_role(tables, pack, role, leaders, verdicts) for role in pack.roles)
    moves = None if before is None else _moves(pack, tables, before)
    dimensions = tuple(_spread(tables, pack, dimension.id) for dimension in pack.dimensions)
    least = _least_of_pair(tables, leaders, verdicts, roles)
    contested = None if least is None else _contested(tables, pack, points, least)
    split = _questions(tables, pack, _divided, SPLIT_FROM)
    agreed = _questions(tables, pack, _alike, AGREED_FROM)
    return replace(
        report,
        leaders=tuple(sorted(leaders, key=lambda count: (len(count.ids) > 1, -count.people))),
        verdicts=verdicts,
        roles=roles,
        moves=moves,
        dimensions=dimensions,
        contested=contested,
        split=split,
        agreed=agreed,
        sides=_sides(tables, pack),
    )


def _sides(tables: ReleasedTables, pack: Pack) -> tuple[Count, ...]:
    """Return how many people stand on the side of each family: the table that is released last."""
    if len(pack.families) < 2:
        return ()
    ids = [*(family.id for family in pack.families), None]
    return tables.release(ids, lambda person: person.side)


def _role(
    tables: ReleasedTables,
    pack: Pack,
    role: Role,
    leaders: Sequence[Count],
    verdicts: Sequence[Count],
) -> RoleFigures:
    asked = [_questions_on(pack, id) for id, value in role.profile.items() if value]
    fits = [person.fits[role.id] for person in tables.people if role.id in person.fits]
    people, questions = len(tables.people), min(asked, default=0)
    padded = tables.padded(fits, people, middle=50)
    fit = tables.average(padded, people=people, questions=questions, span=100)
    return RoleFigures(role.id, _contends(tables, role.id, leaders, verdicts), fit)


def _contends(
    tables: ReleasedTables, role: str, leaders: Sequence[Count], verdicts: Sequence[Count]
) -> int | None:
    """Return for how many people a role contends; None if that may not be told (rule 4)."""
    (leads,) = (count for count in leaders if role in count.ids)
    alone = len(leads.ids) == 1 or not leads.people
    if not alone and not tables.may_all_be_small(leads.people, leads.ids):
        return None

    def part(person: Person) -> str:
        # if the people whom it leads are shown, subtraction tells for how many it only contends
        contends = "contends" if role in person.contenders else "no"
        return "leads" if alone and person.leader == role else contends

    parts = Counter(map(part, tables.people))
    if tables.least > 1:
        most = _undecided(tables, verdicts, leads.people if alone else 0)
        left = most - parts["contends"]
        few = parts["contends"] < tables.wide and (parts["contends"] or not alone)
        if few or parts["no"] < tables.least or most < tables.wide or (0 != left < tables.least):
            return None
    released = tables.release_whole(["leads", "contends", "no"], part)
    return parts["leads"] + parts["contends"] if released else None


def _undecided(tables: ReleasedTables, verdicts: Sequence[Count], leads: int) -> int:
    """Return for how many people a role may contend without leading, if it leads for `leads`.

    That is what the table of verdicts allows for: it does not contend for anybody clear or flat.
    """
    flat = sum(count.people for count in verdicts if count.ids == ("flat",))
    unclear = sum(count.people for count in verdicts if "clear" not in count.ids)
    undecided = verdicts[0].people - tables.least + 1 if len(verdicts) == 1 else unclear - flat
    return min(undecided, len(tables.people) - flat - leads)


def _questions_on(pack: Pack, dimension: str) -> int:
    """Return how many questions touch a dimension."""
    return sum(
        any(option.loadings.get(dimension) for option in question.options)
        for question in pack.questions
    )


def _spread(tables: ReleasedTables, pack: Pack, dimension: str) -> Spread:
    def position(person: Person) -> float | None:
        return person.positions.get(dimension)

    unplaced = tables.unplaced(position)
    positions = [
        person.positions[dimension] for person in tables.people if dimension in person.positions
    ]
    average = partial(
        tables.average,
        tables.padded(positions, len(tables.people), middle=0),
        people=len(tables.people) - (unplaced or 0),
        questions=_questions_on(pack, dimension),
        span=2,
    )
    mean = average()
    middle = average(kind=median) if tables.least == 1 else None
    bins = tables.bins(position, mean.value if mean else 0, apart=unplaced is not None)
    return Spread(dimension, mean, middle, bins, unplaced)


def _alike(question: Question, counts: Sequence[Count]) -> float:
    """Return the share of the people that the most frequent answer has."""
    most = max((count.people for count in _shown_alone(counts)), default=0)
    return most / sum(count.people for count in counts)


def _divided(question: Question, counts: Sequence[Count]) -> float:
    """Return the normalised entropy of the answers: 0 if all are alike, 1 if options are level.

    Answers that had to join count as one. It is 0, too, if `AGREED_FROM` of the people answered
    alike.
    """
    people = [count.people for count in counts if count.people and count.ids != (None,)]
    if not _shown_alone(counts) or _alike(question, counts) >= AGREED_FROM - EPSILON:
        return 0.0
    total = sum(people)
    entropy = fsum(count / total * log(total / count) for count in people)
    return entropy / log(len(question.options))


def _shown_alone(counts: Iterable[Count]) -> list[Count]:
    """Return the counts of single answers, which did not have to join others."""
    return [count for count in counts if len(count.ids) == 1 and count.ids != (None,)]


def _questions(
    tables: ReleasedTables,
    pack: Pack,
    measure: Callable[[Question, Sequence[Count]], float],
    least: float,
) -> tuple[QuestionCounts, ...]:
    """Return the questions with the largest measure, the largest first, if it is at least `least`.

    The measure is of the counts that are shown. The shares themselves would tell of the few others:
    where all answers had to join, that most people chose alike tells of those who did not.
    """

    def measured(
        count: Callable[[Sequence[Id], Callable[[Person], Id]], Sequence[Count]], number: int
    ) -> tuple[float, int, Sequence[Count]] | None:
        """Return what a question is sorted by, its number and counts; None if it measures less."""
        question = pack.questions[number]
        ids = [*(option.id for option in question.options), None]
        counts = count(ids, lambda person: person.answers.get(question.id))
        share = measure(question, counts)
        return (-round(share, 9), number, counts) if share >= least - EPSILON else None

    previews = (measured(tables.preview, number) for number in range(len(pack.questions)))
    order = [number for _, number, _ in sorted(filter(None, previews))]
    released = filter(None, (measured(tables.release, number) for number in order))
    shown = sorted(islice(released, QUESTIONS_SHOWN))
    return tuple(_question_counts(pack.questions[number], counts) for _, number, counts in shown)


def _question_counts(question: Question, counts: Sequence[Count]) -> QuestionCounts:
    most = max(_shown_alone(counts), key=lambda count: count.people)
    return QuestionCounts(question.id, most.ids[0] if most.people else None, tuple(counts))


def _contested(
    tables: ReleasedTables, pack: Pack, points: PairPoints, least: int
) -> Contested | None:
    """Return the pair that contends together for most people; ties in the order of the quiz."""
    pairs = combinations((role.id for role in pack.roles), 2)
    pair = max(pairs, key=points.people, default=None)
    if pair is None or points.people(pair) < least or not tables.divisible:
        return None
    people = points.people(pair) if tables.least == 1 else None
    return Contested(pair, people, points.deciding(pair, pack, tables.least)[:QUESTIONS_SHOWN])


def _least_of_pair(
    tables: ReleasedTables,
    leaders: Sequence[Count],
    verdicts: Sequence[Count],
    roles: Sequence[RoleFigures],
) -> int | None:
    """Return for how many people both roles of a pair must contend for it to be named (rule 5).

    A role whose count is hidden may contend for five people whom it does not lead. Another role
    contends for so many whom it does not lead itself. Both contend for at least the sum of these,
    less the people whom neither leads. None if that could be enough: then no pair is named.
    """
    leads = {id: count.people * (len(count.ids) == 1) for count in leaders for id in count.ids}
    hidden = {role.role for role in roles if role.contends is None}
    only_contends = {role.role: (role.contends or 0) - leads[role.role] for role in roles}
    only_contends |= dict.fromkeys(hidden, 1)  # as few as a hidden count may be
    in_common = [
        tables.least
        + only_contends[other]
        - _undecided(tables, verdicts, leads[one] + leads[other])
        for one in hidden
        for other in only_contends
        if other != one
    ]
    leading = {id for count in leaders if count.people for id in count.ids} - {None}
    # if only two roles lead, not to name them would tell for how few people both contend
    least = tables.least if len(leading) > 2 else tables.wide
    return least if max(in_common, default=0) < least else None


def _moves(pack: Pack, tables: ReleasedTables, before: Iterable[Person]) -> Moves:
    """Compare people with what they were before, by their names; shared names do not count."""
    now = _by_name(tables.people)
    earlier = {name: person for name, person in _by_name(before).items() if name in now}
    pairs = [(person, now[name]) for name, person in earlier.items()]

    def leader(person: Person) -> str | None:
        then = earlier.get(person.key)
        if then is None or then.leader != person.leader:
            return then and "other"
        return "same" if person.leader else "none"

    def sureness(person: Person) -> str | None:
        then = earlier.get(person.key)
        if then is None:
            return None
        change = VERDICTS.index(then.verdict) - VERDICTS.index(person.verdict)
        return "same" if change == 0 else "surer" if change > 0 else "less sure"

    leaders = tables.release(["same", "none", "other", None], leader)
    surer = tables.release(["surer", "same", "less sure", None], sureness)
    paired = max(
        sum(count.people for count in counts if None not in count.ids)
        for counts in (leaders, surer)
    )
    moves = {}
    for id in (dimension.id for dimension in pack.dimensions):
        shifts = [
            new.positions[id] - old.positions[id]
            for old, new in pairs
            if id in old.positions and id in new.positions
        ]
        mean = tables.average(
            tables.padded(shifts, len(pairs), middle=0),
            people=paired,
            questions=_questions_on(pack, id),
            span=4,
        )
        if mean is not None:
            moves[id] = mean
    return Moves(leaders, surer, moves)


def _by_name(people: Iterable[Person]) -> dict[str, Person]:
    """Return those who answered enough by their names, without names that several have."""
    named = [person for person in people if person.key and person.verdict != "insufficient"]
    times = Counter(person.key for person in named)
    return {person.key: person for person in named if times[person.key] == 1}
