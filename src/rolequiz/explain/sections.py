"""The rest of the page: why this role rather than that, what would change it, and more."""

from __future__ import annotations

from dataclasses import replace
from math import fsum

from rolequiz.explain.case import Case
from rolequiz.explain.model import Section
from rolequiz.explain.words import figure, quoted, signed
from rolequiz.model import Change, Flip, Role
from rolequiz.scoring import EPSILON, figures
from rolequiz.wording import counted

CHANGES_SHOWN = 5
LEAST_POINTS = 0.05
"""Points that would not show as 0.0."""


def sections(case: Case) -> tuple[Section, ...]:
    """Return the parts that a page goes on with, without those that would be empty."""
    found: list[Section] = []
    if case.decided and case.runner_up:
        found += [_versus(case, case.runner_up), _change(case, case.runner_up)]
    if case.result.verdict in {"clear", "leaning"}:
        card = case.leader.card
        found.append(Section("What people who leave it dislike", "", card.leavers_dislike))
        found.append(Section("What to try next", "", card.try_next))
    meant = (
        f"{dimension.low} – {dimension.high}: {dimension.about}"
        for dimension in case.pack.dimensions
        if dimension.about
    )
    found.append(Section("What the words mean", "", tuple(meant)))
    return tuple(section for section in found if section.text or section.items)


def _versus(case: Case, other: Role) -> Section:
    """Divide the gap between two fits among the answers: the weightiest, then all others [4]."""
    points = case.result.versus.points if case.result.versus else {}
    answers = case.answers
    order = sorted(points, key=lambda question: -points[question])
    shown = [q for q in order[:3] if points[q] >= LEAST_POINTS]
    shown += [q for q in order[:-3:-1] if points[q] <= -LEAST_POINTS]
    items = [
        f"{signed(points[q])} {answers[q].question.text} {quoted(answers[q].chosen.text)}"
        for q in shown
    ]
    rest = [points[question] for question in points if question not in shown]
    if rest:
        items.append(f"{signed(fsum(rest))} for {counted(len(rest), 'other answer')} together")
    gap = fsum(points.values())
    leader = case.leader.name
    if gap <= EPSILON:
        text = f"Their fits are equal. For {leader} (+) and for {other.name} (−):"
        return Section(f"{leader} or {other.name}", text, tuple(items))
    higher = f"{figure(gap)} points" if gap >= LEAST_POINTS else "less than 0.1 points"
    text = f"Its fit is {higher} higher. These answers make the difference:"
    return Section(f"Why {leader} rather than {other.name}", text, tuple(items))


def _change(case: Case, other: Role) -> Section:
    """Say which answers would have to be others for the runner-up to pass the leader [6]."""
    title, flip = "What would change it", case.result.flip
    if flip is None:
        text = f"No answers to these questions would put {other.name} first."
        return Section(title, text, (), _quicker(case, None))
    passing = f"{other.name} first"
    if flip.leader != flip.role:
        third = case.pack.role(flip.leader).name
        passing = f"{other.name} ahead of {case.leader.name}, and {third} first"
    number = len(flip.changes)
    items = [_changed(case, change) for change in flip.changes[:CHANGES_SHOWN]]
    if number > len(items):
        items.append(f"and {number - len(items)} more")
    text = f"{counted(number, 'other answer')} would put {passing}:"
    after = [_faint(case, flip), _quicker(case, number)]
    return Section(title, text, tuple(items), " ".join(filter(None, after)))


def _faint(case: Case, flip: Flip) -> str:
    """Say that the changed answers would point nowhere, if they would."""
    answers = {**case.responses.answers} | {change.question: change.to for change in flip.changes}
    changed = figures(case.basis, replace(case.responses, answers=answers))
    if changed.verdict != "flat":
        return ""
    return "Together, your answers would then point too little anywhere to recommend a role."


def _changed(case: Case, change: Change) -> str:
    question = case.pack.question(change.question)
    from_, to = question.option(change.from_).text, question.option(change.to).text
    return f"{question.text} {quoted(to)} instead of {quoted(from_)}"


def _quicker(case: Case, number: int | None) -> str:
    """Name the role that fewer changes than `number` would put ahead of the leader, if any."""
    needed = {role.role: role.changes_needed for role in case.result.roles if role.changes_needed}
    fewest = min(needed.values(), default=0)
    if not needed or (number is not None and fewest >= number):
        return ""
    role = next(role for role in needed if needed[role] == fewest)
    return (
        f"For {case.pack.role(role).name} to pass {case.leader.name}, "
        f"{counted(fewest, 'other answer')} would do."
    )
