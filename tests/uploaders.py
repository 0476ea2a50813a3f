"""Organisations that apply, for tests about their papers: an account, an application's draft, people in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from PIL import Image

from server.accreditation.calendar import at
from server.accreditation.machines import NominationState
from server.usecases.act_on_election import draft_election_act
from server.usecases.nomination_moves import move_nomination
from server.usecases.ports import Actor
from server.usecases.records import Application, Nomination, UserAccount
from tests.office import ELECTION_DAY, MFA, NOW, REGISTRAR, Office

PUBLISHED = ELECTION_DAY + timedelta(days=10)
DUE = PUBLISHED + timedelta(days=31)  # thirty full days after the last day of the term


@dataclass(frozen=True, slots=True)
class Applicant:
    """An organisation's representative, its application and the people in it."""

    actor: Actor
    application_id: str
    people: tuple[str, ...]


def applicant(office: Office, *, people: int = 1, channel: str = "cec", login: str = "org-a") -> Applicant:
    """Return a representative of a new organisation with a draft of so many people."""
    organisation = office.organisation(f"Watch {login}")
    invitation = office.invited(organisation=organisation)
    actor = Actor(f"user-{login}", "organisation", organisation)
    with office.ports.unit_of_work() as uow:
        uow.add(
            UserAccount(actor.user_id, login, login, "organisation", "x", "en", NOW, organisation_id=organisation)
        )
        application = Application(
            uow.new_id(), "kg-2027-pr", organisation, invitation, channel, "draft", "1", "C", "c@example.org", "1",
            actor.user_id, NOW,
        )  # fmt: skip
        uow.add(application)
        made = tuple(
            Nomination(
                uow.new_id(), uow.count(Nomination) + position, application.id, application.election_id, organisation,
                position, "CANARYSURNAME", "Anna", "", "", "", "", None, date(1980, 2, 29), "NLD", "NLD",
                f"CANARY{position}", "passport", None, "observer", f"{login} {position}", "", "draft", NOW, NOW,
            )
            for position in range(1, people + 1)
        )  # fmt: skip
        uow.add(*made)
        uow.commit()
    return Applicant(actor, application.id, tuple(each.id for each in made))


def file(office: Office, by: Applicant, *, to: str | None = None) -> None:
    """File the application as it stands, and bring its people to a state of the desks."""
    now = office.clock.now()
    with office.ports.unit_of_work() as uow:
        application = uow.get(Application, by.application_id)
        uow.change(application, state="filed", number=f"A-{by.actor.user_id}"[:24], filed_at=now)
        for each in uow.find(Nomination, application_id=application.id, state="draft"):
            moved = move_nomination(
                uow, each, NominationState(f"filed_{application.channel}"), actor=by.actor, now=now
            )
            for state in _WAYS.get(to or "", ()):
                who = MFA if state == "mfa_review" else REGISTRAR
                moved = move_nomination(uow, moved, NominationState(state), actor=who, now=now)
        uow.commit()


_WAYS = {
    "at_cec": ("at_cec",), "check": ("at_cec", "check"), "returned": ("at_cec", "check", "returned"),
    "mfa_review": ("mfa_review",),
}  # fmt: skip


def published(office: Office) -> None:
    """Publish the results of the election on their day, with three hands."""
    office.clock.instant = at(PUBLISHED, 12)
    act = office.do(draft_election_act, by=REGISTRAR, election_id="kg-2027-pr", kind="results_publication",
                    day=PUBLISHED, facts="Gazette")  # fmt: skip
    office.sign(act, day=PUBLISHED)


def jpeg(width: int = 900, height: int = 1200, *, text: bytes = b"") -> bytes:
    """Return a picture; `text` stands in its comment."""
    out = BytesIO()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.save(out, "JPEG", quality=70, comment=text)
    return out.getvalue()
