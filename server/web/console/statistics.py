"""The dashboard of an election: charts made here, a table beside each, the same figures as CSV."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from server.usecases.roles import LEGAL_READERS
from server.usecases.statistics import statistics_document
from server.web.acting import ports
from server.web.console.pages import page
from server.web.csv_text import csv_lines
from server.web.errors import ProblemError
from server.web.figures import MOST_DRAWN, Figure, figures
from server.web.i18n import Catalogue, current_language
from server.web.session import officers

SHOWN_ROWS = 200


@officers(*LEGAL_READERS)
def statistics() -> Response:
    """Show the figures of the election that is asked for, else of the latest."""
    elections = ports().queries.elections()
    asked = request.args.get("election_id")
    chosen = next((each for each in elections if each.id == asked), elections[0] if elections else None)
    made = figures_of(chosen.id) if chosen else ()
    return page("statistics.html", section="statistics", elections=elections, election=chosen, figures=made,
                now=ports().clock.now(), most_drawn=MOST_DRAWN, shown_rows=SHOWN_ROWS)  # fmt: skip


@officers(*LEGAL_READERS)
def statistics_csv(election_id: str, key: str) -> Response:
    """Give the rows of one figure as CSV with a byte order mark."""
    figure = next((each for each in figures_of(ports().queries.election(election_id).id) if each.key == key), None)
    if figure is None:
        raise ProblemError("not_found")
    response = Response(csv_lines(figure.head, figure.rows, mark=True), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{election_id}-{key}.csv"'
    return response


def figures_of(election_id: str) -> tuple[Figure, ...]:
    """Return an election's figures as they are now, in the reader's language."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    document = statistics_document(ports().queries.statistics(election_id), now=ports().clock.now())
    lang = current_language()
    return figures(document, lambda key, **facts: catalogue.text(key, lang, **facts), lang=lang)


def add_routes(blueprint: Blueprint) -> None:
    """Add the dashboard."""
    blueprint.add_url_rule("/statistics", "statistics", statistics)
    blueprint.add_url_rule("/statistics/<election_id>/<key>.csv", "statistics_csv", statistics_csv)
