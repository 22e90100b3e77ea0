"""YAML text → Pack, or a list of located problems."""

from rolequiz.pack.reader import Diagnosis, diagnose, read_pack
from rolequiz.pack.shipped import shipped_folder, shipped_pack

__all__ = ["Diagnosis", "diagnose", "read_pack", "shipped_folder", "shipped_pack"]
