"""Tests of rolequiz.pack.shipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rolequiz.pack import read_pack
from rolequiz.pack.shipped import compile_shipped, shipped_folder, shipped_pack


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    """Return a compiled form of the shipped pack that calls itself something else."""
    path = tmp_path / "shipped.json"
    compile_shipped(path)
    path.write_text(path.read_text().replace(read_pack(shipped_folder()).title, "Compiled"))
    return path


def test_shipped_folder_holds_a_pack() -> None:
    """The shipped pack is found from a checkout and from an installation alike."""
    names = {path.name for path in shipped_folder().iterdir()}
    assert {"questions.yaml", "roles.yaml"} <= names


def test_compiled_pack_is_the_pack(tmp_path: Path) -> None:
    """The compiled form makes the same pack, hash and all, as the YAML."""
    compile_shipped(tmp_path / "shipped.json")
    assert shipped_pack(tmp_path / "shipped.json") == read_pack(shipped_folder())


def test_compiled_pack_is_used(compiled: Path) -> None:
    """A compiled form that is up to date spares reading YAML."""
    assert shipped_pack(compiled).title == "Compiled"


@pytest.mark.parametrize("place", [0, 1], ids=["questions", "roles"])
def test_outdated_compiled_pack_is_passed_over(compiled: Path, place: int) -> None:
    """Once either file is another, the YAML counts."""
    parts = json.loads(compiled.read_text())
    parts["made_from"][place] = 1
    compiled.write_text(json.dumps(parts))
    assert shipped_pack(compiled) == read_pack(shipped_folder())


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"made_from": []}', "\0"])
def test_damaged_compiled_pack_is_passed_over(tmp_path: Path, content: str) -> None:
    """A compiled form that is torn, empty or strange does no harm."""
    (tmp_path / "shipped.json").write_text(content)
    assert shipped_pack(tmp_path / "shipped.json") == read_pack(shipped_folder())


def test_missing_compiled_pack_is_no_problem(tmp_path: Path) -> None:
    """In a bare checkout nothing was compiled."""
    assert shipped_pack(tmp_path / "shipped.json") == read_pack(shipped_folder())
