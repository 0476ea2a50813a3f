"""Keys: roles, retirement, compromise, unknown kids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.credential import cbor
from tests.vectors import world
from tests.vectors.case import Vector, open_state, verify
from tests.vectors.world import CUSTODIANS, key_entry, root, trust


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _issue_keys()
    yield from _state_keys()
    yield from _unknown()


def _with(*entries: Any, version: int = 2) -> dict[str, Any]:
    return trust(root(version, entries=entries))


def _issue_keys() -> Iterator[Vector]:
    state, issued = key_entry("state", "state"), world.ISSUED_AT
    rows: list[tuple[str, Any, str, tuple[str, ...]]] = [
        ("retired-after-issue", key_entry("issue", "issue", "retired", issued + 1), "valid", ("retired_issue_key",)),
        ("retired-at-issue", key_entry("issue", "issue", "retired", issued), "valid", ("retired_issue_key",)),
        (
            "retired-before-issue",
            key_entry("issue", "issue", "retired", issued - 1),
            "signature_invalid",
            ("retired_issue_key",),
        ),
        ("retired-without-date", key_entry("issue", "issue", "retired"), "valid", ("retired_issue_key",)),
        ("active-with-date", key_entry("issue", "issue", "active", issued - 1), "valid", ()),
        ("compromised-listed", key_entry("issue", "issue", "compromised"), "valid", ("compromised_issue_key",)),
    ]
    for name, key, code, traps in rows:
        yield verify(
            f"key-{name}", f"The issue key is {name.replace('-', ' ')}.", code, traps=traps, trust=_with(key, state)
        )
    compromised = _with(key_entry("issue", "issue", "compromised", issued - 1), state)
    forged = world.seal(world.claims(name_latin="A FORGED NAME"))
    yield verify(
        "key-compromised-forged",
        "Made with the stolen key: another credential is listed.",
        "not_issued",
        traps=("compromised_issue_key", "digests_other_credential"),
        trust=compromised,
        sealed=forged,
        states=[world.held(world.seal())],
    )
    yield verify(
        "key-compromised-not-listed",
        "Made with the stolen key: nothing is listed.",
        "not_issued",
        traps=("compromised_issue_key",),
        trust=compromised,
        sealed=world.seal(world.claims(idx=7)),
        states=[world.held()],
    )
    yield verify(
        "key-compromised-no-digests",
        "A compromised key counts only with digests.",
        "registry_missing",
        traps=("compromised_issue_key", "digests_missing"),
        trust=compromised,
        digests=None,
    )
    by_state = world.seal(key="state")
    yield verify(
        "key-state-key-signs-credential",
        "A credential by the state key.",
        "signature_invalid",
        traps=("credential_by_state_key",),
        sealed=by_state,
    )
    yield verify(
        "key-state-key-signs-credential-stale",
        "As before; no staleness makes it amber.",
        "signature_invalid",
        traps=("credential_by_state_key",),
        sealed=by_state,
        device_now=world.NOW + 90_000,
    )
    yield verify(
        "key-state-key-signs-credential-no-state",
        "As before with no state held.",
        "signature_invalid",
        traps=("credential_by_state_key",),
        sealed=by_state,
        states=[],
    )
    by_custodian = world.seal(key=CUSTODIANS[0])
    yield verify(
        "key-root-key-signs-credential",
        "A credential by a root key.",
        "signature_invalid",
        traps=("credential_by_root_key",),
        sealed=by_custodian,
    )
    yield verify(
        "key-root-key-signs-credential-no-state",
        "As before with no state held.",
        "signature_invalid",
        traps=("credential_by_root_key",),
        sealed=by_custodian,
        states=[],
    )
    two = _with(key_entry("issue", "issue", "retired", issued), key_entry("issue 2", "issue"), state)
    yield verify(
        "key-second-issue-key", "Rotation: the new key signs.", "valid", trust=two, sealed=world.seal(key="issue 2")
    )


def _state_keys() -> Iterator[Vector]:
    issue, iat = key_entry("issue", "issue"), world.STATE_IAT
    good = world.token(world.state())
    rows: list[tuple[str, Any, str, tuple[str, ...]]] = [
        ("retired-at-iat", key_entry("state", "state", "retired", iat), "accepted", ("retired_state_key",)),
        (
            "retired-before-iat",
            key_entry("state", "state", "retired", iat - 1),
            "state_signature",
            ("retired_state_key",),
        ),
        ("retired-without-date", key_entry("state", "state", "retired"), "accepted", ("retired_state_key",)),
        ("compromised", key_entry("state", "state", "compromised"), "state_signature", ("compromised_state_key",)),
        (
            "compromised-with-date",
            key_entry("state", "state", "compromised", iat + 1),
            "state_signature",
            ("compromised_state_key",),
        ),
        ("unknown", key_entry("state 2", "state"), "state_signature", ()),
    ]
    for name, key, code, traps in rows:
        yield open_state(
            f"state-key-{name}",
            f"The state key is {name.replace('-', ' ')}.",
            code,
            traps=traps,
            token=good,
            trust=_with(issue, key, version=1),
        )
        if code != "accepted":
            yield verify(
                f"state-key-{name}-verify", "The only state offered is refused, so none is held.", "election_unknown",
                traps=traps, trust=_with(issue, key, version=1),
            )  # fmt: skip
    for name, key in (("issue-key", "issue"), ("root-key", CUSTODIANS[0])):
        yield open_state(
            f"state-by-{name}",
            f"A state by the {name.replace('-', ' ')}.",
            "state_signature",
            traps=("state_wrong_role",),
            token=world.token(world.state(), key=key),
        )
    newer = world.token(world.state(root_version=3), key="state 2")
    yield open_state("state-root-older", "Unknown kid, and claim 10 names a later root.", "root_older", token=newer)
    yield open_state(
        "state-same-root-unknown-key",
        "Unknown kid under the held root's version.",
        "state_signature",
        token=world.token(world.state(), key="state 2"),
    )
    yield open_state(
        "state-later-root-known-key",
        "A known good key is enough, whatever claim 10 says.",
        "accepted",
        token=world.token(world.state(root_version=9)),
    )
    yield open_state(
        "state-later-root-wrong-role",
        "A known kid of the wrong role, later root.",
        "state_signature",
        traps=("state_wrong_role",),
        token=world.token(world.state(root_version=9), key="issue"),
    )
    recovery = _with(issue, key_entry("state", "state", "compromised"), key_entry("state 2", "state"))
    forward = world.token(world.state(seq=10**9, iat=world.STATE_IAT + 10**8))
    good2 = world.token(world.state(seq=8, iat=world.STATE_IAT + 60), key="state 2")
    yield open_state(
        "state-recovery",
        "A fast-forwarded state by a key now compromised no longer counts.",
        "accepted",
        traps=("compromised_state_key",),
        token=good2,
        held=[forward],
        trust=recovery,
    )
    older2 = world.token(world.state(seq=7), key="state 2")
    yield open_state(
        "state-recovery-still-older",
        "Marks of the key that is still good count on.",
        "state_older",
        traps=("compromised_state_key", "state_older"),
        token=older2,
        held=[good2, forward],
        trust=recovery,
    )
    both = _with(issue, key_entry("state", "state", "retired", world.STATE_IAT), key_entry("state 2", "state"))
    yield open_state(
        "state-rotation-forked",
        "Marks count across keys: same seq by another key is a fork.",
        "state_forked",
        traps=("state_forked",),
        token=older2,
        held=[_good_state()],
        trust=both,
    )
    yield open_state(
        "state-rotation", "The next state by the next key.", "accepted", token=good2, held=[_good_state()], trust=both
    )


def _good_state() -> bytes:
    return world.token(world.state())


def _unknown() -> Iterator[Vector]:
    outsider = world.seal(key="outsider")
    held = world.held(world.seal())
    rows: list[tuple[str, str, dict[str, Any]]] = [
        ("fresh", "signature_invalid", {"states": [held]}),
        ("no-state", "key_unknown", {"states": []}),
        (
            "only-another-election",
            "key_unknown",
            {"states": [world.held(election=world.OTHER_ELECTION, uri=f"{world.ISSUER}/s/{world.OTHER_ELECTION}")]},
        ),
        ("stale", "key_unknown", {"states": [held], "device_now": world.STATE_IAT + world.LIFETIME}),
        (
            "one-second-before-exp",
            "signature_invalid",
            {"states": [held], "device_now": world.STATE_IAT + world.LIFETIME - 1},
        ),
        ("root-older", "key_unknown", {"states": [world.held(world.seal(), root_version=2)]}),
        ("root-newer", "signature_invalid", {"states": [held], "trust": trust(root(5))}),
    ]
    for name, code, changes in rows:
        yield verify(
            f"kid-unknown-{name}", f"Nobody's key: {name.replace('-', ' ')}.", code, sealed=outsider, **changes
        )
    for name, iat, code in (
        ("at-state", world.STATE_IAT, "signature_invalid"),
        ("after-state", world.STATE_IAT + 1, "key_unknown"),
        ("far-future", 2**53 - 1, "key_unknown"),
    ):
        later = world.seal(world.claims(issued_at=iat), key="outsider")
        yield verify(
            f"kid-unknown-iat-{name}",
            "Nobody's key, by the credential's iat.",
            code,
            traps=("future_iat",) if code == "key_unknown" else (),
            sealed=later,
            states=[held],
        )
    other = {6: world.ISSUED_AT, -65801: {1: 7, 3: world.ELECTION}}
    yield verify(
        "kid-unknown-profile-unknown",
        "Nobody's key and an unknown profile.",
        "signature_invalid",
        sealed=world.seal_payload(cbor.encode(other), key="outsider"),
        states=[held],
    )
