"""What pages and JSON API share when an officer acts: do a verb once, remember where the new state was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, current_app

from server.usecases.perform import Outcome, perform
from server.usecases.ports import Ports, Receipt
from server.web.session import current_session


def ports() -> Ports:
    """Return what this app works with."""
    found: Ports = current_app.extensions["ports"]
    return found


def do(verb: Any, /, *, once: str | None = None, **arguments: Any) -> Outcome[Any]:
    """Do a verb as the signed-in officer, once per key, and remember where the new state was sent."""
    actor = current_session().actor
    key = f"{actor.user_id}:{once}" if once else None
    outcome = perform(verb, ports=ports(), actor=actor, once=key, **arguments)
    remember_receipts(current_app, outcome.receipts)
    return outcome


def remember_receipts(app: Flask, receipts: Iterable[Receipt]) -> None:
    """Keep the newest receipt of each election for pages that watch (this process only)."""
    kept: dict[str, Receipt] = app.extensions.setdefault("receipts", {})
    for receipt in receipts:
        if receipt.seq is not None:
            kept[receipt.election] = receipt


def last_receipt(election_id: str) -> Receipt | None:
    """Return what the publisher answered last for an election, since this process started."""
    kept: dict[str, Receipt] = current_app.extensions.setdefault("receipts", {})
    return kept.get(election_id)
