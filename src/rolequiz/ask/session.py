"""The quiz under way and its journal: what an event changes is on disk before anything shows it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rolequiz.ask import journal as journals
from rolequiz.ask.state import Event, State, entry, replay, step
from rolequiz.ask.words import not_kept
from rolequiz.model import Pack


class Session:
    """One person's way through one quiz; `state` is where they are.

    The journal may fail at any time. The method that finds out returns a warning for the person,
    once, and the quiz goes on without it.
    """

    def __init__(self, pack: Pack, folder: Path | None) -> None:
        self.pack = pack
        self.state = State(pack.questions)
        self._folder = folder
        self._journal: journals.Journal | None = None
        self._keeping = False
        self._replaced: journals.Journal | None = None
        self._kept: State | None = None  # what a later run would find; None: nothing

    @property
    def folder(self) -> Path | None:
        """Where the answers are being kept; None where they are not."""
        return self._folder if self._keeping else None

    def resume(self) -> datetime | None:
        """Go to where an earlier run was cut short; return when that began, None if none was."""
        if self._folder is None:
            return None
        for journal in journals.unfinished(self._folder, self.pack.hash):
            state = replay(self.pack.questions, journal.entries)
            if state.answered:
                self._journal, self._keeping = journal, True
                self.state = self._kept = state
                return journal.started
            journal.close()
        return None

    def begin(self) -> str | None:
        """Start at the first question; an earlier run is let go with the first answer of this."""
        self.state, self._kept = State(self.pack.questions), None
        self._replaced, self._journal, self._keeping = self._journal, None, False
        if self._folder is None:
            return not_kept("this system names no folder for them")
        try:
            self._journal = journals.create(self._folder, self.pack.hash)
        except OSError as error:
            return not_kept(error.strerror or str(error), self._folder)
        self._keeping = True
        return None

    def do(self, event: Event) -> str | None:
        """Take one event, and keep what it changed."""
        before, self.state = self.state, step(self.state, event)
        if self._journal is None or not self._keeping or before.done:
            return None
        changed = entry(self.state, before.question.id)
        if changed == entry(before, before.question.id):
            return None
        try:
            self._journal.append(changed)
        except OSError as error:
            self._keeping = False
            return not_kept(error.strerror or str(error), self._folder)
        self._kept = self.state
        self._let_go_of_replaced()
        return None

    def _let_go_of_replaced(self) -> None:
        if self._replaced and self.state.answered:
            self._replaced.finish()
            self._replaced = None

    def finish(self) -> None:
        """Remove the journal: the answers have arrived where they were going."""
        if self._journal:
            self._journal.finish()
            self._journal = None

    @property
    def kept(self) -> tuple[Path | None, int]:
        """The journal, None where nothing was kept, and how many answers it holds, or are lost."""
        if self._journal and self._kept and self._kept.answered:
            return self._journal.path, self._kept.answered
        return None, self.state.answered

    def close(self) -> None:
        """Let go of the journals; one without an answer goes."""
        if self._journal and self.kept[0] is None:
            self._journal.finish()
        for journal in (self._journal, self._replaced):
            if journal:
                journal.close()
