"""Published vectors of other projects through our generic layer: cose-wg, token status list draft, claim-169."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from server.credential import base45, cbor, cose
from server.credential.claims import parse
from server.credential.election_state import open_state
from server.credential.envelope import open_credential
from server.credential.errors import CredentialError
from server.credential.inflate import LIST_LIMIT, QR_LIMIT, inflate
from server.credential.qr_text import read_text
from server.credential.root import Trust
from server.credential.signature import verify_es256
from tests.interop import foreign
from tests.vectors import reader, world

NOT_IN_THE_DRAFTS_TABLE = {2: {"25460": 1}}  # the 2-bit list sets it, the table beside it forgets it
NOT_ES256 = {"ecdsa-sig-02", "ecdsa-sig-03", "ecdsa-sig-04", "A_4", "A_5", "A_6", "A_7"}


def b64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def coordinates(key: dict[str, str]) -> dict[str, bytes]:
    return {
        name: bytes.fromhex(key[f"{name}_hex"]) if f"{name}_hex" in key else b64(key[name]) for name in ("x", "y")
    }


@pytest.mark.parametrize("name", foreign.names("cose-wg/sign1-tests"))
def test_cose_wg_sign1(name: str) -> None:
    vector = foreign.load(name)
    given = vector["input"]["sign0"]
    data = bytes.fromhex(vector["output"]["cbor"])
    external = bytes.fromhex(given.get("external", ""))
    if vector.get("fail"):
        try:
            opened = cose.open_sign1(data)
        except CredentialError:
            return
        known = opened.headers.get(1) == cose.ES256
        signed = opened.sig_structure(external_aad=external)
        assert not (known and verify_es256(signed, opened.signature, **coordinates(given["key"])))
        return
    opened = cose.open_sign1(data, tagged=data[0] >> 5 == 6)
    signed = opened.sig_structure(external_aad=external)
    assert signed == bytes.fromhex(vector["intermediates"]["ToBeSign_hex"])
    assert verify_es256(signed, opened.signature, **coordinates(given["key"]))


@pytest.mark.parametrize("name", foreign.names("cose-wg/ecdsa-examples") + foreign.names("cose-wg/CWT"))
def test_cose_wg_ecdsa_and_cwt(name: str) -> None:
    vector = foreign.load(name)
    data = bytes.fromhex(vector["output"]["cbor"])
    given = vector["input"].get("sign0")
    if given is None or given["key"]["kty"] != "EC":
        with pytest.raises(CredentialError):
            cose.open_sign1(data)
        return
    opened = cose.open_sign1(data)
    signed = opened.sig_structure()
    assert signed == bytes.fromhex(vector["intermediates"]["ToBeSign_hex"])
    is_es256 = opened.headers.get(cose.ALG) == cose.ES256 and given["key"]["crv"] == "P-256"
    if is_es256:
        assert verify_es256(signed, opened.signature, **coordinates(given["key"]))
    else:
        assert name.rsplit("/", 1)[-1].removesuffix(".json") in NOT_ES256
    with pytest.raises(CredentialError):  # none of them is a credential of ours
        parse(open_credential(data).payload)


def status_list_draft() -> dict[str, Any]:
    vector: dict[str, Any] = foreign.load("token-status-list", "vectors.json")
    return vector


def test_status_list_tokens_verify_in_the_generic_layer_and_fail_the_profile(trust: Trust) -> None:
    vector = status_list_draft()
    for name in ("status_list_cwt_hex", "referenced_token_cwt_hex"):
        data = bytes.fromhex(vector[name])
        opened = cose.open_sign1(data)
        assert verify_es256(opened.sig_structure(), opened.signature, **coordinates(vector["public_key"]))
        assert opened.payload is not None
        claims = cbor.decode(opened.payload, sorted_keys=False)
        assert claims[2 if 65533 in claims else 65535]
        with pytest.raises(CredentialError):
            open_credential(data)
        with pytest.raises(CredentialError, match="state_malformed"):
            open_state(data, trust=trust, held=[])


def test_status_list_encodings() -> None:
    for encoding in status_list_draft()["encodings"]:
        entry = cbor.decode(bytes.fromhex(encoding["cbor_hex"]), sorted_keys=False)
        bits, statuses = encoding["bits"], inflate(entry["lst"], limit=2 * LIST_LIMIT)
        assert entry["bits"] == bits
        assert len(statuses) * 8 // bits == encoding["entries"]
        per_byte, mask = 8 // bits, (1 << bits) - 1
        found = {
            str(at * per_byte + slot): value >> slot * bits & mask
            for at, value in enumerate(statuses)
            if value
            for slot in range(per_byte)
            if value >> slot * bits & mask
        }
        expected = {idx: value for idx, value in encoding["expected_nonzero"].items() if value}
        left_out = NOT_IN_THE_DRAFTS_TABLE.get(bits, {})
        assert found == expected | left_out


@pytest.mark.parametrize("name", foreign.names("claim-169"))
def test_claim_169(name: str) -> None:
    vector = foreign.load(name)
    text = vector["qr_data"]
    if name.endswith(("bad-base45.json", "bad-zlib.json")):
        with pytest.raises(CredentialError):
            inflate(base45.decode(text), limit=QR_LIMIT)
        return
    data = inflate(base45.decode(text), limit=QR_LIMIT)
    if name.endswith("not-cose.json"):
        with pytest.raises(CredentialError):
            cose.open_sign1(data)
        return
    if "encrypt" in name:  # COSE_Encrypt0: out of scope, refused by its tag
        with pytest.raises(CredentialError, match="tag"):
            cose.open_sign1(data)
        return
    opened = cose.open_sign1(data)
    assert opened.payload is not None
    key = vector.get("signing_key")
    if key and key["algorithm"] == "ES256":
        point = bytes.fromhex(key["public_key_hex"])[1:]
        assert verify_es256(opened.sig_structure(), opened.signature, x=point[:32], y=point[32:])
    if name.endswith("unknown-fields.json"):  # one of them is a boolean, which the subset leaves out
        with pytest.raises(CredentialError, match="0xf5"):
            cbor.decode(opened.payload, sorted_keys=False)
        return
    claims = cbor.decode(opened.payload, sorted_keys=False)
    assert (169 in claims) is not name.endswith("missing-169.json")
    expected = vector.get("expected_claim169", {})
    if 169 in claims and "fullName" in expected:
        assert claims[169][4] == expected["fullName"]
    if read_text_is_possible(text):
        with pytest.raises(CredentialError):
            parse(open_credential(data).payload)


def read_text_is_possible(text: str) -> bool:
    """The scanner takes the text as some COSE_Sign1, or says that it is no credential."""
    try:
        return read_text(text, origins=world.ORIGINS)[:2] == b"\xd2\x84"
    except CredentialError as fault:
        assert fault.code == "not_a_credential"
        return False


@pytest.fixture(scope="session")
def trust() -> Trust:
    return reader.read_trust(world.trust())


def test_the_folder_is_whole() -> None:
    """The folder holds what its README names, so that an empty folder cannot pass for a run."""
    files = [name for part in ("cose-wg", "token-status-list", "claim-169") for name in foreign.names(part)]
    if files == ["absent"] * 3:
        foreign.folder()
    assert len(files) >= 30
    assert len({hashlib.sha256(str(foreign.load(name)).encode()).digest() for name in files}) == len(files)
