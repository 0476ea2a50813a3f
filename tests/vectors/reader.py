"""Runs one vector through the Python core; refuses a vector with an unknown or a missing key."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from server.credential.election_state import ElectionState, open_state
from server.credential.errors import CredentialError
from server.credential.notices import Notice
from server.credential.registry_digests import ENTRY_LENGTH, SHARD_LENGTH, Digests
from server.credential.root import Trust, open_root
from server.credential.verify import Held, verify, verify_number

FOLDER: Final = Path(__file__).parent
CATEGORIES: Final = ("valid", "edge", "invalid")
_COMMON: Final = {"name", "description", "kind", "traps", "expect"}
_KEYS: Final = {
    "verify": {"qr_text", "device_now", "trust", "states"},
    "verify_number": {"number", "device_now", "trust", "states"},
    "open_state": {"token", "trust", "held"},
    "open_root": {"token", "held"},
}
_VERDICT: Final = {
    "code", "colour", "claims", "election", "seq", "as_of", "age_seconds", "clock_wrong", "right_time",
    "document_match", "term", "revocation",
}  # fmt: skip


def read_all() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (category/name, vector) of every file."""
    for category in CATEGORIES:
        for path in sorted((FOLDER / category).glob("*.json")):
            yield f"{category}/{path.stem}", json.loads(path.read_text(encoding="utf-8"))


def check_keys(vector: Mapping[str, Any]) -> None:
    """Refuse unknown and missing keys at every level.

    Raises: ValueError.
    """
    kind = vector.get("kind")
    if kind not in _KEYS:
        raise ValueError(f"unknown kind {kind!r}")
    optional = {"document_number"} if kind == "verify" else set()
    _exactly(vector, _COMMON | _KEYS[kind], optional=optional)
    if "trust" in vector:
        _exactly(vector["trust"], {"root", "issuer", "origins", "floor"})
    for state in vector.get("states", ()):
        _exactly(state, {"token", "digests", "notices"})
        if state["digests"] is not None:
            _exactly(state["digests"], {"seq", "index", "shards"})
    if kind in ("verify", "verify_number"):
        _exactly(vector["expect"], _VERDICT)
    else:
        _exactly(vector["expect"], {"code"}, optional={"election", "seq", "version"})


def _exactly(value: Mapping[str, Any], keys: set[str], *, optional: Collection[str] = ()) -> None:
    if not keys <= set(value) <= keys | set(optional):
        raise ValueError(f"keys {sorted(set(value) ^ keys)} are unknown or missing")


def run(vector: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the core answers, in the shape of `expect`."""
    kind = vector["kind"]
    if kind == "open_root":
        return _open_root(vector)
    trust = read_trust(vector["trust"])
    if kind == "open_state":
        return _open_state(vector, trust)
    states = read_states(vector["states"], trust)
    device_now = vector["device_now"]
    if kind == "verify_number":
        return verify_number(vector["number"], trust=trust, states=states, device_now=device_now).as_dict()
    return verify(
        vector["qr_text"],
        trust=trust,
        states=states,
        device_now=device_now,
        document_number=vector.get("document_number"),
    ).as_dict()


def read_trust(value: Mapping[str, Any]) -> Trust:
    """Return the trust of a vector, its root opened with nothing held."""
    root = open_root(bytes.fromhex(value["root"]), held=None)
    return Trust(root, value["issuer"], tuple(value["origins"]), value["floor"])


def read_states(values: list[dict[str, Any]], trust: Trust) -> dict[str, Held]:
    """Return what is held after the states were offered one after another."""
    held: dict[str, Held] = {}
    for value, state in _offered(values, trust):
        held[state.election] = Held(state, read_digests(value["digests"]), read_notices(value["notices"]))
    return held


def _offered(values: list[dict[str, Any]], trust: Trust) -> Iterator[tuple[dict[str, Any], ElectionState]]:
    """Offer states one after another, each against all accepted before; yield the accepted."""
    accepted: list[ElectionState] = []
    for value in values:
        try:
            state = open_state(bytes.fromhex(value["token"]), trust=trust, held=accepted)
        except CredentialError:
            continue
        accepted.append(state)
        yield value, state


def read_digests(value: Mapping[str, Any] | None) -> Digests | None:
    """Return digests from their sparse form."""
    if value is None:
        return None
    shards = {int(number): _shard(shard) for number, shard in value["shards"].items()}
    return Digests(value["seq"], bytes.fromhex(value["index"]), shards)


def _shard(value: str | Mapping[str, str]) -> bytes:
    if isinstance(value, str):
        return bytes.fromhex(value)
    shard = bytearray(SHARD_LENGTH)
    for position, entry in value.items():
        start = int(position) * ENTRY_LENGTH
        shard[start : start + ENTRY_LENGTH] = bytes.fromhex(entry)
    return bytes(shard)


def read_notices(value: Mapping[str, list[Any]] | None) -> dict[int, Notice] | None:
    """Return notices from their JSON form."""
    return None if value is None else {int(idx): Notice(*notice) for idx, notice in value.items()}


def _open_state(vector: Mapping[str, Any], trust: Trust) -> dict[str, Any]:
    accepted = [state for _, state in _offered([{"token": token} for token in vector["held"]], trust)]
    try:
        state = open_state(bytes.fromhex(vector["token"]), trust=trust, held=accepted)
    except CredentialError as fault:
        return {"code": fault.code}
    return {"code": "accepted", "election": state.election, "seq": state.seq}


def _open_root(vector: Mapping[str, Any]) -> dict[str, Any]:
    held = None if vector["held"] is None else open_root(bytes.fromhex(vector["held"]), held=None)
    try:
        root = open_root(bytes.fromhex(vector["token"]), held=held)
    except CredentialError as fault:
        return {"code": fault.code}
    return {"code": "accepted", "version": root.version}
