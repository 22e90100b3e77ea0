"""Find the shipped quiz and read its compiled form.

Reading YAML would take a third of every start. So installing compiles our own two files to JSON,
as Python does with modules; the JSON is valid as long as its source files have not changed.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from rolequiz.model import Pack
from rolequiz.pack.reader import QUIZ_FILES, digest, make_pack, read_data, read_pack

PACKAGE = Path(__file__).resolve().parents[1]
COMPILED = Path(__file__).with_name("shipped.json")


def shipped_folder() -> Path:
    """Return the folder of the shipped pack: in the installed package, else in the checkout.

    From a zip, its files are copied into a folder that is removed when the program ends.
    """
    if _in_zip():
        return _temporary_folder()
    packaged = PACKAGE / "data"
    return packaged if packaged.is_dir() else PACKAGE.parents[1] / "data"


def shipped_pack(compiled: Path = COMPILED) -> Pack:
    """Return the shipped pack, from its compiled form if that is there and up to date.

    Raises PackError if the YAML has become invalid.
    """
    with suppress(OSError, ValueError, KeyError, TypeError):
        if _in_zip():  # where nobody edits anything
            parts: dict[str, Any] = json.loads(_packaged("pack/shipped.json"))
            return make_pack(parts["questions"], parts["roles"], parts["hash"])
        parts = json.loads(compiled.read_bytes())
        if parts.pop("made_from") == _sources(shipped_folder()):
            return make_pack(**parts)
    return read_pack(shipped_folder())


def compile_shipped(compiled: Path = COMPILED) -> None:
    """Write the compiled form; the build of the package calls this. Raises PackError, OSError."""
    folder = shipped_folder()
    questions, roles = read_data(folder)
    parts = {
        "made_from": _sources(folder),
        "questions": questions,
        "roles": roles,
        "hash": digest(questions, roles),
    }
    compiled.write_text(json.dumps(parts), encoding="ascii")


def _in_zip() -> bool:
    return not PACKAGE.is_dir()


def _packaged(name: str) -> bytes:
    from pkgutil import get_data  # noqa: PLC0415 - only a zip needs it

    return get_data("rolequiz", name) or b""


def _temporary_folder() -> Path:
    import atexit  # noqa: PLC0415 - only a zip needs them
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    folder = TemporaryDirectory(prefix="rolequiz-")
    atexit.register(folder.cleanup)
    for name in QUIZ_FILES:
        Path(folder.name, name).write_bytes(_packaged(f"data/{name}"))
    return Path(folder.name)


def _sources(folder: Path) -> list[int]:
    """Return checksums that tell whether the compiled form is up to date.

    They are of the quiz files, and of all code and schemas that make a pack of them. They are no
    hashes, which would load OpenSSL.
    """
    paths = [
        *(folder / name for name in QUIZ_FILES),
        *(PACKAGE / name for name in ("model.py", "problems.py")),
        *(sorted((PACKAGE / "pack").glob("*.py"))),
        *(sorted((PACKAGE / "schemas").glob("*.[jp]*"))),
    ]
    return [crc32(path.read_bytes()) for path in paths]
