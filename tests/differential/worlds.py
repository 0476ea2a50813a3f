"""What a verifier may hold: roots, states of several elections, digests and notices, drawn from a seed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any, Final

from server.credential import envelope, notices, registry_digests, root
from server.credential.certificate_number import make
from server.credential.claims import CredentialClaims, local_day, start_of_day
from server.credential.document_commitment import commit
from server.credential.election_state import ElectionState, seal_state
from server.credential.root import Root, Trust
from server.credential.state_gate import pack_statuses
from server.credential.verify import Held
from tests.vectors import keys, reader

NOW: Final = 1_700_000_000
ISSUER: Final = "https://o.example.kg"
ORIGINS: Final = ("https://o.example.kg", "http://localhost:8080")
ELECTIONS: Final = (("prez-2027", "PR"), ("jk-2028", "JK1K"), ("Шайлоо", "PR"))
TODAY: Final = local_day(NOW)
ISSUE_KEYS: Final = ("issue", "issue", "issue", "issue-retired", "issue-compromised")
OTHER_KEYS: Final = ("state", "root-1", "stranger")
DOCUMENTS: Final = ("AC1234567", "С 765/432-1", "xx99", "ЕТ0077")


@dataclass(frozen=True, slots=True)
class Issued:
    """A credential of a world, and the number of its holder's document."""

    claims: CredentialClaims
    sealed: bytes
    document_number: str


@dataclass(slots=True)
class World:
    """One device: what it trusts and holds, in Python's objects and as the JSON of tests/vectors."""

    trust: Trust
    root_bytes: bytes
    json: dict[str, Any]
    states: dict[str, Held] = field(default_factory=dict)
    issued: list[Issued] = field(default_factory=list)
    tokens: list[bytes] = field(default_factory=list)


@cache
def root_key(name: str, role: str, standing: root.Standing = "active", not_after: int | None = None) -> root.Key:
    """Return the root's entry for a test key."""
    return root.make_key(keys.cose_key(name), role=role, standing=standing, not_after=not_after)


def draft_root(
    version: int,
    *,
    iat: int = NOW - 9_000_000,
    compromised_state: bool = False,
    custodians: tuple[str, ...] = ("root-1", "root-2", "root-3"),
) -> Root:
    """Return an unsigned root with keys of every role and standing."""
    return root.make_root(
        version=version,
        iat=iat,
        issuer=ISSUER,
        origins=ORIGINS,
        threshold=2,
        root_keys=[root_key(name, "root") for name in custodians],
        keys=[
            root_key("issue", "issue"),
            root_key("issue-retired", "issue", "retired", NOW - 200_000),
            root_key("issue-compromised", "issue", "compromised"),
            root_key("state", "state", "compromised" if compromised_state else "active"),
            root_key("state-2", "state"),
            root_key("state-retired", "state", "retired", NOW - 50_000),
            root_key("state-compromised", "state", "compromised"),
        ],
    )


def seal_root(payload: bytes, signers: tuple[str, ...] = ("root-1", "root-2")) -> bytes:
    """Return a root signed by test keys."""
    signatures = [
        root.RootSignature(keys.kid(name), keys.sign(name, root.signing_input(payload, kid=keys.kid(name))))
        for name in signers
    ]
    return root.seal_root(payload, signatures=signatures)


def make_world(rng: Random) -> World:
    """Return a device with zero to three elections."""
    version = rng.choice((1, 3))
    root_bytes = seal_root(root.to_payload(draft_root(version, compromised_state=rng.random() < 0.1)))
    opened = root.open_root(root_bytes, held=None)
    floor = NOW - rng.choice((0, 0, 1000, 90_000))
    trust = Trust(opened, ISSUER, ORIGINS, floor)
    spec = {"root": root_bytes.hex(), "issuer": ISSUER, "origins": list(ORIGINS), "floor": floor}
    world = World(trust, root_bytes, {"trust": spec, "states": []})
    for election, prefix in rng.sample(ELECTIONS, rng.choice((0, 1, 2, 2, 3, 3))):
        _add_election(world, election, prefix, rng)
    if not world.issued:
        world.issued = [_issue("prez-2027", "PR", idx, rng) for idx in range(4)]
    world.states = reader.read_states(world.json["states"], trust)
    return world


def _add_election(world: World, election: str, prefix: str, rng: Random) -> None:
    issued = [_issue(election, prefix, idx, rng) for idx in range(8)]
    world.issued += issued
    entries = {
        one.claims.idx: registry_digests.entry_of(envelope.open_credential(one.sealed).sig_structure)
        for one in issued
    }
    if rng.random() < 0.3:
        entries[3] = hashlib.sha256(b"another credential").digest()[:16]
    if rng.random() < 0.3:
        del entries[2]
    shards = registry_digests.append([], entries)
    index = registry_digests.index_of(shards)
    statuses = {idx: rng.choice((0, 0, 0, 0, 1, 0x0C, 2, 9)) for idx in range(8) if rng.random() < 0.95}
    state = draft_state(
        rng, election=election, prefix=prefix, statuses=statuses, registry_hash=registry_digests.index_hash(index)
    )
    token = seal_state(state, signer=keys.KeySigner(state=rng.choice(("state", "state-2", "state-2"))))
    world.tokens.append(token)
    revoked = {
        idx: [NOW - 60, rng.choice(notices.KINDS), f"№ {idx}", TODAY] for idx, value in statuses.items() if value == 1
    }
    world.json["states"].append(
        {
            "token": token.hex(),
            "digests": _digests(state.seq, index, shards, rng),
            "notices": revoked if rng.random() < 0.7 else None,
        }
    )


def _digests(seq: int, index: bytes, shards: list[bytes], rng: Random) -> dict[str, Any] | None:
    """Return the JSON of digests: right, or missing, older, damaged, incomplete."""
    way = rng.randrange(10)
    if way == 0:
        return None
    shard: Any = {
        str(at // 16): shards[0][at : at + 16].hex() for at in range(0, 16 * 1024, 16) if any(shards[0][at : at + 16])
    }
    if way == 1:
        shard = {**shard, "5": "00" * 15 + "01"}
    if way == 2:
        shard = shards[0][:-1].hex()
    found = {} if way == 3 else {"0": shard}
    if way == 4:
        index = index[:-1]
    if way == 5:
        index += bytes(32)
    return {"seq": seq - rng.choice((0, 0, 0, 1, 3)), "index": index.hex(), "shards": found}


def draft_state(
    rng: Random, *, election: str, prefix: str, statuses: dict[int, int], registry_hash: bytes
) -> ElectionState:
    """Return an unsigned state with a random term and age."""
    basis = rng.choice((0, 0, 0, 1, 1, 2, 3))
    published = (
        TODAY + rng.choice((-2, -1, 0, 1)) if basis == 1 else rng.choice((None, TODAY)) if basis == 3 else None
    )
    iat = NOW - rng.choice((0, 100, 3600, 100_000))
    if published is not None and rng.random() < 0.5:
        iat = start_of_day(published + 1) + rng.choice((-1, 0, 1))
    return ElectionState(
        uri=f"{ISSUER}/s/{election}",
        iat=iat,
        exp=iat + 86_400,
        ttl=900,
        statuses=pack_statuses(statuses, slots=1024),
        election=election,
        seq=rng.choice((5, 6, 412)),
        previous=bytes(32),
        opens_day=TODAY - 30,
        voting_days=(TODAY,),
        repeat_days=(),
        published_day=published,
        registry_hash=registry_hash,
        checkpoint=rng.choice((None, b"checkpoint")),
        root_version=rng.choice((1, 1, 1, 2)),
        regulation_hash=bytes(16),
        notices_hash=bytes(16),
        basis=basis,
        prefix=prefix,
    )


def _issue(election: str, prefix: str, idx: int, rng: Random) -> Issued:
    number = make(prefix, idx)
    document = rng.choice(DOCUMENTS)
    portrait = idx % 4 == 3
    claims = CredentialClaims(
        issuer=ISSUER,
        issued_at=NOW - rng.choice((10, 3000, 100_000, 300_000)),
        credential_id=rng.randbytes(8),
        number=number,
        name_latin="EXAMPLE ÑUÑEZ",
        citizenship="UTO",
        idx=idx,
        uri=f"{ISSUER}/s/{election}",
        organisation="Үлгү эл аралык уюму",
        election=election,
        accreditation_day=TODAY + rng.choice((-9, -9, -1, 0, 1)),
        category="observer",
        document_country="UTO",
        document_commitment=commit(number, country="UTO", document_number=document),
        regulation="2024-1",
        first_seq=rng.choice((1, 4, 5, 6, 413)),
        name_cyrillic="МИСАЛ Ңурбек" if idx % 2 else None,
        language="kir" if idx % 2 else None,
        photo=rng.randbytes(300) if portrait else None,
        holder_key=rng.randbytes(32) if idx % 4 == 2 else None,
    )
    return Issued(claims, envelope.seal(claims, signer=keys.KeySigner(issue=rng.choice(ISSUE_KEYS))), document)
