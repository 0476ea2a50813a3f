"""The first page: what waits for me, and how the elections stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response

from server.accreditation.machines import NominationState
from server.usecases.roles import CALENDAR_READERS, LEGAL_READERS, OFFICERS
from server.usecases.views import DecreeRow, ElectionRow
from server.web.acting import ports
from server.web.console.decisions import chosen_election
from server.web.console.pages import page
from server.web.session import current_session, officers

DOORS: Final = (("users", "people"), ("keys", "key"), ("mail", "send"), ("acts", "acts"), ("document_log", "key"))
WORKLIST_ROLES: Final = ("registrar", "approver", "records")


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the worklist: what to do (a key of the catalogue) with which decree."""

    verb: str
    decree: DecreeRow


def tasks_for(role: str, *, user_id: str) -> Iterator[Task]:
    """Yield what waits for an officer, the most recent first.

    Signing: drafts of others. Publishing: decrees neither drafted nor signed by this person. Issuing: signed
    accreditation decrees with people who have no certificate yet.
    """
    if role == "approver":
        for row in ports().queries.decrees(state="draft", limit=50).rows:
            if row.drafted_by.id != user_id and row.size:
                yield Task("sign", row)
    if role == "records":
        for row in ports().queries.decrees(state="signed", limit=50).rows:
            if user_id not in (row.drafted_by.id, row.signed_by.id if row.signed_by else None):
                yield Task("publish", row)
    if role == "registrar":
        for state in ("signed", "published"):
            for row in ports().queries.decrees(kind="accreditation", state=state, limit=50).rows:
                if row.issued < row.size:
                    yield Task("issue", row)
        for row in ports().queries.decrees(state="draft", limit=50).rows:
            if row.drafted_by.id == user_id:
                yield Task("complete" if not row.size else "waits", row)


# People who wait at a desk: their state, and the page that lists them.
_N = NominationState
DESKS: Final[dict[str, tuple[tuple[NominationState, str, dict[str, str]], ...]]] = {
    "mfa": ((_N.FILED_MFA, "mfa_queue", {"tab": "waiting"}), (_N.MFA_REVIEW, "mfa_queue", {"tab": "review"})),
    "registrar": (
        *((each, "nominations", {"state": each.value}) for each in (_N.FILED_CEC, _N.AT_CEC)),
        (_N.READY, "decisions", {}),
        (_N.UNDECIDED_AT_CLOSE, "docket", {}),
    ),
    "lawyer": (
        (_N.AT_CEC, "nominations", {"state": _N.AT_CEC.value}),
        *((each, "checks", {"state": each.value}) for each in (_N.CHECK, _N.RETURNED)),
        (_N.UNDECIDED_AT_CLOSE, "docket", {}),
    ),
}


Tile = tuple[str, int, str, dict[str, str]]  # state, how many, endpoint, its arguments


def waiting_people(role: str) -> list[tuple[ElectionRow, list[Tile]]]:
    """Return the tiles of a role's desk by election: the one that runs, and each other in which somebody waits."""
    desk = DESKS.get(role, ())
    elections = ports().queries.elections() if desk else ()
    shown, found = chosen_election(elections), []
    for each in sorted(elections, key=lambda row: row is not shown):
        counts = ports().queries.nomination_counts(election_id=each.id)
        tiles = [
            (state.value, counts.get(state, 0), endpoint, {**told, "election_id": each.id})
            for state, endpoint, told in desk
        ]
        if each is shown or any(count for _, count, _, _ in tiles):
            found.append((each, tiles))
    return found


@officers(*OFFICERS)
def home() -> Response:
    """Say what this officer does here; show the worklist and the elections to those who need them."""
    session = current_session()
    tasks = tuple(tasks_for(session.actor.role, user_id=session.actor.user_id))
    queries = ports().queries
    return page(
        "home.html",
        section="home",
        tasks=[task for task in tasks if task.verb != "waits"],
        waiting=[task for task in tasks if task.verb == "waits"],
        people=waiting_people(session.actor.role),
        doors=() if session.actor.role in (*WORKLIST_ROLES, *DESKS) else DOORS,
        has_worklist=session.actor.role in WORKLIST_ROLES,
        counts=queries.dashboard(now=ports().clock.now()) if session.actor.role in LEGAL_READERS else None,
        elections=queries.elections() if session.actor.role in CALENDAR_READERS else None,
    )


def add_routes(blueprint: Blueprint) -> None:
    """Add the first page."""
    blueprint.add_url_rule("/", "home", home)
