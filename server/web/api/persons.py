"""Persons and the log of acts."""

from __future__ import annotations

from flask import Blueprint, Response

from server.usecases.queries import ActFilter
from server.usecases.roles import LEGAL_READERS
from server.usecases.views import ActRow, Page, PersonPage
from server.web.acting import ports
from server.web.api.bodies import answer, asked, limit
from server.web.api.saying import says
from server.web.session import officers


@officers(*LEGAL_READERS)
@says(gives=PersonPage)
def person(person_id: str) -> Response:
    """Show one person: accreditations, certificates, revocations."""
    return answer(ports().queries.person(person_id, now=ports().clock.now()))


@officers(*LEGAL_READERS)
@says(asks=("subject", "kind", "actor", "election", "number", "after", "limit"), gives=Page[ActRow])
def acts() -> Response:
    """List acts, the newest first."""
    narrowed = ActFilter(asked("subject"), asked("kind"), asked("actor"), asked("election"), asked("number") or "")
    return answer(ports().queries.acts(narrowed, after=asked("after"), limit=limit()))


def add_routes(blueprint: Blueprint) -> None:
    """Add persons and acts."""
    blueprint.add_url_rule("/persons/<person_id>", "person", person)
    blueprint.add_url_rule("/acts", "acts", acts)
