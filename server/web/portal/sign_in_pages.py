"""Signing in and out; a form sent after the session ended comes back with its content."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, redirect, request, url_for

from server.accreditation.errors import CodedError
from server.usecases.sign_in import OpenedSession
from server.usecases.sign_out import sign_out
from server.web.acting import do
from server.web.errors import ProblemError
from server.web.guesses import remember_device, try_sign_in
from server.web.i18n import LANGUAGE_COOKIE
from server.web.kept_forms import OWN_SITE, REVIEW_FIELD, form_to_keep, from_own_page, kept_fields, own_path
from server.web.pages import page
from server.web.session import current_session, open_to_all, representatives
from server.web.tokens import end_session, form_token, make_tokens, start_session

Kept = list[tuple[str, str]]


@open_to_all
def login() -> Response:
    """Show the login; on POST check it, slowing down guesses."""
    if request.method != "POST":
        return login_page(next_path=own_path(request.args.get("next", "/")), kept=[])
    if not from_own_page(unknown="same-origin"):
        raise ProblemError("csrf_failed")
    name, next_path, kept = request.form.get("login", ""), own_path(request.form.get("next", "/")), kept_fields()
    try:
        opened = try_sign_in(name, password=request.form.get("password", ""))
    except (CodedError, ProblemError) as error:
        return login_page(next_path=next_path, kept=kept, login_name=name, error=error)
    return signed_in(opened, next_path=next_path, kept=kept)


def login_page(
    *, next_path: str, kept: Kept, login_name: str = "", error: Exception | None = None, status: int = 200
) -> Response:
    """Render the login with what must survive it: where to go, and a form's content."""
    problem = error.problem if isinstance(error, ProblemError) else None
    if error is not None:
        status = 429 if problem else 401
    response = page(
        "login.html", status=status, next_path=next_path, kept=kept, login_name=login_name[:64].replace("\0", ""),
        failed=error is not None, seconds=problem.facts.get("seconds") if problem else None,
    )  # fmt: skip
    if problem:
        response.headers["Retry-After"] = str(problem.facts["seconds"])
    return response


def ask_to_sign_in() -> Response:
    """Answer a page request without a session; what a form had sent from this site is kept in the page."""
    if request.method == "GET":
        here = request.full_path.rstrip("?") if request.path != "/" or request.args else "/"
        return redirect(url_for("portal.login", next=own_path(here)), 303)  # type: ignore[return-value]
    own = request.headers.get("Sec-Fetch-Site", "same-origin") in OWN_SITE
    return login_page(next_path=own_path(request.path), kept=form_to_keep() if own else [], status=401)


def offer_form_again() -> Response:
    """Answer a form that lacks this session's token: from this site its content is offered again, else refused."""
    if not from_own_page(unknown="cross-site"):
        raise ProblemError("csrf_failed")
    return _kept_page(own_path(request.path), form_to_keep(), status=403, family_id=current_session().family_id)


@representatives
def sign_out_page() -> Response:
    """End the session, have the browser forget what was half typed, and show the login."""
    session = current_session()
    ends = datetime.fromtimestamp(session.expires_at, UTC)
    do(sign_out, family_id=session.family_id, jti=session.jti, expires_at=ends)
    response = redirect(url_for("portal.login"), 303)
    end_session(response)  # type: ignore[arg-type]
    response.headers["Clear-Site-Data"] = '"storage"'
    return response  # type: ignore[return-value]


def signed_in(opened: OpenedSession, *, next_path: str, kept: Kept) -> Response:
    """Begin the session in this browser and go on, to a kept form first."""
    tokens = make_tokens(opened.user_id, family_id=opened.family_id, refresh_jti=opened.jti)
    response = redirect(next_path, 303)
    if kept:
        response = _kept_page(next_path, kept, family_id=opened.family_id)
    start_session(response, tokens=tokens)  # type: ignore[arg-type]
    remember_device(response, user_id=opened.user_id)  # type: ignore[arg-type]
    if not request.cookies.get(LANGUAGE_COOKIE):
        response.set_cookie(LANGUAGE_COOKIE, opened.language, max_age=31_536_000, httponly=True, samesite="Lax")
    return response  # type: ignore[return-value]


def _kept_page(path: str, kept: Kept, *, family_id: str, status: int = 200) -> Response:
    return page("kept.html", status=status, path=path, kept=kept, token=form_token(family_id), review=REVIEW_FIELD)


def add_routes(blueprint: Blueprint) -> None:
    """Add login and logout."""
    blueprint.add_url_rule("/login", "login", login, methods=["GET", "POST"])
    blueprint.add_url_rule("/logout", "sign_out_page", sign_out_page, methods=["POST"])
