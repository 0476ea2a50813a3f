"""Charts as SVG made on the server: a name and a description for those who don't see them, no script, no style.

Text takes the page's colour; marks have a middle tone that stands out on white, on dark and on paper, and carry
their value in words beside them, so that colour alone says nothing. Units are those of the viewBox.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup, escape

WIDTH: Final = 400
_TONE: Final = "#2f6fb3"
_SOFT: Final = "#8fb3d9"
_LABEL: Final = 14
_MOST_CHARACTERS: Final = 46
_ROW: Final = 44
_BAR: Final = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its value, and the value in words."""

    label: str
    value: float
    said: str


@dataclass(frozen=True, slots=True)
class Span:
    """From nothing to a middle and on to an end, e.g. the days of half and of nine tenths; in words too."""

    label: str
    middle: float
    end: float
    said: str


@dataclass(frozen=True, slots=True)
class Point:
    """A day and the height reached on it."""

    day: date
    total: int


def bars(key: str, *, title: str, text: str, rows: Sequence[Bar]) -> Markup:
    """Draw horizontal bars under their labels, the longest filling the width.

    Args:
        key: unique on its page; letters, digits and hyphens.
        text: what a person who doesn't see it should know.
    """
    most = max((row.value for row in rows), default=0) or 1
    marks = []
    for place, row in enumerate(rows):
        top = place * _ROW
        marks.append(_label(row.label, row.said, top))
        marks.append(_track(top))
        if row.value > 0:
            marks.append(_rect(0, top + 22, max(2.0, WIDTH * row.value / most), _TONE))
    return _svg(key, title=title, text=text, height=max(1, len(rows)) * _ROW, marks=marks)


def spans(key: str, *, title: str, text: str, rows: Sequence[Span]) -> Markup:
    """Draw for each label a dark part up to the middle and a light one up to the end."""
    most = max((row.end for row in rows), default=0) or 1
    marks = []
    for place, row in enumerate(rows):
        top = place * _ROW
        marks += [_label(row.label, row.said, top), _track(top)]
        if row.end > 0:
            marks.append(_rect(0, top + 22, max(2.0, WIDTH * row.end / most), _SOFT))
        if row.middle > 0:
            marks.append(_rect(0, top + 22, max(2.0, WIDTH * row.middle / most), _TONE))
    return _svg(key, title=title, text=text, height=max(1, len(rows)) * _ROW, marks=marks)


def curve(key: str, *, title: str, text: str, points: Sequence[Point]) -> Markup:
    """Draw steps: the height stays until the day of the next point; days are in their true distances."""
    left, right, top, bottom = 44.0, WIDTH - 12.0, 14.0, 226.0
    first, last = (points[0].day, points[-1].day) if points else (date(1970, 1, 1), date(1970, 1, 1))
    days = max(1, (last - first).days)
    most = _round_up(max((point.total for point in points), default=1))

    def x(day: date) -> float:
        return left + (right - left) * (day - first).days / days

    def y(total: float) -> float:
        return bottom - (bottom - top) * total / most

    marks = []
    for part in (0, 0.25, 0.5, 0.75, 1):
        marks.append(_line(left, y(most * part), right))
        marks.append(_words(left - 6, y(most * part) + 4, f"{most * part:g}", anchor="end", size=12))
    if points:
        steps = [f"M{left:.1f} {bottom:.1f}"]
        for point in points:
            steps.append(f"H{x(point.day):.1f}V{y(point.total):.1f}")
        steps.append(f"H{right:.1f}")
        marks.append(Markup('<path d="{}" fill="none" stroke="{}" stroke-width="3"/>').format("".join(steps), _TONE))
        marks += [
            Markup('<circle cx="{:.1f}" cy="{:.1f}" r="5" fill="{}"/>').format(x(each.day), y(each.total), _TONE)
            for each in points
        ]
        ends = [(left, first, "start"), (right, last, "end")] if last > first else [(left, first, "start")]
        marks += [_words(at, bottom + 22, f"{day:%d.%m.%Y}", anchor=anchor, size=12) for at, day, anchor in ends]
    return _svg(key, title=title, text=text, height=256, marks=marks)


def _svg(key: str, *, title: str, text: str, height: float, marks: Iterable[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"'
        ' aria-labelledby="{key}-name {key}-text"><title id="{key}-name">{title}</title>'
        '<desc id="{key}-text">{text}</desc>{marks}</svg>'
    ).format(width=WIDTH, height=f"{height:g}", key=key, title=title, text=text, marks=Markup("").join(marks))


def _label(label: str, said: str, top: float) -> Markup:
    room = _MOST_CHARACTERS - len(said)
    short = label if len(label) <= room else label[: room - 1].rstrip() + "…"
    return _words(0, top + 15, short) + _words(WIDTH, top + 15, said, anchor="end", bold=True)


def _words(x: float, y: float, said: str, *, anchor: str = "start", size: int = _LABEL, bold: bool = False) -> Markup:
    weight = Markup(' font-weight="600"') if bold else ""
    return Markup('<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="currentColor"{}>{}</text>').format(
        f"{x:.1f}", f"{y:.1f}", size, anchor, weight, escape(said)
    )


def _rect(x: float, y: float, width: float, tone: str) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}"/>').format(
        f"{x:.1f}", f"{y:.1f}", f"{width:.1f}", _BAR, tone
    )


def _track(top: float) -> Markup:
    return Markup('<path d="M0 {0}H{1}" stroke="currentColor" stroke-opacity=".35" fill="none"/>').format(
        f"{top + 22 + _BAR:.1f}", WIDTH
    )


def _line(x: float, y: float, end: float) -> Markup:
    return Markup('<path d="M{0} {1}H{2}" stroke="currentColor" stroke-opacity=".25" fill="none"/>').format(
        f"{x:.1f}", f"{y:.1f}", f"{end:.1f}"
    )


def _round_up(most: int) -> int:
    """Return a round number that isn't less, divisible by four."""
    scale = 1
    while True:
        for nice in (4, 8, 12, 20, 28):
            if nice * scale >= most:
                return nice * scale
        scale *= 10
