"""What the quiz's words did to people who saw only them: blind panels, role-played by imaginers.

tests/data/panels holds the confirming sheets as they came, one panel a file; `role` is the job that
the imagined person holds and loves. tests/data/readers holds which role fresh readers thought each
option speaks for, tests/data/raters which poles a rater heard in it. docs/method.md quotes the
figures, and must quote them rightly; `pytest tests/test_panels.py -s` prints them. Nothing here is
validated on people.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from math import hypot
from pathlib import Path

import pytest

from rolequiz.audit.model import Estimate
from rolequiz.audit.sheets import SheetsAudit, audit_sheets
from rolequiz.model import Option, Pack, Responses
from rolequiz.pack import read_pack, shipped_folder
from rolequiz.responses import parse_json
from rolequiz.scoring import EPSILON

DATA = Path(__file__).parent / "data"
PANELS = sorted((DATA / "panels").glob("*.jsonl"))
RATER = DATA / "raters" / "rater-1.jsonl"
READERS = sorted((DATA / "readers").glob("*.jsonl"))
METHOD = Path(__file__).parents[1] / "docs" / "method.md"
ROLES = [role.id for role in read_pack(shipped_folder()).roles]


@cache
def pack() -> Pack:
    """The shipped quiz."""
    return read_pack(shipped_folder())


@cache
def sheets(panel: Path) -> tuple[Responses, ...]:
    """The sheets of one panel."""
    lines = panel.read_text(encoding="utf-8").splitlines()
    return tuple(parse_json(line, panel.name, pack()) for line in lines)


@cache
def found(panel: Path | None = None) -> SheetsAudit:
    """What came of one panel's sheets, or of all."""
    chosen = [sheet for each in ([panel] if panel else PANELS) for sheet in sheets(each)]
    return audit_sheets(pack(), chosen)


def value(estimate: Estimate | None) -> float:
    """A share of people, of whom there are some in every panel."""
    assert estimate is not None
    return estimate.value


def share(estimate: Estimate, of: int) -> str:
    """How many of how many."""
    return f"{estimate.value * of:.0f} ({estimate.value:.0%})"


def row(name: str, audit: SheetsAudit) -> str:
    """A line of the table by panel."""
    first, first_two = share(audit.first, audit.people), share(audit.first_two, audit.people)
    right = f"{value(audit.clear_right) * audit.clear:.0f} of {audit.clear}"
    return f"| {name} | {audit.people} | {first} | {first_two} | {right} |"


def by_panel() -> list[str]:
    """The table of what came out, panel by panel and in all."""
    rows = [row(panel.stem.replace("-", " "), found(panel)) for panel in PANELS]
    return [*rows, row("all", found())]


def by_role() -> list[str]:
    """The table of the roles, each with whom it was taken for."""
    lines = []
    for role in found().roles:
        first = role.leaders.get(role.role, 0)
        others = sorted(
            (
                f"{pack().role(id).name} {count}"
                for id, count in role.leaders.items()
                if id != role.role
            ),
            key=lambda text: (-int(text.split()[-1]), text),
        )
        taken_for = ", ".join(others) or "–"
        lines.append(f"| {pack().role(role.role).name} | {first} of {role.people} | {taken_for} |")
    return lines


def by_dimension() -> list[str]:
    """The table of mean positions, in all and of the panels furthest apart, and of spreads."""
    lines = []
    for index, spread in enumerate(found().dimensions):
        dimension = pack().dimension(spread.dimension)
        means = [found(panel).dimensions[index].mean for panel in PANELS]
        cells = [f"{mean:+.2f}" for mean in (spread.mean, min(means), max(means))]
        cells += [f"{each:.2f}" for each in (spread.between, spread.within)]
        poles = f"{dimension.low} – {dimension.high}"
        lines.append(f"| {poles} | {' | '.join(cells)} |".replace("-", "−"))
    return lines


def extremes() -> str:
    """The most and the least taken option."""
    taken = [value(option.share) for option in found().options]
    return (
        f"The most taken option was taken by {max(taken):.1%} of all sheets, "
        f"the least by {min(taken):.1%}."
    )


def spoken_for(option: Option) -> set[str]:
    """The roles whose profile an option's loadings match best."""
    matches = {
        role.id: sum(value * option.loadings.get(d, 0) for d, value in role.profile.items())
        / hypot(*role.profile.values())
        for role in pack().roles
    }
    return {id for id, match in matches.items() if match >= max(matches.values()) - EPSILON}


def traced(reader: Path) -> tuple[int, int]:
    """How many options a reader traced to (one of) the roles that they speak for."""
    hits = []
    for line in reader.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        option = pack().question(said["question"]).option(said["option"])
        hits.append(said["role"] in spoken_for(option))
    return sum(hits), len(hits)


def readers() -> str:
    """What the two readers traced."""
    return " and ".join(f"{hits} of {of}" for hits, of in map(traced, READERS))


def rated() -> tuple[int, int]:
    """How many loadings have the sign of the pole that the rater heard in the option."""
    hits = []
    for line in RATER.read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        option = pack().question(said["question"]).option(said["option"])
        dimension = pack().dimension(said["dimension"])
        loading = option.loadings[dimension.id]
        hits.append(said["pole"] == (dimension.high if loading > 0 else dimension.low))
    return sum(hits), len(hits)


# --- Tests ------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="module")
def seen() -> None:
    """Say once, and plainly, that the quiz has something in it that these panels never saw."""
    questions = {question.id for question in pack().questions}
    all_sheets = [sheet for panel in PANELS for sheet in sheets(panel)]
    answered = {id for sheet in all_sheets for id in sheet.answers}
    if answered != questions or {sheet.role for sheet in all_sheets} != set(ROLES):
        pytest.fail("these panels have not seen this quiz: CONTRIBUTING.md, How words are tested")


def test_there_are_four_panels_or_more_of_four_people_a_role() -> None:
    """Each imaginer made up 32 people, and every sheet is whole."""
    assert len(PANELS) >= 4
    for panel in PANELS:
        assert Counter(sheet.role for sheet in sheets(panel)) == dict.fromkeys(ROLES, 4)
        assert all(len(sheet.answers) == len(pack().questions) for sheet in sheets(panel))


def test_people_get_their_role_back() -> None:
    """First in at least 80%, among the first two in at least 93%, no role under 60%."""
    assert found().first.value >= 0.80
    assert found().first_two.value >= 0.93
    assert [role.role for role in found().roles if role.first.value < 0.60] == []


def test_clear_verdicts_are_right() -> None:
    """At least 90% of the clear verdicts name the person's role."""
    assert value(found().clear_right) >= 0.90


def test_no_option_is_lopsided_or_dead() -> None:
    """Every option is taken by at least 4% and at most 60% of all sheets."""
    assert all(0.04 <= value(option.share) <= 0.60 for option in found().options)


def test_the_sample_leans_to_no_pole() -> None:
    """The mean position of all sheets is within ±0.15 on every dimension."""
    assert [each for each in found().dimensions if abs(each.mean) > 0.15] == []


def test_readers_trace_at_most_two_thirds_of_the_options() -> None:
    """Options do not give their role away; every option of a choice was judged by two readers."""
    options = sum(len(q.options) for q in pack().questions if q.type == "choice")
    assert len(READERS) == 2
    for hits, of in map(traced, READERS):
        assert of == options
        assert hits / of <= 2 / 3


def test_a_rater_hears_the_poles_that_options_are_keyed_to() -> None:
    """All loadings of choices were rated; at least nine in ten have the sign that was heard."""
    hits, of = rated()
    choices = [question for question in pack().questions if question.type == "choice"]
    assert of == sum(len(option.loadings) for q in choices for option in q.options)
    assert hits / of >= 0.9


def test_the_method_quotes_these_figures() -> None:
    """docs/method.md shows the figures as they come out here, and so does this test's output."""
    lines = [*by_panel(), *by_role(), *by_dimension(), extremes(), readers()]
    hits, of = rated()
    lines.append(f"{hits} of {of} loadings")
    print("", *lines, sep="\n")
    text = METHOD.read_text(encoding="utf-8")
    assert [line for line in lines if line not in text] == []
