"""Add an organisation that sends observers."""

from __future__ import annotations

from server.accreditation.countries import STATES
from server.accreditation.organisation import OrganisationKind, OrganisationOrigin, clean_organisation_name
from server.usecases.errors import Conflict
from server.usecases.persons import OrganisationBook
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Organisation
from server.usecases.search_words import search_words
from server.usecases.texts import Faults


def add_organisation(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    name: str,
    origin: str = "international",
    name_ky: str = "",
    name_ru: str = "",
    kind: str = "other",
    country: str | None = None,
) -> str:
    """Record an organisation (registrar) and return its id; `name` stands on certificates and in the QR.

    Args: origin: "foreign" or "international" (1.3); kind: an OrganisationKind value; country: alpha-3 or None.
    Raises: InvalidInput, Conflict `organisation_exists`.
    """
    actor.must_be("registrar")
    faults = Faults()
    cleaned = faults.take("name", lambda: clean_organisation_name(name)) or ""
    ky = (faults.take("name_ky", lambda: clean_organisation_name(name_ky, field="name_ky")) or "") if name_ky else ""
    ru = (faults.take("name_ru", lambda: clean_organisation_name(name_ru, field="name_ru")) or "") if name_ru else ""
    if origin not in {each.value for each in OrganisationOrigin}:
        faults.add("origin", "organisation_origin_unknown", field="origin")
    if kind not in {each.value for each in OrganisationKind}:
        faults.add("kind", "organisation_kind_unknown", field="kind")
    if country is not None and country not in STATES:
        faults.add("country", "country_unknown", field="country", value=country[:16])
    faults.raise_if_any()
    search_key = " ".join(search_words(cleaned, ky, ru))
    known = OrganisationBook(uow.find(Organisation))
    for field, own in (("name", cleaned), ("name_ky", ky), ("name_ru", ru)):
        found = known.get(own) if own else None
        if found is not None:
            raise Conflict("organisation_exists", field=field, name=found.name)
    now = clock.now()
    organisation = Organisation(uow.new_id(), cleaned, ky, ru, origin, kind, country, search_key, now)
    uow.add(organisation)
    uow.log("organisation_added", actor=actor, at=now, subjects={"organisation": organisation.id})
    return organisation.id
