"""A terminal's screen as a picture, and what a decoder reads in it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pyte
import pytest

WIDE, HIGH = 8, 16
"""Points of a cell."""
HALVES = {"▀": (True, False), "▄": (False, True), "█": (True, True)}
"""Whether the upper and the lower half of a cell are of the colour of its sign."""


def draw(screen: pyte.Screen, paper: int, ink: int, file: Path) -> None:
    """Draw a screen in shades of grey, 0 to 255, where the theme's are those of paper and ink.

    Signs other than half blocks are stripes of ink, which a decoder has to see past.
    """
    rows = []
    for y in range(screen.lines):
        for half in (0, 1):
            line = bytearray()
            for x in range(screen.columns):
                cell = screen.buffer[y][x]
                sign, ground = shade(cell.fg, ink), shade(cell.bg, paper)
                if cell.data in HALVES:
                    line += bytes([sign if HALVES[cell.data][half] else ground] * WIDE)
                elif cell.data.strip():
                    line += bytes([sign, ground] * (WIDE // 2))
                else:
                    line += bytes([ground] * WIDE)
            rows += [bytes(line)] * (HIGH // 2)
    size = f"P5 {screen.columns * WIDE} {screen.lines * HIGH} 255\n"
    file.write_bytes(size.encode() + b"".join(rows))


def shade(colour: str, usual: int) -> int:
    """Return how bright a colour is, "default" being that of the theme."""
    return usual if colour == "default" else int(colour[2:4], 16)


def decoded(picture: Path) -> str:
    """Return what the QR code in a picture holds; skips without a decoder, or fails where CI is."""
    program = shutil.which("zbarimg")
    if program is None:
        assert os.environ.get("CI") != "true", "CI needs zbarimg, of zbar-tools"
        pytest.skip("no zbarimg here, of zbar-tools")
    argv = [program, "--quiet", "--raw", "--nodbus", str(picture)]
    return subprocess.run(argv, capture_output=True, text=True, check=False).stdout.strip()
