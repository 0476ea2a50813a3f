"""The first page: invitations with their windows, applications under each, what waits for the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response

from server.usecases.invite import answer_invitation
from server.usecases.queries_of_applications import ApplicationFilter, InvitationFilter, NominationFilter
from server.usecases.views_of_applications import ApplicationRow, InvitationRow
from server.usecases.views_of_elections import ElectionRow
from server.web.acting import do, ports
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.pages import go, page
from server.web.portal.owning import own_id, own_invitation
from server.web.session import representatives
from server.web.time_left import TimeLeft, time_left

ANSWER_FIELDS: Final = (
    Field("answer", "radio", options=("accepted", "declined")),
    Field("planned", limit=5, required=False),
)
_OPEN_FOR_APPLYING: Final = ("issued", "dispatched", "accepted")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as the first page shows it: its election, its window, the applications under it."""

    row: InvitationRow
    election: ElectionRow
    left: TimeLeft | None
    applications: tuple[ApplicationRow, ...]

    @property
    def draft(self) -> ApplicationRow | None:
        """The draft under it, if there is one."""
        return next((each for each in self.applications if each.state == "draft"), None)

    @property
    def over(self) -> bool:
        """Whether nothing can come of it any more; such ones are listed last."""
        return self.row.state not in _OPEN_FOR_APPLYING or (self.left is not None and self.left.closed)

    @property
    def may_apply(self) -> bool:
        """Whether a new application may be opened now."""
        inside = self.left is not None and not self.left.closed
        return self.row.state in _OPEN_FOR_APPLYING and inside and self.draft is None


@representatives
def home() -> Response:
    """Show what the organisation is invited to and how its applications stand."""
    own = own_id()
    rows = ports().queries.invitations(InvitationFilter(organisation_id=own), limit=100).rows
    returned = ports().queries.nominations(NominationFilter(organisation_id=own, states=("returned",)), limit=20)
    shown = sorted(invited([row for row in rows if row.state != "draft"]), key=lambda each: each.over)
    return page("home.html", section="home", invited=shown, returned=returned.rows)


def invited(rows: Sequence[InvitationRow]) -> tuple[Invited, ...]:
    """Return invitations with what hangs on them."""
    now, queries = ports().clock.now(), ports().queries
    elections = {row.id: row for row in queries.elections()}
    applications = queries.applications(ApplicationFilter(organisation_id=own_id()), limit=200).rows
    return tuple(
        Invited(
            row,
            elections[row.election_id],
            time_left(elections[row.election_id], now=now),
            tuple(each for each in applications if each.invitation_id == row.id),
        )
        for row in rows
    )


@representatives
def invitation(invitation_id: str) -> Response:
    """Show one invitation and take the organisation's answer."""
    row = own_invitation(invitation_id)

    def _act(form: Form) -> Response:
        planned = form.values["planned"]
        do(
            answer_invitation, once=form.once, invitation_id=row.id, accepted=form.values["answer"] == "accepted",
            planned=int(planned) if planned.isdigit() else None,
        )  # fmt: skip
        return go("invitation", note="invitation_answered", invitation_id=row.id)

    (shown,) = invited([row])
    return form_page("invitation.html", "answer", ANSWER_FIELDS, act=_act, initial={"planned": row.planned},
                     section="home", invited=shown)  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add the first page and invitations."""
    blueprint.add_url_rule("/", "home", home)
    blueprint.add_url_rule("/invitations/<invitation_id>", "invitation", invitation, methods=["GET", "POST"])
