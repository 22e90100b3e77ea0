"""How often an address may guess wrong."""

from __future__ import annotations

import threading
import time
from collections import deque

MOST_WRONG = 10
WITHIN = 60.0
"""Seconds."""
_MOST_ADDRESSES = 10_000


class Tries:
    """Wrong guesses of the last minute, by address. Thread-safe."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def spent(self, address: str) -> bool:
        """Return whether an address has guessed wrong so often that it has to wait."""
        with self._lock:
            return len(self._recent(address)) >= MOST_WRONG

    def wrong(self, address: str) -> None:
        """Note a wrong guess."""
        with self._lock:
            if len(self._wrong) >= _MOST_ADDRESSES and address not in self._wrong:
                self._wrong = {each: times for each in self._wrong if (times := self._recent(each))}
            self._wrong.setdefault(address, deque(maxlen=MOST_WRONG)).append(time.monotonic())

    def _recent(self, address: str) -> deque[float]:
        times = self._wrong.get(address) or deque()
        while times and times[0] < time.monotonic() - WITHIN:
            times.popleft()
        return times
