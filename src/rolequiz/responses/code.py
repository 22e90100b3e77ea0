"""One person's answers as a code that can be dictated: 7K2M-9XQ4-… [docs/answer-code.md].

The code is one number in Crockford's base 32. Every valid one is a multiple of 1021, a prime that
divides none of 1 to 31, 32, 31 = 32 - 1 and 1023 = 32² - 1: so no wrong character, no swap of
neighbours and none across one character leads to another valid code. The page of `rolequiz form`
writes codes, in browser/code.js; here they are read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from math import prod

from rolequiz.model import OptionId, Pack, Question, Responses
from rolequiz.problems import Fault, fault
from rolequiz.responses.cells import Cells
from rolequiz.responses.columns import UnreadableError
from rolequiz.responses.lines import Lines, Row
from rolequiz.spelling import composed, fold

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs, none of which looks like another [https://www.crockford.com/base32.html]."""
CHECK = 1021
TAGS = 2048
WITH_MARKS, STOPPED_EARLY = 1, 2
KINDS = 4
"""Of codes: any sum of these two flags."""
LONG = 12
"""Characters: a shorter text can look like a code by chance."""
VERSIONS = 20
"""How many versions of a quiz are tried for a code that is not of this one."""

_BITS = 5
_LOOKALIKES = str.maketrans("OIL", "011")
_PYTHONS = str.maketrans(ALPHABET, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
"""To the digits by which int() reads numbers in base 32."""


def decode(pack: Pack, text: str) -> Responses:
    """Return the answers that a code holds, those of the pack in its order.

    Capital and small letters are alike, as are O and 0, and I, L and 1; spaces and dashes count for
    nothing. Raises UnreadableError for what is no code, was mistyped, or is of another quiz.
    """
    text = composed(text)
    code = plain(text)
    if not code:
        raise UnreadableError(fault("bad-code.empty"))
    for char in code:
        if char not in ALPHABET:
            raise UnreadableError(fault("bad-code.character", code=text, char=char))
    number, wrong = divmod(int(code.translate(_PYTHONS), 32), CHECK)
    number, quiz = divmod(number, TAGS)
    if not wrong and quiz != tag(pack):
        raise UnreadableError(_of_another(pack, quiz))
    lengths = sorted({_length(pack, kind) for kind in range(KINDS)})
    if len(code) not in lengths:
        known = [str(length) for length in lengths]
        raise UnreadableError(fault("bad-code.length", code=text, found=len(code), lengths=known))
    number, kind = divmod(number, KINDS)
    if wrong or len(code) != _length(pack, kind) or number >= _count(pack, kind):
        raise UnreadableError(fault("bad-code.mistyped", code=text))
    return _responses(pack, number, kind)


def tag(pack: Pack) -> int:
    """Return the number below TAGS that tells quizzes apart, and versions of one.

    It depends on the title, the version, and the ids and order of questions and options; so it
    stays where a text is mended, or a score.
    """
    import hashlib  # noqa: PLC0415 - it loads OpenSSL

    lines = [pack.title, str(pack.version)]
    lines += (
        " ".join([question.id, *(str(option.id) for option in question.options)])
        for question in pack.questions
    )
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:2], "big") % TAGS


def is_whole(text: str) -> bool:
    """Return whether a text is a code, of whatever quiz, that is long and not mistyped."""
    code = plain(text)
    sound = len(code) >= LONG and set(code) <= set(ALPHABET)
    return sound and int(code.translate(_PYTHONS), 32) % CHECK == 0


def codes_of(pack: Pack, skipped: Collection[str] = ()) -> Cells[Responses | None]:
    """Return what cells mean that hold a code: all the answers of a person."""

    def meaning(cell: str) -> Responses | None:
        folded = fold(cell)
        return None if not folded or folded in skipped else decode(pack, cell)

    return Cells(meaning)


def plain(text: str) -> str:
    """Return a code without spaces and dashes, in capital letters and digits of the alphabet."""
    code = composed(text).upper().translate(_LOOKALIKES)
    return code.replace("-", "").replace(" ", "")


def _of_another(pack: Pack, quiz: int) -> Fault:
    """Return that a code is of another quiz, or of another version if that is known."""
    ours = pack.version
    for version in range(1, VERSIONS + 1) if isinstance(ours, int) else ():
        if tag(replace(pack, version=version)) == quiz:
            return fault("other-quiz.version", version=version, title=pack.title, ours=ours)
    return fault("other-quiz.code", title=pack.title, version=ours)


def _radix(question: Question, kind: int) -> int:
    """Return the base of the digit that holds a question's answer; its 0 is a skip."""
    return 1 + len(question.options) * (2 if kind & WITH_MARKS else 1)


def _count(pack: Pack, kind: int) -> int:
    """Return how many different answers there are of a kind."""
    return prod(_radix(question, kind) for question in pack.questions)


def _length(pack: Pack, kind: int) -> int:
    """Return how many characters the codes of a kind have."""
    largest = _count(pack, kind) * KINDS * TAGS * CHECK - 1
    return -(-largest.bit_length() // _BITS)


def _responses(pack: Pack, number: int, kind: int) -> Responses:
    answers: dict[str, OptionId] = {}
    marks: set[str] = set()
    for question in reversed(pack.questions):
        number, digit = divmod(number, _radix(question, kind))
        if digit:
            marked, index = divmod(digit - 1, len(question.options))
            answers[question.id] = question.options[index].id
            if marked:
                marks.add(question.id)
    in_order = {id: answers[id] for id in reversed(answers)}
    return Responses(in_order, frozenset(marks), stopped=bool(kind & STOPPED_EARLY))


# --- A file of codes, one a line ------------------------------------------------------------------

LONGEST = 10_000
"""Characters of a line that may be a code; a file of JSON may be a single one."""
NO_CHANCE = 12
"""Answers: two people hardly ever give so many equal ones."""

_IN_GROUPS = re.compile(r"(?=.*[0-9])([0-9A-Z]{3,5}-){3,}[0-9A-Z]{1,5}")


def are_codes(first: str, pack: Pack) -> bool:
    """Return whether a file that begins with this line holds codes, rather than a header.

    The first code may be mistyped, but looks like one.
    """
    if len(first) > LONGEST:
        return False
    text = composed(first).upper()
    known = is_whole(text) or _IN_GROUPS.fullmatch(text) is not None
    return known or bool(codes_of(pack).readable(text))


def code_rows(lines: Lines, pack: Pack) -> Iterator[Row]:
    """Yield a row for each line that is not blank; a wrong one does not affect the others.

    A code that occurs again gets a notice: it may have been pasted twice.
    """
    lines.whole = True
    first: dict[str, int] = {}
    for number, line in enumerate(filter(str.strip, lines), start=1):
        try:
            responses = decode(pack, line)
        except UnreadableError as error:
            problem = lines.problem(error.fault, group=error.fault.message)
            yield Row(number, problems=(problem,))
            continue
        here, before = lines.number, first.setdefault(plain(line), lines.number)
        notices: tuple[str, ...] = ()
        if before != here and len(responses.answers) >= NO_CHANCE:
            repeats = f"line {here} repeats the code of line {before}; both count."
            notices = (f"{lines.source}: {repeats}",)
        yield Row(number, responses, notices=notices)
