"""A device for passkeys in software: makes real keys and real signatures, and can be copied like a stolen one."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG


def to_text(content: bytes) -> str:
    """Return base64url without padding, as browsers write it."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    """Return the bytes of base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(slots=True)
class SoftwareAuthenticator:
    """Holds one passkey of one site; `count` is its counter, `verifies` whether it proves its holder."""

    origin: str = "https://localhost"
    site: str = "localhost"
    count: int = 0
    verifies: bool = True
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def copy(self) -> SoftwareAuthenticator:
        """Return what a thief would hold."""
        return SoftwareAuthenticator(self.origin, self.site, self.count, self.verifies, self.credential_id, self.key)

    def create(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Make the passkey that a site asks for."""
        client = self._client_data("webauthn.create", options)
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid(bytes(16)), self.credential_id, public)
        data = AuthenticatorData.create(self._site_hash(), self._flags() | FLAG.AT, self.count, made)
        attested = AttestationObject.create("none", data, {})
        return self._answer(clientDataJSON=client, attestationObject=bytes(attested))

    def prove(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a challenge; the counter goes on."""
        self.count += 1
        client = self._client_data("webauthn.get", options)
        data = AuthenticatorData.create(self._site_hash(), self._flags(), self.count)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=bytes(data), signature=signed)

    def _client_data(self, kind: str, options: Mapping[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _flags(self) -> int:
        return int(FLAG.UP | (FLAG.UV if self.verifies else 0))

    def _site_hash(self) -> bytes:
        return hashlib.sha256(self.site.encode()).digest()

    def _answer(self, **response: bytes) -> dict[str, Any]:
        name = to_text(self.credential_id)
        told = {key: to_text(value) for key, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": told, "clientExtensionResults": {}}
