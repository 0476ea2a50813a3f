"""An organisation's notices on the portal, and that every subject of a notice leads to a page that is there."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask, url_for

from server.usecases.make_portal_code import make_portal_code
from server.web import console, portal
from server.web.notices import Links
from tests.web.console.world import CONSOLE
from tests.web.portal.world import PortalWorld


def test_an_organisation_reads_its_own_notices(world: PortalWorld) -> None:
    world.do(make_portal_code, invitation_id=world.invitations["a"])
    browser = world.browser("a")
    browser.get("/?lang=en")
    assert 'class="bell"' in browser.page and "unread: 1" in browser.page
    browser.get("/notices")
    assert "code for the portal" in browser.text()
    action = re.search(r'action="(/notices/[^"]+/open)"', browser.page)
    assert action
    other = world.browser("b")
    other.get("/notices?lang=en")
    assert "No notices yet." in other.text()
    other.get("/")
    other.post(action[1], {"csrf_token": other.token()})
    assert other.status == 404
    browser.get("/notices")
    browser.post(action[1], browser.hidden())
    assert browser.status == 200
    browser.get("/api/v1/notices?lang=ky")
    found = json.loads(browser.page)
    assert found["unread"] == 0 and "порталга кирүү коду" in found["notices"][0]["subject"]


def test_every_subject_leads_to_a_page_that_is_there(world: PortalWorld) -> None:
    assert _missing(world.app, "portal", portal.NOTICE_LINKS) == []
    assert _missing(world.console.app, "console", console.NOTICE_LINKS) == []


def _missing(app: Flask, name: str, links: Links) -> list[str]:
    with app.test_request_context(base_url=CONSOLE):
        return [
            endpoint
            for targets in links.values()
            for endpoint, argument in targets
            if f"{name}.{endpoint}" not in app.view_functions or not _built(name, endpoint, argument)
        ]


def _built(name: str, endpoint: str, argument: str | None) -> str:
    values: dict[str, Any] = {argument: "x"} if argument else {}
    return url_for(f"{name}.{endpoint}", **values)
