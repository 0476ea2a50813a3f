# ruff: noqa: E501
"""Reviews, checks, opinions, returns, refusals, the list of those deprived, requests; handing over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.adapters.database.migrations.altering import add_column, drop_column

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


# fmt: off
def upgrade() -> None:
    """Apply."""
    op.create_table('mfa_review',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('nomination_id', sa.String(length=36), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('remarks', sa.Text(), nullable=False),
    sa.Column('reviewed_by', sa.String(length=36), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('letter_number', sa.String(length=64), nullable=True),
    sa.Column('letter_date', sa.Date(), nullable=True),
    sa.Column('forwarded_by', sa.String(length=36), nullable=True),
    sa.Column('forwarded_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome <> 'remarks' OR remarks <> ''", name=op.f('ck_mfa_review_remarks')),
    sa.CheckConstraint("outcome IN ('cleared', 'remarks')", name=op.f('ck_mfa_review_outcome')),
    sa.CheckConstraint('(forwarded_at IS NULL) = (letter_number IS NULL) AND (forwarded_at IS NULL) = (letter_date IS NULL) AND (forwarded_at IS NULL) = (forwarded_by IS NULL)', name=op.f('ck_mfa_review_forwarded_whole')),
    sa.ForeignKeyConstraint(['forwarded_by'], ['user_account.id'], name=op.f('fk_mfa_review_forwarded_by')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_mfa_review_nomination_id')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['user_account.id'], name=op.f('fk_mfa_review_reviewed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mfa_review')),
    sa.UniqueConstraint('nomination_id', name=op.f('uq_mfa_review_nomination_id'))
    )
    op.create_table('check_outcome',
    sa.Column('nomination_id', sa.String(length=36), nullable=False),
    sa.Column('check_code', sa.String(length=2), nullable=False),
    sa.Column('outcome', sa.String(length=4), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.String(length=36), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(check_code = 'C1' AND outcome IN ('ok', 'N2')) OR (check_code = 'C2' AND outcome IN ('ok', 'N3')) OR (check_code = 'C3' AND outcome IN ('ok', 'N4')) OR (check_code = 'C4' AND outcome IN ('ok', 'N1')) OR (check_code = 'C5' AND outcome IN ('ok', 'D2a', 'D2b')) OR (check_code = 'C6' AND outcome IN ('ok', 'D2c')) OR (check_code = 'C7' AND outcome IN ('ok', 'D1')) OR (check_code = 'C8' AND outcome IN ('ok', 'D3a', 'D3b')) OR (check_code = 'C9' AND outcome IN ('ok', 'D4'))", name=op.f('ck_check_outcome_outcome')),
    sa.CheckConstraint("outcome = 'ok' OR evidence <> ''", name=op.f('ck_check_outcome_evidence')),
    sa.ForeignKeyConstraint(['decided_by'], ['user_account.id'], name=op.f('fk_check_outcome_decided_by')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_check_outcome_nomination_id')),
    sa.PrimaryKeyConstraint('nomination_id', 'check_code', name=op.f('pk_check_outcome'))
    )
    op.create_table('legal_opinion',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('nomination_id', sa.String(length=36), nullable=False),
    sa.Column('ground', sa.String(length=4), nullable=False),
    sa.Column('opinion', sa.Text(), nullable=False),
    sa.Column('given_by', sa.String(length=36), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("ground IN ('D3a', 'D3b')", name=op.f('ck_legal_opinion_ground')),
    sa.CheckConstraint("opinion <> ''", name=op.f('ck_legal_opinion_opinion')),
    sa.ForeignKeyConstraint(['given_by'], ['user_account.id'], name=op.f('fk_legal_opinion_given_by')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_legal_opinion_nomination_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_opinion'))
    )
    op.create_index(op.f('ix_legal_opinion_nomination_id'), 'legal_opinion', ['nomination_id'], unique=False)
    op.create_table('return_notice',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('nomination_id', sa.String(length=36), nullable=False),
    sa.Column('missing', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('returned_by', sa.String(length=36), nullable=False),
    sa.Column('returned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("missing <> ''", name=op.f('ck_return_notice_missing')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_return_notice_nomination_id')),
    sa.ForeignKeyConstraint(['returned_by'], ['user_account.id'], name=op.f('fk_return_notice_returned_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_return_notice'))
    )
    op.create_index(op.f('ix_return_notice_nomination_id'), 'return_notice', ['nomination_id'], unique=False)
    op.create_table('refusal',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=False),
    sa.Column('decree_kind', sa.String(length=32), nullable=False),
    sa.Column('nomination_id', sa.String(length=36), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('reopened_by', sa.String(length=36), nullable=True),
    sa.CheckConstraint("decree_kind IN ('refusal')", name=op.f('ck_refusal_decree_kind')),
    sa.CheckConstraint("facts <> ''", name=op.f('ck_refusal_facts')),
    sa.ForeignKeyConstraint(['decree_id', 'decree_kind'], ['decree.id', 'decree.kind'], name=op.f('fk_refusal_decree_id_decree_kind')),
    sa.ForeignKeyConstraint(['nomination_id'], ['nomination.id'], name=op.f('fk_refusal_nomination_id')),
    sa.ForeignKeyConstraint(['reopened_by'], ['election_event.id'], name=op.f('fk_refusal_reopened_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_refusal')),
    sa.UniqueConstraint('decree_id', 'nomination_id', name=op.f('uq_refusal_decree_id_nomination_id'))
    )
    op.create_index(op.f('ix_refusal_nomination_id'), 'refusal', ['nomination_id'], unique=False)
    op.create_table('refusal_ground',
    sa.Column('refusal_id', sa.String(length=36), nullable=False),
    sa.Column('ground', sa.String(length=4), nullable=False),
    sa.Column('clause', sa.String(length=16), nullable=False),
    sa.CheckConstraint("(ground = 'D1' AND clause IN ('3.10(1)')) OR (ground = 'D2a' AND clause IN ('3.10(2)', '3.1')) OR (ground = 'D2b' AND clause IN ('3.10(2)', '3.1')) OR (ground = 'D2c' AND clause IN ('3.10(2)')) OR (ground = 'D3a' AND clause IN ('3.10(3)')) OR (ground = 'D3b' AND clause IN ('3.10(3)')) OR (ground = 'D4' AND clause IN ('3.10(4)')) OR (ground = 'N1' AND clause IN ('1.4', 'Art.10(1)')) OR (ground = 'N2' AND clause IN ('2.1', '3.1', 'Art.10(1)')) OR (ground = 'N3' AND clause IN ('3.7')) OR (ground = 'N4' AND clause IN ('1.3'))", name=op.f('ck_refusal_ground_clause')),
    sa.CheckConstraint("clause <> '3.3'", name=op.f('ck_refusal_ground_clause_in_source')),
    sa.ForeignKeyConstraint(['refusal_id'], ['refusal.id'], name=op.f('fk_refusal_ground_refusal_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('refusal_id', 'ground', name=op.f('pk_refusal_ground'))
    )
    op.create_table('deprived_person',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('revocation_id', sa.String(length=36), nullable=True),
    sa.Column('document_key', sa.LargeBinary(length=32), nullable=False),
    sa.Column('name_key', sa.LargeBinary(length=32), nullable=False),
    sa.Column('decree_number', sa.String(length=32), nullable=False),
    sa.Column('decree_date', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_by', sa.String(length=36), nullable=True),
    sa.CheckConstraint("decree_number <> ''", name=op.f('ck_deprived_person_decree_number')),
    sa.ForeignKeyConstraint(['removed_by'], ['decree.id'], name=op.f('fk_deprived_person_removed_by')),
    sa.ForeignKeyConstraint(['revocation_id'], ['revocation.id'], name=op.f('fk_deprived_person_revocation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deprived_person')),
    sa.UniqueConstraint('revocation_id', name=op.f('uq_deprived_person_revocation_id'))
    )
    op.create_index('ix_deprived_person_document_key', 'deprived_person', ['document_key'], unique=False)
    op.create_index('ix_deprived_person_name_key', 'deprived_person', ['name_key'], unique=False)
    op.create_table('revocation_request',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('election_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('attachment_id', sa.String(length=36), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('requested_by', sa.String(length=36), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decree_id', sa.String(length=36), nullable=True),
    sa.CheckConstraint("(state = 'drafted') = (decree_id IS NOT NULL)", name=op.f('ck_revocation_request_drafted_whole')),
    sa.CheckConstraint("state IN ('open', 'drafted', 'withdrawn')", name=op.f('ck_revocation_request_state')),
    sa.ForeignKeyConstraint(['attachment_id'], ['attachment.id'], name=op.f('fk_revocation_request_attachment_id')),
    sa.ForeignKeyConstraint(['decree_id'], ['decree.id'], name=op.f('fk_revocation_request_decree_id')),
    sa.ForeignKeyConstraint(['election_id'], ['election.id'], name=op.f('fk_revocation_request_election_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_revocation_request_organisation_id')),
    sa.ForeignKeyConstraint(['requested_by'], ['user_account.id'], name=op.f('fk_revocation_request_requested_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revocation_request'))
    )
    op.create_index('ix_revocation_request_organisation', 'revocation_request', ['organisation_id', 'requested_at'], unique=False)
    op.create_index('ix_revocation_request_state', 'revocation_request', ['state', 'requested_at'], unique=False)
    op.create_table('revocation_request_subject',
    sa.Column('request_id', sa.String(length=36), nullable=False),
    sa.Column('accreditation_id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['accreditation_id'], ['accreditation.id'], name=op.f('fk_revocation_request_subject_accreditation_id')),
    sa.ForeignKeyConstraint(['request_id'], ['revocation_request.id'], name=op.f('fk_revocation_request_subject_request_id')),
    sa.PrimaryKeyConstraint('request_id', 'accreditation_id', name=op.f('pk_revocation_request_subject'))
    )
    add_column('credential', 'delivered_at', 'INSTANT')


def downgrade() -> None:
    """Undo."""
    drop_column('credential', 'delivered_at')
    op.drop_table('revocation_request_subject')
    op.drop_table('revocation_request')
    op.drop_table('deprived_person')
    op.drop_table('refusal_ground')
    op.drop_table('refusal')
    op.drop_table('return_notice')
    op.drop_table('legal_opinion')
    op.drop_table('check_outcome')
    op.drop_table('mfa_review')
