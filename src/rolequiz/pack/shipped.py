"""Where the shipped quiz is, and its compiled form.

Reading YAML would take a third of every start. So installing compiles our own two files to JSON,
as Python does with modules; the JSON counts as long as it was made from files of the same content.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from rolequiz.model import Pack
from rolequiz.pack.reader import QUIZ_FILES, digest, make_pack, read_data, read_pack

COMPILED = Path(__file__).with_name("shipped.json")


def shipped_folder() -> Path:
    """Return the folder of the shipped pack: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "data"
    return packaged if packaged.is_dir() else package.parents[1] / "data"


def shipped_pack(compiled: Path = COMPILED) -> Pack:
    """Return the shipped pack, from its compiled form if that is there and up to date.

    Raises PackError, if somebody has spoilt the YAML.
    """
    folder = shipped_folder()
    with suppress(OSError, ValueError, KeyError, TypeError):
        parts: dict[str, Any] = json.loads(compiled.read_bytes())
        if parts.pop("made_from") == _sources(folder):
            return make_pack(**parts)
    return read_pack(folder)


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


def _sources(folder: Path) -> list[int]:
    """Return what tells whether the compiled form is up to date; a hash would load OpenSSL.

    The quiz files, and all the code and schemas that make a pack of them.
    """
    package = Path(__file__).parents[1]
    paths = [
        *(folder / name for name in QUIZ_FILES),
        *(package / name for name in ("model.py", "problems.py")),
        *(sorted((package / "pack").glob("*.py"))),
        *(sorted((package / "schemas").glob("*.[jp]*"))),
    ]
    return [crc32(path.read_bytes()) for path in paths]
