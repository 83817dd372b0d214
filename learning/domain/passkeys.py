"""Passkeys: made on a device, proven by its signature, for administrators (W3C Web Authentication, level 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from learning.clock import now
from learning.domain.passwords import is_administrator
from learning.domain.sign_in import begin_sign_in
from learning.errors import Refusal
from learning.models import Account, Passkey

NAME = "Learning"
FAILED = "The passkey could not be used. Try again, or sign in another way"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a device is asked, as JSON, and the challenge that its answer must hold."""

    options: str
    challenge: str


def offer_to_make(session: Session, account: Account, base_url: str) -> Offer:
    """Ask a device for a new key. Refuses whoever is no administrator."""
    if not is_administrator(session, account):
        raise Refusal("Only administrators have passkeys: everybody else signs in by a link")
    options = generate_registration_options(
        rp_id=host_of(base_url),
        rp_name=NAME,
        user_name=account.email,
        user_display_name=account.name,
        user_id=f"account-{account.id}".encode(),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id))
            for one in passkeys_of(session, account)
        ],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return Offer(options_to_json(options), bytes_to_base64url(options.challenge))


def keep_passkey(session: Session, account: Account, base_url: str, challenge: str, answer: str, name: str) -> Passkey:
    """Keep the key that a device has made. Refuses an answer that does not prove it."""
    try:
        proven = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host_of(base_url),
            expected_origin=base_url.rstrip("/"),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as fault:
        raise Refusal(FAILED) from fault
    passkey = Passkey(
        account_id=account.id,
        credential_id=bytes_to_base64url(proven.credential_id),
        public_key=proven.credential_public_key,
        sign_count=proven.sign_count,
        name=name.strip()[:100] or "Passkey",
        created_at=now(),
    )
    session.add(passkey)
    session.flush()
    return passkey


def offer_to_sign_in(base_url: str) -> Offer:
    """Ask a device for the proof of any key that it has for us."""
    options = generate_authentication_options(
        rp_id=host_of(base_url), user_verification=UserVerificationRequirement.REQUIRED
    )
    return Offer(options_to_json(options), bytes_to_base64url(options.challenge))


def sign_in_by_passkey(session: Session, base_url: str, challenge: str, credential_id: str, answer: str) -> str:
    """The token of the sign-in that a device's proof gives. Refuses everything that proves nothing."""
    passkey = session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))
    if passkey is None:
        raise Refusal(FAILED)
    try:
        proven = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host_of(base_url),
            expected_origin=base_url.rstrip("/"),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as fault:
        raise Refusal(FAILED) from fault
    account = session.get_one(Account, passkey.account_id)
    if account.ended_at is not None or not is_administrator(session, account):
        raise Refusal(FAILED)
    session.execute(
        update(Passkey).where(Passkey.id == passkey.id).values(sign_count=proven.new_sign_count, used_at=now())
    )
    return begin_sign_in(session, account, "passkey")


def passkeys_of(session: Session, account: Account) -> Sequence[Passkey]:
    return session.scalars(select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.id)).all()


def remove_passkey(session: Session, account: Account, passkey_id: int) -> None:
    """Take one of somebody's own keys away; others' stay, whatever is asked."""
    passkey = session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == account.id))
    if passkey is None:
        raise Refusal("This passkey is not yours")
    session.delete(passkey)
    session.flush()


def host_of(base_url: str) -> str:
    """The name that keys are bound to: that of the application's own address."""
    return urlsplit(base_url).hostname or "localhost"
