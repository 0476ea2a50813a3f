"""Stories that tests begin from: an election, a decree with people, certificates; all through the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from server.accreditation.calendar import day_of
from server.usecases.queries import CertificateFilter
from tests.web.console.world import Browser, World, election_fields, line_fields


@dataclass(slots=True)
class Journey:
    """Tells stories as officers do: form by form."""

    world: World
    _officers: dict[str, Browser] = field(default_factory=dict)

    def officer(self, role: str) -> Browser:
        """Return the browser in which an officer stays signed in."""
        if role not in self._officers:
            self._officers[role] = self.world.browser(role)
        return self._officers[role]

    def forget_officers(self) -> None:
        """Let everyone sign in anew, e.g. after the clock was moved past their sessions."""
        self._officers.clear()

    def election(self, **changes: Any) -> str:
        """Record an election; return its code."""
        registrar = self.officer("registrar")
        fields = election_fields(self.world, **changes)
        registrar.send("/elections/new", **fields)
        assert registrar.path == f"/elections/{fields['code']}", registrar.text()
        return str(fields["code"])

    def organisation(self, name: str = "Example Observers Network") -> str:
        """Add an organisation; return its id."""
        registrar = self.officer("registrar")
        registrar.send("/organisations/new", name=name, name_ky="", name_ru="", origin="international",
                       kind="non_commercial", country="")  # fmt: skip
        assert registrar.status == 200, registrar.text()
        return self.world.ports.queries.organisations(text=name).rows[0].id

    def draft(self, people: int = 1, **changes: Any) -> str:
        """Draft a decree with people in its annex; return the decree's id."""
        code = self.election()
        organisation = self.organisation()
        registrar = self.officer("registrar")
        registrar.send("/decrees/new", election_id=code, subject="First list")
        decree_id = registrar.path.rsplit("/", 1)[-1]
        for n in range(people):
            fields = line_fields(organisation, surname_latin=f"Testova{'abcdefgh'[n]}", document_number=f"N100000{n}")
            registrar.send(f"/decrees/{decree_id}/lines/new", **{**fields, **changes})
            assert registrar.path == f"/decrees/{decree_id}", registrar.text()
        return decree_id

    def sign(self, decree_id: str, number: str = "139") -> Browser:
        """Sign a decree today."""
        approver = self.officer("approver")
        today = day_of(self.world.clock.now())
        approver.send(f"/decrees/{decree_id}/sign", number=number, decree_date=str(today))
        assert approver.path == f"/decrees/{decree_id}", approver.text()
        return approver

    def certificates(self, people: int = 1) -> list[str]:
        """Accredit people, publish the decree, issue; return the certificates' numbers."""
        decree_id = self.draft(people)
        self.sign(decree_id)
        records = self.officer("records")
        records.get(f"/decrees/{decree_id}")
        records.post(f"/decrees/{decree_id}/publish", records.hidden())
        registrar = self.officer("registrar")
        registrar.get(f"/decrees/{decree_id}")
        registrar.post(f"/decrees/{decree_id}/issue", registrar.hidden())
        return self.numbers()

    def numbers(self, status: str | None = None) -> list[str]:
        """Return the numbers of certificates."""
        asked = CertificateFilter(status=status)
        return [row.number for row in self.world.ports.queries.certificates(asked, now=self.world.clock.now()).rows]

    def accreditation(self, number: str) -> str:
        """Return the accreditation behind a certificate."""
        now = self.world.clock.now()
        return self.world.ports.queries.certificate(number, now=now).row.accreditation_id

    def draft_revocation(self, number: str, **fields: Any) -> str:
        """Draft a revocation of the holder; return the decree's id."""
        registrar = self.officer("registrar")
        path = f"/accreditations/{self.accreditation(number)}/revoke"
        given = {
            "kind": "V1",
            "facts": "Campaigned at a polling station.",
            "gross": "no",
            "effective_at": "",
            **fields,
        }
        registrar.send(path, **given)
        found = re.fullmatch(r"/decrees/([0-9a-f-]+)", registrar.path)
        assert found, registrar.text()
        return found[1]

    def yesterday(self) -> str:
        """Return yesterday in Bishkek."""
        return str(day_of(self.world.clock.now()) - timedelta(days=1))

    def days_later(self, days: int) -> None:
        """Move the console's clock; the officers sign in anew."""
        self.world.clock.shift += timedelta(days=days)
        self._officers.clear()
