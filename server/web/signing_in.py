"""Signing in, the same at console and portal: a password, then a code or a passkey where the account has one.

A form that was sent after the session ended goes along and comes back with its content.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from server.accreditation.errors import CodedError
from server.usecases.sign_in import OpenedSession, SecondFactorNeeded
from server.web.challenges import give_slip, read_slip
from server.web.errors import ProblemError
from server.web.guesses import remember_device, try_code, try_passkey, try_sign_in
from server.web.i18n import LANGUAGE_COOKIE
from server.web.kept_forms import OWN_SITE, REVIEW_FIELD, form_to_keep, from_own_page, kept_fields, own_form, own_path
from server.web.pages import page
from server.web.passkey_forms import ask_for_passkey, given_passkey
from server.web.session import current_session, end_session_before, open_to_all
from server.web.tokens import audience, form_token, make_tokens, start_session

Kept = list[tuple[str, str]]
_PROVEN = "password proven"


@open_to_all
def login() -> Response:
    """Show the login; on POST check it, slowing down guesses."""
    if request.method != "POST":
        return login_page(next_path=own_path(request.args.get("next", "/")), kept=[])
    name, next_path, kept = request.form.get("login", ""), *_carried()
    if REVIEW_FIELD in request.form:  # another language
        return login_page(next_path=next_path, kept=kept, login_name=name)
    try:
        opened = try_sign_in(name, password=request.form.get("password", ""))
    except SecondFactorNeeded as needed:
        proven = {"login": name[:64], "user": needed.user_id, "totp": needed.totp, "usable": needed.passkeys}
        mine = kept if own_form(kept, user_id=needed.user_id) else []  # another's form goes no further
        return second_step_page(proven, next_path=next_path, kept=mine)
    except (CodedError, ProblemError) as error:
        return login_page(next_path=next_path, kept=kept, login_name=name, error=error)
    return signed_in(opened, next_path=next_path, kept=kept)


@open_to_all
def login_code() -> Response:
    """Take the code of an authenticator app after the password."""
    next_path, kept = _carried()
    proven = read_slip(_PROVEN, request.form.get("proven", ""))
    if proven is None:
        return login_page(next_path=next_path, kept=kept, error=CodedError("sign_in_too_late"))
    try:
        opened = try_code(proven["login"], user_id=proven["user"], code=request.form.get("code", "")[:20])
    except (CodedError, ProblemError) as error:
        return second_step_page(proven, next_path=next_path, kept=kept, error=error)
    return signed_in(opened, next_path=next_path, kept=kept)


@open_to_all
def login_passkey() -> Response:
    """Take a passkey, with or without a password before it."""
    next_path, kept = _carried()
    try:
        opened = try_passkey(given_passkey())
    except (CodedError, ProblemError) as error:
        return login_page(next_path=next_path, kept=kept, error=error)
    return signed_in(opened, next_path=next_path, kept=kept)


def login_page(
    *, next_path: str, kept: Kept, login_name: str = "", error: Exception | None = None, status: int = 200
) -> Response:
    """Render the login with what must survive it: where to go, and a form's content."""
    return _refused_or_fresh(
        "login.html", error, status=status, next_path=next_path, kept=kept,
        login_name=login_name[:64].replace("\0", ""), passkey=ask_for_passkey(),
    )  # fmt: skip


def second_step_page(
    proven: dict[str, Any], *, next_path: str, kept: Kept, error: Exception | None = None
) -> Response:
    """Ask for what the account has besides the password."""
    return _refused_or_fresh(
        "shared/second_step.html", error, next_path=next_path, kept=kept, proven=give_slip(_PROVEN, proven),
        totp=proven["totp"], usable=proven["usable"], passkey=ask_for_passkey(),
    )  # fmt: skip


def _refused_or_fresh(template: str, error: Exception | None, *, status: int = 200, **context: Any) -> Response:
    problem = error.problem if isinstance(error, ProblemError) else None
    if error is not None:
        status = 429 if problem else 401
    refused = error.code if isinstance(error, CodedError) else None
    seconds = problem.facts.get("seconds") if problem else None
    return page(template, status=status, refused=refused, seconds=seconds, **context)


def ask_to_sign_in() -> Response:
    """Answer a page request without a session; what a form had sent from this site is kept in the page."""
    if request.method == "GET":
        here = request.full_path.rstrip("?") if request.path != "/" or request.args else "/"
        return redirect(url_for(f"{audience().name}.login", next=own_path(here)), 303)  # type: ignore[return-value]
    own = request.headers.get("Sec-Fetch-Site", "same-origin") in OWN_SITE
    return login_page(next_path=own_path(request.path), kept=form_to_keep() if own else [], status=401)


def offer_form_again() -> Response:
    """Answer a form that lacks this session's token: from this site its content is offered again, else refused."""
    if not from_own_page(unknown="cross-site"):
        raise ProblemError("csrf_failed")
    session = current_session()
    kept = own_form(form_to_keep(), user_id=session.actor.user_id)
    return _kept_page(own_path(request.path), kept, status=403, family_id=session.family_id)


def signed_in(opened: OpenedSession, *, next_path: str, kept: Kept) -> Response:
    """Begin the session in this browser in place of the one before, and go on, to a kept form first."""
    end_session_before()
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


def _kept_page(path: str, kept: Kept, *, family_id: str, status: int = 200) -> Response:
    return page("kept.html", status=status, path=path, kept=kept, token=form_token(family_id), review=REVIEW_FIELD)


def _carried() -> tuple[str, Kept]:
    """Return what a form of the login carries: where to go, and a kept form; only from a page of this site."""
    if not from_own_page(unknown="same-origin"):
        raise ProblemError("csrf_failed")
    return own_path(request.form.get("next", "/")), kept_fields()


def add_routes(blueprint: Blueprint) -> None:
    """Add the steps of signing in."""
    blueprint.add_url_rule("/login", "login", login, methods=["GET", "POST"])
    blueprint.add_url_rule("/login/code", "login_code", login_code, methods=["POST"])
    blueprint.add_url_rule("/login/passkey", "login_passkey", login_passkey, methods=["POST"])
