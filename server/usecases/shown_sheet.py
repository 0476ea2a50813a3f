"""What stood on a check sheet when it was opened: an answer that came since isn't overwritten unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Protocol

from server.usecases.errors import Conflict


class Answered(Protocol):
    """An answer as the record keeps it or as a page shows it."""

    @property
    def check_code(self) -> str:
        """Its check."""

    @property
    def outcome(self) -> str:
        """What was found."""

    @property
    def evidence(self) -> str:
        """What was looked at."""


def digest_of_sheet(answers: Iterable[Answered]) -> str:
    """Return one short digest a recorded check, e.g. "C1.0f3a… C4.77b2…"; "" for a sheet without answers."""
    return " ".join(f"{code}.{digest}" for code, digest in sorted(_digests(answers).items()))


def check_sheet_shown(answers: Iterable[Answered], changing: Iterable[str], *, shown: str) -> None:
    """Refuse to overwrite an answer that another recorded since the sheet was shown.

    Args:
        changing: the checks about to be answered otherwise than they are.
        shown: `digest_of_sheet` of the sheet as it was shown.
    Raises: Conflict `sheet_changed_since_shown` naming these checks.
    """
    seen = dict(each.partition(".")[::2] for each in shown.split())
    now = _digests(answers)
    newer = [check for check in sorted(changing) if now.get(check) != seen.get(check)]
    if newer:
        raise Conflict("sheet_changed_since_shown", "3.5", checks=", ".join(newer))


def _digests(answers: Iterable[Answered]) -> dict[str, str]:
    said = {each.check_code: f"{each.outcome}\x1e{each.evidence}" for each in answers}
    return {
        code: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16] for code, text in said.items()
    }
