"""The formats as a set."""

from __future__ import annotations

import pytest

from rolequiz.render import (
    BATCH_FORMATS,
    FORMATS,
    BatchFormat,
    Format,
    Medium,
    Page,
    batch_formatter,
    csv,
    formatter,
    json,
    jsonl,
    markdown,
    text,
)

TYPED: dict[str, Format] = {"text": text, "markdown": markdown, "json": json}
BATCH_TYPED: dict[str, BatchFormat] = {"text": text, "csv": csv, "jsonl": jsonl, "json": jsonl}
"""So that the type checker holds every module to what a format is."""


def test_every_format_is_type_checked() -> None:
    """A format that is named is also in TYPED."""
    assert {name: formatter(name) for name in FORMATS} == TYPED, "TYPED lacks a format"
    assert {name: batch_formatter(name) for name in BATCH_FORMATS} == BATCH_TYPED


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_format_renders_results_and_roles(name: str, pages: dict[str, Page]) -> None:
    """Each named format turns a result and roles into text that ends in one newline."""
    page, medium = pages["clear"], Medium()
    for out in (
        formatter(name).result(page, medium),
        formatter(name).roles(page.pack, [], medium),
        formatter(name).roles(page.pack, page.pack.roles[:1], medium),
        formatter(name).roles(page.pack, page.pack.roles[:3], medium),
    ):
        assert "Product manager" in out
        assert out.endswith("\n")
        assert not out.endswith("\n\n")


def test_a_format_that_is_not_there_is_an_error() -> None:
    """Only named formats can be asked for."""
    with pytest.raises(KeyError):
        formatter("powerpoint")
    with pytest.raises(KeyError):
        batch_formatter("markdown")
