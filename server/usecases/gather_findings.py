"""Findings for many nominations at once: a fixed number of reads, whatever the size of the pile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from server.accreditation.findings import Finding, Known, find
from server.accreditation.likeness import skeleton
from server.accreditation.machines import NominationState
from server.accreditation.rule_pack import WindowAppliesTo
from server.usecases.deprived import Likeness, hits, likeness
from server.usecases.elections import read_calendar
from server.usecases.ports import Matching, UnitOfWork
from server.usecases.records import (
    Application,
    DocumentCopy,
    Election,
    Invitation,
    MfaReview,
    Nomination,
    Organisation,
)

R = TypeVar("R", Application, Invitation, Organisation, Election)
_GONE = (NominationState.DRAFT, NominationState.WITHDRAWN, NominationState.MERGED, NominationState.REFUSED)


def gather_findings(
    uow: UnitOfWork, nominations: Sequence[Nomination], *, now: datetime, matching: Matching
) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of each nomination, C1 to C9, by its id."""
    applications = _by_id(uow, Application, {each.application_id for each in nominations})
    invitations = _by_id(uow, Invitation, {each.invitation_id for each in applications.values()})
    organisations = _by_id(uow, Organisation, {each.organisation_id for each in nominations})
    elections = _by_id(uow, Election, {each.election_id for each in nominations})
    days = {key: read_calendar(uow, each).election_day for key, each in elections.items()}
    ids = [each.id for each in nominations]
    copies: dict[str, int] = {}
    for copy in uow.find(DocumentCopy, nomination_id=ids, kind="identity_document", deleted_at=None) if ids else ():
        copies[copy.nomination_id] = copies.get(copy.nomination_id, 0) + 1
    remarks = {each.nomination_id: each.remarks for each in uow.find(MfaReview, nomination_id=ids)} if ids else {}
    alike = {each.id: likeness_of(each, matching=matching) for each in nominations}
    deprived, twins = hits(uow, alike), _twins(uow, nominations)
    found = {}
    for each in nominations:
        application = applications[each.application_id]
        invitation, election = invitations[application.invitation_id], elections[each.election_id]
        found[each.id] = find(
            Known(
                invitation_state=invitation.state,
                issuer=invitation.issuer,
                letter_number=invitation.letter_number,
                letter_date=invitation.letter_date,
                invitation_fits=(invitation.election_id, invitation.organisation_id)
                == (each.election_id, each.organisation_id),
                call_published_day=election.call_published_day,
                filed_at=application.filed_at,
                window_opens=election.window_opens_at,
                window_closes=election.window_closes_at,
                binds_decree=election.window_applies_to == WindowAppliesTo.FILING_AND_DECREE,
                now=now,
                election_day=days[each.election_id],
                origin=organisations[each.organisation_id].origin,
                citizenships=tuple(each.citizenships.split(",")),
                birth_date=each.birth_date,
                document_expires_on=each.document_expires_on,
                identity_copies=copies.get(each.id, 0),
                remarks=remarks.get(each.id, ""),
                same_document=twins[each.id][0],
                same_name=twins[each.id][1],
                hits=deprived.get(each.id, ()),
            )
        )
    return found


def likeness_of(nomination: Nomination, *, matching: Matching) -> Likeness:
    """Return the keyed hashes of a nominated person."""
    return likeness(
        (nomination.document_country, nomination.document_number),
        f"{nomination.surname_latin} {nomination.given_latin}",
        f"{nomination.surname_cyrillic} {nomination.given_cyrillic}",
        birth_date=nomination.birth_date,
        matching=matching,
    )


def _twins(uow: UnitOfWork, nominations: Sequence[Nomination]) -> Mapping[str, tuple[int, int]]:
    """Return how many others of the election share the document, and how many name and birth date."""
    elections = sorted({each.election_id for each in nominations})
    numbers = sorted({each.document_number for each in nominations})
    births = sorted({each.birth_date for each in nominations if each.birth_date})
    others = {
        each.id: each
        for found in (
            uow.find(Nomination, document_number=numbers, election_id=elections) if numbers else (),
            uow.find(Nomination, birth_date=births, election_id=elections) if births else (),
        )
        for each in found
        if each.state not in _GONE
    }
    documents: dict[tuple[str, str, str], set[str]] = {}
    names: dict[tuple[str, object, str], set[str]] = {}
    for each in others.values():
        documents.setdefault(_document(each), set()).add(each.id)
        names.setdefault(_name(each), set()).add(each.id)
    told = {}
    for each in nominations:
        same_document = documents.get(_document(each), set()) - {each.id}
        same_name = names.get(_name(each), set()) - {each.id} - same_document if each.birth_date else set()
        told[each.id] = (len(same_document), len(same_name))
    return told


def _document(nomination: Nomination) -> tuple[str, str, str]:
    return nomination.election_id, nomination.document_country, nomination.document_number


def _name(nomination: Nomination) -> tuple[str, object, str]:
    latin = skeleton(f"{nomination.surname_latin} {nomination.given_latin}")
    return nomination.election_id, nomination.birth_date, latin


def _by_id(uow: UnitOfWork, kind: type[R], ids: set[str]) -> dict[str, R]:
    return {each.id: each for each in uow.find(kind, id=sorted(ids))} if ids else {}
