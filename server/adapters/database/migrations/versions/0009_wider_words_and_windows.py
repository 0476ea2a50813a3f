"""More roles, kinds of decrees and bases of accreditation; each election's window stands beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

from server.adapters.database.migrations.altering import widen_check

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_OFFSET = timedelta(hours=6)  # Asia/Bishkek since 2005
_ROLES = "role IN ('registrar', 'approver', 'records'"
_DECREES = (
    "kind IN ('accreditation', 'revocation', 'annulment_of_revocation', 'amendment', 'results_publication', "
    "'results_withdrawal', 'repeat_voting', 'election_annulment'"
)
_EVENTS = "kind IN ('results_publication', 'results_withdrawal', 'repeat_voting', 'election_annulment'"
_WIDER = (
    ("user_account", "role", _ROLES + ")",
     _ROLES + ", 'lawyer', 'mfa', 'organisation', 'custodian', 'auditor', 'administrator')"),
    ("decree", "kind", _DECREES + ")", _DECREES + ", 'refusal', 'postponement')"),
    ("accreditation", "basis", "basis IN ('entered_by_cec')", "basis IN ('entered_by_cec', 'application')"),
    ("election_event", "kind", _EVENTS + ")", _EVENTS + ", 'postponement')"),
    ("election_event", "day", "(kind IN ('results_publication', 'repeat_voting')) = (day IS NOT NULL)",
     "(kind IN ('results_publication', 'repeat_voting', 'postponement')) = (day IS NOT NULL)"),
)  # fmt: skip
_election = sa.table(
    "election", sa.column("id", sa.String), sa.column("window_rule", sa.String),
    sa.column("date_set_at", sa.DateTime(timezone=True)), sa.column("call_published_at", sa.DateTime(timezone=True)),
    sa.column("call_published_day", sa.Date), sa.column("window_opens_at", sa.DateTime(timezone=True)),
    sa.column("window_closes_at", sa.DateTime(timezone=True)),
)  # fmt: skip
_poll = sa.table(
    "election_poll", sa.column("election_id", sa.String), sa.column("kind", sa.String), sa.column("day", sa.Date)
)


def upgrade() -> None:
    """Apply."""
    for table, name, before, after in _WIDER:
        widen_check(table, name, before=before, after=after)
    bind = op.get_bind()
    for row in bind.execute(sa.select(_election)).mappings().all():
        days = bind.execute(
            sa.select(_poll.c.day).where(_poll.c.election_id == row["id"], _poll.c.kind == "voting")
        ).scalars().all()  # fmt: skip
        if row["call_published_at"] is None or not days:
            continue
        bind.execute(
            sa.update(_election)
            .where(_election.c.id == row["id"])
            .values(
                call_published_day=_local_day(row["call_published_at"]),
                window_opens_at=max(row["date_set_at"], row["call_published_at"]),
                window_closes_at=_closes(min(days), row["window_rule"], like=row["call_published_at"]),
            )
        )


def downgrade() -> None:
    """Undo."""
    for table, name, before, after in _WIDER:
        widen_check(table, name, before=after, after=before)


def _local_day(instant: datetime) -> date:
    utc = instant if instant.tzinfo is None else instant.astimezone(UTC)
    return (utc + _OFFSET).date()


def _closes(voting_day: date, rule: str, *, like: datetime) -> datetime:
    last = voting_day - timedelta(days=3 if rule == "E-3_inclusive" else 4)
    closes = datetime.combine(last + timedelta(days=1), time(0)) - _OFFSET
    return closes if like.tzinfo is None else closes.replace(tzinfo=UTC)
