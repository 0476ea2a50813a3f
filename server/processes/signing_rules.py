"""What the signer signs: credentials of our issuer and profile, and states that only move as they may."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Protocol

from server.credential import cose, election_state
from server.credential.claims import CredentialClaims, parse
from server.credential.election_state import ElectionState
from server.credential.envelope import protected_header
from server.credential.errors import CredentialError
from server.credential.state_gate import check_move


class Refusal(ValueError):
    """The signer won't sign; ``code`` is stable and begins with ``signer_``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class StateBook(Protocol):
    """What the signer remembers of states."""

    def before(self, state: ElectionState) -> ElectionState | None:
        """Return the state that this one names as its previous, else the last confirmed one, else None."""
        ...


def check_credential(structure: bytes, *, kid: bytes, issuer: str) -> CredentialClaims:
    """Check a credential's Sig_structure.

    Raises:
        Refusal: ``signer_malformed`` (not profile 1), ``signer_wrong_key``, ``signer_wrong_issuer``.
    """
    protected, payload = _taken_apart(structure)
    if protected != protected_header(kid):
        raise Refusal("signer_wrong_key")
    try:
        claims = parse(payload)
    except CredentialError as fault:
        raise Refusal("signer_malformed") from fault
    if not isinstance(claims, CredentialClaims):
        raise Refusal("signer_malformed")
    if claims.issuer != issuer or claims.uri != f"{issuer}/s/{claims.election}":
        raise Refusal("signer_wrong_issuer")
    return claims


def parse_state_structure(structure: bytes) -> ElectionState:
    """Read the state out of a Sig_structure, with its digest.

    Raises:
        Refusal: ``signer_malformed``.
    """
    _, payload = _taken_apart(structure)
    try:
        state = election_state.parse_payload(payload)
    except CredentialError as fault:
        raise Refusal("signer_malformed") from fault
    return replace(state, digest=hashlib.sha256(structure).digest())


def check_state(structure: bytes, *, kid: bytes, issuer: str, book: StateBook) -> ElectionState:
    """Check a state's Sig_structure against the one it says it follows.

    That one is the last confirmed state, or one signed since that its database hasn't confirmed yet.

    Raises:
        Refusal: ``signer_malformed``, ``signer_wrong_key``, ``signer_wrong_issuer``, or the publishing gate's
            code after ``signer_``: ``signer_status_moved_back``, ``signer_state_out_of_order``, ….
    """
    protected, _ = _taken_apart(structure)
    if protected != election_state.protected_header(kid):
        raise Refusal("signer_wrong_key")
    state = parse_state_structure(structure)
    if state.uri != f"{issuer}/s/{state.election}":
        raise Refusal("signer_wrong_issuer")
    try:
        check_move(book.before(state), state)
    except CredentialError as fault:
        raise Refusal(f"signer_{fault.code}") from fault
    return state


def _taken_apart(structure: bytes) -> tuple[bytes, bytes]:
    try:
        return cose.parse_sig_structure(structure)
    except CredentialError as fault:
        raise Refusal("signer_malformed") from fault
