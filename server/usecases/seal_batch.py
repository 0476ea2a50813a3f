"""Seal credentials in one batch: indices, numbers, bytes, our own check, rows; all under the publisher's lock."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from server.accreditation import regulation
from server.accreditation.calendar import day_number, day_of, unix_seconds
from server.accreditation.decree import check_issue
from server.accreditation.errors import CodedError
from server.accreditation.person import PersonName
from server.accreditation.term import Standing, Term
from server.credential import document_commitment
from server.credential.certificate_number import make
from server.credential.claims import CredentialClaims
from server.credential.envelope import assemble, prepare
from server.credential.qr_text import to_text
from server.credential.registry_digests import entry_of
from server.credential.root import Trust as Trusted
from server.credential.verify import Held, verify
from server.usecases.candidate import Candidate, StatePolicy, build_candidate
from server.usecases.elections import must_not_be_annulled, term_of
from server.usecases.errors import Conflict
from server.usecases.ports import Actor, Sealing, UnitOfWork
from server.usecases.records import (
    Accreditation,
    Credential,
    Decree,
    Election,
    IdentityDocument,
    Organisation,
    Person,
    PersonCitizenship,
)
from server.usecases.search_words import search_words

_MOST_INDICES = 2**20
_CTI_BYTES = 8
_ANY_POLICY = StatePolicy()


@dataclass(frozen=True, slots=True)
class Subject:
    """An accreditation with everything its certificate says."""

    accreditation: Accreditation
    person: Person
    citizenship: str
    document: IdentityDocument
    organisation: Organisation


def read_subjects(uow: UnitOfWork, accreditations: Sequence[Accreditation]) -> list[Subject]:
    """Return accreditations with person, first citizenship, document and organisation, in the given order."""
    people = [each.person_id for each in accreditations]
    persons = {each.id: each for each in uow.find(Person, id=people)}
    citizenships = {
        each.person_id: each.country for each in uow.find(PersonCitizenship, person_id=people, position=1)
    }
    documents = {each.id: each for each in uow.find(IdentityDocument, id=[a.document_id for a in accreditations])}
    organisations = {each.id: each for each in uow.find(Organisation, id=[a.organisation_id for a in accreditations])}
    return [
        Subject(
            each,
            persons[each.person_id],
            citizenships[each.person_id],
            documents[each.document_id],
            organisations[each.organisation_id],
        )
        for each in accreditations
    ]


def seal_batch(
    uow: UnitOfWork,
    election_id: str,
    subjects: Sequence[Subject],
    *,
    reason: str,
    decree: Decree,
    now: datetime,
    actor: Actor,
    sealing: Sealing,
) -> list[Credential]:
    """Issue a paper credential to each subject and ask for publication; nothing is committed here.

    Args: decree: the act the certificates rest on (accreditation, amendment or annulment).
    Raises: CodedError `certificate_before_decree` (3.5), Conflict `election_annulled`, `term_ended`,
        `indices_used_up`, CodedError `own_bytes_refused`, Unavailable (signer).
    """
    if not subjects:
        return []
    election = uow.get(Election, election_id)
    check_issue(issued_at=now, decree_signed_at=decree.signed_at)
    must_not_be_annulled(election)
    _term_must_run(election, subjects, today=day_of(now))
    if election.next_index + len(subjects) > _MOST_INDICES:
        raise Conflict("indices_used_up", most=_MOST_INDICES)
    store = uow.publication()
    newest = store.newest(election_id)
    seq = 1 if newest is None else newest.seq + 1
    claims = [
        _claims(subject, election, idx=idx, seq=seq, now=now, issuer=sealing.trust.issuer)
        for idx, subject in enumerate(subjects, start=election.next_index)
    ]
    credentials = _sealed(uow, claims, subjects, reason=reason, decree=decree, now=now, sealing=sealing)
    election = uow.change(election, next_index=election.next_index + len(subjects))
    uow.add(*credentials)
    store.index_words(
        (word, credential.n)
        for credential, subject in zip(credentials, subjects, strict=True)
        for word in search_words(subject.person.search_key, subject.organisation.search_key, credential.number)
    )
    candidate = build_candidate(uow, election, now=now, trust=sealing.trust, policy=_ANY_POLICY)
    _check_own_bytes(credentials, subjects, candidate, sealing=sealing)
    for credential in credentials:
        _log(uow, credential, decree, actor=actor, now=now)
    uow.request_publication(election_id, at=now)
    return credentials


def _term_must_run(election: Election, subjects: Sequence[Subject], *, today: date) -> None:
    for subject in subjects:
        term = Term(subject.accreditation.accredited_on, term_of(election))
        if term.standing_on(today) is Standing.ENDED:
            raise Conflict("term_ended", "3.8", last_day=term.last_day)


def _claims(
    subject: Subject, election: Election, *, idx: int, seq: int, now: datetime, issuer: str
) -> CredentialClaims:
    person, document = subject.person, subject.document
    number = make(election.prefix, idx)
    latin = PersonName(person.surname_latin, person.given_latin, person.patronymic_latin)
    cyrillic = PersonName(person.surname_cyrillic, person.given_cyrillic, person.patronymic_cyrillic)
    return CredentialClaims(
        issuer=issuer,
        issued_at=unix_seconds(now),
        credential_id=secrets.token_bytes(_CTI_BYTES),
        number=number,
        name_latin=latin.full,
        citizenship=subject.citizenship,
        idx=idx,
        uri=f"{issuer}/s/{election.id}",
        organisation=subject.organisation.name,
        election=election.id,
        accreditation_day=day_number(subject.accreditation.accredited_on),
        category=subject.accreditation.category,
        document_country=document.country,
        document_commitment=document_commitment.commit(
            number, country=document.country, document_number=document.number
        ),
        regulation=regulation.REGULATION_VERSION,
        first_seq=seq,
        name_cyrillic=cyrillic.full or None,
        language=person.cyrillic_language,
    )


def _sealed(
    uow: UnitOfWork,
    claims: Sequence[CredentialClaims],
    subjects: Sequence[Subject],
    *,
    reason: str,
    decree: Decree,
    now: datetime,
    sealing: Sealing,
) -> list[Credential]:
    kid = sealing.signer.key_id("issue")
    unsigned = [prepare(each, kid=kid) for each in claims]
    signatures = sealing.signer.sign("issue", [each.sig_structure for each in unsigned])
    first = uow.publication().next_n()
    return [
        Credential(
            id=uow.new_id(),
            n=first + place,
            election_id=subject.accreditation.election_id,
            accreditation_id=subject.accreditation.id,
            person_id=subject.person.id,
            organisation_id=subject.organisation.id,
            accreditation_decree_id=subject.accreditation.decree_id,
            accredited_on=subject.accreditation.accredited_on,
            carrier="paper",
            idx=each.idx,
            number=each.number,
            cti=each.credential_id,
            sealed=assemble(bare.protected, bare.payload, signature),
            digest=entry_of(bare.sig_structure),
            claims=bare.payload,
            status=0,
            status_from=now,
            status_seq=each.first_seq,
            listed_seq=each.first_seq,
            issued_at=now,
            reason=reason,
            decree_id=decree.id,
        )
        for place, (each, bare, signature, subject) in enumerate(
            zip(claims, unsigned, signatures, subjects, strict=True)
        )
    ]


def _check_own_bytes(
    credentials: Sequence[Credential], subjects: Sequence[Subject], candidate: Candidate, *, sealing: Sealing
) -> None:
    """Scan every new certificate as an official would, against the state that will list it."""
    trust = sealing.trust
    trusted = Trusted(trust.root, trust.issuer, trust.origins, candidate.state.iat)
    states = {candidate.state.election: Held(candidate.state, candidate.digests)}
    for credential, subject in zip(credentials, subjects, strict=True):
        verdict = verify(
            to_text(credential.sealed, origin=trust.origins[0]),
            trust=trusted,
            states=states,
            device_now=candidate.state.iat,
            document_number=subject.document.number,
        )
        if verdict.code != "valid" or verdict.document_match is not True:
            raise CodedError("own_bytes_refused", number=credential.number, verdict=verdict.code)


def _log(uow: UnitOfWork, credential: Credential, decree: Decree, *, actor: Actor, now: datetime) -> None:
    uow.log(
        "certificate_issued",
        actor=actor,
        at=now,
        election_id=credential.election_id,
        subjects={
            "credential": credential.id,
            "accreditation": credential.accreditation_id,
            "person": credential.person_id,
            "decree": decree.id,
        },
        committed={"number": credential.number, "idx": credential.idx, "digest": credential.digest},
    )
