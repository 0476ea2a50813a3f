"""What `make run` prints when all is up: where to go, who signs in with what, and how a phone joins."""

from __future__ import annotations

import json

import qrcode
from rich.console import Console
from rich.table import Table

from server.settings import Settings

_WHOLE_SECRETS = 150  # columns: a password cut to fit a narrow log opens nothing
_DUTIES = {
    "registrar": "drafts decrees, revocations; issues certificates",
    "approver": "signs what others drafted",
    "records": "publishes signed decrees",
    "lawyer": "checks documents, gives legal opinions",
    "mfa": "reviews and forwards at the Ministry of Foreign Affairs",
    "custodian": "sees to the signing keys",
    "auditor": "reads every legal act and the log",
    "administrator": "keeps the accounts",
    "organisation": "applies for its observers, at the portal",
}


def print_welcome(settings: Settings, console: Console) -> None:
    """Print addresses, demo accounts and, with TLS, the phone's two steps."""
    console.print()
    console.print(f"[bold]Public site, verifier, companion[/bold]  {settings.public_url}/")
    console.print(f"[bold]Console of the Commission[/bold]         {settings.console_url}/")
    console.print(f"[bold]Portal of the organisations[/bold]       {settings.portal_url}/")
    if settings.environment == "demo":
        _print_accounts(settings, console)
    if settings.tls:
        _print_phone(settings, console)
    console.print("Stop with Ctrl-C; `make run` again continues with the same data.\n")


def _print_accounts(settings: Settings, console: Console) -> None:
    accounts = json.loads((settings.data_dir / "demo.json").read_text(encoding="utf-8"))["accounts"]
    table = Table(title="Demo accounts (invented)", title_justify="left")
    for heading in ("role", "login", "password", "what this person does", "secret of the code app"):
        table.add_column(heading)
    for role, account in accounts.items():
        table.add_row(role, account["login"], account["password"], _DUTIES.get(role, ""), account.get("totp", ""))
    Console(file=console.file, width=max(console.width, _WHOLE_SECRETS)).print(table)
    console.print(
        "Where a secret stands, signing in asks for a 6-digit code too: put the secret into an authenticator app "
        "(or: .venv/bin/python -m server code ROLE)."
    )


def _print_phone(settings: Settings, console: Console) -> None:
    console.print(
        "On the phone: 1. open the address below and install the local CA from /local-ca.pem "
        "(Android: Settings, Security, Install a certificate, CA. iPhone: install the profile, then "
        "Settings, General, About, Certificate Trust Settings); 2. open the address again."
    )
    code = qrcode.QRCode(border=2)
    code.add_data(settings.public_url + "/")
    code.print_ascii(out=console.file, invert=True)
    console.print(settings.public_url + "/")
