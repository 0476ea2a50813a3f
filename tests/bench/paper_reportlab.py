"""The peer: reportlab drawing the certificate's page, by someone who wraps what never changes only once."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from server.adapters.rendering.fitting import FONT_DIRECTORY
from server.adapters.rendering.qr_drawing import png
from server.adapters.rendering.qr_matrix import make_qr
from server.credential.certificate_number import group
from server.credential.qr_text import to_text
from server.usecases.views import CertificateFull

LANGUAGES = ("ky", "ru", "en")
BODY = ParagraphStyle("body", fontName="PT", fontSize=8.6, leading=10.8)
SMALL = ParagraphStyle("small", fontName="PT", fontSize=7.3, leading=8.6)


class ReportlabBatch:
    """Draws certificates page by page into one document; `fixed` texts are wrapped once for all pages."""

    def __init__(self, texts: dict[str, dict[str, str]], decree: dict[str, str], term: dict[str, str]) -> None:
        for name, file in (("PT", "PT_Sans-Web-Regular.ttf"), ("PTB", "PT_Sans-Web-Bold.ttf")):
            pdfmetrics.registerFont(TTFont(name, str(FONT_DIRECTORY / file)))
        pdfmetrics.registerFontFamily("PT", normal="PT", bold="PTB")
        self.texts = texts
        self.fixed: list[tuple[Paragraph, float, float]] = []
        y = 330.0
        for language in LANGUAGES:
            y = self._wrap(f"{decree[language]} <b>{term[language]}</b>", BODY, 60, y, 476)
        y = 270.0
        for key in ("verify", "carry"):
            for language in LANGUAGES:
                y = self._wrap(texts[key][language], SMALL, 220, y, 310)

    def _wrap(self, text: str, style: ParagraphStyle, x: float, y: float, width: float) -> float:
        paragraph = Paragraph(text, style)
        y -= paragraph.wrap(width, 400)[1]
        self.fixed.append((paragraph, x, y))
        return y - 3

    def draw(self, people: Sequence[CertificateFull], *, origin: str) -> bytes:
        """Return one document with a page for each person."""
        target = io.BytesIO()
        canvas = Canvas(target)
        for person in people:
            self._page(canvas, person, origin)
        canvas.save()
        return target.getvalue()

    def _page(self, canvas: Canvas, person: CertificateFull, origin: str) -> None:
        row = person.row
        canvas.rect(26, 26, 544, 790)
        canvas.rect(30, 30, 536, 782)
        y = 770.0
        for key, font, size in (("commission", "PT", 10), ("title", "PTB", 14)):
            canvas.setFont(font, size)
            for language in LANGUAGES:
                canvas.drawCentredString(297, y, self.texts[key][language])
                y -= size * 1.5
        for font, size, text in (
            ("PTB", 17, f"№ {group(row.number)}"), ("PTB", 22, row.name_latin), ("PT", 17, row.name_cyrillic),
        ):  # fmt: skip
            canvas.setFont(font, size)
            canvas.drawCentredString(297, y, text)
            y -= size * 1.5
        for key, values in (
            ("organisation", (person.organisation_ky, person.organisation_ru, row.organisation)),
            ("citizenship", ("Казакстан · Казахстан · Kazakhstan",)),
            ("category", ("Эл аралык байкоочу · Международный наблюдатель · International observer",)),
            ("election", tuple(person.election.titles[language] for language in LANGUAGES)),
        ):
            canvas.line(60, y + 12, 536, y + 12)
            canvas.setFont("PT", 7.5)
            canvas.drawString(60, y, " · ".join(self.texts[key].values()))
            canvas.setFont("PT", 10.5)
            for value in values:
                canvas.drawString(200, y, value)
                y -= 13
            y -= 4
        for paragraph, x, bottom in self.fixed:
            paragraph.drawOn(canvas, x, bottom)
        picture = Image.open(io.BytesIO(png(make_qr(to_text(person.sealed, origin=origin)), module_pixels=1)))
        canvas.drawImage(ImageReader(picture), 60, 105, 156, 156)
        for x, key in ((60, "signature"), (360, "seal")):
            canvas.line(x, 60, x + 176, 60)
            canvas.setFont("PT", 7.5)
            canvas.drawString(x, 50, " · ".join(self.texts[key].values()))
        canvas.showPage()
