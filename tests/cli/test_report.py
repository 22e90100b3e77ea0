"""`rolequiz report`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from command import TINY, run
from rolequiz.schemas import schema_text

REPORT = ("report", "--pack", TINY)
GIVEN = json.loads((TINY / "answers.json").read_text(encoding="utf-8"))["answers"]
OTHER = {"first-hour": "date", "proud": "on-time", "meeting": 1, "week": "schedule"}

Write = Callable[..., Path]


def line(name: str, answers: object = GIVEN) -> str:
    """One person's answers on a line."""
    return json.dumps({"respondent": name, "answers": answers}) + "\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A file of six who answered alike, and six who answered otherwise."""
    path = tmp_path / "room.jsonl"
    lines = [line(f"Kim {number}") for number in range(6)]
    lines += [line(f"Lee {number}", OTHER) for number in range(6)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def data(*args: str | Path, **settings: Any) -> Any:
    """The report as JSON."""
    ended = run(*REPORT, *args, "--json", **settings)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


def test_a_room_becomes_a_report(room: Path) -> None:
    """Twelve people are counted, and none is named."""
    ended = run(*REPORT, room)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("How 12 people like to work\n")
    assert "Kim" not in ended.out
    assert "Portfolio manager" in ended.out


def test_results_report_as_their_answers(room: Path, tmp_path: Path) -> None:
    """Results give the same report as the answers they came from, to the last bit."""
    results = tmp_path / "results.jsonl"
    results.write_text(run("score", "--pack", TINY, room, "--json").out, encoding="utf-8")
    assert data(results) == data(room)


def test_results_of_another_quiz_are_refused(room: Path) -> None:
    """They are named with their place, and say what to do; the rest is still reported."""
    result = run("take", "--pack", TINY, "--answers", TINY / "answers.json", "--json").out
    ended = run("report", "-", stdin=json.dumps(json.loads(result)))
    ended.refused(4, "standard input:1", "other-quiz", "another quiz", "--pack")


def test_several_files_are_one_group(room: Path, tmp_path: Path) -> None:
    """Files of one person each, and files of many, add up; - is standard input."""
    one = tmp_path / "one.json"
    one.write_text(json.dumps({"answers": GIVEN}, indent=2), encoding="utf-8")
    other = tmp_path / "other.json"
    shutil.copy(one, other)
    assert data(room, one, other)["people"] == 14
    assert data("-", stdin=room.read_bytes())["people"] == 12


def test_bad_rows_are_told_and_good_ones_reported(room: Path, tmp_path: Path) -> None:
    """What is wrong is on standard error with its place; the code is 4 all the same."""
    bad = tmp_path / "bad.jsonl"
    bad.write_text(line("a") + line("b", {"proud": "groing"}) + "\n" + "{torn\n", encoding="utf-8")
    ended = run(*REPORT, room, bad, tmp_path / "none.jsonl", "--json")
    assert ended.code == 4
    assert json.loads(ended.out)["people"] == 13
    for place in ("bad.jsonl:2: unknown-option", "bad.jsonl:4:", "none.jsonl"):
        assert place in ended.err


def test_nobody_is_nothing_to_report(tmp_path: Path) -> None:
    """Without a single person there is a clear message, the code 4, and no file."""
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n", encoding="utf-8")
    out = tmp_path / "report.html"
    run(*REPORT, empty, "--format", "html", "-o", out).refused(4, "no answers", "nothing to report")
    assert not out.exists()
    run(*REPORT, tmp_path / "none.jsonl").refused(4, "none.jsonl", "nothing to report")
    run("report").refused(2, "FILE")


def test_a_room_in_which_nobody_answered_enough(tmp_path: Path) -> None:
    """It is said, with the code that such answers have of one person, too."""
    few = tmp_path / "few.jsonl"
    few.write_text(line("a", {"proud": "growing"}) * 2, encoding="utf-8")
    ended = run(*REPORT, few)
    assert (ended.code, ended.out.splitlines()[0]) == (5, "Nothing to report yet")
    assert "show-small" not in ended.out


def test_few_people_are_told_why_nothing_is_shown(tmp_path: Path) -> None:
    """Four people get no figures, unless the room agreed."""
    few = tmp_path / "few.jsonl"
    few.write_text("".join(map(line, "abcd")), encoding="utf-8")
    ended = run(*REPORT, few)
    assert ended.code == 0
    assert "from 5 people on" in " ".join(ended.out.split())
    assert data(few)["roles"] == []
    assert data(few, "--show-small")["leaders"][0] == {"roles": ["portfolio-manager"], "people": 4}


def test_the_last_answers_of_a_person_count(tmp_path: Path) -> None:
    """Whoever sends a form again has changed their mind."""
    file = tmp_path / "again.jsonl"
    changed = {"first-hour": "date", "proud": "on-time", "meeting": 1, "week": "schedule"}
    sent = [line(f"p{n}") for n in range(5)] + [line(f"p{n}", changed) for n in range(5)]
    file.write_text("".join(sent), encoding="utf-8")
    ended = run(*REPORT, file, "--json")
    leaders = json.loads(ended.out)["leaders"]
    assert leaders[0] == {"roles": ["project-manager"], "people": 5}


def test_bad_rows_before_are_told_as_well(room: Path, tmp_path: Path) -> None:
    """The code is 4 also where only the earlier answers have a mistake."""
    before = tmp_path / "before.jsonl"
    before.write_text(line("Kim 1") + "{torn\n", encoding="utf-8")
    ended = run(*REPORT, room, "--before", before, "--json")
    assert (ended.code, json.loads(ended.out)["people"]) == (4, 12)
    assert "before.jsonl:2" in ended.err


def test_names_are_shown_only_on_request(room: Path) -> None:
    """--named lists who is close or flat, by the name they gave."""
    with room.open("a", encoding="utf-8") as file:
        flat = {"first-hour": "people", "proud": "growing", "meeting": 3, "week": "schedule"}
        file.write(line("\x1b[31mAda", flat))
    assert "Ada" not in run(*REPORT, room).out
    named = run(*REPORT, room, "--named")
    assert "[31mAda" in named.out
    assert "\x1b" not in named.out


def test_two_occasions_are_compared(room: Path, tmp_path: Path) -> None:
    """--before pairs people by name and says what moved, without names."""
    before = tmp_path / "before.jsonl"
    before.write_text("".join(line(f"Lee {n}") + line(f"Kim {n}") for n in range(6)), "utf-8")
    moves = data(room, "--before", before)["moves"]
    assert moves["leaders"][:2] == [
        {"leaders": ["same"], "people": 6},
        {"leaders": ["other"], "people": 6},
    ]
    ended = run(*REPORT, room, "--before", before)
    assert "What has moved since last time" in ended.out
    assert "Kim" not in ended.out


@pytest.mark.parametrize(
    ("form", "start"),
    [("markdown", "# How 12 people"), ("html", "<!doctype html>"), ("json", "{\n")],
)
def test_reports_go_to_files(form: str, start: str, room: Path, tmp_path: Path) -> None:
    """With -o nothing is printed; the file is whole, and only its owner may read it."""
    out = tmp_path / "report"
    ended = run(*REPORT, room, "--format", form, "-o", out)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert out.read_text(encoding="utf-8").startswith(start)
    assert out.stat().st_mode & 0o077 == 0
    run(*REPORT, room, "-o", room).refused(2, "the answers are in it")


def test_json_keeps_to_its_schema(room: Path) -> None:
    """What is printed is what `rolequiz schema report` says."""
    jsonschema.Draft202012Validator(json.loads(schema_text("report"))).validate(data(room))


def test_tables_are_reported_as_score_reads_them(room: Path, tmp_path: Path) -> None:
    """A table gives the report of the same answers as JSON; names there twice stay unnamed."""
    table = tmp_path / "room.csv"
    rows = [["respondent", *GIVEN]]
    for text in room.read_text(encoding="utf-8").splitlines():
        person = json.loads(text)
        rows.append([person["respondent"], *(str(person["answers"].get(id, "")) for id in GIVEN)])
    table.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    assert data(table) == data(room)
    twice = run(*REPORT, table, room, "--json")
    assert json.loads(twice.out) == data(room)
    assert twice.err == (
        "Names that stand there more than once: 12; the last answers of each count.\n"
    )
    assert "“Kim 1” is here 2 times, the last" in run(*REPORT, table, room, "--named").err


def test_one_person_five_times_is_one_person(room: Path, tmp_path: Path) -> None:
    """Whoever sends a form again is counted once, by the last answers."""
    again = tmp_path / "again.jsonl"
    again.write_text(line("Kim", OTHER) * 4 + line("Kim"), encoding="utf-8")
    ended = run(*REPORT, again, "--json")
    assert (json.loads(ended.out)["people"], json.loads(ended.out)["verdicts"]) == (1, [])


def test_other_words_take_a_mapping(room: Path, tmp_path: Path) -> None:
    """A mapping teaches the report other words, as it does score."""
    table = tmp_path / "room.csv"
    table.write_text("First thing,proud\n" + "Yes,growing\n" * 6, encoding="utf-8")
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "questions: {First thing: first-hour}\noptions: {first-hour: {Yes: problem}}\n",
        encoding="utf-8",
    )
    run(*REPORT, table).refused(4, "First thing")
    assert run(*REPORT, table, "--map", mapping).code == 5  # it was understood, and is too little


def test_standard_input_is_read_only_once(room: Path) -> None:
    """The same people can't be both occasions."""
    run(*REPORT, "-", "--before", "-").refused(2, "only once")
