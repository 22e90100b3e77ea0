"""`rolequiz host`: the coach's terminal, and what keeps a room from opening."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from command import COMMAND, DEADLINE, TINY, run
from rolequiz.pack import read_pack
from rolequiz.room.store import Store
from room.coach import ADDRESS, Room

PACK = read_pack(TINY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that does not exist yet."""
    return tmp_path / "room.jsonl"


def fill(file: Path, people: int, *, unfinished: int = 0) -> None:
    """Let people answer, and some of them not to the end."""
    with Store(file, PACK) as store:
        for number in range(people + unfinished):
            code = store.join().code
            for question in PACK.questions:
                option = question.options[number % 2]
                store.keep(code, {"question": question.id, "answer": option.id})
            if number < people:
                store.finish(code)


@contextmanager
def hosting(file: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run it with lines, and end it."""
    argv = [*COMMAND, "host", str(file), "--pack", str(TINY), "--plain", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(argv, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as program:
        try:
            yield program
        finally:
            program.kill()


def test_lines_and_words_are_enough(file: Path) -> None:
    """With --plain all is said in lines: how to join, the counts, the page and the report."""
    fill(file, 6)
    with hosting(file, "--address", ADDRESS, "--port", "0") as program:
        out, err = program.communicate("\np\nr\nnonsense\nx\n", timeout=DEADLINE)
    assert (program.returncode, out) == (0, "")
    assert re.search(r"Open  http://127\.0\.0\.2:\d+\nCode  \w{4}\n", err)
    assert "6 joined · 6 begun · 6 finished" in err
    assert re.search(r"  http://127\.0\.0\.1:\d+/[\w-]{22}/\n", err)
    assert "How 6 people like to work" in err
    assert "The room is closed: 6 people finished, 0 did not." in err
    assert not re.search(r"[\x1b▀▄█]", err)


def test_the_end_of_the_input_closes_the_room(file: Path) -> None:
    """If the pipe ends, the coach has gone; everything is kept."""
    fill(file, 1, unfinished=1)
    with hosting(file, "--address", ADDRESS, "--port", "0") as program:
        _, err = program.communicate("", timeout=DEADLINE)
    assert program.returncode == 0
    assert "1 person finished, 1 did not." in err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_the_room_without_a_question(file: Path, number: int) -> None:
    """Shutting the computer down, or closing the window, leaves FILE written."""
    fill(file, 1, unfinished=1)
    file.unlink()
    file.touch()
    with hosting(file, "--address", ADDRESS, "--port", "0") as program:
        assert program.stderr is not None
        while not program.stderr.readline().startswith("Type p"):
            pass
        program.send_signal(number)
        assert program.wait(DEADLINE) == 0
    assert len(file.read_text().splitlines()) == 2


def test_people_who_were_in_the_file_before_are_counted_apart(file: Path) -> None:
    """Lines from elsewhere are counted beside those who have joined."""
    file.write_text('{"respondent": "p01", "answers": {"proud": "growing"}}\n')
    room = Room(file)
    room.person.sees("0 joined · 0 begun · 0 finished · 1 from elsewhere")
    room.closed()


def test_closing_asks_while_people_are_answering(file: Path) -> None:
    """x, q and Ctrl-C ask first; n goes on, y closes, and a second Ctrl-C closes, too."""
    fill(file, 1, unfinished=2)
    room = Room(file)
    for key in ("x", "q", "\x03"):
        room.person.types(key).reads("2 people have not finished").types("n").reads("x close")
    room.person.types("x").reads("[y/N]").types("y")
    assert room.person.ends() == 0
    room = Room(file)
    room.person.types("\x03").reads("[y/N]").types("\x03")
    assert room.person.ends() == 0
    assert "Traceback" not in room.person.transcript


def test_the_counts_are_a_live_line(file: Path) -> None:
    """The line changes by itself, and keys that mean nothing change nothing."""
    fill(file, 3)
    room = Room(file)
    room.person.sees("3 joined · 3 begun · 3 finished")
    room.person.types("\x1b[A?zj\r")
    time.sleep(0.3)
    room.person.types("x")
    assert room.person.ends() == 0


def test_a_report_before_all_are_done_is_asked_about(file: Path) -> None:
    """It says that one report is best; what is shown then stands until five more have finished."""
    fill(file, 5, unfinished=2)
    room = Room(file)
    room.person.types("r").reads("One report, when all are done, is best").types("n")
    room.person.reads("x close").types("r").reads("[y/N]").types("y").reads("How 5 people like")
    room.person.types("r").reads("How 5 people like").reads("5 more people have to finish")
    room.closed()
    fill(file, 4)
    room = Room(file)
    room.person.types("r").reads("How 5 people like").reads("1 more person has to finish")
    room.closed()
    fill(file, 1)
    room = Room(file)
    room.person.types("r").reads("[y/N]").types("y").reads("How 10 people like")
    room.closed()


def test_fewer_than_five_have_no_report(file: Path) -> None:
    """Nothing is told of four people, and nothing counts as told."""
    fill(file, 4)
    room = Room(file)
    room.person.types("r").reads("A report needs 5 people who have finished: 1 more.")
    room.closed()
    with Store(file, PACK) as store:
        assert store.last_report is None


def test_nobody_s_answers_are_on_the_screen(file: Path) -> None:
    """No code, answer or result of a person is shown to the coach, whatever is pressed."""
    fill(file, 6, unfinished=1)
    with Store(file, PACK) as store:
        codes = [sheet.code for sheet in store.people()]
    room = Room(file)
    room.person.types("r").reads("[y/N]").types("y").reads("The report as a page").types("p")
    room.person.reads("projector")
    room.closed()
    assert not any(code in room.person.transcript for code in codes)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--address", "192.0.2.77"], "is not an address of this computer. It has: "),
        (["--address", "localhost"], "is not an IPv4 address such as 192.168.1.20"),
        (["--address", "0.0.0.0"], "is not an IPv4 address"),
        (["--address", ADDRESS, "--port", "99999"], "--port"),
    ],
)
def test_an_address_that_can_t_be_is_refused(file: Path, options: list[str], words: str) -> None:
    """What is wrong with an address or a port is said, and what there is instead."""
    run("host", file, "--pack", TINY, "--plain", *options).refused(2, words)
    assert not file.with_name("room.jsonl.journal").exists()


ADAPTERS = """
from types import SimpleNamespace as A
def get_adapters():
    found = [%s]
    return [A(nice_name=name, ips=[A(ip=ip), A(ip=("fe80::1", 0, 0))]) for name, ip in found]
"""
TWO = '("en0", "192.168.1.5"), ("docker0", "172.17.0.1"), ("eth1", "10.0.0.7"), ("lo", "127.0.0.1")'


@pytest.mark.parametrize(
    ("adapters", "typed", "words"),
    [
        (TWO, "", "Name the address: --address 192.168.1.5"),
        (TWO, "\n", "192.168.1.5 is not an address of this computer. It has: 192.168.1.5, 172.17"),
        (TWO, "9\nx\n2\n", "10.0.0.7 is not an address of this computer"),
        ('("en0", "192.168.1.5")', "", "192.168.1.5 is not an address of this computer"),
        ('("lo", "127.0.0.1")', "", "not on a network that phones could join"),
    ],
)
def test_the_address_is_found_or_asked_for(
    file: Path, adapters: str, typed: str, words: str
) -> None:
    """One address is taken, of several one is chosen; here none of them is really ours."""
    file.with_name("ifaddr.py").write_text(ADAPTERS % adapters)
    ended = run("host", file, "--pack", TINY, "--plain", stdin=typed, PYTHONPATH=str(file.parent))
    ended.refused(2, words)
    assert ("  2. 10.0.0.7 (eth1)\n" in ended.err) == (adapters == TWO)
    assert "docker" not in ended.err


def test_an_address_can_be_typed(file: Path) -> None:
    """An address that is not in the list can be typed, and the room opens there."""
    file.with_name("ifaddr.py").write_text(ADAPTERS % TWO)
    ended = run(
        *("host", file, "--pack", TINY, "--plain", "--port", "0"),
        stdin=f"{ADDRESS}\nx\n",
        PYTHONPATH=str(file.parent),
    )
    assert ended.code == 0
    assert f"Open  http://{ADDRESS}:" in ended.err


def test_without_the_extra_there_is_all_but_the_square(file: Path) -> None:
    """It says what to install, the wall shows no square, and an address is asked about."""
    for name in ("segno", "ifaddr"):
        file.with_name(f"{name}.py").write_text("raise ImportError")
    settings = {"PYTHONPATH": str(file.parent)}
    ended = run(
        *("host", file, "--pack", TINY, "--plain", "--address", ADDRESS, "--port", "0"),
        stdin="x\n",
        **settings,
    )
    assert ended.code == 0
    assert "pip install segno" in ended.err
    ended = run("host", file, "--pack", TINY, "--plain", **settings)
    assert "Name the address: " in ended.err or "in no network" in ended.err


def test_a_port_in_use_is_reported_or_skipped(file: Path) -> None:
    """A port that was asked for is needed; without one the next is taken."""
    first = Room(file)
    port = first.address.rpartition(":")[2]
    other = file.with_name("other.jsonl")
    options = ("--address", ADDRESS, "--port", port)
    run("host", other, "--pack", TINY, "--plain", *options).refused(2, "Name another with")
    second = Room(other)
    assert second.address != first.address
    first.closed()
    second.closed()


def test_a_second_host_is_refused(file: Path) -> None:
    """Two programs never take answers into one file."""
    room = Room(file)
    options = ("--address", ADDRESS, "--port", "0")
    run("host", file, "--pack", TINY, "--plain", *options).refused(2, "room.jsonl is in use")
    room.closed()


def test_without_a_terminal_it_needs_plain(file: Path) -> None:
    """Keys come from a terminal; a pipe may send lines with --plain."""
    run("host", file, "--pack", TINY).refused(2, "standard input is not one", "--plain")


def test_files_that_are_not_ours_are_refused(file: Path) -> None:
    """A file of something else stays as it is, and its first problem is reported."""
    file.write_text("Timestamp,Code\n")
    options = ("--pack", TINY, "--plain", "--address", ADDRESS)
    run("host", file, *options).refused(4, "room.jsonl:1")
    run("host", file.with_suffix(".csv"), *options).refused(2, "Name room.jsonl")
    assert file.read_text() == "Timestamp,Code\n"
    assert os.listdir(file.parent) == ["room.jsonl"]
