"""Attack group reports as somebody would who knows the rules: `python tests/attack_reports.py`.

A report tells of one to four people for certain if some group, such as those whom one role leads,
has from one to four people in every room that the same report would be of. So

- `tables` tries every room of 5 to 30 people with every number of groups that a table of ours has,
  up to the names of the groups, also where one group is known to be empty;
- `bars` tries every room of ten people on ten places, with the mean that the report shows; and in
  drawn rooms of up to 80 it moves all people of each bar to one place, which must change nothing;
- `rooms` draws rooms of up to 80 people, of each edition of the quiz, and looks, for every group of
  one to four that leaders, verdicts, contenders or answers make, for another room with the same
  report in which it is of none or of five or more. What it finds no such room for counts as told;
- `pairs` draws two rooms that differ in one person, and counts how often their reports tell what
  the newcomer has in a table: that is not prevented, and docs/workshops.md says so.

It takes tables for what can be combined freely, but for what verdicts, leaders and contenders mean:
it does not work back from positions or mean fits to single answers. A sample runs with the tests.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import combinations, pairwise, permutations
from pathlib import Path
from typing import NamedTuple, cast

from rolequiz.group import LEAST, GroupReport, group_report, report_on
from rolequiz.group.disclosure import BINS, ReleasedTables, rounded
from rolequiz.group.model import Bin, Count, Id
from rolequiz.group.person import GroupData, PairPoints, Person
from rolequiz.model import Pack, Responses, Verdict
from rolequiz.pack import read_pack, shipped_folder
from rolequiz.scoring import Figures, Scorer

FEW = range(1, LEAST)
GROUPS = (3, 4, 5, 9)
"""Groups of a table: options of a question and no answer, verdicts, moves, roles and none."""
VERDICTS: tuple[Verdict, ...] = ("clear", "leaning", "close", "flat")


@dataclass(frozen=True, eq=False)
class Edition:
    """A quiz, and people who answered it."""

    pack: Pack
    panels: Path

    @cached_property
    def scorer(self) -> Scorer:
        """What scores them."""
        return Scorer(self.pack)


DATA = Path(__file__).with_name("data")
TODAY = Edition(read_pack(shipped_folder()), DATA / "panels")
EDITIONS = {
    "first": Edition(read_pack(DATA / "first-edition"), DATA / "first-edition" / "panels"),
    "today": TODAY,
}
ROLES = tuple(role.id for role in TODAY.pack.roles)
"""The same in both editions."""

Sizes = tuple[int, ...]
People = list[Figures]


def somebody(leader: str | None, place: float | None = None) -> Person:
    """A person of whom one thing matters."""
    positions = {} if place is None else {"d": place}
    return Person(None, None, "clear", leader, (), {}, positions, {})


# --- A table alone ----------------------------------------------------------------------------


def partitions(people: int, groups: int, largest: int | None = None) -> Iterator[Sizes]:
    """Every way to divide people into so many groups, the largest first."""
    if groups == 0:
        if people == 0:
            yield ()
        return
    for first in range(min(people, people if largest is None else largest), -1, -1):
        if first * groups >= people:
            for rest in partitions(people - first, groups - 1, first):
                yield (first, *rest)


@cache
def hidden(none: int, sizes: Sizes) -> tuple[bool, int]:
    """Which groups a table puts together: whether those who have none, and how many of the last."""
    ids = [f"g{number}" for number in range(len(sizes))]
    counted: list[tuple[str | None, int]] = [(None, none), *zip(ids, sizes, strict=True)]
    room = [somebody(id) for id, size in counted for _ in range(size)]
    told = ReleasedTables(room, LEAST).release([*ids, None], lambda person: person.leader)
    joined = {id for count in told if len(count.ids) > 1 and count.people for id in count.ids}
    number = len(joined - {None})
    assert joined - {None} == set(ids[len(ids) - number :])
    return None in joined, number


def tables(people: int, groups: int) -> Iterator[str]:
    """Yield the displays of a table that tell of one to four people in one or several groups."""
    displays: defaultdict[tuple[str | int, Sizes, int], list[tuple[int, Sizes]]] = defaultdict(list)
    for none in range(people + 1):
        for sizes in partitions(people - none, groups - 1):
            nobody, number = hidden(none, sizes)
            kept = len(sizes) - number
            displays["joined" if nobody else none, sizes[:kept], number].append(
                (none if nobody else 0, sizes[kept:])
            )
    for shown, rooms in displays.items():
        for known in (False, True):
            others = [sizes for none, sizes in rooms if not (known and none)]
            if others and any(
                _always_few(others, number) for number in range(1, len(others[0]) + 1)
            ):
                yield f"{people} people, shown {shown}, {known and 'all answered'}: {rooms}"
        if rooms and all(none in FEW for none, _ in rooms):
            yield f"{people} people, shown {shown}: none {rooms}"


def _always_few(rooms: Sequence[Sizes], number: int) -> bool:
    """Return whether so many of the groups, whichever they are, always have one to four people."""
    least = min(sum(sizes[len(sizes) - number :]) for sizes in rooms)
    return least in FEW and max(sum(sizes[:number]) for sizes in rooms) in FEW


# --- Bars -------------------------------------------------------------------------------------


class Bars(NamedTuple):
    """What a report shows of positions."""

    near: float
    bars: tuple[Bin, ...]
    unplaced: int | None


def place(tenth: int | None) -> float | None:
    """The middle of a tenth of the way from pole to pole."""
    return None if tenth is None else (2 * tenth + 1) / BINS - 1


def bars_of(tenths: Sequence[int | None], near: float | None = None) -> Bars:
    """What is shown of people who stand in these tenths; None has no position."""
    released = ReleasedTables([somebody(None, place(tenth)) for tenth in tenths], LEAST)

    def of(person: Person) -> float | None:
        return person.positions.get("d")

    unplaced = released.unplaced(of)
    if near is None:
        places = [at for at in map(of, released.people) if at is not None]
        steps = len(tenths) - (unplaced or 0)
        mean = rounded(sum(places) / len(places), steps, 2) if places else None
        near = mean.value if mean else 0
    return Bars(near, released.bins(of, near, apart=unplaced is not None), unplaced)


def bars(people: int) -> Iterator[str]:
    """Yield displays of bars that tell of one to four people in neighbouring tenths."""
    parts = [(low, high) for low, high in combinations(range(BINS + 1), 2)]
    seen: dict[Bars, list[tuple[int, int]]] = {}
    for counts in compositions(people, BINS):
        shown = bars_of([at for at, count in enumerate(counts) for _ in range(count)])
        sums = [sum(counts[low:high]) for low, high in parts]
        spans = seen.get(shown) or [(each, each) for each in sums]
        seen[shown] = [(min(a, n), max(b, n)) for (a, b), n in zip(spans, sums, strict=True)]
    for shown, spans in seen.items():
        for (low, high), (least, most) in zip(parts, spans, strict=True):
            if least in FEW and most in FEW:
                yield f"{shown}: tenths {low} to {high} hold {least} to {most}"


def compositions(people: int, places: int) -> Iterator[list[int]]:
    """Every way to put people in places."""
    if places == 1:
        yield [people]
        return
    for first in range(people + 1):
        for rest in compositions(people - first, places - 1):
            yield [first, *rest]


def gathered(dice: random.Random, tenths: Sequence[int | None], shown: Bars) -> list[int | None]:
    """The same people, those of each bar at one place; whoever has no place apart stays so."""
    edges = [(each.low, each.high) for each in shown.bars] or [(-1.0, 1.0)]
    place_of = {
        tenth: at
        for low, high in edges
        for at in [dice.choice([t for t in range(BINS) if low < (place(t) or 0) < high])]
        for tenth in range(BINS)
        if low < (place(tenth) or 0) < high
    }
    last = None if shown.unplaced else place_of[BINS - 1]
    return [last if tenth is None else place_of[tenth] for tenth in tenths]


# --- All tables of a room ---------------------------------------------------------------------


class Standing(NamedTuple):
    """Whether a role is ahead, and which may be."""

    verdict: Verdict
    leader: str | None
    contenders: frozenset[str]

    @property
    def possible(self) -> bool:
        """Whether scoring can give this [docs/method.md, 7]."""
        if self.verdict == "flat":
            return self.leader is None and not self.contenders
        if self.leader is None:
            return self.verdict == "close" and len(self.contenders) > 1
        return self.leader in self.contenders and (
            self.verdict != "clear" or len(self.contenders) == 1
        )


Room = list[Standing]
BARE = replace(TODAY.pack, dimensions=(), questions=())
"""What comes before dimensions and questions gives way to neither of them."""

_TIED: tuple[Verdict, str | None] = ("close", None)
Shown = dict[tuple[str, Id], object]
Sums = dict[Id, int]
Group = tuple[str, Id]


def display(room: Room) -> Shown:
    """What a report shows of leaders, verdicts and contenders, figure by figure."""
    people = [
        Person(None, None, each.verdict, each.leader, tuple(sorted(each.contenders)), {}, {}, {})
        for each in room
    ]
    points = PairPoints()
    for each in people:
        points.count(each.contenders)
    report = report_on(BARE, GroupData(people, points))
    shown: Shown = {("pair", None): report.contested and report.contested.roles}
    shown |= {("contends", each.role): each.contends for each in report.roles}
    for name, counts in (("leads", report.leaders), ("verdict", report.verdicts)):
        for count in counts:
            shown |= {(name, id): (len(count.ids) == 1, count.people) for id in count.ids}
    return shown


def groups(room: Room) -> Counter[Group]:
    """How many people each group has that somebody might ask about."""
    found: Counter[Group] = Counter()
    for verdict, leader, contenders in room:
        found.update([("leads", leader), ("verdict", verdict)])
        found.update(("contends", role) for role in contenders)
        found.update(("besides", role) for role in contenders - {leader})
        found.update(("not", role) for role in ROLES if role not in contenders)
    return found


def told(dice: random.Random, room: Room, tries: int) -> list[Group]:
    """Groups of one to four people that have as many in every room found with the same report."""
    shown = display(room)
    left = {group for group, people in groups(room).items() if people in FEW}

    def spare(rooms: Iterable[Room | None]) -> None:
        for other in rooms:
            if other and display(other) == shown:
                counts = groups(other)
                left.difference_update([group for group in left if counts[group] not in FEW])

    spare(renamed(shown, room))
    for _ in range(tries):
        if not left:
            break
        spare([elsewhere(dice, shown, room, dice.choice(sorted(left, key=str)))])
    return sorted(left, key=str)


def renamed(shown: Shown, room: Room) -> Iterator[Room]:
    """The same room, but two roles of which the same is shown have changed places."""
    for one, other in combinations(ROLES, 2):
        if shown["leads", one] == shown["leads", other]:
            names = {**{role: role for role in ROLES}, one: other, other: one}
            yield [
                Standing(verdict, leader and names[leader], frozenset(names[r] for r in contenders))
                for verdict, leader, contenders in room
            ]


def elsewhere(dice: random.Random, shown: Shown, room: Room, group: Group) -> Room | None:
    """A room where the group is no few that may well have the same report; None if none is found.

    Joined groups are divided anew, and then single roles contend or do not, here and there, until
    all sums are as shown.
    """
    counts = groups(room)
    verdicts: Sums = {id: counts["verdict", id] for id in VERDICTS}
    leads: Sums = {id: counts["leads", id] for id in (*ROLES, None)}
    if group[0] == "verdict" or dice.random() < 0.3:
        verdicts = rearranged(dice, shown, "verdict", verdicts)
    none = range(verdicts["flat"], verdicts["flat"] + verdicts["close"] + 1)
    if group[0] == "leads" or leads[None] not in none or dice.random() < 0.3:
        leads = rearranged(dice, shown, "leads", leads, none)
    sums = {"verdict": verdicts, "leads": leads}
    if leads[None] not in none or sums.get(group[0], {}).get(group[1]) in FEW:
        return None
    now = reassigned(dice, room, leads, verdicts)
    return Contest(dice, shown, group, leads, now).settled()


def reassigned(dice: random.Random, room: Room, leads: Sums, verdicts: Sums) -> Room:
    """The same people with so many leaders and verdicts, most or none of whom have others."""
    ties = leads[None] - verdicts["flat"]
    free = Counter({**verdicts, "close": verdicts["close"] - ties, "flat": 0})
    led = Counter({role: leads[role] for role in ROLES})
    apart: Counter[tuple[str, str | None]] = Counter(
        {("flat", None): verdicts["flat"], ("close", None): ties}
    )
    kept: Room = []
    others: Room = []
    loose = dice.choice((0, 0, 0.3, 1))
    for each in dice.sample(room, len(room)):
        pair = each.verdict, each.leader
        stays = dice.random() >= loose
        if stays and apart[pair]:
            apart[pair] -= 1
        elif stays and each.leader and free[each.verdict] and led[each.leader]:
            free[each.verdict] -= 1
            led[each.leader] -= 1
        else:
            others.append(each)
            continue
        kept.append(each)
    roles = dice.sample(list(led.elements()), led.total())
    given = [*apart.elements(), *zip(free.elements(), roles, strict=True)]
    for each, (verdict, leader) in zip(others, given, strict=True):
        contenders = each.contenders - {each.leader} | ({leader} if leader else set())
        alone = verdict in ("clear", "flat")
        kept.append(
            Standing(
                cast("Verdict", verdict),
                leader,
                frozenset({leader} if leader else ()) if alone else frozenset(contenders),
            )
        )
    return kept


class Contest:
    """Who contends besides the leaders, changed by single steps until the sums are as shown."""

    def __init__(
        self, dice: random.Random, shown: Shown, group: Group, leads: Sums, room: Room
    ) -> None:
        self.dice = dice
        self.room = room
        self.sets = [set(each.contenders) for each in room]
        self.able = [at for at, each in enumerate(room) if each.verdict in ("leaning", "close")]
        self.tied = [at for at in self.able if room[at].leader is None]
        self.besides = Counter(
            role for each in room for role in each.contenders if role != each.leader
        )
        self.pairs: Counter[tuple[str, ...]] = Counter(
            pair for each in room for pair in combinations(sorted(each.contenders), 2)
        )
        self.named = tuple(sorted(cast("tuple[str, ...]", shown["pair", None] or ())))
        pairs = [tuple(sorted(pair)) for pair in combinations(ROLES, 2)]
        self.first = {*pairs[: pairs.index(self.named)]} if self.named else {*pairs}
        """Pairs that are named rather than this one if as many people contend for them."""
        self.least = named_from(shown, len(room))
        self.off = {
            role: _off(len(room), _besides(shown, group, leads, role, self.besides[role]))
            for role in ROLES
        }

    def settled(self, steps: int = 600) -> Room | None:
        """The room that is found; None where so many steps lead to none."""
        wrong = self.wrong()
        for _ in range(steps if self.able else 0):
            if not wrong:
                break
            at = self.dice.choice(self.able)
            off = [role for role in ROLES if self.off[role][self.besides[role]]]
            role = self.dice.choice(off if off and self.dice.random() < 0.7 else ROLES)
            if role == self.room[at].leader:
                continue
            self._turn(at, role)
            then = self.wrong()
            if then <= wrong or self.dice.random() < 0.02:
                wrong = then
            else:
                self._turn(at, role)
        now = [
            each._replace(contenders=frozenset(contenders))
            for each, contenders in zip(self.room, self.sets, strict=True)
        ]
        return None if wrong or not all(each.possible for each in now) else now

    def wrong(self) -> int:
        """How far the sums are from what is shown."""
        most = self.pairs[self.named] if self.named else self.least
        found = sum(self.off[role][self.besides[role]] for role in ROLES)
        for pair, people in self.pairs.items():
            if pair != self.named:
                found += max(0, people + (pair in self.first) - most)
        for at in self.tied:
            found += len(self.sets[at]) < 2
        return found + max(0, self.least - most)

    def _turn(self, at: int, role: str) -> None:
        """Let somebody contend for a role, or no longer."""
        contenders = self.sets[at]
        change = -1 if role in contenders else 1
        contenders.discard(role)
        self.besides[role] += change
        for other in contenders:
            self.pairs[min(role, other), max(role, other)] += change
        if change > 0:
            contenders.add(role)


def _off(people: int, able: Sequence[int]) -> list[int]:
    """How far each number of people is from the nearest that may be."""
    return [min((abs(n - each) for each in able), default=people) for n in range(people + 1)]


def _told_of(shown: Shown, table: str) -> Iterator[tuple[Id, tuple[bool, int]]]:
    for (name, id), told in shown.items():
        if name == table:
            yield id, cast("tuple[bool, int]", told)


def _besides(shown: Shown, group: Group, leads: Sums, role: str, now: int) -> list[int]:
    """For how many a role may contend besides those it leads for, and the group be no few.

    Where who contends is hidden, there is a reason, which may be who they are now.
    """
    people, told = sum(leads.values()), shown["contends", role]
    alone, joined = dict(_told_of(shown, "leads"))[role]
    others = [id for id, each in _told_of(shown, "leads") if id and each == (False, joined)]
    seen = alone or not joined
    narrow = seen or joined <= (LEAST - 1) * (len(others) - 1)
    most = undecided(shown, people, joined if seen else 0)

    def may(besides: int) -> bool:
        contends = besides + leads[role]
        sizes = {"besides": besides, "contends": contends, "not": people - contends}
        if group[1] == role and sizes.get(group[0]) in FEW:
            return False
        if told is not None:
            return contends == told
        part = besides if seen else contends
        few = part < LEAST + 2 and (part > 0 or not seen)
        left = most < LEAST + 2 or people - contends < LEAST or 0 < most - part < LEAST
        return few or left or not narrow or besides == now

    return [besides for besides in range(people + 1) if may(besides)]


def undecided(shown: Shown, people: int, leads: int) -> int:
    """How many may be neither clear nor flat, nor led by a role, as the verdicts are shown."""
    verdicts = dict(_told_of(shown, "verdict"))
    flat = verdicts["flat"][1] if verdicts["flat"][0] else 0
    if not any(alone or not size for alone, size in verdicts.values()):
        return min(people - LEAST + 1, people - flat - leads)
    clear = verdicts["clear"][1]
    return min(people - clear - flat, people - flat - leads)


def named_from(shown: Shown, people: int) -> int:
    """How many must contend for a pair to be named; more than there are where none can be."""
    leads = {id: alone * size for id, (alone, size) in _told_of(shown, "leads") if id}
    contends = {role: cast("int | None", shown["contends", role]) for role in ROLES}
    besides = {role: 1 if told is None else told - leads[role] for role, told in contends.items()}
    needed = [
        LEAST + besides[other] - undecided(shown, people, leads[one] + leads[other])
        for one, other in permutations(ROLES, 2)
        if contends[one] is None
    ]
    led = sum(size > 0 for role, (_, size) in _told_of(shown, "leads") if role)
    least = LEAST if led > 2 else LEAST + 2
    return least if max(needed, default=0) < least else people + 1


def rearranged(
    dice: random.Random, shown: Shown, table: str, sums: Sums, none: range = range(1)
) -> Sums:
    """How many may have each id: those who joined differently, the others as shown."""
    joined = [id for id in sums if not cast("tuple[bool, int]", shown[table, id])[0]]
    people = sum(sums[id] for id in joined)
    found = dict(sums)
    if None in joined and len(joined) > 1:
        found[None] = min(people, dice.choice((none[0], sums[None], dice.choice(none))))
        people -= found[None]
        joined.remove(None)
    sizes = [sums[id] for id in joined]
    kind = dice.randrange(4)
    if kind == 3 and joined:  # any sizes, some of them nobody
        cuts = sorted(dice.choice((0, people, dice.randint(0, people))) for _ in joined[1:])
        sizes = [high - low for low, high in pairwise([0, *cuts, people])]
    elif sum(sizes) != people or kind:
        small = people <= (LEAST - 1) * len(joined) and (people <= LEAST or dice.random() < 0.5)
        sizes = [0] * len(joined)
        if not small:
            sizes[0] = people - min(people, dice.randint(1, LEAST - 1))
            sizes[-1] += people - sizes[0]
        filling = dice.random() < 0.5  # one after the other, which leaves as many empty as can be
        for _ in range(people if small else 0):
            able = [at for at, size in enumerate(sizes) if size < LEAST - 1]
            sizes[able[0] if filling else dice.choice(able)] += 1
        dice.shuffle(sizes)
    return found | dict(zip(joined, sizes, strict=True))


# --- Drawn rooms ------------------------------------------------------------------------------


@cache
def pool(edition: Edition) -> People:
    """People who answer like those of the panels, or with some or all of it changed by chance."""
    dice = random.Random(1)
    found: People = []
    for path in sorted(edition.panels.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            answers = json.loads(line)["answers"]
            for chance in (0, 0.15, 0.3, 0.5, 1):
                sheet = {
                    question.id: dice.choice(question.options).id
                    if dice.random() < chance
                    else answers.get(question.id)
                    for question in edition.pack.questions
                }
                responses = Responses({id: given for id, given in sheet.items() if given})
                found.append(edition.scorer.figures(responses))
    return [each for each in found if each.verdict != "insufficient"]


def drawn(edition: Edition, number: int) -> People:
    """The room of this number, of one kind or another."""
    dice = random.Random(number)
    size = dice.randint(LEAST, 80)
    roles = dice.sample((*ROLES, None), dice.choice((2, 3, 5, 9)))
    verdicts = dice.choice((VERDICTS[:1], VERDICTS[:2], VERDICTS, VERDICTS[1:]))
    everybody = pool(edition)
    fits = [e for e in everybody if e.recommendation in roles and e.verdict in verdicts]
    people = [dice.choice(fits or everybody) for _ in range(size)]
    if dice.random() < 0.3:
        return [_skipping(dice, each, edition.scorer) for each in people]
    return people


def _skipping(dice: random.Random, each: Figures, scorer: Scorer) -> Figures:
    given = each.responses.answers.items()
    answers = {id: answer for id, answer in given if dice.random() > 0.05}
    return scorer.figures(Responses(answers))


def standing(people: People) -> list[Standing]:
    """How people stand."""
    return [Standing(r.verdict, r.recommendation, frozenset(r.contenders)) for r in people]


def told_of_answers(pack: Pack, people: People) -> Iterator[str]:
    """Yield what a report tells of the few who gave an answer, by the questions that it shows."""
    kept = GroupData.of(people)
    report = report_on(pack, kept)
    for asked in (*report.split, *report.agreed):
        given = Counter(each.answers.get(asked.question) for each in kept.people)
        (others,) = [c for c in asked.answers if len(c.ids) > 1 and c.people] or [Count((), 0)]
        # answers that joined can change places, and the report is the same
        sizes = tuple(sorted((given[id] for id in others.ids if id is not None), reverse=True))
        if (
            sizes
            and all(size in FEW for size in sizes)
            and not _elsewhere(report, asked.question, others.ids, kept)
        ):
            yield f"{asked.question}: {asked.answers}"


def _elsewhere(report: GroupReport, question: str, ids: Sequence[Id], kept: GroupData) -> bool:
    """Return whether the same report could be of people nobody of whom gave one of the answers.

    Those whose answers joined, or who gave none, all give one of these, but for a few.
    """
    few = [at for at, each in enumerate(kept.people) if each.answers.get(question) in ids]
    for most, least in permutations(ids, 2):
        for number in range(min(len(few), LEAST)):
            changed = list(kept.people)
            for place, at in enumerate(few):
                given = {**changed[at].answers, question: least if place < number else most}
                answers = {id: answer for id, answer in given.items() if answer is not None}
                changed[at] = changed[at]._replace(answers=answers)
            counts = Counter(each.answers.get(question) for each in changed)
            if all(counts[id] in FEW for id in ids if id is not None):
                continue
            other = report_on(report.pack, GroupData(changed, kept.points))
            if (other.split, other.agreed) == (report.split, report.agreed):
                return True
    return False


def rooms(edition: Edition, numbers: range, tries: int = 4000) -> Iterator[str]:
    """Yield what the reports of these rooms tell of one to four people."""
    for number in numbers:
        people = drawn(edition, number)
        dice = random.Random(number)
        for group in told(dice, standing(people), tries):
            yield f"room {number}, {len(people)} people: {group}"
        for answer in told_of_answers(edition.pack, people):
            yield f"room {number}, {len(people)} people: {answer}"
        for _ in range(5):
            tenths = [dice.choice((None, *range(BINS), *range(4))) for _ in people]
            shown = bars_of(tenths)
            if bars_of(gathered(dice, tenths, shown), shown.near) != shown:
                yield f"room {number}: {tenths}"


# --- Two rooms that differ in one person ------------------------------------------------------


def newcomer(one: Sequence[Count], other: Sequence[Count]) -> set[Id]:
    """In which groups of a table somebody may be who is only in the other room."""
    here, there = (_singles(counts) for counts in (one, other))
    ids = [id for count in one for id in count.ids]
    people = sum(count.people for count in one)
    return {id for id in ids if any(_may_join(id, here, there, ids, people))}


def _may_join(
    id: Id, here: dict[Id, int], there: dict[Id, int], ids: Sequence[Id], people: int
) -> Iterator[bool]:
    """Yield True for every room that may have been, if one more person with this id came."""
    then = {each: here.get(each, there.get(each, 0) - (each == id)) for each in {**here, **there}}
    now = {each: size + (each == id) for each, size in then.items()}
    rest = people - sum(then.values())
    free = [each for each in ids if each not in then]
    if rest < 0 or min(then.values(), default=0) < 0 or any(now[e] != n for e, n in there.items()):
        return
    for sizes in partitions(rest, len(free)):
        for at in range(max(1, len(free))) if id in free else [0]:
            # the group that grew, and None, may be any of the sizes
            order = dict(
                zip(sorted(free, key=lambda each: each != id), _first(sizes, at), strict=True)
            )
            before = {**then, **order}
            after = {**before, id: before[id] + 1}
            yield _fits(here, before) and _fits(there, after)


def _first(sizes: Sizes, at: int) -> Sizes:
    return sizes[at : at + 1] + sizes[:at] + sizes[at + 1 :]


def _singles(counts: Sequence[Count]) -> dict[Id, int]:
    return {
        id: count.people
        for count in counts
        if len(count.ids) == 1 or not count.people
        for id in count.ids
    }


def _fits(shown: dict[Id, int], sums: dict[Id, int]) -> bool:
    """Return whether a table of these groups shows these."""
    sizes = tuple(sorted((size for id, size in sums.items() if id is not None), reverse=True))
    nobody, number = hidden(sums.get(None, 0), sizes)
    kept = sorted(sizes[: len(sizes) - number]) + ([] if nobody else [sums.get(None, 0)])
    return sorted(kept) == sorted(
        {None: 0, **shown}.values() if None not in sums else shown.values()
    )


def pairs(number: int, people: int = 26) -> Counter[str]:
    """Count of pairs of rooms what two reports tell of the one who is in the larger alone."""
    found: Counter[str] = Counter()
    dice = random.Random(number)
    sheets = [each for at, each in enumerate(pool(TODAY)) if at % 5 == 0]  # as in the panels
    for _ in range(number):
        larger = dice.sample(sheets, people)
        one, other = group_report(TODAY.pack, larger[:-1]), group_report(TODAY.pack, larger)
        found["a role"] += len(newcomer(one.leaders, other.leaders)) == 1
        found["a verdict"] += len(newcomer(one.verdicts, other.verdicts)) == 1
        asked = {each.question: each.answers for each in (*one.split, *one.agreed)}
        found["an answer"] += any(
            len(newcomer(asked[each.question], each.answers)) == 1
            for each in (*other.split, *other.agreed)
            if each.question in asked
        )
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the attacks, print what they find, and return 1 if a report tells of a few."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--largest", type=int, default=30, help="the largest room of `tables`")
    parser.add_argument("--rooms", type=int, default=2000, help="of each edition")
    parser.add_argument("--edition", choices=EDITIONS, action="append", help="default: both")
    parser.add_argument("--first", type=int, default=0, help="the number of the first room")
    parser.add_argument("--pairs", type=int, default=150)
    given = parser.parse_args(arguments)
    attacks: dict[str, Callable[[], Iterator[str]]] = {
        f"tables of 5 to {given.largest} people": lambda: (
            told
            for people in range(LEAST, given.largest + 1)
            for number in GROUPS
            for told in tables(people, number)
        ),
        "bars of 10 people": lambda: bars(10),
    }
    numbers = range(given.first, given.first + given.rooms)
    for name in given.edition or EDITIONS:
        of_edition = partial(rooms, EDITIONS[name], numbers)
        attacks[f"{given.rooms} rooms, {name} edition"] = of_edition
    found = 0
    for name, attack in attacks.items():
        mine = 0
        for line in attack():
            mine += 1
            print(f"  {line}", flush=True)
        print(f"{name}: {mine} that tell of one to four people", flush=True)
        found += mine
    print(f"of {given.pairs} pairs of rooms, two reports tell exactly: {dict(pairs(given.pairs))}")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
