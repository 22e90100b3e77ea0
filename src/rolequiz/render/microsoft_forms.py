"""The questions as a document that Microsoft Forms makes a form of by its “Quick import”.

What that understands is a title, questions with one option a line, and questions with none, which
are answered in words (docs/workshops.md says where that is written). Numbers and capital letters
with a full stop show where each begins.
"""

from __future__ import annotations

from string import ascii_uppercase

from rolequiz.pages.form import Asked, Form
from rolequiz.render import RenderOptions
from rolequiz.sanitise import visible


def write(form: Form, options: RenderOptions) -> str:
    """Return paragraphs, a line each; the questions last, as what is after them would be one."""
    intro = " ".join(map(visible, (*form.intro, form.note)))
    code = f"{len(form.questions) + 1}. {visible(form.code)}\n"
    blocks = [visible(form.title), intro, *map(_question, form.questions), code]
    return "\n\n".join(filter(None, blocks))


def _question(question: Asked) -> str:
    count = len(question.choices)
    letters = ascii_uppercase if count <= len(ascii_uppercase) else map(str, range(1, count + 1))
    options = (
        f"{letter}. {visible(choice.text)}"
        for letter, choice in zip(letters, question.choices, strict=False)
    )
    return "\n".join([f"{question.number}. {visible(question.text)}", *options])
