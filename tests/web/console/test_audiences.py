"""Console and portal beside each other: an account, a cookie or a token of one app is nothing to the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response
from werkzeug.test import TestResponse

from server.usecases.passwords import hash_password
from server.usecases.records import Organisation, UserAccount
from server.web.api import accounts
from server.web.errors import register_errors
from server.web.i18n import load_catalogue, register_languages
from server.web.session import current_session, register_sessions, representatives
from server.web.throttle import LoginThrottle
from server.web.tokens import Audience
from tests.web.console.world import CONSOLE, PASSWORD, World

PORTAL = "https://localhost:8082"


@representatives
def whose() -> Response:
    """Say whose portal this is."""
    return Response(current_session().actor.organisation_id)


@dataclass(frozen=True, slots=True)
class Pair:
    """An organisation's account, and a bare portal beside the console."""

    world: World
    portal: Flask
    organisation: str


def beside(world: World, folder: Path) -> Pair:
    """Add an organisation with an account, and a portal over the same database."""
    now = world.clock.now()
    with world.ports.unit_of_work() as uow:
        organisation = Organisation(uow.new_id(), "Lake Watch", "", "", "foreign", "other", None, "lake", now)
        uow.add(organisation)
        uow.add(UserAccount(uow.new_id(), "lake", "Lake", "organisation", hash_password(PASSWORD), "en", now,
                            organisation_id=organisation.id))  # fmt: skip
        uow.commit()
    app = Flask("portal", static_folder=None)
    catalogue = load_catalogue()
    register_languages(app, catalogue=catalogue)
    register_errors(app, catalogue=catalogue, template="console/problem.html")
    app.extensions["login_throttle"] = LoginThrottle()
    audience = Audience("portal", PORTAL, ("organisation",), folder / "secrets")
    register_sessions(app, ports=world.ports, audience=audience,
                      unauthorised=lambda: Response("sign in", 401), 
                      forged=lambda: Response("forged", 403))  # fmt: skip
    routes = Blueprint("api", __name__, url_prefix="/api/v1")
    accounts.add_session_routes(routes)
    routes.add_url_rule("/whose", "whose", whose)
    app.register_blueprint(routes)
    return Pair(world, app, organisation.id)


def sign_in(app: Flask, base: str, login: str) -> tuple[int, dict[str, str]]:
    """Sign in by JSON with the cookies set."""
    answer = app.test_client().post(
        "/api/v1/auth/login", json={"login": login, "password": PASSWORD, "cookies": True}, base_url=base
    )
    names = {line.split("=", 1)[0] for line in answer.headers.getlist("Set-Cookie")}
    return answer.status_code, {**answer.get_json(), "cookies": " ".join(sorted(names))}


def test_each_app_lets_in_its_own_and_refuses_the_other_like_a_wrong_password(world: World, tmp_path: Path) -> None:
    pair = beside(world, tmp_path)
    status, body = sign_in(pair.portal, PORTAL, "lake")
    assert (status, body["cookies"]) == (200, "__Host-portal-access __Host-portal-refresh")
    status, officer = sign_in(world.app, CONSOLE, "registrar")
    assert (status, officer["cookies"]) == (200, "__Host-console-access __Host-console-refresh")
    for app, base, login in ((pair.portal, PORTAL, "registrar"), (world.app, CONSOLE, "lake")):
        refused = sign_in(app, base, login)
        assert refused == sign_in(app, base, "nobody-at-all")
        assert refused[1]["code"] == "sign_in_failed"


def test_an_organisations_session_is_bound_to_it_and_a_token_stays_in_its_app(world: World, tmp_path: Path) -> None:
    pair = beside(world, tmp_path)
    _, own = sign_in(pair.portal, PORTAL, "lake")
    _, officer = sign_in(world.app, CONSOLE, "registrar")

    def ask(app: Flask, base: str, path: str, token: str) -> TestResponse:
        bearer = {"Authorization": f"Bearer {token}"}
        return app.test_client().get(path, headers=bearer, base_url=base)

    answer = ask(pair.portal, PORTAL, "/api/v1/whose", own["access_token"])
    assert (answer.status_code, answer.text) == (200, pair.organisation)
    assert ask(pair.portal, PORTAL, "/api/v1/users/me", officer["access_token"]).status_code == 401
    assert ask(world.app, CONSOLE, "/api/v1/users/me", own["access_token"]).status_code == 401
    secrets = {(tmp_path / "secrets" / f"{name}_session.key").read_bytes() for name in ("console", "portal")}
    assert len(secrets) == 2
