"""Roots, states, texts and claims of docs/credential-format.md, by code written from that page, slow and plain."""

from __future__ import annotations

import base64
import re
from typing import Any

from tests.interop.page_bytes import (
    Refused,
    cose_key,
    count,
    decode,
    encode,
    inflate,
    kid_of,
    need,
    raw,
    sign1,
    text,
    verifies,
)

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
HEADER = b"\xa2\x01\x26\x04\x48"
Json = dict[str, Any]


def open_root(data: bytes, held: Json | None) -> Json:
    """Take a root after the one held, or refuse it."""
    try:
        root = _read_root(data)
    except Refused:
        raise Refused("root_malformed") from None
    if held is not None:
        if root["payload"] == held["payload"]:
            return held
        need(root["version"] > held["version"], "root_rollback")
        need(root["version"] == held["version"] + 1, "root_skipped")
    for by in (root, *([] if held is None else [held])):
        signers = set()
        for protected, signature in root["signatures"]:
            signed = encode(["Signature", b"", protected, b"", root["payload"]])
            mine = [
                key for key in by["root_keys"] if kid_of(key) == protected[5:] and verifies(signed, signature, key)
            ]
            signers |= {(key[-2], key[-3]) for key in mine}
        need(len(signers) >= by["threshold"], "root_signature")
    return root


def _read_root(data: bytes) -> Json:
    code = "root_malformed"
    outer = decode(data, 98)
    need(type(outer) is list and len(outer) == 4 and outer[0] == b"" and outer[1] == {} and type(outer[3]) is list)
    signatures = []
    for one in outer[3]:
        need(type(one) is list and len(one) == 3 and one[1] == {} and len(raw(one[0], code)) == 13)
        need(one[0][:5] == HEADER)
        signatures.append((one[0], raw(one[2], code, 64)))
    fields = decode(raw(outer[2], code))
    need(type(fields) is dict and set(fields) == set(range(1, 8)))
    for label in (4, 6, 7):
        need(type(fields[label]) is list and fields[label])
    keys = []
    for entry in fields[7]:
        need(type(entry) is list and len(entry) == 4 and entry[0] in ("issue", "state"))
        need(entry[2] in ("active", "retired", "compromised") and (entry[3] is None or count(entry[3], code) >= 0))
        keys.append((entry[0], cose_key(entry[1]), entry[2], entry[3]))
    root_keys = [cose_key(one) for one in fields[6]]
    every = [(key[-2], key[-3]) for key in root_keys + [each[1] for each in keys]]
    need(len(set(every)) == len(every) and 1 <= count(fields[5], code) <= len(root_keys))
    return {"payload": outer[2], "signatures": signatures, "version": count(fields[1], code), "keys": keys,
            "iat": count(fields[2], code), "issuer": text(fields[3], code), "root_keys": root_keys,
            "origins": [text(each, code) for each in fields[4]], "threshold": fields[5]}  # fmt: skip


def knows(root: Json, kid: bytes) -> bool:
    """Tell whether any key of the root has the kid."""
    return any(kid_of(key) == kid for key in [*root["root_keys"], *(each[1] for each in root["keys"])])


def signed_by(root: Json, role: str, kid: bytes, at: int, signed: bytes, signature: bytes) -> bool:
    """Tell whether a key of the role that covers the instant verifies."""
    for its_role, key, standing, not_after in root["keys"]:
        covers = standing != "retired" or not_after is None or not_after >= at
        usable = covers and not (role == "state" and standing == "compromised")
        if its_role == role and kid_of(key) == kid and usable and verifies(signed, signature, key):
            return True
    return False


def open_state(data: bytes, trust: Json, accepted: list[Json]) -> Json:
    """Take a state, or refuse it."""
    root = trust["root"]
    try:
        state = _read_state(data, trust["issuer"])
    except Refused:
        raise Refused("state_malformed") from None
    need(knows(root, state["kid"]) or state["root_version"] <= root["version"], "root_older")
    told = state["kid"], state["iat"], state["signed"], state["signature"]
    need(signed_by(root, "state", *told), "state_signature")
    lost = {kid_of(key) for _, key, standing, _ in root["keys"] if standing == "compromised"}
    held = [one for one in accepted if one["election"] == state["election"] and one["kid"] not in lost]
    if held:
        newest = max(held, key=lambda one: int(one["seq"]))
        if state["seq"] == newest["seq"]:
            need(state["signed"] == newest["signed"], "state_forked")
            return state
        need(state["seq"] > newest["seq"] and state["iat"] >= max(one["iat"] for one in held), "state_older")
    return state


def _read_state(data: bytes, issuer: str) -> Json:
    code = "state_malformed"
    kid, payload, signed, signature = sign1(data, "application/statuslist+cwt")
    claims = decode(payload)
    need(type(claims) is dict and set(claims) == {2, 4, 6, 65533, 65534, -65802})
    own, packed = claims[-65802], claims[65533]
    need(type(own) is dict and set(own) == set(range(1, 15)))
    need(type(packed) is dict and set(packed) == {"bits", "lst"} and packed["bits"] == 4)
    statuses = inflate(raw(packed["lst"], code), 512 * 1024)
    need(statuses and len(statuses) % 512 == 0)
    election = text(own[1], code)
    need("/" not in election and claims[2] == f"{issuer}/s/{election}" and text(claims[2], code))
    for label in (2, 4, 10, 13):
        count(own[label], code)
    for label, length in ((3, 32), (8, 16), (11, 16), (12, 16)):
        raw(own[label], code, length)
    for label in (5, 6):
        need(type(own[label]) is list and all(count(day, code) >= 0 for day in own[label]))
    need(own[9] is None or type(own[9]) is bytes)
    need(own[7] is None or count(own[7], code) >= 0)
    need(own[13] <= 3 and (own[13] == 3 or (own[7] is not None) == (own[13] == 1)))
    need(type(own[14]) is str and re.fullmatch(r"[0-9A-Z]{1,3}[A-Z]", own[14]))
    count(claims[65534], code)
    return {"kid": kid, "signed": signed, "signature": signature, "uri": claims[2], "exp": count(claims[4], code),
            "iat": count(claims[6], code), "statuses": statuses, "election": election, "seq": own[2],
            "published": own[7], "registry": own[8], "root_version": own[10], "basis": own[13],
            "prefix": own[14]}  # fmt: skip


def read_text(scanned: str, origins: list[str]) -> bytes:
    """Return the bytes of a scanned text."""
    parts = scanned.split("/", 3)
    origin = "/".join(parts[:3])
    if len(parts) == 4 and origin.isascii() and origin.lower() in {each.lower() for each in origins}:
        need(not parts[3].startswith("S#"), "not_a_credential")
        need(parts[3].startswith("V#"))
        digits = parts[3][2:]
        need(re.fullmatch(r"[1-9][0-9]{0,4295}", digits))
        value = int(digits)
        framed = value.to_bytes((value.bit_length() + 7) // 8, "big")
        need(framed[0] in (1, 2))
        return inflate(framed[1:], 16 * 1024) if framed[0] == 1 else framed[1:]
    need(not re.match(r"(?i:https?)://[^/?#]+/[VS]#", scanned), "other_host")
    try:
        need(len(scanned) <= 65_536)
        sealed = inflate(_base45(scanned), 16 * 1024)
        need(sealed[:2] == b"\xd2\x84")
    except Refused:
        raise Refused("not_a_credential") from None
    return sealed


def _base45(scanned: str) -> bytes:
    need(len(scanned) % 3 != 1 and all(each in BASE45 for each in scanned))
    out = b""
    for at in range(0, len(scanned), 3):
        group = [BASE45.index(each) for each in scanned[at : at + 3]]
        value, length = sum(each * 45**place for place, each in enumerate(group)), len(group) - 1
        need(value < 256**length)
        out += value.to_bytes(length, "big")
    return out


def read_claims(payload: bytes) -> Json:
    """Return the claims of profile 1, or the little that is read of another."""
    claims = decode(payload)
    need(type(claims) is dict and type(claims.get(-65801)) is dict)
    own, code = claims[-65801], "malformed"
    need(type(own.get(1)) is int)
    if own[1] != 1:
        return {"foreign": True, "issued_at": count(claims.get(6), code), "election": text(own.get(3), code)}
    need(set(claims) | {8} == {1, 5, 6, 7, 8, 169, 65535, -65801} and set(own) == set(range(1, 10)))
    if 8 in claims:
        need(type(claims[8]) is dict and set(claims[8]) == {3} and raw(claims[8][3], code, 32))
    who, status = claims[169], claims[65535]
    need(type(who) is dict and set(who) - {16, 17, 19, 20} == {1, 3, 4, 13} and who[3] == "eng")
    need((16 in who) == (17 in who) and (19 in who) == (20 in who))
    need(16 not in who or (type(who[17]) is int and who[17] == 4 and len(raw(who[16], code)) > 0))
    need(19 not in who or (text(who[19], code) and who[20] in ("kir", "rus")))
    need(type(status) is dict and set(status) == {"status_list"} and type(status["status_list"]) is dict)
    place = status["status_list"]
    need(set(place) == {"idx", "uri"} and type(claims[5]) is int and raw(claims[7], code, 8))
    for country in (who[13], own[6]):
        need(type(country) is str and re.fullmatch("[A-Z]{3}", country))
    photo = base64.urlsafe_b64encode(who[16]).decode().rstrip("=") if 16 in who else None
    return {"foreign": False, "issuer": text(claims[1], code), "not_before": claims[5],
            "uri": text(place["uri"], code),
            "commitment": raw(own[7], code, 2), "first_seq": count(own[9], code),
            "issued_at": count(claims[6], code), "election": text(own[3], code),
            "shown": {"number": text(who[1], code), "name_latin": text(who[4], code), "name_cyrillic": who.get(19),
                      "citizenship": who[13], "organisation": text(own[2], code), "election": own[3],
                      "accreditation_day": count(own[4], code), "category": text(own[5], code),
                      "document_country": own[6], "issued_at": claims[6], "idx": count(place["idx"], code),
                      "regulation": text(own[8], code), "photo": photo}}  # fmt: skip
