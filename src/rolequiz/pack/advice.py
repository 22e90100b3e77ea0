"""Warnings about what could be better in a quiz; each small check yields its own.

Checks see only the parts without errors, so an error is reported once, without its consequences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import fsum, hypot
from typing import NamedTuple, TypeAlias

from rolequiz.model import Card, Option, Pack, Question, Role
from rolequiz.problems import Fault, fault
from rolequiz.schemas.document import Document, KeyOf, Place, Steps

QUESTION_WORDS = 25
OPTION_WORDS = 14
MOST_ROLES = 100
"""Beyond these, comparing and measuring would take long, and nobody could be offered so many."""
NEGATION = re.compile(
    r"\b((?<!whether or )not|cannot|no(?!\. ?\d|-\w)|never|none|nobody|nothing|nowhere|without"
    r"|neither|nor|\w{1,20}n[’'ʼ]t)\b",
    re.I,
)
_CUT = re.compile(r"[ \t]+(#\w+)")
_EPSILON = 1e-9
_PARTS = {part: "try" if part == "try_next" else part for part in Card.__slots__}
"""The parts of a card as the model has them → as the YAML names them."""


Advice: TypeAlias = tuple[Fault, Place]
"""A warning, and its place."""


class Direction(NamedTuple):
    """A role whose profile is not empty, and that profile scaled to length 1."""

    role: Role
    unit: Mapping[str, float]


Questions = Mapping[int, Question]
"""Place in the list of questions, from 0 → the question; those with an error are left out."""


def advise(
    questions_file: Document,
    roles_file: Document,
    questions: Questions,
    roles: Sequence[Role],
    pack: Pack | None,
) -> None:
    """Add to both documents what could be better about these questions and roles.

    `pack` is None where the quiz has errors; checks that need all of it are then left out.
    """
    compared = list(_directions(roles)) if len(roles) <= MOST_ROLES else []
    checks = (_texts, _same_questions, _same_options, _same_scores)
    about_questions = [check(questions) for check in checks]
    about_roles = [
        _cut_texts(roles_file),
        _many_roles(roles),
        _same_names(roles),
        _no_profiles(roles),
    ]
    if pack:
        about_questions += [_dimensions(pack), _same_poles(pack), _answers(questions, compared)]
        about_roles.append(_unused_families(pack))
    about_questions.append(_cut_texts(questions_file))
    about_roles += [_same_profiles(compared), _cards(roles)]
    for document, advice in ((questions_file, about_questions), (roles_file, about_roles)):
        for warning, place in chain(*advice):
            document.add(warning, place)


# --- Words ------------------------------------------------------------------------------------


def _texts(questions: Questions) -> Iterator[Advice]:
    for index, question in questions.items():
        at: Steps = ("questions", index, "text")
        if words := _too_many(question.text, QUESTION_WORDS):
            yield fault("long-question", words=words, most=QUESTION_WORDS), at
        if match := NEGATION.search(question.text):
            yield fault("negation.question", word=match[0]), at
        for at, option in _texts_of(index, question).items():
            scale = question.type == "scale"
            if words := _too_many(option.text, OPTION_WORDS):
                too_long = fault("long-option.option", words=words, most=OPTION_WORDS)
                step_too_long = fault("long-option.step", words=words, most=OPTION_WORDS)
                yield (step_too_long if scale else too_long), at
            # the lower steps of a scale may well be negations
            if not scale and (match := NEGATION.search(option.text)):
                yield fault("negation.option", word=match[0]), at


def _cut_texts(document: Document) -> Iterator[Advice]:
    """Yield where a `#` that looks like a part of a text begins a comment instead."""
    for at, text, style in document.scalars():
        if at is None or style != "plain" or not document.text.startswith(text, at):
            continue
        match = _CUT.match(document.text, at + len(text))
        if match and any(map(str.isalpha, text)):  # a number is not meant to go on
            yield fault("cut-text", text=match[1]), match.start(1)


def _too_many(text: str, most: int) -> int:
    """Return how many words a text has, if that is more than it should."""
    count = len(text.split())
    return count if count > most else 0


def _same_questions(questions: Questions) -> Iterator[Advice]:
    texts: dict[Steps, str] = {
        ("questions", index, "text"): question.text for index, question in questions.items()
    }
    for at, (_, first, _) in _repeated(texts):
        yield fault("same-question", other=questions[int(first)].id), at


def _same_options(questions: Questions) -> Iterator[Advice]:
    for index, question in questions.items():
        options = _texts_of(index, question)
        for at, first in _repeated({at: option.text for at, option in options.items()}):
            same_option = fault("same-option.option", other=options[first].id)
            same_step = fault("same-option.step", other=options[first].id)
            yield (same_step if question.type == "scale" else same_option), at


def _same_scores(questions: Questions) -> Iterator[Advice]:
    for index, question in questions.items():
        first: dict[frozenset[tuple[str, float]], Option] = {}
        for path, option in _written_options(index, question):
            scores = frozenset(score for score in option.loadings.items() if score[1])
            other = first.setdefault(scores, option)
            if other is not option:
                yield fault("same-scores", other=other.id), _scores(path, option)


def _repeated(texts: Mapping[Steps, str]) -> Iterator[tuple[Steps, Steps]]:
    """Yield the path of every text that stood before, and the path where it stood first."""
    first: dict[str, Steps] = {}
    for path, text in texts.items():
        if first.setdefault(_normalised(text), path) != path:
            yield path, first[_normalised(text)]


def _normalised(text: str) -> str:
    """Return a text without case, spacing and the stops at its end."""
    return " ".join(text.casefold().split()).rstrip(".,;:!?… ")


def _texts_of(index: int, question: Question) -> dict[Steps, Option]:
    """Return the options of a question, or the steps of a scale, by where their texts stand."""
    if question.type == "scale":
        return {("questions", index, "steps", at): step for at, step in enumerate(question.options)}
    return {(*path, "text"): option for path, option in _written_options(index, question)}


def _written_options(index: int, question: Question) -> Iterator[tuple[Steps, Option]]:
    """Yield the options that an author wrote, each with its path; a scale has none."""
    for number, option in enumerate(question.options if question.type == "choice" else ()):
        yield ("questions", index, "options", number), option


def _scores(path: Steps, option: Option) -> Steps:
    """Return where an option's scores stand, or the option where it has none."""
    return (*path, "scores") if option.loadings else path


# --- What answers say -------------------------------------------------------------------------


def _dimensions(pack: Pack) -> Iterator[Advice]:
    keyed = {
        (dimension, loading > 0)
        for question in pack.questions
        for option in question.options
        for dimension, loading in option.loadings.items()
        if loading
    }
    named = {id for role in pack.roles for id, value in role.profile.items() if value}
    for dimension in pack.dimensions:
        at, id = KeyOf(("dimensions", dimension.id)), dimension.id
        spoken_for = {pole for pole in (False, True) if (dimension.id, pole) in keyed}
        if not spoken_for:
            yield fault("untouched-dimension", dimension=id), at
        elif len(spoken_for) == 1:
            low, high = dimension.low, dimension.high
            pole, never = (high, low) if True in spoken_for else (low, high)
            yield fault("one-sided-dimension", dimension=id, pole=pole, never=never), at
        if id not in named:
            yield fault("unused-dimension", dimension=id), at


def _same_poles(pack: Pack) -> Iterator[Advice]:
    first: dict[frozenset[str], str] = {}
    for dimension in pack.dimensions:
        poles = frozenset(map(_normalised, (dimension.low, dimension.high)))
        other = first.setdefault(poles, dimension.id)
        if other != dimension.id:
            warning = fault("same-dimension", dimension=dimension.id, other=other)
            yield warning, KeyOf(("dimensions", dimension.id))


def _answers(questions: Questions, directions: list[Direction]) -> Iterator[Advice]:
    for index, question in questions.items():
        liked = [_liked(question, direction.unit) for direction in directions]
        if len(liked) > 1 and not _separates(liked):
            path: Steps = ("questions", index)
            scale = question.type == "scale"
            at: Place = (*path, "scores") if scale else KeyOf((*path, "options"))
            yield fault("separates-nothing", question=question.id), at
        best = set(chain.from_iterable(map(_best, liked)))
        for number, (path, option) in enumerate(_written_options(index, question)):
            if best and number not in best:
                yield fault("never-best", option=option.id), _scores(path, option)


def _liked(question: Question, unit: Mapping[str, float]) -> list[float]:
    """Return how well each option fits a role, in parts of its match."""
    return [_dot(option.loadings, unit) for option in question.options]


def _separates(liked: list[list[float]]) -> bool:
    """Return whether some answer moves two roles differently; a row holds a role's options."""
    rises = [[value - row[0] for value in row] for row in liked]
    return any(max(column) - min(column) > _EPSILON for column in zip(*rises, strict=True))


def _best(liked: list[float]) -> Iterator[int]:
    """Yield which options a role likes best; none where it likes all of them alike."""
    most = max(liked)
    if most - min(liked) > _EPSILON:
        yield from (index for index, value in enumerate(liked) if most - value <= _EPSILON)


# --- Roles ------------------------------------------------------------------------------------


def _cards(roles: Iterable[Role]) -> Iterator[Advice]:
    for role in roles:
        at = KeyOf(("roles", role.id))
        missing = [key for part, key in _PARTS.items() if not getattr(role.card, part)]
        holes = [key for key in missing if key != "sources"]
        if holes:
            yield fault("incomplete-card", role=role.id, count=len(holes), parts=holes), at
        if "sources" in missing:
            yield fault("no-sources", role=role.id), at


def _same_names(roles: Iterable[Role]) -> Iterator[Advice]:
    names: dict[Steps, str] = {("roles", role.id, "name"): role.name for role in roles}
    for at, (_, first, _) in _repeated(names):
        yield fault("same-name", other=first), at


def _unused_families(pack: Pack) -> Iterator[Advice]:
    used = {role.family for role in pack.roles}
    for family in pack.families:
        if family.id not in used:
            yield fault("unused-family", family=family.id), KeyOf(("families", family.id))


def _no_profiles(roles: Iterable[Role]) -> Iterator[Advice]:
    for role in roles:
        if not any(role.profile.values()):
            yield fault("no-profile", role=role.id), ("roles", role.id, "profile")


def _same_profiles(directions: list[Direction]) -> Iterator[Advice]:
    for number, (role, unit) in enumerate(directions):
        for other, other_unit in directions[:number]:
            cosine = _dot(unit, other_unit)
            at: Steps = ("roles", role.id, "profile")
            if 1 - cosine <= _EPSILON:
                yield fault("same-profile", other=other.id), at
            elif 1 + cosine <= _EPSILON:
                yield fault("opposite-profile", other=other.id), at


def _many_roles(roles: Sequence[Role]) -> Iterator[Advice]:
    if len(roles) > MOST_ROLES:
        yield fault("many-roles", count=len(roles), most=MOST_ROLES), KeyOf(("roles",))


def _directions(roles: Iterable[Role]) -> Iterator[Direction]:
    for role in roles:
        length = hypot(*role.profile.values())
        if length:
            yield Direction(role, {id: value / length for id, value in role.profile.items()})


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return fsum(value * other.get(dimension, 0.0) for dimension, value in one.items())
