"""Telling people what happened: a notice on their pages and an e-mail, both written in the act's own transaction.

What isn't committed is never told; a `dedupe_key` is told once, however often the verb is tried.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from server.usecases.letters import letter
from server.usecases.ports import UnitOfWork
from server.usecases.records import Message, Notice, UserAccount

_KEY_CHARACTERS: Final = 120


@dataclass(frozen=True, slots=True)
class To:
    """Whom to tell: exactly one of an account, everyone of an organisation, everyone of a role.

    `email` is a further address without an account, e.g. the contact of an application.
    """

    account_id: str | None = None
    organisation_id: str | None = None
    role: str | None = None
    email: str | None = None


def tell(
    uow: UnitOfWork,
    kind: str,
    *,
    to: To,
    facts: Mapping[str, Any],
    dedupe_key: str,
    now: datetime,
    subject: tuple[str, str] | None = None,
) -> bool:
    """Write a notice and its e-mails; return False when this was told before.

    Args:
        kind: one of `letters.kinds()`.
        facts: the letter's named fields: numbers, days, instants, texts; never a person's name or document.
        dedupe_key: says the same thing always the same way, at most 120 characters, e.g. "returned <notice id>".
        subject: (kind, id) of what the page leads to: ("application", id), ("nomination", id), ("decree", id)…

    Raises: KeyError for an unknown kind or a missing field, which is a fault of the caller.
    """
    if uow.first(Notice, dedupe_key=dedupe_key) is not None:
        return False
    told = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in facts.items()}
    letters = {language: letter(kind, language=language, facts=facts) for language in ("ky", "ru", "en")}
    where, key = subject or (None, None)
    uow.add(
        Notice(
            id=uow.new_id(),
            kind=kind,
            dedupe_key=dedupe_key,
            account_id=to.account_id,
            organisation_id=to.organisation_id,
            role=to.role,
            facts=json.dumps(told, ensure_ascii=False, sort_keys=True),
            subject_kind=where,
            subject_id=key,
            created_at=now,
        )
    )
    for recipient, language in _recipients(uow, to).items():
        head, body = letters[language]
        uow.add(
            Message(
                id=uow.new_id(),
                kind=kind,
                dedupe_key=f"{dedupe_key[:_KEY_CHARACTERS]} {uow.new_id()}",
                recipient=recipient,
                language=language,
                subject=head,
                body=body,
                created_at=now,
                state="waiting",
                attempts=0,
                next_try_at=now,
            )
        )
    return True


def _recipients(uow: UnitOfWork, to: To) -> dict[str, str]:
    """Return addresses and the language of each; one address gets one e-mail."""
    if to.account_id is not None:
        accounts = uow.find(UserAccount, id=to.account_id)
    elif to.organisation_id is not None:
        accounts = uow.find(UserAccount, organisation_id=to.organisation_id)
    else:
        accounts = uow.find(UserAccount, role=to.role)
    found = {
        account.email.lower(): account.language for account in accounts if account.email and not account.disabled_at
    }
    if to.email:
        found.setdefault(to.email.lower(), "en")
    return found
