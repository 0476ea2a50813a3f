"""A portal for tests beside a console: two organisations with accounts and invitations, an election that is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from server.accreditation.calendar import day_of
from server.usecases.add_organisation import add_organisation
from server.usecases.call_election import call_election
from server.usecases.invite import dispatch_invitation, draft_invitation, issue_invitation
from server.usecases.perform import perform
from server.usecases.ports import Actor, Ports
from server.usecases.records import UserAccount
from server.web import portal
from tests.flask_app import flask_app
from tests.web.console.world import CONSOLE, Browser, Settings, World, build_world, light_hash
from tests.web.held import hold_to_description

ELECTION = "president-2027"
VOTING_IN_DAYS = 20


@dataclass(frozen=True, slots=True)
class PortalSettings(Settings):
    """What the portal asks of the settings."""

    portal_url: str = CONSOLE


@dataclass(slots=True)
class PortalWorld:
    """The portal's app over a console's database; organisations "a" and "b", each with an account and invitation."""

    console: World
    app: Flask
    organisations: dict[str, str]
    accounts: dict[str, str]
    invitations: dict[str, str]

    @property
    def ports(self) -> Ports:
        """What both apps work with."""
        return self.console.ports

    def browser(self, organisation: str | None = "a") -> Browser:
        """Return a fresh browser, signed in as the representative of an organisation when one is named."""
        browser = Browser(self.app.test_client())
        if organisation:
            browser.sign_in(f"focal-{organisation}")
        return browser

    def actor(self, organisation: str = "a") -> Actor:
        """Return the representative of an organisation."""
        return Actor(self.accounts[organisation], "organisation", self.organisations[organisation])

    def do(self, verb: Any, *, by: Actor | str = "registrar", **arguments: Any) -> Any:
        """Perform a verb as an officer of a role or as anybody; return its result."""
        actor = by if isinstance(by, Actor) else self.console.actor(by)
        return perform(verb, ports=self.ports, actor=actor, **arguments).result

    def close_window(self) -> None:
        """Move the clock to an hour after the close of the window."""
        self.console.clock.shift += timedelta(days=VOTING_IN_DAYS - 2, hours=6)


def build_portal(folder: Path) -> PortalWorld:
    """Build a portal in an empty folder."""
    console = build_world(folder)
    app = flask_app("server.web.portal")
    portal.register(app, ports=console.ports, settings=PortalSettings(folder))
    hold_to_description(app)
    world = PortalWorld(console, app, {}, {}, {})
    now = console.clock.now()
    world.do(
        call_election, code=ELECTION, prefix="PR", kinds=("president",),
        titles={"ky": "Президентти шайлоо", "ru": "Выборы Президента", "en": "Presidential election"},
        date_set_at=now - timedelta(days=31), call_published_at=now - timedelta(days=30),
        voting_days=(day_of(now) + timedelta(days=VOTING_IN_DAYS),), window_rule="E-3_inclusive",
    )  # fmt: skip
    for name, title in (("a", "Lake Watch"), ("b", "Mountain Watch")):
        _invite(world, name, title)
    return world


def _invite(world: PortalWorld, name: str, title: str) -> None:
    organisation = world.do(add_organisation, name=title)
    invitation = world.do(
        draft_invitation, election_id=ELECTION, organisation_id=organisation, issuer="cec", planned=12
    )
    today = day_of(world.console.clock.now())
    world.do(issue_invitation, invitation_id=invitation, letter_number="17", letter_date=today)
    world.do(dispatch_invitation, invitation_id=invitation, dispatcher="cec", dispatched_on=today)
    with world.ports.unit_of_work() as uow:
        account = UserAccount(
            uow.new_id(), f"focal-{name}", f"Focal {name.upper()}", "organisation", light_hash(), "en",
            world.console.clock.now(), organisation_id=organisation, email=f"{name}@example.org",
        )  # fmt: skip
        uow.add(account)
        uow.commit()
    world.organisations[name], world.accounts[name], world.invitations[name] = organisation, account.id, invitation
