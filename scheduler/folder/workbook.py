"""The first sheet of an XLSX workbook as rows of texts, read where it can do no harm."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from scheduler.folder import sheet
from scheduler.folder.cells import UnreadableError
from scheduler.folder.grid import INVISIBLE, Grid

MOST_MEMBERS = 5_000
MOST_UNPACKED_BYTES = 400 * 2**20
MOST_RATIO = 400
HARMLESS_BYTES = 8 * 2**20
LONGEST_SECONDS = 60

_SAVE_AGAIN = "open it and save it again, or save it as CSV"


def grid_of_workbook(content: bytes) -> Grid:
    """The cells of the first sheet; raises `UnreadableError` where there is no such thing."""
    _refuse_bomb(content)
    program = [sys.executable, "-I", str(Path(sheet.__file__))]
    try:
        child = subprocess.run(  # noqa: S603 - the program is this package's own
            program, input=content, capture_output=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("takes too long to read; save the table alone as CSV") from None
    if child.returncode == sheet.REFUSED:
        raise UnreadableError(child.stderr.decode("utf-8", "replace"))
    if child.returncode:
        raise UnreadableError("needs more memory or time than a table may; save the table alone as CSV")
    text = child.stdout.decode()
    for mark in INVISIBLE:
        text = text.replace(mark, "")
    return Grid([json.loads(line) for line in text.split("\n") if line])


def _refuse_bomb(content: bytes) -> None:
    """Look at the archive's own list of members before anything is unpacked."""
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableError(
            'is an old or a protected workbook; save it as "Excel Workbook (.xlsx)" without a password'
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise UnreadableError(f"is not an XLSX workbook; {_SAVE_AGAIN}") from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED_BYTES:
        raise UnreadableError(f"unpacks to {unpacked / 2**20:.0f} megabytes, too much for a table; save it as CSV")
    if unpacked > HARMLESS_BYTES and unpacked / packed > MOST_RATIO:
        raise UnreadableError("unpacks to hundreds of times its size, which no table does; save it as CSV")
