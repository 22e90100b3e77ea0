"""The page that phones get: that of `rolequiz form`, with a script that joins and sends answers."""

from __future__ import annotations

from pkgutil import get_data

from rolequiz.browser import Served, form_page, without_comments
from rolequiz.model import Pack
from rolequiz.render.html.elements import Html, element

PRIVACY = (
    "Your answers go to the laptop of whoever runs this room, under a code that only you are "
    "shown, and nowhere else. They are not encrypted on the way: whoever knows this Wi-Fi's "
    "password could read them."
)


def phone_page(pack: Pack, *, names: bool) -> str:
    """Return the page as one text, the same for everybody; `names` lets it ask for a name."""
    script = without_comments((get_data(__name__, "room.js") or b"").decode())
    asks = element("div", id="asks-for-names") if names else Html("")
    return form_page(pack, served=Served(script, PRIVACY, extra=asks))
