"""Many (Responses, Result) → one GroupReport: what a room can say of itself, and nobody's secrets.

Nothing that is shown may tell of one to four people, alone or by subtraction. Three rules do it:

1. The report is about the people who answered enough for a recommendation. How many others there
   were is told only where they are none, or five or more.
2. Every count divides those same people into groups: by leader, by verdict, by the answer to a
   question. A group of one to four joins “the others”, and the smallest of the rest joins too,
   until the others are none, or five or more. Positions are counted in ten bins, and neighbours
   join. Whoever has no leader, no position or no answer is in a group like any other.
3. Divisions are compared two by two. Where some groups of one, less the groups of another that lie
   wholly inside them, leave one to four people, more groups join in the later of the two. That
   takes care of contenders less leaders, of people without a leader less the flat ones, of bins
   less answers, and of whatever else a quiz may tie together.

Means are over five people or more. Times the people they would be sums, from which answers could
be worked out, so they are rounded the more, the fewer people and answers are behind them: what five
people could move by an answer each does not show, nor does half the way from pole to pole that one
of them could go. A median is somebody's own position, and is rounded to the width of a bin besides.
Other figures from which counts could be worked out, such as the measure that orders the questions,
are not in the report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import log
from statistics import fmean, median
from typing import NamedTuple, TypeAlias

from rolequiz.model import OptionId, Pack, Question, Responses, Result, Role, Verdict
from rolequiz.scoring import EPSILON

LEAST = 5
"""The fewest people that anything is told of."""
BINS = 10
"""Bins of equal width over −1…1."""
STEPS = 1000
"""The most steps to which means are rounded over half of what they span."""
QUESTIONS_SHOWN = 3
SPLIT_FROM = 0.5
"""The least division (0 all alike, 1 every option equally often) of a question that splits."""
AGREED_FROM = 2 / 3
"""The least share of those who answered that chose the same option where a room agrees."""
VERDICTS: tuple[Verdict, ...] = ("clear", "leaning", "close", "flat")
"""The verdicts of those who answered enough, the surest first."""

Pair: TypeAlias = tuple[str, str]
"""Two roles, by id, in the order of the quiz."""
Id: TypeAlias = OptionId | None
"""A role, a verdict, an answer or a bin; None stands for having none."""


# --- The report -------------------------------------------------------------------------------


class Count(NamedTuple):
    """How many people have one of these in common; several ids are groups that had to join."""

    ids: tuple[Id, ...]
    people: int


class RoleFigures(NamedTuple):
    """For how many people a role contends, and its mean fit (0–100); None where not shown."""

    role: str
    contends: int | None
    fit: float | None


class Bin(NamedTuple):
    """People who stand between two positions; a few without a position are in the last bin."""

    low: float
    high: float
    people: int


class Spread(NamedTuple):
    """Where the people stand on a dimension, −1…1; figures are None below five people."""

    dimension: str
    mean: float | None
    median: float | None
    bins: tuple[Bin, ...]
    """From −1 to 1; empty where all had to join."""


class Asked(NamedTuple):
    """How a question was answered; `most` is the answer of most, None where it is not told."""

    question: str
    most: OptionId | None
    answers: tuple[Count, ...]


class Contested(NamedTuple):
    """The two roles that most often contend together, and the questions that decide between them.

    The questions are those with the largest mean difference in points between the two, among the
    people (five or more) for whom both contend; `people` is None where it would tell too much.
    """

    roles: Pair
    people: int | None
    questions: tuple[str, ...]


class Moves(NamedTuple):
    """What moved since an earlier occasion, among those who finished both times.

    The ids of `leaders` are "same" and "other", of `sureness` "surer", "same" and "less sure"; None
    stands for people who were not there before, or did not finish. `dimensions` maps dimension ids
    to the mean move (−2…2), where five people or more have a position both times.
    """

    leaders: tuple[Count, ...]
    sureness: tuple[Count, ...]
    dimensions: Mapping[str, float]


class Talk(NamedTuple):
    """Somebody who would gain from a conversation: close between contenders, or flat."""

    respondent: str | None
    number: int
    """The person's place among all, from 1."""
    verdict: Verdict
    contenders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupReport:
    """A group in figures, anonymous unless `talks` is there; all of it in the order of the quiz."""

    pack: Pack
    least: int
    """The fewest people that anything is told of: 5, or 1 for a room that agreed to it."""
    people: int
    """Those who answered enough for a recommendation; all figures are about them."""
    unfinished: int | None
    """Those who did not; None where they are too few to tell of, or none."""
    verdicts: tuple[Count, ...] = ()
    leaders: tuple[Count, ...] = ()
    """By recommended role, the most frequent first and the others last; None: no role, since the
    answers are flat or roles are level."""
    roles: tuple[RoleFigures, ...] = ()
    dimensions: tuple[Spread, ...] = ()
    split: tuple[Asked, ...] = ()
    """The questions that divide the room most, the most divided first."""
    agreed: tuple[Asked, ...] = ()
    """The questions that most answered alike, the most alike first."""
    contested: Contested | None = None
    moves: Moves | None = None
    talks: tuple[Talk, ...] | None = None

    @property
    def enough(self) -> bool:
        """Whether there are enough people to tell of them at all."""
        return self.people >= max(self.least, 1)


def group_report(
    pack: Pack,
    people: Iterable[tuple[Responses, Result]],
    before: Iterable[tuple[Responses, Result]] | None = None,
    *,
    named: bool = False,
    show_small: bool = False,
) -> GroupReport:
    """Return what can be told of people who took the quiz, and of what moved since `before`.

    `named` adds who would gain from a conversation; `show_small` shows all counts, without names.
    The people may be any number: of each only a few figures are kept.
    """
    points = _Points()
    everyone = [_person(responses, points.add(result)) for responses, result in people]
    room = [person for person in everyone if person.verdict != "insufficient"]
    least = 1 if show_small else LEAST
    unfinished = len(everyone) - len(room)
    report = GroupReport(
        pack=pack,
        least=least,
        people=len(room),
        unfinished=unfinished if unfinished >= least else None,
        talks=_talks(everyone) if named else None,
    )
    if not report.enough:
        return report
    return _filled(report, _Ledger(room, least), points, before)


# --- One person, as far as the report needs them ----------------------------------------------


class _Person(NamedTuple):
    respondent: str | None
    verdict: Verdict
    leader: str | None
    contenders: tuple[str, ...]
    answers: Mapping[str, OptionId]
    positions: Mapping[str, float]
    touched: Mapping[str, int]
    """How many of the answers say something about a dimension."""
    fits: Mapping[str, float]


class _Points:
    """For each pair of contenders: how far each answer sets them apart, summed over people."""

    def __init__(self) -> None:
        self._people: Counter[frozenset[str]] = Counter()
        self._counts: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
        self._sums: defaultdict[frozenset[str], defaultdict[str, float]] = defaultdict(
            lambda: defaultdict(float)
        )

    def add(self, result: Result) -> Result:
        """Take a result into account, and return it."""
        points = {role.role: role.by_answer for role in result.roles}
        for one, other in combinations(result.contenders, 2):
            pair = frozenset((one, other))
            self._people[pair] += 1
            self._counts[pair].update(points[one].keys())
            for question in points[one]:
                self._sums[pair][question] += abs(points[one][question] - points[other][question])
        return result

    def people(self, pair: Pair) -> int:
        """Return for how many people both roles contend."""
        return self._people[frozenset(pair)]

    def deciding(self, pair: Pair, pack: Pack, least: int) -> tuple[str, ...]:
        """Return the questions that set a pair apart for enough people, the furthest first."""
        sums, counts = self._sums[frozenset(pair)], self._counts[frozenset(pair)]
        means = {q.id: sums[q.id] / counts[q.id] for q in pack.questions if counts[q.id] >= least}
        telling = [question for question in means if means[question] > EPSILON]
        return tuple(sorted(telling, key=lambda question: -round(means[question], 9)))


def _person(responses: Responses, result: Result) -> _Person:
    return _Person(
        result.respondent,
        result.verdict,
        result.recommendation,
        result.contenders,
        responses.answers,
        {each.dimension: each.position for each in result.dimensions if each.position is not None},
        {each.dimension: each.answered for each in result.dimensions},
        {each.role: each.fit for each in result.roles if each.fit is not None},
    )


def _talks(everyone: Sequence[_Person]) -> tuple[Talk, ...]:
    return tuple(
        Talk(person.respondent, number, person.verdict, person.contenders)
        for verdict in ("close", "flat")
        for number, person in enumerate(everyone, start=1)
        if person.verdict == verdict
    )


# --- What may be shown ------------------------------------------------------------------------


class _Cell(NamedTuple):
    ids: tuple[Id, ...]
    members: frozenset[int]


_Division: TypeAlias = list[_Cell]
"""Disjoint cells that hold everybody."""


class _Ledger:
    """The divisions of the people that were shown so far; each new one must not betray anybody."""

    def __init__(self, room: Sequence[_Person], least: int) -> None:
        self.room = room
        self.least = least
        self._shown: list[_Division] = []

    def rounded(
        self,
        average: Callable[[Sequence[float]], float],
        figures: Sequence[float],
        answers: int,
        *,
        span: float,
        most: int = STEPS,
    ) -> float | None:
        """Return a mean or median of people's figures as it may be told; None where it may not.

        `answers` is the fewest that any of the figures rests on, `span` how far figures can lie
        apart. Half of it has as many steps as there are people, `most` of them at most, and fewer
        where a figure rests on fewer than twice as many answers as the fewest people told of.
        """
        steps = STEPS
        if self.least > 1:
            enough = 2 * self.least
            steps = min(most, len(figures) * min(answers, enough) // enough)
        if len(figures) < self.least or not steps:
            return None
        step = span / 2 / steps
        return round(round(average(figures) / step) * step, 3) + 0.0  # + 0.0 turns −0.0 into 0.0

    def categories(self, ids: Sequence[Id], of: Callable[[_Person], Id]) -> tuple[Count, ...]:
        """Return how many people have each id; what is too small to show joins one last count."""
        cells = self._cells(ids, of)
        nobody = tuple(cell.ids[0] for cell in cells if not cell.members)
        division = [*(cell for cell in cells if cell.members), _Cell(nobody, frozenset())]
        return tuple(
            Count(tuple(id for id in ids if id in cell.ids), len(cell.members))
            for cell in self._safe(division, _others)
            if cell.ids
        )

    def bins(self, of: Callable[[_Person], float | None]) -> tuple[Bin, ...]:
        """Return how many people stand where; neighbours join until they are enough."""

        def bin_of(person: _Person) -> int | None:
            at = of(person)
            return None if at is None else max(0, min(BINS - 1, int((at + 1) / 2 * BINS + EPSILON)))

        cells = self._cells([*range(BINS), None], bin_of)
        division = self._safe(cells if cells[-1].members else cells[:-1], _neighbours)
        if len([cell for cell in division if cell.ids != (None,)]) == 1:
            return ()
        return tuple(filter(None, map(_bin, division)))

    def share(self, belongs: Callable[[_Person], bool]) -> int | None:
        """Return how many people belong; None where that would tell of too few."""
        counts = self.categories(["yes", "no"], lambda person: "yes" if belongs(person) else "no")
        return next((count.people for count in counts if count.ids == ("yes",)), None)

    def _cells(self, ids: Iterable[Id], of: Callable[[_Person], Id]) -> _Division:
        members: dict[Id, list[int]] = {id: [] for id in ids}
        for number, person in enumerate(self.room):
            members[of(person)].append(number)
        return [_Cell((id,), frozenset(numbers)) for id, numbers in members.items()]

    def _safe(self, division: _Division, joined: Callable[[_Division], _Division]) -> _Division:
        while len(division) > 1 and (
            self._betrays(division) or (joined is _others and self.least > 1 and _narrow(division))
        ):
            division = joined(division)
        self._shown.append(division)
        return division

    def _betrays(self, division: _Division) -> bool:
        few = range(1, self.least)
        for ids, members in division:
            # others that are known to be at most four each, and add up to it, are four each
            if len(members) in few or 0 < len(members) == (self.least - 1) * len(ids):
                return True
        return any(
            _leaves(one, other, few)
            for shown in self._shown
            for one, other in ((shown, division), (division, shown))
        )


def _leaves(one: _Division, other: _Division, few: range) -> bool:
    """Return whether cells of one, less the cells of the other inside them, leave so few people."""
    shares = [[len(cell.members & each.members) for each in one] for cell in other]
    meets = [sum(1 << at for at, share in enumerate(row) if share) for row in shares]

    def leaves(union: int, cut: tuple[int, ...]) -> bool:
        """Look among the unions that hold this one, where it may cut through these cells only."""
        parts = (shares[number] for number in cut if meets[number] & ~union)
        left = sum(share for row in parts for at, share in enumerate(row) if union >> at & 1)
        if left and left not in few:  # and every further cut leaves more
            return False
        for number, met in enumerate(meets):
            if met & union and met & ~union and number not in cut:
                return leaves(union | met, cut) or leaves(union, (*cut, number))
        return left in few

    return any(leaves(1 << at, ()) for at in range(len(one)))


def _narrow(division: _Division) -> bool:
    """Return whether the others can't be but nearly as many each as the smallest group shown.

    Whoever knows that the smallest join first could then tell how many each of them has.
    """
    *cells, (ids, members) = division
    smallest = min((len(cell.members) for cell in cells), default=0)
    return len(ids) > 1 and len(members) > (len(ids) - 1) * smallest


def _others(division: _Division) -> _Division:
    """Let the smallest cell join the last, which holds the others."""
    *cells, others = division
    smallest = min(reversed(cells), key=lambda cell: len(cell.members))
    rest = [cell for cell in cells if cell is not smallest]
    return [*rest, _Cell(smallest.ids + others.ids, smallest.members | others.members)]


def _neighbours(division: _Division) -> _Division:
    """Let the smallest cell that holds anybody join the smaller of its neighbours."""
    sizes = [len(cell.members) for cell in division]
    smallest = min((at for at, size in enumerate(sizes) if size), key=sizes.__getitem__)
    beside = [at for at in (smallest - 1, smallest + 1) if 0 <= at < len(sizes)]
    first, last = sorted((smallest, min(beside, key=sizes.__getitem__)))
    one, other = division[first], division[last]
    joined = _Cell(one.ids + other.ids, one.members | other.members)
    return [*division[:first], joined, *division[last + 1 :]]


def _bin(cell: _Cell) -> Bin | None:
    numbers = [id for id in cell.ids if isinstance(id, int)]
    if not numbers:
        return None
    low, high = (round(2 * edge / BINS - 1, 9) for edge in (numbers[0], numbers[-1] + 1))
    return Bin(low, high, len(cell.members))


# --- The figures ------------------------------------------------------------------------------


def _filled(
    report: GroupReport,
    ledger: _Ledger,
    points: _Points,
    before: Iterable[tuple[Responses, Result]] | None,
) -> GroupReport:
    """Return the report with its figures; what is divided later gives way to what was earlier."""
    pack = report.pack
    leaders = ledger.categories([*(r.id for r in pack.roles), None], lambda each: each.leader)
    verdicts = ledger.categories(VERDICTS, lambda person: person.verdict)
    questions = list(_questions(ledger, pack))
    roles = tuple(_role(ledger, role) for role in pack.roles)
    agreed = [each for each in questions if each.alike >= AGREED_FROM - EPSILON]
    agreed.sort(key=lambda each: -round(each.alike, 9))
    split = [each for each in questions if each.divided >= SPLIT_FROM and each not in agreed]
    split.sort(key=lambda each: -round(each.divided, 9))
    return replace(
        report,
        leaders=tuple(sorted(leaders, key=lambda count: (len(count.ids) > 1, -count.people))),
        verdicts=verdicts,
        roles=roles,
        moves=None if before is None else _moves(pack, ledger, before),
        dimensions=tuple(_spread(ledger, dimension.id) for dimension in pack.dimensions),
        contested=_contested(ledger, pack, points, roles),
        split=_asked(ledger, split),
        agreed=_asked(ledger, agreed),
    )


def _role(ledger: _Ledger, role: Role) -> RoleFigures:
    def part(person: _Person) -> str:
        contends = "contends" if role.id in person.contenders else "no"
        return "leads" if person.leader == role.id else contends

    # all three, since those who contend without leading can be found by subtraction
    counts = ledger.categories(["leads", "contends", "no"], part)
    others = sum(role.id not in person.contenders for person in ledger.room)
    shown = any("no" in count.ids and count.people == others for count in counts)
    fitted = [person for person in ledger.room if role.id in person.fits]
    return RoleFigures(
        role.id,
        len(ledger.room) - others if shown else None,
        ledger.rounded(
            fmean,
            [person.fits[role.id] for person in fitted],
            min((person.touched[d] for person in fitted for d in role.profile), default=0),
            span=100,
        ),
    )


def _spread(ledger: _Ledger, dimension: str) -> Spread:
    placed = [person for person in ledger.room if dimension in person.positions]
    found = [person.positions[dimension] for person in placed]
    answers = min((person.touched[dimension] for person in placed), default=0)
    return Spread(
        dimension,
        ledger.rounded(fmean, found, answers, span=2),
        # a median is somebody's own position
        ledger.rounded(median, found, answers, span=2, most=BINS // 2),
        ledger.bins(lambda person: person.positions.get(dimension)),
    )


class _Answered(NamedTuple):
    question: Question
    divided: float
    """Normalised entropy: 0 where all chose the same option, 1 where all options are level."""
    alike: float
    """The share of the answers that the most frequent one has."""


def _questions(ledger: _Ledger, pack: Pack) -> Iterator[_Answered]:
    """Yield the questions that enough people answered, in the order of the quiz."""
    for question in pack.questions:
        chosen = Counter(
            person.answers[question.id] for person in ledger.room if question.id in person.answers
        )
        answers = chosen.total()
        if answers >= ledger.least:
            entropy = sum(n / answers * log(answers / n) for n in chosen.values())
            alike = max(chosen.values()) / answers
            yield _Answered(question, entropy / log(len(question.options)), alike)


def _answer_to(question: str) -> Callable[[_Person], Id]:
    return lambda person: person.answers.get(question)


def _asked(ledger: _Ledger, answered: Sequence[_Answered]) -> tuple[Asked, ...]:
    """Return the first few questions of which anything can be told.

    Where all answers had to join, even that most chose alike would tell of the few who did not.
    """
    shown: list[Asked] = []
    for question in (each.question for each in answered):
        if len(shown) == QUESTIONS_SHOWN:
            break
        ids = [*(option.id for option in question.options), None]
        counts = ledger.categories(ids, _answer_to(question.id))
        told = [count for count in counts if len(count.ids) == 1 and count.ids != (None,)]
        if told:
            most = max(told, key=lambda count: count.people)
            shown.append(Asked(question.id, most.ids[0] if most.people else None, counts))
    return tuple(shown)


def _contested(
    ledger: _Ledger, pack: Pack, points: _Points, roles: Sequence[RoleFigures]
) -> Contested | None:
    """Return the pair that contends together for most people; ties in the order of the quiz."""
    pairs = [(one.id, other.id) for one, other in combinations(pack.roles, 2)]
    pair = max(pairs, key=points.people, default=None)
    if pair is None or not points.people(pair) >= ledger.least:
        return None
    people = ledger.share(lambda person: {*pair} <= {*person.contenders})
    # known to be five or more, they are all but a few of a group that is smaller than twice five
    known = [len(ledger.room), *(each.contends for each in roles if each.role in pair)]
    if people is None and min(each for each in known if each is not None) < 2 * ledger.least:
        return None
    return Contested(pair, people, points.deciding(pair, pack, ledger.least)[:QUESTIONS_SHOWN])


def _moves(pack: Pack, ledger: _Ledger, before: Iterable[tuple[Responses, Result]]) -> Moves:
    """Pair people with an earlier occasion by name; a name that is there twice is nobody's."""
    earlier = _by_name(_person(responses, result) for responses, result in before)
    now = _by_name(ledger.room)
    pairs = {name: (earlier[name], now[name]) for name in now if name in earlier}

    def leader(person: _Person) -> str | None:
        then, now = pairs.get(person.respondent or "", (None, person))
        return then and ("same" if then.leader == now.leader else "other")

    def sureness(person: _Person) -> str | None:
        then, now = pairs.get(person.respondent or "", (None, person))
        if then is None:
            return None
        change = VERDICTS.index(then.verdict) - VERDICTS.index(now.verdict)
        return "same" if change == 0 else "surer" if change > 0 else "less sure"

    moves = {}
    for d in (dimension.id for dimension in pack.dimensions):
        both = [(a, b) for a, b in pairs.values() if d in a.positions and d in b.positions]
        steps = [b.positions[d] - a.positions[d] for a, b in both]
        answers = min((min(a.touched[d], b.touched[d]) for a, b in both), default=0)
        mean = ledger.rounded(fmean, steps, answers, span=4)
        if mean is not None:
            moves[d] = mean
    return Moves(
        ledger.categories(["same", "other", None], leader),
        ledger.categories(["surer", "same", "less sure", None], sureness),
        moves,
    )


def _by_name(people: Iterable[_Person]) -> dict[str, _Person]:
    """Return those who answered enough by their names, without names that several have."""
    found: dict[str, _Person] = {}
    times: Counter[str] = Counter()
    for person in people:
        if person.respondent and person.verdict != "insufficient":
            times[person.respondent] += 1
            found[person.respondent] = person
    return {name: person for name, person in found.items() if times[name] == 1}
