"""A result in pieces, as a person asks for them one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

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
from rolequiz.text import counted


def keys(result: Result, changed: int = 0, *, saves: bool = True) -> str:
    """Return the keys in one line; above it, while answers are changed, that this is a what-if."""
    several = len(result.roles) > 1
    why = f"1-{min(len(result.roles), 9)}=why " if several else ""  # one key is one digit
    always = f"Enter=next {why}a=answers c=compare d=preference ?=more q=leave"
    if not changed:
        return always
    save = " s=save" if saves else ""
    return f"What if: {counted(changed, 'answer')} changed. u=undo 0=undo all{save}\n{always}"


MORE = "Enter=more q=leave"
"""The keys while a screen could not hold all that was asked for."""
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
_HOW_NEAR = "How near is another result?"
NOTHING_SAVED = "Nothing was saved, and the file is as it was."


def where_to(name: str, changed: int) -> str:
    """Ask for a file; say which name it would have, and whose answers would be saved."""
    whose = "your answers, or your result"
    if changed:
        whose = f"this what-if, with {counted(changed, 'answer')} changed (to save yours, 0 first)"
    return (
        f"What is saved: {whose}. Which file? An ending of .json keeps the answers; .html, .md or "
        f".txt the result. Just Enter takes the name {name}; - saves nothing."
    )


def no_result(changed: int) -> str:
    """Say on a saved page that some of its answers are not those that the person gave."""
    return f"This is a what-if, with {counted(changed, 'answer')} changed."


def there_already(name: str) -> str:
    """Ask whether a file that exists may be replaced."""
    return f"{name} is there already. Replace it? y or n"


def which_number(count: int) -> str:
    """Ask for a number again."""
    return f"Type a number from 1 to {count}, or - to leave it."


def listed(result: Result) -> list[str]:
    """Return the roles as numbers name them, from 1: best first, where enough is answered."""
    if not result.enough:
        return [role.id for role in result.pack.roles]
    return [role.role for role in result.roles]


def _list_page(title: str, lead: tuple[str, ...], items: Iterable[str]) -> Page:
    """Return a page with a numbered list, and what to type."""
    return Page(title, lead, (Section("", (Items(tuple(items), numbered=True),)),))


def which_roles(result: Result) -> Page:
    """Ask which roles to show, by their places."""
    names = [result.pack.role(role).name for role in listed(result)]
    several = " Two or more, such as 1 3, stand side by side; just Enter takes 1 2."
    text = "Type the number of a role to read all about it." + several * (len(names) > 1)
    return _list_page("Roles", (text,), names)


def help_text(folder: str, *, saves: bool = True) -> str:
    """Return what each key does, and where answers are kept, if anywhere."""
    help = f"{HELP} {SAVE if saves else LEAVE}"
    return f"{help} {KEPT.format(folder=folder)}" if folder else help


def first_screen(result: Result, fits: Callable[[Page], bool]) -> tuple[Page, Page | None]:
    """Return the answer as one screen, and what did not fit: the last reasons and facts."""
    page = parts(result)[0]
    title, pieces = page.sections[0].title, [*_pieces(page.sections[0].parts)]

    def screen(count: int) -> Page:
        section = Section(title if count else "", _joined(pieces[:count]))
        return replace(page, sections=(section,))

    count = next((n for n in range(len(pieces), 0, -1) if fits(screen(n))), 0)
    if count == len(pieces):
        return page, None
    rest = Section("" if count else title, _joined(pieces[count:]))
    return screen(count), Page("", sections=(rest,), headed=False)


def _pieces(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts of the answer, those that can stand on two screens in pieces."""
    for part in parts:
        match part:
            case Facts(facts):
                yield from (Facts((fact,)) for fact in facts)
            case Reasons(reasons):
                yield from (Reasons((reason,)) for reason in reasons)
            case _:
                yield part


def _joined(pieces: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts made of such pieces: the opposite of `_pieces`."""
    joined: list[Part] = []
    for piece in pieces:
        match joined[-1:], piece:
            case [Facts(before)], Facts(facts):
                joined[-1] = Facts(before + facts)
            case [Reasons(before)], Reasons(reasons):
                joined[-1] = Reasons(before + reasons)
            case _:
                joined.append(piece)
    return tuple(joined)


def parts(result: Result) -> list[Page]:
    """Return the page of a result as pages of one section each, the answer first."""
    page = result_page(result)
    first, *others = page.sections or (Section("", ()),)
    top = Page(page.title, page.lead, (first,), whose=page.whose)
    rest = [Page("", sections=(_asked(result, each),), headed=False) for each in others]
    return [top, *rest, Page("", sections=(), note=page.note, headed=False)]


def _asked(result: Result, section: Section) -> Section:
    """Return a section as it is shown to somebody who can ask for more."""
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
    """Say how near another result is, but not which answers would lead to it.

    Nobody should be told what to answer to get a role. People may ask about answers that they are
    unsure of.
    """
    needed = {role.role: role.changes_needed for role in result.roles if role.changes_needed}
    leader = result.leader.name
    if not needed:
        never = f"No other answers would put another role ahead of {leader}."
        return Section(CHANGES, (never,))
    fewest = "The fewest answers that you would have to change to put another role ahead of"
    unsure = "n asks which of your answers you are unsure of, and whether those would be enough."
    return Section(CHANGES, (f"{fewest} {leader}:", Items(_counts(result, needed)), unsure))


def _counts(result: Result, needed: Mapping[str, int]) -> tuple[str, ...]:
    near = sorted(needed, key=needed.__getitem__)
    return tuple(f"{result.pack.role(role).name}: {needed[role]}" for role in near)


def unsure_page(result: Result) -> Page:
    """Ask which answers somebody is unsure of, by number."""
    text = "Which of your answers are you unsure of?"
    text += " Type their numbers, such as 3 7, or just Enter."
    return _list_page(_HOW_NEAR, (text,), _answers(result, {}))


def nearest_page(result: Result, unsure: Sequence[Question]) -> Page:
    """Say whether other answers to these questions alone would put another role ahead [6]."""
    ids = {question.id for question in unsure}
    near = result.nearest(ids)
    if not near:
        text = f"Whatever you answer to these, {result.leader.name} stays ahead."
        return Page(_HOW_NEAR, (text,))
    first, *others = near
    items = tuple(answered(result, change.question) for change in near[first])
    some = counted(len(ids), "answer") if len(ids) == 1 else f"these {len(ids)} answers"
    count = "" if len(ids) == 1 else "all " if len(items) == len(ids) else f"{len(items)} of "
    lead = (
        f"With {count}{some} changed, {result.pack.role(first).name} could be ahead of "
        f"{result.leader.name}:"
    )
    parts: list[Part] = [Items(items)]
    if others:
        parts.append("Other roles, and how many of these answers you would have to change:")
        parts.append(Items(_counts(result, {role: len(near[role]) for role in others})))
    parts.append("Change one with a to see what else would change.")
    return Page(_HOW_NEAR, (lead,), (Section("", tuple(parts)),))


def answers_page(result: Result) -> Page:
    """Return all questions with their answers, and what each adds to the leader's fit [4]."""
    leader, first = result.leader.name, result.roles[0]
    lead, points = ["Type the number of a question to change your answer, or just Enter."], {}
    shares = result.by_answer(first.role)
    if result.enough and first.fit is not None and shares:
        total = round(first.fit, 1) - 50
        points = dict(zip(shares, adding_up([*shares.values()], total), strict=True))
        adds = f"After each answer is what it adds to {leader}'s fit."
        lead.insert(0, f"{adds} Added to 50, they make {figure(first.fit)}.")
    return _list_page("Your answers", tuple(lead), _answers(result, points))


def _answers(result: Result, points: Mapping[str, float]) -> Iterator[str]:
    """Yield every question with its answer, and the points of that, if it has any."""
    responses = result.figures.responses
    for question in result.pack.questions:
        if question.id not in responses.answers:
            yield f"{question.text} → skipped"
            continue
        text = question.option(responses.answers[question.id]).text
        double = DOUBLE if question.id in responses.matters else ""
        adds = f" {signed(points[question.id])}" if question.id in points else ""
        yield f"{question.text} → {quoted(text)}{double}{adds}"


def question_page(question: Question) -> Page:
    """Return a question with its options, to be answered by a number."""
    text = (
        "Type a number; s skips it, * says that it matters to you, just Enter leaves it as it is."
    )
    return _list_page(question.text, (text,), (option.text for option in question.options))


def shown_roles(result: Result, places: Sequence[int]) -> Page:
    """Return the roles in some places, from 1: one whole, or several side by side.

    With two, the first thing is where they and the person stand, then the answers between them.
    """
    ids = [listed(result)[place - 1] for place in dict.fromkeys(places)]
    roles = list(map(result.pack.role, ids))
    fits = {role.role: role.fit for role in result.roles if role.fit is not None}
    page = roles_page(result.pack, roles, result.figures.stands)
    fitting = [f"{role.name} fits {figure(fits[role.id])}" for role in roles if role.id in fits]
    lead = (f"{', '.join(fitting)}.",) if fitting and result.enough else ()
    parts = page.sections
    if len(roles) == 2:
        cards, scales = parts
        parts = (scales, *sections(deciding(result, result.between(*ids))), cards)
    return replace(page, lead=(*page.lead, *lead), sections=parts, headed=True)


def preferences_page(result: Result) -> Page:
    """Return the preferences, to be asked about by a number."""
    leans = (
        f"{poles(dimension)}: "
        + ("no answer" if position is None else f"you lean {side(dimension, position)}")
        for dimension, position in zip(result.pack.dimensions, result.figures.stands, strict=True)
    )
    text = "Type the number of a preference to see which answers placed you there, or just Enter."
    return _list_page("Your preferences", (text,), leans)


def preference_page(result: Result, dimension: Dimension) -> Page:
    """Return the answers that placed somebody between two poles, by how far each moved them."""
    position = result.dimensions[result.pack.dimensions.index(dimension)].position
    if position is None:
        return Page(poles(dimension), ("You answered no question that asks about this.",))
    moved, total = result.moved_by(dimension.id), round(100 * position)
    shares = adding_up([100 * by for by in moved.values()], total, digits=0)
    items = (
        f"{signed(share, 0)} {answered(result, id)}"
        for (id, exact), share in zip(moved.items(), shares, strict=True)
        if share or exact
    )
    lead = (
        f"You lean {side(dimension, position)}: {abs(total)} of 100. "
        f"+ is towards {dimension.high}, − towards {dimension.low}."
    )
    return Page(poles(dimension), (lead,), (Section("", (Items(tuple(items)),)),))


def method_page(result: Result) -> Page:
    """Return how a result is worked out, with this person's figures."""
    figures, leader, first = result.figures, result.leader.name, result.roles[0]
    texts = [
        f"You answered {result.answered} of {result.questions} questions. Each answer moves you "
        "between the poles of one or two preferences; where you stand on each is a number from −1 "
        "to 1.",
        f"Overall, your preferences are {figures.length:.2f} long; random answers to the same "
        f"questions would come to {figures.design.chance**0.5:.2f} on average. If yours are no "
        "longer, no role stands out.",
    ]
    if result.enough and first.fit is not None:
        points = round(first.fit, 1) - 50  # as shown
        texts.append(
            f"{leader}'s fit of {figure(first.fit)} is 50 and the points of all your answers, "
            f"{signed(points)} together: how far you point the same way as the role."
        )
    if often := lasting(result):
        texts.append(
            "How sure that is: each answer is left out in turn, to see how far the lead would "
            "move. By that, the chance that it would hold with more questions like these is "
            f"{often}."
        )
    if result.pack.evidence:
        texts.append(f"How it was tested: {result.pack.evidence}")
    return Page("How this is worked out", sections=(Section("", tuple(texts)),), note=EXPLORE)
