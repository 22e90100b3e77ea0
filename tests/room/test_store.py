"""What a room keeps of everybody's answers, whatever happens to the program or the disk."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import cycle
from pathlib import Path

import pytest

from command import TINY as QUIZ
from command import run
from rolequiz.ask.state import resumed
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.problems import AnswersError
from rolequiz.responses import parse_responses, to_json, to_json_line
from rolequiz.responses.code import plain
from rolequiz.room import store as stores
from rolequiz.room.respondent import new_code
from rolequiz.room.store import FullError, Store, StoreError
from room.disk import full_disk

TINY = read_pack(QUIZ)
PORTFOLIO: dict[str, str | int] = {
    "first-hour": "problem",
    "proud": "on-time",
    "meeting": 4,
    "week": "roadmap",
}


def said(question: str, answer: str | int | None, *, matters: bool = False) -> dict[str, object]:
    """What somebody says of a question, as the questionnaire makes it."""
    return {"question": question, "answer": answer, "matters": matters}


def answered(store: Store, answers: Mapping[str, str | int], *, finished: bool = True) -> str:
    """Let somebody join and answer; return their code."""
    code = store.join().code
    for question, answer in answers.items():
        store.keep(code, said(question, answer))
    if finished:
        store.finish(code)
    return code


def lines(file: Path) -> dict[str, dict[str, object]]:
    """What a file holds of each person, by their code."""
    found = [json.loads(line) for line in file.read_text().splitlines()]
    return {each.get("respondent", ""): each for each in found}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that does not exist yet."""
    return tmp_path / "room.jsonl"


def test_everybody_is_a_line_that_score_and_report_read(file: Path) -> None:
    """Finished and unfinished people are lines of FILE; those who have only joined are not."""
    with Store(file, TINY) as store:
        done = answered(store, PORTFOLIO)
        half = answered(store, {"proud": "growing"}, finished=False)
        store.join()
        assert store.counts() == (3, 2, 1)
    assert lines(file) == {
        done: {"respondent": done, "answers": PORTFOLIO},
        half: {"respondent": half, "answers": {"proud": "growing"}},
    }
    ended = run("score", "--pack", QUIZ, file, "--json")
    assert {json.loads(line)["respondent"] for line in ended.out.splitlines()} == {done, half}
    assert run("report", "--pack", QUIZ, file).code == 0


def test_a_line_says_all_that_a_saved_sheet_says(file: Path) -> None:
    """Marks, and that somebody stopped early, are in FILE as `take --save` writes them."""
    with Store(file, TINY) as store:
        code = store.join().code
        store.keep(code, said("meeting", 4, matters=True))
        store.keep(code, said("proud", None, matters=True))
        store.finish(code, stopped=True)
        responses = store.respondent(code).responses(TINY)
    assert file.read_text() == to_json_line(responses, TINY)
    assert parse_responses(to_json(responses, TINY), "", TINY) == responses
    assert responses.matters == frozenset({"meeting"})
    assert responses.stopped


def test_a_respondent_continues_where_they_were(file: Path) -> None:
    """The questionnaire continues from what the store knows, including skipped questions."""
    with Store(file, TINY) as store:
        code = store.join().code
        store.keep(code, said("first-hour", None))
        store.keep(code, {"question": "proud", "matters": True})  # marked, not answered
    with Store(file, TINY) as store:
        state = resumed(store.respondent(code).state(TINY))
    assert (state.at, state.answers) == (1, {"first-hour": None})
    assert state.matters == frozenset({"proud"})


def test_starting_again_continues_the_room(file: Path) -> None:
    """A second session knows everybody of the first, by their token and their code to resume."""
    with Store(file, TINY) as store:
        code = answered(store, {"proud": "growing"}, finished=False)
        before = store.respondent(code)
    with Store(file, TINY) as store:
        assert store.holder(before.token) == store.resumed(before.resume) == before
        store.keep(code, said("meeting", 2))
        other = answered(store, PORTFOLIO)
    assert lines(file)[code]["answers"] == {"proud": "growing", "meeting": 2}
    assert lines(file)[other]["answers"] == PORTFOLIO


def test_a_repeated_answer_counts_once(file: Path) -> None:
    """An answer that is sent twice is one answer, and of several the last counts."""
    with Store(file, TINY) as store:
        code = answered(store, {"proud": "growing"})
        before = store.respondent(code)
        store.keep(code, said("proud", "growing"))
        store.finish(code)
        assert store.respondent(code) == before
        for answer in ("on-time", "growing", "on-time"):
            store.keep(code, said("proud", answer))
    assert [*lines(file).values()] == [{"respondent": code, "answers": {"proud": "on-time"}}]


def test_answers_that_the_quiz_does_not_have_are_refused(file: Path) -> None:
    """Unknown people, questions and options, and values of other types, change nothing."""
    with Store(file, TINY) as store:
        code = store.join().code
        for entry in (
            said("nothing", "growing"),
            said("proud", "nothing"),
            said("meeting", "4"),
            said("meeting", True),
            {"question": ["proud"], "answer": "growing"},
            {"answer": "growing"},
            {"question": "proud", "answer": "growing", "matters": "yes"},
        ):
            with pytest.raises(ValueError, match=r"“matters”|no such"):
                store.keep(code, entry)
        with pytest.raises(KeyError):
            store.keep("Z9ZZ", said("proud", "growing"))
        assert store.respondent(code).answers == {}


def test_only_the_owner_can_read_the_files(file: Path) -> None:
    """FILE and the journal are closed to others, also where FILE was open to them before."""
    file.touch(0o644)
    with Store(file, TINY) as store:
        answered(store, PORTFOLIO)
    for path in file.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert {path.name for path in file.parent.iterdir()} == {"room.jsonl", "room.jsonl.journal"}


def test_a_second_store_on_the_same_file_is_refused(file: Path) -> None:
    """Only one store can use a file at a time, whatever name it is opened by."""
    link = file.with_name("link.jsonl")
    link.symlink_to(file)
    with Store(file, TINY):
        for name in (file, link):
            with pytest.raises(StoreError, match="in use"):
                Store(name, TINY)
    Store(file, TINY).close()


def test_lines_from_elsewhere_stay_unchanged(file: Path) -> None:
    """Lines that FILE holds already, answers or results, named or not, stay unchanged."""
    result = run("take", "--pack", QUIZ, "--answers", QUIZ / "answers.json", "--json").out
    result = json.dumps(json.loads(result))
    old = [result, '{"answers":{"proud":"growing"}}', '{"respondent": "Zoë", "answers": {}}']
    file.write_text("\n\n".join(old), encoding="utf-8")
    with Store(file, TINY) as store:
        assert [each.responses.respondent for each in store.carried()][2] == "Zoë"
        answered(store, PORTFOLIO)
    now = file.read_text(encoding="utf-8").splitlines()
    assert now[:3] == old
    assert len(now) == 4
    Store(file, TINY).close()
    assert file.read_text(encoding="utf-8").splitlines() == now


@pytest.mark.parametrize(
    "content",
    [
        "Timestamp,Your code\n",
        '[{"answers": {}}]',
        '{"answers": {"nothing": 1}}\n',
        '{"answers": {}}\n{"respondent": "p1", "ans',
        "caf\xe9",
    ],
)
def test_a_file_of_something_else_is_refused(file: Path, content: str) -> None:
    """A file that does not hold answers to this quiz is refused, and stays as it was."""
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(AnswersError):
        Store(file, TINY)
    assert file.read_bytes() == content.encode("latin-1")


def test_names_that_can_t_hold_answers_are_refused(tmp_path: Path) -> None:
    """Other endings, folders, and a journal that somebody else wrote are refused in words."""
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "mine.jsonl.journal").write_text("Dear diary")
    for name, words in (
        ("room.csv", "Name room.jsonl"),
        ("folder.jsonl", "not an ordinary file"),
        ("mine.jsonl", "not a journal"),
        ("missing/room.jsonl", "can't be written"),
    ):
        with pytest.raises(StoreError, match=words):
            Store(tmp_path / name, TINY)
    assert (tmp_path / "mine.jsonl.journal").read_text() == "Dear diary"


def test_another_quiz_is_refused(file: Path) -> None:
    """A room that was begun with one quiz does not go on with another."""
    with Store(file, TINY) as store:
        answered(store, PORTFOLIO)
    with pytest.raises(StoreError, match="another quiz"):
        Store(file, shipped_pack())


def test_answers_that_were_deleted_do_not_come_back(file: Path) -> None:
    """Without FILE its journal is not gone on with unasked; an empty FILE is the way to ask."""
    with Store(file, TINY) as store:
        code = answered(store, PORTFOLIO)
    file.unlink()
    with pytest.raises(StoreError, match="make an empty file"):
        Store(file, TINY)
    assert not file.exists()
    file.touch()
    Store(file, TINY).close()
    assert [*lines(file)] == [code]


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_torn_last_line_is_mended(file: Path, cut: int) -> None:
    """A line that a crash has cut short goes, and the next one is not joined to it."""
    with Store(file, TINY) as store:
        code = answered(store, {"proud": "growing", "meeting": 3}, finished=False)
    journal = file.with_name("room.jsonl.journal")
    journal.write_bytes(journal.read_bytes()[:-cut])
    with Store(file, TINY) as store:
        assert store.respondent(code).answers == {"proud": "growing"}
        store.keep(code, said("meeting", 2))
    assert lines(file)[code]["answers"] == {"proud": "growing", "meeting": 2}


def test_a_journal_torn_in_its_first_line_is_begun_anew(file: Path) -> None:
    """A crash at the very first write is no reason to refuse the file."""
    file.with_name("room.jsonl.journal").write_text('{"rolequ')
    with Store(file, TINY) as store:
        answered(store, PORTFOLIO)
    assert len(lines(file)) == 1


@pytest.mark.parametrize("seed", range(6))
def test_no_kill_loses_an_acknowledged_answer(file: Path, seed: int) -> None:
    """Killed at any moment, the program has kept every answer that it said it had kept."""
    argv = [sys.executable, str(Path(__file__).with_name("killed.py")), str(file), str(QUIZ)]
    with subprocess.Popen([*argv, str(seed)], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        time.sleep(0.05 + 0.13 * seed)
        program.send_signal(signal.SIGKILL)
        told = [first, *program.stdout.readlines()]
    possible: dict[tuple[str, str], set[str]] = {}
    joined = set()
    for line in told:
        word, code, *rest = line.split(" ")
        joined.add(code.strip())
        if word == "kept" and line.endswith("\n"):
            possible[code, rest[0]] = {rest[1].strip()}
        elif word == "try" and line.endswith("\n"):
            possible.setdefault((code, rest[0]), {"absent"}).add(rest[1].strip())
    for line in file.read_text().splitlines():
        json.loads(line)  # never half a line
    with Store(file, TINY) as store:
        assert joined <= {respondent.code for respondent in store.people()}
        for (code, question), answers in possible.items():
            assert str(store.respondent(code).answers.get(question, "absent")) in answers


def test_a_full_disk_acknowledges_nothing_and_loses_nothing(file: Path) -> None:
    """What can't be written raises; what was kept stays, and later answers are kept again."""
    with Store(file, TINY) as store:
        code = answered(store, {"proud": "growing"})
        size = file.with_name("room.jsonl.journal").stat().st_size
        with full_disk(size + 20):
            with pytest.raises(OSError, match=r"large|space"):
                store.keep(code, said("meeting", 2))
            with pytest.raises(OSError, match=r"large|space"):
                store.join()
            assert store.respondent(code).answers == {"proud": "growing"}
            assert "room.jsonl.journal can't be written" in store.refused
        assert file.with_name("room.jsonl.journal").stat().st_size == size
        store.keep(code, said("meeting", 3))
        assert store.refused == ""
    with Store(file, TINY) as store:
        assert store.respondent(code).answers == {"proud": "growing", "meeting": 3}


def test_a_full_disk_leaves_the_file_as_it_was(file: Path) -> None:
    """If FILE can't be written, the old one stays, and the store says so."""
    with Store(file, TINY) as store:
        answered(store, PORTFOLIO)
        store.flush()
        before = file.read_bytes()
        answered(store, PORTFOLIO, finished=False)
        with full_disk(10):
            store.flush()
            assert "can't be written" in store.problem
        assert file.read_bytes() == before
        assert not file.with_name("room.jsonl.new").exists()
    assert store.problem == ""
    assert len(lines(file)) == 2


def test_forgetting_on_a_full_disk_removes_nothing(file: Path) -> None:
    """People who can't be removed everywhere stay, and can be removed later."""
    with Store(file, TINY) as store:
        code, other = answered(store, PORTFOLIO), answered(store, PORTFOLIO)
        store.flush()
        room_for_file = file.stat().st_size
        assert file.with_name("room.jsonl.journal").stat().st_size > 2 * room_for_file
        for free in (10, room_for_file):
            with full_disk(free), pytest.raises(OSError, match=r"large|space"):
                store.forget(code)
            assert store.holder(store.respondent(code).token).code == code
            store.flush()
            assert {*lines(file)} == {code, other}
        assert store.forget(code)
        store.keep(other, said("meeting", 1))
    assert code not in "".join(each.read_text() for each in file.parent.iterdir())


def test_an_answer_that_comes_while_somebody_is_forgotten_is_not_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A late answer does not bring a removed person back."""
    replace = os.replace
    with Store(file, TINY) as store, ThreadPoolExecutor(1) as phone:
        code = store.join().code
        late = []

        def replaced(source: Path, target: Path) -> None:
            if target.name == "room.jsonl.journal":
                late.append(phone.submit(store.keep, code, said("meeting", 1)))
                time.sleep(0.05)
            replace(source, target)

        monkeypatch.setattr(os, "replace", replaced)
        assert store.forget(code)
        with pytest.raises(KeyError):
            late[0].result()
        assert code not in file.with_name("room.jsonl.journal").read_text()


def test_two_equal_lines_from_elsewhere_are_two_people(file: Path) -> None:
    """People without names may have given the same answers, and none of them gets lost."""
    line = '{"answers": {"proud": "growing", "meeting": 4}}\n'
    file.write_text(line * 2)
    for _ in range(2):
        with Store(file, TINY) as store:
            assert len(store.carried()) == 2
        assert file.read_text() == line * 2


def test_lines_that_another_program_adds_stay(file: Path) -> None:
    """Lines that are added to FILE while a room is open are kept, not overwritten."""
    with Store(file, TINY) as store:
        ours = answered(store, PORTFOLIO, finished=False)
        store.flush()
        line = f'{{"respondent": "p07", "answers": {json.dumps(PORTFOLIO)}}}'
        file.write_text(f"{file.read_text()}{line}\n")
        later = answered(store, PORTFOLIO, finished=False)
        store.flush()
        assert {*lines(file)} == {ours, later, "p07"}
        assert [each.name for each in store.carried()] == ["p07"]
        file.write_text(f"{file.read_text()}{line.replace('p07', 'p08')}\n")
        assert store.forget("p08")
    assert {*lines(file)} == {ours, later, "p07"}
    assert len(file.read_text().splitlines()) == 3


def test_a_file_that_became_something_else_is_not_overwritten(file: Path) -> None:
    """If FILE holds anything but answers now, it stays, and the coach is told."""
    with Store(file, TINY) as store:
        code = answered(store, PORTFOLIO, finished=False)
        store.flush()
        file.write_text("My notes\n")
        answered(store, PORTFOLIO, finished=False)
        store.flush()
        assert "another program has put something else there" in store.problem
        with pytest.raises(OSError, match="something else"):
            store.forget(code)
        assert file.read_text() == "My notes\n"
        file.unlink()
    assert len(lines(file)) == 2


def test_half_written_files_of_a_crash_are_removed(file: Path) -> None:
    """Unfinished files with people's answers in them are not left behind."""
    with Store(file, TINY) as store:
        answered(store, PORTFOLIO)
    for name in ("room.jsonl.new", "room.jsonl.journal.new"):
        file.with_name(name).write_text("half an ans")
    Store(file, TINY).close()
    assert {path.name for path in file.parent.iterdir()} == {"room.jsonl", "room.jsonl.journal"}


def test_a_closed_store_acknowledges_nothing(file: Path) -> None:
    """What comes while the room is being closed is refused, so that FILE lacks nothing."""
    store = Store(file, TINY)
    code = answered(store, PORTFOLIO)
    store.close()
    with pytest.raises(OSError, match="closed"):
        store.keep(code, said("meeting", 1))
    assert lines(file)[code]["answers"] == PORTFOLIO


@pytest.mark.parametrize("_", range(8))
def test_what_was_acknowledged_while_closing_is_in_the_file(file: Path, _: int) -> None:
    """However late an answer comes: if it is acknowledged, FILE has it."""
    acknowledged: list[int] = []

    def goes_on() -> None:
        with suppress(OSError):
            for answer in cycle((1, 2, 3, 4)):
                store.keep(code, said("meeting", answer))
                acknowledged.append(answer)

    store = Store(file, TINY)
    code = answered(store, PORTFOLIO)
    with ThreadPoolExecutor(1) as person:
        person.submit(goes_on)
        while not acknowledged:
            time.sleep(0.001)
        store.close()
    assert lines(file)[code]["answers"] == {**PORTFOLIO, "meeting": acknowledged[-1]}


def test_lines_from_elsewhere_take_no_places(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only people who join count towards the limit; removing one makes room."""
    monkeypatch.setattr(stores, "MOST_PEOPLE", 1)
    file.write_text('{"respondent": "A1AA", "answers": {}}\n{"answers": {}}\n')
    with Store(file, TINY) as store:
        code = store.join().code
        with pytest.raises(FullError):
            store.join()
        assert store.forget(code)
        store.join()


def test_an_answer_waits_for_the_disk(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before an answer is acknowledged the system was told to put it on the disk."""
    synced, fsync = [], os.fsync

    def watched(descriptor: int) -> None:
        fsync(descriptor)
        synced.append((os.fstat(descriptor).st_ino, os.fstat(descriptor).st_size))

    with Store(file, TINY) as store:
        monkeypatch.setattr(os, "fsync", watched)
        code = store.join().code
        for answer in (1, 2, 3):
            store.keep(code, said("meeting", answer))
            about = file.with_name("room.jsonl.journal").stat()
            assert synced[-1] == (about.st_ino, about.st_size)


def test_many_at_once_are_all_kept(file: Path) -> None:
    """Forty people who join and answer in the same moment are forty whole sheets."""
    with Store(file, TINY) as store, ThreadPoolExecutor(40) as people:
        codes = [*people.map(lambda _: answered(store, PORTFOLIO), range(40))]
    assert lines(file) == {code: {"respondent": code, "answers": PORTFOLIO} for code in codes}
    assert len({*codes}) == 40


def test_a_full_room_refuses_more_people(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full room refuses more people, and those in it continue."""
    monkeypatch.setattr(stores, "MOST_PEOPLE", 2)
    with Store(file, TINY) as store:
        code = [store.join().code, store.join().code][0]
        with pytest.raises(FullError):
            store.join()
        store.keep(code, said("proud", "growing"))


def test_a_name_stands_before_the_code(file: Path) -> None:
    """With a name two of the same name stay two, and nothing in it steers a terminal."""
    with Store(file, TINY) as store:
        codes = [store.join(name).code for name in ("Ann\x1b[2J", "Ann\x1b[2J", " ", "x" * 99)]
    assert len({*codes}) == 4
    assert codes[0].startswith("Ann�[2J ")
    assert (len(codes[2]), len(codes[3])) == (4, 65)


def test_codes_are_read_however_they_are_typed() -> None:
    """Small letters, spaces, hyphens and letters that look like digits are what was meant."""
    assert plain(" a1-bO il") == "A1B011"
    taken: set[str] = set()
    for _ in range(3_000):
        code = new_code(taken)
        assert code == plain(code)
        assert code[0].isalpha()
        assert code[1].isdigit()
        taken.add(code)


def test_a_code_alone_opens_nothing(file: Path) -> None:
    """The anonymous code, which others may see, is not what lets somebody in."""
    with Store(file, TINY) as store:
        respondent = store.join()
        for guess in (respondent.code, "", store.room):
            assert store.resumed(guess) is None
        for guess in (respondent.code, "", respondent.resume):
            with pytest.raises(KeyError):
                store.holder(guess)
        spaced = f"{respondent.resume[:3]}-{respondent.resume[3:]}".lower()
        assert store.resumed(spaced) == respondent


def test_the_file_does_not_tell_who_came_first(file: Path) -> None:
    """People stand in FILE by their codes, which are drawn, not in the order of joining."""
    with Store(file, TINY) as store:
        codes = [answered(store, PORTFOLIO) for _ in range(12)]
    assert [*lines(file)] == sorted(codes)
    assert os.path.exists(file)
