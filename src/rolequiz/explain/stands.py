"""Where the person and the role stand between the poles, and where furthest apart."""

from __future__ import annotations

from rolequiz.explain.case import Case
from rolequiz.explain.model import Stand
from rolequiz.explain.words import side
from rolequiz.scoring import EPSILON


def stands(case: Case) -> tuple[Stand, ...]:
    """Return where the person stands on each dimension, and the role that is marked."""
    profile = case.leader.profile if case.decided else {}
    found = []
    for place in case.result.dimensions if case.result.answered else ():
        dimension = case.pack.dimension(place.dimension)
        role = profile.get(dimension.id, 0.0) / 2  # −2…2 in the quiz files
        you = place.position
        found.append(
            Stand(
                low=dimension.low,
                high=dimension.high,
                you=you,
                role=role or None,
                you_words="no answer" if you is None else side(dimension, you),
                role_words=side(dimension, role),
            )
        )
    return tuple(found)


def ask(case: Case) -> str | None:
    """Return where the person and the role are furthest apart, as something to ask about."""
    if not case.decided:
        return None
    profile, name = case.leader.profile, case.leader.name
    apart = {
        d: you - profile[d] / 2
        for d, you in case.positions.items()
        if profile.get(d) and abs(you - profile[d] / 2) > EPSILON
    }
    if not apart:
        return None
    widest = max(apart, key=lambda d: abs(apart[d]))
    dimension = case.pack.dimension(widest)
    you, role = case.positions[widest], profile[widest]
    if you * role > 0:
        pole = dimension.high if role > 0 else dimension.low
        more = "more" if apart[widest] * role > 0 else "less"
        said = f"You lean {more} to {pole} than {name} does. "
    else:
        said = f"You lean {side(dimension, you)}, {name} {side(dimension, role / 2)}. "
    return said + "Ask someone in the role how much of a usual week that is."
