"""Roots: chains of versions, thresholds, signers, and broken ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.credential import cbor
from server.credential.root import to_payload as root_payload
from tests.vectors import keys, world
from tests.vectors.case import Vector, open_root
from tests.vectors.world import CUSTODIANS, root, signed_root


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _roots()
    yield from _broken_roots()


def _roots() -> Iterator[Vector]:
    first, second = signed_root(root(1)), signed_root(root(2))
    yield open_root("root-anchor", "The trust anchor reaches its own threshold.", "accepted", token=first)
    yield open_root(
        "root-anchor-later-version", "An anchor may be a later version.", "accepted", token=signed_root(root(4))
    )
    yield open_root(
        "root-next", "Signed by the threshold of the one before and its own.", "accepted", token=second, held=first
    )
    yield open_root("root-same", "The held root again.", "accepted", token=first, held=first)
    yield open_root(
        "root-same-other-signers",
        "The held root with other custodians' signatures.",
        "accepted",
        token=signed_root(root(1), signers=CUSTODIANS[1:]),
        held=first,
    )
    for version in (3, 9):
        yield open_root(
            f"root-skipped-{version}",
            "A version between is missing.",
            "root_skipped",
            traps=("root_skipped",),
            token=signed_root(root(version)),
            held=first,
        )
    yield open_root(
        "root-rollback", "An older version.", "root_rollback", traps=("root_rollback",), token=first, held=second
    )
    yield open_root(
        "root-same-version-other-content",
        "Another root of the held version.",
        "root_rollback",
        traps=("root_rollback",),
        token=signed_root(root(2, iat=world.ROOT_IAT + 1)),
        held=second,
    )
    one, below = CUSTODIANS[:1], ("root_below_threshold",)
    yield open_root(
        "root-below-threshold",
        "One of two signatures.",
        "root_signature",
        traps=below,
        token=signed_root(root(2), signers=one),
        held=first,
    )
    yield open_root(
        "root-anchor-below-threshold",
        "An anchor with one of two signatures.",
        "root_signature",
        traps=below,
        token=signed_root(root(1), signers=one),
    )
    yield open_root(
        "root-unsigned", "No signature at all.", "root_signature", traps=below, token=signed_root(root(1), signers=())
    )
    twice = ("root_duplicate_signers",)
    yield open_root(
        "root-one-signs-twice",
        "One custodian signs twice.",
        "root_signature",
        traps=twice,
        token=signed_root(root(2), signers=one * 2),
        held=first,
    )
    yield open_root(
        "root-anchor-one-signs-thrice",
        "One custodian signs three times.",
        "root_signature",
        traps=twice,
        token=signed_root(root(1), signers=one * 3),
    )
    yield open_root(
        "root-one-signs-twice-with-twin",
        "One custodian's signature and its high-s twin.",
        "root_signature",
        traps=(*twice, "high_s"),
        token=_with_twin(),
    )
    yield open_root(
        "root-two-of-three-and-a-double",
        "Two custodians, one of them twice.",
        "accepted",
        traps=twice,
        token=signed_root(root(2), signers=(*CUSTODIANS[:2], CUSTODIANS[0])),
        held=first,
    )
    yield open_root(
        "root-outsider-beside",
        "A stranger's signature beside enough good ones.",
        "accepted",
        token=signed_root(root(2), signers=(*CUSTODIANS[:2], "outsider")),
        held=first,
    )
    yield open_root(
        "root-outsiders",
        "Two strangers sign.",
        "root_signature",
        traps=below,
        token=signed_root(root(2), signers=("outsider", "outsider 2")),
        held=first,
    )
    new = ("new custodian 1", "new custodian 2", "new custodian 3")
    changed = root(2, custodians=new)
    yield open_root(
        "root-custodians-change",
        "Old and new custodians sign.",
        "accepted",
        token=signed_root(changed, signers=CUSTODIANS[:2] + new[:2]),
        held=first,
    )
    yield open_root(
        "root-custodians-change-old-only",
        "Only the old custodians sign.",
        "root_signature",
        traps=below,
        token=signed_root(changed, signers=CUSTODIANS[:2]),
        held=first,
    )
    yield open_root(
        "root-custodians-change-new-only",
        "Only the new custodians sign.",
        "root_signature",
        traps=below,
        token=signed_root(changed, signers=new),
        held=first,
    )
    higher = root(2, threshold=3)
    yield open_root(
        "root-higher-threshold",
        "The new threshold is three, two signed.",
        "root_signature",
        traps=below,
        token=signed_root(higher),
        held=first,
    )
    flipped = bytearray(second)
    flipped[-1] ^= 1
    yield open_root(
        "root-flipped-bit",
        "A bit of the last signature flipped.",
        "root_signature",
        traps=("flipped_bit", *below),
        token=bytes(flipped),
        held=first,
    )
    yield open_root(
        "root-signed-by-state-key",
        "Online keys sign no root.",
        "root_signature",
        traps=below,
        token=signed_root(root(2), signers=("state", "issue")),
        held=first,
    )


def _with_twin() -> bytes:
    outer = cbor.decode(signed_root(root(1), signers=CUSTODIANS[:1]))
    protected, unprotected, signature = outer.value[3][0]
    outer.value[3].append([protected, unprotected, keys.high_s_twin(signature)])
    return cbor.encode(outer)


def _broken_roots() -> Iterator[Vector]:
    fields = cbor.decode(root_payload(root(1)))
    entry = fields[7][0]
    off_curve = {**fields[6][2], -3: bytes(31) + b"\x01"}
    rows: list[tuple[str, dict[int, Any], str, tuple[str, ...]]] = [
        ("role-audit", {7: [["audit", *entry[1:]], fields[7][1]]}, "root_malformed", ("root_unknown_role",)),
        ("role-root", {7: [["root", *entry[1:]], fields[7][1]]}, "root_malformed", ("root_unknown_role",)),
        ("role-null", {7: [[None, *entry[1:]]]}, "root_malformed", ("root_unknown_role",)),
        ("standing-unknown", {7: [[entry[0], entry[1], "suspended", None]]}, "root_malformed", ()),
        ("not-after-text", {7: [[*entry[:3], "1"]]}, "root_malformed", ("wrong_type_or_length",)),
        ("key-in-two-roles", {7: [entry, ["state", *entry[1:]]]}, "root_malformed", ()),
        ("root-key-as-issue-key", {7: [["issue", fields[6][0], "active", None]]}, "root_malformed", ()),
        ("root-key-twice", {6: [fields[6][0]] * 2}, "root_malformed", ("root_duplicate_signers",)),
        ("threshold-zero", {5: 0}, "root_malformed", ()),
        ("threshold-four-of-three", {5: 4}, "root_malformed", ()),
        ("no-keys", {7: []}, "root_malformed", ()),
        ("no-origins", {4: []}, "root_malformed", ()),
        ("key-on-another-curve", {6: [{**fields[6][0], -1: 2}]}, "root_malformed", ()),
        ("key-with-kid", {6: [{**fields[6][0], 2: b"kid"}]}, "root_malformed", ()),
        ("coordinate-31-bytes", {6: [{**fields[6][0], -2: bytes(31)}]}, "root_malformed", ("wrong_type_or_length",)),
        ("version-text", {1: "1"}, "root_malformed", ("wrong_type_or_length",)),
        ("extra-key", {8: 1}, "root_malformed", ("missing_or_extra_claim",)),
        ("key-off-the-curve", {6: [*fields[6][:2], off_curve]}, "accepted", ()),
    ]
    for name, changes, code, traps in rows:
        token = signed_root(cbor.encode({**fields, **changes}))
        yield open_root(
            f"root-{name}", f"Signed by two custodians: {name.replace('-', ' ')}.", code, traps=traps, token=token
        )
    good = signed_root(root(1))
    for name, token, trap in (
        ("trailing-byte", good + b"\x00", "trailing_bytes"),
        ("tag-18", b"\xd2" + good[2:], "other_tag"),
        ("untagged", good[2:], "other_tag"),
        ("cut", good[:-1], "cut_short"),
        ("empty", b"", "cut_short"),
        ("body-header-a0", good[:3] + b"\x41\xa0" + good[4:], "empty_protected_header"),
        ("body-unprotected", good[:4] + b"\xa1\x01\x26" + good[5:], "alg_unprotected"),
    ):
        yield open_root(
            f"root-envelope-{name}",
            f"Envelope: {name.replace('-', ' ')}.",
            "root_malformed",
            traps=(trap,),
            token=token,
        )
