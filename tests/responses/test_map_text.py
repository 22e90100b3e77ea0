"""Tests of rolequiz.responses.mapping, by the command that writes it."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from command import TINY, run
from reading import IDS, PACK, people, problems, read
from rolequiz.cli.dry_run import show_reading
from rolequiz.cli.streams import StopError
from rolequiz.responses.cells import BLANK
from rolequiz.responses.columns import AnswerMap
from rolequiz.responses.mapping import MOST_CELLS, read_map

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
PUZZLE = """\
Timestamp,Your code,Which page of the wall do you update first?,meeting,How do you begin?,proud,Dog?
1,p1,roadmap,Agree,The problem behind it,growing,x
2,p2,The schedule,Agree (+1),date,N/A,x
3,p3,Plan,Neutral (0),people,on-time,y
"""


def written(path: Path, text: str, *options: str | Path) -> str:
    """Return the map that is written of a table."""
    table, target = path / "people.csv", path / "map.yaml"
    table.write_text(text, encoding="utf-8")
    ended = run("score", "--pack", TINY, table, "--write-map", target, *options)
    assert ended.code in {0, 4}
    return target.read_text(encoding="utf-8")


def filled_in(text: str, meant: dict[str, str]) -> str:
    """Return a map with its lines filled in, as somebody with an editor would do it."""

    def line(said: str) -> str:
        told = re.fullmatch(rf'( *)# (?:- )?("?)(.*?)\2(?:: {BLANK})?(  # .*)?', said)
        if told and told[3] in meant:
            return said.replace("# ", "", 1).replace(BLANK, meant[told[3]])
        return said

    return "\n".join(map(line, text.splitlines()))


def test_a_map_holds_what_was_understood_and_asks_for_the_rest(tmp_path: Path) -> None:
    """Columns as they are, then what may be a question, then the cells, the most frequent first."""
    text = written(tmp_path, PUZZLE)
    assert text.partition("\n\n")[2].splitlines() == [
        "# The column that names the people, if one does:",
        "# respondent: …",
        "",
        "questions:",
        '  "Which page of the wall do you update first?": week',
        '  "meeting": meeting',
        '  "proud": proud',
        "  # No column holds: first-hour",
        '  # "Your code": …',
        '  # "How do you begin?": …',
        '  # "Dog?": …',
        "",
        "# To pass over all columns that are neither questions nor named here:",
        "# ignore: others",
        "",
        "# Cells that are no answer, whatever the question.",
        "skipped:",
        '  # - "N/A"  # 1 time',
        "",
        "scales:",
        "  # 1 “Strongly disagree”, 2 “Disagree”, 3 “Neither”, 4 “Agree”, 5 “Strongly agree”, "
        "null if it is no answer",
        '  # "Agree (+1)": …  # 1 time',
        '  # "Neutral (0)": …  # 1 time',
        "",
        "options:",
        "  week:",
        "    # roadmap “The roadmap”",
        "    # schedule “The schedule”",
        "    # null if it is no answer",
        '    # "Plan": …  # 1 time',
    ]


MEANT = {
    "respondent": "Your code",
    "How do you begin?": "first-hour",
    "ignore: others": "",
    "N/A": "",
    "Agree (+1)": "4",
    "Neutral (0)": "3",
    "Plan": "roadmap",
}


def test_a_map_that_is_filled_in_leaves_no_problem(tmp_path: Path) -> None:
    """The table that could not be scored is scored completely."""
    text = filled_in(written(tmp_path, PUZZLE), MEANT)
    (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
    found = people(PUZZLE, mapping=read_map(tmp_path / "map.yaml", PACK))
    assert [(each.respondent, dict(each.answers)) for each in found] == [
        ("p1", {"first-hour": "problem", "proud": "growing", "meeting": 4, "week": "roadmap"}),
        ("p2", {"first-hour": "date", "meeting": 4, "week": "schedule"}),
        ("p3", {"first-hour": "people", "proud": "on-time", "meeting": 3, "week": "roadmap"}),
    ]


def test_a_map_that_is_not_filled_in_does_no_harm(tmp_path: Path) -> None:
    """It says only what was understood anyway."""
    written(tmp_path, PUZZLE)
    assert [p.code for p in problems(PUZZLE, mapping=read_map(tmp_path / "map.yaml", PACK))] == [
        p.code for p in problems(PUZZLE)
    ]


@pytest.mark.parametrize("forgotten", ["How do you begin?", "Plan", "Agree (+1)"])
def test_a_line_that_was_forgotten_is_found(tmp_path: Path, forgotten: str) -> None:
    """Its comment sign was removed, but nothing was filled in: that is not a skipped cell."""
    text = filled_in(written(tmp_path, PUZZLE), {**MEANT, forgotten: BLANK})
    (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
    table = tmp_path / "people.csv"
    ended = run("score", "--pack", TINY, table, "--map", tmp_path / "map.yaml")
    assert ended.code == 4
    assert BLANK in ended.err


def test_a_map_of_a_map_says_the_same(tmp_path: Path) -> None:
    """A map written with --map holds what that map says, and what else was found."""
    text = (EXPORTS / "decorated.csv").read_text("utf-8")
    written(tmp_path, text, "--map", EXPORTS / "decorated.yaml")
    before = read_map(EXPORTS / "decorated.yaml", PACK)
    after = read_map(tmp_path / "map.yaml", PACK)
    assert replace(after, columns=before.columns) == before
    assert before.columns.items() <= after.columns.items()


def test_everything_a_map_can_say_is_written_again(tmp_path: Path) -> None:
    """Letters, skipped cells, scales and single questions, and the columns to pass over."""
    (tmp_path / "old.yaml").write_text(
        "respondent: B\nrole: Job\nmatters: Counts\nquestions: {C: week}\nignore: others\n"
        "skipped: [N/A, '-']\nscales: {Yes: 5, '-': 3}\noptions: {week: {'-': roadmap, X: null}}\n",
        encoding="utf-8",
    )
    text = "Dog,Code,Code,Job,Counts,meeting\n?,p1,-,N/A,n/a,Yes\n"
    written(tmp_path, text, "--map", tmp_path / "old.yaml")
    before = read_map(tmp_path / "old.yaml", PACK)
    after = read_map(tmp_path / "map.yaml", PACK)
    assert replace(after, columns=before.columns) == before
    assert after.columns == {"c": "week", "meeting": "meeting"}
    assert people(text, mapping=after) == people(text, mapping=before)


def test_columns_without_a_name_of_their_own_go_by_their_letter(tmp_path: Path) -> None:
    """No header, or one that stands for two things."""
    (tmp_path / "old.yaml").write_text("questions: {A: week, C: meeting}", encoding="utf-8")
    said = written(tmp_path, ",Q,Q\nroadmap,x,4\n", "--map", tmp_path / "old.yaml")
    assert '  "A": week\n  "C": meeting\n' in said
    assert '  # "B": …' in said


def test_a_map_of_several_tables_names_what_all_have(tmp_path: Path) -> None:
    """A map that names a column which one of them lacks could not be used for both."""
    for name, text in (("a", "week,proud\nroadmap,x\n"), ("b", "meeting,WEEK\nx,y\n")):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    files = (tmp_path / "a.csv", tmp_path / "b.csv")
    ended = run("score", "--pack", TINY, *files, "--write-map", tmp_path / "map.yaml")
    assert ended.code == 4
    assert read_map(tmp_path / "map.yaml", PACK).columns == {"week": "week"}
    said = (tmp_path / "map.yaml").read_text(encoding="utf-8")
    assert said.count('"x": …') == 2
    assert said.count('"y": …') == 1


def test_many_different_cells_are_not_all_listed(tmp_path: Path) -> None:
    """Nobody fills in hundreds of lines; a long text is no answer."""
    cells = [f"text {number}" for number in range(100)] + ["long " * 50]
    said = written(tmp_path, "week\n" + "".join(f"{cell}\n" for cell in cells))
    assert said.count("# 1 time\n") == MOST_CELLS
    assert f"    # {101 - MOST_CELLS} more cells, not listed\n" in said


ODD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
HEADERS = st.one_of(
    st.sampled_from([*IDS, *(question.text for question in PACK.questions), "A", "c", "", "role"]),
    ODD,
)
CELLS = st.one_of(st.sampled_from(["1", "4", "a", "b", "The roadmap", "N/A", "", "date"]), ODD)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_written_map_changes_nothing(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever characters headers and cells hold, the map reads the table as it was."""
    width = data.draw(st.integers(1, 6))
    header = data.draw(st.lists(HEADERS, min_size=width, max_size=width))
    assume(any(map(str.strip, header)))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=4))
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    table, target = tmp_path / "people.csv", tmp_path / "map.yaml"
    table.write_text(text.getvalue(), encoding="utf-8", newline="")
    target.unlink(missing_ok=True)
    with suppress(StopError):  # nobody is in the table; what its columns mean is written
        show_reading([table], PACK, AnswerMap(), tmp_path / "out.txt", target)
    assert read(text.getvalue(), mapping=read_map(target, PACK)) == read(text.getvalue())


def test_a_column_that_is_only_called_role_stays_so(tmp_path: Path) -> None:
    """The map names neither of two such columns: with one named, the other would be unknown."""
    table = "first-hour,role,role\n1,a,\n"
    map_file = tmp_path / "map.yaml"
    map_file.write_text(written(tmp_path, table), encoding="utf-8")
    assert read(table, mapping=read_map(map_file, PACK)) == read(table)
