"""Certificate numbers typed by people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.credential import certificate_number
from tests.vectors import world
from tests.vectors.case import Vector, verify_number

_NUMBER = certificate_number.make(world.PREFIX, world.IDX)


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _typed()
    yield from _answers()


def _typed() -> Iterator[Vector]:
    in_force = "number_in_force"
    wrong = "0" if _NUMBER[-1] != "0" else "1"
    swapped = _NUMBER[:4] + _NUMBER[5] + _NUMBER[4] + _NUMBER[6:]
    make, checked = certificate_number.make, certificate_number.check_character
    rows: list[tuple[str, str, str, tuple[str, ...]]] = [
        ("plain", _NUMBER, in_force, ()),
        ("grouped", certificate_number.group(_NUMBER), in_force, ()),
        ("spaced-lower-case", f" pr {_NUMBER[2:6]}  {_NUMBER[6:].lower()} ", in_force, ()),
        ("cyrillic-prefix", "РR" + _NUMBER[2:], in_force, ()),
        *_look_alikes(),
        ("wrong-check", _NUMBER[:-1] + wrong, "malformed", ()),
        ("swapped-digits", swapped, "malformed", ()),
        ("without-check", _NUMBER[:-1], "malformed", ()),
        ("three-digits", "PR042" + checked("PR042"), "malformed", ()),
        ("leading-zero-of-five", "PR00042" + checked("PR00042"), "malformed", ("leading_zeros",)),
        ("five-digits", make("PR", 10_000), "not_issued", ("index_out_of_range",)),
        ("greatest-index", make("PR", 2**20 - 1), "not_issued", ("index_out_of_range",)),
        ("beyond-2-20", "PR9999999" + checked("PR9999999"), "not_issued", ("index_out_of_range",)),
        ("one-letter-prefix", "P0042" + checked("P0042"), "malformed", ()),
        ("five-letter-prefix", "PRESI0042" + checked("PRESI0042"), "malformed", ()),
        ("no-such-prefix", make("X9Z", world.IDX), "election_unknown", ()),
        ("longer-prefix", make("PRR", world.IDX), "election_unknown", ()),
        ("prefix-with-digits", make("25P", world.IDX), "election_unknown", ()),
        ("empty", "", "malformed", ()),
        ("arabic-digits", "PR\u0660\u0660\u0664\u0661X", "malformed", ("other_digits",)),
        ("trailing-newline", _NUMBER + "\n", "malformed", ("trailing_bytes",)),
        ("tab", _NUMBER[:2] + "\t" + _NUMBER[2:], "malformed", ("control_characters",)),
        ("non-breaking-space", _NUMBER[:2] + "\u00a0" + _NUMBER[2:], "malformed", ("control_characters",)),
        ("64-characters", _NUMBER + " " * (64 - len(_NUMBER)), in_force, ()),
        ("65-characters", _NUMBER + " " * (65 - len(_NUMBER)), "malformed", ()),
        ("very-long", "PR" + "1" * 10_000, "malformed", ("too_many_digits",)),
        ("lone-surrogate", _NUMBER + "\ud800", "malformed", ()),
        ("right-to-left", "\u202e" + _NUMBER, "malformed", ("right_to_left",)),
        ("qr-text", world.text(world.seal()), "malformed", ()),
    ]  # fmt: skip
    for name, number, code, traps in rows:
        yield verify_number(f"number-{name}", f"Typed: {name.replace('-', ' ')}.", code, number=number, traps=traps)


def _look_alikes() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield numbers with letters for digits and the reverse: read where only one reading is whole."""
    index = _NUMBER[2:6]
    other = next(c for c in "ZYXWU" if c != _NUMBER[-1])
    yield "letter-o-for-zero", f"PR{index.replace('0', 'O')}{_NUMBER[-1]}", "number_in_force", ()
    yield "letter-i-for-one", f"PR{index.replace('1', 'i')}{_NUMBER[-1]}", "number_in_force", ()
    yield "cyrillic-by-sound", f"ПР-{index}-{_NUMBER[-1]}", "number_in_force", ()
    yield "cyrillic-o-for-zero", f"pr {index.replace('0', 'о')} {_NUMBER[-1]}", "number_in_force", ()
    yield "look-alikes-and-wrong-check", f"PR{index.replace('0', 'O')}{other}", "malformed", ()
    yield "cyrillic-without-a-reading", f"ЖR{_NUMBER[2:]}", "malformed", ()
    yield "look-alikes-too-long", "O" * 13, "malformed", ()
    yield "look-alikes-of-12", "O" * 12, "malformed", ()
    for end, name in (("0", "zero"), ("O", "letter-o"), ("1", "one"), ("I", "letter-i")):
        meant = next(n for n in (certificate_number.make("PR", i) for i in range(2000)) if n[-1] == end)
        alike = {"0": "O", "O": "0", "1": "I", "I": "1"}[end]
        yield f"check-{name}-as-its-look-alike", meant[:-1] + alike, "not_issued", ()
    yield "look-alikes-with-two-readings", "IIO00591", "malformed", ()  # I1O0059I, 11O00591


def _answers() -> Iterator[Vector]:
    idx = world.IDX
    stale = world.NOW + 90_000
    rows: list[tuple[str, str, dict[str, Any], tuple[str, ...]]] = [
        ("revoked", "revoked", {"statuses": {idx: 1}, "notices": {idx: world.NOTICE}}, ()),
        ("revoked-stale", "revoked", {"statuses": {idx: 1}, "device_now": stale}, ("revoked_in_stale",)),
        (
            "revoked-ended",
            "revoked",
            {"statuses": {idx: 1}, "basis": 1, "published_day": world.DAY},
            ("revoked_in_ended",),
        ),
        ("revoked-annulled", "revoked", {"statuses": {idx: 1}, "basis": 3}, ("revoked_in_annulled",)),
        ("replaced", "replaced", {"statuses": {idx: 12}}, ()),
        ("status-5", "status_unknown", {"statuses": {idx: 5}}, ()),
        ("not-issued", "not_issued", {"statuses": {idx: 3}}, ()),
        ("not-issued-stale", "state_older_than_credential", {"statuses": {idx: 3}, "device_now": stale}, ()),
        ("ended", "term_ended", {"basis": 1, "published_day": world.DAY}, ("basis_1",)),
        (
            "ended-by-clock",
            "term_unknown",
            {"basis": 1, "published_day": world.DAY, "device_now": stale},
            ("basis_1",),
        ),
        ("annulled", "term_unknown", {"basis": 3}, ("basis_3",)),
        ("repeat-voting", "number_in_force", {"basis": 2}, ("basis_2",)),
        ("stale", "number_in_force", {"device_now": stale}, ()),
        ("no-digests", "number_in_force", {"digests": None}, ("digests_missing",)),
        ("clock-behind", "number_in_force", {"device_now": 0}, ("wrong_clock",)),
        ("nothing-held", "election_unknown", {"states": []}, ()),
    ]
    for name, code, changes, traps in rows:
        yield verify_number(
            f"number-answer-{name}",
            f"By number: {name.replace('-', ' ')}.",
            code,
            number=_NUMBER,
            traps=traps,
            **changes,
        )
    ours = world.held(world.seal(), statuses={idx: 1})
    twin = world.held(
        entries={idx: world.filler(idx)},
        election=world.OTHER_ELECTION,
        uri=f"{world.ISSUER}/s/{world.OTHER_ELECTION}",
    )
    yield verify_number(
        "number-two-elections-one-prefix",
        "The lowest election id answers.",
        "number_in_force",
        number=_NUMBER,
        states=[ours, twin],
        traps=("several_elections",),
    )
    local = world.held(
        entries={idx: world.filler(idx)},
        election=world.OTHER_ELECTION,
        uri=f"{world.ISSUER}/s/{world.OTHER_ELECTION}",
        prefix="LK",
    )
    yield verify_number(
        "number-two-elections",
        "The prefix chooses.",
        "revoked",
        number=_NUMBER,
        states=[local, ours],
        traps=("several_elections",),
    )
