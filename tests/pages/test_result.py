"""Results in words: what is said, of whom, and never more than the method can justify."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.model import Card, Dimension, Option, OptionId, Pack, Question, Responses, Role
from rolequiz.pack import read_pack
from rolequiz.pages.sentences import figure, signed, sureness
from rolequiz.scoring import score
from saying import Said, words

TINY = read_pack(Path(__file__).parents[1] / "data/packs/tiny")
ANSWERS: dict[str, OptionId] = {
    "first-hour": "problem",
    "proud": "on-time",
    "meeting": 4,
    "week": "roadmap",
}


def explained(pack: Pack, answers: dict[str, OptionId]) -> Said:
    """What a page says about these answers."""
    return Said(score(pack, Responses(answers)))


def twelve(*roles: Role) -> Pack:
    """A quiz of twelve questions, each of which asks for both poles of the same two dimensions."""
    texts = {"a+": "Ahead", "a-": "Done", "b+": "Years", "b-": "Days"}
    options = tuple(
        Option(id, text, {id[0]: 2 if id[1] == "+" else -2}) for id, text in texts.items()
    )
    return Pack(
        title="Twelve",
        version=1,
        intro="",
        dimensions=(
            Dimension("a", "Execution", "Strategy"),
            Dimension("b", "Deadlines", "Lifecycle"),
        ),
        questions=tuple(Question(f"q{i}", f"Question {i}?", options) for i in range(12)),
        roles=roles,
        hash="sha256:" + "0" * 64,
    )


def sheet(**counts: int) -> dict[str, OptionId]:
    """Answers to the first questions of `twelve`: so many of a pole, `a_up=9, b_down=1`."""
    names = {"a_up": "a+", "a_down": "a-", "b_up": "b+", "b_down": "b-"}
    chosen = Counter({names[name]: count for name, count in counts.items()}).elements()
    return {f"q{i}": id for i, id in enumerate(chosen)}


NORTH = Role("north", "North", "Looks ahead.", {"a": 2})
BETWEEN = Role("between", "Between", "Looks both ways.", {"a": 2, "b": 2})
EAST = Role("east", "East", "Keeps going.", {"b": 2})
SOUTH = Role("south", "South", "Gets it done.", {"a": -2})
MIDDLE = Role("middle", "Middle", "Looks about.", {"a": 2, "b": 1})
ALL = twelve(NORTH, BETWEEN, EAST, SOUTH)
NEAR = twelve(NORTH, BETWEEN, MIDDLE, SOUTH)

LEANING = sheet(a_up=9, b_up=2, a_down=1)
CLOSE = sheet(a_up=7, b_up=5)  # to NEAR
FLAT = sheet(a_up=3, a_down=3, b_up=3, b_down=3)


# --- Headline and lead ------------------------------------------------------------------------


def test_a_clear_result_names_the_role_and_what_it_does() -> None:
    """A clear result says which role fits best, and in one sentence what that role does."""
    said = explained(TINY, ANSWERS)
    assert said.headline == "Portfolio manager fits how you like to work best"
    assert said.lead == ("Chooses which work is worth funding.",)


def test_a_leaning_result_says_that_it_is_not_safe() -> None:
    """A leaning result names the roles that could pass, and does not pretend to be safe."""
    said = explained(ALL, LEANING)
    assert (said.verdict, said.headline) == ("leaning", "North, but not safely ahead of Between")


@pytest.mark.parametrize(
    ("contenders", "headline"),
    [
        (("north", "east"), "North, but not safely ahead of East"),
        (("north", "between", "east"), "North, but not safely ahead of Between and East"),
        (("north",), "North, but not safely ahead of the others"),
    ],
)
def test_a_leaning_headline_names_contenders_even_if_another_is_next(
    contenders: tuple[str, ...], headline: str
) -> None:
    """The next in line may be safely behind, and one that is less alike may not."""
    responses = Responses(LEANING)
    result = score(ALL, responses)
    assert result.versus is not None
    assert result.versus.over == "between"
    assert Said(replace(result, contenders=contenders)).headline == headline


def test_a_close_result_names_the_contenders_and_what_separates_them() -> None:
    """A close result names who it is between and the two preferences that separate them best."""
    said = explained(NEAR, CLOSE)
    assert (said.verdict, said.headline) == ("close", "Between Middle and Between")
    facts = {fact.label: fact.text for fact in said.facts}
    # Middle is (0.89, 0.45), Between (0.71, 0.71): the widest spread is on the second
    assert facts["What differs"] == (
        "Middle is nearer Deadlines, Between nearer Lifecycle; you lean to Lifecycle."
    )
    assert facts["Also differs"] == (
        "Between is nearer Execution, Middle nearer Strategy; you lean to Strategy."
    )


def test_a_headline_names_three_contenders_and_a_fact_the_others() -> None:
    """Many contenders stay readable: three in the headline, the others beside it."""
    roles = [replace(NORTH, id=f"n{i}", name=f"North {i}") for i in range(5)]
    said = explained(twelve(*roles), LEANING)
    assert said.headline == "Between North 0, North 1, North 2 and 2 more"
    facts = {fact.label: fact.text for fact in said.facts}
    assert facts["Also near"] == "North 3 and North 4."
    assert facts["How sure"] == (
        "North 0, North 1, North 2, North 3 and North 4 come out exactly level."
    )


def test_a_close_result_with_one_contender_has_many_behind_it() -> None:
    """Rivals that are each safely behind can still make a close result; no pair is made up."""
    said = Said(replace(score(ALL, Responses(LEANING)), verdict="close", contenders=("north",)))
    assert said.headline == "North, but not safely ahead of the others"
    assert said.compare == ("North", "Between")


def test_a_flat_result_recommends_nothing_and_says_why() -> None:
    """Answers that point nowhere give no role, no reasons and no mark, but a reason for that."""
    said = explained(ALL, FLAT)
    assert said.headline == "No role stands out from your answers"
    assert "random answers" in said.lead[0]
    assert (said.reasons, said.facts, said.marked, said.ask) == ((), (), None, None)
    assert any("don't read anything into these" in text for text in words(said.page))


def test_answers_that_touch_no_role_are_not_called_random() -> None:
    """Where no role says anything about what was asked, that is said instead."""
    said = explained(twelve(replace(NORTH, profile={}), replace(EAST, profile={})), CLOSE)
    assert said.verdict == "flat"
    assert said.lead == ("Your answers say nothing about how the roles of this quiz differ.",)
    assert not any("random" in text for text in words(said.page))
    assert (len(said.talk), len(said.compare)) == (3, 2)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "at least 3 more answers."),  # 10/3 of the weight 5 is missing: 2 + 1 + 1
        ({"week": "roadmap"}, "at least 2 more answers."),  # 7/3: 2 + 1
        ({"first-hour": "date"}, "2 more answers."),  # 4/3: 1 + 1
        ({"meeting": 1, "first-hour": "date"}, "1 more answer."),
    ],
)
def test_too_few_answers_say_how_many_more(answers: dict[str, OptionId], words: str) -> None:
    """An insufficient result says how many answers are missing, by the weight of what is left."""
    said = explained(TINY, answers)
    assert said.headline == "Too few answers to recommend a role"
    assert said.lead[0].endswith(f"of the quiz, by the weights of its questions: {words}")
    assert said.fits == ()
    assert len(said.scales) == (2 if answers else 0)


def test_the_missing_answers_are_enough() -> None:
    """After as many more answers as are asked for, the result is not insufficient."""
    assert explained(ALL, sheet(a_up=5)).lead[0].endswith("quiz: 3 more answers.")
    assert explained(ALL, sheet(a_up=7)).verdict == "insufficient"
    assert explained(ALL, sheet(a_up=8)).verdict != "insufficient"


# --- Reasons ----------------------------------------------------------------------------------


def test_reasons_lead_from_the_answer_over_its_pole_to_the_role() -> None:
    """The worked example's reasons come weightiest first, each with the pole it speaks for."""
    said = explained(TINY, ANSWERS)
    assert [(because.speaks, because.chain) for because in said.reasons] == [
        ("for", "“The problem behind it” → Strategy → Portfolio manager"),
        ("for", "“The roadmap” → Strategy → Portfolio manager"),
        (
            "for",
            "“I would rather argue about where to go than about how to get there.”: Agree"
            " → Strategy → Portfolio manager",
        ),
    ]
    assert said.facts[0].text == "None of your answers speaks against Portfolio manager."


def test_a_long_statement_is_cut_at_a_word() -> None:
    """What a step of a scale answers shows in two lines, however long the statement is."""
    long = " ".join(["statement"] * 30)
    meeting = replace(TINY.question("meeting"), text=long)
    pack = replace(TINY, questions=(*TINY.questions[:2], meeting, TINY.questions[3]))
    chain = explained(pack, ANSWERS).reasons[2].chain
    assert chain == f"“{' '.join(['statement'] * 10)}…”: Agree → Strategy → Portfolio manager"


def test_a_reason_against_names_both_poles() -> None:
    """A reason against says which pole the answer speaks for and to which the role leans."""
    said = explained(ALL, LEANING)
    assert said.reasons[-1].chain == "“Done” → Execution, while North → Strategy"
    assert said.reasons[-1].sentence == (
        "You answered “Done”. That speaks for Execution, while North leans to Strategy."
    )
    assert [because.speaks for because in said.reasons] == ["for"] * 3 + ["against"]


def test_reasons_are_about_different_preferences() -> None:
    """Nine answers for one pole leave room for one of the few for another."""
    said = explained(twelve(BETWEEN, SOUTH), sheet(a_up=9, b_up=3))
    assert [because.chain for because in said.reasons] == [
        "“Ahead” → Strategy → Between",
        "“Ahead” → Strategy → Between",
        "“Years” → Lifecycle → Between",
    ]


def test_a_reason_names_the_pole_that_gives_most_of_its_points() -> None:
    """Of an answer's poles, the one named gives the role most, not the one it loads on most."""
    both = Option("both", "Both", {"a": 2, "b": -1})
    other = Option("other", "Other", {"a": -2, "b": 1})
    pack = replace(
        ALL,
        questions=tuple(Question(f"q{i}", "Which?", (both, other)) for i in range(6)),
        roles=(replace(NORTH, profile={"a": 1, "b": -2}), SOUTH),
    )
    said = explained(pack, {f"q{i}": "both" for i in range(6)})
    assert said.reasons[0].chain == "“Both” → Deadlines → North"


# --- How sure, and the nearest alternative ----------------------------------------------------


@pytest.mark.parametrize(
    ("stability", "words"),
    [
        (1.0, "19 in 20 or more"),
        (0.95, "19 in 20 or more"),
        (0.9499, "about 9 in 10"),
        (0.8501, "about 9 in 10"),
        (0.85, "about 8 in 10"),
        (0.5, "about 5 in 10"),
        (0.125, "about 1 in 10"),
        (0.05, "1 in 20 or fewer"),
        (0.0, "1 in 20 or fewer"),
    ],
)
def test_sureness_in_words(stability: float, words: str) -> None:
    """Sureness is a count that people use, and never all of them."""
    assert sureness(stability) == words


@given(st.floats(0, 1), st.floats(0, 1))
def test_sureness_never_falls_where_stability_rises(one: float, other: float) -> None:
    """More stability never sounds less sure, and the words stay within a twentieth."""

    def claimed(stability: float) -> float:
        count, _, of = sureness(stability).removeprefix("about ").split()[:3]
        return int(count) / int(of)

    low, high = sorted([one, other])
    assert claimed(low) <= claimed(high)
    assert abs(claimed(low) - low) <= 0.05 + 1e-9


def test_sureness_is_about_other_quizzes_of_the_kind() -> None:
    """The sentence claims what the method's stability is, and nothing about success."""
    said = explained(TINY, ANSWERS)  # stability 0.9361
    facts = {fact.label: fact.text for fact in said.facts}
    assert facts["How sure"] == (
        "Fairly sure: with more questions like these, Portfolio manager would probably stay first "
        "(about 9 in 10)."
    )


def test_a_tie_names_every_tied_role_and_claims_no_sureness() -> None:
    """Roles that are level are named, and no figure of sureness is made up."""
    said = explained(twelve(EAST, NORTH, replace(NORTH, id="n2", name="Polar")), LEANING)
    facts = {fact.label: fact.text for fact in said.facts}
    assert facts["How sure"] == "North and Polar come out exactly level."
    assert facts["Level with it"] == "Polar. Looks ahead."
    assert "What differs" not in facts  # their profiles are the same
    assert said.sections[0].title == "North or Polar"


def test_the_nearest_alternative_says_how_its_work_differs() -> None:
    """The leader's card says how the other's work differs, else the other's, else its summary."""
    cards = {
        "own": Card(confused_with={"between": "Between looks sideways."}),
        "other": Card(confused_with={"north": "North looks one way."}),
    }
    own, other = replace(NORTH, card=cards["own"]), replace(BETWEEN, card=cards["other"])
    for roles, text in [
        ((own, other), "Between looks sideways."),
        ((NORTH, other), "Between. North looks one way."),
        ((NORTH, BETWEEN), "Between. Looks both ways."),
    ]:
        facts = {fact.label: fact.text for fact in explained(twelve(*roles), LEANING).facts}
        assert facts["Next nearest"] == text


def test_a_lone_role_has_no_rival_to_be_sure_against() -> None:
    """With nothing to compare, nothing is claimed."""
    said = explained(twelve(NORTH), LEANING)
    assert said.facts[-1].text == "No other role could be compared with your answers."
    assert said.sections == []


# --- The rest ---------------------------------------------------------------------------------


def test_the_widest_disagreement_is_something_to_ask_about() -> None:
    """Where the person's mark is furthest from the role's is put as a question."""
    asking = "Ask someone in the role how much of a usual week is about"
    leader = replace(NORTH, profile={"a": 2, "b": -1})
    said = explained(twelve(leader, EAST), sheet(a_up=9, b_up=3))  # at 0.75 and 0.25
    assert said.ask == f"You lean to Lifecycle, North to Deadlines. {asking} Deadlines."
    said = explained(TINY, ANSWERS)  # 0.92 of 1
    assert said.ask == f"You lean less to Strategy than Portfolio manager does. {asking} Strategy."
    keen = explained(twelve(replace(NORTH, profile={"a": 1}), EAST), sheet(a_up=12))
    assert keen.ask == f"You lean more to Strategy than North does. {asking} Strategy."
    assert explained(twelve(NORTH, EAST), sheet(a_up=12)).ask is None


def test_positions_are_said_in_words_and_figures() -> None:
    """Each dimension has both poles, the person and the role; one without an answer says so."""
    focus, horizon = explained(TINY, ANSWERS).scales
    assert (focus.low, focus.high, focus.role) == ("Execution", "Strategy", 1.0)
    assert focus.you == pytest.approx(5.5 / 6)
    assert (focus.you_words, focus.role_words) == ("strongly to Strategy", "strongly to Strategy")
    assert (horizon.you_words, horizon.role_words) == ("slightly to Deadlines", "neither way")
    asked = twelve(NORTH, SOUTH)
    asked = replace(asked, dimensions=(*asked.dimensions, Dimension("c", "Team", "World")))
    assert explained(asked, LEANING).scales[2].you_words == "no answer"


def test_points_between_the_first_two_sum_to_their_gap() -> None:
    """Fits of 99.5 and 80.3 are 19.2 apart, and so much the answers make, as they are shown."""
    section = explained(TINY, ANSWERS).sections[0]
    assert section.title == "Why Portfolio manager rather than Product manager"
    assert section.text.startswith("Its fit is 19.2 points higher.")
    assert [item.split()[0] for item in section.items] == ["+10.5", "+9.5", "+1.3", "−2.1"]


@pytest.mark.parametrize("given", [LEANING, CLOSE, sheet(a_up=6, b_up=3, a_down=1)])
def test_answers_that_are_not_named_are_counted_and_summed(given: dict[str, OptionId]) -> None:
    """The last line of the gap stands for every answer that no line above it quotes."""
    result = score(ALL, Responses(given))
    assert result.versus is not None
    points = result.versus.points
    section = next(each for each in Said(result).sections if each.title.startswith("Why "))
    *named, rest = section.items
    left = [id for id in points if not any(ALL.question(id).text in line for line in named)]
    assert len(left) == len(given) - len(named) > 1
    together = signed(sum(points[id] for id in left))
    assert rest == f"{together} from the other {len(left)} answers"


def test_a_gap_that_rounds_to_nothing_is_still_a_gap() -> None:
    """0.02 points are not said to be 0.0."""
    responses = Responses(ANSWERS)
    result = score(TINY, responses)
    assert result.versus is not None
    second = result.roles[1]._replace(fit=(result.roles[0].fit or 0) - 0.02)
    close = replace(
        result,
        versus=result.versus._replace(points={"week": 0.02}),
        roles=(result.roles[0], second, *result.roles[2:]),
    )
    section = Said(close).sections[0]
    assert section.text.startswith("Its fit is less than 0.1 points higher.")


def test_what_would_change_it_names_the_answers_and_any_shorter_way() -> None:
    """The changes that put the runner-up first are named, and a role that needs fewer."""
    section = explained(TINY, ANSWERS).sections[1]
    assert section.text == "Changing these 2 answers would put Product manager first:"
    assert section.items[0] == (
        "What makes you prouder a year later? “It is still growing” instead of "
        "“It shipped on the day we promised”"
    )
    assert section.after == (
        "Overall, your answers would then point too weakly anywhere to recommend a role. "
        "Changing 1 answer would be enough to put Project manager ahead of Portfolio manager."
    )


def test_a_way_that_is_no_shorter_is_not_mentioned() -> None:
    """Where no role needs fewer changes than the runner-up, nothing is added."""
    section = explained(ALL, LEANING).sections[1]
    assert section.text == "Changing this answer would put Between first:"
    assert section.after == ""


def test_many_changes_are_counted_not_listed() -> None:
    """Beyond five changes the rest is a number."""
    section = explained(twelve(NORTH, SOUTH), sheet(a_up=12)).sections[1]
    # each change moves the match by 2/12 from 1 to −1 and must pass 0: seven
    assert section.text == "Changing these 7 answers would put South first:"
    assert (len(section.items), section.items[-1]) == (6, "and 2 more")


def test_a_third_role_that_would_lead_is_named() -> None:
    """Where the changes that lift the runner-up lift another role further, that is said."""
    responses = Responses(LEANING)
    result = score(ALL, responses)
    assert result.flip is not None
    said = Said(replace(result, flip=result.flip._replace(leader="east")))
    assert said.sections[1].text.endswith("would put Between ahead of North, and East first:")


def test_a_result_that_no_answers_would_change_says_so() -> None:
    """Where no answers put the runner-up in front, that is the answer."""
    shadow = Role("shadow", "Shadow", "", {"c": 2})
    pack = twelve(NORTH, shadow)
    pack = replace(
        pack,
        dimensions=(*pack.dimensions, Dimension("c", "Team", "World")),
        questions=tuple(
            replace(q, options=(*q.options[:1], Option("mild", "Mild", {"a": 1, "c": 0.1})))
            for q in pack.questions
        ),
    )
    responses = Responses({f"q{i}": "a+" for i in range(12)})
    result = replace(score(pack, responses), flip=None)
    section = Said(result).sections[1]
    assert section.text == "No other answers to these questions would put Shadow first."


@pytest.mark.parametrize(("answers", "verdict"), [(CLOSE, "close"), (FLAT, "flat")])
def test_an_undecided_result_leaves_something_in_the_hand(
    answers: dict[str, OptionId], verdict: str
) -> None:
    """Close and flat results give three different questions to talk over and two cards."""
    said = explained(NEAR, answers)
    assert said.verdict == verdict
    assert len(set(said.talk)) == 3
    assert all(item.endswith("?") for item in said.talk)
    assert len(set(said.compare)) == 2


def test_talking_points_begin_with_what_separates_the_roles() -> None:
    """The first question is about the preference on which the contenders differ most."""
    assert [point.split(":")[0] for point in explained(NEAR, CLOSE).talk] == [
        "Deadlines or Lifecycle",
        "Execution or Strategy",
        "Deadlines or Lifecycle",
    ]


def test_a_flat_result_compares_the_two_roles_most_unlike() -> None:
    """Where the ranking says nothing, the cards are those furthest apart."""
    assert explained(ALL, FLAT).compare == ("North", "South")


def test_a_decided_result_warns_and_says_what_to_try() -> None:
    """The leader's card gives what leavers dislike and what to try; an empty card gives nothing."""
    card = Card(leavers_dislike=("The meetings",), try_next=("Shadow somebody",))
    said = explained(twelve(replace(NORTH, card=card), BETWEEN), LEANING)
    assert [(section.title, section.items) for section in said.sections[2:]] == [
        ("What people who left it complained about", ("The meetings",)),
        ("What to try next", ("Shadow somebody",)),
    ]
    assert len(explained(ALL, LEANING).sections) == 2


@given(
    st.dictionaries(
        st.sampled_from([f"q{i}" for i in range(12)]), st.sampled_from(["a+", "a-", "b+", "b-"])
    )
)
def test_any_answers_can_be_explained(answers: dict[str, OptionId]) -> None:
    """Whatever is answered or skipped, the page has a headline, a reason for it and a note."""
    said = explained(ALL, answers)
    assert said.headline
    assert said.lead
    assert said.note.startswith(f"{len(answers)} of 12 questions answered.")
    assert (said.compare != ()) == (said.verdict in {"close", "flat"})
    assert (said.marked is None) == (said.verdict in {"flat", "insufficient"})


def test_points_read_as_people_write_them() -> None:
    """Points always have a sign and never a minus zero."""
    assert [signed(points) for points in (1.26, -3.0, 0.0)] == ["+1.3", "−3.0", "+0.0"]
    assert (signed(-0.01), figure(-1e-15)) == ("+0.0", "0.0")


def test_what_a_quiz_knows_of_itself_stands_beside_how_sure_it_is() -> None:
    """Where the quiz says how it was tested, a role that leads is never told without it."""
    evidence = "Of ten people, nine got the role that they hold."
    facts = dict(explained(replace(TINY, evidence=evidence), ANSWERS).facts)
    labels = list(facts)
    assert labels[labels.index("How sure") + 1] == "How tested"
    assert facts["How tested"] == evidence
