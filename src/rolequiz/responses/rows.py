"""What reading many people's answers yields: one row a person, or what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from rolequiz.model import Responses
from rolequiz.problems import Problem


class Row(NamedTuple):
    """A row of a table, or a record of a JSON file.

    `responses` is None where there are problems, unless cells that can't be read count as skipped.
    `notices` are whole sentences for people, about
    what is not wrong but good to know; a row may hold nothing else.
    """

    number: int
    """As a spreadsheet counts, so a table's header is row 1; a record's place in a JSON file.

    It is 0 where the problems keep the whole file, or the rest of it, from being read.
    """
    responses: Responses | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
