"""The layers of a QR text, one after another, as far as they open; nothing is judged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Final

from server.adapters.rendering.qr_matrix import make_qr
from server.credential import cbor, cose, qr_text

_PRINTED: Final = re.compile(r"(https?://[^/?#]+)/([VS])#[0-9]+", re.IGNORECASE)
_NAMES: Final[dict[str, dict[int, str]]] = {
    "header": {1: "alg", 4: "kid", 16: "typ"},
    "claims": {
        1: "iss", 2: "sub", 4: "exp", 5: "nbf", 6: "iat", 7: "cti", 8: "cnf", 169: "identity", 65533: "status_list",
        65534: "ttl", 65535: "status", -65801: "observer", -65802: "election_state",
    },
    "identity": {
        1: "certificate_number", 3: "language", 4: "name_latin", 13: "citizenship", 16: "photo", 17: "photo_format",
        19: "name_cyrillic", 20: "language_cyrillic",
    },
    "observer": {
        1: "profile", 2: "organisation", 3: "election", 4: "accreditation_day", 5: "category",
        6: "document_country", 7: "document_commitment", 8: "regulation", 9: "first_seq",
    },
    "election_state": {
        1: "election", 2: "seq", 3: "previous", 4: "opens_day", 5: "voting_days", 6: "repeat_days",
        7: "published_day", 8: "registry_hash", 9: "checkpoint", 10: "root_version", 11: "regulation_hash",
        12: "notices_hash", 13: "basis", 14: "prefix",
    },
}  # fmt: skip

Layer = tuple[str, dict[str, Any]]


def layers_of(text: str) -> Iterator[Layer]:
    """Yield (name, what it holds) of each layer.

    Raises: CredentialError where a layer can't be opened; those before it have been yielded.
    """
    printed = _PRINTED.fullmatch(text)
    origin, path = (printed[1], printed[2].upper()) if printed else ("", "V")
    form: dict[str, Any] = {"form": f"printed, /{path}" if printed else "Base45 or another", "characters": len(text)}
    if printed:
        form |= {"origin": origin, "QR version at M": make_qr(text).version}
        form |= {"QR version at L": make_qr(text, level="L").version}
    yield "text", form
    data = qr_text.read_text(text, origins=(origin,) if printed else (), path="S" if path == "S" else "V")
    sign1 = cose.open_sign1(data)
    yield (
        "COSE_Sign1",
        {"bytes": len(data), "signature": sign1.signature}
        | {f"protected {name}": value for name, value in _named("header", sign1.headers)}
        | {f"unprotected {name}": value for name, value in _named("header", sign1.unprotected)},
    )
    structure = sign1.sig_structure()
    digest = hashlib.sha256(structure).digest()
    yield "Sig_structure", {"bytes": len(structure), "sha256": digest, "registry digest": digest[:16]}
    claims = cbor.decode(sign1.payload or b"")
    plain: dict[str, Any] = {}
    for name, value in _named("claims", claims if isinstance(claims, dict) else {"claims": claims}):
        if name in _NAMES and isinstance(value, dict):
            yield name, dict(_named(name, value))
        else:
            plain[name] = value
    yield "claims", plain


def _named(group: str, values: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        yield _NAMES[group].get(key, str(key)), value
