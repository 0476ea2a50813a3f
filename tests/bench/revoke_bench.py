"""From the approver's signature to red on an open screen, hundreds of times, through the whole running product."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.bench.row import Row
from tests.e2e.camera_film import chromium
from tests.e2e.commission_by_api import CommissionByApi, Revoking, revoking
from tests.e2e.observer import Observer
from tests.e2e.official import Official
from tests.e2e.product import Product, start_product

VERIFIER_TIMES = 300
COMPANION_TIMES = 10
LIMIT_MS = 1000.0
FIRST_DECREE = 80_000
PHONE = {"width": 360, "height": 740}


def rows() -> list[Row]:
    """Measure in the verifier and in the companion; the p99 of each is held against one second."""
    with TemporaryDirectory() as folder:
        product = start_product(Path(folder) / "var")
        try:
            return measure(product, verifier_times=VERIFIER_TIMES, companion_times=COMPANION_TIMES)
        finally:
            product.stop()


def measure(product: Product, *, verifier_times: int, companion_times: int) -> list[Row]:
    """Accredit as many people as there are revocations, revoke them one by one before each screen."""
    commission = CommissionByApi(product, series="RB")
    numbers = commission.accredit(verifier_times + companion_times, str(FIRST_DECREE))
    with sync_playwright() as playwright, revoking(commission) as work:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        verifier = _verifier(browser, product, work=work, numbers=numbers[:verifier_times], first=FIRST_DECREE + 1)
        companion = _companion(
            browser, product, work=work, numbers=numbers[verifier_times:], first=FIRST_DECREE + 1 + verifier_times
        )
        browser.close()
    return [_row("verifier", verifier), _row("companion", companion)]


def _verifier(browser: Browser, product: Product, *, work: Revoking, numbers: list[str], first: int) -> list[float]:
    official = Official(browser.new_context(viewport=PHONE).new_page(), product.public)
    official.open()
    official.set_phrase()
    official.see("#freshness")

    def show(text: str) -> None:
        official.ask(text)
        official.expect_verdict("valid", "green")

    return _each(official, show, work=work, numbers=numbers, first=first, red="#verdict[data-code=revoked]")


def _companion(browser: Browser, product: Product, *, work: Revoking, numbers: list[str], first: int) -> list[float]:
    observer = Observer(browser.new_context(viewport=PHONE).new_page(), product.public)
    observer.open("/companion")
    observer.see("#open-load")

    def show(text: str) -> None:
        observer.paste(text)
        observer.expect_status("valid", "green")

    return _each(observer, show, work=work, numbers=numbers, first=first, red="#status[data-code=revoked]")


def _each(
    phone: Official, show: Callable[[str], None], *, work: Revoking, numbers: list[str], first: int, red: str
) -> list[float]:
    """Return the milliseconds of each revocation; the next draft is written while the valid verdict is called up."""
    times = []
    for decree_number, number in enumerate(numbers, start=first):
        drafting = work.pool.submit(work.commission.draft_revocation, number)
        show(work.commission.qr_text(number))
        times.append(1000 * work.watch(phone.page, drafting.result(), number=str(decree_number), red=red))
    assert not phone.faults, phone.faults
    return times


def _row(screen: str, times: list[float]) -> Row:
    ordered = sorted(times)
    p99 = ordered[max(0, -(-len(ordered) * 99 // 100) - 1)]
    load = os.getloadavg()[0]
    print(
        f"signature to red, {screen}, {len(times)} times: p50 {statistics.median(times):.0f} ms, p99 {p99:.0f} ms, "
        f"worst {ordered[-1]:.0f} ms (load {load:.1f} on {os.cpu_count()} cores)",
        file=sys.stderr,
    )
    name = f"signature to red in the open {screen}, p99 of {len(times)} (ms)"
    return Row(name, "1 s", p99, LIMIT_MS, p99 / LIMIT_MS, "<= 1", p99 <= LIMIT_MS)
