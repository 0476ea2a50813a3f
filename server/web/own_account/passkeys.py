"""Passkeys of one's own account: prove the password, let the device make one, give it a name; take one away."""

from __future__ import annotations

from typing import Final

from flask import Response

from server.usecases.errors import Conflict, NotFound
from server.usecases.remove_factors import remove_passkey
from server.usecases.roles import ROLES
from server.usecases.second_factors import LABEL_CHARACTERS, add_passkey, prove_own_password
from server.web.acting import do, ports
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.guesses import slowed_proof
from server.web.one_click import one_click
from server.web.own_account.proving import PASSWORD_FIELD
from server.web.own_account.removal import removal_page
from server.web.pages import go, page
from server.web.passkey_forms import ask_for_new_passkey, given_new_passkey, posted_answer
from server.web.session import current_session, even_unfinished, officers
from server.web.tokens import audience

NEW_FIELDS: Final = (Field("label", limit=LABEL_CHARACTERS), PASSWORD_FIELD)


@even_unfinished
@officers(*ROLES)
def new_passkey() -> Response:
    """Ask for a name and the password; then the page on which the device makes the passkey."""
    if not ports().passkeys.usable_at(audience().url):
        raise Conflict("passkeys_need_a_name")
    session = current_session()

    def _act(form: Form) -> Response:
        slowed_proof(session.login, lambda: do(prove_own_password, password=form.values["password"]))
        known = ports().queries.credential_ids(session.actor.user_id)
        challenge = ports().passkeys.ask_to_create(
            audience().url, user_id=session.actor.user_id, login=session.login, name=session.display_name, known=known
        )
        asked = ask_for_new_passkey(challenge, label=form.values["label"], session=session.family_id)
        return page("shared/make_passkey.html", asked=asked, label=form.values["label"], once=form.once)

    return form_page("shared/new_passkey.html", "new_passkey", NEW_FIELDS, act=_act)


@even_unfinished
@officers(*ROLES)
@one_click
def add(once: str) -> Response:
    """Keep the passkey that the device made."""
    session, kept = current_session(), given_new_passkey()
    if kept["session"] != session.family_id:
        raise Conflict("passkey_too_late")
    made = ports().passkeys.created(audience().url, state=kept["state"], answer=posted_answer())
    do(add_passkey, once=once, label=kept["label"], made=made, family_id=session.family_id)
    return go("account", note="passkey_added", facts={"label": kept["label"]})


@officers(*ROLES)
def remove(passkey_id: str) -> Response:
    """Take one of one's own passkeys away after a proof."""
    factors = ports().queries.second_factors(current_session().actor.user_id)
    found = next((each for each in factors.passkeys if each.id == passkey_id), None)
    if found is None:
        raise NotFound("passkey", passkey_id)
    return removal_page(
        remove_passkey, removing=passkey_id, factors=factors, label=found.label, passkey_id=passkey_id
    )
