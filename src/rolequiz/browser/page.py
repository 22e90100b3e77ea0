"""The file that `rolequiz form` writes."""

from __future__ import annotations

from rolequiz.model import Pack


def form_page(pack: Pack, *, to: str | None = None) -> str:
    """Return the quiz as one page that needs nothing else."""
    return f"<!doctype html>\n<title>{pack.version} {to}</title>\n"
