"""Fields by which the owner of an account is proven again."""

from __future__ import annotations

from typing import Final

from server.usecases.passwords import PASSWORD_MAX_CHARACTERS
from server.web.fields import Field

PASSWORD_FIELD: Final = Field("password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="current-password")
CODE_FIELD: Final = Field("code", limit=10, autocomplete="one-time-code")
