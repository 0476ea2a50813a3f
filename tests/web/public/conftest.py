"""The public app over a folder that a whole Commission published into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.web import public
from server.web.client_address import Network
from tests.flask_app import flask_app
from tests.migrated import migrated_engine
from tests.publishing import PublishingCommission, listed, open_commission


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the site stands."""

    public_url: str = "https://o.example.kg"
    events_url: str = "https://events.example.kg"
    trusted_proxies: tuple[Network, ...] = ()
    tls: bool = False
    tls_certificate: Path = Path("/nonexistent/server.pem")


@dataclass(frozen=True, slots=True)
class Site:
    """A commission with eight listed observers, and its public site."""

    commission: PublishingCommission
    app: Flask
    numbers: tuple[str, ...]

    @property
    def client(self) -> FlaskClient:
        """Return a browser without cookies."""
        return self.app.test_client()


def public_app(commission: PublishingCommission) -> Flask:
    """Return the public app over the commission's folder."""
    app = flask_app("server.web.public")
    public.register(app, published=commission.reader(), settings=Addresses())
    return app


@contextmanager
def _commission(folder: Path) -> Iterator[PublishingCommission]:
    engine = migrated_engine(folder / "office.sqlite3")
    yield open_commission(engine, folder)
    engine.dispose()


@pytest.fixture
def commission(tmp_path: Path) -> Iterator[PublishingCommission]:
    """Return a commission that has published nothing yet."""
    with _commission(tmp_path) as commission:
        yield commission


@pytest.fixture
def site(commission: PublishingCommission) -> Site:
    """Return the site with eight observers."""
    numbers = listed(commission, 8)
    return Site(commission, public_app(commission), tuple(numbers))


@pytest.fixture(scope="module")
def standing_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site that a whole module reads and nobody changes."""
    with _commission(tmp_path_factory.mktemp("standing")) as commission:
        numbers = listed(commission, 8)
        yield Site(commission, public_app(commission), tuple(numbers))
