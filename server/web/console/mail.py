"""E-mail as the administrator sees it: what waits, what was given up and why; trying it anew."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.usecases.send_mail import retry_message
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.one_click import one_click
from server.web.session import officers

STATES = ("failed", "waiting", "sent")


@officers("administrator")
def mail() -> Response:
    """List e-mails of one state, those given up first."""
    asked = request.args.get("state")
    state = asked if asked in STATES else STATES[0]
    queries = ports().queries
    found = queries.messages(state=state, after=request.args.get("after"))
    return page("mail.html", section="mail", found=found, state=state, states=STATES, counts=queries.message_counts())


@officers("administrator")
@one_click
def retry_mail(message_id: str, once: str) -> Response:
    """Let an e-mail that was given up be tried anew."""
    do(retry_message, once=once, message_id=message_id)
    return go("mail", note="mail_retried")


def add_routes(blueprint: Blueprint) -> None:
    """Add the page of e-mail."""
    blueprint.add_url_rule("/mail", "mail", mail)
    blueprint.add_url_rule("/mail/<message_id>/retry", "retry_mail", retry_mail, methods=["POST"])
