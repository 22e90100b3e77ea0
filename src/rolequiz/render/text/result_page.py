"""One person's result in a terminal: the answer in the first screen, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from rolequiz.explain import (
    FITS_TITLE,
    NO_FIT,
    TALK_TITLE,
    Explanation,
    Fit,
    Stand,
    explain,
    figure,
)
from rolequiz.model import Pack
from rolequiz.render import Medium, Page
from rolequiz.render.text.role_cards import write_compared
from rolequiz.render.text.sheet import BAD, GOOD, HEADING, YOU, Sheet

LONGEST_BAR = 40
LONGEST_SCALE = 33
SHORTEST_SCALE = 15
FIGURE_WIDTH = len("100.0")


def result(page: Page, medium: Medium) -> str:
    """Return a result as text; at 80 columns its first 24 lines answer alone."""
    said = explain(page.pack, page.responses, page.result)
    sheet = Sheet(medium)
    _answer(sheet, said)
    if said.talk:
        sheet.heading(TALK_TITLE)
        sheet.items(said.talk)
    if said.fits:
        sheet.heading(FITS_TITLE)
        _fits(sheet, said.fits, said.marked)
        sheet.say(said.fits_note)
    if said.stands:
        sheet.heading(said.stands_title)
        _stands(sheet, said.stands, said.marked)
        sheet.say(said.stands_note)
    if said.ask:
        sheet.say(f"Ask about this: {said.ask}")
    for section in said.sections:
        sheet.heading(section.title)
        sheet.say(section.text)
        sheet.items(section.items)
        sheet.say(section.after)
    if said.compare:
        sheet.heading(said.compare_title)
        write_compared(sheet, page.pack, said.compare)
    sheet.blank()
    if said.respondent:
        sheet.say(f"Answers of {said.respondent}.")
    # the page is long, and its top has scrolled away
    sheet.say(f"In short: {said.headline}." + " The reasons are at the top." * bool(said.reasons))
    sheet.say(said.note)
    return str(sheet)


def results(pack: Pack, pages: Iterable[Page], medium: Medium) -> Iterator[str]:
    """Yield such texts of many people; a form feed before all but one makes printers turn over."""
    for number, page in enumerate(pages):
        yield "\f" * (number > 0) + result(page, medium)


def _answer(sheet: Sheet, said: Explanation) -> None:
    """Write the part that must answer alone."""
    sheet.say(said.headline, style=HEADING)
    for sentence in said.lead:
        sheet.say(sentence)
    sheet.blank()
    for reason in said.reasons:
        if sheet.plain:
            sheet.say(f"{reason.speaks.capitalize()}: {reason.sentence}")
        elif reason.speaks == "for":
            sheet.say(reason.chain, "+ ", mark_style=GOOD)
        else:
            sheet.say(reason.chain, "− ", mark_style=BAD)
    sheet.blank()
    column = sheet.widest(fact.label for fact in said.facts) + 2
    for fact in said.facts:
        sheet.label(fact.label, fact.text, column)


# --- Fits -------------------------------------------------------------------------------------


def _fits(sheet: Sheet, fits: tuple[Fit, ...], marked: str | None) -> None:
    names = sheet.widest(fit.name for fit in fits)
    room = sheet.width - names - FIGURE_WIDTH - 2
    for fit in fits:
        style = GOOD if fit.name == marked else ""
        if sheet.plain or fit.fit is None:
            words = NO_FIT if fit.fit is None else f"fit {figure(fit.fit)}"
            sheet.say(f"{fit.name}: {words}")
        elif room >= 10:
            name = sheet.safe(fit.name)
            name.pad_right(names - name.cell_len + 1)
            sheet.put(name, [_bar(sheet, fit.fit, min(room, LONGEST_BAR), style)])
        else:
            sheet.say(fit.name)
            room_below = sheet.width - FIGURE_WIDTH - 1
            sheet.put(Text(), [_bar(sheet, fit.fit, min(room_below, LONGEST_BAR), style)])


def _bar(sheet: Sheet, fit: float, length: int, style: str) -> Text:
    bar = sheet.sign("━" * round(length * fit / 100), style)
    bar.pad_right(length - bar.cell_len)
    return bar.append(figure(fit).rjust(FIGURE_WIDTH + 1), style="")


# --- Positions --------------------------------------------------------------------------------


def _stands(sheet: Sheet, stands: tuple[Stand, ...], marked: str | None) -> None:
    if sheet.plain:
        for stand in stands:
            sheet.say(_in_words(stand, marked))
        return
    low, high = (
        sheet.widest(stand.low for stand in stands),
        sheet.widest(stand.high for stand in stands),
    )
    room = sheet.width - low - high - 2
    beside = room >= SHORTEST_SCALE
    for stand in stands:
        line = _scale(sheet, stand, min(room if beside else sheet.width, LONGEST_SCALE))
        if beside:
            left = sheet.safe(stand.low)
            left.pad_left(low - left.cell_len)
            sheet.put(Text(), [Text.assemble(left, " ", line, " ", sheet.safe(stand.high))])
        else:
            sheet.say(f"{stand.low} – {stand.high}")
            sheet.put(Text(), [line])
    sheet.say("● you" + (f"  ◆ {marked}  ◈ both" if marked else ""))


def _in_words(stand: Stand, marked: str | None) -> str:
    poles = f"{stand.low} or {stand.high}"
    if stand.you is None:
        return f"{poles}: {stand.you_words}."
    role = f"; {marked} leans {stand.role_words}" if marked else ""
    return f"{poles}: you lean {stand.you_words}, {round(abs(stand.you) * 100)} of 100{role}."


def _scale(sheet: Sheet, stand: Stand, room: int) -> Text:
    """Draw the line between two poles, with the person and the role marked on it."""
    half = (room - 1) // 2
    signs = dict.fromkeys(range(-half, half + 1), "─") | {0: "┼"}
    if stand.you is None:
        return Text(stand.you_words.center(2 * half + 1))
    if stand.role is not None:
        signs[round(stand.role * half)] = "◆"
    you = round(stand.you * half)
    signs[you] = "◈" if signs[you] == "◆" else "●"
    line = sheet.sign("".join(signs.values()))
    line.stylize(YOU, you + half, you + half + 1)
    return line
