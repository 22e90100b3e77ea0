"""A mapping file (--map): what the columns and cells of somebody's export mean. Read and written.

questions: {"How do you start?": first-hour, D: proud}
scales: {"Agree (+1)": 4}
skipped: [N/A, "-"]
ignore: others
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from rolequiz.model import OptionId, Pack, Question
from rolequiz.problems import AnswersError, fault, quote
from rolequiz.responses.cells import BLANK, scales_of
from rolequiz.responses.columns import (
    PERSONAL,
    AnswerMap,
    Column,
    Evidence,
    letters,
    questions_without_column,
)
from rolequiz.responses.one_person import check_answer
from rolequiz.schemas.document import Document, KeyOf, Steps
from rolequiz.spelling import fold
from rolequiz.text import counted

OTHERS = "others"
"""What `ignore` says for all columns that neither the map names nor the quiz knows."""


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
    no_answer: dict[str, OptionId | None] = dict.fromkeys(skipped)
    cells = {
        question.id: no_answer
        | (on_scales if question in scales else {})
        | own.get(question.id, {})
        for question in pack.questions
    }
    return AnswerMap(
        columns=_folded(data.get("questions", {})),
        personal={fold(data[name]): name for name in PERSONAL if name in data},
        ignore=frozenset(map(fold, _ignored(data))),
        ignore_others=data.get("ignore") == OTHERS,
        cells={id: meanings for id, meanings in cells.items() if meanings},
        skipped=skipped,
    )


def _ignored(data: Mapping[str, Any]) -> Sequence[str]:
    """Return the columns that `ignore` lists."""
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
    """Check that each cell has one meaning, and that it is an option of all these questions."""
    for name, place in _repeated((cell, KeyOf((*path, cell))) for cell in cells):
        document.add(fault("duplicate-key.cell", cell=name), place)
    for cell, answer in cells.items():
        for question in questions if answer is not None else ():
            check_answer(document, question, answer, (*path, cell))


def _check_headers(document: Document, data: dict[str, Any]) -> None:
    """Check that each column has one meaning."""
    headers: list[tuple[str, Steps | KeyOf]] = [
        *((header, KeyOf(("questions", header))) for header in data.get("questions", {})),
        *((data[name], (name,)) for name in PERSONAL if data.get(name)),
        *((name, ("ignore", index)) for index, name in enumerate(_ignored(data)) if name),
    ]
    for header, place in _repeated(headers):
        document.add(fault("duplicate-key.column", column=header), place)


def _repeated(
    names: Iterable[tuple[str, Steps | KeyOf]],
) -> Iterator[tuple[str, Steps | KeyOf]]:
    """Yield each name, with its place, that spells the same as an earlier one."""
    earlier = set()
    for name, place in names:
        if fold(name) in earlier:
            yield name, place
        earlier.add(fold(name))


# --- Written --------------------------------------------------------------------------------------


MOST_CELLS, LONGEST_CELL = 60, 200
"""Cells that are listed for a question, and their characters."""
_NO_ANSWER = """N/A|NA|n.a.|#N/A|-|--|.|?|null|none|nan|nil|no answer|not answered|not applicable
|skipped|prefer not to say|don't know|no opinion|k. A.|keine Angabe|weiß nicht|sans réponse"""
SAY_NOTHING = frozenset(map(fold, _NO_ANSWER.split("|")))
"""What people and programs write where there is no answer."""

Cells = Mapping[str, OptionId | None]


class TableCells(NamedTuple):
    """A table: what its columns hold, how often each cell occurs, and which can't be read."""

    columns: Sequence[Column]
    counts: Mapping[Column, Counter[str]]
    unread: Mapping[Column, Sequence[str]]


def map_text(tables: Sequence[TableCells], pack: Pack, mapping: AnswerMap) -> str:
    """Return a mapping file that reads these tables as they were read with `mapping`.

    What was not understood becomes a line that begins with "# " and holds BLANK.
    """
    names = _names(tables)
    no_answer, unread = _unread(tables)
    parts = [
        [
            "# What columns and cells mean; use it with `rolequiz score … --map` and this file.",
            f"# To fill in a line, take away the # before it, and write what is meant for {BLANK}",
            "# `rolequiz schema mapping` says all that can stand here. Once a column is named, a",
            "# map that is written with the help of this one lists its cells too.",
        ],
        _personal(names),
        _questions(tables, names, pack),
        _ignored_lines(names, mapping),
        _skipped(no_answer, mapping),
        *_answers(tables, unread, pack, mapping),
    ]
    return "\n".join("".join(f"{line}\n" for line in part) for part in map(list, parts) if part)


def _names(tables: Sequence[TableCells]) -> dict[str, Column]:
    """Return the columns that a map can name, by the name that it has to use.

    That is the header, or the letter if the header is blank or stands for two things. Only columns
    that all the tables have can be named.
    """
    named: dict[str, Column] = {}
    headers = [{fold(column.header) for column in table.columns} for table in tables]
    columns = [column for table in tables for column in table.columns]
    for column in columns:
        # of two columns called role, one may hold none: naming the other would hide that
        told_by_cells = column.use in {"role", "code"} and column.evidence != Evidence.MAP
        header, letter = fold(column.header), letters(column.place)
        alike = [other for other in columns if fold(other.header) == header]
        if header and len({other[2:] for other in alike}) == 1:
            if column is alike[0] and all(header in names for names in headers):
                named[column.header] = column
        elif len(tables) == 1 and fold(letter) not in headers[0] and not told_by_cells:
            named[letter] = column
    return named


def _personal(names: Mapping[str, Column]) -> Iterator[str]:
    uses = {column.use: name for name, column in names.items()}
    yield from (f"{use}: {_text(uses[use])}" for use in PERSONAL if use in uses)
    if "respondent" not in uses:
        yield "# The column that names the people, if one does:"
        yield f"# respondent: {BLANK}"


def _questions(
    tables: Sequence[TableCells], names: Mapping[str, Column], pack: Pack
) -> Iterator[str]:
    """Yield the columns that are questions, and those that may be a missing question."""
    columns = [column for table in tables for column in table.columns]
    missing = questions_without_column(columns, pack)
    yield "questions:"
    for name, column in names.items():
        if column.question:
            yield f"  {_text(name)}: {column.question}"
    if missing:
        yield f"  # No column holds: {', '.join(missing)}"
    for name, column in names.items():
        if column.use == "ambiguous" or (column.use == "unknown" and missing):
            near = " or ".join(column.candidates) or _near(column.header, pack, missing)
            yield f"  # {_text(name)}: {BLANK}{f'  # {near}?' if near else ''}"


def _near(header: str, pack: Pack, missing: Sequence[str]) -> str:
    texts = {pack.question(id).text: id for id in missing} | {id: id for id in missing}
    return "".join(texts[near] for near in get_close_matches(header, texts, n=1))


def _ignored_lines(names: Mapping[str, Column], mapping: AnswerMap) -> Iterator[str]:
    named = [name for name, column in names.items() if column.use == "ignored"]
    if mapping.ignore_others:
        yield f"ignore: {OTHERS}"
    elif named:
        yield "ignore:"
        yield from (f"  - {_text(name)}" for name in named)
    else:
        yield "# To pass over all columns that are neither questions nor named here:"
        yield f"# ignore: {OTHERS}"


def _unread(tables: Sequence[TableCells]) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """Count the cells that were not understood: those that seem to be no answer; each question's.

    Cells that differ only in case and the like count as one; a map can't say which role one means.
    """
    no_answer, unread = Counter[str](), defaultdict[str, Counter[str]](Counter)
    spelling: dict[str, str] = {}
    for table in tables:
        for column, cells in table.unread.items():
            for cell in cells:
                spelled = spelling.setdefault(fold(cell), " ".join(cell.split()))
                if fold(cell) in SAY_NOTHING:
                    no_answer[spelled] += table.counts[column][cell]
                elif column.question:
                    unread[column.question][spelled] += table.counts[column][cell]
    return no_answer, unread


def _skipped(no_answer: Counter[str], mapping: AnswerMap) -> Iterator[str]:
    if mapping.skipped or no_answer:
        yield "# Cells that are no answer, whatever the question."
        yield "skipped:"
        yield from (f"  - {_text(cell)}" for cell in sorted(mapping.skipped))
        yield from _listed(no_answer, "  # - {}")


def _answers(
    tables: Sequence[TableCells], unread: Mapping[str, Counter[str]], pack: Pack, mapping: AnswerMap
) -> Iterator[Sequence[str]]:
    """Yield the lines of what cells mean in all scales, and then in single questions."""
    known = {
        id: {
            cell: option for cell, option in cells.items() if option or cell not in mapping.skipped
        }
        for id, cells in mapping.cells.items()
    }
    scales = scales_of(pack)
    of_scales = _of_all([known.get(question.id, {}) for question in scales])
    unread_on_scales = _unread_on_scales(tables, unread, scales)
    if of_scales or unread_on_scales:
        options = f"  # {', '.join(_options_of(scales[0]))}"
        lines = [*_meant(of_scales, "  "), *_listed(unread_on_scales, "  # {}: {}")]
        yield ["scales:", options, *lines]
    lines = ["options:"]
    for question in pack.questions:
        own, cells = known.get(question.id, {}), unread.get(question.id, Counter())
        if question in scales:
            own = dict(cell for cell in own.items() if cell not in of_scales.items())
            cells = Counter({cell: cells[cell] for cell in cells if cell not in unread_on_scales})
        if own or cells:
            lines += [f"  {question.id}:", *(f"    # {option}" for option in _options_of(question))]
            lines += [*_meant(own, "    "), *_listed(cells, "    # {}: {}")]
    if lines[1:]:
        yield lines


def _of_all(mapped: Sequence[Cells]) -> Cells:
    """Return the cells that mean the same in all of several questions."""
    first = mapped[0].items() if mapped else ()
    return dict(cell for cell in first if all(cell in other.items() for other in mapped[1:]))


def _unread_on_scales(
    tables: Sequence[TableCells], unread: Mapping[str, Counter[str]], scales: Sequence[Question]
) -> Counter[str]:
    """Return the cells that no scale understands, if all scales have as many steps."""
    unread_on_all = Counter[str]()
    if len({len(question.options) for question in scales}) == 1:
        ids = {question.id for question in scales}
        read = {
            fold(cell)
            for table in tables
            for column, cells in table.counts.items()
            if column.question in ids
            for cell in cells.keys() - set(table.unread.get(column, ()))
        }
        for id in ids:
            for cell, times in unread.get(id, Counter()).items():
                unread_on_all[cell] += times * (fold(cell) not in read)
    return +unread_on_all


def _meant(cells: Cells, indent: str) -> Iterator[str]:
    for cell, option in cells.items():
        yield f"{indent}{_text(cell)}: {'null' if option is None else option}"


def _listed(cells: Counter[str], line: str) -> Iterator[str]:
    """Yield a line to fill in for each cell, the most frequent first."""
    short = [cell for cell, _ in cells.most_common() if len(cell) <= LONGEST_CELL]
    for cell in short[:MOST_CELLS]:
        yield f"{line.format(_text(cell), BLANK)}  # {counted(cells[cell], 'time')}"
    more = len(cells) - len(short[:MOST_CELLS])
    if more:
        yield f"{line.partition('#')[0]}# {counted(more, 'more cell')}, not listed"


def _options_of(question: Question) -> Iterator[str]:
    """Yield what a cell can mean: each option, and null for one that is no answer."""
    for option in question.options:
        yield f"{option.id} {quote(' '.join(option.text.split()))}"
    yield "null if it is no answer"


def _text(text: str) -> str:
    """Return a text in quotes on one line, without invisible characters, that folds to the same."""
    quoted = json.dumps(" ".join(text.split()), ensure_ascii=False)
    return "".join(sign if sign.isprintable() else _escaped(ord(sign)) for sign in quoted)


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code < 1 << 16 else f"\\U{code:08x}"
