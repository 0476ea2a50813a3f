"""Notices on the console's pages, and e-mail as the administrator sees it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from server.adapters import mail
from server.usecases import letters
from server.usecases.notify import To, tell
from server.usecases.records import Message
from server.web.console import CATALOGUES
from server.web.i18n import LANGUAGES, load_catalogue
from tests.web.console.world import Browser, World


def told(world: World, *, key: str = "a", to: To | None = None, kind: str = "application_received") -> None:
    """Tell the registrar that an application has come in."""
    now = world.clock.now()
    with world.ports.unit_of_work() as uow:
        facts = {"number": f"R-{key}", "people": 3, "closes_at": now}
        tell(uow, kind, to=to or To(role="registrar"), facts=facts, dedupe_key=key, now=now,
             subject=("election", "x"))  # fmt: skip
        uow.commit()


def bell(browser: Browser) -> str:
    """Return what the bell says."""
    found = re.search(r'<a class="bell".*?<span class="sr">([^<]*)</span>', browser.page)
    assert found
    return found[1]


def test_a_bell_counts_and_a_page_tells_until_read(world: World) -> None:
    told(world, key="1")
    told(world, key="2")
    browser = world.browser("registrar")
    browser.get("/?lang=en")
    assert bell(browser) == "Notices, unread: 2"
    browser.get("/notices")
    assert browser.text().index("Application No R-2 has come in") >= 0
    ids = re.findall(r'name="notice_ids" value="([^"]+)"', browser.page)
    browser.post("/notices/read", {**browser.hidden(), "notice_ids": ids})
    assert "Marked as read: 2" in browser.text() and bell(browser) == "Notices, all read"
    browser.get("/notices?lang=ky")
    assert "№ R-2" in browser.text()
    other = world.browser("approver")
    other.get("/notices?lang=en")
    assert "No notices yet" in other.text()


def test_opening_a_notice_reads_it_and_leads_to_its_subject(world: World) -> None:
    told(world)
    browser = world.browser("registrar")
    browser.get("/notices?lang=en")
    action = re.search(r'action="(/notices/[^"]+/open)"', browser.page)
    assert action
    browser.post(action[1], browser.hidden(), follow=False)
    assert browser.status == 303 and browser.headers["Location"].endswith("/docket")
    other = world.browser("approver")
    other.get("/")
    other.post(action[1], {"csrf_token": other.token()})
    assert other.status == 404
    browser.get("/?lang=en")
    assert bell(browser) == "Notices, all read"


def test_the_json_twin_lists_and_marks(world: World) -> None:
    told(world)
    browser = world.browser("registrar")
    browser.get("/api/v1/notices?lang=en")
    found = json.loads(browser.page)
    assert (found["unread"], found["notices"][0]["subject"]) == (1, "Application No R-a has come in")
    browser.get("/")
    sent = {"notice_ids": [found["notices"][0]["notice"]["id"]]}
    headers = {"X-CSRF-Token": browser.token(), "Accept": "application/json"}
    body = json.dumps(sent)
    browser.post("/api/v1/notices/read", body, headers=headers, content_type="application/json")
    assert browser.status == 200 and json.loads(browser.page)["read"] == 1


def test_the_administrator_sees_what_was_given_up_and_tries_anew(world: World) -> None:
    now = world.clock.now()
    with world.ports.unit_of_work() as uow:
        uow.add(Message("m-1", "returned", "k", "focal@lake.example.org", "ky", "S", "B", now, "failed", 30, None,
                        None, "mail_recipient_refused"))  # fmt: skip
        uow.commit()
    browser = world.browser("administrator")
    browser.get("/mail?lang=en")
    assert "focal@lake.example.org" in browser.text() and "There is no such address." in browser.text()
    browser.post("/mail/m-1/retry", browser.hidden())
    assert "waiting again" in browser.text()
    browser.get("/mail?state=waiting")
    assert "focal@lake.example.org" in browser.text()
    browser.post("/mail/m-1/retry", browser.hidden())
    assert browser.status == 409 and "needs no other try" in browser.text()


def test_every_kind_and_every_fault_of_mail_has_its_word() -> None:
    catalogue = load_catalogue(*CATALOGUES)
    folder = Path(mail.__file__).parent
    faults = {
        each for path in folder.glob("*.py") for each in re.findall(r'"(mail_[a-z_]+)"', path.read_text("utf-8"))
    }
    assert len(faults) > 6
    wanted = {f"mail.kind.{kind}" for kind in letters.kinds()} | {f"mail.fault.{fault}" for fault in faults}
    for lang in LANGUAGES:
        assert wanted <= catalogue.texts[lang].keys()
