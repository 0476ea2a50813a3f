"""The verdict as JSON for integrators: the same `verify` as on the phone, with the states in memory."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import marshmallow as ma

from server.credential.verdict import Revocation, Term, Verdict
from server.credential.verify import verify, verify_number
from server.web.i18n import LANGUAGES, Catalogue
from server.web.public.answer import SHARED_HEADERS
from server.web.public.source import Published, Snapshot

VERIFY_LIMIT_BYTES: Final = 65_536
_TEXT_LIMIT: Final = 32_768
_DOCUMENT_LIMIT: Final = 64


class VerifySchema(ma.Schema):
    """Shape of a verify request; the QR's text is judged by `verify`, not here."""

    class Meta:
        unknown = ma.RAISE

    qr_text = ma.fields.String(required=True, validate=ma.validate.Length(max=_TEXT_LIMIT))
    document_number = ma.fields.String(
        load_default=None, allow_none=True, validate=ma.validate.Length(max=_DOCUMENT_LIMIT)
    )


def _plainly_right(asked: Any) -> bool:
    """Tell whether a request surely fits the schema; any doubt goes to the schema, which names what is wrong."""
    if type(asked) is not dict or not asked.keys() <= {"qr_text", "document_number"}:
        return False
    text, number = asked.get("qr_text"), asked.get("document_number", "")
    return type(text) is str and len(text) <= _TEXT_LIMIT and type(number) is str and len(number) <= _DOCUMENT_LIMIT


@dataclass(slots=True)
class VerdictDesk:
    """Turns texts and numbers into verdicts; writes nothing anywhere."""

    HEADERS: ClassVar = (
        ("Content-Type", "application/json"),
        ("Cache-Control", "no-store"),
        *(header for header in SHARED_HEADERS if not header[0].startswith("Access-Control")),
    )

    published: Published
    catalogue: Catalogue
    _messages: dict[tuple[str, bool, bool], tuple[dict[str, str], bytes]] = field(default_factory=dict)

    def try_answer(self, body: bytes, *, content_type: str) -> bytes | None:
        """Return the verdict for a well-formed request body; None when anything about it is wrong."""
        snapshot = self.published.current()
        if snapshot is None or content_type.partition(";")[0].strip().lower() != "application/json":
            return None
        try:
            asked = json.loads(body)
        except (ValueError, RecursionError):
            return None
        if not _plainly_right(asked):
            return None
        return self.answer(snapshot, asked["qr_text"], document_number=asked.get("document_number"))

    def answer(self, snapshot: Snapshot, qr_text: str, *, document_number: str | None) -> bytes:
        """Return the verdict on a QR text as JSON."""
        verdict = verify(
            qr_text,
            trust=snapshot.trust,
            states=snapshot.states,
            device_now=self.published.now(),
            document_number=document_number,
        )
        said = self._said(verdict)
        return b'%s,"messages":%s}' % (_json(_plain(verdict))[:-1], said[1])

    def answer_number(self, snapshot: Snapshot, number: str) -> dict[str, Any]:
        """Return the public status of a certificate number: no document data, no claims."""
        verdict = verify_number(number, trust=snapshot.trust, states=snapshot.states, device_now=self.published.now())
        return {**_plain(verdict), "messages": self._said(verdict)[0]}

    def _said(self, verdict: Verdict) -> tuple[dict[str, str], bytes]:
        """Return the sentences for people, and the same as JSON, which never changes."""
        key = (verdict.code, bool(verdict.clock_wrong), verdict.document_match is False)
        said = self._messages.get(key)
        if said is None:
            texts = {lang: self._sentence(key, lang) for lang in LANGUAGES}
            said = self._messages[key] = (texts, _json(texts))
        return said

    def _sentence(self, key: tuple[str, bool, bool], lang: str) -> str:
        code, clock_wrong, other_document = key
        parts = [self.catalogue.text(f"verdict.{code}", lang)]
        if clock_wrong:
            parts.append(self.catalogue.text("verdict.clock_wrong", lang))
        if other_document:
            parts.append(self.catalogue.text("verdict.other_document", lang))
        elif code in ("valid", "valid_stale"):
            parts.append(self.catalogue.text("verdict.compare", lang))
        return " ".join(parts)


def _plain(verdict: Verdict) -> dict[str, Any]:
    """Write a verdict as plain JSON values, days and instants as on the wire."""
    document: dict[str, Any] = {"code": verdict.code, "colour": verdict.colour}
    if verdict.claims is not None:
        document["claims"] = _claims(verdict.claims)
    document |= {
        "election": verdict.election,
        "term": _term(verdict.term),
        "status": {"seq": verdict.seq, "as_of": verdict.as_of, "age_seconds": verdict.age_seconds},
        "revocation": _revocation(verdict.revocation),
        "clock_wrong": verdict.clock_wrong,
        "right_time": verdict.right_time,
        "document_match": verdict.document_match,
    }
    return document


def _claims(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    photo = claims.get("photo")
    if photo is None:
        return claims
    return {**claims, "photo": urlsafe_b64encode(photo).rstrip(b"=").decode("ascii")}


def _term(term: Term | None) -> dict[str, Any] | None:
    if term is None:
        return None
    return {
        "basis": term.basis,
        "from_day": term.from_day,
        "published_day": term.published_day,
        "last_day": term.last_day,
    }


def _revocation(revocation: Revocation | None) -> dict[str, Any] | None:
    if revocation is None:
        return None
    return {
        "effective_minute": revocation.effective_minute,
        "kind": revocation.kind,
        "decree_number": revocation.decree_number,
        "decree_day": revocation.decree_day,
    }


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
