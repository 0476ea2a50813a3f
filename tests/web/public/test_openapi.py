"""The public API against its own description: schemathesis sends what it allows and what it doesn't."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.public.conftest import Site

ELECTION = "kg-2027-pr"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_every_answer_is_as_described(standing_site: Site) -> None:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", standing_site.app)
    seen = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        strategies = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

        @settings(
            max_examples=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=st.one_of(*strategies))
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

        check()
        seen += 1
    assert seen >= 12


def test_what_is_answered_anew_or_not_at_all_is_declared(standing_site: Site) -> None:
    document = standing_site.client.get("/openapi.json").get_json()
    (state,) = standing_site.client.get("/api/v1/trust").get_json()["states"]
    known = {"election": state["election"], "figure": "funnel"}
    (registry,) = standing_site.client.get("/api/v1/trust").get_json()["registry"]
    known["sha256"] = registry["sha256"]
    tagged = 0
    for path, operations in document["paths"].items():
        if "get" not in operations or path.endswith("{number}"):
            continue
        first = standing_site.client.get(path.format(**known))
        tag = first.headers.get("ETag")
        declared = operations["get"]["responses"]
        assert ("304" in declared) == bool(tag) or first.status_code == 404, path
        if tag:
            again = standing_site.client.get(path.format(**known), headers={"If-None-Match": tag})
            assert again.status_code == 304, path
            tagged += 1
    assert tagged >= 8


def test_the_rate_limit_is_declared_as_it_is_told(site: Site) -> None:
    document = site.client.get("/openapi.json").get_json()
    declared = document["paths"]["/api/v1/certificates/{number}"]["get"]["responses"]
    seen = {}
    for number in (site.numbers[0], "PR0000X", "ZZ0000000", *[site.numbers[0]] * 60):
        answer = site.client.get(f"/api/v1/certificates/{number}")
        told = {name for name, _ in answer.headers if name.startswith("X-RateLimit") or name == "Retry-After"}
        assert told == set(declared[str(answer.status_code)]["headers"]), answer.status_code
        seen[answer.status_code] = answer.get_json()["code"]
    assert seen[429] == "rate_limited" and {200, 422} < set(seen)


def test_words_chosen_by_the_reader_are_not_cached_for_another(standing_site: Site) -> None:
    for path in ("/api/v1/regulation", "/api/v1/directory", f"/api/v1/elections/{ELECTION}/statistics/funnel"):
        answer = standing_site.client.get(path, headers={"Accept-Language": "ru"})
        varies = {each.strip() for line in answer.headers.getlist("Vary") for each in line.split(",")}
        assert {"Accept-Language", "Cookie"} <= varies, path
        named = standing_site.client.get(f"{path}?lang=ky", headers={"Accept-Language": "ru"})
        assert "Accept-Language" not in "".join(named.headers.getlist("Vary"))
