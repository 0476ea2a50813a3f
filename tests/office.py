"""A whole Commission in one process for tests: real database, real keys, a clock that is set by hand."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from server.accreditation.calendar import at
from server.adapters.database.queries import SqlQueries
from server.adapters.database.unit_of_work import unit_of_work_factory
from server.adapters.documents.reencoder import LimitedReencoder
from server.adapters.encryption.document_vault import install_vault
from server.adapters.encryption.totp_secrets import SealedTotpSecrets
from server.adapters.keyed_hash import KeyedHash
from server.adapters.lists.reader import ObserverLists
from server.adapters.passkeys import FidoPasskeys
from server.credential import qr_text
from server.credential.election_state import ElectionState, open_state
from server.credential.notices import open_notices
from server.credential.registry_digests import Digests
from server.credential.root import Root, Trust, make_key, make_root
from server.credential.verdict import Verdict
from server.credential.verify import Held, verify
from server.usecases.add_organisation import add_organisation
from server.usecases.call_election import call_election
from server.usecases.draft_accreditation import LineInput, add_annex_line, draft_accreditation_decree
from server.usecases.errors import Unavailable
from server.usecases.invite import dispatch_invitation, draft_invitation, issue_invitation
from server.usecases.issue import issue_credentials
from server.usecases.perform import Outcome, perform
from server.usecases.ports import Actor, Ports, Receipt
from server.usecases.publish_state import Publication, StatePolicy, publish_state
from server.usecases.records import UserAccount
from server.usecases.sign_decree import sign_decree
from tests.vectors.keys import KeySigner, cose_key

ISSUER = "https://o.example.kg"
ELECTION_DAY = date(2027, 1, 24)
REGISTRAR, APPROVER, RECORDS = (Actor(f"user-{role}", role) for role in ("registrar", "approver", "records"))
MFA, LAWYER = (Actor(f"user-{role}", role) for role in ("mfa", "lawyer"))
SYSTEM = Actor("publisher", "system")
NOW = datetime(2027, 1, 10, 4, 0, 30, tzinfo=UTC)
A_LINE = LineInput(
    surname_latin="Ostrander",
    given_latin="Wilma",
    surname_cyrillic="Острандер",
    given_cyrillic="Вилма",
    citizenships=("NLD",),
    document_country="NLD",
    document_number="X0000001",
    organisation="",
    birth_date=date(1980, 2, 29),
)


@dataclass(slots=True)
class ManualClock:
    """A clock that stands still until it is moved."""

    instant: datetime

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant

    def move(self, **by: float) -> None:
        """Move on by days, hours, minutes, seconds."""
        self.instant += timedelta(**by)


@dataclass(frozen=True, slots=True)
class TestTrust:
    """Trust over the test keys."""

    __test__ = False
    root: Root
    issuer: str = ISSUER
    origins: tuple[str, ...] = (ISSUER,)


@dataclass(slots=True)
class Office:
    """Ports, clock and publisher together; `published` is what phones hold."""

    engine: Engine
    clock: ManualClock
    trust: TestTrust
    signer: KeySigner = field(default_factory=KeySigner)
    published: dict[str, Publication] = field(default_factory=dict)
    shards: dict[str, bytes] = field(default_factory=dict)
    matching_key: bytes = b"k" * 32
    _keys: Path | None = None

    @property
    def keys_folder(self) -> Path:
        """Where the keys of document copies lie: beside the database file, else in a folder for this office."""
        if self._keys is None:
            own_file = self.engine.dialect.name == "sqlite" and self.engine.url.database
            self._keys = Path(f"{own_file}-keys" if own_file else tempfile.mkdtemp(prefix="office-keys-"))
        return self._keys

    @property
    def ports(self) -> Ports:
        """Return ports whose publisher is this office."""
        return Ports(
            unit_of_work=unit_of_work_factory(self.engine),
            queries=SqlQueries(self.engine),
            clock=self.clock,
            signer=self.signer,
            trust=self.trust,
            publisher=self,
            renderer=None,  # type: ignore[arg-type]
            lists=ObserverLists(),
            matching=KeyedHash(self.matching_key),
            vault=install_vault(self.keys_folder / "document_keys", secrets_dir=self.keys_folder / "secrets"),
            reencoder=LimitedReencoder(),
            passkeys=FidoPasskeys(),
            totp_secrets=SealedTotpSecrets(b"t" * 32),
        )

    def publish(self, election: str) -> Receipt:
        """Publish as the publisher process does."""
        held = self.published.get(election)
        with self.ports.unit_of_work() as uow:
            publication = publish_state(
                uow=uow,
                clock=self.clock,
                actor=SYSTEM,
                election_id=election,
                sealing=self.ports.sealing,
                policy=StatePolicy(),
                published=held.state.token if held else None,
            )
            uow.commit()
        self.published[election] = publication
        self.shards |= publication.shards
        return Receipt(election, publication.state.seq, 0)

    def do(self, verb: Any, *, by: Actor, once: str | None = None, **arguments: Any) -> Any:
        """Perform a verb and return its result."""
        return self.outcome(verb, by=by, once=once, **arguments).result

    def outcome(self, verb: Any, *, by: Actor, once: str | None = None, **arguments: Any) -> Outcome[Any]:
        """Perform a verb and return the whole outcome."""
        return perform(verb, ports=self.ports, actor=by, once=once, **arguments)

    def state(self, election: str = "kg-2027-pr") -> ElectionState:
        """Return the published state as a verifier opens it."""
        return open_state(self.published[election].state.token, trust=self._trusted(), held=())

    def scan(self, number: str, *, document_number: str | None = None) -> Verdict:
        """Return the verdict of a phone that holds what is published now, by the office's clock."""
        card = self.ports.queries.certificate(number, now=self.clock.now())
        text = qr_text.to_text(card.sealed, origin=ISSUER)
        states = {}
        for election, publication in self.published.items():
            state = self.state(election)
            notices = open_notices(publication.state.notices, expected=state.notices_hash)
            index = publication.state.index
            hashes = [index[n : n + 32].hex() for n in range(0, len(index), 32)]
            digests = Digests(state.seq, index, {n: self.shards[each] for n, each in enumerate(hashes)})
            states[election] = Held(state, digests, notices)
        now = int(self.clock.now().timestamp())
        return verify(text, trust=self._trusted(), states=states, device_now=now, document_number=document_number)

    def _trusted(self) -> Trust:
        return Trust(self.trust.root, ISSUER, (ISSUER,), 0)

    # Short ways to common situations

    def election(self, **changes: Any) -> str:
        """Call an election whose window is open by the clock."""
        arguments: dict[str, Any] = {
            "code": "kg-2027-pr",
            "prefix": "PR",
            "kinds": ["president"],
            "titles": {"ky": "Шайлоо", "ru": "Выборы", "en": "Election"},
            "date_set_at": at(date(2026, 10, 1), 10),
            "call_published_at": at(date(2026, 10, 2), 10),
            "voting_days": [ELECTION_DAY],
            "window_rule": "E-3_inclusive",
        }
        return str(self.do(call_election, by=REGISTRAR, **(arguments | changes)))

    def organisation(self, name: str = "Lowland Election Watch", **changes: Any) -> str:
        """Add an organisation."""
        return str(self.do(add_organisation, by=REGISTRAR, name=name, **changes))

    def drafted(self, people: int = 1, *, organisation: str | None = None, start: int = 1) -> str:
        """Draft a decree with so many different people."""
        self.known_election()
        organisation = organisation or self.known_organisation()
        decree = self.do(draft_accreditation_decree, by=REGISTRAR, election_id="kg-2027-pr", subject="Observers")
        for number in range(start, start + people):
            line = a_line(number, organisation=organisation)
            self.do(add_annex_line, by=REGISTRAR, decree_id=decree, line=line)
        return str(decree)

    def sign(self, decree_id: str, *, number: str | None = None, day: date | None = None) -> Any:
        """Sign a draft, today by default."""
        with self.engine.connect() as connection:
            taken = connection.exec_driver_sql("SELECT count(*) FROM decree").scalar_one()
            signed = connection.exec_driver_sql(
                "SELECT count(*) FROM decree WHERE signed_at IS NOT NULL"
            ).scalar_one()
        return self.do(
            sign_decree,
            by=APPROVER,
            decree_id=decree_id,
            number=number or f"{100 + signed}/{taken}",
            decree_date=day or (self.clock.now() + timedelta(hours=6)).date(),
            sealing=self.ports.sealing,
        )

    def issued(self, people: int = 1, *, start: int = 1) -> list[str]:
        """Accredit so many people, issue, publish; return the certificate numbers."""
        decree = self.drafted(people, start=start)
        self.sign(decree)
        result = self.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=self.ports.sealing)
        return list(result["numbers"])

    def invited(self, *, organisation: str | None = None, issuer: str = "cec", dispatched: bool = True) -> str:
        """Issue an invitation to the organisation, and dispatch it; return its id."""
        made = self.do(
            draft_invitation,
            by=REGISTRAR,
            election_id=self.known_election(),
            organisation_id=organisation or self.known_organisation(),
            issuer=issuer,
        )
        day = (self.clock.now() + timedelta(hours=6)).date()
        self.do(issue_invitation, by=REGISTRAR, invitation_id=made, letter_number="01-7/45", letter_date=day)
        if dispatched:
            self.do(dispatch_invitation, by=REGISTRAR, invitation_id=made, dispatcher="mfa", dispatched_on=day)
        return str(made)

    def known_election(self) -> str:
        """Return the election, called once."""
        if not any(row.id == "kg-2027-pr" for row in self.ports.queries.elections()):
            self.election()
        return "kg-2027-pr"

    def known_organisation(self) -> str:
        """Return the first organisation, added once."""
        rows = self.ports.queries.organisations().rows
        return rows[0].id if rows else self.organisation()


def a_line(number: int = 1, **changes: Any) -> LineInput:
    """Return a valid line of a different person for each number."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    line = replace(A_LINE, surname_latin=f"Ostrander{letters}", document_number=f"X{number:07d}", organisation="-")
    return replace(line, **changes)


def make_trust() -> TestTrust:
    """Return trust over the test keys, root version 1."""
    keys = [make_key(cose_key(role), role=role) for role in ("issue", "state")]
    custodians = [make_key(cose_key(name), role="root") for name in ("root-a", "root-b")]
    root = make_root(
        version=1,
        iat=1_790_000_000,
        issuer=ISSUER,
        origins=[ISSUER],
        threshold=2,
        root_keys=custodians,
        keys=keys,
    )
    return TestTrust(root)


class SilentOffice(Office):
    """An office whose publisher doesn't answer."""

    def publish(self, election: str) -> Receipt:
        """Refuse, as an absent publisher does."""
        raise Unavailable("publisher_unavailable")


def reopen_office(engine: Engine, *, kind: type[Office] = Office) -> Office:
    """Return an office over a database that is already in use, on 10 January 2027."""
    return kind(engine, ManualClock(NOW), make_trust())


def open_office(engine: Engine) -> Office:
    """Return an office over an empty, migrated database, with six accounts."""
    office = reopen_office(engine)
    with office.ports.unit_of_work() as uow:
        for actor in (REGISTRAR, APPROVER, RECORDS, MFA, LAWYER):
            uow.add(UserAccount(actor.user_id, actor.role, actor.role.title(), actor.role, "x", "en", NOW))
        uow.add(UserAccount("user-two", "two", "Two", "approver", "x", "en", NOW))
        uow.commit()
    return office
