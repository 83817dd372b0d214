"""Every table. Imported whole, so that the metadata is complete whoever asks for it."""

from learning.models.accounts import Account, Membership
from learning.models.attendance import AttendanceMark, SessionNote
from learning.models.certificates import Certificate
from learning.models.imports import ColumnMapping, FolderImport, TableImport
from learning.models.messages import CalendarEntry, Message
from learning.models.organisations import Organisation
from learning.models.people import Absence, ApartPair, GivenSession, Lock, Person, Trainer, Venue, Wish
from learning.models.programmes import Programme, Strand
from learning.models.runs import Run, RunStep, Snapshot
from learning.models.schedules import Allocation, LearningSession, Schedule, Unplaced
from learning.models.sign_in import Attempt, Passkey, SignIn, SignInRequest
from learning.models.telling import CalendarAnswer, CalendarFeed, Reminder, Wording
from learning.models.tokens import ApiToken
from learning.models.trace import Change
from learning.models.waiting import PlaceChange, PlaceOffer, WaitingEntry

__all__ = [
    "Absence",
    "Account",
    "Allocation",
    "ApartPair",
    "ApiToken",
    "Attempt",
    "AttendanceMark",
    "CalendarAnswer",
    "CalendarEntry",
    "CalendarFeed",
    "Certificate",
    "Change",
    "ColumnMapping",
    "FolderImport",
    "GivenSession",
    "LearningSession",
    "Lock",
    "Membership",
    "Message",
    "Organisation",
    "Passkey",
    "Person",
    "PlaceChange",
    "PlaceOffer",
    "Programme",
    "Reminder",
    "Run",
    "RunStep",
    "Schedule",
    "SessionNote",
    "SignIn",
    "SignInRequest",
    "Snapshot",
    "Strand",
    "TableImport",
    "Trainer",
    "Unplaced",
    "Venue",
    "WaitingEntry",
    "Wish",
    "Wording",
]
