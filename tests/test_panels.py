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
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import hypot, sqrt
from pathlib import Path
from statistics import fmean

import pytest

from rolequiz.model import Option, Pack, Responses, Result
from rolequiz.pack import read_pack, shipped_folder
from rolequiz.responses import parse_json
from rolequiz.scoring import EPSILON, score

DATA = Path(__file__).parent / "data"
PANELS = sorted((DATA / "panels").glob("*.jsonl"))
RATER = DATA / "raters" / "rater-1.jsonl"
READERS = sorted((DATA / "readers").glob("*.jsonl"))
METHOD = Path(__file__).parents[1] / "docs" / "method.md"


@dataclass(frozen=True)
class Sheet:
    """One imagined person's answers and what they came to."""

    panel: str
    role: str
    responses: Responses
    result: Result

    @property
    def places(self) -> list[str]:
        """The roles, best first."""
        return [role.role for role in self.result.roles]

    @property
    def first(self) -> bool:
        """Whether the person's own role leads."""
        return self.places[0] == self.role

    @property
    def second(self) -> bool:
        """Whether it is at least among the first two."""
        return self.role in self.places[:2]


@cache
def pack() -> Pack:
    """The shipped quiz."""
    return read_pack(shipped_folder())


@cache
def sheets() -> list[Sheet]:
    """All sheets, scored."""
    found = []
    for path in PANELS:
        for line in path.read_text(encoding="utf-8").splitlines():
            responses = parse_json(line, path.name, pack())
            assert responses.role is not None
            result = score(pack(), responses)
            found.append(Sheet(path.stem, responses.role, responses, result))
    return found


def share(hits: Iterable[bool]) -> tuple[int, int]:
    """How many of how many."""
    listed = list(hits)
    return sum(listed), len(listed)


def row(name: str, chosen: list[Sheet]) -> str:
    """A line of the table by panel."""
    first, of = share(sheet.first for sheet in chosen)
    second, _ = share(sheet.second for sheet in chosen)
    right, clear = share(sheet.first for sheet in chosen if sheet.result.verdict == "clear")
    verdicts = Counter(sheet.result.verdict for sheet in chosen)
    return (
        f"| {name} | {of} | {first} ({first / of:.0%}) | {second} ({second / of:.0%}) "
        f"| {right} of {clear} | {verdicts['leaning']} | {verdicts['close']} |"
    )


def by_panel() -> list[str]:
    """The table of what came out, panel by panel and in all."""
    names = sorted({sheet.panel for sheet in sheets()})
    rows = [row(n.replace("-", " "), [s for s in sheets() if s.panel == n]) for n in names]
    return [*rows, row("all", sheets())]


def by_role() -> list[str]:
    """The table of the roles, each with whom it was taken for, and in which panel."""
    lines = []
    for role in pack().roles:
        mine = [sheet for sheet in sheets() if sheet.role == role.id]
        first, of = share(sheet.first for sheet in mine)
        others = Counter(
            (pack().role(sheet.places[0]).name, sheet.panel.replace("-", " "))
            for sheet in mine
            if not sheet.first
        )
        named = [f"{name} {count} ({panel})" for (name, panel), count in sorted(others.items())]
        lines.append(f"| {role.name} | {first} of {of} | {', '.join(named) or '–'} |")
    return lines


def by_dimension() -> list[str]:
    """The table of mean positions, by panel and in all, with the spread of roles and people."""
    lines = []
    for index, dimension in enumerate(pack().dimensions):
        panels: dict[str, list[float]] = {}
        roles: dict[str, list[float]] = {}
        for sheet in sheets():
            position = sheet.result.dimensions[index].position
            assert position is not None
            panels.setdefault(sheet.panel, []).append(position)
            roles.setdefault(sheet.role, []).append(position)
        of_roles = list(map(fmean, roles.values()))
        means = [*map(fmean, panels.values()), fmean(of_roles)]
        spreads = [spread(of_roles), fmean(map(spread, roles.values()))]
        cells = [*(f"{mean:+.2f}" for mean in means), *(f"{each:.2f}" for each in spreads)]
        poles = f"{dimension.low} – {dimension.high}"
        lines.append(f"| {poles} | {' | '.join(cells)} |".replace("-", "−"))
    return lines


def spread(figures: list[float]) -> float:
    """The standard deviation of all there are."""
    mean = fmean(figures)
    return sqrt(fmean((figure - mean) ** 2 for figure in figures))


def taken(option_of: str) -> dict[str, float]:
    """The share of all sheets that took each option of a question."""
    counts = Counter(str(sheet.responses.answers[option_of]) for sheet in sheets())
    return {
        str(option.id): counts[str(option.id)] / len(sheets())
        for option in pack().question(option_of).options
    }


def extremes() -> str:
    """The most and the least taken option."""
    shares = {(q.id, id): s for q in pack().questions for id, s in taken(q.id).items()}
    most, least = max(shares.values()), min(shares.values())
    return f"The most taken option was taken by {most:.1%} of all sheets, the least by {least:.1%}."


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
    return share(hits)


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
    return share(hits)


# --- Tests ------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="module")
def seen() -> None:
    """Say once, and plainly, that the quiz has something in it that these panels never saw."""
    questions = {question.id for question in pack().questions}
    answered = {id for sheet in sheets() for id in sheet.responses.answers}
    played = {sheet.role for sheet in sheets()}
    if answered != questions or played != {role.id for role in pack().roles}:
        pytest.fail("these panels have not seen this quiz: CONTRIBUTING.md, How words are tested")


def test_there_are_four_panels_of_four_people_a_role() -> None:
    """128 sheets, 16 for each role, each of them whole."""
    assert len(PANELS) >= 4
    counts = Counter((sheet.panel, sheet.role) for sheet in sheets())
    assert counts == {(p.stem, role.id): 4 for p in PANELS for role in pack().roles}
    assert all(sheet.result.answered == sheet.result.questions for sheet in sheets())


def test_people_get_their_role_back() -> None:
    """First in at least 80%, among the first two in at least 93%, no role under 60%."""
    first, of = share(sheet.first for sheet in sheets())
    second, _ = share(sheet.second for sheet in sheets())
    assert first / of >= 0.80
    assert second / of >= 0.93
    for role in pack().roles:
        mine, mine_of = share(sheet.first for sheet in sheets() if sheet.role == role.id)
        assert mine / mine_of >= 0.60, role.id


def test_clear_verdicts_are_right() -> None:
    """At least 90% of the clear verdicts name the person's role."""
    right, clear = share(s.first for s in sheets() if s.result.verdict == "clear")
    assert right / clear >= 0.90


@pytest.mark.parametrize("question", [question.id for question in pack().questions])
def test_no_option_is_lopsided_or_dead(question: str) -> None:
    """Every option is taken by at least 4% and at most 60% of all sheets."""
    shares = taken(question)
    assert min(shares.values()) >= 0.04, shares
    assert max(shares.values()) <= 0.60, shares


def test_the_sample_leans_to_no_pole() -> None:
    """The mean position of all sheets is within ±0.15 on every dimension."""
    for index, dimension in enumerate(pack().dimensions):
        mean = fmean(sheet.result.dimensions[index].position or 0.0 for sheet in sheets())
        assert abs(mean) <= 0.15, (dimension.id, mean)


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
