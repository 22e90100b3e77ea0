"""A page for every person, as a file each: what participants take home from a workshop."""

from __future__ import annotations

from pathlib import Path

from rolequiz.cli.batch import Batch
from rolequiz.cli.file_names import safe_name
from rolequiz.cli.streams import INTERRUPTED, WRONG_USAGE, fail, replace_file, say, unwritable
from rolequiz.render import ENDINGS, Medium, Page, formatter
from rolequiz.sanitise import visible
from rolequiz.scoring import Scorer
from rolequiz.wording import counted


def write_each(batch: Batch, form: str, folder: Path) -> None:
    """Write everybody's own result into a folder; each file is whole, and for its owner alone."""
    scorer, result, written = Scorer(batch.pack), formatter(form).result, 0
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if any(folder.iterdir()):  # or somebody gets a page of an earlier run
            fail(unwritable(folder, "it is not empty", "folder"), WRONG_USAGE)
        for responses in batch.people():
            page = Page(batch.pack, responses, scorer.result(responses))
            name = f"{safe_name(responses.respondent, responses.place or 0)}{ENDINGS[form][0]}"
            replace_file(folder / name, result(page, Medium()))
            written += 1
    except OSError as error:
        batch.end_progress()
        fail(unwritable(folder, error.strerror or str(error), "folder"), WRONG_USAGE)
    except KeyboardInterrupt:
        batch.end_progress()
        fail(visible(f"Stopped: {counted(written, 'page')} written to {folder}."), INTERRUPTED)
    batch.tell()
    if written:
        say(visible(f"{counted(written, 'page')} written to {folder}, one for each person."))
