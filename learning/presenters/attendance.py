"""Marks of a register in words."""

from __future__ import annotations

from learning.vocabulary import Attendance

MARK_WORDS = {
    Attendance.ATTENDED: "Attended",
    Attendance.PARTLY: "Partly",
    Attendance.ABSENT: "Did not attend",
    Attendance.APOLOGIES: "Apologies",
}
