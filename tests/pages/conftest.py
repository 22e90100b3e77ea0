"""Results and reports of every kind, for all tests of this folder."""

from long_words import reports, results

__all__ = ["reports", "results"]
