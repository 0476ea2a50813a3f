"""The verdict as docs/credential-format.md tells it, by code written from that page alone."""

from __future__ import annotations

import itertools
import re
from typing import Any

from tests.interop.page_bytes import Refused, need, sha, sign1
from tests.interop.page_verifier import Json, knows, read_claims, read_text, signed_by

RED = ("term_ended", "revoked", "replaced", "not_issued", "signature_invalid")
GREY = ("malformed", "other_host", "not_a_credential")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CYRILLIC = dict(zip("АВЕКМНОРСТУХавекмнорстух", "ABEKMHOPCTYX" * 2, strict=True))
LATIN = CYRILLIC | {each.lower(): each for each in ALPHABET[10:]}
NUMBER = re.compile(r"([0-9A-Z]{1,3}[A-Z])([0-9]{4}|[1-9][0-9]{4,6})([0-9A-Z])")
MEANT = {"O": "O0", "О": "O0", "I": "I1", "И": "I1", "Р": "PR", "С": "CS", "В": "BV", "Н": "HN", "У": "YU", "Х": "XH",
         "З": "3Z", "Б": "B", "Г": "G", "Д": "D", "Л": "L", "П": "P", "Ф": "F"}  # fmt: skip


def starts(day: int) -> int:
    """Return the second at which a day begins."""
    return 86_400 * day - 21_600


def verify(vector: Json, trust: Json, held: dict[str, Json]) -> Json:
    """Return the verdict on a text."""
    device, claims, election = vector["device_now"], None, None
    now = max(device, trust["floor"])
    try:
        kid, payload, signed, signature = sign1(read_text(vector["qr_text"], trust["origins"]))
        claims = read_claims(payload)
    except Refused as refused:
        return answer(refused.args[0], trust, device)
    one = held.get(claims["election"])
    state = one["state"] if one else None
    at = claims["issued_at"]
    code, shown = None, None
    if not knows(trust["root"], kid):
        root = trust["root"]
        late = not state or root["version"] < state["root_version"] or at > state["iat"] or now >= state["exp"]
        code = "key_unknown" if late else "signature_invalid"
    elif not signed_by(trust["root"], "issue", kid, at, signed, signature):
        code = "signature_invalid"
    elif claims["foreign"]:
        code, election = "profile_unknown", claims["election"]
    elif claims["issuer"] != trust["issuer"]:
        code = "malformed"
    elif one is None or state is None:
        code, election, shown = "election_unknown", claims["election"], claims
    elif claims["uri"] != state["uri"] or claims["not_before"] != starts(claims["shown"]["accreditation_day"]):
        code = "malformed"
    else:
        shown = claims
        five = registry(one, claims, signed)
        six = status(state, claims["shown"]["idx"], claims, present=five is None)
        seven = term(state, now, claims["shown"]["accreditation_day"])
        code = first(five, six, seven) or ("valid_stale" if now >= state["exp"] else "valid")
    told = answer(code, trust, device, state, shown, election)
    match = fits(claims, vector.get("document_number")) if shown else None
    if code == "valid" and match is False:
        told["colour"] = "amber"
    return told | {"document_match": match, "revocation": notice(one, claims) if code == "revoked" else None}


def registry(one: Json, claims: Json, signed: bytes) -> str | None:
    """Step 5."""
    digests, state, idx = one["digests"], one["state"], claims["shown"]["idx"]
    if digests is None or (digests["seq"] == state["seq"] and sha(digests["index"], 16) != state["registry"]):
        return "registry_missing"
    number, index = idx // 1024, digests["index"]
    shard = digests["shards"].get(number)
    if number * 32 >= len(index):
        entry = bytes(16)
        if len(index) % 32 or shard is not None:
            return "registry_missing"
    elif shard is None or len(shard) != 16_384 or sha(shard) != index[number * 32 : number * 32 + 32]:
        return "registry_missing"
    else:
        entry = shard[idx % 1024 * 16 :][:16]
    if entry == bytes(16):
        late = digests["seq"] < claims["first_seq"] and claims["issued_at"] > state["iat"] - 3600
        return "state_older_than_credential" if late else "not_issued"
    return None if entry == sha(signed, 16) else "not_issued"


def value_at(state: Json, idx: int) -> int:
    """Return the status value of an index."""
    return state["statuses"][idx // 2] >> (4 if idx % 2 else 0) & 15 if idx < 2 * len(state["statuses"]) else 3


def status(state: Json, idx: int, claims: Json, *, present: bool) -> str | None:
    """Step 6."""
    value = value_at(state, idx)
    if value == 3:
        late = present or claims["issued_at"] > state["iat"] - 3600
        return "state_older_than_credential" if state["seq"] < claims["first_seq"] and late else "not_issued"
    return {0: None, 1: "revoked", 12: "replaced"}.get(value, "status_unknown")


def term(state: Json, now: int, from_day: int | None) -> str | None:
    """Step 7."""
    today = (now + 21_600) // 86_400
    published = state["published"] if state["basis"] == 1 else None
    after = published is not None and state["iat"] >= starts(published + 1)
    if after and now < state["exp"]:
        return "term_ended"
    if from_day is not None and from_day > today:
        return "not_started"
    return "term_unknown" if state["basis"] == 3 or after or (published is not None and today > published) else None


def first(*codes: str | None) -> str | None:
    """Return the first red, else the first amber."""
    found = [code for code in codes if code]
    return next((code for code in found if code in RED), found[0] if found else None)


def fits(claims: Json, document: str | None) -> bool | None:
    """Tell whether a document's number fits the commitment."""
    kept = "".join(each for each in (LATIN.get(one, one) for one in document or "") if each in ALPHABET)
    number, country = re.sub("[ -]", "", claims["shown"]["number"]), claims["shown"]["document_country"]
    return sha(f"KGO1|{number}|{country}|{kept}".encode(), 2) == claims["commitment"] if kept else None


def notice(one: Json | None, claims: Json) -> Json | None:
    """Return the notice held."""
    found = ((one or {}).get("notices") or {}).get(str(claims["shown"]["idx"]))
    names = ("effective_minute", "kind", "decree_number", "decree_day")
    return dict(zip(names, found, strict=True)) if found else None


def is_whole(number: str) -> bool:
    """Tell whether it is a number with its check character (ISO 7064 MOD 37,36)."""
    if not NUMBER.fullmatch(number):
        return False
    product = 36
    for each in number[:-1]:
        product = ((product + ALPHABET.index(each)) % 36 or 36) * 2 % 37
    return (product + ALPHABET.index(number[-1])) % 36 == 1


def read_number(typed: str) -> str:
    """Return the number that a typed text can only mean."""
    need(len(typed) <= 64)
    bare = re.sub("[ -]", "", typed)
    plain = [LATIN.get(each, each) for each in bare]
    if is_whole("".join(plain)):
        return "".join(plain)
    need(1 <= len(bare) <= 12)
    ways = [MEANT.get(each.upper(), own) for each, own in zip(bare, plain, strict=True)]
    ways[-1] = {"0": "0O", "1": "1I"}.get(bare[-1], ways[-1])
    readings = [each for each in map("".join, itertools.product(*ways)) if is_whole(each)]
    need(len(readings) == 1)
    return readings[0]


def verify_number(vector: Json, trust: Json, held: dict[str, Json]) -> Json:
    """Return the verdict on a typed number."""
    device, now = vector["device_now"], max(vector["device_now"], trust["floor"])
    try:
        parts = NUMBER.fullmatch(read_number(vector["number"]))
    except Refused:
        return answer("malformed", trust, device)
    assert parts is not None
    prefix, idx = parts[1], int(parts[2])
    one = next((held[name] for name in sorted(held) if held[name]["state"]["prefix"] == prefix), None)
    if one is None:
        return answer("election_unknown", trust, device)
    state, value = one["state"], value_at(one["state"], idx)
    six = {0: None, 1: "revoked", 12: "replaced"}.get(value, "status_unknown")
    if value == 3:
        six = "not_issued" if now < state["exp"] else "state_older_than_credential"
    code = first(six, term(state, now, None)) or "number_in_force"
    told = answer(code, trust, device, state)
    revoked = notice(one, {"shown": {"idx": idx}}) if code == "revoked" else None
    return told | {"term": term_told(state, None), "revocation": revoked}


def term_told(state: Json, from_day: int | None) -> Json:
    """Return what is told of the term."""
    last = state["published"] if state["basis"] == 1 else None
    return {"basis": state["basis"], "from_day": from_day, "published_day": state["published"], "last_day": last}


def answer(
    code: str, trust: Json, device: int, state: Json | None = None, claims: Json | None = None,
    election: str | None = None,
) -> Json:  # fmt: skip
    """Return the verdict with its clock, colour and what else it tells."""
    wrong = device < trust["floor"] - 300
    colour = "red" if code in RED else "grey" if code in GREY else "green" if code == "valid" else "amber"
    shown: Any = claims["shown"] if claims else None
    return {
        "code": code, "colour": "amber" if colour == "green" and wrong else colour, "claims": shown,
        "election": state["election"] if state else election, "seq": state and state["seq"],
        "as_of": state and state["iat"],
        "age_seconds": max(0, max(device, trust["floor"]) - state["iat"]) if state else None,
        "clock_wrong": wrong, "right_time": trust["floor"] if wrong else None, "document_match": None,
        "term": term_told(state, shown["accreditation_day"]) if state and shown else None, "revocation": None,
    }  # fmt: skip
