"""The root: the list of keys, signed offline by k of n custodians (COSE_Sign, tag 98)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from server.credential import cbor
from server.credential.envelope import protected_header
from server.credential.errors import CredentialError
from server.credential.key_id import KEY_ID_LENGTH, check_key, key_id
from server.credential.signature import SIGNATURE_LENGTH, verify_es256

ROOT_TAG: Final = 98
ROLES: Final = ("issue", "state")
STANDINGS: Final = ("active", "retired", "compromised")
Standing = Literal["active", "retired", "compromised"]
_LONGEST_TEXT: Final = 400


@dataclass(frozen=True, slots=True)
class Key:
    """A public key of the root: role "issue", "state" or "root", and how far it is to be trusted."""

    kid: bytes
    x: bytes
    y: bytes
    role: str
    standing: Standing = "active"
    not_after: int | None = None  # unix seconds, for retired keys

    @property
    def cose_key(self) -> dict[int, int | bytes]:
        """The COSE_Key `{1: 2, -1: 1, -2: x, -3: y}`."""
        return {1: 2, -1: 1, -2: self.x, -3: self.y}

    def covers(self, issued_at: int) -> bool:
        """Return whether a signature with this `iat` can count: not retired before it."""
        return self.standing != "retired" or self.not_after is None or issued_at <= self.not_after


@dataclass(frozen=True, slots=True)
class Root:
    """An opened root. `by_kid` holds every key by its kid, root keys included."""

    version: int
    iat: int
    issuer: str
    origins: tuple[str, ...]
    threshold: int
    root_keys: tuple[Key, ...]
    keys: tuple[Key, ...]
    digest: bytes = b""  # SHA-256 of the payload
    by_kid: Mapping[bytes, tuple[Key, ...]] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Trust:
    """What verification starts from. `floor`: newest iat among accepted states and roots, unix seconds."""

    root: Root
    issuer: str
    origins: tuple[str, ...]
    floor: int


@dataclass(frozen=True, slots=True)
class RootSignature:
    """One custodian's signature over a root."""

    kid: bytes
    signature: bytes


def make_key(
    cose_key: Mapping[int, Any], *, role: str, standing: Standing = "active", not_after: int | None = None
) -> Key:
    """Return the root's entry for a COSE_Key.

    Raises: CredentialError `malformed`: not a P-256 COSE_Key.
    """
    return Key(key_id(cose_key), cose_key[-2], cose_key[-3], role, standing, not_after)


def make_root(
    *, version: int, iat: int, issuer: str, origins: Sequence[str], threshold: int,
    root_keys: Iterable[Key], keys: Iterable[Key],
) -> Root:  # fmt: skip
    """Return an unsigned root as `open_root` would.

    Raises: CredentialError `root_malformed`: values the format refuses.
    """
    draft = Root(version, iat, issuer, tuple(origins), threshold, tuple(root_keys), tuple(keys))
    return parse_payload(to_payload(draft))


def to_payload(root: Root) -> bytes:
    """Return the bytes every custodian signs over (as part of `signing_input`)."""
    return cbor.encode(
        {
            1: root.version,
            2: root.iat,
            3: root.issuer,
            4: list(root.origins),
            5: root.threshold,
            6: [key.cose_key for key in root.root_keys],
            7: [[key.role, key.cose_key, key.standing, key.not_after] for key in root.keys],
        }
    )


def signing_input(payload: bytes, *, kid: bytes) -> bytes:
    """Return one custodian's Sig_structure `["Signature", body_protected, sign_protected, h'', payload]`."""
    return cbor.encode(["Signature", b"", protected_header(kid), b"", payload])


def seal_root(payload: bytes, *, signatures: Iterable[RootSignature]) -> bytes:
    """Return the signed root: tag 98, empty body headers, one entry for each signature."""
    entries = [[protected_header(one.kid), {}, one.signature] for one in signatures]
    return cbor.encode(cbor.Tagged(ROOT_TAG, [b"", {}, payload, entries]))


def open_root(data: bytes, *, held: Root | None) -> Root:
    """Accept a root, or refuse it.

    Args: held: the root to follow; None only for the trust anchor, which must reach its own threshold.
    Raises: CredentialError `root_malformed`, `root_rollback` (older, or another of the same version),
        `root_skipped` (a version between is missing), `root_signature` (below a threshold).
    """
    payload, signatures = _open_cose_sign(data)
    root = parse_payload(payload)
    if held is not None:
        if root.version == held.version and root.digest == held.digest:
            return held
        if root.version <= held.version:
            raise CredentialError("root_rollback", f"version {root.version} is not after {held.version}")
        if root.version > held.version + 1:
            raise CredentialError("root_skipped", f"version {root.version} does not follow {held.version}")
    for signed_by in (root,) if held is None else (held, root):
        count = _distinct_signers(payload, signatures, signed_by.root_keys)
        if count < signed_by.threshold:
            raise CredentialError(
                "root_signature", f"{count} of {signed_by.threshold} signers of version {signed_by.version}"
            )
    return root


def _distinct_signers(payload: bytes, signatures: Sequence[RootSignature], keys: Sequence[Key]) -> int:
    """Return how many different keys have signed."""
    signers = set()
    for one in signatures:
        message = signing_input(payload, kid=one.kid)
        for key in keys:
            if key.kid == one.kid and verify_es256(message, one.signature, x=key.x, y=key.y):
                signers.add((key.x, key.y))
    return len(signers)


def _open_cose_sign(data: bytes) -> tuple[bytes, list[RootSignature]]:
    try:
        outer = cbor.decode(data)
    except CredentialError as fault:
        raise _malformed(fault.detail) from None
    if type(outer) is not cbor.Tagged or outer.tag != ROOT_TAG or type(outer.value) is not list:
        raise _malformed("not a tagged COSE_Sign")
    if len(outer.value) != 4 or outer.value[:2] != [b"", {}]:
        raise _malformed("COSE_Sign body headers aren't empty")
    payload, entries = outer.value[2:]
    if type(payload) is not bytes or type(entries) is not list:
        raise _malformed("COSE_Sign members have other types")
    return payload, [_signature(entry) for entry in entries]


def _signature(entry: Any) -> RootSignature:
    if type(entry) is not list or len(entry) != 3 or entry[1] != {}:
        raise _malformed("a signature isn't an array of three with an empty unprotected header")
    protected, _, signature = entry
    if type(protected) is not bytes or type(signature) is not bytes or len(signature) != SIGNATURE_LENGTH:
        raise _malformed("a signature isn't 64 bytes")
    kid = protected[-KEY_ID_LENGTH:]
    if len(kid) != KEY_ID_LENGTH or protected != protected_header(kid):
        raise _malformed("a signature's protected header isn't exactly {1: -7, 4: kid}")
    return RootSignature(kid, signature)


def parse_payload(payload: bytes) -> Root:
    """Read a root's payload without judging signatures.

    Raises: CredentialError `root_malformed`.
    """
    try:
        fields = cbor.decode(payload)
        if type(fields) is not dict or fields.keys() != set(range(1, 8)):
            raise _malformed("root has other keys than 1-7")
        root_keys = tuple(_root_key(one) for one in _array(fields[6]))
        keys = tuple(_role_key(one) for one in _array(fields[7]))
    except CredentialError as fault:
        raise _malformed(fault.detail) from None
    every = root_keys + keys
    if len({(key.x, key.y) for key in every}) != len(every):
        raise _malformed("a key has two roles or stands twice")
    threshold = _count(fields[5])
    if not 1 <= threshold <= len(root_keys):
        raise _malformed("threshold out of range")
    by_kid: dict[bytes, tuple[Key, ...]] = {}
    for key in every:
        by_kid[key.kid] = (*by_kid.get(key.kid, ()), key)
    return Root(
        _count(fields[1]),
        _count(fields[2]),
        _text(fields[3]),
        tuple(_text(origin) for origin in _array(fields[4])),
        threshold,
        root_keys,
        keys,
        hashlib.sha256(payload).digest(),
        by_kid,
    )


def _root_key(value: Any) -> Key:
    check_key(value)
    return make_key(value, role="root")


def _role_key(value: Any) -> Key:
    if type(value) is not list or len(value) != 4:
        raise _malformed("a key's entry isn't an array of four")
    role, cose_key, standing, not_after = value
    if role not in ROLES or standing not in STANDINGS:
        raise _malformed("unknown role or standing")
    check_key(cose_key)
    return make_key(
        cose_key, role=role, standing=standing, not_after=None if not_after is None else _count(not_after)
    )


def _array(value: Any) -> list[Any]:
    if type(value) is not list or not value:
        raise _malformed("not an array with members")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise _malformed("not a non-negative integer")
    return value


def _text(value: Any) -> str:
    if type(value) is not str or not 1 <= len(value.encode()) <= _LONGEST_TEXT:
        raise _malformed("text isn't 1-400 bytes")
    return value


def _malformed(detail: str) -> CredentialError:
    return CredentialError("root_malformed", detail)
