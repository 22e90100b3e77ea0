"""A talk about a result: what each key says, and that a what-if leaves no trace."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.ask.explore import Files, Pager, Reply, Save, Talk, answered, screenful, step
from rolequiz.ask.state import Action
from rolequiz.ask.state import step as take
from rolequiz.ask.terminal import Terminal
from rolequiz.model import OptionId, Pack, Responses
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.pages import talk as pages
from rolequiz.pages.parts import Facts, Items, Page, Reasons, Scales
from rolequiz.pages.result import result_page
from rolequiz.render import write as written
from rolequiz.render.json import result_json
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
    """A talk after some lines, and the reply to the last one."""
    reply: Reply = ""
    for line in lines:
        talk, reply = step(talk, line)
    return talk, reply


def shown(terminal: Terminal) -> list[str]:
    """What has been written to a stand-in for a terminal."""
    assert isinstance(terminal.stream, io.StringIO)
    return terminal.stream.getvalue().splitlines()


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
    """The whole page, in its order, and then a note that this was all."""
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


def test_after_another_answer_enter_shows_its_result_from_the_top() -> None:
    """Nothing is left of the earlier result, though its first screen had left something over."""
    talk = begun()
    _, rest = pages.first_screen(talk.result, lambda page: not sentences(page))
    changed, _ = said(replace(talk, rest=rest), ["a", "1", "2"])
    assert step(changed, "")[1] == pages.parts(changed.result)[0]
    back, _ = said(changed, ["u"])
    assert step(back, "")[1] == pages.parts(talk.result)[0]


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
    """The leader is compared with the runner-up, all others with the leader."""
    assert page(begun(), number).title == title


def test_a_number_that_no_role_has_is_told() -> None:
    """The reply says how many roles there are."""
    assert said(begun(), ["4"])[1] == "There are 3 roles, so type 1 to 3."


def test_answers_stand_with_what_each_adds_to_the_leader() -> None:
    """As shown they and 50 make the fit of 99.5, by the worked example."""
    shown = page(begun(), "a")
    assert "Added to 50, they make 99.5." in shown.lead[0]
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


SAID = st.one_of(st.integers(1, 4).map(str), st.sampled_from(["s", "*", "*1"]))


@given(st.lists(st.tuples(st.integers(1, len(SHIPPED.questions)), SAID), min_size=1, max_size=6))
def test_0_and_u_take_every_change_back_to_the_byte(changes: list[tuple[int, str]]) -> None:
    """However many there were, and in which order."""
    talk = begun(SHIPPED, ROBIN)
    lines = [line for question, option in changes for line in ("a", str(question), option)]
    changed, _ = said(talk, lines)
    for way in (["0"], ["u"] * len(changed.past)):
        back, _ = said(changed, way)
        assert to_json(back.now, SHIPPED) == to_json(ROBIN, SHIPPED)
        assert result_json(back.result) == result_json(talk.result)


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
    assert "it would hold with more questions like these is about 9 in 10." in text


def test_words_do_what_keys_do() -> None:
    """A key's word can be typed instead."""
    words = {
        "answers": "a",
        "Compare": "c",
        "method": "m",
        "next": "",
        "near": "n",
        "undo all": "0",
    }
    for word, key in words.items():
        assert step(begun(), word) == step(begun(), key)


FILES = Files(
    free=lambda: "free.html",
    wrong=lambda name: "" if "." in name else "It has no ending.",
    taken=lambda name: name == "there.md",
)


def saving(*lines: str) -> tuple[Talk, Reply]:
    """A talk that can save, after some lines."""
    return said(replace(begun(), files=FILES), lines)


def test_a_wish_to_save_names_the_answers_as_they_are_now() -> None:
    """Those of the what-if, if there is one, which is said before anything is saved."""
    assert "free.html; - saves nothing" in str(saving("s")[1])
    assert "this what-if" not in str(saving("s")[1])
    assert "this what-if, with 1 answer changed" in str(saving("a", "1", "2", "s")[1])
    talk, reply = saving("a", "1", "2", "s", "mine.json")
    assert reply == Save("mine.json", talk.now, 1)
    assert saving("s", "mine.json")[1] == Save("mine.json", begun().now)


def test_enter_takes_the_name_that_is_shown_and_a_dash_saves_nothing() -> None:
    """A wrong name is asked for again."""
    assert saving("s", "")[1] == Save("free.html", begun().now)
    assert saving("s", "-")[1] == ""
    assert saving("s", "mine")[1] == "It has no ending."
    assert saving("s", "mine", "mine.md")[1] == Save("mine.md", begun().now)


def test_a_file_that_is_there_is_replaced_only_if_wished() -> None:
    """Only yes replaces it; anything else keeps it."""
    assert "there.md is there already. Replace it?" in str(saving("s", "there.md")[1])
    assert saving("s", "there.md", "y")[1] == Save("there.md", begun().now)
    for line in ("n", "", "x", "-"):
        assert not isinstance(saving("s", "there.md", line)[1], Save)


def test_roles_are_chosen_by_their_places() -> None:
    """One is shown whole; two stand on the scales with the person, first of all; else the first."""
    names = [begun().result.pack.role(role.role).name for role in begun().result.roles]
    assert items(page(begun(), "c")) == tuple(names)
    assert page(begun(), "c", "2").title == names[1]
    both = page(begun(), "c", "3, 1")
    assert both.title == f"{names[2]} or {names[0]}"
    scales = both.sections[0].parts[0]
    assert isinstance(scales, Scales)
    assert (scales.marked, scales.other) == (names[2], names[0])
    assert [scale.you for scale in scales.scales] == begun().result.figures.stands
    assert both.lead == (f"{names[2]} fits 33.9, {names[0]} fits 99.5.",)
    assert both.sections[1] == page(begun(), "3").sections[0]
    assert page(begun(), "c", "").title == f"{names[0]} or {names[1]}"
    assert page(begun(), "c", "1 2 3").title == " or ".join(names)
    assert "1 to 3" in str(said(begun(), ["c", "1 4"])[1])


def test_how_near_another_result_is_is_told_by_counts_alone() -> None:
    """Nobody is told what to answer to become something."""
    result = begun(SHIPPED, ROBIN).result
    near = next(
        part
        for part in pages.parts(result)
        if part.sections and part.sections[0].title == "What would change it"
    )
    counts = {role.role: len(role.changes or ()) for role in result.roles}
    second, third = (SHIPPED.role(id) for id in list(counts)[1:3])
    wanted = tuple(f"{role.name}: {counts[role.id]}" for role in (second, third))
    assert items(near)[:2] == wanted
    options = {option.text for question in SHIPPED.questions for option in question.options}
    assert not any(option in text for text in items(near) for option in options)


def test_the_answers_that_somebody_is_unsure_of_may_change_the_result() -> None:
    """By numbers of questions: the fewest of them, with what was answered, or that none do."""
    talk = begun(SHIPPED, ROBIN)
    assert len(items(page(talk, "n"))) == len(SHIPPED.questions)
    few = page(talk, "n", "28 29 30 31")
    assert few.lead == ("Whatever you answer to these, Product manager stays ahead.",)
    enough = page(talk, "n", " ".join(map(str, range(1, 12))))
    fewest = talk.result.nearest({question.id for question in SHIPPED.questions[:11]})
    count = len(fewest["product-owner"])
    assert enough.lead[0].startswith(
        f"With {count} of these 11 answers changed, Product owner could be"
    )
    told = items(enough)[:count]
    assert all("→" not in text for text in told)
    given = [ROBIN.answers[change.question] for change in fewest["product-owner"]]
    texts = [SHIPPED.question(c.question) for c in fewest["product-owner"]]
    for text, question, option in zip(told, texts, given, strict=True):
        assert question.text in text
        assert question.option(option).text in text
    assert f"1 to {len(SHIPPED.questions)}" in str(said(talk, ["n", "3 x"])[1])


def test_too_few_answers_tell_no_fit_and_no_order_of_roles() -> None:
    """No key says what the result keeps back: places are those of the quiz."""
    few = begun(SHIPPED, Responses({q.id: q.options[0].id for q in SHIPPED.questions[:5]}))
    assert items(page(few, "c")) == tuple(role.name for role in SHIPPED.roles)
    assert page(few, "3").title.startswith("Too few answers to compare Product owner and")
    for keys in (["1"], ["a"], ["m"], ["c", "2 3"], ["c", "1"]):
        text = written(page(few, *keys))
        assert not re.search(r"\bfits? [^yh]|[+−][0-9]+[.][0-9]", text), text


def test_nobody_is_asked_what_they_are_unsure_of_where_no_role_leads() -> None:
    """No role can be passed, and there is no lead to be sure of."""
    flat = begun(
        TINY,
        Responses({"first-hour": "people", "proud": "growing", "meeting": 3, "week": "schedule"}),
    )
    assert flat.result.verdict == "flat"
    assert said(flat, ["n"]) == (flat, pages.NOBODY_LEADS)
    assert "would last" not in written(page(flat, "m"))


def test_the_fits_are_numbered_as_the_keys_are() -> None:
    """Nobody has to count which key asks about a role."""
    talk = begun(SHIPPED, ROBIN)
    fits = next(part for part in pages.parts(talk.result) if "every role fits" in written(part))
    for number, role in enumerate(talk.result.roles, start=1):
        assert f"{number}. {SHIPPED.role(role.role).name} " in written(fits)


def test_the_first_screen_keeps_the_heading_of_what_it_shows() -> None:
    """Where the answer has no reasons, what it shows first stands under a heading."""
    few = score(SHIPPED, Responses({}))
    first, rest = pages.first_screen(few, lambda page: True)
    assert (first, rest) == (pages.parts(few)[0], None)
    nothing, rest = pages.first_screen(few, lambda page: not page.sections[0].parts)
    assert rest is not None
    assert [nothing.sections[0].title, rest.sections[0].title] == ["", first.sections[0].title]


def test_all_answers_are_as_near_as_the_result_says() -> None:
    """The fewest changes among all questions are those of every result."""
    result = begun(SHIPPED, ROBIN).result
    nearest = result.nearest({question.id for question in SHIPPED.questions})
    assert nearest == {role.role: role.changes for role in result.roles if role.changes}


@pytest.mark.parametrize("by", ["keys", "lines"])
def test_a_question_asked_anew_can_be_skipped_and_marked(by: str) -> None:
    """As at first; what is as it was is no change, and leaving it is none."""
    asked = said(begun(), ["a", "1"])[0]
    state = asked.asking
    assert state
    assert (state.question.id, state.chosen) == ("first-hour", 0)
    if by == "lines":
        skipped, kept, marked = (said(asked, [line])[0] for line in ("s", "1", "*1"))
    else:
        skipped = answered(asked, take(state, Action.SKIP))[0]
        kept = answered(asked, state)[0]
        marked = answered(asked, take(state, Action.MATTER))[0]
    assert "first-hour" not in skipped.now.answers
    assert kept.past == ()
    assert marked.now.matters == {"first-hour"}
    for line in ("", "-", "b"):
        assert said(asked, [line])[0] == begun()


@given(st.lists(st.text("abc \n", max_size=8), max_size=40), st.integers(1, 20))
def test_nothing_is_lost_between_screens(lines: list[str], room: int) -> None:
    """Each is no longer than its room, and all together are the text."""
    rest = "\n".join(lines).splitlines(keepends=True)
    screens = []
    while rest:
        screen, rest_after = screenful(rest, room)
        assert 0 < len(screen) <= room
        screens += screen
        assert len(rest_after) < len(rest)
        rest = rest_after
    assert screens == "\n".join(lines).splitlines(keepends=True)


def test_more_of_a_long_text_comes_with_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until all is there; any other key is taken at once, and the rest is left.

    In a window made smaller the keys take more lines, and the text fewer.
    """
    monkeypatch.setattr(Terminal, "size", (80, 8))
    typed, terminal = iter(["", "a", "x"]), Terminal(io.StringIO())
    hints: list[str] = []
    taken = iter([3, 4])

    def read(keys: str) -> str:
        hints.append(keys)
        return next(typed)

    pager = Pager(terminal, terminal.write, read, lambda: next(taken))
    pager.show("".join(f"line {number}\n" for number in range(20)))
    assert shown(terminal) == [f"line {number}" for number in range(5)]
    assert pager.read("What if: …\nkeys") == "a"
    assert shown(terminal) == [f"line {number}" for number in range(9)]
    assert pager.read("keys") == "x"
    assert hints == [f"What if: …\n{pages.MORE}", f"What if: …\n{pages.MORE}", "keys"]


@pytest.mark.parametrize("lines", [["a", "99"], ["a", "x"], ["d", "0"], ["a", "1", "9"]])
def test_a_number_that_is_none_of_these_is_asked_again(lines: list[str]) -> None:
    """The question stays, until it is answered or left with Enter alone."""
    talk, reply = said(begun(), lines)
    assert isinstance(reply, str)
    assert talk.waits_for
    assert not step(talk, "")[0].waits_for
    assert not step(talk, "-")[0].waits_for


def test_a_key_that_means_nothing_says_which_one_lists_them() -> None:
    """And q ends the talk."""
    for line in ("x", "00", "-1", "²", "1" * 5000):
        assert said(begun(), [line])[1] == "That is no key here. ? says what each does."
    assert said(begun(), ["q"])[0].done
