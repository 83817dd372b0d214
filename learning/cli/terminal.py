"""Drawing tables and lines on a terminal, and the same as plain text where there is none."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TextIO

import click

from learning.presenters.plain_json import as_plain

if TYPE_CHECKING:
    from rich.console import Console

    from learning.presenters.tables import Table

PLAIN_WIDTH = 200
"""Columns of text that goes to a file or a pipe: wide enough that no cell of a table wraps."""


def console_on(stream: TextIO) -> Console:
    """A console that prints text as it is: no markup, no emoji names, no guessed colours."""
    from rich.console import Console

    width = None if stream.isatty() else PLAIN_WIDTH
    return Console(file=stream, width=width, markup=False, emoji=False, highlight=False)


def print_lines(lines: Iterable[str], *, to_stderr: bool = False) -> None:
    """Print lines; on a terminal those that are too long go on in the next, further in."""
    stream = sys.stderr if to_stderr else sys.stdout
    width = shutil.get_terminal_size().columns if stream.isatty() else None
    for line in lines:
        click.echo(line if width is None else folded(line, width), err=to_stderr)


def folded(line: str, width: int) -> str:
    """The line broken at spaces so that no part is wider than ``width``, later parts indented by two more."""
    indent = " " * (len(line) - len(line.lstrip()))
    parts = textwrap.wrap(line.lstrip(), width, initial_indent=indent, subsequent_indent=f"{indent}  ")
    return "\n".join(parts)


def print_table(table: Table) -> None:
    """Print a table to standard output, its title as a line above it."""
    from rich import box
    from rich.table import Table as Drawing

    drawing = Drawing(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, title=table.title or None)
    drawing.title_justify = "left"
    drawing.title_style = "bold"
    for column in table.columns:
        drawing.add_column(column.heading, justify="right" if column.figures else "left")
    for row in table.rows:
        drawing.add_row(*row)
    console_on(sys.stdout).print(drawing)


def print_json(document: Mapping[str, object]) -> None:
    """Print one JSON document to standard output."""
    click.echo(json.dumps(as_plain(document), indent=2, ensure_ascii=False))
