"""Our matrices are qrcode's own, bit for bit, and every drawing of them reads back."""

import io
import re

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from qrcode import constants, util

from server.adapters.rendering.qr_drawing import png, svg, svg_path
from server.adapters.rendering.qr_matrix import MASK, QrMatrix, QrOverflow, make_qr

LEVELS = {"L": constants.ERROR_CORRECT_L, "M": constants.ERROR_CORRECT_M}


def segments_by_qrcode(text: str) -> list[util.QRData]:
    parts = re.fullmatch(r"([0-9A-Z $%*+\-./:]+)#([0-9]+)", text)
    if not parts:
        return [util.QRData(text.encode(), mode=util.MODE_8BIT_BYTE)]
    origin, digits = parts.groups()
    return [
        util.QRData(origin.encode(), mode=util.MODE_ALPHA_NUM),
        util.QRData(b"#", mode=util.MODE_8BIT_BYTE),
        util.QRData(digits.encode(), mode=util.MODE_NUMBER),
    ]


def matrix_by_qrcode(text: str, level: str) -> tuple[bytes, ...]:
    code = qrcode.QRCode(error_correction=LEVELS[level], mask_pattern=MASK)
    code.data_list = segments_by_qrcode(text)
    code.make()
    return tuple(bytes(bool(cell) for cell in row) for row in code.modules)


credential_texts = st.builds(
    lambda origin, n: f"{origin}/V#{n}",
    st.sampled_from(["HTTPS://O.SHAILOO.GOV.KG", "HTTP://LOCALHOST:8080", "HTTPS://A.KG"]),
    st.integers(min_value=1, max_value=1 << 5000),
)


@settings(max_examples=60, deadline=None)
@given(text=st.one_of(credential_texts, st.text(min_size=1, max_size=300)), level=st.sampled_from(["L", "M"]))
def test_matrix_equals_that_of_qrcode_with_the_same_segments_and_mask(text: str, level: str) -> None:
    assert make_qr(text, level=level).rows == matrix_by_qrcode(text, level)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", ["L", "M"])
@pytest.mark.parametrize("version", range(1, 41))
def test_every_version_equals_qrcode_at_its_exact_capacity(version: int, level: str) -> None:
    fields = util.mode_sizes_for_version(version)
    room = util.BIT_LIMIT_TABLE[LEVELS[level]][version]
    characters = (room - 4 - fields[util.MODE_8BIT_BYTE]) // 8
    text = "".join(chr(97 + i * 7 % 26) for i in range(characters))
    matrix = make_qr(text, level=level)  # type: ignore[arg-type]
    assert (matrix.version, matrix.size) == (version, 17 + 4 * version)
    assert matrix.rows == matrix_by_qrcode(text, level)


def test_one_character_too_many_for_version_40_is_refused() -> None:
    assert make_qr("a" * 2953, level="L").version == 40
    with pytest.raises(QrOverflow):
        make_qr("a" * 2954, level="L")


@pytest.mark.parametrize(
    ("octets", "level", "version"), [(415, "M", 16), (415, "L", 14), (440, "L", 15), (440, "M", 17)]
)
def test_version_of_known_lengths(octets: int, level: str, version: int) -> None:
    text = f"HTTPS://O.SHAILOO.GOV.KG/V#{(1 << 8 * octets - 7) + 12345}"
    assert make_qr(text, level=level).version <= version  # type: ignore[arg-type]


def read(image: Image.Image) -> str:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    assert len(found) == 1
    return found[0].text


@pytest.mark.parametrize("module_pixels", [1, 3, 4])
def test_png_reads_back(module_pixels: int) -> None:
    text = f"HTTPS://O.SHAILOO.GOV.KG/V#{7**900}"
    data = png(make_qr(text), module_pixels=module_pixels)
    image = Image.open(io.BytesIO(data))
    assert (image.mode, image.size[0]) == ("1", (make_qr(text).size + 8) * module_pixels)
    assert read(image.convert("L")) == text


def test_path_paints_exactly_the_dark_modules() -> None:
    matrix = make_qr("HTTPS://O.SHAILOO.GOV.KG/V#" + "1234567" * 40)
    painted: set[tuple[int, int]] = set()
    x = y = 0
    for move, first, second, length in re.findall(r"([Mm])(\d+) (\d+)|h(\d+)v1h-\4z", svg_path(matrix, quiet=2)):
        if move == "M":
            x, y = int(first), int(second)
        elif move == "m":
            x += int(first)
        else:
            painted |= {(x + i, y) for i in range(int(length))}
    dark = {(x + 2, y + 2) for y, row in enumerate(matrix.rows) for x, module in enumerate(row) if module}
    assert painted == dark


def test_svg_escapes_its_title() -> None:
    drawing = svg(QrMatrix(0, (b"\x01",)), title='"><script>alert(1)</script>')
    assert "<script" not in drawing
    assert 'aria-label="&quot;&gt;&lt;script' in drawing
