"""`rolequiz score`: many people's answers, from files and pipes, to one result each."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, DEADLINE, TINY, Ended, run
from reading import PACK
from workbooks import ods, xlsx

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
SCORE = ("score", "--pack", TINY)
GERMAN = EXPORTS / "excel-german.csv"
HEADER = "respondent,first-hour,proud,meeting,week\n"
NASTY = [
    *('=HYPERLINK("http://x")', "<img onerror=alert(1)>", "[/b]", "[red]", "../../x", "CON"),
    *("\x1b[2J\x1b]0;x\x07", "a\u202eb", "x" * 300, "👩\u200d👩\u200d👧", "@SUM(A1)", "﹣1", "'=1"),
]

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a shell and POSIX signals")


def answers(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return the answers of so many people, some with skipped questions, as JSON has them."""
    chance = random.Random(seed)
    everyone = []
    for number in range(count):
        given = {q.id: chance.choice(q.options).id for q in PACK.questions if chance.random() < 0.9}
        marked = [id for id in given if chance.random() < 0.2]
        everyone.append({"respondent": f"p{number}", "answers": given, "matters": marked})
    return everyone


def table(everyone: list[dict[str, Any]]) -> str:
    """Return the same answers as CSV."""
    text = io.StringIO()
    ids = [question.id for question in PACK.questions]
    writer = csv.writer(text)
    writer.writerow(["respondent", "matters", *ids])
    for each in everyone:
        given = [each["answers"].get(id, "") for id in ids]
        writer.writerow([each["respondent"], " ".join(each["matters"]), *given])
    return text.getvalue()


def jsonl(everyone: list[dict[str, Any]]) -> str:
    """Return the same answers as JSONL, which is scored as it comes."""
    return "".join(f"{json.dumps(each)}\n" for each in everyone)


def scored(*args: str | Path, stdin: str = "") -> Ended:
    """Score what must go well."""
    ended = run(*SCORE, *args, stdin=stdin)
    assert (ended.code, ended.err) == (0, "")
    return ended


# --- What comes out ---------------------------------------------------------------------------


def test_every_way_in_gives_what_one_person_gets(tmp_path: Path) -> None:
    """CSV, JSON and JSONL give the figures of `take --answers`, to the last bit."""
    everyone = answers(12)
    (tmp_path / "a.csv").write_text(table(everyone))
    (tmp_path / "a.json").write_text(json.dumps(everyone))
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in everyone))
    outputs = {scored(tmp_path / f"a.{end}", "--json").out for end in ("csv", "json", "jsonl")}
    (lines,) = outputs
    for line, each in zip(lines.splitlines(), everyone, strict=True):
        alone = run("take", "--pack", TINY, "--answers", "-", "--json", stdin=json.dumps(each))
        assert json.loads(line) == json.loads(alone.out)


def test_a_json_file_is_one_document_that_is_read_again(tmp_path: Path) -> None:
    """By its name alone it is a list of what JSONL has a line for; a format that is said counts."""
    text, listed, lines = table(answers(7)), tmp_path / "r.json", tmp_path / "r.jsonl"
    assert scored("-", "-o", listed, stdin=text).out == ""
    scored("-", "-o", lines, stdin=text)
    data = json.loads(listed.read_text())
    assert data == [json.loads(line) for line in lines.read_text().splitlines()]
    form = ("--format", "csv")
    assert scored(listed, *form) == scored(lines, *form) == scored("-", *form, stdin=text)
    for said in (["--json"], ["--format", "json"]):
        scored("-", "-o", listed, *said, stdin=text)
        assert listed.read_text() == lines.read_text()


def test_csv_and_jsonl_hold_the_same_figures(tmp_path: Path) -> None:
    """A row of CSV is a part of the line of JSON, figures in full."""
    text = table(answers(30))
    rows = csv.DictReader(io.StringIO(scored("-", "--format", "csv", stdin=text).out))
    lines = scored("-", "--format", "jsonl", stdin=text).out.splitlines()
    for row, line in zip(rows, lines, strict=True):
        data = json.loads(line)
        fits = {f"fit_{role['id']}": role["fit"] for role in data["roles"]}
        places = {f"position_{each['id']}": each["position"] for each in data["dimensions"]}
        figures = {**fits, **places, "stability": data["stability"], "answered": data["answered"]}
        assert {name: row[name] for name in figures} == {
            name: "" if value is None else repr(value) for name, value in figures.items()
        }
        assert (row["respondent"], row["verdict"]) == (data["respondent"], data["verdict"])


def test_two_files_are_scored_as_one_would_be(tmp_path: Path) -> None:
    """The results of a file's two halves, one after the other, are those of the whole."""
    everyone = answers(20)
    (tmp_path / "one.csv").write_text(table(everyone[:7]))
    (tmp_path / "two.csv").write_text(table(everyone[7:]))
    halves = scored(tmp_path / "one.csv", tmp_path / "two.csv", "--format", "csv")
    assert halves == scored("-", "--format", "csv", stdin=table(everyone))


def test_the_order_of_rows_is_the_order_of_results() -> None:
    """Shuffled rows give the same lines, shuffled alike."""
    everyone = answers(20)
    shuffled = random.Random(2).sample(everyone, 20)
    header, *lines = scored("-", "--format", "csv", stdin=table(everyone)).out.splitlines()
    by_name = {each["respondent"]: line for each, line in zip(everyone, lines, strict=True)}
    names = enumerate((each["respondent"] for each in shuffled), start=1)
    # all but the last column, which is the row
    expected = [header, *(f"{by_name[name].rpartition(',')[0]},{row}" for row, name in names)]
    assert scored("-", "--format", "csv", stdin=table(shuffled)).out.splitlines() == expected


def test_text_is_a_summary() -> None:
    """Without a format a person reads how many there are, and which roles fit."""
    assert "20 results\n" in scored("-", stdin=table(answers(20))).out
    assert "200 results\n" in scored("-", "--plain", stdin=table(answers(200))).out


def test_someone_who_answered_too_little_is_a_result() -> None:
    """Too few answers are no error among many people's."""
    assert ",insufficient," in scored("-", "--format", "csv", stdin=HEADER + "r1,,,,\n").out


@pytest.mark.parametrize("format", ["markdown", "xml", "html"])
def test_formats_that_make_no_sense_are_refused(format: str) -> None:
    """The formats there are for many people are named."""
    run(*SCORE, "-", "--format", format).refused(2, format, "jsonl")
    run("roles", "--format", "csv").refused(2, "this command does not write csv")


# --- What is wrong ----------------------------------------------------------------------------


def test_bad_rows_are_told_and_the_good_ones_scored(tmp_path: Path) -> None:
    """The first problems go to standard error, all of them into a file, and the code is 4."""
    bad = "".join(f"bad{n},x{n},on-time,4,roadmap\n" for n in range(50))
    text = HEADER + "r1,problem,on-time,4,roadmap\n" + bad + "r2,problem,on-time,4,roadmap\n"
    ended = run(*SCORE, "-", "--format", "csv", "--errors", tmp_path / "e.txt", stdin=text)
    assert ended.code == 4
    assert [line.partition(",")[0] for line in ended.out.splitlines()] == ["respondent", "r1", "r2"]
    assert ended.err.count("unknown-answer") == 20
    assert "… and 30 more problems.\nLeft out" in ended.err
    without = run(*SCORE, "-", "--format", "csv", stdin=text)
    assert "… and 30 more problems.\nTo keep them all, use --errors FILE.\n" in without.err
    assert ended.err.endswith("Left out: 50 rows. Scored: 2 people.\n")
    assert "standard input:3: unknown-answer B “first-hour”: “x0” is not an answer" in ended.err
    kept = (tmp_path / "e.txt").read_text(encoding="utf-8")
    assert kept.count("unknown-answer") == 50
    scored(GERMAN.with_name("google-forms.csv"), "--errors", tmp_path / "e.txt")
    assert (tmp_path / "e.txt").read_text() == ""


def test_what_rows_share_is_told_once(tmp_path: Path) -> None:
    """One problem for a value in a column, with its first row and how many more there are."""
    bad = "".join(f"bad{n},other,on-time,9,roadmap\n" for n in range(50))
    text = HEADER + bad + "r2,problem,on-time,Agree,roadmap\n"
    ended = run(*SCORE, "-", "--format", "csv", "--errors", tmp_path / "e.txt", stdin=text)
    first, _, second, *rest = ended.err.splitlines()
    assert first.startswith("standard input:2: unknown-answer B “first-hour”: “other” is not")
    assert first.endswith("(and 49 more rows)")
    assert second.startswith(
        "standard input:2: unclear-numbers D “meeting”: it is unclear which answer “9”"
    )
    assert second.endswith("(and 49 more rows)")
    assert rest[-1] == "Left out: 50 rows. Scored: 1 person."
    kept = (tmp_path / "e.txt").read_text(encoding="utf-8")
    assert [kept.count(code) for code in ("unknown-answer", "unclear-numbers")] == [50, 50]


def test_a_table_through_a_pipe_leaves_no_file(tmp_path: Path) -> None:
    """It is read twice, from a file that has no name and is gone at the end."""
    text = HEADER + "r1,problem,on-time,4,roadmap\n" * 20_000
    ended = run(*SCORE, "-", "--format", "csv", stdin=text, TMPDIR=str(tmp_path))
    assert (ended.code, ended.out.count("\nr1,")) == (0, 20_000)
    assert list(tmp_path.iterdir()) == []


def test_a_bad_file_spoils_no_other(tmp_path: Path) -> None:
    """What can't be read at all is named, in the order of the files."""
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    files = (tmp_path / "none.csv", tmp_path, tmp_path / "other.csv", TINY / "answers.json")
    ended = run(*SCORE, *files, "--json")
    assert (ended.code, ended.out.count("\n")) == (4, 1)
    for code in ("missing-file", "not-a-file", "no-questions"):
        assert code in ended.err
    assert ended.err.endswith("Left out: 3 files, or the rest of them. Scored: 1 person.\n")


def test_where_nothing_could_be_scored_nothing_is_written(tmp_path: Path) -> None:
    """An earlier result is not replaced by an empty one; why not is kept all the same."""
    out, errors = tmp_path / "out.csv", tmp_path / "errors.txt"
    out.write_text("old")
    ended = run(*SCORE, "-", "--format", "csv", "-o", out, "--errors", errors, stdin="a\n1\n")
    ended.refused(4, "no-questions")
    assert out.read_text() == "old"
    assert "no-questions" in errors.read_text(encoding="utf-8")


def test_people_who_are_there_twice_are_named(tmp_path: Path) -> None:
    """Both are scored, also from two files."""
    again = tmp_path / "again.csv"
    shutil.copy(GERMAN, again)
    ended = run(*SCORE, GERMAN, TINY / "answers.json", again, "--json")
    assert (ended.code, ended.out.count("\n")) == (0, 9)
    assert f"“Zoë” occurs 2 times, each scored: {GERMAN} row 3, {again} row 3" in ended.err
    assert "“r1”" not in ended.err
    assert "Windows-1252" in ended.err


def test_a_mapping_says_what_other_words_mean(tmp_path: Path) -> None:
    """With it the answers are scored; one that is wrong is refused at its place."""
    file, mapping = EXPORTS / "decorated.csv", EXPORTS / "decorated.yaml"
    assert run(*SCORE, file, "--json").code == 4
    assert scored(file, "--map", mapping, "--json").out.count("\n") == 4
    (tmp_path / "m.yaml").write_text("scales: {Agree: 9}\n")
    run(*SCORE, file, "--map", tmp_path / "m.yaml").refused(4, "m.yaml:1:17: bad-step")


def test_wrong_usage_is_refused(tmp_path: Path) -> None:
    """Files in each other's place, standard input twice, no file at all."""
    file = tmp_path / "a.csv"
    file.write_text(HEADER)
    run(*SCORE).refused(2, "FILE")
    run(*SCORE, "-", "-").refused(2, "only once")
    run(*SCORE, file, "-o", file).refused(2, "the answers are in it")
    run(*SCORE, file, "--errors", file).refused(2, "the answers are in it")
    run(*SCORE, file, "--map", tmp_path / "." / file.name).refused(2, "is named twice")
    run(*SCORE, file, "-o", tmp_path / "x", "--errors", tmp_path / "x").refused(2, "would be in it")
    run(*SCORE, file, "--map", tmp_path / "m", "-o", tmp_path / "m").refused(4, "missing-file")
    assert file.read_text() == HEADER


# --- Names ------------------------------------------------------------------------------------


def test_names_are_only_names() -> None:
    """Whatever people are called, it runs nowhere: on a terminal, in a spreadsheet, as JSON."""
    people = json.dumps([{"respondent": name, "answers": {}} for name in NASTY])
    text = scored("-", stdin=people).out
    assert not {char for char in text if ord(char) < 32 or char == "\u202e"} - {"\n"}
    assert "[/b]: too few answers" in text
    cells = names_in(scored("-", "--format", "csv", stdin=people).out)
    for cell in cells:
        assert cell[0] not in "=+-@﹣"
        assert cell.replace("\u200d", "").isprintable()
    assert cells[1:6] == NASTY[1:6]
    assert names_in(scored("-", "--format", "csv", "--raw", stdin=people).out) == NASTY
    lines = scored("-", "--json", stdin=people).out
    assert lines.isascii()
    assert [json.loads(line)["respondent"] for line in lines.splitlines()] == NASTY


def names_in(text: str) -> list[str]:
    """Return the first column of some CSV, without its header."""
    return [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]


def test_names_in_messages_are_only_text(tmp_path: Path) -> None:
    """Cells, headers and names that are told steer no terminal."""
    text = f"{HEADER[:-1]},\x1b[2J\nr\x1b[1A,x\x1b[2J,,,,\nr\x1b[1A,,,,,\nr\x1b[1A,,,,,\n"
    for args in ((), ("--dry-run",)):
        ended = run(*SCORE, "-", *args, stdin=text)
        assert ended.code == 4
        assert "\x1b" not in ended.err + ended.out


# --- Where it goes, and what can happen on the way --------------------------------------------


@posix
def test_a_result_file_is_its_owners_alone_and_the_same(tmp_path: Path) -> None:
    """-o holds what standard output would."""
    text = table(answers(10))
    out = tmp_path / "out.csv"
    assert scored("-", "--format", "csv", "-o", out, stdin=text).out == ""
    assert out.read_text() == scored("-", "--format", "csv", stdin=text).out
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


@posix
def test_a_disk_without_room_leaves_what_was_there(tmp_path: Path) -> None:
    """The message is clear, and no half of a file stays behind."""
    text, out = jsonl(answers(2000)), tmp_path / "out.csv"
    out.write_text("old")
    full = run(*SCORE, "-", "--format", "csv", "-o", out, stdin=text, shell='ulimit -f 8; "$@"')
    full.refused(2, "out.csv can't be written", "File too large")
    copied = run(*SCORE, "-", stdin=table(answers(2000)), shell='ulimit -f 8; "$@"')
    copied.refused(4, "a temporary copy of it can't be written (File too large)")
    assert (out.read_text(), list(tmp_path.iterdir())) == ("old", [out])
    if Path("/dev/full").exists():
        device = run(*SCORE, "-", "--format", "csv", stdin=text, shell='"$@" >/dev/full')
        device.refused(2, "No space left on device")


@posix
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_closed_is_said_before_anything_is_read(tmp_path: Path) -> None:
    """Nobody waits for scores that can't be kept."""
    tmp_path.chmod(0o500)
    run(*SCORE, "-", "-o", tmp_path / "x").refused(2, "you may not write there")
    tmp_path.chmod(0o700)


@posix
def test_a_closed_pipe_is_quiet() -> None:
    """`| head` gets what it wants, and nobody hears of the rest."""
    text = table(answers(3000))
    ended = run(
        *SCORE, "-", "--format", "csv", stdin=text, shell='{ "$@"; echo $? >&2; } | head -3'
    )
    assert (ended.out.count("\n"), ended.err) == (3, "0\n")


MEASURED = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="others count memory in other units")
@pytest.mark.parametrize("name", ["people.jsonl", "people.json", "people.csv"])
def test_memory_does_not_grow_with_the_people(tmp_path: Path, name: str) -> None:
    """Ten times as many, good and bad, take hardly more of it."""
    path, peaks = tmp_path / name, []
    for count in (300, 3000):
        everyone = answers(count)
        for each in everyone[::3]:
            each["answers"]["week"] = "nonsense"
        lines = [json.dumps(each) for each in everyone]
        texts = {
            "people.jsonl": "".join(f"{line}\n" for line in lines),
            "people.json": f"[{', '.join(lines)}]",
            "people.csv": table(everyone),
        }
        path.write_text(texts[name])
        command = [*COMMAND, *map(str, SCORE), str(path), "--format", "csv"]
        measured = [sys.executable, "-c", MEASURED, *command]
        peaks.append(int(subprocess.run(measured, capture_output=True, check=True).stdout))
    few, many = peaks
    assert many - few < 4 * 1024, "kilobytes"


@contextmanager
def running(*args: str | Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command that is still going, with pipes to talk to it."""
    argv = [*COMMAND, "score", "-", *map(str, args)]
    pipe = subprocess.PIPE
    env = {**os.environ, **settings}
    with subprocess.Popen(
        argv, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0, env=env
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def fed(process: subprocess.Popen[bytes], text: str) -> None:
    """Give a command so much of its standard input."""
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.flush()


def begun(process: subprocess.Popen[bytes]) -> bytes:
    """Return the first bytes of what a command writes, once they have come."""
    assert process.stdout is not None
    return process.stdout.read(100)


@posix
def test_ctrl_c_while_it_waits_leaves_whole_lines() -> None:
    """What was scored is there, line by line, and how many it was is said."""
    with running("--pack", TINY, "--format", "csv") as process:
        fed(process, jsonl(answers(400)))
        first = begun(process)
        time.sleep(0.3)  # until it waits for more
        process.send_signal(signal.SIGINT)
        rest, said = process.communicate(timeout=DEADLINE)
        assert process.returncode == 130
    text = (first + rest).decode()
    assert text.endswith("\n")
    assert said.decode() == f"Stopped: {text.count(chr(10)) - 1} people scored.\n"


@posix
def test_ctrl_c_while_a_table_comes_in_leaves_nothing(tmp_path: Path) -> None:
    """Nobody is scored before all of a table is there, and its copy is gone with the program."""
    with running("--pack", TINY, "--format", "csv", TMPDIR=str(tmp_path)) as process:
        fed(process, table(answers(400)))
        time.sleep(1)  # until it waits for more
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=DEADLINE)
    assert (process.returncode, out) == (130, b"")
    assert said.decode() == "Stopped: 0 people scored.\n"
    assert list(tmp_path.iterdir()) == []


@posix
def test_ctrl_c_while_nobody_reads_leaves_whole_lines() -> None:
    """Also if it comes while a line is being written, and the line is longer than any buffer."""
    example = Path(__file__).parents[2] / "docs" / "example-answers.json"
    name = "x" * 4000  # so that the pipe is full somewhere within a line
    answers = {**json.loads(example.read_text(encoding="utf-8")), "respondent": name}
    with running("--format", "jsonl") as process:
        fed(process, (json.dumps(answers) + "\n") * 10)
        first = begun(process)
        time.sleep(0.6)  # until the pipe is full
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        rest, said = process.communicate(timeout=DEADLINE)
        assert process.returncode == 130
    *lines, last = (first + rest).decode().split("\n")
    assert last == ""
    assert [json.loads(line)["respondent"] for line in lines] == [name] * len(lines)
    assert len(lines[0]) > io.DEFAULT_BUFFER_SIZE
    assert said.decode() == f"Stopped: {len(lines)} people scored.\n"


def test_white_space_around_a_name_is_not_part_of_it(tmp_path: Path) -> None:
    """One person is one in a table and in JSON, and a blank name is none."""
    lines = tmp_path / "people.jsonl"
    given = {"answers": {"proud": "growing"}}
    everyone = [{"respondent": " r1 ", **given}, {"respondent": "  ", **given}]
    lines.write_text("".join(f"{json.dumps(each)}\n" for each in everyone))
    file = tmp_path / "people.csv"
    file.write_text(HEADER + "\u00a0r1 ,,growing,,\n")
    ended = run(*SCORE, lines, file, "--format", "csv")
    assert names_in(ended.out) == ["r1", "", "r1"]
    assert "“r1” occurs 2 times" in ended.err


def test_a_file_that_is_named_twice_is_refused(tmp_path: Path) -> None:
    """Nobody counts twice because a file was named under two names."""
    file = tmp_path / "people.csv"
    file.write_text(table(answers(2)))
    run(*SCORE, file, tmp_path / "." / file.name).refused(2, "is named twice")
    run("check", "--pack", TINY, "--sheets", "-", "--sheets", "-").refused(2, "only once")


@posix
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_run_that_ends_too_early_leaves_the_file_as_it_was(
    tmp_path: Path, blow: signal.Signals
) -> None:
    """Stopped or killed, there is no half of a result."""
    out = tmp_path / "out.csv"
    out.write_text("old")
    with running("--pack", TINY, "--format", "csv", "-o", out) as process:
        fed(process, jsonl(answers(2000)))
        deadline = time.monotonic() + DEADLINE
        while len(list(tmp_path.iterdir())) == 1 and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(blow)
        _, said = process.communicate(timeout=DEADLINE)
        codes = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
        assert process.returncode == codes.get(blow, -signal.SIGKILL)
    assert out.read_text() == "old"
    if blow != signal.SIGKILL:
        assert list(tmp_path.iterdir()) == [out]
    if blow == signal.SIGINT:
        assert said.decode() == f"Stopped: {out} is unchanged.\n"
        assert list(tmp_path.iterdir()) == [out]


def test_a_program_does_not_pay_for_screens() -> None:
    """CSV and JSON import neither Rich nor what explains or asks."""
    for format in ("csv", "jsonl"):
        argv = [sys.executable, "-X", "importtime", *COMMAND[1:], "score", "-", "--format", format]
        ended = subprocess.run(argv, input=b'{"answers": {}}', capture_output=True, check=True)
        imported = {line.rpartition("|")[2].strip() for line in ended.stderr.decode().splitlines()}
        assert "rolequiz.scoring" in imported
        assert not {"rich", "rolequiz.pages", "rolequiz.ask"} & imported


def test_json_means_json_lines() -> None:
    """--json goes with the format that it is short for."""
    text = table(answers(2))
    one, other = (
        run(*SCORE, "-", "--json", *more, stdin=text) for more in ([], ["--format=jsonl"])
    )
    assert one.out == other.out
    assert one.out.count("\n") == 2


@pytest.mark.parametrize("more", [["--errors", "x"], ["--each", "x"], ["--raw"], ["--json"]])
def test_a_dry_run_scores_nothing(more: list[str]) -> None:
    """What it would leave undone is refused rather than passed over."""
    run(*SCORE, "-", "--dry-run", *more).refused(2, "--dry-run scores nothing")


EMPTY = {
    "header.csv": "respondent,first-hour,proud\n",
    "blank.csv": "respondent,first-hour,proud\n,,\n\n",
    "list.json": "[]",
    "lines.jsonl": "\n\n",
}


@pytest.mark.parametrize("name", EMPTY)
@pytest.mark.parametrize(
    ("command", "to_do"),
    [
        (["score"], "score"),
        (["score", "--plain"], "score"),
        (["score", "--json"], "score"),
        (["score", "--format", "csv"], "score"),
        (["report"], "report"),
        (["report", "--json", "--show-small"], "report"),
    ],
    ids=str,
)
def test_nobody_ends_alike_everywhere(
    name: str, command: list[str], to_do: str, tmp_path: Path
) -> None:
    """Where a file holds nobody it is said, nothing is written, and the code is 4."""
    file, out = tmp_path / name, tmp_path / "out"
    file.write_text(EMPTY[name])
    out.write_text("old")
    said = f"There are no answers in {file}, so there is nothing to {to_do}.\n"
    run(*command, "--pack", TINY, file).refused(4, said)
    run(*command, "--pack", TINY, file, "-o", out).refused(4, said)
    assert out.read_text() == "old"
    if name != "lines.jsonl":  # without a name that says what it is, it is merely empty
        said = said.replace(str(file), "standard input")
        run(*command, "--pack", TINY, "-", stdin=EMPTY[name]).refused(4, said)


def test_a_dry_run_of_nobody_says_so_too(tmp_path: Path) -> None:
    """What the columns mean is shown all the same."""
    for name, text in EMPTY.items():
        file = tmp_path / name
        file.write_text(text)
        ended = run("score", "--pack", TINY, file, "--dry-run")
        assert (ended.code, "0 people" in ended.out) == (4, True)
        assert ended.err == f"There are no answers in {file}, so there is nothing to score.\n"


def test_nobody_before_is_nothing_to_compare_with(tmp_path: Path) -> None:
    """The earlier answers are said to be missing, not the new ones."""
    room, before = tmp_path / "room.jsonl", tmp_path / "before.csv"
    room.write_text((TINY / "answers.json").read_text().replace("\n", " "))
    before.write_text(EMPTY["header.csv"])
    ended = run("report", "--pack", TINY, room, "--show-small", "--before", before)
    ended.refused(4, f"no answers in {before}, so there is nothing to compare with")


def test_a_person_alone_in_a_file_is_called_as_it_is(tmp_path: Path) -> None:
    """26 files that `take --save` wrote are 26 people with codes, in every format."""
    files = [tmp_path / "p01.json", tmp_path / "Zoë Lee.jsonl", tmp_path / "p03.csv"]
    answers = json.loads((TINY / "answers.json").read_text())["answers"]
    for file in files[:2]:
        file.write_text(json.dumps({"answers": answers}))
    files[2].write_text("respondent,first-hour,proud,meeting,week\n,problem,on-time,4,roadmap\n")
    names = ["p01", "Zoë Lee", "p03"]
    found = run(*SCORE, *files, "--json").out.splitlines()
    assert [json.loads(each)["respondent"] for each in found] == names
    rows = list(csv.reader(run(*SCORE, *files, "--format", "csv").out.splitlines()))
    assert [(row[0], row[-1]) for row in rows[1:]] == list(zip(names, "123", strict=True))
    assert "\nZoë Lee: " in run(*SCORE, *files).out
    assert run(*SCORE, "-", "--json", stdin=files[0].read_bytes()).out.count('"respondent":null')
    run(*SCORE, *files, "--each", tmp_path / "pages")
    assert {"0001-p01.html", "0002-Zoë-Lee.html"} <= set(os.listdir(tmp_path / "pages"))


def test_names_that_differ_in_capital_letters_are_told() -> None:
    """Each is scored, but they may well be one person."""
    answers = "respondent,first-hour,proud\n" + "".join(
        f"{name},problem,on-time\n" for name in ("P07", "p07", "P08")
    )
    ended = run(*SCORE, "-", "--json", stdin=answers)
    assert ended.out.count("\n") == 3
    said = "“P07” (also spelled “p07”) occurs 2 times, each scored: standard input row 2, "
    assert said in ended.err
    assert "P08" not in ended.err


def test_python_without_a_database_scores() -> None:
    """On FreeBSD and elsewhere sqlite3 is a package of its own."""
    without = (
        'import sys; sys.modules["_sqlite3"] = None; from rolequiz.__main__ import main; main()'
    )
    argv = [sys.executable, "-c", without, "score", "--pack", str(TINY), "-"]
    twice = "respondent,first-hour,proud\n" + "Ann,problem,on-time\n" * 2
    ended = subprocess.run(argv, input=twice, capture_output=True, text=True, check=False)
    assert (ended.returncode, "“Ann” occurs 2 times" in ended.stderr) == (0, True)


SPOILT = (
    HEADER
    + 'p1,a,Groowing,4,a\np2,a,a,often,nowhere\np3,b,b,2,b\np4,"x"y,b,b,2,b\n'
    + "p5,?,?,?,?\n"
)


def test_cells_that_cannot_be_read_may_count_as_not_answered(tmp_path: Path) -> None:
    """The others of the row are scored; each such cell is still told, and the code is 4."""
    errors = tmp_path / "errors.txt"
    options = ("--skip-unreadable", "--errors", errors)
    ended = run(*SCORE, "-", "--json", *options, stdin=SPOILT)
    assert ended.code == 4
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert [(each["respondent"], each["answers"]) for each in found] == [
        ("p1", {"first-hour": "problem", "meeting": 4, "week": "roadmap"}),
        ("p2", {"first-hour": "problem", "proud": "growing"}),
        ("p3", {"first-hour": "date", "proud": "on-time", "meeting": 2, "week": "schedule"}),
        ("p5", {}),
    ]
    assert "2: unknown-answer C “proud”: “Groowing” is not an answer" in ended.err
    assert "Counted as not answered: 7 cells that could not be read." in ended.err
    assert "Left out: 1 row. Scored: 4 people." in ended.err
    assert errors.read_text(encoding="utf-8").count("unknown-answer") == 7


def test_an_unreadable_role_or_mark_costs_only_itself() -> None:
    """The same goes for the columns that are no questions; a name is never unreadable."""
    text = "respondent,role,matters,week\np1,Boss,week dog,a\np2,Product manager,week,a\n"
    ended = run(*SCORE, "-", "--json", "--skip-unreadable", stdin=text)
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert [(each["respondent"], each.get("matters"), each["answers"]) for each in found] == [
        ("p1", [], {"week": "roadmap"}),
        ("p2", ["week"], {"week": "roadmap"}),
    ]


def test_without_an_unreadable_cell_skipping_them_changes_nothing() -> None:
    """The code is 0 then."""
    text = HEADER + "p1,a,a,4,a\n"
    assert run(*SCORE, "-", "--skip-unreadable", stdin=text) == run(*SCORE, "-", stdin=text)


def test_a_map_is_written_without_scoring(tmp_path: Path) -> None:
    """It is the owner's alone, since cells may be what somebody wrote."""
    path = tmp_path / "map.yaml"
    ended = run(*SCORE, "-", "--write-map", path, stdin=SPOILT)
    assert (ended.code, ended.err) == (4, f"A map of this was written to {path}.\n")
    assert ended.out == run(*SCORE, "-", "--dry-run", stdin=SPOILT).out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or sys.platform == "win32"


def test_a_map_takes_the_place_of_nothing(tmp_path: Path) -> None:
    """Somebody may have filled in the one that is there; no result goes into it either."""
    path = tmp_path / "map.yaml"
    path.write_text("respondent: Code\n", encoding="utf-8")
    ask = (*SCORE, "-", "--write-map")
    run(*ask, path, stdin=SPOILT).refused(2, "already exists. Name a new file")
    run(*ask, path, "--map", path, stdin=SPOILT).refused(2, "the mapping is in it")
    run(*ask, tmp_path / "x", "-o", tmp_path / "x", stdin=SPOILT).refused(2, "the result would be")
    run(*ask, "-", stdin=SPOILT).refused(2, "--write-map takes a file")
    run(*ask, tmp_path, stdin=SPOILT).refused(2, "it is a folder")
    run(*ask, tmp_path / "x", "--json", stdin=SPOILT).refused(2, "scores nothing")
    run(*ask, tmp_path / "x", stdin='{"answers": {}}').refused(4, "there is no table")
    assert path.read_text(encoding="utf-8") == "respondent: Code\n"
    assert [*tmp_path.iterdir()] == [path]


def test_columns_can_be_mapped_by_their_letters(tmp_path: Path) -> None:
    """Blank and repeated headers have no other name; a letter beyond the table is told."""
    path = tmp_path / "map.yaml"
    text = "Name,Q,Q,,Dog\np1,a,roadmap,4,x\np2,b,-,n/a,y\n"
    said = "respondent: A\nquestions: {B: first-hour, C: week, D: meeting}\n"
    path.write_text(said + "ignore: others\nskipped: [N/A, '-']\n", encoding="utf-8")
    ended = run(*SCORE, "-", "--json", "--map", path, stdin=text)
    assert ended.code == 0
    assert [json.loads(line)["answers"] for line in ended.out.splitlines()] == [
        {"first-hour": "problem", "meeting": 4, "week": "roadmap"},
        {"first-hour": "date"},
    ]
    assert "Dog" not in ended.err
    path.write_text("questions: {F: week}", encoding="utf-8")
    run(*SCORE, "-", "--map", path, stdin=text).refused(4, "names a column “f”, but there is none")


def test_skipped_cells_are_no_name_no_role_and_no_mark(tmp_path: Path) -> None:
    """They say nothing in any column, so no two people are taken for one."""
    path = tmp_path / "map.yaml"
    path.write_text("skipped: ['-']", encoding="utf-8")
    text = "respondent,role,matters,week\n-,-,-,a\n-,-,-,b\n"
    ended = run(*SCORE, "-", "--format", "csv", "--map", path, stdin=text)
    assert (ended.code, ended.err.count("is here")) == (0, 0)
    assert "-" not in ended.out.splitlines()[1].split(",")


def test_workbooks_are_scored_like_tables(tmp_path: Path) -> None:
    """As a file, on standard input, and beside others."""
    people = answers(12)
    rows = list(csv.reader(io.StringIO(table(people))))
    book = tmp_path / "people.xlsx"
    book.write_bytes(xlsx({"Form1": rows}))
    expected = run(*SCORE, "-", "--json", stdin=table(people)).out
    assert run(*SCORE, book, "--json").out == expected
    assert run(*SCORE, "-", "--json", stdin=book.read_bytes()).out == expected
    (tmp_path / "more.ods").write_bytes(ods({"Form1": rows}))
    both = run(*SCORE, book, tmp_path / "more.ods", "--json")
    assert both.out == expected * 2
    assert run("report", "--pack", TINY, book).code == 0


def test_a_workbook_of_someone_s_own_shape_is_told(tmp_path: Path) -> None:
    """Damaged, locked or empty: one line, code 4, and the other file is scored."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.xlsx"
    good.write_text(HEADER + "p1,a,a,4,a\n", encoding="utf-8")
    bad.write_bytes(xlsx({"a": [["week"]]})[:300])
    ended = run(*SCORE, good, bad)
    assert ended.code == 4
    assert "p1: " in ended.out
    assert f"{bad}: not-text this workbook is damaged" in ended.err
