"""Why a backup or a restore is refused."""

from __future__ import annotations

from typing import Final

_ANSWERS: Final = frozenset(
    {"newer_schema", "clash", "journal_ahead", "journal_damaged", "published_damaged", "published_foreign"}
)


class BackupError(ValueError):
    """One clear line, with a stable code for scripts; `is_answer`: it was looked at, and the answer is no."""

    def __init__(self, code: str, told: str) -> None:
        super().__init__(told)
        self.code = code

    @property
    def is_answer(self) -> bool:
        """Tell the answer "no" from what could not be tried."""
        return self.code in _ANSWERS
