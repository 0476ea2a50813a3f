"""Decrees: drafted by the registrar, signed by the approver, published by records; three different people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from server.accreditation.calendar import day_of, minute_of
from server.accreditation.decree import NUMBER_MAX_CHARACTERS, DecreeKind
from server.usecases.draft_accreditation import draft_accreditation_decree
from server.usecases.issue import issue_credentials
from server.usecases.publish_decree import discard_decree, publish_decree
from server.usecases.records import ELECTION_ACTS
from server.usecases.roles import LEGAL_READERS, PRINTERS
from server.usecases.sign_decree import sign_decree
from server.usecases.views import DecreePage, DecreeRow, LeftToDo
from server.web.acting import do, last_receipt, ports
from server.web.console.elections import preview_act
from server.web.console.pages import go, page
from server.web.decision_papers import WITH_PAPER
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.i18n import current_language
from server.web.one_click import closed, one_click
from server.web.session import current_session, officers

HANDS: Final = ("registrar", "records")
CARRIED_OUT: Final = ("accreditation", "refusal")
DONE: Final = LeftToDo(0, 0)
STATES: Final = ("draft", "signed", "published", "discarded")
SIGN_FIELDS: Final = (
    Field("number", limit=NUMBER_MAX_CHARACTERS + 4),
    Field("decree_date", "day"),
    Field("number_again", "check", required=False),
)
SHOWN_FIELD: Final = "shown"
_CLOSED: Final = {
    "signed": "decree_already_signed", "published": "decree_already_signed", "discarded": "decree_discarded"
}  # fmt: skip


@officers(*LEGAL_READERS)
def decrees() -> Response:
    """List decrees, narrowed by state, kind and election."""
    asked = {name: request.args.get(name) or None for name in ("state", "kind", "election_id")}
    state = asked["state"] if asked["state"] in STATES else None
    kind = asked["kind"] if asked["kind"] in tuple(DecreeKind) else None
    queries, after = ports().queries, request.args.get("after")
    found = queries.decrees(election_id=asked["election_id"], kind=kind, state=state, after=after)
    return page("decrees.html", section="decrees", found=found, asked=asked, states=STATES,
                kinds=tuple(DecreeKind), elections=queries.elections())  # fmt: skip


@officers("registrar")
def new_decree() -> Response:
    """Open a draft of an accreditation decree."""
    known = ports().queries.elections()
    fields = (Field("election_id", "select"), Field("subject", limit=200))

    def _act(form: Form) -> Response:
        made = do(draft_accreditation_decree, once=form.once, **form.values)
        return go("decree", note="decree_drafted", decree_id=made.result)

    asked = {"election_id": request.args.get("election_id"), "subject": ""}
    options = {"election_id": [(each.id, each.titles[current_language()]) for each in known]}
    return form_page("decree_form.html", "decree", fields, act=_act, initial=asked, options=options,
                     section="decrees")  # fmt: skip


@officers(*LEGAL_READERS)
def decree(decree_id: str) -> Response:
    """Show one decree: its three hands, what hangs on it, and what may be done now."""
    shown = ports().queries.decree(decree_id)
    row = shown.decree
    annex = None
    if row.kind == "accreditation":
        annex = ports().queries.annex(decree_id, after=request.args.get("after"))
    draft = ports().queries.draft_shown(decree_id) if row.state == "draft" else None
    left = ports().queries.left_to_carry_out(decree_id) if row.signed_at and row.kind in CARRIED_OUT else None
    return page(
        "decree.html", section="decrees", shown=shown, decree=row, annex=annex, draft=draft, **hanging(row),
        election=ports().queries.election(row.election_id), may=allowed_acts(shown, left), left=left,
        receipt=last_receipt(row.election_id), now=ports().clock.now(),
    )  # fmt: skip


def hanging(row: DecreeRow) -> dict[str, Any]:
    """Return what hangs on a decree by its kind: refusals, opinions, what stands against people of its annex."""
    queries = ports().queries
    return {
        "refusals": queries.refusals(row.id) if row.kind == "refusal" else (),
        "decree_opinions": queries.decree_opinions(row.id) if row.kind == "revocation" else (),
        "standing": queries.standing_against(row.id) if row.kind == "accreditation" else (),
    }


def allowed_acts(shown: DecreePage, left: LeftToDo | None) -> set[str]:
    """Return what this officer may do with the decree now: edit, sign, publish, discard, issue, print."""
    row, actor = shown.decree, current_session().actor
    hands = {row.drafted_by.id, row.signed_by.id if row.signed_by else ""}
    accreditation = row.kind == "accreditation"
    rules = {
        "edit": row.state == "draft" and actor.role == "registrar" and accreditation,
        "sign": row.state == "draft" and actor.role == "approver" and actor.user_id not in hands and row.size > 0,
        "publish": row.state == "signed" and actor.role == "records" and actor.user_id not in hands,
        "discard": row.state == "draft" and actor.role in ("registrar", "approver"),
        "issue": left is not None and left.issue > 0 and actor.role in HANDS,
        "carry_out": row.state == "published" and left is not None and left != DONE and actor.role in HANDS,
        "paper": row.kind in WITH_PAPER and row.size > 0,
        "handover": accreditation and row.live > 0,
        "opinion": row.state == "draft" and actor.role == "lawyer"
        and any(each.kind.startswith("V") for each in shown.revocations),
        "print": accreditation and row.live > 0 and actor.role in PRINTERS,
    }  # fmt: skip
    return {name for name, allowed in rules.items() if allowed}


@officers("approver")
def sign(decree_id: str) -> Response:
    """Enter the signed act after a page that names everyone it touches and says what follows."""
    draft = ports().queries.draft_shown(decree_id)  # before what is shown: what came between is then refused
    shown = ports().queries.decree(decree_id)
    row, now = shown.decree, ports().clock.now()
    if row.state != "draft" and request.method != "POST":
        return closed(_CLOSED[row.state], back=url_for("console.decree", decree_id=decree_id), number=row.number)

    def _act(form: Form) -> Response:
        done = do(sign_decree, once=form.once, decree_id=decree_id, sealing=ports().sealing,
                  shown=request.form.get(SHOWN_FIELD, ""), **form.values)  # fmt: skip
        facts = {"number": form.values["number"], "applied": done.result["applied"]}
        return go("decree", note="decree_signed", facts=facts, receipts=done.receipts, decree_id=decree_id)

    preview = refused = None
    if row.kind in ELECTION_ACTS and shown.events:
        preview, refused = preview_act(row.election_id, kind=row.kind, day=shown.events[0].day)
    annex = ports().queries.annex(decree_id, limit=300) if row.kind == "accreditation" else None
    return form_page(
        "sign.html", "sign", SIGN_FIELDS, act=_act, initial={"decree_date": day_of(now)}, section="decrees",
        shown=shown, decree=row, annex=annex, preview=preview, refused=refused, draft=draft, **hanging(row),
        election=ports().queries.election(row.election_id), now=minute_of(now), minute=timedelta(minutes=1),
    )  # fmt: skip


@officers("records")
@one_click
def publish(decree_id: str, once: str) -> Response:
    """Publish a signed decree."""
    done = do(publish_decree, once=once, decree_id=decree_id)
    return go("decree", note="decree_published", receipts=done.receipts, decree_id=decree_id)


@officers("registrar", "approver")
def ask_discard(decree_id: str) -> Response:
    """Ask before a draft is discarded."""
    row, back = ports().queries.decree(decree_id).decree, url_for("console.decree", decree_id=decree_id)
    if row.state != "draft":
        return closed("decree_not_draft", back=back, state=row.state)
    return page("confirm.html", section="decrees", asked="decree.discard", about=row.subject, look="undo",
                note="decree.discard_text", back=back)  # fmt: skip


@officers("registrar", "approver")
@one_click
def discard(decree_id: str, once: str) -> Response:
    """Discard a draft; it stays on record."""
    do(discard_decree, once=once, decree_id=decree_id)
    return go("decree", note="decree_discarded", decree_id=decree_id)


@officers("registrar", "records")
@one_click
def issue(decree_id: str, once: str) -> Response:
    """Issue certificates for everyone in the decree."""
    done = do(issue_credentials, once=once, decree_id=decree_id, sealing=ports().sealing)
    facts = {"issued": done.result["issued"]}
    return go("decree", note="certificates_issued", facts=facts, receipts=done.receipts, decree_id=decree_id)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of decrees."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/decrees", "decrees", decrees)
    blueprint.add_url_rule("/decrees/new", "new_decree", new_decree, methods=both)
    blueprint.add_url_rule("/decrees/<decree_id>", "decree", decree)
    blueprint.add_url_rule("/decrees/<decree_id>/sign", "sign", sign, methods=both)
    blueprint.add_url_rule("/decrees/<decree_id>/publish", "publish", publish, methods=["POST"])
    blueprint.add_url_rule("/decrees/<decree_id>/discard", "ask_discard", ask_discard)
    blueprint.add_url_rule("/decrees/<decree_id>/discard", "discard", discard, methods=["POST"])
    blueprint.add_url_rule("/decrees/<decree_id>/issue", "issue", issue, methods=["POST"])
