"""Certificates of invented people, as the read side hands them to the renderer; no database behind them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from server.credential import certificate_number
from server.usecases.views import CertificateFull, CertificateRow, ElectionRow

ORIGIN = "https://o.shailoo.gov.kg"

ELECTION = ElectionRow(
    id="synthetic-2026",
    prefix="PRA",
    kinds=("president",),
    titles={
        "ky": "Президентти шайлоо, 2026-жыл (үлгү)",
        "ru": "Выборы Президента, 2026 год (образец)",
        "en": "Presidential election, 2026 (synthetic)",
    },
    date_set_at=datetime(2026, 10, 1, tzinfo=UTC),
    call_published_at=datetime(2026, 10, 2, tzinfo=UTC),
    window_rule="E-3_inclusive",
    voting_days=(date(2026, 11, 29),),
    repeat_voting_days=(),
    window_opens_at=None,
    window_closes_at=None,
    window_last_day=None,
    term_basis=0,
    results_published_day=None,
    accredited=1,
    certificates=1,
    revoked=0,
    seq=1,
    state_issued_at=None,
    state_expires_at=None,
)


def certificate(index: int = 42, *, row: dict[str, Any] | None = None, **changes: Any) -> CertificateFull:
    """Return a certificate of 415 random-looking bytes; `row` and `changes` replace fields."""
    shown = CertificateRow(
        credential_id="c",
        accreditation_id="a",
        person_id="p",
        election_id=ELECTION.id,
        number=certificate_number.make("PRA", index),
        idx=index,
        name_latin="NAMTORI Belosan Kadivich",
        name_cyrillic="НАМТОРИ Белосан Көдүвич",
        citizenships=("KAZ",),
        organisation_id="o",
        organisation="Blue Steppe Election Observation Network (fictional)",
        category="observer",
        status="valid",
        status_from=datetime(2026, 11, 14, tzinfo=UTC),
        accredited_on=date(2026, 11, 14),
        decree_id="d",
        decree_number="139",
        decree_date=date(2026, 11, 14),
        issued_at=datetime(2026, 11, 14, 9, tzinfo=UTC),
        printable=True,
    )
    full = CertificateFull(
        row=replace(shown, **(row or {})),
        election=ELECTION,
        surname_latin="NAMTORI",
        given_latin="Belosan",
        patronymic_latin="Kadivich",
        surname_cyrillic="НАМТОРИ",
        given_cyrillic="Белосан",
        patronymic_cyrillic="Көдүвич",
        cyrillic_language="kir",
        document_country="KAZ",
        document_number="X0000001",
        organisation_ky="«Көк талаа» шайлоо байкоо тармагы (ойдон чыгарылган)",
        organisation_ru="Сеть наблюдения за выборами «Синяя степь» (вымышленная)",
        carrier="paper",
        sealed=b"".join(hashlib.sha256(bytes((index % 256, i))).digest() for i in range(13)),
        listed_seq=1,
        reason="first",
        replaced_by=None,
    )
    return replace(full, **changes)
