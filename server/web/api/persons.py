"""Persons and the log of acts."""

from __future__ import annotations

from flask import Blueprint, Response

from server.usecases.queries import ActFilter
from server.usecases.roles import LEGAL_READERS
from server.web.acting import ports
from server.web.api.bodies import answer, asked, limit
from server.web.session import officers


@officers(*LEGAL_READERS)
def person(person_id: str) -> Response:
    """Show one person: accreditations, certificates, revocations."""
    return answer(ports().queries.person(person_id, now=ports().clock.now()))


@officers(*LEGAL_READERS)
def acts() -> Response:
    """List acts, the newest first; narrowed by ``?subject=``, ``kind``, ``actor``, ``election``, ``number``."""
    narrowed = ActFilter(asked("subject"), asked("kind"), asked("actor"), asked("election"), asked("number") or "")
    return answer(ports().queries.acts(narrowed, after=asked("after"), limit=limit()))


def add_routes(blueprint: Blueprint) -> None:
    """Add persons and acts."""
    blueprint.add_url_rule("/persons/<person_id>", "person", person)
    blueprint.add_url_rule("/acts", "acts", acts)
