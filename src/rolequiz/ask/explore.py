"""Exploring a result: a talk as a pure state machine, and the two front ends that hold it.

Each word, or key, prints the next thing below; nothing is redrawn or cleared, so that people can
scroll back, and have it read out in order. Changed answers are a what-if: nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from rolequiz.ask.keys import Keys
from rolequiz.ask.lines import LineFront, next_line
from rolequiz.ask.lines import read as read_events
from rolequiz.ask.state import Action, State
from rolequiz.ask.state import step as take
from rolequiz.ask.terminal import Terminal, typed
from rolequiz.model import Responses
from rolequiz.pages import talk as say
from rolequiz.pages.parts import Page
from rolequiz.pages.what_if import what_if_page
from rolequiz.pages.why import why_page
from rolequiz.scoring import Result, score
from rolequiz.scoring.changes import Answer, Movement, answer_to, with_answers
from rolequiz.text import visible

WORDS = {
    "enter": "", "space": "", " ": "", "next": "", "help": "?", "h": "?", "quit": "q",
    "answers": "a", "compare": "c", "preference": "d", "method": "m", "save": "s", "undo": "u",
    "undo all": "0", "near": "n", "more": "",
}  # fmt: skip
"""What may be typed in full → the key that it stands for."""
_DIGITS = 4  # a number of more is in no list


class Save(NamedTuple):
    """A request to save answers, or their result, in this file, replacing any that is there."""

    file: str
    responses: Responses
    changed: int = 0
    """How many of the answers were changed."""


class Files(NamedTuple):
    """What a talk has to know about the files that it may save to."""

    free: Callable[[], str] = str
    """Returns a name that no file has."""
    wrong: Callable[[str], str] = lambda name: ""
    """Returns what is wrong with a name; "" for nothing."""
    taken: Callable[[str], bool] = lambda name: False
    """Returns whether there is a file of this name."""


NO_FILES = Files()
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
    """What the next line is for: numbers in a list, a file or a question; "" for a key."""
    about: str = ""
    """The id of the question that is being answered again, or the file that would be replaced."""
    past: tuple[Responses, ...] = ()
    """The answers before each change."""
    rest: Page | None = None
    """What the first screen had no room for."""
    folder: str = ""
    """Where answers are kept, if anywhere."""
    files: Files = NO_FILES
    saves: bool = True
    """Whether answers and results can be saved."""
    done: bool = False

    @property
    def now(self) -> Responses:
        """The answers as they are now."""
        return self.result.figures.responses

    @property
    def at_keys(self) -> Talk:
        """The talk when it waits for a key again."""
        return replace(self, waits_for="", about="")

    @property
    def changed(self) -> int:
        """How many questions have another answer than at first."""
        asked = (question.id for question in self.result.pack.questions)
        return sum(answer_to(self.now, id) != answer_to(self.first, id) for id in asked)

    @property
    def asking(self) -> State | None:
        """The quiz at the question that is being answered again."""
        if self.waits_for != "question":
            return None
        questions = self.result.pack.questions
        at = [question.id for question in questions].index(self.about)
        return State(questions, self.now.answers, self.now.matters).turned_to(at)


def step(talk: Talk, line: str) -> tuple[Talk, Reply]:
    """Return the talk after a line that was typed, and the reply to it."""
    line = line.strip()
    if state := talk.asking:
        return _answered_by_line(talk, state, line.lower())
    if talk.waits_for:
        return _continued(talk, line)
    key = WORDS.get(line.lower(), line.lower())
    if key.isdecimal() and len(key) <= _DIGITS and int(key):
        return talk, _why(talk.result, int(key))
    if key in _LISTS:
        waits_for, page = _LISTS[key]
        return replace(talk, waits_for=waits_for), page(talk.result)
    if key in _KEYS and (key != "s" or talk.saves):
        return _KEYS[key](talk)
    return talk, say.NO_KEY


# --- What each key does -----------------------------------------------------------------------


def _next(talk: Talk) -> tuple[Talk, Reply]:
    if talk.rest:
        return replace(talk, rest=None), talk.rest
    pages = say.parts(talk.result)
    if talk.shown >= len(pages):
        return talk, say.END
    return replace(talk, shown=talk.shown + 1), pages[talk.shown]


def _why(result: Result, number: int) -> Reply:
    ranked = say.listed(result)
    if number > len(ranked):
        return f"There are {len(ranked)} roles, so type 1 to {len(ranked)}."
    if len(ranked) == 1:
        return "There is no other role to compare it with."
    over = ranked[1] if number == 1 else ranked[0]
    return _bare(why_page(result, result.between(ranked[number - 1], over)))


def _save(talk: Talk) -> tuple[Talk, Reply]:
    name = talk.files.free()
    return replace(talk, waits_for="file", about=name), say.where_to(visible(name), talk.changed)


def _near(talk: Talk) -> tuple[Talk, Reply]:
    if not talk.result.decided:
        return talk, say.NOBODY_LEADS
    return replace(talk, waits_for="unsure"), say.unsure_page(talk.result)


def _undo(talk: Talk, *, all: bool = False) -> tuple[Talk, Reply]:
    if not talk.past:
        return talk, say.NOTHING_CHANGED
    *past, before = talk.past[:1] if all else talk.past
    return _changed(replace(talk, past=tuple(past)), before)


def _changed(talk: Talk, responses: Responses) -> tuple[Talk, Reply]:
    """Change the answers, and say what moved."""
    after = score(talk.result.pack, responses)
    page = _bare(what_if_page(Movement(talk.result, after)))
    return replace(talk, result=after, shown=0, rest=None), page  # the rest is of another result


def _bare(page: Page) -> Page:
    """Return a page without what the talk has already said: whose it is, and what it is for."""
    return replace(page, note="", whose=None)


_LISTS: dict[str, tuple[str, Callable[[Result], Page]]] = {
    "a": ("answer", say.answers_page),
    "c": ("roles", say.which_roles),
    "d": ("preference", say.preferences_page),
}
"""Keys that show a list → what number is waited for then, and the page of the list."""
_KEYS: dict[str, Callable[[Talk], tuple[Talk, Reply]]] = {
    "": _next,
    "m": lambda talk: (talk, say.method_page(talk.result)),
    "n": _near,
    "s": _save,
    "u": _undo,
    "0": lambda talk: _undo(talk, all=True),
    "?": lambda talk: (talk, say.help_text(talk.folder, saves=talk.saves)),
    "q": lambda talk: (replace(talk, done=True), ""),
}


# --- What is typed after a key ----------------------------------------------------------------

_LEAVES = {"-", "q"}


def _continued(talk: Talk, line: str) -> tuple[Talk, Reply]:
    """Take a line that a key has asked for; - and q leave everything as it is."""
    if line in _LEAVES:
        return talk.at_keys, ""
    match talk.waits_for:
        case "file":
            return _named(talk, line or talk.about)
        case "replacing":
            wanted = line.lower() in {"y", "yes"}
            saved = Save(talk.about, talk.now, talk.changed)
            return talk.at_keys, saved if wanted else say.NOTHING_SAVED
    if talk.waits_for == "roles" and not line:
        line = "1 2" if len(talk.result.roles) > 1 else "1"
    return _listed(talk, line) if line else (talk.at_keys, "")


def _named(talk: Talk, name: str) -> tuple[Talk, Reply]:
    if wrong := talk.files.wrong(name):
        return talk, wrong
    if talk.files.taken(name):
        return replace(talk, waits_for="replacing", about=name), say.there_already(visible(name))
    return talk.at_keys, Save(name, talk.now, talk.changed)


def _listed(talk: Talk, line: str) -> tuple[Talk, Reply]:
    """Take the numbers of something in a list."""
    result, pack = talk.result, talk.result.pack
    lists: dict[str, Sized] = {"preference": pack.dimensions, "roles": result.roles}
    count = len(lists.get(talk.waits_for, pack.questions))
    numbers = _numbers(line, count, several=talk.waits_for in {"roles", "unsure"})
    if not numbers:
        return talk, say.which_number(count)
    match talk.waits_for:
        case "roles":
            return talk.at_keys, say.shown_roles(result, numbers)
        case "unsure":
            unsure = [pack.questions[number - 1] for number in numbers]
            return talk.at_keys, say.nearest_page(result, unsure)
        case "preference":
            return talk.at_keys, say.preference_page(result, pack.dimensions[numbers[0] - 1])
    question = pack.questions[numbers[0] - 1]
    return replace(talk, waits_for="question", about=question.id), say.question_page(question)


def _numbers(line: str, count: int, *, several: bool) -> list[int]:
    """Return the numbers from 1 to `count` that were typed; none if any word is anything else."""
    words = line.replace(",", " ").split() if several else [line]
    valid = all(word.isdecimal() and len(word) <= _DIGITS for word in words)
    numbers = [int(word) for word in words] if valid else []
    return numbers if all(1 <= number <= count for number in numbers) else []


def _answered_by_line(talk: Talk, state: State, line: str) -> tuple[Talk, Reply]:
    if not line or line in _LEAVES:
        return answered(talk, None)
    events = read_events(line, state)
    if not events:
        return talk, say.which_number(len(state.question.options))
    if Action.BACK in events:
        return answered(talk, None)
    for event in events:
        state = take(state, event)
    return answered(talk, state)


def answered(talk: Talk, state: State | None) -> tuple[Talk, Reply]:
    """Return the talk after a question was asked again, and the reply; None leaves the answer."""
    if state is None:
        return talk.at_keys, ""
    answer = Answer(talk.about, state.answers.get(talk.about), talk.about in state.matters)
    if answer == answer_to(talk.now, talk.about):
        return talk.at_keys, say.SAME_ANSWER
    changed = with_answers(talk.result.pack, talk.now, [answer])
    return _changed(replace(talk.at_keys, past=(*talk.past, talk.now)), changed)


# --- Front ends -------------------------------------------------------------------------------

Read: TypeAlias = Callable[[str], str]
"""Shows which keys there are, and returns one; without keys, returns a whole line."""
Ask: TypeAlias = Callable[[State], State | None]
"""Asks the current question of a quiz, and returns the quiz after it; None if it is left."""


def hold(talk: Talk, show: Callable[[Reply], None], read: Read, ask: Ask | None = None) -> None:
    """Hold a talk until the person leaves; `show` prints replies, and saves what is to be saved.

    Without `ask`, questions are asked by lines as well.
    """
    while not talk.done:
        try:
            if ask and (state := talk.asking):
                talk, reply = answered(talk, ask(state))
            else:
                keys = say.keys(talk.result, talk.changed, saves=talk.saves)
                talk, reply = step(talk, read("" if talk.waits_for else keys))
        except (EOFError, KeyboardInterrupt):
            return
        if reply and not (ask and talk.asking):
            show(reply)


class Pager:
    """Shows texts a screenful at a time, so that nothing scrolls away unread; Enter shows more.

    `below` returns how many rows the keys take on the screen as it is.
    """

    def __init__(
        self,
        terminal: Terminal,
        write: Callable[[str], None],
        read: Read,
        below: Callable[[], int],
    ) -> None:
        self._terminal, self._write, self._read, self._below = terminal, write, read, below
        self._left: list[str] = []

    def show(self, text: str) -> None:
        """Show the first screenful of a text."""
        self._left = text.splitlines(keepends=True)
        self._show_more()

    def read(self, keys: str) -> str:
        """Return a key, or a line, as `Read` does; before that, show more as often as wanted."""
        while self._left:
            if keys:  # of which only the last line differs
                line = self._read("\n".join([*keys.splitlines()[:-1], say.MORE]))
            else:
                self._terminal.print(say.MORE_OR_A_LINE)
                line = self._read("")
            if line:
                self._left = []
                return line
            self._show_more()
        return self._read(keys)

    def _show_more(self) -> None:
        lines, self._left = screenful(self._left, self._terminal.size[1] - self._below())
        self._write("".join(lines))


def screenful(lines: list[str], room: int) -> tuple[list[str], list[str]]:
    """Return the lines that a screen has room for, and the rest.

    The screen ends with an empty line, unless that would leave it half empty.
    """
    room = max(room, 1)
    if len(lines) <= room:
        return lines, []
    empty = [at for at in range(room // 2, room) if not lines[at].strip()]
    end = empty[-1] + 1 if empty else room
    return lines[:end], lines[end:]


def by_lines(terminal: Terminal, readline: Callable[[], str] = next_line) -> Read:
    """Return a function that reads keys by lines, too."""
    front = LineFront(terminal, readline)

    def read(keys: str) -> str:
        terminal.print(*keys.splitlines())
        with front:
            return typed(front.line(">").strip())

    return read


def by_keys(terminal: Terminal) -> tuple[Read, Ask]:
    """Return a function that reads single keys, and lines, and one that asks a question.

    Both use one keyboard, since it holds what is typed ahead.
    """
    front = Keys(terminal)

    def line() -> str:
        begun = front.line_begun()
        terminal.write(visible(begun.rstrip("\n")))  # as the terminal shows what is typed in time
        if begun.endswith("\n"):
            terminal.write("\n")
            return begun
        return begun + next_line()

    whole_line = by_lines(terminal, line)

    def read(keys: str) -> str:
        if not keys:
            return whole_line(keys)
        terminal.print(*keys.splitlines())
        with front:
            return {"enter": "", " ": ""}.get(key := front.key(), key)

    def ask(state: State) -> State | None:
        terminal.write("\n")
        with front:
            return front.ask_again(state)

    return read, ask
