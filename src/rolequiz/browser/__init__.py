"""The quiz as a page for a browser: one file that asks, scores and shows the result by itself.

scoring.js  responses to figures, as rolequiz.scoring
code.js     answers as a code, as rolequiz.responses.code
words.js    figures to sentences, as rolequiz.pages.result
elements.js markup and drawings, as rolequiz.render.html
result.js   the screen of a result, and what can be done with it
quiz.js     the questions, one at a time
alone.js    the page by itself: it keeps answers in the tab's session storage

form_page puts them together; the live room has a script of its own in place of alone.js. Without
scripts, the page shows the questions as a form to print, which startQuiz of quiz.js hides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from rolequiz.ask.words import opening
from rolequiz.model import Pack
from rolequiz.pages.form import FormQuestion, paper_form
from rolequiz.pages.roles import HEADINGS
from rolequiz.pages.sentences import SENTENCES, sentence
from rolequiz.render.html.elements import (
    Html,
    document,
    element,
    file_beside,
    heading,
    paragraphs,
    source_hash,
    stylesheet,
    text,
)
from rolequiz.responses.code import tag
from rolequiz.text import visible

SCRIPTS = ("scoring.js", "code.js", "words.js", "elements.js", "result.js", "quiz.js")
"""These ask and show the result; a last script calls startQuiz."""
MATTERS = "This matters to me"
_BOX = element("span", class_="box")
NO_SCRIPTS = (
    "This page can ask the questions itself and show your result, but scripts don't run here: open "
    "it in a browser, on a computer or from a web server. What follows is the form to print."
)
KEPT = "Your answers stay in this tab of your browser until you close it."
SENT_BY_CHOICE = "Nothing is sent anywhere unless you choose to at the end."
_COMMENTS = re.compile(r"^ *(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n|^\n", re.MULTILINE | re.DOTALL)


class Served(NamedTuple):
    """What is different about a page that a program serves, as the live room does."""

    script: str
    """Calls startQuiz(quiz, keeper), in place of alone.js, which keeps answers in the tab."""
    privacy: str
    """Where answers go, in words for the people who give them."""
    connect: str = "'self'"
    """Where its script may connect to, in the words of a Content-Security-Policy."""
    extra: Html = Html("")
    """Markup above the quiz; the ids “screen”, “paper” and “quiz” are taken."""


def form_page(pack: Pack, *, to: str | None = None, served: Served | None = None) -> str:
    """Return the quiz as one page that needs nothing else: it asks, scores and shows the result.

    `to` is an http or https address to which people may send their answers.
    """
    if served is None:
        url = urlsplit(to or "")
        connect = f"{url.scheme}://{url.netloc}" if to else "'none'"
        privacy = f"{KEPT} {SENT_BY_CHOICE if to else sentence('nothing-sent')}"
        served = Served(_script("alone.js"), privacy, connect)
    scripts = [*map(_script, SCRIPTS), served.script]
    style = stylesheet(file_beside(__name__, "quiz.css"))
    no_scripts = element("noscript", element("p", text(NO_SCRIPTS)))
    data = element("script", _data(pack, to, served.privacy), type="application/json", id="quiz")
    return document(
        pack.title,
        (served.extra, element("div", id="screen"), no_scripts, _paper(pack)),
        style=style,
        policy=_policy(style, scripts, served.connect),
        scripts=(data, *(element("script", Html(script)) for script in scripts)),
    )


# --- What may run and what may be asked for ---------------------------------------------------


def _policy(style: str, scripts: Sequence[str], connect: str) -> str:
    """Return a policy that lets only our own style and scripts run, and nothing be fetched."""
    kinds = {
        "default-src": "'none'",
        "script-src": " ".join(map(source_hash, scripts)),
        "style-src": source_hash(style),
        "connect-src": connect,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{kind} {sources}" for kind, sources in kinds.items())


def _script(name: str) -> str:
    return without_comments(file_beside(__name__, name))


def without_comments(script: str) -> str:
    """Return a script without the lines that are comments, which are for readers of the source."""
    return _COMMENTS.sub("", script)


# --- The data ---------------------------------------------------------------------------------


def quiz_data(pack: Pack) -> dict[str, object]:
    """Return all of a quiz, ready for JSON, under the names of model.py, and its tag."""
    return {**asdict(pack), "tag": tag(pack)}


def _data(pack: Pack, to: str | None, privacy: str) -> Html:
    """Return what the scripts need to know, as JSON that contains no markup."""
    about = {
        **_shown(quiz_data(pack)),
        "welcome": [*opening(pack), sentence("exploration"), privacy],
        "sentences": SENTENCES,
        "headings": HEADINGS,
        "matters": MATTERS,
        "to": to and {"url": to, "host": urlsplit(to).netloc},
    }
    return Html(json.dumps(about, separators=(",", ":")).replace("<", "\\u003c"))


def _shown(data: Any) -> Any:
    """Return data with texts that are safe to show: control characters in them are visible."""
    if isinstance(data, str):
        return visible(data)
    if isinstance(data, Mapping):
        return {key: _shown(value) for key, value in data.items()}
    return list(map(_shown, data)) if isinstance(data, list | tuple) else data


# --- The form on paper ------------------------------------------------------------------------


def _paper(pack: Pack) -> Html:
    """Return all questions with boxes to tick, without what counts for which role.

    The style prints a line for the code at the top of each page.
    """
    form = paper_form(pack)
    parts = (
        heading(1, form.title),
        paragraphs([*form.intro, *form.how]),
        element("ol", *(_question(question, form.matters) for question in form.questions)),
        paragraphs([form.note]),
    )
    return element("div", *parts, id="paper")


def _question(question: FormQuestion, matters: str) -> Html:
    choices = (
        element("li", _BOX, element("b", text(label)), Html(" "), text(words))
        for label, words in question.choices
    )
    mark = element("span", _BOX, text(matters))
    asked = element("p", text(question.text), Html(" "), mark)
    return element("li", asked, element("ul", *choices))
