"""Accounts, for the administrator: who signs in here, in which role, with what; nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, request

from server.usecases.add_user import (
    LANGUAGES,
    NAME_CHARACTERS,
    add_user,
    close_user,
    give_one_time_password,
    reopen_user,
    reset_second_factors,
)
from server.usecases.passwords import LOGIN_MAX_CHARACTERS
from server.usecases.roles import OFFICERS, ROLES
from server.web.acting import do, ports
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_time import one_time_password
from server.web.pages import go, page
from server.web.session import current_session, officers

ADMINISTRATOR: Final = "administrator"
USER_FIELDS: Final = (
    Field("login", limit=LOGIN_MAX_CHARACTERS),
    Field("display_name", limit=NAME_CHARACTERS),
    Field("role", "radio", options=OFFICERS, group="role"),
    Field("language", "radio", options=LANGUAGES, group="language"),
)


@officers(ADMINISTRATOR)
def users() -> Response:
    """List accounts, narrowed by text and role."""
    text, role = request.args.get("text", "").strip()[:100], request.args.get("role") or None
    role = role if role in ROLES else None
    found = ports().queries.accounts(now=ports().clock.now(), text=text, role=role, after=request.args.get("after"))
    return page("users.html", section="users", found=found, text=text, role=role, roles=ROLES)


@officers(ADMINISTRATOR)
def new_user() -> Response:
    """Add an account; its one-time password is shown once."""

    def _act(form: Form) -> Response:
        login = form.values["login"]
        password = _password(form, login=login)
        made = do(add_user, once=form.once, password=password, **form.values).result
        return _handed_over(made["id"], password=password)

    return form_page("user_form.html", "user", USER_FIELDS, act=_act, section="users", initial={"language": "ky"})


@officers(ADMINISTRATOR)
def user(user_id: str) -> Response:
    """Show one account and what may be done with it."""
    row = ports().queries.account_row(user_id, now=ports().clock.now())
    return page("user.html", section="users", row=row, own=user_id == current_session().actor.user_id)


@officers(ADMINISTRATOR)
def close(user_id: str) -> Response:
    """Close an account after a confirmation."""
    return _confirmed(user_id, "close", lambda form: _done(form, close_user, user_id=user_id))


@officers(ADMINISTRATOR)
def reset_factors(user_id: str) -> Response:
    """Take an account's second factors away after a confirmation."""
    return _confirmed(user_id, "reset_factors", lambda form: _done(form, reset_second_factors, user_id=user_id))


@officers(ADMINISTRATOR)
def new_password(user_id: str) -> Response:
    """Give a one-time password after a confirmation."""
    return _confirmed(user_id, "new_password", lambda form: _with_password(form, give_one_time_password, user_id))


@officers(ADMINISTRATOR)
def reopen(user_id: str) -> Response:
    """Open a closed account again, with a one-time password."""
    return _confirmed(user_id, "reopen", lambda form: _with_password(form, reopen_user, user_id))


def _confirmed(user_id: str, act: str, verb: Callable[[Form], Response]) -> Response:
    row = ports().queries.account_row(user_id, now=ports().clock.now())
    return form_page("user_act.html", "user_act", (), act=verb, section="users", row=row, step=act)


def _done(form: Form, verb: Callable[..., Any], *, user_id: str) -> Response:
    do(verb, once=form.once, user_id=user_id)
    return go("user", note=verb.__name__, user_id=user_id)


def _with_password(form: Form, verb: Callable[..., Any], user_id: str) -> Response:
    row = ports().queries.account_row(user_id, now=ports().clock.now())
    password = _password(form, login=row.login)
    do(verb, once=form.once, user_id=user_id, password=password)
    return _handed_over(user_id, password=password)


def _password(form: Form, *, login: str) -> str:
    return one_time_password(form.once, actor_id=current_session().actor.user_id, login=login)


def _handed_over(user_id: str, *, password: str) -> Response:
    row = ports().queries.account_row(user_id, now=ports().clock.now())
    return page("user_password.html", section="users", row=row, password=password)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of accounts."""
    one, both = "/users/<user_id>", ["GET", "POST"]
    blueprint.add_url_rule("/users", "users", users)
    blueprint.add_url_rule("/users/new", "new_user", new_user, methods=both)
    blueprint.add_url_rule(one, "user", user)
    blueprint.add_url_rule(f"{one}/close", "close_user", close, methods=both)
    blueprint.add_url_rule(f"{one}/reopen", "reopen_user", reopen, methods=both)
    blueprint.add_url_rule(f"{one}/password", "user_password", new_password, methods=both)
    blueprint.add_url_rule(f"{one}/second-factors", "reset_factors", reset_factors, methods=both)
