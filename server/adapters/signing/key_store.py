"""The key store: development keys made once at installation, and the chain of signed roots.

keys/environment            "demo" or "production": keys of one never serve the other
keys/root-1.key.pem …       three root keys, two of which sign a root; custodians take them off the machine
keys/issue.key.pem          signs credentials; read by the signer process only
keys/state.key.pem          signs election states; read by the signer process only
keys/trust_anchor.cbor      root version 1, what verifiers start from
keys/roots/<version>.cbor   every version
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from server.adapters.signing.pem_signer import (
    PemSigner,
    Role,
    cose_key,
    load_key,
    make_key,
    pem_of,
    sign_es256,
)
from server.credential import root as roots
from server.credential.errors import CredentialError
from server.credential.root import Key, Root, RootSignature

ROOT_KEYS: Final = 3
THRESHOLD: Final = 2
_ROLES: Final[tuple[Role, ...]] = ("issue", "state")


class KeyStoreError(ValueError):
    """Keys are missing, damaged, readable by others or of another environment; one clear line."""


def install_keys(keys_dir: Path, *, environment: str, issuer: str, origins: Sequence[str], now: int) -> Root:
    """Make keys and root version 1 where there are none; add a root version when an origin is new.

    Args:
        origins: those of the settings; old ones stay in the root, since paper carries them.
        now: unix seconds.

    Raises:
        KeyStoreError: production without keys, keys of another environment, or another issuer.
    """
    if not (keys_dir / "environment").exists():
        if environment == "production":
            raise KeyStoreError(
                f"no keys in {keys_dir}: production keys come from the key ceremony (keys/README.md), "
                "they are never made here"
            )
        _make_keys(keys_dir, environment=environment, issuer=issuer, origins=origins, now=now)
    check_environment(keys_dir, environment=environment)
    newest = open_roots(keys_dir)[-1]
    if newest.issuer != issuer:
        raise KeyStoreError(
            f"ISSUER is {issuer}, but the keys in {keys_dir} belong to {newest.issuer}: "
            "use that issuer, or another DATA_DIR"
        )
    if set(origins) <= set(newest.origins):
        return newest
    every = tuple(dict.fromkeys((*origins, *newest.origins)))
    return _add_root(keys_dir, newest, origins=every, now=now)


def load_signer(keys_dir: Path, *, environment: str) -> PemSigner:
    """Load the issue and state keys.

    Raises:
        KeyStoreError: a key is missing or not private to us, or belongs to another environment.
    """
    check_environment(keys_dir, environment=environment)
    newest = open_roots(keys_dir)[-1]
    signer = PemSigner({role: _load_private(_key_file(keys_dir, role)) for role in _ROLES})
    for role in _ROLES:
        known = newest.by_kid.get(signer.key_id(role), ())
        if not any(key.role == role and key.standing == "active" for key in known):
            raise KeyStoreError(f"the {role} key is not an active {role} key of root version {newest.version}")
    return signer


def check_environment(keys_dir: Path, *, environment: str) -> None:
    """Refuse keys of another environment.

    Raises:
        KeyStoreError: demo keys in production or the reverse, or no keys at all.
    """
    try:
        made_for = (keys_dir / "environment").read_text("ascii").strip()
    except OSError as fault:
        raise KeyStoreError(f"no keys in {keys_dir}: run the installation first (make run)") from fault
    if made_for != environment:
        raise KeyStoreError(
            f"the keys in {keys_dir} are {made_for} keys and CEC_ENV is {environment}: "
            "they are refused; use another DATA_DIR"
        )


def root_files(keys_dir: Path) -> list[bytes]:
    """Return the signed roots, version 1 first.

    Raises:
        KeyStoreError: none.
    """
    files: list[bytes] = []
    while (file := keys_dir / "roots" / f"{len(files) + 1}.cbor").exists():
        files.append(file.read_bytes())
    if not files:
        raise KeyStoreError(f"no root in {keys_dir}: run the installation first (make run)")
    return files


def anchor_file(keys_dir: Path) -> bytes:
    """Return the trust anchor."""
    return (keys_dir / "trust_anchor.cbor").read_bytes()


def open_roots(keys_dir: Path) -> list[Root]:
    """Open the chain of roots with a verifier's checks.

    Raises:
        KeyStoreError: one of them doesn't follow.
    """
    chain: list[Root] = []
    for file in root_files(keys_dir):
        try:
            chain.append(roots.open_root(file, held=chain[-1] if chain else None))
        except CredentialError as fault:
            raise KeyStoreError(f"root version {len(chain) + 1} in {keys_dir} is refused: {fault}") from fault
    return chain


def _make_keys(keys_dir: Path, *, environment: str, issuer: str, origins: Sequence[str], now: int) -> None:
    """Make everything beside, then put it in place in one step, so that a crash leaves nothing half made."""
    beside = keys_dir.with_name(f".{keys_dir.name}.new")
    if beside.exists():
        for file in sorted(beside.rglob("*"), reverse=True):
            file.rmdir() if file.is_dir() else file.unlink()
        beside.rmdir()
    beside.mkdir(mode=0o700, parents=True)
    names = [*(f"root-{n}" for n in range(1, ROOT_KEYS + 1)), *_ROLES]
    keys = {name: make_key() for name in names}
    for name, key in keys.items():
        _write_private(_key_file(beside, name), pem_of(key))
    root = roots.make_root(
        version=1,
        iat=now,
        issuer=issuer,
        origins=origins,
        threshold=THRESHOLD,
        root_keys=[roots.make_key(cose_key(keys[name]), role="root") for name in names[:ROOT_KEYS]],
        keys=[roots.make_key(cose_key(keys[role]), role=role) for role in _ROLES],
    )
    sealed = _sealed(root, [keys[name] for name in names[:THRESHOLD]])
    _write(beside / "roots" / "1.cbor", sealed)
    _write(beside / "trust_anchor.cbor", sealed)
    _write(beside / "environment", environment.encode("ascii") + b"\n")
    try:
        if keys_dir.exists():
            keys_dir.rmdir()
        beside.rename(keys_dir)
    except OSError as fault:
        raise KeyStoreError(f"{keys_dir} holds files but no keys: move it away first") from fault


def _add_root(keys_dir: Path, held: Root, *, origins: Sequence[str], now: int) -> Root:
    keys: list[Key] = list(held.keys)
    root = roots.make_root(
        version=held.version + 1,
        iat=max(now, held.iat),
        issuer=held.issuer,
        origins=origins,
        threshold=held.threshold,
        root_keys=held.root_keys,
        keys=keys,
    )
    custodians = [_load_private(_key_file(keys_dir, f"root-{n}")) for n in range(1, held.threshold + 1)]
    sealed = _sealed(root, custodians)
    opened = roots.open_root(sealed, held=held)
    _write(keys_dir / "roots" / f"{root.version}.cbor", sealed)
    return opened


def _sealed(root: Root, custodians: Sequence[ec.EllipticCurvePrivateKey]) -> bytes:
    payload = roots.to_payload(root)
    signatures = []
    for key in custodians:
        kid = roots.make_key(cose_key(key), role="root").kid
        signatures.append(RootSignature(kid, sign_es256(key, roots.signing_input(payload, kid=kid))))
    return roots.seal_root(payload, signatures=signatures)


def _key_file(keys_dir: Path, name: str) -> Path:
    return keys_dir / f"{name}.key.pem"


def _load_private(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        mode = path.stat().st_mode & 0o077
        if mode:
            raise KeyStoreError(f"{path} is readable by others: chmod 600 {path}")
        return load_key(path)
    except (OSError, ValueError) as fault:
        if isinstance(fault, KeyStoreError):
            raise
        raise KeyStoreError(f"key {path} is missing or damaged") from fault


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)
