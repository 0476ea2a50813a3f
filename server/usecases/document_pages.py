"""Pages of a kept PDF as pictures: the reencoder writes one picture a page, each with its length before it."""

from __future__ import annotations

import re
from typing import Final

from server.usecases.errors import NotFound

_PICTURE: Final = re.compile(rb"/Filter /DCTDecode /Length (\d{1,9}) >>\nstream\n")


def page_picture(pdf: bytes, number: int) -> bytes:
    """Return the JPEG of a page, counted from one, of a PDF that the reencoder made.

    Raises: NotFound.
    """
    place = 0
    for _ in range(number):
        found = _PICTURE.search(pdf, place)
        if found is None:
            raise NotFound("page", str(number))
        start, place = found.end(), found.end() + int(found[1])
    return pdf[start:place]
