"""Seal and verify beside the bare primitive, `cwt` and `pycose`; the state's size, cost and growth."""

from __future__ import annotations

import json
import random
import subprocess
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from server.credential import checkpoint, envelope, registry_digests
from server.credential.checkpoint import Checkpoint
from server.credential.claims import CredentialClaims
from server.credential.election_state import ElectionState, open_state, seal_state
from server.credential.registry_digests import Digests, entry_of
from server.credential.signature import verify_es256
from server.credential.signer import SigningRole
from server.credential.state_gate import check_statuses, pack_statuses
from server.credential.verify import Held, verify
from tests.bench.row import Row
from tests.vectors import keys, reader, world

_BARE = ec.ECDSA(hashes.SHA256())
_DETERMINISTIC = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_INTEROP_PYTHON = Path(__file__).parents[2] / ".cache" / "interop-venv" / "bin" / "python"
_PEERS = Path(__file__).with_name("bytes_peers.py")
_ROUNDS = 400
_CALLS = 20


class HeldKeySigner:
    """The signing port as the signer process holds it: keys and kids in memory."""

    def __init__(self) -> None:
        self._keys: dict[SigningRole, ec.EllipticCurvePrivateKey] = {
            "issue": keys.private_key("issue"),
            "state": keys.private_key("state"),
        }
        self._kids: dict[SigningRole, bytes] = {"issue": keys.kid("issue"), "state": keys.kid("state")}

    def key_id(self, role: SigningRole) -> bytes:
        """Return the kid of the role's key."""
        return self._kids[role]

    def sign(self, role: SigningRole, sig_structures: Sequence[bytes]) -> list[bytes]:
        """Sign as the signer process does."""
        key = self._keys[role]
        return [_raw(key.sign(message, _DETERMINISTIC)) for message in sig_structures]


def _raw(der: bytes) -> bytes:
    r_end = 4 + der[3]
    return der[4:r_end].lstrip(b"\x00").rjust(32, b"\x00") + der[r_end + 2 :].lstrip(b"\x00").rjust(32, b"\x00")


def rows() -> list[Row]:
    """Measure everything of this file."""
    return [*_seal_and_verify(), *_peers(), *_states(), *_publish(), *_growth()]


def per_second(*functions: Callable[[], object]) -> list[float]:
    """Return calls a second of each function: the best of many short rounds, taken in turns."""
    best = [float("inf")] * len(functions)
    for _ in range(_ROUNDS):
        for at, function in enumerate(functions):
            started = time.perf_counter()
            for _ in range(_CALLS):
                function()
            best[at] = min(best[at], (time.perf_counter() - started) / _CALLS)
    return [1 / one for one in best]


def _seal_and_verify() -> list[Row]:
    signer, claims = HeldKeySigner(), world.claims()
    sealed = envelope.seal(claims, signer=signer)
    opened = envelope.open_credential(sealed)
    private, public = keys.private_key("issue"), keys.private_key("issue").public_key()
    der = encode_dss_signature(
        int.from_bytes(opened.signature[:32], "big"), int.from_bytes(opened.signature[32:], "big")
    )
    trust = reader.read_trust(world.trust())
    states = reader.read_states([world.held(sealed)], trust)
    text = world.text(sealed)
    bare_sign, ours_seal, bare_verify, ours_verify = per_second(
        lambda: private.sign(opened.sig_structure, _DETERMINISTIC),
        lambda: envelope.seal(claims, signer=signer),
        lambda: public.verify(der, opened.sig_structure, _BARE),
        lambda: verify(text, trust=trust, states=states, device_now=world.NOW),
    )
    return [
        _ratio("seal a credential", "cryptography ES256.sign", ours_seal, bare_sign, least=0.6),
        _ratio("verify a credential, 8 steps", "cryptography ES256.verify", ours_verify, bare_verify, least=0.6),
    ]


def _ratio(name: str, limit: str, ours: float, peer: float, *, least: float) -> Row:
    return Row(name, limit, ours, peer, ours / peer, f"≥ {least}", ours / peer >= least)


def _peers() -> list[Row]:
    """Verify the signature alone: ours, and each peer in its own venv, each against the bare verify beside it."""
    if not _INTEROP_PYTHON.exists():
        return []
    sealed = world.seal()
    x, y = (bytes(keys.cose_key("issue")[label]) for label in (-2, -3))  # type: ignore[arg-type]
    signed = envelope.open_credential(sealed)
    public = keys.private_key("issue").public_key()
    der = encode_dss_signature(
        int.from_bytes(signed.signature[:32], "big"), int.from_bytes(signed.signature[32:], "big")
    )

    def alone() -> None:
        opened = envelope.open_credential(sealed)
        assert verify_es256(opened.sig_structure, opened.signature, x=x, y=y)

    ours, bare = per_second(alone, lambda: public.verify(der, signed.sig_structure, _BARE))
    request = {"sealed": sealed.hex(), "x": x.hex(), "y": y.hex(), "kid": keys.kid("issue").hex()}
    request |= {"signed": signed.sig_structure.hex(), "signature": signed.signature.hex()}
    done = subprocess.run(
        [_INTEROP_PYTHON, "-W", "ignore", _PEERS],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=True,
    )
    measured = json.loads(done.stdout)
    result = [_ratio("verify the signature alone", "cryptography ES256.verify", ours, bare, least=0.6)]
    for name, peer in measured.items():
        ratio = (ours / bare) / peer
        result.append(
            Row(f"… ahead of {name}", f"{name}, each to its bare verify", ours / bare, peer, ratio, "> 1", ratio > 1)
        )
    return result


def _list_of(slots: int, *, revoked: float) -> bytes:
    chosen = random.Random(20_406).sample(range(slots), round(slots * revoked))
    return pack_statuses(dict.fromkeys(chosen, 1), slots=slots, base=bytes(-(-slots // 1024) * 512))


def _states() -> list[Row]:
    signer, result = HeldKeySigner(), []
    for slots, most in ((1_024, 440), (10_240, 800), (1_000_000, 3_000)):
        statuses = _list_of(slots, revoked=0.001)
        told = checkpoint.encode(Checkpoint(1_000_000, bytes(range(32))))
        state = replace(world.state(), statuses=statuses, checkpoint=told)
        bare = len(zlib.compress(statuses, 9))
        size = len(seal_state(state, signer=signer))
        result.append(
            Row(
                f"state of {slots:,} indices, bytes",
                "deflate of the list",
                size,
                bare,
                size / bare,
                f"≤ {most} bytes",
                size <= most,
            )
        )
        started = time.perf_counter()
        token = seal_state(state, signer=signer)
        sealed_ms = (time.perf_counter() - started) * 1000
        bare_ms = 1000 / per_second(lambda: keys.private_key("state").sign(b"x" * 400, _DETERMINISTIC))[0]
        result.append(
            Row(
                f"state of {slots:,}: seal, ms",
                "ES256.sign alone",
                sealed_ms,
                bare_ms,
                sealed_ms / bare_ms,
                "≤ 100 ms",
                sealed_ms <= 100,
            )
        )
        opened = open_state(token, trust=reader.read_trust(world.trust()), held=[])
        assert opened.slots >= slots
    return result


def _publish() -> list[Row]:
    """One new credential among many: list, registry, gate and seal; the slope is what a credential more costs."""
    signer, measured = HeldKeySigner(), []
    for slots in (10_240, 1_024_000):
        before = _list_of(slots, revoked=0.001)[:-512] + b"\x33" * 512
        index = registry_digests.index_of(registry_digests.append([], {slots - 1024: b"e" * 16}))
        best = min(_publish_once(before, index, slots=slots, signer=signer) for _ in range(5))
        measured.append(best * 1000)
    few, many = measured
    slope = (many - few) * 1000 / (1_024_000 - 10_240)
    return [
        Row("publish among 1,000,000, ms", "among 10,240", many, few, many / few, "≤ 100 ms", many <= 100),
        Row("publish, µs a credential more", "–", slope, 1.0, slope, "≤ 1 µs", slope <= 1),
    ]


def _publish_once(before: bytes, index: bytes, *, slots: int, signer: HeldKeySigner) -> float:
    """Return the seconds that one new credential takes: list, gate, its shard, index, seal; as the publisher does."""
    started = time.perf_counter()
    statuses = pack_statuses({slots - 1: 0}, slots=slots, base=before)
    check_statuses(before, statuses)
    changed = registry_digests.append([bytes(registry_digests.SHARD_LENGTH)], {1023: b"n" * 16})
    registry_hash = registry_digests.index_hash(index[:-32] + registry_digests.index_of(changed))
    seal_state(replace(world.state(), statuses=statuses, registry_hash=registry_hash), signer=signer)
    return time.perf_counter() - started


def _growth() -> list[Row]:
    """Verify among 1,024 and among 1,000,000 credentials: the same cost."""
    small, large = (_verifier(slots) for slots in (1_024, 1_000_000))
    few, many = per_second(small, large)
    return [Row("verify among 1,000,000", "among 1,024", many, few, many / few, "≥ 0.9", many / few >= 0.9)]


def _verifier(slots: int) -> Callable[[], object]:
    idx = slots - 7
    claims: CredentialClaims = world.claims(idx=idx)
    sealed = world.seal(claims)
    entry = entry_of(world.sig_structure_of(sealed))
    blank = bytes(registry_digests.SHARD_LENGTH)
    shards = registry_digests.append([blank] * (idx // 1024), {idx: entry})
    index = registry_digests.index_of(shards)
    state: ElectionState = replace(
        world.state(), statuses=_list_of(slots, revoked=0.0), registry_hash=registry_digests.index_hash(index)
    )
    text = world.text(sealed)
    given = reader.read_trust(world.trust())
    accepted = open_state(world.token(state), trust=given, held=[])
    held = {world.ELECTION: Held(accepted, Digests(accepted.seq, index, dict(enumerate(shards))))}

    def run() -> object:
        verdict = verify(text, trust=given, states=held, device_now=world.NOW)
        assert verdict.code == "valid"
        return verdict

    return run
