"""The figures of the statistics: each a chart, a table that says the same, and rows for CSV; from a document.

The Commission's document and the public one have the same shape where both say a thing, so both are shown by this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from server.web.charts import Bar, Point, Span, bars, curve, spans
from server.web.countries import country_name

MOST_DRAWN: Final = 20
_TIMES: Final = ("by_channel", "by_kind", "by_organisation")
Document = Mapping[str, Any]
Say = Callable[..., str]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `rows` hold texts and numbers in the order of `head`; `notes` say what is not shown and why."""

    key: str
    title: str
    text: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: Markup
    notes: tuple[str, ...] = ()


def figures(document: Document, say: Say, *, lang: str) -> tuple[Figure, ...]:
    """Return the figures of a document, in the order they are read.

    Args:
        say: the catalogue in the language `lang`, as templates have it.
    """
    made = [_funnel(document, say), _curve(document, say)]
    made += [_times(document, say, part, lang) for part in _TIMES if part in document["time"]]
    if "mfa" in document:
        made.append(_mfa(document, say))
    made.append(_refusals(document, say, "by_ground", "ground"))
    made.append(_refusals(document, say, "by_kind", "kind"))
    if "by_ground_and_kind" in document["refusals"]:
        made.append(_crossed(document, say))
    if "undecided" in document:
        made.append(_undecided(document, say, lang))
    return (*made, _accredited(document, say), _countries(document, say, lang))  # fmt: skip


def _figure(
    key: str, say: Say, head: Sequence[str], rows: Sequence[Row], draw: Callable[[str, str, str], Markup],
    *, notes: Sequence[str] = (), **facts: object,
) -> Figure:  # fmt: skip
    title, text = say(f"stats.{key}"), say(f"stats.{key}.text", **facts)
    named = tuple(say(f"stats.column.{name}") for name in head)
    return Figure(key, title, text, named, tuple(rows), draw(key.replace("_", "-"), title, text), tuple(notes))


def _barred(rows: Sequence[tuple[str, int]]) -> Callable[[str, str, str], Markup]:
    drawn = [Bar(label, people, f"{people}") for label, people in rows[:MOST_DRAWN]]
    return lambda key, title, text: bars(key, title=title, text=text, rows=drawn)


def _funnel(document: Document, say: Say) -> Figure:
    rows = [(say(f"stats.stage.{row['stage']}"), row["people"]) for row in document["funnel"]]
    notes = [say("stats.funnel.note")]
    if document["without_application"]:
        notes.append(say("stats.without_application", people=document["without_application"]))
    return _figure("funnel", say, ("stage", "people"), rows, _barred(rows), notes=notes)


def _curve(document: Document, say: Say) -> Figure:
    batches = document["curve"]
    rows = [(row["decree_date"], row["decree_number"], row["people"], row["total"]) for row in batches]
    by_day = {date.fromisoformat(row["decree_date"]): row["total"] for row in batches}
    points = [Point(day, total) for day, total in sorted(by_day.items())]

    def draw(key: str, title: str, text: str) -> Markup:
        return curve(key, title=title, text=text, points=points)

    people = batches[-1]["total"] if batches else 0
    head = ("decree_date", "decree_number", "people", "total")
    return _figure("curve", say, head, rows, draw, people=people, decrees=len(batches))


def _times(document: Document, say: Say, part: str, lang: str) -> Figure:
    held = document["time"][part]
    rows = [(_named(row, say, part, lang), row["people"], row["median_days"], row["ninety_days"]) for row in held]
    drawn = [
        Span(str(label), middle or 0, end or 0, say("stats.days", median=middle, ninety=end))
        for label, _, middle, end in rows[:MOST_DRAWN]
    ]

    def draw(key: str, title: str, text: str) -> Markup:
        return spans(key, title=title, text=text, rows=drawn)

    overall = document["time"]["overall"]
    rows.append((say("stats.all"), overall["people"], overall["median_days"], overall["ninety_days"]))
    notes = [say("stats.time.fewest", fewest=document["fewest"])] if "fewest" in document else []
    head = (part.removeprefix("by_"), "people", "median_days", "ninety_days")
    return _figure(f"time_{part}", say, head, rows, draw, notes=notes)


def _named(row: Document, say: Say, part: str, lang: str) -> str:
    if part == "by_organisation":
        return str(row["organisation"][lang])
    return _capital(say(f"word.channel.{row['channel']}")) if part == "by_channel" else _kind(row["kind"], say)


def _kind(kind: str, say: Say) -> str:
    return say("stats.other") if kind == "other_parts" else _capital(say(f"word.organisation_kind.{kind}"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ground(ground: str, say: Say) -> str:
    return say("stats.other") if ground == "other_parts" else f"{ground} · {say(f'word.ground.{ground}')}"


def _mfa(document: Document, say: Say) -> Figure:
    rows = [(_age(row, say), row["people"]) for row in document["mfa"]]
    return _figure("mfa", say, ("age", "people"), rows, _barred(rows), people=sum(people for _, people in rows))


def _age(row: Document, say: Say) -> str:
    low, high = row["from_days"], row["to_days"]
    return say("stats.age_more", low=low) if high is None else say("stats.age", low=low, high=high)


def _refusals(document: Document, say: Say, part: str, name: str) -> Figure:
    refusals = document["refusals"]
    words = _ground if name == "ground" else _kind
    rows = [(words(row[name], say), row["people"]) for row in refusals[part]]
    notes = [say("stats.refusals.fewest", fewest=document["fewest"])] if "fewest" in document else []
    return _figure(
        f"refusals_{part}", say, (name, "people"), rows, _barred(rows), notes=notes, people=refusals["people"]
    )


def _crossed(document: Document, say: Say) -> Figure:
    held = document["refusals"]["by_ground_and_kind"]
    rows = [(_ground(row["ground"], say), _kind(row["kind"], say), row["people"]) for row in held]
    drawn = _barred([(f"{row['ground']} · {_kind(row['kind'], say)}", row["people"]) for row in held])
    return _figure("refusals_crossed", say, ("ground", "kind", "people"), rows, drawn)


def _undecided(document: Document, say: Say, lang: str) -> Figure:
    rows = [(str(row["organisation"][lang]), row["people"]) for row in document["undecided"]]
    people = sum(people for _, people in rows)
    return _figure("undecided", say, ("organisation", "people"), rows, _barred(rows), people=people)


def _accredited(document: Document, say: Say) -> Figure:
    held = document["accredited"]
    rows = [(_kind(row["kind"], say), row["organisations"], row["people"]) for row in held["by_kind"]]
    drawn = _barred([(str(kind), people) for kind, _, people in rows])
    head, people, revoked = ("kind", "organisations", "people"), held["people"], held["revoked"]
    return _figure("accredited", say, head, rows, drawn, people=people, revoked=revoked)


def _countries(document: Document, say: Say, lang: str) -> Figure:
    def named(row: Document) -> str:
        if row["country"]:
            return country_name(row["country"], lang)
        return say("stats.country_not_stated" if row["not_stated"] else "stats.no_country")

    rows = [(named(row), row["people"]) for row in document["accredited"]["by_country"]]
    return _figure("countries", say, ("country", "people"), rows, _barred(rows))
