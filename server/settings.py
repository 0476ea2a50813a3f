"""Settings: read once from the environment, frozen, and refused with one clear line when wrong."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from server.adapters.mail.server_address import MailServer, check_sender, parse_mail_server
from server.web.client_address import Network, parse_proxies

_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")
ISSUER_FILE = "issuer"  # written at installation: another PORT later must not change the issuer's name
_SAID_IN_PRODUCTION = (
    "DATABASE_URL", "ISSUER", "PUBLIC_URL", "CONSOLE_URL", "PORTAL_URL", "EVENTS_URL", "MAIL_URL",
)  # fmt: skip
_SOCKET_PATH_LIMIT = 100  # sun_path holds 108 bytes on Linux, 104 elsewhere


class SettingsError(ValueError):
    """A setting is missing or wrong; the message is one line that names it and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the processes are told from outside.

    URLs are origins without a trailing slash; durations are whole seconds. `document_keys_dir` holds the keys of
    identity-document copies, apart from the database and its backups.
    """

    environment: Literal["demo", "production"]
    data_dir: Path
    document_keys_dir: Path
    database_url: str
    host: str
    port: int
    console_port: int
    portal_port: int
    events_port: int
    tls: bool
    issuer: str
    origins: tuple[str, ...]
    public_url: str
    console_url: str
    portal_url: str
    events_url: str
    trusted_proxies: tuple[Network, ...]
    state_ttl_seconds: int
    voting_day_ttl_seconds: int
    state_lifetime_seconds: int
    demo_replay: bool
    mail_server: MailServer
    mail_from: str
    mail_password_file: Path | None
    mail_ca_file: Path | None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read settings from environment variables.

        Raises:
            SettingsError: a value is malformed, or production lacks what it must be told.
        """
        environment = _choice(environ, "CEC_ENV", ("demo", "production"), default="demo")
        data_dir = Path(environ.get("DATA_DIR") or "var").absolute()
        host = environ.get("HOST") or "localhost"
        tls = _choice(environ, "TLS", ("0", "1"), default="0") == "1"
        ports = {
            name: _integer(environ, name, default=default, low=1, high=65535)
            for name, default in (
                ("PORT", 8080), ("CONSOLE_PORT", 8081), ("PORTAL_PORT", 8082), ("EVENTS_PORT", 8083),
            )
        }  # fmt: skip
        _distinct(ports)
        if environment == "demo" and not tls and not _is_loopback(host):
            raise SettingsError(
                f"HOST={host} needs TLS=1: phones give a camera only to pages they trust. "
                "Try: make run HOST=0.0.0.0 TLS=1"
            )
        reachable = _reachable_host(environ, host)
        scheme = "https" if tls else "http"
        public_url = _origin(environ, "PUBLIC_URL", default=f"{scheme}://{reachable}:{ports['PORT']}")
        if environment == "production":
            for name in _SAID_IN_PRODUCTION:
                if not environ.get(name):
                    raise SettingsError(f"{name} is not set: production needs it said explicitly")
        origins_text = environ.get("ORIGINS") or public_url
        origins = tuple(_check_origin("ORIGINS", item.strip()) for item in origins_text.split(","))
        return cls(
            environment=environment,  # type: ignore[arg-type]
            data_dir=data_dir,
            document_keys_dir=Path(environ.get("DOCUMENT_KEYS_DIR") or data_dir / "document_keys").absolute(),
            database_url=_database_url(environ, data_dir),
            host=host,
            port=ports["PORT"],
            console_port=ports["CONSOLE_PORT"],
            portal_port=ports["PORTAL_PORT"],
            events_port=ports["EVENTS_PORT"],
            tls=tls,
            issuer=_origin(environ, "ISSUER", default=_installed_issuer(data_dir) or public_url),
            origins=origins,
            public_url=public_url,
            console_url=_origin(environ, "CONSOLE_URL", default=f"{scheme}://{reachable}:{ports['CONSOLE_PORT']}"),
            portal_url=_origin(environ, "PORTAL_URL", default=f"{scheme}://{reachable}:{ports['PORTAL_PORT']}"),
            events_url=_origin(environ, "EVENTS_URL", default=f"{scheme}://{reachable}:{ports['EVENTS_PORT']}"),
            trusted_proxies=_proxies(environ),
            state_ttl_seconds=_integer(environ, "STATE_TTL", default=900, low=5, high=86_400),
            voting_day_ttl_seconds=_integer(environ, "VOTING_DAY_TTL", default=60, low=5, high=86_400),
            demo_replay=_choice(environ, "DEMO_REPLAY", ("0", "1"), default="1") == "1",
            state_lifetime_seconds=_integer(environ, "STATE_LIFETIME", default=86_400, low=60, high=604_800),
            **_mail(environ),
        )

    @property
    def published_dir(self) -> Path:
        """Files that the public site and the event process serve."""
        return self.data_dir / "published"

    @property
    def keys_dir(self) -> Path:
        """Private development keys and the trust anchor; mode 700."""
        return self.data_dir / "keys"

    @property
    def story_lock(self) -> Path:
        """Held while the demo tells its story."""
        return self.data_dir / "story.lock"

    @property
    def mail_dir(self) -> Path:
        """E-mails as files, where MAIL_URL is file:."""
        return self.data_dir / "mail"

    @property
    def secrets_dir(self) -> Path:
        """Session secrets; mode 700."""
        return self.data_dir / "secrets"

    @property
    def socket_dir(self) -> Path:
        """Directory of the local sockets; short enough for the kernel's limit on socket paths."""
        near = self.data_dir / "run"
        if len(str(near / "publisher.sock")) <= _SOCKET_PATH_LIMIT:
            return near
        digest = hashlib.sha256(str(self.data_dir).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"observers-{digest}"

    @property
    def signer_socket(self) -> Path:
        """Socket on which the signer listens."""
        return self.socket_dir / "signer.sock"

    @property
    def publisher_socket(self) -> Path:
        """Socket on which the publisher listens."""
        return self.socket_dir / "publisher.sock"

    @property
    def events_socket(self) -> Path:
        """Control socket of the event process."""
        return self.socket_dir / "events.sock"

    @property
    def tls_certificate(self) -> Path:
        """Server certificate made by the local CA (demo with TLS=1)."""
        return self.data_dir / "tls" / "server.pem"

    @property
    def tls_key(self) -> Path:
        """Private key of the server certificate (demo with TLS=1)."""
        return self.data_dir / "tls" / "server.key"


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], *, default: str) -> str:
    value = environ.get(name) or default
    if value not in allowed:
        raise SettingsError(f"{name}={value!r} is not one of: {', '.join(allowed)}")
    return value


def _integer(environ: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    text = environ.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise SettingsError(f"{name}={text!r} is not a whole number from {low} to {high}")
    return int(text)


def _mail(environ: Mapping[str, str]) -> dict[str, Any]:
    """Read how e-mail is sent; a file that is named must be there and hold something."""
    try:
        server = parse_mail_server(environ.get("MAIL_URL") or "file:")
    except ValueError as wrong:
        raise SettingsError(f"MAIL_URL {wrong}") from None
    if server.kind != "file" and not environ.get("MAIL_FROM"):
        raise SettingsError("MAIL_FROM is not set: a mail server needs to be told who writes")
    try:
        sender = check_sender(environ.get("MAIL_FROM") or "accreditation@localhost")
    except ValueError as wrong:
        raise SettingsError(f"MAIL_FROM {wrong}") from None
    password = _named_file(environ, "MAIL_PASSWORD_FILE")
    if server.user and password is None:
        raise SettingsError("MAIL_PASSWORD_FILE is not set: MAIL_URL names a user, whose password lies in a file")
    authorities = _named_file(environ, "MAIL_CA_FILE")
    return {
        "mail_server": server, "mail_from": sender, "mail_password_file": password, "mail_ca_file": authorities,
    }  # fmt: skip


def _named_file(environ: Mapping[str, str], name: str) -> Path | None:
    if not environ.get(name):
        return None
    path = Path(environ[name]).absolute()
    try:
        empty = not path.read_bytes().strip()
    except OSError as fault:
        raise SettingsError(f"{name}: cannot read {path}: {fault.strerror}") from None
    if empty:
        raise SettingsError(f"{name}: {path} is empty")
    return path


def _proxies(environ: Mapping[str, str]) -> tuple[Network, ...]:
    try:
        return parse_proxies(environ.get("TRUSTED_PROXIES", ""))
    except ValueError as wrong:
        raise SettingsError(f"TRUSTED_PROXIES: {wrong}") from None


def _distinct(ports: Mapping[str, int]) -> None:
    seen: dict[int, str] = {}
    for name, port in ports.items():
        if port in seen:
            raise SettingsError(f"{name} and {seen[port]} are both {port}: each process needs its own port")
        seen[port] = name


def _origin(environ: Mapping[str, str], name: str, *, default: str) -> str:
    return _check_origin(name, environ.get(name) or default)


def _check_origin(name: str, value: str) -> str:
    if not _ORIGIN.fullmatch(value) or not urlsplit(value).hostname:
        raise SettingsError(f"{name}={value!r} is not an origin such as https://o.example.kg")
    return value


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    value = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'observers.sqlite3'}"
    if value.startswith("postgresql://"):
        return "postgresql+psycopg://" + value.removeprefix("postgresql://")
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return value


def _reachable_host(environ: Mapping[str, str], host: str) -> str:
    """Return the name or address under which phones reach this machine."""
    told = environ.get("PUBLIC_HOST")
    if told:
        if not re.fullmatch(r"[A-Za-z0-9.-]+", told):
            raise SettingsError(f"PUBLIC_HOST={told!r} is not a host name or an address such as 192.168.1.20")
        return told
    if host not in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return host
    try:
        # A datagram socket's "connect" sends nothing: the kernel only says which of our addresses it would use.
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
    except OSError as fault:
        raise SettingsError(
            f"HOST={host} needs PUBLIC_HOST: this machine's own address in the network could not be found. "
            "Try: make run HOST=0.0.0.0 TLS=1 PUBLIC_HOST=192.168.1.20"
        ) from fault


def _installed_issuer(data_dir: Path) -> str | None:
    file = data_dir / ISSUER_FILE
    return file.read_text(encoding="ascii").strip() if file.is_file() else None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
