"""Taking away a second factor of one's own: as hard as adding one, and its owner is told.

Whoever does it proves the password, and another factor of the account where there is one: an unattended screen with
an open session weakens no account.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from server.accreditation.errors import CodedError
from server.usecases.errors import Conflict, FieldError, InvalidInput, NotFound
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Passkey, Totp
from server.usecases.roles import ROLES, SECOND_FACTOR_REQUIRED
from server.usecases.second_factors import prove_own_password
from server.usecases.sign_in_ports import NewPasskey, Passkeys, TotpSecrets
from server.usecases.sign_in_with_passkey import PasskeyAnswer
from server.usecases.totp_codes import step_of

APP: Final = "app"


@dataclass(frozen=True, slots=True)
class OwnProof:
    """What the account's owner brings: the password, and a fresh code or a passkey's answer where one is asked."""

    password: str
    code: str = ""
    passkey: PasskeyAnswer | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """What checks a proof."""

    passkeys: Passkeys
    totp_secrets: TotpSecrets


def wanted_proof(*, removing: str, app: bool, passkeys: Collection[str]) -> Literal["code", "passkey", ""]:
    """Return which other factor is asked for besides the password: a code where the account has an app.

    Args:
        removing: `APP`, or the id of a passkey.
        app: whether the account's app is confirmed.
        passkeys: ids of the account's passkeys that open a session.
    """
    if app and removing != APP:
        return "code"
    return "passkey" if set(passkeys) - {removing} else ""


def remove_totp(*, uow: UnitOfWork, clock: Clock, actor: Actor, proof: OwnProof, checks: Checks) -> dict[str, bool]:
    """Take the app away.

    Raises: NotFound; InvalidInput `password_wrong`; CodedError `passkey_proof_needed`, `passkey_refused`; Conflict
        `last_second_factor` where the role needs one and has no other.
    """
    actor.must_be(*ROLES)
    held = uow.first(Totp, user_id=actor.user_id)
    if held is None:
        raise NotFound("totp", actor.user_id)
    _prove(uow, clock, actor, removing=APP, proof=proof, checks=checks)
    if held.confirmed_at is not None:
        _must_keep_one(actor, left=len(_live_passkeys(uow, actor)))
    uow.remove(held)
    uow.log("totp_removed", actor=actor, at=clock.now(), subjects={"user": actor.user_id})
    _tell_owner(uow, clock, actor)
    return {"removed": True}


def remove_passkey(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, passkey_id: str, proof: OwnProof, checks: Checks
) -> dict[str, str]:
    """Take one of one's own passkeys away.

    Raises: NotFound for another's too; InvalidInput `password_wrong`, `second_factor_wrong`; CodedError
        `passkey_proof_needed`, `passkey_refused`; Conflict `last_second_factor` where the role needs one and has no
        other.
    """
    actor.must_be(*ROLES)
    held = uow.get(Passkey, passkey_id)
    if held.user_id != actor.user_id:
        raise NotFound("passkey", passkey_id)
    _prove(uow, clock, actor, removing=passkey_id, proof=proof, checks=checks)
    others = [each for each in _live_passkeys(uow, actor) if each.id != passkey_id]
    _must_keep_one(actor, left=len(others) + (_app_of(uow, actor) is not None))
    uow.remove(held)
    uow.log("passkey_removed", actor=actor, at=clock.now(), subjects={"user": actor.user_id, "passkey": held.id})
    _tell_owner(uow, clock, actor)
    return {"id": passkey_id}


def _prove(uow: UnitOfWork, clock: Clock, actor: Actor, *, removing: str, proof: OwnProof, checks: Checks) -> None:
    prove_own_password(uow=uow, clock=clock, actor=actor, password=proof.password)
    app, live = _app_of(uow, actor), _live_passkeys(uow, actor)
    wanted = wanted_proof(removing=removing, app=app is not None, passkeys=[each.id for each in live])
    if wanted == "code" and app is not None:
        secret = checks.totp_secrets.open(app.secret, user_id=actor.user_id)
        step = step_of(proof.code, secret=secret, now=clock.now(), last_step=app.last_step)
        if step is None:
            raise InvalidInput([FieldError("code", "second_factor_wrong")])
        uow.change(app, last_step=step)
    elif wanted == "passkey":
        if proof.passkey is None:
            raise CodedError("passkey_proof_needed")
        others = [each for each in live if each.id != removing]
        _prove_by_passkey(uow, clock, proof.passkey, known=others, passkeys=checks.passkeys)


def _prove_by_passkey(
    uow: UnitOfWork, clock: Clock, given: PasskeyAnswer, *, known: Collection[Passkey], passkeys: Passkeys
) -> None:
    claimed = passkeys.credential_id(given.answer)
    held = next((each for each in known if each.credential_id == claimed), None)
    if held is None:
        raise CodedError("passkey_refused")
    kept = NewPasskey(held.credential_id, held.public_key, held.sign_count)
    count = passkeys.proven(given.origin, state=given.state, answer=given.answer, passkey=kept)
    if count <= held.sign_count and (count or held.sign_count):  # a copy; signing in with it suspends it
        raise CodedError("passkey_refused")
    uow.change(held, sign_count=count, last_used_at=clock.now())


def _app_of(uow: UnitOfWork, actor: Actor) -> Totp | None:
    held = uow.first(Totp, user_id=actor.user_id)
    return held if held is not None and held.confirmed_at is not None else None


def _live_passkeys(uow: UnitOfWork, actor: Actor) -> list[Passkey]:
    return uow.find(Passkey, user_id=actor.user_id, suspended_at=None)


def _must_keep_one(actor: Actor, *, left: int) -> None:
    if actor.role in SECOND_FACTOR_REQUIRED and not left:
        raise Conflict("last_second_factor")


def _tell_owner(uow: UnitOfWork, clock: Clock, actor: Actor) -> None:
    now = clock.now()
    tell(
        uow, "factor_removed", to=To(account_id=actor.user_id), facts={"removed_at": now},
        dedupe_key=f"factor_removed {uow.new_id()}", now=now, subject=("account", actor.user_id),
    )  # fmt: skip
