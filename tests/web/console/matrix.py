"""Who may open what at the console: one row a family of addresses, the first that fits; a route without one fails."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

from server.usecases.roles import OFFICERS

NOBODY_ASKED: Final = None  # open without a session
EVERYONE: Final = frozenset(OFFICERS)
LEGAL: Final = frozenset({"registrar", "lawyer", "approver", "records", "auditor"})
CALENDAR: Final = LEGAL | {"mfa"}
PRINTING: Final = frozenset({"registrar", "approver", "records"})
REGISTRAR: Final = frozenset({"registrar"})
APPROVER: Final = frozenset({"approver"})
RECORDS: Final = frozenset({"records"})
ADMINISTRATOR: Final = frozenset({"administrator"})
MFA: Final = frozenset({"mfa"})
LAWYER: Final = frozenset({"lawyer"})
AUDITOR: Final = frozenset({"auditor"})
KEYS: Final = frozenset({"custodian", "auditor"})

# "METHOD rule": rules as Flask writes them; "*" stands for anything. Writing rows come before reading ones.
ROWS: Final[tuple[tuple[str, frozenset[str] | None], ...]] = (
    # without a session
    ("* /login*", NOBODY_ASKED), ("GET /static/*", NOBODY_ASKED), ("GET /device/*", NOBODY_ASKED),
    ("GET /<any(*>", NOBODY_ASKED), ("POST /api/v1/auth/login", NOBODY_ASKED),
    ("POST /api/v1/auth/refresh", NOBODY_ASKED),
    # one's own account
    ("GET /", EVERYONE), ("POST /logout", EVERYONE), ("* /account*", EVERYONE),
    ("GET /openapi.json", EVERYONE), ("GET /docs", EVERYONE),
    ("POST /api/v1/auth/logout", EVERYONE), ("* /api/v1/users/me*", EVERYONE),
    # one's notices; e-mail
    ("* /notices*", EVERYONE), ("* /api/v1/notices*", EVERYONE), ("* /mail*", ADMINISTRATOR),
    ("* /api/v1/messages*", ADMINISTRATOR),
    # accounts of others
    ("GET /api/v1/users*", ADMINISTRATOR | {"auditor"}), ("* /api/v1/users*", ADMINISTRATOR),
    ("* /users*", ADMINISTRATOR), ("GET /keys", KEYS), ("GET /api/v1/keys", KEYS),
    # statistics
    ("GET /statistics*", LEGAL), ("GET /api/v1/elections/<election_id>/statistics", LEGAL),
    # elections and organisations
    ("* /elections/new", REGISTRAR), ("* /elections/<election_id>/edit", REGISTRAR),
    ("* /elections/<election_id>/act", REGISTRAR), ("GET /elections*", CALENDAR),
    ("* /organisations/new", REGISTRAR), ("GET /organisations", CALENDAR),
    ("GET /api/v1/elections*", CALENDAR), ("* /api/v1/elections*", REGISTRAR),
    ("GET /api/v1/organisations", CALENDAR), ("POST /api/v1/organisations", REGISTRAR),
    # checking and deciding
    ("* /checks/record", LAWYER | REGISTRAR), ("POST /checks/ready", LAWYER), ("GET /checks", LEGAL),
    ("* /people/<nomination_id>/checks", LEGAL), ("* /people/<nomination_id>/opinion", LAWYER),
    ("POST /people/<nomination_id>/re*y", LAWYER), ("POST /people/<nomination_id>/reopen", LAWYER),
    ("* /people/<nomination_id>/merge", REGISTRAR), ("* /people/<nomination_id>/*", LAWYER | REGISTRAR),
    ("* /decisions/refuse", LAWYER | REGISTRAR), ("* /decisions", LEGAL),
    ("GET /refusals/<refusal_id>/letter.pdf", LEGAL), ("* /refusals/*", LAWYER | REGISTRAR),
    ("POST /docket/late", LAWYER | REGISTRAR), ("POST /docket/take-up", REGISTRAR), ("GET /docket", LEGAL),
    ("* /deprived/new", REGISTRAR), ("GET /deprived", LEGAL),
    ("POST /revocation-requests/*", REGISTRAR), ("GET /revocation-requests", LEGAL),
    ("* /decrees/<decree_id>/carry-out", REGISTRAR | RECORDS), ("* /decrees/<decree_id>/opinion", LAWYER),
    ("* /decrees/<decree_id>/hand-over", REGISTRAR | RECORDS),
    ("GET /api/v1/nominations/<nomination_id>/checks", LEGAL),
    ("POST /api/v1/nominations/ready", LAWYER), ("POST /api/v1/nominations/<nomination_id>/reopen", LAWYER),
    ("POST /api/v1/nominations/<nomination_id>/opinions", LAWYER),
    ("POST /api/v1/nominations/<nomination_id>/merge", REGISTRAR),
    ("* /api/v1/nominations/*/checks/<check>", LAWYER | REGISTRAR),
    ("POST /api/v1/nominations/checks", LAWYER | REGISTRAR), ("* /api/v1/nominations/*/return", LAWYER | REGISTRAR),
    ("* /api/v1/nominations/*/zone", LAWYER | REGISTRAR),
    ("POST /api/v1/decisions/accreditations", REGISTRAR), ("POST /api/v1/decisions/take-up", REGISTRAR),
    ("POST /api/v1/decisions/*", LAWYER | REGISTRAR), ("GET /api/v1/decisions/*", LEGAL),
    ("GET /api/v1/refusals/*", LEGAL), ("* /api/v1/refusals/*", LAWYER | REGISTRAR),
    ("POST /api/v1/decrees/<decree_id>/carry-out", REGISTRAR | RECORDS),
    ("POST /api/v1/decrees/<decree_id>/opinions", LAWYER),
    ("POST /api/v1/certificates/delivered", REGISTRAR | RECORDS),
    ("GET /api/v1/deprived", LEGAL), ("POST /api/v1/deprived", REGISTRAR),
    ("GET /api/v1/revocation-requests", LEGAL), ("POST /api/v1/revocation-requests/*", REGISTRAR),
    # decrees, their three hands and what hangs on them
    ("* /decrees/<decree_id>/sign", APPROVER), ("* /decrees/<decree_id>/publish", RECORDS),
    ("* /decrees/<decree_id>/issue", REGISTRAR | RECORDS), ("* /decrees/<decree_id>/discard", REGISTRAR | APPROVER),
    ("* /decrees/<decree_id>/print", PRINTING), ("* /batches/*", PRINTING),
    ("* /decrees/new", REGISTRAR), ("* /decrees/<decree_id>/lines*", REGISTRAR),
    ("* /decrees/<decree_id>/import*", REGISTRAR), ("GET /lists/observers.<kind>", REGISTRAR),
    ("GET /decrees*", LEGAL),
    ("* /api/v1/decrees/<decree_id>/sign", APPROVER), ("* /api/v1/decrees/<decree_id>/publish", RECORDS),
    ("POST /api/v1/decrees/<decree_id>/certificates", REGISTRAR | RECORDS),
    ("POST /api/v1/decrees/<decree_id>/discard", REGISTRAR | APPROVER),
    ("GET /api/v1/decrees*", LEGAL), ("* /api/v1/decrees*", REGISTRAR),
    # certificates, persons, revocations
    ("* /certificates/<number>/replace", REGISTRAR), ("* /certificates/<number>/correct", REGISTRAR),
    ("GET /certificates*", LEGAL), ("GET /persons/<person_id>", LEGAL), ("* /find", LEGAL),
    ("* /accreditations/<accreditation_id>/revoke", REGISTRAR), ("* /revocations/<revocation_id>/annul", REGISTRAR),
    ("GET /attachments/<attachment_id>", LEGAL),
    ("GET /api/v1/certificates*", LEGAL), ("POST /api/v1/certificates/find", LEGAL),
    ("* /api/v1/certificates*", REGISTRAR),
    ("GET /api/v1/persons*", LEGAL), ("GET /api/v1/revocations*", LEGAL), ("* /api/v1/revocations*", REGISTRAR),
    ("GET /api/v1/attachments*", LEGAL),
    # invitations and proposals
    ("* /invitations/<invitation_id>/dispatch", REGISTRAR | MFA), ("GET /invitations", CALENDAR),
    ("GET /invitations/<invitation_id>", CALENDAR), ("* /invitations*", REGISTRAR),
    ("GET /proposals", LEGAL), ("* /proposals*", REGISTRAR),
    # the Ministry's desk and the CEC's intake
    ("* /mfa*", MFA), ("GET /intake", LEGAL), ("GET /people", LEGAL),
    ("POST /applications/<application_id>/receive", REGISTRAR),
    ("POST /applications/<application_id>/begin-check", REGISTRAR | LAWYER), ("GET /applications/*", LEGAL),
    ("GET /api/v1/invitations/<invitation_id>/codes", REGISTRAR), ("GET /api/v1/invitations*", CALENDAR),
    ("* /api/v1/invitations/<invitation_id>/dispatch", REGISTRAR | MFA), ("* /api/v1/invitations*", REGISTRAR),
    ("* /api/v1/portal-codes*", REGISTRAR), ("GET /api/v1/proposals", LEGAL), ("* /api/v1/proposals*", REGISTRAR),
    ("* /api/v1/mfa*", MFA), ("GET /api/v1/applications*", LEGAL), ("GET /api/v1/nominations", LEGAL),
    ("POST /api/v1/nominations/receive", REGISTRAR), ("POST /api/v1/nominations/begin-check", REGISTRAR | LAWYER),
    # copies of documents: read by the desks that need them, the log of readings by the auditor
    ("GET /documents/log", AUDITOR), ("GET /documents/<document_id>", REGISTRAR | LAWYER | MFA),
    ("GET /api/v1/documents/log", AUDITOR), ("GET /api/v1/documents/deletions", AUDITOR),
    ("GET /api/v1/documents/<document_id>", REGISTRAR | LAWYER | MFA), ("DELETE /api/v1/documents/*", MFA),
    ("* /api/v1/nominations/<nomination_id>/documents", MFA), ("* /api/v1/nominations/<nomination_id>/uploads", MFA),
    ("* /api/v1/uploads*", MFA),
    # the log
    ("GET /acts", LEGAL), ("GET /api/v1/acts", LEGAL),
)  # fmt: skip


def expected(method: str, rule: str) -> frozenset[str] | None:
    """Return the roles that may call a route, None where no session is asked for.

    Raises: LookupError without a row.
    """
    for pattern, roles in ROWS:
        if fnmatchcase(f"{method} {rule}", pattern.replace("[", "[[]")):
            return roles
    raise LookupError(f"{method} {rule}")
