"""Uploads made anew: only pixels survive; what means harm ends in a coded error within memory and time."""

from __future__ import annotations

import ast
import json
import resource
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from server.accreditation.errors import CodedError
from server.accreditation.wording import locales_folder
from server.adapters.documents import document_worker, reencoder
from server.adapters.documents.reencoder import LimitedReencoder
from server.usecases.document_ports import Crop
from server.web.i18n import DOCUMENT_LOCALES, load_catalogue
from tests.unit.documents import hostile
from tests.uploaders import jpeg

MOST_MEGABYTES = 800
MOST_SECONDS = 60
REENCODER = LimitedReencoder()


def reencoded(content: bytes, *, kind: str = "identity_document", crop: Crop | None = None) -> Image.Image:
    """Return the picture that is kept."""
    made = REENCODER.reencode(content, kind=kind, crop=crop)
    assert made.media_type == "image/jpeg"
    return Image.open(BytesIO(made.content))


def test_only_pixels_survive_and_the_picture_stands_upright() -> None:
    made = REENCODER.reencode(hostile.turned_jpeg(), kind="identity_document")
    assert hostile.CANARY not in made.content
    picture = Image.open(BytesIO(made.content))
    assert picture.size == (600, 1000)
    assert not picture.getexif() and "comment" not in picture.info and "icc_profile" not in picture.info
    red, green, _ = picture.getpixel((590, 10))  # type: ignore[misc]
    assert red > 200 > 60 > green


def test_a_chimera_comes_out_as_a_picture_only() -> None:
    made = REENCODER.reencode(hostile.chimera(), kind="identity_document")
    assert hostile.CANARY not in made.content
    assert not any(mark in made.content for mark in (b"PK\x03\x04", b"<script", b"%PDF"))
    assert made.content.endswith(b"\xff\xd9")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_colour_mode_is_read(mode: str) -> None:
    assert reencoded(hostile.png(900, 700, mode)).mode == "RGB"


def test_large_pictures_are_bounded() -> None:
    assert reencoded(jpeg(6000, 4000)).size == (2400, 1600)


@pytest.mark.parametrize(("make", "pages"), [(hostile.pdf, 2), (hostile.active_pdf, 1)])
def test_a_pdf_is_painted_again(make: object, pages: int) -> None:
    made = REENCODER.reencode(make(), kind="identity_document")  # type: ignore[operator]
    assert (made.media_type, made.pages) == ("application/pdf", pages)
    for trace in (hostile.CANARY, b"JavaScript", b"OpenAction", b"/Font", b"/Author", b"/Info", b"/Annots"):
        assert trace not in made.content
    again = pypdfium2.PdfDocument(made.content)
    assert len(again) == pages
    assert [again[0].get_textpage().get_text_bounded(), max(again[0].get_size())] == ["", pytest.approx(960, abs=1)]
    again.close()


def test_text_of_a_pdf_is_still_there_to_be_read() -> None:
    made = REENCODER.reencode(hostile.pdf(1), kind="identity_document")
    page = pypdfium2.PdfDocument(made.content)[0].render(scale=1).to_pil().convert("L")
    assert page.getextrema()[0] < 90  # black on white


def test_a_photo_is_cropped_as_asked_or_in_the_middle() -> None:
    assert reencoded(jpeg(1600, 1200), kind="photo").size == (900, 1200)
    cut = reencoded(jpeg(2000, 2000), kind="photo", crop=Crop(0.5, 0.5, 0.3, 0.4))
    assert cut.size == (600, 800)
    assert cut.getpixel((300, 400))[0] > 150  # type: ignore[index] # the gradient's lower part


@pytest.mark.parametrize(
    ("crop", "code"),
    [
        (Crop(0.0, 0.0, 0.1, 0.1), "photo_too_small"),
        (Crop(0.9, 0.9, 0.5, 0.5), "photo_crop_invalid"),
        (Crop(-0.1, 0.0, 0.5, 0.5), "photo_crop_invalid"),
        (Crop(0.0, 0.0, 0.0, 0.5), "photo_crop_invalid"),
        (Crop(float("nan"), 0.0, 0.5, 0.5), "photo_crop_invalid"),
    ],
)
def test_a_crop_that_cannot_be_is_refused(crop: Crop, code: str) -> None:
    with pytest.raises(CodedError) as refusal:
        REENCODER.reencode(jpeg(), kind="photo", crop=crop)
    assert refusal.value.code == code


HOSTILE = {
    "nothing": (lambda: b"", "document_empty"),
    "more than 25 MB": (lambda: b"\xff\xd8\xff" + b"\0" * reencoder.MOST_BYTES, "document_too_large"),
    "a script": (lambda: b"#!/bin/sh\nrm -rf /\n", "document_type_unknown"),
    "an archive": (lambda: b"PK\x03\x04" + b"../../etc/passwd" * 10, "document_type_unknown"),
    "a page": (lambda: b"<svg onload=alert(1)>", "document_type_unknown"),
    "a GIF": (lambda: b"GIF89a" + b"\0" * 100, "document_type_unknown"),
    "half a picture": (lambda: jpeg()[:3000], "document_broken"),
    "a name only": (lambda: b"\x89PNG\r\n\x1a\n", "document_broken"),
    "a flood of pixels": (lambda: hostile.png_flood(60_000, 60_000), "document_too_many_pixels"),
    "a flood that lies": (lambda: hostile.png_flood(6_000, 6_000), "document_broken"),
    "a comment that inflates": (hostile.png_text_bomb, "document_broken"),
    "a stamp": (lambda: jpeg(100, 80), "document_too_small"),
    "a PDF's name": (lambda: b"%PDF-1.7\n", "document_broken"),
    "half a PDF": (lambda: hostile.pdf()[:600], "document_broken"),
    "a locked PDF": (lambda: hostile.pdf(password="secret"), "document_encrypted"),
    "eleven pages": (lambda: hostile.pdf(11), "document_too_many_pages"),
    "a drawing that inflates": (lambda: hostile.pdf_stream_bomb(900), "document_too_complex"),
    "a drawing without end": (lambda: hostile.pdf(1, circles=200_000), "document_too_complex"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_end_in_a_clear_error_within_limits(name: str) -> None:
    make, code = HOSTILE[name]
    content, began = make(), time.monotonic()
    with pytest.raises(CodedError) as refusal:
        REENCODER.reencode(content, kind="identity_document")
    assert refusal.value.code == code
    assert hostile.CANARY.decode() not in str(refusal.value)
    assert time.monotonic() - began < MOST_SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 < MOST_MEGABYTES


def test_a_picture_that_inflates_inside_a_pdf_stays_within_memory() -> None:
    try:
        made = REENCODER.reencode(hostile.pdf_picture_bomb(900), kind="identity_document")
        assert len(made.content) < 1_000_000
    except CodedError as refusal:
        assert refusal.code == "document_too_complex"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 < MOST_MEGABYTES


def test_a_pdf_open_to_all_but_locked_for_changes_is_read() -> None:
    assert REENCODER.reencode(hostile.pdf(owner="owner"), kind="evidence").pages == 2


def test_a_photo_is_no_pdf() -> None:
    with pytest.raises(CodedError, match="photo_not_a_picture"):
        REENCODER.reencode(hostile.pdf(), kind="photo")


def test_the_worker_can_reach_nothing_once_its_limits_stand() -> None:
    tries = """
import json, os, socket, subprocess, sys
sys.path.insert(0, sys.argv[1])
import document_worker
document_worker.limit()
said = {}
for name, act in {
    "socket": lambda: socket.socket(),
    "file": lambda: open("/etc/hostname"),
    "write": lambda: open("/tmp/never", "w"),
    "child": lambda: subprocess.run(["true"]),
    "memory": lambda: bytearray(900_000_000),
}.items():
    try:
        act(); said[name] = "done"
    except (OSError, MemoryError) as error:
        said[name] = type(error).__name__
print(json.dumps(said), sorted(os.environ))
"""
    folder = Path(document_worker.__file__).parent
    command = [sys.executable, "-I", "-c", tries, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={}, check=True)
    said, end = json.JSONDecoder().raw_decode(done.stdout)
    assert said == {"socket": "OSError", "file": "OSError", "write": "OSError", "child": "OSError",
                    "memory": "MemoryError"}  # fmt: skip
    assert done.stdout[end:].strip() in ("[]", "['LC_CTYPE']")


def test_a_worker_that_hangs_or_chatters_is_a_file_too_complex(tmp_path: Path) -> None:
    stuck, liar = tmp_path / "stuck.py", tmp_path / "liar.py"
    stuck.write_text("import time; time.sleep(60)", encoding="ascii")
    liar.write_text("print('not json')", encoding="ascii")
    for worker in (stuck, liar):
        with pytest.raises(CodedError, match="document_too_complex"):
            LimitedReencoder(worker, timeout_seconds=1).reencode(jpeg(), kind="photo")


def test_every_refusal_of_the_worker_has_words() -> None:
    source = ast.parse(Path(document_worker.__file__).read_text(encoding="utf-8"))
    texts = {
        node.value for node in ast.walk(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    codes = {each for each in texts if each.startswith(("document_", "photo_"))}
    catalogue = load_catalogue(locales_folder(), DOCUMENT_LOCALES)
    assert len(codes) >= 8
    assert [code for code in sorted(codes) if not catalogue.has(f"error.{code}")] == []
