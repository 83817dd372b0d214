"""Passwords, for administrators alone: the way in when neither mail nor the organisation's own sign-in works."""

from __future__ import annotations

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.attempts import Limit, count_attempt
from learning.domain.sign_in import begin_sign_in
from learning.errors import Refusal
from learning.models import Account, Membership
from learning.queries.accounts import account_with_email
from learning.vocabulary import Role

SHORTEST, LONGEST = 14, 200
TRIES = Limit("password", 5, timedelta(minutes=15))
WRONG = "Enter the address and the password of an administrator; these are not"

_hasher = PasswordHasher()


def set_password(session: Session, account: Account, password: str) -> None:
    """Give an administrator a password. Refuses anybody else, and one that is too short or their own address.

    Length alone is asked for, as NIST SP 800-63B advises (5.1.1.2).
    """
    if not is_administrator(session, account):
        raise Refusal("Only administrators have a password: everybody else signs in by a link", field="password")
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refusal(f"Enter a password of {SHORTEST} to {LONGEST} characters", field="password")
    if account.email in password.lower() or password.lower() in account.email:
        raise Refusal("Enter a password that does not hold your address", field="password")
    account.password_hash = _hasher.hash(password)
    session.flush()


def is_administrator(session: Session, account: Account) -> bool:
    found = select(Membership.id).where(Membership.account_id == account.id, Membership.role == Role.ADMINISTRATOR)
    return session.scalar(found.limit(1)) is not None


def sign_in_by_password(session: Session, email: str, password: str) -> str:
    """The token of the sign-in that a right password gives; the same refusal for everything that is wrong.

    Tries are counted, by address, before anything is hashed: hashing is slow on purpose.
    """
    count_attempt(session, TRIES, email.strip().lower()[:100])
    account = account_with_email(session, email)
    if account is None or not account.password_hash or len(password) > LONGEST:
        raise WrongPassword(WRONG, field="password")
    try:
        _hasher.verify(account.password_hash, password)
    except VerificationError as fault:
        raise WrongPassword(WRONG, field="password") from fault
    if not is_administrator(session, account):
        raise WrongPassword(WRONG, field="password")
    return begin_sign_in(session, account, "password")


class WrongPassword(Refusal):
    """A wrong password was entered: the try is counted although it was refused."""
