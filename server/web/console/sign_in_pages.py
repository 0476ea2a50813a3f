"""Signing in and out, one's own account; a form sent after the session ended comes back with its content."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from flask import Blueprint, Response, current_app, redirect, request, url_for

from server.accreditation.errors import CodedError
from server.usecases.change_password import change_password
from server.usecases.passwords import PASSWORD_MAX_CHARACTERS
from server.usecases.roles import OFFICERS
from server.usecases.sign_in import OpenedSession
from server.usecases.sign_out import sign_out
from server.web.acting import do
from server.web.console.pages import go, page
from server.web.errors import ProblemError
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.guesses import remember_device, try_sign_in
from server.web.i18n import LANGUAGE_COOKIE
from server.web.kept_forms import (
    OWN_SITE,
    REVIEW_FIELD,
    form_to_keep,
    from_own_page,
    kept_fields,
    own_form,
    own_path,
)  # fmt: skip
from server.web.session import current_session, officers, open_to_all
from server.web.tokens import end_session, form_token, make_tokens, start_session

PASSWORD_FIELDS: Final = (
    Field("old_password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="current-password"),
    Field("new_password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="new-password"),
    Field("again", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="new-password"),
)


@open_to_all
def login() -> Response:
    """Show the login; on POST check it, slowing down guesses."""
    if request.method != "POST":
        return login_page(next_path=own_path(request.args.get("next", "/")), kept=[])
    if not from_own_page(unknown="same-origin"):
        raise ProblemError("csrf_failed")
    login_name, password = request.form.get("login", ""), request.form.get("password", "")
    kept = kept_fields()
    next_path = own_path(request.form.get("next", "/"))
    try:
        opened = try_sign_in(login_name, password=password)
    except (CodedError, ProblemError) as error:
        return login_page(next_path=next_path, kept=kept, login_name=login_name, error=error)
    return _signed_in(opened, next_path=next_path, kept=kept)


def login_page(
    *, next_path: str, kept: list[tuple[str, str]], login_name: str = "", error: Exception | None = None
) -> Response:
    """Render the login with what must survive it: where to go, and a form's content."""
    problem = error.problem if isinstance(error, ProblemError) else None
    status = 200 if error is None else (429 if problem else 401)
    response = page(
        "login.html", status=status, next_path=next_path, kept=kept, login_name=login_name[:64].replace("\0", ""),
        failed=error is not None, seconds=problem.facts.get("seconds") if problem else None,
        demo=current_app.extensions["console_settings"].environment == "demo",
    )  # fmt: skip
    if problem:
        response.headers["Retry-After"] = str(problem.facts["seconds"])
    return response


def ask_to_sign_in() -> Response:
    """Answer a page request without a session; what a form had sent from this site is kept in the page."""
    if request.method == "GET":
        here = request.full_path.rstrip("?") if request.path != "/" or request.args else "/"
        return redirect(url_for("console.login", next=own_path(here)), 303)  # type: ignore[return-value]
    kept = form_to_keep() if request.headers.get("Sec-Fetch-Site", "same-origin") in OWN_SITE else []
    response = login_page(next_path=own_path(request.path), kept=kept)
    response.status_code = 401
    return response


def offer_form_again() -> Response:
    """Answer a form that lacks this session's token: from this site its content is offered again, else refused."""
    if not from_own_page(unknown="cross-site"):
        raise ProblemError("csrf_failed")
    kept = own_form(form_to_keep(), user_id=current_session().actor.user_id)
    return _kept_page(own_path(request.path), kept, status=403)


@officers(*OFFICERS)
def sign_out_page() -> Response:
    """End the session and show the login."""
    session = current_session()
    ends = datetime.fromtimestamp(session.expires_at, UTC)
    do(sign_out, family_id=session.family_id, jti=session.jti, expires_at=ends)
    response = redirect(url_for("console.login"), 303)
    end_session(response)  # type: ignore[arg-type]
    return response  # type: ignore[return-value]


@officers(*OFFICERS)
def account() -> Response:
    """Show one's own account and change the password."""

    def _act(form: Form) -> Response:
        session, values = current_session(), form.values
        do(change_password, old_password=values["old_password"], new_password=values["new_password"],
           again=values["again"], family_id=session.family_id)  # fmt: skip
        return go("account", note="password_changed")

    return form_page("account.html", "password", PASSWORD_FIELDS, act=_act)


def add_routes(blueprint: Blueprint) -> None:
    """Add login, logout and account."""
    blueprint.add_url_rule("/login", "login", login, methods=["GET", "POST"])
    blueprint.add_url_rule("/logout", "sign_out_page", sign_out_page, methods=["POST"])
    blueprint.add_url_rule("/account", "account", account, methods=["GET", "POST"])


def _signed_in(opened: OpenedSession, *, next_path: str, kept: list[tuple[str, str]]) -> Response:
    tokens = make_tokens(opened.user_id, family_id=opened.family_id, refresh_jti=opened.jti)
    response = redirect(next_path, 303)
    kept = own_form(kept, user_id=opened.user_id)
    if kept:
        response = _kept_page(next_path, kept, family_id=opened.family_id)
    start_session(response, tokens=tokens)  # type: ignore[arg-type]
    remember_device(response, user_id=opened.user_id)  # type: ignore[arg-type]
    if not request.cookies.get(LANGUAGE_COOKIE):
        response.set_cookie(LANGUAGE_COOKIE, opened.language, max_age=31_536_000, httponly=True, samesite="Lax")
    return response  # type: ignore[return-value]


def _kept_page(path: str, kept: list[tuple[str, str]], *, status: int = 200, family_id: str = "") -> Response:
    token = form_token(family_id or current_session().family_id)
    return page("kept.html", status=status, path=path, kept=kept, token=token, review=REVIEW_FIELD)
