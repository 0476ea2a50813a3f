"""Notices on the pages of both apps: a bell with a count, the list, marking as read, the way to what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app, g, redirect, request, url_for

from server.usecases.letters import letter
from server.usecases.queries_of_notices import MOST_UNREAD, NoticeRow, Reader
from server.usecases.read_notices import read_notices
from server.web.acting import do, ports
from server.web.i18n import current_language
from server.web.one_click import one_click
from server.web.pages import go, may_open, page
from server.web.session import current_session, officers
from server.web.tokens import audience

# What a notice is about → pages of it: the first one that this app has and this reader may open.
Links = Mapping[str, tuple[tuple[str, str | None], ...]]
EXTENSION: Final = "notice_links"


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice in the reader's language; `link` is None where no page of this app shows its subject."""

    row: NoticeRow
    subject: str
    body: str
    link: str | None


def reader() -> Reader:
    """Return whose notices the present session reads."""
    actor = current_session().actor
    return Reader(actor.user_id, actor.role, actor.organisation_id)


def shown(row: NoticeRow) -> ShownNotice:
    """Write a notice for its reader."""
    subject, body = letter(row.kind, language=current_language(), facts=row.facts)
    return ShownNotice(row, subject, body, link_to(row))


def link_to(row: NoticeRow) -> str | None:
    """Return the address of what a notice is about, where the reader may open it."""
    links: Links = current_app.extensions[EXTENSION]
    for endpoint, argument in links.get(row.subject_kind or "", ()):
        if may_open(endpoint):
            values: dict[str, Any] = {argument: row.subject_id} if argument else {}
            return url_for(f"{audience().name}.{endpoint}", **values)
    return None


def notices_page() -> Response:
    """List one's notices, the newest first."""
    found = ports().queries.notices(reader(), after=request.args.get("after"))
    return page("notices.html", section="notices", found=found, notices=[shown(row) for row in found.rows])


@one_click
def read_page(once: str) -> Response:
    """Mark the notices of a page as read."""
    done = do(read_notices, once=once, notice_ids=request.form.getlist("notice_ids")[:200])
    return go("notices", note="notices_read", facts=done.result)


def open_notice(notice_id: str) -> Response:
    """Mark a notice as read and go to what it is about."""
    do(read_notices, notice_ids=[notice_id])
    link = link_to(ports().queries.notice(reader(), notice_id))
    return redirect(link, 303) if link else go("notices")  # type: ignore[return-value]


def add_notice_routes(blueprint: Blueprint, *, roles: tuple[str, ...]) -> None:
    """Add the page of notices to an app, for these roles."""
    let_in = officers(*roles)
    blueprint.add_url_rule("/notices", "notices", let_in(notices_page))
    blueprint.add_url_rule("/notices/read", "read_notices", let_in(read_page), methods=["POST"])
    blueprint.add_url_rule("/notices/<notice_id>/open", "open_notice", let_in(open_notice), methods=["POST"])


def register_notices(app: Flask, links: Links) -> None:
    """Give an app's templates the bell's count, asked of the database once a page."""
    app.extensions[EXTENSION] = links

    def unread() -> int:
        if "unread_notices" not in g:
            g.unread_notices = ports().queries.unread_notices(reader())
        return int(g.unread_notices)

    @app.context_processor
    def _names() -> dict[str, Any]:
        return {"unread_notices": unread, "most_unread": MOST_UNREAD}
