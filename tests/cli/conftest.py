"""A pack of somebody's own, with whatever is wrong in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from command import TINY

Spoil = Callable[..., Path]


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """Return a function that writes the tiny pack with one text of it changed, or a file whole."""
    folder = tmp_path / "pack"
    shutil.copytree(TINY, folder)

    def change(old: str = "", new: str = "", **whole: str | bytes) -> Path:
        for name in ("questions", "roles"):
            path = folder / f"{name}.yaml"
            content = whole.get(name, path.read_text(encoding="utf-8").replace(old or "\0", new, 1))
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return change
