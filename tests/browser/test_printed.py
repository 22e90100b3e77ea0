"""What a browser prints, and what hostile texts of a quiz do: nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser_page import Opened, keep, sheets
from rolequiz.browser import SCRIPTS, form_page, without_comments
from rolequiz.model import Card, Family, Option, Pack, Question, Responses
from rolequiz.pack import shipped_pack
from rolequiz.pages.result import headline
from rolequiz.scoring import score
from rolequiz.text import CODE_TITLE, visible

PACK = shipped_pack()
BROWSER = Path(__file__).parents[2] / "src" / "rolequiz" / "browser"
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\">",
    "</script><script>document.title = 'owned'</script>",
    "<!--<script>",
    "]]>\"'`\\",
    "{leader} {pole} %s ${1+1} {{7*7}}",
    "a\u2028b\u2029c\u202ed\x1b[2Je\u200bf",
    "x" * 2000,
    "&lt;b&gt;&amp;",
)


def hostile() -> Pack:
    """Return our quiz with each text replaced by one that tries to be more than text."""
    texts = (HOSTILE[number % len(HOSTILE)] for number in range(10**6))

    def option(old: Option) -> Option:
        return replace(old, text=next(texts))

    def question(old: Question) -> Question:
        return replace(old, text=next(texts), options=tuple(map(option, old.options)))

    return replace(
        PACK,
        title=HOSTILE[1],
        intro=f"{HOSTILE[0]}\n\n{HOSTILE[1]}",
        evidence=HOSTILE[0],
        dimensions=tuple(
            replace(each, low=next(texts), high=next(texts), about=next(texts))
            for each in PACK.dimensions
        ),
        questions=tuple(map(question, PACK.questions)),
        families=tuple(Family(each.id, next(texts), next(texts)) for each in PACK.families),
        roles=tuple(
            replace(
                each,
                name=next(texts),
                summary=next(texts),
                card=Card(week=HOSTILE, confused_with={PACK.roles[0].id: next(texts)}),
            )
            for each in PACK.roles
        ),
    )


def finished(page: Page, pack: Pack) -> Responses:
    """Let the page show a result from its own storage; return the answers."""
    answers = {question.id: question.options[0].id for question in pack.questions}
    keep(page, {"answers": answers, "at": 10**6})
    return Responses(answers)


def test_hostile_texts_are_only_text(opened: Opened) -> None:
    """Markup, ends of scripts, templates and bidi controls are shown as they are, on all screens.

    Nothing scrolls sideways at 320 px, whatever the words; without scripts it is the same.
    """
    pack = hostile()
    page = opened(pack, viewport={"width": 320, "height": 640})
    assert page.inner_text("h1") == HOSTILE[1]
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    page.click("button")
    for question in pack.questions:
        options = page.locator("[data-rolequiz=option]").all_inner_texts()
        assert page.text_content("h1") == visible(question.text)
        assert options == [visible(option.text) for option in question.options]
        assert not page.evaluate(sideways)
        page.click("[data-rolequiz=skip]")
    responses = finished(page, pack)
    assert page.text_content("h1") == visible(headline(score(pack, responses)))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert not page.evaluate(sideways)
    for each in (page, opened(pack, java_script_enabled=False)):
        assert "owned" not in each.title().removeprefix(HOSTILE[1]).removesuffix(HOSTILE[1])
        assert each.locator("img, b:not(#paper b), iframe, script:not(body > script)").count() == 0


def test_the_paper_form_breaks_no_question(opened: Opened) -> None:
    """Before the result, all questions are printed on two to four sheets, each question whole."""
    for scripts in (True, False):
        page = opened(java_script_enabled=scripts)
        printed = [" ".join(lines) for lines in sheets(page.pdf(format="A4"), raw=True)]
        assert 2 <= len(printed) <= 4
        for number, question in enumerate(PACK.questions, start=1):
            [whole] = [sheet for sheet in printed if f"{number}. {question.text}" in sheet]
            for option in question.options:
                assert option.text in whole
        for number, sheet in enumerate(printed, start=1):
            assert f"{number} / {len(printed)}" in sheet
            assert f"{CODE_TITLE}: ___" in sheet


def test_a_result_is_printed_without_its_buttons(opened: Opened) -> None:
    """Once there is a result, it is printed with its code, and the form is not.

    What can be opened is printed if it is open; else its heading is not printed either.
    """
    page = opened()
    responses = finished(page, PACK)
    code = page.inner_text("[data-rolequiz=code]")
    printed = sheets(page.pdf(format="A4"))
    text = " ".join(chain.from_iterable(printed))
    assert headline(score(PACK, responses)) in text
    assert code in text.replace(" ", "")
    assert len(printed) <= 3
    for words in ("Download", "Clear my answers", "Back", PACK.questions[0].text):
        assert words not in text
    assert "Change an answer" not in text
    assert "Read on" not in text
    page.click("summary:has-text('More about the role') >> nth=0")
    opened_text = " ".join(chain.from_iterable(sheets(page.pdf(format="A4"))))
    assert "Read on" in opened_text


def test_the_file_is_small_and_complete() -> None:
    """It is under 150 KB, names no other file, and is the same for the same quiz."""
    page = form_page(PACK)
    assert len(page.encode()) < 150_000
    assert form_page(PACK) == page
    assert " src=" not in page.replace("<img src=x", "")
    assert page.startswith('<!doctype html>\n<html lang="en">')


@pytest.mark.parametrize("name", SCRIPTS)
def test_only_comments_are_left_out_of_scripts(name: str) -> None:
    """The page has every line of code of a script, in order."""
    source = (BROWSER / name).read_text("utf-8")
    code = [line for line in source.splitlines() if line.strip() and line.strip()[:2] != "//"]
    kept = without_comments(source).splitlines()
    lost = [line for line in code if line not in kept]
    assert kept == [line for line in code if line in kept]
    assert all(line.strip()[:1] in {"/", "*"} for line in lost)
