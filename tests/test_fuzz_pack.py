"""A sample of what fuzz_pack.py throws at the reading of packs."""

from __future__ import annotations

from fuzz_pack import fuzz


def test_any_input_gives_a_pack_or_located_problems() -> None:
    """Bytes and mutations of the shipped quiz give a pack or known codes with their places."""
    found = fuzz(range(200))
    assert found.ends.total() == 200
    assert {end for _, end in found.ends} == {"pack", "errors"}
    assert len(found.codes) >= 15
