"""Sign in: a password, and a second factor where the account has one; nobody learns which of the two was wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from server.accreditation.errors import CodedError
from server.usecases.passwords import clean_login, password_matches
from server.usecases.perform import perform
from server.usecases.ports import Actor, Clock, Ports, UnitOfWork
from server.usecases.records import Passkey, SessionFamily, Totp, UserAccount
from server.usecases.sign_in_ports import TotpSecrets
from server.usecases.totp_codes import step_of

SESSION_LIFETIME: Final = timedelta(hours=10)
AGENT_CHARACTERS: Final = 160
NOBODY: Final = Actor("", "nobody")


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """Who signed in, and the family and first refresh token's id of the new session."""

    user_id: str
    role: str
    display_name: str
    language: str
    family_id: str
    jti: str


class SecondFactorNeeded(CodedError):
    """The password was right, and the account asks for more: a code where it has an app, or a passkey."""

    def __init__(self, user_id: str, *, totp: bool, passkeys: int) -> None:
        super().__init__("second_factor_needed")
        self.user_id, self.totp, self.passkeys = user_id, totp, passkeys


def sign_in(
    ports: Ports, *, login: str, password: str, roles: Collection[str], agent: str = "", code: str | None = None
) -> OpenedSession:
    """Open a session for a login and its password; the password is checked outside the transaction.

    Args:
        roles: that may enter this app; an account of another is as unknown as one that doesn't exist.
        agent: what the browser calls itself.
        code: of the account's authenticator app, where it has one.

    Raises: CodedError `sign_in_failed`, the same for an unknown login, a wrong password, a closed account and a
        one-time password past its time; SecondFactorNeeded; CodedError `second_factor_wrong`.
    """
    account = ports.queries.account(clean_login(login))
    usable = account if account and account.disabled_at is None and account.role in roles else None
    if not password_matches(password, password_hash=usable.password_hash if usable else None) or not usable:
        raise CodedError("sign_in_failed")
    if usable.one_time_until is not None and usable.one_time_until <= ports.clock.now():
        raise CodedError("sign_in_failed")
    factors = ports.queries.second_factors(usable.id)
    if not factors.any:
        return _open(ports, usable, agent=agent, code=None)
    if code is None or factors.totp_since is None:
        raise SecondFactorNeeded(usable.id, totp=factors.totp_since is not None, passkeys=factors.usable)
    return _open(ports, usable, agent=agent, code=code)


def sign_in_with_code(
    ports: Ports, *, login: str, user_id: str, code: str, roles: Collection[str], agent: str = ""
) -> OpenedSession:
    """Open a session for an account whose password was proven a moment ago, by a code of its app.

    Raises: CodedError `sign_in_failed` when the account changed meanwhile, `second_factor_wrong`.
    """
    account = ports.queries.account(clean_login(login))
    if account is None or account.id != user_id or account.role not in roles:
        raise CodedError("sign_in_failed")
    return _open(ports, account, agent=agent, code=code)


def _open(ports: Ports, account: UserAccount, *, agent: str, code: str | None) -> OpenedSession:
    done = perform(
        open_session, ports=ports, actor=Actor(account.id, account.role, account.organisation_id),
        user_id=account.id, agent=agent, code=code, totp_secrets=ports.totp_secrets,
    )  # fmt: skip
    return OpenedSession(account.id, account.role, account.display_name, account.language, **done.result)


def open_session(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    user_id: str,
    agent: str,
    code: str | None,
    totp_secrets: TotpSecrets,
) -> dict[str, Any]:
    """Begin a session family of an account whose password was just proven.

    Raises: CodedError `sign_in_failed` if the account was closed or got a second factor meanwhile,
        `second_factor_wrong` for a code that is wrong or was used before.
    """
    account = uow.get(UserAccount, user_id)
    if account.disabled_at is not None:
        raise CodedError("sign_in_failed")
    app = uow.first(Totp, user_id=user_id)
    if code is None:
        if uow.count(Passkey, user_id=user_id) or (app is not None and app.confirmed_at is not None):
            raise CodedError("sign_in_failed")
        return begin_family(uow, clock, actor, factor="password", agent=agent)
    if app is None or app.confirmed_at is None:
        raise CodedError("second_factor_wrong")
    secret = totp_secrets.open(app.secret, user_id=user_id)
    step = step_of(code, secret=secret, now=clock.now(), last_step=app.last_step)
    if step is None:
        raise CodedError("second_factor_wrong")
    uow.change(app, last_step=step)
    return begin_family(uow, clock, actor, factor="totp", agent=agent)


def begin_family(uow: UnitOfWork, clock: Clock, actor: Actor, *, factor: str, agent: str) -> dict[str, Any]:
    """Write the session of an account that has proven itself; return its family's id and first token's id."""
    now = clock.now()
    family = SessionFamily(
        uow.new_id(), actor.user_id, uow.new_id(), now, now + SESSION_LIFETIME,
        agent=agent[:AGENT_CHARACTERS] or None, factor=factor, last_seen_at=now,
    )  # fmt: skip
    uow.add(family)
    uow.log("signed_in", actor=actor, at=now, subjects={"user": actor.user_id, "session": family.id})
    return {"family_id": family.id, "jti": family.current_jti}
