"""The story of two elections: one over, its results published; one running, its voting a week ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Final

from server.accreditation.calendar import day_of
from server.demo.mission import mission_steps
from server.demo.organisations import ORGANISATIONS, InventedOrganisation
from server.demo.paper_application import draw_application
from server.demo.stage import Stage, Step
from server.usecases.act_on_election import draft_election_act
from server.usecases.add_organisation import add_organisation
from server.usecases.call_election import call_election
from server.usecases.replace import draft_amendment, replace_credential
from server.usecases.revoke import Upload, draft_annulment_of_revocation, draft_revocation

RUNNING: Final = "demo-running"
OVER: Final = "demo-over"
VOTING_IN_DAYS: Final = 7
_OVER_VOTING: Final = -30
_DECREES: Final = (
    # name, election, day, number, first and last person
    ("over-1", OVER, -60, "101", 201, 206),
    ("over-2", OVER, -45, "108", 207, 208),
    ("running-1", RUNNING, -30, "121", 1, 12),
    ("running-2", RUNNING, -20, "127", 13, 22),
    ("running-3", RUNNING, -10, "133", 23, 36),
    ("running-4", RUNNING, -4, "139", 37, 58),
)
_SUBJECT: Final = "Эл аралык байкоочуларды аккредитациялоо жөнүндө"
_REVOCATIONS: Final[tuple[tuple[str, int, str, str, tuple[int, ...], str, str, bool | None], ...]] = (
    # name, day, number, decree and positions in its annex, kind, facts, gross
    ("over-v1", _OVER_VOTING, "109", "over-1", (2,), "V1",
     "The observer told voters at two polling stations whom to vote for.", True),
    ("running-v2", -6, "136", "running-1", (5,), "V2",
     "The observer handed out campaign leaflets near a polling station.", False),
    ("running-w1", -5, "137", "running-2", (8, 9), "W1", "", None),
    ("running-v3", -5, "138", "running-1", (7,), "V3",
     "The observer published a conclusion before the observation had begun.", False),
    ("running-w2", -3, "140", "running-3", (2,), "W2", "", None),
)  # fmt: skip


def tell(stage: Stage) -> list[Step]:
    """Return every step in the order of its time."""
    steps = [*_beginnings(stage), *_decrees(stage), *_replacements(stage), *_revocations(stage)]
    steps += [*_three_hands(stage, "results", -12, "131", _results), *_desk_of_today(stage)]
    steps += mission_steps(stage, election=RUNNING)
    return sorted(steps, key=lambda step: step.at)


def _beginnings(stage: Stage) -> Iterator[Step]:
    yield Step(stage.when(-90, 9), "officers", Stage.add_officers)
    for place, each in enumerate(ORGANISATIONS):
        yield Step(stage.when(-89, 10, place), f"organisation {place}", partial(_add, each=each, place=place))
    over = partial(_call, code=OVER, prefix="LKA", kind="local", called=-80, voting=_OVER_VOTING)
    yield Step(stage.when(-79, 15), "call over", over)
    running = partial(_call, code=RUNNING, prefix="JKA", kind="parliament", called=-40, voting=VOTING_IN_DAYS)
    yield Step(stage.when(-39, 15), "call running", running)


def _add(stage: Stage, each: InventedOrganisation, place: int) -> None:
    stage.do(
        add_organisation, "registrar", f"organisation {place}",
        name=each.name, name_ky=each.name_ky, name_ru=each.name_ru,
        origin=each.origin, kind=each.kind, country=each.country,
    )  # fmt: skip


def _call(stage: Stage, *, code: str, prefix: str, kind: str, called: int, voting: int) -> None:
    day = day_of(stage.when(voting, 12))
    stage.do(
        call_election, "registrar", f"call {code}",
        code=code, prefix=prefix, kinds=(kind,), titles=_titles(kind, day),
        date_set_at=stage.when(called, 11), call_published_at=stage.when(called + 1, 10),
        voting_days=(day,), window_rule="E-3_inclusive",
    )  # fmt: skip


def _titles(kind: str, day: date) -> dict[str, str]:
    ky, ru, en = {
        "local": ("Жергиликтүү кеңештердин депутаттарын шайлоо", "Выборы депутатов местных кенешей",
                  "Elections of deputies of local keneshes"),
        "parliament": ("Жогорку Кеңештин депутаттарын шайлоо", "Выборы депутатов Жогорку Кенеша",
                       "Elections of deputies of the Jogorku Kenesh"),
    }[kind]  # fmt: skip
    return {
        "ky": f"{ky}, {day.year}-жыл (үлгү)",
        "ru": f"{ru}, {day.year} год (образец)",
        "en": f"{en}, {day.year} (synthetic)",
    }


def _decrees(stage: Stage) -> Iterator[Step]:
    for name, election, day, number, first, last in _DECREES:
        people = range(first, last + 1)
        draft = partial(Stage.draft_with_people, name=name, election=election, subject=_SUBJECT, people=people)
        yield Step(stage.when(day, 10), f"{name} draft", draft)
        yield Step(stage.when(day, 15), f"{name} sign", partial(Stage.sign, name=name, number=number))
        yield Step(stage.when(day, 16), f"{name} publish", partial(Stage.publish, name=name))
        yield Step(stage.when(day, 17), f"{name} issue", partial(Stage.issue, name=name))


def _replacements(stage: Stage) -> Iterator[Step]:
    for day, decree, position, reason, facts in (
        (-31, "over-1", 4, "lost", "The holder reports the certificate lost on a train."),
        (-9, "running-1", 3, "damaged", "The paper got wet and the code cannot be read."),
        (-8, "running-2", 4, "lost", "The holder reports the certificate lost at a hotel."),
    ):
        replacing = partial(_replace, decree=decree, position=position, reason=reason, facts=facts)
        yield Step(stage.when(day, 12), f"replace {decree} {position}", replacing)
    yield from _three_hands(stage, "amendment", -7, "135", _correct)


def _replace(stage: Stage, *, decree: str, position: int, reason: str, facts: str) -> None:
    stage.do(
        replace_credential, "registrar", f"replace {decree} {position}",
        number=stage.number(decree, position), reason=reason, facts=facts, sealing=stage.ports.sealing,
    )  # fmt: skip


def _correct(stage: Stage) -> None:
    stage.decrees["amendment"] = stage.do(
        draft_amendment, "registrar", "amendment draft",
        number=stage.number("running-2", 6), changes={"given_latin": "Sidelo", "given_cyrillic": "Сидело"},
        facts="The list of representatives gave another given name than the passport.",
    )  # fmt: skip


def _revocations(stage: Stage) -> Iterator[Step]:
    for name, day, number, decree, positions, kind, facts, gross in _REVOCATIONS:
        draft = partial(_revoke, name=name, decree=decree, positions=positions, kind=kind, facts=facts, gross=gross)
        yield from _three_hands(stage, name, day, number, draft)
    yield from _three_hands(stage, "annulment", -2, "141", _annul)


def _revoke(
    stage: Stage, *, name: str, decree: str, positions: tuple[int, ...], kind: str, facts: str, gross: bool | None
) -> None:
    paper = Upload("application.png", "image/png", draw_application()) if kind.startswith("W") else None
    stage.decrees[name] = stage.do(
        draft_revocation, "registrar", f"{name} draft",
        accreditation_ids=[stage.accreditation(decree, each) for each in positions],
        kind=kind, facts=facts, gross=gross, attachment=paper,
    )  # fmt: skip


def _annul(stage: Stage) -> None:
    (revocation,) = stage.ports.queries.decree(stage.decrees["running-v3"]).revocations
    stage.decrees["annulment"] = stage.do(
        draft_annulment_of_revocation, "registrar", "annulment draft",
        revocation_ids=[revocation.id], facts="The publication was by another person of the same name.",
    )  # fmt: skip


def _results(stage: Stage) -> None:
    stage.decrees["results"] = stage.do(
        draft_election_act, "registrar", "results draft",
        election_id=OVER, kind="results_publication", day=day_of(stage.when(-13, 12)),
        facts="«Эркин Тоо» гезити (үлгү)",
    )  # fmt: skip


def _three_hands(stage: Stage, name: str, day: int, number: str, draft: Callable[[Stage], None]) -> Iterator[Step]:
    yield Step(stage.when(day, 13), f"{name} draft", draft)
    yield Step(stage.when(day, 14), f"{name} sign", partial(Stage.sign, name=name, number=number))
    yield Step(stage.when(day, 14, 30), f"{name} publish", partial(Stage.publish, name=name))


def _desk_of_today(stage: Stage) -> Iterator[Step]:
    """What waits for each officer: a decree to publish and to issue, drafts to sign."""
    people = partial(Stage.draft_with_people, election=RUNNING, subject=_SUBJECT)
    yield Step(stage.when(-1, 16), "running-5 draft", partial(people, name="running-5", people=range(59, 63)))
    yield Step(stage.when(-1, 17), "running-5 sign", partial(Stage.sign, name="running-5", number="142"))
    yield Step(stage.when(0, 9), "running-6 draft", partial(people, name="running-6", people=range(63, 66)))
    revocation = partial(
        _revoke, name="running-v1", decree="running-3", positions=(5,), kind="V1", gross=False,
        facts="The observer refused to show the certificate to a precinct commission (4.3).",
    )  # fmt: skip
    yield Step(stage.when(0, 9, 30), "running-v1 draft", revocation)
