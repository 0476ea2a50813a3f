"""The election of November 2021 replayed with invented people: the decree batches and figures of that time.

762 people to decide about: 736 accredited in seven batches, 26 refused with reasons; besides, 9 withdrawn, 7 filed
twice through two channels and merged, 3 undecided at the close, 5 revoked. Everything is done by the use cases the
desks use, at the hours of that time in Bishkek.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from server.accreditation.calendar import at, day_of
from server.accreditation.grounds import Check
from server.demo import replay_verbs as verbs
from server.demo.paper_application import draw_application
from server.demo.replay_cast import Sender, people, senders
from server.demo.stage import Stage, Step
from server.usecases.act_on_election import draft_election_act
from server.usecases.add_organisation import add_organisation
from server.usecases.call_election import call_election
from server.usecases.carry_out import carry_out
from server.usecases.check_sheet import make_ready, record_checks
from server.usecases.close_window import close_window
from server.usecases.decide import RefusalInput, draft_accreditation_of, draft_refusals
from server.usecases.intake import begin_check, receive_nominations
from server.usecases.merge_nominations import merge_nominations
from server.usecases.mfa_desk import forward_nominations
from server.usecases.ports import Actor
from server.usecases.request_revocation import request_revocation
from server.usecases.revocation_requests import draft_from_request
from server.usecases.revoke import Upload, draft_revocation
from server.usecases.withdraw import withdraw_nominations

CODE: Final = "kg-2021-jk"
BEGINS: Final = at(date(2021, 8, 20), 9)
_E: Final = date(2021, 11, 28)
# Day of the decree, its number, how many people it accredits: 50, 81, 109, 276, 435, 730, 736 in all.
BATCHES: Final = (
    (date(2021, 10, 20), "171", 50), (date(2021, 10, 26), "176", 31), (date(2021, 11, 12), "189", 28),
    (date(2021, 11, 13), "190", 167), (date(2021, 11, 18), "195", 159), (date(2021, 11, 23), "201", 295),
    (date(2021, 11, 25), "204", 6),
)  # fmt: skip
_REFUSED: Final = 26
_WITHDRAWN, _TWICE, _UNDECIDED = 9, 7, 3
_EXTRA: Final = _REFUSED + _WITHDRAWN + _UNDECIDED  # filed by the largest organisation besides its accredited people
_CITIZENS: Final = 2
_CHECKS: Final = tuple(check.value for check in Check)


@dataclass(slots=True)
class Cast:
    """What the replay has made so far: actors by organisation, people in the order of their filing."""

    actors: dict[str, Actor] = field(default_factory=dict)
    applications: dict[str, str] = field(default_factory=dict)
    admitted: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    by_channel: dict[str, list[str]] = field(default_factory=lambda: {"cec": [], "mfa": []})


def replay(stage: Stage) -> Iterator[Step]:
    """Yield every step; told in the order of their times."""
    cast, everyone = Cast(), senders()
    yield Step(BEGINS, "replay officers", Stage.add_officers)
    yield Step(at(date(2021, 8, 28), 12), "replay call", _call)
    first = 1
    for place, sender in enumerate(everyone):
        filed_on = at(date(2021, 11, 22), 10) if sender.late else at(date(2021, 9, 20), 9) + timedelta(hours=place)
        extra = _EXTRA if place == 0 else 0
        joining = partial(_join, cast=cast, sender=sender, first=first, extra=extra)
        yield Step(filed_on, f"replay {place} files", joining)
        first += sender.accredited + extra
    yield Step(at(date(2021, 9, 28), 9), "replay twice", partial(_file_twice, cast=cast))
    yield Step(at(date(2021, 9, 29), 10), "replay intake", partial(_receive, cast=cast))
    yield Step(at(date(2021, 9, 30), 10), "replay merge", partial(_merge, cast=cast))
    yield Step(at(date(2021, 10, 5), 15), "replay withdraw", partial(_withdraw, cast=cast))
    yield from _decisions(cast)
    yield Step(at(date(2021, 11, 26), 0, minute=1), "replay close", _close)
    yield from _revocations(cast)
    yield from _results()


def _do(stage: Stage, verb: Any, role: str, step: str, **arguments: Any) -> Any:
    return stage.do(verb, role, f"replay {step}", **arguments)


def _call(stage: Stage) -> None:
    _do(
        stage, call_election, "registrar", "call",
        code=CODE, prefix="JKR", kinds=("parliament",),
        titles={
            "ky": "Жогорку Кеңештин депутаттарын шайлоо, 2021-жылдын 28-ноябры "
            "(кайра ойнотуу, ойдон чыгарылган адамдар)",
            "ru": "Выборы депутатов Жогорку Кенеша, 28 ноября 2021 года (реконструкция, люди вымышлены)",
            "en": "Elections of deputies of the Jogorku Kenesh, 28 November 2021 (replay, invented people)",
        },
        date_set_at=at(date(2021, 8, 27), 10), call_published_at=at(date(2021, 8, 28), 10),
        voting_days=(_E,), window_rule="E-3_inclusive",
    )  # fmt: skip


def _join(stage: Stage, *, cast: Cast, sender: Sender, first: int, extra: int) -> None:
    """Invite an organisation, open its account, file its list with copies."""
    name = sender.organisation.name
    organisation = _do(
        stage, add_organisation, "registrar", f"{name}",
        name=name, name_ky=sender.organisation.name_ky, name_ru=sender.organisation.name_ru,
        origin=sender.organisation.origin, kind=sender.organisation.kind, country=None,
    )  # fmt: skip
    invitation = verbs.invite(stage, organisation, issuer=sender.issuer, election=CODE)
    actor = verbs.open_account(stage, invitation, organisation, login=f"replay-{first}")
    rows = people(first, sender.accredited + extra, citizens=_CITIZENS if extra else 0)
    application, made = verbs.file_list(stage, actor, invitation, channel=sender.channel, rows=rows)
    cast.actors[name], cast.applications[name] = actor, application
    (cast.late if sender.late else cast.admitted).extend(made[: sender.accredited])
    cast.extra += made[sender.accredited :]
    if not sender.late:
        cast.by_channel[sender.channel] += made


def _file_twice(stage: Stage, *, cast: Cast) -> None:
    """Seven people of the largest organisation come through the Ministry as well."""
    largest = senders()[0]
    invitation = stage.ports.queries.application(cast.applications[largest.organisation.name]).invitation_id
    actor = cast.actors[largest.organisation.name]
    _, cast.twice = verbs.file_list(stage, actor, invitation, channel="mfa", rows=people(1, _TWICE))
    cast.by_channel["mfa"] += cast.twice


def _receive(stage: Stage, *, cast: Cast) -> None:
    """The Ministry reviews and forwards what came to it; the CEC receives, and begins the checks."""
    at_ministry = cast.by_channel["mfa"]
    _do(stage, verbs.clear_all, "mfa", "review", nomination_ids=at_ministry)
    _do(stage, forward_nominations, "mfa", "forward", nomination_ids=at_ministry, letter_number="07-21/1187",
        letter_date=day_of(stage.clock.now()))  # fmt: skip
    for place, chosen in enumerate(verbs.pieces(cast.by_channel["cec"])):
        _do(stage, receive_nominations, "registrar", f"receive {place}", nomination_ids=chosen)
    for place, chosen in enumerate(verbs.pieces(cast.by_channel["cec"] + at_ministry)):
        _do(stage, begin_check, "registrar", f"begin {place}", nomination_ids=chosen)


def _merge(stage: Stage, *, cast: Cast) -> None:
    for kept, other in zip(cast.admitted, cast.twice, strict=False):
        _do(stage, merge_nominations, "registrar", f"merge {other}", kept_id=kept, other_id=other)


def _withdraw(stage: Stage, *, cast: Cast) -> None:
    largest = senders()[0].organisation.name
    perform = partial(verbs.as_organisation, stage, cast.actors[largest], "replay withdrawal")
    perform(withdraw_nominations, application_id=cast.applications[largest],
            nomination_ids=cast.extra[_REFUSED : _REFUSED + _WITHDRAWN])  # fmt: skip


def _decisions(cast: Cast) -> Iterator[Step]:
    done = 0
    for day, number, size in BATCHES:
        late = number == BATCHES[-1][1]
        piece = slice(0, size) if late else slice(done, done + size)
        if late:
            yield Step(at(day, 9), "replay late intake", partial(_receive_late, cast=cast))
        yield from _decree(f"batch {number}", day, number, partial(_draft_batch, cast=cast, piece=piece, late=late))
        done += size
    yield from _decree("refusals", date(2021, 11, 24), "202", partial(_draft_refusals, cast=cast))


def _receive_late(stage: Stage, *, cast: Cast) -> None:
    _do(stage, receive_nominations, "registrar", "late receive", nomination_ids=cast.late)
    _do(stage, begin_check, "registrar", "late begin", nomination_ids=cast.late)


def _decree(name: str, day: date, number: str, draft: Any) -> Iterator[Step]:
    """Draft, sign, publish and carry out on one day."""
    yield Step(at(day, 11), f"replay {name} draft", partial(_keep_draft, name=name, draft=draft))
    yield Step(at(day, 15), f"replay {name} sign", partial(Stage.sign, name=f"replay {name}", number=number))
    yield Step(at(day, 16), f"replay {name} publish", partial(Stage.publish, name=f"replay {name}"))
    yield Step(at(day, 17), f"replay {name} carry out", partial(_carry_out, name=name))


def _keep_draft(stage: Stage, *, name: str, draft: Any) -> None:
    stage.decrees[f"replay {name}"] = str(draft(stage)["decree_id"])


def _carry_out(stage: Stage, *, name: str) -> None:
    _do(stage, carry_out, "records", f"{name} carry out", decree_id=stage.decrees[f"replay {name}"],
        sealing=stage.ports.sealing)  # fmt: skip


def _draft_batch(stage: Stage, *, cast: Cast, piece: slice, late: bool) -> Any:
    chosen = (cast.late if late else cast.admitted)[piece]
    step = f"batch {chosen[0]}"
    _do(stage, record_checks, "lawyer", f"{step} checks", nomination_ids=chosen, checks=_CHECKS,
        evidence=verbs.LOOKED_AT,
        matching=stage.ports.matching)  # fmt: skip
    _do(stage, make_ready, "lawyer", f"{step} ready", nomination_ids=chosen)
    return _do(stage, draft_accreditation_of, "registrar", f"{step} draft", election_id=CODE, subject=verbs.SUBJECT,
               nomination_ids=chosen)  # fmt: skip


def _draft_refusals(stage: Stage, *, cast: Cast) -> Any:
    """22 incomplete, 1 unreliable, 1 deprived before, 2 citizens: each for what was found of them."""
    refused = verbs.refused_people(cast.extra[:_REFUSED], citizens=cast.extra[-_CITIZENS:])
    verbs.enter_deprived(stage, refused["D4"][0])
    for ground, chosen in refused.items():
        _do(stage, verbs.find_of_all, "lawyer", f"refusal checks {ground}", nomination_ids=chosen, ground=ground)
    everyone = [person for chosen in refused.values() for person in chosen]
    _do(stage, make_ready, "lawyer", "refusals ready", nomination_ids=everyone)
    inputs = [
        RefusalInput(person, (ground,), verbs.FACTS[ground].format(place=place + 1))
        for ground, chosen in refused.items()
        for place, person in enumerate(chosen)
    ]
    return _do(stage, draft_refusals, "lawyer", "refusals draft", election_id=CODE, subject=verbs.REFUSAL_SUBJECT,
               refusals=inputs)  # fmt: skip


def _close(stage: Stage) -> None:
    verbs.as_system(stage, close_window, "replay close", election_id=CODE)


def _revocations(cast: Cast) -> Iterator[Step]:
    """Three at the organisations' request, one at the observer's, one for a violation on election day at 14:35."""
    for place, day in enumerate((date(2021, 11, 15), date(2021, 11, 19), date(2021, 11, 24))):
        request = partial(_ask_revocation, cast=cast, place=place)
        yield Step(at(day, 10), f"replay request {place}", request)
        yield from _act(
            f"w1 {place}", at(day, 12), f"{191 + place * 5}-к", partial(_from_request, cast=cast, place=place)
        )
    yield from _act("w2", at(date(2021, 11, 26), 10), "206-к", partial(_revoke, cast=cast, place=60, kind="W2"))
    violation = partial(_revoke, cast=cast, place=90, kind="V1")
    yield from _act("v1", at(_E, 14, minute=20), "212-к", violation)


def _act(name: str, moment: datetime, number: str, draft: Any) -> Iterator[Step]:
    later = timedelta(minutes=15)
    yield Step(moment, f"replay {name} draft", draft)
    yield Step(moment + later, f"replay {name} sign", partial(Stage.sign, name=f"replay {name}", number=number))
    yield Step(moment + later * 2, f"replay {name} publish", partial(Stage.publish, name=f"replay {name}"))


def _ask_revocation(stage: Stage, *, cast: Cast, place: int) -> None:
    sender = senders()[0]
    paper = Upload("application.png", "image/png", draw_application())
    done = verbs.as_organisation(
        stage, cast.actors[sender.organisation.name], f"replay request {place}", request_revocation,
        election_id=CODE, accreditation_ids=[_accreditation(stage, cast.admitted[20 + place])],
        reasons="The observer returns home for family reasons.", attachment=paper,
    )  # fmt: skip
    cast.requests.append(done["id"])


def _from_request(stage: Stage, *, cast: Cast, place: int) -> None:
    made = _do(stage, draft_from_request, "registrar", f"w1 {place} draft", request_id=cast.requests[place])
    stage.decrees[f"replay w1 {place}"] = made["decree_id"]


def _revoke(stage: Stage, *, cast: Cast, place: int, kind: str) -> None:
    paper = Upload("application.png", "image/png", draw_application()) if kind == "W2" else None
    stage.decrees[f"replay {kind.lower()}"] = _do(
        stage, draft_revocation, "registrar", f"{kind} draft",
        accreditation_ids=[_accreditation(stage, cast.admitted[place])], kind=kind, attachment=paper,
        facts="" if paper else "The observer told voters in a polling station whom to vote for.",
        gross=None if paper else True,
    )  # fmt: skip


def _results() -> Iterator[Step]:
    yield from _act("results", at(date(2021, 12, 17), 10), "240", _publish_results)


def _publish_results(stage: Stage) -> None:
    stage.decrees["replay results"] = _do(
        stage, draft_election_act, "registrar", "results draft",
        election_id=CODE, kind="results_publication", day=date(2021, 12, 16), facts="«Эркин Тоо» гезити (үлгү)",
    )  # fmt: skip


def _accreditation(stage: Stage, nomination: str) -> str:
    grant = stage.ports.queries.nomination(nomination).grant
    assert grant is not None
    return grant.accreditation_id
