"""Elections and the public list of observers as JSON, CSV and pages."""

# mypy: disable-error-code="untyped-decorator"
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request, stream_with_context
from flask_smorest import Blueprint

from server.credential.certificate_number import group
from server.web.errors import ProblemError
from server.web.i18n import current_language
from server.web.public import schemas
from server.web.public.observer_list import PAGE_ROWS, as_csv, matching, organisation, statistics
from server.web.public.replies import current, json_answer, revalidated
from server.web.public.source import Published

_CSV: Final = {"type": "string"}


def register_lists(blueprint: Blueprint, *, published: Published) -> None:
    """Add ``/api/v1/elections`` and ``/api/v1/elections/<id>/observers``."""

    @blueprint.get("/api/v1/elections")
    @blueprint.response(200, schemas.ElectionsSchema)
    @revalidated(blueprint)
    def elections() -> Response:
        """Every election with its days and the numbers of its list."""
        return json_answer({"elections": list(elections_of(published))})

    @blueprint.get("/api/v1/elections/<string:election>/observers")
    @blueprint.arguments(schemas.ListQuerySchema, location="query")
    @blueprint.response(200, schemas.ObserversSchema)
    @blueprint.response(200, _CSV, content_type="text/csv")
    @blueprint.alt_response(303, description="Browsers that ask for a page are sent to it")
    @blueprint.alt_response(404, "NOT_FOUND")
    @blueprint.alt_response(422, "UNPROCESSABLE_ENTITY")
    @revalidated(blueprint)
    def observers(asked: dict[str, Any], election: str) -> Any:
        """The public list (3.4): name, organisation, certificate number, decree, status."""
        document = listed(published, election)
        kind = asked["format"] or _preferred()
        if kind == "html":
            return redirect(f"/elections/{election}", 303)
        rows = matching(document["observers"], asked["q"])
        if kind == "csv":
            response = Response(
                stream_with_context(as_csv(rows, mark=asked["bom"])), content_type="text/csv; charset=utf-8"
            )
            response.headers["Content-Disposition"] = f'attachment; filename="observers-{election}.csv"'
            response.headers["Cache-Control"] = "no-cache"
        else:
            response = json_answer({**document, "count": len(rows), "observers": rows})
        response.headers.add("Vary", "Accept")
        return response


def elections_of(published: Published) -> Sequence[Mapping[str, Any]]:
    """Return the list of elections.

    Raises:
        ProblemError: ``unavailable`` before the first publication.
    """
    current(published)
    return published.elections()


def listed(published: Published, election: str) -> Mapping[str, Any]:
    """Return an election's public list.

    Raises:
        ProblemError: ``not_found``; ``unavailable`` before the first publication.
    """
    current(published)
    document = published.observers(election)
    if document is None:
        raise ProblemError("not_found")
    return document


def _preferred() -> str:
    """Choose by Accept: a page only for browsers, CSV when asked for, else JSON."""
    accept = request.accept_mimetypes
    best = accept.best_match(("application/json", "text/csv", "text/html"), "application/json")
    return {"text/csv": "csv", "text/html": "html"}.get(best or "", "json")


def list_page(document: Mapping[str, Any], election: Mapping[str, Any]) -> str:
    """Render one page of the list: search, status, statistics, a hundred rows at a time."""
    text, status = request.args.get("q", "")[:200], request.args.get("status") or None
    lang = current_language()
    rows = matching(document["observers"], text, status=status)
    pages = max(1, -(-len(rows) // PAGE_ROWS))
    wanted = request.args.get("page", "1")
    page = min(pages, max(1, int(wanted))) if wanted.isascii() and wanted.isdigit() and len(wanted) < 7 else 1
    return render_template(
        "public/observers.html",
        election=election,
        as_of=document["as_of"],
        rows=rows[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
        found=len(rows),
        page=page,
        pages=pages,
        text=text,
        status=status,
        counts=statistics(document["observers"], lang),
        group=group,
        organisation=lambda row: organisation(row, lang),
        page_link=lambda number: "?" + urlencode({**request.args.to_dict(), "page": number}),
    )
