"""The quiz as a page for a browser: one file that asks, scores and shows the result by itself.

data.py     what the page's scripts know of a quiz
page.py     the file: the paper form, the data, the style and the scripts
scoring.js  responses to figures, as rolequiz.scoring
code.js     answers as a code, as rolequiz.responses.code
words.js    figures to sentences, as rolequiz.pages.result
elements.js markup and drawings, as rolequiz.render.html
result.js   the screen of a result, and what can be done with it
quiz.js     the questions, one at a time
alone.js    the page by itself: it keeps answers in the tab's session storage

form_page puts them together; the live room adds a script of its own in place of alone.js.
"""

from __future__ import annotations

from rolequiz.browser.page import Served, form_page, without_comments

__all__ = ["Served", "form_page", "without_comments"]
