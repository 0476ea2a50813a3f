"""The only place that reads the machine's clock."""

from datetime import UTC, datetime


class SystemClock:
    """Clock port: the machine's time as an aware UTC instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)
