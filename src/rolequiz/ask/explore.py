"""Asking a result: a talk as a pure state machine, and the two front ends that hold it.

Each word, or key, prints the next thing below; nothing is drawn anew or cleared, so that what was
said can be scrolled back to, and read out in order. Changed answers are a what-if: nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from rolequiz.ask.keyboard import REDRAW, Keyboard
from rolequiz.ask.lines import next_line
from rolequiz.ask.terminal import Terminal, typed
from rolequiz.model import OptionId, Question, Responses
from rolequiz.pages import talk as say
from rolequiz.pages.parts import Page
from rolequiz.pages.what_if import what_if_page
from rolequiz.pages.why import why_page
from rolequiz.scoring import Result, score
from rolequiz.scoring.changes import Answer, Movement, answer_to, with_answers

WORDS = {
    "enter": "", "space": "", " ": "", "next": "", "help": "?", "h": "?", "quit": "q",
    "answers": "a", "compare": "c", "preference": "d", "method": "m", "save": "s", "undo": "u",
}  # fmt: skip
"""What may be typed in full → the key that it stands for."""


_DIGITS = 4


class Save(NamedTuple):
    """A wish to keep answers, or their result, in a file of this name."""

    file: str
    responses: Responses


Reply: TypeAlias = Page | str | Save


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a talk about a result is."""

    result: Result
    """As the answers are now."""
    first: Responses
    """The answers that it began with."""
    shown: int = 1
    """How many parts of the result have been shown."""
    waits_for: str = ""
    """What the next line is: "answer", "preference", "file", or the id of a question; "": a key."""
    past: tuple[Responses, ...] = ()
    """The answers before each change."""
    rest: Page | None = None
    """What the first screen had no room for."""
    folder: str = ""
    """Where answers are kept, if anywhere."""
    saves: bool = True
    """Whether answers and results can be saved."""
    done: bool = False

    @property
    def now(self) -> Responses:
        """The answers as they are now."""
        return self.result.figures.responses

    @property
    def changed(self) -> int:
        """How many questions are answered otherwise than at first."""
        asked = (question.id for question in self.result.pack.questions)
        return sum(answer_to(self.now, id) != answer_to(self.first, id) for id in asked)

    @property
    def question(self) -> Question | None:
        """The question that is being answered anew."""
        asked = {question.id: question for question in self.result.pack.questions}
        return asked.get(self.waits_for)


def step(talk: Talk, line: str) -> tuple[Talk, Reply]:
    """Return where a talk goes by what was typed, and what is said to it."""
    if talk.waits_for:
        return _told(replace(talk, waits_for=""), talk, line.strip())
    word = WORDS.get(line.strip().lower(), line.strip().lower())
    if word == "s" and not talk.saves:
        return _unknown(talk)
    if number := _number(word):
        return talk, _why(talk.result, number)
    return _KEYS.get(word, _unknown)(talk)


def _number(text: str) -> int:
    """Return a number that was typed; 0 for anything else, and for more than any list holds."""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


# --- What each key does -----------------------------------------------------------------------


def _next(talk: Talk) -> tuple[Talk, Reply]:
    if talk.rest:
        return replace(talk, rest=None), talk.rest
    pages = say.parts(talk.result)
    if talk.shown >= len(pages):
        return talk, say.END
    return replace(talk, shown=talk.shown + 1), pages[talk.shown]


def _why(result: Result, number: int) -> Reply:
    ranked = [role.role for role in result.roles]
    if number > len(ranked):
        return f"There are {len(ranked)} roles, so type 1 to {len(ranked)}."
    if len(ranked) == 1:
        return "There is no other role to compare it with."
    over = ranked[1] if number == 1 else ranked[0]
    return _bare(why_page(result, result.between(ranked[number - 1], over)))


def _answers(talk: Talk) -> tuple[Talk, Reply]:
    return replace(talk, waits_for="answer"), say.answers_page(talk.result)


def _preferences(talk: Talk) -> tuple[Talk, Reply]:
    return replace(talk, waits_for="preference"), say.preferences_page(talk.result)


def _save(talk: Talk) -> tuple[Talk, Reply]:
    return replace(talk, waits_for="file"), say.WHERE_TO


def _undo(talk: Talk) -> tuple[Talk, Reply]:
    if not talk.past:
        return talk, say.NOTHING_CHANGED
    *past, before = talk.past
    return _changed(replace(talk, past=tuple(past)), before)


def _all_back(talk: Talk) -> tuple[Talk, Reply]:
    if not talk.past:
        return talk, say.NOTHING_CHANGED
    return _changed(replace(talk, past=()), talk.first)


def _changed(talk: Talk, responses: Responses) -> tuple[Talk, Reply]:
    """Put other answers in place, and say what moved."""
    after = score(talk.result.pack, responses)
    return replace(talk, result=after, shown=1), _bare(what_if_page(Movement(talk.result, after)))


def _bare(page: Page) -> Page:
    """Return a page without what the talk has said already: whose it is, and what it is for."""
    return replace(page, note="", whose=None)


_KEYS: dict[str, Callable[[Talk], tuple[Talk, Reply]]] = {
    "": _next,
    "a": _answers,
    "c": lambda talk: (talk, say.compared_page(talk.result)),
    "d": _preferences,
    "m": lambda talk: (talk, say.method_page(talk.result)),
    "s": _save,
    "u": _undo,
    "0": _all_back,
    "?": lambda talk: (talk, say.help_text(talk.folder, saves=talk.saves)),
    "q": lambda talk: (replace(talk, done=True), ""),
}


def _unknown(talk: Talk) -> tuple[Talk, Reply]:
    return talk, f"That is no key here. {say.keys(talk.result)}"


# --- What is typed after a key ----------------------------------------------------------------


def _told(talk: Talk, before: Talk, line: str) -> tuple[Talk, Reply]:
    """Take a line that a key has asked for; an empty one leaves all as it is."""
    if not line:
        return talk, ""
    if before.waits_for == "file":
        return talk, Save(line, talk.now)
    number = _number(line)
    if before.question:
        return _answered(talk, before, before.question, number)
    pack = talk.result.pack
    things = pack.questions if before.waits_for == "answer" else pack.dimensions
    if not 1 <= number <= len(things):
        return before, f"Type a number from 1 to {len(things)}, or only Enter to leave it."
    if before.waits_for == "preference":
        return talk, say.preference_page(talk.result, pack.dimensions[number - 1])
    question = pack.questions[number - 1]
    return replace(talk, waits_for=question.id), say.question_page(question)


def _answered(talk: Talk, before: Talk, question: Question, number: int) -> tuple[Talk, Reply]:
    if not 1 <= number <= len(question.options):
        return before, f"Type a number from 1 to {len(question.options)}, or only Enter."
    option: OptionId = question.options[number - 1].id
    said = answer_to(talk.now, question.id)
    if option == said.option:
        return talk, say.SAME_ANSWER
    answers = [Answer(question.id, option, said.matters)]
    changed = with_answers(talk.result.pack, talk.now, answers)
    return _changed(replace(talk, past=(*talk.past, talk.now)), changed)


# --- Front ends -------------------------------------------------------------------------------


def hold(talk: Talk, show: Callable[[Reply], None], read: Callable[[str], str]) -> None:
    """Hold a talk until the person leaves; `show` prints what is said, and saves what is asked.

    `read` says which keys there are, and returns one; a whole line where it is given none to say.
    """
    while not talk.done:
        try:
            keys = say.keys(talk.result, talk.changed, saves=talk.saves)
            line = read("" if talk.waits_for else keys)
        except (EOFError, KeyboardInterrupt):
            return
        talk, reply = step(talk, line)
        if reply:
            show(reply)


def _show_keys(terminal: Terminal, keys: str) -> None:
    for text in keys.splitlines():
        terminal.write("\n".join(terminal.wrap(text)) + "\n")


def by_lines(terminal: Terminal, readline: Callable[[], str] = next_line) -> Callable[[str], str]:
    """Return what reads a line for every key, and a line, for `hold`."""

    def read(keys: str) -> str:
        _show_keys(terminal, keys)
        terminal.write("> ")
        line = readline()
        if not line:
            raise EOFError
        return typed(line.strip())

    return read


def by_keys(terminal: Terminal) -> Callable[[str], str]:
    """Return what reads single keys, and lines where they are asked for, for `hold`."""
    keyboard = Keyboard(lambda: None)  # one for all keys, since it holds those typed ahead
    whole_line = by_lines(terminal)

    def read(keys: str) -> str:
        if not keys:
            return whole_line(keys)
        _show_keys(terminal, keys)
        with keyboard:
            while (key := keyboard.key() or REDRAW) == REDRAW:
                pass
        return typed(key)

    return read
