"""A result in pieces, as a person asks for them one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from math import fsum

from rolequiz.model import Dimension, Question
from rolequiz.pages.parts import Facts, Items, Page, Part, Reasons, Section
from rolequiz.pages.phrases import EXPLORE, adding_up, figure, poles, quoted, side, signed
from rolequiz.pages.reasons import answered
from rolequiz.pages.result import result_page
from rolequiz.pages.roles import comparison
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


HELP = (
    "Enter shows the next part of the result; a number says why the role in that place stands "
    "there. a lists your answers, and changes one to see what would move; u takes the last change "
    "back, 0 all of them. c sets the first two roles side by side, d shows what placed you between "
    "two poles, m how all this is worked out."
)
SAVE = "s saves the answers or the result, q leaves."
LEAVE = "q leaves. Nothing that you change here is kept."
KEPT = (
    "Answers to the quiz are kept in {folder}: the last ones as last-answers.json, all earlier "
    "ones in a file with their date. To delete any, delete its file."
)
END = "That was all of the result. A number, a letter or ? asks more of it; q leaves."
NOTHING_CHANGED = "No answer has been changed."
SAME_ANSWER = "That is your answer already."
WHERE_TO = (
    "Which file? An ending of .json keeps the answers; .md, .html or .txt the result. "
    "Only Enter: none."
)


def help_text(folder: str, *, saves: bool = True) -> str:
    """Return what each key does, and where answers are kept, if anywhere."""
    help = f"{HELP} {SAVE if saves else LEAVE}"
    return f"{help} {KEPT.format(folder=folder)}" if folder else help


def first_screen(result: Result, fits: Callable[[Page], bool]) -> tuple[Page, Page | None]:
    """Return the answer as one screen, and what did not fit: the last reasons and facts."""
    page = parts(result)[0]
    pieces = [piece for part in page.sections[0].parts for piece in _pieces(part)]

    def made(count: int) -> Page:
        return replace(page, sections=(Section("", tuple(_joined(pieces[:count]))),))

    count = len(pieces)
    while count and not fits(made(count)):
        count -= 1
    rest = Page("", sections=(Section("", tuple(_joined(pieces[count:]))),), headed=False)
    return made(count), rest if count < len(pieces) else None


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
    rest = [Page("", sections=(section,), headed=False) for section in others]
    return [top, *rest, Page("", sections=(), note=page.note, headed=False)]


def answers_page(result: Result) -> Page:
    """Return all questions with their answers, and what each adds to the leader's fit [4]."""
    points = dict(result.roles[0].by_answer)
    shown: dict[str, float] = {}
    if result.roles[0].fit is not None:
        total = round(result.roles[0].fit, 1) - 50
        shown = dict(zip(points, adding_up([*points.values()], total), strict=True))
    leader = result.leader.name
    made = f"They and 50 make {leader}'s fit of {figure(result.roles[0].fit or 0)}."
    items = tuple(_answer(result, question, shown) for question in result.pack.questions)
    text = "Type the number of a question to answer it anew, or only Enter."
    lead = (f"Behind each stands what it adds to {leader}. {made}",) if shown else ()
    return Page("Your answers", (*lead, text), (Section("", (Items(items, numbered=True),)),))


def _answer(result: Result, question: Question, points: dict[str, float]) -> str:
    given = result.figures.responses
    if question.id not in given.answers:
        return f"{question.text} → skipped"
    text = question.option(given.answers[question.id]).text
    double = " (counts double)" if question.id in given.matters else ""
    adds = f" {signed(points[question.id])}" if question.id in points else ""
    return f"{question.text} → {quoted(text)}{double}{adds}"


def question_page(question: Question) -> Page:
    """Return a question with its options, to be answered by a number."""
    items = Items(tuple(option.text for option in question.options), numbered=True)
    return Page(question.text, sections=(Section("", (items,)),))


def compared_page(result: Result) -> Page:
    """Return the first two roles side by side."""
    roles = [result.pack.role(role.role) for role in result.roles[:2]]
    title = " or ".join(role.name for role in roles)
    return Page(title, sections=(Section("", (comparison(result.pack, roles),)),))


def preferences_page(result: Result) -> Page:
    """Return the preferences, to be asked about by a number."""
    leans = [
        f"{poles(dimension)}: "
        + ("no answer" if place.position is None else f"you lean {side(dimension, place.position)}")
        for dimension, place in zip(result.pack.dimensions, result.dimensions, strict=True)
    ]
    text = "Type the number of a preference to see which answers placed you there, or only Enter."
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
        f"Taken together your preferences are {found.length:.2f} long; random answers to the same "
        f"questions would come to {found.design.chance**0.5:.2f} on average. If yours are no "
        "longer, no role stands out.",
    ]
    if first.fit is not None:
        made = fsum(first.by_dimension.values())
        told.append(
            f"{leader}'s fit of {figure(first.fit)} is 50 and the points of all your answers, "
            f"{signed(made)} together: how far you point the same way as the role."
        )
    if result.stability is not None:
        told.append(
            "How sure that is: each answer is left out in turn, to see how far the lead would "
            f"move. By that, such a lead would last {round(100 * result.stability)} times in 100, "
            "if endlessly many more questions of this kind were asked."
        )
    if result.pack.evidence:
        told.append(f"How it was tested: {result.pack.evidence}")
    return Page("How this is worked out", sections=(Section("", tuple(told)),), note=EXPLORE)
