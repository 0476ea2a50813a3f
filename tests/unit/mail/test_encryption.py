"""Letters leave encrypted, to a server whose certificate is trusted, or not at all."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.adapters.mail.server_address import MailServer, parse_mail_server
from server.adapters.mail.smtp_postman import SmtpPostman
from server.adapters.signing.local_ca import ensure_server_certificate
from server.usecases.send_mail import Letter, NotDelivered
from tests.unit.mail.post import SENDER, Temper, smtp_server

NOW = datetime(2027, 1, 10, 4, 0, tzinfo=UTC)
LETTER = Letter("1b9d", "focal@lake.example.org", "en", "Registered", "No R-1", NOW, "console")


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a local authority and a certificate of this computer."""
    folder = tmp_path_factory.mktemp("tls")
    ensure_server_certificate(folder, names=("localhost", "127.0.0.1"), now=datetime.now(UTC))
    return folder


def _context(tls: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls / "server.pem", tls / "server.key")
    return context


def _postman(port: int, tls: Path | None, *, user: str | None = "cec", password: str = "open sesame") -> SmtpPostman:
    server = MailServer("smtp", "127.0.0.1", port, user)
    return SmtpPostman(server, SENDER, password, tls / "ca.pem" if tls else None)


def test_it_signs_in_after_changing_to_tls(tls: Path) -> None:
    temper = Temper()
    with smtp_server(temper, tls=_context(tls), login=True) as port:
        _postman(port, tls).send(LETTER)
    assert "https://console.example.kg" in temper.mails[0].get_content()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("password", "trusted", "code"), [
    ("wrong", True, "mail_login_refused"), ("open sesame", False, "mail_not_encrypted"),
])  # fmt: skip
def test_a_wrong_password_or_certificate_sends_nothing(tls: Path, password: str, trusted: bool, code: str) -> None:
    temper = Temper()
    with smtp_server(temper, tls=_context(tls), login=True) as port, pytest.raises(NotDelivered) as refusal:
        _postman(port, tls if trusted else None, password=password).send(LETTER)
    assert (refusal.value.code, refusal.value.final, temper.kept) == (code, False, [])


def test_a_password_never_goes_in_the_clear(tls: Path) -> None:
    temper = Temper()
    with smtp_server(temper) as port, pytest.raises(NotDelivered, match="mail_not_encrypted"):
        _postman(port, tls).send(LETTER)
    assert temper.kept == []


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("file:", MailServer("file")),
        ("smtp://mail.example.kg", MailServer("smtp", "mail.example.kg", 587)),
        (
            "smtp://cec%40example.kg@mail.example.kg:2525",
            MailServer("smtp", "mail.example.kg", 2525, "cec@example.kg"),
        ),
        ("smtps://cec@mail.example.kg", MailServer("smtps", "mail.example.kg", 465, "cec")),
    ],
)
def test_addresses_of_servers(text: str, server: MailServer) -> None:
    assert parse_mail_server(text) == server


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_only_this_computer_is_local(host: str) -> None:
    assert MailServer("smtp", host).is_local and not MailServer("smtp", "mail.example.kg").is_local
