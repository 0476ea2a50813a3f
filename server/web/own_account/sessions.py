"""Where one is signed in: end one session, all the others, or every one."""

from __future__ import annotations

from flask import Response, redirect, url_for

from server.usecases.end_sessions import end_all_sessions, end_session
from server.usecases.roles import ROLES
from server.web.acting import do
from server.web.one_click import one_click
from server.web.pages import go
from server.web.session import current_session, officers
from server.web.tokens import audience
from server.web.tokens import end_session as forget_tokens


@officers(*ROLES)
@one_click
def end_one(session_id: str, once: str) -> Response:
    """End one of one's own sessions."""
    do(end_session, once=once, session_id=session_id)
    return go("account", note="session_ended")


@officers(*ROLES)
@one_click
def end_others(once: str) -> Response:
    """End every session but this one."""
    ended = do(end_all_sessions, once=once, keep=current_session().family_id).result["ended"]
    return go("account", note="sessions_ended", facts={"count": ended})


@officers(*ROLES)
@one_click
def end_all(once: str) -> Response:
    """Sign out everywhere, here too."""
    do(end_all_sessions, once=once)
    response = redirect(url_for(f"{audience().name}.login"), 303)
    forget_tokens(response)  # type: ignore[arg-type]
    return response  # type: ignore[return-value]
