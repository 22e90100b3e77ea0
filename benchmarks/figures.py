"""What figures cost beside plain matching, and a whole result: `python benchmarks/figures.py`.

Three things in turn for the same made-up people, each the median of the rounds' ratios of computing
time: matching by distances alone, as many quizzes do it (for each role the sum over questions of
how far the answer is from what the role would answer); our figures (positions, ranking, stability,
verdict); and a whole result with its reasons and what would change it. It claims nothing, so it
never ends with 1: docs/performance.md says what it printed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from statistics import median
from time import process_time

from rolequiz.model import Pack, Responses
from rolequiz.pack import shipped_pack
from rolequiz.scoring import Scorer, result_of


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=500, help="how many (500)")
    parser.add_argument("--rounds", type=int, default=15, help="how often to run all (15)")
    wanted = parser.parse_args()
    pack, dice = shipped_pack(), random.Random(1)
    people = [
        Responses({question.id: dice.choice(question.options).id for question in pack.questions})
        for _ in range(wanted.people)
    ]
    scorer, nearest = Scorer(pack), by_distance(pack)
    everyone = [scorer.figures(each) for each in people]
    seconds = [
        (
            timed(lambda: [nearest(each) for each in people]),
            timed(lambda: [scorer.figures(each) for each in people]),
            timed(lambda: [result_of(each) for each in everyone]),
        )
        for _ in range(wanted.rounds)
    ]
    micro = [1e6 * median(column) / len(people) for column in zip(*seconds, strict=True)]
    print(f"Python {sys.version.partition(' ')[0]}, {len(people)} people, {wanted.rounds} rounds")
    print(f"distances alone: {micro[0]:.0f} µs each")
    figures = median(b / a for a, b, _ in seconds)
    print(f"figures: {micro[1]:.0f} µs each, {figures:.1f} × distances alone")
    whole = median((b + c) / b for _, b, c in seconds)
    print(f"a whole result: {micro[1] + micro[2]:.0f} µs each, {whole:.1f} × figures")


def by_distance(pack: Pack) -> Callable[[Responses], list[tuple[float, str]]]:
    """Return what ranks roles by how far their own best answers are from somebody's, in all."""
    places = {q.id: {o.id: at for at, o in enumerate(q.options)} for q in pack.questions}
    targets = {
        role.id: {
            q.id: max(
                range(len(q.options)),
                key=lambda at, q=q, role=role: sum(  # type: ignore[misc]
                    role.profile.get(d, 0) * value for d, value in q.options[at].loadings.items()
                ),
            )
            for q in pack.questions
        }
        for role in pack.roles
    }

    def ranked(responses: Responses) -> list[tuple[float, str]]:
        given = {id: places[id][answer] for id, answer in responses.answers.items()}
        return sorted(
            (sum(abs(at - target[id]) for id, at in given.items()), role)
            for role, target in targets.items()
        )

    return ranked


def timed(work: Callable[[], object]) -> float:
    """Return the processor's seconds that some work takes."""
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    main()
