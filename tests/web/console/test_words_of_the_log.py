"""Every act that code can write, and every part of the system that can write one, has words in three languages."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

from server.accreditation.decree import DecreeKind
from server.accreditation.machines import InvitationState, NominationState
from server.web.console.pages import act_words, actor_words
from server.web.i18n import LANGUAGES
from tests.web.console.world import World

SERVER = Path(__file__).parents[3] / "server"
# What stands in the braces of a kind that is put together.
FILLS: Final[dict[tuple[str, str], Iterable[str]]] = {
    **{("", f"_{step}"): tuple(DecreeKind) for step in ("drafted", "signed", "published", "discarded")},
    ("nomination_", ""): tuple(NominationState),
    ("invitation_", ""): tuple(InvitationState),
    ("proposal_", ""): ("taken_up", "declined"),
}


def written(name: str) -> Iterator[ast.Call]:
    """Yield every call of this name in the source."""
    for path in SERVER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and name in (getattr(node.func, "attr", ""), getattr(node.func, "id", "")):
                yield node


def texts_of(node: ast.AST) -> Iterator[str]:
    """Yield what an expression of a kind can be; a name stands for what a caller gave."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from itertools.chain(texts_of(node.body), texts_of(node.orelse))
    elif isinstance(node, ast.JoinedStr):
        start, end = ("".join(texts_of(node.values[i])) for i in (0, -1))
        yield from (f"{start}{each}{end}" for each in FILLS[start, end])


def kinds() -> set[str]:
    """Return every kind of act that code can write."""
    calls = [*((each, 0) for each in written("log")), *((each, 1) for each in written("_log"))]
    return {kind for call, place in calls for kind in texts_of(call.args[place])}


def actors() -> set[str]:
    """Return the ids of those who act without an account."""
    given = (each for call in written("Actor") for each in call.args[:1])
    return {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_act_and_no_actor_lacks_words(world: World, lang: str) -> None:
    found = kinds()
    assert {"revocation_requested", "refusal_signed", "nomination_withdrawn", "annex_line_edited"} <= found
    assert {"publisher", "mail", "installation"} <= actors()
    with world.app.test_request_context(f"/?lang={lang}"):
        assert [kind for kind in sorted(found) if act_words(kind) == kind] == []
        assert [each for each in sorted(actors()) if actor_words(each, each) in (each, "")] == []
        assert actor_words("Ada Example", "0123-id") == "Ada Example"
