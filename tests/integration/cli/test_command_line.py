"""Each verb of the command line against the running product: answers, exit codes, JSON."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.product import Product, start_product

pytestmark = pytest.mark.xdist_group("command line")  # one building serves them all

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    started = start_product(tmp_path_factory.mktemp("cli") / "data")
    yield started
    started.stop()


def run(product: Product, *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "server", *arguments],
        cwd=ROOT, env=product.environ, input=stdin, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("state", "exit_code", "colour"),
    [("valid", 0, "GREEN"), ("revoked", 1, "RED"), ("replaced", 1, "RED"), ("term_ended", 1, "RED")],
)
def test_verify_says_what_a_phone_would(product: Product, state: str, exit_code: int, colour: str) -> None:
    text = product.certificate(state)["qr_text"]
    code, out, _ = run(product, "verify", text)
    assert code == exit_code
    assert out.startswith(f"{colour}  {state}\n")
    assert product.certificate(state)["number"] in out


def test_scripts_read_json_and_feed_standard_input(product: Product) -> None:
    code, out, _ = run(product, "verify", "-", "--json", stdin=product.certificate("revoked")["qr_text"] + "\n")
    assert (code, json.loads(out)["code"]) == (1, "revoked")


def test_verify_compares_the_document_and_takes_numbers(product: Product) -> None:
    certificate = product.certificate("valid")
    code, out, _ = run(product, "verify", certificate["qr_text"], "--document", "Z9999999")
    assert (code, out.splitlines()[0]) == (1, "AMBER  valid")
    number = certificate["number"]
    code, out, _ = run(product, "verify", number)
    assert (code, out.splitlines()[0]) == (1, "AMBER  number_in_force")  # its paper was not checked
    mistyped = number[:-1] + ("A" if number[-1] != "A" else "B")
    assert run(product, "verify", mistyped)[:2] == (1, "GREY  malformed\n")


@pytest.mark.parametrize("text", ["", "HTTPS://EVIL.EXAMPLE/V#123", "\N{PILE OF POO}" * 50, "9" * 8000], ids=range(4))
def test_hostile_texts_get_a_clear_no(product: Product, text: str) -> None:
    for verb in ("verify", "decode"):
        code, out, err = run(product, verb, "--json", "-", stdin=text)
        assert code == 1
        assert json.loads(out)
        assert "Traceback" not in err


def test_decode_shows_every_layer(product: Product) -> None:
    certificate = product.certificate("valid")
    code, out, _ = run(product, "decode", certificate["qr_text"])
    assert code == 0
    for expected in ("COSE_Sign1", "protected alg", "registry digest", "certificate_number", certificate["number"]):
        assert expected in out
    layers = json.loads(run(product, "decode", "--json", certificate["qr_text"])[1])
    assert layers["observer"]["election"] == "demo-running"
    assert layers["text"]["QR version at M"] <= 18


def test_act_log_and_keys(product: Product) -> None:
    code, out, _ = run(product, "check-acts", "--json")
    told = json.loads(out)
    assert code == 0 and told["bad_act"] is None and told["checked"] > 100
    assert told["bad_state"] is None and told["states"] == told["witnesses"] > 2
    code, out, _ = run(product, "keys", "list", "--json")
    keys = json.loads(out)["keys"]
    assert code == 0 and sorted(key["role"] for key in keys) == ["issue", "root", "root", "root", "state"]
    assert json.loads(run(product, "keys", "show", keys[0]["kid"], "--json")[1]) == keys[0]
    assert run(product, "keys", "show", "00")[0] == 1
    assert run(product, "keys", "show")[0] == 2


def test_a_log_cut_short_is_named_by_what_states_witness(product: Product, tmp_path: Path) -> None:
    import sqlite3

    assert run(product, "publish")[0] == 0  # an act is witnessed from the next state on
    for folder in ("keys", "published"):
        shutil.copytree(product.data_dir / folder, tmp_path / folder)
    shutil.copy(product.data_dir / "observers.sqlite3", tmp_path)
    with sqlite3.connect(tmp_path / "observers.sqlite3") as database:
        (length,) = database.execute("select max(n) from act").fetchone()
        for table in ("act_subject", "act_salt", "act"):
            database.execute(f"drop trigger guard_{table}_append_only_delete")
            database.execute(f"delete from {table} where n > {length - 4}")
    shortened = Product(product.process, tmp_path, product.demo, {**product.environ, "DATA_DIR": str(tmp_path)})
    code, out, _ = run(shortened, "check-acts")
    first, second = out.splitlines()
    assert code == 1
    assert re.fullmatch(rf"act {length - 3} is bad \(cut:demo-[a-z]+/\d+\); the {length - 4} before it hold", first)
    assert second.endswith("witness the log")


def test_publish_gives_the_next_seq(product: Product) -> None:
    code, out, _ = run(product, "publish", "demo-running", "--json")
    first = json.loads(out)["published"][0]
    second = json.loads(run(product, "publish", "demo-running", "--json")[1])["published"][0]
    assert code == 0 and second["seq"] > first["seq"] and first["connections"] == 0
    code, out, _ = run(product, "publish")
    assert code == 0 and "demo-over: seq" in out
    assert run(product, "publish", "no-such")[0] == 1


def test_demo_again_changes_nothing(product: Product) -> None:
    before = json.loads(run(product, "check-acts", "--json")[1])["checked"]
    assert run(product, "demo")[0] == 0
    assert json.loads(run(product, "check-acts", "--json")[1])["checked"] == before


HEADER = "surname_latin,given_latin,citizenships,document_country,document_number,organisation"
ORGANISATION = "Open Ballot Institute (fictional)"


def draft_of(product: Product) -> str:
    import sqlite3

    with sqlite3.connect(product.data_dir / "observers.sqlite3") as database:
        (found,) = database.execute(
            "select id from decree where kind = 'accreditation' and signed_at is null and discarded_at is null"
        ).fetchone()
    return str(found)


def test_import_names_row_column_and_rule_then_adds_once(product: Product, tmp_path: Path) -> None:
    draft = draft_of(product)
    bad = tmp_path / "bad.csv"
    bad.write_text(
        f"{HEADER}\nDomuna,Reki,KGZ,KAZ,X9000001,{ORGANISATION}\nDoмuna,Reki,KAZ,KAZ,X9000002,Nobody\n", "utf-8"
    )
    code, out, _ = run(product, "import-persons", str(bad), "--decree", draft, "--as", "registrar", "--json")
    errors = json.loads(out)["errors"]
    assert code == 1
    assert {(each["row"], each["column"]) for each in errors} >= {(2, "citizenships"), (3, "organisation")}
    assert {"citizen_of_kyrgyz_republic"} <= {each["code"] for each in errors}
    code, out, _ = run(product, "import-persons", str(bad), "--decree", draft, "--as", "registrar", "--lang", "ky")
    assert code == 1 and "Кыргыз Республикасынын жара" in out
    good = tmp_path / "good.csv"
    good.write_text(f"{HEADER}\nDomuna,Reki,KAZ,KAZ,X9000001,{ORGANISATION}\n", "utf-8")
    check = ("import-persons", str(good), "--decree", draft, "--as", "registrar")
    assert run(product, *check, "--check")[1] == "would add 1, already there 0\n"
    assert run(product, *check)[1] == "added 1, already there 0\n"
    assert run(product, *check)[1] == "added 0, already there 1\n"
    assert run(product, "import-persons", str(good), "--decree", draft, "--as", "approver")[0] == 1
    assert run(product, "import-persons", str(good), "--decree", draft, "--as", "nobody")[0] == 1
    assert run(product, "import-persons", str(tmp_path / "none.csv"), "--decree", draft, "--as", "registrar")[0] == 2


def test_usage_is_exit_code_2(product: Product) -> None:
    assert run(product)[0] == 2
    assert run(product, "no-such-verb")[0] == 2
    assert run(product, "verify")[0] == 2
    code, out, _ = run(product, "--help")
    assert code == 0
    for verb in ("demo", "keys", "publish", "import-persons", "verify", "decode", "check-acts", "backup",
                 "restore", "reconcile"):  # fmt: skip
        assert verb in out


def test_a_wrong_setting_is_one_line(product: Product) -> None:
    wrong = Product(product.process, product.data_dir, product.demo, {**product.environ, "PORT": "many"})
    code, out, err = run(wrong, "check-acts")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "PORT" in err
