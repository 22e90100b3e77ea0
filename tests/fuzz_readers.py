"""Throw broken files at every reader: `python tests/fuzz_readers.py table --inputs 200000`.

Each input must end, soon, in answers, a map or a quiz, or in problems that can be shown; never in
an exception. Inputs are mutations of small sound files, drawn by seed: one that fails can be drawn
again by its number. `--worker` reads workbooks one after the other in one process, ten times as
fast as in processes begun anew. With `--guided` and atheris (`pip install atheris`), they are bred
by what code they reach; one that fails is left in a file. A small sample runs with the tests.
"""

from __future__ import annotations

import argparse
import codecs
import importlib
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import process_time
from typing import IO, NamedTuple, NoReturn

from command import TINY
from fuzz_pack import MUTATIONS, NAMES, TOKENS
from reading import NOTHING, PACK, read
from rolequiz.model import Pack, Responses
from rolequiz.pack import diagnose
from rolequiz.problems import AnswersError, Problem, describe, excerpt
from rolequiz.responses import parse_responses, to_json, workbook
from rolequiz.responses.columns import AnswerMap
from rolequiz.responses.mapping import read_map
from rolequiz.scoring import score

SECONDS, SECONDS_HUGE = 5, 10
"""Of the processor's time, for what takes a thousandth of one, and for 1 MB."""
SHOWN = 200
MEGABYTE, MEMORY = 1_000_000, 200 << 20
DATA = Path(__file__).parent / "data"
FOLDER = tempfile.TemporaryDirectory(prefix="rolequiz-fuzz-")
"""Where quizzes and maps are written, to be read as files are."""
BETWEEN_FILES = b"\n=====\n"
WORDS = [
    *(str(option.id).encode() for question in PACK.questions for option in question.options),
    *(question.id.encode() for question in PACK.questions),
    *b"3.0 -1 1e9 1e999 0.5 4) null true [] {} \\ud83d \\u0000 respondent role matters".split(),
    *(
        b"scales: ",
        b'"answers":',
        b'"schema_version":1,',
        b'""',
        b"\r\n",
        b"\xe9",
        b"sep=;\n",
        b"x" * 5000,
    ),
]
"""Beside those that break a quiz."""


class Target(NamedTuple):
    """What reads an input, and sound files to begin from."""

    reads: Callable[[bytes], str]
    seeds: Sequence[bytes]


# --- What must hold ---------------------------------------------------------------------------


def _answers(content: bytes) -> str:
    try:
        found = parse_responses(content, "input", PACK)
    except AnswersError as error:
        return _shown(error.problems)
    _check_answers(found, PACK)
    assert parse_responses(to_json(found, PACK), "again", PACK) == found
    return "answers"


def _people(name: str, mapping: AnswerMap = NOTHING) -> Callable[[bytes], str]:
    def reads(content: bytes) -> str:
        rows = read(content, name, mapping)
        for row in rows:
            assert (row.responses is None) or not row.problems
            if row.responses is not None:
                _check_answers(row.responses, PACK)
        wrong = [problem for row in rows for problem in row.problems]
        return _shown(wrong) if wrong else "answers"

    return reads


def _map(content: bytes) -> str:
    path = Path(FOLDER.name, "map.yaml")
    path.write_bytes(content)
    try:
        mapping = read_map(path, PACK)
    except AnswersError as error:
        return _shown(error.problems)
    _people("people.csv", mapping)(_tables()[0])
    return "map"


def _quiz(content: bytes) -> str:
    for name, text in zip(NAMES, (content + BETWEEN_FILES).split(BETWEEN_FILES), strict=False):
        Path(FOLDER.name, name).write_bytes(text)
    pack, problems = diagnose(Path(FOLDER.name))
    errors = [each for each in problems if each.severity == "error"]
    assert (pack is None) is bool(errors)
    _shown(problems)
    if pack is None:
        return _shown(errors)
    for index in (0, -1):
        answers = {question.id: question.options[index].id for question in pack.questions}
        for role in score(pack, Responses(answers)).roles:
            assert role.fit is None or -1e-6 <= role.fit <= 100 + 1e-6
    return "quiz"


def _check_answers(found: Responses, pack: Pack) -> None:
    options = {each.id: {option.id for option in each.options} for each in pack.questions}
    assert all(answer in options[id] for id, answer in found.answers.items())
    assert found.matters <= set(options)
    score(pack, found)


def _shown(problems: Iterable[Problem]) -> str:
    """Return the codes of problems; each can be shown, and names a place that can be."""
    problems = list(problems)
    for problem in problems[:SHOWN]:
        text = describe(problem)
        assert problem.code in text
        assert {unicodedata.category(sign) for sign in text if sign != "\n"}.isdisjoint(
            {"Cc", "Cs"}
        )
        assert problem.line is None or problem.line >= 1
        if problem.column is not None and problem.excerpt:
            assert 1 <= problem.column <= len(problem.excerpt) + 2  # 2: a line break of two
            excerpt(problem)
    return " ".join(sorted({problem.code for problem in problems}))


# --- Inputs -----------------------------------------------------------------------------------


def _json() -> list[bytes]:
    answers = (TINY / "answers.json").read_bytes()
    result = {"schema_version": 1, "pack": {"hash": PACK.hash}, **json.loads(answers)}
    marked = {"answers": {}, "matters": [PACK.questions[0].id], "role": PACK.roles[0].id}
    return [answers, json.dumps(result).encode(), json.dumps(marked).encode()]


def _tables() -> list[bytes]:
    ids = [question.id for question in PACK.questions]
    texts = [question.text for question in PACK.questions]
    rows = [[str(q.options[i].id) for q in PACK.questions] for i in (0, 1)]
    labels = [[q.options[i].text for q in PACK.questions] for i in (0, 1)]
    made = []
    for sign, (header, *below) in (
        (",", [["respondent", *ids, "matters"], ["r1", *rows[0], ids[0]], ["r2", *rows[1], ""]]),
        (";", [["Timestamp", *texts], *(["2026-01-01", *row] for row in labels)]),
        ("\t", [ids, *rows]),
    ):
        lines = [sign.join(f'"{cell}"' for cell in row) for row in (header, *below)]
        made.append("\n".join(lines).encode())
    return made + [path.read_bytes() for path in sorted((DATA / "exports").glob("*.[ct][sx][vt]"))]


def _maps() -> list[bytes]:
    ours = "scales: {Agree: 4, No: null}\noptions:\n  proud: {Growth!: growing}\n"
    more = 'respondent: Name\nignore: [a, "b"]\nquestions: {"How?": week}\n'
    return [(ours + more).encode(), *(path.read_bytes() for path in DATA.rglob("exports/*.yaml"))]


def _workbooks() -> list[bytes]:
    folders = (DATA, DATA.parents[1] / "docs")
    found = (path for folder in folders for path in sorted(folder.rglob("*.[xo][ld]s*")))
    return [path.read_bytes() for path in found]


def _quizzes() -> list[bytes]:
    return [BETWEEN_FILES.join((TINY / name).read_bytes() for name in NAMES)]


TARGETS = {
    "json": Target(_answers, _json()),
    "jsonl": Target(_people("people.jsonl"), [b"\n".join(b.replace(b"\n", b"") for b in _json())]),
    "list": Target(_people("people.json"), [b"[" + b",\n".join(_json()) + b"]"]),
    "table": Target(_people("people.csv"), _tables()),
    "input": Target(_people("standard input"), [*_json(), *_tables()]),
    "workbook": Target(_people("people.xlsx"), _workbooks()),
    "map": Target(_map, _maps()),
    "quiz": Target(_quiz, _quizzes()),
}


def mutated(dice: random.Random, content: bytes) -> bytes:
    """Return content with something broken; in a ZIP file (a workbook), within a part of it."""
    if content.startswith(b"PK\3\4") and dice.random() < 0.9:
        try:
            return _rezipped(dice, content)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError):
            pass
    if dice.random() < 0.3:
        at = dice.randrange(len(content) + 1)
        return content[:at] + dice.choice(WORDS) + content[at + dice.choice((0, 0, 1, 5)) :]
    return dice.choice(MUTATIONS)(dice, content or b"\n")


def _rezipped(dice: random.Random, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {each.filename: file.read(each) for each in file.infolist()}
    name = dice.choice(list(parts))
    parts[name] = mutated(dice, parts[name])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for each, part in parts.items():
            file.writestr(each, part)
    return made.getvalue()


def draw(target: Target, number: int) -> bytes:
    """Return the input of this number; equal numbers give equal inputs."""
    dice = random.Random(number)
    if number % 10 == 0:
        return dice.randbytes(dice.choice((1, 10, 100))) + dice.choice(WORDS)
    content = dice.choice(target.seeds)
    for _ in range(dice.choice((1, 1, 2, 4, 8))):
        content = mutated(dice, content)
    return codecs.BOM_UTF8 * (number % 10 == 1) + content


def swollen(target: Target, number: int) -> bytes:
    """Return an input of 1 MB: a sound one in which something stands again and again."""
    dice = random.Random(number)
    content = dice.choice(target.seeds)
    start, at = sorted(dice.randrange(len(content) + 1) for _ in "12")
    part = content[start : min(at, start + dice.choice((1, 5, 20, 80, 1000)))]
    part = dice.choice((part, part, dice.choice(WORDS), dice.choice(TOKENS))) or b" "
    cut, times = dice.randrange(len(part) + 1), MEGABYTE // len(part)
    filling = part * times
    if dice.random() < 0.6:  # each differs from the others
        filling = b"".join(b"%b%d%b" % (part[:cut], each, part[cut:]) for each in range(times))
    room = MEGABYTE - len(content)
    return content[:at] + filling[:room] + content[dice.choice((start, at, len(content))) :]


def fuzz(name: str, numbers: range, *, huge: bool = False) -> tuple[Counter[str], float]:
    """Return what inputs of these numbers ended in, and the slowest's seconds.

    Raises AssertionError naming one that fails.
    """
    target, ends, slowest, before = TARGETS[name], Counter[str](), 0.0, _peak()
    for number in numbers:
        content = (swollen if huge else draw)(target, number)
        start = process_time()
        try:
            ends[target.reads(content)] += 1
            seconds = process_time() - start
            assert seconds < (SECONDS_HUGE if huge else SECONDS), f"{seconds:.1f} s"
            taken = _peak() - before  # what else ran in this process is no concern of ours
            assert taken < MEMORY, f"{taken >> 20} MiB"
        except Exception as error:
            raise AssertionError(f"{name}, input {number}: {error!r}") from error
        slowest = max(slowest, seconds)
    return ends, slowest


def _peak() -> int:
    """Return the most bytes of memory that this process has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


class Worker:
    """Reads workbooks one after the other, as subprocess.run would each in a process of its own.

    What ends it, as the limits of a workbook's process do sooner or later, is tried once more in a
    fresh one, and ends that or not.
    """

    def __init__(self) -> None:
        self._child = 0

    def run(
        self, argv: Sequence[str], *, input: bytes, **options: object
    ) -> subprocess.CompletedProcess[bytes]:
        """Return how the reading of a workbook ended, and what it wrote."""
        for _ in range(2):
            fresh = not self._child
            if fresh:
                self._start()
            try:
                self._give.write(len(input).to_bytes(4) + input)
                self._give.flush()
                head = self._take.read(5)
            except OSError:
                head = b""
            if len(head) == 5:
                return subprocess.CompletedProcess(
                    argv, head[0], self._take.read(int.from_bytes(head[1:]))
                )
            code = os.waitstatus_to_exitcode(os.waitpid(self._child, 0)[1])
            self._child = 0
            if fresh:
                break
        return subprocess.CompletedProcess(argv, code, b"")

    def _start(self) -> None:
        (theirs, give), (take, ours) = os.pipe(), os.pipe()
        self._child = os.fork()
        if not self._child:
            os.close(give)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            _serve(open(theirs, "rb"), open(ours, "wb"))  # noqa: SIM115 - as long as it lives
        for end in (theirs, ours):
            os.close(end)
        self._give, self._take = open(give, "wb"), open(take, "rb")  # noqa: SIM115


class _Kept(io.BytesIO):
    """What is written stays when the stream around it goes."""

    def close(self) -> None:
        pass


def _serve(given: IO[bytes], told: IO[bytes]) -> NoReturn:
    while size := given.read(4):
        sys.stdin = io.TextIOWrapper(io.BytesIO(given.read(int.from_bytes(size))))
        written = _Kept()
        sys.stdout = io.TextIOWrapper(written)
        code = 0
        try:
            workbook.write_sheets()
        except SystemExit as end:
            code = int(end.code or 0)
        except BaseException:  # a panic of calamine is no Exception
            code = 1
        content = written.getvalue()
        told.write(bytes([code]) + len(content).to_bytes(4) + content)
        told.flush()
    os._exit(0)


def _guided(name: str, inputs: int) -> None:
    """Let atheris breed inputs; it ends the program."""
    import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]  # noqa: PLC0415 - optional

    for loaded in [each for each in sys.modules if each.split(".")[0] in {"rolequiz", "reading"}]:
        del sys.modules[loaded]
    with atheris.instrument_imports(include=["rolequiz"]):
        target: Target = importlib.import_module("fuzz_readers").TARGETS[name]
    seeds = Path(FOLDER.name, "seeds")
    seeds.mkdir()
    for number, seed in enumerate(target.seeds):
        (seeds / str(number)).write_bytes(seed)

    def mutate(content: bytes, most: int, seed: int) -> bytes:
        dice = random.Random(seed)
        if dice.random() < 0.5:
            return bytes(atheris.Mutate(content, most))
        return mutated(dice, content)[:most]

    options = [f"-runs={inputs}", f"-timeout={SECONDS}", "-max_len=20000", "-rss_limit_mb=1000"]
    atheris.Setup([sys.argv[0], *options, str(seeds)], target.reads, custom_mutator=mutate)
    atheris.Fuzz()


def main() -> None:
    """Run as many inputs as wanted, and say what they came to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", choices=[name for name in TARGETS if TARGETS[name].seeds])
    parser.add_argument("--inputs", type=int, default=20_000, help="how many (20000)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first (0)")
    parser.add_argument("--huge", action="store_true", help="inputs of 1 MB that repeat something")
    parser.add_argument("--guided", action="store_true", help="by coverage, with atheris")
    parser.add_argument("--worker", action="store_true", help="workbooks in one process of theirs")
    wanted = parser.parse_args()
    if wanted.worker:
        workbook.subprocess.run = Worker().run  # type: ignore[attr-defined]
    if wanted.guided:
        _guided(wanted.target, wanted.inputs)
    numbers = range(wanted.first, wanted.first + wanted.inputs)
    ends, slowest = fuzz(wanted.target, numbers, huge=wanted.huge)
    for end, count in ends.most_common():
        sys.stdout.write(f"{count:7} {end}\n")
    sys.stdout.write(f"no fault; the slowest took {slowest:.2f} s\n")


if __name__ == "__main__":
    main()
