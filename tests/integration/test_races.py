"""Two at once: one wins, the other is told; a retry gives the stored answer; a killed process leaves nothing half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from server.accreditation.errors import CodedError
from server.usecases.check_acts import check_acts
from server.usecases.draft_accreditation import draft_accreditation_decree
from server.usecases.errors import Conflict
from server.usecases.issue import issue_credentials
from server.usecases.ports import Actor
from server.usecases.sign_decree import sign_decree
from tests.office import APPROVER, REGISTRAR, Office

SECOND_APPROVER = Actor("user-two", "approver")
ROOT = Path(__file__).parents[2]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads that start together; return results or exceptions, in order."""
    ready, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        ready.wait()
        try:
            found[place] = call()
        except Exception as error:
            found[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_approvers_sign_at_once(office: Office) -> None:
    decree = office.drafted(3)

    def sign(actor: Actor, number: str) -> Callable[[], Any]:
        return lambda: office.do(
            sign_decree,
            by=actor,
            decree_id=decree,
            number=number,
            decree_date=date(2027, 1, 10),
            sealing=office.ports.sealing,
        )

    found = at_once(sign(APPROVER, "41"), sign(SECOND_APPROVER, "42"))
    refusals = [each for each in found if isinstance(each, Exception)]
    assert len(refusals) == 1 and isinstance(refusals[0], Conflict)
    assert refusals[0].code == "decree_already_signed"
    row = office.ports.queries.decree(decree).decree
    assert row.number in ("41", "42") and office.ports.queries.election("kg-2027-pr").accredited == 3


def test_one_person_in_two_sessions_cannot_draft_and_sign(office: Office) -> None:
    office.election()
    both = Actor(REGISTRAR.user_id, "approver")
    decree = office.do(draft_accreditation_decree, by=REGISTRAR, election_id="kg-2027-pr", subject="Observers")
    found = at_once(
        *(
            lambda: office.do(
                sign_decree,
                by=both,
                decree_id=decree,
                number="7",
                decree_date=date(2027, 1, 10),
                sealing=office.ports.sealing,
            )
            for _ in range(2)
        )
    )
    assert [each.code for each in found] == ["same_person_drafts_and_signs"] * 2


def test_two_clicks_issue_once(office: Office) -> None:
    decree = office.drafted(5)
    office.sign(decree)

    def click() -> Any:
        return office.outcome(
            issue_credentials, by=REGISTRAR, once="click-1", decree_id=decree, sealing=office.ports.sealing
        )

    first, second = at_once(click, click)
    assert sorted((first.replayed, second.replayed)) == [False, True]
    assert first.result == second.result and first.result["issued"] == 5
    assert office.ports.queries.election("kg-2027-pr").certificates == 5


def test_two_issues_without_a_key_never_share_an_index(office: Office) -> None:
    decrees = [office.drafted(4), office.drafted(4, start=50)]
    for decree in decrees:
        office.sign(decree)
    found = at_once(
        *(
            lambda decree=decree: office.do(
                issue_credentials, by=REGISTRAR, decree_id=decree, sealing=office.ports.sealing
            )
            for decree in decrees
        )
    )
    numbers = [number for each in found for number in each["numbers"]]
    assert len(set(numbers)) == 8
    assert {office.scan(number).code for number in numbers} == {"valid"}


def test_a_key_serves_one_verb_and_one_actor(office: Office) -> None:
    office.election()
    arguments = {"election_id": "kg-2027-pr", "subject": "Observers"}
    office.do(draft_accreditation_decree, by=REGISTRAR, once="k", **arguments)
    with pytest.raises(CodedError, match="idempotency_key_reused"):
        office.do(draft_accreditation_decree, by=Actor("user-two", "registrar"), once="k", **arguments)
    with pytest.raises(CodedError, match="idempotency_key_reused"):
        office.do(draft_accreditation_decree, by=REGISTRAR, once="k", **(arguments | {"subject": "Something else"}))


def test_what_a_refused_verb_wrote_is_gone(office: Office) -> None:
    decree = office.drafted(1)
    office.sign(decree)
    before = office.ports.queries.acts(limit=1).rows[0].n

    class DeadSigner(type(office.signer)):  # type: ignore[misc]
        def sign(self, role: Any, sig_structures: Any) -> Any:
            raise CodedError("signer_unavailable")

    office.signer = DeadSigner()
    with pytest.raises(CodedError, match="signer_unavailable"):
        office.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=office.ports.sealing)
    assert office.ports.queries.acts(limit=1).rows[0].n == before
    assert office.ports.queries.election("kg-2027-pr").certificates == 0


_VICTIM = """
import sys
from server.adapters.database.engine import open_engine
from server.usecases.add_organisation import add_organisation
from tests.office import REGISTRAR, reopen_office
office = reopen_office(open_engine(sys.argv[1]))
for number in range(10_000):
    office.do(add_organisation, by=REGISTRAR, once=f"{sys.argv[2]}-{number}", name=f"Watch {sys.argv[2]} {number}")
    print(number, flush=True)
"""


def test_a_killed_writer_loses_nothing_it_acknowledged(office: Office) -> None:
    url = office.engine.url.render_as_string(hide_password=False)
    acknowledged = 0
    for turn in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", _VICTIM, url, str(turn)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert process.stdout is not None
        for _ in range(5 + 7 * turn):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().splitlines()
        process.wait()
        process.stdout.close()
        acknowledged += 5 + 7 * turn + len(rest)
    with office.engine.connect() as connection:
        kept = connection.execute(text("SELECT count(*) FROM organisation")).scalar_one()
        answers = connection.execute(text("SELECT count(*) FROM idempotency")).scalar_one()
    assert acknowledged <= kept <= acknowledged + 3
    assert answers >= 12
    verdict = check_acts(office.ports.queries.stored_acts())
    assert verdict.bad_act is None and verdict.checked == kept
