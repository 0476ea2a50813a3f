"""What a route of the JSON interface says of itself: read when it is called, and by its description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flask import current_app, request
from marshmallow import Schema

V = TypeVar("V", bound=Callable[..., Any])
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Said:
    """What a view takes and gives.

    Attributes:
        takes: shape of the JSON body; `posted` checks bodies against it.
        sends: bodies of other kinds, as OpenAPI schemas by media type.
        asks: names of the query.
        gives: what the answer holds: a dataclass, or names with types; None for what `done` tells of a verb.
        status: of answers when all went well.
        media: type of that answer.
        keyed: whether a change takes an idempotency key.
        slowed: whether guesses are slowed down.
    """

    takes: type[Schema] | None = None
    sends: Mapping[str, Mapping[str, Any]] | None = None
    asks: tuple[str, ...] = ()
    gives: Any = None
    status: tuple[int, ...] = (200,)
    media: str = JSON
    keyed: bool = True
    slowed: bool = False


def says(**said: Any) -> Callable[[V], V]:
    """Say of a view what it takes and gives, in the names of `Said`."""

    def _mark(view: V) -> V:
        view.said = Said(**said)  # type: ignore[attr-defined]
        return view

    return _mark


def said_of(view: Any) -> Said:
    """Return what a view says of itself."""
    said = getattr(view, "said", None)
    return said if isinstance(said, Said) else Said()


def called() -> Said:
    """Return what the view of the present request says of itself."""
    return said_of(current_app.view_functions[request.endpoint or ""])


def form(**parts: str) -> dict[str, dict[str, Any]]:
    """Return a multipart body; each part is "file", "text" or "texts", and "?" behind it lets it be absent."""
    kinds: dict[str, dict[str, Any]] = {
        "file": {"type": "string", "format": "binary"},
        "text": {"type": "string"},
        "texts": {"type": "array", "items": {"type": "string"}},
    }
    needed = [name for name, kind in parts.items() if not kind.endswith("?")]
    shape = {"type": "object", "properties": {name: kinds[kind.rstrip("?")] for name, kind in parts.items()}}
    return {"multipart/form-data": {**shape, "required": needed} if needed else shape}
