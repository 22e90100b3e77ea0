"""The quiz under way and its journal: every change is on disk before it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from rolequiz.ask import journal as journals
from rolequiz.ask.journal import Journal, Run
from rolequiz.ask.state import Action, Event, State, entry, replay, step, wording
from rolequiz.ask.words import not_kept
from rolequiz.model import Pack
from rolequiz.scoring import Scorer, stop_is_due


class Earlier(NamedTuple):
    """A run that was cut short."""

    journal: Journal
    state: State
    """Where it was, without the answers to questions that have changed since."""
    changed: bool
    """Whether the quiz has changed since it began."""
    declined: int = 0
    """How often a new run was begun instead, in the quiz as it is now."""

    @property
    def over(self) -> bool:
        """Whether it is not offered again: after one no if no answer is left of it, else after two.

        So no stray key hides answers. A run of the quiz as it is now is always offered.
        """
        return self.changed and self.declined > bool(self.state.answered)


class Sitting:
    """One person's way through one quiz; `state` is where they are.

    A subclass may keep it on the disk, in `keep`.
    """

    def __init__(self, pack: Pack, state: State | None = None) -> None:
        self.pack = pack
        self.state = state or State(pack.questions)
        self._scorer = Scorer(pack)

    def do(self, event: Event) -> str | None:
        """Take one event, and keep what it changed; return a warning for the person, if any."""
        before, self.state = self.state, step(self.state, event)
        if self.state.at > before.at:
            self._offer()
        if before.done:
            return None
        id = before.question.id
        changed = entry(self.state, id)
        return None if changed == entry(before, id) else self.keep(before, changed)

    def keep(self, before: State, changed: Mapping[str, object]) -> str | None:
        """Keep what changed about the question of a state; return a warning if that fails."""

    def _offer(self) -> None:
        """Offer to stop at a question without an answer, if the result is clear enough."""
        state = self.state
        due = not (state.done or state.settled) and stop_is_due(state.answered, state.offers)
        if due and self._scorer.may_stop(state.responses()):
            self.state = step(state, Action.OFFER)


class Session(Sitting):
    """A way through a quiz that a journal keeps, or that continues an earlier run.

    The journal may fail at any time. The method that notices returns a warning for the person,
    once, and the quiz goes on without it.
    """

    def __init__(self, pack: Pack, folder: Path | None, run: Run | None = None) -> None:
        super().__init__(pack)
        self.run = run or Run(pack.hash)
        self.others: list[Earlier] = []
        """Runs of other owners that `earlier` has come across, the last used first."""
        self._folder = folder
        self._journal: Journal | None = None
        self._keeping = False
        self._kept: State | None = None  # what a later run would find; None: nothing

    @property
    def folder(self) -> Path | None:
        """Where the answers are being kept; None where they are not."""
        return self._folder if self._keeping else None

    def earlier(self) -> Iterator[Earlier]:
        """Yield the earlier runs of this owner, the last used first, and go to where each stopped.

        To go on with a run, stop at it. `begin` goes on with none of them; they stay as they are.
        """
        for journal in journals.unfinished(self._folder, self.run) if self._folder else ():
            state = replay(self.pack.questions, self._same_words(journal))
            declined = journal.declined(self.pack.hash)
            run = Earlier(journal, state, journal.run.pack != self.pack.hash, declined)
            ours = journal.run.owner == self.run.owner
            if ours and not run.over:
                if state.answered:
                    self._journal, self._keeping = journal, True
                    self.state = self._kept = state
                    self._offer()
                yield run
            elif state.answered and not ours:
                self.others.append(run)
            journal.close()

    def _same_words(self, journal: Journal) -> Iterator[Mapping[str, object]]:
        """Yield the entries of the questions that are still asked in the same words."""
        known = {question.id: wording(question) for question in self.pack.questions}
        same_quiz = journal.run.pack == self.pack.hash
        for kept in journal.entries:
            words = known.get(str(kept.get("question")))
            if words and kept.get("wording", same_quiz and words) == words:
                yield kept

    def begin(self) -> str | None:
        """Start at the first question; earlier runs stay as they are."""
        self.state, self._kept = State(self.pack.questions), None
        self._journal, self._keeping = None, False
        if self._folder is None:
            return not_kept("this system names no folder for them")
        try:
            self._journal = journals.create(self._folder, self.run)
        except OSError as error:
            return not_kept(error.strerror or str(error), self._folder)
        self._keeping = True
        return None

    def keep(self, before: State, changed: Mapping[str, object]) -> str | None:
        """Write what changed into the journal, if there is one."""
        if self._journal is None or not self._keeping:
            return None
        try:
            self._journal.append({**changed, "wording": wording(before.question)})
        except OSError as error:
            self._keeping = False
            return not_kept(error.strerror or str(error), self._folder)
        self._kept = self.state
        return None

    @property
    def kept(self) -> tuple[Path | None, int]:
        """The journal and how many answers it holds; None and how many are lost without one."""
        if self._journal and self._kept and self._kept.answered:
            return self._journal.path, self._kept.answered
        return None, self.state.answered

    def finish(self) -> None:
        """Remove the journal: the answers have arrived where they were going."""
        if self._journal:
            self._journal.finish()
            self._journal = None

    def close(self) -> None:
        """Close the journal; one without an answer is removed."""
        if self.kept[0] is None:
            self.finish()
        elif self._journal:
            self._journal.close()
