"""The election state: a Token Status List CWT that also carries the term, one token for each election."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from server.credential import cbor, cose
from server.credential.certificate_number import is_prefix
from server.credential.errors import CredentialError
from server.credential.inflate import LIST_LIMIT, inflate
from server.credential.key_id import KEY_ID_LENGTH
from server.credential.mark import Mark as Mark
from server.credential.mark import is_compromised
from server.credential.root import Root, Trust
from server.credential.signature import SIGNATURE_LENGTH, verify_es256
from server.credential.signer import Signer

STATUS_LIST_DRAFT: Final = "draft-ietf-oauth-status-list-20"
CONTENT_TYPE: Final = "application/statuslist+cwt"
TTL: Final = 65534
STATUS_LIST: Final = 65533
OBSERVER_STATE: Final = -65802
BITS: Final = 4
SLOTS_STEP: Final = 1024
MOST_SLOTS: Final = 2**20
VALID: Final = 0x00
REVOKED: Final = 0x01
NOT_ISSUED: Final = 0x03
REPLACED: Final = 0x0C
BASIS_OPEN: Final = 0
BASIS_PUBLISHED: Final = 1
BASIS_REPEAT_VOTING: Final = 2
BASIS_ANNULLED: Final = 3
FIRST_PREVIOUS: Final = bytes(32)
_KEYS: Final = {2, 4, 6, STATUS_LIST, TTL, OBSERVER_STATE}
_OBSERVER_KEYS: Final = set(range(1, 15))
_HEADER: Final = b"\xa3\x01\x26\x04\x48"
_HEADER_END: Final = b"\x10" + cbor.text(CONTENT_TYPE)
_LONGEST_TEXT: Final = 400


@dataclass(frozen=True, slots=True)
class ElectionState:
    """What a state says. Instants are unix seconds, days count from 1970-01-01."""

    uri: str
    iat: int
    exp: int
    ttl: int  # seconds
    statuses: bytes
    election: str
    seq: int
    previous: bytes  # SHA-256 of the previous Sig_structure, zeros for the first
    opens_day: int
    voting_days: tuple[int, ...]
    repeat_days: tuple[int, ...]
    published_day: int | None
    registry_hash: bytes  # 16 bytes
    checkpoint: bytes | None
    root_version: int
    regulation_hash: bytes  # 16 bytes
    notices_hash: bytes  # 16 bytes
    basis: int
    prefix: str
    kid: bytes = b""  # of an opened state
    digest: bytes = b""  # SHA-256 of the Sig_structure of an opened state

    @property
    def slots(self) -> int:
        """How many indices the list has."""
        return len(self.statuses) * 2

    def status(self, idx: int) -> int:
        """Return the status value at an index; one beyond the list was not issued."""
        if idx >= len(self.statuses) * 2:
            return NOT_ISSUED
        return self.statuses[idx >> 1] >> (4 * (idx & 1)) & 15


def protected_header(kid: bytes) -> bytes:
    """Return the encoded protected header `{1: -7, 4: kid, 16: "application/statuslist+cwt"}`.

    Raises: CredentialError `state_malformed`: kid isn't 8 bytes.
    """
    if len(kid) != KEY_ID_LENGTH:
        raise _malformed("kid isn't 8 bytes")
    return _HEADER + kid + _HEADER_END


def to_payload(state: ElectionState, *, level: int = 9) -> bytes:
    """Return the CWT claims set of a state.

    Args: level: zlib level; 9 takes some 10 ms for 1,000,000 slots and halves what every phone fetches.
    Raises: CredentialError `state_malformed`: values that `open_state` would refuse.
    """
    return _encode(state, zlib.compress(state.statuses, level))


def _encode(state: ElectionState, lst: bytes) -> bytes:
    payload = cbor.encode(
        {
            2: state.uri,
            4: state.exp,
            6: state.iat,
            STATUS_LIST: {"bits": BITS, "lst": lst},
            TTL: state.ttl,
            OBSERVER_STATE: {
                1: state.election,
                2: state.seq,
                3: state.previous,
                4: state.opens_day,
                5: list(state.voting_days),
                6: list(state.repeat_days),
                7: state.published_day,
                8: state.registry_hash,
                9: state.checkpoint,
                10: state.root_version,
                11: state.regulation_hash,
                12: state.notices_hash,
                13: state.basis,
                14: state.prefix,
            },
        }
    )
    parse_payload(payload)
    return payload


def sig_structure(protected: bytes, payload: bytes) -> bytes:
    """Return the bytes a state's signature covers."""
    return cose.sig_structure(protected, payload)


def seal_state(state: ElectionState, *, signer: Signer, level: int = 9) -> bytes:
    """Return the signed token of a state.

    Raises: CredentialError `state_malformed`; whatever the signer raises.
    """
    protected = protected_header(signer.key_id("state"))
    payload = to_payload(state, level=level)
    (signature,) = signer.sign("state", (sig_structure(protected, payload),))
    return cose.assemble(protected, payload, signature)


def parse_payload(payload: bytes) -> ElectionState:
    """Read a state's claims without judging signature or sequence.

    Raises: CredentialError `state_malformed`.
    """
    try:
        claims = cbor.decode(payload)
        if type(claims) is not dict or claims.keys() != _KEYS:
            raise _malformed("claims have other keys than the profile")
        observer, entry = claims[OBSERVER_STATE], claims[STATUS_LIST]
        if type(observer) is not dict or observer.keys() != _OBSERVER_KEYS:
            raise _malformed("observer claim has other keys than 1-14")
        if type(entry) is not dict or entry.keys() != {"bits", "lst"} or entry["bits"] != BITS:
            raise _malformed("status list isn't bits 4 and lst")
        statuses = inflate(_bytes(entry["lst"], None), limit=LIST_LIMIT)
    except CredentialError as fault:
        raise _malformed(fault.detail) from None
    if not statuses or len(statuses) * 2 % SLOTS_STEP:
        raise _malformed("slots aren't a multiple of 1,024")
    return ElectionState(
        uri=_text(claims[2]),
        iat=_count(claims[6]),
        exp=_count(claims[4]),
        ttl=_count(claims[TTL]),
        statuses=statuses,
        **_observer(observer),
    )


def _observer(claim: dict[int | str, Any]) -> dict[str, Any]:
    published_day, basis = claim[7], _count(claim[13])
    if basis > BASIS_ANNULLED:
        raise _malformed("unknown term basis")
    if published_day is not None:
        _count(published_day)
    if basis != BASIS_ANNULLED and (published_day is not None) != (basis == BASIS_PUBLISHED):
        raise _malformed("publication day and term basis disagree")
    if type(claim[14]) is not str or not is_prefix(claim[14]):
        raise _malformed("not a certificate-number prefix")
    return {
        "election": _text(claim[1]),
        "seq": _count(claim[2]),
        "previous": _bytes(claim[3], 32),
        "opens_day": _count(claim[4]),
        "voting_days": _days(claim[5]),
        "repeat_days": _days(claim[6]),
        "published_day": published_day,
        "registry_hash": _bytes(claim[8], 16),
        "checkpoint": None if claim[9] is None else _bytes(claim[9], None),
        "root_version": _count(claim[10]),
        "regulation_hash": _bytes(claim[11], 16),
        "notices_hash": _bytes(claim[12], 16),
        "basis": basis,
        "prefix": claim[14],
    }


def open_state(data: bytes, *, trust: Trust, held: Iterable[Mark]) -> ElectionState:
    """Accept a state, or refuse it; the one already held comes back as no change.

    Args: held: accepted states or remembered marks, of any election and key; those of this election count,
        except under keys that the root now calls compromised (recovery from a fast-forwarded sequence).
    Raises: CredentialError `state_malformed`, `root_older` (fetch the root), `state_signature` (unknown,
        wrong-role, retired or compromised key, or a bad signature), `state_older`, `state_forked` (same
        seq, other content: keep the held one and tell the CEC).
    """
    kid, payload, signed, signature = _open_envelope(data)
    state = parse_payload(payload)
    if state.uri != f"{trust.issuer}/s/{state.election}" or "/" in state.election:
        raise _malformed("uri isn't <issuer>/s/<election>")
    _check_signature(state, trust.root, kid=kid, signed=signed, signature=signature)
    state = replace(state, kid=kid, digest=hashlib.sha256(signed).digest())
    marks = [mark for mark in held if mark.election == state.election and not is_compromised(trust.root, mark.kid)]
    if not marks:
        return state
    newest = max(mark.seq for mark in marks)
    if state.seq == newest:
        if all(mark.digest == state.digest for mark in marks if mark.seq == newest):
            return state
        raise CredentialError("state_forked", f"another state with seq {state.seq} is held")
    if state.seq < newest or state.iat < max(mark.iat for mark in marks):
        raise CredentialError("state_older", f"seq {state.seq} or its iat is before what is held")
    return state


def _check_signature(state: ElectionState, root: Root, *, kid: bytes, signed: bytes, signature: bytes) -> None:
    keys = root.by_kid.get(kid, ())
    if not keys and state.root_version > root.version:
        raise CredentialError("root_older", f"signed under root {state.root_version}, held is {root.version}")
    for key in keys:
        usable = key.role == "state" and key.standing != "compromised" and key.covers(state.iat)
        if usable and verify_es256(signed, signature, x=key.x, y=key.y):
            return
    raise CredentialError("state_signature", "no key that may sign states has signed this")


def _open_envelope(data: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Return kid, payload, Sig_structure and signature of a state's envelope."""
    try:
        sign1 = cose.open_sign1(data)
    except CredentialError as fault:
        raise _malformed(fault.detail) from None
    start = len(_HEADER)
    kid = sign1.protected[start : start + KEY_ID_LENGTH]
    if len(kid) != KEY_ID_LENGTH or sign1.protected != protected_header(kid) or sign1.unprotected:
        raise _malformed("headers aren't exactly {1: -7, 4: kid, 16: type} and an empty map")
    if sign1.payload is None or len(sign1.signature) != SIGNATURE_LENGTH:
        raise _malformed("no payload, or signature isn't 64 bytes")
    return kid, sign1.payload, sign1.sig_structure(), sign1.signature


def _days(value: Any) -> tuple[int, ...]:
    if type(value) is not list:
        raise _malformed("days aren't an array")
    return tuple(_count(day) for day in value)


def _text(value: Any) -> str:
    if type(value) is not str or not 1 <= len(value.encode()) <= _LONGEST_TEXT:
        raise _malformed("text isn't 1-400 bytes")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise _malformed("not a non-negative integer")
    return value


def _bytes(value: Any, length: int | None) -> bytes:
    if type(value) is not bytes or (length is not None and len(value) != length):
        raise _malformed("not a byte string of the right length")
    return value


def _malformed(detail: str) -> CredentialError:
    return CredentialError("state_malformed", detail)
