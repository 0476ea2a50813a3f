"""An organisation's account at the portal, opened with the code that came with its invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from server.accreditation.errors import CodedError
from server.usecases.errors import Conflict, InvalidInput
from server.usecases.passwords import check_login, check_new_password, hash_password
from server.usecases.portal_codes import code_hash
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Invitation, Organisation, PortalCode, UserAccount
from server.usecases.roles import ORGANISATION
from server.usecases.texts import Faults, is_email

LANGUAGES: Final = ("ky", "ru", "en")
NAME_MAX_CHARACTERS: Final = 120
EMAIL_MAX_CHARACTERS: Final = 200


def look_at_code(*, uow: UnitOfWork, clock: Clock, actor: Actor, code: str) -> dict[str, str]:
    """Say whose account a code opens, before anything is typed: {"organisation_id", "organisation", "election_id"}.

    Raises: CodedError `portal_code_unknown`, `portal_code_expired`, Conflict `portal_code_spent`,
        `portal_code_withdrawn`.
    """
    _, invitation = _usable(uow, code, clock=clock)
    organisation = uow.get(Organisation, invitation.organisation_id)
    return {
        "organisation_id": organisation.id,
        "organisation": organisation.name,
        "election_id": invitation.election_id,
    }


def open_portal_account(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    code: str,
    display_name: str,
    email: str,
    login: str,
    password: str,
    language: str = "en",
) -> dict[str, str]:
    """Open an account for the invited organisation: {"id", "login", "organisation_id"}; the code is spent.

    Nobody is signed in here: the code itself says who may.
    Raises: as `look_at_code`; InvalidInput naming the fields; Conflict `login_taken`.
    """
    kept, invitation = _usable(uow, code, clock=clock)
    name, address, cleaned = read_account(
        display_name=display_name, email=email, login=login, password=password, language=language
    )  # fmt: skip
    if uow.first(UserAccount, login=cleaned) is not None:
        raise Conflict("login_taken", field="login", login=cleaned)
    now = clock.now()
    account = UserAccount(
        id=uow.new_id(),
        login=cleaned,
        display_name=name,
        role=ORGANISATION,
        password_hash=hash_password(password),
        language=language,
        created_at=now,
        organisation_id=invitation.organisation_id,
        email=address,
    )
    uow.add(account)
    uow.change(kept, used_at=now, used_by=account.id)
    uow.log(
        "portal_account_opened",
        actor=Actor(account.id, ORGANISATION, invitation.organisation_id),
        at=now,
        election_id=invitation.election_id,
        subjects={"user": account.id, "portal_code": kept.id, "organisation": invitation.organisation_id},
    )
    return {"id": account.id, "login": cleaned, "organisation_id": invitation.organisation_id}


def read_account(
    *, display_name: str, email: str, login: str, password: str, language: str = "en"
) -> tuple[str, str, str]:
    """Return name, address and login of a new account, cleaned.

    Raises: InvalidInput naming every faulty field at once.
    """
    faults = Faults()
    cleaned = _checked(faults, lambda: check_login(login)) or ""
    _checked(faults, lambda: check_new_password(password, login=cleaned))
    name = faults.text("display_name", display_name, limit=NAME_MAX_CHARACTERS)
    address = email.strip()
    if not is_email(address):
        faults.add("email", "email_invalid", field="email")
    if language not in LANGUAGES:
        faults.add("language", "not_allowed", field="language")
    faults.raise_if_any()
    return name, address, cleaned


def _checked(faults: Faults, check: Callable[[], str | None]) -> str | None:
    """Return what a check returns, or note its faults beside the others."""
    try:
        return check()
    except InvalidInput as error:
        faults.found.extend(error.errors)
        return None


def _usable(uow: UnitOfWork, code: str, *, clock: Clock) -> tuple[PortalCode, Invitation]:
    kept = uow.first(PortalCode, code_hash=code_hash(code))
    if kept is None:
        raise CodedError("portal_code_unknown", field="code")
    if kept.withdrawn_at is not None:
        raise Conflict("portal_code_withdrawn", field="code")
    if kept.used_at is not None:
        raise Conflict("portal_code_spent", field="code")
    if kept.expires_at <= clock.now():
        raise CodedError("portal_code_expired", field="code", expires_at=kept.expires_at)
    return kept, uow.get(Invitation, kept.invitation_id)
