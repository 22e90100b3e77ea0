"""Reports that follow one another: no two of them tell of fewer than five people."""

from __future__ import annotations

import random
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command import TINY as QUIZ
from rolequiz.model import Option, Responses
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.room.releases import Release, Shown, Wait, wait_for
from rolequiz.room.store import Counts, Forgotten, Store
from rolequiz.scoring import Scorer

TINY = read_pack(QUIZ)


class Room:
    """A room that somebody tries to learn from: who each report counted, and with what."""

    def __init__(self, file: Path, seed: int) -> None:
        self.draw = random.Random(seed)
        self.file = file
        self.store = Store(file, TINY)
        self.reports: list[dict[str, Responses]] = []

    def answer(self, code: str) -> None:
        """Let somebody give some answers, or change them."""
        for question in self.draw.sample(TINY.questions, self.draw.choice([1, 3, 4])):
            option = self.draw.choice(question.options)
            self.store.keep(code, {"question": question.id, "answer": option.id})

    def finish(self, people: int) -> None:
        """Let people join, answer and finish."""
        for _ in range(people):
            code = self.store.join().code
            self.answer(code)
            self.store.finish(code)

    def change(self, _: int) -> None:
        """Let somebody change answers, finished or not."""
        if people := self.store.people():
            self.answer(self.draw.choice(people).code)

    def forget(self, people: int) -> None:
        """Remove some people, of those who came with the file too."""
        names = [each.code for each in self.store.people()]
        names += [each.name for each in self.store.carried()]
        for code in self.draw.sample(names, min(people, len(names))):
            assert self.store.forget(code)
            assert self.store.forget(code) is None

    def restart(self, _: int) -> None:
        """Close the room and open it again."""
        self.store.close()
        self.store = Store(self.file, TINY)

    def report(self, _: int) -> None:
        """Ask for a report."""

        def made(people: Iterable[Responses]) -> Shown:
            counted = {each.respondent or "": each for each in people}
            self.reports.append(counted)
            return Shown(f"report {len(self.reports)}", "")

        waits = self.store.wait()
        shown = self.store.report(made)
        assert (shown is None) == (waits is not None)
        if self.reports:
            assert self.store.last_report == Shown(f"report {len(self.reports)}", "")
        else:
            assert self.store.last_report is None


STEPS = st.tuples(
    st.sampled_from([Room.finish, Room.change, Room.forget, Room.restart, Room.report]),
    st.sampled_from([1, 2, 4, 5, 6]),
)


@settings(max_examples=15)
@given(st.lists(STEPS, max_size=20), st.integers(0, 9))
def test_no_two_reports_differ_by_a_few_people(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[object, int]],
    seed: int,
) -> None:
    """Whatever happens, five or more are new, nobody or five are missing, the rest are equal."""
    file = tmp_path_factory.mktemp("room") / "room.jsonl"
    old = [f'{{"respondent": "p{n}", "answers": {{"proud": "growing"}}}}' for n in range(seed)]
    file.write_text("\n".join(old))
    room = Room(file, seed)
    for step, number in [*steps, (Room.report, 0)]:
        assert callable(step)
        step(room, number)
    room.store.close()
    for earlier, later in combinations(room.reports, 2):
        assert len(later.keys() - earlier.keys()) >= 5
        assert len(earlier.keys() - later.keys()) not in {1, 2, 3, 4}
        assert all(earlier[code] == later[code] for code in earlier.keys() & later.keys())


def test_a_report_waits_for_five_more(tmp_path: Path) -> None:
    """The first report needs five people, the next five more; until then the last one stays."""
    room = Room(tmp_path / "room.jsonl", 3)
    for people, waiting in enumerate([5, 4, 3, 2, 1, None]):
        assert room.store.wait() == (waiting and Wait(waiting))
        while waiting and len(room.store.people()) == people:
            code = room.store.join().code
            for question in TINY.questions:
                room.store.keep(code, {"question": question.id, "answer": question.options[0].id})
            room.store.finish(code)
    room.report(0)
    assert room.store.wait() == Wait(5)
    room.restart(0)
    assert room.store.wait() == Wait(5)
    room.store.close()


def test_a_changed_answer_does_not_reach_a_further_report(tmp_path: Path) -> None:
    """People whom a report has counted count with the same answers again, even after a restart."""
    room = Room(tmp_path / "room.jsonl", 4)
    room.finish(20)
    room.report(0)
    asked = TINY.questions[0]
    for code, sheet in room.reports[0].items():
        other = next(each.id for each in asked.options if each.id != sheet.answers.get(asked.id))
        room.store.keep(code, {"question": asked.id, "answer": other})
    room.restart(0)
    room.finish(20)
    room.report(0)
    room.store.close()
    first, second = room.reports
    assert all(second[code] == sheet for code, sheet in first.items())
    assert len(second) > len(first)


@pytest.mark.parametrize("restarted", [True, False])
def test_removing_people_delays_the_next_report(tmp_path: Path, restarted: bool) -> None:
    """If one to four of those counted are gone, there is no report, however many are new."""
    room = Room(tmp_path / "room.jsonl", 4)
    room.finish(20)
    room.report(0)
    counted = sorted(room.reports[0])
    for number, code in enumerate(counted[:5], start=1):
        assert room.store.forget(code)
        if restarted:
            room.restart(0)
        room.finish(20)
        assert room.store.wait() == (Wait(0, forgotten=True) if number < 5 else None)
    room.store.close()


def test_whoever_stopped_early_counts_as_in_the_report(tmp_path: Path) -> None:
    """People count if they stopped when it was offered, but not if they just answered as little."""
    pack = shipped_pack()
    profile = pack.roles[0].profile

    def suits(option: Option) -> float:
        return sum(profile.get(id, 0) * loading for id, loading in option.loadings.items())

    with Store(tmp_path / "room.jsonl", pack) as store:
        for stopped in (True, True, False):
            code = store.join().code
            for question in pack.questions[:16]:
                answer = max(question.options, key=suits).id
                store.keep(code, {"question": question.id, "answer": answer})
            store.finish(code, stopped=stopped)
        people = [sheet.responses(pack) for sheet in store.people()]
        verdicts = [figures.verdict for figures in map(Scorer(pack).figures, people)]
        assert [verdict == "insufficient" for verdict in verdicts] == [False, False, True]
        assert store.wait() == Wait(3)


def test_the_counts_do_not_tell_who_answered_too_little(tmp_path: Path) -> None:
    """People who finished but skipped too much are counted with those still answering."""
    with Store(tmp_path / "room.jsonl", TINY) as store:
        for number in range(6):
            code = store.join().code
            for question in TINY.questions if number else TINY.questions[:1]:
                answer = question.options[0].id
                store.keep(code, {"question": question.id, "answer": answer})
            store.finish(code)
        assert store.counts() == Counts(6, 6, 5)
        assert store.wait() is None


def test_a_report_that_crashed_was_never_shown(tmp_path: Path) -> None:
    """If making a report fails, it counts nobody, and can be made again."""
    room = Room(tmp_path / "room.jsonl", 0)
    room.finish(30)

    def fails(people: Iterable[Responses]) -> Shown:
        raise RuntimeError(len([*people]))

    with pytest.raises(RuntimeError):
        room.store.report(fails)
    room.restart(0)
    assert room.store.wait() is None
    assert room.store.last_report is None
    room.store.close()


def test_whoever_is_forgotten_while_a_report_is_made_was_counted(tmp_path: Path) -> None:
    """They are removed after the report that counts them, and delay the next one."""
    room = Room(tmp_path / "room.jsonl", 5)
    room.finish(30)
    code = min(room.store.people(), key=lambda sheet: not room.store._counts(sheet.code)).code
    with ThreadPoolExecutor(1) as phone:

        def made(people: Iterable[Responses]) -> Shown:
            forgets.append(phone.submit(room.store.forget, code))
            wait(forgets, 0.2)
            assert code in {each.respondent for each in people}
            return Shown("", "")

        forgets: list[Future[Forgotten | None]] = []
        assert room.store.report(made)
        forgotten = forgets[0].result()
    assert forgotten is not None
    assert forgotten.reports == 1
    room.finish(20)
    assert room.store.wait() == Wait(0, forgotten=True)
    room.store.close()


def release(members: str, gone: int = 0) -> Release:
    """A report that counted these people."""
    return Release(frozenset(members), gone, Shown("", ""))


@pytest.mark.parametrize(
    ("finished", "releases", "waits"),
    [
        ("abcd", [], Wait(1)),
        ("abcde", [], None),
        ("abcdefghi", [release("abcde")], Wait(1)),
        ("abcdefghij", [release("abcde")], None),
        ("abcdefghij", [release("abcd", gone=1)], Wait(0, forgotten=True)),
        ("abcdefghij", [release("abcde", gone=5)], None),
        (
            "abcdefghijklmno",
            [release("abcde", gone=1), release("abcdefghij", gone=5)],
            Wait(0, True),
        ),
    ],
)
def test_who_is_new_and_who_is_missing_both_count(
    finished: str, releases: list[Release], waits: Wait | None
) -> None:
    """A report is compared with every earlier one, by who has joined and by who is gone."""
    assert wait_for(frozenset(finished), releases) == waits
