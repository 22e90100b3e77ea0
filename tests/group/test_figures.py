"""The figures of a report, checked by hand on small groups."""

from __future__ import annotations

from dataclasses import replace

from attack_reports import BARE, TODAY, drawn
from rolequiz.group import group_report, report_on
from rolequiz.group.model import Count, QuestionCounts
from rolequiz.group.person import GroupData, PairPoints, Person
from rolequiz.model import Responses
from rolequiz.scoring import result_of, score
from rooms import FLAT, PORTFOLIO, PROJECT, TINY, Sheet, counts, one_question, people, values


def test_a_group_is_counted() -> None:
    """Six lead with one role and five with another: both are shown, and nobody else."""
    report = group_report(TINY, people(*[PORTFOLIO] * 6, *[PROJECT] * 5))
    assert (report.people, report.unfinished, report.least) == (11, None, 5)
    assert counts(report.leaders) == {
        ("project-manager",): 5,
        ("portfolio-manager",): 6,
        ("product-manager", None): 0,
    }
    assert counts(report.verdicts) == {("clear",): 11, ("leaning", "close", "flat"): 0}


def test_roles_are_listed_by_the_people_they_lead_for_and_the_others_come_last() -> None:
    """Six and seven people in the order of their numbers; nine others below eight."""
    leaders = group_report(TINY, people(*[PORTFOLIO] * 6, *[PROJECT] * 7)).leaders
    assert [count.people for count in leaders] == [7, 6, 0]
    leaders = group_report(TINY, people(*[PORTFOLIO] * 8, *[PROJECT] * 4, *[FLAT] * 5)).leaders
    assert [(len(count.ids), count.people) for count in leaders] == [(1, 8), (3, 9)]


def test_positions_are_means_medians_and_bins() -> None:
    """The mean, the median and the bins are those of the positions, worked out by hand."""
    group = people(*[PORTFOLIO] * 6, *[PROJECT] * 5)
    focus, horizon = group_report(TINY, group, show_small=True).dimensions
    # focus: 5.5/6 six times, −6/6 five times; horizon: −1/8 and −6/8 … of what touches them
    positions = [score(TINY, Responses(each)).dimensions for each in (PORTFOLIO, PROJECT)]
    assert [round(place[0].position or 0, 4) for place in positions] == [0.9167, -1.0]
    assert values(focus) == (0.045, 0.917)  # (6 · 5.5/6 − 5)/11 = 0.0454…; 5.5/6
    assert [(bin.low, bin.high, bin.people) for bin in focus.bins if bin.people] == [
        (-1.0, -0.8, 5),
        (0.8, 1.0, 6),
    ]
    assert values(horizon)[1] == -0.125


def test_questions_that_split_and_questions_of_one_mind() -> None:
    """Every option as often as the others splits the most; all alike is agreement."""
    report = group_report(TINY, people(*[PORTFOLIO] * 6, *[PROJECT] * 6))
    by_id = {asked.question: asked for asked in report.split}
    assert list(by_id) == ["week", "first-hour"]  # log 2/log 2, log 2/log 3, log 2/log 5 < 1/2
    assert counts(by_id["week"].answers) == {("roadmap",): 6, ("schedule",): 6, (None,): 0}
    assert report.agreed == (
        QuestionCounts("proud", "on-time", (Count(("on-time",), 12), Count(("growing", None), 0))),
    )


def test_the_contested_pair_and_what_decides_it() -> None:
    """The pair that contends together, with the answers that set it apart the most."""
    sheet: Sheet = {**PORTFOLIO, "proud": "growing", "meeting": 3}
    found, *_ = group = people(*[sheet] * 12)
    assert set(found.contenders) == {"product-manager", "portfolio-manager"}
    contested = group_report(TINY, group).contested
    assert contested is not None
    assert contested.roles == ("product-manager", "portfolio-manager")
    assert contested.people is None
    small = group_report(TINY, group, show_small=True).contested
    assert small is not None
    assert small.people == 12
    points = {role: result_of(found).by_answer(role) for role in contested.roles}
    apart = {q: abs(points["product-manager"][q] - points["portfolio-manager"][q]) for q in sheet}
    assert list(contested.questions) == sorted(apart, key=lambda q: -apart[q])[:3]


def test_a_pair_is_named_from_ten_people_on() -> None:
    """A smaller room does not hold two groups of five people."""
    sheet: Sheet = {**PORTFOLIO, "proud": "growing", "meeting": 3}
    assert group_report(TINY, people(*[sheet] * 9)).contested is None
    assert group_report(TINY, people(*[sheet] * 10)).contested is not None


def test_a_question_decides_between_two_roles_if_five_people_answered_it() -> None:
    """Of seven for whom both roles contend, first two skip a question, then three."""
    sheet: Sheet = {**PORTFOLIO, "proud": "growing", "meeting": 3}
    without = {id: answer for id, answer in sheet.items() if id != "week"}
    pair = ("product-manager", "portfolio-manager")
    for skipping, named in ((2, True), (3, False)):
        points = PairPoints()
        for found in people(*[sheet] * (7 - skipping), *[without] * skipping):
            points.add(found)
        assert points.people(pair) == 7
        assert ("week" in points.deciding(pair, TINY, 5)) is named


def test_agreement_is_ordered_by_how_many_agree() -> None:
    """All alike comes before eight of ten, and what two thirds agree on does not divide them."""
    questions = tuple(replace(one_question(2).questions[0], id=id) for id in ("some", "all"))
    pack = replace(one_question(2), questions=questions)
    sheets: list[Sheet] = [{"some": "o0", "all": "o0"}] * 20
    sheets += [{"some": "o1", "all": "o0"} for _ in range(5)]
    report = group_report(pack, people(*sheets, pack=pack))
    assert [asked.question for asked in report.agreed] == ["all", "some"]
    assert report.split == ()


def test_two_thirds_are_agreement() -> None:
    """Ten of fifteen who chose the same agree; nine do not, and divide instead."""

    def told(alike: int) -> tuple[list[str], list[str]]:
        sheets: list[Sheet] = [{"q": "o0" if at < alike else "o1"} for at in range(15)]
        pack = one_question(2)
        report = group_report(pack, people(*sheets, pack=pack))
        return [each.question for each in report.agreed], [each.question for each in report.split]

    assert told(10) == (["q"], [])
    assert told(9) == ([], ["q"])


def test_names_are_only_told_on_request() -> None:
    """Named, the report lists who is close or flat, by name or by number; else nobody."""
    group = people(
        PORTFOLIO, {**PORTFOLIO, "proud": "growing", "meeting": 2, "first-hour": "people"}
    )
    flat = [each for each in group if each.verdict in {"close", "flat"}]
    report = group_report(TINY, group, named=True)
    assert report.talks is not None
    assert [talk.respondent for talk in report.talks] == [
        each.responses.respondent for each in flat
    ]
    assert group_report(TINY, group).talks is None


def test_order_makes_no_difference() -> None:
    """The same people in another order give the same report."""
    group = people(*[PORTFOLIO] * 6, *[FLAT] * 5, *[PROJECT] * 7)
    assert group_report(TINY, group) == group_report(TINY, group[::-1])


def test_what_moved_is_paired_by_name() -> None:
    """Six moved from one role to another and six stayed, in whatever order they come."""
    before = people(*[PORTFOLIO] * 12)
    after = people(*[PORTFOLIO] * 6, *[PROJECT] * 6)
    moves = group_report(TINY, after, before[::-1]).moves
    assert moves is not None
    assert counts(moves.leaders) == {("same",): 6, ("other",): 6, ("none", None): 0}
    assert counts(moves.sureness) == {("same",): 12, ("surer", "less sure", None): 0}
    # half of them by −1 − 5.5/6: −0.958… on average, to thirds of 2
    assert moves.dimensions["focus"].value == -0.667


def test_moves_are_told_if_either_table_shows_that_people_were_there() -> None:
    """Who leads may have to join, while how sure they are shows that all were there before."""
    before = people(*[PORTFOLIO] * 12)
    changed = people(*[PORTFOLIO] * 10, *[PROJECT] * 2)
    moves = group_report(TINY, changed, before).moves
    assert moves is not None
    assert len(moves.leaders) == 1
    assert counts(moves.sureness)[("same",)] == 12
    assert "focus" in moves.dimensions


def test_no_role_then_and_now_is_not_the_same_role() -> None:
    """Who was flat and is flat again has no role that stayed; a role that is new is another."""
    before = people(*[FLAT] * 12)
    moves = group_report(TINY, people(*[FLAT] * 6, *[PROJECT] * 6), before).moves
    assert moves is not None
    assert counts(moves.leaders) == {("none",): 6, ("other",): 6, ("same", None): 0}


def test_a_name_that_is_there_twice_is_not_paired() -> None:
    """Nobody knows which of the two it was."""
    before = people(*[PORTFOLIO] * 6)
    twice = [*before, *before]
    moves = group_report(TINY, people(*[PROJECT] * 6), twice).moves
    assert moves is not None
    assert counts(moves.leaders) == {(None,): 6, ("same", "none", "other"): 0}
    assert moves.dimensions == {}


def sides(**people: int) -> dict[tuple[object, ...], int]:
    """What a report says of so many people on each side, `none` on no side."""
    room = [
        Person(None, None, "flat", None, (), {}, {}, {}, side=None if side == "none" else side)
        for side, count in people.items()
        for _ in range(count)
    ]
    return counts(report_on(BARE, GroupData(room, PairPoints())).sides)


def test_people_are_counted_by_side_where_that_tells_of_no_few() -> None:
    """Those on no side too; one to four join others, and so do more where they could be told."""
    assert sides(product=9, project=8, none=7) == {
        ("product",): 9,
        ("project",): 8,
        (None,): 7,
    }
    assert sides(product=12, project=3, none=6) == {("product", "project", None): 21}
    assert sides(product=6, project=2) == {("product", "project", None): 8}


def test_sides_give_way_to_all_else() -> None:
    """A report says the same besides, whether the quiz has families or not."""
    for number in (0, 3, 61):
        kept = GroupData.of(drawn(TODAY, number))
        report = report_on(TODAY.pack, kept)
        without = report_on(replace(TODAY.pack, families=()), kept)
        assert (bool(report.sides), without.sides) == (True, ())
        assert replace(report, pack=without.pack, sides=()) == without


def test_the_side_that_is_counted_is_that_of_the_result() -> None:
    """Without working out how the families fit."""
    for found in drawn(TODAY, 0):
        assert Person.of(found).side == result_of(found).families.side
