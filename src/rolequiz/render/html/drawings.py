"""Drawings in a page, as SVG; the words beside them always say the same."""

from __future__ import annotations

from collections.abc import Sequence

from rolequiz.pages.parts import Bar
from rolequiz.render.html.elements import Html, element, text

WIDTH = 400
MARGIN = 11
"""Room at both ends for the marks there."""
PLOT_HEIGHT = 64


def bar(share: float) -> Html:
    """Draw a share of the whole, 0–1; screen readers skip it, as the figure is beside it."""
    return Html(
        '<svg viewBox="0 0 100 8" preserveAspectRatio="none" height="10" style="height:10px" '
        'aria-hidden="true" focusable="false">'
        '<rect class="track" width="100" height="8"/>'
        f'<rect class="fill" width="{100 * share:.1f}" height="8"/></svg>'
    )


def scale(
    described: str, you: float | None, role: float | None, other: float | None = None
) -> Html:
    """Draw a line between two poles with a person and one or two roles on it, each at 0–1."""
    middle = 14
    marks = [_line(middle, middle - 6, middle + 6)]
    for kind, at in (("role", role), ("role other", other)):
        if at is not None:
            x = _x(at)
            points = f"{x:.1f},{middle - 9} {x + 9:.1f},{middle} {x:.1f},{middle + 9} "
            points += f"{x - 9:.1f},{middle}"
            marks.append(Html(f'<polygon class="{kind}" points="{points}"/>'))
    if you is not None:
        marks.append(Html(f'<circle class="you" cx="{_x(you):.1f}" cy="{middle}" r="6.5"/>'))
    return _picture(described, 28, marks)


def histogram(described: str, bars: Sequence[Bar], mean: float | None) -> Html:
    """Draw where people stand: the area of a bar is how many, and a mark below is their mean."""
    foot = PLOT_HEIGHT - 14
    marks = []
    for bar in bars:
        left, right = _x(bar.start), _x(bar.end)
        height = bar.density * (foot - 4)
        marks.append(
            Html(
                f'<rect class="fill" x="{left + 1:.1f}" y="{foot - height:.1f}" '
                f'width="{right - left - 2:.1f}" height="{height:.1f}"/>'
            )
        )
    marks.append(_line(foot, foot, foot + 5))
    if mean is not None:
        x = _x(mean)
        points = f"{x:.1f},{foot + 2} {x + 7:.1f},{foot + 13} {x - 7:.1f},{foot + 13}"
        marks.append(Html(f'<polygon class="you" points="{points}"/>'))
    return _picture(described, PLOT_HEIGHT, marks)


def _line(y: float, top: float, bottom: float) -> Html:
    middle, end = WIDTH / 2, WIDTH - MARGIN
    return Html(
        f'<line class="axis" x1="{MARGIN}" y1="{y}" x2="{end}" y2="{y}"/>'
        f'<line class="axis" x1="{middle}" y1="{top}" x2="{middle}" y2="{bottom}"/>'
    )


def _x(at: float) -> float:
    return MARGIN + at * (WIDTH - 2 * MARGIN)


def _picture(described: str, height: int, marks: Sequence[Html]) -> Html:
    title = element("title", text(described))
    return element("svg", title, *marks, role="img", viewBox=f"0 0 {WIDTH} {height}")
