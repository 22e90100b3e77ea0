"""What is wrong with somebody's file, as data; describing it and stopping because of it.

Only the command line prints problems or exits. Readers collect them, so that one run reports all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import islice
from operator import add
from typing import Literal

from rolequiz.sanitise import visible

Severity = Literal["error", "warning"]

_WIDTH = 80
_QUOTE_LENGTH = 60
_INDENT = "    "
_LOOKED_AT, _COMPARED, _COMPARED_LENGTH = 1_000, 10, 100
"""How many known names are looked at for a hint, how many of them letter by letter, how far."""

ERRORS: Mapping[str, str] = {
    # reading a file
    "no-such-folder": "There is no folder of that name: check the name after `--pack`.",
    "missing-file": "There is no file of that name: check the name and the folder.",
    "not-a-file": "A folder or a pipe stands where a file should be: name the file.",
    "unreadable-file": "The file cannot be opened: see who may read it.",
    "too-large": "A quiz is over 1 MiB or 50,000 values, or a workbook over 32 MiB: take it apart.",
    "empty-file": "Nothing is in the file, or nothing but comments: write what it should hold.",
    "not-utf-8": "The file is in another encoding, such as UTF-16: save it as UTF-8.",
    "bad-character": "A control character is in the file: delete it.",
    # YAML and JSON
    "bad-yaml": "YAML cannot be made of this: look at quotes, brackets, colons and indentation.",
    "bad-json": "JSON cannot be made of this: look at quotes, brackets and commas.",
    "too-deep": "Lists and keys are nested more deeply than any of our files need: flatten them.",
    "second-document": "A line of dashes (`---`) starts a second document: delete it.",
    "anchor": "An anchor (`&name`) stands here: delete it and write the value where it is needed.",
    "alias": "An alias (`*name`) stands here: write the value itself, or quote the text.",
    "merge-key": "A merge key (`<<`) stands here: write the keys themselves.",
    "tag": "A tag (`!name`) stands here: delete it, or quote the text.",
    "bad-key": "A list or a set of keys stands where a key should: write a word.",
    "duplicate-key": "A key is written twice in one place, and only the first is read: keep one.",
    "too-many": "The file has more problems than are listed: mend some and look again.",
    # what stands where
    "unknown-key": "No such key exists here: mend its spelling, or delete it.",
    "misplaced-key": "The key belongs to the other type of question: see `type` above.",
    "missing-key": "A key is missing that is needed here: add it.",
    "unquoted-comma": "A comma inside `{…}` ends a text too early: put the text in quotes.",
    "wrong-type": "Something else belongs here, such as a number or a list: write that.",
    "empty": "Nothing stands where something must: fill it in, or delete the key if it may go.",
    "unknown-value": "Only certain words may stand here: write one of them.",
    "out-of-range": "The number is too small or too large: keep to the bounds named.",
    "too-few": "The list is too short, as with a single option: add to it.",
    "too-long": "The text is too long, or the list, as with a scale of 30 steps: shorten it.",
    "bad-id": "An id is not small letters, digits and single dashes, or only digits: mend it.",
    "bad-text": "A `\\u` code stands for half a character: write the character itself.",
    "duplicate-item": "The list names something twice: delete one.",
    # what is said
    "duplicate-id": "Two questions, or two options of one, have the same id: rename one.",
    "same-poles": "Both poles of a dimension have the same name: name two different good things.",
    "same-role": "A role is said to be confused with itself: name another.",
    "unknown-dimension": "The quiz has no dimension of this id: mend the id, or add the dimension.",
    "unknown-role": "There is no role of this id: mend the id.",
    "unknown-family": "There is no family of this id: mend the id, or add it under `families`.",
    "unknown-question": "The quiz has no question of this id: mend the id.",
    "unknown-option": "The question has no option of this id: mend the id.",
    "bad-step": "The scale has no such step: give a whole number from 1, without quotes.",
    "other-quiz": "The result is of another quiz, or another version: name that one with `--pack`.",
    # tables of answers
    "not-text": "The file is neither text nor a workbook that we can open: export it as CSV.",
    "bad-table": "Rows cannot be told apart: look for a quotation mark that is never closed.",
    "ragged-row": "A row has a filled cell beyond the last header: put quotes around its cells.",
    "no-questions": "No header is a question: use their ids or texts, or name them with `--map`.",
    "unknown-column": "A header is nearly a question, or nothing known: mend it, or use `--map`.",
    "missing-column": "The mapping names a column that the table lacks: mend the name.",
    "ambiguous-column": "A header fits two questions: use their ids, or say which with `--map`.",
    "duplicate-column": "Two columns, or sheets, are one question or say two things: keep one.",
    "spread-answers": "A question takes several columns: export one column a question.",
    "unknown-answer": "A cell is no option: use its id, text or number, or `--map`.",
    "ambiguous-answer": "A cell fits two options: use the option's id.",
    "unclear-numbers": "Numbers do not count from 1, or may not: say in a `--map` what they mean.",
}
"""What makes a file unusable: code → what it means and what to do, in Markdown."""

WARNINGS: Mapping[str, str] = {
    # dimensions
    "untouched-dimension": "No question touches the dimension: score options on it, or drop it.",
    "unused-dimension": "No profile names the dimension, so it changes nothing: use it or drop it.",
    "one-sided-dimension": "Answers speak for one pole only: score some options for the other.",
    "same-dimension": "Two dimensions have the same poles: rename them, or join the two.",
    # questions
    "long-question": "A question has more than 25 words: shorten it.",
    "long-option": "An option, or a step of a scale, has more than 14 words: shorten it.",
    "negation": "People read over a “not”: say what is, rather than what is not.",
    "cut-text": "A `#` ends the text, and the rest is a comment: put the text in quotes.",
    "same-question": "Two questions have the same text: reword one, or drop it.",
    "same-option": "Two options of a question, or two steps, have the same text: reword one.",
    "same-scores": "Two options of a question have the same scores: score what sets them apart.",
    "never-best": "The option suits no role best: score it for what some role would want.",
    "separates-nothing": "All answers move all roles alike: score what sets two roles apart.",
    # roles
    "no-profile": "The profile is all zeros, so the role can never come first: say what it likes.",
    "same-name": "Two roles have the same name: nobody could tell which is meant, so rename one.",
    "same-profile": "Two profiles point the same way: set the roles apart, or join them.",
    "opposite-profile": "A profile is another one turned round: give each role likes of its own.",
    "unused-family": "No role is of the family, so nobody stands on its side: use it or drop it.",
    "incomplete-card": "Parts of the card are missing: fill them in, or people learn less.",
    "no-sources": "The card does not say where its claims come from: add `sources`.",
    "many-roles": "There are over 100 roles, which are neither compared nor measured: offer fewer.",
    "too-many-warnings": "The file has more warnings than are listed: mend some and look again.",
}
"""What a quiz can be used in spite of: code → what it means and what to do, in Markdown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file: where it is, what it is, and how to mend it.

    `code` is stable, for scripts; one that is in neither ERRORS nor WARNINGS raises ValueError.
    `line` and `column` count from 1 and are None where a file has no such place; `path` then says
    where (`answers.meeting`). Texts are raw: show them through `describe`.
    """

    source: str
    code: str
    message: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""
    excerpt: str = ""
    """The whole line that the problem is on: one text for all problems of a line."""
    group: str = ""
    """What it shares with problems of other rows that are one thing to mend, and told once."""

    def __post_init__(self) -> None:
        if self.code not in ERRORS and self.code not in WARNINGS:
            raise ValueError(f"{self.code} is not a code of rolequiz.problems")

    @property
    def severity(self) -> Severity:
        """Whether the file cannot be used, or could be better."""
        return severity(self.code)


class InputError(Exception):
    """A file that cannot be used; `problems` holds all that is wrong, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = by_place(problems)
        super().__init__("\n".join(map(describe, self.problems)))


class PackError(InputError):
    """The pack is invalid."""


class AnswersError(InputError):
    """The answers are invalid."""


def severity(code: str) -> Severity:
    """Return whether a code makes a file unusable."""
    return "warning" if code in WARNINGS else "error"


def by_place(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of the files."""
    return tuple(sorted(problems, key=lambda p: (p.source, p.line or 0, p.column or 0)))


def describe(problem: Problem) -> str:
    """Return a problem as lines of plain text, safe to show on a terminal.

    `file:line:column: code message`, the offending line with a caret under the place, the hint,
    whose lines stay lines, as those of a map are to be copied.
    """
    lines = [headline(problem)]
    if pointed := excerpt(problem):
        before, after = pointed
        lines += [before + after, " " * _width(before) + "^"]
    lines += [f"  {visible(line)}" for line in problem.hint.splitlines()]
    return "\n".join(lines)


def headline(problem: Problem) -> str:
    """Return `file:line:column: code message` on one line, safe to show."""
    places = (problem.line, problem.column) if problem.line else (cut(problem.path),)
    place = ":".join(str(part) for part in (problem.source, *places) if part)
    return visible(f"{place}: {problem.code} {problem.message}")


def excerpt(problem: Problem, width: int = _WIDTH) -> tuple[str, str] | None:
    """Return the offending line, indented: what is before the place, and what begins there.

    It is safe to show, and cut to so many columns around the place; None where there is none.
    """
    if not (problem.line and problem.column and problem.excerpt.strip()):
        return None
    room = max(width - len(_INDENT) - len("…  …"), 2)
    middle = problem.column - 1
    left = problem.excerpt[max(0, middle - 2 * room) : middle]  # a line can be as long as its file
    right = problem.excerpt.rstrip()[middle : middle + 2 * room]
    left, right = ("".join(visible(char) or " " for char in side) for side in (left, right))
    after = _fit(right, room // 2)
    before = _fit(left[::-1], room - _width(after))[::-1]
    after = _fit(right, room - _width(before))
    head = "…" if len(before) < len(left) else ""
    tail = "…" if len(after) < len(right) else ""
    return f"{_INDENT}{head}{before}", f"{after}{tail}"


def quote(text: str) -> str:
    """Return `text` in quotes, cut to a length that a message can hold."""
    return f"“{cut(text)}”"


def cut(text: str) -> str:
    """Return `text`, or its beginning and an ellipsis where it is too long for a message."""
    return text if len(text) <= _QUOTE_LENGTH else text[: _QUOTE_LENGTH - 1] + "…"


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return a hint for a name that nobody knows: the closest known one, else the known ones."""
    import difflib  # noqa: PLC0415 - only mistakes pay for it

    alike = {each[:_COMPARED_LENGTH]: each for each in _most_alike(name, known)}
    close = difflib.get_close_matches(name[:_COMPARED_LENGTH], alike, n=1)
    if close:
        return f"Did you mean {quote(alike[close[0]])}?"
    return f"Known: {', '.join(cut(each) for each in list(known)[:20])}." if known else ""


def _most_alike(name: str, known: Collection[str]) -> list[str]:
    """Return the few names that share most pairs of letters with this one.

    difflib takes half a millisecond for two long names, and a file can have 200 wrong among 1,000.
    """
    if len(known) <= _COMPARED:
        return list(known)
    pairs = _pairs(name)

    def alike(other: str) -> float:
        others = _pairs(other)
        return len(pairs & others) / (len(pairs) + len(others) or 1)

    return nlargest(_COMPARED, islice(known, _LOOKED_AT), alike)


@lru_cache(maxsize=2 * _LOOKED_AT)
def _pairs(text: str) -> set[str]:
    text = text[:_COMPARED_LENGTH]
    return set(map(add, text, text[1:]))


def _fit(text: str, room: int) -> str:
    """Return the beginning of `text` that is at most `room` columns wide."""
    for index, char in enumerate(text):
        room -= _width(char)
        if room < 0:
            return text[:index]
    return text


def _width(text: str) -> int:
    """Return how many columns a terminal gives to `text`."""
    return sum(
        0
        if unicodedata.category(char) in {"Mn", "Me", "Cf"}
        else 1 + (unicodedata.east_asian_width(char) in {"W", "F"})
        for char in text
    )
