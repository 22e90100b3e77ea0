"""Tests of the page of `rolequiz check`, in every format."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from packs import choice, make_pack
from rolequiz.audit import Audit, DimensionAudit, Estimate, Figure, QuestionAudit, RoleAudit
from rolequiz.audit.model import NO_RIVALS, cause
from rolequiz.audit.sheets import audit_sheets
from rolequiz.model import Responses
from rolequiz.pages.check import Checked, check_page
from rolequiz.pages.parts import Items
from rolequiz.problems import Problem, fault
from rolequiz.render import RenderOptions
from saying import audited

PACK = make_pack(
    [choice("p", {"x": 1}, {"x": -1}), choice("q", {"y": 1}, {"y": -1})],
    {"[b]high": {"x": 1}, "low": {"x": -1}, "wide": {"y": 1}},
)
HALF = Estimate(0.5, 0.04)
AUDIT = Audit(
    pack=PACK,
    respondents=1000,
    figures=(
        Figure("separation", Estimate(0.83), "below", 0.80, (NO_RIVALS,)),
        Figure("coverage", Estimate(6), "at least", 6, digits=0),
        Figure("one-answer flips, clear", None, "at most", 0.01, (cause("nobody clear"),)),
    ),
    dimensions=(
        DimensionAudit("x", 0.25, 7, 6, 5),
        DimensionAudit("y", None, 0, 0, 0),
        DimensionAudit("y", -1e-18, 6, 6, 6),
    ),
    roles=(RoleAudit("[b]high", HALF, HALF, HALF, Estimate(0.25), "low", Estimate(0.25, 0.04)),),
    questions=(
        QuestionAudit("q", {("[b]high", "low"): 0.0, ("low", "wide"): 0.4}),
        QuestionAudit("p", {("[b]high", "low"): 0.1, ("low", "wide"): 0.1}),
    ),
)
BAD_ID = fault("bad-id", text="A", title="an id", about="Write a.")
MISTAKE = Problem("q.yaml", BAD_ID, 3, 5, "", "  - id: A\x1b[2J")
CHECKED = Checked(PACK, (), AUDIT)


def text(checked: Checked, **options: object) -> str:
    """The page as a terminal shows it."""
    return audited(checked, "text", RenderOptions(**options))  # type: ignore[arg-type]


def last_line(checked: Checked) -> str:
    """What the page says in short."""
    return text(checked, width=200).splitlines()[-1]


def test_figures_stand_beside_what_is_wanted() -> None:
    """Each figure has its target, its standard error and whether it is reached."""
    lines = [line.split() for line in text(CHECKED).splitlines()]
    assert ["separation", "0.830", "below", "0.800", "MISSED"] in lines
    assert ["coverage", "6", "at", "least", "6", "reached"] in lines
    assert ["one-answer", "flips,", "clear", "–", "at", "most", "0.010", "MISSED"] in lines
    assert ["After", "±", "comes", "the", "standard", "error,", "from", "1,000"] in [
        line[:8] for line in lines
    ]


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure("careless", Estimate(0.0503), "at most", 0.05), ["0.0503", "at", "most", "0.0500"]),
        (Figure("careless", Estimate(0.8), "below", 0.8), ["0.800000000", "below", "0.800000000"]),
        (
            Figure("careless", Estimate(0.07), "at least", 0.0625),
            ["0.0700", "at", "least", "0.0625"],
        ),
        (Figure("careless", Estimate(0.049), "at most", 0.05), ["0.049", "at", "most", "0.050"]),
    ],
)
def test_rounding_hides_neither_a_target_nor_a_miss(figure: Figure, shown: list[str]) -> None:
    """A figure that misses by a hair is not shown as its target, nor a target as another one."""
    audit = replace(AUDIT, figures=(figure,))
    lines = [line.split() for line in text(CHECKED._replace(audit=audit)).splitlines()]
    assert ["careless", *shown] in [line[:-1] for line in lines]


def test_a_miss_names_its_causes() -> None:
    """Below the figures stands what to mend, for those that miss and no others."""
    page = text(CHECKED)
    mend = page.partition("What to fix")[2].partition("How each role")[0]
    assert "separation (largest cosine between the profiles of two roles):\n• No two roles" in mend
    assert "coverage" not in mend


def test_questions_come_with_the_least_separating_first() -> None:
    """Question p moves gaps by 0.1 on average, and q by 0.2, though not that of every pair."""
    page = text(CHECKED, width=120)
    assert page.index("\np ") < page.index("\nq ")
    assert "1 of 2  Low / Wide 0.400" in page
    assert "q: Question q? Says nothing about [B]High / Low." in page


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (CHECKED, "no mistakes and no warnings; 2 of 3 figures miss their targets."),
        (
            Checked(PACK, (), None, audit_sheets(PACK, [Responses({}, role="low")])),
            "no mistakes and no warnings.",
        ),
        (
            Checked(PACK, ()),
            "no mistakes and no warnings. Nothing was measured: there are too many roles.",
        ),
        (
            Checked(None, (MISTAKE,)),
            "1 mistake. Fix these, then run the check again to measure how good the quiz is.",
        ),
    ],
)
def test_the_page_ends_with_what_it_says_in_short(checked: Checked, said: str) -> None:
    """The last line is what a terminal shows when the page has scrolled by."""
    assert last_line(checked) == f"In short: {said}"


def test_a_problem_keeps_its_caret_below_its_place() -> None:
    """A problem is quoted with its line as it stands, and nothing in it steers the terminal."""
    page = text(Checked(None, (MISTAKE,)))
    assert "q.yaml:3:5:" in page
    line, caret = page.splitlines()[4:6]
    assert line.index("-") + 2 == caret.index("^")
    assert "\x1b" not in page


@pytest.mark.parametrize("width", [12, 40, 80])
@pytest.mark.parametrize("unicode", [True, False])
def test_a_caret_keeps_its_place_on_any_screen(width: int, unicode: bool) -> None:
    """The line is cut to the screen around the place, the first line stays one, the hint wraps."""
    line = "  - {id: a, text: “one … two”, scores: {" + "x: 1, " * 20 + "nope: 2" + ", y: 1" * 20
    hint = "Say which of the dimensions was meant, and score the option on it."
    wrong = fault("bad-id", text="A", title="long " * 20, about=hint)
    problem = Problem("q.yaml", wrong, 3, line.index("nope") + 1, "", line)
    page = text(Checked(None, (problem,)), width=width, unicode=unicode).splitlines()
    at = next(number for number, each in enumerate(page) if each.startswith("q.yaml:3:"))
    assert page[at].endswith("long")
    assert len(page[at]) > 100
    quoted, caret, *rest = page[at + 1 :]
    assert quoted[caret.index("^")] == "n"
    assert max(map(len, [quoted, caret, *rest])) <= width + 4 * (not unicode)  # … becomes ...
    assert " ".join(" ".join(rest).split()).startswith(hint)


@pytest.mark.parametrize("width", [12, 40, 80])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    """Where columns do not fit, every row becomes a sentence."""
    assert max(map(len, text(CHECKED, width=width).splitlines())) <= width


@pytest.mark.parametrize("options", [{"plain": True}, {"width": 30}])
def test_a_row_in_words_names_its_roles(options: dict[str, object]) -> None:
    """Where columns have numbers for heads, their rows in words have the roles' names."""
    people = [Responses({"p": "p-a", "q": "q-b"}, role=role) for role in ("low", "wide", "wide")]
    page = text(Checked(PACK, (), None, audit_sheets(PACK, people)), **options)
    said = " ".join(page.replace("\n  ", " ").split())
    assert "3 Wide: first 0.00 ± 0.19, first two 0.00 ± 0.19, [B]High 2" in said
    assert "p: p-a: all 1.00, Low 1, Wide 2" in said


def test_plain_text_has_a_sentence_for_every_row() -> None:
    """Whoever hears the page hears what each figure is."""
    assert "separation: measured 0.830, target below 0.800, MISSED" in text(CHECKED, plain=True)


def test_dimensions_are_told_apart_by_how_they_are_asked_about() -> None:
    """Each has where random answers come out, and its questions; a dash where it has none."""
    page = text(CHECKED).partition("How each dimension is asked about")[2]
    lines = [line.split() for line in page.splitlines()]
    assert ["low", "x", "–", "high", "x", "+0.25", "7", "6", "5"] in lines
    assert ["low", "y", "–", "high", "y", "–", "0", "0", "0"] in lines
    assert ["low", "y", "–", "high", "y", "+0.00", "6", "6", "6"] in lines  # never −0.00


def test_what_was_not_measured_is_a_dash() -> None:
    """Where there are no rivals there is no table of roles; no share is 0 for want of people."""
    assert "How each role fares" not in text(Checked(PACK, (), replace(AUDIT, roles=())))
    nobody = audit_sheets(PACK, [Responses({}, role="low")])
    page = text(Checked(PACK, (), None, nobody), width=100)
    assert ["right", "among", "0", "clear", "results", "–"] in [
        line.split() for line in page.splitlines()
    ]
    assert "• None." in page.partition("Dead")[2]
    assert ["p:", "p-a", "–", "·", "·", "·"] in [line.split() for line in page.splitlines()]


def test_markdown_lays_the_figures_out_in_a_table() -> None:
    """The same page as Markdown; what a quiz's names hold is no markup there."""
    page = audited(CHECKED, "markdown")
    assert "| separation | 0.830 | below 0.800 | MISSED |" in page
    assert r"| \[B\]High | 0.50 ± 0.04 | 0.50 ± 0.04 | 0.50 ± 0.04 | Low 0.25 |" in page


def test_json_carries_all_of_it_in_full() -> None:
    """Scripts get problems and figures with the same fields, and nothing rounded."""
    data = json.loads(audited(CHECKED._replace(problems=(MISTAKE,)), "json"))
    assert data["problems"] == [
        {
            "file": "q.yaml",
            "line": 3,
            "column": 5,
            "severity": "error",
            "code": "bad-id",
            "message": "“A” is not an id",
            "hint": "Write a.",
            "path": "",
            "excerpt": "  - id: A\x1b[2J",
        }
    ]
    separation, _, flips = data["audit"]["figures"]
    assert (separation["value"], separation["standard_error"], separation["passed"]) == (
        0.83,
        None,
        False,
    )
    assert flips["causes"] == ["No simulated respondent had a clear result."]
    assert (flips["value"], flips["standard_error"]) == (None, None)
    assert data["audit"]["dimensions"] == [
        {"id": "x", "chance_position": 0.25, "questions": 7, "low_keyed": 6, "high_keyed": 5},
        {"id": "y", "chance_position": None, "questions": 0, "low_keyed": 0, "high_keyed": 0},
        {"id": "y", "chance_position": -1e-18, "questions": 6, "low_keyed": 6, "high_keyed": 6},
    ]
    assert data["audit"]["questions"][0]["separates"][1] == {"roles": ["low", "wide"], "gap": 0.4}
    assert (data["pack"]["title"], data["sheets"]) == ("A quiz", None)


def test_json_does_not_repeat_a_line_as_long_as_its_file() -> None:
    """A file on one line can have two hundred problems."""
    problem = Problem("q", BAD_ID, 1, 5, "", "x" * 100_000)
    checked = Checked(None, [problem])
    out = json.loads(audited(checked, "json"))
    assert out["problems"][0]["excerpt"] == "x" * 1000


def test_sheets_show_who_was_taken_for_whom() -> None:
    """One person of low is led by it and one by high; nobody chose the first option of q."""
    people = [
        Responses({"p": "p-a", "q": "q-b"}, role="low"),
        Responses({"p": "p-b", "q": "q-b"}, role="low"),
    ]
    checked = Checked(PACK, (), None, audit_sheets(PACK, people))
    page = text(checked, width=100)
    row = next(line for line in page.splitlines() if line.startswith("2 Low"))
    assert row.split()[-3:] == ["1", "1", "·"]
    assert "• q: q-a “Option a” 0%" in page.partition("Dead")[2]
    data = json.loads(audited(checked, "json"))["sheets"]
    assert data["roles"] == [
        {
            "id": "low",
            "people": 2,
            "first": {"value": 0.5, "standard_error": pytest.approx((1 / 24) ** 0.5)},
            "first_two": data["roles"][0]["first_two"],
            "leaders": {"[b]high": 1, "low": 1},
        }
    ]


def test_lopsided_and_dead_options_are_named_each_under_its_title() -> None:
    """An option that all chose is lopsided, one that nobody chose is dead."""
    up, down = (option.id for option in PACK.questions[0].options)
    sheets = [Responses({"p": up}, role=role) for role in ("[b]high", "low", "wide")]
    page = check_page(Checked(PACK, (), None, audit_sheets(PACK, sheets)))
    listed = {
        section.title.split(":")[0]: [
            text for part in section.parts if isinstance(part, Items) for text in part.texts
        ]
        for section in page.sections
    }
    assert [text.split(" ")[:2] for text in listed["Lopsided"]] == [["p:", up]]
    assert ["p:", down] in [text.split(" ")[:2] for text in listed["Dead"]]
    assert ["p:", up] not in [text.split(" ")[:2] for text in listed["Dead"]]
