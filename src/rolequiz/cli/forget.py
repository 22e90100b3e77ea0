"""`rolequiz forget`: remove one person from the answers of a room."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.host import open_store
from rolequiz.cli.options import PackFolder, read_quiz, room_file
from rolequiz.cli.streams import BAD_ANSWERS, WRONG_USAGE, fail, say
from rolequiz.problems import quote
from rolequiz.text import counted, visible

EXAMPLES = (
    "rolequiz forget K7QD room.jsonl",
    'rolequiz forget "Ann K7QD" room.jsonl',
)
MORE = "README.md, “forget: remove one person”"


def forget(
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE",
            show_default=False,
            help="The person's code, the code to continue with, or their name.",
        ),
    ],
    file: Annotated[Path, room_file("The file of `rolequiz host` or `rolequiz kiosk`.")],
    pack_folder: PackFolder = None,
) -> int:
    """Remove one person from the answers of a room."""
    pack = read_quiz(pack_folder)
    if not file.exists():
        fail(visible(f"There is no file {file}."), BAD_ANSWERS)
    try:
        with open_store(file, pack) as store:
            removed = store.forget(code)
    except OSError as error:
        fail(visible(f"Nobody was removed: {error.strerror or error}."), WRONG_USAGE)
    if removed is None:
        message = f"Nobody in {file.name} has the code {quote(code)}. Nothing was removed."
        fail(visible(message), BAD_ANSWERS)
    how = "finished" if removed.finished else "not finished"
    answers = counted(removed.answers, "answer")
    say(visible(f"Removed {removed.code} from {file.name} and its journal: {answers}, {how}."))
    if removed.reports:
        say(
            "A report that was shown has counted them. It stays as it was, since none of it is "
            "about fewer than five people. A new one has to wait, or it would show who is missing."
        )
    say("Copies elsewhere, such as pages from `score --each`, are yours to delete.")
    return 0
