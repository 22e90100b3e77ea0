"""The QR code that phones scan, always black on white, whatever colours the terminal has."""

from __future__ import annotations

from typing import Any

try:
    import segno
except ImportError:  # it is an extra
    segno = None  # type: ignore[assignment]

QUIET = 4  # modules of white around it, as the standard asks
_BLACK_ON_WHITE, _USUAL_COLOURS = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
"""Of the 256 colours, of which no theme changes these two."""
_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def has_qr() -> bool:
    """Return whether the package that draws it is installed."""
    return segno is not None


def in_terminal(text: str) -> list[str]:
    """Return the square as lines of half blocks, two modules high each."""
    rows = [*map(list, _code(text).matrix_iter(border=QUIET))]
    rows += [[0] * len(rows[0])] if len(rows) % 2 else []
    pairs = zip(rows[::2], rows[1::2], strict=True)
    lines = ("".join(_HALVES[pair] for pair in zip(*both, strict=True)) for both in pairs)
    return [f"{_BLACK_ON_WHITE}{line}{_USUAL_COLOURS}" for line in lines]


def as_svg(text: str) -> str:
    """Return the square as an SVG element that scales."""
    svg: str = _code(text).svg_inline(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return svg


def _code(text: str) -> Any:
    return segno.make(text, error="m", micro=False)
