"""Reading the command: verbs, their arguments, and what every verb shares."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from server.accreditation.errors import CodedError
from server.cli.answer import USAGE, Answer
from server.settings import Settings, SettingsError
from server.usecases.errors import Unavailable

Verb = Callable[[argparse.Namespace, Settings, Answer], int]
_TOLD = "Accreditation of international observers: signed certificates and their verification."
_EPILOG = (
    "Processes are started by `run` (all of them) or one by one: signer, events, publisher, public, console, portal. "
    "Settings come from the environment (DATA_DIR, CEC_ENV, …). "
    "Exit codes: 0 done or yes, 1 the answer is no, 2 wrong usage or a wrong setting."
)


def main(arguments: Sequence[str]) -> int:
    """Do one verb and return the exit code.

    Raises: SettingsError, which the caller turns into one line and exit code 2.
    """
    try:
        chosen = _parser().parse_args(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)
    if chosen.verb is None:
        _parser().print_help(sys.stderr)
        return USAGE
    answer = Answer(as_json=chosen.json)
    try:
        return _verb(chosen.verb)(chosen, Settings.from_environ(os.environ), answer)
    except Unavailable as refusal:
        return answer.refuse(refusal.code, f"{refusal.code}: is `run` started, and is DATA_DIR right?", status=USAGE)
    except CodedError as refusal:
        return answer.refuse(refusal.code, str(refusal), clause=refusal.clause)
    except (OSError, ValueError) as fault:
        if isinstance(fault, SettingsError):
            raise
        told = f"{fault.filename}: {fault.strerror}" if isinstance(fault, OSError) and fault.filename else str(fault)
        return answer.refuse("failed", told, status=USAGE)


def _verb(name: str) -> Verb:
    """Import only what the verb needs: a verdict must not wait for the database."""
    match name:
        case "verify" | "decode":
            from server.cli import verbs_of_bytes as bytes_

            return bytes_.verify_text if name == "verify" else bytes_.decode
        case "import-persons":
            from server.cli.verbs_of_lists import import_persons

            return import_persons
        case "backup" | "restore" | "reconcile":
            from server.cli import verbs_of_backup as keeping

            return {"backup": keeping.backup, "restore": keeping.restore, "reconcile": keeping.reconcile}[name]
    from server.cli import verbs_of_house as house

    verbs: dict[str, Verb] = {
        "demo": house.demo,
        "publish": house.publish,
        "check-acts": house.check_log,
        "keys": house.keys,
        "code": house.code,
        "add-account": house.add_account,
    }
    return verbs[name]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server", description=_TOLD, epilog=_EPILOG)
    parser.set_defaults(verb=None)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")

    def add(name: str, told: str) -> argparse.ArgumentParser:
        verb = verbs.add_parser(name, help=told, description=told)
        verb.add_argument("--json", action="store_true", help="answer with one JSON object")
        return verb

    add("demo", "build the demo's elections, or go on with them; the processes must run")
    publish = add("publish", "sign and publish election states now")
    publish.add_argument("election", nargs="*", help="election ids; every called election without one")
    lists = add("import-persons", "read a list of persons into a draft's annex")
    lists.add_argument("file", help="XLSX, ODS or CSV")
    lists.add_argument("--decree", required=True, help="id of the draft of an accreditation decree")
    lists.add_argument("--as", dest="login", required=True, help="login of the registrar who answers for it")
    lists.add_argument("--check", action="store_true", help="only say what would happen")
    lists.add_argument("--lang", choices=("ky", "ru", "en"), default="en", help="language of the refusals")
    verify = add("verify", "judge a QR text or a certificate number as a phone would")
    verify.add_argument("text", help="QR text, Base45 or certificate number; - reads standard input")
    verify.add_argument("--document", help="number of the identity document to compare with")
    decode = add("decode", "show every layer of a QR text; judges nothing")
    decode.add_argument("text", help="QR text or Base45; - reads standard input")
    _add_keeping(add)
    add("check-acts", "check the act log, also against what states witness, and name the first bad act")
    account = add("add-account", "add an officer's account; its one-time password is printed once")
    account.add_argument("login")
    account.add_argument("role", help="administrator first: administrators add the others on their page")
    account.add_argument("--name", default="", help="shown beside acts; the login without one")
    code = add("code", "say the present code of a demo account's authenticator app")
    code.add_argument("role", help="e.g. approver")
    keys = add("keys", "list the public keys of the root, or show one")
    keys.usage = "%(prog)s [-h] [--json] list\n       %(prog)s [-h] [--json] show KID"
    keys.add_argument("what", choices=("list", "show"), metavar="list|show")
    keys.add_argument("kid", nargs="?", metavar="KID", help="for show: the key's id, 16 hex digits")
    return parser


def _add_keeping(add: Callable[[str, str], argparse.ArgumentParser]) -> None:
    backup = add("backup", "write a backup to a new folder while everything runs")
    backup.add_argument("target", metavar="DEST", help="a folder that doesn't exist yet, on another disk")
    apart = backup.add_mutually_exclusive_group()
    apart.add_argument("--keys", action="store_true", help="private keys and secrets, which the others leave out")
    apart.add_argument(
        "--document-keys", action="store_true", help="keys of document copies; let this backup expire within days"
    )
    restore = add("restore", "verify a backup and put it back into an empty DATA_DIR and an empty database")
    restore.add_argument("source", metavar="SOURCE")
    restore.add_argument("--check", action="store_true", help="only verify")
    restore.add_argument("--published", metavar="DIR", help="the newest published folder that is left, to compare")
    reconcile = add("reconcile", "say what a restored database lacks of what was published")
    reconcile.add_argument("--published", metavar="DIR", help="the newest published folder that is left; or our own")
    reconcile.add_argument(
        "--accept", action="store_true", help="go on from what was published; what is lost is entered again by hand"
    )
