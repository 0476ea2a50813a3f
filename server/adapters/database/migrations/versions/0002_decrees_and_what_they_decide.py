# ruff: noqa: E501
"""Decrees and what they decide."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


# fmt: off
def upgrade() -> None:
    """Apply."""
    op.create_table('attachment',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('sha256', sa.LargeBinary(length=32), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(content) > 0', name=op.f('ck_attachment_content')),
    sa.ForeignKeyConstraint(['created_by'], ['user_account.id'], name=op.f('fk_attachment_created_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    op.create_table('decree',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('drafted_by', sa.String(length=36), nullable=False),
    sa.Column('drafted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('number', sa.String(length=32), nullable=True),
    sa.Column('decree_date', sa.Date(), nullable=True),
    sa.Column('signed_by', sa.String(length=36), nullable=True),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_by', sa.String(length=36), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('discarded_by', sa.String(length=36), nullable=True),
    sa.Column('discarded_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('accreditation', 'revocation', 'annulment_of_revocation', 'amendment', 'results_publication', 'results_withdrawal', 'repeat_voting', 'election_annulment')", name=op.f('ck_decree_kind')),
    sa.CheckConstraint("number IS NULL OR number <> ''", name=op.f('ck_decree_number')),
    sa.CheckConstraint('(discarded_at IS NULL) = (discarded_by IS NULL)', name=op.f('ck_decree_discarded_whole')),
    sa.CheckConstraint('(published_at IS NULL) = (published_by IS NULL)', name=op.f('ck_decree_published_whole')),
    sa.CheckConstraint('(signed_at IS NULL) = (signed_by IS NULL) AND (signed_at IS NULL) = (number IS NULL) AND (signed_at IS NULL) = (decree_date IS NULL)', name=op.f('ck_decree_signed_whole')),
    sa.CheckConstraint('discarded_at IS NULL OR signed_at IS NULL', name=op.f('ck_decree_discarded_never_signed')),
    sa.CheckConstraint('published_at IS NULL OR (signed_at IS NOT NULL AND published_at >= signed_at)', name=op.f('ck_decree_published_after_signed')),
    sa.CheckConstraint('published_by IS NULL OR published_by <> drafted_by', name=op.f('ck_decree_drafter_never_publishes')),
    sa.CheckConstraint('published_by IS NULL OR published_by <> signed_by', name=op.f('ck_decree_signer_never_publishes')),
    sa.CheckConstraint('signed_at IS NULL OR signed_at >= drafted_at', name=op.f('ck_decree_signed_after_drafted')),
    sa.CheckConstraint('signed_by IS NULL OR signed_by <> drafted_by', name=op.f('ck_decree_drafter_never_signs')),
    sa.ForeignKeyConstraint(['discarded_by'], ['user_account.id'], name=op.f('fk_decree_discarded_by')),
    sa.ForeignKeyConstraint(['drafted_by'], ['user_account.id'], name=op.f('fk_decree_drafted_by')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_decree_election_id')),
    sa.ForeignKeyConstraint(['published_by'], ['user_account.id'], name=op.f('fk_decree_published_by')),
    sa.ForeignKeyConstraint(['signed_by'], ['user_account.id'], name=op.f('fk_decree_signed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decree')),
    sa.UniqueConstraint('id', 'kind', name=op.f('uq_decree_id_kind')),
    sa.UniqueConstraint('number', 'decree_date', name=op.f('uq_decree_number_decree_date'))
    )
    with op.batch_alter_table('decree', schema=None) as batch_op:
        batch_op.create_index('ix_decree_drafted_at_id', ['drafted_at', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decree_election_id'), ['election_id'], unique=False)

    op.create_table('annex_line',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=False),
    sa.Column('decree_kind', sa.String(length=32), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.CheckConstraint("category IN ('observer')", name=op.f('ck_annex_line_category')),
    sa.CheckConstraint("decree_kind IN ('accreditation')", name=op.f('ck_annex_line_decree_kind')),
    sa.ForeignKeyConstraint(['decree_id', 'decree_kind'], ['decree.id', 'decree.kind'], name=op.f('fk_annex_line_decree_id_decree_kind')),
    sa.ForeignKeyConstraint(['document_id', 'person_id'], ['identity_document.id', 'identity_document.person_id'], name=op.f('fk_annex_line_document_id_person_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_annex_line_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_annex_line_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_annex_line')),
    sa.UniqueConstraint('decree_id', 'person_id', name=op.f('uq_annex_line_decree_id_person_id')),
    sa.UniqueConstraint('decree_id', 'position', name=op.f('uq_annex_line_decree_id_position')),
    sa.UniqueConstraint('id', 'decree_id', 'person_id', name=op.f('uq_annex_line_id_decree_id_person_id'))
    )
    with op.batch_alter_table('annex_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_annex_line_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_annex_line_person_id'), ['person_id'], unique=False)

    op.create_table('election_event',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('withdraws_id', sa.String(length=36), nullable=True),
    sa.CheckConstraint("(kind = 'results_withdrawal') = (withdraws_id IS NOT NULL)", name=op.f('ck_election_event_withdraws')),
    sa.CheckConstraint("(kind IN ('results_publication', 'repeat_voting')) = (day IS NOT NULL)", name=op.f('ck_election_event_day')),
    sa.CheckConstraint("kind IN ('results_publication', 'results_withdrawal', 'repeat_voting', 'election_annulment')", name=op.f('ck_election_event_kind')),
    sa.ForeignKeyConstraint(['decree_id', 'kind'], ['decree.id', 'decree.kind'], name=op.f('fk_election_event_decree_id_kind')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_election_event_election_id')),
    sa.ForeignKeyConstraint(['withdraws_id'], ['election_event.id'], name=op.f('fk_election_event_withdraws_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_election_event')),
    sa.UniqueConstraint('decree_id', name=op.f('uq_election_event_decree_id'))
    )
    with op.batch_alter_table('election_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_election_event_election_id'), ['election_id'], unique=False)

    op.create_table('election_poll',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=True),
    sa.CheckConstraint("(kind = 'repeat') = (decree_id IS NOT NULL)", name=op.f('ck_election_poll_repeat_by_decree')),
    sa.CheckConstraint("kind IN ('voting', 'repeat')", name=op.f('ck_election_poll_kind')),
    sa.ForeignKeyConstraint(['decree_id'], ['decree.id'], name=op.f('fk_election_poll_decree_id')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_election_poll_election_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_election_poll')),
    sa.UniqueConstraint('election_id', 'day', name=op.f('uq_election_poll_election_id_day'))
    )
    op.create_table('accreditation',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('basis', sa.String(length=32), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=False),
    sa.Column('annex_line_id', sa.String(length=36), nullable=False),
    sa.Column('accredited_on', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('revoked_from', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(status = 'revoked') = (revoked_from IS NOT NULL)", name=op.f('ck_accreditation_revoked_from')),
    sa.CheckConstraint("basis IN ('entered_by_cec')", name=op.f('ck_accreditation_basis')),
    sa.CheckConstraint("category IN ('observer')", name=op.f('ck_accreditation_category')),
    sa.CheckConstraint("status IN ('granted', 'revoked')", name=op.f('ck_accreditation_status')),
    sa.ForeignKeyConstraint(['annex_line_id', 'decree_id', 'person_id'], ['annex_line.id', 'annex_line.decree_id', 'annex_line.person_id'], name=op.f('fk_accreditation_annex_line_id_decree_id_person_id')),
    sa.ForeignKeyConstraint(['document_id', 'person_id'], ['identity_document.id', 'identity_document.person_id'], name=op.f('fk_accreditation_document_id_person_id')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_accreditation_election_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_accreditation_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accreditation')),
    sa.UniqueConstraint('annex_line_id', name=op.f('uq_accreditation_annex_line_id'))
    )
    with op.batch_alter_table('accreditation', schema=None) as batch_op:
        batch_op.create_index('ix_accreditation_decree_id', ['decree_id'], unique=False)
        batch_op.create_index('ix_accreditation_election_status', ['election_id', 'status'], unique=False)
        batch_op.create_index('ix_accreditation_organisation_id', ['organisation_id'], unique=False)
        batch_op.create_index('ix_accreditation_person_id', ['person_id'], unique=False)
        batch_op.create_index('ix_accreditation_revoked_from', ['revoked_from'], unique=False, sqlite_where=sa.text("status = 'revoked'"), postgresql_where=sa.text("status = 'revoked'"))
        batch_op.create_index('uq_accreditation_granted', ['election_id', 'person_id'], unique=True, sqlite_where=sa.text("status = 'granted'"), postgresql_where=sa.text("status = 'granted'"))

    op.create_table('amendment',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=False),
    sa.Column('decree_kind', sa.String(length=32), nullable=False),
    sa.Column('accreditation_id', sa.String(length=36), nullable=False),
    sa.Column('changes', sa.Text(), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.CheckConstraint("decree_kind IN ('amendment')", name=op.f('ck_amendment_decree_kind')),
    sa.CheckConstraint("facts <> ''", name=op.f('ck_amendment_facts')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_amendment_accreditation_id')),
    sa.ForeignKeyConstraint(['decree_id', 'decree_kind'], ['decree.id', 'decree.kind'], name=op.f('fk_amendment_decree_id_decree_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    sa.UniqueConstraint('decree_id', 'accreditation_id', name=op.f('uq_amendment_decree_id_accreditation_id'))
    )
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_amendment_accreditation_id'), ['accreditation_id'], unique=False)

    op.create_table('revocation',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=False),
    sa.Column('decree_kind', sa.String(length=32), nullable=False),
    sa.Column('accreditation_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=2), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('gross', sa.Boolean(), nullable=True),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attachment_id', sa.String(length=36), nullable=True),
    sa.Column('annulled_by', sa.String(length=36), nullable=True),
    sa.CheckConstraint("(kind IN ('V1', 'V2', 'V3')) = (gross IS NOT NULL)", name=op.f('ck_revocation_gross_stated')),
    sa.CheckConstraint("decree_kind IN ('revocation')", name=op.f('ck_revocation_decree_kind')),
    sa.CheckConstraint("kind IN ('V1', 'V2', 'V3', 'W1', 'W2')", name=op.f('ck_revocation_kind')),
    sa.CheckConstraint("kind NOT IN ('V1', 'V2', 'V3') OR facts <> ''", name=op.f('ck_revocation_facts_stated')),
    sa.CheckConstraint("kind NOT IN ('W1', 'W2') OR attachment_id IS NOT NULL", name=op.f('ck_revocation_application_attached')),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_revocation_accreditation_id')),
    sa.ForeignKeyConstraint(['annulled_by'], ['decree.id'], name=op.f('fk_revocation_annulled_by')),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_revocation_attachment_id')),
    sa.ForeignKeyConstraint(['decree_id', 'decree_kind'], ['decree.id', 'decree.kind'], name=op.f('fk_revocation_decree_id_decree_kind')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revocation')),
    sa.UniqueConstraint('decree_id', 'accreditation_id', name=op.f('uq_revocation_decree_id_accreditation_id'))
    )
    with op.batch_alter_table('revocation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_revocation_accreditation_id'), ['accreditation_id'], unique=False)

    op.create_table('annulment',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=False),
    sa.Column('decree_kind', sa.String(length=32), nullable=False),
    sa.Column('revocation_id', sa.String(length=36), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.CheckConstraint("decree_kind IN ('annulment_of_revocation')", name=op.f('ck_annulment_decree_kind')),
    sa.CheckConstraint("facts <> ''", name=op.f('ck_annulment_facts')),
    sa.ForeignKeyConstraint(['decree_id', 'decree_kind'], ['decree.id', 'decree.kind'], name=op.f('fk_annulment_decree_id_decree_kind')),
    sa.ForeignKeyConstraint(['revocation_id'], ['revocation.id'], name=op.f('fk_annulment_revocation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_annulment')),
    sa.UniqueConstraint('decree_id', 'revocation_id', name=op.f('uq_annulment_decree_id_revocation_id'))
    )
    with op.batch_alter_table('annulment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_annulment_revocation_id'), ['revocation_id'], unique=False)



def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table('annulment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_annulment_revocation_id'))

    op.drop_table('annulment')
    with op.batch_alter_table('revocation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_revocation_accreditation_id'))

    op.drop_table('revocation')
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_amendment_accreditation_id'))

    op.drop_table('amendment')
    with op.batch_alter_table('accreditation', schema=None) as batch_op:
        batch_op.drop_index('uq_accreditation_granted', sqlite_where=sa.text("status = 'granted'"), postgresql_where=sa.text("status = 'granted'"))
        batch_op.drop_index('ix_accreditation_revoked_from', sqlite_where=sa.text("status = 'revoked'"), postgresql_where=sa.text("status = 'revoked'"))
        batch_op.drop_index('ix_accreditation_person_id')
        batch_op.drop_index('ix_accreditation_organisation_id')
        batch_op.drop_index('ix_accreditation_election_status')
        batch_op.drop_index('ix_accreditation_decree_id')

    op.drop_table('accreditation')
    op.drop_table('election_poll')
    with op.batch_alter_table('election_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_election_event_election_id'))

    op.drop_table('election_event')
    with op.batch_alter_table('annex_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_annex_line_person_id'))
        batch_op.drop_index(batch_op.f('ix_annex_line_organisation_id'))

    op.drop_table('annex_line')
    with op.batch_alter_table('decree', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decree_election_id'))
        batch_op.drop_index('ix_decree_drafted_at_id')

    op.drop_table('decree')
    op.drop_table('attachment')
