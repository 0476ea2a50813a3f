"""The one table of errors: every code has a text in three languages, every exception an answer."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import LanguageAccept

from server.accreditation.errors import CodedError
from server.web.errors import STATUS, ProblemError, problem_of, register_errors
from server.web.i18n import (
    LANGUAGES,
    SESSION_LOCALES,
    SHARED_LOCALES,
    Catalogue,
    CatalogueError,
    choose_language,
    day_text,
    instant_text,
    load_catalogue,
    register_languages,
)
from server.web.security import content_security_policy, register_security


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    catalogue = load_catalogue()
    register_languages(app, catalogue=catalogue)
    register_errors(app, catalogue=catalogue)
    register_security(app, tls=True, trusted_types=("lit-html",))

    @app.get("/boom")
    def boom() -> str:
        raise RuntimeError("AN1234567 is a passport number")

    @app.get("/law")
    def law() -> str:
        raise CodedError("no_such_text_yet", "3.7", day=date(2026, 11, 23))

    @app.post("/limited")
    def limited() -> str:
        raise ProblemError("invalid_input", fields=[("name", "required")])

    @app.get("/ok")
    def ok() -> str:
        return "fine"

    return app


def test_every_code_of_the_table_has_a_text_in_three_languages() -> None:
    catalogue = load_catalogue(SESSION_LOCALES)
    for code in STATUS:
        texts = catalogue.all(f"error.{code}")
        assert len(set(texts.values())) == 3, code


def test_an_unforeseen_error_says_nothing_of_its_message(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    answer = app.test_client().get("/boom", headers={"Accept-Language": "en"})
    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None and answer.json["code"] == "internal_error"
    assert "AN1234567" not in answer.text + caplog.text
    assert "RuntimeError" in caplog.text


def test_a_refusal_of_the_law_is_422_with_its_clause(app: Flask) -> None:
    answer = app.test_client().get("/law")
    assert (answer.status_code, answer.json["code"], answer.json["clause"]) == (
        422,
        "no_such_text_yet",
        "3.7",
    )


def test_field_errors_are_named_in_the_readers_language(app: Flask) -> None:
    answer = app.test_client().post("/limited", headers={"Accept-Language": "ru"})
    assert answer.json["errors"] == [{"path": "name", "code": "required", "message": "Это поле обязательно."}]
    assert set(answer.json["messages"]) == set(LANGUAGES)


@pytest.mark.parametrize("path", ["/ok?x=%00", "/%00", "/%ff"])
def test_broken_text_in_an_address_is_refused(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_encoding")


def test_wrong_method_says_which_are_allowed(app: Flask) -> None:
    answer = app.test_client().delete("/ok")
    assert answer.status_code == 405 and answer.json["code"] == "method_not_allowed"
    assert "GET" in answer.headers["Allow"]


def test_headers_stand_on_every_answer_and_nothing_is_cached_by_omission(app: Flask) -> None:
    for path in ("/ok", "/boom", "/nowhere"):
        headers = app.test_client().get(path, base_url="https://o.example.kg").headers
        assert headers["Cache-Control"] == "no-store"
        assert "require-trusted-types-for 'script'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"]


def test_the_policy_names_nothing_unsafe() -> None:
    policy = content_security_policy(nonce="abc", connect=("http://localhost:8083",), wasm=True)
    assert "'unsafe-inline'" not in policy and "'unsafe-eval'" not in policy
    assert "connect-src 'self' http://localhost:8083" in policy and "'nonce-abc'" in policy


@pytest.mark.parametrize(
    ("query", "cookie", "header", "expected"),
    [
        (None, None, "", "ky"),
        (None, None, "de", "ky"),
        (None, None, "ru-RU,ru;q=0.9", "ru"),
        (None, "en", "ru", "en"),
        ("ky", "en", "ru", "ky"),
        ("xx", "xx", "en-GB", "en"),
    ],
)
def test_language(query: str | None, cookie: str | None, header: str, expected: str) -> None:
    app = Flask(__name__)
    with app.test_request_context(headers={"Accept-Language": header}):
        from flask import request

        accepted: LanguageAccept = request.accept_languages
    assert choose_language(query=query, cookie=cookie, accepted=accepted) == expected


def test_days_are_written_as_people_write_them() -> None:
    day = date(2025, 11, 14)
    assert day_text(day, "ky") == "2025-жылдын 14-ноябры"
    assert day_text(day, "ru") == "14 ноября 2025 г."
    assert day_text(20_406, "en") == "14 November 2025"
    assert instant_text(datetime(2025, 11, 14, 18, 30, tzinfo=UTC), "en") == "15 November 2025, 00:30"


def test_a_catalogue_with_a_missing_or_empty_text_is_refused(tmp_path: Path) -> None:
    for lang in LANGUAGES:
        (tmp_path / f"{lang}.json").write_text(json.dumps({"a": "b"} if lang != "ru" else {}))
    with pytest.raises(CatalogueError, match="ru: missing"):
        load_catalogue(tmp_path)
    for lang in LANGUAGES:
        (tmp_path / f"{lang}.json").write_text(json.dumps({"a": "b" if lang != "ru" else " "}))
    with pytest.raises(CatalogueError, match="empty"):
        load_catalogue(tmp_path)


def test_shared_texts_differ_between_languages() -> None:
    texts = {lang: json.loads((SHARED_LOCALES / f"{lang}.json").read_text("utf-8")) for lang in LANGUAGES}
    for key in texts["ky"].keys() - {"number.sign"}:  # № in Kyrgyz and Russian alike
        assert len({texts[lang][key] for lang in LANGUAGES}) == 3, key


def test_a_message_with_a_missing_field_still_reads() -> None:
    catalogue = Catalogue({lang: {"a": "since {day} for {who}"} for lang in LANGUAGES})
    assert catalogue.text("a", "en", day=date(2026, 1, 2)) == "since 2 January 2026 for …"


def test_problem_of_an_unknown_exception_is_internal() -> None:
    assert problem_of(ValueError("x")).status == 500


def test_localhost_is_never_bound_to_https(app: Flask) -> None:
    headers = app.test_client().get("/ok", base_url="https://localhost:8080").headers
    assert "Strict-Transport-Security" not in headers
