"""The two judges of an input: Python here, and one long-lived Node process fed with JSON lines."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from server.credential import base45, cbor, notices
from server.credential.election_state import ElectionState, open_state
from server.credential.errors import CredentialError
from server.credential.root import Key, Root, open_root
from server.credential.verify import verify, verify_number
from tests.differential.worlds import World
from tools.node import node_command

_SCRIPT: Final = Path(__file__).with_name("judge.mjs")
_HEAP_MB: Final = 64


@dataclass(frozen=True, slots=True)
class Mark:
    """What is remembered of an accepted state."""

    election: str
    kid: bytes
    seq: int
    iat: int
    digest: bytes


def judge(job: dict[str, Any], world: World) -> dict[str, Any]:
    """Return Python's answer as JSON values."""
    kind = job["kind"]
    if kind == "verify":
        return verify(
            job["text"],
            trust=world.trust,
            states=world.states,
            device_now=job["device_now"],
            document_number=job["document_number"],
        ).as_dict()
    if kind == "verify_number":
        return verify_number(
            job["number"], trust=world.trust, states=world.states, device_now=job["device_now"]
        ).as_dict()
    if kind == "bytes":
        return _judge_bytes(job)
    data = bytes.fromhex(job["data"])
    try:
        if kind == "open_state":
            return _state(open_state(data, trust=world.trust, held=[_mark(one) for one in job["held"]]))
        return _root(open_root(data, held=world.trust.root if job["held"] else None))
    except CredentialError as fault:
        return {"code": fault.code}


def _judge_bytes(job: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    try:
        decoded = cbor.decode(bytes.fromhex(job["data"]))
        answer["cbor"] = "decoded"
        answer["cbor"] = cbor.encode(decoded).hex()
    except CredentialError as fault:
        answer["cbor"] = [answer.get("cbor"), fault.code]
    try:
        answer["base45"] = base45.decode(job["base45"]).hex()
    except CredentialError as fault:
        answer["base45"] = fault.code
    try:
        found = notices.decode(bytes.fromhex(job["notices"]))
        answer["notices"] = [[idx, *asdict(notice).values()] for idx, notice in sorted(found.items())]
    except CredentialError as fault:
        answer["notices"] = fault.code
    return answer


def _mark(value: dict[str, Any]) -> Mark:
    return Mark(
        value["election"], bytes.fromhex(value["kid"]), value["seq"], value["iat"], bytes.fromhex(value["digest"])
    )


def _state(state: ElectionState) -> dict[str, Any]:
    return {"code": "accepted", "slots": state.slots, **_plain(asdict(state))}


def _root(root: Root) -> dict[str, Any]:
    return {
        "code": "accepted",
        **_plain({name: getattr(root, name) for name in ("version", "iat", "issuer", "threshold", "digest")}),
        "origins": list(root.origins),
        "root_keys": [_key(key) for key in root.root_keys],
        "keys": [_key(key) for key in root.keys],
    }


def _key(key: Key) -> dict[str, Any]:
    return _plain(asdict(key))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.hex() if isinstance(value, bytes) else list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


class NodeJudge:
    """A Node process that runs verifier_web/credential: a line of JSON in, a line of JSON out."""

    def __init__(self, worlds: Sequence[World]) -> None:
        flags = [f"--max-old-space-size={_HEAP_MB}", "--max-semi-space-size=4"]
        self._process = subprocess.Popen(
            [*node_command(), *flags, str(_SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._ask({"worlds": [world.json for world in worlds]})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def send(self, jobs: Sequence[dict[str, Any]]) -> None:
        """Hand over a batch; `receive` brings its answers."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"jobs": jobs}) + "\n")
        self._process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """Return {answers, slowest_ms, slowest, peak_mb} of the batch sent longest ago."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"Node ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
        return self.receive()
