"""A form as the page shows it: what was typed is kept, and each error stands beside its field."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any, Final

from flask import Response, request

from server.accreditation.errors import CodedError
from server.usecases.errors import FieldError, Forbidden, InvalidInput, NotFound
from server.web.errors import problem_of
from server.web.fields import Field, FieldRefused, parse, shown
from server.web.kept_forms import REVIEW_FIELD
from server.web.pages import page

ONCE_FIELD: Final = "once"
# Refusals of the law that belong to one field of a form, where the form has it.
FIELD_OF_CODE: Final = {
    "revocation_facts_missing": "facts", "revocation_gross_not_stated": "gross",
    "revocation_on_application_not_gross": "gross", "written_application_missing": "attachment",
    "effective_before_signing": "effective_at", "effective_not_whole_minute": "effective_at",
    "revocation_kind_unknown": "kind", "annulment_reason_missing": "facts",
    "decree_number_missing": "number", "decree_number_invalid": "number", "decree_number_taken": "number",
    "decree_number_used_this_year": "number",
    "decree_date_in_future": "decree_date", "window_closed": "decree_date", "window_not_open": "decree_date",
    "publication_before_voting": "day", "publication_in_future": "day", "repeat_voting_before_voting": "day",
    "citizen_of_kyrgyz_republic": "citizenships", "citizenship_missing": "citizenships",
    "voting_has_begun": "day", "postponed_into_past": "day", "voting_day_twice": "day",
    "effective_after_term": "effective_at",
    "invitation_before_call": "letter_date", "letter_date_in_future": "letter_date",
    "call_not_published": "letter_date", "invitation_dispatcher_not_allowed": "dispatcher",
    "mfa_cannot_refuse": "outcome",
}  # fmt: skip
Options = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is wrong: the field it belongs to ("" for the whole form), code, clause, facts."""

    field: str
    code: str
    clause: str | None = None
    facts: Mapping[str, Any] = made_by(default_factory=dict)


@dataclass(slots=True)
class Form:
    """Fields, what was typed, typed values of what could be read, and refusals."""

    name: str
    fields: tuple[Field, ...]
    options: Options = made_by(default_factory=dict)
    raw: dict[str, list[str]] = made_by(default_factory=dict)
    values: dict[str, Any] = made_by(default_factory=dict)
    refusals: list[Refusal] = made_by(default_factory=list)
    once: str = ""
    status: int = 200

    def typed(self, name: str) -> list[str]:
        """Return what stands in the inputs of a field."""
        return self.raw.get(name, [])

    def refusals_of(self, name: str) -> list[Refusal]:
        """Return what is wrong with one field ("" for the form as a whole)."""
        return [refusal for refusal in self.refusals if refusal.field == name]

    def refuse(self, error: CodedError) -> None:
        """Take a verb's refusal: each part beside its field where the form has that field."""
        self.status = problem_of(error).status
        if isinstance(error, InvalidInput):
            self.take(error.errors)
            return
        names = {each.name for each in self.fields}
        told = str(error.facts.get("field") or FIELD_OF_CODE.get(error.code, ""))
        self.refusals.append(Refusal(told if told in names else "", error.code, error.clause, error.facts))

    def take(self, errors: Iterable[FieldError]) -> None:
        """Take faults, each beside its field where the form has that field; a field told before keeps its word."""
        names, told = {each.name for each in self.fields}, {each.field for each in self.refusals} - {""}
        for item in errors:
            path = item.path.replace("titles.", "title_")
            own = path if path in names else ""
            if own not in told:
                clause = item.facts.get("clause")
                facts = {"field": item.path, **item.facts}
                self.refusals.append(Refusal(own, item.code, str(clause) if clause else None, facts))


def blank_form(name: str, fields: tuple[Field, ...], *, initial: Mapping[str, Any], options: Options) -> Form:
    """Return a form with initial values and a fresh key against double clicks."""
    raw = {each.name: shown(each, initial.get(each.name)) for each in fields}
    return Form(name, fields, options, raw, once=str(uuid.uuid4()))


def read_form(name: str, fields: tuple[Field, ...], *, options: Options) -> Form:
    """Read the posted form; what cannot be read is a refusal beside its field."""
    raw = {each.name: request.form.getlist(each.name) for each in fields if each.kind != "file"}
    form = Form(name, fields, options, raw, once=request.form.get(ONCE_FIELD, "")[:64] or str(uuid.uuid4()))
    for each in fields:
        try:
            allowed = tuple(value for value, _ in options[each.name]) if each.name in options else None
            if each.kind != "file":
                form.values[each.name] = parse(each, raw[each.name], options=allowed)
        except FieldRefused as error:
            form.refusals.append(Refusal(each.name, error.code, None, error.facts))
            form.status = 422
    for each in fields:  # empty rows of a list don't come back
        if each.kind in ("days", "countries"):
            raw[each.name] = [text for text in raw[each.name] if text.strip()]
    for kept in raw.values():  # no control characters go back into the page
        kept[:] = [text.replace("\0", "")[:20_000] for text in kept]
    return form


def form_page(
    template: str,
    name: str,
    fields: tuple[Field, ...],
    *,
    act: Callable[[Form], Response],
    also: Callable[[Mapping[str, Any]], Iterable[FieldError]] | None = None,
    initial: Mapping[str, Any] | None = None,
    options: Options | None = None,
    opening: bool = False,
    **context: Any,
) -> Response:
    """Show a form, or act on a posted one; a refusal shows the form again with everything typed.

    Args:
        opening: a list posted whom the form is about; nothing of the form itself is posted yet.
        act: does the verb and says where to go next; its CodedErrors become refusals.
        also: what the law finds in the values that could be read, so that all faults are told at once.
        context: more for the template.
    """
    if opening or request.method != "POST":
        form = blank_form(name, fields, initial=initial or {}, options=options or {})
        return page(template, form=form, **context)
    form = read_form(name, fields, options=options or {})
    if REVIEW_FIELD in request.form:
        form.refusals, form.status = [], 200
        return page(template, form=form, **context)
    if not form.refusals:
        try:
            return act(form)
        except (NotFound, Forbidden):
            raise
        except CodedError as error:
            form.refuse(error)
    elif also is not None:
        form.take(also(form.values))
    return page(template, status=form.status, form=form, **context)
