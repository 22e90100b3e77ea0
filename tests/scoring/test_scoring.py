"""docs/method.md, checked: its worked example, its edge cases, and the laws that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, pairwise, product
from math import fsum, inf, sqrt
from random import Random
from typing import TypeVar

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from packs import choice, make_pack
from rolequiz.model import Pack, Question, Responses, Role
from rolequiz.scoring import Result, Scorer, score
from rolequiz.scoring.design import EPSILON, MOST_KEPT, largest_first
from rooms import PORTFOLIO, TINY

ROUND = 1e-9
T = TypeVar("T")


# --- Packs to score ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny() -> Result:
    """The result of the worked example."""
    return score(TINY, Responses(PORTFOLIO, respondent="r1"))


# --- The worked example -----------------------------------------------------------------------


def test_positions_of_the_worked_example(tiny: Result) -> None:
    """Positions are 5.5/6 on focus and −1/8 on horizon, three answers each."""
    focus, horizon = tiny.dimensions
    assert (focus.dimension, focus.answered) == ("focus", 3)
    assert focus.position == pytest.approx(5.5 / 6)
    assert (horizon.dimension, horizon.answered) == ("horizon", 3)
    assert horizon.position == pytest.approx(-1 / 8)


TABLE = [
    ("portfolio-manager", 0.9167, 99.54, [36.03, 0.00, 4.50, 9.01], None, None),
    ("product-manager", 0.5598, 80.25, [25.48, -9.55, 3.18, 11.15], 0.9365, 2),
    ("project-manager", -0.2981, 33.89, [-16.11, 12.08, -2.01, -10.07], 0.9994, 1),
]


def test_roles_of_the_worked_example(tiny: Result) -> None:
    """Every figure of the table in docs/method.md comes out as printed there."""
    for result, (role, match, fit, points, ahead, changes) in zip(tiny.roles, TABLE, strict=True):
        assert result.role == role
        assert result.match == pytest.approx(match, abs=5e-5)
        assert result.fit == pytest.approx(fit, abs=5e-3)
        assert list(tiny.by_answer(role).values()) == pytest.approx(points, abs=5e-3)
        assert result.ahead == pytest.approx(ahead, abs=5e-5)
        assert result.changes_needed == changes


def test_verdict_of_the_worked_example(tiny: Result) -> None:
    """The example is clear, with the stability printed in docs/method.md."""
    assert tiny.verdict == "clear"
    assert tiny.recommendation == "portfolio-manager"
    assert tiny.contenders == ("portfolio-manager",)
    assert tiny.stability == pytest.approx(0.9361, abs=5e-5)


def test_reasons_of_the_worked_example(tiny: Result) -> None:
    """Reasons are sorted by their points, and answers without points give none."""
    assert [(r.question, r.answer) for r in tiny.reasons_for] == [
        ("first-hour", "problem"),
        ("week", "roadmap"),
        ("meeting", 4),
    ]
    assert tiny.reasons_against == ()
    assert tiny.versus is not None
    assert tiny.versus.over == "product-manager"
    assert tiny.versus.points["first-hour"] == pytest.approx(10.55, abs=5e-3)


def test_flip_of_the_worked_example(tiny: Result) -> None:
    """Two changed answers would put the product manager first, the larger gain named first."""
    assert tiny.flip is not None
    assert (tiny.flip.role, tiny.flip.leader) == ("product-manager", "product-manager")
    assert [(c.question, c.from_, c.to) for c in tiny.flip.changes] == [
        ("proud", "on-time", "growing"),
        ("first-hour", "problem", "people"),
    ]


def test_roles_that_could_come_first_are_listed_by_how_few_answers_that_takes(tiny: Result) -> None:
    """The project manager is further behind than the product manager, but one answer is enough."""
    near = tiny.nearest(PORTFOLIO)
    assert [(role, len(changes)) for role, changes in near.items()] == [
        ("project-manager", 1),
        ("product-manager", 2),
    ]


# --- Edge cases -------------------------------------------------------------------------------

AGREE = {"x": 1.0}
DISAGREE = {"x": -1.0}


def two_way(id: str, weight: float = 1) -> Question:
    """A question with one option for each pole of x."""
    return choice(id, AGREE, DISAGREE, weight=weight)


def line(count: int) -> Pack:
    """A pack of `count` two-way questions about x, and a role at each end of it."""
    return make_pack([two_way(f"q{i}") for i in range(count)], {"high": {"x": 1}, "low": {"x": -1}})


def sheet(letters: str) -> Responses:
    """The answers a, b, … to q0, q1, …; a dot skips."""
    return Responses({f"q{i}": f"q{i}-{a}" for i, a in enumerate(letters) if a != "."})


def test_no_answers_are_insufficient() -> None:
    """Without answers there is no recommendation, no stability and nothing to change."""
    result = score(line(3), sheet("..."))
    assert (result.verdict, result.recommendation, result.contenders) == ("insufficient", None, ())
    assert (result.stability, result.flip, result.versus) == (None, None, None)
    assert [role.fit for role in result.roles] == [None, None]


def test_two_thirds_of_the_weight_are_enough() -> None:
    """Answers to exactly two thirds of the weight suffice, a little less does not."""
    assert score(line(3), sheet("aa.")).verdict == "clear"
    assert score(line(8), sheet("aaaaa...")).verdict == "insufficient"


def test_matters_does_not_make_few_answers_sufficient() -> None:
    """What counts towards two thirds is the weight in the quiz, not the respondent's mark."""
    few = replace(sheet("aa.."), matters=frozenset({"q0", "q1"}))
    assert score(line(4), few).verdict == "insufficient"


def test_insufficient_still_ranks_and_gives_reasons() -> None:
    """Fits and reasons of the answers so far are shown; what would claim a leader is null."""
    result = score(line(4), sheet("aa.."))
    assert [(role.role, role.fit) for role in result.roles] == [("high", 100), ("low", 0)]
    assert [(role.ahead, role.changes_needed) for role in result.roles] == [(None, None)] * 2
    assert len(result.reasons_for) == 2


@pytest.mark.parametrize("size", [1e-9, 1e-80, 1e-160, 1e-171, 1e-290])
def test_small_scores_and_weights_say_what_large_ones_say(size: float) -> None:
    """Only the proportions of scores on a dimension count, and those of weights."""

    def scored(size: float, weight: float) -> Result:
        questions = [
            choice(f"q{number}", {"x": size, "y": 1}, {"x": -size / 2}, {"y": -2}, weight=weight)
            for number in range(6)
        ]
        pack = make_pack(questions, {"high": {"x": 2, "y": 1}, "low": {"x": -1, "y": 2}})
        answers = {f"q{number}": f"q{number}-{letter}" for number, letter in enumerate("aabac")}
        return score(pack, Responses(answers))

    usual = scored(1, 1)
    for result in (scored(size, 1), scored(1, size), scored(1e-150, 1e-150)):
        assert result.verdict == usual.verdict
        assert [role.role for role in result.roles] == [role.role for role in usual.roles]
        assert [role.fit for role in result.roles] == pytest.approx(
            [role.fit for role in usual.roles], abs=ROUND
        )


@pytest.mark.parametrize("size", [1e-305, 5e-324])
def test_scores_too_small_for_floats_count_as_none(size: float) -> None:
    """They end in a result, and every figure is a number."""
    questions = [choice(f"q{number}", {"x": size}, {"x": -size}) for number in range(3)]
    result = score(make_pack(questions, {"high": {"x": 1}, "low": {"x": -1}}), sheet("aaa"))
    assert result.verdict == "flat"
    assert {role.fit for role in result.roles} == {50}


def test_weights_too_small_to_see_still_ask_for_two_thirds() -> None:
    """No answer is never enough."""
    questions = [choice(f"q{n}", {"x": 1}, {"x": -1}, weight=1e-12) for n in range(3)]
    pack = make_pack(questions, {"high": {"x": 1}, "low": {"x": -1}})
    verdicts = [score(pack, sheet(answers)).verdict for answers in ("...", "a..", "aa.", "aaa")]
    assert verdicts == ["insufficient", "insufficient", "clear", "clear"]


def test_preferences_no_longer_than_chance_are_flat() -> None:
    """Three of four one way gives u² = 1/4, just what random answers give: 4 · (1/4)²."""
    result = score(line(4), sheet("aaab"))
    assert (result.verdict, result.recommendation, result.contenders) == ("flat", None, ())
    assert score(line(5), sheet("aaaab")).verdict != "flat"  # 9/25 against 5/25


def test_no_direction_makes_every_fit_fifty() -> None:
    """Answers that cancel out leave every fit at 50, every point 0 and the verdict flat."""
    result = score(line(4), sheet("abab"))
    assert result.verdict == "flat"
    assert [role.fit for role in result.roles] == [50, 50]
    assert all(p == 0 for role in result.roles for p in result.by_answer(role.role).values())


def test_a_dimension_that_was_not_asked_is_left_out() -> None:
    """Its position is null, it is in no split, and profiles are read without it."""
    pack = make_pack(
        [two_way("q0"), two_way("q1"), choice("q2", {"y": 1}, {"y": -1})],
        {"both": {"x": 1, "y": 2}, "low": {"x": -1}},
    )
    result = score(pack, sheet("aa."))
    assert [(d.position, d.answered) for d in result.dimensions] == [(1, 2), (None, 0)]
    assert result.roles[0].fit == pytest.approx(100)
    assert set(result.by_dimension(result.roles[0].role)) == {"x"}


def test_a_role_with_nothing_left_comes_last_without_figures() -> None:
    """A role about dimensions that were not asked has nulls, no points, and never contends."""
    pack = make_pack(
        [two_way("q0"), two_way("q1"), choice("q2", {"y": 1}, {"y": -1})],
        {"elsewhere": {"y": 1}, "high": {"x": 1}, "low": {"x": -1}},
    )
    result = score(pack, sheet("aa."))
    last = result.roles[-1]
    assert (last.role, last.fit, last.match, last.ahead) == ("elsewhere", None, None, None)
    assert last.changes_needed is None
    assert (result.by_answer("elsewhere"), result.by_dimension("elsewhere")) == ({}, {})
    assert "elsewhere" not in result.contenders


def test_a_tie_is_close_and_names_every_tied_role() -> None:
    """Tied leaders are contenders in pack order; none of them is recommended."""
    pack = replace(
        line(3),
        roles=tuple(
            Role(id, id, "", {"x": value}) for id, value in [("low", -1), ("b", 2), ("a", 1)]
        ),
    )
    result = score(pack, sheet("aaa"))
    assert (result.verdict, result.recommendation) == ("close", None)
    assert result.contenders == ("b", "a")
    assert [role.role for role in result.roles] == ["b", "a", "low"]
    assert result.roles[1].ahead == 0.5


def test_answers_without_spread_put_the_leader_ahead_for_sure() -> None:
    """All answers alike leave no standard error: ahead is 1 where the match differs."""
    result = score(line(3), sheet("aaa"))
    assert result.roles[1].ahead == 1
    assert result.stability == 1


def test_one_answer_on_a_dimension_counts_as_no_certainty() -> None:
    """With one question a dimension: errors 1 and −1, SE = √2, Φ((1 − 1/2)/√2) = 0.6382."""
    pack = make_pack(
        [choice("q0", {"x": 2}, {"x": -2}), choice("q1", {"y": 1}, {"y": -2})],
        {"x": {"x": 1}, "y": {"y": 1}},
    )
    result = score(pack, sheet("aa"))
    assert result.roles[1].ahead == pytest.approx(0.63816, abs=5e-6)
    assert result.stability == pytest.approx(0.63816, abs=5e-6)


@pytest.mark.parametrize(("loading", "verdict"), [(0.99, "close"), (0.6, "leaning")])
def test_half_a_stability_parts_close_from_leaning(loading: float, verdict: str) -> None:
    """Two equal rivals, one question a dimension: Φ(0.505/√2) gives 0.47, Φ(0.7/√2) gives 0.53."""

    def asked(id: str, d: str, top: float) -> Question:
        return choice(id, {d: top}, {d: -2}, {}, {})

    pack = make_pack(
        [asked("q0", "x", 2), asked("q1", "y", loading), asked("q2", "z", loading)],
        {d: {d: 1} for d in "xyz"},
    )
    result = score(pack, sheet("aaa"))
    assert result.stability == pytest.approx(0.470 if verdict == "close" else 0.526, abs=1e-3)
    assert result.verdict == verdict
    assert result.recommendation == "x"


def test_figures_that_are_level_stand_in_their_own_order() -> None:
    """However the last bits fall, and at every height, not only at the lowest."""
    bit = EPSILON / 4
    assert list(largest_first([1, 1 + bit, 3, 3 + bit, 2 - bit, 2])) == [2, 3, 4, 5, 0, 1]


def test_equal_gains_are_taken_in_pack_order() -> None:
    """Of answers that would help the rival alike, the first in the quiz are named."""
    flip = score(line(3), sheet("aaa")).flip
    assert flip is not None
    assert [change.question for change in flip.changes] == ["q0", "q1"]


def test_matters_doubles_an_answer() -> None:
    """Two against one with the one marked is two against two."""
    marked = replace(sheet("aab"), matters=frozenset({"q2"}))
    assert score(line(3), marked).dimensions[0].position == 0
    assert score(line(3), sheet("aab")).dimensions[0].position == pytest.approx(1 / 3)


def test_a_pack_with_one_role_has_no_rival() -> None:
    """The only role leads for sure, with nothing to compare it with."""
    pack = replace(line(3), roles=(Role("high", "High", "", {"x": 1}),))
    result = score(pack, sheet("aaa"))
    assert (result.verdict, result.stability) == ("clear", 1)
    assert (result.versus, result.flip) == (None, None)


@given(st.text("ab.", min_size=6, max_size=6))
def test_without_a_role_that_has_figures_the_verdict_is_flat(letters: str) -> None:
    """Where answers touch no profile, nothing is recommended, however far they point."""
    pack = line(6)
    pack = replace(pack, roles=tuple(replace(role, profile={"y": 1}) for role in pack.roles))
    result = score(pack, sheet(letters))
    assert result.verdict == ("insufficient" if letters.count(".") > 2 else "flat")
    assert (result.stability, result.recommendation, result.contenders) == (None, None, ())
    assert (result.reasons_for, result.versus, result.flip) == ((), None, None)
    assert [(role.role, role.fit) for role in result.roles] == [("high", None), ("low", None)]


def test_an_unreachable_rival_needs_no_number_of_changes() -> None:
    """Where no answers put a role in front, the number is null and there is no flip."""
    pack = make_pack(
        [choice("q0", {"x": 2, "y": 1}, {"x": 1, "y": 1})], {"x": {"x": 1}, "y": {"y": -1}}
    )
    result = score(pack, sheet("a"))
    assert (result.roles[1].changes_needed, result.flip) == (None, None)


# --- Laws -------------------------------------------------------------------------------------

DIMENSIONS = ["x", "y", "z"]
loadings = st.dictionaries(st.sampled_from(DIMENSIONS), st.integers(-2, 2).map(float), max_size=3)


@st.composite
def packs(draw: st.DrawFn, most_questions: int = 6) -> Pack:
    """Small packs with any loadings, weights and profiles, empty ones included."""
    questions = [
        choice(
            f"q{i}",
            *draw(st.lists(loadings, min_size=2, max_size=4)),
            weight=draw(st.sampled_from([0.5, 1, 2, 3])),
        )
        for i in range(draw(st.integers(1, most_questions)))
    ]
    profiles = draw(st.lists(loadings, min_size=1, max_size=5))
    return make_pack(questions, {f"role-{i}": profile for i, profile in enumerate(profiles)})


@st.composite
def quizzes(draw: st.DrawFn, most_questions: int = 6) -> tuple[Pack, Responses]:
    """A pack and answers to some of its questions, some of them marked."""
    pack = draw(packs(most_questions))
    return pack, draw(sheets(pack))


@st.composite
def sheets(draw: st.DrawFn, pack: Pack) -> Responses:
    """Answers to some of a pack's questions, some of them marked."""
    answers = {
        q.id: draw(st.sampled_from(q.options)).id
        for q in pack.questions
        if draw(st.integers(0, 4))  # most are answered, as in life
    }
    marked = st.sets(st.sampled_from(sorted(answers))) if answers else st.just(set[str]())
    return Responses(answers, frozenset(draw(marked)))


def figures(result: Result) -> dict[str, object]:
    """Every figure of a result, by name: independent of any order."""
    named: dict[str, object] = {"verdict": result.verdict, "stability": result.stability}
    named |= {d.dimension: d.position for d in result.dimensions}
    for role in result.roles:
        named |= {f"{role.role} fit": role.fit, f"{role.role} match": role.match}
        named |= {f"{role.role} ahead": role.ahead, f"{role.role} n": role.changes_needed}
        named |= {f"{role.role} by {d}": p for d, p in result.by_dimension(role.role).items()}
        named |= {f"{role.role} by {q}": p for q, p in result.by_answer(role.role).items()}
    return named


def assert_same_figures(one: Result, other: Result) -> None:
    """Compare figure by figure, so that a failure names the one that differs."""
    first, second = figures(one), figures(other)
    assert first.keys() == second.keys()
    for name, figure in first.items():
        assert second[name] == (
            pytest.approx(figure, abs=ROUND) if isinstance(figure, float) else figure
        ), name


def leaders_tie(result: Result) -> bool:
    """Whether the order of the first two roles hangs on the order of the pack."""
    matches = [role.match for role in result.roles if role.match is not None]
    return len(matches) > 1 and matches[0] - matches[1] <= 1e-6


@given(quizzes())
def test_points_sum_to_the_fit(quiz: tuple[Pack, Responses]) -> None:
    """50 and the points of all answers, or of all dimensions, are the fit."""
    result = score(*quiz)
    for role in result.roles:
        if role.fit is not None:
            for points in (result.by_answer(role.role), result.by_dimension(role.role)):
                assert 50 + sum(points.values()) == pytest.approx(role.fit, abs=ROUND)


@given(quizzes())
def test_an_answer_adds_points_by_the_positions_that_it_moves(quiz: tuple[Pack, Responses]) -> None:
    """Its points are 50/‖u‖ times what it adds to each position, along the role's direction."""
    result = score(*quiz)
    moved = {d.id: result.moved_by(d.id) for d in result.pack.dimensions}
    for role, direction in result.figures.design.directions.items():
        for question, points in result.by_answer(role).items():
            along = zip(moved.values(), direction, strict=True)
            added = fsum(by_answer.get(question, 0.0) * to for by_answer, to in along)
            assert points == pytest.approx(result.figures.per_match * added, abs=ROUND)


@given(quizzes())
def test_versus_sums_to_the_difference_of_the_fits(quiz: tuple[Pack, Responses]) -> None:
    """Why the leader rather than the runner-up accounts for their whole difference."""
    result = score(*quiz)
    if result.versus is not None:
        leader, runner_up = result.roles[:2]
        assert leader.fit is not None
        assert runner_up.fit is not None
        assert sum(result.versus.points.values()) == pytest.approx(
            leader.fit - runner_up.fit, abs=ROUND
        )


@given(quizzes())
def test_figures_stay_in_their_ranges(quiz: tuple[Pack, Responses]) -> None:
    """Fits are 0–100, positions −1…1, ahead at least a half, and roles sorted by match."""
    result = score(*quiz)
    assert all(-1 - ROUND <= (d.position or 0) <= 1 + ROUND for d in result.dimensions)
    assert all(-ROUND <= (role.fit or 0) <= 100 + ROUND for role in result.roles)
    assert all(0.5 <= (role.ahead or 1) <= 1 for role in result.roles)
    matches = [-inf if role.match is None else role.match for role in result.roles]
    assert all(a >= b - ROUND for a, b in pairwise(matches))


@given(quizzes())
def test_skipping_equals_never_having_been_asked(quiz: tuple[Pack, Responses]) -> None:
    """A skipped question can be taken out of the pack: only `questions` and sufficiency change."""
    pack, responses = quiz
    assume(responses.answers)
    asked = replace(pack, questions=tuple(q for q in pack.questions if q.id in responses.answers))
    full, short = score(pack, responses), score(asked, responses)
    if full.verdict == "insufficient":
        assert [r.fit for r in full.roles] == [r.fit for r in short.roles]
        assert full.dimensions == short.dimensions
    else:
        assert replace(full, questions=0) == replace(short, questions=0)


@given(quizzes())
def test_reversing_everything_changes_only_the_sign_of_positions(
    quiz: tuple[Pack, Responses],
) -> None:
    """Poles have no preferred side: all loadings and profiles times −1 tell the same story."""
    pack, responses = quiz
    mirrored = replace(
        pack,
        questions=tuple(
            replace(q, options=tuple(replace(o, loadings=minus(o.loadings)) for o in q.options))
            for q in pack.questions
        ),
        roles=tuple(replace(role, profile=minus(role.profile)) for role in pack.roles),
    )
    result, mirror = score(pack, responses), score(mirrored, responses)
    assert [d.position and -d.position for d in result.dimensions] == [
        d.position for d in mirror.dimensions
    ]
    assert replace(mirror, dimensions=result.dimensions) == result


def minus(vector: Mapping[str, float]) -> dict[str, float]:
    """The same vector with every sign turned."""
    return {d: -value for d, value in vector.items()}


@given(quizzes(), st.randoms(use_true_random=False))
def test_order_changes_no_figure(quiz: tuple[Pack, Responses], random: Random) -> None:
    """Questions, options and roles in any order give the same figures unless leaders tie."""
    pack, responses = quiz
    result = score(pack, responses)
    assume(not leaders_tie(result))

    def shuffled(things: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(things, len(things)))

    other = replace(
        pack,
        questions=tuple(replace(q, options=shuffled(q.options)) for q in shuffled(pack.questions)),
        roles=shuffled(pack.roles),
    )
    assert_same_figures(result, score(other, responses))


@given(quizzes())
def test_marking_every_question_equals_marking_none(quiz: tuple[Pack, Responses]) -> None:
    """If everything matters, nothing stands out; marks on skipped questions do nothing."""
    pack, responses = quiz
    everything = frozenset(q.id for q in pack.questions)
    assert score(pack, replace(responses, matters=everything)) == score(
        pack, replace(responses, matters=frozenset())
    )


@settings(max_examples=60)
@given(quizzes(most_questions=4))
def test_the_flip_is_the_smallest_set_of_changes(quiz: tuple[Pack, Responses]) -> None:
    """Making the flip's changes puts its role above the leader; trying all smaller sets fails."""
    pack, responses = quiz
    result = score(pack, responses)
    assume(result.stability is not None and len(result.roles) > 1)
    leader = result.roles[0].role
    for rival in result.roles[1:]:
        if rival.match is None:
            continue
        fewest = smallest_set(pack, responses, leader, rival.role)
        assert rival.changes_needed == fewest
    if result.flip is not None:
        changed = {change.question: change.to for change in result.flip.changes}
        after = score(pack, replace(responses, answers={**responses.answers, **changed}))
        match = {role.role: role.match for role in after.roles}
        assert lead(match, result.flip.role, leader)
        assert result.flip.leader == after.roles[0].role
        assert all(responses.answers[c.question] == c.from_ for c in result.flip.changes)


def smallest_set(pack: Pack, responses: Responses, leader: str, rival: str) -> int | None:
    """Try every set of changed answers, small ones first."""
    answered = sorted(responses.answers)
    for size in range(1, len(answered) + 1):
        for questions in combinations(answered, size):
            for chosen in product(*(pack.question(q).options for q in questions)):
                changed = {q: o.id for q, o in zip(questions, chosen, strict=True)}
                after = score(pack, replace(responses, answers={**responses.answers, **changed}))
                if lead({role.role: role.match for role in after.roles}, rival, leader):
                    return size
    return None


def lead(match: Mapping[str, float | None], one: str, other: str) -> bool:
    """Whether one role's match is above another's."""
    first, second = match[one], match[other]
    return first is not None and second is not None and first - second > ROUND


@given(quizzes())
def test_match_and_fit_agree_with_the_formula_written_out(quiz: tuple[Pack, Responses]) -> None:
    """Match is u·p/‖p‖ and fit 50 + 50 cos, computed here afresh from the raw loadings."""
    pack, responses = quiz
    result = score(pack, responses)
    u = {}
    for d in DIMENSIONS:
        asked = [q for q in pack.questions if q.id in responses.answers]
        w = {q.id: q.weight * (1 + (q.id in responses.matters)) for q in asked}
        most = sum(w[q.id] * max(abs(o.loadings.get(d, 0)) for o in q.options) for q in asked)
        if most:
            total = sum(
                w[q.id] * q.option(responses.answers[q.id]).loadings.get(d, 0) for q in asked
            )
            u[d] = total / most
    norm = sqrt(sum(v * v for v in u.values()))
    for role in result.roles:
        profile = pack.role(role.role).profile
        size = sqrt(sum(profile.get(d, 0) ** 2 for d in u))
        if size == 0:
            assert role.fit is None
            continue
        dot = sum(u[d] * profile.get(d, 0) for d in u)
        assert role.match == pytest.approx(dot / size, abs=ROUND)
        expected = 50 + 50 * dot / size / norm if norm > 1e-9 else 50
        assert role.fit == pytest.approx(expected, abs=ROUND)


@given(data=st.data(), pack=packs())
def test_many_people_score_as_each_of_them_alone(data: st.DataObject, pack: Pack) -> None:
    """Whoever was scored before, one's result is the same to the last bit."""
    people = data.draw(st.lists(sheets(pack), min_size=2, max_size=8))
    scorer = Scorer(pack)
    assert [scorer.result(each) for each in people] == [score(pack, each) for each in people]


def test_as_many_ways_to_answer_as_there_are_change_no_result() -> None:
    """What is kept for people who answered the same questions is thrown away without a trace."""
    pack = line(8)
    people = [
        Responses({question.id: f"{question.id}-a" for question in chosen})
        for count in range(9)
        for chosen in combinations(pack.questions, count)
    ]
    assert len(people) > 2 * MOST_KEPT
    scorer = Scorer(pack)
    assert [scorer.result(each) for each in people] == [score(pack, each) for each in people]
