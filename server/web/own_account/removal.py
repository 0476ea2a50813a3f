"""The page on which one's own second factor is taken away: the password, and another factor where there is one."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.usecases.remove_factors import Checks, OwnProof, wanted_proof
from server.usecases.views_of_accounts import SecondFactors
from server.web.acting import do, ports
from server.web.forms import Form, form_page
from server.web.guesses import slowed_proof
from server.web.own_account.proving import CODE_FIELD, PASSWORD_FIELD
from server.web.pages import go
from server.web.passkey_forms import ask_for_passkey, given_passkey
from server.web.session import current_session


def removal_page(verb: Any, *, removing: str, factors: SecondFactors, label: str = "", **arguments: Any) -> Response:
    """Ask for the proof, then do the verb.

    Args:
        removing: `remove_factors.APP`, or the passkey's id.
        label: the passkey's name.
    """
    live = [each.id for each in factors.passkeys if each.suspended_at is None]
    wanted = wanted_proof(removing=removing, app=factors.totp_since is not None, passkeys=live)
    fields = (PASSWORD_FIELD, CODE_FIELD) if wanted == "code" else (PASSWORD_FIELD,)

    def _act(form: Form) -> Response:
        passkey = given_passkey() if wanted == "passkey" else None
        proof = OwnProof(form.values["password"], form.values.get("code", ""), passkey)
        slowed_proof(current_session().login, lambda: do(verb, proof=proof, checks=checks(), **arguments))
        return go("account", note="passkey_removed" if label else "totp_removed", facts={"label": label})

    return form_page("shared/remove_factor.html", "remove_factor", fields, act=_act, label=label, wanted=wanted,
                     asked=ask_for_passkey() if wanted == "passkey" else None)  # fmt: skip


def checks() -> Checks:
    """Return what checks a proof."""
    return Checks(ports().passkeys, ports().totp_secrets)
