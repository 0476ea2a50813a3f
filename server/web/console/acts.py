"""The log of acts: who did what and when, without personal data."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.usecases.roles import LEGAL_READERS
from server.web.acting import ports
from server.web.console.pages import page
from server.web.session import officers


@officers(*LEGAL_READERS)
def acts() -> Response:
    """List acts, the newest first."""
    subject = request.args.get("subject") or None
    found = ports().queries.acts(subject_id=subject, after=request.args.get("after"))
    return page("acts.html", section="acts", found=found, subject=subject)


def add_routes(blueprint: Blueprint) -> None:
    """Add the page of acts."""
    blueprint.add_url_rule("/acts", "acts", acts)
