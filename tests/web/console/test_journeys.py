"""From a decree to a revocation, as three officers do it in their browsers."""

from __future__ import annotations

from tests.web.console.journeys import Journey


def test_a_decree_becomes_certificates(journey: Journey) -> None:
    numbers = journey.certificates(people=2)
    assert len(numbers) == 2
    registrar = journey.world.browser("registrar")
    registrar.get(f"/certificates/{numbers[0]}")
    assert "Testova" in registrar.text()
    assert "Valid" in registrar.text()


def test_a_revocation_needs_two_people_and_reaches_connections(journey: Journey) -> None:
    (number,) = journey.certificates()
    decree_id = journey.draft_revocation(number)
    assert journey.numbers("revoked") == []
    approver = journey.world.browser("approver")
    approver.get(f"/decrees/{decree_id}/sign")
    assert "Testovaa Anna" in approver.text()
    journey.sign(decree_id, number="140")
    assert journey.numbers("revoked") == [number]
    registrar = journey.world.browser("registrar")
    registrar.get(f"/decrees/{decree_id}")
    assert "3 open connections" in registrar.text()
