"""The result in a terminal."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from rolequiz.model import Dimension, Option, OptionId, Pack, Question, Responses, Role
from rolequiz.pages.parts import Page, Section
from rolequiz.pages.sentences import LEGEND
from rolequiz.problems import Problem, fault
from rolequiz.render import RenderOptions, write
from rolequiz.scoring import Result, score
from saying import Said, written

VERDICTS = ["clear", "leaning", "close", "flat", "insufficient"]
WIDTHS = [12, 13, 20, 39, 40, 59, 60, 80, 120]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
DRAWN = re.compile("[\u2190-\u21ff\u2500-\u25ff•]")  # arrows, boxes, blocks, geometric shapes
JARGON = re.compile(
    r"\b(loading|pack|cosine|vector|stability|dimension|profile|euclid|probabilit|aptitude|success)",
    re.IGNORECASE,
)


def shown(result: Result, width: int = 80, **options: bool) -> str:
    """The page as text."""
    return written(result, "text", RenderOptions(width=width, **options))


def flowed(text: str) -> str:
    """Text without its line breaks and indents."""
    return " ".join(text.split())


# --- The first screen -------------------------------------------------------------------------


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_first_24_lines_answer_alone(
    results: dict[str, Result], verdict: str, plain: bool
) -> None:
    """With the longest texts that a quiz may have, the answer is on the first screen."""
    result = results[verdict]
    said = Said(result)
    screen = flowed("\n".join(shown(result, plain=plain).splitlines()[:24]))
    for sentence in (
        said.headline,
        *said.lead,
        *(because.sentence if plain else because.chain for because in said.reasons),
        *(fact.text for fact in said.facts),
    ):
        assert flowed(sentence) in screen
    if verdict == "clear":
        assert [because.speaks for because in said.reasons] == ["for"] * 3 + ["against"]


def test_an_undecided_first_screen_says_what_to_talk_over(results: dict[str, Result]) -> None:
    """Where no role stands out, the three questions are on the first screen."""
    result = results["flat"]
    screen = flowed("\n".join(shown(result).splitlines()[:24]))
    for point in Said(result).talk:
        assert point in screen


@pytest.mark.parametrize("verdict", VERDICTS)
def test_nobody_reads_jargon_or_claims(results: dict[str, Result], verdict: str) -> None:
    """No word of the method, and none about success, reaches the screen."""
    for plain in (False, True):
        assert not JARGON.search(shown(results[verdict], plain=plain))


# --- Fits and positions -----------------------------------------------------------------------


def test_a_page_says_whose_it_is(results: dict[str, Result]) -> None:
    """Beside the short answer at its end, so that the first screen stays as it is."""
    named = replace(results["clear"], respondent="Zoë")
    assert "Answers of Zoë.\nIn short: " in written(named)
    assert "Answers of" not in written(results["clear"])


def test_bars_are_as_long_as_the_fits(results: dict[str, Result]) -> None:
    """Each role has a bar in proportion to its fit, with the figure, and one legend."""
    result = results["leaning"]
    lines = shown(result).splitlines()
    for role in result.roles:
        name = result.pack.role(role.role).name
        assert role.fit is not None
        [line] = [line for line in lines if re.match(rf"{name} +{role.fit:.1f}(  ━+)?$", line)]
        assert line.count("━") == pytest.approx(24 * role.fit / 100, abs=0.51)
    assert LEGEND in lines


def scales(result: Result, width: int = 80) -> dict[str, str]:
    """Low pole → the line drawn between it and the high pole."""
    found = re.findall(r"^ *(\S+) ([─┼●◆◈]+) (?:\S| )+$", shown(result, width), re.MULTILINE)
    return dict(found)


def test_positions_are_marked_between_their_poles(results: dict[str, Result]) -> None:
    """Person and role stand on the line where their figures put them."""
    result = results["clear"]
    drawn = scales(result)
    for place in result.dimensions:
        line = drawn[result.pack.dimension(place.dimension).low]
        half = len(line) // 2
        assert place.position is not None
        mark = max(line.find("●"), line.find("◈"))
        assert (mark - half) / half == pytest.approx(place.position, abs=0.51 / half)
    assert drawn["Execution"].endswith("◆")  # the role's profile is 2, all the way
    assert "◆" not in drawn["Deadlines"]  # and says nothing on this one
    assert "● you ◆ Product manager ◈ both" in flowed(shown(result))


def test_one_sign_stands_for_both_in_one_place(results: dict[str, Result]) -> None:
    """Where person and role coincide, neither hides the other."""
    result = results["clear"]
    answers: dict[str, OptionId] = {q.id: "a+" for q in result.pack.questions if q.type == "choice"}
    same = score(result.pack, Responses(answers))
    assert scales(same)["Execution"].endswith("◈")


def test_what_was_not_asked_is_said(results: dict[str, Result]) -> None:
    """A dimension and a role that no answer touches have no mark and no bar, but words."""
    result = results["leaning"]
    pack = replace(
        result.pack,
        dimensions=(*result.pack.dimensions, Dimension("z", "Sea", "Land")),
        roles=(*result.pack.roles, Role("sailor", "Sailor", "Sails.", {"z": 2})),
    )
    result = score(pack, result.figures.responses)
    for plain in (False, True):
        text = shown(result, plain=plain)
        assert "No question that you answered says anything about Sailor." in text
        assert re.search("Sea.* no answer", text)


def test_the_widest_disagreement_is_asked_about(results: dict[str, Result]) -> None:
    """Where person and role lean to different poles, the page says what to ask."""
    result = results["leaning"]
    roles = tuple(replace(r, profile={**r.profile, "b": -1}) for r in result.pack.roles[:1])
    pack = replace(result.pack, roles=roles)
    result = score(pack, result.figures.responses)
    assert "Ask about this: You lean slightly to Lifecycle, Product manager to" in shown(result)


# --- Media ------------------------------------------------------------------------------------


def test_plain_is_words_only(results: dict[str, Result]) -> None:
    """Plain pages have no escape codes, arrows or drawing, whatever else is asked for."""
    for verdict in VERDICTS:
        text = shown(results[verdict], plain=True, colour=True)
        assert not COLOUR.search(text)
        assert not DRAWN.search(text)


def test_plain_says_one_fact_a_line(results: dict[str, Result]) -> None:
    """On a wide screen every role and every position is a line that can be heard alone."""
    lines = shown(results["clear"], width=400, plain=True).splitlines()
    assert "Scrum master: 0.4" in lines
    assert any(
        re.fullmatch(
            r"Execution or Strategy: you lean strongly to Strategy, \d+ of 100; "
            r"Product manager leans strongly to Strategy\.",
            line,
        )
        for line in lines
    )
    assert (
        sum(line.startswith(("For: You answered", "Against: You answered")) for line in lines) == 4
    )


def test_plain_and_drawn_pages_say_the_same(results: dict[str, Result]) -> None:
    """Every section, with all its items, is on both pages."""
    for result in results.values():
        said = Said(result)
        for plain in (False, True):
            text = flowed(shown(result, width=500, plain=plain))
            for section in said.sections:
                for part in (section.title, section.text, *section.items, section.after):
                    assert flowed(part) in text
            assert flowed(said.note) in text


def test_colour_changes_nothing_but_colour(results: dict[str, Result]) -> None:
    """Without its codes a coloured page is the page; the codes are bold and the 8 colours."""
    for result in results.values():
        coloured = shown(result, colour=True)
        assert COLOUR.search(coloured)
        assert COLOUR.sub("", coloured) == shown(result)
        codes = {
            code for codes in re.findall(r"\x1b\[([\d;]*)m", coloured) for code in codes.split(";")
        }
        assert codes <= {"0", "1", *map(str, range(31, 37))}


def test_ascii_streams_get_ascii_signs(results: dict[str, Result]) -> None:
    """Where the stream has no other signs, ours are ASCII and nothing is lost."""
    for result in results.values():
        for plain in (False, True):
            assert shown(result, unicode=False, plain=plain).isascii()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_no_line_is_wider_than_the_screen(
    results: dict[str, Result], verdict: str, width: int
) -> None:
    """Every page fits from 12 columns up, and no line ends in white space."""
    for plain in (False, True):
        for line in shown(results[verdict], width, plain=plain).splitlines():
            assert cell_len(line) <= width
            assert line == line.rstrip()


def test_a_screen_of_no_width_does_not_crash(results: dict[str, Result]) -> None:
    """A terminal that says it has no columns gets the narrowest page."""
    assert shown(results["close"], width=0) == shown(results["close"], width=12)


def test_the_surroundings_change_nothing(
    results: dict[str, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller alone decides on colour and width, not the environment."""
    before = shown(results["clear"], colour=True)
    for name, value in {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20"}.items():
        monkeypatch.setenv(name, value)
    assert shown(results["clear"], colour=True) == before


# --- Hostile texts ----------------------------------------------------------------------------

TEXTS = st.text(
    alphabet=st.sampled_from("ab \t\n[]/red*_|中文한é\u0301👩🔬\u200d️🇬🇧\x1b\x07\x9b\u202e\ud800→━"),
    min_size=1,
    max_size=60,
)


@st.composite
def hostile_pages(draw: st.DrawFn) -> Result:
    """Pages of a small quiz whose every text is hostile."""
    options = tuple(
        Option(id, draw(TEXTS), {"d": load}) for id, load in {"hi": 2, "lo": -2}.items()
    )
    questions = tuple(Question(f"q{i}", draw(TEXTS), options) for i in range(3))
    roles = tuple(
        Role(f"r{i}", draw(TEXTS), draw(TEXTS), {"d": load}) for i, load in enumerate((2, -1, 0))
    )
    dimensions = (Dimension("d", draw(TEXTS), draw(TEXTS)),)
    pack = Pack("T", 1, "", dimensions, questions, roles, "sha256:0")
    chosen = draw(
        st.dictionaries(st.sampled_from(["q0", "q1", "q2"]), st.sampled_from(["hi", "lo"]))
    )
    responses = Responses(dict(chosen))
    return score(pack, responses)


@given(hostile_pages(), st.integers(12, 120), st.booleans(), st.booleans())
def test_hostile_texts_fit_and_never_steer(
    result: Result, width: int, plain: bool, unicode: bool
) -> None:
    """Wide, joined and controlling characters keep to the width and reach no terminal as codes."""
    text = shown(result, width, plain=plain, unicode=unicode)
    for line in text.split("\n"):
        assert cell_len(line) <= width
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", line)
    coloured = shown(result, width, plain=plain, unicode=unicode, colour=True)
    assert COLOUR.sub("", coloured) == text


def test_markup_is_shown_as_text(results: dict[str, Result]) -> None:
    """Rich's own markup and links in a name are shown, never obeyed."""
    result = results["clear"]
    name = "[bold red]Boss[/] [link=http://x]y[/link] :smile:"
    roles = tuple(replace(role, name=name) for role in result.pack.roles)
    hostile = score(replace(result.pack, roles=roles), result.figures.responses)
    text = shown(hostile, width=200)
    assert text.startswith(f"{name} fits how you like to work best\n")


# --- Problems ---------------------------------------------------------------------------------


def test_problems_follow_each_other_without_empty_lines() -> None:
    """As a compiler lists them; texts and tables have an empty line between them."""
    problems = [Problem("quiz.yaml", fault("tag"), line) for line in (1, 2)]
    page = Page("Two", sections=(Section("Mistakes", (*problems, "Then this.")),), headed=False)
    lines = write(page, "text", RenderOptions()).splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("quiz.yaml:")]
    assert len(starts) == 2
    assert "" not in lines[: starts[1]]
    assert lines[-2:] == ["", "Then this."]
