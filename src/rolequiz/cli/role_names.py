"""Roles as they are named on the command line: by id, name, some of its words or its initials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import typer

from rolequiz.cli.options import read_quiz
from rolequiz.cli.streams import WRONG_USAGE, fail, fail_unknown
from rolequiz.model import Pack, Role
from rolequiz.problems import PackError, quote


def offered(ctx: typer.Context) -> list[str]:
    """Return the ids of the quiz's roles, for a shell that completes one."""
    named, folder = ctx.params.get("names") or (), ctx.params.get("pack_folder")
    with suppress(PackError):
        pack = read_quiz(Path(folder) if folder else None)
        return [role.id for role in pack.roles if role.id not in named]
    return []


def named_roles(pack: Pack, words: Sequence[str]) -> Iterator[Role]:
    """Yield the roles that some words name; a name of several words may lack its quotation marks.

    Fails where words name no role, or could name several.
    """
    known = {_fold(role.name): role for role in pack.roles} | {_fold(r.id): r for r in pack.roles}
    known |= {role.id: role for role in pack.roles}  # an id as it is counts more than a likeness
    start = 0
    while start < len(words):
        ends = range(len(words), start, -1)  # the longest name counts
        names = {end: " ".join(words[start:end]) for end in ends}
        found = {end: known.get(name) or known.get(_fold(name)) for end, name in names.items()}
        start = next((end for end, role in found.items() if role), start + 1)
        yield found[start] or _nearest(pack, names[start])


def _nearest(pack: Pack, name: str) -> Role:
    """Return the one role whose name has these words, or these first letters; fail without one."""
    asked = _fold(name)
    near = [role for role in pack.roles if {*asked.split()} <= {*_fold(role.name).split()}]
    near = near or [role for role in pack.roles if asked == _initials(role.name)]
    if not near or not asked:
        fail_unknown("role", name, [role.id for role in pack.roles])
    if len(near) > 1:
        *others, last = (role.id for role in near)
        fail(f"{quote(name)} could be {', '.join(others)} or {last}. Say which.", WRONG_USAGE)
    return near[0]


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _initials(name: str) -> str:
    return "".join(word[0] for word in _fold(name).split())
