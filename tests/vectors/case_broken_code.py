"""Vectors that were added because a deliberately broken core had passed all others."""

from __future__ import annotations

from collections.abc import Iterator

from server.credential import cbor
from server.credential.claims import to_payload
from tests.vectors import keys, world
from tests.vectors.case import Vector, open_state, verify

_GOOD = world.ISSUER.upper() + "/V#"


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _sizes()
    yield from _integers()
    yield from _identity_counts()
    yield from _unprotected()


def _sizes() -> Iterator[Vector]:
    for length, code in ((1783, "valid"), (1784, "malformed"), (1785, "malformed")):
        short = len(world.seal(world.claims(photo=bytes(1000))))
        sealed = world.seal(world.claims(photo=bytes(1000 + length - short)))
        assert len(sealed) == length
        digits = str(int.from_bytes(b"\x02" + sealed, "big"))
        yield verify(
            f"plain-{length}-bytes",
            f"A genuine credential in {len(digits)} digits; 4,296 are the most.",
            code,
            traps=("too_many_digits",) if code == "malformed" else (),
            sealed=sealed,
            text=_GOOD + digits,
        )


def _integers() -> Iterator[Vector]:
    least = b"\x3b\x00\x1f" + b"\xff" * 5
    for name, argument, code in (
        ("least", least + b"\xfe", "profile_unknown"),
        ("below-the-least", least + b"\xff", "malformed"),
    ):
        payload = cbor.encode({6: world.ISSUED_AT, -65801: {1: 2, 3: world.ELECTION}})
        broken = payload.replace(b"\xa2\x01\x02\x03", b"\xa2\x01" + argument + b"\x03")
        assert broken != payload
        yield verify(
            f"profile-{name}",
            "The profile is the least integer of the subset, or one less.",
            code,
            traps=("integer_beyond_2_53",),
            sealed=world.seal_payload(broken),
            states=[world.held()],
        )


def _identity_counts() -> Iterator[Vector]:
    photo = world.claims(photo=bytes(50))
    for name, claims, right, wrong in (
        ("too-few", photo, b"\x18\xa9\xa6", b"\x18\xa9\xa4"),
        ("too-many", world.claims(), b"\x18\xa9\xa4", b"\x18\xa9\xa6"),
    ):
        payload = to_payload(claims)
        assert right in payload
        yield verify(
            f"identity-count-{name}",
            "The identity data's map names another number of members than follow.",
            "malformed",
            traps=("wrong_type_or_length",),
            sealed=world.seal_payload(payload.replace(right, wrong)),
            states=[world.held()],
        )


def _unprotected() -> Iterator[Vector]:
    good = world.seal()
    for name, value in (("null", b"\xf6"), ("array", b"\x80"), ("empty-bytes", b"\x40"), ("indefinite", b"\xbf\xff")):
        yield verify(
            f"envelope-unprotected-{name}",
            f"The unprotected header is not an empty map but: {name.replace('-', ' ')}.",
            "malformed",
            traps=("wrong_type_or_length",),
            sealed=good[:16] + value + good[17:],
            states=[world.held()],
        )
    state = cbor.decode(world.token(world.state())).value
    for name, unprotected in (("extra", {"x": 1}), ("alg", {1: -7}), ("kid", {4: keys.kid("state")})):
        yield open_state(
            f"state-unprotected-{name}",
            "Rightly signed, but something stands in the unprotected header.",
            "state_malformed",
            traps=("extra_headers",),
            token=cbor.encode(cbor.Tagged(18, [state[0], unprotected, *state[2:]])),
        )
