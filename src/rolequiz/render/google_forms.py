"""The questions as a script for Google Apps Script, which builds the form in the user's account.

Titles and options are the quiz's own, so that what the form exports is read without a map.
"""

from __future__ import annotations

import json

from rolequiz.pages.form import Form
from rolequiz.render import RenderOptions
from rolequiz.sanitise import visible
from rolequiz.wording import MATTERS_TITLE

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


def write(form: Form, options: RenderOptions) -> str:
    """Return the script, in ASCII; what a quiz holds is only ever within its strings."""
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
