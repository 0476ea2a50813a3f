# ruff: noqa: E501
"""Invitations, applications, nominations, copies of documents and their uploads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.adapters.database.migrations.altering import add_column, drop_column

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


# fmt: off
def upgrade() -> None:
    """Apply."""
    op.create_table('proposal',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('proposer', sa.String(length=160), nullable=False),
    sa.Column('specialisation', sa.String(length=16), nullable=False),
    sa.Column('organisation', sa.String(length=160), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('decided_by', sa.String(length=36), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(outcome = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)", name=op.f('ck_proposal_decided_whole')),
    sa.CheckConstraint("outcome IN ('open', 'taken_up', 'declined')", name=op.f('ck_proposal_outcome')),
    sa.CheckConstraint("proposer <> '' AND organisation <> ''", name=op.f('ck_proposal_proposer')),
    sa.CheckConstraint("specialisation IN ('elections', 'human_rights')", name=op.f('ck_proposal_specialisation')),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], name=op.f('fk_proposal_decided_by')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_proposal_election_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['user_account.id'], name=op.f('fk_proposal_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposal'))
    )
    op.create_index(op.f('ix_proposal_election_id'), 'proposal', ['election_id'], unique=False)
    op.create_table('invitation',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('issuer', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('letter_number', sa.String(length=64), nullable=True),
    sa.Column('letter_date', sa.Date(), nullable=True),
    sa.Column('issued_by', sa.String(length=36), nullable=True),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dispatcher', sa.String(length=8), nullable=True),
    sa.Column('dispatch_number', sa.String(length=64), nullable=True),
    sa.Column('dispatched_on', sa.Date(), nullable=True),
    sa.Column('planned', sa.Integer(), nullable=True),
    sa.Column('proposal_id', sa.String(length=36), nullable=True),
    sa.Column('created_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state_from', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("dispatcher IS NULL OR dispatcher = 'mfa' OR (dispatcher = 'cec' AND issuer = 'cec')", name=op.f('ck_invitation_dispatcher')),
    sa.CheckConstraint("issuer IN ('president', 'parliament', 'cabinet', 'cec')", name=op.f('ck_invitation_issuer')),
    sa.CheckConstraint("state = 'draft' OR (letter_number IS NOT NULL AND letter_number <> '' AND letter_date IS NOT NULL AND issued_at IS NOT NULL AND issued_by IS NOT NULL)", name=op.f('ck_invitation_issued_whole')),
    sa.CheckConstraint("state IN ('draft', 'issued', 'dispatched', 'accepted', 'declined', 'lapsed')", name=op.f('ck_invitation_state')),
    sa.CheckConstraint("state NOT IN ('dispatched', 'accepted', 'declined') OR (dispatcher IS NOT NULL AND dispatched_on IS NOT NULL)", name=op.f('ck_invitation_dispatched_whole')),
    sa.CheckConstraint('planned IS NULL OR planned BETWEEN 1 AND 10000', name=op.f('ck_invitation_planned')),
    sa.ForeignKeyConstraint(['created_by'], ['user_account.id'], name=op.f('fk_invitation_created_by')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_invitation_election_id')),
    sa.ForeignKeyConstraint(['issued_by'], ['user_account.id'], name=op.f('fk_invitation_issued_by')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_invitation_organisation_id')),
    sa.ForeignKeyConstraint(['proposal_id'], ['proposal.id'], name=op.f('fk_invitation_proposal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation'))
    )
    op.create_index(op.f('ix_invitation_election_id'), 'invitation', ['election_id'], unique=False)
    op.create_index(op.f('ix_invitation_organisation_id'), 'invitation', ['organisation_id'], unique=False)
    op.create_index('ix_invitation_state_election', 'invitation', ['state', 'election_id'], unique=False)
    op.create_table('portal_code',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('invitation_id', sa.String(length=36), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_by', sa.String(length=36), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('(used_at IS NULL) = (used_by IS NULL)', name=op.f('ck_portal_code_used_whole')),
    sa.ForeignKeyConstraint(['created_by'], ['user_account.id'], name=op.f('fk_portal_code_created_by')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_portal_code_invitation_id')),
    sa.ForeignKeyConstraint(['used_by'], ['user_account.id'], name=op.f('fk_portal_code_used_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_portal_code')),
    sa.UniqueConstraint('code_hash', name=op.f('uq_portal_code_code_hash'))
    )
    op.create_index(op.f('ix_portal_code_invitation_id'), 'portal_code', ['invitation_id'], unique=False)
    op.create_table('application',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('invitation_id', sa.String(length=36), nullable=False),
    sa.Column('channel', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('form_version', sa.String(length=16), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=True),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('mfa_number', sa.String(length=64), nullable=True),
    sa.Column('contact_name', sa.String(length=120), nullable=False),
    sa.Column('contact_email', sa.String(length=200), nullable=False),
    sa.Column('contact_phone', sa.String(length=40), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(state = 'draft') = (filed_at IS NULL) AND (filed_at IS NULL) = (number IS NULL)", name=op.f('ck_application_filed_whole')),
    sa.CheckConstraint("channel IN ('cec', 'mfa')", name=op.f('ck_application_channel')),
    sa.CheckConstraint("state IN ('draft', 'filed', 'withdrawn')", name=op.f('ck_application_state')),
    sa.ForeignKeyConstraint(['created_by'], ['user_account.id'], name=op.f('fk_application_created_by')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_application_election_id')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('fk_application_invitation_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_application_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('number', name=op.f('uq_application_number'))
    )
    op.create_index('ix_application_election_filed_at', 'application', ['election_id', 'filed_at'], unique=False)
    op.create_index(op.f('ix_application_invitation_id'), 'application', ['invitation_id'], unique=False)
    op.create_index(op.f('ix_application_organisation_id'), 'application', ['organisation_id'], unique=False)
    op.create_table('nomination',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('application_id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('surname_latin', sa.String(length=60), nullable=False),
    sa.Column('given_latin', sa.String(length=60), nullable=False),
    sa.Column('patronymic_latin', sa.String(length=60), nullable=False),
    sa.Column('surname_cyrillic', sa.String(length=60), nullable=False),
    sa.Column('given_cyrillic', sa.String(length=60), nullable=False),
    sa.Column('patronymic_cyrillic', sa.String(length=60), nullable=False),
    sa.Column('cyrillic_language', sa.String(length=3), nullable=True),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('citizenships', sa.String(length=64), nullable=False),
    sa.Column('document_country', sa.String(length=3), nullable=False),
    sa.Column('document_number', sa.String(length=20), nullable=False),
    sa.Column('document_kind', sa.String(length=32), nullable=False),
    sa.Column('document_expires_on', sa.Date(), nullable=True),
    sa.Column('category', sa.String(length=32), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=24), nullable=False),
    sa.Column('state_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('merged_into', sa.String(length=36), nullable=True),
    sa.CheckConstraint("(state = 'merged') = (merged_into IS NOT NULL) AND (merged_into IS NULL OR merged_into <> id)", name=op.f('ck_nomination_merged')),
    sa.CheckConstraint("category IN ('observer')", name=op.f('ck_nomination_category')),
    sa.CheckConstraint("citizenships <> ''", name=op.f('ck_nomination_citizenships')),
    sa.CheckConstraint("cyrillic_language IN ('kir', 'rus')", name=op.f('ck_nomination_cyrillic_language')),
    sa.CheckConstraint("document_number <> ''", name=op.f('ck_nomination_document')),
    sa.CheckConstraint("state IN ('draft', 'filed_cec', 'filed_mfa', 'mfa_review', 'at_cec', 'check', 'returned', 'ready', 'accredited', 'refused', 'undecided_at_close', 'withdrawn', 'merged')", name=op.f('ck_nomination_state')),
    sa.CheckConstraint("surname_latin <> ''", name=op.f('ck_nomination_surname_latin')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_nomination_application_id')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_nomination_election_id')),
    sa.ForeignKeyConstraint(['merged_into'], ['nomination.id'], name=op.f('fk_nomination_merged_into')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_nomination_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nomination')),
    sa.UniqueConstraint('application_id', 'fingerprint', name=op.f('uq_nomination_application_id_fingerprint')),
    sa.UniqueConstraint('application_id', 'position', name=op.f('uq_nomination_application_id_position')),
    sa.UniqueConstraint('n', name=op.f('uq_nomination_n'))
    )
    op.create_index('ix_nomination_birth_date', 'nomination', ['birth_date', 'surname_latin'], unique=False)
    op.create_index('ix_nomination_document', 'nomination', ['document_country', 'document_number'], unique=False)
    op.create_index('ix_nomination_election_state_n', 'nomination', ['election_id', 'state', 'n'], unique=False)
    op.create_index('ix_nomination_organisation_n', 'nomination', ['organisation_id', 'n'], unique=False)
    op.create_index('ix_nomination_state_n', 'nomination', ['state', 'n'], unique=False)
    op.create_table('nomination_word',
    sa.Column('word', sa.String(length=64).with_variant(sa.String(length=64, collation='C'), 'postgresql'), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['n'], ['nomination.n'], name=op.f('fk_nomination_word_n'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('word', 'n', name=op.f('pk_nomination_word'))
    )
    op.create_index('ix_nomination_word_n_word', 'nomination_word', ['n', 'word'], unique=False)
    op.create_table('document_copy',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('application_id', sa.String(length=36), nullable=False),
    sa.Column('nomination_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=True),
    sa.Column('created_by', sa.String(length=36), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('identity_document', 'photo', 'evidence')", name=op.f('ck_document_copy_kind')),
    sa.CheckConstraint("media_type IN ('image/jpeg', 'application/pdf')", name=op.f('ck_document_copy_media_type')),
    sa.CheckConstraint('(deleted_at IS NULL) = (sealed IS NOT NULL)', name=op.f('ck_document_copy_deleted_whole')),
    sa.CheckConstraint('pages BETWEEN 1 AND 100', name=op.f('ck_document_copy_pages')),
    sa.CheckConstraint('size_bytes > 0', name=op.f('ck_document_copy_size')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_document_copy_application_id')),
    sa.ForeignKeyConstraint(['created_by'], ['user_account.id'], name=op.f('fk_document_copy_created_by')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_document_copy_nomination_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_copy'))
    )
    op.create_index(op.f('ix_document_copy_application_id'), 'document_copy', ['application_id'], unique=False)
    op.create_index(op.f('ix_document_copy_nomination_id'), 'document_copy', ['nomination_id'], unique=False)
    op.create_table('document_access',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('document_id', sa.String(length=36), nullable=False),
    sa.Column('account_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('purpose', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['user_account.id'], name=op.f('fk_document_access_account_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document_copy.id'], name=op.f('fk_document_access_document_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_access'))
    )
    op.create_index(op.f('ix_document_access_account_id'), 'document_access', ['account_id'], unique=False)
    op.create_index(op.f('ix_document_access_document_id'), 'document_access', ['document_id'], unique=False)
    op.create_table('document_deletion',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('application_id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=32), nullable=False),
    sa.CheckConstraint("reason IN ('retention_ended', 'draft_deleted', 'copy_replaced', 'withdrawn')", name=op.f('ck_document_deletion_reason')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_document_deletion_application_id')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_document_deletion_election_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_deletion'))
    )
    op.create_index(op.f('ix_document_deletion_application_id'), 'document_deletion', ['application_id'], unique=False)
    op.create_table('upload',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('account_id', sa.String(length=36), nullable=False),
    sa.Column('nomination_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('total_bytes', sa.Integer(), nullable=False),
    sa.Column('received_bytes', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('refusal', sa.String(length=64), nullable=True),
    sa.Column('document_id', sa.String(length=36), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('identity_document', 'photo', 'evidence')", name=op.f('ck_upload_kind')),
    sa.CheckConstraint("state IN ('receiving', 'received', 'refused', 'kept')", name=op.f('ck_upload_state')),
    sa.CheckConstraint('received_bytes BETWEEN 0 AND total_bytes', name=op.f('ck_upload_received')),
    sa.CheckConstraint('total_bytes > 0', name=op.f('ck_upload_total')),
    sa.ForeignKeyConstraint(['account_id'], ['user_account.id'], name=op.f('fk_upload_account_id')),
    sa.ForeignKeyConstraint(['document_id'], ['document_copy.id'], name=op.f('fk_upload_document_id')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_upload_nomination_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_upload'))
    )
    op.create_index(op.f('ix_upload_account_id'), 'upload', ['account_id'], unique=False)
    op.create_table('upload_part',
    sa.Column('upload_id', sa.String(length=36), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('length > 0 AND start >= 0', name=op.f('ck_upload_part_length')),
    sa.ForeignKeyConstraint(['upload_id'], ['upload.id'], name=op.f('fk_upload_part_upload_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('upload_id', 'start', name=op.f('pk_upload_part'))
    )
    add_column('annex_line', 'nomination_id', 'VARCHAR(36)', references='nomination(id)')
    add_column('accreditation', 'nomination_id', 'VARCHAR(36)', references='nomination(id)')
    op.create_index('uq_accreditation_nomination', 'accreditation', ['nomination_id'], unique=True, sqlite_where=sa.text('nomination_id IS NOT NULL'), postgresql_where=sa.text('nomination_id IS NOT NULL'))
    op.create_index('ix_annex_line_nomination_id', 'annex_line', ['nomination_id'], unique=False)


def downgrade() -> None:
    """Undo."""
    op.drop_index('ix_annex_line_nomination_id')
    op.drop_index('uq_accreditation_nomination')
    drop_column('accreditation', 'nomination_id')
    drop_column('annex_line', 'nomination_id')
    op.drop_table('upload_part')
    op.drop_table('upload')
    op.drop_table('document_deletion')
    op.drop_table('document_access')
    op.drop_table('document_copy')
    op.drop_table('nomination_word')
    op.drop_table('nomination')
    op.drop_table('application')
    op.drop_table('portal_code')
    op.drop_table('invitation')
    op.drop_table('proposal')
