"""Certificates (A4), badges (A6), decrees and refusal letters as PDF/A-2a and PDF/UA-1: the renderer port."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

import typst

from server.accreditation.calendar import start_of, unix_seconds
from server.adapters.rendering.content import badge_page, certificate_page
from server.adapters.rendering.decree_content import decree_page, letter_page
from server.adapters.rendering.fitting import FONT_DIRECTORY
from server.adapters.rendering.qr_drawing import svg
from server.adapters.rendering.qr_matrix import make_qr
from server.usecases.views import CertificateFull
from server.usecases.views_of_desks import DecreePaper, RefusalLetter

Kind = Literal["certificate", "badge"]
PAGES_PER_DOCUMENT: Final = 25
_COMPILATIONS_KEPT: Final = 10  # the typesetter drops layouts that so many compilations have not used
_TEMPLATES: Final = Path(__file__).parent / "templates"
_STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]
_UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)  # equal drafts give equal bytes
_PAGE: Final[dict[Kind, Callable[..., dict[str, Any]]]] = {
    "certificate": certificate_page,
    "badge": badge_page,
}


@dataclass(frozen=True, slots=True)
class Document:
    """A finished file of a batch: its name, its bytes and how many pages it has."""

    name: str
    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class TypstRenderer:
    """Draws documents; `origin` stands in the QR, `synthetic` marks every page as a sample."""

    origin: str
    synthetic: bool
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def certificate(self, certificate: CertificateFull) -> bytes:
        """Return the A4 certificate as PDF; equal certificates give equal bytes."""
        return self._draw("certificate", [certificate])

    def badge(self, certificate: CertificateFull) -> bytes:
        """Return the A6 badge as PDF; equal certificates give equal bytes."""
        return self._draw("badge", [certificate])

    def batch(
        self,
        certificates: Iterable[CertificateFull],
        *,
        kind: Kind,
        pages_per_document: int = PAGES_PER_DOCUMENT,
    ) -> Iterator[Document]:
        """Yield documents of up to `pages_per_document` pages, one page a person, as soon as each is drawn.

        No more than one document is held in memory, so a decree of any size needs no more than a small one.
        """
        waiting = iter(certificates)
        while part := list(islice(waiting, pages_per_document)):
            first, last = part[0].row.number, part[-1].row.number
            name = f"{kind}-{first}.pdf" if len(part) == 1 else f"{kind}s-{first}-{last}.pdf"
            document = Document(name, self._draw(kind, part), len(part))
            self._let_go()
            yield document

    def decree(self, paper: DecreePaper) -> bytes:
        """Return a decree with its annex as PDF, a draft marked as one."""
        stamp = _UNDATED if paper.decree_date is None else start_of(paper.decree_date)
        return self._typeset("decree", {"page": decree_page(paper)}, stamp=unix_seconds(stamp))

    def refusal_letter(self, letter: RefusalLetter) -> bytes:
        """Return the letter to the organisation about one refused person as PDF."""
        stamp = letter.published_at or _UNDATED
        return self._typeset("refusal_letter", {"page": letter_page(letter)}, stamp=unix_seconds(stamp))

    def qr_svg(self, text: str) -> str:
        """Return a QR text as an SVG for screens: error correction L, fewer and larger modules."""
        return svg(make_qr(text, level="L"), title="QR")

    def _draw(self, kind: Kind, certificates: Sequence[CertificateFull]) -> bytes:
        pages = [_PAGE[kind](certificate, origin=self.origin) for certificate in certificates]
        stamp = max(int(certificate.row.issued_at.timestamp()) for certificate in certificates)
        return self._typeset(kind, {"pages": pages}, stamp=stamp)

    def _typeset(self, template: str, content: Mapping[str, Any], *, stamp: int) -> bytes:
        data = json.dumps({"synthetic": self.synthetic, **content})
        with self._lock:
            drawn = _compiler(template).compile(
                sys_inputs={"data": data}, format="pdf", pdf_standards=_STANDARDS, timestamp=stamp
            )
        if not isinstance(drawn, bytes):
            raise TypeError(f"the typesetter gave {type(drawn).__name__} instead of one PDF")
        return drawn

    def _let_go(self) -> None:
        """Age the typesetter's cache by blank pages: a drawn document goes, what the next one shares stays.

        Else it holds the layouts of ten documents: 250 MB for a batch, and 120 MB with the blank pages.
        """
        with self._lock:
            for _ in range(_COMPILATIONS_KEPT - 1):
                _blank().compile(b" ", format="svg")


@cache
def _compiler(template: str) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONT_DIRECTORY)])
    return typst.Compiler(str(_TEMPLATES / f"{template}.typ"), root=str(_TEMPLATES), font_paths=fonts)


@cache
def _blank() -> typst.Compiler:
    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False))
