"""The benchmark's peer draws the code it is compared for."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from server.adapters.rendering.qr_drawing import png
from server.adapters.rendering.qr_matrix import make_qr
from server.credential.qr_text import to_text
from tests.bench.qr_libqrencode import is_installed, matrix_by_libqrencode
from tests.unit.rendering.sample import ORIGIN, certificate


@pytest.mark.skipif(not is_installed(), reason="libqrencode4 isn't installed (tools/system_packages does, as root)")
def test_libqrencode_is_given_the_same_text_in_the_same_segments() -> None:
    text = to_text(certificate().sealed, origin=ORIGIN)
    peer = matrix_by_libqrencode(text)
    assert peer.version == make_qr(text).version
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(png(peer))), formats=zxingcpp.BarcodeFormat.QRCode)
    assert [each.text for each in found] == [text]
