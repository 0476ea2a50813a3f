"""What the public site is given: the published folder as last read whole and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from server.credential.verify import Held, Trust
from server.web.client_address import Network


class Snapshot(Protocol):
    """One consistent, checked reading of the folder; never changes."""

    @property
    def trust_json(self) -> bytes:
        """The body of ``/api/v1/trust``."""
        ...

    @property
    def trust(self) -> Trust:
        """The newest root and the signed floor of time."""
        ...

    @property
    def states(self) -> Mapping[str, Held]:
        """Opened states with digests and notices, by election."""
        ...

    @property
    def files(self) -> Mapping[str, bytes]:
        """Current bytes by their public path: states, index, shards, notices, anchor."""
        ...


class Published(Protocol):
    """The folder; what is damaged on disk never replaces what was read whole before."""

    def current(self) -> Snapshot | None:
        """Return the newest good snapshot; None before the first publication."""
        ...

    def older(self, path: str) -> bytes | None:
        """Return an immutable file that is no longer current, by its public path, after checking its hash."""
        ...

    def elections(self) -> Sequence[Mapping[str, Any]]:
        """Return the list of elections with titles, days and counts."""
        ...

    def observers(self, election: str) -> Mapping[str, Any] | None:
        """Return an election's public list; None when there is none."""
        ...

    def statistics(self, election: str) -> Mapping[str, Any] | None:
        """Return an election's public statistics; None when there are none."""
        ...

    def now(self) -> int:
        """Return the server's clock in unix seconds."""
        ...


class Addresses(Protocol):
    """The settings that the public site needs."""

    @property
    def public_url(self) -> str:
        """Origin of this site."""
        ...

    @property
    def events_url(self) -> str:
        """Origin of the event process."""
        ...

    @property
    def trusted_proxies(self) -> tuple[Network, ...]:
        """Proxies whose `X-Forwarded-For` is believed."""
        ...

    @property
    def tls(self) -> bool:
        """Whether the demo's local certificate is used."""
        ...

    @property
    def tls_certificate(self) -> Path:
        """The server certificate; the local CA's lies beside it."""
        ...
