# ruff: noqa: E501, S608 - DDL of our own words only
"""Guards of applying and deciding: the illegal transitions of the Regulation, refused by the database itself."""

from __future__ import annotations

from alembic import op

from server.adapters.database.triggers import Guard, create_statements, drop_statements

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INVITATION_MOVES = (
    "draft>issued", "issued>dispatched", "dispatched>accepted", "dispatched>declined", "issued>lapsed",
    "dispatched>lapsed", "accepted>lapsed", "lapsed>dispatched",
)  # fmt: skip
_PENDING = ("filed_cec", "filed_mfa", "mfa_review", "at_cec", "check", "returned", "ready")
_NOMINATION_MOVES = (
    "draft>filed_cec", "draft>filed_mfa", "filed_mfa>mfa_review", "mfa_review>at_cec", "filed_cec>at_cec",
    "at_cec>check", "check>returned", "returned>check", "check>ready", "ready>check", "ready>accredited",
    "ready>refused", "undecided_at_close>refused", "undecided_at_close>withdrawn", "refused>check",
    "undecided_at_close>check",
    *(f"{state}>undecided_at_close" for state in _PENDING), *(f"{state}>withdrawn" for state in _PENDING),
    "at_cec>merged", "check>merged", "returned>merged", "ready>merged",
)  # fmt: skip


def _differs(*columns: str) -> str:
    return "(" + " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns) + ")"


def _not_listed(moves: tuple[str, ...]) -> str:
    pairs = (move.split(">") for move in moves)
    return (
        "OLD.state <> NEW.state AND NOT ("
        + " OR ".join(f"(OLD.state = '{before}' AND NEW.state = '{after}')" for before, after in pairs)
        + ")"
    )


def _into(state: str) -> str:
    return f"NEW.state = '{state}' AND OLD.state <> '{state}'"


_WINDOW = "EXISTS (SELECT 1 FROM election e WHERE e.id = NEW.election_id AND e.window_opens_at <= NEW.{at} AND NEW.{at} < e.window_closes_at)"
_VALID_INVITATION = (
    "EXISTS (SELECT 1 FROM invitation i WHERE i.id = NEW.invitation_id AND i.election_id = NEW.election_id"
    " AND i.organisation_id = NEW.organisation_id AND i.state IN ('issued', 'dispatched', 'accepted'))"
)
_CALL = (
    "EXISTS (SELECT 1 FROM election e WHERE e.id = NEW.election_id AND e.call_published_at <= NEW.issued_at"
    " AND e.call_published_day <= NEW.letter_date)"
)
_SIGNED_REFUSAL = (
    "EXISTS (SELECT 1 FROM refusal r JOIN decree d ON d.id = r.decree_id JOIN refusal_ground g ON g.refusal_id = r.id"
    " WHERE r.nomination_id = NEW.id AND r.reopened_by IS NULL AND d.signed_at IS NOT NULL)"
)
_CLOSED = "EXISTS (SELECT 1 FROM election e WHERE e.id = NEW.election_id AND e.window_closes_at <= NEW.state_from)"
_SIGNED = "EXISTS (SELECT 1 FROM decree d WHERE d.id = {row}.decree_id AND d.signed_at IS NOT NULL)"
_SIGNED_GROUND = (
    "EXISTS (SELECT 1 FROM refusal r JOIN decree d ON d.id = r.decree_id WHERE r.id = {row}.refusal_id"
    " AND d.signed_at IS NOT NULL)"
)
_DECIDED = (
    "EXISTS (SELECT 1 FROM nomination n WHERE n.id = {row}.nomination_id"
    " AND n.state IN ('accredited', 'refused', 'withdrawn', 'merged'))"
)
_ORGANISATION_ROLE = "(NEW.role = 'organisation') <> (NEW.organisation_id IS NOT NULL)"
_NOMINATION_READY = (
    "NEW.nomination_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM nomination n WHERE n.id = NEW.nomination_id"
    " AND n.state = 'ready' AND n.election_id = (SELECT d.election_id FROM decree d WHERE d.id = NEW.decree_id)"
    " AND n.citizenships NOT LIKE '%KGZ%' AND NOT EXISTS (SELECT 1 FROM check_outcome c"
    " WHERE c.nomination_id = n.id AND c.outcome IN ('N1', 'N2', 'N3', 'N4')))"
)

GUARDS: tuple[Guard, ...] = (
    Guard("organisation_role", "user_account", "INSERT", _ORGANISATION_ROLE),
    Guard("organisation_role_stays", "user_account", "UPDATE", _ORGANISATION_ROLE),
    Guard("pack_stays", "rule_pack", "UPDATE", "1 = 1"),
    Guard("append_only_delete", "rule_pack", "DELETE", "1 = 1"),
    # IL-01, IL-02: after the call only, by one of four only (the second is a CHECK)
    Guard("after_call", "invitation", "INSERT", f"NEW.state <> 'draft' AND NOT {_CALL}"),
    Guard("after_call_update", "invitation", "UPDATE", f"OLD.state = 'draft' AND NEW.state <> 'draft' AND NOT {_CALL}"),
    Guard("moves", "invitation", "UPDATE", _not_listed(_INVITATION_MOVES)),
    Guard("issue_stays", "invitation", "UPDATE", "OLD.state <> 'draft' AND " + _differs(
        "election_id", "organisation_id", "issuer", "letter_number", "letter_date", "issued_by", "issued_at")),
    Guard("issued_no_delete", "invitation", "DELETE", "OLD.state <> 'draft'"),
    # IL-03, IL-04
    Guard("draft_first", "application", "INSERT", "NEW.state <> 'draft'"),
    Guard("needs_invitation", "application", "UPDATE",
          f"OLD.state = 'draft' AND NEW.state = 'filed' AND NOT {_VALID_INVITATION}"),
    Guard("filed_in_window", "application", "UPDATE",
          f"OLD.state = 'draft' AND NEW.state = 'filed' AND NOT {_WINDOW.format(at='filed_at')}"),
    Guard("filing_stays", "application", "UPDATE", "OLD.state <> 'draft' AND (NEW.state = 'draft' OR " + _differs(
        "election_id", "organisation_id", "invitation_id", "channel", "form_version", "number", "filed_at") + ")"),
    Guard("filed_no_delete", "application", "DELETE", "OLD.state <> 'draft'"),
    # The nomination's machine: IL-05, IL-09, IL-10, IL-12, IL-13
    Guard("draft_first", "nomination", "INSERT", "NEW.state <> 'draft'"),
    Guard("moves", "nomination", "UPDATE", _not_listed(_NOMINATION_MOVES)),
    Guard("filed_with_application", "nomination", "UPDATE",
          "OLD.state = 'draft' AND NEW.state <> 'draft' AND NOT EXISTS (SELECT 1 FROM application a"
          " WHERE a.id = NEW.application_id AND a.state = 'filed' AND a.election_id = NEW.election_id"
          " AND a.organisation_id = NEW.organisation_id AND NEW.state = 'filed_' || a.channel)"),
    Guard("belongs", "nomination", "UPDATE", _differs("id", "n", "application_id", "election_id", "organisation_id", "created_at")),
    Guard("data_stay", "nomination", "UPDATE", "OLD.state NOT IN ('draft', 'returned') AND " + _differs(
        "surname_latin", "given_latin", "patronymic_latin", "surname_cyrillic", "given_cyrillic", "patronymic_cyrillic",
        "birth_date", "citizenships", "document_country", "document_number", "document_kind", "document_expires_on",
        "category", "fingerprint")),
    Guard("filed_no_delete", "nomination", "DELETE", "OLD.state <> 'draft'"),
    Guard("ready_needs_checks", "nomination", "UPDATE",
          f"{_into('ready')} AND (SELECT count(*) FROM check_outcome c WHERE c.nomination_id = NEW.id) < 9"),
    Guard("accredited_by_decree", "nomination", "UPDATE",
          f"{_into('accredited')} AND NOT EXISTS (SELECT 1 FROM accreditation a WHERE a.nomination_id = NEW.id)"),
    Guard("refused_by_decree", "nomination", "UPDATE", f"{_into('refused')} AND NOT {_SIGNED_REFUSAL}"),
    Guard("undecided_after_close", "nomination", "UPDATE", f"{_into('undecided_at_close')} AND NOT {_CLOSED}"),
    Guard("completed_in_window", "nomination", "UPDATE",
          f"OLD.state = 'returned' AND NEW.state = 'check' AND {_CLOSED}"),
    Guard("reopened_by_act", "nomination", "UPDATE",
          "OLD.state = 'refused' AND NEW.state = 'check' AND (" + _SIGNED_REFUSAL + " OR NOT EXISTS (SELECT 1 FROM"
          " refusal r WHERE r.nomination_id = NEW.id AND r.reopened_by IS NOT NULL))"),
    Guard("reopened_in_window", "nomination", "UPDATE",
          f"OLD.state = 'undecided_at_close' AND NEW.state = 'check' AND {_CLOSED}"),
    # Checks, grounds and the refusal: IL-10, IL-11, IL-17
    Guard("decided_no_insert", "check_outcome", "INSERT", _DECIDED.format(row="NEW")),
    Guard("decided_no_update", "check_outcome", "UPDATE", _DECIDED.format(row="OLD")),
    Guard("decided_no_delete", "check_outcome", "DELETE", _DECIDED.format(row="OLD")),
    Guard("signed_no_insert", "refusal", "INSERT", _SIGNED.format(row="NEW")),
    Guard("signed_no_update", "refusal", "UPDATE", _SIGNED.format(row="OLD") + " AND (OLD.reopened_by IS NOT NULL OR " + _differs(
        "id", "decree_id", "decree_kind", "nomination_id", "facts") + ")"),
    Guard("signed_no_delete", "refusal", "DELETE", _SIGNED.format(row="OLD")),
    Guard("signed_no_insert", "refusal_ground", "INSERT", _SIGNED_GROUND.format(row="NEW")),
    Guard("signed_no_update", "refusal_ground", "UPDATE", "1 = 1"),
    Guard("signed_no_delete", "refusal_ground", "DELETE", _SIGNED_GROUND.format(row="OLD")),
    Guard("fits_person", "refusal_ground", "INSERT",
          "NOT EXISTS (SELECT 1 FROM refusal r JOIN check_outcome c ON c.nomination_id = r.nomination_id"
          " WHERE r.id = NEW.refusal_id AND c.outcome = NEW.ground)"),
    Guard("needs_legal_opinion", "refusal_ground", "INSERT",
          "NEW.ground IN ('D3a', 'D3b') AND NOT EXISTS (SELECT 1 FROM refusal r JOIN legal_opinion o"
          " ON o.nomination_id = r.nomination_id WHERE r.id = NEW.refusal_id AND o.ground = NEW.ground)"),
    Guard("refusal_has_ground", "decree", "UPDATE",
          "OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL AND EXISTS (SELECT 1 FROM refusal r"
          " WHERE r.decree_id = NEW.id AND NOT EXISTS (SELECT 1 FROM refusal_ground g WHERE g.refusal_id = r.id))"),
    Guard("opinion_stays", "legal_opinion", "UPDATE", "1 = 1"),
    # The decree: IL-04; the rules it was taken under
    Guard("accredits_in_window", "decree", "UPDATE",
          "OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL AND NEW.kind = 'accreditation' AND EXISTS (SELECT 1"
          " FROM election x WHERE x.id = NEW.election_id AND x.window_applies_to = 'filing_and_decree') AND NOT "
          + _WINDOW.format(at="signed_at")),
    Guard("rule_pack_stays", "decree", "UPDATE",
          "OLD.signed_at IS NOT NULL AND " + _differs("rule_pack_sha256")),
    Guard("signed_under_rule_pack", "decree", "UPDATE",
          "OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL AND NEW.rule_pack_sha256 IS NULL"),
    # Annex and accreditation: IL-05, IL-06, IL-21
    Guard("nomination_ready", "annex_line", "INSERT", _NOMINATION_READY),
    Guard("nomination_ready_update", "annex_line", "UPDATE", _NOMINATION_READY),
    Guard("basis_of_nomination", "accreditation", "INSERT",
          "(NEW.basis = 'application') <> (NEW.nomination_id IS NOT NULL) OR NEW.nomination_id IS DISTINCT FROM"
          " (SELECT l.nomination_id FROM annex_line l WHERE l.id = NEW.annex_line_id)"),
    Guard("nomination_ready", "accreditation", "INSERT", _NOMINATION_READY),
    Guard("nomination_stays", "accreditation", "UPDATE", _differs("nomination_id")),
    Guard("delivery_stays", "credential", "UPDATE", "OLD.delivered_at IS NOT NULL AND " + _differs("delivered_at")),
    # The list of those deprived: IL-16
    Guard("gross_only", "deprived_person", "INSERT",
          "NEW.revocation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM revocation r JOIN decree d ON d.id = r.decree_id"
          " WHERE r.id = NEW.revocation_id AND r.kind IN ('V1', 'V2', 'V3') AND r.gross AND d.signed_at IS NOT NULL)"),
    Guard("entry_stays", "deprived_person", "UPDATE",
          "OLD.removed_by IS NOT NULL OR " + _differs("revocation_id", "document_key", "name_key", "decree_number", "decree_date")),
    Guard("append_only_delete", "deprived_person", "DELETE", "1 = 1"),
    # Copies of documents: read in the open, deleted with a record
    *(Guard("append_only_update", t, "UPDATE", "1 = 1") for t in ("document_access", "document_deletion")),
    *(Guard("append_only_delete", t, "DELETE", "1 = 1") for t in ("document_access", "document_deletion")),
    Guard("filed_no_delete", "document_copy", "DELETE", "EXISTS (SELECT 1 FROM nomination n WHERE n.id = OLD.nomination_id AND n.state <> 'draft')"),
    Guard("copy_stays", "document_copy", "UPDATE", "OLD.deleted_at IS NOT NULL OR " + _differs(
        "application_id", "nomination_id", "kind", "media_type", "created_at")
        + " OR (NEW.sealed IS NOT NULL AND " + _differs("sealed") + ")"),
)  # fmt: skip


def upgrade() -> None:
    """Apply."""
    for statement in create_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Undo."""
    for statement in drop_statements(GUARDS, dialect=op.get_bind().dialect.name):
        op.execute(statement)
