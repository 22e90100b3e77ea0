"""`rolequiz take` without a terminal: answers from a file or a pipe, and lines from a pipe."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from command import TINY, run
from rolequiz.ask import state_folder

DOCS = Path(__file__).parents[2] / "docs"
TAKE = ("take", "--pack", TINY)
NONE = "asks its questions in a terminal, and standard input is not one"

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")

BAD_ANSWERS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "empty-file"),
    "unknown question": ('{"answers": {"prout": "growing"}}', "Did you mean “proud”?"),
    "unknown option": ('{"answers": {"proud": "groing"}}', "Did you mean “growing”?"),
    "step of 9": ('{"answers": {"meeting": 9}}', "answers.meeting: bad-step"),
    "NaN": ('{"answers": {"meeting": NaN}}', "answers.meeting: wrong-type"),
    "duplicate": ('{"answers": {"week": "roadmap", "week": "schedule"}}', "duplicate-key"),
    "wrong type": ('{"answers": [1, 2]}', "answers: wrong-type"),
    "not answers": ('{"schema": 1}', "unknown-key"),
    "another quiz": ('{"schema_version": 1}', "other-quiz"),
    "torn": ('{"answers": {"proud"', ":1:21: bad-json"),
    "not UTF-8": (b'{"answers": {"caf\xe9": 1}}', "not-utf-8"),
    "nested": ("[" * 30_000, "too-deep"),
    "unknown mark": ('{"answers": {}, "matters": ["weak"]}', "matters[0]: unknown-question"),
    "control characters": ('{"answers": {"\\u001b[2J": 1}}', "unknown-question"),
}


# --- Answers from a file ----------------------------------------------------------------------


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_bad_answers_are_refused_at_their_place(name: str) -> None:
    """What is wrong with answers goes to standard error with its place, and the code is 4."""
    content, place = BAD_ANSWERS[name]
    ended = run(*TAKE, "--answers", "-", "--json", stdin=content)
    ended.refused(4, "standard input", place)
    assert "\x1b" not in ended.err


def test_answers_that_are_no_file_are_refused(tmp_path: Path) -> None:
    """A file that is missing, a folder, an impossible name, and a bad file by its name."""
    (tmp_path / "bad.json").write_text("{")
    run(*TAKE, "--answers", tmp_path / "none.json").refused(4, "none.json: missing-file")
    run(*TAKE, "--answers", tmp_path).refused(4, "not-a-file")
    run(*TAKE, "--answers", tmp_path / ("a" * 300)).refused(4, "unreadable-file")
    run(*TAKE, "--answers", tmp_path / "bad.json").refused(4, "bad.json:1:2: bad-json")


MANY = {
    "room.csv": "a table",
    "room.xlsx": "a workbook",
    "room": "a table",
    "room.jsonl": "several people's answers",
    "room.json": "several people's answers",
}


@pytest.mark.parametrize("name", MANY)
@pytest.mark.parametrize("piped", [False, True])
def test_answers_of_many_are_told_apart_from_those_of_one(
    name: str, piped: bool, tmp_path: Path
) -> None:
    """Whoever gives take a whole room learns what it is, and which command reads it."""
    lines = (DOCS / "example-room.jsonl").read_text().splitlines()
    form = (DOCS / f"example-form{'.xlsx' if name.endswith('x') else '.csv'}").read_bytes()
    content = {"room.jsonl": "\n".join(lines), "room.json": f"[{','.join(lines)}]"}
    file = tmp_path / name
    file.write_bytes(content[name].encode() if name in content else form)
    given = file.read_bytes() if piped else b""
    ended = run("take", "--answers", "-" if piped else file, stdin=given)
    ended.refused(4, MANY[name], f"rolequiz score {'-' if piped else file}")


def test_what_is_no_table_is_not_called_one(tmp_path: Path) -> None:
    """A text without a question, or broken JSON, is told by what is wrong with it."""
    for text in ("hello\n", "a,b\n1,2\n", "{", "[1, 2]", "[{}", ""):
        (tmp_path / "x").write_text(text)
        ended = run(*TAKE, "--answers", tmp_path / "x").refused(4, f"{tmp_path / 'x'}:")
        assert "rolequiz score" not in ended.err, text


def test_bad_answers_save_nothing(tmp_path: Path) -> None:
    """Neither answers nor a result are written when the answers are invalid."""
    saving = ("--save", tmp_path / "a", "-o", tmp_path / "b")
    run(*TAKE, "--answers", "-", *saving, stdin="{}").refused(4)
    assert list(tmp_path.iterdir()) == []


def test_a_file_and_standard_input_are_the_same() -> None:
    """- stands for standard input; equal input gives equal bytes."""
    answers = TINY / "answers.json"
    piped = run(*TAKE, "--answers", "-", "--json", stdin=answers.read_bytes())
    assert (piped.code, piped.err) == (0, "")
    assert piped == run(*TAKE, "--answers", answers, "--json")
    result = json.loads(piped.out)
    assert (result["recommendation"], result["respondent"]) == ("portfolio-manager", "r1")


CODES = {
    "p07": "p07",
    "  Ada   Lovelace ": "Ada Lovelace",
    "=1+1": "=1+1",
    "Zoë 張 🙂": "Zoë 張 🙂",
    "--": "--",
}


@pytest.mark.parametrize("given", CODES)
def test_a_respondent_is_kept_with_answers_that_are_read(given: str, tmp_path: Path) -> None:
    """The code takes the place of that in the file, in what is saved and in the result."""
    saved = tmp_path / "saved.json"
    command = (*TAKE, "--answers", TINY / "answers.json", "--save", saved, "--respondent", given)
    ended = run(*command, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["respondent"] == CODES[given]
    assert json.loads(saved.read_text())["respondent"] == CODES[given]
    assert json.loads(run(*TAKE, "--answers", saved, "--json").out) == json.loads(ended.out)


@pytest.mark.parametrize("given", ["", "  ", "\t", "p\x1b[2J7", "p\u202e07", "p\u200b07"])
def test_a_respondent_that_nobody_could_retype_is_refused(given: str) -> None:
    """An empty code, or one with signs that don't show, would mix people up."""
    ended = run(*TAKE, "--answers", TINY / "answers.json", "--respondent", given)
    ended.refused(2, "--respondent")
    assert "\x1b" not in ended.err


def test_too_few_answers_are_a_result_and_a_code() -> None:
    """The result is printed, in any format, and the code says that it recommends nothing."""
    few = '{"answers": {"proud": "growing"}}'
    text = run(*TAKE, "--answers", "-", stdin=few)
    assert (text.code, text.err) == (5, "")
    assert "Too few answers" in text.out
    data = run(*TAKE, "--answers", "-", "--json", stdin=few)
    assert (data.code, json.loads(data.out)["verdict"]) == (5, "insufficient")


# --- No terminal ------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("args", [[], ["take", "--json"]])
def test_without_a_terminal_it_says_how_to_use_it(args: list[str]) -> None:
    """It never waits for a pipe that nobody writes to, nor for a standard input that is closed."""
    end, start = os.pipe()
    run(*args, stdin=end).refused(2, NONE, "--answers FILE", "--help")
    os.close(end)
    os.close(start)
    run(*args, shell='"$@" <&-').refused(2, NONE)


@posix
def test_plain_without_a_line_is_no_terminal_either() -> None:
    """Lines may come from a pipe, but when none comes the same is said, and nothing is kept."""
    run("--plain", shell='"$@" </dev/null').refused(2, NONE)
    run("--plain", shell='"$@" <&-').refused(2, NONE)
    run(*TAKE, "--answers", "-", shell='"$@" <&-').refused(4, "standard input: empty-file")
    folder = state_folder()
    assert folder is not None
    assert not folder.exists() or list(folder.iterdir()) == []


def test_lines_from_a_pipe_answer() -> None:
    """Each line is an answer; the questions go to standard error, the result to standard output."""
    ended = run(*TAKE, "--plain", "--json", stdin="1\n2\n4\n1\n")
    assert ended.code == 0
    assert json.loads(ended.out)["recommendation"] == "portfolio-manager"
    assert "Question 4 of 4" in ended.err
    assert "\x1b" not in ended.err


def test_lines_that_end_too_early_are_kept() -> None:
    """A pipe that ends stops the quiz as Ctrl-C does, and says how to go on."""
    ended = run(*TAKE, "--plain", stdin="1\n2\n").refused(130, "Your 2 answers are kept")
    assert "run the same command in a terminal" in " ".join(ended.err.split())


def test_no_place_for_answers_stops_nobody(home: Path) -> None:
    """Where the state folder can't be made, the person is warned and gets the result."""
    (home / "state").write_text("in the way")
    ended = run(
        *TAKE, "--plain", "--json", stdin="1\n2\n4\n1\n", XDG_STATE_HOME=str(home / "state")
    )
    if sys.platform not in {"win32", "darwin"}:
        assert "The quiz goes on" in " ".join(ended.err.split())
    assert ended.code == 0
    assert json.loads(ended.out)["answered"] == 4


def test_a_pipe_without_sense_is_left() -> None:
    """Lines that mean nothing, one after the other, end the asking instead of going on for ever."""
    ended = run(*TAKE, "--plain", stdin="1\n" + "nonsense\n" * 10_000)
    assert ended.code == 130
    assert ended.err.count("Please type a number") == 20


def test_a_result_is_as_good_as_the_answers_it_came_from() -> None:
    """The JSON that `take` printed can be read again, and gives the same result."""
    first = run("take", "--pack", TINY, "--answers", TINY / "answers.json", "--json")
    again = run("take", "--pack", TINY, "--answers", "-", "--json", stdin=first.out)
    assert (again.code, again.out) == (0, first.out)
