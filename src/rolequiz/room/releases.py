"""The reports that a room has been shown, and when the next one is safe.

Two reports about nearly the same people reveal those who are in only one of them. So the next one
is made only once five more have finished. It counts everybody with the answers that their first
report counted, and either nobody is missing from it or at least five people are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
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
    """A report that was shown, and who it counted; `gone` more have been forgotten since."""

    members: frozenset[str]
    gone: int
    shown: Shown


class Wait(NamedTuple):
    """Why the next report has to wait: so many must finish first, or somebody was forgotten."""

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
    """What the journal says of reports, entry by entry.

    {"count": [keys]} fixes the answers of these people, and {"release": …} says that the report
    about them was shown. A report that a crash prevented does not count.
    """

    def __init__(self) -> None:
        self.shown: list[Release] = []
        self.counted: dict[str, Responses] = {}
        """The answers with which people count in every later report."""
        self.counting: dict[str, Responses] = {}
        """Those of the report that is being made."""

    def apply(self, entry: Entry, current: Callable[[str], Responses | None]) -> None:
        """Take in an entry; `current` returns somebody's answers as they are now."""
        match entry:
            case {"count": [*keys]}:
                self.counting = {}
                for key in map(str, keys):
                    if responses := self.counted.get(key) or current(key):
                        self.counting[key] = responses
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
            Release(old.members - keys, old.gone + len(old.members & keys), old.shown)
            for old in self.shown
        ]


def without(entries: Iterable[Entry], keys: frozenset[str]) -> Iterator[Entry]:
    """Yield the entries of a journal without somebody; reports note how many are gone."""
    counted = 0
    for entry in entries:
        if {entry.get("join"), entry.get("of"), entry.get("finish")} & keys:
            continue
        if "count" in entry:
            counted = len(keys.intersection(entry["count"]))
            yield {**entry, "count": [key for key in entry["count"] if key not in keys]}
        elif "release" in entry:
            yield {**entry, "gone": entry.get("gone", 0) + counted}
        else:
            yield entry
