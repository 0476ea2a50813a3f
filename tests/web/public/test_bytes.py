"""Trust, states, digests and notices: the bytes a phone fetches, whole and checkable."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode

import pytest

from server.credential.cbor import decode
from server.credential.election_state import open_state
from server.credential.registry_digests import open_index, open_shard
from server.credential.root import Trust, open_root
from tests.publishing import PublishingCommission, revoked
from tests.web.public.conftest import Site, public_app


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_phone_can_follow_trust_to_every_byte(standing_site: Site) -> None:
    client = standing_site.client
    root = open_root(client.get("/trust_anchor.cbor").data, held=None)
    trust = client.get("/api/v1/trust").get_json()
    assert [open_root(_bytes(each), held=root if n else None).version for n, each in enumerate(trust["root"])] == [1]
    (entry,) = trust["states"]
    state = open_state(_bytes(entry["token"]), trust=Trust(root, root.issuer, root.origins, 0), held=())
    assert (state.election, state.seq, state.uri) == (entry["election"], entry["seq"], entry["uri"])
    answer = client.get(f"/s/{state.election}")
    assert answer.data == _bytes(entry["token"])
    assert answer.content_type == "application/statuslist+cwt"
    assert answer.headers["Cache-Control"] == "no-cache" and answer.headers["ETag"]
    (registry,) = trust["registry"]
    assert registry["sha256"] == state.registry_hash.hex()
    index = client.get(registry["uri"])
    assert index.headers["Cache-Control"].endswith("immutable") and index.content_type == "application/octet-stream"
    for expected in open_index(index.data, expected=state.registry_hash):
        shard = client.get(f"/api/v1/registry/{state.election}/{expected.hex()}")
        open_shard(shard.data, expected=expected)
    (notices,) = trust["notices"]
    body = client.get(notices["uri"])
    assert body.content_type == "application/cbor" and decode(body.data) == {}
    assert hashlib.sha256(body.data).digest()[:16] == state.notices_hash


def test_the_second_fetch_costs_nothing(standing_site: Site) -> None:
    for path in ("/api/v1/trust", "/s/kg-2027-pr", "/", "/site/site.css"):
        first = standing_site.client.get(path)
        again = standing_site.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        assert again.headers["ETag"] == first.headers["ETag"]
        other = standing_site.client.get(path, headers={"If-None-Match": '"another"'})
        assert other.status_code == 200 and other.data == first.data


def test_public_gets_answer_any_origin(standing_site: Site) -> None:
    for path in ("/api/v1/trust", "/s/kg-2027-pr", "/api/v1/elections", "/api/v1/regulation", "/s/none"):
        assert standing_site.client.get(path).headers["Access-Control-Allow-Origin"] == "*", path
    assert (
        "Access-Control-Allow-Origin"
        not in standing_site.client.post("/api/v1/verify", json={"qr_text": "x"}).headers
    )


def test_older_digests_stay_reachable_and_are_checked(site: Site) -> None:
    before = site.client.get("/api/v1/trust").get_json()["notices"][0]["uri"]
    revoked(site.commission, site.numbers[0])
    after = site.client.get("/api/v1/trust").get_json()["notices"][0]["uri"]
    assert before != after
    assert site.client.get(before).data == b"\xa0"
    folder = site.commission.publisher.desk.published_dir
    (folder / before.removeprefix("/api/v1/")).write_bytes(b"\xa1\x00\x00")
    assert site.client.get(before).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/s/none",
        "/s/..%2f..%2fkeys%2fissue.key.pem",
        "/api/v1/registry/kg-2027-pr/00000000000000000000000000000000",
        "/api/v1/registry/kg-2027-pr/..%2f..%2f..%2fkeys%2fenvironment",
        "/api/v1/registry/../../keys/issue.key.pem",
        "/api/v1/notices/none/00000000000000000000000000000000",
        "/site/../templates/public/base.html",
        "/..%2fkeys%2fissue.key.pem",
        "/.git/config",
        "/vendor/vendor.lock.exe",
        "/api/v1/nothing",
    ],
)
def test_what_is_not_there_is_not_found(standing_site: Site, path: str) -> None:
    answer = standing_site.client.get(path)
    assert answer.status_code == 404
    assert b"PRIVATE" not in answer.data


def test_before_the_first_publication_the_site_says_so(commission: PublishingCommission) -> None:
    folder = commission.publisher.desk.published_dir
    (folder / "trust.json").unlink()
    client = public_app(commission).test_client()
    for path in ("/api/v1/trust", "/readyz", "/api/v1/elections"):
        answer = client.get(path)
        assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable"), path
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/api/v1/verify", json={"qr_text": "x"}).status_code == 503


def test_damage_on_disk_never_replaces_what_was_whole(site: Site) -> None:
    """Every truncation and every flipped bit of the state leaves the last good answers in place."""
    client = site.client
    good = client.get("/api/v1/trust").data
    trust_file = site.commission.publisher.desk.published_dir / "trust.json"
    document = json.loads(good)
    token = document["states"][0]["token"]
    damaged = [trust_file.read_bytes()[:length] for length in range(0, len(good), 97)]
    for at in range(0, len(token), 41):
        other = "A" if token[at] != "A" else "B"
        document["states"][0]["token"] = token[:at] + other + token[at + 1 :]
        damaged.append(json.dumps(document).encode())
    for body in damaged:
        trust_file.write_bytes(body)
        assert client.get("/api/v1/trust").data == good
        assert client.get("/s/kg-2027-pr").status_code == 200
    trust_file.write_bytes(good)
    assert client.get("/api/v1/trust").data == good


def test_a_damaged_shard_or_notice_keeps_the_state_before(site: Site) -> None:
    client = site.client
    good = client.get("/api/v1/trust").data
    folder = site.commission.publisher.desk.published_dir
    revoked(site.commission, site.numbers[0])
    (notices,) = json.loads((folder / "trust.json").read_bytes())["notices"]
    whole = folder / notices["uri"].removeprefix("/api/v1/")
    content = whole.read_bytes()
    whole.write_bytes(content[:-1])
    fresh = public_app(site.commission).test_client()
    assert client.get("/api/v1/trust").data == good
    assert fresh.get("/api/v1/trust").status_code == 503
    whole.write_bytes(content)
    (folder / "trust.json").touch()
    assert client.get("/api/v1/trust").data != good
    assert fresh.get("/api/v1/trust").status_code == 200


def test_no_older_state_replaces_a_newer_one(site: Site) -> None:
    folder = site.commission.publisher.desk.published_dir
    before = (folder / "trust.json").read_bytes()
    client = site.client
    revoked(site.commission, site.numbers[0])
    newest = client.get("/api/v1/trust").data
    (folder / "trust.json").write_bytes(before)
    assert client.get("/api/v1/trust").data == newest
