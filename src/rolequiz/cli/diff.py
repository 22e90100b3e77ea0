"""`rolequiz diff`: what has changed between two days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.one_person import STDIN, check_one, typed
from rolequiz.cli.options import PackFolder, Source, Target, read_quiz
from rolequiz.cli.streams import (
    TOO_FEW_ANSWERS,
    WRONG_USAGE,
    check_once,
    checked,
    deliver,
    fail,
    render_options,
    say,
)
from rolequiz.model import Pack
from rolequiz.problems import AnswersError, did_you_mean, quote
from rolequiz.render import write_difference
from rolequiz.responses.one_person import Earlier, earlier_in
from rolequiz.sanitise import visible
from rolequiz.schemas.document import decode, open_document
from rolequiz.scoring.difference import Difference, compare
from rolequiz.spelling import fold

EXAMPLES = (
    "rolequiz diff march.json today.json",
    "rolequiz diff march.json today.json --about focus",
)
MORE = "docs/method.md, “Two days”"


def diff(
    before: Annotated[
        Path,
        typer.Argument(metavar="BEFORE", readable=False, help="Answers, or a result (JSON)."),
    ],
    after: Annotated[
        Path,
        typer.Argument(
            metavar="AFTER",
            readable=False,
            help="The same person's, from a later day; - for standard input.",
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
    form = checked(target, Source(pack_folder=pack_folder), before, after)
    pack = read_quiz(pack_folder)
    named = None if about is None else _dimension(pack, about)
    old, new = (_read(path, pack) for path in (before, after))
    _tell_apart(old, new)
    found = _compared(pack, old, new, named)
    deliver(write_difference(found, form, render_options(target)), target.output, form)
    verdicts = {found.before.verdict, found.after.verdict}
    return TOO_FEW_ANSWERS if "insufficient" in verdicts else 0


def _read(path: Path, pack: Pack) -> Earlier:
    piped = str(path) == "-"
    content = typed() if piped else b""
    try:
        return earlier_in(decode(content, STDIN) if piped else open_document(path), pack)
    except AnswersError:
        check_one(path, content, pack)
        raise


def _compared(pack: Pack, old: Earlier, new: Earlier, about: str | None) -> Difference:
    sheets = old.responses, new.responses
    lost = tuple(dict.fromkeys([*old.lost, *new.lost]))
    questions = old.comparable & new.comparable
    if not questions:
        said = "The two sheets have no question in common, so nothing can be compared."
        fail(said, WRONG_USAGE)
    return compare(pack, sheets, questions=questions, lost=lost, about=about)


def _tell_apart(old: Earlier, new: Earlier) -> None:
    """Warn of two names: the noise of one person's answers says nothing of two people."""
    names = [each.responses.respondent or "" for each in (old, new)]
    if all(names) and len({*map(fold, names)}) > 1:
        said = f"These are sheets of {quote(names[0])} and {quote(names[1])}."
        say(visible(f"{said} What follows is meant for two sheets of one person."))


def _dimension(pack: Pack, name: str) -> str:
    """Return the id of a dimension that is named by it, or by one of its poles."""
    poles = {fold(pole): each.id for each in pack.dimensions for pole in (each.low, each.high)}
    known = {**poles, **{each.id: each.id for each in pack.dimensions}}
    found = known.get(name) or known.get(fold(name))
    if found is None:
        hint = did_you_mean(name, [each.id for each in pack.dimensions])
        fail(visible(f"There is no preference {quote(name)}. {hint}"), WRONG_USAGE)
    return found
