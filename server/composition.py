"""Composition: binds every port to its adapter. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from server.adapters.database.engine import open_engine
from server.adapters.database.migrate import upgrade
from server.adapters.database.queries import SqlQueries
from server.adapters.database.unit_of_work import unit_of_work_factory
from server.adapters.documents.reencoder import LimitedReencoder
from server.adapters.encryption.document_vault import VaultError, install_vault
from server.adapters.encryption.totp_secrets import install_totp_secrets
from server.adapters.keyed_hash import install_keyed_hash
from server.adapters.lists.reader import ObserverLists
from server.adapters.mail.envelope import Sender
from server.adapters.mail.file_postman import FilePostman
from server.adapters.mail.smtp_postman import SmtpPostman
from server.adapters.passkeys import FidoPasskeys
from server.adapters.push.publisher_client import PublisherClient
from server.adapters.rendering.renderer import TypstRenderer
from server.adapters.signing.key_store import KeyStoreError, install_keys, open_roots
from server.adapters.signing.socket_signer import SocketSigner
from server.adapters.system_clock import SystemClock
from server.credential.root import Root
from server.settings import ISSUER_FILE, Settings, SettingsError
from server.standing import check_present, check_secrets
from server.usecases.errors import Unavailable
from server.usecases.ports import Clock, Ports
from server.usecases.send_mail import Postman


@dataclass(frozen=True, slots=True)
class InstalledTrust:
    """Trust port: the newest root that lies with the keys' public files, read anew at each question."""

    keys_dir: Path
    printed_origin: str

    @property
    def root(self) -> Root:
        """The newest root."""
        return open_roots(self.keys_dir)[-1]

    @property
    def issuer(self) -> str:
        """Issuer URL without a trailing slash."""
        return self.root.issuer

    @property
    def origins(self) -> tuple[str, ...]:
        """Every origin of the root; the one that settings print comes first."""
        others = tuple(origin for origin in self.root.origins if origin != self.printed_origin)
        return (self.printed_origin, *others)


def install(settings: Settings) -> None:
    """Make keys, root, secrets and database schema where they are missing; a second call changes nothing.

    Raises:
        SettingsError: keys of another environment or issuer, keys that can't be opened; with one clear line.
    """
    try:
        root = install_keys(
            settings.keys_dir,
            environment=settings.environment,
            issuer=settings.issuer,
            origins=settings.origins,
            now=int(SystemClock().now().timestamp()),
        )
    except KeyStoreError as refusal:
        raise SettingsError(str(refusal)) from refusal
    (settings.data_dir / ISSUER_FILE).write_text(root.issuer, encoding="ascii")
    install_keyed_hash(settings.secrets_dir)
    try:
        install_vault(settings.document_keys_dir, secrets_dir=settings.secrets_dir)
    except VaultError as refusal:
        raise SettingsError(str(refusal)) from refusal
    install_totp_secrets(settings.secrets_dir)
    engine = open_engine(settings.database_url)
    try:
        upgrade(engine)
    except Unavailable as refusal:
        raise SettingsError(
            f"the database does not answer: is it running, and is DATABASE_URL right? ({refusal.code})"
        ) from refusal
    except DatabaseError as refusal:
        raise SettingsError(f"the database cannot be brought to this version's shape: {refusal.orig}") from refusal
    finally:
        engine.dispose()


def compose_ports(settings: Settings, *, clock: Clock | None = None) -> Ports:
    """Bind every port; `clock` is given only by the demo, which tells its story in the past."""
    check_present(settings)
    check_secrets(settings.secrets_dir)
    engine = open_engine(settings.database_url)
    trust = InstalledTrust(settings.keys_dir, settings.origins[0])
    return Ports(
        unit_of_work=unit_of_work_factory(engine),
        queries=SqlQueries(engine),
        clock=clock or SystemClock(),
        signer=SocketSigner(settings.signer_socket),
        trust=trust,
        publisher=PublisherClient(settings.publisher_socket),
        renderer=TypstRenderer(origin=settings.origins[0], synthetic=settings.environment == "demo"),
        lists=ObserverLists(),
        matching=install_keyed_hash(settings.secrets_dir),
        vault=install_vault(settings.document_keys_dir, secrets_dir=settings.secrets_dir),
        reencoder=LimitedReencoder(),
        passkeys=FidoPasskeys(),
        totp_secrets=install_totp_secrets(settings.secrets_dir),
    )


def compose_queries(settings: Settings) -> SqlQueries:
    """Bind the reads alone: they need neither keys nor secrets, and make none."""
    return SqlQueries(open_engine(settings.database_url))


def compose_postman(settings: Settings) -> Postman:
    """Bind e-mail to the folder or the server that the settings name."""
    sender = Sender(settings.mail_from, settings.portal_url, settings.console_url)
    if settings.mail_server.kind == "file":
        return FilePostman(settings.mail_dir, sender)
    secret = settings.mail_password_file
    password = secret.read_text(encoding="utf-8").strip() if secret else None
    return SmtpPostman(settings.mail_server, sender, password, settings.mail_ca_file)
