"""Verbs that keep the house from being lost: backup, restore, reconcile."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from server.accreditation.calendar import from_unix_seconds
from server.adapters.archive.folder import DamagedError, InTheWayError
from server.adapters.archive.manifest import Kind, Manifest
from server.adapters.system_clock import SystemClock
from server.backup import reconcile as reconciling
from server.backup.errors import BackupError
from server.backup.put_back import missing_apart, put_back_beside, put_back_house, verify_backup
from server.backup.reconcile import Comparison
from server.backup.take import Track, take_backup
from server.cli.answer import NO, USAGE, YES, Answer
from server.cli.verbs_of_house import acts_told, examine
from server.composition import compose_queries
from server.settings import Settings
from server.usecases.adopt_published import ANOTHER, Gap, Missing

_DOCUMENT_KEYS_LATER = "the keys of document copies: restore their own backup when it is young enough to exist"


def backup(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Write a backup of the house, or of the keys that are kept apart from it."""
    kind: Kind = "keys" if chosen.keys else "document-keys" if chosen.document_keys else "house"
    target = Path(chosen.target).absolute()
    with answer.progress() as progress:
        try:
            made = take_backup(settings, target, kind=kind, now=SystemClock().now(), track=_tracker(progress.track))
        except (BackupError, InTheWayError) as refusal:
            return _refused(answer, refusal)
    answer.give({"backup": target, **_summary(made)}, lambda: _told_of_backup(target, made))
    return YES


def restore(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Verify a backup and put it back; 1 when it is damaged, or when the public knows more than it does."""
    source = Path(chosen.source).absolute()
    with answer.progress() as progress:
        track = _tracker(progress.track)
        try:
            manifest = verify_backup(source, track=track)
            if chosen.check:
                answer.give({"whole": True, **_summary(manifest)}, lambda: [f"{source} is whole", *_lines(manifest)])
                return YES
            if manifest.kind != "house":
                stays = put_back_beside(source, settings, manifest, track=track)
                answer.give(
                    {"restored": manifest.kind, "stay_destroyed": stays},
                    lambda: [f"{manifest.kind} restored; {len(stays)} keys stay destroyed", *_apart(settings)],
                )
                return YES
            put_back_house(source, settings, manifest, track=track)
        except (BackupError, DamagedError, InTheWayError) as refusal:
            return _refused(answer, refusal)
    return _after_restore(chosen, settings, answer, manifest)


def reconcile(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Say what the database lacks of what was published; with --accept, go on from there."""
    published = Path(chosen.published).absolute() if chosen.published else settings.published_dir
    try:
        found = (reconciling.accept if chosen.accept else reconciling.compare)(settings, published)
    except BackupError as refusal:
        return _refused(answer, refusal)
    if not found.newer and chosen.published:
        reconciling.release(settings)
    waits = reconciling.is_restored(settings) or (bool(found.newer) and not chosen.accept)
    answer.give(
        {**_comparison(found), "accepted": bool(chosen.accept), "may_start": not waits},
        lambda: _told_of_comparison(found, accepted=chosen.accept, waits=waits),
    )
    return NO if waits else YES


def _after_restore(chosen: argparse.Namespace, settings: Settings, answer: Answer, manifest: Manifest) -> int:
    acts, states = examine(compose_queries(settings), settings.published_dir, answer)
    holds = acts.bad_act is None and states.bad_state is None
    told = {"restored": "house", **_summary(manifest), "acts_hold": holds, "missing": missing_apart(settings)}
    lines = [f"restored, row by row as on {manifest.created}", *acts_told(acts, states), *_apart(settings)]
    if not chosen.published:
        answer.give({**told, "may_start": False}, lambda: [*lines, *_UNKNOWN])
        return YES if holds else NO
    published = Path(chosen.published).absolute()
    try:
        found = reconciling.compare(settings, published)
    except BackupError as refusal:
        return answer.refuse(refusal.code, f"restored, but not compared: {refusal}", **told)
    if not found.newer:
        reconciling.release(settings)
    waits = bool(found.newer)
    answer.give(
        {**told, **_comparison(found), "may_start": not waits},
        lambda: [*lines, *_told_of_comparison(found, accepted=False, waits=waits)],
    )
    return YES if holds and not waits else NO


_UNKNOWN = [
    "Nothing is signed yet, and nothing starts: what was published after this backup is unknown.",
    "  with the newest published folder that is left (public server, mirror, file server's copy):",
    "    python -m server reconcile --published DIR",
    "  when there is none, or nothing ran after the backup:",
    "    python -m server reconcile --accept",
]


def _refused(answer: Answer, refusal: BackupError | DamagedError | InTheWayError) -> int:
    if isinstance(refusal, BackupError):
        return answer.refuse(refusal.code, str(refusal), status=NO if refusal.is_answer else USAGE)
    if isinstance(refusal, DamagedError):
        return answer.refuse("damaged", str(refusal), status=NO)
    return answer.refuse("in_the_way", str(refusal), status=USAGE)


def _tracker(track: Callable[..., Iterable[Any]]) -> Track:
    return lambda items, total, told: track(items, total=total, description=told)


def _summary(manifest: Manifest) -> dict[str, Any]:
    return {
        "kind": manifest.kind,
        "created": manifest.created,
        "files": len(manifest.files),
        "rows": sum(rows for rows, _ in manifest.tables.values()),
        "states": dict(manifest.states),
        "acts": manifest.acts[0],
    }


def _lines(manifest: Manifest) -> list[str]:
    told = _summary(manifest)
    if manifest.kind != "house":
        return [f"  {told['files']} files of {manifest.created}"]
    states = ", ".join(f"{election} at state {seq}" for election, seq in sorted(manifest.states.items()))
    return [f"  {told['files']} files, {told['rows']} rows, {told['acts']} acts of {manifest.created}", f"  {states}"]


def _told_of_backup(target: Path, manifest: Manifest) -> list[str]:
    apart = {
        "house": "  without private keys, secrets (--keys) and keys of document copies (--document-keys): apart",
        "keys": "  whoever holds this can sign: keep it apart from every other backup",
        "document-keys": "  let this expire within days: it brings copies of documents back",
    }
    return [f"{target} written", *_lines(manifest), apart[manifest.kind]]


def _apart(settings: Settings) -> list[str]:
    lacks = missing_apart(settings)
    names = [
        *(f"keys/{name}.key.pem" for name in lacks["private_keys"]),
        *(f"secrets/{name}" for name in lacks["secrets"]),
    ]
    lines = [f"Missing: {', '.join(names)}: restore the backup made with --keys"] if names else []
    return lines if lacks["document_keys"] else [*lines, f"Missing: {_DOCUMENT_KEYS_LATER}"]


def _comparison(found: Comparison) -> dict[str, Any]:
    return {"published": found.published, "elections": [_gap(gap) for gap in found.gaps]}


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "election": gap.election,
        "database_seq": gap.held,
        "published_seq": gap.published,
        "acts_lost": gap.acts,
        "revoked": [_missing(each) for each in gap.revoked],
        "replaced": [_missing(each) for each in gap.replaced],
        "issued": list(gap.issued),
        "clashes": list(gap.clashes),
    }


def _missing(each: Missing) -> dict[str, Any]:
    told: dict[str, Any] = {"index": each.idx, "certificate": each.number}
    if each.notice is None:
        return told
    day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=each.notice.decree_day)).date()
    effective = from_unix_seconds(each.notice.effective_minute)
    return told | {
        "kind": each.notice.kind, "decree": each.notice.decree_number, "decree_date": day, "effective": effective,
    }  # fmt: skip


def _told_of_comparison(found: Comparison, *, accepted: bool, waits: bool) -> list[str]:
    lines = [line for gap in found.newer for line in _told_of_gap(gap)]
    if not lines:
        lines = [f"{found.published} holds nothing that the database lacks"]
    if accepted:
        return [
            *lines,
            "Taken over: numbers go on after what was published. Enter again what is listed, then it signs.",
        ]
    if waits and found.newer:
        return [*lines, "Look for a newer backup first. When there is none: the same command with --accept"]
    return [*lines, "When no newer published folder is left anywhere: reconcile --accept"] if waits else lines


def _told_of_gap(gap: Gap) -> list[str]:
    if gap.held is None:
        return [f"{gap.election}: the whole election is missing (published: state {gap.published}): call it again"]
    lost = f"; at least {gap.acts} acts are lost" if gap.acts else ""
    lines = [f"{gap.election}: database at state {gap.held}, published {gap.published}{lost}"]
    for each in gap.revoked:
        told = _missing(each)
        by = f" by decree {told['decree']} of {told['decree_date']} ({told['kind']})" if "decree" in told else ""
        lines.append(f"  revoked{by}: certificate {each.number}, index {each.idx}: enter the revocation again")
    lines += [f"  replaced: certificate {each.number}, index {each.idx}: replace it again" for each in gap.replaced]
    if gap.issued:
        lines.append(
            f"  issued and unknown here: {len(gap.issued)} certificates (index {gap.issued[0]} to {gap.issued[-1]}): "
            "they count as replaced; enter their decrees and issue new ones"
        )
    if gap.clashes:
        which = ", ".join(f"index {idx}" for idx in gap.clashes if idx != ANOTHER) or "state or prefix"
        lines.append(f"  {which}: another here than the public knows")
    return lines
