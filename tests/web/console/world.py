"""A whole console for tests: real SQLite, real keys, a publisher in this process, three officers, a browser."""

from __future__ import annotations

import functools
import html
import re
import shutil
import tempfile
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from server.accreditation.calendar import day_of
from server.adapters.database.engine import open_engine
from server.adapters.database.queries import SqlQueries
from server.adapters.database.unit_of_work import unit_of_work_factory
from server.adapters.documents.reencoder import LimitedReencoder
from server.adapters.encryption.document_vault import install_vault
from server.adapters.encryption.totp_secrets import install_totp_secrets
from server.adapters.keyed_hash import install_keyed_hash
from server.adapters.lists.reader import ObserverLists
from server.adapters.passkeys import FidoPasskeys
from server.adapters.rendering.renderer import TypstRenderer
from server.adapters.signing.key_store import install_keys, load_signer
from server.composition import InstalledTrust
from server.usecases.add_user import add_user
from server.usecases.perform import perform
from server.usecases.ports import Actor, Ports, Receipt, Sealing
from server.usecases.publish_state import StatePolicy, publish_state
from server.usecases.records import UserAccount
from server.usecases.roles import OFFICERS, SECOND_FACTOR_REQUIRED
from server.usecases.second_factors import install_totp
from server.usecases.totp_codes import new_secret
from server.web import api, console
from server.web.client_address import Network
from tests.authenticator_app import fresh_code
from tests.flask_app import flask_app
from tests.migrated import migrated_engine
from tests.web.held import hold_to_description

ORIGIN = "https://o.shailoo.example"
CONSOLE = "https://localhost"
PASSWORD = "a long enough phrase"
ROLES = OFFICERS
SYSTEM = Actor("", "system")
DATABASE = "observers.sqlite3"


@dataclass(slots=True)
class TestClock:
    """The present, moved by `shift`."""

    __test__ = False
    shift: timedelta = timedelta(0)

    def now(self) -> datetime:
        """Return the moved present."""
        return datetime.now(UTC) + self.shift


@dataclass(frozen=True, slots=True)
class Settings:
    """What the console asks of the settings."""

    data_dir: Path
    environment: Literal["demo", "production"] = "demo"
    tls: bool = True
    console_url: str = CONSOLE
    public_url: str = ORIGIN
    trusted_proxies: tuple[Network, ...] = ()

    @property
    def secrets_dir(self) -> Path:
        """Session secret."""
        return self.data_dir / "secrets"


@dataclass(slots=True)
class Publisher:
    """Publishes in this process; says it reached three connections."""

    parts: dict[str, Any]
    published: list[str] = field(default_factory=list)

    def publish(self, election: str) -> Receipt:
        """Sign and store the next state."""
        with self.parts["unit_of_work"]() as uow:
            done = publish_state(
                uow=uow, clock=self.parts["clock"], actor=SYSTEM, election_id=election,
                sealing=Sealing(self.parts["signer"], self.parts["trust"], self.parts["matching"]),
                policy=StatePolicy(900, 60, 86_400), published=None,
            )  # fmt: skip
            uow.commit()
        self.published.append(election)
        return Receipt(election, done.state.seq, 3)


@dataclass(slots=True)
class World:
    """The app, its ports and a browser for each officer."""

    app: Flask
    ports: Ports
    clock: TestClock
    publisher: Publisher
    users: dict[str, str]
    apps: dict[str, str]

    def browser(self, role: str | None = None) -> Browser:
        """Return a fresh browser, signed in when a role is named."""
        browser = Browser(self.app.test_client())
        if role:
            browser.sign_in(role, code=self.code(role))
        return browser

    def code(self, role: str) -> str | None:
        """Return a code of the role's authenticator app, None where it has none."""
        return fresh_code(self.apps[role], now=self.clock.now()) if role in self.apps else None

    def actor(self, role: str) -> Actor:
        """Return the officer of a role."""
        return Actor(self.users[role], role)


@dataclass(slots=True)
class Browser:
    """A browser that fills forms: keeps cookies, sends what the page's form holds."""

    client: FlaskClient
    page: str = ""
    status: int = 0
    path: str = "/"
    headers: Any = None

    def get(self, path: str, **options: Any) -> str:
        """Open a page, following redirects."""
        headers = {"Accept": "text/html", **options.pop("headers", {})}
        return self._keep(self.client.get(path, base_url=CONSOLE, follow_redirects=True, headers=headers, **options))

    def post(self, path: str, data: dict[str, Any] | str | bytes | None = None, **options: Any) -> str:
        """Send fields as they are, following redirects."""
        own = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Origin": CONSOLE}
        headers = {**own, **options.pop("headers", {})}
        follow = options.pop("follow", True)
        return self._keep(
            self.client.post(
                path, data=data or {}, base_url=CONSOLE, follow_redirects=follow, headers=headers, **options
            )
        )

    def send(self, path: str, **fields: Any) -> str:
        """Open a page with a form, then send the form with its hidden fields and these."""
        self.get(path)
        assert self.status == 200, (self.status, path, self.text())
        return self.post(path, {**self.hidden(), **fields}, content_type="multipart/form-data")

    def hidden(self) -> dict[str, str]:
        """Return the session's form token, a fresh key, and what the form says was shown."""
        carried = dict(re.findall(r'<input type="hidden" name="(shown|opened)" value="([^"]*)">', self.page))
        return {"csrf_token": self.token(), "once": str(uuid.uuid4()), **carried}

    def token(self) -> str:
        """Return the form token of the page last seen."""
        found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', self.page)
        assert found, self.text()
        return found[1]

    def sign_in(self, role: str, password: str = PASSWORD, *, code: str | None = None) -> str:
        """Sign in as the officer of a role, with a code as the second step where one is given."""
        self.post("/login", {"login": role, "password": password, "next": "/"})
        if code is None:
            return self.page
        return self.post("/login/code", {"proven": self.value("proven"), "code": code, "next": "/"})

    def value(self, name: str) -> str:
        """Return the value of a hidden field of the page last seen."""
        found = re.search(rf'name="{name}" value="([^"]+)"', self.page)
        assert found, self.text()
        return html.unescape(found[1])

    def links(self) -> list[str]:
        """Return where the page's links lead to within the console, without queries and files to download."""
        found = re.findall(r'<a [^>]*href="(/[^"?#]*)', self.page)
        return [path for path in dict.fromkeys(found) if not path.endswith((".pdf", ".svg", ".csv", ".xlsx"))]

    def text(self) -> str:
        """Return the words of the main part of the page."""
        main = self.page.split("<main", 1)[-1].split("</main>", 1)[0]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    def _keep(self, response: Any) -> str:
        self.status, self.headers = response.status_code, response.headers
        self.path = response.request.path
        if response.mimetype.startswith(("text/", "application/json", "application/problem")):
            self.page = response.get_data(as_text=True)
        else:
            self.page = ""
        return self.page


@functools.cache
def _installation() -> Path:
    """Make keys and one account a role, once a process: eight password hashes take most of a second."""
    folder = Path(tempfile.mkdtemp(prefix="observers-installation-"))
    before = int((datetime.now(UTC) - timedelta(days=60)).timestamp())
    install_keys(folder / "keys", environment="demo", issuer=ORIGIN, origins=(ORIGIN,), now=before)
    engine = migrated_engine(folder / DATABASE)
    ports, _ = _ports(folder, engine, TestClock())
    for role in ROLES:
        perform(add_user, ports=ports, actor=SYSTEM, login=role, display_name=role.title(), role=role,
                password=PASSWORD, language="en")  # fmt: skip
    with ports.unit_of_work() as uow:
        for account in uow.find(UserAccount):
            uow.change(account, password_hash=light_hash())
        uow.commit()
    engine.dispose()
    return folder


@functools.cache
def light_hash() -> str:
    """Return a hash of PASSWORD of the product's kind but proven in a blink: tests sign in a thousand times."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def _ports(folder: Path, engine: Engine, clock: TestClock) -> tuple[Ports, Publisher]:
    keys = folder / "keys"
    parts: dict[str, Any] = {
        "unit_of_work": unit_of_work_factory(engine),
        "queries": SqlQueries(engine),
        "clock": clock,
        "signer": load_signer(keys, environment="demo"),
        "trust": InstalledTrust(keys, ORIGIN),
        "lists": ObserverLists(),
        "matching": install_keyed_hash(folder / "secrets"),
        "vault": install_vault(folder / "document_keys", secrets_dir=folder / "secrets"),
        "reencoder": LimitedReencoder(),
        "passkeys": FidoPasskeys(),
        "totp_secrets": install_totp_secrets(folder / "secrets"),
        "renderer": TypstRenderer(origin=ORIGIN, synthetic=True),
    }
    publisher = Publisher(parts)
    return Ports(**parts, publisher=publisher), publisher


def build_world(folder: Path) -> World:
    """Build a console in an empty folder."""
    clock = TestClock()
    shutil.copytree(_installation(), folder, dirs_exist_ok=True)
    ports, publisher = _ports(folder, open_engine(f"sqlite:///{folder / DATABASE}"), clock)
    with ports.unit_of_work() as uow:
        users = {account.role: account.id for account in uow.find(UserAccount)}
    apps = {role: new_secret() for role in SECOND_FACTOR_REQUIRED}
    for role, secret in apps.items():
        perform(install_totp, ports=ports, actor=SYSTEM, user_id=users[role], secret=secret,
                totp_secrets=ports.totp_secrets)  # fmt: skip
    app = flask_app("server.web.console")
    app.testing = False
    settings = Settings(folder)
    console.register(app, ports=ports, settings=settings)
    api.register(app, ports=ports)
    hold_to_description(app)
    return World(app, ports, clock, publisher, users, apps)


def election_fields(world: World, **changes: Any) -> dict[str, Any]:
    """Return the fields of a valid election form: called a month ago, voting in twenty days."""
    today = day_of(world.clock.now())
    return {
        "code": "president-2027", "prefix": "PR", "kinds": ["president"], "title_ky": "Президентти шайлоо",
        "title_ru": "Выборы Президента", "title_en": "Presidential election",
        "date_set_at": f"{today - timedelta(days=31)}T10:00",
        "call_published_at": f"{today - timedelta(days=30)}T10:00",
        "voting_days": [str(today + timedelta(days=20))], "window_rule": "E-3_inclusive",
        "window_applies_to": "filing_and_decree", "silence_end": "domestic_20:00", "retention_days": "30",
        "mfa_alarm_days": "5", **changes,
    }  # fmt: skip


def line_fields(organisation: str, **changes: Any) -> dict[str, Any]:
    """Return the fields of a valid person."""
    return {
        "surname_latin": "Testova", "given_latin": "Anna", "patronymic_latin": "", "surname_cyrillic": "Тестова",
        "given_cyrillic": "Анна", "patronymic_cyrillic": "", "cyrillic_language": "rus", "citizenships": ["KAZ"],
        "document_country": "KAZ", "document_number": "N1234567", "document_expires_on": "", "birth_date": "",
        "organisation": organisation, **changes,
    }  # fmt: skip
