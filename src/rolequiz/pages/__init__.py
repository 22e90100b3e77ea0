"""Figures → Page: everything that a page says, before anybody lays it out.

One module a page (result.py, roles.py, group.py, check.py, summary.py), made of the parts in
parts.py; sentences.py and reasons.py hold what several of them say. Each format of
rolequiz.render lays out any page, so the terminal and a pasted document say the same. Texts are as
the quiz files hold them: each format makes them safe.
"""
