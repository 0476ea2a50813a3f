"""Doors, lists and descriptions: what a browser sees without signing in."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from server.web.i18n import LANGUAGES
from server.web.public import _HERE, VERIFIER_WEB
from server.web.public.observer_list import as_csv
from tests.publishing import revoked
from tests.web.public.conftest import Site

ELECTION = "kg-2027-pr"


@pytest.mark.parametrize(
    ("path", "file"),
    [("/", "index.html"), ("/V", "verifier.html"), ("/S", "verifier.html"), ("/companion", "companion.html")],
)
def test_a_door_is_served_as_it_stands_in_the_repository(standing_site: Site, path: str, file: str) -> None:
    answer = standing_site.client.get(path)
    assert answer.data == (VERIFIER_WEB / file).read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"
    policy = answer.headers["Content-Security-Policy"]
    assert "'wasm-unsafe-eval'" in policy and "https://events.example.kg" in policy
    assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy
    assert "trusted-types lit-html own-urls" in policy


def test_every_file_of_the_doors_has_its_type(standing_site: Site) -> None:
    types = {".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json"}
    types |= {".webmanifest": "application/manifest+json", ".html": "text/html", ".png": "image/png"}
    for file in sorted(VERIFIER_WEB.rglob("*")):
        if file.suffix in types:
            answer = standing_site.client.get("/" + file.relative_to(VERIFIER_WEB).as_posix())
            assert answer.status_code == 200, file
            assert answer.content_type.startswith(types[file.suffix]), file


def test_the_service_worker_may_govern_the_whole_site(standing_site: Site) -> None:
    answer = standing_site.client.get("/service_worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_long_text_is_sent_zipped_to_those_who_can(standing_site: Site) -> None:
    zipped = standing_site.client.get("/site/site.css", headers={"Accept-Encoding": "gzip"})
    plain = standing_site.client.get("/site/site.css")
    assert zipped.headers["Content-Encoding"] == "gzip" and len(zipped.data) < len(plain.data)
    assert zipped.headers["ETag"] != plain.headers["ETag"] and plain.headers["Vary"] == "Accept-Encoding"


def test_a_file_that_changed_on_disk_is_read_again(tmp_path: Path) -> None:
    from server.web.public.doors import StaticFolder

    (tmp_path / "a.js").write_text("1")
    folder = StaticFolder(tmp_path, "", ())
    first = folder.get("/a.js")
    assert first is not None and folder.get("/a.js") is first
    (tmp_path / "a.js").write_text("23")
    second = folder.get("/a.js")
    assert second is not None and second.body == b"23"


def test_the_list_as_json_has_nothing_but_what_is_public(standing_site: Site) -> None:
    document = standing_site.client.get(f"/api/v1/elections/{ELECTION}/observers").get_json()
    assert document["count"] == 8 and document["election"] == ELECTION
    assert set(document["observers"][0]) == {
        "name", "name_cyrillic", "organisation", "organisation_ky", "organisation_ru", "certificate_number",
        "decree_number", "decree_date", "status",
    }  # fmt: skip
    assert "X0000001" not in json.dumps(document)


def test_a_revocation_stands_on_the_list(site: Site) -> None:
    revoked(site.commission, site.numbers[0])
    rows = site.client.get(f"/api/v1/elections/{ELECTION}/observers").get_json()["observers"]
    assert sum(row["status"] == "revoked" for row in rows) == 1
    (election,) = site.client.get("/api/v1/elections").get_json()["elections"]
    assert (election["accredited"], election["revoked"]) == (7, 1)


def test_the_list_as_csv_for_those_who_ask(standing_site: Site) -> None:
    answer = standing_site.client.get(f"/api/v1/elections/{ELECTION}/observers", headers={"Accept": "text/csv"})
    assert answer.content_type == "text/csv; charset=utf-8"
    assert "Accept" in answer.headers["Vary"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 8 and rows[0]["status"] == "accredited"
    marked = standing_site.client.get(f"/api/v1/elections/{ELECTION}/observers?format=csv&bom=true")
    assert marked.data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_never_starts_a_formula(start: str) -> None:
    row = {"name": f"{start}HYPERLINK(1)", "status": "accredited"}
    lines = list(csv.DictReader(io.StringIO("".join(as_csv([row], mark=False)))))
    assert lines[0]["name"] == f"'{start}HYPERLINK(1)"


def test_a_browser_is_led_to_the_page_of_the_list(standing_site: Site) -> None:
    answer = standing_site.client.get(
        f"/api/v1/elections/{ELECTION}/observers", headers={"Accept": "text/html,*/*;q=0.8"}
    )
    assert answer.status_code == 303 and answer.headers["Location"] == f"/elections/{ELECTION}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_speak_the_three_languages(standing_site: Site, lang: str) -> None:
    for path in ("/elections", f"/elections/{ELECTION}", "/nowhere"):
        page = standing_site.client.get(f"{path}?lang={lang}", headers={"Accept": "text/html"})
        assert f'<html lang="{lang}">' in page.text
        assert not re.search(r"\b(list|page|error)\.[a-z_]+\b", re.sub(r"<[^>]+>", "", page.text)), path
        assert "…" not in page.text


def test_search_finds_by_name_in_either_script_and_by_number(standing_site: Site) -> None:
    def found(text: str) -> int:
        page = standing_site.client.get(f"/elections/{ELECTION}", query_string={"q": text, "lang": "en"}).text
        return int(re.findall(r"Found: (\d+)", page)[0])

    assert found("") == 8
    assert found("ostr") == 8
    assert found("острандер вил") == 8
    assert found(standing_site.numbers[3]) == 1
    assert found("zzz") == 0


def test_strange_queries_of_the_page_are_harmless(standing_site: Site) -> None:
    for query in ("page=0", "page=-1", "page=999999", "page=x", "page=²", "status=bogus", "q=%3Cscript%3E"):
        page = standing_site.client.get(f"/elections/{ELECTION}?{query}")
        assert page.status_code == 200 and "<script" not in page.text


def test_a_name_from_the_database_cannot_become_markup(site: Site) -> None:
    folder = site.commission.publisher.desk.published_dir
    file = folder / "observers" / f"{ELECTION}.json"
    document = json.loads(file.read_bytes())
    document["observers"][0]["name"] = "<img src=x onerror=alert(1)>"
    file.write_text(json.dumps(document), "utf-8")
    assert "<img" not in site.client.get(f"/elections/{ELECTION}").text


def test_a_damaged_list_keeps_the_one_before(site: Site) -> None:
    path = f"/api/v1/elections/{ELECTION}/observers"
    good = site.client.get(path).data
    file = site.commission.publisher.desk.published_dir / "observers" / f"{ELECTION}.json"
    file.write_bytes(file.read_bytes()[:-20])
    assert site.client.get(path).data == good


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_law_in_each_language(standing_site: Site, lang: str) -> None:
    law = standing_site.client.get(f"/api/v1/regulation?lang={lang}").get_json()
    assert law["language"] == lang and len(law["rights"]) >= 22 and len(law["duties"]) >= 10
    assert standing_site.client.get(f"/api/v1/directory?lang={lang}").get_json()["topics"]
    assert standing_site.client.get("/api/v1/regulation?lang=de").get_json()["code"] == "invalid_input"


def test_events_lead_to_the_event_process(standing_site: Site) -> None:
    answer = standing_site.client.get("/api/v1/events")
    assert answer.status_code == 307
    assert answer.headers["Location"] == "https://events.example.kg/api/v1/events"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_measures_are_for_loopback_only(standing_site: Site) -> None:
    assert b"public_state_seq" in standing_site.client.get("/metrics").data
    for change in (
        {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}}, {"headers": {"X-Forwarded-For": "192.0.2.1"}},
        {"headers": {"Forwarded": "for=192.0.2.1"}}, {"headers": {"X-Forwarded-Proto": "https"}},
        {"headers": {"Host": "o.example.kg"}}, {"headers": {"Host": "192.0.2.1:8080"}},
    ):  # fmt: skip
        assert standing_site.client.get("/metrics", **change).status_code == 404  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["/", "/api/v1/trust", "/s/kg-2027-pr", "/api/v1/elections", "/healthz"])
def test_wrong_methods_are_named(standing_site: Site, path: str) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        answer = standing_site.client.open(path, method=method)
        assert answer.status_code in (404, 405) and answer.content_type == "application/problem+json", path


def test_the_description_is_openapi_3_1_and_needs_nothing_from_elsewhere(standing_site: Site) -> None:
    spec = standing_site.client.get("/openapi.json").get_json()
    assert spec["openapi"] == "3.1.0"
    for path in (
        "/api/v1/trust", "/s/{election}", "/api/v1/registry/{election}/{sha256}",
        "/api/v1/notices/{election}/{sha256}", "/api/v1/events", "/api/v1/verify",
        "/api/v1/certificates/{number}", "/api/v1/elections", "/api/v1/elections/{election}/observers",
        "/api/v1/regulation", "/api/v1/directory",
    ):  # fmt: skip
        assert path in spec["paths"], path
    page = standing_site.client.get("/docs").text
    assert "http" not in re.sub(r"https?://[^\"]*w3\.org", "", page)
    assert standing_site.client.get("/site/swagger-ui/swagger-ui-bundle.js").status_code == 200


def test_catalogues_hold_the_same_fields_in_each_language() -> None:
    texts = {lang: json.loads((_HERE / "locales" / f"{lang}.json").read_text("utf-8")) for lang in LANGUAGES}
    for key in texts["ky"]:
        fields = {lang: sorted(re.findall(r"{(\w+)}", texts[lang][key])) for lang in LANGUAGES}
        assert fields["ky"] == fields["ru"] == fields["en"], key
        assert len({texts[lang][key] for lang in LANGUAGES}) == 3, key
