"""A letter as a message of RFC 5322; its Message-ID follows from its id, so that a second copy is known as one."""

from __future__ import annotations

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from server.usecases.letters import signed
from server.usecases.send_mail import Letter, NotDelivered


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and where readers sign in; addresses of the apps are origins without a trailing slash."""

    address: str
    portal_url: str
    console_url: str

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.rsplit("@", 1)[1]


def compose(letter: Letter, sender: Sender) -> EmailMessage:
    """Return the whole message.

    Raises: NotDelivered `mail_recipient_refused` (final) where the recipient is no address.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["To"] = Address(addr_spec=letter.recipient)
    except (ValueError, IndexError, MessageError):  # the parser says it in all of these
        raise NotDelivered("mail_recipient_refused", final=True) from None
    message["From"] = Address(addr_spec=sender.address)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    address = sender.console_url if letter.app == "console" else sender.portal_url
    message.set_content(signed(letter.body, language=letter.language, address=address), cte="quoted-printable")
    message["Content-Language"] = letter.language  # after the content, which clears its headers
    return message
