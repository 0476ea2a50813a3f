# ruff: noqa: E501
"""Credentials, states, digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


# fmt: off
def upgrade() -> None:
    """Apply."""
    op.create_table('election_state',
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('token', sa.LargeBinary(), nullable=False),
    sa.Column('structure_sha256', sa.LargeBinary(length=32), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('shard_index', sa.LargeBinary(), nullable=False),
    sa.Column('notices', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('expires_at > issued_at', name=op.f('ck_election_state_expires_after_issue')),
    sa.CheckConstraint('seq >= 1', name=op.f('ck_election_state_seq')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_election_state_election_id')),
    sa.PrimaryKeyConstraint('election_id', 'seq', name=op.f('pk_election_state'))
    )
    op.create_table('registry_shard',
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length(content) = 16384', name=op.f('ck_registry_shard_content')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_registry_shard_election_id')),
    sa.PrimaryKeyConstraint('election_id', 'number', name=op.f('pk_registry_shard'))
    )
    op.create_table('credential',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('accreditation_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('accreditation_decree_id', sa.String(length=36), nullable=False),
    sa.Column('carrier', sa.String(length=8), nullable=False),
    sa.Column('idx', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=False),
    sa.Column('cti', sa.LargeBinary(length=8), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.LargeBinary(length=16), nullable=False),
    sa.Column('claims', sa.LargeBinary(), nullable=False),
    sa.Column('accredited_on', sa.Date(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('status_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status_seq', sa.Integer(), nullable=False),
    sa.Column('listed_seq', sa.Integer(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=False),
    sa.Column('replaced_by', sa.String(length=36), nullable=True),
    sa.CheckConstraint("carrier IN ('paper', 'portrait', 'phone')", name=op.f('ck_credential_carrier')),
    sa.CheckConstraint("reason IN ('first', 'lost', 'damaged', 'data_error', 'annulment')", name=op.f('ck_credential_reason')),
    sa.CheckConstraint('idx BETWEEN 0 AND 1048575', name=op.f('ck_credential_idx')),
    sa.CheckConstraint('length(cti) = 8 AND length(digest) = 16 AND length(sealed) > 0', name=op.f('ck_credential_lengths')),
    sa.CheckConstraint('listed_seq >= 1 AND status_seq >= listed_seq', name=op.f('ck_credential_seqs')),
    sa.CheckConstraint('replaced_by IS NULL OR status <> 0', name=op.f('ck_credential_replaced_by')),
    sa.CheckConstraint('status IN (0, 1, 12)', name=op.f('ck_credential_status')),
    sa.ForeignKeyConstraint(['accreditation_decree_id'], ['decree.id'], name=op.f('fk_credential_accreditation_decree_id')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_credential_accreditation_id')),
    sa.ForeignKeyConstraint(['decree_id'], ['decree.id'], name=op.f('fk_credential_decree_id')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_credential_election_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_credential_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_credential_person_id')),
    sa.ForeignKeyConstraint(['replaced_by'], ['credential.id'], name=op.f('fk_credential_replaced_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credential')),
    sa.UniqueConstraint('cti', name=op.f('uq_credential_cti')),
    sa.UniqueConstraint('digest', name=op.f('uq_credential_digest')),
    sa.UniqueConstraint('election_id', 'idx', name=op.f('uq_credential_election_id_idx')),
    sa.UniqueConstraint('n', name=op.f('uq_credential_n'))
    )
    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.create_index('ix_credential_accreditation_decree_n', ['accreditation_decree_id', 'n'], unique=False)
        batch_op.create_index(batch_op.f('ix_credential_accreditation_id'), ['accreditation_id'], unique=False)
        batch_op.create_index('ix_credential_election_n', ['election_id', 'n'], unique=False)
        batch_op.create_index('ix_credential_election_status', ['election_id', 'status'], unique=False)
        batch_op.create_index('ix_credential_listed_seq', ['election_id', 'listed_seq'], unique=False)
        batch_op.create_index('ix_credential_organisation_n', ['organisation_id', 'n'], unique=False)
        batch_op.create_index(batch_op.f('ix_credential_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_credential_status_n', ['status', 'n'], unique=False)
        batch_op.create_index('ix_credential_status_seq', ['election_id', 'status_seq'], unique=False)
        batch_op.create_index('uq_credential_live', ['accreditation_id', 'carrier'], unique=True, sqlite_where=sa.text('status = 0'), postgresql_where=sa.text('status = 0'))
        batch_op.create_index('uq_credential_paper_number', ['number'], unique=True, sqlite_where=sa.text("carrier = 'paper'"), postgresql_where=sa.text("carrier = 'paper'"))

    op.create_table('credential_word',
    sa.Column('word', sa.String(length=64).with_variant(sa.String(length=64, collation='C'), 'postgresql'), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['n'], ['credential.n'], name=op.f('fk_credential_word_n')),
    sa.PrimaryKeyConstraint('word', 'n', name=op.f('pk_credential_word'))
    )
    with op.batch_alter_table('credential_word', schema=None) as batch_op:
        batch_op.create_index('ix_credential_word_n_word', ['n', 'word'], unique=False)



def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table('credential_word', schema=None) as batch_op:
        batch_op.drop_index('ix_credential_word_n_word')

    op.drop_table('credential_word')
    with op.batch_alter_table('credential', schema=None) as batch_op:
        batch_op.drop_index('uq_credential_paper_number', sqlite_where=sa.text("carrier = 'paper'"), postgresql_where=sa.text("carrier = 'paper'"))
        batch_op.drop_index('uq_credential_live', sqlite_where=sa.text('status = 0'), postgresql_where=sa.text('status = 0'))
        batch_op.drop_index('ix_credential_status_seq')
        batch_op.drop_index('ix_credential_status_n')
        batch_op.drop_index(batch_op.f('ix_credential_person_id'))
        batch_op.drop_index('ix_credential_organisation_n')
        batch_op.drop_index('ix_credential_listed_seq')
        batch_op.drop_index('ix_credential_election_status')
        batch_op.drop_index('ix_credential_election_n')
        batch_op.drop_index(batch_op.f('ix_credential_accreditation_id'))
        batch_op.drop_index('ix_credential_accreditation_decree_n')

    op.drop_table('credential')
    op.drop_table('registry_shard')
    op.drop_table('election_state')
