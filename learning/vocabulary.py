"""Words that are one of a few: roles, states. One word for a thing, in code, pages and tables."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody may be in an organisation (administrator) or in one of its programmes (the others)."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    TRAINER = "trainer"
    PARTICIPANT = "participant"
    MANAGER = "manager"
    EVALUATOR = "evaluator"
    SPONSOR = "sponsor"


class ScheduleState(StrEnum):
    """A schedule is a draft until it is released; a later release supersedes it; a draft may be discarded."""

    DRAFT = "draft"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class RunState(StrEnum):
    """Where a run of the search is. ``STOPPING``: somebody asked it to stop and keep the best."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    ENDED = "ended"
    FAILED = "failed"
    DISCARDED = "discarded"


class RunKind(StrEnum):
    """A run searches for a schedule, or studies one: who is short of what, and what would help."""

    SEARCH = "search"
    STUDY = "study"


class MessageState(StrEnum):
    """Where a message of the outbox is. ``SENDING``: a sender has taken it. ``HELD``: quiet mode kept it back."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"


class Part(StrEnum):
    """A part of messages whose words coordinators choose."""

    GREETING = "greeting"
    PLACE = "place"
    LEAD = "lead"
    REMINDER = "reminder"
    REGISTER = "register"
    ENDING = "ending"


class ReminderKind(StrEnum):
    """What somebody is reminded of: a session that comes, or the register of one that was."""

    SESSION = "session"
    REGISTER = "register"


class Telling(StrEnum):
    """How people are told of a release: not at all, in one message each, or by an invitation for each date."""

    NOBODY = "nobody"
    DIGEST = "digest"
    INVITATIONS = "invitations"


class Reach(StrEnum):
    """Whether mail reaches somebody: it does, they have no plain address, or quiet mode keeps it back."""

    MAIL = "mail"
    NO_ADDRESS = "no-address"
    QUIET = "quiet"


class CalendarMethod(StrEnum):
    """What a calendar is asked to do (RFC 5546): take an invitation, take it back, or only offer dates."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class ImportState(StrEnum):
    """Where an uploaded table is."""

    UPLOADED = "uploaded"
    CHECKED = "checked"
    APPLIED = "applied"
    UNDONE = "undone"
    DISCARDED = "discarded"


class Attendance(StrEnum):
    """Whether somebody was at a session."""

    ATTENDED = "attended"
    PARTLY = "partly"
    ABSENT = "did-not-attend"
    APOLOGIES = "apologies"


class AttendanceWay(StrEnum):
    """How it is known: from the register, from a check-in, or from a list that was taken in."""

    REGISTER = "register"
    CHECK_IN = "check-in"
    IMPORT = "import"


class PlaceWay(StrEnum):
    """How somebody came to another place in a schedule that is in force."""

    CHOSE = "chose"
    SWAP = "swap"
    OFFER = "offer"
    REBOOKED = "rebooked"


class OfferOutcome(StrEnum):
    """What became of a place that was offered; open ones have none."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Scope(StrEnum):
    """What the holder of a token may do."""

    SCHEDULE_READ = "schedule:read"
    ROSTERS_READ = "rosters:read"
    COMPLETION_READ = "completion:read"
    STAFF_WRITE = "staff:write"
    ABSENCES_WRITE = "absences:write"
    ATTENDANCE_WRITE = "attendance:write"
