"""Add an organisation that sends observers, or correct its names."""

from __future__ import annotations

from server.usecases.ports import Actor, Clock, UnitOfWork


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
    """Record an organisation (registrar) and return its id; `name` is the English name printed on certificates.

    Raises: InvalidInput, Conflict `already_exists`.
    """
    raise NotImplementedError
