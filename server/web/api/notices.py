"""One's notices, and the outbox of e-mail for the administrator."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from server.usecases.queries_of_notices import MessageRow, NoticeRow
from server.usecases.read_notices import read_notices
from server.usecases.roles import ROLES
from server.usecases.send_mail import retry_message
from server.usecases.views import Page
from server.web.acting import do, ports
from server.web.api import schemas
from server.web.api.bodies import answer, asked, done, limit, once, posted
from server.web.api.saying import says
from server.web.errors import ProblemError
from server.web.notices import reader, shown
from server.web.session import officers

MESSAGE_STATES = ("waiting", "sent", "failed")
_NOTICES: Final = {
    "notices": [{"notice": NoticeRow, "subject": str, "body": str, "link": str | None}],
    "next": str | None,
    "unread": int,
}


@officers(*ROLES)
@says(asks=("after", "limit"), gives=_NOTICES)
def notices() -> Response:
    """List one's notices, the newest first, with their words in the language asked for, and how many are unread."""
    queries = ports().queries
    found = queries.notices(reader(), after=asked("after"), limit=limit())
    rows = [
        {"notice": each.row, "subject": each.subject, "body": each.body, "link": each.link}
        for each in map(shown, found.rows)
    ]
    return answer({"notices": rows, "next": found.next, "unread": queries.unread_notices(reader())})


@officers(*ROLES)
@says(takes=schemas.ReadNotices)
def read() -> Response:
    """Mark notices as read by this account."""
    return done(do(read_notices, once=once(), **posted()))


@officers("administrator")
@says(asks=("state", "after", "limit"), gives=Page[MessageRow])
def messages() -> Response:
    """List e-mails, the newest first; of one state with ``?state=``."""
    state = asked("state")
    if state is not None and state not in MESSAGE_STATES:
        raise ProblemError("invalid_input", fields=[("state", "not_allowed")])
    return answer(ports().queries.messages(state=state, after=asked("after"), limit=limit()))


@officers("administrator")
def retry(message_id: str) -> Response:
    """Let an e-mail that was given up be tried anew."""
    return done(do(retry_message, once=once(), message_id=message_id))


def add_notice_routes(blueprint: Blueprint) -> None:
    """Add one's notices, for console and portal."""
    blueprint.add_url_rule("/notices", "notices", notices)
    blueprint.add_url_rule("/notices/read", "read_notices", read, methods=["POST"])


def add_routes(blueprint: Blueprint) -> None:
    """Add notices and the outbox."""
    add_notice_routes(blueprint)
    blueprint.add_url_rule("/messages", "messages", messages)
    blueprint.add_url_rule("/messages/<message_id>/retry", "retry_message", retry, methods=["POST"])
