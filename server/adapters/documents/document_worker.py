"""Opens one picture or PDF that may be hostile and paints it anew; a process of its own, with limits.

Run by path, with an empty environment: ``KIND [LEFT TOP WIDTH HEIGHT]``, the upload on stdin; it imports nothing of
this project. Answers a JSON line, then the copy: ``{"media_type", "pages"}`` or ``{"refused": code, "facts"}``.
Once the limits stand the process opens no file and no socket and starts nothing. Only pixels leave it.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any, NoReturn

import pypdfium2
from PIL import Image, ImageOps, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin

MEMORY_BYTES = 800_000_000
CPU_SECONDS = 12
MOST_PIXELS = 40_000_000
MOST_PAGES = 10
LONGEST_SIDE = 2_400
LONGEST_UNCUT_PHOTO = 4_800
PAGE_SIDE = 2_000
LEAST_DOCUMENT = (480, 300)  # longer and shorter side: less can't be read
PHOTO_RATIO = 3 / 4
LEAST_PHOTO = (300, 400)
LARGEST_PHOTO = (900, 1_200)
QUALITY = 82
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_POINTS_PER_INCH = 72
_DOTS_PER_INCH = 150
_LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)  # before no file can be opened


class Refused(Exception):
    """The upload isn't kept; a stable code and facts for the message."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def limit() -> None:
    """Give up everything but memory and time within bounds: no files, no sockets, no children, no core dumps."""
    for which, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(which, (most, most))


def copy_of_picture(content: bytes, *, longest: int = LONGEST_SIDE) -> Image.Image:
    """Return the picture upright, in RGB, its longest side bounded in pixels; nothing else of the file.

    Raises: Refused.
    """
    with Image.open(BytesIO(content), formats=("JPEG", "PNG", "MPO")) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Refused("document_too_many_pixels", megapixels=MOST_PIXELS // 1_000_000)
        turn = _TURNS.get(picture.getexif().get(0x0112, 1))
        if picture.format in ("JPEG", "MPO"):
            picture.draft("RGB", (longest, longest))  # decodes at a fraction: less memory
        picture.load()
        small = _flat(picture)
        if max(picture.size) > longest:
            small = ImageOps.contain(small, (longest, longest))
    return small.transpose(turn) if turn is not None else small


def photo(content: bytes, crop: tuple[float, ...]) -> bytes:
    """Return the asked part of a photo in proportions of 3 to 4. Raises: Refused."""
    upright = copy_of_picture(content, longest=LONGEST_UNCUT_PHOTO)
    width, height = upright.size
    left, top, across, down = crop or _centred(width, height)
    box = (round(left * width), round(top * height), round((left + across) * width), round((top + down) * height))
    cut = upright.crop((max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3])))
    if cut.width < LEAST_PHOTO[0] or cut.height < LEAST_PHOTO[1]:
        raise Refused("photo_too_small", width=LEAST_PHOTO[0], height=LEAST_PHOTO[1])
    return jpeg(ImageOps.fit(cut, _photo_size(cut)))


def document_picture(content: bytes) -> bytes:
    """Return a picture of a document. Raises: Refused."""
    picture = copy_of_picture(content)
    if max(picture.size) < LEAST_DOCUMENT[0] or min(picture.size) < LEAST_DOCUMENT[1]:
        raise Refused("document_too_small", width=LEAST_DOCUMENT[0], height=LEAST_DOCUMENT[1])
    return jpeg(picture)


def document_pages(content: bytes) -> list[tuple[bytes, tuple[int, int]]]:
    """Return every page of a PDF painted as JPEG, with its size in pixels. Raises: Refused."""
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("document_encrypted" if "password" in str(error).lower() else "document_broken") from error
    if len(pdf) > MOST_PAGES:
        raise Refused("document_too_many_pages", pages=len(pdf), limit=MOST_PAGES)
    if len(pdf) == 0:
        raise Refused("document_broken")
    return [_painted(pdf, number) for number in range(len(pdf))]


def _painted(pdf: pypdfium2.PdfDocument, number: int) -> tuple[bytes, tuple[int, int]]:
    try:
        page = pdf[number]
        width, height = page.get_size()
        if not (0 < width < 1e6 and 0 < height < 1e6):
            raise Refused("document_broken")
        scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH * 2, PAGE_SIDE / max(width, height))
        bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, prefer_bgrx=False)
        picture = bitmap.to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise Refused("document_broken") from error
    painted = jpeg(picture), picture.size
    bitmap.close()
    page.close()
    return painted


def pdf_of(pages: list[tuple[bytes, tuple[int, int]]]) -> bytes:
    """Return a PDF that holds these pictures, one a page, and nothing else."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
    ]
    for n, (picture, (width, height)) in enumerate(pages):
        scale = _POINTS_PER_INCH / _DOTS_PER_INCH
        across, down = round(width * scale, 2), round(height * scale, 2)
        drawing = f"q {across} 0 0 {down} 0 0 cm /P Do Q".encode()
        image = (
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB"
            f" /BitsPerComponent 8 /Filter /DCTDecode /Length {len(picture)} >>\nstream\n"
        )
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {across} {down}] /Contents {4 + 3 * n} 0 R"
            f" /Resources << /XObject << /P {5 + 3 * n} 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
            image.encode() + picture + b"\nendstream",
        ]
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def jpeg(picture: Image.Image) -> bytes:
    """Return a picture as a JPEG without metadata."""
    fresh = Image.new("RGB", picture.size)
    fresh.paste(picture)  # a picture carries its file's comment along; its pixels don't
    out = BytesIO()
    fresh.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def answer(content: bytes, kind: str, crop: tuple[float, ...]) -> tuple[str, int, bytes]:
    """Return media type, pages and bytes of the copy to keep. Raises: Refused."""
    is_pdf = content.startswith(b"%PDF-")
    if not is_pdf and not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Refused("document_type_unknown")
    if kind == "photo":
        if is_pdf:
            raise Refused("photo_not_a_picture")
        return "image/jpeg", 1, photo(content, crop)
    if is_pdf:
        pages = document_pages(content)
        return "application/pdf", len(pages), pdf_of(pages)
    return "image/jpeg", 1, document_picture(content)


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB, what is transparent on white."""
    if picture.mode.startswith("I") or picture.mode == "F":
        picture = picture.point(lambda value: value / 256).convert("L")
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white


def _centred(width: int, height: int) -> tuple[float, float, float, float]:
    across = min(1.0, height * PHOTO_RATIO / width)
    down = min(1.0, width / PHOTO_RATIO / height)
    return (1 - across) / 2, (1 - down) / 2, across, down


def _photo_size(cut: Image.Image) -> tuple[int, int]:
    width = min(LARGEST_PHOTO[0], cut.width, round(cut.height * PHOTO_RATIO))
    width = max(LEAST_PHOTO[0], width)
    return width, round(width / PHOTO_RATIO)


def say(head: dict[str, Any], body: bytes = b"") -> NoReturn:
    """Answer and end."""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + body)
    sys.stdout.flush()
    sys.exit(0)


def attempt(work: Callable[[], tuple[str, int, bytes]]) -> NoReturn:
    """Do it and say what came of it; whatever a decoder throws is a broken file."""
    try:
        media_type, pages, copy = work()
    except Refused as refusal:
        say({"refused": refusal.code, "facts": refusal.facts})
    except MemoryError:
        say({"refused": "document_too_complex", "facts": {}})
    except Exception:  # a decoder's own words may quote the file: they are not passed on
        say({"refused": "document_broken", "facts": {}})
    say({"media_type": media_type, "pages": pages}, copy)


def main() -> None:
    """Read, limit, work, answer."""
    kind, crop = sys.argv[1], tuple(float(each) for each in sys.argv[2:6])
    Image.preinit()
    Image.MAX_IMAGE_PIXELS = None  # counted here, with a code of our own
    content = sys.stdin.buffer.read()
    limit()
    attempt(lambda: answer(content, kind, crop))


if __name__ == "__main__":
    main()
