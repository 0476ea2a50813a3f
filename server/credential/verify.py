"""The verdict on a scanned text or a typed number: eight steps, as in the JS twin. Pure, never raises.

1 shape · 2 key · 3 signature · 4 content · 5 registry digest · 6 status · 7 term · 8 freshness and clock.
A failure in steps 1–4 stops; a red from 5–7 beats any amber; otherwise the lowest step wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.credential import document_commitment
from server.credential.certificate_number import check
from server.credential.claims import CredentialClaims, ForeignProfile, local_day, parse, start_of_day
from server.credential.election_state import (
    BASIS_ANNULLED,
    BASIS_PUBLISHED,
    NOT_ISSUED,
    REPLACED,
    REVOKED,
    VALID,
    ElectionState,
)
from server.credential.envelope import Sealed, open_credential
from server.credential.errors import CredentialError
from server.credential.notices import Notice
from server.credential.qr_text import read_text
from server.credential.registry_digests import NOT_ISSUED as NO_ENTRY
from server.credential.registry_digests import Digests, entry_of
from server.credential.root import Trust as Trust
from server.credential.signature import verify_es256
from server.credential.verdict import COLOURS, Colour, Revocation, Term, Verdict, shown_claims

CLOCK_TOLERANCE_SECONDS: Final = 300
LATE_ISSUE_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Held:
    """What a verifier holds of one election: its accepted state; digests and notices where it has them."""

    state: ElectionState
    digests: Digests | None = None
    notices: Mapping[int, Notice] | None = None


def verify(
    text: str,
    *,
    trust: Trust,
    states: Mapping[str, Held],
    device_now: int,
    document_number: str | None = None,
) -> Verdict:
    """Return the verdict on a scanned text.

    Args: states: {election id: what is held of it}; device_now: unix seconds by the device's clock;
        document_number: as typed by an official who compares the identity document.
    """
    try:
        sealed = open_credential(read_text(text, origins=trust.origins))
        claims = parse(sealed.payload)
    except CredentialError as fault:
        return _answer(fault.code, trust, device_now)
    held = states.get(claims.election)
    state = None if held is None else held.state
    now = max(device_now, trust.floor)
    refused = _check_signature(sealed, claims.issued_at, trust, state, now)
    if refused is not None:
        return _answer(refused, trust, device_now, state=state)
    if isinstance(claims, ForeignProfile):
        return _answer("profile_unknown", trust, device_now, state=state, election=claims.election)
    refused = _check_content(claims, trust, state)
    if refused == "malformed":
        return _answer(refused, trust, device_now, state=state)
    match = document_commitment.matches(
        claims.document_commitment,
        document_number,
        certificate_number=claims.number,
        country=claims.document_country,
    )
    if held is None or state is None:
        return _answer(
            "election_unknown",
            trust,
            device_now,
            election=claims.election,
            claims=claims,
            document_match=match,
        )
    entry = _registry(held, sealed.sig_structure, claims)
    code = _first(
        entry,
        _status(state, claims.idx, claims=claims, present=entry is None),
        _term(state, now, from_day=claims.accreditation_day),
    )
    return _answer(
        code or ("valid" if now < state.exp else "valid_stale"),
        trust,
        device_now,
        state=state,
        claims=claims,
        document_match=match,
        revocation=_revocation(held, claims.idx) if code == "revoked" else None,
    )


def verify_number(number: str, *, trust: Trust, states: Mapping[str, Held], device_now: int) -> Verdict:
    """Return the verdict on a typed certificate number: never green, as the paper was not checked.

    Where two held elections share a prefix, the lowest election id answers.
    """
    try:
        parts = check(number)
    except CredentialError as fault:
        return _answer(fault.code, trust, device_now)
    elections = sorted(key for key, held in states.items() if held.state.prefix == parts.prefix)
    if not elections:
        return _answer("election_unknown", trust, device_now)
    held = states[elections[0]]
    now = max(device_now, trust.floor)
    code = _first(
        _number_status(held.state, parts.index, now),
        _term(held.state, now, from_day=None),
    )
    return _answer(
        code or "number_in_force",
        trust,
        device_now,
        state=held.state,
        by_number=True,
        revocation=_revocation(held, parts.index) if code == "revoked" else None,
    )


def _check_signature(
    sealed: Sealed, issued_at: int, trust: Trust, state: ElectionState | None, now: int
) -> str | None:
    """Steps 2 and 3: a key that may issue, and its signature."""
    root = trust.root
    keys = root.by_kid.get(sealed.kid)
    if keys is None:
        lacking = state is None or root.version < state.root_version or issued_at > state.iat or now >= state.exp
        return "key_unknown" if lacking else "signature_invalid"
    for key in keys:
        if key.role != "issue" or not key.covers(issued_at):
            continue
        if verify_es256(sealed.sig_structure, sealed.signature, x=key.x, y=key.y):
            return None
    return "signature_invalid"


def _check_content(claims: CredentialClaims, trust: Trust, state: ElectionState | None) -> str | None:
    """Step 4: the claims agree with one another, with the root's issuer and with the state."""
    if claims.issuer != trust.issuer:
        return "malformed"
    if state is None:
        return "election_unknown"
    uri = claims.uri
    agrees = (
        uri == state.uri
        and claims.not_before == start_of_day(claims.accreditation_day)
        and claims.election == state.election
        and uri[uri.rfind("/") + 1 :] == claims.election
        and uri.startswith(claims.issuer)
    )
    return None if agrees else "malformed"


def _registry(held: Held, sig_structure: bytes, claims: CredentialClaims) -> str | None:
    """Step 5: None where the registry lists exactly this credential."""
    digests, state = held.digests, held.state
    if digests is None or (digests.seq == state.seq and digests.index_hash() != state.registry_hash):
        return "registry_missing"
    entry = digests.entry(claims.idx)
    if entry is None:
        return "registry_missing"
    if entry == NO_ENTRY:
        return _not_listed(digests.seq, claims, state)
    return None if entry == entry_of(sig_structure) else "not_issued"


def _not_listed(seq: int, claims: CredentialClaims, state: ElectionState) -> str:
    """Say what it means that a list as of `seq` lacks the credential: late data, or never issued."""
    late = seq < claims.first_seq and claims.issued_at > state.iat - LATE_ISSUE_SECONDS
    return "state_older_than_credential" if late else "not_issued"


def _status(state: ElectionState, idx: int, *, claims: CredentialClaims, present: bool) -> str | None:
    """Step 6. The fill value under a credential that the registry proves present is late data, not a lie."""
    status = state.status(idx)
    if status == VALID:
        return None
    if status == NOT_ISSUED:
        if present and state.seq < claims.first_seq:
            return "state_older_than_credential"
        return _not_listed(state.seq, claims, state)
    return _OTHER_STATUSES.get(status, "status_unknown")


def _number_status(state: ElectionState, idx: int, now: int) -> str | None:
    """Step 6 for a typed number: only a state not past its exp can say that an index was never issued."""
    status = state.status(idx)
    if status == VALID:
        return None
    if status == NOT_ISSUED:
        return "not_issued" if now < state.exp else "state_older_than_credential"
    return _OTHER_STATUSES.get(status, "status_unknown")


_OTHER_STATUSES: Final = {REVOKED: "revoked", REPLACED: "replaced"}


def _term(state: ElectionState, now: int, *, from_day: int | None) -> str | None:
    """Step 7: None while the term runs; red only where a state not past its exp was signed after it."""
    published = state.published_day if state.basis == BASIS_PUBLISHED else None
    ended = published is not None and state.iat >= start_of_day(published + 1)
    if ended and now < state.exp:
        return "term_ended"
    today = local_day(now)
    if from_day is not None and from_day > today:
        return "not_started"
    if ended or state.basis == BASIS_ANNULLED or (published is not None and today > published):
        return "term_unknown"
    return None


def _first(*codes: str | None) -> str | None:
    """Return the first red, else the first amber, else None."""
    found = [code for code in codes if code is not None]
    return next((code for code in found if COLOURS[code] == "red"), found[0] if found else None)


def _revocation(held: Held, idx: int) -> Revocation | None:
    notice = None if held.notices is None else held.notices.get(idx)
    if notice is None:
        return None
    return Revocation(notice.effective_minute, notice.kind, notice.decree_number, notice.decree_day)


def _answer(
    code: str,
    trust: Trust,
    device_now: int,
    *,
    state: ElectionState | None = None,
    claims: CredentialClaims | None = None,
    election: str | None = None,
    document_match: bool | None = None,
    revocation: Revocation | None = None,
    by_number: bool = False,
) -> Verdict:
    """Step 8 and the verdict: colour, age and clock."""
    floor = trust.floor
    clock_wrong = device_now < floor - CLOCK_TOLERANCE_SECONDS
    colour: Colour = COLOURS[code]
    if colour == "green" and (clock_wrong or document_match is False):
        colour = "amber"
    right_time = floor if clock_wrong else None
    visible = None if claims is None else shown_claims(claims)
    if state is None:
        return Verdict(
            code,
            colour,
            visible,
            election,
            clock_wrong=clock_wrong,
            right_time=right_time,
            document_match=document_match,
        )
    age = max(0, max(device_now, floor) - state.iat)
    term = None
    if claims is not None or by_number:
        last_day = state.published_day if state.basis == BASIS_PUBLISHED else None
        from_day = None if claims is None else claims.accreditation_day
        term = Term(state.basis, from_day, state.published_day, last_day)
    return Verdict(
        code,
        colour,
        visible,
        state.election,
        state.seq,
        state.iat,
        age,
        clock_wrong,
        right_time,
        document_match,
        term,
        revocation,
    )
