"""Options that several commands share, and what they mean."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from rolequiz.model import Pack
from rolequiz.problems import did_you_mean, quote
from rolequiz.render import BATCH_FORMATS, ENDINGS, FORMATS
from rolequiz.text import visible

ALL_FORMATS = {*FORMATS, *BATCH_FORMATS}
_OTHERS = ".pdf .doc .docx .odt .rtf .epub .tex .tsv .tab .xls .xlsx .xlsm .ods .ppt .pptx .odp"
_OTHERS += " .xml .yaml .yml .png .jpg .jpeg .gif .svg .webp .zip .gz"
FOREIGN = {*_OTHERS.split()}
"""Endings of files of other programs, which would call a file with our text damaged."""

PackFolder = Annotated[
    Path | None,
    typer.Option(
        "--pack",
        metavar="DIR",
        envvar="ROLEQUIZ_PACK",
        show_default=False,
        help="Use the quiz in this folder (questions.yaml and roles.yaml) instead of ours.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        autocompletion=lambda: [*FORMATS],
        help=f"Output format: {', '.join(FORMATS)} (default: by the ending of --output, else "
        "text).",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        callback=lambda path: None if path is None or is_standard_output(path) else path,
        help="Write to FILE instead of the terminal; never leaves a partial file.",
    ),
]
MapFile = Annotated[
    Path | None,
    typer.Option(
        "--map",
        metavar="FILE",
        help="What columns and cells mean where they don't use the quiz's own words (YAML; see "
        "`rolequiz schema mapping`).",
    ),
]
Plain = Annotated[
    bool,
    typer.Option(
        "--plain",
        help="No colour, no drawing, numbered prompts; also set by ACCESSIBLE=1 or TERM=dumb.",
    ),
]


def room_file(help: str) -> Any:
    """Return the argument FILE.jsonl of the commands that keep a room's answers."""
    return typer.Argument(metavar="FILE.jsonl", show_default=False, help=help)


@dataclass(frozen=True)
class Target:
    """The options that say where a result goes, and how it is written there."""

    format: Format = None
    json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False
    output: Output = None
    plain: Plain = False


@dataclass(frozen=True)
class Source:
    """The options that say what many people's answers are read with."""

    map_file: MapFile = None
    pack_folder: PackFolder = None


def grouped(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Return a command whose groups of options, such as Target, are single options for Typer."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, Any] = {name: hint for name, hint in hints.items() if is_dataclass(hint)}
    options: list[Parameter] = []
    for name, parameter in signature(command).parameters.items():
        group = groups.get(name)
        types = get_type_hints(group, include_extras=True) if group else hints
        parts = signature(group).parameters.values() if group else [parameter]
        options += [
            part.replace(kind=Parameter.KEYWORD_ONLY, annotation=types[part.name]) for part in parts
        ]

    def run(**values: Any) -> int | None:
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
        return command(**values)

    run.__signature__ = Signature(options)  # type: ignore[attr-defined]
    run.__annotations__ = {option.name: option.annotation for option in options}
    run.__doc__ = command.__doc__
    return run


def chosen_format(target: Target, formats: Sequence[str] = FORMATS) -> str:
    """Return the format that --format and --json ask for; they may not contradict each other.

    Where there is JSON Lines, that is what --json means. Without either, the ending of --output
    says it, if it is that of a format; else it is the first of the formats.
    """
    format, json = target.format, target.json
    if format is not None and format not in formats:
        message = f"there is no format {quote(format)}. {did_you_mean(format, formats)}"
        if format in ALL_FORMATS:
            message = f"this command does not write {format}. Known: {', '.join(formats)}."
        raise typer.BadParameter(visible(message), param_hint="--format")
    if json and format not in {None, "json", *({"jsonl"} & {*formats})}:
        raise typer.BadParameter(f"it says json, but --format says {format}", param_hint="--json")
    if json or format or target.output is None:
        return "json" if json else format or formats[0]
    ending = target.output.suffix.lower()
    kind = ending if ending in FOREIGN else format_of(target.output) or formats[0]
    if kind not in formats:
        message = f"{target.output} looks like {kind}, which this command does not write here. "
        message += "Give it another ending"
        if len(formats) > 1:
            message += f", or say with --format what to write: {', '.join(formats)}"
        raise typer.BadParameter(visible(f"{message}."), param_hint="--output")
    return kind


def format_of(file: Path) -> str:
    """Return the format that the ending of a file's name says; "" where it says none."""
    ending = file.suffix.lower()
    return next((name for name, endings in ENDINGS.items() if ending in endings), "")


def read_quiz(folder: Path | None) -> Pack:
    """Return the pack in the folder, or the shipped one; raises PackError."""
    from rolequiz.pack import read_pack, shipped_pack  # noqa: PLC0415 - --help needs no quiz

    return read_pack(folder) if folder else shipped_pack()


def is_standard_output(path: Path) -> bool:
    """Return whether a path is a name of standard output."""
    return str(path) in {"-", "/dev/stdout"}


def plain_wanted(plain: bool, *, terminal: bool) -> bool:
    """Return whether to do without colour, drawing and cursor movement, on a terminal or not."""
    simple = terminal and os.name != "nt" and os.environ.get("TERM", "dumb") == "dumb"
    return plain or simple or os.environ.get("ACCESSIBLE", "0") not in {"", "0"}
