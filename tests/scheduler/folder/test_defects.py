"""Every kind of defect, one change to a valid folder each: the file, row and column must be named."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.errors import Defect
from tests.scheduler.folder.small import PROGRAMME, added, defects_of, reading_of, replaced, write_folder

TABLE_CASES = [
    # file, old text, new text -> row, column, part of the message
    ("staff.csv", "staff_id,name", "staff,name", 1, "staff_id", "required column"),
    ("staff.csv", "staff_id,name", "Staff ID,name", 1, "staff_id", 'Did you mean "Staff ID"?'),
    ("staff.csv", "002,Ben", "001,Ben", 3, "staff_id", "row 2 already"),
    ("staff.csv", "002,Ben", ",Ben", 3, "staff_id", "is blank"),
    ("staff.csv", "mon-thu 09:00-17:00", "mun-thu 09:00-17:00", 3, "pattern", "no weekday"),
    ("staff.csv", "mon-thu 09:00-17:00", "mon-thu 9-5", 3, "pattern", "not a pattern"),
    ("staff.csv", "mon-thu 09:00-17:00", "mon-thu 09:00-17:60", 3, "pattern", "no such time"),
    ("staff.csv", "mon-thu 09:00-17:00", "mon 24:00-06:00", 3, "pattern", "no such time"),
    ("staff.csv", "mon-thu 09:00-17:00", "mon 09:00-09:00", 3, "pattern", "without length"),
    ("staff.csv", "mon-thu 09:00-17:00", "09:00-17:00", 3, "pattern", "not a pattern"),
    ("staff.csv", "mon-thu 09:00-17:00", "mon 09:00-10:00 11:00-12:00", 3, "pattern", "not a pattern"),
    ("staff.csv", ",online,", ",on line,", 3, "modes", 'Did you mean "online"?'),
    ("staff.csv", ",online,", ",phone,", 3, "modes", "not one of online, in_person"),
    ("staff.csv", "2027-01-18", "18/01/2027", 4, "joins_on", "not a date"),
    ("staff.csv", "2027-01-18", "2027-02-30", 4, "joins_on", "not a day of the calendar"),
    ("staff.csv", "2027-01-18", "46405", 4, "joins_on", "not a date"),
    ("staff.csv", "2027-01-18", "20270118", 4, "joins_on", "not a date"),
    ("staff.csv", "2027-01-18", "2027-W03-1", 4, "joins_on", "not a date"),
    ("staff.csv", "2027-01-18", "2027-01-18T09:00", 4, "joins_on", "not a date"),
    ("staff.csv", "2027-01-18,", "2027-01-18,2027-01-17", 4, "leaves_on", "before joins_on"),
    ("staff.csv", "Cat", "#N/A", 4, "name", "spreadsheet error"),
    ("staff.csv", "003,Cat", "#REF!,Cat", 4, "staff_id", "spreadsheet error"),
    ("staff.csv", "003,Cat", "1.2E+11,Cat", 4, "staff_id", "shortened"),
    ("staff.csv", "003,Cat", "Total,Cat", 4, "staff_id", "delete the row"),
    ("staff.csv", "A,\n", "A,,extra\n", 2, "", "more cells than the heading"),
    ("staff.csv", "grade,unit", "name,unit", 1, "name", "columns B and O"),
    ("staff.csv", "001,Ann", '001,"Ann', 2, "", "never closed"),
    ("staff.csv", "001,Ann", '001,"An"n', 2, "", "closing quotation mark"),
    ("trainers.csv", "T2,Tom", "T1,Tom", 3, "trainer_id", "row 2 already"),
    ("trainers.csv", "T2,Tom", ",Tom", 3, "trainer_id", "is blank"),
    ("trainers.csv", "T2,Tom", "T;2,Tom", 3, "trainer_id", "semicolon"),
    ("trainers.csv", "provider,information", "provider,informaton", 3, "strands", 'Did you mean "information"?'),
    ("trainers.csv", "provider,information", "provider,Information", 3, "strands", 'Did you mean "information"?'),
    ("trainers.csv", ",2,5,", ",0,5,", 2, "max_per_day", "whole number of 1 or more"),
    ("trainers.csv", ",2,5,", ",2,2.5,", 2, "max_per_week", "whole number of 1 or more"),
    ("trainers.csv", ",2,5,", ",2,many,", 2, "max_per_week", "whole number of 1 or more"),
    ("trainers.csv", ",2,5,", ",2,99999999999999999999,", 2, "max_per_week", "whole number"),
    ("trainers.csv", "2027-01-11,2027-04-30", "2027-04-30,2027-01-11", 2, "until", "before from"),
    ("trainers.csv", "2027-01-11,2027-04-30", "soon,2027-01-11", 2, "from", "not a date"),
    ("trainers.csv", ",005,", ",5,", 3, "staff_id", 'Did you mean "005"?'),
    ("trainers.csv", "004,information", "004,induction", 4, "ready_after", "is no strand"),
    ("trainers.csv", "004,information", ",information", 4, "ready_after", "fill in staff_id"),
    ("trainers.csv", "mon;tue", "mon,tue", 3, "modes", "not one of"),
    ("trainers.csv", "mon;tue", "mon/tue", 3, "pattern", "not a pattern"),
    ("trainers.csv", "trainer_id,name", "id,name", 1, "trainer_id", "required column"),
    ("venues.csv", "NET,online", "NET,on-line", 2, "mode", 'Did you mean "online"?'),
    ("venues.csv", "NET,online", "NET,", 2, "mode", "is blank"),
    ("venues.csv", "NET,online", "HALL,online", 3, "venue_id", "row 2 already"),
    ("venues.csv", "NET,online", ",online", 2, "venue_id", "is blank"),
    ("venues.csv", "Hall,12", "Hall,0", 3, "capacity", "whole number of 1 or more"),
    ("venues.csv", "Hall,12", "Hall,-3", 3, "capacity", "whole number of 1 or more"),
    ("venues.csv", "Hall,12", "Hall,twelve", 3, "capacity", "whole number of 1 or more"),
    ("venues.csv", ",,2,", ",,0,", 2, "parallel", "whole number of 1 or more"),
    ("venues.csv", "mon-fri 08:00-18:00", "weekdays", 3, "pattern", "no weekday"),
    ("unavailability.csv", "staff,001", "person,001", 2, "kind", "not staff, trainer or venue"),
    ("unavailability.csv", "staff,001", "Staff,001", 2, "kind", 'Did you mean "staff"?'),
    ("unavailability.csv", "staff,001", ",001", 2, "kind", "is blank"),
    ("unavailability.csv", "staff,001", "staff,1", 2, "id", 'Did you mean "001"?'),
    ("unavailability.csv", "staff,001", "staff,", 2, "id", "is blank"),
    ("unavailability.csv", "trainer,T1", "trainer,T9", 3, "id", "is no trainer"),
    ("unavailability.csv", "venue,HALL", "venue,Hall", 4, "id", 'Did you mean "HALL"?'),
    ("unavailability.csv", "2027-03-01,2027-03-05", "2027-03-05,2027-03-01", 2, "end", "not after start"),
    ("unavailability.csv", "T12:00,\n", "T08:00,\n", 3, "end", "not after start"),
    ("unavailability.csv", "T09:00", "T09:00Z", 3, "start", "offset"),
    ("unavailability.csv", "T09:00", "T09:00:30", 3, "start", "to the minute"),
    ("unavailability.csv", "T09:00", "T25:00", 3, "start", "not a time of day"),
    ("unavailability.csv", "2027-03-01", "March", 2, "start", "not a date"),
    ("unavailability.csv", "2027-03-01,", ",", 2, "start", "is blank"),
    ("apart.csv", "001,004", "001,4", 2, "other_id", 'Did you mean "004"?'),
    ("apart.csv", "001,004", "009,004", 2, "staff_id", "is no staff_id"),
    ("apart.csv", "001,004", "001,001", 2, "other_id", "themself"),
    ("apart.csv", "001,004", "001,", 2, "other_id", "is blank"),
    ("wishes.csv", "001,reflection", "011,reflection", 2, "staff_id", "is no staff_id"),
    ("wishes.csv", "001,reflection", "001,reflections", 2, "strand", 'Did you mean "reflection"?'),
    ("wishes.csv", "mon;tue", "mon;tuesdy", 2, "weekdays", "no weekday"),
    ("wishes.csv", "09:30", "9.30", 2, "start_times", "not a time of day"),
    ("wishes.csv", "online,2", "offline,2", 2, "modes", "not one of"),
    ("wishes.csv", "online,2", "online,1.5", 2, "weight", "whole number"),
    ("wishes.csv", "online,2", "online,high", 2, "weight", "whole number"),
    ("sessions.csv", "S2,talk", "S1,talk", 3, "session_id", "row 2 already"),
    ("sessions.csv", "S2,talk", ",talk", 3, "session_id", "is blank"),
    ("sessions.csv", "S2,talk", "S2,tlak", 3, "strand", 'Did you mean "talk"?'),
    ("sessions.csv", "G1,2", "G1,1", 3, "strand, group_id, meeting", "row 2 already"),
    ("sessions.csv", "G1,2", "G1,0", 3, "meeting", "whole number of 1 or more"),
    ("sessions.csv", "G1,2", ",2", 3, "group_id", "is blank"),
    ("sessions.csv", "2027-03-29T10:00", "2027-03-29", 3, "start", "not a date and time"),
    ("sessions.csv", "2027-03-29T11:00", "2027-03-29T09:00", 3, "end", "not after start"),
    ("sessions.csv", "2027-03-29T11:00", "2027-03-29T10:00", 3, "end", "not after start"),
    ("sessions.csv", "2027-04-06T24:00", "2027-04-07T00:30", 4, "end", "another day"),
    ("sessions.csv", "2027-03-22T10:00,2027-03-22T11:00", "2027-03-28T01:30,2027-03-28T03:00", 2,
     "start", "does not exist"),
    ("sessions.csv", "2027-03-22T10:00,2027-03-22T11:00", "2026-10-25T01:30,2026-10-25T03:00", 2,
     "start", "twice"),
    ("sessions.csv", "2027-03-29T10:00,2027-03-29T11:00", "2027-03-22T10:30,2027-03-22T11:30", 3,
     "start", "overlaps row 2"),
    ("sessions.csv", ",HALL,T3", ",HULL,T3", 2, "venue_id", 'Did you mean "HALL"?'),
    ("sessions.csv", ",HALL,T3", ",HALL,T4", 2, "trainer_ids", "is no trainer_id"),
    ("sessions.csv", ",HALL,T3", ",HALL,T3;T3", 2, "trainer_ids", "twice"),
    ("sessions.csv", "T3,3", "T3,0", 2, "places", "whole number of 1 or more"),
    ("locks.csv", "001,talk", "01,talk", 2, "staff_id", 'Did you mean "001"?'),
    ("locks.csv", "001,talk", "001,tolk", 2, "strand", 'Did you mean "talk"?'),
    ("locks.csv", "001,talk,G1", "001,talk,G9", 2, "group_id", "is no group"),
    ("locks.csv", "001,talk,G1", "001,information,G1", 2, "group_id", "is no group"),
    ("locks.csv", "005,information,", "005,reflection,", 3, "staff_id", "not in the audience"),
    ("locks.csv", "005,information,", "001,talk,", 3, "staff_id, strand", "row 2 already"),
    ("locks.csv", "005,information,", ",information,", 3, "staff_id", "is blank"),
    ("locks.csv", "staff_id,strand", "staff_id;strand", 1, "", "semicolons"),
]  # fmt: skip

TOML_CASES = [
    # old, new -> key, part of the message
    ("[programme]", "[program]", "programme", "is missing"),
    ("[programme]", "[program]", "program", 'Did you mean "programme"?'),
    ('name = "Small"', "", "programme, name", "is missing"),
    ('name = "Small"', "name = 3", "programme, name", "not a text"),
    ('name = "Small"', 'name = " "', "programme, name", "is blank"),
    ("Europe/London", "Europe/Londn", "programme, timezone", "no time zone"),
    ("Europe/London", "../../etc/passwd", "programme, timezone", "no time zone"),
    ("first_day = 2027-01-11", "first_day = 2027-05-11", "programme, last_day", "before first_day"),
    ("first_day = 2027-01-11", "first_day = 1027-01-11", "programme, last_day", "ten years"),
    ("first_day = 2027-01-11", 'first_day = "11 Jan"', "programme, first_day", "not a date"),
    ("first_day = 2027-01-11", "first_day = 2027-01-11T09:00:00", "programme, first_day", "date and time"),
    ("first_day = 2027-01-11", "first_day = 20270111", "programme, first_day", "not a date"),
    ("first_day = 2027-01-11", "", "programme, first_day", "is missing"),
    ('weekdays = ["mon",', 'weekdays = ["moon",', "programme, weekdays", "no weekday"),
    ('weekdays = ["mon", "tue", "wed", "thu", "fri"]', "weekdays = []", "programme, weekdays", "empty list"),
    ('weekdays = ["mon", "tue", "wed", "thu", "fri"]', 'weekdays = "mon"', "programme, weekdays", "not a list"),
    ('["09:30", "13:00"]', '["9:30", "13:00"]', "programme, start_times", "not a time of day"),
    ('["09:30", "13:00"]', '["24:00"]', "programme, start_times", "not a time of day"),
    ('["09:30", "13:00"]', "[930]", "programme, start_times", "not a time of day"),
    ('["2027-02-01/2027-02-02"]', '["2027-02-02/2027-02-01"]', "programme, closed", "before it starts"),
    ('["2027-02-01/2027-02-02"]', '["2027-02-01 - 2027-02-02"]', "programme, closed", "range of days"),
    ('["2027-02-01/2027-02-02"]', "[7]", "programme, closed", "not a date"),
    ("cover = 0.5", "cover = 0", "programme, cover", "above 0"),
    ("cover = 0.5", "cover = 25", "programme, cover", "at most 1"),
    ("cover = 0.5", "cover = nan", "programme, cover", "no number"),
    ("cover = 0.5", "cover = 1e-999999999", "programme, cover", "too small"),
    ("cover = 0.5", "cover = true", "programme, cover", "not a number"),
    ("cover = 0.5", "travel_minutes = -1", "programme, travel_minutes", "whole number of 0 to 1440"),
    ("cover = 0.5", "break_minutes = 1.5", "programme, break_minutes", "whole number of 0 to 1440"),
    ("cover = 0.5", 'turnaround_minutes = "15"', "programme, turnaround_minutes", "whole number of 0 to 1440"),
    ("cover = 0.5", "turnround_minutes = 15", "programme, turnround_minutes", 'Did you mean "turnaround_minutes"?'),
    ("cover = 0.5", 'order = ["placed", "group"]', "programme, order", 'Did you mean "groups"?'),
    ("cover = 0.5", 'order = ["placed", "placed"]', "programme, order", "twice"),
    ("cover = 0.5", 'holidays = "XX"', "programme, holidays", "no country"),
    ("cover = 0.5", 'holidays = "GB-XYZ"', "programme, holidays", "ENG"),
    ("cover = 0.5", "holidays = 4", "programme, holidays", "not a text"),
    ('id = "information"', 'id = "reflection"', "strands, number 2, id", "two strands"),
    ('id = "information"', "", "strands, number 1, id", "is missing"),
    ('id = "information"', 'id = "in;fo"', "strands, number 1, id", "semicolon"),
    ("duration_minutes = 60", "", 'strand "information", duration_minutes', "is missing"),
    ("duration_minutes = 60", "duration_minutes = 0", 'strand "information", duration_minutes', "1 to 1440"),
    ("duration_minutes = 60", "duration_minutes = 1441", 'strand "information", duration_minutes', "1 to 1440"),
    ("duration_minutes = 60", "duration = 60", 'strand "information", duration', 'Did you mean "duration_minutes"?'),
    ("trainers = 2\n", "", 'strand "information", trainers', "is missing"),
    ("trainers = 2\n", "trainers = -1\n", 'strand "information", trainers', "whole number of 0"),
    ("{ internal = 1 }", "{ external = 1 }", 'strand "information", trainer_kinds, external', "kind of no trainer"),
    ("{ internal = 1 }", "{ internal = 1, provider = 2 }", 'strand "information", trainer_kinds', "more than trainers"),
    ("{ internal = 1 }", '"internal"', 'strand "information", trainer_kinds', "not a table"),
    ("{ min = 1, max = 8 }", "{ min = 9, max = 8 }", 'strand "information", size, max', "below min"),
    ("{ min = 1, max = 8 }", "{ min = 0, max = 8 }", 'strand "information", size, min', "whole number of 1"),
    ("{ min = 1, max = 8 }", "{ max = 8 }", 'strand "information", size, min', "is missing"),
    ("{ min = 1, max = 8 }", "{ min = 1, max = 8, best = 4 }", 'strand "information", size, best', "not a key"),
    ("size = { min = 1, max = 8 }\n", "", 'strand "information", size', "is missing"),
    ('grouping = { rule = "open" }\n', "", 'strand "information", grouping', "is missing"),
    ('{ rule = "open" }', '{ rule = "opne" }', 'strand "information", grouping, rule', 'Did you mean "open"?'),
    ('{ rule = "open" }', "{ }", 'strand "information", grouping, rule', "is missing"),
    ('{ rule = "open" }', '{ rule = "open", max_same = { team = 1 } }', 'strand "information", grouping, max_same',
     "no meaning"),
    ('{ rule = "open" }', '{ rule = "open", mix = { team = 1 } }', 'strand "information", grouping, mix', "no meaning"),
    ('{ rule = "open" }', '{ rule = "open", fields = ["team"] }', 'strand "information", grouping, fields',
     "no meaning"),
    ('{ rule = "open" }', '{ rule = "open", not_alone = "colour" }', 'strand "information", grouping, not_alone',
     "no column"),
    ('{ rule = "open" }', '{ rule = "open", keep_together = "tags" }', 'strand "information", grouping, keep_together',
     "names tags"),
    ('{ rule = "open" }', '{ rule = "mixed", max_same = { teem = 1 } }', 'strand "information", grouping, max_same',
     'Did you mean "team"?'),
    ('{ rule = "open" }', '{ rule = "mixed", max_same = { team = 0 } }',
     'strand "information", grouping, max_same, team', "whole number of 1"),
    ('{ rule = "open" }', '{ rule = "mixed", max_same = { tags = 1 } }', 'strand "information", grouping, max_same',
     "names tags"),
    ('{ rule = "open" }', '{ rule = "mixed", mix = { team = -1 } }', 'strand "information", grouping, mix, team',
     "below 0"),
    ('{ rule = "open" }', '{ rule = "mixed", mix = { team = 0 } }', 'strand "information", grouping, mix',
     "no weight above 0"),
    ('{ rule = "open" }', '{ rule = "mixed", mix = { team = inf } }', 'strand "information", grouping, mix, team',
     "no number"),
    ('{ rule = "open" }', '{ rule = "open", keep_apart = ["manager"] }', 'strand "information", grouping, keep_apart',
     "not one of"),
    ('{ rule = "open" }', '{ rule = "open", keepapart = ["pairs"] }', 'strand "information", grouping, keepapart',
     'Did you mean "keep_apart"?'),
    ('fields = ["team", "directorate"]', "fields = []", 'strand "talk", grouping, fields', "empty list"),
    ('fields = ["team", "directorate"]', 'fields = ["team", "tags"]', 'strand "talk", grouping, fields', "names tags"),
    ('fields = ["team", "directorate"], ', "", 'strand "talk", grouping, fields', "is missing"),
    ('fields = ["team", "directorate"]', 'fields = ["team"], keep_together = "unit"',
     'strand "talk", grouping, keep_together', "no meaning"),
    ('tags = ["staff"]', 'tags = ["stuff"]', 'strand "reflection", audience, tags', 'Did you mean "staff"?'),
    ('tags = ["staff"]', "tags = []", 'strand "reflection", audience, tags', "names no value"),
    ('tags = ["staff"]', "tags = [true]", 'strand "reflection", audience, tags', "not a text"),
    ('grade = ["A", "B"]', 'grade = ["A", "Z"]', 'strand "reflection", audience, grade', "never has"),
    ('grade = ["A", "B"]', 'grades = ["A"]', 'strand "reflection", audience', 'Did you mean "grade"?'),
    ("audience =", 'exclude = { team = ["Green"] }\naudience =', 'strand "reflection", exclude, team', "never has"),
    ("audience =", "exclude = 3\naudience =", 'strand "reflection", exclude', "not a table"),
    ("gap_days = [7, 21]\n", "", 'strand "reflection", gap_days', "is missing"),
    ("gap_days = [7, 21]", "gap_days = [21, 7]", 'strand "reflection", gap_days', "least above its most"),
    ("gap_days = [7, 21]", "gap_days = 7", 'strand "reflection", gap_days', "pair of days"),
    ("gap_days = [7, 21]", "gap_days = [-7, 21]", 'strand "reflection", gap_days', "whole number of 0"),
    ("meetings = 2", "meetings = 0", 'strand "reflection", meetings', "whole number of 1"),
    ("meetings = 2", 'meetings = "2"', 'strand "reflection", meetings', "whole number of 1"),
    ('strand = "information", min_days = 7', 'strand = "intro", min_days = 7', 'strand "reflection", after, strand',
     "is no strand"),
    ('strand = "information", min_days = 7', 'strand = "reflection", min_days = 7',
     'strand "reflection", after, strand', "itself"),
    ('strand = "information", min_days = 7', "min_days = 7", 'strand "reflection", after, strand', "is missing"),
    ('strand = "information", min_days = 7', 'strand = "information", min_days = -7',
     'strand "reflection", after, min_days', "whole number of 0"),
    ("max_days = 60", "max_days = 6", 'strand "reflection", after, max_days', "below min_days"),
    ("max_days = 60", "most_days = 60", 'strand "reflection", after, most_days', "not a key"),
    ("duration_minutes = 60", 'duration_minutes = 60\nafter = { strand = "reflection" }', 'strand "information", after',
     "wait for one another"),
    ("duration_minutes = 60", 'duration_minutes = 60\nmodes = ["phone"]', 'strand "information", modes', "not one of"),
    ("duration_minutes = 60", "duration_minutes = 60\nmodes = []", 'strand "information", modes', "empty list"),
    ("duration_minutes = 60", 'duration_minutes = 60\nweekdays = ["mo"]', 'strand "information", weekdays',
     "no weekday"),
    ("duration_minutes = 60", "duration_minutes = 60\nfirst_day = 2028-01-01", 'strand "information", first_day',
     "leaves no day"),
    ("duration_minutes = 60", "duration_minutes = 60\nfirst_day = 2028-01-01\nlast_day = 2028-02-01",
     'strand "information", first_day', "outside the programme"),
    ("duration_minutes = 60", "duration_minutes = 60\nlot = 1", 'strand "information", lot', "not a text"),
    ("duration_minutes = 60", 'duration_minutes = 60\nweekdays = ["sun"]\nstart_times = ["01:30"]',
     'strand "information", start_times', "does not exist"),
]  # fmt: skip


def _found(defects: tuple[Defect, ...], file: str, row: int | None, column: str, part: str) -> bool:
    return any(d.file == file and d.row == row and d.column == column and part in d.message for d in defects)


def test_small_folder_is_valid(tmp_path: Path) -> None:
    assert reading_of(tmp_path / "p").warnings == ()


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "part"), TABLE_CASES)
def test_table_defect_names_its_place(
    tmp_path: Path, file: str, old: str, new: str, row: int, column: str, part: str
) -> None:
    defects = defects_of(write_folder(tmp_path, replaced(file, old, new)))
    assert _found(defects, file, row, column, part), "\n".join(map(str, defects))


@pytest.mark.parametrize(("old", "new", "key", "part"), TOML_CASES)
def test_programme_defect_names_its_key(tmp_path: Path, old: str, new: str, key: str, part: str) -> None:
    defects = defects_of(write_folder(tmp_path, replaced("programme.toml", old, new)))
    assert _found(defects, "programme.toml", None, key, part), "\n".join(map(str, defects))


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [("cover = 0.5", "cover = ", 9), ("[programme]", "[programme", 1), ('name = "Small"', 'name = "Small', 2),
     ("cover = 0.5", "cover = 0.5\ncover = 0.6", 10), ("first_day = 2027-01-11", "first_day = 2027-13-11", 4)],
)  # fmt: skip
def test_programme_syntax_defect_names_its_line(tmp_path: Path, old: str, new: str, row: int) -> None:
    (defect, *_) = defects_of(write_folder(tmp_path, replaced("programme.toml", old, new)))
    assert (defect.file, defect.row) == ("programme.toml", row)
    assert "not TOML" in defect.message


def test_all_defects_of_all_files_come_at_once(tmp_path: Path) -> None:
    changes = {
        **replaced("staff.csv", "2027-01-18", "soon"),
        **replaced("venues.csv", "Hall,12", "Hall,no"),
        **replaced("programme.toml", "cover = 0.5", "cover = 5"),
        **added("wishes.csv", "077,,,,,1"),
    }
    places = [(d.file, d.row) for d in defects_of(write_folder(tmp_path, changes))]
    assert places == [("programme.toml", None), ("staff.csv", 4), ("venues.csv", 3), ("wishes.csv", 4)]


def test_every_row_with_the_same_fault_is_named(tmp_path: Path) -> None:
    rows = "".join("staff,777,2027-01-11,2027-01-12,x\n" for _ in range(500))
    defects = defects_of(write_folder(tmp_path, added("unavailability.csv", rows)))
    assert [d.row for d in defects] == list(range(5, 505))


def test_table_that_cannot_be_read_causes_no_other_defects(tmp_path: Path) -> None:
    assert [d.file for d in defects_of(write_folder(tmp_path, {"staff.csv": b"\x81\x8d"}))] == ["staff.csv"]


def test_strands_are_checked_without_a_window_of_the_programme_too(tmp_path: Path) -> None:
    programme = PROGRAMME.replace("last_day = 2027-04-30", "").replace("meetings = 2", "meetings = 0")
    columns = [d.column for d in defects_of(write_folder(tmp_path, {"programme.toml": programme, "locks.csv": None}))]
    assert columns == ["programme, last_day", 'strand "reflection", meetings']


def test_table_under_another_name_is_pointed_out(tmp_path: Path) -> None:
    (write_folder(tmp_path, {"venues.csv": None}) / "Venues.xls").write_text("")
    assert '"Venues.xls" meant' in defects_of(tmp_path)[0].message
