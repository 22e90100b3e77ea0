"""Answer codes as the commands take them: one alone, one a line, one a row."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import rolequiz
from answer_codes import encode
from command import TINY, run
from rolequiz.model import Responses
from rolequiz.responses import parse_responses, to_json

DOCS = Path(__file__).parents[2] / "docs"
QUIZ = rolequiz.load_quiz()
ANSWERS = DOCS / "example-answers.json"
SHEET = parse_responses(ANSWERS.read_bytes(), "example", QUIZ)
CODE = encode(QUIZ, SHEET)
ROOM = [
    parse_responses(line, "room", QUIZ)
    for line in (DOCS / "example-room.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_a_code_shows_the_result_that_its_answers_show() -> None:
    """In every format, with the name that is no part of it, however it was typed."""
    name = ("--respondent", str(SHEET.respondent))
    for form in ("text", "markdown", "json"):
        by_file = run("take", "--answers", ANSWERS, "--format", form)
        assert run("take", "--code", CODE, *name, "--format", form) == by_file
    assert run("take", "--code", f" {CODE.lower().replace('-', ' ')}") == run(
        "take", "--code", CODE
    )


def test_answers_of_a_code_are_saved_under_a_name(tmp_path: Path) -> None:
    """As those of any other sheet are, and read again."""
    saved = tmp_path / "p07.json"
    ended = run("take", "--code", CODE, "--respondent", "p07", "--save", saved, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["respondent"] == "p07"
    assert saved.read_text() == to_json(replace(SHEET, respondent="p07"), QUIZ)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "there is no answer code here"),
        ("7U", "the answer code “7U” contains “U”, which no code does"),
        (CODE[:-1], "has 24 characters without the dashes, but those of this quiz have 19 or 25"),
        (CODE.replace("-", "-0", 1), "has 26 characters"),
        (CODE[1] + CODE[0] + CODE[2:], "is wrong, or two are swapped"),
        ("\x1b[31m\x07", "which no code does"),
        ("=cmd()", "which no code does"),
    ],
)
def test_a_wrong_code_says_what_to_do(code: str, said: str) -> None:
    """The exit code is 4, nothing is written, and the terminal is not steered."""
    ended = run("take", "--code", code).refused(4, "--code: bad-code", said)
    assert len(ended.err.splitlines()) == 2
    assert "\x1b" not in ended.err


def test_a_code_of_another_quiz_names_ours() -> None:
    """Whoever made it must say with which quiz."""
    ended = run("take", "--code", CODE, "--pack", TINY)
    ended.refused(4, "--code: other-quiz", "is not from “Four questions", "Name the quiz", "--pack")


def test_a_code_without_enough_answers_says_so() -> None:
    """As a file of so few does, with the exit code 5."""
    assert run("take", "--code", encode(QUIZ, Responses({}))).code == 5


def test_a_code_and_a_file_are_one_too_many() -> None:
    """Nobody can tell whose result is meant."""
    run("take", "--code", CODE, "--answers", ANSWERS).refused(2, "use --answers or --code")


def coded(folder: Path) -> dict[str, Path]:
    """Write a room's answers as a list of codes, and as a table with their names and roles."""
    codes = [encode(QUIZ, each) for each in ROOM]
    listed, table = folder / "codes.txt", folder / "codes.csv"
    listed.write_bytes("\r\n".join(codes).encode("utf-8-sig"))
    rows = [
        f"{place},{each.respondent},{code},{each.role or ''}"
        for place, (each, code) in enumerate(zip(ROOM, codes, strict=True))
    ]
    table.write_text("\n".join(["Timestamp,respondent,code,role", *rows]))
    return {"list": listed, "table": table}


def test_codes_are_scored_as_the_answers_are(tmp_path: Path) -> None:
    """A room gives the same figures as JSON, as codes in a table, and as a list of codes."""
    form = ("--format", "csv")
    wanted = run("score", DOCS / "example-room.jsonl", *form).out.splitlines()
    files = coded(tmp_path)
    ended = run("score", files["table"], *form)
    assert (ended.code, ended.err, ended.out.splitlines()) == (0, "", wanted)
    nameless = [line.partition(",")[2] for line in wanted]
    ended = run("score", "-", *form, stdin=files["list"].read_bytes())
    assert [line.partition(",")[2] for line in ended.out.splitlines()] == nameless


def test_a_room_of_codes_is_reported(tmp_path: Path) -> None:
    """As the same answers are; the list has no names to tell."""
    wanted = run("report", DOCS / "example-room.jsonl", "--json")
    for file in coded(tmp_path).values():
        assert run("report", file, "--json").out == wanted.out


def test_codes_of_people_whose_role_is_known_measure_a_quiz(tmp_path: Path) -> None:
    """`check --sheets` reads the column role beside that of codes."""
    sheets = tmp_path / "sheets.csv"
    rows = [f"{encode(QUIZ, ROOM[n])},{QUIZ.roles[n % 3].id}" for n in range(9)]
    sheets.write_text("\n".join(["code,role", *rows]))
    ended = run("check", "--sheets", sheets, "--json")
    assert json.loads(ended.out)["sheets"]["people"] == 9


def test_people_who_are_there_twice_are_told(tmp_path: Path) -> None:
    """By their names, as in any table."""
    file = tmp_path / "twice.csv"
    file.write_text(f"respondent,code\nAnn,{CODE}\nBob,{CODE}\nANN,{CODE}\n")
    ended = run("score", file)
    assert ended.code == 0
    assert "Ann" in ended.err
    assert "2 times" in ended.err or "twice" in ended.err


def test_a_dry_run_says_what_codes_are_taken_for(tmp_path: Path) -> None:
    """A column of them, and a list of them; and the map that it writes reads the same."""
    files = coded(tmp_path)
    ended = run("score", "--dry-run", files["list"])
    assert f"codes.txt: answer codes, {len(ROOM)} people" in ended.out
    own = tmp_path / "map.yaml"
    ended = run("score", "--dry-run", files["table"], "--write-map", own)
    assert "C “code”: the answer code, which holds all answers" in ended.out
    assert "No column holds" not in ended.out
    assert 'code: "code"' in own.read_text()
    assert run("score", files["table"], "--map", own).code == 0
