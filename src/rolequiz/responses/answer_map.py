"""A mapping file (--map): what the columns and cells of somebody's export mean.

questions: {"How do you start?": first-hour, D: proud}
scales: {"Agree (+1)": 4}
skipped: [N/A, "-"]
ignore: others
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rolequiz.model import OptionId, Pack, Question
from rolequiz.problems import AnswersError, fault
from rolequiz.responses.json_format import check_answer
from rolequiz.schemas.document import Document, KeyOf, Steps
from rolequiz.spelling import fold

Personal = Literal["respondent", "role", "matters", "code"]
PERSONAL: tuple[Personal, ...] = ("respondent", "role", "matters", "code")
"""The columns that are no questions."""
OTHERS = "others"
"""What `ignore` says in a word: all columns that the map does not name and the quiz can't place."""


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """What columns and cells mean; headers and cells are folded. An empty one says nothing.

    A column goes by its header, or by its letter where no header is that: see `names_of`.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    """Column → question id."""
    personal: Mapping[str, Personal] = field(default_factory=dict)
    """Column → respondent, role, matters or code."""
    ignore: frozenset[str] = frozenset()
    ignore_others: bool = False
    """Whether columns that nothing is known of are passed over, too."""
    cells: Mapping[str, Mapping[str, OptionId | None]] = field(default_factory=dict)
    """Question id → cell → option; None for a cell that counts as skipped."""
    skipped: frozenset[str] = frozenset()
    """Cells that say nothing, in any column; those of questions are among `cells` too."""
    skip_unreadable: bool = False
    """Whether a cell that can't be read counts as not answered, and its row with the others."""


def read_map(path: Path, pack: Pack) -> AnswerMap:
    """Read a mapping file; raises AnswersError with every problem."""
    from rolequiz.schemas.yaml_nodes import read_yaml  # noqa: PLC0415 - few runs need YAML

    document, data = read_yaml(path, "mapping")
    data = {key: value for key, value in data.items() if value is not None}
    _check(document, data, pack)
    if document.problems:
        raise AnswersError(document.problems)
    scales = scales_of(pack)
    on_scales = _folded(data.get("scales", {}))
    own = {id: _folded(cells or {}) for id, cells in data.get("options", {}).items()}
    skipped = frozenset(map(fold, data.get("skipped", ())))
    nothing: dict[str, OptionId | None] = dict.fromkeys(skipped)
    return AnswerMap(
        columns=_folded(data.get("questions", {})),
        personal={fold(data[name]): name for name in PERSONAL if name in data},
        ignore=frozenset(map(fold, _ignored(data))),
        ignore_others=data.get("ignore") == OTHERS,
        cells={
            each.id: cells
            for each in pack.questions
            if (cells := nothing | (on_scales if each in scales else {}) | own.get(each.id, {}))
        },
        skipped=skipped,
    )


def letters(place: int) -> str:
    """Return what spreadsheets call a column, from 0: A to Z, AA and so on."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def names_of(headers: Sequence[str], mapping: AnswerMap) -> list[str]:
    """Return the name by which the map knows each column: its letter, if it uses that, or header.

    A letter that is also a header is that header.
    """
    folded = list(map(fold, headers))
    used = ({*mapping.columns, *mapping.personal} | mapping.ignore).difference(folded)
    called = [fold(letters(place)) for place in range(len(folded))]
    return [name if name in used else own for name, own in zip(called, folded, strict=True)]


def _ignored(data: Mapping[str, Any]) -> Sequence[str]:
    """Return the columns to pass over that are named one by one."""
    ignored: Sequence[str] = data.get("ignore", ())
    return () if isinstance(ignored, str) else ignored


def _folded(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {fold(text): value for text, value in texts.items()}


# --- What the schema cannot say ---------------------------------------------------------------


def _check(document: Document, data: dict[str, Any], pack: Pack) -> None:
    questions = {question.id: question for question in pack.questions}
    if isinstance(data.get("ignore"), str) and data["ignore"] != OTHERS:
        wrong = fault("unknown-value.ignore", word=OTHERS, value=data["ignore"])
        document.add(wrong, ("ignore",))
    _check_headers(document, data)
    for header, id in data.get("questions", {}).items():
        if id is not None and id not in questions:
            document.add_unknown("unknown-question", id, questions, ("questions", header))
    for id, cells in data.get("options", {}).items():
        path: Steps = ("options", id)
        if id in questions:
            _check_cells(document, cells or {}, path, [questions[id]])
        else:
            document.add_unknown("unknown-question", id, questions, KeyOf(path))
    _check_cells(document, data.get("scales", {}), ("scales",), scales_of(pack))


def _check_cells(
    document: Document, cells: dict[str, Any], path: Steps, questions: Iterable[Question]
) -> None:
    """Hold that a cell has one meaning, and one that is an option of all these questions."""
    seen = set()
    for cell, answer in cells.items():
        if fold(cell) in seen:
            document.add(fault("duplicate-key.cell", cell=cell), KeyOf((*path, cell)))
        seen.add(fold(cell))
        for question in questions if answer is not None else ():
            check_answer(document, question, answer, (*path, cell))


def scales_of(pack: Pack) -> list[Question]:
    """Return the questions whose answers are steps."""
    return [question for question in pack.questions if isinstance(question.options[0].id, int)]


def _check_headers(document: Document, data: dict[str, Any]) -> None:
    """Hold that no column has two meanings."""
    places: list[tuple[str, Steps | KeyOf]] = [
        *((header, KeyOf(("questions", header))) for header in data.get("questions", {})),
        *((data[name], (name,)) for name in PERSONAL if data.get(name)),
        *((each, ("ignore", index)) for index, each in enumerate(_ignored(data)) if each),
    ]
    seen = set()
    for header, place in places:
        if fold(header) in seen:
            document.add(fault("duplicate-key.column", column=header), place)
        seen.add(fold(header))
