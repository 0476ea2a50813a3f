"""Somebody who copied the real issue key: seals a perfect credential outside the server."""

from __future__ import annotations

import os
from dataclasses import replace

from server.adapters.signing.key_store import load_signer
from server.credential import envelope, qr_text
from server.credential.claims import CredentialClaims, parse
from tests.e2e.product import Product


def forge_with_the_real_key(product: Product) -> str:
    """Return the QR text of a stranger's credential, signed with the product's own issue key."""
    genuine = product.certificate("valid")["qr_text"]
    claims = parse(envelope.open_credential(qr_text.read_text(genuine, origins=[product.public])).payload)
    assert isinstance(claims, CredentialClaims)
    stranger = replace(claims, name_latin="STRANGER IN THE NIGHT", credential_id=os.urandom(8))
    signer = load_signer(product.data_dir / "keys", environment="demo")
    return qr_text.to_text(envelope.seal(stranger, signer=signer), origin=product.public)
