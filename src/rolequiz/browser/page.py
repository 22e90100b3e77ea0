"""The file that `rolequiz form` writes: markup for paper, and the data and scripts that ask.

The questions stand in it as a form to print, which is what shows where no script runs. Where one
does, startQuiz of quiz.js hides that and asks one question at a time.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pkgutil import get_data
from string import ascii_lowercase
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from rolequiz.ask.words import opening
from rolequiz.browser.data import quiz_data
from rolequiz.model import Option, Pack, Question
from rolequiz.pages.roles import HEADINGS
from rolequiz.pages.sentences import SENTENCES, said
from rolequiz.render.html.elements import Html, element, heading, joined, paragraphs, text
from rolequiz.sanitise import visible

SCRIPTS = ("scoring.js", "code.js", "words.js", "elements.js", "result.js", "quiz.js")
"""What asks and shows the result; a last script calls its startQuiz."""
ALONE = "alone.js"
MATTERS = "This matters to me"
_BOX = element("span", class_="box")
HOW_TO_FILL_IN = (
    "Tick one box for each question, the one you would enjoy more. Leave out what you can't "
    "answer. Tick “This matters to me” at the few questions that do: these count double."
)

NO_SCRIPTS = (
    "This page can ask the questions itself and show your result, but scripts don't run here: open "
    "it in a browser, on a computer or from a web server. What follows is the form to print."
)
KEPT = "Your answers stay in this tab of your browser until you close it."
SENT_BY_CHOICE = "Nothing is sent anywhere unless you choose to at the end."
_COMMENTS = re.compile(r"^ *(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)\n|^\n", re.MULTILINE | re.DOTALL)


class Served(NamedTuple):
    """What is different about the page where a program serves it, as the live room does."""

    script: str
    """Calls startQuiz(quiz, keeper), in place of alone.js, which keeps answers in the tab."""
    privacy: str
    """Where answers go, in words for whoever gives them."""
    connect: str = "'self'"
    """What its script may ask, as a Content-Security-Policy names it."""
    extra: Html = Html("")
    """Markup above the quiz; nothing in it may be one of ours by its id."""


def form_page(pack: Pack, *, to: str | None = None, served: Served | None = None) -> str:
    """Return the quiz as one page that needs nothing else: it asks, scores and shows the result.

    `to` is an http or https address to which people may send their answers.
    """
    if served is None:
        privacy = f"{KEPT} {said('nothing-sent') if to is None else SENT_BY_CHOICE}"
        connect = "'none'" if to is None else _origin(to)
        served = Served(without_comments(_file(ALONE)), privacy, connect)
    scripts = [*(without_comments(_file(name)) for name in SCRIPTS), served.script]
    style = _file("quiz.css")
    policy = _policy(style, scripts, served.connect)
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        element("title", text(pack.title)),
        f"<style>{style}</style>",
    )
    data = _data(pack, to, served.privacy)
    body = (
        *("<main>", served.extra, '<div id="screen"></div>'),
        element("noscript", element("p", text(NO_SCRIPTS))),
        *(_paper(pack), "</main>"),
        f'<script type="application/json" id="quiz">{data}</script>',
        *(f"<script>{script}</script>" for script in scripts),
    )
    lines = ('<html lang="en">', "<head>", *head, "</head>", "<body>", *body, "</body>", "</html>")
    return "\n".join(("<!doctype html>", *filter(None, lines))) + "\n"


# --- What may run and what may be asked for ---------------------------------------------------


def _policy(style: str, scripts: Sequence[str], connect: str) -> str:
    """Return a policy by which nothing is fetched, and only our own style and scripts count."""
    kinds = {
        "default-src": "'none'",
        "script-src": " ".join(map(_hash, scripts)),
        "style-src": _hash(style),
        "connect-src": connect,
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{kind} {sources}" for kind, sources in kinds.items())


def _hash(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def _origin(url: str) -> str:
    """Return scheme, host and port of an address, as a policy names them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _file(name: str) -> str:
    return (get_data(__name__, name) or b"").decode()  # it may be in a zip


def without_comments(script: str) -> str:
    """Return a script without the lines that are comments: they are for who reads our source."""
    return _COMMENTS.sub("", script)


# --- The data ---------------------------------------------------------------------------------


def _data(pack: Pack, to: str | None, privacy: str) -> str:
    """Return all that the scripts need to know, as JSON in which nothing is markup."""
    about = {
        **_shown(quiz_data(pack)),
        "welcome": [*opening(pack), said("exploration"), privacy],
        "sentences": SENTENCES,
        "headings": HEADINGS,
        "matters": MATTERS,
        "to": to,
    }
    data = json.dumps(about, separators=(",", ":"))
    return data.replace("<", "\\u003c")


def _shown(data: Any) -> Any:
    """Return data whose texts are safe to show: what steers in them is visible."""
    if isinstance(data, str):
        return visible(data)
    if isinstance(data, Mapping):
        return {key: _shown(value) for key, value in data.items()}
    return [_shown(each) for each in data] if isinstance(data, list | tuple) else data


# --- The form on paper ------------------------------------------------------------------------


def _paper(pack: Pack) -> Html:
    """Return all questions with boxes to tick, and no word of what counts for which role."""
    questions = joined(*(_question(each) for each in pack.questions))
    parts = (
        heading(1, pack.title),
        paragraphs([*opening(pack), HOW_TO_FILL_IN]),
        element("p", text("Your name or code:"), element("span", class_="line"), class_="who"),
        element("ol", questions, class_="questions"),
        paragraphs([said("exploration")]),
    )
    return element("div", *parts, id="paper")


def _question(question: Question) -> Html:
    options = (_option(option, at) for at, option in enumerate(question.options))
    mark = element("p", _BOX, text(MATTERS), class_="matters")
    asked = element("p", text(question.text), class_="asked")
    return element("li", asked, element("ul", *options), mark)


def _option(option: Option, at: int) -> Html:
    """Return an option with its letter, or its step where the question is a scale."""
    sign = str(option.id) if isinstance(option.id, int) else _letter(at)
    return element("li", _BOX, element("b", text(sign)), Html(" "), text(option.text))


def _letter(at: int) -> str:
    """Return a letter for each option: a to z, and then aa, ab and so on."""
    return _letter(at // 26 - 1) + ascii_lowercase[at % 26] if at >= 26 else ascii_lowercase[at]
