"""Pages as tests ask for them: in any format, and a result's page part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from rolequiz.group import GroupReport
from rolequiz.model import Pack, Role
from rolequiz.pages.check import Checked, check_page
from rolequiz.pages.group import group_page
from rolequiz.pages.parts import (
    Comparison,
    Fact,
    Facts,
    Items,
    Page,
    Part,
    Reason,
    Reasons,
    Row,
    Scale,
    Scales,
    Table,
)
from rolequiz.pages.result import result_page
from rolequiz.pages.roles import roles_page
from rolequiz.render import RenderOptions, write, write_result
from rolequiz.render.json import roles_json
from rolequiz.render.json_report import check_json, report_json
from rolequiz.scoring import Result

PAPER = RenderOptions()
P = TypeVar("P")


def written(result: Result, format: str = "text", options: RenderOptions = PAPER) -> str:
    """A result in a format."""
    return write_result(result, format, options)


def cards(pack: Pack, roles: Sequence[Role], format: str, options: RenderOptions = PAPER) -> str:
    """Role cards in a format."""
    if format == "json":
        return roles_json(pack, roles)
    return write(roles_page(pack, roles), format, options)


def reported(report: GroupReport, format: str, options: RenderOptions = PAPER) -> str:
    """A group report in a format."""
    return report_json(report) if format == "json" else write(group_page(report), format, options)


def audited(checked: Checked, format: str, options: RenderOptions = PAPER) -> str:
    """What was found out about a quiz, in a format."""
    return check_json(checked) if format == "json" else write(check_page(checked), format, options)


def words(page: Page) -> Iterator[str]:
    """Every text of a page that is in all formats."""
    yield from (page.title, *page.lead, page.note)
    for section in page.sections:
        yield section.title
        for part in section.parts:
            yield from _texts(part)


def _texts(part: Part) -> Iterator[str]:  # noqa: C901 - a branch a part
    match part:
        case str():
            yield part
        case Items(texts):
            yield from texts
        case Fact(label, text):
            yield from (label, text)
        case Facts(facts):
            yield from (text for fact in facts for text in fact)
        case Reasons(reasons):
            yield from (reason.chain for reason in reasons)
        case Table(title, head, rows):
            yield from (title, *head, *(cell for row in rows for cell in row.cells))
        case Scales(scales):
            yield from (pole for scale in scales for pole in scale[:2])
        case Comparison(names, leads, rows):
            yield from (*names, *leads)
            yield from (text for _, lists in rows for texts in lists for text in texts)


class Told(NamedTuple):
    """A section of a result's page: a sentence, a list and a last sentence."""

    title: str
    text: str
    items: tuple[str, ...]
    after: str


class Said:
    """What a page says of a result, part by part; a part that is not there is empty or None."""

    def __init__(self, result: Result) -> None:
        self.verdict = result.verdict
        self.page = result_page(result)
        self.headline, self.lead, self.note = self.page.title, self.page.lead, self.page.note

    def _parts(self, kind: type[P]) -> list[P]:
        return [p for each in self.page.sections for p in each.parts if isinstance(p, kind)]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The answers for and against."""
        return tuple(reason for part in self._parts(Reasons) for reason in part.reasons)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What stands beside the reasons."""
        return tuple(fact for part in self._parts(Facts) for fact in part.facts)

    @property
    def talk(self) -> tuple[str, ...]:
        """The questions to talk over."""
        return tuple(text for part in self._parts(Items) if part.numbered for text in part.texts)

    @property
    def fits(self) -> tuple[Row, ...]:
        """A row for each role."""
        return tuple(row for part in self._parts(Table) for row in part.rows)

    @property
    def scales(self) -> tuple[Scale, ...]:
        """Where the person stands."""
        return tuple(scale for part in self._parts(Scales) for scale in part.scales)

    @property
    def marked(self) -> str | None:
        """The role that is marked beside the person."""
        return next((part.marked for part in self._parts(Scales)), None)

    @property
    def ask(self) -> str | None:
        """The widest disagreement, as something to ask about."""
        return next((fact.text for fact in self._parts(Fact)), None)

    @property
    def compare(self) -> tuple[str, ...]:
        """The names of the roles that are put side by side."""
        return tuple(name for part in self._parts(Comparison) for name in part.names)

    @property
    def sections(self) -> list[Told]:
        """The sections of sentences and lists, without the questions to talk over."""
        told = []
        for section in self.page.sections:
            parts = section.parts
            if all(isinstance(p, str) or (isinstance(p, Items) and not p.numbered) for p in parts):
                items = [text for part in parts if isinstance(part, Items) for text in part.texts]
                texts = [part for part in parts if isinstance(part, str)]
                first = texts.pop(0) if isinstance(parts[0], str) else ""
                told.append(Told(section.title, first, tuple(items), " ".join(texts)))
        return told
