"""Decrees and their annexes."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, get_type_hints

from flask import Blueprint, Response, request

from server.usecases.draft_accreditation import (
    add_annex_line,
    draft_accreditation_decree,
    edit_annex_line,
    remove_annex_line,
)
from server.usecases.errors import NotFound
from server.usecases.import_annex import apply_import, preview_import
from server.usecases.issue import issue_credentials
from server.usecases.line_input import LineInput
from server.usecases.publish_decree import discard_decree, publish_decree
from server.usecases.roles import LEGAL_READERS
from server.usecases.sign_decree import sign_decree
from server.usecases.views import AnnexRow, DecreePage, DecreeRow, Page
from server.web.acting import do, ports
from server.web.api import schemas
from server.web.api.bodies import answer, asked, done, limit, once, plain, posted
from server.web.api.saying import form, says
from server.web.errors import ProblemError
from server.web.session import current_session, officers

STATES = ("draft", "signed", "published", "discarded")
_DECREE: Final = {
    **get_type_hints(DecreePage), "digest": str, "outdated_by": str | None, "outdated_on": date | None,
}  # fmt: skip


@officers(*LEGAL_READERS)
@says(asks=("state", "election", "kind", "after", "limit"), gives=Page[DecreeRow])
def decrees() -> Response:
    """List decrees."""
    state = asked("state")
    if state not in (None, *STATES):
        raise ProblemError("invalid_input", fields=[("state", "not_allowed")])
    return answer(
        ports().queries.decrees(
            election_id=asked("election"), kind=asked("kind"), state=state, after=asked("after"), limit=limit()
        )
    )


@officers("registrar")
@says(takes=schemas.Draft, status=(201,))
def new_decree() -> Response:
    """Open a draft of an accreditation decree."""
    body = posted()
    made = do(draft_accreditation_decree, once=once(), election_id=body["election"], subject=body["subject"])
    return done(made, status=201)


@officers(*LEGAL_READERS)
@says(gives=_DECREE)
def decree(decree_id: str) -> Response:
    """Show one decree with what hangs on it."""
    draft = ports().queries.draft_shown(decree_id)
    body = plain(ports().queries.decree(decree_id))
    return answer(
        {**body, "digest": draft.digest, "outdated_by": draft.outdated_by, "outdated_on": draft.outdated_on}
    )


@officers(*LEGAL_READERS)
@says(asks=("after", "limit"), gives=Page[AnnexRow])
def lines(decree_id: str) -> Response:
    """List the annex."""
    ports().queries.decree(decree_id)
    return answer(ports().queries.annex(decree_id, after=asked("after"), limit=limit()))


@officers("registrar")
@says(takes=schemas.Line, status=(201,))
def new_line(decree_id: str) -> Response:
    """Add a person to a draft's annex."""
    return done(do(add_annex_line, once=once(), decree_id=decree_id, line=_line(posted())), status=201)


@officers("registrar")
@says(takes=schemas.EditedLine)
def edit_line(decree_id: str, line_id: str) -> Response:
    """Replace what a draft's annex says of a person."""
    _own(decree_id, line_id)
    body = posted()
    opened = body.pop("opened")
    return done(do(edit_annex_line, once=once(), line_id=line_id, line=_line(body), opened=opened))


@officers("registrar")
def remove_line(decree_id: str, line_id: str) -> Response:
    """Take a person out of a draft's annex."""
    _own(decree_id, line_id)
    return done(do(remove_annex_line, once=once(), line_id=line_id))


@officers("registrar")
@says(asks=("apply",), sends=form(list="file"), gives=dict[str, Any])
def import_list(decree_id: str) -> Response:
    """Check an uploaded list (multipart field ``list``); with ``?apply=1`` add it when nothing is wrong."""
    file = request.files.get("list")
    if file is None or not file.filename:
        raise ProblemError("invalid_input", fields=[("list", "required")])
    rows = ports().lists.read(file.read(), name=file.filename[:200])
    if asked("apply") == "1":
        return done(do(apply_import, once=once(), decree_id=decree_id, rows=rows))
    with ports().unit_of_work() as uow:
        actor = current_session().actor
        found = preview_import(uow=uow, clock=ports().clock, actor=actor, decree_id=decree_id, rows=rows)
    return answer({"rows": len(rows), "new": len(found.lines), "known": found.known, "errors": found.errors})


@officers("approver")
@says(takes=schemas.Signing)
def sign(decree_id: str) -> Response:
    """Enter the signed act."""
    body = posted()
    return done(do(sign_decree, once=once(), decree_id=decree_id, sealing=ports().sealing, **body))


@officers("records")
def publish(decree_id: str) -> Response:
    """Publish a signed decree."""
    return done(do(publish_decree, once=once(), decree_id=decree_id))


@officers("registrar", "approver")
def discard(decree_id: str) -> Response:
    """Discard a draft."""
    return done(do(discard_decree, once=once(), decree_id=decree_id))


@officers("registrar", "records")
def issue(decree_id: str) -> Response:
    """Issue certificates for everyone in the decree."""
    return done(do(issue_credentials, once=once(), decree_id=decree_id, sealing=ports().sealing))


def add_routes(blueprint: Blueprint) -> None:
    """Add decrees."""
    one = "/decrees/<decree_id>"
    blueprint.add_url_rule("/decrees", "decrees", decrees)
    blueprint.add_url_rule("/decrees", "new_decree", new_decree, methods=["POST"])
    blueprint.add_url_rule(one, "decree", decree)
    blueprint.add_url_rule(f"{one}/lines", "lines", lines)
    blueprint.add_url_rule(f"{one}/lines", "new_line", new_line, methods=["POST"])
    blueprint.add_url_rule(f"{one}/lines/<line_id>", "edit_line", edit_line, methods=["PUT"])
    blueprint.add_url_rule(f"{one}/lines/<line_id>", "remove_line", remove_line, methods=["DELETE"])
    blueprint.add_url_rule(f"{one}/import", "import_list", import_list, methods=["POST"])
    blueprint.add_url_rule(f"{one}/sign", "sign", sign, methods=["POST"])
    blueprint.add_url_rule(f"{one}/publish", "publish", publish, methods=["POST"])
    blueprint.add_url_rule(f"{one}/discard", "discard", discard, methods=["POST"])
    blueprint.add_url_rule(f"{one}/certificates", "issue", issue, methods=["POST"])


def _line(body: dict[str, Any]) -> LineInput:
    return LineInput(**{**body, "citizenships": tuple(body["citizenships"])})


def _own(decree_id: str, line_id: str) -> None:
    owner, _line_input = ports().queries.annex_line(line_id)
    if owner != decree_id:
        raise NotFound("annex_line", line_id)
