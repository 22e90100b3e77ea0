"""Tests of rolequiz.responses.code."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rolequiz
from answer_codes import encode
from packs import choice, make_pack
from random_quizzes import random_quiz, random_sheet
from reading import LIKERT, PACK, YES_NO
from rolequiz.model import OptionId, Pack, Responses
from rolequiz.responses.code import ALPHABET, decode, is_whole, tag
from rolequiz.responses.columns import UnreadableError

SHIPPED = rolequiz.load_quiz()
IDS = [question.id for question in SHIPPED.questions]
FULL = Responses({each.id: each.options[1].id for each in SHIPPED.questions})
MARKED = replace(FULL, matters=frozenset(IDS[:3]))


def refusal(text: str, pack: Pack = SHIPPED) -> str:
    """Return the key of the problem with a text that is not a code of a quiz."""
    with pytest.raises(UnreadableError) as caught:
        decode(pack, text)
    assert caught.value.fault.message
    return caught.value.fault.key


@given(st.integers(0, 2**64))
def test_a_code_gives_the_sheet_back(seed: int) -> None:
    """Answers, skips, marks and an early stop, of any quiz."""
    chance = random.Random(seed)
    pack = random_quiz(chance)
    responses = random_sheet(pack, chance)
    read = decode(pack, encode(pack, responses))
    assert read == responses
    assert list(read.answers) == [q.id for q in pack.questions if q.id in responses.answers]


def test_a_code_of_the_shipped_quiz_can_be_dictated() -> None:
    """It has 19 characters, 25 with marks, in groups of four; no two characters look alike."""
    for responses, length in ((FULL, 19), (Responses({}), 19), (MARKED, 25)):
        groups = encode(SHIPPED, responses).split("-")
        assert sum(map(len, groups)) == length
        assert {len(group) for group in groups[:-1]} == {4}
    assert set("ILOU").isdisjoint(ALPHABET)
    assert len(set(ALPHABET)) == 32


def test_a_mark_on_a_skipped_question_has_no_place_in_a_code() -> None:
    """It has no effect, and would make the code longer."""
    code = encode(SHIPPED, Responses({}, frozenset(IDS)))
    assert decode(SHIPPED, code) == Responses({})


def test_hundreds_of_questions_make_a_longer_code() -> None:
    """Nothing else is different about them."""
    pack = make_pack([choice(f"q{n}", *[{}] * 6) for n in range(400)], {})
    responses = random_sheet(pack, random.Random(1))
    assert decode(pack, encode(pack, responses)) == responses


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f"\ufeff  {code} \r\n".replace("-", " – "),
        lambda code: code.replace("-", "—").replace("0", "O").replace("1", "I"),
        lambda code: code.lower().replace("0", "o").replace("1", "l"),
        lambda code: "".join(chr(ord(char) + 0xFEE0) for char in code),
        lambda code: code.replace("-", "\u00ad\u2011\u200b"),
    ],
)
def test_a_code_reads_however_it_was_typed(typed: object) -> None:
    """Case, dashes of any kind, spaces, O for 0, I and l for 1, and wide letters are the same."""
    assert callable(typed)
    for number in range(50):
        responses = random_sheet(SHIPPED, random.Random(number))
        assert decode(SHIPPED, typed(encode(SHIPPED, responses))) == responses


def mistyped(code: str) -> Iterator[str]:
    """Yield a code with each character wrong, and with each two neighbours or next ones swapped."""
    for at, right in enumerate(code):
        yield from (code[:at] + wrong + code[at + 1 :] for wrong in ALPHABET if wrong != right)
    for apart in (1, 2):
        for at in range(len(code) - apart):
            swapped = list(code)
            swapped[at], swapped[at + apart] = swapped[at + apart], swapped[at]
            if (other := "".join(swapped)) != code:
                yield other


def test_every_wrong_character_and_swap_is_found() -> None:
    """Each of 31 others in each place, and each swap of neighbours and across one, in 200 codes."""
    for number in range(200):
        code = encode(SHIPPED, random_sheet(SHIPPED, random.Random(number))).replace("-", "")
        for wrong in mistyped(code):
            assert refusal(wrong) == "bad-code.mistyped", wrong


def test_a_missing_or_doubled_character_is_found() -> None:
    """The length tells, and the message says what it should be."""
    code = encode(SHIPPED, FULL)
    assert refusal(code[:-1]) == "bad-code.length"
    assert refusal(code + code[-1]) == "bad-code.length"
    assert refusal("0000-" + code) == "bad-code.length"
    with pytest.raises(UnreadableError) as caught:
        decode(SHIPPED, code[1:])
    assert "18 characters" in caught.value.fault.message
    assert "have 19 or 25" in caught.value.fault.message


@pytest.mark.parametrize("text", ["", " ", "---", "\u200b", "\n"])
def test_nothing_is_no_code(text: str) -> None:
    """That is said, rather than that its length is wrong."""
    assert refusal(text) == "bad-code.empty"


@pytest.mark.parametrize("text", ["U", "7K2M*", "=1+1", "\x1b[31m0", "<b>", "é", "١٢٣٤", "1.2E+19"])
def test_a_character_of_no_code_is_named(text: str) -> None:
    """Whatever it is."""
    assert refusal(text) == "bad-code.character"


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    """No text makes the program crash."""
    assert refusal(text).partition(".")[0] in {"bad-code", "other-quiz"}


@pytest.mark.parametrize("text", ["1" * 10**6, "-" * 10**6, "0" * 10**6, "Z-" * 10**6])
def test_a_text_of_a_million_characters_is_refused(text: str) -> None:
    """A very long text takes no time."""
    assert refusal(text).partition(".")[0] in {"bad-code", "other-quiz"}


def test_a_code_of_another_quiz_is_refused() -> None:
    """Whatever its length is."""
    for pack in (PACK, LIKERT, YES_NO):
        code = encode(pack, Responses({}))
        assert refusal(code) == "other-quiz.code"
        assert refusal(encode(SHIPPED, MARKED), pack) == "other-quiz.code"


def changed(pack: Pack) -> Iterator[Pack]:
    """Yield quizzes that answers to this one do not fit, or that have another title or version."""
    first, second, *rest = pack.questions
    yield replace(pack, questions=(second, first, *rest))
    yield replace(pack, questions=(second, *rest))
    yield replace(pack, questions=(replace(first, id="new-one"), second, *rest))
    yield replace(pack, questions=(replace(first, options=first.options[::-1]), second, *rest))
    yield replace(pack, questions=(replace(first, options=first.options[:-1]), second, *rest))
    yield replace(pack, title="Another quiz")
    yield replace(pack, version="2026-11")


def test_a_code_of_a_changed_quiz_is_refused() -> None:
    """With other questions or options, another order, another title or version."""
    code = encode(SHIPPED, FULL)
    for other in changed(SHIPPED):
        assert tag(other) != tag(SHIPPED)
        assert refusal(code, other) == "other-quiz.code"


def test_a_code_outlasts_a_mended_text() -> None:
    """Codes stay valid after texts or scores change: the ids say what was answered."""
    first, *rest = SHIPPED.questions
    options = tuple(replace(each, text="!", loadings={}) for each in first.options)
    mended = replace(first, text="Reworded?", options=options, weight=2.0)
    other = replace(SHIPPED, questions=(mended, *rest), roles=(), hash="sha256:1")
    assert decode(other, encode(SHIPPED, MARKED)) == MARKED


def test_a_code_of_another_version_names_it() -> None:
    """If that version had the same questions, the message names it."""
    later = replace(SHIPPED, version=3)
    for version in (1, 2, 4):
        with pytest.raises(UnreadableError) as caught:
            decode(later, encode(replace(SHIPPED, version=version), FULL))
        assert f"version {version}" in caught.value.fault.message
        assert "this is version 3" in caught.value.fault.message


def test_the_page_about_codes_works_its_example_out() -> None:
    """Its numbers are those of the sheet, and its program, run as it stands, reads the code."""
    text = (Path(__file__).parents[2] / "docs" / "answer-code.md").read_text(encoding="utf-8")
    answers: dict[str, OptionId] = {"first-hour": "people", "meeting": 4, "week": "roadmap"}
    code = encode(PACK, Responses(answers, frozenset({"first-hour"})))
    number = 0
    for digit, radix in ((6, 7), (0, 5), (4, 11), (1, 5)):
        number = number * radix + digit
    steps = [number, number * 4 + 1, (number * 4 + 1) * 2048 + tag(PACK)]
    table = re.findall(r"^\| .* \| (\S+) \|$", text, re.MULTILINE)
    assert table == ["number", *map(str, [*steps, steps[-1] * 1021]), code]
    program, printed = re.findall(r"^```(?:python|text)\n(.*?)^```", text, re.M | re.S)[-2:]
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert ended.stdout.decode().splitlines() == [printed.rstrip()]


def test_codes_are_spread_over_the_tags() -> None:
    """Quizzes that differ a little have the same tag no more often than by chance."""
    tags = {tag(random_quiz(random.Random(number))) for number in islice(range(1000), 300)}
    assert len(tags) > 250


def test_twelve_signs_are_enough_for_a_code_of_any_quiz() -> None:
    """A shorter one could be a word or a number by chance, and a mistyped one is none."""
    whole = "ZX00-0000-0000"
    assert is_whole(whole)
    assert not is_whole("ZX00-0000-000")
    assert not is_whole("ZX00-0000-0001")
