"""An attendance report as a table: who was in a meeting, from when to when.

Teams saves UTF-16 with tabs, in parts of which the participants are one, and did so in one table before; Zoom saves
UTF-8 with commas, with or without some lines on the meeting above; Webex saves UTF-16 with tabs. They are told apart
by their headings alone, so that a file saved again by a spreadsheet is read as well.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from learning.errors import Refusal

MOST_BYTES = 5_000_000
PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "full name", "display name", "name (original name)", "participant", "attendee name"),
    "email": ("email", "user email", "attendee email", "participant id (upn)", "e-mail"),
    "joined": ("first join", "join time", "first join time"),
    "left": ("last leave", "leave time", "last leave time"),
    "lasted": (
        "in-meeting duration", "duration", "duration (minutes)", "total duration (minutes)", "attendance duration",
    ),
}  # fmt: skip
NEEDED = ("name", "joined", "left")
TIMES = (
    "%m/%d/%y, %I:%M:%S %p", "%m/%d/%Y, %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%y %I:%M:%S %p",
    "%d/%m/%Y, %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
)  # fmt: skip
UNITS = {"h": 3600, "hr": 3600, "hrs": 3600, "m": 60, "min": 60, "mins": 60, "s": 1, "sec": 1, "secs": 1}


@dataclass(frozen=True, slots=True)
class Stay:
    """One row: one person's time in the meeting. ``lasted`` is what the report says, None where it says nothing."""

    name: str
    email: str
    joined: datetime
    left: datetime
    lasted: timedelta | None


class UnreadableReport(Refusal):
    """The file is no report; ``sentences`` say everything that is wrong, each with its row and column."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(sentences[0].rstrip("."), field="report")
        self.sentences = tuple(sentences)


def read_report(content: bytes, file_name: str) -> Sequence[Stay]:
    """The rows of a report in their order. Raises `UnreadableReport` with every defect, and gives no row then."""
    rows = _rows(_text(content, file_name))
    top, places = _heading(rows, file_name)
    stays: list[Stay] = []
    defects: list[str] = []
    for number, row in enumerate(rows[top + 1 :], top + 2):
        if len([cell for cell in row if cell]) < 2:
            break  # the part of the participants ends with a blank line or the title of the next part
        stay = _stay(row, places, rows[top], f"{file_name}, row {number}", defects)
        if stay is not None:
            stays.append(stay)
    if not stays and not defects:
        defects.append(f"{file_name} names nobody below its headings in row {top + 1}.")
    if defects:
        raise UnreadableReport(defects)
    return stays


def _text(content: bytes, file_name: str) -> str:
    if len(content) > MOST_BYTES:
        raise UnreadableReport([f"{file_name} is larger than 5 MB, which no attendance report is."])
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif content[1:2] == b"\x00":
        encoding = "utf-16-le"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str) -> list[list[str]]:
    """Cells trimmed, parted by tabs where there are any and by commas otherwise."""
    parting = "\t" if text.count("\t") > text.count(",") // 4 else ","
    return [[_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=parting)]


def _plain(cell: str) -> str:
    """Without the ``="..."`` that keeps spreadsheets from changing a cell."""
    found = cell.strip()
    return found[2:-1].strip() if found.startswith('="') and found.endswith('"') else found.strip('"').strip()


def _heading(rows: Sequence[Sequence[str]], file_name: str) -> tuple[int, Mapping[str, int]]:
    """The first row with the headings of participants, and where each part stands in it."""
    for number, row in enumerate(rows):
        headings = [cell.casefold() for cell in row]
        places = {
            part: headings.index(name) for part, names in PARTS.items() for name in reversed(names) if name in headings
        }
        if all(part in places for part in NEEDED):
            return number, places
    raise UnreadableReport(
        [
            f"{file_name} has no row with headings for name, join time and leave time. Save the attendance report of "
            "Teams, Zoom or Webex as CSV, in English, and choose that file."
        ]
    )


def _stay(
    row: Sequence[str], places: Mapping[str, int], headings: Sequence[str], where: str, defects: list[str]
) -> Stay | None:
    def cell(part: str) -> str:
        place = places.get(part)
        return row[place] if place is not None and place < len(row) else ""

    joined, left = as_time(cell("joined")), as_time(cell("left"))
    before = len(defects)
    if not cell("name"):
        defects.append(f"{where}, {headings[places['name']]}: is blank; say who it was.")
    for part, found in (("joined", joined), ("left", left)):
        if found is None:
            shown = f'"{cell(part)}" is no time' if cell(part) else "is blank"
            defects.append(f"{where}, {headings[places[part]]}: {shown}; write it like 2027-01-12 09:30:00.")
    if joined and left and left < joined:
        defects.append(f"{where}, {headings[places['left']]}: is before the join time.")
    if len(defects) > before or joined is None or left is None:
        return None
    return Stay(cell("name"), cell("email"), joined, left, as_duration(cell("lasted")))


def as_time(text: str) -> datetime | None:
    """A moment as the providers write it, with or without a zone (which is the same for all rows of a report)."""
    plain = " ".join(text.replace("\u202f", " ").split())
    for form in TIMES:
        try:
            return datetime.strptime(plain, form)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(plain).replace(tzinfo=None)
    except ValueError:
        return None


def as_duration(text: str) -> timedelta | None:
    """ "1h 2m 3s", "62 mins", "01:02:03", or plain minutes; None where it is none of them."""
    plain = text.strip().casefold()
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return timedelta(minutes=float(plain))
    if match := re.fullmatch(r"(\d+):(\d{2}):(\d{2})", plain):
        hours, minutes, seconds = map(int, match.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    found = list(_measured(plain))
    return timedelta(seconds=sum(found)) if found else None


def _measured(text: str) -> Iterator[int]:
    for number, unit in re.findall(r"(\d+)\s*([a-z]+)", text):
        if unit in UNITS:
            yield int(number) * UNITS[unit]
