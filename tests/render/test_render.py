"""The formats as a set."""

from __future__ import annotations

import pytest

from rolequiz.group import GroupReport
from rolequiz.pages.parts import Page
from rolequiz.render import (
    BATCH_FORMATS,
    FORMATS,
    PAGES,
    RECORDS,
    PageFormat,
    RecordFormat,
    RenderOptions,
    csv,
    html,
    json,
    markdown,
    record_format,
    text,
    write,
)
from rolequiz.scoring import Result
from saying import cards, reported, written

TYPED: dict[str, PageFormat] = {"text": text, "markdown": markdown, "html": html}
"""So that the type checker holds every module to what a format is."""
TYPED_RECORDS: dict[str, RecordFormat] = {"csv": csv, "jsonl": json, "json": json}


def test_every_format_is_type_checked() -> None:
    """A format that is named is also in TYPED."""
    page = Page("A page")
    assert PAGES.keys() == TYPED.keys(), "TYPED lacks a format"
    for name, format in TYPED.items():
        assert write(page, name, RenderOptions()) == format.write(page, RenderOptions())
    assert {name: record_format(name) for name in RECORDS} == TYPED_RECORDS
    assert {*PAGES, *RECORDS} == {*FORMATS, *BATCH_FORMATS}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_results_and_roles(name: str, results: dict[str, Result]) -> None:
    """Each named format turns a result and roles into text that ends in one newline."""
    pack = results["clear"].pack
    for out in (
        written(results["clear"], name),
        cards(pack, [], name),
        cards(pack, pack.roles[:1], name),
        cards(pack, pack.roles[:3], name),
    ):
        assert "Product manager" in out
        assert out.endswith("\n")
        assert not out.endswith("\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_reports(name: str, reports: dict[str, GroupReport]) -> None:
    """Each named format turns any report into text that ends in one newline, always the same."""
    for report in reports.values():
        out = reported(report, name)
        assert out.endswith("\n")
        assert not out.endswith("\n\n")
        assert out == reported(report, name)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_names_nobody_unless_asked(name: str, reports: dict[str, GroupReport]) -> None:
    """No name is in a report that is not to name people, and every one due is in one that is."""
    for kind in ("room", "too few", "nobody", "shown", "moved"):
        out = reported(reports[kind], name)
        assert "HYPERLINK" not in out
        assert "Kim" not in out
    out = reported(reports["named"], name)
    assert "HYPERLINK" in out
    assert "Kim" in out


def test_a_format_that_is_not_there_is_an_error() -> None:
    """Only named formats can be asked for."""
    with pytest.raises(KeyError):
        write(Page("A page"), "powerpoint", RenderOptions())
    with pytest.raises(KeyError):
        record_format("markdown")
