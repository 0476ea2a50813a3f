"""Pages for people: elections, the public list, the API's description."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, render_template

from server.web.docs import docs_page
from server.web.errors import ProblemError
from server.web.public.lists import elections_of, list_page, listed
from server.web.public.source import Addresses, Published
from server.web.public.statistics import counted, figures_page


def register_pages(app: Flask, *, published: Published, settings: Addresses) -> None:
    """Add elections, the list and the statistics of each, ``/docs`` and, with the demo's TLS, ``/local-ca.pem``."""

    app.register_blueprint(Blueprint("shared", "server.web", template_folder="templates"))

    @app.get("/elections")
    def elections_page() -> str:
        return render_template("public/elections.html", elections=elections_of(published))

    @app.get("/elections/<string:election>")
    def observers_page(election: str) -> str:
        found = next((each for each in elections_of(published) if each["id"] == election), None)
        if found is None:
            raise ProblemError("not_found")
        return list_page(listed(published, election), found)

    @app.get("/elections/<string:election>/statistics")
    def statistics_page(election: str) -> str:
        found = next((each for each in elections_of(published) if each["id"] == election), None)
        if found is None:
            raise ProblemError("not_found")
        return figures_page(counted(published, election), found)

    @app.get("/docs")
    def docs() -> Response:
        return docs_page(files="/site", methods="get post")

    if settings.tls:

        @app.get("/local-ca.pem")
        def local_ca() -> Response:
            try:
                body = (settings.tls_certificate.parent / "ca.pem").read_bytes()
            except OSError as fault:
                raise ProblemError("not_found") from fault
            response = Response(body, content_type="application/x-x509-ca-cert")
            response.headers["Content-Disposition"] = 'attachment; filename="local-ca.pem"'
            return response
