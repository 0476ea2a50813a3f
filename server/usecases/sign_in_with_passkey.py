"""Sign in with a passkey: it finds its account and proves its holder by itself, without a password to flood."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from server.accreditation.errors import CodedError
from server.usecases.perform import perform
from server.usecases.ports import Actor, Clock, Ports, UnitOfWork
from server.usecases.records import Passkey, UserAccount
from server.usecases.sign_in import NOBODY, OpenedSession, begin_family
from server.usecases.sign_in_ports import NewPasskey, Passkeys


@dataclass(frozen=True, slots=True)
class PasskeyAnswer:
    """What a browser answered to a challenge of this origin."""

    origin: str
    state: Mapping[str, Any]
    answer: Mapping[str, Any]


def sign_in_with_passkey(
    ports: Ports, *, given: PasskeyAnswer, roles: Collection[str], agent: str = ""
) -> OpenedSession:
    """Open a session for the account whose passkey answered.

    Args:
        roles: that may enter this app.

    Raises: CodedError `passkey_refused` (the same for an unknown passkey, a closed account and a wrong
        signature), `passkey_cloned` once a counter ran backwards; the passkey is then suspended.
    """
    done = perform(
        open_session_with_passkey, ports=ports, actor=NOBODY, given=given, passkeys=ports.passkeys,
        roles=tuple(roles), agent=agent,
    ).result  # fmt: skip
    if "refused" in done:
        raise CodedError(done["refused"])
    return OpenedSession(**done)


def open_session_with_passkey(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    given: PasskeyAnswer,
    passkeys: Passkeys,
    roles: Collection[str],
    agent: str,
) -> dict[str, Any]:
    """Check the answer and begin a session family.

    Returns: the session, or ``{"refused": "passkey_cloned"}``: the suspension is kept, so it's no exception.
    Raises: CodedError `passkey_refused`.
    """
    held = uow.first(Passkey, credential_id=passkeys.credential_id(given.answer))
    if held is None or held.suspended_at is not None:
        raise CodedError("passkey_refused")
    account = uow.get(UserAccount, held.user_id)
    if account.disabled_at is not None or account.role not in roles:
        raise CodedError("passkey_refused")
    known = NewPasskey(held.credential_id, held.public_key, held.sign_count)
    count = passkeys.proven(given.origin, state=given.state, answer=given.answer, passkey=known)
    now, who = clock.now(), Actor(account.id, account.role, account.organisation_id)
    if count <= held.sign_count and (count or held.sign_count):  # counters that stay 0 say nothing (WebAuthn 6.1.1)
        uow.change(held, suspended_at=now)
        uow.log("passkey_suspended", actor=who, at=now, subjects={"user": account.id, "passkey": held.id})
        return {"refused": "passkey_cloned"}
    uow.change(held, sign_count=count, last_used_at=now)
    opened = begin_family(uow, clock, who, factor="passkey", agent=agent)
    return {"user_id": account.id, "role": account.role, "display_name": account.display_name,
            "language": account.language, **opened}  # fmt: skip
