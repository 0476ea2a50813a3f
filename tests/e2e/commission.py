"""An invented Commission for browser tests: keys, one election, certificates and states, made at will.

It signs with the fixed test keys through ``server.credential``; nothing of the server runs. What the real
server would refuse to sign (a certificate it never issued, a forged state) can be made here on purpose.
"""

from __future__ import annotations

import base64
import hashlib
import time
from dataclasses import dataclass, field, replace
from typing import Any

from server.credential import certificate_number, document_commitment, envelope, qr_text, registry_digests
from server.credential import notices as revocation_notices
from server.credential.claims import CredentialClaims
from server.credential.election_state import ElectionState, seal_state
from server.credential.registry_digests import SHARD_ENTRIES, entry_of
from server.credential.root import Key, RootSignature, make_key, make_root, seal_root, signing_input
from server.credential.root import to_payload as root_payload
from server.credential.state_gate import pack_statuses
from tests.vectors import keys

ISSUER = "https://o.shailoo.example"
CUSTODIANS = ("custodian 1", "custodian 2", "custodian 3")
DAY_SECONDS = 86_400
REGULATION_HASH = hashlib.sha256(b"regulation").digest()[:16]
DOCUMENT = "AB 123456"


def today() -> int:
    """Return the present day in Bishkek, in days since 1970-01-01."""
    return (int(time.time()) + 6 * 3600) // DAY_SECONDS


@dataclass(slots=True)
class Commission:
    """One election of an invented Commission.

    Attributes:
        origin: where the site is served, as in the QR codes.
        lifetime_seconds: from a state's iat to its exp.
        entries: registry entry by index.
        statuses: status value by index.
        notices: revocation notices by index.
        shift_seconds: added to the clock for everything signed (a site in the past or the future).
    """

    origin: str
    election: str = "president-2027"
    prefix: str = "PR"
    lifetime_seconds: int = DAY_SECONDS
    ttl_seconds: int = 900
    basis: int = 0
    published_day: int | None = None
    shift_seconds: int = 0
    seq: int = 410
    entries: dict[int, bytes] = field(default_factory=lambda: {0: hashlib.sha256(b"other").digest()[:16]})
    statuses: dict[int, int] = field(default_factory=dict)
    notices: dict[int, revocation_notices.Notice] = field(default_factory=dict)
    token: bytes = b""
    state: ElectionState | None = None
    state_key: str = "state"
    root_version: int = 1
    _roots: list[bytes] = field(default_factory=list)

    def now(self) -> int:
        """Return the Commission's clock, unix seconds."""
        return int(time.time()) + self.shift_seconds

    def root_bytes(self) -> bytes:
        """Return root version 1, the trust anchor: always the same bytes."""
        return self.roots()[0]

    def roots(self) -> list[bytes]:
        """Return all roots in order, each signed by two of three custodians."""
        if not self._roots:
            keys_then = [make_key(keys.cose_key(role), role=role) for role in ("issue", "state")]
            self._roots.append(self._sign_root(1, keys_then, iat=self.now() - 90 * DAY_SECONDS))
        return self._roots

    def compromise_state_key(self) -> None:
        """Sign root version 2: the state key is compromised, "state 2" takes its place."""
        now_keys = [
            make_key(keys.cose_key("issue"), role="issue"),
            make_key(keys.cose_key("state"), role="state", standing="compromised"),
            make_key(keys.cose_key("state 2"), role="state"),
        ]
        self.roots().append(self._sign_root(2, now_keys, iat=self.now()))
        self.state_key, self.root_version = "state 2", 2

    def _sign_root(self, version: int, entries: list[Key], *, iat: int) -> bytes:
        draft = make_root(
            version=version,
            iat=iat,
            issuer=ISSUER,
            origins=[self.origin],
            threshold=2,
            root_keys=[make_key(keys.cose_key(name), role="root") for name in CUSTODIANS],
            keys=entries,
        )
        payload = root_payload(draft)
        signatures = [
            RootSignature(keys.kid(name), keys.sign(name, signing_input(payload, kid=keys.kid(name))))
            for name in CUSTODIANS[:2]
        ]
        return seal_root(payload, signatures=signatures)

    def claims(self, idx: int, **changes: Any) -> CredentialClaims:
        """Return what the certificate at an index says; fields may be changed."""
        number = certificate_number.make(self.prefix, idx)
        return replace(
            CredentialClaims(
                issuer=ISSUER,
                issued_at=self.now() - 3600,
                credential_id=hashlib.sha256(f"cti {idx}".encode()).digest()[:8],
                number=number,
                name_latin="MARIA GONZALEZ FERNANDEZ",
                name_cyrillic="МАРИЯ ГОНСАЛЕС ФЕРНАНДЕС",
                language="rus",
                citizenship="ESP",
                idx=idx,
                uri=f"{ISSUER}/s/{self.election}",
                organisation="Invented Mission for Election Observation",
                election=self.election,
                accreditation_day=today() + self.shift_seconds // DAY_SECONDS - 10,
                category="mission",
                document_country="ESP",
                document_commitment=document_commitment.commit(number, country="ESP", document_number=DOCUMENT),
                regulation="2021-11.1",
                first_seq=1,
            ),
            **changes,
        )

    def seal(self, idx: int, **changes: Any) -> bytes:
        """Return a sealed credential without listing it: what a thief of the issue key could make."""
        return envelope.seal(self.claims(idx, **changes), signer=keys.KeySigner())

    def issue(self, idx: int, **changes: Any) -> str:
        """Issue a certificate: sealed and listed with the next state. Return its QR text."""
        sealed = self.seal(idx, **changes)
        self.entries[idx] = entry_of(envelope.open_credential(sealed).sig_structure)
        self.statuses[idx] = 0x00
        return self.text(sealed)

    def text(self, signed: bytes, *, path: str = "V") -> str:
        """Return the QR text of sealed bytes."""
        return qr_text.to_text(signed, origin=self.origin, path=path)  # type: ignore[arg-type]

    def number(self, idx: int) -> str:
        """Return the certificate number of an index."""
        return certificate_number.make(self.prefix, idx)

    def revoke(self, idx: int, *, kind: str = "V1") -> None:
        """Revoke with a notice; said by the next state."""
        self.statuses[idx] = 0x01
        minute = self.now() // 60 * 60
        self.notices[idx] = revocation_notices.Notice(minute, kind, "151", today())

    def shards(self) -> list[bytes]:
        """Return the registry's shards."""
        return registry_digests.append([], self.entries)

    def publish(self, **changes: Any) -> bytes:
        """Sign the next state; return its token."""
        self.seq += 1
        now = self.now()
        index = registry_digests.index_of(self.shards())
        slots = SHARD_ENTRIES * max(1, len(self.shards()))
        state = ElectionState(
            uri=f"{ISSUER}/s/{self.election}",
            iat=now,
            exp=now + self.lifetime_seconds,
            ttl=self.ttl_seconds,
            statuses=pack_statuses({0: 0} | self.statuses, slots=slots),
            election=self.election,
            seq=self.seq,
            previous=hashlib.sha256(b"the state before").digest(),
            opens_day=today() - 40,
            voting_days=(today() + 20,),
            repeat_days=(),
            published_day=self.published_day,
            registry_hash=registry_digests.index_hash(index),
            checkpoint=None,
            root_version=self.root_version,
            regulation_hash=REGULATION_HASH,
            notices_hash=revocation_notices.notices_hash(self.encoded_notices()),
            basis=self.basis,
            prefix=self.prefix,
        )
        self.state = replace(state, **changes)
        self.token = seal_state(self.state, signer=keys.KeySigner(state=self.state_key))
        return self.token

    def encoded_notices(self) -> bytes:
        """Return the notices as published."""
        return revocation_notices.encode(self.notices)

    def files(self) -> dict[str, bytes]:
        """Return {path: bytes} of digests, notices and the state."""
        shards = self.shards()
        index = registry_digests.index_of(shards)
        base = f"/api/v1/registry/{self.election}"
        notices = self.encoded_notices()
        return {
            f"{base}/{registry_digests.index_hash(index).hex()}": index,
            **{f"{base}/{hashlib.sha256(shard).hexdigest()}": shard for shard in shards},
            f"/api/v1/notices/{self.election}/{revocation_notices.notices_hash(notices).hex()}": notices,
            f"/s/{self.election}": self.token,
        }


def base64url(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
