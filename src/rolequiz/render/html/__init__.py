"""Pages for a browser: one file each, without scripts, and nothing in them is fetched."""

from rolequiz.render.html.result_page import result, results
from rolequiz.render.html.role_cards import roles

__all__ = ["result", "results", "roles"]
