"""What follows a decree: papers, carrying out in one click, the lawyer's opinion on a draft, handing over."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.usecases.carry_out import carry_out
from server.usecases.decree_opinions import give_decree_opinion
from server.usecases.hand_over import hand_over
from server.usecases.roles import LEGAL_READERS
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.decision_papers import decree_pdf, refusal_letter_pdf
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import one_click
from server.web.session import officers

OPINION_FIELDS: Final = (Field("opinion", "area", limit=4000),)


@officers(*LEGAL_READERS)
def decree_paper(decree_id: str) -> Response:
    """Give a decree with its annex as PDF."""
    return decree_pdf(decree_id)


@officers(*LEGAL_READERS)
def refusal_letter(refusal_id: str) -> Response:
    """Give the letter about one refused person as PDF."""
    return refusal_letter_pdf(refusal_id)


@officers("registrar", "records")
@one_click
def carry_decree_out(decree_id: str, once: str) -> Response:
    """Give certificates, public list and notices at once."""
    done = do(carry_out, once=once, decree_id=decree_id, sealing=ports().sealing)
    issued, told = done.result["issued"], done.result["told"]
    note = "carried_out" if issued else "organisations_told" if told else "nothing_left_to_do"
    return go("decree", note=note, facts=done.result, receipts=done.receipts, decree_id=decree_id)


@officers("lawyer")
def decree_opinion(decree_id: str) -> Response:
    """Add the lawyer's opinion to a drafted revocation for a violation."""
    shown = ports().queries.decree(decree_id)

    def _act(form: Form) -> Response:
        do(give_decree_opinion, once=form.once, decree_id=decree_id, **form.values)
        return go("decree", note="opinion_given", decree_id=decree_id)

    return form_page("decree_opinion_form.html", "decree_opinion", OPINION_FIELDS, act=_act, section="decrees",
                     decree=shown.decree, shown=shown)  # fmt: skip


@officers(*LEGAL_READERS)
def handover(decree_id: str) -> Response:
    """Show the handover list of a decree, made to be printed and signed."""
    decree = ports().queries.decree(decree_id).decree
    return page("handover.html", section="decrees", decree=decree, rows=ports().queries.handover(decree_id),
                election=ports().queries.election(decree.election_id))  # fmt: skip


@officers("registrar", "records")
@one_click
def hand_certificates_over(decree_id: str, once: str) -> Response:
    """Mark papers as handed over."""
    done = do(hand_over, once=once, numbers=tuple(request.form.getlist("numbers"))).result
    return go("handover", note="handed_over", facts=done, decree_id=decree_id)


def add_routes(blueprint: Blueprint) -> None:
    """Add what follows a decree."""
    one = "/decrees/<decree_id>"
    blueprint.add_url_rule(f"{one}/decree.pdf", "decree_paper", decree_paper)
    blueprint.add_url_rule("/refusals/<refusal_id>/letter.pdf", "refusal_letter", refusal_letter)
    blueprint.add_url_rule(f"{one}/carry-out", "carry_decree_out", carry_decree_out, methods=["POST"])
    blueprint.add_url_rule(f"{one}/opinion", "decree_opinion", decree_opinion, methods=["GET", "POST"])
    blueprint.add_url_rule(f"{one}/handover", "handover", handover)
    blueprint.add_url_rule(f"{one}/hand-over", "hand_certificates_over", hand_certificates_over, methods=["POST"])
