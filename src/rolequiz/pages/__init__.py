"""Figures → Page: everything that a page says, before any format lays it out.

One module a page, made of the parts in parts.py; sentences.py holds what several of them say.
Each format of rolequiz.render lays out any page, so the terminal and a pasted document say the
same. Texts are as the quiz files hold them: each format makes them safe.
"""
