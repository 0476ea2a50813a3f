"""docs/credential-format.md suffices: a verifier written from it answers every vector, and its example is real."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.interop.page_bytes import Refused, sha, sign1
from tests.interop.page_verdict import verify, verify_number
from tests.interop.page_verifier import open_root, open_state, read_text

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "vectors").glob("*/*.json"))
PAGE = (ROOT / "docs" / "credential-format.md").read_text("utf-8")


@pytest.mark.parametrize("kind", ["verify", "verify_number", "open_state", "open_root"])
def test_the_verifier_of_the_page_answers_every_vector(kind: str) -> None:
    vectors = [json.loads(path.read_text("utf-8")) for path in FILES]
    mine = [each for each in vectors if each["kind"] == kind]
    wrong = [(each["name"], got, each["expect"]) for each in mine if (got := judge(each)) != each["expect"]]
    assert len(mine) > 20 and wrong == []


def judge(vector: dict[str, Any]) -> dict[str, Any]:
    """Return what the page's verifier answers to a vector."""
    try:
        if vector["kind"] == "open_root":
            held = None if vector["held"] is None else open_root(bytes.fromhex(vector["held"]), None)
            return {"code": "accepted", "version": open_root(bytes.fromhex(vector["token"]), held)["version"]}
        trust = vector["trust"] | {"root": open_root(bytes.fromhex(vector["trust"]["root"]), None)}
        if vector["kind"] == "open_state":
            accepted = [one["state"] for one in offered([{"token": each} for each in vector["held"]], trust)]
            state = open_state(bytes.fromhex(vector["token"]), trust, accepted)
            return {"code": "accepted", "election": state["election"], "seq": state["seq"]}
    except Refused as refused:
        return {"code": refused.args[0]}
    held = {one["state"]["election"]: one for one in offered(vector["states"], trust)}
    return (verify if vector["kind"] == "verify" else verify_number)(vector, trust, held)


def offered(states: list[dict[str, Any]], trust: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is held after states were offered one after another."""
    accepted: list[dict[str, Any]] = []
    for one in states:
        try:
            state = open_state(bytes.fromhex(one["token"]), trust, [each["state"] for each in accepted])
        except Refused:
            continue
        accepted.append({"state": state, "digests": digests(one.get("digests")), "notices": one.get("notices")})
    return accepted


def digests(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return digests from their sparse form."""
    if value is None:
        return None
    shards = {}
    for number, told in value["shards"].items():
        if isinstance(told, str):
            shards[int(number)] = bytes.fromhex(told)
            continue
        entries = [bytes.fromhex(told.get(str(at), "00" * 16)) for at in range(1024)]
        shards[int(number)] = b"".join(entries)
    return {"seq": value["seq"], "index": bytes.fromhex(value["index"]), "shards": shards}


def test_the_example_of_the_page_is_the_vector() -> None:
    vector = json.loads((ROOT / "tests/vectors/valid/paper.json").read_text("utf-8"))
    kid, payload, signed, signature = sign1(read_text(vector["qr_text"], vector["trust"]["origins"]))
    _, state, _, _ = sign1(bytes.fromhex(vector["states"][0]["token"]), "application/statuslist+cwt")
    index = bytes.fromhex(vector["states"][0]["digests"]["index"])
    digits = vector["qr_text"].partition("#")[2]
    told_there, page = " ".join(PAGE.split()), "".join(PAGE.split())
    for told in (kid, signature, sha(signed, 16), sha(index, 16)):
        assert told.hex() in page
    assert f"{len(digits)} digits that begin with {digits[:8]}" in told_there
    assert f"59 {len(payload):04x}" in told_there
    assert all(each in payload for each in (b"PR00412", b"MARIA GONZALEZ FERNANDEZ")) and sha(index, 16) in state
