"""The people an officer chose on a list, for steps that many make at once."""

from __future__ import annotations

from collections.abc import Sequence

from server.usecases.errors import FieldError, InvalidInput, NotFound
from server.usecases.ports import UnitOfWork
from server.usecases.records import Nomination

MOST_AT_ONCE = 500


def chosen_nominations(uow: UnitOfWork, nomination_ids: Sequence[str]) -> list[Nomination]:
    """Return the nominations in the order of their lists.

    Raises: InvalidInput `nobody_chosen`, `too_many_chosen`; NotFound for an id that isn't one.
    """
    wanted = list(dict.fromkeys(nomination_ids))
    if not wanted:
        raise InvalidInput([FieldError("nomination_ids", "nobody_chosen")])
    if len(wanted) > MOST_AT_ONCE:
        raise InvalidInput([FieldError("nomination_ids", "too_many_chosen", {"limit": MOST_AT_ONCE})])
    found = uow.find(Nomination, id=wanted, order="n")
    known = {each.id for each in found}
    for key in wanted:
        if key not in known:
            raise NotFound("nomination", key[:64])
    return found
