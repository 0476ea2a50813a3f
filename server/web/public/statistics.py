"""The public statistics of an election as JSON, CSV and a page, from the file that the publisher wrote."""

# mypy: disable-error-code="untyped-decorator"
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, current_app, render_template
from flask_smorest import Blueprint

from server.web.csv_text import csv_lines
from server.web.errors import ProblemError
from server.web.figures import MOST_DRAWN, Figure, figures
from server.web.i18n import Catalogue, current_language
from server.web.public import schemas, statistics_schemas
from server.web.public.replies import current, in_language, json_answer, revalidated
from server.web.public.source import Published

_CSV: Final = {"type": "string"}


def register_statistics(blueprint: Blueprint, *, published: Published) -> None:
    """Add ``/api/v1/elections/<id>/statistics`` and each of its figures as CSV."""

    @blueprint.get("/api/v1/elections/<string:election>/statistics")
    @blueprint.response(200, statistics_schemas.StatisticsSchema)
    @blueprint.alt_response(404, "NOT_FOUND")
    @revalidated(blueprint)
    def statistics(election: str) -> Response:
        """Counts of an election, so made that no person can be singled out: small parts are put together."""
        return json_answer(counted(published, election))

    @blueprint.get("/api/v1/elections/<string:election>/statistics/<string:figure>")
    @blueprint.arguments(schemas.LanguageQuerySchema, location="query")
    @blueprint.response(200, _CSV, content_type="text/csv")
    @blueprint.alt_response(404, "NOT_FOUND")
    @blueprint.alt_response(422, "UNPROCESSABLE_ENTITY")
    @blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
    def figure(asked: dict[str, Any], election: str, figure: str) -> Response:
        """One figure as CSV, with words of a language; begins with a byte order mark."""
        made = {each.key: each for each in figures_of(counted(published, election), asked["lang"])}
        if figure not in made:
            raise ProblemError("not_found")
        response = Response(
            csv_lines(made[figure].head, made[figure].rows, mark=True), content_type="text/csv; charset=utf-8"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{election}-{figure}.csv"'
        response.headers["Cache-Control"] = "no-cache"
        return in_language(response, asked=asked["lang"])


def counted(published: Published, election: str) -> Mapping[str, Any]:
    """Return an election's statistics.

    Raises:
        ProblemError: ``not_found``; ``unavailable`` before the first publication.
    """
    current(published)
    document = published.statistics(election)
    if document is None:
        raise ProblemError("not_found")
    return document


def figures_of(document: Mapping[str, Any], lang: str | None = None) -> tuple[Figure, ...]:
    """Return the figures in a language, the reader's without one."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    chosen = lang or current_language()
    return figures(document, lambda key, **facts: catalogue.text(key, chosen, **facts), lang=chosen)


def figures_page(document: Mapping[str, Any], election: Mapping[str, Any]) -> str:
    """Render the page of an election's statistics."""
    return render_template(
        "public/statistics.html", election=election, as_of=document["as_of"], figures=figures_of(document),
        most_drawn=MOST_DRAWN,
    )  # fmt: skip
