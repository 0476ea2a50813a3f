"""Verbs about the bytes: `verify` judges as a phone would, `decode` shows every layer."""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from typing import Any, Final

from server.accreditation.calendar import from_unix_seconds, local
from server.adapters.published.reader import PublishedReader
from server.adapters.system_clock import SystemClock
from server.cli.answer import NO, YES, Answer, table
from server.cli.layers import layers_of
from server.credential import certificate_number
from server.credential.errors import CredentialError
from server.credential.verdict import Verdict
from server.credential.verify import verify, verify_number
from server.settings import Settings

_EPOCH: Final = date(1970, 1, 1).toordinal()


def verify_text(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Judge against the published states; 0 for green alone: of a number in force the paper was not checked."""
    reader = PublishedReader(settings.published_dir, clock=SystemClock())
    held = reader.current()
    if held is None:
        return answer.refuse("nothing_published", f"no published states in {settings.published_dir}: start `run`")
    text = _text(chosen)
    verdict = (
        verify_number(text, trust=held.trust, states=held.states, device_now=reader.now())
        if _is_number(text)
        else verify(
            text,
            trust=held.trust,
            states=held.states,
            device_now=reader.now(),
            document_number=chosen.document,
        )
    )
    answer.give(verdict.as_dict(), lambda: _told(verdict))
    return YES if verdict.colour == "green" else NO


def decode(chosen: argparse.Namespace, _: Settings, answer: Answer) -> int:
    """Show text, framing, COSE and claims; 1 where a layer can't be opened (those before it are shown)."""
    layers: dict[str, dict[str, Any]] = {}
    fault = None
    try:
        for name, layer in layers_of(_text(chosen)):
            layers[name] = layer
    except CredentialError as refusal:
        fault = {"code": refusal.code, "detail": refusal.detail}
    rows = [row for name, layer in layers.items() for row in ((name, None), *layer.items())]
    if fault is not None:
        rows += [("not readable beyond this", None), *fault.items()]
    answer.give(layers | ({"error": fault} if fault else {}), lambda: table(rows))
    return NO if fault else YES


def _text(chosen: argparse.Namespace) -> str:
    return sys.stdin.read().strip() if chosen.text == "-" else str(chosen.text)


def _is_number(text: str) -> bool:
    try:
        certificate_number.check(text)
    except CredentialError:
        return re.fullmatch(r"[0-9A-Za-z -]{6,14}", text) is not None
    return True


def _told(verdict: Verdict) -> list[str]:
    rows: list[tuple[str, Any]] = [(f"{verdict.colour.upper()}  {verdict.code}", None)]
    claims = {name: value for name, value in (verdict.claims or {}).items() if value is not None}
    claims.pop("photo", None)
    if "issued_at" in claims:
        claims["issued_at"] = _bishkek(claims["issued_at"])
        claims["accreditation_day"] = date.fromordinal(_EPOCH + claims["accreditation_day"])
    rows += claims.items()
    if verdict.as_of is not None:
        rows.append(("list as of", _bishkek(verdict.as_of)))
    if verdict.revocation is not None:
        told = verdict.revocation
        rows.append(("revoked", f"{_bishkek(told.effective_minute)}, {told.kind}, decree No {told.decree_number}"))
    if verdict.document_match is not None:
        rows.append(("document number", "matches" if verdict.document_match else "IS ANOTHER"))
    if verdict.colour == "green":
        rows.append(("left to do", "compare with the identity document (4.3)"))
    return table(rows)


def _bishkek(instant: int) -> str:
    return f"{local(from_unix_seconds(instant)):%Y-%m-%d %H:%M} Bishkek"
