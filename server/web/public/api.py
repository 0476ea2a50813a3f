"""The public API under ``/api/v1``, described by OpenAPI 3.1."""

# mypy: disable-error-code="untyped-decorator"
from __future__ import annotations

import hashlib
import hmac
import http
import json
import secrets
from collections.abc import Callable
from typing import Any, Final

from flask import Flask, Request, Response, redirect, request
from flask_limiter import Limiter
from flask_smorest import Api, Blueprint
from webargs.flaskparser import FlaskParser

from server.accreditation import regulation
from server.accreditation.directory import directory_as_json
from server.web.client_address import client_address
from server.web.errors import PROBLEM_TYPE, ProblemError
from server.web.i18n import current_language
from server.web.public import schemas
from server.web.public.answer import SHARED_HEADERS
from server.web.public.front import Front, shared_file
from server.web.public.lists import register_lists
from server.web.public.replies import NOT_CHANGED, answered, current, in_language, json_answer, revalidated
from server.web.public.source import Addresses, Published
from server.web.public.statistics import register_statistics
from server.web.public.verdicts import VerdictDesk, VerifySchema

NUMBER_LIMIT: Final = "60 per minute"
_RATE: Final = {
    name: {"schema": {"type": "integer"}, "description": description}
    for name, description in (
        ("X-RateLimit-Limit", "questions a minute"),
        ("X-RateLimit-Remaining", "how many of them are left"),
        ("X-RateLimit-Reset", "when they are all there again, unix seconds"),
        ("Retry-After", "seconds until then"),
    )
}
_DESCRIPTION: Final = (
    "Accreditation of international election observers of the Kyrgyz Republic: trust, election states, the "
    "public list, and verdicts for integrators. Every GET answers any origin. No verification is "
    "logged. Errors are RFC 9457 problem+json with a stable code."
)


class StrictParser(FlaskParser):
    """Reads JSON bodies only as JSON, and names what is wrong."""

    def load_json(self, req: Request, schema: Any) -> Any:
        """Return the body's value.

        Raises:
            ProblemError: ``unsupported_media_type``, ``invalid_json``.
        """
        if req.mimetype != "application/json":
            raise ProblemError("unsupported_media_type")
        try:
            return json.loads(req.get_data(cache=True))
        except (ValueError, RecursionError) as fault:
            raise ProblemError("invalid_json") from fault


class ProblemApi(Api):  # type: ignore[misc]
    """flask-smorest with our errors: problem+json, documented as such."""

    ERROR_SCHEMA = schemas.ProblemSchema

    def _register_responses(self) -> None:
        names = [(status.name, status.phrase) for status in http.HTTPStatus]
        for name, phrase in [*names, ("DEFAULT_ERROR", "A problem")]:
            content = {PROBLEM_TYPE: {"schema": schemas.ProblemSchema}}
            self.spec.components.response(name, {"description": phrase, "content": content}, lazy=True)

    def _register_error_handlers(self) -> None:
        """Leave errors to the one table."""


def register_api(app: Flask, *, published: Published, settings: Addresses, desk: VerdictDesk, front: Front) -> None:
    """Add the API's routes and its description at ``/openapi.json``."""
    app.config |= {
        "API_TITLE": "International observers: public API",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {"description": _DESCRIPTION},
            "servers": [{"url": settings.public_url}],
        },
        "RATELIMIT_HEADERS_ENABLED": True,
    }
    limiter = Limiter(_visitor_key(secrets.token_bytes(32)), app=app, storage_uri="memory://")
    limiter.logger.disabled = True  # its lines would hold addresses' keys
    api = ProblemApi(app)
    blueprint = Blueprint("public_api", __name__, url_prefix="/")
    blueprint.ARGUMENTS_PARSER = StrictParser()
    _add_bytes(blueprint, published, front)
    _add_events(blueprint, settings)
    _add_verdicts(blueprint, published, desk, limiter)
    _add_law(blueprint)
    register_lists(blueprint, published=published)
    register_statistics(blueprint, published=published)
    api.register_blueprint(blueprint)
    app.after_request(_share)


def _visitor_key(secret: bytes) -> Callable[[], str]:
    """Tell visitors apart without keeping an address: a keyed hash under a key that dies with the process."""

    def key() -> str:
        return hmac.new(secret, client_address().encode(), hashlib.sha256).hexdigest()

    return key


def _share(response: Response) -> Response:
    """Let any origin read what a GET of the API answers, errors too."""
    if request.path.startswith(("/api/v1/", "/s/", "/openapi.json")) and request.path != "/api/v1/verify":
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
        if request.method == "OPTIONS":
            response.headers.setdefault("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
            response.headers.setdefault("Access-Control-Allow-Headers", "If-None-Match")
    return response


def _add_bytes(blueprint: Blueprint, published: Published, front: Front) -> None:
    def ready(path: str) -> Response:
        """Bytes that are current are answered before Flask; here come older ones and refusals."""
        current(published)
        answer = front.ready.get(path)
        if answer is None:
            body = published.older(path)
            if body is None:
                raise ProblemError("not_found")
            answer = shared_file(path, body)
        return answered(answer)

    @blueprint.get("/api/v1/trust")
    @blueprint.response(200, schemas.TrustSchema)
    @revalidated(blueprint)
    def trust() -> Response:
        """Roots, newest states, and where digests and notices are."""
        return ready("/api/v1/trust")

    @blueprint.get("/s/<string:election>")
    @blueprint.response(200, _BINARY, content_type="application/statuslist+cwt")
    @blueprint.alt_response(404, "NOT_FOUND")
    @revalidated(blueprint)
    def state(election: str) -> Response:
        """An election's state: a Token Status List CWT."""
        return ready(f"/s/{election}")

    @blueprint.get("/api/v1/registry/<string:election>/<string:sha256>")
    @blueprint.response(200, _BINARY, content_type="application/octet-stream")
    @blueprint.alt_response(404, "NOT_FOUND")
    @revalidated(blueprint)
    def registry(election: str, sha256: str) -> Response:
        """The shards' index (32 hex digits) or one shard (64) of registry digests."""
        return ready(f"/api/v1/registry/{election}/{sha256}")

    @blueprint.get("/api/v1/notices/<string:election>/<string:sha256>")
    @blueprint.response(200, _BINARY, content_type="application/cbor")
    @blueprint.alt_response(404, "NOT_FOUND")
    @revalidated(blueprint)
    def notices(election: str, sha256: str) -> Response:
        """Revocation notices (32 hex digits)."""
        return ready(f"/api/v1/notices/{election}/{sha256}")

    @blueprint.get("/trust_anchor.cbor")
    @blueprint.response(200, _BINARY, content_type="application/cbor")
    @blueprint.alt_response(404, "NOT_FOUND")
    @revalidated(blueprint)
    def trust_anchor() -> Response:
        """The first version of the root, as made at installation."""
        return ready("/trust_anchor.cbor")


_BINARY: Final = {"type": "string", "format": "binary"}


def _add_events(blueprint: Blueprint, settings: Addresses) -> None:
    @blueprint.get("/api/v1/events")
    @blueprint.response(307, description="The event process: Server-Sent Events `state`")
    def events() -> Response:
        """Where new states arrive as they are signed."""
        response = redirect(f"{settings.events_url}/api/v1/events", 307)
        response.headers["Cache-Control"] = "no-store"
        return response  # type: ignore[return-value]


def _add_verdicts(blueprint: Blueprint, published: Published, desk: VerdictDesk, limiter: Limiter) -> None:
    @blueprint.post("/api/v1/verify")
    @blueprint.arguments(VerifySchema, location="json")
    @blueprint.response(200, schemas.VerdictSchema)
    @blueprint.alt_response(400, "BAD_REQUEST")
    @blueprint.alt_response(413, "REQUEST_ENTITY_TOO_LARGE")
    @blueprint.alt_response(415, "UNSUPPORTED_MEDIA_TYPE")
    @blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
    def verify(asked: dict[str, Any]) -> Response:
        """Give the phone's verdict on a QR text; 200 for every well-formed request, nothing is logged."""
        body = desk.answer(current(published), asked["qr_text"], document_number=asked["document_number"])
        return Response(body, headers=list(VerdictDesk.HEADERS))

    @blueprint.get("/api/v1/certificates/<string:number>")
    @blueprint.response(200, schemas.NumberStatusSchema, headers=_RATE)
    @blueprint.alt_response(404, **_refused_at_a_rate("The number is of no election here"))
    @blueprint.alt_response(422, **_refused_at_a_rate("The number is mistyped"))
    @blueprint.alt_response(429, **_refused_at_a_rate("Too many questions"))
    @blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
    @limiter.limit(NUMBER_LIMIT)
    def certificate(number: str) -> Response:
        """Public status of a certificate number; never says that a paper is genuine."""
        document = desk.answer_number(current(published), number[:200])
        if document["code"] == "malformed":
            raise ProblemError("certificate_number_invalid")
        if document["code"] == "election_unknown":
            raise ProblemError("certificate_number_unknown")
        response = Response(
            json.dumps({"number": number, **document}, ensure_ascii=False), headers=list(SHARED_HEADERS)
        )
        response.content_type = "application/json"
        return response


def _refused_at_a_rate(description: str) -> dict[str, Any]:
    return {
        "description": description, "schema": schemas.ProblemSchema, "content_type": PROBLEM_TYPE, "headers": _RATE,
    }  # fmt: skip


def _add_law(blueprint: Blueprint) -> None:
    @blueprint.get("/api/v1/regulation")
    @blueprint.arguments(schemas.LanguageQuerySchema, location="query")
    @blueprint.response(200, {"type": "object"}, content_type="application/json")
    @blueprint.alt_response(304, description=NOT_CHANGED)
    def law(asked: dict[str, Any]) -> Response:
        """Rights, duties, situations and stages with their clauses."""
        answer = json_answer(regulation.as_json(asked["lang"] or current_language()))
        return in_language(answer, asked=asked["lang"])

    @blueprint.get("/api/v1/directory")
    @blueprint.arguments(schemas.LanguageQuerySchema, location="query")
    @blueprint.response(200, {"type": "object"}, content_type="application/json")
    @blueprint.alt_response(304, description=NOT_CHANGED)
    def contacts(asked: dict[str, Any]) -> Response:
        """Contacts by topic (functions, rooms, office lines) and information resources."""
        answer = json_answer(directory_as_json(asked["lang"] or current_language()))
        return in_language(answer, asked=asked["lang"])
