"""The peer of the QR: libqrencode (C) through ctypes, given the same three segments; absent where not installed."""

from __future__ import annotations

import ctypes
import re
from functools import cache
from typing import Final

from server.adapters.rendering.qr_matrix import QrMatrix

_LIBRARY: Final = "libqrencode.so.4"
_LEVEL_M: Final = 1
_NUMBER, _ALPHANUMERIC, _OCTETS = 0, 1, 2
_SEGMENTED: Final = re.compile(rb"([0-9A-Z $%*+\-./:]+)(#)([0-9]+)")
_MODULES: Final = bytes(value & 1 for value in range(256))


class _Code(ctypes.Structure):
    _fields_ = (("version", ctypes.c_int), ("width", ctypes.c_int), ("data", ctypes.POINTER(ctypes.c_ubyte)))


def is_installed() -> bool:
    """Tell whether the library is there (Debian: libqrencode4)."""
    try:
        _library()
    except OSError:
        return False
    return True


def matrix_by_libqrencode(text: str) -> QrMatrix:
    """Return the smallest matrix of level M for a credential's text, with the mask the library chooses."""
    library = _library()
    parts = _SEGMENTED.fullmatch(text.encode())
    assert parts is not None
    given = library.QRinput_new2(0, _LEVEL_M)
    for mode, part in zip((_ALPHANUMERIC, _OCTETS, _NUMBER), parts.groups(), strict=True):
        assert library.QRinput_append(given, mode, len(part), part) == 0
    made = library.QRcode_encodeInput(given)
    code = made.contents
    width = code.width
    flat = ctypes.string_at(code.data, width * width).translate(_MODULES)
    matrix = QrMatrix(code.version, tuple(flat[y : y + width] for y in range(0, len(flat), width)))
    library.QRcode_free(made)
    library.QRinput_free(given)
    return matrix


@cache
def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(_LIBRARY)
    library.QRinput_new2.restype = ctypes.c_void_p
    library.QRinput_append.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_char_p)
    library.QRcode_encodeInput.argtypes = (ctypes.c_void_p,)
    library.QRcode_encodeInput.restype = ctypes.POINTER(_Code)
    library.QRcode_free.argtypes = (ctypes.POINTER(_Code),)
    library.QRinput_free.argtypes = (ctypes.c_void_p,)
    return library
