"""What a report keeps to itself, and attacks on what it shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, permutations, product
from math import log
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attack_reports import BARE, Room, Standing, display, groups
from rolequiz.group import LEAST, GroupReport, group_report, report_on
from rolequiz.group.disclosure import ReleasedTables
from rolequiz.group.model import Count, QuestionCounts
from rolequiz.group.person import GroupData, PairPoints, Person
from rolequiz.model import Dimension, Option, OptionId, Pack, Question, Responses, Verdict
from rolequiz.pack import read_pack
from rolequiz.scoring import Figures, Scorer
from rooms import (
    FEW,
    FLAT,
    PORTFOLIO,
    PROJECT,
    TINY,
    People,
    Sheet,
    counts,
    one_question,
    people,
    values,
)

DATA = Path(__file__).parents[1] / "data"

# --- The rules, by hand -----------------------------------------------------------------------


def test_means_are_rounded_to_what_one_person_could_move() -> None:
    """Eleven people who gave three answers on it each: 11 · 3 // 10 steps from middle to pole."""
    group = people(*[PORTFOLIO] * 6, *[PROJECT] * 5)
    focus, _ = group_report(TINY, group).dimensions
    assert values(focus) == (0.0, None)  # 0.0454…, to thirds
    often = people(*[PORTFOLIO] * 54, *[PROJECT] * 46)
    focus, _ = group_report(TINY, often).dimensions
    assert values(focus) == (0.033, None)  # 0.035 to 30ths
    focus, _ = group_report(TINY, people(*[PORTFOLIO] * 5)).dimensions
    assert focus.mean == (1.0, 0.5)  # 5 · 3 // 10: a single step, give or take half


def test_contenders_are_counted_where_that_betrays_nobody() -> None:
    """None or at least seven contend without leading, and at least five do not contend."""
    both: Sheet = {**PORTFOLIO, "proud": "growing", "meeting": 3}

    def told(*sheets: Sheet) -> list[int | None]:
        return [each.contends for each in group_report(TINY, people(*sheets)).roles]

    # product, project and portfolio manager; seven of the twelve lean to the first
    assert told(*[both] * 7, *[PROJECT] * 5) == [None, 5, 7]  # five could contend for it at most
    assert told(*[both] * 7, *[PROJECT] * 7) == [7, 7, 7]
    assert told(*[both] * 6, *[PROJECT] * 7) == [None, None, None]  # six contend for the third
    assert told(*[both] * 7, *[PROJECT] * 4) == [None, None, None]
    assert told(*[both] * 7) == [None, 0, None]
    small = group_report(TINY, people(*[both] * 6, PROJECT), show_small=True)
    assert [each.contends for each in small.roles] == [6, 1, 6]


def test_a_contested_pair_is_not_named_where_that_tells_of_a_few() -> None:
    """Of seven, named for six: all but one. Of twelve, named for at least five: who knows."""
    both: Sheet = {**PORTFOLIO, "proud": "growing", "meeting": 3}
    assert group_report(TINY, people(*[both] * 6, PROJECT)).contested is None
    contested = group_report(TINY, people(*[both] * 11, PROJECT)).contested
    assert contested is not None
    assert contested.people is None
    assert contested.roles == ("product-manager", "portfolio-manager")


def test_where_two_roles_lead_a_contested_pair_is_named_from_seven_people_on() -> None:
    """That no pair is named would tell else of how few the two contend for."""
    both: Sheet = {**PORTFOLIO, "proud": "growing", "meeting": 3}
    assert group_report(TINY, people(*[both] * 6, *[PROJECT] * 7)).contested is None
    assert group_report(TINY, people(*[both] * 7, *[PROJECT] * 7)).contested is not None


def led(people: int, *contenders: str, verdict: Verdict = "leaning") -> Room:
    """People whom the first of these roles leads."""
    return [Standing(verdict, contenders[0], frozenset(contenders))] * people


def sure(people: int, role: str) -> Room:
    """People for whom one role is clear."""
    return led(people, role, verdict="clear")


A, B, C, D, *_ = (role.id for role in BARE.roles)
TWO = [*sure(6, A), *sure(5, B), *led(7, A, B, C), *led(1, A, C), *led(2, B, A, C)]


@pytest.mark.parametrize(
    ("few", "five"),
    [
        # 10 contend for C, so were A and C named, A and B could share 10: 7 led by A, 3 by B
        ([*TWO, *led(5, B)], [*TWO, *led(3, B, A), *led(2, B)]),
        # all 7 who are not clear contend for C: were every pair of 5 named, A and C shared 4
        (
            [*sure(8, A), *sure(8, B), *sure(7, D), *led(2, A, C), *led(2, B, A, C), *led(3, D, C)],
            [
                *[*sure(10, A), *sure(7, B), *sure(6, D)],
                *[*led(3, B, A, C), *led(2, D, A, C), *led(2, D, C)],
            ],
        ),
    ],
    ids=["by the pair that is named", "by there being none"],
)
def test_a_pair_does_not_tell_for_how_few_a_role_contends(few: Room, five: Room) -> None:
    """The role that contends for a few besides those it leads for may do so for five."""
    assert (groups(few)["besides", A], groups(five)["besides", A]) == (2, 5)
    assert display(few) == display(five)


def test_those_who_answered_too_little_are_left_out() -> None:
    """How many they are is told from five on: none looks like a few."""
    for number, told in [(0, None), (1, None), (4, None), (5, 5)]:
        report = group_report(TINY, people(*[PORTFOLIO] * 6, *[FEW] * number))
        assert (report.people, report.unfinished) == (6, told)


@pytest.mark.parametrize("number", [0, 1, 4])
def test_below_five_nothing_is_told(number: int) -> None:
    """There are no figures, whatever was answered; the room may still agree to all."""
    group = people(*[PORTFOLIO] * number)
    report = group_report(TINY, group)
    assert report == GroupReport(TINY, 5, number, None)
    assert not report.enough
    assert group_report(TINY, group, show_small=True).enough == (number > 0)


def test_small_groups_join_the_others() -> None:
    """Roles with fewer than five leaders become others, and the smallest of the rest joins."""
    group = people(*[PORTFOLIO] * 8, *[FLAT] * 6, *[PROJECT] * 3)
    assert counts(group_report(TINY, group).leaders) == {
        ("portfolio-manager",): 8,
        ("product-manager", "project-manager", None): 9,
    }
    small = group_report(TINY, group, show_small=True)
    assert counts(small.leaders)[("project-manager",)] == 3


def test_others_of_four_each_are_not_left_alone() -> None:
    """Twelve in three groups that are known to be below five would be four each."""
    pack = one_question(4)
    sheets: list[Sheet] = [{"q": "o0"}] * 6
    sheets += [{"q": f"o{number}"} for number in (1, 2, 3) for _ in range(4)]
    report = group_report(pack, people(*sheets, pack=pack))
    assert (report.split, report.agreed) == ((), ())  # all would have to join


def test_what_most_chose_is_no_way_to_the_one_who_did_not() -> None:
    """Of six, five choose alike: that most do would tell that one does not."""
    pack = one_question(4)
    five: list[Sheet] = [{"q": "o0"}] * 5
    report = group_report(pack, people(*five, {"q": "o3"}, pack=pack))
    assert (report.split, report.agreed) == ((), ())
    alike = group_report(pack, people(*five, {"q": "o0"}, pack=pack))
    assert [(asked.question, asked.most) for asked in alike.agreed] == [("q", "o0")]


def test_a_mean_is_too_coarse_to_be_a_count() -> None:
    """Where one question makes a position, the mean of twelve is the same with and without one."""
    pack = one_question(2)
    eleven: list[Sheet] = [{"q": "o0"}] * 11
    (spread,) = group_report(pack, people(*eleven, {"q": "o1"}, pack=pack)).dimensions
    assert (*values(spread), spread.bins) == (1.0, None, ())
    (alike,) = group_report(pack, people(*eleven, {"q": "o0"}, pack=pack)).dimensions
    assert values(alike) == (1.0, None)
    (six,) = group_report(pack, people(*eleven[:6], pack=pack)).dimensions
    assert (six.mean, six.median) == (None, None)
    agreed = group_report(pack, people(*eleven, {"q": "o1"}, pack=pack), show_small=True)
    assert values(agreed.dimensions[0])[0] == pytest.approx(0.833)


def two_questions() -> Pack:
    """A quiz whose second question, on a dimension of its own, may well be skipped."""
    asked = one_question(2)
    chosen = (Option("this", "", {"e": -1}), Option("that", "", {"e": 1}))
    return replace(
        asked,
        dimensions=(*asked.dimensions, Dimension("e", "this", "that")),
        questions=(replace(asked.questions[0], weight=2), Question("p", "?", chosen)),
    )


def test_those_without_an_answer_are_told_only_from_five_on() -> None:
    """A few without a position may be in the last bin, but five are counted apart."""
    pack = two_questions()
    skipped: Sheet = {"q": "o0"}
    kinds: list[Sheet] = [{**skipped, "p": "this"}, {**skipped, "p": "that"}]
    for number, told in [(0, None), (3, None), (5, 5)]:
        group = people(*kinds * 6, *[skipped] * number, pack=pack)
        _, spread = group_report(pack, group).dimensions
        assert spread.unplaced == told
        assert [bin.people for bin in spread.bins if bin.people] == [6, 6 + number * (not told)]
    # and how far the mean is rounded does not tell of three either: as of 20 people, not of 17
    group = people(*kinds * 8, kinds[0], *[skipped] * 3, pack=pack)
    _, spread = group_report(pack, group).dimensions
    assert spread.mean is not None
    assert spread.mean.margin == 0.25  # 20 · 1 // 10 steps


def test_a_mean_is_there_whoever_skipped_what() -> None:
    """In a room of eight, whether a preference has a mean does not tell of those without."""
    pack = replace(
        two_questions(),
        questions=tuple(
            replace(question, id=f"{question.id}{n}")
            for question in two_questions().questions
            for n in range(3)
        ),
    )
    both = {"q": "o0", "p": "that"}
    whole: Sheet = {f"{id}{n}": option for id, option in both.items() for n in range(3)}
    skipped = {id: option for id, option in whole.items() if id.startswith("q")}
    for number in range(5):
        group = people(*[whole] * (8 - number), *[skipped] * number, pack=pack)
        _, spread = group_report(pack, group).dimensions
        assert spread.mean is not None
        assert spread.unplaced is None


def test_one_person_who_skips_a_preference_hides_no_role() -> None:
    """A mean fit rests on what people answered, and its rounding on what the quiz asks."""
    skipped: Sheet = {"first-hour": "problem", "proud": "on-time", "meeting": 4}
    everybody = group_report(TINY, people(*[PORTFOLIO] * 30))
    all_but_one = group_report(TINY, people(*[PORTFOLIO] * 29, skipped))
    margins = [[role.fit and role.fit.margin for role in r.roles] for r in (everybody, all_but_one)]
    assert margins[0] == margins[1]
    assert None not in margins[0]


def test_four_each_are_known_where_all_are_below_five() -> None:
    """Twelve others in three groups beside six: none above four, so each would be four."""
    room = [Person.of(each) for each in people(*[PORTFOLIO] * 18)]
    sizes = iter("aaaaaabbbbccccdddd")
    ids = {id(person): next(sizes) for person in room}
    told = ReleasedTables(room, LEAST).release(list("abcd"), lambda person: ids[id(person)])
    assert told == (Count(("a", "b", "c", "d"), 18),)


def test_four_each_are_known_also_beside_a_group_of_five() -> None:
    """Of equals the last joins first, so a group before a shown five is none of five itself."""
    room = [Person.of(each) for each in people(*[PORTFOLIO] * 13)]

    def told(letters: str) -> list[int]:
        ids = {id(person): letter for person, letter in zip(room, letters, strict=True)}
        counts = ReleasedTables(room, LEAST).release([*"xyz", None], lambda person: ids[id(person)])
        return [count.people for count in counts if count.people]

    assert told("xxxxyyyyzzzzz") == [13]
    assert told("xxxyyyyyyzzzz") == [6, 7]  # 2 and 5, 3 and 4 …: who knows
    assert told("xxxxxyyyyyyyy") == [5, 8]


def test_a_mean_is_not_of_one_person_in_a_large_room() -> None:
    """Where hardly anybody answered anything about a preference, there is none."""
    pack = two_questions()
    none: Sheet = {"q": "o0"}
    one: Sheet = {**none, "p": "that"}
    for room in (people(one, *[none] * n, pack=pack) for n in (8, 25)):
        _, spread = group_report(pack, room).dimensions
        assert values(spread) == (None, None)
    before = people(*[none] * 12, pack=pack)
    moves = group_report(pack, people(*[one] * 12, pack=pack), before).moves
    assert moves is not None
    assert "e" not in moves.dimensions


def test_others_are_not_squeezed_between_the_total_and_the_shown() -> None:
    """4 + 4 + 5 people beside a shown 5: since the smallest join first, each could be told."""
    sizes: dict[Verdict, int] = {"clear": 4, "leaning": 4, "close": 5, "flat": 5}
    verdicts = [verdict for verdict, size in sizes.items() for _ in range(size)]
    group = [
        found._replace(verdict=verdict)
        for found, verdict in zip(people(*[PORTFOLIO] * 18), verdicts, strict=True)
    ]
    (told,) = group_report(TINY, group).verdicts
    assert told == Count(("clear", "leaning", "close", "flat"), 18)


def test_newcomers_are_told_only_in_fives() -> None:
    """Two who were not there before join those who changed or stayed, and cannot be subtracted."""
    before = people(*[PORTFOLIO] * 12)
    moves = group_report(TINY, people(*[PORTFOLIO] * 7, *[PROJECT] * 7), before).moves
    assert moves is not None
    assert counts(moves.leaders) == {("same",): 7, ("none", "other", None): 7}


def test_many_options_are_no_more_work_than_few() -> None:
    """Thirty options of six people each are told apart without a look at all their unions."""
    first, second = one_question(30), one_question(3).questions[0]
    pack = replace(first, questions=(*first.questions, replace(second, id="p")))
    every: list[Sheet] = [{"q": f"o{i}", "p": f"o{j}"} for i in range(30) for j in range(3)]
    report = group_report(pack, people(*every * 2, pack=pack))
    (asked,) = (each for each in report.split if each.question == "q")
    assert [count.people for count in asked.answers if count.people] == [6] * 30


# --- Rooms that once told of a few ------------------------------------------------------------


@cache
def first() -> tuple[Pack, Scorer]:
    """The first edition of the questions, which these rooms answered, and its scorer."""
    pack = read_pack(DATA / "first-edition")
    return pack, Scorer(pack)


def read(path: str) -> People:
    """The people of a file of answers to them."""
    lines = (DATA / path).read_text(encoding="utf-8").splitlines()
    sheets = [Responses(json.loads(line)["answers"]) for line in lines]
    return list(map(first()[1].figures, sheets))


def people_at(*places: float) -> list[Person]:
    """People of whom nothing matters but where they stand."""
    return [Person(None, None, "clear", None, (), {}, {"d": place}, {}) for place in places]


def position(person: Person) -> float:
    """Where one of these people stands."""
    return person.positions["d"]


def with_verdicts(group: People, *verdicts: tuple[Verdict, int]) -> People:
    """The same people, so many of them with each verdict."""
    found = [verdict for verdict, number in verdicts for _ in range(number)]
    return [each._replace(verdict=v) for each, v in zip(group, found, strict=True)]


def test_five_people_have_no_bars() -> None:
    """Where only one bar can hold people, its width would show where a few of them stand."""
    pack, _ = first()
    assert [spread.bins for spread in group_report(pack, read("rooms/room5.jsonl")).dimensions] == [
        ()
    ] * len(pack.dimensions)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.integers(5, 9))
def test_no_room_below_ten_has_bars(dice: Random, people: int) -> None:
    """So it is for any people of the panels, and for positions as far apart as can be."""
    pack, _ = first()
    group = dice.sample(read("first-edition/panels/panel-1.jsonl"), people)
    assert all(not spread.bins for spread in group_report(pack, group).dimensions)
    poles = people_at(*[dice.choice((-1, 1)) for _ in range(people)])
    assert ReleasedTables(poles, LEAST).bins(position, 0, apart=False) == ()


def test_a_role_that_is_hidden_cannot_be_found_by_subtraction() -> None:
    """Where all are clear, everybody contends for one role: 39 less the shown would be the rest."""
    report = group_report(first()[0], read("rooms/room39.jsonl"))
    assert counts(report.verdicts) == {("clear",): 39, ("leaning", "close", "flat"): 0}
    assert {each.contends for each in report.roles} == {None}


@settings(max_examples=60)
@given(st.lists(st.integers(0, 16), min_size=3, max_size=3))
def test_where_all_are_clear_who_contends_tells_no_more_than_who_leads(sizes: list[int]) -> None:
    """However many each role leads for: a count is shown for a role that is shown alone."""
    group = [
        Person(None, None, "clear", role.id, (role.id,), {}, {}, {})
        for role, size in zip(TINY.roles, sizes, strict=True)
        for _ in range(size)
    ]
    report = report_on(TINY, GroupData(group, PairPoints()))
    alone = {c.ids[0]: c.people for c in report.leaders if len(c.ids) == 1}
    nobody = {id: 0 for c in report.leaders if not c.people for id in c.ids}
    for figures in report.roles:
        assert figures.contends in (None, {**alone, **nobody}.get(figures.role))


@pytest.mark.parametrize("sizes", [(7, 7, 7, 4), (1, 4, 12, 12), (4, 13, 13), (5, 5, 4, 4)])
def test_groups_that_are_level_join_together(sizes: tuple[int, ...]) -> None:
    """If one of the level ones were shown, only one way to divide the others would fit."""
    ids = [f"r{number}" for number in range(len(sizes))]
    for order in permutations(sizes):
        room = people_at(*[at for at, size in enumerate(order) for _ in range(size)])
        told = ReleasedTables(room, LEAST).release(
            [*ids, None], lambda each: ids[int(position(each))]
        )
        assert told == (Count((*ids, None), sum(sizes)),)


def test_level_groups_are_shown_where_nobody_had_to_join() -> None:
    """Seven, seven, seven and five: none of them is few."""
    room = people_at(*[at for at, size in enumerate((7, 7, 7, 5)) for _ in range(size)])
    told = ReleasedTables(room, LEAST).release(range(4), lambda each: int(position(each)))
    assert [count.people for count in told] == [7, 7, 7, 5]


@pytest.mark.parametrize("surer", [4, 13])
def test_how_many_got_surer_is_not_left_over(surer: int) -> None:
    """Thirty, 13 of them as sure as before: beside these, 17 can only be 4 and 13."""
    group = people(*[PORTFOLIO] * 30)
    before = with_verdicts(group, ("leaning", 30))
    after = with_verdicts(group, ("leaning", 13), ("clear", surer), ("close", 17 - surer))
    moves = group_report(TINY, after, before).moves
    assert moves is not None
    assert counts(moves.sureness) == {("surer", "same", "less sure", None): 30}


# --- Attacks ----------------------------------------------------------------------------------


Family = list[frozenset[int]]
"""The people behind the counts of one list of a report, as an attacker may come to know them."""


def families(report: GroupReport, group: People, before: People) -> Iterator[Family]:
    """Yield who is behind every count that a report shows."""
    room = [each for each in group if each.verdict != "insufficient"]

    def family(shown: Sequence[Count], of: Callable[[Figures], object]) -> Family:
        values = [of(each) for each in room]
        found = [frozenset(i for i, v in enumerate(values) if v in each.ids) for each in shown]
        assert [len(each) for each in found] == [each.people for each in shown]
        return found

    yield [frozenset(range(len(room)))]
    yield family(report.leaders, lambda found: found.recommendation)
    yield family(report.verdicts, lambda found: found.verdict)
    for role in report.roles:
        contends = {i for i, each in enumerate(room) if role.role in each.contenders}
        if role.contends is not None:
            assert role.contends == len(contends)
            yield [frozenset(contends)]
    for asked in (*report.split, *report.agreed):
        yield family(asked.answers, chosen(asked.question))
    for at, spread in enumerate(report.dimensions):
        places = [found.stands[at] for found in room]
        everybody = sum(bin.people for bin in spread.bins) == len(room)
        yield [
            frozenset(
                i
                for i, place in enumerate(places)
                if (
                    everybody and bin == spread.bins[-1]
                    if place is None
                    else inside(place, bin.low, bin.high)
                )
            )
            for bin in spread.bins
        ]
    if report.contested and report.contested.people is not None:
        pair = set(report.contested.roles)
        yield [frozenset(i for i, each in enumerate(room) if pair <= set(each.contenders))]
    if report.moves:
        then = {found.responses.respondent: found for found in before}
        yield family(report.moves.leaders, lambda found: moved(found, then)[0])
        yield family(report.moves.sureness, lambda found: moved(found, then)[1])


def chosen(question: str) -> Callable[[Figures], OptionId | None]:
    """How to find somebody's answer to a question."""
    return lambda found: found.responses.answers.get(question)


def moved(now: Figures, before: dict[str | None, Figures]) -> tuple[str | None, str | None]:
    """Whether somebody's leader is another now, and whether they are surer."""
    then = before.get(now.responses.respondent)
    if then is None or then.verdict == "insufficient":
        return None, None
    order = ["flat", "close", "leaning", "clear"]
    surer = order.index(now.verdict) - order.index(then.verdict)
    same = "same" if now.recommendation else "none"
    leader = same if now.recommendation == then.recommendation else "other"
    return leader, "surer" if surer > 0 else "less sure" if surer < 0 else "same"


def inside(place: float, low: float, high: float) -> bool:
    """Whether a position is in a bin; the last bin holds its end."""
    return low - 1e-9 <= place and (place < high - 1e-9 or high == 1)


def unions(family: Family) -> set[frozenset[int]]:
    """Every set of people that adding up counts of one list, or taking them from all, gives."""
    return {
        frozenset(chain.from_iterable(some))
        for number in range(len(family) + 1)
        for some in combinations(family, number)
    }


def betrayed(
    report: GroupReport, group: People, before: People | None = None
) -> list[frozenset[int]]:
    """Every one to four people whose number the counts of two lists give by subtraction."""
    shown = list(families(report, group, before or []))
    everyone = shown[0][0]
    known = [unions(each) for each in shown]
    known = [sets | {everyone - each for each in sets} for sets in known]
    return [
        larger - smaller
        for one, other in product(known, repeat=2)
        for larger, smaller in product(one, other)
        if smaller <= larger and 0 < len(larger - smaller) < LEAST
    ]


def sheets(pack: Pack) -> st.SearchStrategy[list[Sheet]]:
    """What a group answers, some of whose members are alike, or skip questions."""
    answers = st.fixed_dictionaries(
        {}, optional={q.id: st.sampled_from([o.id for o in q.options]) for q in pack.questions}
    )
    alike = st.lists(st.tuples(answers, st.integers(1, 7)), min_size=1, max_size=7)
    return alike.map(lambda kinds: list(chain.from_iterable([a] * n for a, n in kinds)))


@settings(max_examples=150)
@given(sheets(TINY))
def test_nothing_tells_of_one_to_four_people(answers: list[Sheet]) -> None:
    """Whatever a room answered, no count or difference of counts is of one to four people."""
    group = people(*answers)
    report = group_report(TINY, group)
    assert report.unfinished is None or report.unfinished >= LEAST
    if report.enough:
        assert betrayed(report, group) == []


@pytest.mark.parametrize("options", [2, 3, 4, 6])
@settings(max_examples=40)
@given(st.data())
def test_not_even_where_answer_position_and_leader_are_one(
    options: int, data: st.DataObject
) -> None:
    """A quiz of one question counts the same people in three ways, and still betrays nobody."""
    pack = one_question(options)
    group = people(*data.draw(sheets(pack)), pack=pack)
    report = group_report(pack, group)
    if report.enough:
        assert betrayed(report, group) == []


@given(sheets(TINY))
def test_what_is_said_of_questions_follows_from_their_counts(answers: list[Sheet]) -> None:
    """Which questions divide or unite, and their order, tell no more than the counts below them."""
    group = people(*answers)
    report = group_report(TINY, group)
    order = [question.id for question in TINY.questions]

    def unity(asked: QuestionCounts) -> float:
        told = [each.people for each in asked.answers if len(each.ids) == 1 and each.ids[0]]
        return max(told) / report.people

    def division(asked: QuestionCounts) -> float:
        parts = [each.people for each in asked.answers if each.people and each.ids != (None,)]
        entropy = sum(n * log(sum(parts) / n) for n in parts) / sum(parts)
        return float(entropy / log(len(TINY.question(asked.question).options)))

    assert all(unity(asked) >= 2 / 3 - 1e-9 for asked in report.agreed)
    assert all(unity(asked) < 2 / 3 and division(asked) >= 0.5 - 1e-9 for asked in report.split)
    for shown, measure in ((report.agreed, unity), (report.split, division)):
        keys = [(-round(measure(asked), 6), order.index(asked.question)) for asked in shown]
        assert keys == sorted(keys)


@settings(max_examples=150)
@given(sheets(TINY))
def test_no_zero_opens_the_others(answers: list[Sheet]) -> None:
    """That a role never contends is not told of one that others joined, or these would be fewer."""
    group = people(*answers)
    report = group_report(TINY, group)
    others = [count for count in report.leaders if count.people and len(count.ids) > 1]
    joined = {id for count in others for id in count.ids}
    for figures in report.roles:
        assert figures.contends != 0 or figures.role not in joined


@given(sheets(TINY))
def test_how_far_a_figure_is_rounded_tells_of_nobody(answers: list[Sheet]) -> None:
    """Margins follow from the quiz and from counts in the report, whoever skipped what."""
    group = people(*answers)
    report = group_report(TINY, group)
    asked = {"focus": 3, "horizon": 3}
    for spread in report.dimensions:
        told = report.people - (spread.unplaced or 0)
        steps = told * asked[spread.dimension] // 10
        assert spread.mean is None or 0 <= spread.mean.margin - 1 / steps / 2 < 0.0016
        assert spread.median is None
    for role, figures in zip(TINY.roles, report.roles, strict=False):
        steps = report.people * min(asked[d] for d, lean in role.profile.items() if lean) // 10
        assert figures.fit is None or 0 <= figures.fit.margin - 50 / steps / 2 < 0.0016


@settings(max_examples=100)
@given(sheets(TINY))
def test_a_room_that_agreed_sees_every_count(answers: list[Sheet]) -> None:
    """Nothing is put together, and counts sum to the people."""
    group = people(*answers)
    report = group_report(TINY, group, show_small=True)
    for shown in (report.leaders, report.verdicts) if report.enough else ():
        assert sum(count.people for count in shown) == report.people
        assert all(len(count.ids) == 1 for count in shown if count.people)


@settings(max_examples=100)
@given(sheets(TINY), sheets(TINY))
def test_what_moved_tells_of_nobody_either(now: list[Sheet], then: list[Sheet]) -> None:
    """Newcomers, and those who changed, cannot be subtracted from anything else that is shown."""
    after, before = people(*now), people(*then)
    report = group_report(TINY, after, before)
    if report.enough:
        assert betrayed(report, after, before) == []
