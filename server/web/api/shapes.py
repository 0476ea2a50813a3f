"""JSON Schemas of what answers hold, from the types of what is answered: the twin of `bodies.plain`."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, TypeVar

from server.web.api.bodies import HIDDEN

JsonSchema = dict[str, Any]
_PLAIN: Final[Mapping[Any, JsonSchema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


class Shapes:
    """Collects the schemas of dataclasses by name, so that each is told once."""

    def __init__(self) -> None:
        self.components: dict[str, JsonSchema] = {}

    def of(self, kind: Any, known: Mapping[Any, Any] | None = None) -> JsonSchema:
        """Return the schema of a type; a dict stands for an object of these fields, a list for many of its item.

        Args:
            known: what the type variables of a generic stand for.
        """
        known = known or {}
        if isinstance(kind, dict):
            return _object({name: self.of(each, known) for name, each in kind.items()})
        if isinstance(kind, list):
            return {"type": "array", "items": self.of(kind[0], known)}
        if isinstance(kind, TypeVar):
            return self.of(known[kind])
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        base = typing.get_origin(kind) or kind
        if is_dataclass(base):
            return self._record(base, typing.get_args(kind))
        if isinstance(base, type) and issubclass(base, Enum):
            return {"type": "string", "enum": [each.value for each in base]}
        return self._generic(base, typing.get_args(kind), known)

    def _generic(self, base: Any, parts: tuple[Any, ...], known: Mapping[Any, Any]) -> JsonSchema:
        if base in (typing.Union, types.UnionType):
            return {"anyOf": [self.of(each, known) for each in parts]}
        if base is typing.Literal:
            return {"enum": list(parts)}
        if isinstance(base, type) and issubclass(base, Mapping):
            return {"type": "object", "additionalProperties": self.of(parts[1], known)}
        if isinstance(base, type) and issubclass(base, Sequence):
            return self._many(parts, known)
        return {}

    def _many(self, parts: tuple[Any, ...], known: Mapping[Any, Any]) -> JsonSchema:
        if len(parts) == 1 or parts[1] is ...:
            return {"type": "array", "items": self.of(parts[0], known)}
        items = [self.of(each, known) for each in parts]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}

    def _record(self, record: Any, arguments: tuple[Any, ...]) -> JsonSchema:
        name = record.__name__ + "Of".join(("", *(each.__name__ for each in arguments)))
        if name not in self.components:
            self.components[name] = {}  # a record may hold itself
            known = dict(zip(getattr(record, "__parameters__", ()), arguments, strict=True))
            hints = typing.get_type_hints(record)
            shown = [each.name for each in fields_of(record) if each.name not in HIDDEN]
            told = _object({each: self.of(hints[each], known) for each in shown})
            self.components[name] = {"description": (record.__doc__ or "").partition("\n")[0], **told}
        return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: dict[str, JsonSchema]) -> JsonSchema:
    return {"type": "object", "properties": properties, "required": list(properties)}
