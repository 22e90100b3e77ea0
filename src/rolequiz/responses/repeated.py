"""Who is in the answers more than once, found in constant memory however many people there are."""

from __future__ import annotations

import heapq
import sqlite3
from typing import NamedTuple

AT_ONCE = 1_000
MOST_NAMED = 20
MOST_PLACES = 5


class Repeated(NamedTuple):
    """A name that stands more than once; `places` are the first of them: source and row."""

    name: str
    times: int
    places: tuple[tuple[str, int], ...]


class Names:
    """Collects names and where they stand, in a database of its own that the disk may hold."""

    def __init__(self) -> None:
        self._new: list[tuple[str, str, int]] = []
        self._seen = sqlite3.connect("")  # a file without a name, gone with this object
        self._seen.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4096;"
            "PRAGMA temp_store=FILE; CREATE TABLE seen (name TEXT, source TEXT, row INTEGER);"
        )

    def add(self, name: str, source: str, row: int) -> None:
        """Note that a person of this name stands in a row; raises sqlite3.Error without room."""
        self._new.append((name, source, row))
        if len(self._new) >= AT_ONCE:
            self._keep()

    def repeated(self) -> tuple[int, list[Repeated]]:
        """Return how many names stand more than once, and the first of these.

        Raises sqlite3.Error without room.
        """
        self._keep()
        count = 0
        first: list[tuple[int, str, int]] = []
        for found in self._seen.execute(
            "SELECT min(rowid), name, count(*) FROM seen GROUP BY name HAVING count(*) > 1"
        ):
            count += 1
            first = heapq.nsmallest(MOST_NAMED, [*first, found])
        return count, [Repeated(name, times, self._places(name)) for _, name, times in first]

    def _keep(self) -> None:
        new, self._new = self._new, []  # so that Ctrl-C here notes none of them twice
        self._seen.executemany("INSERT INTO seen VALUES (?, ?, ?)", new)

    def _places(self, name: str) -> tuple[tuple[str, int], ...]:
        found = self._seen.execute(
            "SELECT source, row FROM seen WHERE name = ? ORDER BY rowid LIMIT ?",
            (name, MOST_PLACES),
        )
        return tuple(found)
