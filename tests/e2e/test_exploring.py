"""A result asked at a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import signal
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, TINY, run
from pty_driver import DEADLINE, Person

ROBIN = Path(__file__).parents[2] / "docs" / "example-answers.json"


def explores(*options: object, size: tuple[int, int] = (80, 24)) -> Person:
    """Somebody who opens Robin's result."""
    return Person([*COMMAND, "explore", *map(str, options)], size)


def ends(person: Person) -> Person:
    """Read to the end of what a key has shown, a screenful after the other."""
    until = time.monotonic() + DEADLINE
    while "Enter=next" not in person.seen:
        assert time.monotonic() < until, person.seen
        if "Enter=more" in person.seen:
            person.reads("Enter=more").types(" ")
        person.looks()
    return person.reads("Enter=next").reads("q=leave")


@pytest.mark.parametrize("size", [(80, 24), (40, 24), (80, 12), (40, 12)])
def test_every_key_works_and_q_leaves(size: tuple[int, int]) -> None:
    """At any size; earlier output stays above, and the screen is never cleared."""
    person = explores(ROBIN, size=size).reads("q=leave").types("\r").reads("q=leave")
    ends(person.types("2").reads("Product owner"))
    person.types("a").reads("> ").types("1\r").reads("leave it").types("1").reads("What if:")
    ends(person).types("u").reads("q=leave")
    ends(person.types("d").reads("> ").types("1\r").reads("lean strongly to"))
    ends(person.types("c").reads("> ").types("2 5\r").reads("Product owner"))
    ends(person.types("n").reads("> ").types("3 7\r").reads("stays ahead"))
    person.types("s").reads("> ").types("-\r").reads("q=leave")
    for key, text in (("m", "You answered 30 of"), ("?", "Enter shows"), ("x", "no key")):
        ends(person.types(key).reads(text))
    assert person.types("q").ends() == 0
    assert "Where people who like the work stand" in person.words()
    assert "left out in turn" in person.words()
    assert "s saves the answers" in person.words()
    assert "\x1b[2J" not in person.transcript
    assert "\x1b[?1049h" not in person.transcript


@pytest.mark.parametrize("options", [[], ["--plain"]])
@pytest.mark.parametrize("size", [(80, 24), (40, 24), (80, 12), (40, 12), (80, 50)])
def test_the_first_screen_shows_only_the_answer(size: tuple[int, int], options: list[str]) -> None:
    """It starts at the top of the screen, with the keys below it."""
    person = explores(ROBIN, *options, size=size).reads("q=leave")
    assert person.screen.display[0].startswith("Product manager fits how you like to")
    assert any("q=leave" in line for line in person.screen.display)
    person.types("\n").reads("q=leave").types("q\n" if options else "q")
    assert person.ends() == 0


def test_changed_answers_are_always_called_a_what_if() -> None:
    """Next to the keys, after every key, until all changes are undone."""
    person = explores(ROBIN).reads("q=leave")
    for question, option, changed in (("1", "2", "1 answer"), ("2", "1", "2 answers")):
        person.types("a").reads("> ").types(f"{question}\r").reads("leave it").types(option)
        ends(person)
        person.types("\r").reads(f"What if: {changed} changed").reads("q=leave")
    ends(person.types("0")).types("q")
    assert person.ends() == 0
    assert "What if: " not in "\n".join(person.shown()[-3:])


PLAIN_TALK = [
    ("next", ""),
    ("answers", "Type the number of a question"),
    ("2", "Twenty requests have come in"),
    ("1", "What if"),
    ("undo", "What if"),
    ("preference", "Type the number of a preference"),
    ("1", "lean strongly to"),
    ("compare", "to read all about it"),
    ("2 5", "Product owner fits"),
    ("near", "are you unsure of"),
    ("3 7", "stays ahead"),
    ("save", "- saves nothing"),
    ("-", ""),
    ("method", "You answered 30 of 31"),
    ("help", "Enter shows the next part"),
]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_typed_words_do_the_same_without_colour_or_drawing(size: tuple[int, int]) -> None:
    """For screen readers: every word works, nothing moves the cursor, and `quit` leaves."""
    person = explores(ROBIN, "--plain", size=size).reads("> ")
    for word, _ in PLAIN_TALK:
        person.types(f"{word}\n").reads("> ")
    assert person.types("quit\n").ends() == 0
    for _, text in PLAIN_TALK:
        assert text in person.words()
    assert "\x1b" not in person.transcript


def test_answers_and_result_are_saved_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only their owner can read them, in the named file or the one offered."""
    monkeypatch.chdir(tmp_path)
    answers, there, gone = (tmp_path / name for name in ("mine.json", "there.md", "gone.md"))
    for file in (there, gone):
        file.write_text("mine", encoding="utf-8")
    person = explores(ROBIN).reads("q=leave")
    for lines in (["mine.json"], ["mine.doc", "-"], [""], ["there.md", "n"], ["gone.md", "y"]):
        person.types("s")
        for line in lines:
            person.reads("> ").types(f"{line}\r")
        person.reads("q=leave")
    assert person.types("q").ends() == 0
    [page] = tmp_path.glob("rolequiz-20??-??-??.html")
    given = {id: a for id, a in json.loads(ROBIN.read_text("utf-8"))["answers"].items() if a}
    assert json.loads(answers.read_text(encoding="utf-8"))["answers"] == given
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert there.read_text(encoding="utf-8") == "mine"
    assert gone.read_text(encoding="utf-8").startswith("# Product manager")
    assert "Saved in mine.json: the answers." in person.words()
    assert "does not end in" in person.words()


@pytest.mark.parametrize("ahead", ["7\r2q", "7"])
def test_keys_typed_before_a_line_is_asked_for_belong_to_it(ahead: str) -> None:
    """With or without Enter and more keys after it; none of it counts as a key."""
    person = explores(ROBIN).reads("q=leave").types(f"a{ahead}").reads("> 7")
    if ahead == "7":
        person.types("\r").reads("leave it").types("2").reads("What if:").types("q")
    assert person.ends() == 0
    assert "What if: 1 answer changed" in person.words()
    assert "Why Scrum master" not in person.words()


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_leaving_while_a_line_is_typed_ends_that_line(key: str) -> None:
    """After Ctrl-C or Ctrl-D, the shell's prompt starts on a new line."""
    person = explores(ROBIN).reads("q=leave").types("s").reads("> ").types(key)
    assert person.ends() == 0
    assert person.transcript.endswith("\n")


def test_a_saved_page_of_a_what_if_says_that_it_is_one(tmp_path: Path) -> None:
    """Nobody should take the file for the result of the answers given."""
    mine, other = tmp_path / "mine.md", tmp_path / "other.md"
    person = explores(ROBIN).reads("q=leave").types("s").reads("> ").types(f"{mine}\r")
    person.reads("q=leave").types("a").reads("> ").types("7\r").reads("leave it").types("2")
    ends(person)
    person.types("s").reads("> ").types(f"{other}\r").reads("of this what-if").reads("q=leave")
    assert person.types("q").ends() == 0
    said = "This is a what-if, with 1 answer changed."
    assert [said in file.read_text("utf-8") for file in (mine, other)] == [False, True]


def test_saved_answers_of_a_what_if_match_the_screen(tmp_path: Path) -> None:
    """The program says whose they are, and the file opens to the same figures."""
    person = explores(ROBIN).reads("q=leave")
    person.types("a").reads("> ").types("7\r").reads("leave it").types("2")
    shown = ends(person)
    person.types("s").reads("this what-if, with 1 answer changed").reads("> ")
    person.types(f"{tmp_path / 'other.json'}\r").reads("of this what-if").reads("q=leave").types(
        "q"
    )
    assert shown.ends() == 0
    fits = {role["id"]: role["fit"] for role in result(tmp_path / "other.json")["roles"]}
    assert f"{fits['product-owner']:.1f}" in person.words()
    assert fits != {role["id"]: role["fit"] for role in result(ROBIN)["roles"]}


def result(file: Path) -> dict[str, list[dict[str, Any]]]:
    """The result of a file of answers, as data."""
    found: dict[str, list[dict[str, Any]]] = json.loads(run("explore", file, "--json").out)
    return found


def test_without_a_terminal_the_result_is_written_whole() -> None:
    """As `take --answers` writes it, in every format."""
    for options in ([], ["--json"], ["--format", "markdown"]):
        assert run("explore", ROBIN, *options).out == run("take", "--answers", ROBIN, *options).out


def test_without_a_file_the_last_answers_are_opened(home: Path) -> None:
    """The program keeps them; if there are none, it says what to do."""
    ended = run("explore")
    assert (ended.code, "There is no last result to open" in ended.err) == (4, True)
    kept = home / "state" / "rolequiz" / "last-answers.json"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(ROBIN.read_bytes())
    assert run("explore").out == run("take", "--answers", ROBIN).out


def test_last_answers_to_another_quiz_are_one_error(home: Path) -> None:
    """Not one error for each answer; other errors are reported as usual."""
    kept = home / "state" / "rolequiz" / "last-answers.json"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(ROBIN.read_bytes())
    ended = run("explore", "--pack", TINY)
    assert (ended.code, "are from another quiz" in ended.err) == (4, True)
    assert "unknown-" not in ended.err
    kept.write_text("{", encoding="utf-8")
    ended = run("explore")
    assert (ended.code, "are from another quiz" in ended.err) == (4, False)


def test_a_new_run_keeps_the_answers_of_earlier_runs(home: Path) -> None:
    """By date, only for their owner, also twice in one second; equal answers are kept once."""
    folder = home / "state" / "rolequiz"
    for code in ("p01", "p02", "p03", "p03"):
        took = ("take", "--pack", TINY, "--plain", "--respondent", code)
        assert run(*took, stdin="1\n2\n4\n1\n").code == 0
        os.utime(folder / "last-answers.json", (1_780_000_000, 1_780_000_000))
    files = {json.loads(file.read_bytes())["respondent"]: file for file in folder.glob("*.json")}
    assert (sorted(files), len([*folder.iterdir()])) == (["p01", "p02", "p03"], 3)
    assert files["p03"].name == "last-answers.json"
    assert files["p01"].name.startswith("answers-2026-05-2")
    assert {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}
    opened = run("explore", files["p01"], "--pack", TINY, "--json")
    assert json.loads(opened.out)["respondent"] == "p01"


def test_help_says_where_answers_are_kept_and_how_to_delete_them(home: Path) -> None:
    """It names the folder, and says that every earlier run has a file there."""
    person = explores(ROBIN, size=(200, 24)).reads("q=leave").types("?").reads("q=leave").types("q")
    assert person.ends() == 0
    said = person.words()
    assert f"kept in {home / 'state' / 'rolequiz'}" in said
    assert "To delete any, delete its file." in said


def taken(*options: object, enter: str = "") -> Person:
    """Somebody who has answered the four questions of the small quiz."""
    person = Person([*COMMAND, "take", "--pack", str(TINY), *map(str, options)])
    for number, key in enumerate("1141", 1):
        person.reads(f"{number} of 4").types(f"{key}{enter}")
    return person if enter else person.goes_on()


@pytest.mark.parametrize("mode", [[], ["--plain"]])
def test_after_the_last_question_the_result_stays_open(mode: list[str], home: Path) -> None:
    """Only its first screen is shown, keys work, and leaving says how to open it again."""
    enter = "\n" if mode else ""
    person = (
        taken(*mode, enter=enter)
        .reads("Portfolio manager, but not safely ahead of")
        .reads("q=leave")
    )
    assert "How every role fits" not in person.transcript
    person.types(enter or "\r").reads("How every role fits").reads("q=leave")
    assert person.types(f"q{enter}").ends() == 0
    assert f"rolequiz explore --pack {TINY}" in person.words()
    assert (home / "state" / "rolequiz" / "last-answers.json").is_file()


def test_a_kill_while_the_result_is_open_loses_no_answers(home: Path) -> None:
    """They were kept before the result was shown, and no unfinished run is offered afterwards."""
    person = taken().reads("q=leave")
    os.kill(person.pid, signal.SIGKILL)
    person.leave()
    kept = json.loads((home / "state" / "rolequiz" / "last-answers.json").read_text("utf-8"))
    assert len(kept["answers"]) == 4
    again = Person([*COMMAND, "take", "--pack", str(TINY)]).reads("1 of 4")
    assert "[Y/n]" not in again.transcript


def test_full_writes_everything_at_once_and_ends() -> None:
    """In a terminal as in scripts, and with `take --answers` too."""
    person = taken("--full")
    assert person.ends() == 0
    assert "Where you stand" in person.transcript
    read = Person([*COMMAND, "take", "--answers", str(ROBIN), "--full"])
    assert read.ends() == 0
    assert "What the words mean" in read.transcript


def test_a_file_of_answers_opens_at_a_terminal() -> None:
    """With `take --answers`."""
    person = Person([*COMMAND, "take", "--answers", str(ROBIN)]).reads("q=leave")
    assert person.types("q").ends() == 0
