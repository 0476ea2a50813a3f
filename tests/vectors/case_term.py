"""Term, freshness and clock: the boundaries of days in Asia/Bishkek, and clocks that are wrong."""

from __future__ import annotations

from collections.abc import Iterator

from server.credential.claims import start_of_day
from tests.vectors import world
from tests.vectors.case import Vector, verify
from tests.vectors.world import PUBLISHED_DAY, instant_after

_END = instant_after(PUBLISHED_DAY)
_MOMENTS = (("17-59-59", _END - 1, "boundary_17_59_59"), ("18-00-00", _END, "boundary_18_00_00"))


def cases() -> Iterator[Vector]:
    """Yield the vectors of this file."""
    yield from _bases()
    yield from _start()
    yield from _fresh()
    yield from _clocks()


def _bases() -> Iterator[Vector]:
    expected = {
        (0, 0): "valid",
        (0, 1): "valid",
        (2, 0): "valid",
        (2, 1): "valid",
        (3, 0): "term_unknown",
        (3, 1): "term_unknown",
        (1, 0): "valid",
    }
    for basis in range(4):
        published = PUBLISHED_DAY if basis == 1 else None
        for now_name, now, now_trap in _MOMENTS:
            for iat_name, iat, iat_trap in _MOMENTS:
                if iat > now:
                    continue
                after = int(now >= _END)
                code = expected.get((basis, after)) or ("term_ended" if iat >= _END else "term_unknown")
                yield verify(
                    f"basis-{basis}-now-{now_name}-state-{iat_name}",
                    f"Basis {basis}, publication day ends at 18:00:00Z; now {now_name}, state of {iat_name}.",
                    code,
                    traps=(f"basis_{basis}", now_trap, iat_trap),
                    device_now=now,
                    basis=basis,
                    published_day=published,
                    iat=iat,
                    trust=world.trust(floor=iat),
                )
    yield verify(
        "ended-clock-behind",
        "The state was signed after the end; the device's clock stands before it.",
        "term_ended",
        traps=("basis_1", "wrong_clock"),
        basis=1,
        published_day=world.DAY,
        device_now=world.NOW - 3650 * 86_400,
    )
    yield verify(
        "ended-floor-behind",
        "As before, with a floor that is behind too.",
        "term_ended",
        traps=("basis_1", "wrong_clock"),
        basis=1,
        published_day=world.DAY,
        device_now=0,
        trust=world.trust(floor=0),
    )
    for name, now in (("at-exp", world.STATE_IAT + world.LIFETIME), ("ten-years-on", world.NOW + 3650 * 86_400)):
        yield verify(
            f"ended-{name}",
            "Signed after the end, but the state is past its exp.",
            "term_unknown",
            traps=("basis_1",),
            basis=1,
            published_day=world.DAY,
            device_now=now,
        )
    yield verify(
        "ended-one-second-before-exp",
        "Signed after the end, the last second before exp.",
        "term_ended",
        traps=("basis_1",),
        basis=1,
        published_day=world.DAY,
        device_now=world.STATE_IAT + world.LIFETIME - 1,
    )
    yield verify(
        "ended-before-accreditation",
        "Published before the accreditation day.",
        "term_ended",
        traps=("basis_1",),
        basis=1,
        published_day=world.DAY - 5,
    )
    yield verify(
        "annulled-with-publication-day",
        "Annulled after publication: undecided.",
        "term_unknown",
        traps=("basis_3",),
        basis=3,
        published_day=world.DAY,
    )
    yield verify(
        "repeat-voting-revives",
        "Repeat voting was called: the term is open again.",
        "valid",
        traps=("basis_2",),
        basis=2,
        repeat_days=(world.VOTING_DAY + 14,),
        device_now=world.NOW,
    )
    yield verify(
        "annulled-stale",
        "Annulled, and the state is past its exp.",
        "term_unknown",
        traps=("basis_3",),
        basis=3,
        device_now=world.NOW + 90_000,
    )


def _start() -> Iterator[Vector]:
    begins = start_of_day(world.DAY)
    for name, now, code in (("before", begins - 1, "not_started"), ("at", begins, "valid")):
        yield verify(
            f"start-one-second-{name}",
            "The accreditation day begins at 18:00:00Z of the day before.",
            code,
            traps=("boundary_17_59_59" if name == "before" else "boundary_18_00_00",),
            device_now=now,
            iat=begins - 7_200,
            trust=world.trust(floor=begins - 7_200),
            sealed=world.seal(world.claims(issued_at=begins - 9_000)),
        )
    far = world.seal(world.claims(accreditation_day=world.DAY + 30))
    yield verify("start-in-a-month", "Accredited from a later day.", "not_started", sealed=far)
    yield verify(
        "start-in-a-month-stale",
        "Accredited from a later day, state past its exp.",
        "not_started",
        sealed=far,
        device_now=world.NOW + 90_000,
    )
    yield verify(
        "start-in-a-month-annulled", "Accredited from a later day, annulled.", "not_started", sealed=far, basis=3
    )
    day = (2**53 - 1) // 86_400
    huge = world.seal(world.claims(accreditation_day=day))
    yield verify(
        "start-in-285-million-years",
        "The greatest day whose nbf is an integer of the subset.",
        "not_started",
        sealed=huge,
    )
    unreal = world.seal(world.claims(accreditation_day=2**53 - 1, not_before=0))
    yield verify(
        "start-on-the-greatest-day",
        "A day whose nbf no integer could hold.",
        "malformed",
        traps=("content_disagrees",),
        sealed=unreal,
    )


def _fresh() -> Iterator[Vector]:
    exp = world.STATE_IAT + world.LIFETIME
    for name, now, code in (
        ("last-second", exp - 1, "valid"),
        ("at-exp", exp, "valid_stale"),
        ("a-month-old", exp + 30 * 86_400, "valid_stale"),
        ("ten-years-old", exp + 3650 * 86_400, "valid_stale"),
    ):
        yield verify(f"fresh-{name}", "The state's exp and the clock.", code, device_now=now)
    yield verify(
        "stale-by-floor",
        "The floor, not the device, says that the state is past its exp.",
        "valid_stale",
        traps=("wrong_clock",),
        trust=world.trust(floor=exp),
    )
    yield verify("exp-before-iat", "A state born past its exp.", "valid_stale", exp=world.STATE_IAT - 1)


def _clocks() -> Iterator[Vector]:
    floor = world.STATE_IAT
    for name, now, colour in (
        ("300-behind", floor - 300, "green"),
        ("301-behind", floor - 301, "amber"),
        ("ten-years-behind", floor - 3650 * 86_400, "amber"),
        ("at-the-epoch", 0, "amber"),
        ("before-the-epoch", -1, "amber"),
    ):
        yield verify(
            f"clock-{name}",
            "The device's clock is below the floor.",
            "valid",
            traps=("wrong_clock",),
            device_now=now,
            colour=colour,
        )
    yield verify(
        "clock-behind-revoked",
        "A wrong clock changes no red.",
        "revoked",
        traps=("wrong_clock",),
        device_now=0,
        statuses={world.IDX: 1},
    )
    yield verify(
        "clock-behind-unreadable",
        "A wrong clock is said beside every verdict.",
        "malformed",
        traps=("wrong_clock",),
        device_now=0,
        sealed=b"x",
        states=[],
    )
    yield verify(
        "clock-behind-other-document",
        "Wrong clock and another document number.",
        "valid",
        colour="amber",
        traps=("wrong_clock", "document_number"),
        device_now=0,
        document_number="ZZ",
    )
