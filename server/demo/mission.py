"""An invited organisation of the demo at work: its account, an application that was filed, another still a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any, Final

from server.accreditation.calendar import day_of
from server.demo.organisations import ORGANISATIONS
from server.demo.people import invented_row
from server.demo.specimen_document import draw_document
from server.demo.stage import Stage, Step
from server.usecases.applications import Contact, open_application
from server.usecases.documents import IDENTITY, keep_copy
from server.usecases.file_application import file_application
from server.usecases.import_nominations import import_nominations
from server.usecases.intake import begin_check, receive_nominations
from server.usecases.invite import answer_invitation, dispatch_invitation, draft_invitation, issue_invitation
from server.usecases.make_portal_code import make_portal_code
from server.usecases.perform import perform
from server.usecases.portal_accounts import open_portal_account
from server.usecases.ports import Actor
from server.usecases.queries_of_applications import ApplicationFilter, InvitationFilter, NominationFilter
from server.usecases.return_nomination import return_nomination
from server.usecases.roles import ORGANISATION
from server.usecases.sign_in import NOBODY

_LETTER: Final = "01-7/18"
OWN: Final = 0  # place among the invented organisations
_CONTACT: Final = Contact("Marit Oosterveld (үлгү)", "focal@blue-steppe.example", "+996 312 000000")
_FILED: Final = range(301, 305)
_DRAFTED: Final = range(305, 308)


def mission_steps(stage: Stage, *, election: str) -> Iterator[Step]:
    """Yield what the organisation and the desks did about its mission, invitation first."""
    invited = partial(_invite, election=election)
    yield Step(stage.when(-38, 11), "mission invited", invited)
    yield Step(stage.when(-37, 10), "mission account", _open_account)
    yield Step(stage.when(-5, 10), "mission filed", _file)
    yield Step(stage.when(-4, 9), "mission at the desk", _check)
    yield Step(stage.when(-2, 11), "mission draft", _draft)


def _invite(stage: Stage, *, election: str) -> None:
    if not _belongs_here(stage):
        return
    today = day_of(stage.clock.now())
    rows = stage.ports.queries.organisations(limit=100).rows
    found = next(row for row in rows if row.name == ORGANISATIONS[OWN].name)
    invitation = stage.do(
        draft_invitation, "registrar", "mission invitation", election_id=election, organisation_id=found.id,
        issuer="cec", planned=12,
    )  # fmt: skip
    stage.do(
        issue_invitation, "registrar", "mission issue", invitation_id=invitation, letter_number=_LETTER,
        letter_date=today,
    )  # fmt: skip
    stage.do(
        dispatch_invitation, "registrar", "mission dispatch", invitation_id=invitation, dispatcher="cec",
        dispatched_on=today,
    )  # fmt: skip
    stage.kept["mission"] = str(invitation)


def _belongs_here(stage: Stage) -> bool:
    """Tell whether the mission is part of this installation's story: one told by an older version stays as it is."""
    newest = stage.ports.queries.acts(limit=1).rows
    told = any(row.letter_number == _LETTER for row in stage.ports.queries.invitations(InvitationFilter()).rows)
    return told or not newest or newest[0].at <= stage.clock.now()


def _of_mission(act: Callable[[Stage], None]) -> Callable[[Stage], None]:
    """Do a step only where the mission was invited."""

    @wraps(act)
    def _act(stage: Stage) -> None:
        if "mission" in stage.kept:
            act(stage)

    return _act


@_of_mission
def _open_account(stage: Stage) -> None:
    """Open the account with a code; the code is told once, so that an account that is there is left as it is."""
    if stage.ports.queries.account(ORGANISATION) is None:
        registrar = stage.officers["registrar"]
        made = perform(make_portal_code, ports=stage.ports, actor=registrar, invitation_id=stage.kept["mission"])
        perform(
            open_portal_account, ports=stage.ports, actor=NOBODY, code=made.result["code"],
            display_name="Уюмдун өкүлү (үлгү)", email=_CONTACT.email, login=ORGANISATION,
            password=stage.notebook.passwords[ORGANISATION], language="ky",
        )  # fmt: skip
    account = stage.ports.queries.account(ORGANISATION)
    assert account is not None
    stage.officers[ORGANISATION] = Actor(account.id, ORGANISATION, account.organisation_id)
    stage.do(
        answer_invitation, ORGANISATION, "mission answer", invitation_id=stage.kept["mission"], accepted=True,
        planned=12,
    )  # fmt: skip


def _application(stage: Stage, name: str, people: range) -> str:
    application = stage.do(
        open_application, ORGANISATION, f"{name} application", invitation_id=stage.kept["mission"], channel="cec",
        contact=_CONTACT,
    )  # fmt: skip
    rows = [invented_row(number) for number in people]
    stage.do(import_nominations, ORGANISATION, f"{name} list", application_id=application, rows=rows)
    return str(application)


def _people(stage: Stage, application: str) -> list[Any]:
    narrowed = NominationFilter(application_id=application, oldest_first=True)
    return list(stage.ports.queries.nominations(narrowed, limit=100).rows)


def _copies(stage: Stage, application: str, *, besides: int = 0) -> None:
    """Keep a copy for everyone but the last `besides`; whoever has one keeps it."""
    there = stage.ports.queries.copies_of_application(application)
    people = _people(stage, application)
    for row in people[: len(people) - besides]:
        if row.id not in there:
            page = draw_document(name=row.name_latin, number=row.document_number, country=row.document_country)
            made = stage.ports.reencoder.reencode(page, kind=IDENTITY)
            perform(
                keep_copy, ports=stage.ports, actor=stage.officers[ORGANISATION], vault=stage.ports.vault,
                nomination_id=row.id, kind=IDENTITY, made=made,
            )  # fmt: skip


@_of_mission
def _file(stage: Stage) -> None:
    application = _application(stage, "mission-1", _FILED)
    if stage.ports.queries.application(application).state == "draft":
        _copies(stage, application)
    stage.do(file_application, ORGANISATION, "mission-1 filed", application_id=application)
    stage.kept["mission-1"] = application


@_of_mission
def _check(stage: Stage) -> None:
    ids = [row.id for row in _people(stage, stage.kept["mission-1"])]
    stage.do(receive_nominations, "registrar", "mission-1 received", nomination_ids=ids[:3])
    stage.do(begin_check, "registrar", "mission-1 check", nomination_ids=ids[:2])
    stage.do(
        return_nomination, "registrar", "mission-1 returned", nomination_id=ids[0],
        missing=("copy_legible",), note="The number cannot be read on the copy.",
    )  # fmt: skip


@_of_mission
def _draft(stage: Stage) -> None:
    application = _application(stage, "mission-2", _DRAFTED)
    drafts = stage.ports.queries.applications(ApplicationFilter(invitation_id=stage.kept["mission"], state="draft"))
    if application in {row.id for row in drafts.rows}:  # who tries the demo may have filed or deleted it
        _copies(stage, application, besides=1)
