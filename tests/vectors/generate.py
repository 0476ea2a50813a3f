"""`python -m tests.vectors.generate`: writes every vector anew from the fixed test keys."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.vectors import (
    case_broken_code,
    case_claims,
    case_credential,
    case_keys,
    case_number,
    case_registry,
    case_root,
    case_shape,
    case_state,
    case_state_claims,
    case_term,
)
from tests.vectors.case import Vector, category
from tests.vectors.reader import CATEGORIES, FOLDER


def all_vectors() -> Iterator[Vector]:
    """Yield every vector.

    Raises: AssertionError: two vectors have one name, or the core disagrees with a case.
    """
    names = set()
    for module in (
        case_broken_code,
        case_claims,
        case_credential,
        case_keys,
        case_number,
        case_registry,
        case_root,
        case_shape,
        case_state,
        case_state_claims,
        case_term,
    ):
        for vector in module.cases():
            if vector["name"] in names:
                raise AssertionError(f"two vectors are named {vector['name']}")
            names.add(vector["name"])
            yield vector


def main() -> None:
    """Write the files and remove those that no case makes any more."""
    written = set()
    for vector in all_vectors():
        path = FOLDER / category(vector) / f"{vector['name']}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(vector, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")
        written.add(path)
    for folder in CATEGORIES:
        for path in (FOLDER / folder).glob("*.json"):
            if path not in written:
                path.unlink()
    print(f"{len(written)} vectors")


if __name__ == "__main__":
    main()
