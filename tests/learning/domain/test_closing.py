"""Days without sessions, and why."""

from __future__ import annotations

from datetime import date

from learning.domain.scheduling.closing import CLOSED, HOLIDAY, closed_days


def test_closed_days_and_public_holidays_of_a_week_are_named() -> None:
    settings = {"closed": ["2027-03-30/2027-04-02", "2027-03-24"], "holidays": "GB-ENG"}
    assert closed_days(settings, date(2027, 3, 29), date(2027, 4, 4)) == {
        date(2027, 3, 29): HOLIDAY,
        date(2027, 3, 30): CLOSED,
        date(2027, 3, 31): CLOSED,
        date(2027, 4, 1): CLOSED,
        date(2027, 4, 2): CLOSED,
    }


def test_what_cannot_be_read_is_no_closed_day() -> None:
    assert closed_days({"closed": ["soon"], "holidays": "Atlantis"}, date(2027, 1, 4), date(2027, 1, 10)) == {}
    assert closed_days({}, date(2027, 1, 4), date(2027, 1, 10)) == {}
