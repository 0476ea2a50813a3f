"""Makes vectors: a case states the code it expects; the rest of the verdict is what the core answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.vectors import reader, world

Vector = dict[str, Any]


def verify(
    name: str, description: str, code: str, *, traps: Sequence[str] = (), sealed: bytes | None = None,
    text: str | None = None, states: Sequence[dict[str, Any]] | None = None, device_now: int = world.NOW,
    trust: dict[str, Any] | None = None, document_number: str | None = None, colour: str | None = None,
    **state_changes: Any,
) -> Vector:  # fmt: skip
    """Return a vector of kind `verify`; by default the registry lists the credential and all is well.

    Raises: AssertionError: the core answers another code or colour.
    """
    credential = world.seal() if sealed is None and text is None else sealed
    if states is None:
        states = [world.held(credential, **state_changes)]
    vector: Vector = {
        "name": name,
        "description": description,
        "kind": "verify",
        "traps": list(traps),
        "qr_text": world.text(credential or b"") if text is None else text,
        "device_now": device_now,
        "trust": trust or world.trust(),
        "states": list(states),
    }
    if document_number is not None:
        vector["document_number"] = document_number
    return _expecting(vector, code, colour=colour)


def verify_number(
    name: str, description: str, code: str, *, number: str, traps: Sequence[str] = (),
    states: Sequence[dict[str, Any]] | None = None, device_now: int = world.NOW,
    trust: dict[str, Any] | None = None, **state_changes: Any,
) -> Vector:  # fmt: skip
    """Return a vector of kind `verify_number`."""
    if states is None:
        states = [world.held(world.seal(), **state_changes)]
    return _expecting(
        {
            "name": name,
            "description": description,
            "kind": "verify_number",
            "traps": list(traps),
            "number": number,
            "device_now": device_now,
            "trust": trust or world.trust(),
            "states": list(states),
        },
        code,
    )


def open_state(
    name: str, description: str, code: str, *, token: bytes, traps: Sequence[str] = (),
    held: Sequence[bytes] = (), trust: dict[str, Any] | None = None,
) -> Vector:  # fmt: skip
    """Return a vector of kind `open_state`."""
    return _expecting(
        {
            "name": name,
            "description": description,
            "kind": "open_state",
            "traps": list(traps),
            "token": token.hex(),
            "trust": trust or world.trust(),
            "held": [one.hex() for one in held],
        },
        code,
    )


def open_root(
    name: str, description: str, code: str, *, token: bytes, traps: Sequence[str] = (),
    held: bytes | None = None,
) -> Vector:  # fmt: skip
    """Return a vector of kind `open_root`."""
    return _expecting(
        {
            "name": name,
            "description": description,
            "kind": "open_root",
            "traps": list(traps),
            "token": token.hex(),
            "held": None if held is None else held.hex(),
        },
        code,
    )


def category(vector: Vector) -> str:
    """Return the folder of a vector: valid, edge or invalid."""
    expect = vector["expect"]
    if expect["code"] == "accepted":
        return "valid"
    return {"green": "valid", "amber": "edge"}.get(expect.get("colour", ""), "invalid")


def _expecting(vector: Vector, code: str, *, colour: str | None = None) -> Vector:
    answer = reader.run(vector)
    if answer["code"] != code or colour not in (None, answer.get("colour")):
        raise AssertionError(f"{vector['name']}: {code} {colour or ''} expected, got {answer}")
    vector["expect"] = answer
    reader.check_keys(vector)
    return vector
