"""A day entered in three boxes, as people write it down."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Field

PARTS = ("day", "month", "year")


class DayField(Field):
    """A date from boxes for day, month and year; ``faulty`` names the boxes that are at fault."""

    data: date | None

    def __init__(self, label: str, thing: str, validators: list[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.thing = thing
        self.texts = dict.fromkeys(PARTS, "")
        self.faulty: tuple[str, ...] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, self.default if data is None else data, extra_filters)
        if isinstance(self.data, date):
            self.texts = {"day": str(self.data.day), "month": str(self.data.month), "year": str(self.data.year)}
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.texts = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in PARTS}
            self.data, problem = self._read()
            if problem:
                self.process_errors = [problem]

    def _read(self) -> tuple[date | None, str]:
        """The day, or the sentence that says what is wrong with it. Boxes that are all blank are no day."""
        blank = tuple(part for part in PARTS if not self.texts[part])
        if len(blank) == len(PARTS):
            return None, ""
        capital = self.thing[0].upper() + self.thing[1:]
        if blank:
            self.faulty = blank
            return None, f"{capital} must include a {' and a '.join(blank)}"
        wrong = tuple(part for part in PARTS if not (self.texts[part].isascii() and self.texts[part].isdigit()))
        if wrong:
            self.faulty = wrong
            return None, f"{capital} must be written in figures, like 27 3 2027"
        day, month, year = (int(self.texts[part]) for part in PARTS)
        try:
            return date(year if year > 99 else year + 2000, month, day), ""
        except (ValueError, OverflowError):
            self.faulty = PARTS
            return None, f"{capital} must be a real day"
