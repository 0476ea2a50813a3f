"""The read side on one engine; every call is one short transaction."""

from __future__ import annotations

from server.adapters.database.queries_accounts import AccountQueries
from server.adapters.database.queries_acts import ActQueries
from server.adapters.database.queries_applications import ApplicationListQueries
from server.adapters.database.queries_certificates import CertificateQueries
from server.adapters.database.queries_decree_papers import DecreePaperQueries
from server.adapters.database.queries_decrees import DecreeQueries
from server.adapters.database.queries_desks import DeskListQueries
from server.adapters.database.queries_documents import DocumentQueries
from server.adapters.database.queries_drafts import DraftQueries
from server.adapters.database.queries_elections import ElectionQueries
from server.adapters.database.queries_invitations import InvitationQueries
from server.adapters.database.queries_nominations import NominationQueries
from server.adapters.database.queries_notices import NoticeListQueries
from server.adapters.database.queries_persons import PersonQueries
from server.adapters.database.queries_portal import PortalListQueries
from server.adapters.database.queries_revocation_requests import RevocationRequestQueries
from server.adapters.database.queries_rule_packs import RulePackQueries
from server.adapters.database.queries_statistics import StatisticsQueries
from server.adapters.database.queries_twins import TwinQueries


class SqlQueries(
    ElectionQueries, DecreeQueries, DraftQueries, CertificateQueries, PersonQueries, ActQueries, AccountQueries,
    ApplicationListQueries, NominationQueries, TwinQueries, InvitationQueries, RulePackQueries, DocumentQueries,
    DeskListQueries, DecreePaperQueries, RevocationRequestQueries,
    NoticeListQueries, PortalListQueries, StatisticsQueries,
):  # fmt: skip
    """Implements usecases.queries.Queries."""
