"""Accounts as JSON, for the administrator; auditors list them. A one-time password is in the answer, once."""

from __future__ import annotations

import uuid

from flask import Blueprint, Response

from server.usecases.add_user import (
    add_user,
    close_user,
    give_one_time_password,
    reopen_user,
    reset_second_factors,
)
from server.usecases.roles import ROLES
from server.usecases.views import Page
from server.usecases.views_of_accounts import AccountRow
from server.web.acting import do, ports
from server.web.api import schemas
from server.web.api.bodies import answer, asked, done, limit, once, posted
from server.web.api.saying import says
from server.web.one_time import one_time_password
from server.web.session import current_session, officers

ADMINISTRATOR = "administrator"


@officers(ADMINISTRATOR, "auditor")
@says(asks=("role", "text", "after", "limit"), gives=Page[AccountRow])
def users() -> Response:
    """List accounts, with ``?text=`` and ``?role=``."""
    role = asked("role")
    return answer(
        ports().queries.accounts(
            now=ports().clock.now(), text=asked("text") or "", role=role if role in ROLES else None,
            after=asked("after"), limit=limit(),
        )
    )  # fmt: skip


@officers(ADMINISTRATOR, "auditor")
@says(gives=AccountRow)
def user(user_id: str) -> Response:
    """Show one account."""
    return answer(ports().queries.account_row(user_id, now=ports().clock.now()))


@officers(ADMINISTRATOR)
@says(takes=schemas.User, status=(201,))
def new_user() -> Response:
    """Add an officer's account; the answer holds its one-time password."""
    body = posted()
    key, password = _drawn(login=body["login"])
    return done(do(add_user, once=key, password=password, **body), status=201, one_time_password=password)


@officers(ADMINISTRATOR)
def close(user_id: str) -> Response:
    """Close an account and end its sessions."""
    return done(do(close_user, once=once(), user_id=user_id))


@officers(ADMINISTRATOR)
def reopen(user_id: str) -> Response:
    """Open a closed account again; the answer holds its one-time password."""
    row = ports().queries.account_row(user_id, now=ports().clock.now())
    key, password = _drawn(login=row.login)
    return done(do(reopen_user, once=key, user_id=user_id, password=password), one_time_password=password)


@officers(ADMINISTRATOR)
def new_password(user_id: str) -> Response:
    """Void the password and end the sessions; the answer holds the one-time password."""
    row = ports().queries.account_row(user_id, now=ports().clock.now())
    key, password = _drawn(login=row.login)
    return done(do(give_one_time_password, once=key, user_id=user_id, password=password), one_time_password=password)


@officers(ADMINISTRATOR)
def reset_factors(user_id: str) -> Response:
    """Take every second factor of an account away."""
    return done(do(reset_second_factors, once=once(), user_id=user_id))


def _drawn(*, login: str) -> tuple[str, str]:
    key = once() or str(uuid.uuid4())
    return key, one_time_password(key, actor_id=current_session().actor.user_id, login=login)


def add_routes(blueprint: Blueprint) -> None:
    """Add accounts."""
    one = "/users/<user_id>"
    blueprint.add_url_rule("/users", "users", users)
    blueprint.add_url_rule("/users", "new_user", new_user, methods=["POST"])
    blueprint.add_url_rule(one, "user", user)
    blueprint.add_url_rule(f"{one}/close", "close_user", close, methods=["POST"])
    blueprint.add_url_rule(f"{one}/reopen", "reopen_user", reopen, methods=["POST"])
    blueprint.add_url_rule(f"{one}/password", "user_password", new_password, methods=["POST"])
    blueprint.add_url_rule(f"{one}/second-factors", "reset_factors", reset_factors, methods=["DELETE"])
