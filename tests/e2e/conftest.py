"""A browser and a running product for the session, a site and a phone for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.e2e.camera_film import chromium
from tests.e2e.official import Official
from tests.e2e.product import Product, start_product
from tests.e2e.static_site import StaticSite, serve_site

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser without any camera."""
    started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
    yield started
    started.close()


@pytest.fixture
def site() -> Iterator[StaticSite]:
    """A site of one invented Commission."""
    with serve_site() as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone's storage, empty at first."""
    opened = browser.new_context(viewport=PHONE, locale="ru-RU", timezone_id="Europe/Berlin")
    yield opened
    opened.close()


@pytest.fixture
def official(context: BrowserContext, site: StaticSite) -> Iterator[Official]:
    """An official who just took out the phone; the page must not have complained at the end."""
    phone = Official(context.new_page(), site.origin)
    yield phone
    assert not phone.faults


FilmedPhone = Callable[..., Official]


@pytest.fixture
def filmed(playwright: Playwright, site: StaticSite) -> Iterator[FilmedPhone]:
    """Make phones whose camera shows a film (None: permission denied)."""
    with ExitStack() as stack:

        def make(film: Path | None) -> Official:
            ui = "--use-fake-ui-for-media-stream" + ("=deny" if film is None else "")
            args = ["--no-sandbox", "--use-fake-device-for-media-stream", ui]
            args += [f"--use-file-for-fake-video-capture={film}"] if film else []
            started = playwright.chromium.launch(executable_path=chromium(), args=args)
            stack.callback(started.close)
            return Official(started.new_context(viewport=PHONE).new_page(), site.origin)

        yield make


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product as `make run` starts it, with its demo; shared by the stories that tell of different people."""
    started = start_product(tmp_path_factory.mktemp("product") / "var")
    yield started
    started.stop()
