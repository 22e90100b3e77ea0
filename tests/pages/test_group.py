"""What a group report says, in whatever format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rolequiz.group import GroupReport
from rolequiz.group.model import Average, Bin, Count, Spread
from rolequiz.model import Family
from rolequiz.pages.group import FIT_NOTE, NOT_SHOWN, debrief, group_page
from rolequiz.pages.parts import Histogram, Page
from rolequiz.pages.sentences import LEGEND
from saying import words


def titles(said: Page) -> list[str]:
    """The titles of its sections."""
    return [section.title for section in said.sections]


@pytest.mark.parametrize(("people", "said"), [(5, True), (8, True), (9, False), (26, False)])
def test_a_small_room_is_told_who_counts_as_in_the_middle(
    reports: dict[str, GroupReport], people: int, said: bool
) -> None:
    """Where a mean may be of some who have no position."""
    page = " ".join(words(group_page(replace(reports["room"], people=people))))
    assert ("counts as in the middle" in page) is said


def test_a_room_is_told_how_it_is_protected(reports: dict[str, GroupReport]) -> None:
    """The page says that it shows no names or small groups, and what fit is and is not."""
    said = list(words(group_page(reports["room"])))
    assert any("No names" in text and "fewer than 5 people" in text for text in said)
    assert FIT_NOTE in said
    assert f"Mean fit: {LEGEND} Rounded, so give or take 2." in said
    for promise in ("preference fit", "ranking", "not validated on people"):
        assert promise in FIT_NOTE


@pytest.mark.parametrize(
    ("people", "title"),
    [
        (0, "Nothing to report yet"),
        (1, "How 1 person likes to work"),
        (2, "How 2 people like to work"),
        (1200, "How 1,200 people like to work"),
    ],
)
def test_the_title_counts_the_people(
    reports: dict[str, GroupReport], people: int, title: str
) -> None:
    """One person likes, several like."""
    assert group_page(replace(reports["room"], people=people)).title == title


def test_too_small_a_room_is_told_why(reports: dict[str, GroupReport]) -> None:
    """Below five there are no sections, but the reason, and what can be done."""
    said = group_page(reports["too few"])
    assert titles(said) == []
    assert "at least 5 people" in said.lead[-1]
    assert "--show-small" in said.lead[-1]
    nobody = group_page(reports["nobody"])
    assert nobody.lead[0].startswith("Nobody answered enough")
    assert "8 more answered too few questions" in nobody.lead[1]


def test_a_report_without_secrets_says_so(reports: dict[str, GroupReport]) -> None:
    """What shows small groups makes no promise about them."""
    lead = " ".join(group_page(reports["shown"]).lead)
    assert "only with a room that agreed" in lead
    assert "fewer than" not in lead
    assert "No names" not in lead


def test_names_are_for_whoever_leads_the_talk(reports: dict[str, GroupReport]) -> None:
    """A report with names says whom it is for, and ends with those who would gain from a talk."""
    said = group_page(reports["named"])
    assert any("not for the room" in text for text in said.lead)
    assert not any("No names" in text for text in said.lead)
    assert titles(said)[-1] == "Who would gain most from a conversation"
    assert "Who would gain most from a conversation" not in titles(group_page(reports["room"]))


def test_there_are_five_questions_to_talk_over(reports: dict[str, GroupReport]) -> None:
    """Any room that is large enough gets five different ones, first about what divides it."""
    for kind in ("room", "named", "shown", "moved"):
        questions = debrief(reports[kind])
        assert len(set(questions)) == 5
        split = reports[kind].split
        if split:
            assert reports[kind].pack.question(split[0].question).text in questions[0]


@pytest.mark.parametrize("mean", [-0.9, -0.3, 0.1, 0.6])
def test_a_group_is_asked_about_the_pole_that_it_leans_away_from(
    reports: dict[str, GroupReport], mean: float
) -> None:
    """It is told the pole that it leans to, and asked when its work needs the other."""
    room = reports["room"]
    dimension = room.pack.dimensions[0]
    spread = Spread(dimension.id, Average(mean, 0), None, (), 0)
    alone = replace(room, dimensions=(spread,), split=(), agreed=(), contested=None)
    to, other = (dimension.high, dimension.low)[:: 1 if mean > 0 else -1]
    asked = f"On average you lean to {to}. When does our work need {other}, and who likes it?"
    assert debrief(alone)[0] == asked


def test_only_the_last_bar_may_hold_people_who_gave_no_answer(
    reports: dict[str, GroupReport],
) -> None:
    """The label says so, unless the page counts these people by themselves."""
    room = reports["room"]
    dimension = room.pack.dimensions[0]
    bins = (Bin(-1, 0, 7), Bin(0, 1, 8))
    first, last = f"{dimension.low} 100 to 0", f"{dimension.high} 0 to 100"
    for unplaced, told in ((None, f"{last}, or no answer"), (6, last)):
        spread = Spread(dimension.id, Average(0.1, 0), None, bins, unplaced)
        page = group_page(replace(room, dimensions=(spread,)))
        parts = (part for section in page.sections for part in section.parts)
        [histogram] = (part for part in parts if isinstance(part, Histogram))
        assert [bar.label for bar in histogram.bars] == [first, told]


def test_what_has_moved_is_a_section_of_its_own(reports: dict[str, GroupReport]) -> None:
    """It is there with --before only."""
    assert "What has moved since last time" in titles(group_page(reports["moved"]))
    assert "What has moved since last time" not in titles(group_page(reports["room"]))


def test_the_section_about_sides_names_them(reports: dict[str, GroupReport]) -> None:
    """Its title is the names of the quiz's families; a quiz without any has no such section."""
    room = reports["room"]
    families = (Family("made", "Making"), Family("run", "Running"))
    counts = (Count(("made",), 12), Count(("run",), 14))
    sided = replace(room, pack=replace(room.pack, families=families), sides=counts)
    assert "Making or Running" in titles(group_page(sided))
    assert all(titles(group_page(replace(sided, pack=room.pack, sides=()))))


def test_results_counted_as_one_are_listed_as_a_sentence_does(
    reports: dict[str, GroupReport],
) -> None:
    """Two are joined by "or", three by commas too, and only the first word is capital."""
    two, three = ("clear", "leaning"), ("leaning", "close", "flat")
    counts = (Count(two, 9), Count(three, 8))
    said = list(words(group_page(replace(reports["room"], verdicts=counts))))
    assert "One role clearly ahead or one role ahead but not safely" in said
    assert "One role ahead but not safely, two or more close, or no clear direction" in said


@pytest.mark.parametrize("kind", ["room", "too few", "nobody", "named", "shown", "moved"])
def test_nothing_says_none(kind: str, reports: dict[str, GroupReport]) -> None:
    """A figure that is not there is called not shown, never None or nothing."""
    for text in words(group_page(reports[kind])):
        assert "None" not in text
        assert text == text.strip()
    assert NOT_SHOWN == "not shown"
