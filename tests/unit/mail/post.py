"""A real SMTP server with a temper, and an outbox with one e-mail, for tests."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from server.adapters.mail.envelope import Sender
from server.usecases.notify import To, tell
from server.usecases.records import Message, UserAccount
from tests.office import NOW, Office

SENDER = Sender("accreditation@cec.example.kg", "https://portal.example.kg", "https://console.example.kg")


@dataclass(slots=True)
class Temper:
    """What the server keeps, and what it answers: "RCPT" or "DATA" by its whole reply."""

    kept: list[bytes] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def mails(self) -> list[Mail]:
        """What came in, parsed."""
        return [message_from_bytes(each, policy=default) for each in self.kept]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, options: Any) -> str:
        """Take or refuse an addressee."""
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Keep a mail; what is answered then may be something else."""
        if self.answers.get("DATA", "250").startswith("250"):
            self.kept.append(envelope.content)
        return self.answers.get("DATA", "250 OK")


class _FreePort(Controller):
    """Learns which port it was given before it is asked for a sign of life."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp_server(temper: Temper, *, tls: ssl.SSLContext | None = None, login: bool = False) -> Iterator[int]:
    """Run the server on a free port of this computer; yield the port."""
    options: dict[str, Any] = {}
    if login:
        options = {
            "authenticator": lambda _server, _session, _envelope, _mechanism, told: AuthResult(
                success=isinstance(told, LoginPassword) and (told.login, told.password) == (b"cec", b"open sesame"),
                handled=False,
            ),
            "auth_required": True,
        }
    server = _FreePort(
        temper, hostname="127.0.0.1", port=0, tls_context=tls, require_starttls=tls is not None, **options
    )
    server.start()
    try:
        yield int(server.port)
    finally:
        server.stop()


def write_mail(office: Office, key: str = "a", *, address: str = "focal@lake.example.org") -> str:
    """Put one e-mail to an organisation's account into the outbox; return its id."""
    with office.ports.unit_of_work() as uow:
        if uow.first(UserAccount, login="focal") is None:
            row = ("user-focal", "focal", "Focal", "organisation", "x", "ky", NOW)
            uow.add(UserAccount(*row, organisation_id=office_organisation(office), email=address))
        facts = {"number": f"R-{key}", "people": 3, "filed_at": NOW}
        now = office.clock.now()
        tell(uow, "application_filed", to=To(account_id="user-focal"), facts=facts, dedupe_key=key, now=now)
        uow.commit()
    with office.ports.unit_of_work() as uow:
        return next(row.id for row in uow.find(Message) if row.dedupe_key.startswith(f"{key} "))


def office_organisation(office: Office) -> str:
    """Return the id of an organisation that is there already."""
    return office.ports.queries.organisations().rows[0].id


def message(office: Office, key: str) -> Message:
    """Return the e-mail as the outbox holds it."""
    with office.ports.unit_of_work() as uow:
        return uow.get(Message, key)
