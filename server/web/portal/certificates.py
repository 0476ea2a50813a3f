"""Certificates and badges of the own accredited people: the list, one paper, all papers of an election."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.usecases.queries import CertificateFilter
from server.usecases.views import CERTIFICATE_STATUSES
from server.web.acting import ports
from server.web.one_click import one_click
from server.web.pages import go, page
from server.web.papers import badge_paper, certificate_paper
from server.web.portal.owning import own_certificate, own_id
from server.web.printing import file_answer, own_batch, progress_answer, start_once
from server.web.session import representatives


@representatives
def certificates() -> Response:
    """List certificates of the own people, those revoked and replaced too."""
    status, election = request.args.get("status", ""), request.args.get("election_id", "")
    queries, text = ports().queries, request.args.get("text", "").strip()[:100]
    elections = queries.elections()
    narrowed = CertificateFilter(
        text=text, status=status if status in CERTIFICATE_STATUSES else None, organisation_id=own_id(),
        election_id=election if any(row.id == election for row in elections) else None,
    )  # fmt: skip
    found = queries.certificates(narrowed, now=ports().clock.now(), after=request.args.get("after"))
    printable = sorted({row.election_id for row in found.rows if row.status == "valid"})
    return page(
        "certificates.html", section="certificates", found=found, text=text, asked=status, election_id=election,
        statuses=CERTIFICATE_STATUSES, elections={row.id: row for row in elections}, printable=printable,
    )  # fmt: skip


@representatives
def certificate_pdf(number: str) -> Response:
    """Give the A4 certificate."""
    return certificate_paper(own_certificate(number).row.number)


@representatives
def badge_pdf(number: str) -> Response:
    """Give the A6 badge."""
    return badge_paper(own_certificate(number).row.number)


@representatives
@one_click
def start_batch(election_id: str, once: str) -> Response:
    """Begin to draw every live certificate, badge, or both, of the own people in an election."""
    own, here = own_id(), ports()
    election = here.queries.election(election_id)
    live = CertificateFilter(organisation_id=own, election_id=election.id, status="valid")
    total = len(here.queries.certificates(live, now=here.clock.now(), limit=500).rows)
    key = start_once(
        request.form.get("kind", "both"), once=once, about=election.id, total=total,
        source=lambda: here.queries.certificates_of_organisation(
            own, election_id=election.id, now=here.clock.now()
        ),
    )  # fmt: skip
    return go("batch", key=key)


@representatives
def batch(key: str) -> Response:
    """Show how far a batch is; the page reloads itself until it is done."""
    found = own_batch(key)
    election = ports().queries.election(found.about)
    return page("batch.html", section="certificates", batch=found, election=election)


@representatives
def batch_progress(key: str) -> Response:
    """Say how far a batch is."""
    return progress_answer(key)


@representatives
def batch_file(key: str) -> Response:
    """Give the finished ZIP."""
    return file_answer(key)


def add_routes(blueprint: Blueprint) -> None:
    """Add certificates and their printing."""
    path = "/certificates/<number>"
    blueprint.add_url_rule("/certificates", "certificates", certificates)
    blueprint.add_url_rule(f"{path}/certificate.pdf", "certificate_pdf", certificate_pdf)
    blueprint.add_url_rule(f"{path}/badge.pdf", "badge_pdf", badge_pdf)
    blueprint.add_url_rule("/elections/<election_id>/print", "start_batch", start_batch, methods=["POST"])
    blueprint.add_url_rule("/batches/<key>", "batch", batch)
    blueprint.add_url_rule("/batches/<key>/progress", "batch_progress", batch_progress)
    blueprint.add_url_rule("/batches/<key>/file.zip", "batch_file", batch_file)
