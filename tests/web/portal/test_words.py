"""Every word of the portal's pages exists in three languages, and every refusal it can meet has words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.accreditation.wording import locales_folder
from server.web import portal
from server.web.i18n import DOCUMENT_LOCALES, LANGUAGES, NOTICE_LOCALES, SESSION_LOCALES, load_catalogue
from server.web.portal import applications, home, nominations, opening
from server.web.portal.standing import ENDED, STANDINGS, TOLD
from tests.web.console.test_words import PLACE_OF_CODE

HERE = Path(portal.__file__).parent
SERVER = HERE.parents[1]
CATALOGUE = load_catalogue(locales_folder(), SESSION_LOCALES, DOCUMENT_LOCALES, NOTICE_LOCALES, portal.LOCALES)
MET = (
    "applications", "nominate", "nomination_records", "import_nominations", "import_annex", "persons", "texts",
    "file_application", "withdraw", "complete_nomination", "portal_accounts", "request_revocation", "revoke",
    "documents", "uploads", "passwords", "perform", "invite", "sign_in", "change_password",
)  # fmt: skip
NOT_MET = {"letter_date_in_future", "proposal_not_taken_up", "invitation_not_draft", "dispatch_day_out_of_range",
           "reference_invalid"}  # fmt: skip


def codes() -> Iterator[str]:
    """Yield every refusal that the portal's verbs and readers can raise."""
    files = [SERVER / "usecases" / f"{name}.py" for name in MET]
    files += [*(SERVER / "adapters/lists").glob("*.py"), *(SERVER / "accreditation").glob("*.py"), *HERE.glob("*.py")]
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                place = PLACE_OF_CODE.get(name)
                if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    yield str(node.args[place].value)


def test_every_refusal_that_can_be_met_has_words() -> None:
    found = {code for code in codes() if re.fullmatch(r"[a-z_]{4,}", code) and not code.startswith("data_")}
    silent = {code for code in found if not (CATALOGUE.has(f"error.{code}") or CATALOGUE.has(f"field.{code}"))}
    assert len(found) > 80
    assert silent - NOT_MET == set()


def wanted() -> set[str]:
    """Return the keys that pages, notes, states and forms ask for."""
    pages = [*(HERE / "templates/portal").glob("*.html"), *(SERVER / "web/templates/shared").glob("*.html")]
    keys = {
        key
        for path in pages
        for key in re.findall(r"""\bt\(["']([a-zA-Z_0-9.]+[a-z0-9])["'][,)]""", path.read_text("utf-8"))
    }
    for path in HERE.glob("*.py"):
        keys |= {f"note.{key}" for key in re.findall(r"""note="([a-z_]+)\"""", path.read_text("utf-8"))}
    keys |= {f"portal.next.{state}" for state in STANDINGS} | {f"portal.step.{kind}" for kind in (*TOLD, *ENDED)}
    keys |= {f"portal.holder.{each.holder or 'nobody'}" for each in STANDINGS.values()}
    return keys - {"decree.named"}  # a macro of the console


def test_every_word_of_the_pages_exists() -> None:
    assert sorted(key for key in wanted() if not CATALOGUE.has(key)) == []


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("application", applications.FIELDS), ("line", nominations.FIELDS), ("open", opening.ACCOUNT_FIELDS),
        ("answer", home.ANSWER_FIELDS),
    ],
)  # fmt: skip
def test_every_field_has_a_label_and_every_option_a_word(name: str, fields: tuple[object, ...]) -> None:
    for each in fields:
        label = each.name  # type: ignore[attr-defined]
        assert CATALOGUE.has(f"form.{name}.{label}") or CATALOGUE.has(f"form.{label}"), label
        for option in each.options:  # type: ignore[attr-defined]
            words = each.words  # type: ignore[attr-defined]
            assert CATALOGUE.has(f"option.{words}.{option}") or CATALOGUE.has(f"word.{words}.{option}"), option


def test_named_fields_are_the_same_in_each_language() -> None:
    for key in CATALOGUE.texts["en"]:
        named = {lang: set(re.findall(r"\{(\w+)\}", CATALOGUE.texts[lang][key])) for lang in LANGUAGES}
        assert named["ky"] == named["ru"] == named["en"], (key, named)
