"""Opening an account with the code that came with the invitation: first the code, then who one is."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.accreditation.errors import CodedError
from server.usecases.passwords import LOGIN_MAX_CHARACTERS, PASSWORD_MAX_CHARACTERS
from server.usecases.perform import perform
from server.usecases.portal_accounts import (
    EMAIL_MAX_CHARACTERS,
    NAME_MAX_CHARACTERS,
    look_at_code,
    open_portal_account,
    read_account,
)
from server.usecases.portal_codes import first_group
from server.usecases.sign_in import NOBODY, sign_in
from server.web.acting import ports
from server.web.client_address import client_address
from server.web.errors import ProblemError
from server.web.fields import Field
from server.web.forms import Form, Refusal, blank_form, read_form
from server.web.guesses import begin, throttle
from server.web.i18n import current_language
from server.web.kept_forms import REVIEW_FIELD, from_own_page
from server.web.pages import page
from server.web.portal.sign_in_pages import signed_in
from server.web.session import open_to_all
from server.web.throttle import Guess, Key
from server.web.tokens import audience

CODE_FIELDS: Final = (Field("code", limit=60),)
ACCOUNT_FIELDS: Final = (
    Field("code", limit=60),
    Field("display_name", limit=NAME_MAX_CHARACTERS, autocomplete="name"),
    Field("email", limit=EMAIL_MAX_CHARACTERS, autocomplete="email"),
    Field("login", limit=LOGIN_MAX_CHARACTERS, autocomplete="username"),
    Field("new_password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="new-password"),
    Field("again", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="new-password"),
)


@open_to_all
def open_account() -> Response:
    """Take the code, then the account's data; sign in at once."""
    if request.method != "POST":
        form = blank_form("open", CODE_FIELDS, initial={"code": request.args.get("code", "")[:60]}, options={})
        return page("open_account.html", form=form, whose=None)
    if not from_own_page(unknown="same-origin"):
        raise ProblemError("csrf_failed")
    second = "login" in request.form
    form = read_form("open", ACCOUNT_FIELDS if second else CODE_FIELDS, options={})
    whose = _whose(form)
    if REVIEW_FIELD in request.form:  # another language
        form.refusals, form.status = [], 200
    elif whose is not None and second:
        answer = _open(form)
        if answer is not None:
            return answer
    elif whose is not None and not second:
        form = blank_form("open", ACCOUNT_FIELDS, initial={"code": form.values["code"]}, options={})
    return page("open_account.html", status=form.status, form=form, whose=whose)


def _whose(form: Form) -> dict[str, str] | None:
    """Return whose account the code opens; a wrong code is slowed down and said beside its field."""
    if "code" not in form.values:
        return None
    keys = [_guessed(form.values["code"])]
    seconds = begin(keys)
    if seconds:
        form.refuse(CodedError("too_many_guesses", field="code", seconds=seconds))
        return None
    try:
        found = code_owner(form.values["code"])
    except CodedError as error:
        if error.code != "portal_code_unknown":  # spent, expired, withdrawn: it is a code, so nobody guesses
            throttle().take_back(keys)
        form.refuse(error)
        return None
    throttle().succeeded(keys)
    return found


def _guessed(code: str) -> Key:
    """Return what wrong codes are counted by: from where, and the code's first group.

    Guesses near one code are slowed; somebody else's mistakes behind the same address slow nobody. A blind guess
    needs no slowing: a code has 80 random bits.
    """
    return Key(Guess.OPENING, f"{client_address()} {first_group(code)}")


def code_owner(code: str) -> dict[str, str]:
    """Return whose account a code opens. Raises: as `look_at_code`."""
    with ports().unit_of_work() as uow:
        return look_at_code(uow=uow, clock=ports().clock, actor=NOBODY, code=code)


def _open(form: Form) -> Response | None:
    values = form.values
    if "again" in values and values.get("new_password") != values["again"]:
        form.refusals.append(Refusal("again", "passwords_differ"))
        form.status = 422
    try:
        if form.refusals:  # nothing is opened; whatever else is wrong is said at once
            typed = {name: str(values.get(name) or "") for name in ("display_name", "email", "login")}
            read_account(**typed, password=values.get("new_password", ""))
            return None
        perform(
            open_portal_account, ports=ports(), actor=NOBODY, code=values["code"], language=current_language(),
            display_name=values["display_name"], email=values["email"], login=values["login"],
            password=values["new_password"],
        )  # fmt: skip
    except CodedError as error:
        form.refuse(error)
        for refusal in form.refusals:
            if "password" in refusal.code and not refusal.field:
                form.refusals[form.refusals.index(refusal)] = Refusal(
                    "new_password", refusal.code, None, refusal.facts
                )
        return None
    opened = sign_in(ports(), login=values["login"], password=values["new_password"], roles=audience().roles)
    return signed_in(opened, next_path="/", kept=[])


def add_routes(blueprint: Blueprint) -> None:
    """Add opening an account."""
    blueprint.add_url_rule("/account/open", "open_account", open_account, methods=["GET", "POST"])
