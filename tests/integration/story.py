"""The story of one election by the use cases, chapter by chapter, from the invitation to the close of the window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from server.accreditation.calendar import day_of
from server.accreditation.errors import CodedError
from server.accreditation.grounds import Check, rule_of
from server.accreditation.machines import NominationState as S
from server.usecases.applications import Contact, open_application
from server.usecases.carry_out import carry_out
from server.usecases.check_sheet import make_ready, record_check, record_checks, reopen_check
from server.usecases.close_window import announce_close, close_window
from server.usecases.complete_nomination import complete_nomination
from server.usecases.decide import RefusalInput, draft_accreditation_of, draft_refusals, edit_refusal
from server.usecases.decree_opinions import give_decree_opinion
from server.usecases.deprived import EarlierDecree, enter_earlier_decree
from server.usecases.document_ports import Reencoded
from server.usecases.documents import keep_copy
from server.usecases.file_application import file_application
from server.usecases.hand_over import hand_over
from server.usecases.import_annex import ImportRefused
from server.usecases.import_nominations import import_nominations
from server.usecases.intake import begin_check, receive_nominations
from server.usecases.invite import answer_invitation, dispatch_invitation, draft_invitation, issue_invitation
from server.usecases.legal_opinions import give_opinion
from server.usecases.list_rows import ListRow
from server.usecases.make_portal_code import make_portal_code, withdraw_portal_code
from server.usecases.merge_nominations import merge_nominations
from server.usecases.mfa_desk import forward_nominations, review_nomination, take_into_review
from server.usecases.nominate import edit_nomination
from server.usecases.portal_accounts import look_at_code, open_portal_account
from server.usecases.ports import Actor
from server.usecases.propose import decide_proposal, record_proposal
from server.usecases.publish_decree import publish_decree
from server.usecases.queries import ActFilter, CertificateFilter
from server.usecases.queries_of_applications import ApplicationFilter, InvitationFilter, NominationFilter
from server.usecases.read_copy import read_copy
from server.usecases.request_revocation import request_revocation, take_back_request
from server.usecases.return_nomination import return_nomination
from server.usecases.revocation_requests import draft_from_request
from server.usecases.revoke import Upload, draft_revocation
from server.usecases.take_up_again import find_undecided
from server.usecases.withdraw import withdraw_nominations
from tests.office import LAWYER, MFA, RECORDS, REGISTRAR, SYSTEM, Office, a_line

PDF = Upload("application.pdf", "application/pdf", b"%PDF-1.7 application")
JPEG = Reencoded(b"\xff\xd8 an invented copy", "image/jpeg", 1)
PEOPLE = 30
CHECKS = tuple(check.value for check in Check)
ELECTION = "kg-2027-pr"


@dataclass(slots=True)
class Story:
    """What happened so far: the office, the organisation's representative, ids by name, people in list order."""

    office: Office
    focal: Actor = SYSTEM
    ids: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def do(self, verb: Any, by: Actor, **arguments: Any) -> Any:
        """Perform a verb a minute after the one before, twice under one key: the second time does nothing."""
        self.office.clock.move(minutes=1)
        key = f"{verb.__name__} {self.office.clock.now()}"
        done = self.office.outcome(verb, by=by, once=key, **arguments)
        again = self.office.outcome(verb, by=by, once=key, **arguments)
        assert again.replayed and again.result == done.result
        return done.result

    def states(self) -> list[str]:
        """Return where the people stand, in list order."""
        return [self.office.ports.queries.nomination(each).row.state for each in self.people]

    @property
    def today(self) -> date:
        """The present day in Bishkek."""
        return day_of(self.office.clock.now())


def invited(story: Story) -> None:
    """Proposal, invitation, code, account, acceptance."""
    office, queries = story.office, story.office.ports.queries
    office.election()
    organisation = office.organisation()
    proposal = story.do(record_proposal, REGISTRAR, election_id=ELECTION, proposer="Ala-Too",
                        specialisation="elections", organisation="Lowland", received_on=story.today,
                        reasons="Long experience")  # fmt: skip
    story.do(decide_proposal, REGISTRAR, proposal_id=proposal, taken_up=True)
    made = story.do(draft_invitation, REGISTRAR, election_id=ELECTION, organisation_id=organisation, issuer="cec",
                    planned=PEOPLE, proposal_id=proposal)  # fmt: skip
    story.do(issue_invitation, REGISTRAR, invitation_id=made, letter_number="01-7/9", letter_date=story.today)
    story.do(dispatch_invitation, MFA, invitation_id=made, dispatcher="mfa", dispatched_on=story.today)
    first = office.do(make_portal_code, by=REGISTRAR, invitation_id=made)
    (code_row,) = queries.portal_codes(made, now=office.clock.now())
    story.do(withdraw_portal_code, REGISTRAR, code_id=code_row.id)
    nobody = Actor("portal", "system")
    with pytest.raises(CodedError):
        office.do(look_at_code, by=nobody, code=first["code"])
    code = office.do(make_portal_code, by=REGISTRAR, invitation_id=made)["code"]
    account = office.do(open_portal_account, by=nobody, code=code, display_name="Focal", login="focal",
                        email="Focal@Lake.example.org", password="a long enough phrase")  # fmt: skip
    story.focal = Actor(account["id"], "organisation", organisation)
    story.do(answer_invitation, story.focal, invitation_id=made, accepted=True, planned=PEOPLE)
    story.ids |= {"invitation": made, "organisation": organisation}
    row = queries.invitations(InvitationFilter(organisation_id=organisation)).rows[0]
    assert (row.state, row.planned) == ("accepted", PEOPLE)
    assert [each.outcome for each in queries.proposals(election_id=ELECTION).rows] == ["taken_up"]


def _rows(numbers: Iterable[int]) -> list[ListRow]:
    lines = [a_line(number) for number in numbers]
    names = ("surname_latin", "given_latin", "surname_cyrillic", "given_cyrillic", "document_country",
             "document_number")  # fmt: skip
    more = {"citizenships": "NLD", "birth_date": "1980-02-29", "cyrillic_language": "rus"}
    return [
        ListRow(place + 2, {name: getattr(line, name) for name in names} | more) for place, line in enumerate(lines)
    ]


def applied(story: Story) -> None:
    """Thirty people by list, three faulty rows first; copies; filed through the Ministry; two directly as well."""
    queries, focal = story.office.ports.queries, story.focal
    contact = Contact("Marit Oosterveld", "focal@lake.example.org")
    for channel, numbers in (("mfa", range(1, PEOPLE + 1)), ("cec", (1, 40))):
        application = story.do(open_application, focal, invitation_id=story.ids["invitation"], channel=channel,
                               contact=contact)  # fmt: skip
        rows = _rows(numbers)
        faulty = [replace(row, cells=row.cells | {"document_number": ""}) for row in rows[:3]]
        with pytest.raises(ImportRefused):
            story.office.do(import_nominations, by=focal, application_id=application, rows=[*faulty, *rows[3:]])
        story.do(import_nominations, focal, application_id=application, rows=rows)
        found = queries.nominations(NominationFilter(application_id=application, oldest_first=True), limit=100).rows
        ids = [row.id for row in sorted(found, key=lambda row: row.position)]
        kept = [
            story.do(keep_copy, focal, vault=story.office.ports.vault, nomination_id=each, kind="identity_document",
                     made=JPEG)["id"]
            for each in ids
        ]  # fmt: skip
        story.do(file_application, focal, application_id=application)
        story.ids[channel] = application
        story.people, story.copies = story.people or ids, story.copies or kept
    story.ids |= {"twin": ids[0], "direct": ids[1]}


def at_the_ministry(story: Story) -> None:
    """Review, remarks, submission; the Commission receives what came directly."""
    people = story.people
    story.do(take_into_review, MFA, nomination_ids=people)
    for each in people:
        story.do(review_nomination, MFA, nomination_id=each, outcome="cleared")
    story.do(review_nomination, MFA, nomination_id=people[4], outcome="remarks", remarks="The visa is for tourism.")
    assert story.do(forward_nominations, MFA, nomination_ids=people, letter_number="07-1/4", letter_date=story.today)
    story.do(receive_nominations, REGISTRAR, nomination_ids=[story.ids["twin"], story.ids["direct"]])
    story.do(begin_check, REGISTRAR, nomination_ids=[*people, story.ids["twin"], story.ids["direct"]])
    shown = story.office.ports.queries.nomination(people[4])
    assert shown.review is not None and (shown.review.outcome, shown.review.letter_number) == ("remarks", "07-1/4")
    read = story.office.do(read_copy, by=LAWYER, vault=story.office.ports.vault, document_id=story.copies[0])
    assert read.content == JPEG.content
    assert len(story.office.ports.queries.document_accesses().rows) == 1


def checked(story: Story) -> None:
    """Merged twins, a list of those deprived, a return completed, sheets recorded singly and in a pile, opinions."""
    office, people, queries = story.office, story.people, story.office.ports.queries
    assert story.ids["twin"] in {each.twin.id for each in queries.twins([people[0]])}
    story.do(merge_nominations, REGISTRAR, kept_id=people[0], other_id=story.ids["twin"])
    line = a_line(6)
    entry = EarlierDecree(line.surname_latin, line.given_latin, date(1980, 2, 29), "NLD", line.document_number, "58",
                          date(2025, 1, 12))  # fmt: skip
    story.do(enter_earlier_decree, REGISTRAR, entry=entry, matching=office.ports.matching)
    sheet = queries.sheets([people[5]], now=office.clock.now(), matching=office.ports.matching)[people[5]]
    assert any(each.check == Check.C9 and each.alarming for each in sheet.findings)
    story.do(return_nomination, LAWYER, nomination_id=people[2], missing=("copy_legible",), note="A corner is cut.")
    edited = replace(a_line(3), organisation="", given_latin="Wilhelmina")
    story.do(edit_nomination, story.focal, nomination_id=people[2], line=edited)
    story.do(complete_nomination, story.focal, nomination_id=people[2])
    found = {3: ("D2b", "No date of issue."), 4: ("D3a", "Convicted by a court."), 5: ("D4", "Same passport.")}
    for place, (ground, evidence) in found.items():
        for check in CHECKS:
            told = (ground, evidence) if check == rule_of(ground).check else ("ok", "")
            story.do(
                record_check, LAWYER, nomination_id=people[place], check=check, outcome=told[0], evidence=told[1]
            )
    story.do(give_opinion, LAWYER, nomination_id=people[4], ground="D3a", opinion="The judgment is in force.")
    others = [each for place, each in enumerate(people[:-1]) if place not in found]
    story.do(
        record_checks,
        LAWYER,
        nomination_ids=others,
        checks=CHECKS,
        evidence="The papers.",
        matching=office.ports.matching,
    )
    sheets = queries.sheets(others, now=office.clock.now(), matching=office.ports.matching)
    alike = [each for each in others if any(one.alarming for one in sheets[each].findings)]
    for each in alike:  # names that sound alike are for a human alone, never of a pile
        story.do(record_check, LAWYER, nomination_id=each, check="C6", outcome="ok", evidence="Two people.")
    story.do(make_ready, LAWYER, nomination_ids=people[:-1])
    story.do(reopen_check, LAWYER, nomination_id=people[1])
    story.do(make_ready, LAWYER, nomination_ids=[people[1]])
    assert story.states().count(S.READY) == PEOPLE - 1


def _decree(story: Story, made: Any) -> str:
    decree = str(made["decree_id"])
    story.office.sign(decree)
    story.do(publish_decree, RECORDS, decree_id=decree)
    return decree


def decided(story: Story) -> None:
    """One decree accredits, one refuses three people, each for the own reason."""
    people = story.people
    granted = [each for place, each in enumerate(people[:-1]) if place not in (3, 4, 5)]
    made = story.do(draft_accreditation_of, REGISTRAR, election_id=ELECTION, subject="List", nomination_ids=granted)
    refusals = [RefusalInput(people[place], (ground,), facts) for place, ground, facts in
                ((3, "D2b", "No date of issue."), (4, "D3a", "A conviction."), (5, "D4", "Decree 58."))]  # fmt: skip
    refusing = story.do(draft_refusals, LAWYER, election_id=ELECTION, subject="Refusals", refusals=refusals)
    rows = story.office.ports.queries.refusals(refusing["decree_id"])
    story.do(edit_refusal, LAWYER, refusal_id=rows[0].id, grounds=[rows[0].grounds[0][0]], facts="Told exactly.")
    story.ids["decree"], story.ids["refusals"] = _decree(story, made), _decree(story, refusing)
    assert story.states().count(S.ACCREDITED) == len(granted) == 26
    assert story.states().count(S.REFUSED) == 3


def carried(story: Story) -> None:
    """Certificates, phones that see them green, papers handed over."""
    office, queries = story.office, story.office.ports.queries
    office.do(carry_out, by=RECORDS, decree_id=story.ids["decree"], sealing=office.ports.sealing)
    narrowed = CertificateFilter(decree_id=story.ids["decree"])
    page = queries.certificates(narrowed, now=office.clock.now(), limit=20)
    rest = queries.certificates(narrowed, now=office.clock.now(), limit=20, after=page.next)
    story.numbers = sorted(row.number for row in (*page.rows, *rest.rows))
    assert len(set(story.numbers)) == 26 and rest.next is None
    assert office.scan(story.numbers[0]).code == "valid"
    story.do(hand_over, RECORDS, numbers=story.numbers[:2])
    assert sum(each.delivered_at is not None for each in queries.handover(story.ids["decree"])) == 2
    by_name = queries.certificates(CertificateFilter(text="OSTRANDERCI вилма"), now=office.clock.now())
    assert [row.name_latin.upper() for row in by_name.rows] == ["OSTRANDERCI WILMA"]


def revoked(story: Story) -> None:
    """An organisation asks, takes one request back, another is decided; a gross violation is listed."""
    office, queries = story.office, story.office.ports.queries
    cards = [queries.certificate(each, now=office.clock.now()).row for each in story.numbers]
    ask = partial(
        story.do, request_revocation, story.focal, election_id=ELECTION, reasons="Returns home.", attachment=PDF
    )
    story.do(take_back_request, story.focal, request_id=ask(accreditation_ids=[cards[1].accreditation_id])["id"])
    asked = ask(accreditation_ids=[cards[0].accreditation_id])["id"]
    office.sign(story.do(draft_from_request, REGISTRAR, request_id=asked)["decree_id"])
    gross = story.do(draft_revocation, REGISTRAR, accreditation_ids=[cards[2].accreditation_id], kind="V1",
                     facts="Told voters whom to vote for.", gross=True)  # fmt: skip
    story.do(give_decree_opinion, LAWYER, decree_id=gross, opinion="A gross violation of 4.7.")
    office.sign(gross)
    codes = [office.scan(each).code for each in story.numbers[:4]]
    assert codes == ["revoked", "valid", "revoked", "valid"]
    first = queries.revocation_requests(organisation_id=story.ids["organisation"], limit=1)
    second = queries.revocation_requests(organisation_id=story.ids["organisation"], limit=1, after=first.next)
    assert [row.state for row in (*first.rows, *second.rows)] == ["drafted", "withdrawn"]
    assert len(queries.deprived(limit=1).rows) == 1 and queries.deprived(limit=1).next
    assert len(queries.decree_opinions(gross)) == 1


def closed(story: Story) -> None:
    """Somebody withdraws, the window closes over one undecided and one who is found so."""
    office, queries = story.office, story.office.ports.queries
    story.do(withdraw_nominations, story.focal, application_id=story.ids["cec"], nomination_ids=[story.ids["direct"]])
    office.do(announce_close, by=SYSTEM, election_id=ELECTION)
    office.clock.instant = datetime(2027, 1, 21, 18, 1, tzinfo=UTC)
    assert queries.windows_due(now=office.clock.now(), soon=timedelta(days=5)).to_close == (ELECTION,)
    story.do(close_window, SYSTEM, election_id=ELECTION)
    assert story.states()[-1] == S.UNDECIDED_AT_CLOSE
    docket = NominationFilter(ELECTION, states=(S.UNDECIDED_AT_CLOSE.value,), oldest_first=True)
    assert [row.id for row in queries.nominations(docket).rows] == [story.people[-1]]
    story.do(find_undecided, LAWYER, nomination_ids=[story.people[-1]], evidence="The window closed on 21 January.")
    assert queries.applications(ApplicationFilter(organisation_id=story.ids["organisation"])).rows[0].people > 0
    assert len(queries.acts(ActFilter(election_id=ELECTION), limit=200).rows) > 100
