"""The reports that a room has been shown, and when the next one betrays nobody.

Two reports of nearly the same people tell of those who are in only one of them. So a further one
is made only once five more have finished; in it everybody counts with the answers that the first
report had of them, and nobody may be missing, unless five or more are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import NamedTuple

from rolequiz.group import LEAST
from rolequiz.model import Responses
from rolequiz.room.journal import Entry


class Shown(NamedTuple):
    """A report as it was shown: text for the terminal, and a page."""

    text: str
    page: str


@dataclass(frozen=True, slots=True)
class Release:
    """A report that was shown, and whom it counted; `gone` of them have been forgotten since."""

    members: frozenset[str]
    gone: int
    shown: Shown


class Wait(NamedTuple):
    """Why there is no further report yet: so many must finish first, or somebody was forgotten."""

    more: int
    forgotten: bool = False


def wait_for(finished: AbstractSet[str], releases: Sequence[Release]) -> Wait | None:
    """Return what a report of these people has to wait for; None if it can be made."""
    more, forgotten = LEAST - len(finished), False
    for release in releases:
        left = release.gone + len(release.members - finished)
        more = max(more, LEAST - len(finished - release.members))
        forgotten = forgotten or 0 < left < LEAST
    return Wait(max(more, 0), forgotten) if more > 0 or forgotten else None


class Releases:
    """What the journal tells of reports, entry by entry.

    {"count": [keys]} fixes the answers of these people, and {"release": …} says that the report
    of them was shown. One that a crash kept from being shown was never there.
    """

    def __init__(self) -> None:
        self.shown: list[Release] = []
        self.counted: dict[str, Responses] = {}
        """The answers with which people count in every further report."""
        self.counting: dict[str, Responses] = {}
        """Those of the report that is being made."""

    def apply(self, entry: Entry, found: Callable[[str], Responses | None]) -> None:
        """Take in an entry; `found` returns somebody's answers as they are now."""
        match entry:
            case {"count": [*keys]}:
                now = {str(key): self.counted.get(str(key)) or found(str(key)) for key in keys}
                self.counting = {key: each for key, each in now.items() if each is not None}
            case {"release": {"text": str(text), "page": str(page)}}:
                gone = entry.get("gone", 0)
                members = frozenset(self.counting)
                self.shown.append(Release(members, gone, Shown(text, page)))
                self.counted |= self.counting
                self.counting = {}

    def forget(self, keys: frozenset[str]) -> None:
        """Forget some people, but not that reports have counted them."""
        for key in keys:
            self.counted.pop(key, None)
            self.counting.pop(key, None)
        self.shown = [
            replace(each, members=each.members - keys, gone=each.gone + len(each.members & keys))
            for each in self.shown
        ]


def without(entries: Iterable[Entry], keys: frozenset[str]) -> Iterator[Entry]:
    """Yield the entries of a journal without somebody, and note in reports that they are gone."""
    there = 0
    for entry in entries:
        if {entry.get("join"), entry.get("of"), entry.get("finish")} & keys:
            continue
        if "count" in entry:
            there = len(keys.intersection(entry["count"]))
            yield {**entry, "count": [each for each in entry["count"] if each not in keys]}
        elif "release" in entry:
            yield {**entry, "gone": entry.get("gone", 0) + there}
        else:
            yield entry
