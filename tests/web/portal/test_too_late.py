"""Nobody is invited to an election whose window is closed."""

from __future__ import annotations

import pytest

from server.accreditation.calendar import day_of
from server.accreditation.errors import CodedError
from server.usecases.invite import dispatch_invitation, draft_invitation, issue_invitation
from server.usecases.records import Invitation
from tests.web.portal.world import ELECTION, PortalWorld


def test_an_invitation_after_the_close_is_refused(world: PortalWorld) -> None:
    told = {"election_id": ELECTION, "organisation_id": world.organisations["a"], "issuer": "cec"}
    drafted = world.do(draft_invitation, **told)
    today = day_of(world.console.clock.now())
    world.close_window()
    with pytest.raises(CodedError) as refused:
        world.do(draft_invitation, **told)
    assert (refused.value.code, refused.value.clause) == ("window_closed", "3.7")
    with pytest.raises(CodedError) as refused:
        world.do(issue_invitation, invitation_id=drafted, letter_number="9", letter_date=today)
    assert refused.value.code == "window_closed"


def test_a_lapsed_invitation_is_not_sent_and_the_reason_is_no_role(world: PortalWorld) -> None:
    with world.ports.unit_of_work() as uow:
        uow.change(uow.get(Invitation, world.invitations["a"]), state="lapsed")
        uow.commit()
    today = day_of(world.console.clock.now())
    with pytest.raises(CodedError) as refused:
        world.do(dispatch_invitation, invitation_id=world.invitations["a"], dispatcher="cec", dispatched_on=today)
    assert (refused.value.code, refused.value.clause) == ("invitation_not_valid", "2.1")
