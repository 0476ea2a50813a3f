"""The log of acts: who did what and when, without personal data."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from server.accreditation.decree import DecreeKind
from server.usecases.queries import ActFilter
from server.usecases.roles import LEGAL_READERS, OFFICERS
from server.web.acting import ports
from server.web.console.pages import act_words, page
from server.web.i18n import current_language
from server.web.session import officers


@officers(*LEGAL_READERS)
def acts() -> Response:
    """List acts, the newest first, narrowed by kind, officer, election, or the number of a decree or certificate."""
    names = ("kind", "actor_id", "election_id", "number")
    asked = {name: request.args.get(name, "").strip()[:64] for name in names}
    queries = ports().queries
    narrowed = ActFilter(request.args.get("subject") or None, **asked)
    found = queries.acts(narrowed, after=request.args.get("after"))
    who = [user for user in queries.users() if user.role in OFFICERS]
    return page("acts.html", section="acts", found=found, asked=asked, kinds=act_kinds(), who=who,
                elections=queries.elections())  # fmt: skip


def act_kinds() -> list[tuple[str, str]]:
    """Return every kind of act that has words, with its words, by the words."""
    texts = current_app.extensions["catalogue"].texts[current_language()]
    kinds = {key.removeprefix("log.") for key in texts if key.startswith("log.")}
    steps = [key.removeprefix("log_step.") for key in texts if key.startswith("log_step.")]
    kinds |= {f"{kind.value}_{step}" for kind in DecreeKind for step in steps}
    return sorted(((kind, act_words(kind)) for kind in kinds), key=lambda each: each[1].casefold())


def add_routes(blueprint: Blueprint) -> None:
    """Add the page of acts."""
    blueprint.add_url_rule("/acts", "acts", acts)
