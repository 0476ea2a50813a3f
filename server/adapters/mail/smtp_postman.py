"""E-mail to a server by SMTP (RFC 5321), encrypted (RFC 3207, RFC 8314); what a refusal means for the next try."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.adapters.mail.envelope import Sender, compose
from server.adapters.mail.server_address import MailServer
from server.usecases.send_mail import Letter, NotDelivered

STEP_SECONDS: Final = 20.0
WHOLE_SECONDS: Final = 90.0
_GONE: Final = range(500, 600)


@dataclass(frozen=True, slots=True)
class SmtpPostman:
    """One connection a letter; nothing takes longer than `whole_seconds`, however slowly the server drips."""

    server: MailServer
    sender: Sender
    password: str | None = None
    authorities: Path | None = None
    step_seconds: float = STEP_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    def send(self, letter: Letter) -> None:
        """Hand one letter to the server.

        Raises: NotDelivered `mail_server_silent`, `mail_not_encrypted`, `mail_login_refused`, `mail_sender_refused`,
            `mail_put_off`; final: `mail_recipient_refused`, `mail_message_refused`.
        """
        message = compose(letter, self.sender)
        with _refusals():
            connection = self._connect()
            try:
                with _at_most(self.whole_seconds, connection):
                    self._enter(connection)
                    connection.send_message(message, self.sender.address, [letter.recipient])
            finally:
                with contextlib.suppress(OSError, smtplib.SMTPException):
                    connection.quit()
                connection.close()

    def _connect(self) -> smtplib.SMTP:
        host, port, own, limit = self.server.host, self.server.port, self.sender.domain, self.step_seconds
        if self.server.kind == "smtps":
            return smtplib.SMTP_SSL(host, port, own, timeout=limit, context=self._trust())
        return smtplib.SMTP(host, port, own, timeout=limit)

    def _enter(self, connection: smtplib.SMTP) -> None:
        """Change to TLS, or go on without only on this computer; then sign in."""
        connection.ehlo()
        if self.server.kind == "smtp":
            if connection.has_extn("starttls"):
                connection.starttls(context=self._trust())
                connection.ehlo()
            elif not self.server.is_local or self.server.user:
                raise NotDelivered("mail_not_encrypted")
        if self.server.user:
            connection.login(self.server.user, self.password or "")

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authorities) if self.authorities else None)


@contextmanager
def _at_most(seconds: float, connection: smtplib.SMTP) -> Iterator[None]:
    """Cut the connection when it takes longer; each step has a limit of its own, their sum would have none."""

    def cut() -> None:
        with contextlib.suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    watch = threading.Timer(seconds, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what the library raises into codes; no address and no word of the server gets into a log."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as refusal:
        gone = all(code in _GONE for code, _ in refusal.recipients.values())
        raise NotDelivered("mail_recipient_refused" if gone else "mail_put_off", final=gone) from None
    except smtplib.SMTPSenderRefused:
        raise NotDelivered("mail_sender_refused") from None
    except smtplib.SMTPDataError as refusal:
        gone = refusal.smtp_code in _GONE
        raise NotDelivered("mail_message_refused" if gone else "mail_put_off", final=gone) from None
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
        raise NotDelivered("mail_login_refused") from None
    except ssl.SSLError:
        raise NotDelivered("mail_not_encrypted") from None
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, OSError):
        raise NotDelivered("mail_server_silent") from None
    except smtplib.SMTPException:
        raise NotDelivered("mail_put_off") from None
