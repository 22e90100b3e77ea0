"""Results and reports of every kind, for all tests of this folder."""

from browser_page import chromium
from long_words import reports, results

__all__ = ["chromium", "reports", "results"]
