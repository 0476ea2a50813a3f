"""The page of one's own account: who one is here, the password, second factors, where one is signed in."""

from __future__ import annotations

from typing import Final

from flask import Response

from server.usecases.change_password import change_password
from server.usecases.passwords import PASSWORD_MAX_CHARACTERS
from server.usecases.roles import ROLES, SECOND_FACTOR_REQUIRED
from server.web.acting import do, ports
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.guesses import slowed_proof
from server.web.own_account.browsers import browser_words
from server.web.pages import go
from server.web.session import current_session, even_unfinished, officers
from server.web.tokens import audience

PASSWORD_FIELDS: Final = (
    Field("old_password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="current-password"),
    Field("new_password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="new-password"),
    Field("again", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="new-password"),
)


@even_unfinished
@officers(*ROLES)
def account() -> Response:
    """Show one's own account and change the password."""
    session, queries = current_session(), ports().queries

    def _act(form: Form) -> Response:
        slowed_proof(session.login, lambda: do(change_password, **form.values, family_id=session.family_id))
        return go("account", note="password_changed")

    return form_page(
        "shared/account.html", "password", PASSWORD_FIELDS, act=_act,
        factors=queries.second_factors(session.actor.user_id),
        sessions=queries.sessions(session.actor.user_id, now=ports().clock.now()),
        passkeys_usable=ports().passkeys.usable_at(audience().url), browser_words=browser_words,
        needs_factor=session.actor.role in SECOND_FACTOR_REQUIRED,
    )  # fmt: skip
