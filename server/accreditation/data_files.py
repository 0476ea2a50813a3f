"""Reading the package's own data files strictly: every key expected, every text in three languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from server.accreditation.clauses import LANGUAGES, cite
from server.accreditation.errors import CodedError


def read_data(package: str, name: str) -> Any:
    """Return the parsed JSON file `name` that lies beside the package's modules.

    Raises: CodedError `data_key_twice`.
    """
    text = resources.files(package).joinpath(name).read_text("utf-8")
    return json.loads(text, object_pairs_hook=_without_doubles)


def take(item: Mapping[str, Any], keys: Iterable[str], *, where: str) -> list[Any]:
    """Return the values of exactly these keys, in this order.

    Raises: CodedError `data_keys` for a missing or an unknown key.
    """
    wanted = list(keys)
    if set(item) != set(wanted):
        raise CodedError("data_keys", where=where, keys=sorted(set(item) ^ set(wanted)))
    return [item[key] for key in wanted]


def texts_of(value: Any, *, where: str) -> Mapping[str, str]:
    """Return one text in ky, ru and en: none empty, none the same as another.

    Raises: CodedError `data_text`.
    """
    if not isinstance(value, dict) or tuple(value) != LANGUAGES:
        raise CodedError("data_text", where=where, problem="languages")
    if any(not isinstance(text, str) or not text.strip() or text != text.strip() for text in value.values()):
        raise CodedError("data_text", where=where, problem="empty")
    if len(set(value.values())) != len(LANGUAGES):
        raise CodedError("data_text", where=where, problem="untranslated")
    return dict(value)


def clauses_of(value: Any, *, where: str) -> tuple[str, ...]:
    """Return clause ids, at least one, all citable.

    Raises: CodedError `data_clauses`, `clause_unknown`, `clause_absent_in_source`.
    """
    if not isinstance(value, list) or not value:
        raise CodedError("data_clauses", where=where)
    return tuple(cite(clause).id for clause in value)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CodedError("data_key_twice", keys=[key for key, _ in pairs])
    return found
