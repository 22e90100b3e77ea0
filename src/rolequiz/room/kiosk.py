"""One laptop that is passed from person to person: who is using it, and what they see.

Every answer is kept at once. Nobody sees another person's answers, or that there are any. The code
that people write down lets them in again; it is not in FILE, nor on anybody else's screen.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from rolequiz.ask.kiosk import Desk, EndedError, IdleError
from rolequiz.ask.session import Sitting
from rolequiz.ask.state import State, resumed
from rolequiz.room import words as say
from rolequiz.room.respondent import Respondent
from rolequiz.room.store import FullError, Store
from rolequiz.scoring import score

_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class _Kept(Sitting):
    """A way through the quiz that a store keeps: an answer that it can't keep does not count."""

    def __init__(self, store: Store, respondent: Respondent) -> None:
        super().__init__(store.pack, resumed(respondent.state(store.pack)))
        self._store, self._code = store, respondent.code
        self._offer()

    def keep(self, before: State, changed: Mapping[str, object]) -> str | None:
        """Keep a change, or take it back and say why it can't be kept."""
        try:
            with _signals_held():
                self._store.keep(self._code, changed)
        except OSError as error:
            self.state = before
            return say.failed(say.NOT_KEPT, error)
        return None


@dataclass(frozen=True, slots=True)
class Kiosk:
    """The people of a store, one after the other at one desk."""

    store: Store
    desk: Desk
    anonymous: bool = False
    """Whether nobody is given a code, so that nobody can come back."""

    def run(self, coach: Sequence[str], welcome: Sequence[str]) -> None:
        """Tell the coach how it works, then let people come until the coach ends it.

        Raises GoneError if the terminal goes away.
        """
        with suppress(EndedError):
            choices = {"enter": "starts", "q": "quits"}
            starts = self.desk.choose(coach, choices, watched=False) == "enter"
            while starts:
                self.desk.clear()
                with suppress(IdleError, KeyboardInterrupt):
                    self._visit(welcome)
                with _signals_held():
                    self.store.flush()

    def _visit(self, welcome: Sequence[str]) -> None:
        """Let one person take the quiz, or continue it, and see their result."""
        respondent = self._welcomed(welcome)
        if respondent.finished or self._finishes(respondent):
            self._show(self.store.respondent(respondent.code))

    def _welcomed(self, welcome: Sequence[str]) -> Respondent:
        """Welcome somebody; return who they are: a new person, or known by their code."""
        choices = {"enter": "begins"}
        if not self.anonymous:
            choices["c"] = "goes on with a code"
        wrong = ""
        while True:
            texts = [wrong, *welcome] if wrong else welcome
            key = self.desk.choose(texts, choices, watched=False)
            respondent, wrong = self._new() if key == "enter" else self._known()
            if respondent:
                return respondent
            self.desk.clear()

    def _new(self) -> tuple[Respondent | None, str]:
        """Return somebody new, who has seen their code; or what is wrong."""
        try:
            with _signals_held():
                respondent = self.store.join()
        except FullError:
            return None, say.FULL
        except OSError as error:
            return None, say.failed(say.NOT_BEGUN, error)
        if not self.anonymous:
            self.desk.choose(say.code(respondent.resume), {"enter": "shows the first question"})
        return respondent, ""

    def _known(self) -> tuple[Respondent | None, str]:
        """Return whose code is typed, or what is wrong with it, without telling who has codes."""
        code = self.desk.line([say.WHICH_CODE], say.CODE)
        return self.store.resumed(code), say.WRONG_CODE if code else ""

    def _finishes(self, respondent: Respondent) -> bool:
        """Ask somebody until there is enough for a result; return whether there is."""
        while True:
            sitting = _Kept(self.store, self.store.respondent(respondent.code))
            texts, on = [], "goes on"
            if self.desk.ask(sitting):
                if score(self.store.pack, sitting.state.responses()).enough:
                    self._keep_end(respondent.code, stopped=sitting.state.stopped)
                    return True
                texts, on = [say.TOO_FEW], "asks those that you skipped"
            codes = ("", "") if self.anonymous else (respondent.code, respondent.resume)
            texts.append(say.paused(sitting.state.answered, *codes))
            if self.desk.choose(texts, {"enter": on, "q": "leaves"}) == "q":
                return False

    def _keep_end(self, code: str, *, stopped: bool) -> None:
        """Keep that somebody has finished, however often that has to be tried."""
        while True:
            try:
                with _signals_held():
                    return self.store.finish(code, stopped=stopped)
            except OSError as error:
                text = say.failed(say.NOT_FINISHED, error)
                self.desk.choose([text], {"enter": "tries again"})

    def _show(self, respondent: Respondent) -> None:
        """Show somebody their result until they leave it, then ask them to hand the laptop on."""
        responses = respondent.responses(self.store.pack)
        below = [] if self.anonymous else [say.come_back(respondent.code, respondent.resume)]
        self.desk.show(score(self.store.pack, replace(responses, respondent=None)), below)
        self.desk.clear()
        choices = {"enter": "lets the next person begin"}
        self.desk.choose([say.HAND_ON], choices, watched=False)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Delay signals that would end the program, or a run, until the block is done."""
    waiting: list[int] = []
    before = {
        number: signal.signal(number, lambda number, frame: waiting.append(number))
        for number in _ENDING
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in waiting[:1]:
            signal.raise_signal(number)
