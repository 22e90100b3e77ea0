"""The form of paper as Markdown, to paste into a document: each page ends where it says so."""

from __future__ import annotations

from rolequiz.pages.form import Asked, Form
from rolequiz.render import RenderOptions
from rolequiz.render.markdown import PAGE_BREAK, escape, inline
from rolequiz.render.paper import BOX, Block, paged

LINES, FIRST = 53, 49
"""Of a page, and of the first, whose title is larger: as many as A4 holds at the usual size."""

_BOX = f"{BOX}\N{NO-BREAK SPACE}"
_WIDE = 110


def write(form: Form, options: RenderOptions) -> str:
    """Return what the text says; a question is one paragraph, and stays on one page."""
    blocks = [
        [f"# {escape(form.title)}"],
        *([escape(text)] for text in form.intro),
        [f"- {escape(text)}" for text in form.how],
        [escape(form.note)],
        *(_question(question, form) for question in form.questions),
    ]
    pages = paged(blocks, LINES, FIRST)
    return f"\n{PAGE_BREAK}\n\n".join(
        "\n".join([_head(form, number, len(pages)), "", *lines]) + "\n"
        for number, lines in enumerate(pages, start=1)
    )


def _head(form: Form, number: int, of: int) -> str:
    return f"Page {number} of {of} · {escape(form.code)}: {'_' * 24}"


def _question(question: Asked, form: Form) -> Block:
    """Return the lines of a paragraph, which a backslash breaks; short steps share one."""
    first = f"**{question.number}. {inline(question.text)}** {_BOX}{form.matters}"
    options = [f"{_BOX}{label}) {inline(text)}" for label, text in question.choices]
    beside = " · ".join(options)
    *lines, last = [first, *([beside] if question.scale and len(beside) <= _WIDE else options)]
    return [*(f"{line}\\" for line in lines), last]
