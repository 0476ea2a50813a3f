"""Files that mean harm, made here: bombs, floods, chimeras, active content; all with a canary inside."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from io import BytesIO

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from tests.uploaders import jpeg

CANARY = b"CANARY-IN-A-FILE"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_flood(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes that says it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def png_text_bomb() -> bytes:
    """Return a PNG whose comment inflates to 200 MB."""
    plain = BytesIO()
    Image.new("RGB", (900, 900)).save(plain, "PNG")
    head, tail = plain.getvalue()[:33], plain.getvalue()[33:]
    return head + _chunk(b"zTXt", b"note\0\0" + zlib.compress(b"\0" * 200_000_000, 9)) + tail


def png(width: int, height: int, mode: str) -> bytes:
    """Return a picture in a colour mode."""
    out = BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


def turned_jpeg() -> bytes:
    """Return a JPEG 1000 by 600 that says it stands on its side, with a place and a name in its EXIF."""
    picture = Image.new("RGB", (1000, 600), "white")
    picture.paste((255, 0, 0), (0, 0, 200, 200))  # red in the upper left corner as stored
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    exif[0x013B] = CANARY.decode()
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=CANARY)
    return out.getvalue()


def chimera() -> bytes:
    """Return a JPEG that is an archive, a page with a script and a PDF as well."""
    return (
        jpeg(text=CANARY)
        + b"<script>/*"
        + CANARY
        + b"*/</script>%PDF-1.4\nPK\x03\x04"
        + CANARY
        + b"PK\x05\x06"
        + b"\0" * 18
    )


def pdf(pages: int = 2, *, circles: int = 0, password: str | None = None, owner: str | None = None) -> bytes:
    """Return a PDF with text."""
    out = BytesIO()
    lock = StandardEncryption(password or "", ownerPassword=owner) if password is not None or owner else None
    drawing = canvas.Canvas(out, pagesize=(595, 842), encrypt=lock)
    drawing.setAuthor(CANARY.decode())
    for _ in range(pages):
        drawing.drawString(72, 700, CANARY.decode())
        for n in range(circles):
            drawing.circle(300 + n % 7, 400, 200 + n % 13)
        drawing.showPage()
    drawing.save()
    return out.getvalue()


def active_pdf() -> bytes:
    """Return a PDF that runs a script when opened and calls home."""
    act = b"/OpenAction << /S /JavaScript /JS (app.launchURL('http://127.0.0.1/" + CANARY + b"')) >>"
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R " + act + b" >>", *_ONE_PAGE, b"<< >>", b"<< >>"])


def pdf_stream_bomb(megabytes: int) -> bytes:
    """Return a PDF of one page whose drawing inflates to so many megabytes."""
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *_ONE_PAGE, _deflated(megabytes, b""), b"<< >>"])


def pdf_picture_bomb(megabytes: int) -> bytes:
    """Return a PDF of one page whose picture inflates to so many megabytes."""
    drawing = b"q 600 0 0 800 0 0 cm /P Do Q"
    head = b"/Type /XObject /Subtype /Image /Width 30000 /Height 10000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing)
    return raw_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *_ONE_PAGE, stream, _deflated(megabytes, head)])


_ONE_PAGE = (
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
    b" /Resources << /XObject << /P 5 0 R >> >> >>",
)


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out_start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size + table
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, out_start)


def _deflated(megabytes: int, head: bytes) -> bytes:
    press = zlib.compressobj(9)
    data = b"".join(press.compress(b"\0" * 1_000_000) for _ in range(megabytes)) + press.flush()
    return b"<< " + head + b" /Filter /FlateDecode /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"
