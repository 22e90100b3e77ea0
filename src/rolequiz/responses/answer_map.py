"""A mapping file (--map): what the columns and cells of somebody's export mean.

questions: {"How do you start?": first-hour}
scales: {"Agree (+1)": 4}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rolequiz.model import OptionId, Pack, Question
from rolequiz.problems import AnswersError, quote
from rolequiz.responses.fold import fold
from rolequiz.responses.json_format import check_answer
from rolequiz.schemas.document import Document, KeyOf, Steps

Personal = Literal["respondent", "role", "matters"]
PERSONAL: tuple[Personal, ...] = ("respondent", "role", "matters")
"""The columns that are no questions."""


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """What columns and cells mean; headers and cells are folded. An empty one says nothing."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Header → question id."""
    personal: Mapping[str, Personal] = field(default_factory=dict)
    """Header → respondent, role or matters."""
    ignore: frozenset[str] = frozenset()
    cells: Mapping[str, Mapping[str, OptionId | None]] = field(default_factory=dict)
    """Question id → cell → option; None for a cell that counts as skipped."""


def read_map(path: Path, pack: Pack) -> AnswerMap:
    """Read a mapping file; raises AnswersError with every problem."""
    from rolequiz.schemas.yaml_nodes import read_yaml  # noqa: PLC0415 - few runs need YAML

    document, data = read_yaml(path, "mapping")
    _check(document, data, pack)
    if document.problems:
        raise AnswersError(document.problems)
    scales = {question.id for question in _scales(pack)}
    on_scales = _folded(data.get("scales", {}))
    own = {id: _folded(cells) for id, cells in data.get("options", {}).items()}
    return AnswerMap(
        columns=_folded(data.get("questions", {})),
        personal={fold(data[name]): name for name in PERSONAL if name in data},
        ignore=frozenset(map(fold, data.get("ignore", ()))),
        cells={
            id: (on_scales if id in scales else {}) | own.get(id, {}) for id in scales | set(own)
        },
    )


def _folded(texts: Mapping[str, Any]) -> dict[str, Any]:
    return {fold(text): value for text, value in texts.items()}


# --- What the schema cannot say ---------------------------------------------------------------


def _check(document: Document, data: dict[str, Any], pack: Pack) -> None:
    questions = {question.id: question for question in pack.questions}
    what = "a question of this quiz"
    _check_headers(document, data)
    for header, id in data.get("questions", {}).items():
        if id is not None and id not in questions:
            document.add_unknown("unknown-question", id, what, questions, ("questions", header))
    for id, cells in data.get("options", {}).items():
        path: Steps = ("options", id)
        if id in questions:
            _check_cells(document, cells, path, [questions[id]])
        else:
            document.add_unknown("unknown-question", id, what, questions, KeyOf(path))
    _check_cells(document, data.get("scales", {}), ("scales",), _scales(pack))


def _check_cells(
    document: Document, cells: dict[str, Any], path: Steps, questions: Iterable[Question]
) -> None:
    """Hold that a cell has one meaning, and one that is an option of all these questions."""
    seen = set()
    for cell, answer in cells.items():
        if fold(cell) in seen:
            message = f"the cell {quote(cell)} is here twice, if case and spaces do not count"
            document.add("duplicate-key", message, "Keep one of them.", KeyOf((*path, cell)))
        seen.add(fold(cell))
        for question in questions if answer is not None else ():
            check_answer(document, question, answer, (*path, cell))


def _scales(pack: Pack) -> list[Question]:
    return [question for question in pack.questions if isinstance(question.options[0].id, int)]


def _check_headers(document: Document, data: dict[str, Any]) -> None:
    """Hold that no column has two meanings."""
    places: list[tuple[str, Steps | KeyOf]] = [
        *((header, KeyOf(("questions", header))) for header in data.get("questions", {})),
        *((data[name], (name,)) for name in PERSONAL if data.get(name)),
        *((each, ("ignore", index)) for index, each in enumerate(data.get("ignore", ())) if each),
    ]
    seen = set()
    for header, place in places:
        if fold(header) in seen:
            message = f"the column {quote(header)} is named twice here"
            document.add("duplicate-key", message, "Keep one of them.", place)
        seen.add(fold(header))
