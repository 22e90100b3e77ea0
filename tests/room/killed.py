"""A program that keeps answers until it is killed, and prints each once it is acknowledged."""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rolequiz.pack import read_pack
from rolequiz.room.store import Store


def main(file: str, quiz: str, seed: str) -> None:
    """Let eight people answer at random, at once and for ever."""
    pack = read_pack(Path(quiz))

    def answer(number: int) -> None:
        draw = random.Random(f"{seed} {number}")
        code = store.join().code
        print(f"join {code}", flush=True)
        while True:
            question = draw.choice(pack.questions)
            option = draw.choice([*question.options, None])
            entry = {"question": question.id, "answer": option and option.id, "matters": False}
            sys.stdout.write(f"try {code} {question.id} {entry['answer']}\n")
            store.keep(code, entry)
            sys.stdout.write(f"kept {code} {question.id} {entry['answer']}\n")
            sys.stdout.flush()
            store.finish(code)

    with Store(Path(file), pack) as store, ThreadPoolExecutor(8) as people:
        list(people.map(answer, range(8)))


if __name__ == "__main__":
    main(*sys.argv[1:])
