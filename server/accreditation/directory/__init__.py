"""Whom to call: the CEC's contacts and working groups by topic, and its information resources.

Functions, rooms, office lines (E.164) and functional mailboxes only: no personal names, no private mobiles.
Everything is as of November 2021 and not confirmed since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from server.accreditation.clauses import LANGUAGES
from server.accreditation.data_files import read_data, take, texts_of
from server.accreditation.errors import CodedError

_LINE = re.compile(r"\+996312[0-9]{6}")  # an office line in Bishkek
_MAILBOX = re.compile(r"[a-z]+@shailoo\.gov\.kg")
_FUNCTIONAL = frozenset({"pressa@shailoo.gov.kg", "document@shailoo.gov.kg"})


@dataclass(frozen=True, slots=True)
class Contact:
    """An office or a working group: what it is, room, office lines, mailbox.

    `secretary_lines` are a working group's second lines; `room` and `mailbox` may be None.
    """

    id: str
    title: Mapping[str, str]
    lines: tuple[str, ...]
    secretary_lines: tuple[str, ...] = ()
    room: str | None = None
    mailbox: str | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A website of the Commission; the address as the source writes it."""

    id: str
    url: str
    title: Mapping[str, str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a caller wants, and the ids of who answers, the first one first."""

    id: str
    title: Mapping[str, str]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """The whole directory with its age."""

    as_of: str
    confirmed_on: str | None
    notice: Mapping[str, str]
    contacts: tuple[Contact, ...]
    groups: tuple[Contact, ...]
    resources: tuple[Resource, ...]
    topics: tuple[Topic, ...]
    networks_without_address: tuple[str, ...]


@cache
def load_directory() -> Directory:
    """Return the directory, read and checked once.

    Raises: CodedError `data_keys`, `data_text`, `data_line`, `data_mailbox`, `data_reference`.
    """
    return directory_of(read_data(__package__, "directory.json"))


def directory_of(data: Mapping[str, Any]) -> Directory:
    """Return the directory that the parsed file spells.

    Raises: CodedError as `load_directory`.
    """
    keys = ("as_of", "confirmed_on", "notice", "contacts", "groups", "resources", "topics")
    as_of, confirmed_on, notice, contacts, groups, resources, topics, networks = take(
        data, (*keys, "networks_without_address"), where="directory"
    )
    directory = Directory(
        as_of,
        confirmed_on,
        texts_of(notice, where="directory.notice"),
        tuple(_contact(item) for item in contacts),
        tuple(_group(item) for item in groups),
        tuple(_resource(item) for item in resources),
        tuple(_topic(item) for item in topics),
        tuple(networks),
    )
    known = [each.id for each in (*directory.contacts, *directory.groups)]
    if len(set(known)) != len(known) or any(not set(topic.answers) <= set(known) for topic in directory.topics):
        raise CodedError("data_reference", where="directory")
    return directory


def answers_to(topic_id: str) -> tuple[Contact, ...]:
    """Return who answers a topic ("obstruction", "accreditation"…), the first one first.

    Raises: CodedError `topic_unknown`.
    """
    directory = load_directory()
    by_id = {each.id: each for each in (*directory.contacts, *directory.groups)}
    for topic in directory.topics:
        if topic.id == topic_id:
            return tuple(by_id[id] for id in topic.answers)
    raise CodedError("topic_unknown", value=topic_id[:32])


def shared_lines() -> Mapping[str, tuple[str, ...]]:
    """Return the lines that several offices share in the source, with the ids of those who share them."""
    directory = load_directory()
    holders: dict[str, list[str]] = {}
    for each in (*directory.contacts, *directory.groups):
        for line in (*each.lines, *each.secretary_lines):
            holders.setdefault(line, []).append(each.id)
    return {line: tuple(ids) for line, ids in sorted(holders.items()) if len(ids) > 1}


def directory_as_json(lang: str | None = None) -> dict[str, Any]:
    """Return the directory; with a language every text is a string, without one {"ky", "ru", "en"}.

    Raises: CodedError `language_unknown`.
    """
    if lang is not None and lang not in LANGUAGES:
        raise CodedError("language_unknown", value=lang[:16])

    def pick(texts: Mapping[str, str]) -> Any:
        return texts[lang] if lang else dict(texts)

    directory = load_directory()
    return {
        "as_of": directory.as_of,
        "confirmed_on": directory.confirmed_on,
        "notice": pick(directory.notice),
        "topics": [
            {"id": topic.id, "title": pick(topic.title), "answers": list(topic.answers)} for topic in directory.topics
        ],
        "contacts": [
            {
                "id": each.id,
                "title": pick(each.title),
                "room": each.room,
                "lines": list(each.lines),
                "mailbox": each.mailbox,
            }
            for each in directory.contacts
        ],
        "groups": [
            {
                "id": each.id,
                "title": pick(each.title),
                "lines": list(each.lines),
                "secretary_lines": list(each.secretary_lines),
            }
            for each in directory.groups
        ],
        "resources": [
            {"id": each.id, "url": each.url, "title": pick(each.title), "text": pick(each.text)}
            for each in directory.resources
        ],
        "networks_without_address": list(directory.networks_without_address),
    }


def _contact(item: Mapping[str, Any]) -> Contact:
    where = f"contact:{item.get('id')}"
    id, title, room, lines, mailbox = take(item, ("id", "title", "room", "lines", "mailbox"), where=where)
    if mailbox is not None and (not _MAILBOX.fullmatch(mailbox) or mailbox not in _FUNCTIONAL):
        raise CodedError("data_mailbox", where=where)
    return Contact(id, texts_of(title, where=where), _lines(lines, where=where), room=room, mailbox=mailbox)


def _group(item: Mapping[str, Any]) -> Contact:
    where = f"group:{item.get('id')}"
    id, title, head, secretary = take(item, ("id", "title", "head_lines", "secretary_lines"), where=where)
    return Contact(
        id,
        texts_of(title, where=where),
        _lines(head, where=where),
        tuple(secretary) and _lines(secretary, where=where),
    )


def _resource(item: Mapping[str, Any]) -> Resource:
    where = f"resource:{item.get('id')}"
    id, url, title, text = take(item, ("id", "url", "title", "text"), where=where)
    return Resource(id, url, texts_of(title, where=where), texts_of(text, where=where))


def _topic(item: Mapping[str, Any]) -> Topic:
    where = f"topic:{item.get('id')}"
    id, title, answers = take(item, ("id", "title", "answers"), where=where)
    return Topic(id, texts_of(title, where=where), tuple(answers))


def _lines(lines: list[str], *, where: str) -> tuple[str, ...]:
    if not lines or not all(_LINE.fullmatch(line) for line in lines):
        raise CodedError("data_line", where=where)
    return tuple(lines)
