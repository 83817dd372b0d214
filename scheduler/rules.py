"""The registry of rules: everything that a schedule must keep, each in one sentence for people."""

from __future__ import annotations

from enum import Enum


class Rule(Enum):
    """A rule that no schedule may break; ``value`` is its stable name, ``sentence`` what it asks."""

    sentence: str

    def __new__(cls, name: str, sentence: str) -> Rule:
        rule = object.__new__(cls)
        rule._value_ = name
        rule.sentence = sentence
        return rule

    # Everyone once
    PERSON_LOST = "person_lost", "Everyone whom a strand is for is placed in it or listed with a reason."
    PLACED_TWICE = "placed_twice", "Nobody is placed twice in one strand."
    LISTED_TWICE = "listed_twice", "Nobody is listed twice as unplaced, or as both placed and unplaced."
    NOT_IN_AUDIENCE = "not_in_audience", "Only people whom a strand is for are listed in it."
    UNKNOWN_PERSON = "unknown_person", "Everyone who is placed stands in the staff table."
    UNKNOWN_STRAND = "unknown_strand", "Every session belongs to a strand of the programme."
    SESSION_ID_REPEATED = "session_id_repeated", "Every session has an id of its own."
    LOCK_BROKEN = "lock_broken", "People pinned to a group are in that group."

    # Groups and their meetings
    GROUP_SIZE = "group_size", "Every group has at least the fewest and at most the most members allowed."
    GROUP_WITHOUT_SESSION = "group_without_session", "Every group with members has its sessions."
    MEETING_COUNT = "meeting_count", "Every group meets as often as its strand asks."
    MEETING_NUMBERS = "meeting_numbers", "The meetings of a group are numbered from 1 in the order of time."
    MEETING_GAP = "meeting_gap", "Two meetings in a row are as many days apart as the strand allows."
    TRAINERS_CHANGE = "trainers_change", "A group has the same trainers at every meeting."
    GIVEN_CHANGED = "given_changed", "Sessions of a timetable that already stands are taken as they stand."

    # Times
    DAY_NOT_PERMITTED = (
        "day_not_permitted",
        "Sessions lie inside the strand's window, on its weekdays, never on a closed day.",
    )
    START_NOT_PERMITTED = "start_not_permitted", "Sessions begin at one of the strand's start times."
    LENGTH_WRONG = "length_wrong", "Sessions last as long as the strand asks and end by midnight."

    # Venues
    UNKNOWN_VENUE = "unknown_venue", "Every session is in a venue of the programme."
    MODE_NOT_PERMITTED = "mode_not_permitted", "The venue's mode is one in which the strand may be delivered."
    VENUE_TOO_SMALL = "venue_too_small", "The venue holds the whole group."
    VENUE_CLOSED = "venue_closed", "The venue is open for the whole session."
    VENUE_LACKS_FEATURE = "venue_lacks_feature", "The venue has what every member of the group needs."
    VENUE_OVERBOOKED = (
        "venue_overbooked",
        "A venue holds no more sessions at once than it can, turnaround included.",
    )

    # Trainers
    TRAINER_COUNT = "trainer_count", "Every session has as many different trainers as the strand asks."
    TRAINER_KINDS = "trainer_kinds", "Of every kind of trainer asked for there are enough."
    UNKNOWN_TRAINER = "unknown_trainer", "Every trainer stands in the trainers table."
    TRAINER_NOT_QUALIFIED = "trainer_not_qualified", "Trainers lead only strands that they may deliver."
    TRAINER_MODE = "trainer_mode", "Trainers lead only in modes in which they deliver."
    TRAINER_NOT_AVAILABLE = (
        "trainer_not_available",
        "Trainers are at work, not absent and inside their first and last day.",
    )
    TRAINER_NOT_READY = (
        "trainer_not_ready",
        "Trainers first complete, on an earlier day, the strand that makes them ready.",
    )
    TRAINER_IN_TWO_PLACES = (
        "trainer_in_two_places",
        "Trainers lead one session at a time and have their break and their travel.",
    )
    TRAINER_DAY_LIMIT = "trainer_day_limit", "No trainer leads more sessions in a day than their limit."
    TRAINER_WEEK_LIMIT = (
        "trainer_week_limit",
        "No trainer leads more sessions in a week (Monday to Sunday) than their limit.",
    )

    # Members
    PERSON_NOT_AVAILABLE = (
        "person_not_available",
        "Members are in post, at work and not absent at every meeting.",
    )
    PERSON_CANNOT_ATTEND = (
        "person_cannot_attend",
        "Members can take part in the session's mode and reach its site.",
    )
    PERSON_IN_TWO_SESSIONS = (
        "person_in_two_sessions",
        "Nobody sits in, or leads, two sessions at the same time.",
    )
    COVER = "cover", "No team has more members away at one moment than service cover allows."

    # What must come first
    PREREQUISITE_MISSING = (
        "prerequisite_missing",
        "Nobody is placed in a strand without the strand that must come first.",
    )
    BEFORE_PREREQUISITE = (
        "before_prerequisite",
        "No group begins before its members finished the strand that must come first.",
    )
    PREREQUISITE_GAP = (
        "prerequisite_gap",
        "The days since the strand that must come first are within its limits.",
    )

    # Who may be together
    TOO_MANY_ALIKE = "too_many_alike", "No group has more members who share a value than the strand allows."
    TEAM_GROUP_MIXED = "team_group_mixed", "All members of a team group belong to the same unit."
    UNIT_SPLIT = "unit_split", "People to be kept together are all in one group, or none of them is placed."
    WITH_LINE_MANAGER = "with_line_manager", "Nobody is in a group with their own line manager."
    APART_TOGETHER = "apart_together", "People who must be kept apart are never in one group."
    LED_BY_OWN_TEAM = (
        "led_by_own_team",
        "Nobody is in a group led by their line manager or someone of their own team.",
    )

    # Nobody is left out for nothing, and reasons are true
    COULD_BE_ADDED = "could_be_added", "Nobody is left out who could simply be added to a group that stands."
    REASON_WITHOUT_SENTENCE = (
        "reason_without_sentence",
        "Every reason comes with a sentence that says what would have to change.",
    )
    FALSE_PREREQUISITE = (
        "false_prerequisite",
        "The reason prerequisite is given only to people without a strand that must come first.",
    )
    MISSING_PREREQUISITE = (
        "missing_prerequisite",
        "Whoever has no place in a strand that must come first is told so.",
    )
    FALSE_AVAILABILITY = (
        "false_availability",
        "The reason availability is given only to people whom no permitted time and place suits.",
    )
    MISSING_AVAILABILITY = "missing_availability", "Whoever no permitted time and place suits is told so."
    FALSE_CLASH = (
        "false_clash",
        "The reason clash is given only to people with another session at a time that would suit.",
    )
    FALSE_GROUPING = (
        "false_grouping",
        "The reason grouping is given only where the strand has grouping rules or service cover.",
    )

    # Repair
    HISTORY_CHANGED = "history_changed", "Sessions before the day of the repair stay exactly as they were."
    NEW_IN_PAST = "new_in_past", "No session is added on, or moved to, a day before the day of the repair."
    GROUP_LEFT = "group_left", "A group that has met keeps its members."
    GROUP_JOINED = "group_joined", "Nobody joins a group that has met."
    ID_CHANGED = "id_changed", "Groups and sessions keep their ids through a repair."

    # The summary beside the schedule
    SUMMARY_WRONG = "summary_wrong", "Every figure of the summary is there and is what the schedule has."
    BOUND_BEATEN = "bound_beaten", "No schedule is better than a bound that is said to be proven."
