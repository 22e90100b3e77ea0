"""Throw broken files at the reading of packs: `python tests/fuzz_pack.py --inputs 20000`.

Each input must end, soon, in a pack or in located problems, never in another exception. Inputs are
arbitrary bytes and mutations of the shipped quiz, drawn by seed: one that fails can be drawn again
by the number it is named by. A small sample runs with the tests.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from rolequiz.pack import diagnose, read_pack, shipped_folder
from rolequiz.problems import PackError, Problem, describe

SECONDS = 2
NAMES = ("questions.yaml", "roles.yaml")
TOKENS = [
    *(b"\x00 \xff \xef\xbb\xbf \xc3 \xe2\x80\xa8 \x85 \x1b[2J \r \t".split(b" ")),
    *(b"- ? : # , { } [ ] ' \" | > ~ no 12:30 .nan 010 1e999 -2 99 null".split()),
    *(b"<<: &a *a !tag %YAML --- ... {a: }} [[[[ \\u \\ud800 <<:{} ,text".split()),
    *(b": |\n;\n\n;  ;\n- ;[1, 2];{x: 1};!include roles.yaml;, more".split(b";")),
    *(b"id: a;type: scale;scores: {};steps: [a];weight: 0;profile: {};focus: 2".split(b";")),
    *(b"[" * 500, b"- " * 500, b"a" * 5001, b"*a, " * 100),
]

Mutation = Callable[[random.Random, bytes], bytes]


class Input(NamedTuple):
    """The content of both files, and what kind of input it is."""

    kind: str
    questions: bytes
    roles: bytes


class Outcome(NamedTuple):
    """What the inputs came to: kind and "pack", "errors" → how many, codes met, slowest seconds."""

    ends: Counter[tuple[str, str]]
    codes: Counter[str]
    slowest: float


# --- Inputs -----------------------------------------------------------------------------------


def _flip(dice: random.Random, text: bytes) -> bytes:
    at = dice.randrange(len(text))
    return text[:at] + bytes([text[at] ^ 1 << dice.randrange(8)]) + text[at + 1 :]


def _insert(dice: random.Random, text: bytes) -> bytes:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(TOKENS) + text[at:]


def _overwrite(dice: random.Random, text: bytes) -> bytes:
    at = dice.randrange(len(text))
    return text[:at] + dice.choice(TOKENS) + text[at + dice.randrange(12) :]


def _cut(dice: random.Random, text: bytes) -> bytes:
    at = dice.randrange(len(text))
    return text[:at] + text[at + dice.randrange(1, 40) :]


def _end_early(dice: random.Random, text: bytes) -> bytes:
    return text[: dice.randrange(len(text))]


def _delete_line(dice: random.Random, text: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    del lines[dice.randrange(len(lines))]
    return b"".join(lines)


def _repeat_line(dice: random.Random, text: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    lines.insert(dice.randrange(len(lines)), dice.choice(lines))
    return b"".join(lines)


def _swap_lines(dice: random.Random, text: bytes) -> bytes:
    lines = text.splitlines(keepends=True)
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _insert, _overwrite, _cut, _delete_line, _repeat_line, _swap_lines),
    _end_early,
)


def draw(number: int, shipped: tuple[bytes, bytes]) -> Input:
    """Return the input of this number; equal numbers give equal inputs."""
    dice = random.Random(number)
    files = list(shipped)
    if number % 4 == 0:
        which = dice.randrange(2)
        files[which] = _bytes(dice)
        return Input("bytes", *files)
    for _ in range(dice.choice((1, 1, 2, 4))):
        which = dice.randrange(2)
        files[which] = dice.choice(MUTATIONS)(dice, files[which] or b"\n")
    return Input("mutation", *files)


def _bytes(dice: random.Random) -> bytes:
    if dice.random() < 0.5:
        return dice.randbytes(dice.choice((1, 10, 100, 1000)))
    tokens = b" ".join(dice.choices(TOKENS, k=dice.choice((2, 8, 40))))
    return tokens.decode(errors="ignore").encode()


# --- What must hold ---------------------------------------------------------------------------


def outcomes(numbers: range, folder: Path) -> Iterator[tuple[Input, tuple[Problem, ...], float]]:
    """Diagnose the inputs of these numbers; raises AssertionError where something does not hold."""
    questions, roles = ((shipped_folder() / name).read_bytes() for name in NAMES)
    for number in numbers:
        drawn = draw(number, (questions, roles))
        for name, content in zip(NAMES, drawn[1:], strict=True):
            (folder / name).write_bytes(content)
        start = perf_counter()
        try:
            pack, problems = diagnose(folder)
            seconds = perf_counter() - start
            errors = [each for each in problems if each.severity == "error"]
            assert (pack is None) is bool(errors)
            assert seconds < SECONDS, f"{seconds:.1f} s"
            for problem in problems:
                _check_place(problem, folder)
            if number % 20 == 0:
                _check_reading(folder, errors)
        except Exception as error:
            raise AssertionError(f"input {number}: {error!r}") from error
        yield drawn, problems, seconds


def _check_place(problem: Problem, folder: Path) -> None:
    """Hold that a problem names a place that its file has, and can be described."""
    assert problem.source in {str(folder / name) for name in NAMES}
    whole_file = problem.code in {"empty-file", "too-large"}
    assert whole_file or problem.line is not None, problem
    if problem.line is not None:
        assert problem.column is not None
        assert problem.line >= 1
        assert 1 <= problem.column <= len(problem.excerpt) + 2, problem  # 2: a line break of two
    assert problem.code in describe(problem)


def _check_reading(folder: Path, errors: list[Problem]) -> None:
    """Hold that reading says the same as diagnosing, warnings apart."""
    found: list[Problem] = []
    try:
        read_pack(folder)
    except PackError as error:
        found = list(error.problems)
    assert found == errors


def fuzz(numbers: range) -> Outcome:
    """Diagnose the inputs of these numbers; raises AssertionError naming one that fails."""
    ends: Counter[tuple[str, str]] = Counter()
    codes: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as name:
        for drawn, problems, seconds in outcomes(numbers, Path(name)):
            broken = any(each.severity == "error" for each in problems)
            ends[drawn.kind, "errors" if broken else "pack"] += 1
            codes.update({each.code for each in problems})
            slowest = max(slowest, seconds)
    return Outcome(ends, codes, slowest)


def main() -> None:
    """Run as many inputs as wanted, and say what they came to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=20_000, help="how many (20000)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first (0)")
    wanted = parser.parse_args()
    found = fuzz(range(wanted.first, wanted.first + wanted.inputs))
    for (kind, end), count in sorted(found.ends.items()):
        sys.stdout.write(f"{count:6} of {kind} ended in {end}\n")
    sys.stdout.write(f"slowest {found.slowest:.2f} s; codes met:\n")
    for code, count in found.codes.most_common():
        sys.stdout.write(f"{count:6} {code}\n")


if __name__ == "__main__":
    main()
