"""The stage on which the story is told: every step is a use case, done once however often the demo starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from server.accreditation.calendar import day_of, start_of
from server.demo.notebook import ROLES, Notebook
from server.demo.people import invented_row
from server.demo.story_clock import StoryClock
from server.usecases.add_user import add_user
from server.usecases.draft_accreditation import draft_accreditation_decree
from server.usecases.import_annex import apply_import
from server.usecases.issue import issue_credentials
from server.usecases.perform import perform
from server.usecases.ports import Actor, Clock, Ports
from server.usecases.publish_decree import publish_decree
from server.usecases.second_factors import install_totp
from server.usecases.sign_decree import sign_decree

STORY_BEGINS: Final = datetime(2021, 8, 1, tzinfo=UTC)
INSTALLATION: Final = Actor("installation", "system")
_DISPLAY_NAMES: Final = {
    "registrar": "Каттоочу (үлгү)",
    "approver": "Бекитүүчү (үлгү)",
    "records": "Иш кагаздары (үлгү)",
    "lawyer": "Юрист (үлгү)",
    "mfa": "Тышкы иштер министрлиги (үлгү)",
    "custodian": "Ачкычтарды сактоочу (үлгү)",
    "auditor": "Текшерүүчү (үлгү)",
    "administrator": "Администратор (үлгү)",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One moment of the story: when it happened, its name (the idempotency key) and what is done."""

    at: datetime
    name: str
    act: Callable[[Stage], None]


@dataclass(slots=True)
class Stage:
    """Ports under the story's clock, the officers, the decrees and further things made so far by name."""

    ports: Ports
    clock: StoryClock
    notebook: Notebook
    officers: dict[str, Actor] = field(default_factory=dict)
    decrees: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    @classmethod
    def set_up(cls, ports: Ports, real: Clock, notebook: Notebook) -> Stage:
        """Return a stage whose clock stands before everything that is told."""
        clock = StoryClock(real, start=STORY_BEGINS)
        return cls(replace(ports, clock=clock), clock, notebook)

    def when(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Return an hour in Bishkek, `day` days after (before, if negative) the day of the first start."""
        first_day = day_of(self.notebook.started_at)
        return start_of(first_day + timedelta(days=day)) + timedelta(hours=hour, minutes=minute)

    def do(self, verb: Callable[..., Any], role: str, step: str, /, **arguments: Any) -> Any:
        """Perform a verb as the officer of a role, once for ever under the step's name."""
        outcome = perform(verb, ports=self.ports, actor=self.officers[role], once=f"demo {step}", **arguments)
        return outcome.result

    def add_officers(self) -> None:
        """Make an account for each role; one that a newer version brings is added at the next start."""
        told_before = bool(self.ports.queries.elections())
        ports = replace(self.ports, clock=self.clock.real) if told_before else self.ports
        for role in ROLES:
            answer = perform(
                add_user,
                ports=ports,
                actor=INSTALLATION,
                once=f"demo account {role}",
                login=role,
                display_name=_DISPLAY_NAMES[role],
                role=role,
                password=self.notebook.passwords[role],
            ).result
            self.officers[role] = Actor(answer["id"], role)
            if role in self.notebook.totp:
                perform(
                    install_totp,
                    ports=ports,
                    actor=INSTALLATION,
                    once=f"demo totp {role}",
                    user_id=answer["id"],
                    secret=self.notebook.totp[role],
                    totp_secrets=ports.totp_secrets,
                )

    def draft_with_people(self, *, name: str, election: str, subject: str, people: range) -> None:
        """Draft an accreditation decree with a list of invented people."""
        self.decrees[name] = self.do(
            draft_accreditation_decree, "registrar", f"{name} draft", election_id=election, subject=subject
        )
        rows = [invented_row(number) for number in people]
        self.do(apply_import, "registrar", f"{name} list", decree_id=self.decrees[name], rows=rows)

    def sign(self, *, name: str, number: str) -> None:
        """Sign a decree with the story's date."""
        self.do(
            sign_decree,
            "approver",
            f"{name} sign",
            decree_id=self.decrees[name],
            number=number,
            decree_date=day_of(self.clock.now()),
            sealing=self.ports.sealing,
        )

    def publish(self, *, name: str) -> None:
        """Publish a signed decree."""
        self.do(publish_decree, "records", f"{name} publish", decree_id=self.decrees[name])

    def issue(self, *, name: str) -> None:
        """Issue the certificates of a decree."""
        self.do(
            issue_credentials,
            "registrar",
            f"{name} issue",
            decree_id=self.decrees[name],
            sealing=self.ports.sealing,
        )

    def accreditation(self, decree: str, position: int) -> str:
        """Return the accreditation of a line, from 1, of a signed decree."""
        row = self.ports.queries.annex(self.decrees[decree], limit=100).rows[position - 1]
        assert row.accreditation_id is not None
        return row.accreditation_id

    def number(self, decree: str, position: int) -> str:
        """Return the number of a line's first certificate: the same at every telling, whatever replaced it since."""
        row = self.ports.queries.annex(self.decrees[decree], limit=100).rows[position - 1]
        page = self.ports.queries.person(row.person_id, now=self.clock.now())
        return next(
            accreditation.certificates[-1].number
            for accreditation in page.accreditations
            if accreditation.id == row.accreditation_id
        )
