"""Forms that a passkey fills: what the browser is asked, and what it answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from server.accreditation.errors import CodedError
from server.usecases.sign_in_ports import Challenge
from server.usecases.sign_in_with_passkey import PasskeyAnswer
from server.web.acting import ports
from server.web.challenges import give_slip, spend_slip
from server.web.tokens import audience

ANSWER_FIELD: Final = "answer"
SLIP_FIELD: Final = "slip"
_MOST_CHARACTERS: Final = 20_000
_TO_PROVE: Final = "passkey"
_TO_CREATE: Final = "new passkey"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form's script hands to the browser, and the slip that brings our side of it back."""

    options: Mapping[str, Any]
    slip: str


def ask_for_passkey() -> Asked | None:
    """Ask for any passkey of this app, or None where browsers make none (an address instead of a name)."""
    if not ports().passkeys.usable_at(audience().url):
        return None
    return _asked(_TO_PROVE, ports().passkeys.ask_to_prove(audience().url))


def given_passkey() -> PasskeyAnswer:
    """Return what the posted form brings.

    Raises: CodedError `passkey_too_late` for an old or used slip, `passkey_refused` for what is no answer.
    """
    kept = spend_slip(_TO_PROVE, request.form.get(SLIP_FIELD, ""))
    if kept is None:
        raise CodedError("passkey_too_late")
    return PasskeyAnswer(audience().url, kept["state"], posted_answer())


def ask_for_new_passkey(challenge: Challenge, **more: Any) -> Asked:
    """Ask the browser to make a passkey; `more` comes back with the slip."""
    return _asked(_TO_CREATE, challenge, **more)


def given_new_passkey() -> dict[str, Any]:
    """Return what `ask_for_new_passkey` kept.

    Raises: CodedError `passkey_too_late`.
    """
    kept = spend_slip(_TO_CREATE, request.form.get(SLIP_FIELD, ""))
    if kept is None:
        raise CodedError("passkey_too_late")
    return dict(kept)


def posted_answer() -> dict[str, Any]:
    """Return the authenticator's answer as the script posted it.

    Raises: CodedError `passkey_refused`.
    """
    text = request.form.get(ANSWER_FIELD, "")
    try:
        answer = json.loads(text) if len(text) <= _MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise CodedError("passkey_refused")
    return answer


def _asked(purpose: str, challenge: Challenge, **more: Any) -> Asked:
    return Asked(challenge.options, give_slip(purpose, {**more, "state": dict(challenge.state)}))
