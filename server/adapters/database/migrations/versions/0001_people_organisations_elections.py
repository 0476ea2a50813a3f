# ruff: noqa: E501
"""People, organisations, elections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


# fmt: off
def upgrade() -> None:
    """Apply."""
    op.create_table('election',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('prefix', sa.String(length=4), nullable=False),
    sa.Column('kinds', sa.String(length=64), nullable=False),
    sa.Column('title_ky', sa.String(length=200), nullable=False),
    sa.Column('title_ru', sa.String(length=200), nullable=False),
    sa.Column('title_en', sa.String(length=200), nullable=False),
    sa.Column('date_set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('call_published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('window_rule', sa.String(length=32), nullable=False),
    sa.Column('term_basis', sa.Integer(), nullable=False),
    sa.Column('results_published_day', sa.Date(), nullable=True),
    sa.Column('next_index', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("window_rule IN ('E-3_inclusive', 'three_clear_days')", name=op.f('ck_election_window_rule')),
    sa.CheckConstraint('(term_basis = 1) = (results_published_day IS NOT NULL)', name=op.f('ck_election_published_day')),
    sa.CheckConstraint('call_published_at IS NULL OR call_published_at >= date_set_at', name=op.f('ck_election_call_after_date_set')),
    sa.CheckConstraint('next_index BETWEEN 0 AND 1048576', name=op.f('ck_election_next_index')),
    sa.CheckConstraint('term_basis BETWEEN 0 AND 3', name=op.f('ck_election_term_basis')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_election')),
    sa.UniqueConstraint('prefix', name=op.f('uq_election_prefix'))
    )
    op.create_table('organisation',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('name_ky', sa.String(length=160), nullable=False),
    sa.Column('name_ru', sa.String(length=160), nullable=False),
    sa.Column('origin', sa.String(length=16), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('country', sa.String(length=3), nullable=True),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_organisation_name')),
    sa.CheckConstraint("origin IN ('foreign', 'international')", name=op.f('ck_organisation_origin')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('name', name=op.f('uq_organisation_name'))
    )
    op.create_table('person',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('surname_latin', sa.String(length=60), nullable=False),
    sa.Column('given_latin', sa.String(length=60), nullable=False),
    sa.Column('patronymic_latin', sa.String(length=60), nullable=False),
    sa.Column('surname_cyrillic', sa.String(length=60), nullable=False),
    sa.Column('given_cyrillic', sa.String(length=60), nullable=False),
    sa.Column('patronymic_cyrillic', sa.String(length=60), nullable=False),
    sa.Column('cyrillic_language', sa.String(length=3), nullable=True),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('search_key', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(cyrillic_language IS NULL) = (surname_cyrillic = '')", name=op.f('ck_person_cyrillic_with_language')),
    sa.CheckConstraint("cyrillic_language IN ('kir', 'rus')", name=op.f('ck_person_cyrillic_language')),
    sa.CheckConstraint("surname_latin <> ''", name=op.f('ck_person_surname_latin')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    op.create_table('user_account',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('login', sa.String(length=64), nullable=False),
    sa.Column('display_name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("language IN ('ky', 'ru', 'en')", name=op.f('ck_user_account_language')),
    sa.CheckConstraint("role IN ('registrar', 'approver', 'records')", name=op.f('ck_user_account_role')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('login', name=op.f('uq_user_account_login'))
    )
    op.create_table('identity_document',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('country', sa.String(length=3), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_identity_document_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identity_document')),
    sa.UniqueConstraint('id', 'person_id', name=op.f('uq_identity_document_id_person_id'))
    )
    with op.batch_alter_table('identity_document', schema=None) as batch_op:
        batch_op.create_index('ix_identity_document_country_number', ['country', 'number'], unique=False)
        batch_op.create_index(batch_op.f('ix_identity_document_person_id'), ['person_id'], unique=False)

    op.create_table('person_citizenship',
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('country', sa.String(length=3), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.CheckConstraint("country <> 'KGZ'", name=op.f('ck_person_citizenship_not_kyrgyz_republic')),
    sa.CheckConstraint('length(country) = 3 AND country = upper(country)', name=op.f('ck_person_citizenship_country')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_citizenship_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'country', name=op.f('pk_person_citizenship')),
    sa.UniqueConstraint('person_id', 'position', name=op.f('uq_person_citizenship_person_id_position'))
    )
    op.create_table('revoked_token',
    sa.Column('jti', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_revoked_token_user_id')),
    sa.PrimaryKeyConstraint('jti', name=op.f('pk_revoked_token'))
    )
    op.create_table('session_family',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('user_id', sa.String(length=36), nullable=False),
    sa.Column('current_jti', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=32), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_session_family_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_family'))
    )
    with op.batch_alter_table('session_family', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_family_user_id'), ['user_id'], unique=False)



def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table('session_family', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_session_family_user_id'))

    op.drop_table('session_family')
    op.drop_table('revoked_token')
    op.drop_table('person_citizenship')
    with op.batch_alter_table('identity_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_identity_document_person_id'))
        batch_op.drop_index('ix_identity_document_country_number')

    op.drop_table('identity_document')
    op.drop_table('user_account')
    op.drop_table('person')
    op.drop_table('organisation')
    op.drop_table('election')
