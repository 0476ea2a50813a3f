"""Thousands of scans in a row: the thousandth is as quick as the first, and nothing is left behind by each."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import CDPSession

from tests.e2e.camera_film import draw_code, film
from tests.e2e.official import Official
from tests.e2e.static_site import StaticSite

SCANS = int(os.environ.get("SOAK_SCANS", "20"))  # make soak: an hour of them
PARTS = 10
MOST_GROWTH = 1.25
SLACK = {"JSHeapUsedSize": 1_000_000, "Nodes": 200, "JSEventListeners": 50, "Documents": 2}
_SCAN = """count => new Promise((done, failed) => {
  const waits = []; let began = performance.now();
  const watch = new MutationObserver(() => {
    const verdict = document.querySelector('#verdict'), next = document.querySelector('#next');
    if (!verdict || !next || next.dataset.counted) return;
    if (verdict.dataset.code !== 'valid') { watch.disconnect(); failed(new Error(verdict.dataset.code)); return; }
    next.dataset.counted = '1';
    waits.push(performance.now() - began);
    if (waits.length === count) { watch.disconnect(); done(waits); return; }
    began = performance.now(); next.click();
  });
  watch.observe(document.body, {subtree: true, childList: true, attributes: true});
  document.querySelector('#next').click();
})"""


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_the_last_of_many_scans_is_as_light_and_quick_as_the_first(
    filmed: Callable[..., Official], site: StaticSite, tmp_path: Path
) -> None:
    texts = [site.commission.issue(number) for number in (41, 42)]
    site.publish()
    pictures = [draw_code(text, tmp_path / f"{n}.png") for n, text in enumerate(texts)]
    official = filmed(film(pictures[0], tmp_path / "cam.y4m", pictures[1]))
    official.begin()
    official.expect_verdict("valid", "green")
    session = official.page.context.new_cdp_session(official.page)
    session.send("Performance.enable")
    rounds = []
    for _part in range(PARTS):
        waits = official.page.evaluate(_SCAN, SCANS // PARTS)
        rounds.append((median(waits), held(session)))
    print([(round(wait), {name: int(left[name]) for name in SLACK}) for wait, left in rounds])
    (first_wait, first), (last_wait, last) = rounds[1], rounds[-1]  # the first round warms up
    for name, slack in SLACK.items():
        assert last[name] <= MOST_GROWTH * first[name] + slack, (name, first[name], last[name])
    assert last_wait <= 2 * first_wait + 100, (first_wait, last_wait)
    assert not official.faults


def held(session: CDPSession) -> dict[str, float]:
    """Return what the page holds after its waste was collected."""
    session.send("HeapProfiler.collectGarbage")
    told = session.send("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] for each in told}
