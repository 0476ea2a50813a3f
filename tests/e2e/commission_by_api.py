"""The three officers as programs: accredit and revoke through the console's JSON API."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import numpy
import zxingcpp
from playwright.sync_api import Page

from server.accreditation.calendar import day_of
from server.usecases.roles import OFFICERS
from tests.authenticator_app import fresh_code
from tests.e2e.product import Product

ELECTION = "demo-running"
_LETTERS = "abcdefghij"
_BOUNDARY = "invented-list"
_ROW = re.compile(r"M(\d+) (\d+)((?:h\d+v1h-\d+z(?:m\d+ 0)?)+)")
_RUN = re.compile(r"h(\d+)v1h-\d+z(?:m(\d+) 0)?")


class CommissionByApi:
    """Officers signed in with bearer tokens (which last ten minutes); documents begin with `series`.

    `roles` narrows who signs in: nobody's code is spent in vain.
    """

    def __init__(self, product: Product, *, series: str, roles: Collection[str] = OFFICERS) -> None:
        self.origin, self.series = product.console, series
        self.tokens: dict[str, str] = {}
        for role, account in product.demo["accounts"].items():
            if role not in roles:
                continue
            body = {name: account[name] for name in ("login", "password")}
            if "totp" in account:
                body["code"] = fresh_code(account["totp"])
            self.tokens[role] = self.call("", "/auth/login", body=body)["access_token"]

    def call(self, role: str, path: str, *, body: Any = None) -> Any:
        """Post `body` (or get, without one) as the officer of a role; return the answer's JSON."""
        content = None if body is None else json.dumps(body).encode()
        return json.loads(self._send(role, path, content=content, kind="application/json"))

    def accredit(self, count: int, decree_number: str) -> list[str]:
        """Accredit `count` invented people by a decree so numbered and issue; return their certificate numbers."""
        draft = {"election": ELECTION, "subject": f"Invented people {self.series}"}
        decree = self.call("registrar", "/decrees", body=draft)["id"]
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        self._send("registrar", f"/decrees/{decree}/import?apply=1", content=self._list(count), kind=kind)
        self.sign(decree, decree_number)
        self.call("records", f"/decrees/{decree}/publish", body={})
        self.call("registrar", f"/decrees/{decree}/certificates", body={})
        numbers: list[str] = []
        after = ""
        while after is not None:
            page = self.call("registrar", f"/decrees/{decree}/lines?limit=200&after={after}")
            numbers += [row["number"] for row in page["rows"]]
            after = page["next"]
        return numbers

    def qr_text(self, number: str) -> str:
        """Read the certificate's QR from its SVG."""
        drawing = self._send("registrar", f"/certificates/{number}/qr.svg", content=None, kind="").decode()
        side = int(drawing.split('viewBox="0 0 ')[1].split()[0])
        picture = numpy.full((side, side), 255, numpy.uint8)
        for column, row, runs in _ROW.findall(drawing):
            at = int(column)
            for dark, step in _RUN.findall(runs):
                picture[int(row), at : at + int(dark)] = 0
                at += int(step or dark)
        found = zxingcpp.read_barcode(numpy.kron(picture, numpy.ones((4, 4), numpy.uint8)))
        assert found is not None, f"the QR of {number} cannot be read"
        return str(found.text)

    def draft_revocation(self, number: str) -> str:
        """Draft a revocation as the registrar; return the decree's id."""
        facts = "Campaigned at a polling station (invented)."
        body = {"certificates": [number], "kind": "V1", "facts": facts, "gross": False}
        return str(self.call("registrar", "/revocations", body=body)["id"])

    def sign(self, decree: str, number: str) -> Any:
        """Sign a decree today as the approver; return the answer, with what was published."""
        body = {"number": number, "decree_date": str(day_of(datetime.now(UTC)))}
        return self.call("approver", f"/decrees/{decree}/sign", body=body)

    def _list(self, count: int) -> bytes:
        organisation = self.call("registrar", "/organisations")["rows"][0]["name"]
        names = (
            "surname_latin",
            "given_latin",
            "citizenships",
            "document_country",
            "document_number",
            "organisation",
        )
        lines = [",".join(names)]
        for place in range(count):
            surname = "Revok" + "".join(_LETTERS[int(digit)] for digit in f"{place:04d}")
            lines.append(f'{surname},Synthia,EST,EST,{self.series}{place:06d},"{organisation}"')
        head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="list"; filename="list.csv"\r\n\r\n'
        return f"{head}{chr(10).join(lines)}\r\n--{_BOUNDARY}--\r\n".encode()

    def _send(self, role: str, path: str, *, content: bytes | None, kind: str) -> bytes:
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        headers |= {"Content-Type": kind} if content is not None else {}
        request = Request(f"{self.origin}/api/v1{path}", data=content, headers=headers)
        try:
            with urlopen(request, timeout=30) as answer:
                return bytes(answer.read())
        except HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read().decode()[:1000]}") from None


@dataclass(frozen=True, slots=True)
class Revoking:
    """Signs beside the browser, so that the screen is watched from the moment the request leaves."""

    commission: CommissionByApi
    pool: ThreadPoolExecutor

    def watch(self, page: Page, decree: str, *, number: str, red: str) -> float:
        """Sign, touch nothing, and return the seconds until the selector `red` is seen."""
        start = perf_counter()
        signing = self.pool.submit(self.commission.sign, decree, number)
        page.locator(red).first.wait_for(timeout=30_000)
        seconds = perf_counter() - start
        assert signing.result()["published"]
        return seconds


@contextmanager
def revoking(commission: CommissionByApi) -> Iterator[Revoking]:
    """Keep two threads for the officers' requests."""
    with ThreadPoolExecutor(2) as pool:
        yield Revoking(commission, pool)
