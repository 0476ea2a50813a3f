"""Verbs about this installation: demo, publication, act log, public keys."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path
from typing import Any

from server.accreditation.calendar import from_unix_seconds
from server.adapters.published.layout import state_files
from server.adapters.signing.key_store import KeyStoreError, open_roots
from server.adapters.system_clock import SystemClock
from server.cli.answer import NO, USAGE, YES, Answer, table
from server.composition import compose_ports, compose_queries
from server.credential.root import Key
from server.settings import Settings
from server.usecases.add_user import add_user
from server.usecases.check_acts import ActsVerdict, check_acts
from server.usecases.check_states import StatesVerdict, check_states
from server.usecases.perform import perform
from server.usecases.ports import Actor
from server.usecases.queries import Queries
from server.usecases.totp_codes import code_at


def demo(_: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Build the demo and write demo.json; signer and publisher must be running."""
    from server.demo import build, write_demo_json  # pictures and people: only this verb needs them

    ports = compose_ports(settings)
    build(settings, ports, SystemClock(), answer.notes)
    write_demo_json(settings)
    elections = [{"id": row.id, "certificates": row.certificates} for row in ports.queries.elections()]
    path = settings.data_dir / "demo.json"
    answer.give({"demo": path, "elections": elections}, lambda: [f"{path} written"])
    return YES


def publish(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Ask the publisher for new states."""
    ports = compose_ports(settings)
    known = [row.id for row in ports.queries.elections() if row.call_published_at is not None]
    unknown = sorted(set(chosen.election) - set(known))
    if unknown:
        return answer.refuse("not_found", f"no called election {', '.join(unknown)}; there are {', '.join(known)}")
    receipts = []
    with answer.progress() as progress:
        for election in progress.track(chosen.election or known, description="Publishing"):
            receipt = ports.publisher.publish(election)
            receipts.append({"election": election, "seq": receipt.seq, "connections": receipt.connections})
    answer.give(
        {"published": receipts},
        lambda: [f"{each['election']}: seq {each['seq']}, {each['connections']} connections" for each in receipts],
    )
    return YES


def check_log(_: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Recompute the whole act log and the states' chain that witnesses it; 1 with what is bad first and why."""
    verdict, states = examine(compose_queries(settings), settings.published_dir, answer)
    data = {
        "checked": verdict.checked,
        "head": verdict.head.hex(),
        "bad_act": verdict.bad_act,
        "reason": verdict.reason,
        "states": states.checked,
        "witnesses": len(states.witnesses),
        "bad_state": states.bad_state,
        "state_reason": states.reason,
    }
    answer.give(data, lambda: acts_told(verdict, states))
    return YES if verdict.bad_act is None and states.bad_state is None else NO


def examine(queries: Queries, published_dir: Path, answer: Answer) -> tuple[ActsVerdict, StatesVerdict]:
    """Return the verdicts on the whole act log and on the states that witness it."""
    published = [path.read_bytes() for path in state_files(published_dir)]  # before the rows: they go on
    states = check_states(queries.kept_states(), published=published)
    newest = queries.acts(limit=1).rows
    total = newest[0].n if newest else 0
    with answer.progress() as progress:
        acts = progress.track(queries.stored_acts(), total=total, description="Checking acts")
        return check_acts(acts, witnesses=states.witnesses), states


def acts_told(verdict: ActsVerdict, states: StatesVerdict) -> list[str]:
    """Return both verdicts as lines."""
    return [*_told_of_acts(verdict), *_told_of_states(states)]


def _told_of_acts(verdict: ActsVerdict) -> list[str]:
    if verdict.bad_act is None:
        return [f"{verdict.checked} acts hold; head {verdict.head.hex()}"]
    return [f"act {verdict.bad_act} is bad ({verdict.reason}); the {verdict.checked} before it hold"]


def _told_of_states(states: StatesVerdict) -> list[str]:
    if states.bad_state is None:
        return [f"{states.checked} states hold; {len(states.witnesses)} of them witness the log"]
    return [f"state {states.bad_state} is bad ({states.reason}); {states.checked} were good until then"]


def add_account(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Add an account as the installation does: how the first administrator comes in."""
    password = "-".join(secrets.token_hex(2) for _ in range(5))
    made = perform(
        add_user, ports=compose_ports(settings), actor=Actor("installation", "system"), login=chosen.login,
        display_name=chosen.name or chosen.login, role=chosen.role, password=password, one_time=True,
    ).result  # fmt: skip
    answer.give(
        {**made, "one_time_password": password},
        lambda: [f"{made['login']}: one-time password {password}; good for a week, changed at the first sign-in"],
    )
    return YES


def code(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Say the present code of a demo account's authenticator app, for who has none at hand."""
    from server.demo.notebook import read_notebook  # only a demo has one

    known = read_notebook(settings).totp
    if chosen.role not in known:
        return answer.refuse("not_found", f"no demo app for {chosen.role}; there are {', '.join(known)}")
    digits = code_at(known[chosen.role], SystemClock().now())
    answer.give({"role": chosen.role, "code": digits}, lambda: [digits])
    return YES


def keys(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """List the keys of the newest root, or show one by its id."""
    try:
        root = open_roots(settings.keys_dir)[-1]
    except KeyStoreError as refusal:
        return answer.refuse("no_keys", str(refusal))
    every = [_told(key) for key in (*root.root_keys, *root.keys)]
    if chosen.what == "list":
        head = {
            "version": root.version,
            "issued": from_unix_seconds(root.iat),
            "issuer": root.issuer,
            "origins": ", ".join(root.origins),
            "threshold": f"{root.threshold} of {len(root.root_keys)}",
        }
        lines = [f"  {each['kid']}  {each['role']:<5}  {each['standing']}" for each in every]
        answer.give(
            {**head, "keys": every}, lambda: [*table([("root", None), *head.items(), ("keys", None)]), *lines]
        )
        return YES
    if not chosen.kid:
        answer.refuse("usage", "say which key: keys show KID")
        return USAGE
    found = [each for each in every if each["kid"] == chosen.kid.lower()]
    if not found:
        return answer.refuse("not_found", f"root version {root.version} has no key {chosen.kid}")
    answer.give(found[0], lambda: table([("key", None), *found[0].items()]))
    return YES


def _told(key: Key) -> dict[str, Any]:
    told: dict[str, Any] = {"kid": key.kid.hex(), "role": key.role, "standing": key.standing}
    if key.not_after is not None:
        told["not_after"] = from_unix_seconds(key.not_after)
    return told | {"x": key.x.hex(), "y": key.y.hex()}
