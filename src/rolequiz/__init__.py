"""rolequiz: a quiz about how you like to work, and which role that fits.

As a library: `load_quiz` gives a quiz, `Responses` are one person's answers to it, `score` makes a
`Result` of them and `Scorer` those of many people. `result_page` puts a result into words, as a
`Page`, and `write` lays out any page as text, Markdown or HTML.
"""

from importlib import import_module

TYPE_CHECKING = False  # importing typing takes 4 ms, in which Ctrl-C would still give a traceback

if TYPE_CHECKING:
    from rolequiz.model import Pack, Responses
    from rolequiz.pack import load_quiz
    from rolequiz.pages.parts import Page
    from rolequiz.pages.result import result_page
    from rolequiz.problems import AnswersError, PackError
    from rolequiz.render import write
    from rolequiz.scoring import Figures, Result, Scorer, score

__version__ = "0.1.0"
__all__ = [
    "AnswersError",
    "Figures",
    "Pack",
    "PackError",
    "Page",
    "Responses",
    "Result",
    "Scorer",
    "__version__",
    "load_quiz",
    "result_page",
    "score",
    "write",
]

_HOMES = {
    "rolequiz.model": {"Pack", "Responses"},
    "rolequiz.pack": {"load_quiz"},
    "rolequiz.pages.parts": {"Page"},
    "rolequiz.pages.result": {"result_page"},
    "rolequiz.problems": {"AnswersError", "PackError"},
    "rolequiz.render": {"write"},
    "rolequiz.scoring": {"Figures", "Result", "Scorer", "score"},
}


if not TYPE_CHECKING:  # else type checkers would accept any misspelt name

    def __getattr__(name: str) -> object:
        """Import a name when it is first used: the command line needs none of them."""
        for module, names in _HOMES.items():
            if name in names:
                return getattr(import_module(module), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
