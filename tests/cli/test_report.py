"""`rolequiz report`."""

from __future__ import annotations

import itertools
import json
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from command import TINY, run
from rolequiz.schemas import schema_text
from rooms import PROJECT

REPORT = ("report", "--pack", TINY)
GIVEN = json.loads((TINY / "answers.json").read_text(encoding="utf-8"))["answers"]

Write = Callable[..., Path]


def line(name: str, answers: object = GIVEN) -> str:
    """One person's answers on a line."""
    return json.dumps({"respondent": name, "answers": answers}) + "\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A file of six who answered alike, and six who answered otherwise."""
    path = tmp_path / "room.jsonl"
    lines = [line(f"Kim {number}") for number in range(6)]
    lines += [line(f"Lee {number}", PROJECT) for number in range(6)]
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
    assert "at least 5 people" in " ".join(ended.out.split())
    assert data(few)["roles"] == []
    assert data(few, "--show-small")["leaders"][0] == {"roles": ["portfolio-manager"], "people": 4}


def test_the_last_answers_of_a_person_count(tmp_path: Path) -> None:
    """Whoever sends a form again has changed their mind."""
    file = tmp_path / "again.jsonl"
    sent = [line(f"p{n}") for n in range(5)] + [line(f"p{n}", PROJECT) for n in range(5)]
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
    assert twice.err == ("Names that occur more than once: 12; the last answers of each count.\n")
    assert "“Kim 1” occurs 2 times, the last" in run(*REPORT, table, room, "--named").err


def test_one_person_five_times_is_one_person(room: Path, tmp_path: Path) -> None:
    """Whoever sends a form again is counted once, by the last answers."""
    again = tmp_path / "again.jsonl"
    again.write_text(line("Kim", PROJECT) * 4 + line("Kim"), encoding="utf-8")
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


SPELLINGS = {
    "decomposed": unicodedata.normalize("NFD", "Zoë Lee"),
    "unseen": "Z\u200boë\u00ad Lee\u2060",
    "directed": "\u202aZoë Lee\u202c",
    "no-break": "Zoë\u00a0Lee",
    "spaced": " Zoë \t Lee ",
    "wide": "Ｚoë Lee",
    "small": "zoë lee",
    "capital": "ZOË LEE",
}


@pytest.mark.parametrize("again", SPELLINGS.values(), ids=SPELLINGS)
def test_one_person_in_two_spellings_is_one(again: str, tmp_path: Path) -> None:
    """Four people and one of them again do not pass for five, in whichever order they stand."""
    sent = [line("Zoë Lee"), *map(line, "abc"), line(again)]
    for number, lines in enumerate(itertools.islice(itertools.permutations(sent), 0, 120, 40)):
        file = tmp_path / f"{number}.jsonl"
        file.write_text("".join(lines), encoding="utf-8")
        ended = run(*REPORT, file, "--json")
        found = json.loads(ended.out)
        assert (found["people"], found["roles"]) == (4, [])
        assert "more than once: 1; the last answers of each count." in ended.err
        differ = "differ only in capital letters, and count as one person."
        assert (differ in ended.err) == (again.lower() == "zoë lee")


def test_two_occasions_pair_names_that_look_alike(tmp_path: Path) -> None:
    """Nobody is new only because a form wrote the name in another way the second time."""
    now, before = tmp_path / "now.jsonl", tmp_path / "before.jsonl"
    now.write_text("".join(line(f"Zoë Lee {kind}") for kind in SPELLINGS), encoding="utf-8")
    spelled = "".join(line(f"{name} {kind}") for kind, name in SPELLINGS.items())
    before.write_text(spelled, encoding="utf-8")
    moves = data(now, "--before", before)["moves"]
    assert {"leaders": ["same"], "people": len(SPELLINGS)} in moves["leaders"]


def saved(folder: Path, *names: str, answers: object = GIVEN) -> list[Path]:
    """Files of one person each, as `take --save` writes them, without a name inside."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"{name}.json" for name in names]
    for file in files:
        file.write_text(json.dumps({"answers": answers}), encoding="utf-8")
    return files


CODES = [f"p{number:02}" for number in range(1, 7)]


def test_files_without_names_are_paired_by_their_own(tmp_path: Path) -> None:
    """The code in a file's name pairs two occasions; --before takes a file each time."""
    now, before = saved(tmp_path / "now", *CODES), saved(tmp_path / "b", *CODES, answers=PROJECT)
    options = [part for file in before for part in ("--before", file)]
    moves = data(*now, *options)["moves"]
    assert {"leaders": ["other"], "people": 6} in moves["leaders"]
    one = tmp_path / "before.jsonl"
    one.write_text(run("score", "--pack", TINY, *before, "--json").out, encoding="utf-8")
    assert data(*now, "--before", one)["moves"] == moves


def test_a_pattern_after_before_is_refused(tmp_path: Path) -> None:
    """A shell makes `--before b/p01.json b/p02.json` of it, and p02 would be of today."""
    now, before = saved(tmp_path / "now", *CODES), saved(tmp_path / "b", *CODES)
    ended = run(*REPORT, *now, "--before", *before)
    ended.refused(2, "p02.json is among the new answers", "repeat it before every earlier file")


@pytest.mark.parametrize(("named", "people"), [(False, 3), (False, 6), (True, 6)])
@pytest.mark.parametrize("first", [True, False])
def test_a_pattern_in_the_same_folder_is_refused_too(
    tmp_path: Path, named: bool, people: int, first: bool
) -> None:
    """Three people now and three before are no five, wherever the option stands among the files."""
    now = saved(tmp_path, *(f"now-{code}" for code in CODES[:people]))
    before = saved(tmp_path, *(f"then-{code}" for code in CODES[:people]))
    for code, *both in zip(CODES, now, before, strict=False):
        for file in both if named else []:
            file.write_text(line(code), encoding="utf-8")
    args: list[str | Path] = ["--before", *before]
    args = [*args, *now] if first else [*now, *args]
    told = "then-p01.json holds only one person"
    run(*REPORT, *args).refused(2, told, "repeat it before every earlier file")
    run(*REPORT, *args, "--show-small").refused(2, told)


def test_one_person_before_is_compared_with_where_it_is_meant(tmp_path: Path) -> None:
    """One file against another is no pattern, and a pair that agreed to it may see itself."""
    now, before = saved(tmp_path / "now", *CODES[:2]), saved(tmp_path / "b", "p01")
    assert data(*now, "--before", *before, "--show-small")["moves"]
    assert run(*REPORT, now[0], "--before", *before).code == 0


def test_one_code_in_two_folders_is_one_person(tmp_path: Path) -> None:
    """Three people whose files are there twice are not six, and it is said."""
    files = saved(tmp_path / "a", *CODES[:3]) + saved(tmp_path / "b", *CODES[:3])
    ended = run(*REPORT, *files, "--json")
    assert json.loads(ended.out)["people"] == 3
    assert "Files with the same name count as one person" in ended.err


def occasions(tmp_path: Path, now: int, before: int, both: int) -> list[Path | str]:
    """Two files of so many people, `both` of whom are in both."""
    files = []
    for time, people in (("now", now), ("before", before)):
        names = [f"both {n}" for n in range(both)] + [f"{time} {n}" for n in range(people - both)]
        file = tmp_path / f"{time}.jsonl"
        file.write_text("".join(map(line, names)), encoding="utf-8")
        files.append(file)
    return [files[0], "--before", files[1]]


@pytest.mark.parametrize(
    ("now", "before", "both", "warned"),
    [
        (6, 6, 6, False),
        (7, 6, 6, True),  # one joined
        (6, 7, 6, True),  # one left
        (6, 6, 5, True),  # one came for another
        (10, 6, 6, True),
        (11, 6, 6, False),  # five can be told of
        (6, 10, 6, True),
        (6, 11, 6, False),
        (12, 7, 6, True),  # of those who joined nothing can be told, but one left
        (12, 12, 6, False),
        (6, 4, 4, False),  # of four nothing was shown, so there is nothing to compare
        (4, 6, 4, False),
    ],
)
def test_few_who_joined_or_left_are_warned_about(
    now: int, before: int, both: int, warned: bool, tmp_path: Path
) -> None:
    """One to four people between two reports are those that the difference tells of."""
    args = occasions(tmp_path, now, before, both)
    ended = run(*REPORT, *args)
    assert ended.code == 0
    assert ("Fewer than 5 people have joined or left" in ended.err) == warned
    assert "both 0" not in ended.err
    assert run(*REPORT, *args, "--show-small").err == ""


def test_who_answered_too_little_is_in_no_report(tmp_path: Path) -> None:
    """Who answers enough only the second time has joined the room; people without names, too."""
    now, before = tmp_path / "now.jsonl", tmp_path / "before.jsonl"
    now.write_text("".join(map(line, "abcdef")), encoding="utf-8")
    few = line("a", {"proud": "growing"})
    before.write_text(few + "".join(map(line, "bcdef")), encoding="utf-8")
    assert "Fewer than 5" in run(*REPORT, now, "--before", before).err
    for file, people in ((now, 6), (before, 5)):
        file.write_text("".join(line("") for _ in range(people)), encoding="utf-8")
    assert "Fewer than 5" in run(*REPORT, now, "--before", before).err
