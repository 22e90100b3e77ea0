"""What holds before and beside any command: streams that do not wait, and Ctrl-C at any moment."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from command import COMMAND, DEADLINE, TINY, Ended
from pty_driver import Person

if sys.platform == "win32":
    pytest.skip("no pipe of Windows is so", allow_module_level=True)

import fcntl
import termios

DOCS = Path(__file__).parents[1] / "docs"
ROOM = DOCS / "example-room.jsonl"
LINES = ROOM.read_bytes().splitlines(keepends=True)
ANSWERS = (DOCS / "example-answers.json").read_bytes()
UNWAITING = "import os, sys; os.set_blocking(0, False); os.execv(sys.argv[1], sys.argv[1:])"
"""Runs a command on a standard input that does not wait."""
CTRL_C = """
import os, runpy, signal, sys
class CtrlC:
    begun, left = False, int(sys.argv.pop(1))
    def find_spec(self, name, path, target=None):
        CtrlC.begun = CtrlC.begun or name == "rolequiz.cli"
        CtrlC.left -= CtrlC.begun
        if CtrlC.left == -1:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, CtrlC())
runpy.run_module("rolequiz", run_name="__main__", alter_sys=True)
"""
"""Runs the program, and presses Ctrl-C as it imports its n-th module."""


def left_in(pipe: int) -> int:
    """Return how many bytes of a pipe nobody has read yet."""
    return int(struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0])


def until(process: subprocess.Popen[bytes], pipe: int, least: int, most: int) -> None:
    """Wait until a pipe holds so many bytes, and a moment more, or the process has ended."""
    deadline = time.monotonic() + DEADLINE
    while process.poll() is None and not least <= left_in(pipe) <= most:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.05)  # until it has tried to read or write on


def given_slowly(args: Sequence[str], pieces: Sequence[bytes]) -> Ended:
    """Run a command on a pipe that does not wait, where each piece comes once it has the others."""
    source, sink = os.pipe()
    os.set_blocking(source, False)
    command = [*COMMAND, *args]
    with subprocess.Popen(
        command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        for piece in pieces:
            until(process, source, 0, 0)
            if process.poll() is None:
                os.write(sink, piece)
        os.close(sink)
        out, err = process.communicate(timeout=DEADLINE)
    os.close(source)
    return Ended(process.returncode, out.decode(), err.decode())


@pytest.mark.parametrize("size", [1, 7, 25])
def test_all_that_comes_slowly_through_a_pipe_that_does_not_wait_is_scored(size: int) -> None:
    """Input that is still to come is waited for."""
    pieces = [b"".join(LINES[:size]), b"".join(LINES[size:-1]), LINES[-1][:40], LINES[-1][40:]]
    ended = given_slowly(["score", "-", "--format", "csv"], [b"", *pieces])
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.count("\n") == 1 + len(LINES)


@pytest.mark.parametrize(
    ("args", "pieces"),
    [
        (["report", "-"], [b"".join(LINES[:9]), b"".join(LINES[9:])]),
        (["take", "--answers", "-"], [b"", ANSWERS[:10], ANSWERS[10:]]),
        (["score", "-", "--dry-run", "--pack", str(TINY)], [b"pro", b"ud\ngrow", b"ing\n"]),
        (["take", "--plain", "--pack", str(TINY)], [b"", b"1\n", b"2\n2", b"\n1\n", b"1\n1\n"]),
    ],
    ids=lambda value: value[0] if isinstance(value[0], str) else "",
)
def test_input_that_does_not_wait_gives_what_a_file_gives(
    args: list[str], pieces: list[bytes]
) -> None:
    """Whichever command reads it, and whatever it is cut into."""
    whole = subprocess.run(
        [*COMMAND, *args],
        input=b"".join(pieces),
        capture_output=True,
        timeout=DEADLINE,
        check=False,
    )
    ended = given_slowly(args, pieces)
    assert (ended.code, ended.out) == (whole.returncode, whole.stdout.decode())
    assert ended.code == 0


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_output_that_does_not_wait_gets_all_of_it(name: str, tmp_path: Path) -> None:
    """Output is complete, however much there is and however late it is read."""
    file = tmp_path / "many.jsonl"
    file.write_bytes(b"".join(LINES * 8))
    if name == "stderr":  # the problems of a quiz fill more than a pipe holds
        file = tmp_path / "questions.yaml"
        file.write_text("".join(f"key-{number}: {'x' * 500}\n" for number in range(400)))
        (tmp_path / "roles.yaml").write_text(file.read_text())
    args = ["score", str(file), "--json"] if name == "stdout" else ["roles", "--pack", tmp_path]
    whole = subprocess.run([*COMMAND, *args], capture_output=True, timeout=DEADLINE, check=False)
    source, sink = os.pipe()
    os.set_blocking(sink, False)
    with (
        subprocess.Popen(
            [*COMMAND, *args],
            stdout=sink if name == "stdout" else subprocess.DEVNULL,
            stderr=sink if name == "stderr" else subprocess.DEVNULL,
        ) as process,
        open(source, "rb") as pipe,
    ):
        os.close(sink)
        until(process, source, 1 << 15, sys.maxsize)  # it is full with half-filled pages, too
        got = pipe.read()
        process.wait(DEADLINE)
    assert process.returncode == whole.returncode
    assert len(got) > 1 << 16
    assert got == getattr(whole, name)


@pytest.mark.parametrize("plain", [False, True])
def test_a_terminal_that_does_not_wait_waits_for_the_person(plain: bool) -> None:
    """Both ways of asking, as after a program that left the terminal so."""
    more, enter = (["--plain"], "\n") if plain else ([], "")
    argv = [sys.executable, "-c", UNWAITING, *COMMAND, "take", "--full", "--pack", str(TINY), *more]
    person = Person(argv)
    try:
        for number in range(1, 5):
            person.reads(f"{number} of 4")
            time.sleep(0.05)  # until it reads the terminal
            person.types(f"1{enter}")
        assert (person if plain else person.goes_on()).ends() == 0
    finally:
        person.leave()


@pytest.mark.parametrize("moment", range(0, 60, 4))
def test_ctrl_c_while_the_program_starts_ends_it_without_a_word(moment: int) -> None:
    """Whichever module is loading, the code is the documented one."""
    args = ["take", "--answers", str(DOCS / "example-answers.json")]
    argv = [sys.executable, "-c", CTRL_C, str(moment), *args]
    ended = subprocess.run(argv, capture_output=True, timeout=DEADLINE, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_ctrl_c_means_nothing_where_whoever_began_the_program_says_so() -> None:
    """As with `nohup`, or a job of a script in the background."""
    argv = [sys.executable, "-c", CTRL_C, "0", "--version"]
    ignoring = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *argv]
    ended = subprocess.run(ignoring, capture_output=True, timeout=DEADLINE, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
