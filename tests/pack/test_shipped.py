"""Tests of rolequiz.pack.shipped."""

from __future__ import annotations

from rolequiz.pack.shipped import shipped_folder


def test_shipped_folder_holds_a_pack() -> None:
    """The shipped pack is found from a checkout and from an installation alike."""
    names = {path.name for path in shipped_folder().iterdir()}
    assert {"questions.yaml", "roles.yaml"} <= names
