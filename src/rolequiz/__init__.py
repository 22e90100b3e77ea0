"""rolequiz: a quiz about how you like to work, and which role that fits."""

__version__ = "0.1.0"
