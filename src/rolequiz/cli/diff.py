"""`rolequiz diff`: what has changed between two days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.one_person import exit_code, read_as
from rolequiz.cli.options import PackFolder, Target
from rolequiz.cli.streams import (
    WRONG_USAGE,
    check_once,
    deliver,
    fail,
    fail_unknown,
    quiz_and_format,
    render_options,
    say,
)
from rolequiz.model import Pack
from rolequiz.problems import quote
from rolequiz.render import write_difference
from rolequiz.responses.one_person import earlier_in
from rolequiz.scoring.difference import compare
from rolequiz.spelling import fold
from rolequiz.text import visible

EXAMPLES = (
    "rolequiz diff march.json today.json",
    "rolequiz diff march.json today.json --about focus",
)
MORE = "docs/method.md, “Two days”"


def diff(
    before: Annotated[
        Path, typer.Argument(metavar="BEFORE", help="One person's answers, or their result (JSON).")
    ],
    after: Annotated[
        Path,
        typer.Argument(
            metavar="AFTER", help="The same person's, from a later day; - for standard input."
        ),
    ],
    about: Annotated[
        str | None,
        typer.Option(
            metavar="DIMENSION",
            help="The preference you want to know about, named before you look, so that a smaller "
            "change in it counts.",
        ),
    ] = None,
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> int:
    """Show what has changed between two days, and what could be chance."""
    if {str(before), str(after)} == {"-"}:
        check_once(before, after)
    pack, format = quiz_and_format(target, pack_folder, before, after)
    named = None if about is None else _dimension(pack, about)
    old, new = read_as(earlier_in, before, pack), read_as(earlier_in, after, pack)
    _warn_of_two_people(old.responses.respondent, new.responses.respondent)
    questions = old.comparable & new.comparable
    if not questions:
        fail("The two files have no question in common, so nothing can be compared.", WRONG_USAGE)
    lost = tuple(dict.fromkeys([*old.lost, *new.lost]))
    responses = old.responses, new.responses
    difference = compare(pack, responses, questions=questions, lost=lost, about=named)
    deliver(write_difference(difference, format, render_options(target)), target.output, format)
    return max(map(exit_code, (difference.before, difference.after)))


def _warn_of_two_people(before: str | None, after: str | None) -> None:
    """Warn of two names: the noise of one person's answers says nothing of two people."""
    if before and after and fold(before) != fold(after):
        warning = f"These are answers of {quote(before)} and {quote(after)}. What follows is meant "
        say(visible(f"{warning}for one person's answers on two days."))


def _dimension(pack: Pack, name: str) -> str:
    """Return the id of a dimension that is named by it, or by one of its poles."""
    ids = [dimension.id for dimension in pack.dimensions]
    known = {fold(pole): it.id for it in pack.dimensions for pole in (it.low, it.high)}
    known |= dict(zip(ids, ids, strict=True))
    return known.get(name) or known.get(fold(name)) or fail_unknown("preference", name, ids)
