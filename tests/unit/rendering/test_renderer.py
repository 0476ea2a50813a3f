"""Each page drawn is read back as a reader and a scanner would: text, marks of PDF/A, pixels, QR."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from server.accreditation.errors import CodedError
from server.accreditation.script import script_of
from server.adapters.rendering import content, renderer
from server.adapters.rendering.content import badge_page
from server.adapters.rendering.fitting import printable
from server.adapters.rendering.renderer import TypstRenderer
from server.credential import qr_text
from tests.unit.rendering.sample import ORIGIN, certificate

RENDERER = TypstRenderer(origin=ORIGIN, synthetic=True)
LONG = certificate(
    1048574,
    row={
        "name_latin": "W" * 60 + " " + "W" * 59,
        "name_cyrillic": "Щ" * 60 + " " + "Ж" * 59,
        "organisation": "W" * 79 + " " + "Q" * 80,
        "category": "Ж" * 90,
    },
    surname_latin="W" * 60,
    given_latin="W " * 29 + "W",
    patronymic_latin="M" * 60,
    surname_cyrillic="Щ" * 60,
    given_cyrillic="Ш" * 60,
    patronymic_cyrillic="Ы " * 30,
    organisation_ky="ӨҢ" * 80,
    organisation_ru="Щ " * 79 + "Щ",
)
HOSTILE = '#panic("x") $1/0$ \\ *b* _i_ `c` [x] <l> @r #import "/etc/passwd": * // /* "quote" {json}'


def drawn(kind: str, full: object) -> bytes:
    return RENDERER.certificate(full) if kind == "certificate" else RENDERER.badge(full)  # type: ignore[arg-type]


def picture(pdf: bytes, *, dpi: float, page: int = 0) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", "\n".join(texts).replace("\u200b", "")))


def page_count(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def scan(image: Image.Image) -> zxingcpp.Barcode:
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    assert len(found) == 1, f"{len(found)} codes on the page"
    return found[0]


def side(code: zxingcpp.Barcode) -> float:
    corners = code.position
    return ((corners.top_right.x - corners.top_left.x) ** 2 + (corners.top_right.y - corners.top_left.y) ** 2) ** 0.5


@pytest.mark.parametrize("kind", ["certificate", "badge"])
@pytest.mark.parametrize("full", [certificate(), LONG], ids=["ordinary", "longest"])
def test_qr_reads_back_at_300_and_150_dpi_and_240_pixels_across(kind: str, full: object) -> None:
    pdf = drawn(kind, full)
    sealed = full.sealed  # type: ignore[attr-defined]
    sharp = scan(picture(pdf, dpi=300))
    for dpi in (300, 150, 300 * 240 / side(sharp)):
        code = scan(picture(pdf, dpi=dpi))
        assert qr_text.read_text(code.text, origins=(ORIGIN,)) == sealed
    assert abs(side(code) - 240) < 6


@pytest.mark.parametrize(("kind", "least"), [("certificate", 40), ("badge", 38)])
def test_printed_size_and_quiet_zone_of_the_qr(kind: str, least: float) -> None:
    image = picture(drawn(kind, certificate()), dpi=300)
    code = scan(image)
    assert side(code) / 300 * 25.4 >= least
    modules = 81
    quiet = int(3.5 * side(code) / modules)
    corners = code.position
    left, top = corners.top_left.x, corners.top_left.y
    right, bottom = corners.bottom_right.x, corners.bottom_right.y
    for box in (
        (left - quiet, top - quiet, left - 3, bottom + quiet),
        (right + 4, top - quiet, right + quiet, bottom + quiet),
        (left, top - quiet, right, top - 3),
        (left, bottom + 4, right, bottom + quiet),
    ):
        assert image.crop(box).getextrema() == (255, 255)


def test_certificate_says_everything_it_must_and_no_end_date() -> None:
    text = text_of(RENDERER.certificate(certificate()))
    for needed in (
        "Кыргыз Республикасынын Шайлоо жана референдум өткөрүү боюнча борбордук комиссиясы",
        "Центральная комиссия по выборам и проведению референдумов Кыргызской Республики",
        "Central Commission on Elections and Referenda of the Kyrgyz Republic",
        "Эл аралык байкоочунун күбөлүгү",
        "NAMTORI Belosan Kadivich",
        "НАМТОРИ Белосан Көдүвич",
        "«Көк талаа»",
        "Казакстан · Казахстан · Kazakhstan",
        "№ PRA-0042-",
        "2026-жылдын 14-ноябрындагы № 139 токтому менен",
        "от 14 ноября 2026 года № 139",
        "Decree No. 139",
        "2026-жылдын 14-ноябрынан тартып",
        "по день официального опубликования результатов выборов",
        "(4.3-пункт)",
        "https://o.shailoo.gov.kg/V",
        "Мөөр орду",
        "эл аралык байкоочу катары аккредитацияланган",
        "ҮЛГҮ · ОБРАЗЕЦ · SYNTHETIC",
    ):
        assert needed in text, needed
    assert not re.search(r"valid until|жарактуу мөөнөтү|действительно до", text, re.IGNORECASE)
    assert set(re.findall(r"\b20\d\d\b", text)) == {"2026"}
    assert "X0000001" not in text


def test_badge_says_status_names_organisation_number_and_nothing_else() -> None:
    full = certificate()
    text = text_of(TypstRenderer(origin=ORIGIN, synthetic=False).badge(full))
    for part in (
        "ЭЛ АРАЛЫК БАЙКООЧУ",
        "МЕЖДУНАРОДНЫЙ НАБЛЮДАТЕЛЬ",
        "INTERNATIONAL OBSERVER",
        full.surname_latin,
        full.given_latin,
        full.patronymic_latin,
        full.surname_cyrillic,
        full.given_cyrillic,
        full.patronymic_cyrillic,
        full.row.organisation,
        "№ PRA-0042-" + full.row.number[-1],
    ):
        assert part in text, part
        text = text.replace(part, "", 1)
    assert text.strip() == ""


def test_badge_with_another_field_is_refused() -> None:
    page = badge_page(certificate(), origin=ORIGIN)
    assert set(page) == {"name", "organisation", "certificate_number", "qr", "cyrillic_language"}
    with pytest.raises(CodedError, match="badge_fields"):
        content.BADGE_FIELDS.require(frozenset(page) | {"status"})


def test_badge_template_places_no_other_word_and_no_other_picture() -> None:
    """A linter: the badge's template may name these texts only, and its one image is the QR."""
    source = (Path(renderer.__file__).parent / "templates" / "badge.typ").read_text("utf-8")
    assert set(re.findall(r'word\("(\w+)"', source)) == {"status"}
    assert set(re.findall(r"\btexts\.(\w+)", source)) <= {"status", "commission"}  # document metadata
    assert "image(" not in source
    assert set(re.findall(r"data\.(\w+)", source)) == {
        "name", "organisation", "certificate_number", "cyrillic_language",
    }  # fmt: skip
    common = (Path(renderer.__file__).parent / "templates" / "page_parts.typ").read_text("utf-8")
    assert common.count("image(") == 1


@pytest.mark.parametrize("kind", ["certificate", "badge"])
def test_pdf_is_archival_tagged_and_speaks(kind: str) -> None:
    pdf = drawn(kind, certificate())
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in pdf.replace(b"\n", b"")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.replace(b"\n", b"")
    assert b"/MarkInfo" in pdf and b"/Marked true" in pdf
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang\s*\(ky", pdf)
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert "PRA-0042-" in document.get_metadata_value("Title")
        assert document.is_tagged()
    finally:
        document.close()


@pytest.mark.parametrize("kind", ["certificate", "badge"])
def test_same_certificate_gives_same_bytes_and_fonts_are_embedded(kind: str) -> None:
    first = drawn(kind, certificate())
    renderer._compiler.cache_clear()
    assert drawn(kind, certificate()) == first
    assert drawn(kind, certificate(43)) != first
    names = set(re.findall(rb"/FontName/?\s*/(\w{6}\+[\w-]+)", first))
    assert names
    assert all(b"PTSans" in name for name in names)


@pytest.mark.parametrize(("kind", "edge_mm"), [("certificate", 11.0), ("badge", 5.0)])
def test_longest_texts_stay_on_one_page_inside_the_margins(kind: str, edge_mm: float) -> None:
    pdf = drawn(kind, LONG)
    assert page_count(pdf) == 1
    short, long = (picture(drawn(kind, full), dpi=100) for full in (certificate(), LONG))
    edge = int(edge_mm / 25.4 * 100)
    for box in ((0, 0, edge, long.height), (long.width - edge, 0, long.width, long.height)):
        assert long.crop(box).tobytes() == short.crop(box).tobytes()


@pytest.mark.parametrize("letters", range(10, 25, 2))
def test_words_of_any_length_are_made_to_fit(letters: int) -> None:
    word = "W" * letters
    full = certificate(
        row={"name_latin": f"{word} {word}", "organisation": word}, surname_latin=word, given_latin=word
    )
    for kind, edge_mm in (("badge", 6.0), ("certificate", 18.0)):
        drawing = picture(drawn(kind, full), dpi=72)
        edge = int(edge_mm / 25.4 * 72)
        plain = picture(drawn(kind, certificate()), dpi=72)
        for box in ((0, 90, edge, 250), (drawing.width - edge, 90, drawing.width, 250)):
            assert drawing.crop(box).tobytes() == plain.crop(box).tobytes()


def test_hostile_text_is_printed_as_it_stands() -> None:
    full = certificate(
        row={"name_latin": HOSTILE[:60], "organisation": HOSTILE},
        surname_latin=HOSTILE[:60],
        organisation_ky=HOSTILE,
    )
    for kind in ("certificate", "badge"):
        text = text_of(drawn(kind, full)).replace(" ", "")
        assert HOSTILE.replace(" ", "") in text
        assert "root:" not in text


def test_every_letter_that_a_name_may_use_is_printed() -> None:
    letters = [chr(point) for point in (*range(0x41, 0x250), 0x259, *range(0x1E00, 0x1F00), *range(0x400, 0x530))]
    marks = ["a" + chr(point) for point in range(0x300, 0x370)]
    text = " ".join([letter for letter in letters if script_of(letter)] + marks)
    assert printable(text).count("□") < 40  # Komi, Chukchi
    for name in (text[i : i + 100] for i in range(0, len(text), 100)):
        assert page_count(RENDERER.certificate(certificate(row={"name_latin": name}))) == 1


def test_letters_no_font_has_do_not_stop_a_batch() -> None:
    full = certificate(row={"name_latin": "名字 Əliyev Nguyễn", "organisation": "\u202eevil\x00 😀\ufeff"})
    text = text_of(RENDERER.certificate(full))
    assert "□□ Əliyev Nguyễn" in text
    assert "□evil□ □□" in text


def test_production_documents_carry_no_mark_of_a_sample() -> None:
    real = TypstRenderer(origin=ORIGIN, synthetic=False)
    for pdf in (real.certificate(certificate()), real.badge(certificate())):
        assert not re.search("ҮЛГҮ|ОБРАЗЕЦ|SYNTHETIC", text_of(pdf))


def test_batch_is_separate_documents_with_every_person_once() -> None:
    people = [certificate(index) for index in range(7)]
    files = list(RENDERER.batch(people, kind="certificate", pages_per_document=3))
    assert [file.pages for file in files] == [3, 3, 1]
    assert [page_count(file.pdf) for file in files] == [3, 3, 1]
    assert files[2].name == f"certificate-{people[6].row.number}.pdf"
    read = [
        qr_text.read_text(scan(picture(file.pdf, dpi=150, page=page)).text, origins=(ORIGIN,))
        for file in files
        for page in range(file.pages)
    ]
    assert read == [person.sealed for person in people]


def test_batch_draws_as_it_is_asked() -> None:
    taken: list[int] = []

    def endless() -> object:
        for index in range(10**6):
            taken.append(index)
            yield certificate(index)

    next(RENDERER.batch(endless(), kind="badge", pages_per_document=2))  # type: ignore[arg-type]
    assert len(taken) == 2
