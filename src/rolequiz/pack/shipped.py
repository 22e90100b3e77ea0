"""Where the shipped quiz is."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """Return the folder of the shipped pack: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "data"
    return packaged if packaged.is_dir() else package.parents[1] / "data"
