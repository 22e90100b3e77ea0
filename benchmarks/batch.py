"""How long rolequiz takes for many people, CSV to CSV: `python benchmarks/batch.py`.

Made-up people (seeded) answer the shipped quiz, some skipping questions and marking others. Then,
in one run: (a) the csv module merely reads the file; rolequiz scores it, as a process of its own;
(b) a plain program scores it, with DictReader and dictionaries, as docs/method.md says; and (c) one
that does the same with NumPy, where that is installed, to know what vectorising would be worth.
Verdicts, stability and fits of all three agree to 1e-9, or it ends with 1. Times are those of a
processor; all of them use one core.

Claims: at most 90 times (a); faster than (b); per person not slower for many than for few; less
than 60 MB; a report of the same people takes at most 1.6 times as long. Ends with 1 where one does
not hold. POSIX only.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from math import erfc, sqrt
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from rolequiz.model import OptionId, Pack
from rolequiz.pack import shipped_pack
from rolequiz.pack.shipped import compile_shipped

ROLEQUIZ = str(Path(sys.executable).with_name("rolequiz"))
EPSILON = 1e-9
MOST_TIMES, MOST_MEGABYTES, MOST_UNEVEN, MOST_REPORT = 90, 60, 1.25, 1.6
PLAIN_PEOPLE = 5_000  # enough for a figure per person
AT_ONCE = 2_000  # people that NumPy is given at once


class Scored(NamedTuple):
    """What is compared: fits in the order of the roles, None where there is no figure."""

    verdict: str
    stability: float | None
    fits: tuple[float | None, ...]


class Ran(NamedTuple):
    """A process that has ended."""

    seconds: float
    """Of a processor, so that what else the machine does hardly counts."""
    megabytes: float
    """The most memory that it held."""


def main() -> None:
    """Measure, print the figures, and end with 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=100_000, help="how many (100000)")
    parser.add_argument(
        "--million", action="store_true", help="also a million, to see it is linear"
    )
    parser.add_argument("--no-limits", action="store_true", help="measure only, never end with 1")
    wanted = parser.parse_args()
    compile_shipped()  # as installing does: the quiz may have been edited since
    pack = shipped_pack()
    print(f"Python {sys.version.partition(' ')[0]}, {wanted.people:,} people")
    with tempfile.TemporaryDirectory() as name:
        # first, since what this process holds would count as its children's memory
        held = linear(pack, Path(name), [10**6] if wanted.million else [], wanted.people)
        held &= compared(pack, Path(name), wanted.people)
    sys.exit(0 if held or wanted.no_limits else 1)


def compared(pack: Pack, folder: Path, people: int) -> bool:
    """Print how long each way takes for a person, and return whether the claims hold."""
    answers, ours = folder / "answers.csv", folder / "ours.csv"
    generate(pack, answers, people)
    read_once(answers)  # from a warm disk
    reading = per_person(lambda: read_once(answers), people)
    ran = run(answers, ours)
    report = run(answers, folder / "report.json", "report", "--format", "json")
    few = min(people, PLAIN_PEOPLE)
    plain_seconds = per_person(lambda: plain(pack, answers, folder / "plain.csv", few), few)
    print(f"(a) csv.reader: {reading * 1e6:.2f} µs a person")
    our_seconds = ran.seconds / people
    print(f"rolequiz score: {our_seconds * 1e6:.1f} µs a person, {ran.megabytes:.0f} MB at most")
    print(f"(b) dictionaries: {plain_seconds * 1e6:.1f} µs a person (of {few:,})")
    agreed = [same(folder / "plain.csv", ours)]
    try:
        vectors = per_person(lambda: vectorised(pack, answers, folder / "numpy.csv"), people)
        print(f"(c) NumPy: {vectors * 1e6:.1f} µs a person")
        agreed.append(same(folder / "numpy.csv", ours))
    except ImportError:
        print("(c) NumPy is not installed here, so there is no figure for it.")
    held = [
        claim("times csv.reader", our_seconds / reading, MOST_TIMES),
        claim("times dictionaries", our_seconds / plain_seconds, 1),
        claim("times score for a report", report.seconds / ran.seconds, MOST_REPORT),
        claim("MB", ran.megabytes, MOST_MEGABYTES),
    ]
    return all(held) and all(agreed)


def linear(pack: Pack, folder: Path, more: Sequence[int], people: int) -> bool:
    """Print what a person takes among few and many, without the start, and return if it is even."""
    answers, ours = folder / "answers.csv", folder / "ours.csv"
    generate(pack, answers, 1)
    start = min(run(answers, ours).seconds for _ in range(3))
    figures = []
    for count in [*(size for size in (1_000, 10_000, 100_000) if size <= people), *more]:
        generate(pack, answers, count)
        ran = run(answers, ours)
        figures.append((ran.seconds - start) / count)
        print(f"{count:>9,} people: {figures[-1] * 1e6:.1f} µs each, {ran.megabytes:.0f} MB")
    return not figures or claim("uneven", figures[-1] / figures[0], MOST_UNEVEN)


def claim(what: str, measured: float, limit: float) -> bool:
    """Print a figure beside its limit, and return whether it holds."""
    print(f"{measured:.2f} {what} (at most {limit})")
    return measured <= limit


def per_person(work: Callable[[], object], people: int) -> float:
    """Return the seconds that some work takes for each person."""
    start = process_time()
    work()
    return (process_time() - start) / people


def run(answers: Path, output: Path, *what: str) -> Ran:
    """Score a file with rolequiz, or do something else with it; ends the program if that fails."""
    what = what or ("score", "--format", "csv")
    command = [ROLEQUIZ, *what, str(answers), "-o", str(output)]
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"rolequiz {what[0]} failed.")
    return Ran(
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10),
    )


def generate(pack: Pack, path: Path, people: int) -> None:
    """Write the answers of made-up people: one in ten skips much, one in four marks questions."""
    chance = random.Random(people)
    ids = [question.id for question in pack.questions]
    options = [[str(option.id) for option in question.options] for question in pack.questions]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["respondent", "matters", *ids])
        for number in range(people):
            skipping = chance.random() if chance.random() < 0.1 else 0.02
            cells = ["" if chance.random() < skipping else chance.choice(o) for o in options]
            marked = chance.sample(ids, 3) if chance.random() < 0.25 else []
            writer.writerow([f"person {number}", " ".join(marked), *cells])


def read_once(path: Path) -> None:
    """Read a file with the csv module, and do nothing with it (a)."""
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass


def same(theirs: Path, ours: Path) -> bool:
    """Print and return whether both files say the same of the people in the first."""
    with theirs.open(encoding="utf-8") as one, ours.open(encoding="utf-8") as other:
        for row, our_row in zip(csv.DictReader(one), csv.DictReader(other), strict=False):
            for name, value in row.items():
                if not near(value, our_row[name]):
                    print(f"{row['respondent']}: {name} is {value} and not {our_row[name]}")
                    return False
    return True


def near(one: str, other: str) -> bool:
    """Return whether two cells hold the same word, or figures that differ by next to nothing."""
    try:
        return one == other or abs(float(one) - float(other)) <= EPSILON
    except ValueError:
        return False


def write(pack: Pack, path: Path, results: Iterator[tuple[str, Scored]]) -> None:
    """Write what is compared, under the names that rolequiz gives to its columns."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        fits = [f"fit_{role.id}" for role in pack.roles]
        writer.writerow(["respondent", "verdict", "stability", *fits])
        for name, each in results:
            writer.writerow([name, each.verdict, each.stability, *each.fits])


# --- (b) As one would write it: a dictionary for everything -----------------------------------


class Given(NamedTuple):
    """An answer: its weight, what was chosen, and what could have been."""

    weight: float
    chosen: dict[str, float]
    options: list[dict[str, float]]

    def most(self, dimension: str) -> float:
        """Return the most that it could add to a dimension."""
        return self.weight * max(abs(option.get(dimension, 0)) for option in self.options)


def plain(pack: Pack, answers: Path, output: Path, people: int) -> None:
    """Score the first people of a file, row by row."""
    weights = {question.id: question.weight for question in pack.questions}
    loadings = {
        question.id: {str(option.id): dict(option.loadings) for option in question.options}
        for question in pack.questions
    }
    profiles = {role.id: dict(role.profile) for role in pack.roles}

    def results() -> Iterator[tuple[str, Scored]]:
        with answers.open(newline="", encoding="utf-8") as file:
            for row in islice(csv.DictReader(file), people):
                marked = row["matters"].split()
                given = {
                    id: Given(
                        weights[id] * (2 if id in marked else 1),
                        loadings[id][row[id]],
                        list(loadings[id].values()),
                    )
                    for id in loadings
                    if row[id]
                }
                enough = sum(weights[id] for id in given) >= 2 / 3 * sum(weights.values()) - EPSILON
                yield row["respondent"], plain_score(list(given.values()), profiles, enough)

    write(pack, output, results())


def plain_score(given: list[Given], profiles: dict[str, dict[str, float]], enough: bool) -> Scored:
    """Score one person by docs/method.md, in its words."""
    dimensions = {d for each in given for option in each.options for d in option}
    scale = {d: sum(each.most(d) for each in given) for d in sorted(dimensions)}
    scale = {d: most for d, most in scale.items() if most > 0}
    u = {d: sum(g.weight * g.chosen.get(d, 0) for g in given) / scale[d] for d in scale}
    length = sqrt(sum(value**2 for value in u.values()))
    directions = {}
    for role, profile in profiles.items():
        norm = sqrt(sum(profile.get(d, 0) ** 2 for d in u))
        if norm > EPSILON:
            directions[role] = {d: profile.get(d, 0) / norm for d in u}
    match = {role: sum(u[d] * p[d] for d in u) for role, p in directions.items()}
    fits = tuple(
        None if r not in match else 50 + 50 * match[r] / length if length > EPSILON else 50.0
        for r in profiles
    )
    if not enough or not match:
        return Scored("insufficient" if not enough else "flat", None, fits)
    leader = next(role for role in match if match[role] >= max(match.values()) - EPSILON)
    errors = plain_errors(given, scale, u)
    aheads = [
        plain_ahead(errors, match[leader] - at, directions[leader], directions[rival])
        for rival, at in match.items()
        if rival != leader
    ]
    stability = 1 / (1 + sum((1 - ahead) / ahead for ahead in aheads))
    tied = sum(each >= match[leader] - EPSILON for each in match.values()) > 1
    chance = sum(
        (each.weight / scale[d]) ** 2 * variance([option.get(d, 0) for option in each.options])
        for each in given
        for d in scale
    )
    return Scored(verdict(length**2 <= chance + EPSILON, tied, stability), stability, fits)


def plain_errors(
    given: list[Given], scale: dict[str, float], u: dict[str, float]
) -> list[dict[str, float]]:
    """Return what each answer may have moved, and the range of what is asked about only once."""
    asked = {d: sum(each.most(d) > 0 for each in given) for d in scale}
    spread = {d: sqrt(n / (n - 1)) / scale[d] for d, n in asked.items() if n > 1}
    alone = [{d: 1.0} for d, n in asked.items() if n == 1]
    return alone + [
        {
            d: (each.weight * each.chosen.get(d, 0) - u[d] * each.most(d)) * factor
            for d, factor in spread.items()
        }
        for each in given
    ]


def plain_ahead(
    errors: list[dict[str, float]], gap: float, leader: dict[str, float], rival: dict[str, float]
) -> float:
    """Return how often the leader stays ahead of a role."""
    squares = sum(
        sum(value * (leader[d] - rival[d]) for d, value in error.items()) ** 2 for error in errors
    )
    return ahead(max(gap, 0), sqrt(squares))


def ahead(gap: float, error: float) -> float:
    """Return Φ(gap/error)."""
    if error <= EPSILON:
        return 0.5 if gap <= EPSILON else 1.0
    return erfc(-gap / error / sqrt(2)) / 2


def variance(figures: Sequence[float]) -> float:
    """Return the variance of all there is."""
    mean = sum(figures) / len(figures)
    return sum((figure - mean) ** 2 for figure in figures) / len(figures)


def verdict(flat: bool, tied: bool, stability: float) -> str:
    """Return the first verdict that holds, where enough was answered."""
    if flat:
        return "flat"
    if tied or stability < 0.5 - EPSILON:
        return "close"
    return "leaning" if stability < 0.8 - EPSILON else "clear"


# --- (c) With vectors: many people at once ----------------------------------------------------


def vectorised(pack: Pack, answers: Path, output: Path) -> None:
    """Score a file in blocks of people; raises ImportError without NumPy."""
    np: Any = import_module("numpy")
    quiz = Arrays(np, pack)
    places: list[dict[str, int]] = [
        {"": -1, **{name(option.id): n for n, option in enumerate(question.options)}}
        for question in pack.questions
    ]
    ids = [question.id for question in pack.questions]

    def results() -> Iterator[tuple[str, Scored]]:
        with answers.open(newline="", encoding="utf-8") as file:
            reader = csv.reader(file)
            next(reader)
            while block := list(islice(reader, AT_ONCE)):
                chosen = np.array(
                    [[p[c] for p, c in zip(places, row[2:], strict=True)] for row in block]
                )
                marked = np.array([[id in row[1].split() for id in ids] for row in block])
                scored = quiz.score(chosen, marked)
                yield from zip([row[0] for row in block], scored, strict=True)

    write(pack, output, results())


def name(option: OptionId) -> str:
    """Return an option as a cell."""
    return str(option)


class Arrays:
    """The quiz as arrays over questions (q), options (o), dimensions (d) and roles (r)."""

    def __init__(self, np: Any, pack: Pack) -> None:
        self.np = np
        dimensions = [dimension.id for dimension in pack.dimensions]
        widest = max(len(question.options) for question in pack.questions)
        self.loadings = np.zeros((len(pack.questions), widest, len(dimensions)))
        self.spread = np.zeros((len(pack.questions), len(dimensions)))
        for q, question in enumerate(pack.questions):
            for d, dimension in enumerate(dimensions):
                figures = [option.loadings.get(dimension, 0.0) for option in question.options]
                self.loadings[q, : len(figures), d] = figures
                self.spread[q, d] = variance(figures)
        self.most = np.abs(self.loadings).max(axis=1)
        self.weights = np.array([question.weight for question in pack.questions])
        self.profiles = np.array([[r.profile.get(d, 0.0) for d in dimensions] for r in pack.roles])

    def score(self, chosen: Any, marked: Any) -> Iterator[Scored]:
        """Score people (n) who chose these options (n × q), −1 for none."""
        np = self.np
        answered = chosen >= 0
        weight = self.weights * np.where(marked, 2, 1) * answered  # n × q
        picked = self.loadings[np.arange(len(self.weights)), np.maximum(chosen, 0)]
        adds = weight[:, :, None] * picked  # n × q × d
        scale = weight @ self.most  # n × d
        touched = scale > 0
        scale = np.where(touched, scale, 1)
        u = adds.sum(axis=1) / scale
        length = np.sqrt((u**2).sum(axis=1))
        profiles = self.profiles * touched[:, None, :]  # n × r × d
        norms = np.sqrt((profiles**2).sum(axis=2))
        ranked = norms > EPSILON
        directions = profiles / np.where(ranked, norms, 1)[:, :, None]
        match = np.where(ranked, np.einsum("nd,nrd->nr", u, directions), -np.inf)
        best = match.max(axis=1, keepdims=True)
        level = match >= best - EPSILON
        leader = level.argmax(axis=1)
        asked = answered.astype(float) @ (self.most > 0)  # n × d
        factor = np.sqrt(asked / np.maximum(asked - 1, 1)) * (asked > 1) / scale
        errors = (adds - u[:, None, :] * weight[:, :, None] * self.most) * factor[:, None, :]
        aheads = self.aheads(errors, asked == 1, directions, match, leader)
        aheads[~ranked] = 1
        stability = 1 / (1 + ((1 - aheads) / aheads).sum(axis=1))
        chance = ((weight**2) @ self.spread / scale**2 * touched).sum(axis=1)
        flat = length**2 <= chance + EPSILON
        enough = answered @ self.weights >= 2 / 3 * self.weights.sum() - EPSILON
        straight = length > EPSILON
        with np.errstate(invalid="ignore"):
            fits = 50 + 50 * match / np.where(straight, length, np.inf)[:, None]
        for n in range(len(chosen)):
            each = tuple(f if r else None for f, r in zip(fits[n].tolist(), ranked[n], strict=True))
            if not enough[n]:
                yield Scored("insufficient", None, each)
            else:
                sure = stability[n].item()
                yield Scored(verdict(flat[n], level[n].sum() > 1, sure), sure, each)

    def aheads(self, errors: Any, once: Any, directions: Any, match: Any, leader: Any) -> Any:
        """Return how often the leader stays ahead of each role (n × r), 1 for itself."""
        np = self.np
        people = np.arange(len(leader))
        contrast = directions[people, leader][:, None, :] - directions  # n × r × d
        deltas = np.einsum("nqd,nrd->nqr", errors, contrast)
        alone = (once[:, None, :] * contrast**2).sum(axis=2)
        error = np.sqrt((deltas**2).sum(axis=1) + alone)
        with np.errstate(invalid="ignore"):  # where there is no leader either
            gap = np.maximum(match[people, leader][:, None] - match, 0)
            figures = np.frompyfunc(ahead, 2, 1)(gap, error).astype(float)
        figures[people, leader] = 1
        return figures


if __name__ == "__main__":
    main()
