"""A Commission that publishes for real into a folder: installed keys, the signer's desk, the publisher's office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine

from server.adapters.published.reader import PublishedReader
from server.adapters.push.events_client import EventsClient
from server.adapters.signing.key_store import install_keys, load_signer
from server.adapters.signing.socket_signer import Confirmed
from server.credential import qr_text
from server.credential.root import Root
from server.processes.publication import Desk, PublishingOffice
from server.processes.signer import SigningDesk
from server.processes.signing_journal import SigningJournal
from server.usecases.errors import Unavailable
from server.usecases.issue import issue_credentials
from server.usecases.ports import Receipt
from server.usecases.publish_decree import publish_decree
from server.usecases.publish_state import StatePolicy
from server.usecases.revoke import draft_revocation
from tests.office import ISSUER, RECORDS, REGISTRAR, Office, TestTrust, open_office


@dataclass(slots=True)
class DeskSigner:
    """The signer's port without its socket; `down` makes it silent."""

    desk: SigningDesk
    down: bool = False

    def key_id(self, role: Literal["issue", "state"]) -> bytes:
        """Return the role's kid."""
        return bytes(self._ask({"op": "key_ids"})["key_ids"][role])

    def sign(self, role: Literal["issue", "state"], sig_structures: Sequence[bytes]) -> list[bytes]:
        """Sign."""
        return list(self._ask({"op": "sign", "role": role, "batch": list(sig_structures)})["signatures"])

    def confirm(self, token: bytes) -> Confirmed:
        """Confirm."""
        answer = self._ask({"op": "confirm", "token": token})
        return Confirmed(answer["seq"], answer["digest"])

    def journal(self) -> dict[str, Confirmed]:
        """Return the journal."""
        return {name: Confirmed(*pair) for name, pair in self._ask({"op": "journal"})["journal"].items()}

    def _ask(self, question: dict[Any, Any]) -> dict[Any, Any]:
        if self.down:
            raise Unavailable("signer_unavailable")
        answer = self.desk.answer(question)
        if "error" in answer:
            raise Unavailable(answer["error"], position=answer.get("position", 0))
        return answer


@dataclass(slots=True)
class PublishingCommission(Office):
    """An office whose publisher writes the published folder."""

    publisher: PublishingOffice = field(init=False)

    def publish(self, election: str) -> Receipt:
        """Publish into the folder."""
        done = self.publisher.publish(election)
        return Receipt(election, done.seq, done.connections)

    def reader(self) -> PublishedReader:
        """Return a reader of the folder by the office's clock."""
        return PublishedReader(self.publisher.desk.published_dir, clock=self.clock, look_every_ns=0)


def open_desk(keys_dir: Path, root: Root) -> SigningDesk:
    """Return the signer's desk over installed keys."""
    signer = load_signer(keys_dir, environment="demo")
    return SigningDesk(signer, root=root, journal=SigningJournal(keys_dir / "journal"))


def open_commission(engine: Engine, folder: Path) -> PublishingCommission:
    """Install keys in a folder and open a reconciled publishing office over an empty, migrated database."""
    keys_dir = folder / "keys"
    root = install_keys(keys_dir, environment="demo", issuer=ISSUER, origins=[ISSUER], now=1_790_000_000)
    plain = open_office(engine)
    signer = DeskSigner(open_desk(keys_dir, root))
    commission = PublishingCommission(engine, plain.clock, TestTrust(root), signer)  # type: ignore[arg-type]
    commission.publisher = PublishingOffice(desk_of(commission, folder))
    commission.publisher.reconcile()
    return commission


def desk_of(commission: PublishingCommission, folder: Path) -> Desk:
    """Return what publishing needs, with the event process absent."""
    return Desk(
        unit_of_work=commission.ports.unit_of_work,
        queries=commission.ports.queries,
        clock=commission.clock,
        sealing=commission.ports.sealing,
        signer=commission.signer,  # type: ignore[arg-type]
        policy=StatePolicy(),
        published_dir=folder / "published",
        keys_dir=folder / "keys",
        events=EventsClient(folder / "no-events.sock"),
    )


def revoked(commission: PublishingCommission, number: str, **changes: Any) -> str:
    """Revoke the holder of a certificate, from this minute, and publish; return the decree's id."""
    card = commission.ports.queries.certificate(number, now=commission.clock.now())
    arguments = {
        "accreditation_ids": [card.row.accreditation_id],
        "kind": "V1",
        "facts": "Told voters whom to vote for",
        "gross": True,
    }
    decree = commission.do(draft_revocation, by=REGISTRAR, **(arguments | changes))
    commission.sign(decree)
    return str(decree)


def listed(commission: PublishingCommission, people: int) -> list[str]:
    """Accredit, issue and post so many people; return the certificate numbers."""
    decree = commission.drafted(people)
    commission.sign(decree)
    result = commission.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=commission.ports.sealing)
    commission.do(publish_decree, by=RECORDS, decree_id=decree)
    return list(result["numbers"])


def qr_of(commission: PublishingCommission, number: str) -> str:
    """Return the QR text printed on a certificate."""
    card = commission.ports.queries.certificate(number, now=commission.clock.now())
    return qr_text.to_text(card.sealed, origin=ISSUER)
