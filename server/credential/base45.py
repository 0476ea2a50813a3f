"""Base45 of RFC 9285, strict in both directions."""

from __future__ import annotations

from typing import Final

from server.credential.errors import malformed

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}


def decode(text: str) -> bytes:
    """Return the bytes of a Base45 text.

    Raises: CredentialError `malformed`: other characters, lengths or values.
    """
    if len(text) % 3 == 1:
        raise malformed("Base45 length")
    try:
        digits = [_VALUES[character] for character in text]
    except KeyError:
        raise malformed("character outside Base45") from None
    out = bytearray()
    for at in range(0, len(digits) - 2, 3):
        value = digits[at] + digits[at + 1] * 45 + digits[at + 2] * 2025
        if value > 0xFFFF:
            raise malformed("Base45 value")
        out += value.to_bytes(2, "big")
    if len(digits) % 3 == 2:
        value = digits[-2] + digits[-1] * 45
        if value > 0xFF:
            raise malformed("Base45 value")
        out.append(value)
    return bytes(out)


def encode(data: bytes) -> str:
    """Return the Base45 text of some bytes."""
    out = []
    for at in range(0, len(data) - 1, 2):
        rest, low = divmod(data[at] << 8 | data[at + 1], 45)
        high, middle = divmod(rest, 45)
        out.append(ALPHABET[low] + ALPHABET[middle] + ALPHABET[high])
    if len(data) % 2:
        high, low = divmod(data[-1], 45)
        out.append(ALPHABET[low] + ALPHABET[high])
    return "".join(out)
