"""Twenty revocations one after another before the same open verifier: each turns red untouched."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.commission_by_api import CommissionByApi, revoking
from tests.e2e.official import Official
from tests.e2e.product import Product

pytestmark = [pytest.mark.xdist_group("product"), pytest.mark.timeout(240)]
TIMES = 20


def test_every_one_of_twenty_revocations_turns_red_untouched(product: Product, context: BrowserContext) -> None:
    commission = CommissionByApi(product, series="RR")
    numbers = commission.accredit(TIMES, "8000")
    assert len(set(numbers)) == TIMES
    official = Official(context.new_page(), product.public)
    official.open()
    official.set_phrase()
    official.see("#freshness")
    with revoking(commission) as work:
        for decree_number, number in enumerate(numbers, start=8001):
            decree = commission.draft_revocation(number)
            official.ask(commission.qr_text(number))
            official.expect_verdict("valid", "green")
            work.watch(official.page, decree, number=str(decree_number), red="#verdict[data-code=revoked]")
            official.expect_verdict("revoked", "red")
            expect(official.page.locator("#revocation")).to_contain_text(str(decree_number))
    assert not official.faults
