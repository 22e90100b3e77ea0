"""The questions as a form: on paper, or for the tools of Google and Microsoft.

Each format is a function from a Form of rolequiz.pages.form to the whole text: see WRITERS.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from math import ceil
from string import ascii_uppercase
from typing import TYPE_CHECKING

from rolequiz.pages.form import Form, FormQuestion
from rolequiz.render import RenderOptions
from rolequiz.render.markdown import PAGE_BREAK, escape, inline
from rolequiz.text import MATTERS_TITLE, visible

if TYPE_CHECKING:
    from rolequiz.render.text import TextWriter

WIDTH, LINES = 80, 60
"""Of a page of text, its head included: at 10 points, that is 17 × 25 cm."""
MARKDOWN_LINES, MARKDOWN_FIRST = 53, 49
"""Of a page, and of the first, whose title is larger: as many as A4 holds at the usual size."""
BOX = "[ ]"
_MARKDOWN_BOX = f"{BOX}\N{NO-BREAK SPACE}"
_GAP = "  "
_INDENT = len("999. ")
_WIDE = 110
"""Characters of a scale's steps that share a line in Markdown."""

Block = list[str]
"""Lines that stay together."""


def paged(blocks: Sequence[Block], room: int, first: int | None = None) -> list[list[str]]:
    """Return the lines of each page, an empty line between two blocks; the first may hold fewer.

    A block goes to the next page whole; one that is taller than a page is cut.
    """
    pages: list[list[str]] = [[]]
    for block in blocks:
        most = room if len(pages) > 1 or first is None else first
        if pages[-1] and len(pages[-1]) + 1 + len(block) > most:
            pages.append([])
        pages[-1] += ([""] if pages[-1] else []) + block
        while len(pages[-1]) > room:
            pages[-1:] = [pages[-1][:room], pages[-1][room:]]
    return pages


# --- Text -------------------------------------------------------------------------------------


def text_form(form: Form, options: RenderOptions) -> str:
    """Return pages of A4 or Letter, for any printer with letters of one width.

    A form feed begins each page but the first, and no question is broken across two.
    """
    from rolequiz.render.text import TextWriter  # noqa: PLC0415 - other formats need no Rich

    out = TextWriter(RenderOptions(WIDTH, unicode=options.unicode))
    pages = paged(list(_blocks(form, out)), LINES - 2)
    heads = (f"Page {number} of {len(pages)}" for number in range(1, len(pages) + 1))
    return "\f".join(
        "\n".join([f"{form.code}: {'_' * 24}".ljust(WIDTH - len(head)) + head, "", *lines]) + "\n"
        for head, lines in zip(heads, pages, strict=True)
    )


def _blocks(form: Form, out: TextWriter) -> Iterator[Block]:
    for text in (form.title, *form.intro):
        yield _wrapped(out, text)
    yield [line for text in form.how for line in _wrapped(out, text, "• ")]
    yield _wrapped(out, form.note)
    for question in form.questions:
        yield _text_question(question, form, out)


def _text_question(question: FormQuestion, form: Form, out: TextWriter) -> Block:
    number = f"{question.number}. ".rjust(_INDENT)
    mark = f"{BOX} {form.matters}"
    width = WIDTH - len(number) - len(_GAP) - len(mark)
    first, *others = out.wrapped(question.text, width)
    first.pad_right(width - first.cell_len)
    indent = " " * len(number)
    lines = [f"{number}{first.plain}{_GAP}{mark}", *(indent + line.plain for line in others)]
    return [line.rstrip() for line in (*lines, *_choices(question, indent, out))]


def _choices(question: FormQuestion, indent: str, out: TextWriter) -> Iterator[str]:
    widest = max(len(choice.label) for choice in question.choices)
    signs = [f"{BOX} {choice.label.rjust(widest)}  " for choice in question.choices]
    if question.scale and (rows := _beside(signs, question, out)):
        yield from (indent + row for row in rows)
        return
    for sign, (_, text) in zip(signs, question.choices, strict=True):
        before = indent + sign
        for line in out.wrapped(text, WIDTH - len(before)):
            yield before + line.plain
            before = " " * len(before)


def _beside(signs: Sequence[str], question: FormQuestion, out: TextWriter) -> list[str]:
    """Return the steps of a scale side by side, in rows as even as can be; none if too wide."""
    texts = [out.safe(choice.text) for choice in question.choices]
    width = max(len(signs[0]) + text.cell_len for text in texts) + len(_GAP)
    most = (WIDTH - _INDENT + len(_GAP)) // width
    if most < 2:
        return []
    rows = ceil(len(texts) / most)
    columns = ceil(len(texts) / rows)
    cells = [
        sign + text.plain + " " * (width - len(sign) - text.cell_len)
        for sign, text in zip(signs, texts, strict=True)
    ]
    return ["".join(cells[at : at + columns]).rstrip() for at in range(0, len(cells), columns)]


def _wrapped(out: TextWriter, text: str, mark: str = "") -> Block:
    from rolequiz.render.text import hanging  # noqa: PLC0415 - other formats need no Rich

    lines = out.wrapped(text, WIDTH - len(mark))
    return [line.plain.rstrip() for line in hanging(out.sign(mark), lines)]


# --- Markdown ---------------------------------------------------------------------------------


def markdown_form(form: Form, options: RenderOptions) -> str:
    """Return what the text says; a question is one paragraph, and stays on one page."""
    blocks = [
        [f"# {escape(form.title)}"],
        *([escape(text)] for text in form.intro),
        [f"- {escape(text)}" for text in form.how],
        [escape(form.note)],
        *(_markdown_question(question, form) for question in form.questions),
    ]
    pages = paged(blocks, MARKDOWN_LINES, MARKDOWN_FIRST)
    code = f"{escape(form.code)}: {'_' * 24}"
    return f"\n{PAGE_BREAK}\n\n".join(
        "\n".join([f"Page {number} of {len(pages)} · {code}", "", *lines]) + "\n"
        for number, lines in enumerate(pages, start=1)
    )


def _markdown_question(question: FormQuestion, form: Form) -> Block:
    """Return the lines of a paragraph, which a backslash breaks; short steps share one."""
    first = f"**{question.number}. {inline(question.text)}** {_MARKDOWN_BOX}{form.matters}"
    options = [f"{_MARKDOWN_BOX}{label}) {inline(text)}" for label, text in question.choices]
    beside = " · ".join(options)
    *lines, last = [first, *([beside] if question.scale and len(beside) <= _WIDE else options)]
    return [*(f"{line}\\" for line in lines), last]


# --- Forms on the web -------------------------------------------------------------------------

_SCRIPT = """\
// Builds a Google Form in your account. Paste all of this into a new project at
// script.google.com, choose Run, and allow it to make forms. The log then shows two addresses:
// one to send to people, and one to change the form and see its answers.
const FORM = %s;

function buildForm() {
  const form = FormApp.create(FORM.title);
  form.setDescription(FORM.description).setProgressBar(true);
  form.addTextItem().setTitle(FORM.code.title).setHelpText(FORM.code.help);
  FORM.questions.forEach((question) => {
    form.addMultipleChoiceItem().setTitle(question.title).setChoiceValues(question.options);
  });
  if (FORM.matters) {
    form.addCheckboxItem().setTitle(FORM.matters.title).setHelpText(FORM.matters.help)
      .setChoiceValues(FORM.matters.options);
  }
  if (form.setPublished) {
    form.setPublished(true);
  }
  Logger.log('Send this address to people: ' + form.getPublishedUrl());
  Logger.log('Change the form and see answers here: ' + form.getEditUrl());
}
"""
_CODE_HELP = "It tells your answers from others’. You can leave it empty."
_MATTERS_HELP = "Tick as many as you like, or none. Your answers to these count double."


def google_form(form: Form, options: RenderOptions) -> str:
    """Return a script for Google Apps Script, which builds the form in the user's account.

    Titles and options are the quiz's own, so that what the form exports is read without a map. It
    is in ASCII, and what a quiz holds is only ever within its strings.
    """
    titles = [_plain(question.text) for question in form.questions]
    data = {
        "title": _plain(form.title),
        "description": "\n\n".join(map(_plain, (*form.intro, form.note))),
        "code": {"title": form.code, "help": _CODE_HELP},
        "questions": [
            {"title": title, "options": [_plain(choice.text) for choice in question.choices]}
            for title, question in zip(titles, form.questions, strict=True)
        ],
        "matters": {"title": MATTERS_TITLE, "help": _MATTERS_HELP, "options": titles},
    }
    if len({*titles}) < len(titles):  # Google Forms takes no two options alike
        del data["matters"]
    return _SCRIPT % json.dumps(data, indent=2).replace("</", "<\\/")


def _plain(text: str) -> str:
    """Return a text on one line, without signs that show nothing, as cells are compared."""
    return visible(text).replace("\N{REPLACEMENT CHARACTER}", "")


def microsoft_form(form: Form, options: RenderOptions) -> str:
    """Return a document that Microsoft Forms makes a form of by its “Quick import”.

    That understands a title, questions with one option a line, and questions with none, which are
    answered in words (docs/workshops.md says where that is written). Numbers and capital letters
    with a full stop show where each begins. The questions come last, as any text after them would
    be read as one.
    """
    intro = " ".join(map(visible, (*form.intro, form.note)))
    code = f"{len(form.questions) + 1}. {visible(form.code)}\n"
    blocks = [visible(form.title), intro, *map(_microsoft_question, form.questions), code]
    return "\n\n".join(filter(None, blocks))


def _microsoft_question(question: FormQuestion) -> str:
    count = len(question.choices)
    letters = ascii_uppercase if count <= len(ascii_uppercase) else map(str, range(1, count + 1))
    options = (
        f"{letter}. {visible(choice.text)}"
        for letter, choice in zip(letters, question.choices, strict=False)
    )
    return "\n".join([f"{question.number}. {visible(question.text)}", *options])


WRITERS: dict[str, Callable[[Form, RenderOptions], str]] = {
    "text": text_form,
    "markdown": markdown_form,
    "google-forms": google_form,
    "microsoft-forms": microsoft_form,
}
