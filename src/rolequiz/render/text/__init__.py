"""Pages for a terminal: colour and drawing where it can show them, words where it cannot."""

from rolequiz.render.text.result_page import result, results
from rolequiz.render.text.role_cards import roles
from rolequiz.render.text.summary import batch

__all__ = ["batch", "result", "results", "roles"]
