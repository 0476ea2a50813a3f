"""Our credential verifies in PyPI `cwt`, `pycose` and `claim169`, our state in `cwt` and `pycose`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from server.credential import qr_text
from server.credential.claims import start_of_day
from tests.vectors import keys, world

READERS = Path(__file__).with_name("readers.py")


def ask(
    python: Path, library: str, sealed: bytes, *, key: str = "issue", signer: str | None = None
) -> dict[str, Any]:
    """Return what a library understood; `key` is the public key it is given."""
    public = keys.cose_key(key)
    request = {
        "sealed": sealed.hex(),
        "text": qr_text.to_base45(sealed),
        "x": bytes(public[-2]).hex(),  # type: ignore[arg-type]
        "y": bytes(public[-3]).hex(),  # type: ignore[arg-type]
        "kid": keys.kid(signer or key).hex(),
    }
    done = subprocess.run(
        [python, "-W", "ignore", READERS, library],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("library", ["cwt", "pycose"])
def test_credential_as_a_cwt(interop_python: Path, library: str) -> None:
    claims = world.claims(name_cyrillic="МАРИЯ ГОНСАЛЕС", language="kir", photo=b"RIFF" * 20, holder_key=b"\x07" * 32)
    answer = ask(interop_python, library, world.seal(claims))
    assert answer["1"] == world.ISSUER
    assert answer["5"] == start_of_day(world.DAY)
    assert answer["6"] == world.ISSUED_AT
    assert answer["169"]["1"] == claims.number
    assert answer["169"]["19"] == "МАРИЯ ГОНСАЛЕС"
    assert answer["65535"] == {"status_list": {"idx": world.IDX, "uri": world.URI}}
    assert answer["-65801"]["3"] == world.ELECTION
    assert answer["8"] == {"3": "07" * 32}


def test_credential_as_claim_169(interop_python: Path) -> None:
    claims = world.claims(name_cyrillic="МАРИЯ ГОНСАЛЕС", language="rus", photo=b"RIFF" * 20)
    answer = ask(interop_python, "claim169", world.seal(claims))
    assert answer == {
        "verified": True,
        "number": claims.number,
        "name": claims.name_latin,
        "second_name": "МАРИЯ ГОНСАЛЕС",
        "second_language": "rus",
        "photo": (b"RIFF" * 20).hex(),
        "issuer": world.ISSUER,
        "not_before": start_of_day(world.DAY),
        "issued_at": world.ISSUED_AT,
    }


def test_plain_paper_credential_as_claim_169(interop_python: Path) -> None:
    assert ask(interop_python, "claim169", world.seal())["verified"] is True


@pytest.mark.parametrize("library", ["cwt", "pycose"])
def test_state_as_a_token_status_list(interop_python: Path, library: str) -> None:
    # `cwt` checks exp by the real clock, so this state lives long
    state = world.state(statuses={5: 1}, exp=world.NOW + 100 * 365 * 86_400)
    answer = ask(interop_python, library, world.token(state), key="state")
    assert answer["2"] == world.URI
    assert answer["65534"] == 900
    assert answer["65533"]["bits"] == 4
    assert answer["-65802"]["1"] == world.ELECTION
    assert answer["-65802"]["2"] == 7


@pytest.mark.parametrize("library", ["cwt", "pycose", "claim169"])
def test_they_refuse_what_we_refuse(interop_python: Path, library: str) -> None:
    sealed = world.seal()
    assert "refused" in ask(interop_python, library, sealed[:-1] + bytes((sealed[-1] ^ 1,)))
    assert "refused" in ask(interop_python, library, sealed, key="issue 2", signer="issue")


@pytest.mark.parametrize("library", ["cwt", "pycose", "claim169"])
def test_high_s_twins_verify_there_too(interop_python: Path, library: str) -> None:
    sealed = world.seal()
    answer = ask(interop_python, library, sealed[:-64] + keys.high_s_twin(sealed[-64:]))
    assert "refused" not in answer
