"""The page about many people's results."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reading import PACK, answers
from rolequiz.model import Responses, Verdict
from rolequiz.pages.summary import MOST_SHOWN, summary_page
from rolequiz.render import RenderOptions, write
from rolequiz.scoring import Figures, Scorer, Standing

PAPER = RenderOptions()
BAR = "━" * 24
CLEAR = Responses(answers("problem", "on-time", 4, "roadmap"), respondent="Anna")
FLAT = Responses(answers("people", "on-time", None, "roadmap"), place=2)
LEANING = Responses(answers("problem", "growing", 5, "roadmap"), respondent="Ben")


def page(*everyone: Responses | Figures, options: RenderOptions = PAPER) -> str:
    """The page about some people."""
    figures = Scorer(PACK).figures
    found = [each if isinstance(each, Figures) else figures(each) for each in everyone]
    return write(summary_page(PACK, found), "text", options)


def test_a_few_people_have_a_line_each() -> None:
    """Verdicts and roles are counted, and everybody is named with what came out."""
    assert page(CLEAR, FLAT, LEANING, Responses({}, place=5)).splitlines() == [
        "4 results",
        "",
        "How clear they are",
        f"clear              1  {BAR}",
        f"leaning            1  {BAR}",
        "close              0",
        f"flat               1  {BAR}",
        f"insufficient       1  {BAR}",
        "",
        "Which role fits best",
        f"Portfolio manager        2  {BAR}",
        f"no role stands out       1  {BAR[:12]}",
        f"too few answers          1  {BAR[:12]}",
        "",
        "Person by person",
        "Anna: Portfolio manager",
        "Number 2: no role stands out",
        "Ben: Portfolio manager, but not safely ahead of Product manager",
        "Number 5: too few answers",
    ]


def test_many_people_are_only_counted() -> None:
    """Above a screenful nobody is listed, and the way to the rows is told."""
    assert "Person by person" in page(*[CLEAR] * MOST_SHOWN)
    assert "--format csv" in page(*[CLEAR] * (MOST_SHOWN + 1))
    said = page(*[CLEAR] * 100, LEANING)
    assert "Anna" not in said
    assert f"clear            100  {BAR}\nleaning            1\n" in said
    assert "--format csv" in said


def test_as_many_people_as_fit_a_screen_are_still_listed() -> None:
    """With one more, nobody has a line."""
    said = page(*[CLEAR] * MOST_SHOWN)
    assert said.count("Anna: Portfolio manager\n") == MOST_SHOWN
    assert "--format csv" not in said


def test_nobody_is_said() -> None:
    """A file without people makes a page of one line."""
    assert page() == "No results\n"


@pytest.mark.parametrize(
    ("verdict", "ahead", "said"),
    [
        ("close", 0.5, "between Product manager and Portfolio manager"),
        ("close", 0.9, "Product manager, but not safely ahead of the others"),
        ("leaning", 0.9, "Product manager, but not safely ahead of the others"),
    ],
)
def test_every_verdict_has_its_words(verdict: Verdict, ahead: float, said: str) -> None:
    """What is not safe is not called so."""
    ranking = [Standing("product-manager", 0.9), Standing("portfolio-manager", 0.8, ahead)]
    found = Scorer(PACK).figures(LEANING)._replace(verdict=verdict, ranking=ranking)
    assert f"Ben: {said}\n" in page(found)


def test_level_roles_are_nobodys_lead() -> None:
    """A tie is counted as such."""
    level = [Standing("product-manager", 0.9), Standing("portfolio-manager", 0.9, 0.5)]
    found = Scorer(PACK).figures(LEANING)._replace(verdict="close", ranking=level)
    assert f"no single role: several are level       1  {BAR}\n" in page(found)


@pytest.mark.parametrize(
    "name",
    ["[/b]", "=HYPERLINK(1)", "\x1b[2Jx", "a\u202eb", "x" * 300, "👩\u200d🚀", "<img onerror=x>"],
)
@pytest.mark.parametrize(
    "options", [RenderOptions(), RenderOptions(width=12), RenderOptions(plain=True, unicode=False)]
)
def test_names_are_only_text(name: str, options: RenderOptions) -> None:
    """Whatever somebody is called, it is shown, and steers nothing."""
    said = page(replace(CLEAR, respondent=name), options=options)
    assert not {char for char in said if ord(char) < 32 or char == "\u202e"} - {"\n"}
    assert max(map(len, said.splitlines())) <= 80
    if name.isprintable() and options.width > 12 and len(name) < 80:
        assert name in said
