"""Acts of one button: the key against double clicks is read, a refusal is said on the page one came from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, request

from server.accreditation.errors import CodedError
from server.usecases.errors import Conflict, Forbidden, NotFound
from server.web.errors import problem_of
from server.web.forms import ONCE_FIELD
from server.web.kept_forms import REVIEW_FIELD, own_path
from server.web.pages import page


def closed(code: str, *, back: str, **facts: Any) -> Response:
    """Say at once that a thing can't be changed any more, instead of a form that would be refused."""
    error = Conflict(code, **facts)
    return page("refused.html", status=problem_of(error).status, back=back, error=error)


def one_click(view: Callable[..., Response]) -> Callable[..., Response]:
    """Call ``view(once=…, **path)``; a coded refusal becomes a page that leads back.

    A button replayed after signing in anew is never pressed by itself: the officer is led back to it.
    """

    @wraps(view)
    def _guarded(**values: str) -> Response:
        back = own_path(request.path.rsplit("/", 1)[0])
        if REVIEW_FIELD in request.form:
            return page("refused.html", back=back, error=None)
        try:
            return view(once=request.form.get(ONCE_FIELD, "")[:64], **values)
        except (NotFound, Forbidden):
            raise
        except CodedError as error:
            return page("refused.html", status=problem_of(error).status, back=back, error=error)

    return _guarded
