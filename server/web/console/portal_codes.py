"""The code for an organisation's portal account: made, shown on a page of its own, withdrawn after a question."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Final

from flask import Blueprint, Response, current_app, request, url_for

from server.usecases.errors import Conflict, NotFound
from server.usecases.make_portal_code import make_portal_code, withdraw_portal_code
from server.usecases.views_of_applications import PortalCodeRow
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.one_click import closed, one_click
from server.web.session import current_session, officers

SHOWN_SECONDS: Final = 600.0
_MOST_SHOWN: Final = 1000


class CodesInHand:
    """Codes between being made and being written down: in memory, for the session that made them, for minutes.

    Nothing of a code stands in an address, a cookie or the database; a reload of its page shows the same code.
    """

    def __init__(self) -> None:
        self._codes: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, family_id: str, *, code_id: str, code: str) -> None:
        """Keep a fresh code for its page."""
        with self._lock:
            self._codes[family_id, code_id] = (time.monotonic(), code)
            while len(self._codes) > _MOST_SHOWN:
                self._codes.popitem(last=False)

    def seen(self, family_id: str, *, code_id: str) -> str | None:
        """Return a code that isn't written down yet, or None."""
        with self._lock:
            made_at, code = self._codes.get((family_id, code_id), (0.0, None))
            if code is not None and time.monotonic() - made_at > SHOWN_SECONDS:
                del self._codes[family_id, code_id]
                return None
            return code

    def forget(self, family_id: str, *, code_id: str) -> None:
        """Forget a code that was written down."""
        with self._lock:
            self._codes.pop((family_id, code_id), None)


@officers("registrar")
def ask_new_code(invitation_id: str) -> Response:
    """Ask before a code is made: one that is open dies by it."""
    row = ports().queries.invitation(invitation_id)
    codes = ports().queries.portal_codes(invitation_id, now=ports().clock.now())
    before = next((each for each in codes if each.state == "open"), None)
    return page("portal_code_form.html", section="invitations", invitation=row, before=before)


@officers("registrar")
@one_click
def new_code(invitation_id: str, once: str) -> Response:
    """Make a code; it is shown on the next page, so that a reload makes no other one."""
    replaces = request.form.get("replaces", "")[:64] or None
    try:
        made = do(make_portal_code, invitation_id=invitation_id, replaces=replaces).result
    except Conflict as refused:
        if refused.code == "portal_code_open":
            return go("ask_new_portal_code", invitation_id=invitation_id)
        raise
    _in_hand().keep(current_session().family_id, code_id=made["id"], code=made["code"])
    return go("portal_code", invitation_id=invitation_id, code_id=made["id"])


@officers("registrar")
def code(invitation_id: str, code_id: str) -> Response:
    """Show a fresh code until it is written down; later say only what became of it."""
    row = _code_row(invitation_id, code_id)
    shown = _in_hand().seen(current_session().family_id, code_id=code_id) if row.state == "open" else None
    return page("portal_code.html", section="invitations", invitation=ports().queries.invitation(invitation_id),
                row=row, code=shown)  # fmt: skip


@officers("registrar")
@one_click
def written_down(invitation_id: str, code_id: str, once: str) -> Response:
    """Show a code no more."""
    _in_hand().forget(current_session().family_id, code_id=code_id)
    return go("invitation", invitation_id=invitation_id)


@officers("registrar")
def ask_withdraw(invitation_id: str, code_id: str) -> Response:
    """Ask before a code is made useless."""
    row, back = _code_row(invitation_id, code_id), url_for("console.invitation", invitation_id=invitation_id)
    if row.state not in ("open", "expired"):
        return closed("portal_code_used" if row.state == "used" else "portal_code_withdrawn", back=back)
    invitation = ports().queries.invitation(invitation_id)
    return page("confirm.html", section="invitations", asked="code.withdraw", about=invitation.organisation,
                look="undo", note="code.withdraw_means", back=back)  # fmt: skip


@officers("registrar")
@one_click
def withdraw_code(invitation_id: str, code_id: str, once: str) -> Response:
    """Make a code useless."""
    do(withdraw_portal_code, once=once, code_id=code_id)
    return go("invitation", note="portal_code_withdrawn", invitation_id=invitation_id)


def _code_row(invitation_id: str, code_id: str) -> PortalCodeRow:
    rows = ports().queries.portal_codes(invitation_id, now=ports().clock.now())
    found = next((each for each in rows if each.id == code_id), None)
    if found is None:
        raise NotFound("portal_code", code_id)
    return found


def _in_hand() -> CodesInHand:
    kept: CodesInHand = current_app.extensions.setdefault("codes_in_hand", CodesInHand())
    return kept


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of codes."""
    one, post = "/invitations/<invitation_id>", ["POST"]
    blueprint.add_url_rule(f"{one}/code", "ask_new_portal_code", ask_new_code)
    blueprint.add_url_rule(f"{one}/code", "new_portal_code", new_code, methods=post)
    blueprint.add_url_rule(f"{one}/code-<code_id>", "portal_code", code)
    blueprint.add_url_rule(f"{one}/code-<code_id>", "portal_code_written_down", written_down, methods=post)
    withdraw = f"{one}/withdraw-code-<code_id>"
    blueprint.add_url_rule(withdraw, "ask_withdraw_portal_code", ask_withdraw)
    blueprint.add_url_rule(withdraw, "withdraw_portal_code", withdraw_code, methods=post)
