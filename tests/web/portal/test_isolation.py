"""Every route of the portal, from its map: nobody without a session, and of another organisation nothing is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.usecases.applications import Contact, open_application
from server.usecases.line_input import LineInput
from server.usecases.nominate import add_nomination
from tests.web.console.world import CONSOLE, Browser
from tests.web.portal.world import ELECTION, PortalWorld, build_portal

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
WITHOUT_OWNER = {"election_id", "name", "kind", "path", "rest", "folder"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> PortalWorld:
    """Return one portal for all routes: nothing of these tests changes it."""
    return build_portal(Path(tmp_path_factory.mktemp("portal")))


@pytest.fixture(scope="module")
def ids(world: PortalWorld) -> dict[str, str]:
    """Return ids of organisation b's things by the name that routes give them."""
    contact = Contact("B", "b@example.org")
    application = world.do(open_application, by=world.actor("b"), invitation_id=world.invitations["b"], channel="cec",
                           contact=contact)  # fmt: skip
    line = LineInput("Testova", "Anna", ("KAZ",), "KAZ", "N1234567", "")
    person = world.do(add_nomination, by=world.actor("b"), application_id=application, line=line)["id"]
    return {
        "invitation_id": world.invitations["b"], "application_id": application, "nomination_id": person,
        "election_id": ELECTION, "name": "portal.css", "kind": "csv", "number": "PR00001A", "key": "x1",
    }  # fmt: skip


def routes(world: PortalWorld, ids: dict[str, str]) -> Iterator[tuple[str, str, str, set[str]]]:
    """Yield (endpoint, method, path, names of ids) of every route."""
    with world.app.test_request_context(base_url=CONSOLE):
        for rule in world.app.url_map.iter_rules():
            built = rule.build({name: ids.get(name, "x1") for name in rule.arguments}, append_unknown=False)
            if built is None:
                continue
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule.endpoint, method, built[1], set(rule.arguments) - WITHOUT_OWNER


def nobody(browser: Browser, method: str, path: str, ids: dict[str, str]) -> int:
    """Return what the JSON interface answers to an id that doesn't exist, e.g. about the body it wants first."""
    if not path.startswith("/api/"):
        return 404
    for value in ids.values():
        path = path.replace(value, "x1")
    headers = {"X-CSRF-Token": browser.token(), "Sec-Fetch-Site": "same-origin"}
    return int(browser.client.open(path, method=method, base_url=CONSOLE, headers=headers).status_code)


def open_to_all(world: PortalWorld, endpoint: str) -> bool:
    return getattr(world.app.view_functions[endpoint], "open_to", None) == ()


def test_every_view_says_whom_it_lets_in(world: PortalWorld) -> None:
    silent = [name for name, view in world.app.view_functions.items() if getattr(view, "open_to", None) is None]
    assert silent == []


def test_nobody_enters_without_a_session(world: PortalWorld, ids: dict[str, str]) -> None:
    client = world.app.test_client()
    for endpoint, method, path, _ in routes(world, ids):
        if not open_to_all(world, endpoint):
            answer = client.open(path, method=method, base_url=CONSOLE)
            led = answer.status_code == 303 and answer.headers["Location"].startswith("/login")
            assert answer.status_code == 401 or led, (method, path, answer.status_code)


def test_another_organisations_things_are_not_there(world: PortalWorld, ids: dict[str, str]) -> None:
    browser = world.browser("a")
    browser.get("/")
    headers = {"X-CSRF-Token": browser.token(), "Sec-Fetch-Site": "same-origin"}
    tried = 0
    for endpoint, method, path, names in routes(world, ids):
        if names and not open_to_all(world, endpoint):
            answer = browser.client.open(path, method=method, base_url=CONSOLE, headers=headers)
            assert answer.status_code in (404, nobody(browser, method, path, ids)), (method, path, answer.status_code)
            tried += 1
    assert tried > 25


def test_the_owner_opens_every_page_of_its_own(world: PortalWorld, ids: dict[str, str]) -> None:
    browser = world.browser("b")
    for _, method, path, names in routes(world, ids):
        if method == "GET" and names & {"invitation_id", "application_id", "nomination_id"}:
            if path.endswith("/receipt"):
                continue  # there is none before filing
            answer = browser.client.get(path, base_url=CONSOLE)
            assert answer.status_code == 200, (path, answer.status_code)


def test_no_change_without_the_form_token(world: PortalWorld, ids: dict[str, str]) -> None:
    browser = world.browser("a")
    for endpoint, method, path, _ in routes(world, ids):
        if method in CHANGING and not open_to_all(world, endpoint):
            answer = browser.client.open(path, method=method, base_url=CONSOLE)
            assert answer.status_code in (403, 404), (method, path, answer.status_code)
