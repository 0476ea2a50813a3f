"""What the verbs need from outside, as protocols: unit of work, clock, signer, trust, publisher, queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from server.credential.root import Root
from server.credential.signer import Signer as Signer
from server.usecases.document_ports import Reencoder as Reencoder
from server.usecases.document_ports import Vault as Vault
from server.usecases.errors import Forbidden, NotFound
from server.usecases.list_rows import ListRow
from server.usecases.matching import Matching as Matching
from server.usecases.publication_store import PublicationStore as PublicationStore
from server.usecases.publication_store import StoredState as StoredState
from server.usecases.queries import Queries as Queries
from server.usecases.records import Record
from server.usecases.sign_in_ports import Passkeys, TotpSecrets

R = TypeVar("R", bound=Record)
Role = Literal[
    "registrar", "approver", "records", "lawyer", "mfa", "organisation", "custodian", "auditor", "administrator",
    "system",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account's id and its role; "system" is the publisher's timer and the installation.

    `organisation_id` stands for the role "organisation" and binds it to what is its own.
    """

    user_id: str
    role: str
    organisation_id: str | None = None

    def must_be(self, *roles: Role) -> None:
        """Deny by default.

        Raises: Forbidden.
        """
        if self.role not in roles:
            raise Forbidden(role=self.role, needed=roles)

    def must_own(self, organisation_id: str, *, kind: str, key: str) -> None:
        """Hide from an organisation what isn't its own; officers pass.

        Raises: NotFound, so that an id tells nothing.
        """
        if self.role == "organisation" and self.organisation_id != organisation_id:
            raise NotFound(kind, key)


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Trust(Protocol):
    """What this installation itself trusts; made from public files, holds no private key."""

    @property
    def root(self) -> Root:
        """The newest root."""
        ...

    @property
    def issuer(self) -> str:
        """Issuer URL without a trailing slash."""
        ...

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins that may stand in a QR; the first one is printed."""
        ...


@dataclass(frozen=True, slots=True)
class Sealing:
    """What verbs need whose signature issues or deprives: signer, trust for our own bytes, keyed hashes."""

    signer: Signer
    trust: Trust
    matching: Matching


class UnitOfWork(Protocol):
    """One short transaction under the one writer's lock; leaving without `commit` undoes everything.

    Records are addressed by type. Keys are the `id` (text), or the columns of a composite key by `first`.
    """

    def get(self, kind: type[R], key: str) -> R:
        """Return the record with this id.

        Raises: NotFound.
        """
        ...

    def first(self, kind: type[R], /, **equal: object) -> R | None:
        """Return one record whose fields equal these values, or None."""
        ...

    def find(self, kind: type[R], /, *, order: str | None = None, **equal: object) -> list[R]:
        """Return every record whose fields equal these values (a list or tuple: is one of them)."""
        ...

    def count(self, kind: type[Record], /, **equal: object) -> int:
        """Return how many records `find` would return."""
        ...

    def greatest(self, kind: type[Record], column: str, /, **equal: object) -> int:
        """Return the greatest value of a whole-number column among the records `find` would return, or 0."""
        ...

    def add(self, *records: Record) -> None:
        """Insert records, in this order.

        Raises: Conflict `already_exists` where a uniqueness rule refuses, Conflict `refused_by_database`.
        """
        ...

    def change(self, record: R, **fields: Any) -> R:
        """Write the fields of the record with this id and return the record as it is now.

        Raises: Conflict.
        """
        ...

    def remove(self, record: Record) -> None:
        """Delete a record that is only a draft; the database refuses where the law needs it kept."""
        ...

    def new_id(self) -> str:
        """Return a fresh random UUID as text."""
        ...

    def log(
        self,
        kind: str,
        *,
        actor: Actor,
        at: datetime,
        election_id: str | None = None,
        subjects: Mapping[str, str],
        committed: Mapping[str, object] | None = None,
    ) -> int:
        """Append an act: `subjects` are ids by name, `committed` goes in as salted hashes only; return its number."""
        ...

    def log_head(self) -> tuple[int, bytes]:
        """Return number and leaf of the newest act, this transaction's own included; 0 and nothing if none."""
        ...

    def request_publication(self, election_id: str, *, at: datetime) -> None:
        """Ask, in this transaction, that the election's state be published after the commit."""
        ...

    def requested_publications(self) -> list[str]:
        """Return elections this unit of work asked to publish."""
        ...

    def pending_publications(self) -> list[str]:
        """Return every election whose asked-for publication hasn't been stored yet."""
        ...

    def publication(self) -> PublicationStore:
        """Return the side of the database that only `publish_state` and issuing use."""
        ...

    def replay(self, once: str, *, actor: Actor, verb: str) -> StoredAnswer | None:
        """Return the answer given before under this idempotency key, or None.

        Raises: Conflict `idempotency_key_reused` if another verb or actor used it.
        """
        ...

    def remember(self, once: str, *, actor: Actor, verb: str, answer: StoredAnswer, at: datetime) -> None:
        """Store the answer in the same transaction."""
        ...

    def commit(self) -> None:
        """Make everything of this unit of work durable."""
        ...


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a verb answered, as plain JSON values; elections it asked to publish; SHA-256 of what was asked."""

    result: Any
    elections: tuple[str, ...]
    asked: str


UnitOfWorkFactory = Callable[[], AbstractContextManager[UnitOfWork]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the publisher answered: new seq and open connections it was sent to; None where it gave no answer."""

    election: str
    seq: int | None
    connections: int | None


class PublisherPort(Protocol):
    """The publisher process."""

    def publish(self, election: str) -> Receipt:
        """Have the election's state built, signed, written and pushed now.

        Raises: Unavailable; the request stays in the outbox and is done when the publisher is back.
        """
        ...


class Renderer(Protocol):
    """Draws certificates, badges, decrees and letters; implemented by adapters/rendering."""

    def certificate(self, certificate: Any) -> bytes:
        """Return the A4 certificate as PDF."""
        ...

    def badge(self, certificate: Any) -> bytes:
        """Return the A6 badge as PDF."""
        ...

    def batch(self, certificates: Iterable[Any], *, kind: Literal["certificate", "badge"]) -> Iterable[Any]:
        """Yield documents (name, pdf, pages) of a batch, each as soon as it is drawn."""
        ...

    def decree(self, paper: Any) -> bytes:
        """Return a decree with its annex in three languages as PDF."""
        ...

    def refusal_letter(self, letter: Any) -> bytes:
        """Return the letter about one refused person in three languages as PDF."""
        ...

    def qr_svg(self, text: str) -> str:
        """Return a QR text as an SVG for screens."""
        ...


class Lists(Protocol):
    """Reads and writes lists of representatives; implemented by adapters/lists."""

    def read(self, content: bytes, *, name: str, own: bool = False) -> Sequence[ListRow]:
        """Return the rows below the header row of XLSX, ODS or CSV bytes.

        Args:
            own: the list of one organisation's own people, which has no column for the organisation.

        Raises: CodedError `list_unreadable`, `list_too_large`, `list_too_many_rows`, `list_columns_missing`…
        """
        ...

    def template(self, kind: str, *, lang: str, own: bool = False) -> bytes:
        """Return an empty list with headers in "ky", "ru" or "en"; kind is "xlsx" or "csv"; `own` as in `read`."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a web app or a command hands to `perform`."""

    unit_of_work: UnitOfWorkFactory
    queries: Queries
    clock: Clock
    signer: Signer
    trust: Trust
    publisher: PublisherPort
    renderer: Renderer
    lists: Lists
    matching: Matching
    vault: Vault
    reencoder: Reencoder
    passkeys: Passkeys
    totp_secrets: TotpSecrets

    @property
    def sealing(self) -> Sealing:
        """Signer, trust and keyed hashes together, as signing verbs take them."""
        return Sealing(self.signer, self.trust, self.matching)
