"""Acts, outbox, idempotency, jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


# fmt: off
def upgrade() -> None:
    """Apply."""
    op.create_table('act',
    sa.Column('n', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('actor_id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=True),
    sa.Column('entry', sa.LargeBinary(), nullable=False),
    sa.Column('leaf', sa.LargeBinary(length=32), nullable=False),
    sa.CheckConstraint('length(leaf) = 32', name=op.f('ck_act_leaf')),
    sa.CheckConstraint('n >= 1', name=op.f('ck_act_n')),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_act')),
    sa.UniqueConstraint('leaf', name=op.f('uq_act_leaf'))
    )
    op.create_table('idempotency',
    sa.Column('once', sa.String(length=200), nullable=False),
    sa.Column('actor_id', sa.String(length=36), nullable=False),
    sa.Column('verb', sa.String(length=64), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('once', name=op.f('pk_idempotency'))
    )
    op.create_table('act_salt',
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('field', sa.String(length=32), nullable=False),
    sa.Column('salt', sa.LargeBinary(length=16), nullable=True),
    sa.Column('value', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint('(salt IS NULL) = (value IS NULL)', name=op.f('ck_act_salt_erased_together')),
    sa.ForeignKeyConstraint(['n'], ['act.n'], name=op.f('fk_act_salt_n')),
    sa.PrimaryKeyConstraint('n', 'field', name=op.f('pk_act_salt'))
    )
    op.create_table('act_subject',
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('subject_id', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['n'], ['act.n'], name=op.f('fk_act_subject_n')),
    sa.PrimaryKeyConstraint('n', 'name', name=op.f('pk_act_subject'))
    )
    with op.batch_alter_table('act_subject', schema=None) as batch_op:
        batch_op.create_index('ix_act_subject_subject_id_n', ['subject_id', 'n'], unique=False)

    op.create_table('job',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=48), nullable=False),
    sa.Column('arguments', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f('ck_job_state')),
    sa.CheckConstraint('done BETWEEN 0 AND total', name=op.f('ck_job_progress')),
    sa.ForeignKeyConstraint(['created_by'], ['user_account.id'], name=op.f('fk_job_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    op.create_table('outbox',
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_outbox_election_id')),
    sa.PrimaryKeyConstraint('election_id', name=op.f('pk_outbox'))
    )


def downgrade() -> None:
    """Undo."""
    op.drop_table('outbox')
    op.drop_table('job')
    with op.batch_alter_table('act_subject', schema=None) as batch_op:
        batch_op.drop_index('ix_act_subject_subject_id_n')

    op.drop_table('act_subject')
    op.drop_table('act_salt')
    op.drop_table('idempotency')
    op.drop_table('act')
