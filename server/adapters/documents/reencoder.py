"""Uploads made anew: a worker process with limits paints them again, whatever else was in the file stays out."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from server.accreditation.errors import CodedError
from server.usecases.document_ports import Crop, Reencoded
from server.usecases.errors import Unavailable

MOST_BYTES: Final = 25 * 1024 * 1024
_WORKER: Final = Path(__file__).with_name("document_worker.py")
_TIMEOUT_SECONDS: Final = 40.0
_AT_ONCE: Final = 2
_WAIT_SECONDS: Final = 3.0  # threads that serve pages are few


@dataclass(frozen=True, slots=True)
class LimitedReencoder:
    """The port `reencoder`; at most two workers at once in a process, so that a crowd can't fill the memory."""

    worker: Path = _WORKER
    timeout_seconds: float = _TIMEOUT_SECONDS
    _places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(_AT_ONCE))

    def reencode(self, content: bytes, *, kind: str, crop: Crop | None = None) -> Reencoded:
        """Return the copy to keep.

        Raises: CodedError `document_empty`, `document_too_large`, `document_type_unknown`, `document_encrypted`,
            `document_broken`, `document_too_complex`, `document_too_many_pixels`, `document_too_many_pages`,
            `document_too_small`, `photo_not_a_picture`, `photo_too_small`, `photo_crop_invalid`;
            Unavailable `documents_busy`.
        """
        if not content:
            raise CodedError("document_empty")
        if len(content) > MOST_BYTES:
            raise CodedError("document_too_large", limit_megabytes=MOST_BYTES // 1024**2)
        asked = _checked(crop) if crop is not None and kind == "photo" else ()
        if not self._places.acquire(timeout=_WAIT_SECONDS):
            raise Unavailable("documents_busy")
        try:
            head, copy = self._ask(content, kind, asked)
        finally:
            self._places.release()
        if "refused" in head:
            raise CodedError(str(head["refused"]), **head["facts"])
        return Reencoded(copy, str(head["media_type"]), int(head["pages"]))

    def _ask(self, content: bytes, kind: str, crop: tuple[str, ...]) -> tuple[dict[str, Any], bytes]:
        command = [sys.executable, "-I", str(self.worker), kind, *crop]
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=self.timeout_seconds, check=True, env={}, cwd="/"
            )
            head, _, copy = done.stdout.partition(b"\n")
            return json.loads(head), copy
        except (subprocess.SubprocessError, ValueError):
            # Killed at a limit, or at the end of its time. Nothing the worker said goes further.
            raise CodedError("document_too_complex") from None


def _checked(crop: Crop) -> tuple[str, ...]:
    sides = (crop.left, crop.top, crop.width, crop.height)
    inside = all(0 <= side <= 1 for side in sides) and min(crop.width, crop.height) > 0
    if not inside or crop.left + crop.width > 1.001 or crop.top + crop.height > 1.001:
        raise CodedError("photo_crop_invalid")
    return tuple(f"{side:.6f}" for side in sides)
