"""Where e-mail goes, as one setting: `file:`, `smtp://user@host:587`, `smtps://user@host`; never with a password."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A parsed address; `kind` "smtp" begins in the clear and must change to TLS, except on this computer."""

    kind: Literal["file", "smtp", "smtps"]
    host: str = ""
    port: int = 0
    user: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether letters don't leave this computer on their way to the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def parse_mail_server(text: str) -> MailServer:
    """Return the server of an address.

    Raises: ValueError with what is wrong, in one line without the address.
    """
    if text == "file:":
        return MailServer("file")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("is not an address such as smtp://user@mail.example.kg:587") from None
    if parts.password is not None:
        raise ValueError("holds a password: put it in a file and name that in MAIL_PASSWORD_FILE")
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError("is neither file: nor an address such as smtp://user@mail.example.kg:587")
    user = unquote(parts.username) if parts.username else None
    return MailServer(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], user)  # type: ignore[arg-type]


def check_sender(text: str) -> str:
    """Return the sender's address.

    Raises: ValueError with what is wrong, in one line.
    """
    if not _ADDRESS.fullmatch(text):
        raise ValueError("is not an e-mail address such as accreditation@shailoo.example.kg")
    return text
