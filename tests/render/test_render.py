"""The formats as a set."""

from __future__ import annotations

import pytest

from rolequiz.group import GroupReport
from rolequiz.render import (
    BATCH_FORMATS,
    FORMATS,
    REPORT_FORMATS,
    BatchFormat,
    Format,
    Medium,
    Page,
    ReportFormat,
    batch_formatter,
    csv,
    formatter,
    html,
    json,
    json_report,
    jsonl,
    markdown,
    markdown_report,
    report_formatter,
    text,
)
from rolequiz.render.html import report_page as html_report
from rolequiz.render.text import report_page as text_report

TYPED: dict[str, Format] = {"text": text, "markdown": markdown, "html": html, "json": json}
BATCH_TYPED: dict[str, BatchFormat] = {"text": text, "csv": csv, "jsonl": jsonl, "json": jsonl}
"""So that the type checker holds every module to what a format is."""
TYPED_REPORTS: dict[str, ReportFormat] = {
    "text": text_report,
    "markdown": markdown_report,
    "html": html_report,
    "json": json_report,
}


def test_every_format_is_type_checked() -> None:
    """A format that is named is also in TYPED."""
    assert {name: formatter(name) for name in FORMATS} == TYPED, "TYPED lacks a format"
    assert {name: batch_formatter(name) for name in BATCH_FORMATS} == BATCH_TYPED
    assert {name: report_formatter(name) for name in REPORT_FORMATS} == TYPED_REPORTS


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


@pytest.mark.parametrize("name", list(REPORT_FORMATS))
def test_every_format_renders_reports(name: str, reports: dict[str, GroupReport]) -> None:
    """Each named format turns any report into text that ends in one newline, always the same."""
    for report in reports.values():
        out = report_formatter(name).report(report, Medium())
        assert out.endswith("\n")
        assert not out.endswith("\n\n")
        assert out == report_formatter(name).report(report, Medium())


@pytest.mark.parametrize("name", list(REPORT_FORMATS))
def test_a_report_names_nobody_unless_asked(name: str, reports: dict[str, GroupReport]) -> None:
    """No name is in a report that is not to name people, and every one due is in one that is."""
    for kind in ("room", "too few", "nobody", "shown", "moved"):
        out = report_formatter(name).report(reports[kind], Medium())
        assert "HYPERLINK" not in out
        assert "Kim" not in out
    out = report_formatter(name).report(reports["named"], Medium())
    assert "HYPERLINK" in out
    assert "Kim" in out


def test_a_format_that_is_not_there_is_an_error() -> None:
    """Only named formats can be asked for."""
    with pytest.raises(KeyError):
        formatter("powerpoint")
    with pytest.raises(KeyError):
        batch_formatter("markdown")
