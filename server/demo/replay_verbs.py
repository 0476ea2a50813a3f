"""Short ways of the replay: several use cases in the order in which people do them, each done once for ever."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

from server.accreditation.calendar import day_of
from server.accreditation.grounds import Check, rule_of
from server.demo.paper_application import draw_identity_document
from server.demo.stage import Stage
from server.usecases.applications import Contact, open_application
from server.usecases.check_sheet import record_check
from server.usecases.deprived import EarlierDecree, enter_earlier_decree
from server.usecases.document_ports import Reencoded, Vault
from server.usecases.documents import keep_copy
from server.usecases.file_application import file_application
from server.usecases.import_nominations import import_nominations
from server.usecases.invite import answer_invitation, dispatch_invitation, draft_invitation, issue_invitation
from server.usecases.list_rows import ListRow
from server.usecases.make_portal_code import make_portal_code
from server.usecases.mfa_desk import review_nomination
from server.usecases.perform import perform
from server.usecases.portal_accounts import open_portal_account
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.queries_of_applications import NominationFilter

LOOKED_AT: Final = "Арыз, документтердин көчүрмөлөрү, Министрликтин корутундусу."
SUBJECT: Final = "Эл аралык байкоочуларды аккредитациялоо жөнүндө"
REFUSAL_SUBJECT: Final = "Эл аралык байкоочуларды аккредитациялоодон жүйөлүү баш тартуу жөнүндө"
FACTS: Final = {
    "D2b": "Line {place} of the list gives no date of issue, and the request to complete it was not answered.",
    "D2c": "The surname on the copy of the passport differs from the list in more than its spelling.",
    "D4": "The same passport stands in the decree on deprivation of accreditation for a gross violation.",
    "N1": "The copy shows a passport of the Kyrgyz Republic beside the other one (person {place}).",
}
_PIECE: Final = 400
_SYSTEM: Final = Actor("publisher", "system")


def pieces(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield what a desk takes at once."""
    for start in range(0, len(ids), _PIECE):
        yield ids[start : start + _PIECE]


def as_organisation(stage: Stage, actor: Actor, step: str, verb: Callable[..., Any], /, **arguments: Any) -> Any:
    """Perform a verb as an organisation's representative, once for ever."""
    return perform(verb, ports=stage.ports, actor=actor, once=f"demo {step}", **arguments).result


def as_system(stage: Stage, verb: Callable[..., Any], step: str, /, **arguments: Any) -> Any:
    """Perform what the clock does, once for ever."""
    return perform(verb, ports=stage.ports, actor=_SYSTEM, once=f"demo {step}", **arguments).result


def invite(stage: Stage, organisation: str, *, issuer: str, election: str) -> str:
    """Draft, issue, dispatch an invitation, and record that it was accepted."""
    step, day = f"replay invitation {organisation}", day_of(stage.clock.now())
    made = stage.do(draft_invitation, "registrar", f"{step} draft", election_id=election,
                    organisation_id=organisation, issuer=issuer)  # fmt: skip
    number = f"01-7/{int(hashlib.sha256(organisation.encode()).hexdigest(), 16) % 9000 + 1000}"
    stage.do(
        issue_invitation, "registrar", f"{step} issue", invitation_id=made, letter_number=number, letter_date=day
    )
    stage.do(dispatch_invitation, "mfa", f"{step} dispatch", invitation_id=made, dispatcher="mfa", dispatched_on=day)
    stage.do(answer_invitation, "registrar", f"{step} answer", invitation_id=made, accepted=True)
    return str(made)


def open_account(stage: Stage, invitation: str, organisation: str, *, login: str) -> Actor:
    """Open the organisation's account with a code, the first time; nobody keeps its password."""
    known = stage.ports.queries.account(login)
    if known is None:
        code = perform(make_portal_code, ports=stage.ports, actor=stage.officers["registrar"],
                       invitation_id=invitation).result["code"]  # fmt: skip
        perform(
            open_portal_account, ports=stage.ports, actor=Actor("portal", "system"), code=code,
            display_name="Representative (synthetic)", email=f"{login}@example.org", login=login,
            password=secrets.token_urlsafe(18),
        )  # fmt: skip
        known = stage.ports.queries.account(login)
    assert known is not None
    return Actor(known.id, "organisation", organisation)


def file_list(
    stage: Stage, actor: Actor, invitation: str, *, channel: str, rows: Sequence[ListRow]
) -> tuple[str, list[str]]:
    """File an application with a list and a copy for each person; return its id and the people in their order."""
    step = f"replay {channel} {invitation}"
    contact = Contact("Representative (synthetic)", "contact@example.org")
    application = as_organisation(stage, actor, f"{step} open", open_application, invitation_id=invitation,
                                  channel=channel, contact=contact)  # fmt: skip
    as_organisation(stage, actor, f"{step} list", import_nominations, application_id=application, rows=rows)
    people = _people_of(stage, application)
    as_organisation(stage, actor, f"{step} copies", keep_copies, nomination_ids=people, copy=_copy(),
                    vault=stage.ports.vault)  # fmt: skip
    as_organisation(stage, actor, f"{step} file", file_application, application_id=application)
    return application, people


def keep_copies(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, vault: Vault, nomination_ids: Sequence[str], copy: Reencoded
) -> int:
    """Keep the same invented copy for each person."""
    for nomination in nomination_ids:
        keep_copy(uow=uow, clock=clock, actor=actor, vault=vault, nomination_id=nomination,
                  kind="identity_document", made=copy)  # fmt: skip
    return len(nomination_ids)


def clear_all(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str]) -> int:
    """Review people one after the other: nothing to remark."""
    for nomination in nomination_ids:
        review_nomination(uow=uow, clock=clock, actor=actor, nomination_id=nomination, outcome="cleared")
    return len(nomination_ids)


def find_of_all(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_ids: Sequence[str], ground: str) -> int:
    """Answer every check of each person; the ground's own check finds it, with its evidence."""
    for place, nomination in enumerate(nomination_ids):
        for check in Check:
            found = check == rule_of(ground).check
            evidence = FACTS[ground].format(place=place + 1) if found else ""
            record_check(uow=uow, clock=clock, actor=actor, nomination_id=nomination, check=check.value,
                         outcome=ground if found else "ok", evidence=evidence)  # fmt: skip
    return len(nomination_ids)


def refused_people(people: Sequence[str], *, citizens: Sequence[str]) -> dict[str, list[str]]:
    """Return who is refused on which ground, in the proportions of a real election abroad: most are incomplete."""
    others = [person for person in people if person not in citizens][: len(people) - len(citizens)]
    return {"D2b": others[:-2], "D2c": [others[-2]], "D4": [others[-1]], "N1": list(citizens)}


def enter_deprived(stage: Stage, nomination: str) -> None:
    """Enter the person by a decree of an earlier election."""
    data = stage.ports.queries.nomination(nomination).data
    entry = EarlierDecree(
        data.surname_latin, data.given_latin or data.surname_latin, data.birth_date or date(1970, 1, 1),
        data.document_country, data.document_number, "58", date(2020, 10, 5),
    )  # fmt: skip
    stage.do(enter_earlier_decree, "registrar", "replay deprived", entry=entry, matching=stage.ports.matching)


def _people_of(stage: Stage, application: str) -> list[str]:
    found, after = [], None
    while True:
        narrowed = NominationFilter(application_id=application)
        page = stage.ports.queries.nominations(narrowed, after=after, limit=200)
        found += [(row.position, row.id) for row in page.rows]
        after = page.next
        if after is None:
            return [key for _, key in sorted(found)]


def _copy() -> Reencoded:
    """Return the invented copy as the worker would make it: the same bytes for everyone."""
    return Reencoded(draw_identity_document(), "image/jpeg", 1)
