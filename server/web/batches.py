"""The PDFs of many certificates as one ZIP, drawn by a worker thread, with progress; files vanish after a while."""

from __future__ import annotations

import secrets
import threading
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from server.usecases.ports import Renderer
from server.usecases.views import CertificateFull

KEPT_SECONDS: Final = 1800.0
_PAPERS: Final[dict[str, tuple[Literal["certificate", "badge"], ...]]] = {
    "certificates": ("certificate",),
    "badges": ("badge",),
    "both": ("certificate", "badge"),
}
MOST_JOBS: Final = 20


@dataclass(slots=True)
class Batch:
    """One batch: how many documents are drawn, of how many, and whether it ended well.

    `about` is the id of what it is of: a decree, an election; `source` gives the certificates anew for each kind.
    """

    id: str
    owner: str
    about: str
    kind: str
    total: int
    path: Path
    source: Callable[[], Iterable[CertificateFull]]
    done: int = 0
    state: str = "running"  # "running", "done", "failed"
    started: float = field(default_factory=time.monotonic)


class Batches:
    """The batches of this process; each belongs to the officer who asked for it.

    Documents are written one after another, so memory stays flat; a restart forgets them, and asking again
    costs seconds.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._batches: dict[str, Batch] = {}
        self._lock = threading.Lock()
        for left in folder.glob("batch-*.zip"):
            left.unlink(missing_ok=True)

    def start(
        self,
        renderer: Renderer,
        source: Callable[[], Iterable[CertificateFull]],
        *,
        owner: str,
        about: str,
        kind: str,
        total: int,
    ) -> Batch:
        """Begin to draw; `kind` is "certificates", "badges" or "both"."""
        self._forget_old()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = secrets.token_urlsafe(16)
        documents = total * (2 if kind == "both" else 1)
        batch = Batch(key, owner, about, kind, documents, self._folder / f"batch-{secrets.token_hex(8)}.zip", source)
        with self._lock:
            self._batches[key] = batch
        threading.Thread(target=self._draw, args=(renderer, batch), name="batch", daemon=True).start()
        return batch

    def find(self, key: str, *, owner: str) -> Batch | None:
        """Return an officer's own batch, or None."""
        batch = self._batches.get(key)
        return batch if batch is not None and secrets.compare_digest(batch.owner, owner) else None

    def _draw(self, renderer: Renderer, batch: Batch) -> None:
        try:
            batch.path.touch(mode=0o600)
            with zipfile.ZipFile(batch.path, "w", zipfile.ZIP_STORED) as archive:
                self._draw_all(renderer, batch, write=archive.writestr)
            batch.state = "done"
        except Exception:
            batch.state = "failed"
            batch.path.unlink(missing_ok=True)

    @staticmethod
    def _draw_all(renderer: Renderer, batch: Batch, *, write: Callable[[str, bytes], None]) -> None:
        for kind in _PAPERS[batch.kind]:
            for document in renderer.batch(batch.source(), kind=kind):
                write(document.name, document.pdf)
                batch.done += document.pages
        batch.total = batch.done

    def _forget_old(self) -> None:
        with self._lock:
            now = time.monotonic()
            for key, batch in list(self._batches.items()):
                old = now - batch.started > KEPT_SECONDS or len(self._batches) > MOST_JOBS
                if old and batch.state != "running":
                    batch.path.unlink(missing_ok=True)
                    del self._batches[key]
