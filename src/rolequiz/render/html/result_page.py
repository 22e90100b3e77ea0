"""One person's result as a page for a browser or a printer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolequiz.explain import (
    FITS_TITLE,
    NO_FIT,
    TALK_TITLE,
    Explanation,
    Section,
    Stand,
    explain,
    figure,
)
from rolequiz.model import Pack
from rolequiz.render import Medium, Page
from rolequiz.render.html import plots
from rolequiz.render.html.page import (
    document,
    element,
    figure_cell,
    heading,
    items,
    name,
    paragraphs,
    row_head,
    table,
    text,
)
from rolequiz.render.html.role_cards import compared

_HERE = "<!-- results -->"
"""Where they come in a page; no text of a person or a quiz can hold it."""


def result(page: Page, medium: Medium) -> str:
    """Return what the text page says, laid out for reading and printing."""
    said = explain(page.pack, page.responses, page.result)
    return document(said.headline, _parts(page, said))


def results(pack: Pack, pages: Iterable[Page], medium: Medium) -> Iterator[str]:
    """Yield a page of many people's results, each of which begins a sheet of paper in print."""
    opened, closed = document(pack.title, [_HERE]).split(_HERE)
    yield opened
    for page in pages:
        said = explain(page.pack, page.responses, page.result)
        parts = "\n".join(filter(None, _parts(page, said)))
        yield element("article", "\n", parts, "\n", class_="person") + "\n"
    yield closed.lstrip()


def _parts(page: Page, said: Explanation) -> Iterator[str]:
    if said.respondent:
        yield element("p", "Answers of ", name(said.respondent), class_="who")
    yield heading(1, said.headline)
    yield element("div", paragraphs(said.lead), class_="lead")
    yield _reasons(said)
    yield _facts(said)
    if said.talk:
        yield heading(2, TALK_TITLE) + items(said.talk, "ol", class_="talk")
    if said.fits:
        yield heading(2, FITS_TITLE) + _fits(said) + paragraphs([said.fits_note])
    if said.stands:
        yield heading(2, said.stands_title)
        yield _stands(said) + paragraphs([said.stands_note])
    if said.ask:
        yield element("p", element("strong", "Ask about this:"), " ", text(said.ask))
    yield from map(_section, said.sections)
    if said.compare:
        yield heading(2, said.compare_title) + compared(page.pack, said.compare)
    yield element("p", text(said.note), class_="note")


def _reasons(said: Explanation) -> str:
    lines = []
    for reason in said.reasons:
        sign, spoken = ("+", "For:") if reason.speaks == "for" else ("−", "Against:")
        mark = element("b", sign, aria_hidden="true") + element("span", spoken, class_="spoken")
        lines.append(element("li", mark, " ", text(reason.chain), class_=reason.speaks))
    return element("ul", *lines, class_="reasons") if lines else ""


def _facts(said: Explanation) -> str:
    facts = (element("dt", text(f.label)) + element("dd", text(f.text)) for f in said.facts)
    return element("dl", *facts) if said.facts else ""


def _fits(said: Explanation) -> str:
    rows = []
    for fit in said.fits:
        shown = NO_FIT if fit.fit is None else figure(fit.fit)
        drawn = "" if fit.fit is None else plots.bar(fit.fit / 100)
        rows.append((row_head(fit.name), figure_cell(shown), element("td", drawn, class_="bar")))
    return table(["Role", "Fit", ""], rows)


def _stands(said: Explanation) -> str:
    role = f"; {name(said.marked)} leans {{}}" if said.marked else ""
    drawn = [_stand(stand, role) for stand in said.stands]
    key = "The dot is you" + (f", the diamond {said.marked}." if said.marked else ".")
    return paragraphs([key]) + "".join(drawn)


def _stand(stand: Stand, role: str) -> str:
    poles = element("div", name(stand.low), name(stand.high), class_="poles")
    if stand.you is None:
        return element("div", poles, paragraphs(["Not asked."]), class_="plot")
    you, marked = (
        (place + 1) / 2 if place is not None else None for place in (stand.you, stand.role)
    )
    described = f"You lean {stand.you_words}"
    said = f"{text(described)}{role.replace('{}', text(stand.role_words))}."
    return element(
        "div", poles, plots.scale(described, you, marked), element("p", said), class_="plot"
    )


def _section(section: Section) -> str:
    return (
        heading(2, section.title)
        + paragraphs([section.text])
        + items(section.items)
        + paragraphs([section.after])
    )
