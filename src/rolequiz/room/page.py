"""The page that phones get: that of `rolequiz form`, with a script that joins and sends answers."""

from __future__ import annotations

from pkgutil import get_data

from rolequiz.browser import form_page
from rolequiz.model import Pack

PRIVACY = (
    "Your answers go to the laptop of whoever runs this room, under a code that only you are shown, "
    "and nowhere else."
)


def phone_page(pack: Pack, *, names: bool) -> str:
    """Return the page as one text, the same for everybody; `names` lets it ask for a name."""
    script = (get_data(__name__, "room.js") or b"").decode()
    named = "const ASKS_FOR_NAMES = %s;" % ("true" if names else "false")
    return form_page(
        pack, last_script=f"{named}\n{script}", connect="'self'", privacy=PRIVACY
    )
