"""The act log: no personal data in it, and any flipped field is found and named."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from server.credential import cbor
from server.usecases.check_acts import StoredAct, check_acts
from tests.office import Office


@pytest.fixture
def acts(office: Office) -> list[StoredAct]:
    office.issued(2)
    return list(office.ports.queries.stored_acts())


def flipped(value: Any) -> Any:
    """Return the value with its smallest change."""
    if isinstance(value, bytes):
        return bytes((value[0] ^ 1,)) + value[1:] if value else b"\x00"
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1:] != "x" else "y")
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "x"
    return value + timedelta(seconds=1)


def test_every_flipped_field_of_every_act_is_found(acts: list[StoredAct]) -> None:
    assert check_acts(acts).checked == len(acts) > 5
    tried = 0
    for place, act in enumerate(acts):
        changed = [
            replace(act, **{field.name: flipped(getattr(act, field.name))})
            for field in fields(StoredAct)
            if field.name not in ("subjects", "salts")
        ]
        changed += [replace(act, subjects=act.subjects | {name: "other"}) for name in [*act.subjects, "new"]]
        for name, (salt, value) in act.salts.items():
            assert salt is not None and value is not None
            changed.append(replace(act, salts=act.salts | {name: (flipped(salt), value)}))
            changed.append(replace(act, salts=act.salts | {name: (salt, flipped(value))}))
            changed.append(replace(act, salts={n: v for n, v in act.salts.items() if n != name}))
        for bad in changed:
            verdict = check_acts([*acts[:place], bad, *acts[place + 1 :]])
            assert (verdict.bad_act is not None, verdict.checked) == (True, place), verdict
            tried += 1
    assert tried > 60


def test_every_byte_of_an_entry_counts(acts: list[StoredAct]) -> None:
    act = acts[3]
    for place in range(len(act.entry)):
        entry = act.entry[:place] + bytes((act.entry[place] ^ 0x10,)) + act.entry[place + 1 :]
        assert check_acts([*acts[:3], replace(act, entry=entry)]).bad_act == 4


def test_a_missing_or_swapped_act_is_a_gap(acts: list[StoredAct]) -> None:
    assert check_acts(acts[:2] + acts[3:]).reason == "gap"
    assert check_acts([acts[1], acts[0]]).bad_act == 1


def test_erased_values_leave_the_chain_whole(acts: list[StoredAct]) -> None:
    erased = [replace(act, salts=dict.fromkeys(act.salts, (None, None))) for act in acts]
    assert check_acts(erased).bad_act is None


def test_entries_hold_ids_and_hashes_only(acts: list[StoredAct]) -> None:
    everything = b"".join(act.entry for act in acts)
    for personal in ("Ostrander", "Wilma", "Острандер", "X0000001", "NLD", "Lowland", "1980"):
        assert personal.encode() not in everything
    for act in acts:
        entry = cbor.decode(act.entry)
        assert all(len(value) == 32 for value in entry[8].values())
