"""`demo.json`: where everything is, who signs in, and certificates of each state, for tests and tools."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from server.composition import compose_ports
from server.credential.qr_text import to_text
from server.demo.notebook import Notebook, read_notebook, write_private
from server.settings import Settings
from server.usecases.ports import Ports
from server.usecases.queries import CertificateFilter

STATES: Final = ("valid", "revoked", "replaced", "term_ended")
_OF_EACH_STATE: Final = 4


def write_demo_json(settings: Settings) -> None:
    """Write `$DATA_DIR/demo.json` (mode 600) from what the database says now."""
    ports = compose_ports(settings)
    notebook = read_notebook(settings)
    content = {
        "public": settings.public_url,
        "console": settings.console_url,
        "portal": settings.portal_url,
        "accounts": {role: _account(notebook, role) for role in notebook.passwords if ports.queries.account(role)},
        "certificates": certificates_by_state(ports, origin=settings.origins[0], now=ports.clock.now()),
    }
    write_private(settings.data_dir / "demo.json", content)


def _account(notebook: Notebook, role: str) -> dict[str, str]:
    app = {"totp": notebook.totp[role]} if role in notebook.totp else {}
    return {"login": role, "password": notebook.passwords[role], **app}


def certificates_by_state(ports: Ports, *, origin: str, now: datetime) -> list[dict[str, str]]:
    """Return a few published certificates of each verdict: number, QR text and state."""
    found = []
    for state in STATES:
        page = ports.queries.certificates(CertificateFilter(status=state), now=now, limit=20)
        printable = [row for row in page.rows if row.printable][:_OF_EACH_STATE]
        for row in printable:
            sealed = ports.queries.certificate(row.number, now=now).sealed
            found.append({"number": row.number, "qr_text": to_text(sealed, origin=origin), "state": state})
    return found
