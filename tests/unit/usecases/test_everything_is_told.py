"""Every kind of letter is written by somebody, and by a verb that people or the clock can reach."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import server
from server.usecases import letters
from server.usecases.records import Notice
from server.usecases.revoke import draft_revocation
from tests.office import REGISTRAR, Office

SERVER = Path(server.__file__).parent
VERBS = SERVER / "usecases"


def _functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def tellers(kind: str) -> Iterator[tuple[str, str]]:
    """Yield (module, public function) of each verb from which a call of `tell` for this kind is reached."""
    for path in sorted(VERBS.glob("*.py")):
        text = path.read_text("utf-8")
        if f'"{kind}"' not in text or "tell(" not in text or path.stem == "notify":
            continue
        functions = _functions(ast.parse(text))
        reached = {name for name, node in functions.items() if "tell" in _names(node)}
        while more := {name for name, node in functions.items() if _names(node) & reached} - reached:
            reached |= more
        yield from ((path.stem, name) for name in sorted(reached) if not name.startswith("_"))


@pytest.mark.parametrize("kind", letters.kinds())
def test_every_kind_has_a_verb_that_tells_it_and_can_be_reached(kind: str) -> None:
    found = list(tellers(kind))
    assert found, f"nobody tells {kind}"
    others = {path: path.read_text("utf-8") for path in SERVER.rglob("*.py")}
    reached = [
        name
        for module, name in found
        if any(path.stem != module and re.search(rf"\b{name}\b", text) for path, text in others.items())
    ]
    assert reached, f"no page and no program calls any of {found}"


def test_what_only_another_verb_tells_is_called_by_one() -> None:
    others = {path: path.read_text("utf-8") for path in SERVER.rglob("*.py") if path.stem != "tell_decided"}
    assert any("tell_decided(" in text for text in others.values())
    assert any(re.search(r"\bcarry_out\b", text) for path, text in others.items() if "web" in path.parts)


def test_a_signed_revocation_tells_the_organisation(office: Office) -> None:
    (number,) = office.issued()
    card = office.ports.queries.certificate(number, now=office.clock.now())
    decree = office.do(
        draft_revocation, by=REGISTRAR, accreditation_ids=[card.row.accreditation_id], kind="V1",
        facts="Told voters whom to vote for", gross=True,
    )  # fmt: skip
    office.sign(decree)
    with office.ports.unit_of_work() as uow:
        (notice,) = uow.find(Notice, kind="revoked")
    assert notice.organisation_id == office.known_organisation()
    assert (notice.subject_kind, notice.subject_id) == ("decree", decree)
