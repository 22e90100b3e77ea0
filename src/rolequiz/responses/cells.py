"""What a cell of a table means: an answer, a role or marks; None where it means nothing.

Numbers and letters are positions of options if nothing in the whole file speaks against it. One
number outside 1…n makes all numbers unclear in all columns whose questions have as many options; so
do 1s alone for two options, unless other numbers of the file count from 1: form tools write yes as
1 and no as 0.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from rolequiz.model import OptionId, Pack, Question
from rolequiz.problems import Fault, fault, near
from rolequiz.responses.columns import Column, UnreadableError
from rolequiz.spelling import fold, loose, unmarked

MOST_REMEMBERED, LONGEST_REMEMBERED = 500, 200
"""Cells whose meaning is remembered, and their characters."""
MOST_SEEN, LONGEST_SEEN = 1_000, 200
"""Different cells of a column that the first look remembers, and their characters."""
MOST_LABELS = 30
MOST_ABSENT = 3
"""Different numbers that mean no answer."""
BLANK = "…"
"""What stands in a map where something is to be filled in; a map that holds one is refused."""
_NO_ANSWER = re.compile("-?(7+|8+|9+|9[78])")
_YES = {"yes", "y", "agree", "ja", "oui", "sí", "si", "sì"}
_NO = {"no", "n", "disagree", "nein", "non"}

_LETTER = re.compile(r"\(?([a-z])[.)]?")
_WHOLE = re.compile(r"\(?([+-]?)0*([0-9]{1,9})(?:\.0*|,0{1,2})?[.)]?")
_NUMBER = re.compile(r"\(?[+-]?[0-9]+(?:[.,][0-9]*)?[.)]?")
_LABELLED = re.compile(
    r"[(\[]?(?:([+-]?[0-9]{1,3})|([a-z])(?= ?[-.:)\]=]))[)\]]? ?[-.:=]? ?([^ ].*)"
)
_BEHIND = re.compile(r"(.*[^ ]) ?[(\[]([+-]?[0-9]{1,3})[)\]]")
_GUARDED = re.compile(r"""=?(["']?)([^"']*)["']?""")  # so that a spreadsheet keeps it as a text
_ABBREVIATED = re.compile(r"(?!na)[a-z]{2}")
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mrz|mai|okt|dez|fév|avr|jui|aoû|déc"
    r"|ene|abr|ago|dic|gen|mag|giu|lug|set|ott)[^\W\d_]*[.]?"
)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d( [\d:]{8})?|\d\d?([/.])\d\d?\2(\d\d){1,2}"
    rf"|\d\d?[-/.]? ?{_MONTH}([-/. ]\d+)?|{_MONTH}[-/. ]\d+"
)
_BETWEEN = re.compile(r"[\s,;]+")

T = TypeVar("T")
Kind = Literal["number", "letter", "truth"]
TRUTHS = {
    **dict.fromkeys(("true", "wahr", "vrai", "verdadero", "vero"), True),
    **dict.fromkeys(("false", "falsch", "faux", "falso"), False),
}
"""What spreadsheets write for yes and no, folded."""


class Label(NamedTuple):
    """A number, letter or truth in a cell, and whether it is the position of what it means."""

    kind: Kind
    text: str
    fits: bool
    beyond: bool = False
    """Whether no option has that position."""


class Unclear(NamedTuple):
    """Why numbers or letters can't be taken for positions, for any cell and question."""

    fault: Fault
    group: str
    beyond: bool = True
    """Whether some are not those of options: then a text is right, whatever its number."""


class Cells(dict[str, T], Generic[T]):
    """Cell text → what it means, worked out once and then remembered, as far as there is room.

    Looking up raises UnreadableError.
    """

    def __init__(self, meaning: Callable[[str], T]) -> None:
        super().__init__()
        self._meaning = meaning
        self._refused: dict[str, tuple[Any, ...]] = {}

    def __missing__(self, cell: str) -> T:
        if cell in self._refused:
            raise UnreadableError(*self._refused[cell])
        try:
            meaning = self._meaning(cell)
        except UnreadableError as error:
            if len(self._refused) < MOST_REMEMBERED and len(cell) <= LONGEST_REMEMBERED:
                self._refused[cell] = error.args
            raise
        if len(self) < MOST_REMEMBERED and len(cell) <= LONGEST_REMEMBERED:
            self[cell] = meaning
        return meaning

    def readable(self, cell: str) -> T | None:
        """Return what a cell means; None, too, if it can't be read."""
        try:
            return self[cell]
        except UnreadableError:
            return None

    def names_any(self, cell: str) -> bool:
        """Return whether a cell says something, if only beside a number, as 0 - Agree does."""
        texts = cell, without_number(fold(cell))
        return any(self.readable(text) is not None for text in texts)


def answers_to(question: Question, mapped: Mapping[str, OptionId | None]) -> Cells[OptionId | None]:
    """Return what cells mean as answers to a question: see AnswerReader."""
    return Cells(AnswerReader(question, mapped).meaning)


class AnswerReader:
    """Reads cells as answers to a question: an option by its id, text, position or letter.

    `mapped` is folded cell text → option, and counts before all of these. Numbers or letters that
    are `unclear` are no positions.
    """

    def __init__(self, question: Question, mapped: Mapping[str, OptionId | None]) -> None:
        self.question = question
        self.unclear: Mapping[Kind, Unclear] = {}
        numbers = {number: id for cell, id in mapped.items() if (number := _number(cell))}
        self._mapped = {"": None, **numbers, **mapped}
        self._by_name, self._by_loose_name = _named(question)
        ids = [option.id for option in question.options]
        self._positions = dict(zip(ascii_lowercase, ids, strict=False))
        self._positions |= {str(number): id for number, id in enumerate(ids, start=1)}

    def meaning(self, cell: str) -> OptionId | None:
        """Return the option that a cell names; raises UnreadableError."""
        folded = _unguarded(cell)
        for name in (folded, _number(folded) or folded):
            if name in self._mapped:
                return self._mapped[name]
        options = self._options(folded)
        if len(options) == 1:
            return next(iter(options))
        if options:
            ids = [str(option.id) for option in self.question.options if option.id in options]
            raise UnreadableError(fault("ambiguous-answer", cell=cell, options=ids))
        raise self._unknown(cell, folded)

    def label(self, cell: str) -> Label | None:
        """Return the number or letter that a cell gives instead of a text, or as a wrong label."""
        folded = _unguarded(cell)
        number, kind = _number(folded), _kind(folded)
        before, text = _label(folded)
        if not before:
            before, text = _number_behind(folded)
        for name in (folded, number or folded):
            if name in self._mapped:
                option, label = self._mapped[name], number or before
                return self._labelled(label, option) if label and option is not None else None
        if folded in TRUTHS and not self._with_text(folded):
            return Label("truth", folded.upper(), fits=False)
        if kind and not self._with_text(folded):
            label = number or folded.strip("().")
            return Label(kind, label, label in self._positions, label not in self._positions)
        return self._labelled(before, None) if before and self._is_wrong(before, text) else None

    def _labelled(self, label: str, option: OptionId | None) -> Label:
        at_position = self._positions.get(label)
        fits = option is not None and option == at_position
        return Label(_kind_of(label), label, fits, beyond=at_position is None)

    def _is_wrong(self, label: str, text: str) -> bool:
        """Return whether a label is not the position of the text beside it."""
        if options := self._with_text(text):
            return self._positions.get(label) not in options
        return not (label.isalpha() or label in self._positions or text[0].isdigit())

    def _options(self, folded: str) -> set[OptionId]:
        """Return the options that a cell may name."""
        options = self._with_text(folded)
        kind = _kind(folded)
        if kind == "number" or (kind and not options):
            return options | self._at_position(_number(folded) or folded.strip("()."))
        label, text = _label(folded)
        if not options and label and (named := self._with_text(text)):
            return named | self._at_position(label, before_text=True)
        return options

    def _with_text(self, folded: str) -> set[OptionId]:
        return self._by_name.get(folded, set()) or self._by_loose_name.get(loose(folded), set())

    def _at_position(self, label: str, before_text: bool = False) -> set[OptionId]:
        if (option := self._mapped.get(label)) is not None:
            return {option}
        unclear = self.unclear.get(_kind_of(label))
        clear = unclear is None or (before_text and not unclear.beyond)
        return {self._positions[label]} if clear and label in self._positions else set()

    def _unknown(self, cell: str, folded: str) -> UnreadableError:
        kind: Kind | None = "truth" if folded in TRUTHS else _kind(folded)
        if kind and (unclear := self.unclear.get(kind)):
            wrong = unclear.fault.having(cell=cell, question=self.question.id)
            return UnreadableError(wrong, unclear.group)
        wrong = fault("unknown-answer", cell=cell, question=self.question.id)
        if is_date(folded):
            return UnreadableError(wrong.hinted("date"))
        known = [option.text for option in self.question.options]
        return UnreadableError(wrong.hinted("near", near=near(cell, known)))


def _named(question: Question) -> tuple[dict[str, set[OptionId]], dict[str, set[OptionId]]]:
    """Return the options that folded texts name, and those that they name loosely.

    The steps of a scale are named by their texts alone: their ids are positions.
    """
    exactly: dict[str, set[OptionId]] = defaultdict(set)
    loosely: dict[str, set[OptionId]] = defaultdict(set)
    for option in question.options:
        for name in {fold(option.text), *([option.id] if isinstance(option.id, str) else [])}:
            exactly[name].add(option.id)
            loosely[loose(name)].add(option.id)
    loosely.pop("", None)
    return exactly, loosely


def is_label(folded: str) -> bool:
    """Return whether a folded cell is a number or a letter, and no more."""
    return _kind(folded) is not None


def is_date(folded: str) -> bool:
    """Return whether a folded cell looks like a date, which may be what became of an answer."""
    return _DATE.fullmatch(folded) is not None


def _number(folded: str) -> str:
    """Return the whole number that a folded cell is (4, 4.0, +4 or (4)) as 4, or nothing."""
    match = _WHOLE.fullmatch(folded)
    return str(int(match[1] + match[2])) if match else ""


def _kind(folded: str) -> Kind | None:
    """Return whether a folded cell is a number or a letter, and no more; else None."""
    if _NUMBER.fullmatch(folded):
        return "number"
    short = _LETTER.fullmatch(folded) or _ABBREVIATED.fullmatch(folded)
    return "letter" if short else None


def _label(folded: str) -> tuple[str, str]:
    """Return the number or letter before a text, and that text; nothing where there is none."""
    if _kind(folded) or is_date(folded) or not (match := _LABELLED.fullmatch(folded)):
        return "", ""
    return str(int(match[1])) if match[1] else match[2], match[3]


def _number_behind(folded: str) -> tuple[str, str]:
    """Return the number in brackets behind a text, and that text; nothing where there is none."""
    match = _BEHIND.fullmatch(folded)
    return (str(int(match[2])), match[1]) if match else ("", "")


def without_number(folded: str) -> str:
    """Return a folded text without the number or letter before or behind it."""
    return _label(folded)[1] or _number_behind(folded)[1] or folded


def _kind_of(label: str) -> Kind:
    return "letter" if label.isalpha() else "number"


def _unguarded(cell: str) -> str:
    """Return a folded cell as people see it; a number without the marks that make it a text."""
    folded = fold(unmarked(cell))
    match = _GUARDED.fullmatch(folded) if folded[:1] in {"=", "'", '"'} else None
    return match[2] if match and _NUMBER.fullmatch(match[2]) else folded


def scales_of(pack: Pack) -> list[Question]:
    """Return the questions whose answers are steps."""
    return [question for question in pack.questions if isinstance(question.options[0].id, int)]


def roles_of(pack: Pack, skipped: Collection[str] = ()) -> Cells[str | None]:
    """Return what cells mean that name the role somebody holds, by its id or its name."""
    ids = [role.id for role in pack.roles]
    known = {fold(role.name): role.id for role in pack.roles} | dict(zip(ids, ids, strict=True))

    def meaning(cell: str) -> str | None:
        folded = fold(cell)
        if folded and folded not in known and folded not in skipped:
            raise UnreadableError(fault("unknown-role.cell", name=cell, near=near(cell, ids)))
        return known.get(folded)

    return Cells(meaning)


def marks_of(pack: Pack, skipped: Collection[str] = ()) -> Cells[frozenset[str]]:
    """Return what cells mean that name the questions that matter, by ids or whole texts.

    Spaces, commas or ; stand between them, as form tools join what was ticked.
    """
    known = {question.id: question for question in pack.questions}
    texts = {fold(question.text): question.id for question in pack.questions}
    longest_first = "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))
    ticked = re.compile(rf"(?<![^\s,;])(?:{longest_first})(?![^\s,;])")

    def meaning(cell: str) -> frozenset[str]:
        folded = "" if fold(cell) in skipped else fold(cell)
        by_text = {texts[text] for text in ticked.findall(folded)}
        by_id = {*filter(None, _BETWEEN.split(ticked.sub(" ", folded)))}
        for id in sorted(by_id - known.keys()):
            raise UnreadableError(fault("unknown-question", name=id, near=near(id, known)))
        return frozenset(by_id | by_text)

    return Cells(meaning)


# --- The first look through a table ------------------------------------------------------------


@dataclass
class _Labels:
    """The numbers, or letters, in the columns of all questions with the same number of options."""

    columns: dict[Column, Question] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """At most MOST_LABELS of them."""
    odd: Fault | None = None
    """What the first that is no position makes wrong with all cells."""
    beyond: dict[str, str] = field(default_factory=dict)
    """Cells with a label that no option has → that label; at most MOST_LABELS."""
    misplaced: bool = False
    """Whether any is the position of another option than the one it stands at."""
    fitting: bool = False
    """Whether any is a position."""

    def add(self, column: Column, question: Question, label: Label, cell: str, row: int) -> None:
        self.columns[column] = question
        if len(self.seen) < MOST_LABELS:
            self.seen.add(label.text)
        self.fitting |= label.fits
        self.misplaced |= not (label.fits or label.beyond)
        if label.beyond and len(self.beyond) < MOST_LABELS:
            self.beyond[cell] = label.text
        if not label.fits and not self.odd:
            self.odd = _odd(column, question, label, cell, row)


class FirstLook:
    """Collects the different cells of columns, in little memory however many rows there are."""

    def __init__(self, columns: Iterable[Column], readings: Mapping[str, AnswerReader]) -> None:
        self._asked = [
            (column.place, set[str](), column, readings[column.question])
            for column in columns
            if column.question in readings
        ]
        self._labels: dict[tuple[Kind, int], _Labels] = {}
        self._others = {column: set[str]() for column in columns if not column.question}

    def add(self, row: int, cells: Sequence[str]) -> None:
        """Look at a row that is as long as the header."""
        for place, seen, column, reading in self._asked:
            cell = cells[place]
            if cell not in seen:
                if len(seen) < MOST_SEEN and len(cell) <= LONGEST_SEEN:
                    seen.add(cell)
                if label := reading.label(cell):
                    key = label.kind, len(reading.question.options)
                    labels = self._labels.setdefault(key, _Labels())
                    labels.add(column, reading.question, label, cell, row)
        for column, others in self._others.items():
            if len(others) < MOST_SEEN:
                others.add(cells[column.place][:LONGEST_SEEN])

    def cells(self, column: Column) -> set[str]:
        """Return the first different cells of a column that is no question."""
        return self._others[column]

    def unclear(self, pack: Pack) -> dict[tuple[Kind, int], Unclear]:
        """Return why numbers or letters are unclear, by the number of options of the questions."""
        return {
            (kind, size): Unclear(
                _hinted(wrong, labels, kind, size, pack), f"{kind}s of {size}", bool(labels.beyond)
            )
            for (kind, size), labels in self._labels.items()
            if (wrong := self._why(labels, kind, size))
        }

    def _why(self, labels: _Labels, kind: Kind, size: int) -> Fault | None:
        if labels.odd and (kind != "letter" or labels.fitting):
            return labels.odd
        if kind == "number" and size == 2 and labels.seen == {"1"}:
            counts_from_one = any(
                other_kind == "number" and str(last) in others.seen and not others.odd
                for (other_kind, last), others in self._labels.items()
            )
            return None if counts_from_one else fault("unclear-numbers.ones", cell="")
        return None


def _odd(column: Column, question: Question, label: Label, cell: str, row: int) -> Fault:
    """Return what a label that is no position makes wrong with a cell that is yet to be named."""
    if label.kind == "truth":
        return fault("unknown-answer", cell="", question="")
    where = {"odd": cell, "column": str(column), "row": row, "kind": label.kind}
    if not label.beyond:
        return fault("unclear-numbers.misplaced", cell="", **where)
    last = len(question.options)
    ends = ("1", str(last)) if label.kind == "number" else ("a", ascii_lowercase[:last][-1])
    return fault("unclear-numbers.beyond", cell="", first=ends[0], last=ends[1], **where)


def _hinted(wrong: Fault, labels: _Labels, kind: Kind, size: int, pack: Pack) -> Fault:
    """Return what is wrong with a hint that has the lines of a mapping."""
    coding = _coding(labels.seen, size) if kind == "number" and not labels.misplaced else None
    absent = sorted(c for c, label in labels.beyond.items() if coding and label in coding.absent)
    if coding and not coding.numbers:
        line = f"skipped: {json.dumps(absent, ensure_ascii=False)}"
        return wrong.hinted("no-answer", lines=line)

    def meant(question: Question) -> Iterable[tuple[str, str]]:
        """Return what each cell means to a question, as far as that is known."""
        if coding:
            ids = [json.dumps(option.id) for option in question.options]
            none = [(json.dumps(cell, ensure_ascii=False), "null") for cell in absent]
            return [*zip(coding.numbers, ids, strict=True), *none]
        known = _truths(question) if kind == "truth" else {}
        return [(json.dumps(cell), known.get(cell, BLANK)) for cell in sorted(labels.seen)]

    lines = "\n".join(_lines(labels, meant, size, pack))
    if coding:
        return wrong.hinted("coding", lines=lines)
    if kind == "truth" and BLANK not in lines:
        return wrong.hinted("truths", lines=lines)
    return wrong.hinted("fill-in", lines=lines, blank=BLANK)


class _Coding(NamedTuple):
    """How a survey has numbered the options of a question."""

    numbers: list[str]
    """The options' numbers in their order; none if they count from 1."""
    absent: list[str]
    """The numbers that mean no answer, often 9 and 99."""


def _coding(seen: Iterable[str], size: int) -> _Coding | None:
    """Return how the options seem to be numbered, if these numbers were seen."""
    try:
        numbers = sorted(map(int, seen))
    except ValueError:
        return None
    beyond = [number for number in numbers if not 1 <= number <= size]
    usual = [number for number in beyond if _NO_ANSWER.fullmatch(str(number))]
    for absent in ([], usual, beyond):
        rest = [number for number in numbers if number not in absent]
        if not rest or len(absent) > MOST_ABSENT:
            continue
        no_answer = list(map(str, absent))
        if absent and rest[0] >= 1 and rest[-1] <= size:
            return _Coding([], no_answer)
        for first in (0, -(size // 2), *(rest[:1] if rest[0] > size else [])):
            if first <= rest[0] and rest[-1] < first + size:
                return _Coding([*map(str, range(first, first + size))], no_answer)
    return None


def _truths(question: Question) -> dict[str, str]:
    """Return the options of a question that TRUE and FALSE mean, if they are yes and no."""
    ids = [json.dumps(option.id) for option in question.options]
    words = [fold(option.text) for option in question.options]
    for yes, no in ((0, 1), (1, 0)) if len(ids) == 2 else ():
        if words[yes] in _YES or words[no] in _NO:
            return {word.upper(): ids[yes if means else no] for word, means in TRUTHS.items()}
    return {}


def _lines(
    labels: _Labels, meant: Callable[[Question], Iterable[tuple[str, str]]], size: int, pack: Pack
) -> Iterator[str]:
    """Yield the lines of a mapping: one for all scales, if all have the same number of steps."""

    def cells(question: Question) -> str:
        return f"{{{', '.join(f'{cell}: {id}' for cell, id in meant(question))}}}"

    scales = scales_of(pack)
    alike = all(len(scale.options) == size for scale in scales)
    columns = labels.columns.values()
    if alike and any(question in scales for question in columns):
        yield f"scales: {cells(scales[0])}"
    own = [question for question in columns if not (alike and question in scales)]
    if own:
        options = ", ".join(f"{json.dumps(question.id)}: {cells(question)}" for question in own)
        yield f"options: {{{options}}}"
