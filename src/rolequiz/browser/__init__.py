"""The quiz on a page: what a browser needs to ask it and to score it.

scoring.js is src/rolequiz/scoring once more, for a page that has no Python.
"""
