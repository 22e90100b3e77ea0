"""A talk about a result: what each key says, and that a what-if leaves no trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.ask.explore import Reply, Save, Talk, step
from rolequiz.model import OptionId, Pack, Responses
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.pages import talk as pages
from rolequiz.pages.parts import Facts, Items, Page, Reasons
from rolequiz.pages.result import result_page
from rolequiz.responses import read_responses, to_json
from rolequiz.scoring import score

SHIPPED = shipped_pack()
ROBIN = read_responses(Path(__file__).parents[2] / "docs" / "example-answers.json", SHIPPED)
TINY = read_pack(Path(__file__).parents[1] / "data" / "packs" / "tiny")
ANSWERS: dict[str, OptionId] = {
    "first-hour": "problem",
    "proud": "on-time",
    "meeting": 4,
    "week": "roadmap",
}


def begun(pack: Pack = TINY, responses: Responses = Responses(ANSWERS)) -> Talk:  # noqa: B008
    """A talk about the worked example, or another result."""
    return Talk(score(pack, responses), responses)


def said(talk: Talk, lines: Iterable[str]) -> tuple[Talk, Reply]:
    """Where a talk is after some lines, and what the last one was answered."""
    reply: Reply = ""
    for line in lines:
        talk, reply = step(talk, line)
    return talk, reply


def page(talk: Talk, *lines: str) -> Page:
    """The page that the last of some lines shows."""
    found = said(talk, lines)[1]
    assert isinstance(found, Page)
    return found


def items(shown: Page) -> tuple[str, ...]:
    """The items of a page."""
    return tuple(
        text
        for section in shown.sections
        for part in section.parts
        if isinstance(part, Items)
        for text in part.texts
    )


def test_enter_shows_the_result_part_by_part_to_its_end() -> None:
    """All of the page, in its order, and then that this was all."""
    talk, shown = begun(), []
    while not isinstance((after := step(talk, ""))[1], str):
        talk, reply = after
        assert isinstance(reply, Page)
        shown += [section.title for section in reply.sections]
    whole = [section.title for section in result_page(talk.result).sections]
    assert shown == whole[1:]
    assert after[1] == pages.END


@pytest.mark.parametrize("room", range(12))
def test_what_the_first_screen_had_no_room_for_comes_next(room: int) -> None:
    """Reasons and facts that did not fit are the next part; none is lost, in any room."""
    talk = begun(SHIPPED, ROBIN)
    whole = sentences(pages.parts(talk.result)[0])
    first, rest = pages.first_screen(talk.result, lambda page: len(sentences(page)) <= room)
    assert len(sentences(first)) == min(room, len(whole))
    if rest is None:
        assert sentences(first) == whole
        return
    shown, reply = step(replace(talk, rest=rest), "")
    assert reply is rest
    assert shown.rest is None
    assert sentences(first) + sentences(rest) == whole


def sentences(shown: Page) -> list[object]:
    """The sentences of a page's parts, however they are grouped."""
    return [
        each
        for part in shown.sections[0].parts
        for each in (part[0] if isinstance(part, Facts | Reasons) else [part])
    ]


@pytest.mark.parametrize(
    ("number", "title"),
    [
        ("1", "Why Portfolio manager fits more than Product manager"),
        ("2", "Why Product manager fits less than Portfolio manager"),
        ("3", "Why Project manager fits less than Portfolio manager"),
    ],
)
def test_a_number_says_why_the_role_in_that_place_stands_there(number: str, title: str) -> None:
    """The leader against the runner-up, all others against the leader."""
    assert page(begun(), number).title == title


def test_a_number_that_no_role_has_is_told() -> None:
    """And how many there are."""
    assert said(begun(), ["4"])[1] == "There are 3 roles, so type 1 to 3."


def test_answers_stand_with_what_each_adds_to_the_leader() -> None:
    """As shown they and 50 make the fit of 99.5, by the worked example."""
    shown = page(begun(), "a")
    assert "They and 50 make Portfolio manager's fit of 99.5." in shown.lead[0]
    added = [item.rsplit(" ", 1)[1].replace("−", "-") for item in items(shown)]
    assert added == ["+36.0", "+0.0", "+4.5", "+9.0"]


def test_another_answer_shows_what_moves_and_u_takes_it_back() -> None:
    """The figures are those of a file with the other answer; nothing is left of it after u."""
    talk, reply = said(begun(), ["a", "1", "2"])
    assert isinstance(reply, Page)
    assert reply.title.startswith("What if: ")
    other = TINY.questions[0].options[1].id
    expected = score(TINY, Responses({**ANSWERS, "first-hour": other}))
    assert talk.result.figures.positions == expected.figures.positions
    back, _ = said(talk, ["u"])
    assert to_json(back.now, TINY) == to_json(Responses(ANSWERS), TINY)
    assert said(back, ["u"])[1] == pages.NOTHING_CHANGED


@given(st.lists(st.tuples(st.integers(1, 33), st.integers(1, 4)), min_size=1, max_size=6))
def test_0_takes_every_change_back_to_the_byte(changes: list[tuple[int, int]]) -> None:
    """However many there were, and in which order."""
    talk = begun(SHIPPED, ROBIN)
    lines = [line for question, option in changes for line in ("a", str(question), str(option))]
    changed, _ = said(talk, lines)
    back, _ = said(changed, ["0"])
    assert to_json(back.now, SHIPPED) == to_json(ROBIN, SHIPPED)
    assert back.result == talk.result


def test_a_preference_shows_which_answers_placed_somebody_there() -> None:
    """As shown they make the 92 of 100 to Strategy of the worked example."""
    shown = page(begun(), "d", "1")
    assert shown.lead[0].startswith("You lean strongly to Strategy: 92 of 100.")
    moved = [int(item.split()[0].replace("−", "-")) for item in items(shown)]
    assert sum(moved) == 92


def test_the_method_is_told_with_ones_own_figures() -> None:
    """The length of the worked example's preferences, and its stability."""
    text = " ".join(part for part in page(begun(), "m").sections[0].parts if isinstance(part, str))
    assert "0.93 long" in text
    assert "94 times in 100" in text


def test_words_do_what_keys_do() -> None:
    """Whoever types may write the word."""
    for word, key in (("answers", "a"), ("Compare", "c"), ("method", "m"), ("next", "")):
        assert step(begun(), word) == step(begun(), key)


def test_a_wish_to_save_names_the_answers_as_they_are_now() -> None:
    """Those of the what-if, if there is one; an empty line saves nothing."""
    talk, reply = said(begun(), ["a", "1", "2", "s", "mine.json"])
    assert reply == Save("mine.json", talk.now)
    assert said(begun(), ["s", ""])[1] == ""


@pytest.mark.parametrize("lines", [["a", "99"], ["a", "x"], ["d", "0"], ["a", "1", "9"]])
def test_a_number_that_is_none_of_these_is_asked_again(lines: list[str]) -> None:
    """The question stays, until it is answered or left with Enter alone."""
    talk, reply = said(begun(), lines)
    assert isinstance(reply, str)
    assert talk.waits_for
    assert not step(talk, "")[0].waits_for


def test_a_key_that_means_nothing_says_which_do() -> None:
    """And q ends the talk."""
    for line in ("x", "00", "-1", "²", "1" * 5000):
        assert "That is no key here. Enter=next 1-3=why" in str(said(begun(), [line])[1])
    assert said(begun(), ["q"])[0].done
