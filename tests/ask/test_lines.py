"""The quiz by lines, as a screen reader or a pipe takes it."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import FrameType

import pytest

from rolequiz.ask import Asked, ask_all
from rolequiz.ask.lines import Lines, read
from rolequiz.ask.state import Action, Choose, Event, State
from rolequiz.model import Pack, Responses

Quiz = Callable[..., Pack]


def ask(pack: Pack, folder: Path | None) -> Responses:
    """The answers of whoever types in the lines."""
    asked = end(pack, folder)
    assert asked.finished
    return asked.responses


def end(pack: Pack, folder: Path | None) -> Asked:
    """How the asking of whoever types in the lines ends; the answers go where they are wanted."""
    return ask_all(pack, folder, keys=False, ended=lambda asked: (asked, asked.finished))


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes | None], None]:
    """Return a function that puts lines on a standard input that is no terminal."""

    def put(text: str | bytes | None) -> None:
        data = text.encode() if isinstance(text, str) else text or b""
        stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", None if text is None else stream)

    return put


@pytest.mark.parametrize(
    ("line", "events"),
    [
        ("3", (Choose(2),)),
        (" 03".strip(), (Choose(2),)),
        ("s", (Action.SKIP,)),
        ("skip", (Action.SKIP,)),
        ("b", (Action.BACK,)),
        ("?", (Action.HELP,)),
        ("*", (Action.MATTER,)),
        ("* 3", (Action.MATTER, Choose(2))),
        ("3*", (Action.MATTER, Choose(2))),
        ("2.", (Choose(1),)),
        ("2)", (Choose(1),)),
        ("2 )", (Choose(1),)),
        ("*2.", (Action.MATTER, Choose(1))),
        ("2.*", (Action.MATTER, Choose(1))),
        ("2.5", ()),
        ("2..", ()),
        (".2", ()),
        ("", ()),
        ("0", ()),
        ("4", ()),
        ("9" * 5000, ()),
        ("-1", ()),
        ("³", ()),
        ("yes", ()),
    ],
)
def test_what_a_line_asks_for(quiz: Quiz, line: str, events: tuple[Event, ...]) -> None:
    """Numbers and a few words have a meaning; nothing else has."""
    assert read(line, State(quiz(2, 3).questions)) == events


def test_an_empty_line_keeps_an_answer(quiz: Quiz) -> None:
    """Back at an answered question, Enter goes on with the answer as it is."""
    assert read("", State(quiz().questions, {"q0": "o1"})) == (Action.FORWARD,)


def test_marking_while_answering_never_unmarks(quiz: Quiz) -> None:
    """A person who types *2 means the mark, even where it stands already."""
    state = State(quiz().questions, matters=frozenset({"q0"}))
    assert read("*2", state) == (Choose(1),)


def test_lines_answer_the_quiz(
    quiz: Quiz, type_in: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Answers, marks, skips and a way back make the responses; standard output stays empty."""
    type_in("2\nb\n3*\ns\n1\n")
    responses = ask(quiz(), None)
    assert responses == Responses({"q0": "o2", "q2": "o0"}, frozenset({"q0"}))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "\x1b" not in shown.err
    assert "Your answer so far: 2" in shown.err


def test_a_mistyped_line_is_asked_again(
    quiz: Quiz, type_in: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """What makes no sense, even bytes of no encoding, gets one friendly line."""
    type_in(b"7\n\xff\xfe\nb\n1\n1\n1")
    assert len(ask(quiz(), None).answers) == 3
    said = capsys.readouterr().err
    assert said.count("Please type a number from 1 to 3") == 2
    assert said.count("This is the first question.") == 1


def test_what_a_terminal_sends_is_no_part_of_a_line(
    quiz: Quiz, type_in: Callable[[bytes], None]
) -> None:
    """Replies, with or without their beginning, leave the number that a person has typed."""
    type_in(b"\x1b]11;rgb:11/22/33\x1b\\2\r\n1/2\x9c3\n\x9b1;1R\xef\xbc\x91\n")
    assert list(ask(quiz(), None).answers.values()) == ["o1", "o2", "o0"]


def test_help_and_mark_are_said(
    quiz: Quiz, type_in: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither repeats the question."""
    type_in("?\n*\n*\n1\n")
    assert ask(quiz(1), None).matters == frozenset()
    said = capsys.readouterr().err
    assert "it is not a middle answer" in said
    assert "This matters to you" in said
    assert "The mark is gone" in said
    assert said.count("Question 1 of 1") == 1


@pytest.mark.parametrize("text", ["1\n", "1\nq\n1\n", "1\nQUIT\n"])
def test_the_end_of_the_lines_keeps_the_answers(
    quiz: Quiz, type_in: Callable[[str], None], tmp_path: Path, text: str
) -> None:
    """End of input and q are told with where the answers are and how many."""
    type_in(text)
    stopped = end(quiz(), tmp_path)
    assert (stopped.finished, stopped.answered) == (False, 1)
    assert [stopped.journal] == list(tmp_path.iterdir())


def test_a_closed_standard_input_is_an_end(quiz: Quiz, type_in: Callable[[None], None]) -> None:
    """Without any standard input the quiz stops at its first question."""
    type_in(None)
    stopped = end(quiz(), None)
    assert (stopped.finished, stopped.journal, stopped.answered) == (False, None, 0)


def test_a_pipe_is_never_offered_an_earlier_run(
    quiz: Quiz, type_in: Callable[[str], None], tmp_path: Path
) -> None:
    """The offer would take a line that is an answer; the earlier run stays where it is."""
    type_in("1\n")
    assert not end(quiz(), tmp_path).finished
    type_in("3\n3\n3\n")
    assert set(ask(quiz(), tmp_path).answers.values()) == {"o2"}
    assert len(list(tmp_path.iterdir())) == 1


def test_answers_stay_on_disk_until_their_use_has_ended_well(
    quiz: Quiz, type_in: Callable[[str], None], tmp_path: Path
) -> None:
    """Whatever happens to the answers, the journal stays until it is said to be of no more use."""

    def lost(asked: Asked) -> tuple[None, bool]:
        raise ValueError("not saved")

    def saved(asked: Asked) -> tuple[None, bool]:
        assert dict(asked.responses.answers) == {"q0": "o0"}
        assert len(list(tmp_path.iterdir())) == 2
        return None, True

    type_in("1\n")
    with pytest.raises(ValueError, match="not saved"):
        ask_all(quiz(1), tmp_path, keys=False, ended=lost)
    assert len(list(tmp_path.iterdir())) == 1
    type_in("1\n")
    ask_all(quiz(1), tmp_path, keys=False, ended=saved)
    assert len(list(tmp_path.iterdir())) == 1


class Interrupt:
    """Ctrl-C at the line of our own code, so many lines after the last answer, at which it is."""

    def __init__(self, after: int) -> None:
        self._left = after
        self._asked = False
        self.came = False

    def __call__(self, frame: FrameType, event: str, arg: object) -> Interrupt | None:
        """Go on tracing, or be the Ctrl-C."""
        if event == "return" and frame.f_code is Lines.run.__code__:
            self._asked = True
        elif event == "line" and self._asked and not self.came and _ours(frame):
            self._left -= 1
            if self._left < 0:
                self.came = True
                raise KeyboardInterrupt
        return self


def _ours(frame: FrameType) -> bool:
    return frame.f_code.co_name in {"ask_all", "_asked_all", "_how", "deliver"}


def test_an_end_at_any_moment_after_the_last_answer_loses_nothing(
    quiz: Quiz, type_in: Callable[[str], None], tmp_path: Path
) -> None:
    """At each line until the answers have arrived, Ctrl-C is told to whoever delivers them."""
    told: list[bool] = []
    before = sys.gettrace()  # that of coverage, if it is measured

    def deliver(asked: Asked) -> tuple[bool, bool]:
        told.append(asked.finished)
        arrived = asked.finished
        return arrived, arrived

    for after in count():
        told.clear()
        folder = tmp_path / str(after)
        type_in("1\n2\n")
        interrupt = Interrupt(after)
        sys.settrace(interrupt)
        try:
            arrived = ask_all(quiz(2), folder, keys=False, ended=deliver)
        except KeyboardInterrupt:
            arrived = told[-1]
            assert arrived, "nobody was told"
        finally:
            sys.settrace(before)
        assert arrived or (told[-1:] == [False] and len(list(folder.iterdir())) == 1)
        if not interrupt.came:
            break
    assert after > 5
