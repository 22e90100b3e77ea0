"""Who is in the answers more than once, found in little memory however many people there are."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rolequiz.spelling import composed, fold

AT_ONCE = 1_000
MOST_NAMED = 20
MOST_PLACES = 5
LONGEST = 200
"""Characters of a name that are kept to be shown."""


class Repeated(NamedTuple):
    """A name that stands more than once; `places` are the first of them: source and row."""

    name: str
    times: int
    places: tuple[tuple[str, int], ...]
    others: tuple[str, ...] = ()
    """How else it is spelled at these places: with other capital letters."""


class Names:
    """Collects names and where they stand, in about 30 bytes for a short one.

    Names are one if `fold` makes them so. Of each a hash is kept, 64 bits of a kind that nobody can
    foresee: among a million people two share one once in 30 million times.
    """

    def __init__(self) -> None:
        self._hashes = array("q")
        self._rows = array("Q")
        self._sources: list[str] = []
        self._starts: list[int] = []
        """From which name on each source holds them."""
        self._packed: list[bytes] = []
        self._new: list[str] = []

    def add(self, name: str, source: str, row: int) -> None:
        """Note that a person of this name stands in a row."""
        if self._sources[-1:] != [source]:
            self._sources.append(source)
            self._starts.append(len(self._rows))
        self._hashes.append(hash(fold(name)))
        self._rows.append(row)
        self._new.append(name[:LONGEST].replace("\0", " "))
        if len(self._new) == AT_ONCE:
            self._packed.append("\0".join(self._new).encode("utf-8", "surrogatepass"))
            self._new = []

    def repeated(self) -> tuple[int, list[Repeated]]:
        """Return how many names stand more than once, and the first of these."""
        twice = {one for one, other in pairwise(sorted(self._hashes)) if one == other}
        times = Counter[int]()
        places: dict[int, list[int]] = {}
        for at, hashed in enumerate(self._hashes if twice else ()):
            if hashed in twice and (hashed in times or len(times) < MOST_NAMED):
                times[hashed] += 1
                if times[hashed] <= MOST_PLACES:
                    places.setdefault(hashed, []).append(at)
        return len(twice), [self._told(times[each], places[each]) for each in places]

    def _told(self, times: int, places: Sequence[int]) -> Repeated:
        first, *others = map(self._name, places)
        spelled = dict.fromkeys(map(composed, others))
        spelled.pop(composed(first), None)
        return Repeated(first, times, tuple(map(self._place, places)), tuple(spelled))

    def _name(self, at: int) -> str:
        block, within = divmod(at, AT_ONCE)
        if block == len(self._packed):
            return self._new[within]
        return self._packed[block].decode("utf-8", "surrogatepass").split("\0")[within]

    def _place(self, at: int) -> tuple[str, int]:
        number = bisect_right(self._starts, at) - 1
        return self._sources[number], self._rows[at]
