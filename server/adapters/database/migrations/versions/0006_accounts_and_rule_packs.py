# ruff: noqa: E501
"""Second factors, messages, rule packs, and what accounts, sessions, elections and decrees know of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.adapters.database.migrations.altering import add_column, drop_column

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


# fmt: off
def upgrade() -> None:
    """Apply."""
    op.create_table('rule_pack',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_rule_pack'))
    )
    op.create_table('message',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('dedupe_key', sa.String(length=160), nullable=False),
    sa.Column('recipient', sa.String(length=200), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fault', sa.String(length=64), nullable=True),
    sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f('ck_message_sent_whole')),
    sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name=op.f('ck_message_state')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('dedupe_key', name=op.f('uq_message_dedupe_key'))
    )
    op.create_index('ix_message_state_next_try_at', 'message', ['state', 'next_try_at'], unique=False)
    op.create_table('notice',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('dedupe_key', sa.String(length=160), nullable=False),
    sa.Column('account_id', sa.String(length=36), nullable=True),
    sa.Column('organisation_id', sa.String(length=36), nullable=True),
    sa.Column('role', sa.String(length=16), nullable=True),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('subject_kind', sa.String(length=24), nullable=True),
    sa.Column('subject_id', sa.String(length=36), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN role IS NULL THEN 0 ELSE 1 END) = 1', name=op.f('ck_notice_one_addressee')),
    sa.ForeignKeyConstraint(['account_id'], ['user_account.id'], name=op.f('fk_notice_account_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_notice_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('dedupe_key', name=op.f('uq_notice_dedupe_key'))
    )
    op.create_index('ix_notice_account', 'notice', ['account_id', 'created_at'], unique=False)
    op.create_index('ix_notice_organisation', 'notice', ['organisation_id', 'created_at'], unique=False)
    op.create_index('ix_notice_role', 'notice', ['role', 'created_at'], unique=False)
    op.create_table('passkey',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('credential_id', sa.LargeBinary(), nullable=False),
    sa.Column('public_key', sa.LargeBinary(), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('label', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_passkey_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id'))
    )
    op.create_index(op.f('ix_passkey_user_id'), 'passkey', ['user_id'], unique=False)
    op.create_table('totp',
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('secret', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('user_id', name=op.f('pk_totp'))
    )
    add_column('user_account', 'organisation_id', 'VARCHAR(36)', references='organisation(id)')
    add_column('user_account', 'email', 'VARCHAR(200)')
    add_column('session_family', 'agent', 'VARCHAR(160)')
    add_column('session_family', 'factor', 'VARCHAR(16)')
    add_column('session_family', 'last_seen_at', 'INSTANT')
    add_column('election', 'call_published_day', 'DATE')
    add_column('election', 'window_opens_at', 'INSTANT')
    add_column('election', 'window_closes_at', 'INSTANT')
    add_column('election', 'window_applies_to', "VARCHAR(24) NOT NULL DEFAULT 'filing_and_decree'")
    add_column('election', 'rule_pack_sha256', 'VARCHAR(64)', references='rule_pack(sha256)')
    add_column('decree', 'rule_pack_sha256', 'VARCHAR(64)', references='rule_pack(sha256)')


def downgrade() -> None:
    """Undo."""
    drop_column('decree', 'rule_pack_sha256')
    drop_column('election', 'rule_pack_sha256')
    drop_column('election', 'window_applies_to')
    drop_column('election', 'window_closes_at')
    drop_column('election', 'window_opens_at')
    drop_column('election', 'call_published_day')
    drop_column('session_family', 'last_seen_at')
    drop_column('session_family', 'factor')
    drop_column('session_family', 'agent')
    drop_column('user_account', 'email')
    drop_column('user_account', 'organisation_id')
    op.drop_table('totp')
    op.drop_table('passkey')
    op.drop_table('notice')
    op.drop_table('message')
    op.drop_table('rule_pack')
