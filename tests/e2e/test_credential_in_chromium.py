"""The browser's twin in a real browser: every vector through Chromium's own WebCrypto, TextDecoder and BigInt."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import Browser

from tests.e2e.credential_page import credential_page
from tests.vectors.reader import read_all

_RUN: Final = """async (vectors) => {
  const { run } = await import("/tests/js/credential_reader.mjs");
  const answers = [];
  for (const vector of vectors) answers.push(await run(vector));
  return answers;
}"""


def test_every_vector_in_chromium(browser: Browser) -> None:
    """Run all vectors in the page; each whole answer is the one expected."""
    vectors = list(read_all())
    with credential_page(browser) as page:
        answers = page.evaluate(_RUN, [vector for _, vector in vectors])
    wrong = {
        name: (answer, vector["expect"])
        for (name, vector), answer in zip(vectors, answers, strict=True)
        if answer != vector["expect"]
    }
    assert len(vectors) >= 150
    assert not wrong
