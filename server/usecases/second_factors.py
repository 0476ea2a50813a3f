"""Second factors of one's own account: an authenticator app and passkeys, set up.

Whoever sets one up proves the password again, so that an unattended screen gives nobody a key of their own.
"""

from __future__ import annotations

from typing import Any, Final

from server.accreditation.errors import CodedError
from server.usecases.errors import Conflict, FieldError, InvalidInput
from server.usecases.passwords import password_matches
from server.usecases.ports import Actor, Clock, Ports, UnitOfWork
from server.usecases.records import Passkey, SessionFamily, Totp, UserAccount
from server.usecases.roles import ROLES
from server.usecases.sign_in_ports import NewPasskey, TotpSecrets
from server.usecases.totp_codes import new_secret, step_of

LABEL_CHARACTERS: Final = 60
MOST_PASSKEYS: Final = 10


def begin_totp(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, password: str, totp_secrets: TotpSecrets
) -> dict[str, bool]:
    """Make a secret for an authenticator app; it counts for nothing until a code confirms it.

    Raises: InvalidInput `password_wrong`; Conflict `totp_exists`.
    """
    actor.must_be(*ROLES)
    prove_own_password(uow=uow, clock=clock, actor=actor, password=password)
    held = uow.first(Totp, user_id=actor.user_id)
    if held is not None and held.confirmed_at is not None:
        raise Conflict("totp_exists")
    sealed = totp_secrets.seal(new_secret(), user_id=actor.user_id)
    if held is not None:
        uow.remove(held)
    uow.add(Totp(actor.user_id, sealed, clock.now(), None, 0))
    return {"pending": True}


def pending_totp(ports: Ports, *, user_id: str) -> str | None:
    """Return the secret that waits for its first code; a confirmed one is shown to nobody again."""
    with ports.unit_of_work() as uow:
        held = uow.first(Totp, user_id=user_id)
    if held is None or held.confirmed_at is not None:
        return None
    return ports.totp_secrets.open(held.secret, user_id=user_id)


def confirm_totp(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, code: str, family_id: str, totp_secrets: TotpSecrets
) -> dict[str, bool]:
    """Take the app into use by its first code.

    Args:
        family_id: the session in hand; it counts as proven by this factor.

    Raises: Conflict `totp_not_begun`; InvalidInput `second_factor_wrong`.
    """
    actor.must_be(*ROLES)
    held = uow.first(Totp, user_id=actor.user_id)
    if held is None or held.confirmed_at is not None:
        raise Conflict("totp_not_begun")
    now = clock.now()
    secret = totp_secrets.open(held.secret, user_id=actor.user_id)
    step = step_of(code, secret=secret, now=now, last_step=held.last_step)
    if step is None:
        raise InvalidInput([FieldError("code", "second_factor_wrong")])
    _end_weaker_sessions(uow, clock, actor, family_id=family_id, factor="totp")
    uow.change(held, confirmed_at=now, last_step=step)
    uow.log("totp_confirmed", actor=actor, at=now, subjects={"user": actor.user_id})
    return {"confirmed": True}


def install_totp(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, user_id: str, secret: str, totp_secrets: TotpSecrets
) -> dict[str, bool]:
    """Give an account that has no app one whose secret is known, as the demo does for its approver.

    Raises: Forbidden for anybody but the installation.
    """
    actor.must_be("system")
    if uow.first(Totp, user_id=user_id) is not None:
        return {"installed": False}
    now = clock.now()
    uow.add(Totp(user_id, totp_secrets.seal(secret, user_id=user_id), now, now, 0))
    uow.log("totp_installed", actor=actor, at=now, subjects={"user": user_id})
    return {"installed": True}


def add_passkey(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    label: str,
    made: NewPasskey,
    family_id: str,
) -> dict[str, str]:
    """Keep a passkey that an authenticator made after the password was proven.

    Returns: ``{"id"}``.
    Raises: InvalidInput `required`, `too_long`; Conflict `passkey_known`, `too_many_passkeys`.
    """
    actor.must_be(*ROLES)
    name = " ".join(label.split())
    if not name:
        raise InvalidInput([FieldError("label", "required")])
    if len(name) > LABEL_CHARACTERS:
        raise InvalidInput([FieldError("label", "too_long", {"limit": LABEL_CHARACTERS})])
    if uow.first(Passkey, credential_id=made.credential_id) is not None:
        raise Conflict("passkey_known")
    if uow.count(Passkey, user_id=actor.user_id) >= MOST_PASSKEYS:
        raise Conflict("too_many_passkeys", limit=MOST_PASSKEYS)
    now = clock.now()
    _end_weaker_sessions(uow, clock, actor, family_id=family_id, factor="passkey")
    passkey = Passkey(
        uow.new_id(), actor.user_id, made.credential_id, made.public_key, made.sign_count, name, now
    )  # fmt: skip
    uow.add(passkey)
    uow.log("passkey_added", actor=actor, at=now, subjects={"user": actor.user_id, "passkey": passkey.id})
    return {"id": passkey.id}


def prove_own_password(*, uow: UnitOfWork, clock: Clock, actor: Actor, password: str) -> None:
    """Refuse unless the password is the actor's own: asked before a new key to the account is made.

    Raises: InvalidInput `password_wrong`.
    """
    account = uow.get(UserAccount, actor.user_id)
    if not password_matches(password, password_hash=account.password_hash):
        raise InvalidInput([FieldError("password", "password_wrong")])


def _end_weaker_sessions(uow: UnitOfWork, clock: Clock, actor: Actor, *, family_id: str, factor: str) -> None:
    """With an account's first factor, sessions that proved none end; the one in hand has just proven it."""
    family: dict[str, Any] = {"user_id": actor.user_id, "revoked_at": None}
    for each in uow.find(SessionFamily, **family):
        if each.id == family_id:
            if each.factor in (None, "password"):
                uow.change(each, factor=factor)
        elif each.factor in (None, "password"):
            uow.change(each, revoked_at=clock.now(), reason="second_factor_added")
    if uow.first(SessionFamily, id=family_id, user_id=actor.user_id) is None:
        raise CodedError("session_ended")
