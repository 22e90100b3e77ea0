"""A result in pieces, as a person asks for them one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from rolequiz.model import Dimension, Question
from rolequiz.pages.parts import Facts, Items, Page, Part, Reasons, Section, Table, sections
from rolequiz.pages.result import CHANGES, lasting, result_page
from rolequiz.pages.roles import roles_page
from rolequiz.pages.sentences import (
    DOUBLE,
    EXPLORE,
    adding_up,
    figure,
    poles,
    quoted,
    sentence,
    side,
    signed,
)
from rolequiz.pages.why import answered, deciding
from rolequiz.scoring import Result
from rolequiz.wording import counted


def keys(result: Result, changed: int = 0, *, saves: bool = True) -> str:
    """Return the keys in one line; while answers are changed, that this is a what-if as well."""
    several = len(result.roles) > 1
    why = f"1-{min(len(result.roles), 9)}=why " if several else ""  # one key is one digit
    always = f"Enter=next {why}a=answers c=compare d=preference ?=more q=leave"
    if not changed:
        return always
    save = " s=save" if saves else ""
    return f"What if: {counted(changed, 'answer')} changed. u=undo 0=undo all{save}\n{always}"


MORE = "Enter=more q=leave"
"""The key where a screen could not hold all that was asked for."""
MORE_OR_A_LINE = "Enter=more, or type here:"
HELP = (
    "Enter shows the next part of the result. A number shows why the role in that place is there. "
    "a lists your answers, and lets you change one to see what would happen; u takes back the last "
    "change, 0 all of them. n says whether answers that you are unsure of could change the result. "
    "c shows one role in full, or several side by side with you. d shows what placed you between "
    "two poles, m how all this is worked out."
)
SAVE = "s saves the answers or the result, q leaves."
LEAVE = "q leaves. Nothing that you change here is saved."
KEPT = (
    "Answers to the quiz are kept in {folder}: the last ones as last-answers.json, all earlier "
    "ones in a file with their date. To delete any, delete its file. What has changed between two "
    "days: rolequiz diff EARLIER LATER."
)
END = "That was all of the result. A number, a letter or ? asks more of it; q leaves."
NO_KEY = "That is no key here. ? says what each does."
NOTHING_CHANGED = "No answer has been changed."
SAME_ANSWER = "That is your answer already."
NOBODY_LEADS = "No role is ahead, so no answer could put another one there."
NOT_ENOUGH = "Whatever you answer to these, {leader} stays ahead."
NEVER = "No other answers would put another role ahead of {leader}."
UNSURE_END = "Change one with a to see what else would change."


def where_to(name: str, changed: int) -> str:
    """Ask for a file, and say which name it would have, and whose answers would be saved."""
    whose = "your answers, or your result"
    if changed:
        whose = f"this what-if, with {counted(changed, 'answer')} changed (to save yours, 0 first)"
    return (
        f"What is saved: {whose}. Which file? An ending of .json keeps the answers; .html, .md or "
        f".txt the result. Just Enter takes the name {name}; - saves nothing."
    )


def no_result(changed: int) -> str:
    """Say on a page that is saved what its answers are: they are not those that were given."""
    return f"This is a what-if, with {counted(changed, 'answer')} changed."


KEPT_AS_IT_IS = "Nothing was saved, and the file is as it was."


def there_already(name: str) -> str:
    """Ask whether a file that is there already may go."""
    return f"{name} is there already. Replace it? y or n"


def listed(result: Result) -> list[str]:
    """Return the roles as numbers name them, from 1: best first, where enough is answered."""
    if not result.enough:
        return [role.id for role in result.pack.roles]
    return [role.role for role in result.roles]


def which_roles(result: Result) -> Page:
    """Ask which roles to show, by their places."""
    names = tuple(result.pack.role(role).name for role in listed(result))
    several = " Two or more, such as 1 3, stand side by side; just Enter takes 1 2."
    text = "Type the number of a role to read all about it." + several * (len(names) > 1)
    return Page("Roles", (text,), (Section("", (Items(names, numbered=True),)),))


def help_text(folder: str, *, saves: bool = True) -> str:
    """Return what each key does, and where answers are kept, if anywhere."""
    help = f"{HELP} {SAVE if saves else LEAVE}"
    return f"{help} {KEPT.format(folder=folder)}" if folder else help


def first_screen(result: Result, fits: Callable[[Page], bool]) -> tuple[Page, Page | None]:
    """Return the answer as one screen, and what did not fit: the last reasons and facts."""
    page = parts(result)[0]
    title = page.sections[0].title
    pieces = [piece for part in page.sections[0].parts for piece in _pieces(part)]

    def made(count: int) -> Page:
        section = Section(title if count else "", tuple(_joined(pieces[:count])))
        return replace(page, sections=(section,))

    count = len(pieces)
    while count and not fits(made(count)):
        count -= 1
    if count == len(pieces):
        return page, None
    left = Section("" if count else title, tuple(_joined(pieces[count:])))
    return made(count), Page("", sections=(left,), headed=False)


def _pieces(part: Part) -> list[Part]:
    """Take a part of the answer apart, for what can stand on two screens."""
    match part:
        case Facts(facts):
            return [Facts((each,)) for each in facts]
        case Reasons(reasons):
            return [Reasons((each,)) for each in reasons]
    return [part]


def _joined(pieces: Iterable[Part]) -> Iterator[Part]:
    """Put such pieces together again."""
    for kind, group in groupby(pieces, key=type):
        found = list(group)
        if kind is Facts:
            yield Facts(
                tuple(fact for each in found if isinstance(each, Facts) for fact in each.facts)
            )
        elif kind is Reasons:
            yield Reasons(
                tuple(r for each in found if isinstance(each, Reasons) for r in each.reasons)
            )
        else:
            yield from found


def parts(result: Result) -> list[Page]:
    """Return the page of a result as pages of one section each, the answer first."""
    page = result_page(result)
    first, *others = page.sections or (Section("", ()),)
    top = Page(page.title, page.lead, (first,), whose=page.whose)
    rest = [Page("", sections=(_asked(result, each),), headed=False) for each in others]
    return [top, *rest, Page("", sections=(), note=page.note, headed=False)]


def _asked(result: Result, section: Section) -> Section:
    """Return a section of the page for somebody who can ask more of it."""
    if section.title == CHANGES:
        return _near(result)
    if section.title == sentence("fits-title"):
        return replace(section, parts=tuple(map(_numbered, section.parts)))
    return section


def _numbered(part: Part) -> Part:
    """Return a table with its rows numbered, as the keys are; any other part as it is."""
    if not isinstance(part, Table):
        return part
    rows = (
        row._replace(cells=(f"{number}. {row.cells[0]}", *row.cells[1:]))
        for number, row in enumerate(part.rows, start=1)
    )
    return part._replace(rows=tuple(rows))


def _near(result: Result) -> Section:
    """Say how near another result is, without the very answers that would make it.

    Whoever can ask may ask about answers they are unsure of: nobody should be told what to answer
    to become something.
    """
    needed = {role.role: role.changes_needed for role in result.roles if role.changes_needed}
    if not needed:
        return Section(CHANGES, (NEVER.format(leader=result.leader.name),))
    return Section(
        CHANGES,
        (
            f"The fewest answers that you would have to change to put another role ahead of "
            f"{result.leader.name}:",
            Items(_counts(result, needed)),
            "n asks which of your answers you are unsure of, and whether those would be enough.",
        ),
    )


def _counts(result: Result, needed: Mapping[str, int]) -> tuple[str, ...]:
    near = sorted(needed, key=needed.__getitem__)
    return tuple(f"{result.pack.role(role).name}: {needed[role]}" for role in near)


def unsure_page(result: Result) -> Page:
    """Ask which answers somebody is unsure of, by number."""
    text = (
        "Which of your answers are you unsure of? Type their numbers, such as 3 7, or just Enter."
    )
    items = tuple(_answer(result, question, {}) for question in result.pack.questions)
    return Page("How near is another result?", (text,), (Section("", (Items(items, True),)),))


def nearest_page(result: Result, unsure: Sequence[Question]) -> Page:
    """Say whether other answers to some questions alone would put another role ahead [6]."""
    title = "How near is another result?"
    ids = {question.id for question in unsure}
    near = result.nearest(ids)
    if not near:
        return Page(title, (NOT_ENOUGH.format(leader=result.leader.name),))
    first, *others = near
    told = tuple(answered(result, change.question) for change in near[first])
    some = counted(len(ids), "answer") if len(ids) == 1 else f"these {len(ids)} answers"
    count = "" if len(ids) == 1 else "all " if len(told) == len(ids) else f"{len(told)} of "
    lead = (
        f"With {count}{some} changed, {result.pack.role(first).name} could be ahead of "
        f"{result.leader.name}:"
    )
    also = _counts(result, {role: len(near[role]) for role in others})
    parts: tuple[Part, ...] = (Items(told),)
    parts += (
        ("Other roles, and how many of these answers you would have to change:", Items(also))
        if also
        else ()
    )
    return Page(title, (lead,), (Section("", (*parts, UNSURE_END)),))


def answers_page(result: Result) -> Page:
    """Return all questions with their answers, and what each adds to the leader's fit [4]."""
    points = dict(result.roles[0].by_answer)
    shown: dict[str, float] = {}
    if result.enough and result.roles[0].fit is not None:
        total = round(result.roles[0].fit, 1) - 50
        shown = dict(zip(points, adding_up([*points.values()], total), strict=True))
    leader = result.leader.name
    made = f"Added to 50, they make {figure(result.roles[0].fit or 0)}."
    items = tuple(_answer(result, question, shown) for question in result.pack.questions)
    text = "Type the number of a question to change your answer, or just Enter."
    lead = (f"After each answer is what it adds to {leader}'s fit. {made}",) if shown else ()
    return Page("Your answers", (*lead, text), (Section("", (Items(items, numbered=True),)),))


def _answer(result: Result, question: Question, points: dict[str, float]) -> str:
    given = result.figures.responses
    if question.id not in given.answers:
        return f"{question.text} → skipped"
    text = question.option(given.answers[question.id]).text
    double = DOUBLE if question.id in given.matters else ""
    adds = f" {signed(points[question.id])}" if question.id in points else ""
    return f"{question.text} → {quoted(text)}{double}{adds}"


def question_page(question: Question) -> Page:
    """Return a question with its options, to be answered by a number."""
    items = Items(tuple(option.text for option in question.options), numbered=True)
    text = (
        "Type a number; s skips it, * says that it matters to you, just Enter leaves it as it is."
    )
    return Page(question.text, (text,), (Section("", (items,)),))


def shown_roles(result: Result, places: Sequence[int]) -> Page:
    """Return the roles in some places, from 1: one whole, or several side by side.

    Two stand on the scales with the person first of all, and then come the answers between them.
    """
    ids = [listed(result)[place - 1] for place in dict.fromkeys(places)]
    roles = list(map(result.pack.role, ids))
    fits = {each.role: each.fit for each in result.roles} if result.enough else {}
    page = roles_page(result.pack, roles, [place.position for place in result.dimensions])
    told = [
        f"{role.name} fits {figure(fit)}"
        for role in roles
        if (fit := fits.get(role.id)) is not None
    ]
    lead = (f"{', '.join(told)}.",) if told else ()
    parts = page.sections
    if len(roles) == 2:
        cards, scales = parts
        between = result.between(*ids)
        parts = (scales, *sections(deciding(result, between)), cards)
    return replace(page, lead=(*page.lead, *lead), sections=parts, headed=True)


def preferences_page(result: Result) -> Page:
    """Return the preferences, to be asked about by a number."""
    leans = [
        f"{poles(dimension)}: "
        + ("no answer" if place.position is None else f"you lean {side(dimension, place.position)}")
        for dimension, place in zip(result.pack.dimensions, result.dimensions, strict=True)
    ]
    text = "Type the number of a preference to see which answers placed you there, or just Enter."
    return Page("Your preferences", (text,), (Section("", (Items(tuple(leans), numbered=True),)),))


def preference_page(result: Result, dimension: Dimension) -> Page:
    """Return the answers that placed somebody between two poles, by how far each moved them."""
    index = result.pack.dimensions.index(dimension)
    place = result.dimensions[index].position
    title = poles(dimension)
    if place is None:
        return Page(title, ("You answered no question that asks about this.",))
    moved = result.moved_by(dimension.id)
    total = round(100 * place)
    figures = adding_up([100 * each for each in moved.values()], total, digits=0)
    told = zip(moved, figures, strict=True)
    items = [f"{signed(each, 0)} {answered(result, id)}" for id, each in told if each or moved[id]]
    lead = (
        f"You lean {side(dimension, place)}: {abs(total)} of 100. "
        f"+ is towards {dimension.high}, − towards {dimension.low}."
    )
    return Page(title, (lead,), (Section("", (Items(tuple(items)),)),))


def method_page(result: Result) -> Page:
    """Return how a result is worked out, with this person's figures."""
    found = result.figures
    leader, first = result.leader.name, result.roles[0]
    told = [
        f"You answered {result.answered} of {result.questions} questions. Each answer moves you "
        "between the poles of one or two preferences; where you stand on each is a number from −1 "
        "to 1.",
        f"Overall, your preferences are {found.length:.2f} long; random answers to the same "
        f"questions would come to {found.design.chance**0.5:.2f} on average. If yours are no "
        "longer, no role stands out.",
    ]
    if result.enough and first.fit is not None:
        made = round(first.fit, 1) - 50  # as shown
        told.append(
            f"{leader}'s fit of {figure(first.fit)} is 50 and the points of all your answers, "
            f"{signed(made)} together: how far you point the same way as the role."
        )
    if often := lasting(result):
        told.append(
            "How sure that is: each answer is left out in turn, to see how far the lead would "
            "move. By that, the chance that it would hold with more questions like these is "
            f"{often}."
        )
    if result.pack.evidence:
        told.append(f"How it was tested: {result.pack.evidence}")
    return Page("How this is worked out", sections=(Section("", tuple(told)),), note=EXPLORE)
