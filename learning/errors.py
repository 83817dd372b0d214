"""Refusals: what somebody asked for and cannot have, in the sentence that they will read."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - a refusal is not an error
    """``sentence`` says what, why and what is possible; ``field`` names the form's field that it belongs to, if any."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class StaleEdit(Refusal):
    """Somebody else changed the same thing after the form was opened; nothing was saved."""
