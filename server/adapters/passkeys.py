"""Passkeys: WebAuthn by python-fido2, with the holder proven at the authenticator and the origin compared whole."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast
from urllib.parse import urlsplit

from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from server.accreditation.errors import CodedError
from server.usecases.sign_in_ports import Challenge, NewPasskey

_SITE: Final = "CEC: accreditation of observers"
_UNNAMED: Final = Aaguid(bytes(16))


class FidoPasskeys:
    """The port Passkeys; stateless, a relying party a host."""

    def usable_at(self, origin: str) -> bool:
        """Tell whether browsers make passkeys at this origin."""
        parts = urlsplit(origin)
        host = parts.hostname or ""
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return parts.scheme == "https" or host == "localhost"
        return False

    def ask_to_create(self, origin: str, *, user_id: str, login: str, name: str, known: Sequence[bytes]) -> Challenge:
        """Ask for a passkey that finds its account by itself and proves its holder."""
        options, state = _server(origin).register_begin(
            PublicKeyCredentialUserEntity(id=user_id.encode(), name=login, display_name=name),
            credentials=[
                PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=each) for each in known
            ],
            resident_key_requirement=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return Challenge(dict(options)["publicKey"], state)

    def created(self, origin: str, *, state: Mapping[str, Any], answer: Mapping[str, Any]) -> NewPasskey:
        """Check what the authenticator made.

        Raises: CodedError `passkey_refused`.
        """
        try:
            made = _server(origin).register_complete(state, answer)
        except Exception as fault:  # the answer comes from outside: whatever it breaks in the parser, it is refused
            raise CodedError("passkey_refused") from fault
        if made.credential_data is None:
            raise CodedError("passkey_refused")
        public_key = cbor.encode(dict(made.credential_data.public_key))
        return NewPasskey(made.credential_data.credential_id, public_key, made.counter)

    def ask_to_prove(self, origin: str) -> Challenge:
        """Ask for any passkey of this site."""
        options, state = _server(origin).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
        return Challenge(dict(options)["publicKey"], state)

    def credential_id(self, answer: Mapping[str, Any]) -> bytes:
        """Return which passkey an answer claims to be of.

        Raises: CodedError `passkey_refused`.
        """
        try:
            return bytes(AuthenticationResponse.from_dict(answer).raw_id)
        except Exception as fault:  # as above
            raise CodedError("passkey_refused") from fault

    def proven(self, origin: str, *, state: Mapping[str, Any], answer: Mapping[str, Any], passkey: NewPasskey) -> int:
        """Check an answer of this passkey and return its counter.

        Raises: CodedError `passkey_refused`.
        """
        try:
            key = CoseKey.parse(cast(Mapping[int, Any], cbor.decode(passkey.public_key)))
            known = AttestedCredentialData.create(_UNNAMED, passkey.credential_id, key)
            _server(origin).authenticate_complete(state, [known], answer)
            data: AuthenticatorData = AuthenticationResponse.from_dict(answer).response.authenticator_data
        except Exception as fault:  # as above
            raise CodedError("passkey_refused") from fault
        return data.counter


def _server(origin: str) -> Fido2Server:
    site = PublicKeyCredentialRpEntity(id=urlsplit(origin).hostname or "", name=_SITE)
    return Fido2Server(site, verify_origin=lambda told: told == origin)
