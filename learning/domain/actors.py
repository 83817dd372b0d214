"""Who does something: named in the trace of every change."""

from __future__ import annotations

from dataclasses import dataclass

from learning.models import Account


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with an account, or the system itself (no account, a name that says what of it)."""

    name: str
    account_id: int | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("an actor needs a name: every change says who made it")


def actor_of(account: Account) -> Actor:
    return Actor(account.name, account.id)
