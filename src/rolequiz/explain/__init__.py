"""Result → Explanation: everything a page for readers says, before anybody lays it out.

The renderers only place these sentences, so that the terminal and a pasted document say the same.
Section numbers are those of docs/method.md, "Figures". Texts are as the quiz files hold them: each
renderer makes them safe for its own medium.

    model.py      what a page says, as data
    case.py       what the sentences are made from
    headline.py   the answer; and one module for each further part of the page:
    reasons.py, facts.py, stands.py, sections.py, undecided.py
    words.py      phrases that several of them say alike
"""

from __future__ import annotations

from rolequiz.explain.case import Case, case_of
from rolequiz.explain.facts import facts
from rolequiz.explain.headline import headline, lead
from rolequiz.explain.model import Explanation, Fit, Section, Stand
from rolequiz.explain.reasons import reasons
from rolequiz.explain.sections import sections
from rolequiz.explain.stands import ask, stands
from rolequiz.explain.undecided import compared, talking_points
from rolequiz.explain.words import EXPLORE, LEGEND, figure, signed, sureness
from rolequiz.model import Pack, Responses, Result

__all__ = [
    "FITS_TITLE",
    "LEGEND",
    "NO_FIT",
    "TALK_TITLE",
    "Explanation",
    "Fit",
    "Section",
    "Stand",
    "explain",
    "figure",
    "signed",
    "sureness",
]

TALK_TITLE, FITS_TITLE = "To talk over", "How every role fits"
NO_FIT = "nothing asked tells of it"


def explain(pack: Pack, responses: Responses, result: Result) -> Explanation:
    """Return what a page says about the result of these responses to this pack."""
    case = case_of(pack, responses, result)
    enough = result.verdict != "insufficient"
    return Explanation(
        respondent=result.respondent,
        verdict=result.verdict,
        headline=headline(case),
        lead=lead(case),
        reasons=reasons(case),
        facts=facts(case),
        talk=talking_points(case),
        fits=tuple(Fit(pack.role(role.role).name, role.fit) for role in result.roles if enough),
        fits_note=_fits_note(case),
        stands=stands(case),
        stands_title="Where you stand" if enough else "Where you stand so far",
        stands_note="" if enough else "After so few answers, each further one can move these far.",
        marked=case.leader.name if case.decided else None,
        ask=ask(case),
        sections=sections(case),
        compare=compared(case),
        compare_title="The first two, to compare"
        if case.decided
        else "Two unlike roles to compare",
        note=f"{result.answered} of {result.questions} questions answered. {EXPLORE}",
    )


def _fits_note(case: Case) -> str:
    if case.result.verdict == "flat" and case.directions:
        return f"{LEGEND} Answers given at random would differ as much, so read nothing into these."
    return LEGEND
