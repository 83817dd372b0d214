"""Why people have no group: the reason of each, and the sentence that says what would help."""

from scheduler.explain.reasons import explain

__all__ = ["explain"]
