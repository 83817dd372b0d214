"""What the organisation does: functions named by verbs, with an actor. They flush and never commit; no HTTP here."""
