"""Short ways of an organisation's representative: an account, an application, people on its list, copies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from server.usecases.applications import Contact, open_application
from server.usecases.file_application import file_application
from server.usecases.line_input import LineInput
from server.usecases.nominate import add_nomination
from server.usecases.ports import Actor
from server.usecases.records import DocumentCopy, Nomination, UserAccount
from tests.office import NOW, Office, a_line

CONTACT = Contact("Marit Oosterveld", "focal@example.org", "+31 20 000 00 00")


@dataclass(slots=True)
class Mission:
    """An invited organisation at work: its actor, its invitation."""

    office: Office
    actor: Actor
    invitation: str

    @property
    def organisation(self) -> str:
        """The organisation's id."""
        assert self.actor.organisation_id is not None
        return self.actor.organisation_id

    def do(self, verb: Any, **arguments: Any) -> Any:
        """Perform a verb as the representative."""
        return self.office.do(verb, by=self.actor, **arguments)

    def application(self, *, channel: str = "cec") -> str:
        """Open a draft."""
        return str(self.do(open_application, invitation_id=self.invitation, channel=channel, contact=CONTACT))

    def person(self, application: str, number: int = 1, **changes: Any) -> str:
        """Put a different person for each number on the list; return the nomination's id."""
        line = mission_line(number, **changes)
        return str(self.do(add_nomination, application_id=application, line=line)["id"])

    def copy(self, *nominations: str) -> None:
        """Keep a copy of the identity document of each."""
        with self.office.ports.unit_of_work() as uow:
            for each in nominations:
                of = uow.get(Nomination, each)
                uow.add(
                    DocumentCopy(
                        uow.new_id(), of.application_id, each, "identity_document", "image/jpeg", 1, 3, b"jpg",
                        self.actor.user_id, self.office.clock.now(),
                    )
                )  # fmt: skip
            uow.commit()

    def filed(self, people: int = 1, *, channel: str = "cec") -> tuple[str, list[str]]:
        """File an application with so many people; return its id and theirs."""
        application = self.application(channel=channel)
        ids = [self.person(application, number) for number in range(1, people + 1)]
        self.copy(*ids)
        self.do(file_application, application_id=application)
        return application, ids


def mission_line(number: int = 1, **changes: Any) -> LineInput:
    """Return a person that is complete but for the copy."""
    return replace(a_line(number), organisation="", **changes)


def invited_mission(office: Office, name: str = "Lowland Election Watch") -> Mission:
    """Return an invited organisation with an account."""
    organisation = office.organisation(name)
    invitation = office.invited(organisation=organisation)
    key = f"focal-{name.split()[0].lower()}"
    with office.ports.unit_of_work() as uow:
        uow.add(UserAccount(key, key, name, "organisation", "x", "en", NOW, organisation_id=organisation))
        uow.commit()
    return Mission(office, Actor(key, "organisation", organisation), invitation)
