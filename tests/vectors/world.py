"""A small world for vectors: one issuer, two elections, fixed keys; every builder is valid by default."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from server.credential import (
    certificate_number,
    cose,
    document_commitment,
    envelope,
    qr_text,
    registry_digests,
)
from server.credential import notices as revocation_notices
from server.credential.cbor import decode, encode
from server.credential.claims import CredentialClaims, start_of_day
from server.credential.election_state import (
    ElectionState,
    protected_header,
    seal_state,
    sig_structure,
    to_payload,
)
from server.credential.registry_digests import SHARD_ENTRIES
from server.credential.registry_digests import entry_of as entry_of
from server.credential.root import (
    Key,
    Root,
    RootSignature,
    Standing,
    make_key,
    make_root,
    seal_root,
    signing_input,
)
from server.credential.root import to_payload as root_payload
from server.credential.state_gate import pack_statuses
from tests.vectors import keys
from tests.vectors.keys import KeySigner

ISSUER: Final = "https://o.shailoo.gov.kg"
ORIGINS: Final = (ISSUER, "https://observers.example.kg")
ELECTION: Final = "president-2025"
OTHER_ELECTION: Final = "local-2025"
URI: Final = f"{ISSUER}/s/{ELECTION}"
DAY: Final = 20406  # 2025-11-14, accreditation
VOTING_DAY: Final = 20422  # 2025-11-30
PUBLISHED_DAY: Final = 20438  # 2025-12-16
NOW: Final = 20412 * 86_400 + 32_400  # 2025-11-20 09:00:00Z
ISSUED_AT: Final = DAY * 86_400 + 36_000
STATE_IAT: Final = NOW - 600
LIFETIME: Final = 86_400
IDX: Final = 41
PREFIX: Final = "PR"
DOCUMENT: Final = "AB 123456"
ROOT_IAT: Final = NOW - 90 * 86_400
CUSTODIANS: Final = ("custodian 1", "custodian 2", "custodian 3")
NOTICE: Final = revocation_notices.Notice(NOW - 7_200, "V2", "151", 20412)


def claims(**changes: Any) -> CredentialClaims:
    """Return claims of a genuine paper credential with some fields changed."""
    number = changes.get("number", certificate_number.make(PREFIX, IDX))
    country = changes.get("document_country", "ESP")
    return replace(
        CredentialClaims(
            issuer=ISSUER,
            issued_at=ISSUED_AT,
            credential_id=bytes.fromhex("a1b2c3d4e5f60718"),
            number=number,
            name_latin="MARIA GONZALEZ FERNANDEZ",
            citizenship="ESP",
            idx=IDX,
            uri=URI,
            organisation="Invented Mission for Election Observation",
            election=ELECTION,
            accreditation_day=DAY,
            category="mission",
            document_country=country,
            document_commitment=document_commitment.commit(number, country=country, document_number=DOCUMENT),
            regulation="197-2021",
            first_seq=3,
        ),
        **changes,
    )


def seal(what: CredentialClaims | None = None, *, key: str = "issue") -> bytes:
    """Return a sealed credential."""
    return envelope.seal(what or claims(), signer=KeySigner(issue=key))


def seal_payload(
    payload: bytes,
    *,
    key: str = "issue",
    protected: bytes | None = None,
    unprotected: Any = None,
    tag: int = 18,
) -> bytes:
    """Return a COSE_Sign1 over any payload bytes and headers, rightly signed."""
    header = envelope.protected_header(keys.kid(key)) if protected is None else protected
    signed_header = b"" if header == b"\xa0" else header
    signature = keys.sign(key, cose.sig_structure(signed_header, payload))
    untagged = encode([header, unprotected or {}, payload, signature])
    return bytes((0xC0 | tag,)) + untagged


def text(sealed: bytes, *, origin: str = ISSUER) -> str:
    """Return the printed QR text."""
    return qr_text.to_text(sealed, origin=origin)


def sig_structure_of(sealed: bytes) -> bytes:
    """Return what a credential's signature covers."""
    return envelope.open_credential(sealed).sig_structure


def key_entry(name: str, role: str, standing: Standing = "active", not_after: int | None = None) -> Key:
    """Return a root's entry for a test key."""
    return make_key(keys.cose_key(name), role=role, standing=standing, not_after=not_after)


def root(
    version: int = 1, *, entries: Sequence[Key] | None = None, custodians: Sequence[str] = CUSTODIANS,
    threshold: int = 2, iat: int = ROOT_IAT,
) -> Root:  # fmt: skip
    """Return an unsigned root: one active key of each role by default."""
    return make_root(
        version=version,
        iat=iat,
        issuer=ISSUER,
        origins=ORIGINS,
        threshold=threshold,
        root_keys=[key_entry(name, "root") for name in custodians],
        keys=entries or [key_entry("issue", "issue"), key_entry("state", "state")],
    )


def signed_root(what: Root | bytes | None = None, *, signers: Sequence[str] = CUSTODIANS[:2]) -> bytes:
    """Return a root signed by custodians."""
    payload = what if isinstance(what, bytes) else root_payload(what or root())
    signatures = [
        RootSignature(keys.kid(name), keys.sign(name, signing_input(payload, kid=keys.kid(name)))) for name in signers
    ]
    return seal_root(payload, signatures=signatures)


def trust(what: Root | None = None, *, floor: int = STATE_IAT) -> dict[str, Any]:
    """Return the `trust` of a vector."""
    return {"root": signed_root(what).hex(), "issuer": ISSUER, "origins": list(ORIGINS), "floor": floor}


def filler(idx: int) -> bytes:
    """Return the registry entry of some other credential."""
    return hashlib.sha256(f"another credential at {idx}".encode()).digest()[:16]


def digests(entries: Mapping[int, bytes], *, seq: int) -> dict[str, Any]:
    """Return the `digests` of a vector, all shards held."""
    shards = registry_digests.append([], entries)
    sparse: dict[str, dict[str, str]] = {str(number): {} for number in range(len(shards))}
    for idx, entry in sorted(entries.items()):
        sparse[str(idx // SHARD_ENTRIES)][str(idx % SHARD_ENTRIES)] = entry.hex()
    return {"seq": seq, "index": registry_digests.index_of(shards).hex(), "shards": sparse}


def state(
    entries: Mapping[int, bytes] | None = None, *, statuses: Mapping[int, int] | None = None, **changes: Any
) -> ElectionState:
    """Return an unsigned state whose list and registry hash fit these entries."""
    known = entries or {}
    index = registry_digests.index_of(registry_digests.append([], known))
    told = dict.fromkeys(known, 0) | dict(statuses or {})
    packed = pack_statuses(told, slots=max(told, default=0) + 1)
    iat = changes.get("iat", STATE_IAT)
    return replace(
        ElectionState(
            uri=URI,
            iat=iat,
            exp=iat + LIFETIME,
            ttl=900,
            statuses=packed,
            election=ELECTION,
            seq=7,
            previous=hashlib.sha256(b"the state before").digest(),
            opens_day=DAY - 20,
            voting_days=(VOTING_DAY,),
            repeat_days=(),
            published_day=None,
            registry_hash=registry_digests.index_hash(index),
            checkpoint=None,
            root_version=1,
            regulation_hash=hashlib.sha256(b"regulation").digest()[:16],
            notices_hash=revocation_notices.notices_hash(revocation_notices.encode({})),
            basis=0,
            prefix=PREFIX,
        ),
        **changes,
    )


def token(what: ElectionState, *, key: str = "state") -> bytes:
    """Return a signed state."""
    return seal_state(what, signer=KeySigner(state=key))


def seal_state_payload(payload: bytes, *, key: str = "state", protected: bytes | None = None) -> bytes:
    """Return a COSE_Sign1 over any payload as a state, rightly signed."""
    header = protected_header(keys.kid(key)) if protected is None else protected
    return cose.assemble(header, payload, keys.sign(key, sig_structure(header, payload)))


def state_claims(**changes: Any) -> dict[int | str, Any]:
    """Return a state's claims as a map to break."""
    decoded: dict[int | str, Any] = decode(to_payload(state(**changes)))
    return decoded


def held(
    sealed: bytes | None = None,
    *,
    entries: Mapping[int, bytes] | None = None,
    key: str = "state",
    **changes: Any,
) -> dict[str, Any]:
    """Return one of a vector's `states`: registry with this credential and another, valid, digests held.

    Args: changes: fields of the state, `statuses`, `digests` (JSON or None), `notices` {idx: Notice}.
    """
    own = {0: filler(0)}
    if entries is not None:
        own = dict(entries)
    elif sealed is not None:
        own[IDX] = entry_of(sig_structure_of(sealed))
    told = changes.pop("notices", {})
    encoded = revocation_notices.encode(told)
    missing = object()
    given = changes.pop("digests", missing)
    made = state(own, notices_hash=revocation_notices.notices_hash(encoded), **changes)
    return {
        "token": token(made, key=key).hex(),
        "digests": digests(own, seq=made.seq) if given is missing else given,
        "notices": {
            str(idx): [one.effective_minute, one.kind, one.decree_number, one.decree_day] for idx, one in told.items()
        },
    }


def instant_after(day: int) -> int:
    """Return the first second after a local day: 18:00:00Z of its date."""
    return start_of_day(day + 1)
