"""Why somebody is in a group: the rules and facts that led there, in words, and nothing confidential."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from learning.models import LearningSession, Person
from learning.presenters.rules import audience_sentence, strand_sentences
from learning.presenters.words import short_day

SAID_OF_THE_PERSON = (
    "It is for",
    "Groups have",
    "A group meets",
    "trainer",
    "No trainer",
    "Sessions are held",
    "No session",
)


def reasons(
    person: Person, one: LearningSession, settings: Mapping[str, Any], titles: Mapping[str, str]
) -> Sequence[str]:
    """What the time, the place and the group of a session have to do with this person."""
    found = [audience_sentence(settings)]
    day, start = short_day(one.start.date()), f"{one.start:%H:%M}"
    if person.pattern:
        found.append(f"Works {person.pattern.replace(';', ', ')}; {day}, {start} lies inside.")
    if person.sites and one.venue_id:
        found.append(f"Can come to {person.sites.replace(';', ', ')}, or take part online where that is offered.")
    if person.needs:
        found.append(f"The room has {person.needs.replace(';', ', ').replace('_', ' ')}.")
    found += [
        sentence
        for sentence in strand_sentences(settings, titles)
        if not any(part in sentence for part in SAID_OF_THE_PERSON)
    ]
    found.append("Among what all these rules leave, the search chose so that the programme as a whole does best.")
    return found
