"""The laws of the state machine, whatever a person does in whatever order."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from rolequiz.ask.state import Action, Choose, Event, Move, State, entry, replay, step
from rolequiz.model import Option, Pack, Question

QUESTIONS = tuple(
    Question(f"q{i}", "?", tuple(Option(j, str(j), {}) for j in range(1, 3 + i))) for i in range(3)
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Choose, st.none() | st.integers(-2, 6)),
    st.builds(Move, st.integers(-9, 9)),
    st.sampled_from(Action),
)


def after(*events: Event) -> State:
    """Return the state that events lead to from the start."""
    state = State(QUESTIONS)
    for event in events:
        state = step(state, event)
    return state


STATES = st.lists(EVENTS, max_size=30).map(lambda events: after(*events))


@given(STATES, EVENTS)
def test_any_event_leads_to_a_state_that_makes_sense(state: State, event: Event) -> None:
    """No event raises, leaves a question behind without an answer, or selects what is not there."""
    now = step(state, event)
    assert 0 <= now.at <= len(QUESTIONS)
    assert all(question.id in now.answers for question in QUESTIONS[: now.at])
    assert now.done or now.row is None or 0 <= now.row < len(now.question.options)
    assert now.responses().matters <= now.responses().answers.keys()


@given(STATES)
def test_going_back_and_forward_keeps_everything(state: State) -> None:
    """Back then forward returns to the same question, with the same answers and marks."""
    there = step(step(state, Action.BACK), Action.FORWARD)
    assert (there.answers, there.matters) == (state.answers, state.matters)
    assert there.at == state.at or not state.at


@given(STATES)
def test_a_state_rebuilds_from_its_entries(state: State) -> None:
    """What is kept of every question brings back the answers, the marks and the place to go on."""
    again = replay(QUESTIONS, [entry(state, question.id) for question in QUESTIONS])
    assert (again.answers, again.matters) == (state.answers, state.matters)
    assert again.done or state.answers.get(again.question.id) is None
    assert all(question.id in state.answers for question in QUESTIONS[: again.at])


def test_choosing_answers_and_goes_on() -> None:
    """A chosen row is the answer, and the next question follows with nothing selected."""
    state = after(Move(1), Choose(1))
    assert (state.at, state.row, dict(state.answers)) == (1, None, {"q0": 2})


def test_enter_answers_with_the_selected_row() -> None:
    """Choosing without a row takes the one that the movements have come to, round the ends."""
    assert after(Move(-1), Choose()).answers == {"q0": 2}
    assert after(Move(1), Move(1), Move(1), Choose()).answers == {"q0": 1}


def test_nothing_is_selected_until_a_movement() -> None:
    """Choosing without a row is no answer then; one down is the first row, one up the last."""
    assert after(Choose()) == after()
    assert after(Move(1)).row == 0
    assert after(Choose(0), Move(-1)).row == 2
    assert after(Action.SKIP, Action.BACK, Choose()).answers == {"q0": None}


def test_a_row_that_is_not_there_changes_nothing() -> None:
    """Number 3 of two options, or a number below 1, is no answer."""
    assert after(Choose(2)) == after(Choose(-1)) == after()


def test_choosing_again_replaces_the_answer() -> None:
    """Going back shows the earlier answer selected, and another choice takes its place."""
    assert after(Choose(1), Action.BACK).row == 1
    assert after(Choose(1), Action.BACK, Choose(0)).answers == {"q0": 1}


def test_skipping_removes_answer_and_mark() -> None:
    """A question skipped after all has no answer, and no mark that would count."""
    state = after(Action.MATTER, Choose(1), Action.BACK, Action.SKIP)
    assert (dict(state.answers), state.matters, state.at) == ({"q0": None}, frozenset(), 1)
    assert (state.answered, state.responses().answers) == (0, {})


def test_back_at_the_first_question_stays() -> None:
    """There is nothing before the first question."""
    assert after(Action.BACK).at == 0


def test_forward_needs_an_answer_or_a_skip() -> None:
    """Nobody passes a question by accident."""
    assert after(Action.FORWARD).at == 0
    assert after(Action.SKIP, Action.BACK, Action.FORWARD).at == 1


def test_the_last_answer_ends_the_quiz() -> None:
    """No page to confirm follows; back opens the last question again."""
    state = after(Choose(0), Action.SKIP, Choose(3))
    assert state.done
    assert dict(state.responses().answers) == {"q0": 1, "q2": 4}
    assert step(state, Action.BACK).row == 3
    assert step(state, Choose(0)) == state


def test_a_mark_comes_and_goes() -> None:
    """Marking twice is not marking; marking once is in the responses."""
    assert after(Action.MATTER, Choose(0)).responses().matters == {"q0"}
    assert after(Action.MATTER, Action.MATTER, Choose(0)).responses().matters == frozenset()


def test_help_closes_with_the_question() -> None:
    """Help makes way for a selection, and does not crowd the next question."""
    assert after(Action.HELP).helping
    assert not after(Action.HELP, Move(1)).helping
    assert not after(Action.HELP, Choose(0)).helping


def test_answers_are_in_the_order_of_the_questions() -> None:
    """Going back and forth does not show in the responses."""
    state = replay(QUESTIONS, [{"question": id, "answer": 1} for id in ("q2", "q0", "q1")])
    assert list(state.responses().answers) == ["q0", "q1", "q2"]


def test_entries_that_do_not_fit_are_passed_over(quiz: Callable[..., Pack]) -> None:
    """Unknown questions, options and types say nothing; the last entry that fits counts."""
    questions = quiz(2, 2).questions
    state = replay(
        questions,
        [
            {},
            {"question": ["q0"], "answer": "o0"},
            {"question": "other", "answer": "o0"},
            {"question": "q0", "answer": "o1", "matters": True},
            {"question": "q0", "answer": "o9", "matters": True},
            {"question": "q0", "answer": {}, "matters": "yes"},
            {"question": "q1", "answer": 0},
        ],
    )
    assert (dict(state.answers), state.matters, state.at) == ({"q0": "o1"}, frozenset(), 1)


def test_a_step_is_not_a_truth() -> None:
    """True is not the first step of a scale, nor is 1.0, though Python thinks them equal."""
    entries = [{"question": "q0", "answer": answer} for answer in (True, 1.0)]
    assert replay(QUESTIONS, entries).answers == {}


def test_only_who_is_offered_it_can_stop() -> None:
    """Stop does nothing without an offer, nor once the person has gone on to another question."""
    assert not after(Choose(0), Action.STOP).done
    assert after(Choose(0), Action.OFFER, Action.STOP).responses().stopped
    assert not after(Choose(0), Action.OFFER, Choose(0), Action.STOP).done
    assert not after(Choose(0), Action.OFFER, Action.BACK, Action.STOP).done


def test_whoever_stopped_can_come_back() -> None:
    """Back from the end leads to the last answer, and the rest can be answered then."""
    state = after(Choose(0), Action.OFFER, Action.STOP, Action.BACK)
    assert (state.at, state.done, state.responses().stopped) == (0, False, False)
    assert after(Choose(0), Action.OFFER, Action.STOP, Choose(0)) == after(
        Choose(0), Action.OFFER, Action.STOP
    )


def test_an_offer_says_how_many_were_answered() -> None:
    """A skipped question is none of them."""
    assert after(Choose(0), Action.SKIP, Action.OFFER).offers == (1,)
