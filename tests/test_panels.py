"""What the quiz's words did to imagined people: blind panels, role-played by a language model.

In tests/data/panels, panels 1 and 2 are imaginers' own people, who saw the questions before they
made them up; panels 3 and 4 are two readings of the people of tests/data/people, whom a writer
described who saw no question, and half of whom have tastes against the cliché of their job.
tests/data/readers holds which role fresh readers thought each option speaks for, tests/data/raters
which poles a rater heard in it. docs/method.md quotes the figures, and must quote them rightly;
`pytest tests/test_panels.py -s` prints them. Nothing here is validated on people.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import hypot
from pathlib import Path

import pytest

from outcomes import DATA, by_role, outcomes, records, row, tally
from rolequiz.audit.model import Estimate
from rolequiz.audit.sheets import SheetsAudit, audit_sheets
from rolequiz.model import Option, Responses
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.responses import parse_responses
from rolequiz.scoring import EPSILON

PACK = shipped_pack()
PANELS = [f"panels/panel-{number}.jsonl" for number in (1, 2, 3, 4)]
OWN, DESCRIBED = PANELS[:2], PANELS[2:]
PEOPLE = "people/people.jsonl"
RATER = "raters/rater-1.jsonl"
READERS = ["readers/reader-1.jsonl", "readers/reader-2.jsonl"]
METHOD = Path(__file__).parents[1] / "docs" / "method.md"


@cache
def sheets(panel: str) -> tuple[Responses, ...]:
    """The sheets of one panel."""
    lines = (DATA / panel).read_text(encoding="utf-8").splitlines()
    return tuple(parse_responses(line, panel, PACK) for line in lines)


@cache
def found(*panels: str) -> SheetsAudit:
    """What came of some panels' sheets."""
    return audit_sheets(PACK, [sheet for panel in panels for sheet in sheets(panel)])


def value(estimate: Estimate | None) -> float:
    """A share of people, of whom there are some in every panel."""
    assert estimate is not None
    return estimate.value


def by_cliche() -> list[str]:
    """The lines of described people whose tastes go with the cliché of their job, or against it."""
    usual = {person["id"]: person["cliche"] for person in records(PEOPLE)}
    people = [sheet["respondent"] for panel in DESCRIBED for sheet in records(panel)]
    pairs = list(zip(people, outcomes(PACK, DESCRIBED), strict=True))
    return [
        row(title, [each for person, each in pairs if usual[person] is with_it])
        for title, with_it in (("described, as expected", True), ("described, unlike", False))
    ]


def by_panel() -> list[str]:
    """The table of what came out, panel by panel and of each kind."""
    rows = []
    for kind, panels in (("own people", OWN), ("described people", DESCRIBED)):
        rows += [
            row(Path(panel).stem.replace("-", " "), outcomes(PACK, [panel])) for panel in panels
        ]
        rows.append(row(kind, outcomes(PACK, panels)))
    return rows


def by_dimension() -> list[str]:
    """The table of mean positions, in all and of the panels furthest apart, and of spreads."""
    lines = []
    for index, spread in enumerate(found(*PANELS).dimensions):
        dimension = PACK.dimension(spread.dimension)
        means = [found(panel).dimensions[index].mean for panel in PANELS]
        cells = [f"{mean:+.2f}" for mean in (spread.mean, min(means), max(means))]
        cells += [f"{each:.2f}" for each in (spread.between, spread.within)]
        poles = f"{dimension.low} – {dimension.high}"
        lines.append(f"| {poles} | {' | '.join(cells)} |".replace("-", "−"))
    return lines


def extremes() -> str:
    """The most and the least taken option."""
    taken = [value(option.share) for option in found(*PANELS).options]
    return (
        f"The most taken option was taken by {max(taken):.1%} of all sheets, "
        f"the least by {min(taken):.1%}."
    )


def spoken_for(option: Option) -> set[str]:
    """The roles whose profile an option's loadings match best."""
    matches = {
        role.id: sum(value * option.loadings.get(d, 0) for d, value in role.profile.items())
        / hypot(*role.profile.values())
        for role in PACK.roles
    }
    return {id for id, match in matches.items() if match >= max(matches.values()) - EPSILON}


def traced(reader: str) -> tuple[int, int]:
    """How many options a reader traced to (one of) the roles that they speak for."""
    hits = []
    for said in records(reader):
        option = PACK.question(said["question"]).option(said["option"])
        hits.append(said["role"] in spoken_for(option))
    return sum(hits), len(hits)


def readers() -> str:
    """What the two readers traced."""
    (one, of), (other, _) = map(traced, READERS)
    return f"{one} and {other} of {of} options"


def rated() -> tuple[int, int]:
    """How many loadings have the sign of the pole that the rater heard in the option."""
    hits = []
    for said in records(RATER):
        option = PACK.question(said["question"]).option(said["option"])
        dimension = PACK.dimension(said["dimension"])
        loading = option.loadings[dimension.id]
        hits.append(said["pole"] == (dimension.high if loading > 0 else dimension.low))
    return sum(hits), len(hits)


# --- Tests ------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="module")
def seen() -> None:
    """Say once, and plainly, that the quiz has something in it that these panels never saw."""
    questions = {question.id for question in PACK.questions}
    all_sheets = [sheet for panel in PANELS for sheet in sheets(panel)]
    answered = {id for sheet in all_sheets for id in sheet.answers}
    if answered != questions or {s.role for s in all_sheets} != {role.id for role in PACK.roles}:
        pytest.fail("these panels have not seen this quiz: CONTRIBUTING.md, How words are tested")


def test_every_panel_has_four_people_a_role_with_complete_answers() -> None:
    """Two panels of each kind; both readings of the described people have all 32."""
    for panel in PANELS:
        assert Counter(s.role for s in sheets(panel)) == {role.id: 4 for role in PACK.roles}
        assert all(len(sheet.answers) == len(PACK.questions) for sheet in sheets(panel))
    people = {person["id"]: person["role"] for person in records(PEOPLE)}
    for panel in DESCRIBED:
        assert {sheet.respondent: sheet.role for sheet in sheets(panel)} == people
    for number, panel in enumerate(OWN, 1):
        made_up = {each["id"]: each["role"] for each in records(f"people/own-{number}.jsonl")}
        assert {sheet.respondent: sheet.role for sheet in sheets(panel)} == made_up


def test_half_of_the_described_people_go_against_the_cliche() -> None:
    """Two of the four people of each role; no description names a role."""
    people = records(PEOPLE)
    unlike = Counter(person["role"] for person in people if not person["cliche"])
    assert unlike == {role.id: 2 for role in PACK.roles}
    for person in people:
        assert not any(role.name.lower() in person["description"].lower() for role in PACK.roles)


def test_described_people_fit_no_worse_than_in_the_first_edition() -> None:
    """Own role first, among the first two, and clear verdicts, of the same 32 people."""
    first = read_pack(DATA / "first-edition")
    before = tally(outcomes(first, ["people/first-edition.jsonl"], PEOPLE)).shares()
    now = tally(outcomes(PACK, DESCRIBED)).shares()
    assert all(new >= old for new, old in zip(now, before, strict=True))


def test_roles_are_found_far_above_chance_in_every_panel() -> None:
    """Chance would be one in eight. The goal is higher: see docs/method.md."""
    for panel in PANELS:
        first, two, clear = tally(outcomes(PACK, [panel])).shares()
        assert (first >= 0.6, two >= 0.8, clear >= 0.75) == (True, True, True)


def test_no_option_is_chosen_too_often_or_too_rarely() -> None:
    """Between 5% and 55% of all respondents choose each option."""
    assert all(0.05 <= value(option.share) <= 0.55 for option in found(*PANELS).options)


def test_readers_guess_the_role_of_at_most_two_thirds_of_the_options() -> None:
    """Options do not give their role away; every option of a choice was judged by two readers."""
    options = sum(len(q.options) for q in PACK.questions if q.type == "choice")
    for hits, of in map(traced, READERS):
        assert of == options
        assert hits / of <= 2 / 3


def test_a_rater_agrees_with_the_poles_of_the_options() -> None:
    """All loadings of choices were rated; at least 95% have the sign that the rater gave."""
    hits, of = rated()
    choices = [question for question in PACK.questions if question.type == "choice"]
    assert of == sum(len(option.loadings) for q in choices for option in q.options)
    assert hits / of >= 0.95


def test_the_judge_can_tell_the_jobs_of_described_people() -> None:
    """The most that a reader of the descriptions can know: see docs/method.md."""
    people = {person["id"]: person["role"] for person in records(PEOPLE)}
    judged = [line["first"] == people[line["id"]] for line in records("people/judge.jsonl")]
    assert f"all {sum(judged)} jobs" in METHOD.read_text(encoding="utf-8")
    assert len(judged) == sum(judged) == len(people)


def test_the_method_quotes_these_figures() -> None:
    """docs/method.md and the output of this test show the same figures."""
    readings = [f"voices/reading-{number}.jsonl" for number in (1, 2)]
    groups = outcomes(PACK, OWN), outcomes(PACK, DESCRIBED)
    voices = outcomes(PACK, readings, "voices/voices.jsonl")
    lines = [*by_panel(), *by_cliche(), *by_role(PACK, *groups, voices)]
    hits, of = rated()
    lines += [*by_dimension(), extremes(), readers(), f"{hits} of {of} loadings"]
    print("", *lines, sep="\n")
    text = METHOD.read_text(encoding="utf-8")
    assert [line for line in lines if line not in " ".join(text.split()) and line not in text] == []


def test_the_audit_command_gives_the_same_figures() -> None:
    """Two ways of counting, the same people."""
    for panels in (OWN, DESCRIBED):
        audit, count = found(*panels), tally(outcomes(PACK, panels))
        shares = (audit.first.value, audit.first_two.value, value(audit.clear_right))
        assert shares == pytest.approx(count.shares())
