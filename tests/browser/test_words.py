"""The page says what the text format says, letter for letter."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

import rolequiz
from browser_page import Opened
from command import TINY
from javascript import as_json
from rolequiz.model import Pack, Responses
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.pages.sentences import SENTENCES
from rolequiz.render import RenderOptions, write_result
from rolequiz.scoring import Result, score

SHEETS = 300
SHOWN = """
sheets => sheets.map(sheet => {
  const quiz = JSON.parse(document.getElementById("quiz").textContent);
  const given = new Map(Object.entries(sheet.answers));
  const answers = quiz.questions.map(({id}) => [id, given.get(id) ?? null]);
  const state = {...sheet, answers: Object.fromEntries(answers), at: answers.length};
  startQuiz(quiz, {state, keep() {}, clear() {}, finished() {}});
  const article = document.querySelector("#screen article");
  const leaves = [...article.querySelectorAll("h1, h2, p, li, dt, dd, .poles > *")];
  return {
    texts: leaves.map(leaf => leaf.textContent),
    spoken: [...article.querySelectorAll("svg[role]")].map(svg => svg.getAttribute("aria-label")),
  };
})
"""


def sheets(pack: Pack, rng: random.Random, number: int) -> Iterator[Responses]:
    """Yield answers of random people who are more or less like a role and skip few or many."""
    for _ in range(number):
        role, noise = rng.choice(pack.roles), rng.choice([0, 2, 5, 9, 40])
        skipped = rng.choice([0, 0, 0.1, 0.3, 0.6, 1])
        answers = {}
        for question in pack.questions:
            pull = {
                option.id: sum(v * role.profile.get(d, 0) for d, v in option.loadings.items())
                + noise * rng.random()
                for option in question.options
            }
            if rng.random() >= skipped:
                answers[question.id] = max(pull, key=pull.__getitem__)
        matters = frozenset(id for id in answers if rng.random() < 0.1)
        yield Responses(answers, matters, stopped=rng.random() < 0.2)


def shown(page: Page, people: list[Responses]) -> list[dict[str, list[str]]]:
    """Return what the page shows of each person's result."""
    found: list[dict[str, list[str]]] = page.evaluate(SHOWN, list(map(as_json, people)))
    return found


def text_of(result: Result, *, plain: bool = False) -> str:
    """Return what `take --full` prints, in one line."""
    return " ".join(write_result(result, "text", RenderOptions(plain=plain)).split())


def check_alike(page: Page, pack: Pack, people: list[Responses]) -> Counter[str]:
    """Check that the page says only what the text says; return the count of each verdict."""
    verdicts: Counter[str] = Counter()
    for responses, found in zip(people, shown(page, people), strict=True):
        result = score(pack, responses)
        verdicts[result.verdict] += 1
        text, spoken = text_of(result), text_of(result, plain=True)
        for each in found["texts"]:
            assert " ".join(each.split()) in text, responses
        for each in found["spoken"]:
            assert " ".join(each.split()) in spoken, responses
    return verdicts


def test_every_sentence_is_in_the_text_format(opened: Opened) -> None:
    """For 300 random people; all verdicts occur among them."""
    pack = shipped_pack()
    people = list(sheets(pack, random.Random(1), SHEETS))
    assert len(check_alike(opened(pack), pack, people)) == 5


def test_the_same_holds_for_other_quizzes(opened: Opened) -> None:
    """With scales, weights, and roles that no question is about."""
    for folder in sorted(TINY.parent.iterdir()):
        pack = read_pack(Path(folder))
        check_alike(opened(pack), pack, list(sheets(pack, random.Random(2), 100)))


def test_nothing_important_is_left_out(opened: Opened) -> None:
    """A clear result has its reasons, facts, fits, positions, meanings and note on the page."""
    pack = shipped_pack()
    for people in ([each] for each in sheets(pack, random.Random(3), 40)):
        result = score(pack, people[0])
        if result.verdict == "clear":
            break
    [found] = shown(opened(pack), people)
    text = write_result(result, "text", RenderOptions(width=10_000))
    leader = pack.role(result.roles[0].role).name
    kept = text.partition(f"Why {leader}")[0].partition("What would change it")[0]
    lines = [line for line in kept.splitlines() if line and "─" not in line]
    said = " ".join(" ".join(found["texts"]).split())
    assert len(lines) > 15
    for line in lines:
        assert " ".join(line.strip("+−━ ").split()).removesuffix(" ◈ both") in said


def test_every_sentence_is_used() -> None:
    """All sentences in the table are used, and the scripts use no others.

    Sentences that both sides name by a part of the key, as the reasons, are listed here.
    """
    source = Path(rolequiz.__file__).parent
    python = "".join(path.read_text("utf-8") for path in source.rglob("*.py"))
    scripts = "".join(path.read_text("utf-8") for path in source.glob("browser/*.js"))
    by_part = {"for-in-words", "against-in-words"}
    for key in SENTENCES.keys() - by_part:
        assert re.search(rf'"{key}"(?!:)', python), key  # with a colon it is the table's own
    for key in re.findall(r'(?:say\(|sentences\[)"([\w-]+)"', scripts):
        assert key in SENTENCES
