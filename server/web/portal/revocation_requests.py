"""Asking the Commission to revoke: some or all of the own observers, with the written application attached (4.7)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.usecases.queries import CertificateFilter
from server.usecases.request_revocation import request_revocation, take_back_request
from server.usecases.views import CertificateRow
from server.web.acting import do, ports
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import one_click
from server.web.pages import go, page
from server.web.papers import uploaded_application
from server.web.portal.owning import own_id
from server.web.session import representatives

_LIVE: Final = ("valid", "revocation_pending")
_PAGE: Final = 500
ACCEPTED: Final = ("application/pdf", "image/jpeg", "image/png")


@representatives
def revocation_requests() -> Response:
    """List the organisation's own applications to revoke."""
    found = ports().queries.revocation_requests(organisation_id=own_id(), after=request.args.get("after"))
    elections = {row.id: row for row in ports().queries.elections()}
    held = {each.election_id for each in accredited(None)}
    return page("revocation_requests.html", section="revocations", found=found, elections=elections, held=held)


def accredited(election_id: str | None) -> list[CertificateRow]:
    """Return the own observers whose accreditation stands, one row each."""
    own, now, queries = own_id(), ports().clock.now(), ports().queries
    rows: dict[str, CertificateRow] = {}
    after: str | None = None
    while True:
        narrowed = CertificateFilter(organisation_id=own, election_id=election_id)
        found = queries.certificates(narrowed, now=now, after=after, limit=_PAGE)
        for row in found.rows:
            if row.status in _LIVE:
                rows.setdefault(row.accreditation_id, row)
        if found.next is None:
            return sorted(rows.values(), key=lambda row: row.name_latin)
        after = found.next


@representatives
def new_revocation_request(election_id: str) -> Response:
    """Choose observers, attach the written application, and file it."""
    election, people = ports().queries.election(election_id), accredited(election_id)
    names = [(row.accreditation_id, f"{row.name_latin} · {row.number}") for row in people]
    fields = (
        Field("accreditation_ids", "checks", limit=2000, options=tuple(value for value, _ in names)),
        Field("reasons", "area", limit=4000, required=False),
        Field("attachment", "file", options=ACCEPTED),
    )

    def _act(form: Form) -> Response:
        done = do(
            request_revocation, once=form.once, election_id=election.id, reasons=form.values["reasons"],
            accreditation_ids=form.values["accreditation_ids"], attachment=uploaded_application(),
        )  # fmt: skip
        return go("revocation_requests", note="revocation_requested", facts=done.result)

    asked = request.args.get("accreditation_id", "")
    initial = {"accreditation_ids": [asked] if asked else []}
    return form_page(
        "revocation_request.html", "request", fields, act=_act, initial=initial,
        options={"accreditation_ids": names}, section="revocations", election=election, people=people,
    )  # fmt: skip


@representatives
@one_click
def take_back(request_id: str, once: str) -> Response:
    """Take back a request that the Commission hasn't taken up."""
    do(take_back_request, once=once, request_id=request_id)
    return go("revocation_requests", note="revocation_request_taken_back")


def add_routes(blueprint: Blueprint) -> None:
    """Add requests to revoke."""
    path, new = "/revocation-requests", "/elections/<election_id>/revocation-requests/new"
    blueprint.add_url_rule(path, "revocation_requests", revocation_requests)
    blueprint.add_url_rule(new, "new_revocation_request", new_revocation_request, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{path}/<request_id>/take-back", "take_back_request", take_back, methods=["POST"])
