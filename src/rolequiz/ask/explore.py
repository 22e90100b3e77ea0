"""Asking a result: a talk as a pure state machine, and the two front ends that hold it.

Each word, or key, prints the next thing below; nothing is drawn anew or cleared, so that what was
said can be scrolled back to, and read out in order. Changed answers are a what-if: nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from rolequiz.ask import state as states
from rolequiz.ask.keys import Keys
from rolequiz.ask.lines import next_line
from rolequiz.ask.lines import read as events
from rolequiz.ask.state import Action, State
from rolequiz.ask.terminal import Terminal, typed
from rolequiz.model import Responses
from rolequiz.pages import talk as say
from rolequiz.pages.parts import Page
from rolequiz.pages.what_if import what_if_page
from rolequiz.pages.why import why_page
from rolequiz.sanitise import visible
from rolequiz.scoring import Result, score
from rolequiz.scoring.changes import Answer, Movement, answer_to, with_answers

WORDS = {
    "enter": "", "space": "", " ": "", "next": "", "help": "?", "h": "?", "quit": "q",
    "answers": "a", "compare": "c", "preference": "d", "method": "m", "save": "s", "undo": "u",
    "undo all": "0", "near": "n", "more": "",
}  # fmt: skip
"""What may be typed in full → the key that it stands for."""


_DIGITS = 4


class Save(NamedTuple):
    """A wish to keep answers, or their result, in a file of this name, instead of any other."""

    file: str
    responses: Responses
    changed: int = 0
    """How many of the answers are a what-if."""


class Files(NamedTuple):
    """What a talk has to know of the files that it may save in."""

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
    """What the next line is for: a key of `_ASKED`, "question" or, for a key, nothing."""
    about: str = ""
    """The question that is being answered anew, by id; or the file that would be replaced."""
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
    def changed(self) -> int:
        """How many questions are answered otherwise than at first."""
        asked = (question.id for question in self.result.pack.questions)
        return sum(answer_to(self.now, id) != answer_to(self.first, id) for id in asked)

    @property
    def asking(self) -> State | None:
        """The quiz at the question that is being answered anew."""
        if self.waits_for != "question":
            return None
        questions = self.result.pack.questions
        at = [question.id for question in questions].index(self.about)
        return State(questions, self.now.answers, self.now.matters).turned_to(at)


def step(talk: Talk, line: str) -> tuple[Talk, Reply]:
    """Return where a talk goes by what was typed, and what is said to it."""
    if state := talk.asking:
        return _answered_by_line(talk, state, line.strip().lower())
    if talk.waits_for:
        return _told(talk, line.strip())
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
    ranked = say.listed(result)
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
    name = talk.files.free()
    return replace(talk, waits_for="file", about=name), say.where_to(visible(name), talk.changed)


def _roles(talk: Talk) -> tuple[Talk, Reply]:
    return replace(talk, waits_for="roles"), say.which_roles(talk.result)


def _near(talk: Talk) -> tuple[Talk, Reply]:
    if not talk.result.decided:
        return talk, say.NOBODY_LEADS
    return replace(talk, waits_for="unsure"), say.unsure_page(talk.result)


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
    told = replace(talk, result=after, shown=0, rest=None)  # what is left to show is another result
    return told, _bare(what_if_page(Movement(talk.result, after)))


def _bare(page: Page) -> Page:
    """Return a page without what the talk has said already: whose it is, and what it is for."""
    return replace(page, note="", whose=None)


_KEYS: dict[str, Callable[[Talk], tuple[Talk, Reply]]] = {
    "": _next,
    "a": _answers,
    "c": _roles,
    "d": _preferences,
    "m": lambda talk: (talk, say.method_page(talk.result)),
    "n": _near,
    "s": _save,
    "u": _undo,
    "0": _all_back,
    "?": lambda talk: (talk, say.help_text(talk.folder, saves=talk.saves)),
    "q": lambda talk: (replace(talk, done=True), ""),
}


def _unknown(talk: Talk) -> tuple[Talk, Reply]:
    return talk, say.NO_KEY


# --- What is typed after a key ----------------------------------------------------------------


def _told(talk: Talk, line: str) -> tuple[Talk, Reply]:
    """Take a line that a key has asked for, and leave all as it is where that is wished."""
    told = replace(talk, waits_for="", about="")
    if line in _LEAVES or not (line or talk.waits_for in _BY_ENTER):
        return told, ""
    return _ASKED[talk.waits_for](talk, told, line)


def _one_of(line: str, count: int) -> int:
    """Return a number from 1 to `count` that was typed; 0 for anything else."""
    number = _number(line)
    return number if number <= count else 0


def _some_of(line: str, count: int) -> list[int]:
    """Return numbers from 1 to `count` that were typed; none if any word is anything else."""
    numbers = [_one_of(word, count) for word in line.replace(",", " ").split()]
    return numbers if all(numbers) else []


def _which(talk: Talk, count: int) -> tuple[Talk, Reply]:
    return talk, f"Type a number from 1 to {count}, or - to leave it."


def _to_question(talk: Talk, told: Talk, line: str) -> tuple[Talk, Reply]:
    questions = talk.result.pack.questions
    if not (number := _one_of(line, len(questions))):
        return _which(talk, len(questions))
    question = questions[number - 1]
    return replace(talk, waits_for="question", about=question.id), say.question_page(question)


def _to_preference(talk: Talk, told: Talk, line: str) -> tuple[Talk, Reply]:
    dimensions = talk.result.pack.dimensions
    if not (number := _one_of(line, len(dimensions))):
        return _which(talk, len(dimensions))
    return told, say.preference_page(talk.result, dimensions[number - 1])


def _to_roles(talk: Talk, told: Talk, line: str) -> tuple[Talk, Reply]:
    count = len(talk.result.roles)
    places = _some_of(line, count) if line else list(range(1, min(count, 2) + 1))
    return (told, say.shown_roles(talk.result, places)) if places else _which(talk, count)


def _to_unsure(talk: Talk, told: Talk, line: str) -> tuple[Talk, Reply]:
    questions = talk.result.pack.questions
    if not (numbers := _some_of(line, len(questions))):
        return _which(talk, len(questions))
    return told, say.nearest_page(talk.result, [questions[number - 1] for number in numbers])


def _to_file(talk: Talk, told: Talk, line: str) -> tuple[Talk, Reply]:
    name = line or talk.about
    if wrong := talk.files.wrong(name):
        return talk, wrong
    if talk.files.taken(name):
        return replace(talk, waits_for="replacing", about=name), say.there_already(visible(name))
    return told, Save(name, talk.now, talk.changed)


def _to_replacing(talk: Talk, told: Talk, line: str) -> tuple[Talk, Reply]:
    if line.lower() in {"y", "yes"}:
        return told, Save(talk.about, talk.now, talk.changed)
    return told, say.KEPT_AS_IT_IS


_ASKED: dict[str, Callable[[Talk, Talk, str], tuple[Talk, Reply]]] = {
    "answer": _to_question,
    "preference": _to_preference,
    "roles": _to_roles,
    "unsure": _to_unsure,
    "file": _to_file,
    "replacing": _to_replacing,
}
_LEAVES = {"-", "q"}
_BY_ENTER = {"roles", "file", "replacing"}
"""Where an empty line is an answer too."""


def _answered_by_line(talk: Talk, state: State, line: str) -> tuple[Talk, Reply]:
    if not line or line in _LEAVES:
        return answered(talk, None)
    found = events(line, state)
    if not found:
        return talk, f"Type a number from 1 to {len(state.question.options)}, or - to leave it."
    after = state
    for event in found:
        after = states.step(after, event)
    return answered(talk, None if Action.BACK in found else after)


def answered(talk: Talk, state: State | None) -> tuple[Talk, Reply]:
    """Return where a talk goes by what was said to the question asked anew; None leaves it."""
    told = replace(talk, waits_for="", about="")
    if state is None:
        return told, ""
    said = Answer(talk.about, state.answers.get(talk.about), talk.about in state.matters)
    if said == answer_to(talk.now, talk.about):
        return told, say.SAME_ANSWER
    changed = with_answers(talk.result.pack, talk.now, [said])
    return _changed(replace(told, past=(*talk.past, talk.now)), changed)


# --- Front ends -------------------------------------------------------------------------------

Read: TypeAlias = Callable[[str], str]
"""Says which keys there are, and returns one; a whole line where there are none to say."""
Ask: TypeAlias = Callable[[State], State | None]
"""Asks the question that a quiz is at, and returns the quiz after it; None if that is left."""


def hold(talk: Talk, show: Callable[[Reply], None], read: Read, ask: Ask | None = None) -> None:
    """Hold a talk until the person leaves; `show` prints what is said, and saves what is asked.

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
    """Shows texts a screenful at a time, so that nothing scrolls away unread; Enter shows more."""

    def __init__(
        self,
        terminal: Terminal,
        write: Callable[[str], None],
        read: Read,
        below: Callable[[], int],
    ) -> None:
        """Take what writes, what reads, and how many rows the keys take on the screen as it is."""
        self._terminal, self._write, self._read, self._below = terminal, write, read, below
        self._left: list[str] = []

    def show(self, text: str) -> None:
        """Show the first screenful of a text."""
        self._left = text.splitlines(keepends=True)
        self._show_more()

    def read(self, keys: str) -> str:
        """Return a key, or a line, as `Read` has it; before that, show more as often as wanted."""
        while self._left:
            if line := self._read_more(keys):
                self._left = []
                return line
            self._show_more()
        return self._read(keys)

    def _read_more(self, keys: str) -> str:
        if keys:  # of which the last line alone is others
            return self._read("\n".join([*keys.splitlines()[:-1], say.MORE]))
        self._terminal.write("\n".join(self._terminal.wrap(say.MORE_OR_A_LINE)) + "\n")
        return self._read("")

    def _show_more(self) -> None:
        shown, self._left = screenful(self._left, self._terminal.size[1] - self._below())
        self._write("".join(shown))


def screenful(lines: list[str], room: int) -> tuple[list[str], list[str]]:
    """Part lines into those that a screen has room for, ended by an empty one if it can, and more.

    A screen that would be left half empty by that is filled instead.
    """
    room = max(room, 1)
    if len(lines) <= room:
        return lines, []
    empty = [at for at in range(room // 2, room) if not lines[at].strip()]
    end = empty[-1] + 1 if empty else room
    return lines[:end], lines[end:]


def _show_keys(terminal: Terminal, keys: str) -> None:
    for text in keys.splitlines():
        terminal.write("\n".join(terminal.wrap(text)) + "\n")


def by_lines(terminal: Terminal, readline: Callable[[], str] = next_line) -> Read:
    """Return what reads a line for every key, and a line."""

    def read(keys: str) -> str:
        _show_keys(terminal, keys)
        try:
            terminal.write("> ")
            line = readline()
        except KeyboardInterrupt:
            terminal.write("\n")
            raise
        if not line:
            terminal.write("\n")
            raise EOFError
        return typed(line.strip())

    return read


def by_keys(terminal: Terminal) -> tuple[Read, Ask]:
    """Return what reads single keys, and lines where they are asked for, and what asks questions.

    Both go by one keyboard, since it holds what is typed ahead.
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
        _show_keys(terminal, keys)
        with front:
            return {"enter": "", " ": ""}.get(key := front.key(), key)

    def ask(state: State) -> State | None:
        terminal.write("\n")
        with front:
            return front.ask_again(state)

    return read, ask
