"""Tests of rolequiz.problems."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rolequiz
from rolequiz.problems import (
    Fault,
    PackError,
    Problem,
    cut,
    describe,
    did_you_mean,
    excerpt,
    fault,
    words,
)

ERRORS, WARNINGS, SENTENCES, HINTS, *_ = words()
WRONG = fault("empty.text", path=(), about="")


def saying(title: str, about: str) -> Fault:
    """Return what is wrong with texts of others in it."""
    return fault("misplaced-key", title=title, key="k", about=about)


def test_code_decides_the_severity() -> None:
    """A problem is an error or a warning by its code alone."""
    assert Problem("f", WRONG).severity == "error"
    assert Problem("f", fault("negation.option", word="not")).severity == "warning"
    assert ERRORS.keys().isdisjoint(WARNINGS)


def test_an_unknown_code_is_a_bug() -> None:
    """No problem can have a code that is not documented."""
    with pytest.raises(ValueError, match="emtpy"):
        Problem("f", fault("emtpy"))


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Yield which function that gives a sentence is called, for which, and with which values."""
    for path in Path(rolequiz.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in {"fault", "hinted", "add_unknown"}:
                    key = node.args[0]
                    assert isinstance(key, ast.Constant), f"{path.name}:{node.lineno}: no literal"
                    values = {each.arg or "**" for each in node.keywords}
                    also = {"name", "near"} if name == "add_unknown" else set()
                    yield name, str(key.value), values | also


def fields(*templates: str) -> set[str]:
    """Return the values that templates name."""
    parsed = [part for template in templates for part in Formatter().parse(template)]
    return {name for _, name, _, _ in parsed if name is not None}


def test_every_code_has_a_sentence_and_every_sentence_is_used() -> None:
    """Every listed code is used, and every sentence belongs to a code."""
    said = {key for name, key, _ in calls() if name != "hinted"}
    assert said == SENTENCES.keys()
    assert {key.partition(".")[0] for key in said} == ERRORS.keys() | WARNINGS.keys()
    assert {key for name, key, _ in calls() if name == "hinted"} == HINTS.keys()


def test_a_sentence_gets_the_values_that_it_names_and_no_other() -> None:
    """Wherever it is used; values passed on from other calls are checked where they come from."""
    for name, key, values in calls():
        named = fields(HINTS[key]) if name == "hinted" else fields(*SENTENCES[key])
        assert not values - named - {"**"}, f"{key} does not name all of these"
        assert "**" in values or not named - values, f"{key} names more than these"


@pytest.mark.parametrize("code", [*ERRORS, *WARNINGS])
def test_every_code_is_explained_in_a_sentence(code: str) -> None:
    """A code is a few words in kebab case, its meaning one sentence."""
    meaning = {**ERRORS, **WARNINGS}[code]
    assert all(word.isalnum() and word == word.lower() for word in code.split("-"))
    assert meaning[0].isupper()
    assert meaning.endswith(".")
    assert ". " not in meaning


def test_describe_shows_place_code_line_caret_and_hint() -> None:
    """A located problem is described with its place, its line, a caret under it, and the hint."""
    problem = Problem("q.yaml", saying("a role", "Mend it."), 3, 5, "a.b", "    oops: 1")
    assert describe(problem).splitlines() == [
        "q.yaml:3:5: misplaced-key a role has no “k”",
        "        oops: 1",
        "        ^",
        "  Mend it.",
    ]


def test_describe_names_the_path_where_there_is_no_line() -> None:
    """A problem without a line shows its path."""
    wrong = fault("bad-step", answer=9, question="q", last=5)
    lines = describe(Problem("a.json", wrong, path="answers.meeting")).splitlines()
    assert lines[0] == "a.json:answers.meeting: bad-step “9” is not a step of “q”"


def test_the_caret_is_right_under_wide_characters() -> None:
    """It counts terminal columns: wide characters take two, combining ones none."""
    line = "日本e\u0301: x"
    shown, caret = describe(Problem("f", WRONG, line=1, column=7, excerpt=line)).splitlines()[1:]
    assert shown == "    " + line
    assert caret.index("^") == 4 + 2 + 2 + 1 + 2


def test_long_line_is_cut_around_the_caret() -> None:
    """Of a long line, only the part near the problem is shown, with ellipses where it is cut."""
    line = "a" * 1000 + "X" + "b" * 1000
    shown, caret = describe(Problem("f", WRONG, line=1, column=1001, excerpt=line)).splitlines()[1:]
    assert len(shown) <= 80
    assert shown.strip().startswith("…a")
    assert shown.endswith("b…")
    assert shown[caret.index("^")] == "X"


@pytest.mark.parametrize("width", [12, 40, 80])
def test_an_excerpt_fits_the_width(width: int) -> None:
    """However narrow, it shows the problem and the text before it, and no column too many."""
    problem = Problem("f", WRONG, line=1, column=101, excerpt="日" * 100 + "X" + "b" * 100)
    pointed = excerpt(problem, width)
    assert pointed is not None
    before, after = pointed
    assert before.startswith("    …日")
    assert before.endswith("日")
    assert after.startswith("X")
    assert sum(2 if char == "日" else 1 for char in before + after) <= width


def test_nothing_is_quoted_of_an_empty_line() -> None:
    """If the line is blank or the place unknown, there is nothing to point at."""
    assert excerpt(Problem("f", WRONG, line=1, column=3, excerpt="   ")) is None
    assert excerpt(Problem("f", WRONG, excerpt="id: a")) is None


def test_control_characters_are_never_shown() -> None:
    """Escape characters in a message, hint, path, name or line do not reach the terminal."""
    bad = "\x1b[31m\x07\u202e"
    text = describe(Problem(bad, saying(bad, bad), 1, 2, bad, bad))
    hidden = [char for char in text if unicodedata.category(char) in {"Cc", "Cf"}]
    assert set(hidden) <= {"\n"}
    assert "\x1b" not in text + describe(Problem(bad, saying(bad, bad), path=bad))


@given(st.text(max_size=300), st.integers(1, 320))
def test_any_line_and_column_can_be_described(line: str, column: int) -> None:
    """Describing never fails, whatever the line holds and wherever the column is."""
    text = describe(Problem("f", saying("m", "h"), 1, column, "", line))
    assert text.count("\n") in {1, 3}


def test_error_sorts_its_problems_by_place() -> None:
    """An error lists its problems in the order of the files, whatever order they were found in."""
    places = [("r.yaml", 1, 1), ("q.yaml", 9, 2), ("q.yaml", 9, 1), ("q.yaml", None, None)]
    error = PackError(Problem(name, WRONG, line=line, column=col) for name, line, col in places)
    assert [(each.source, each.line, each.column) for each in error.problems] == [
        ("q.yaml", None, None),
        ("q.yaml", 9, 1),
        ("q.yaml", 9, 2),
        ("r.yaml", 1, 1),
    ]
    assert "q.yaml:9:1: empty the file is empty" in str(error)


def test_hint_names_the_closest_known_name() -> None:
    """A name that is nearly right gets the right one as a hint, another gets all of them."""
    assert did_you_mean("focsu", ["horizon", "focus"]) == "Did you mean “focus”?"
    assert did_you_mean("zzz", ["horizon", "focus"]) == "Known: horizon, focus."
    assert did_you_mean("zzz", []) == ""


@given(st.lists(st.text("abc-", min_size=3, max_size=120), min_size=1, max_size=300, unique=True))
def test_a_hint_for_a_typo_is_found_among_many_long_names(known: list[str]) -> None:
    """A known name with a letter missing gets a hint, and quickly."""
    name = max(known, key=len)[1:]
    assert did_you_mean(name, known).startswith("Did you mean")


def test_hint_finds_the_nearest_among_many_that_are_alike() -> None:
    """Even if hundreds of names differ in only two letters."""
    known = [f"{'how-do-you-feel-about-' * 3}{number}-then" for number in range(900)]
    assert did_you_mean(known[417].replace("feel", "fel"), known).startswith("Did you mean “how")
    short = [f"dimension-{number:03}" for number in range(900)]
    assert did_you_mean("dimnsion-417", short) == "Did you mean “dimension-417”?"


def test_long_names_are_cut() -> None:
    """A name as long as a file does not fill the screen."""
    assert cut("short") == "short"
    assert len(cut("x" * 10_000)) < 100


def test_names_are_cut_only_where_they_are_too_long_for_a_message() -> None:
    """Sixty characters stay; of one more, the last two give way to an ellipsis."""
    assert cut("x" * 60) == "x" * 60
    assert cut("x" * 61) == "x" * 59 + "…"
