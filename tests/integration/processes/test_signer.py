"""The signer: what it signs, what it never signs, and what it remembers."""

from __future__ import annotations

import socket
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from server.adapters.signing.key_store import KeyStoreError, install_keys, load_signer, open_roots
from server.credential import cbor, cose, election_state
from server.credential.claims import CredentialClaims
from server.credential.election_state import ElectionState, open_state
from server.credential.envelope import prepare
from server.credential.root import Trust
from server.credential.signature import verify_es256
from server.credential.state_gate import pack_statuses
from server.processes.signing_journal import JournalError, SigningJournal
from server.usecases.errors import Unavailable
from tests.integration.processes.conftest import ELECTION, House
from tests.office import ISSUER
from tests.publishing import DeskSigner, open_desk


@pytest.fixture
def keys_dir(tmp_path: Path) -> Path:
    """Return installed development keys."""
    install_keys(tmp_path / "keys", environment="demo", issuer=ISSUER, origins=[ISSUER], now=1_790_000_000)
    return tmp_path / "keys"


@pytest.fixture
def signer(keys_dir: Path) -> DeskSigner:
    """Return the signer's desk over those keys."""
    return DeskSigner(open_desk(keys_dir, open_roots(keys_dir)[-1]))


def structure_of(state: ElectionState, signer: DeskSigner) -> bytes:
    protected = election_state.protected_header(signer.key_id("state"))
    return election_state.sig_structure(protected, election_state.to_payload(state))


def signed(state: ElectionState, signer: DeskSigner) -> bytes:
    """Return the token of a state that the signer signed."""
    protected = election_state.protected_header(signer.key_id("state"))
    payload = election_state.to_payload(state)
    (signature,) = signer.sign("state", [election_state.sig_structure(protected, payload)])
    return cose.assemble(protected, payload, signature)


def digest_of(token: bytes, keys_dir: Path) -> bytes:
    root = open_roots(keys_dir)[-1]
    return open_state(token, trust=Trust(root, root.issuer, root.origins, 0), held=()).digest


def a_credential(**changes: Any) -> CredentialClaims:
    """Return valid claims of our issuer."""
    claims = CredentialClaims(
        issuer=ISSUER,
        issued_at=1_799_000_000,
        credential_id=bytes(8),
        number="TE0000X",
        name_latin="Wilma Ostrander",
        citizenship="NLD",
        idx=0,
        uri=f"{ISSUER}/s/e",
        organisation="Lowland Election Watch",
        election="e",
        accreditation_day=20_800,
        category="observer",
        document_country="NLD",
        document_commitment=bytes(2),
        regulation="1",
        first_seq=1,
    )
    return replace(claims, **changes)


def a_state(seq: int = 1, *, previous: bytes = election_state.FIRST_PREVIOUS, **changes: Any) -> ElectionState:
    """Return a valid state of our issuer in which index 0 is valid."""
    state = ElectionState(
        uri=f"{ISSUER}/s/e",
        iat=1_799_000_000 + seq,
        exp=1_799_086_400,
        ttl=900,
        statuses=pack_statuses({0: 0x00}, slots=1),
        election="e",
        seq=seq,
        previous=previous,
        opens_day=20_700,
        voting_days=(20_900,),
        repeat_days=(),
        published_day=None,
        registry_hash=bytes(16),
        checkpoint=None,
        root_version=1,
        regulation_hash=bytes(16),
        notices_hash=bytes(16),
        basis=0,
        prefix="TE",
    )
    return replace(state, **changes)


def refusal(signer: DeskSigner, role: Any, structure: bytes) -> str:
    with pytest.raises(Unavailable) as caught:
        signer.sign(role, [structure])
    return caught.value.code


def issue_structure(claims: CredentialClaims, signer: DeskSigner) -> bytes:
    return prepare(claims, kid=signer.key_id("issue")).sig_structure


def test_it_signs_our_credentials_in_batches(signer: DeskSigner, keys_dir: Path) -> None:
    structures = [issue_structure(a_credential(idx=n), signer) for n in range(50)]
    (key,) = open_roots(keys_dir)[-1].by_kid[signer.key_id("issue")]
    for structure, signature in zip(structures, signer.sign("issue", structures), strict=True):
        assert verify_es256(structure, signature, x=key.x, y=key.y)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        (a_credential(issuer="https://other.example"), "signer_wrong_issuer"),
        (a_credential(uri=f"{ISSUER}/s/another"), "signer_wrong_issuer"),
        (a_credential(uri="https://other.example/s/e"), "signer_wrong_issuer"),
    ],
)
def test_it_signs_no_credential_of_another_issuer(signer: DeskSigner, claims: CredentialClaims, code: str) -> None:
    good = issue_structure(a_credential(), signer)
    with pytest.raises(Unavailable) as caught:
        signer.sign("issue", [good, issue_structure(claims, signer)])
    assert (caught.value.code, caught.value.facts["position"]) == (code, 1)


def test_it_signs_nothing_that_is_not_what_its_role_says(signer: DeskSigner) -> None:
    state, credential = structure_of(a_state(), signer), issue_structure(a_credential(), signer)
    assert refusal(signer, "issue", state) == "signer_wrong_key"
    assert refusal(signer, "state", credential) == "signer_wrong_key"
    assert refusal(signer, "issue", b"anything") == "signer_malformed"
    assert refusal(signer, "issue", cbor.encode(["Signature1", b"", b"", b""])) == "signer_wrong_key"
    other = prepare(a_credential(), kid=bytes(8)).sig_structure
    assert refusal(signer, "issue", other) == "signer_wrong_key"
    junk = cose.sig_structure(cose.parse_sig_structure(credential)[0], cbor.encode({1: ISSUER}))
    assert refusal(signer, "issue", junk) == "signer_malformed"


@pytest.mark.parametrize(
    "question",
    [
        {},
        {"op": "sign"},
        {"op": "sign", "role": "root", "batch": []},
        {"op": "sign", "role": "issue", "batch": [1]},
        {"op": "sign", "role": "issue", "batch": b""},
        {"op": "sign", "role": "issue", "batch": [b""] * 1_001},
        {"op": "journal", "more": 1},
        {"op": "confirm", "token": 1},
        {1: 2},
    ],
)
def test_it_answers_only_its_own_questions(signer: DeskSigner, question: dict[Any, Any]) -> None:
    assert signer.desk.answer(question) == {"error": "signer_malformed"}


def test_states_follow_one_another_and_a_confirmed_number_is_used_once(signer: DeskSigner, keys_dir: Path) -> None:
    first = signed(a_state(1), signer)
    signer.confirm(first)
    digest = digest_of(first, keys_dir)
    assert (
        refusal(signer, "state", structure_of(a_state(1, iat=1_799_000_500), signer)) == "signer_state_out_of_order"
    )
    assert refusal(signer, "state", structure_of(a_state(2), signer)) == "signer_state_out_of_order"
    back_in_time = a_state(2, previous=digest, iat=1_798_000_000)
    assert refusal(signer, "state", structure_of(back_in_time, signer)) == "signer_state_out_of_order"
    second = signed(a_state(2, previous=digest), signer)
    assert signer.confirm(second).seq == 2
    assert signer.confirm(first).seq == 2


def test_nobody_is_ever_unrevoked(signer: DeskSigner, keys_dir: Path) -> None:
    first = signed(a_state(1), signer)
    signer.confirm(first)
    second = a_state(2, previous=digest_of(first, keys_dir), statuses=pack_statuses({0: 0x01}, slots=1))
    token = signed(second, signer)
    signer.confirm(token)
    third = a_state(3, previous=digest_of(token, keys_dir))
    assert refusal(signer, "state", structure_of(third, signer)) == "signer_status_moved_back"


def test_a_state_lost_before_its_commit_gives_its_number_to_the_next(signer: DeskSigner, keys_dir: Path) -> None:
    first = signed(a_state(1), signer)
    signer.confirm(first)
    digest = digest_of(first, keys_dir)
    lost = signed(a_state(2, previous=digest), signer)
    again = signed(a_state(2, previous=digest, iat=1_799_000_900), signer)
    signer.confirm(again)
    with pytest.raises(Unavailable, match="signer_forked"):
        signer.confirm(lost)


def test_two_states_of_one_transaction_follow_one_another_unconfirmed(signer: DeskSigner, keys_dir: Path) -> None:
    first = signed(a_state(1), signer)
    second = signed(a_state(2, previous=digest_of(first, keys_dir)), signer)
    assert signer.confirm(second).seq == 2


def test_the_journal_outlives_the_process(signer: DeskSigner, keys_dir: Path) -> None:
    first = signed(a_state(1), signer)
    signer.confirm(first)
    reborn = DeskSigner(open_desk(keys_dir, open_roots(keys_dir)[-1]))
    assert reborn.journal()["e"].seq == 1
    assert refusal(reborn, "state", structure_of(a_state(1), signer)) == "signer_state_out_of_order"
    log = (keys_dir / "journal" / "signed.log").read_text().split()
    assert log[1] == "1" and bytes.fromhex(log[2]) == digest_of(first, keys_dir)


def test_it_confirms_only_what_one_of_our_keys_signed(signer: DeskSigner) -> None:
    token = bytearray(signed(a_state(1), signer))
    token[-1] ^= 1
    with pytest.raises(Unavailable, match="signer_state_signature"):
        signer.confirm(bytes(token))
    with pytest.raises(Unavailable, match="signer_state_malformed"):
        signer.confirm(b"token")
    assert signer.journal() == {}


def test_a_damaged_journal_stops_the_signer(signer: DeskSigner, keys_dir: Path) -> None:
    signer.confirm(signed(a_state(1), signer))
    (file,) = (keys_dir / "journal").glob("*.cwt")
    file.write_bytes(file.read_bytes()[:-70])
    with pytest.raises(JournalError, match="never delete it"):
        SigningJournal(keys_dir / "journal")


def test_keys_are_private_and_of_one_environment(keys_dir: Path) -> None:
    for file in keys_dir.glob("*.pem"):
        assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(KeyStoreError, match="demo keys"):
        load_signer(keys_dir, environment="production")
    with pytest.raises(KeyStoreError, match="key ceremony"):
        install_keys(keys_dir.with_name("none"), environment="production", issuer=ISSUER, origins=[ISSUER], now=1)
    (keys_dir / "state.key.pem").chmod(0o640)
    with pytest.raises(KeyStoreError, match="readable by others"):
        load_signer(keys_dir, environment="demo")


def test_a_new_origin_makes_a_root_that_follows_and_another_issuer_is_refused(keys_dir: Path) -> None:
    def install(**changes: Any) -> Any:
        arguments: dict[str, Any] = {
            "environment": "demo",
            "issuer": ISSUER,
            "origins": [ISSUER],
            "now": 1_790_000_001,
        }
        return install_keys(keys_dir, **(arguments | changes))

    assert install().version == 1
    root = install(origins=["https://new.example"])
    assert (root.version, root.origins) == (2, ("https://new.example", ISSUER))
    assert install(origins=["https://new.example"]).version == 2
    assert (keys_dir / "trust_anchor.cbor").read_bytes() == (keys_dir / "roots" / "1.cbor").read_bytes()
    with pytest.raises(KeyStoreError, match="ISSUER"):
        install(issuer="https://another.example")


def test_the_process_serves_its_own_user_and_survives_nonsense(house: House) -> None:
    house.start("signer")
    path = house.settings.signer_socket
    assert path.stat().st_mode & 0o777 == 0o600
    for message in (
        b"",
        b"\x00",
        struct.pack(">I", 2**31),
        struct.pack(">I", 3) + b"abc",
        struct.pack(">I", 1) + b"\xf6",
    ):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(path))
            connection.sendall(message)
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(10) == b""
    assert len(house.signer.key_id("state")) == 8
    claims = a_credential(
        issuer=house.settings.issuer, uri=f"{house.settings.issuer}/s/{ELECTION}", election=ELECTION
    )
    structure = prepare(claims, kid=house.signer.key_id("issue")).sig_structure
    assert len(house.signer.sign("issue", [structure] * 1_500)) == 1_500
    assert house.stop("signer") == 0
    with pytest.raises(Unavailable, match="signer_unavailable"):
        house.signer.sign("issue", [structure])
