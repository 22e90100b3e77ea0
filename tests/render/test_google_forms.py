"""The script that builds a Google Form, run in Node against a small FormApp."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from command import run
from packs import make_pack
from rolequiz.model import Option, OptionId, Pack, Question, Responses
from rolequiz.pack import shipped_pack
from rolequiz.pages.form import paper_form
from rolequiz.render import RenderOptions, write_form
from rolequiz.responses.columns import AnswerMap
from rolequiz.responses.people import Person, read_people

SHIPPED = shipped_pack()
FAKE = Path(__file__).parent / "fake_form_app.js"
HOSTILE = "*/ </script>\u2028\"'`${FormApp}\\ \u202e\x00 `); throw new Error(1); //"


def script(pack: Pack = SHIPPED) -> str:
    """The script for a quiz."""
    return write_form(paper_form(pack), "google-forms", RenderOptions())


def built(pack: Pack = SHIPPED) -> Any:
    """What the script builds; skips without Node, or fails where CI is set."""
    node = shutil.which("node")
    if node is None:
        assert os.environ.get("CI") != "true", "CI needs Node"
        pytest.skip("no Node here")
    argv = [node, str(FAKE)]
    ended = subprocess.run(argv, input=script(pack).encode(), capture_output=True, check=True)
    return json.loads(ended.stdout)


def exported(form: Any, people: list[Responses], pack: Pack) -> str:
    """The form's answers as Google exports them: titles on top, texts of options below."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["Timestamp", *(item["title"] for item in form["items"])])
    for person in people:
        marked = [each.text for each in pack.questions if each.id in person.matters]
        cells = [
            pack.question(each.id).option(person.answers[each.id]).text
            if each.id in person.answers
            else ""
            for each in pack.questions
        ]
        writer.writerow(["2026-11-25 10:12:00", person.respondent, *cells, ", ".join(marked)])
    return table.getvalue()


def somebody(draw: random.Random, number: int) -> Responses:
    """Random answers, skips and marks."""
    answers: dict[str, OptionId] = {
        each.id: draw.choice(each.options).id for each in SHIPPED.questions if draw.random() < 0.9
    }
    marks = frozenset(id for id in answers if draw.random() < 0.2)
    return Responses(answers, marks, f"p{number:02}")


def test_the_form_holds_the_texts_of_the_quiz() -> None:
    """Titles and options equal the quiz's; the code is asked first, what matters last."""
    form = built()
    assert form["title"] == SHIPPED.title
    assert form["description"].startswith(SHIPPED.intro.strip())
    assert form["published"] is True
    code, *asked, matters = form["items"]
    assert [code["kind"], matters["kind"]] == ["text", "checkbox"]
    assert matters["choices"] == [each.text for each in SHIPPED.questions]
    assert [(each["kind"], each["title"], each["choices"]) for each in asked] == [
        ("choice", each.text, [option.text for option in each.options])
        for each in SHIPPED.questions
    ]
    assert "https://forms.example/answer" in form["logged"][0]


def test_what_it_exports_is_read_without_a_map(tmp_path: Path) -> None:
    """Answers, skips, marks and codes of 60 people come back exactly; `score` takes the file."""
    draw = random.Random(14)
    people = [somebody(draw, number) for number in range(60)]
    file = tmp_path / "form.csv"
    file.write_text(exported(built(), people, SHIPPED), encoding="utf-8")
    read = [*read_people([file], SHIPPED, AnswerMap())]
    assert [each.responses for each in read if isinstance(each, Person)] == people
    ended = run("score", file, "--format", "csv")
    assert (ended.code, ended.err) == (0, "")
    assert len(ended.out.splitlines()) == 61


def test_hostile_texts_stay_texts() -> None:
    """Nothing in a quiz ends a string or a comment of the script, or runs in it."""
    options = tuple(Option(f"o{at}", f"{HOSTILE}{at}", {"d": 1}) for at in range(2))
    pack = make_pack([Question("q", HOSTILE, options)], {})
    form = built(pack)
    [_, asked, _] = form["items"]
    shown = "*/ </script> \"'`${FormApp}\\  `); throw new Error(1); //"
    assert asked["title"].split() == shown.split()
    assert script(pack).isascii()
    assert "</script>" not in script(pack)


def test_questions_that_read_alike_can_be_built_but_not_ticked() -> None:
    """Google takes no two options alike, so there is no list of what matters then."""
    options = (Option("a", "One", {"d": 1}), Option("b", "Two", {"d": -1}))
    pack = make_pack([Question(id, "The same?", options) for id in ("q1", "q2")], {})
    assert [item["kind"] for item in built(pack)["items"]] == ["text", "choice", "choice"]
