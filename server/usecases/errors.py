"""Refusals of the verbs that aren't refusals of the law: not found, not allowed, in conflict, wrong input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.accreditation.errors import CodedError


class NotFound(CodedError):
    """What was asked for doesn't exist; facts: kind, id."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__("not_found", kind=kind, id=key)


class Conflict(CodedError):
    """The thing is no longer in the state the verb needs; the code says which, e.g. `decree_already_signed`."""


class Forbidden(CodedError):
    """The actor may not do this; facts: role, needed."""

    def __init__(self, *, role: str, needed: Iterable[str]) -> None:
        super().__init__("forbidden", role=role, needed=", ".join(needed))


class Unavailable(CodedError):
    """A process this verb needs (signer, publisher) doesn't answer; nothing was done, try again."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field: its path, a stable code, and the facts for the message."""

    path: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


class InvalidInput(CodedError):
    """The input was understood and is wrong; `errors` names every field at once."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("invalid_input", fields=", ".join(error.path for error in self.errors))
