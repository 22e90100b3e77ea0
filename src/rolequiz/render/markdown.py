"""The pages of the terminal as Markdown (CommonMark with tables), to paste into a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rolequiz.explain import FITS_TITLE, NO_FIT, TALK_TITLE, Explanation, explain, figure
from rolequiz.model import Pack, Role
from rolequiz.render import Medium, Page
from rolequiz.render.cards import HEADINGS, parts
from rolequiz.sanitise import visible

PAGE_BREAK = '<hr style="break-after: page">'
ANYWHERE = re.compile(r"([\\`*_\[\]|~#$!])")
AT_THE_START = re.compile(r"^(\d*)([-+=.):])")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def result(page: Page, medium: Medium) -> str:
    """Return what the text page says, in headings, lists and tables."""
    said = explain(page.pack, page.responses, page.result)
    whose = f"Answers of {inline(said.respondent)}" if said.respondent else ""
    blocks = [f"# {escape(said.headline)}", whose, *map(escape, said.lead)]
    blocks.append(_reasons_and_facts(said))
    if said.talk:
        blocks += [f"## {TALK_TITLE}", bullets(map(escape, said.talk))]
    if said.fits:
        blocks += [f"## {FITS_TITLE}", _fits(said), escape(said.fits_note)]
    if said.stands:
        blocks += [f"## {said.stands_title}", _stands(said)]
        blocks.append(escape(said.stands_note))
    if said.ask:
        blocks.append(f"**Ask about this:** {escape(said.ask)}")
    for section in said.sections:
        blocks += [f"## {escape(section.title)}", escape(section.text)]
        blocks += [bullets(map(escape, section.items)), escape(section.after)]
    if said.compare:
        blocks += [f"## {escape(said.compare_title)}", _compared(page.pack, said.compare)]
    return document([*blocks, f"*{escape(said.note)}*"])


def results(pack: Pack, pages: Iterable[Page], medium: Medium) -> Iterator[str]:
    """Yield the same of many people; a rule between two of them breaks the page in print."""
    for number, page in enumerate(pages):
        yield (f"\n{PAGE_BREAK}\n\n" if number else "") + result(page, medium)


def roles(pack: Pack, roles: Sequence[Role], medium: Medium) -> str:
    """Return the list of all roles, one card whole, or several cards in a table."""
    if not roles:
        names = (f"**{escape(role.name)}:** {escape(role.summary)}" for role in pack.roles)
        return document([bullets(names)])
    if len(roles) > 1:
        return document([_compared(pack, roles)])
    blocks = [f"# {escape(roles[0].name)}", escape(roles[0].summary)]
    for heading, texts in parts(pack, roles[0]):
        blocks += [f"## {heading}", bullets(map(escape, texts))]
    return document(blocks)


def escape(text: str) -> str:
    """Return a text on one line in which nothing is Markdown or HTML."""
    return AT_THE_START.sub(r"\1\\\2", inline(text))


def inline(text: str) -> str:
    """Return the same for a place where no list or heading can begin."""
    return ANYWHERE.sub(r"\\\1", visible(text).translate(ENTITIES))


# --- Parts of a page --------------------------------------------------------------------------


def _reasons_and_facts(said: Explanation) -> str:
    reasons = (f"**{why.speaks.capitalize()}:** {escape(why.chain)}" for why in said.reasons)
    facts = (f"**{fact.label}:** {escape(fact.text)}" for fact in said.facts)
    return bullets([*reasons, *facts])


def _fits(said: Explanation) -> str:
    rows = [[escape(fit.name), NO_FIT if fit.fit is None else figure(fit.fit)] for fit in said.fits]
    return table(["Role", "Fit"], rows)


def _stands(said: Explanation) -> str:
    head = ["", "You lean", *([f"{escape(said.marked)} leans"] if said.marked else [])]
    rows = [
        [f"{escape(stand.low)} – {escape(stand.high)}", escape(stand.you_words)]
        + ([escape(stand.role_words)] if said.marked else [])
        for stand in said.stands
    ]
    return table(head, rows)


def _compared(pack: Pack, roles: Sequence[Role]) -> str:
    cards = [dict(parts(pack, role, roles)) for role in roles]
    rows = [["", *(escape(role.summary) for role in roles)]]
    for heading in HEADINGS.values():
        if any(heading in card for card in cards):
            cells = ["<br>".join(map(escape, card.get(heading, ()))) for card in cards]
            rows.append([f"**{heading}**", *cells])
    return table(["", *(escape(role.name) for role in roles)], rows)


# --- Markdown ---------------------------------------------------------------------------------


def document(blocks: Iterable[str]) -> str:
    """Return blocks of Markdown as a document; empty ones leave no trace."""
    return "\n\n".join(filter(None, blocks)) + "\n"


def bullets(items: Iterable[str]) -> str:
    """Return a list of what is Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def table(head: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of what is Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
