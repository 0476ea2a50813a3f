"""Coded refusals of the bytes; nothing else is raised by this folder on purpose."""

from __future__ import annotations


class CredentialError(ValueError):
    """Bytes, text or values that this folder refuses, with a stable code and what was wrong.

    Codes: the grey verdict codes (`malformed`, `other_host`, `not_a_credential`), the refusals of
    `open_state` (`state_…`, `root_older`), of `open_root` (`root_…`), of registry digests
    (`registry_…`), of notices (`notices_…`) and of the publishing gate (`status_moved_back`, …).
    """

    __slots__ = ("code", "detail")

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}"


def malformed(detail: str) -> CredentialError:
    """Return a refusal of the shape of bytes or text."""
    return CredentialError("malformed", detail)
