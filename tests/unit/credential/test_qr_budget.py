"""How large the codes get: versions of the printed QR at level M, and that real readers get our text back."""

from __future__ import annotations

from typing import Any

import pytest

from server.adapters.rendering.qr_matrix import make_qr
from server.credential import checkpoint, qr_text
from server.credential.checkpoint import Checkpoint
from tests.vectors import world

NAME_30 = "MARIA-ANTONIA GONZALEZ DE LEON"
NAME_40 = "MARIA-ANTONIA GONZALEZ DE LEON Y ALVAREZ"
ORGANISATION_63 = "OSCE Office for Democratic Institutions and Human Rights, ODIHR"
ORGANISATION_80 = "Parliamentary Assembly of the Organization for Security and Co-operation, Europe"
CYRILLIC_63 = "Шанхай кызматташтык уюмунун байкоочуларынын ойдон чыгарылган то"
PHOTO = bytes(value * 73 & 255 for value in range(360))
NUMBERS = {"number": "PR0041X", "regulation": "197-2021", "category": "mission"}


@pytest.mark.parametrize(
    ("changes", "most"),
    [
        ({"name_latin": NAME_30, "organisation": ORGANISATION_63}, 16),
        ({"name_latin": NAME_40, "organisation": ORGANISATION_80}, 17),
        ({"name_latin": NAME_30, "organisation": CYRILLIC_63}, 18),
        ({"name_latin": NAME_30, "organisation": ORGANISATION_63, "photo": PHOTO}, 23),
    ],
)
def test_printed_version_stays_in_its_budget(changes: dict[str, Any], most: int) -> None:
    assert (len(NAME_30), len(NAME_40), len(ORGANISATION_63), len(ORGANISATION_80), len(CYRILLIC_63)) == (
        30,
        40,
        63,
        80,
        63,
    )
    text = world.text(world.seal(world.claims(**NUMBERS, **changes)))
    assert make_qr(text).version <= most
    assert make_qr(text, level="L").version <= most - 2


def test_a_state_of_1024_indices_is_one_code() -> None:
    many = {idx: 1 if idx % 97 == 0 else 12 if idx % 61 == 0 else 0 for idx in range(700)}
    told = checkpoint.encode(Checkpoint(1_000_000, bytes(range(32))))
    token = world.token(world.state(statuses=many, checkpoint=told))
    text = qr_text.to_text(token, origin=world.ISSUER, path="S")
    assert len(token) <= 440
    assert make_qr(text).version <= 17
    assert make_qr(text, level="L").version <= 15
    assert qr_text.read_text(text, origins=world.ORIGINS, path="S") == token
