"""Which passwords are taken."""

from __future__ import annotations

import pytest

from server.usecases.errors import InvalidInput
from server.usecases.passwords import check_new_password


@pytest.mark.parametrize(
    ("password", "fine"),
    [
        ("passwordpassword", False), ("password2027!", False), ("qwertyuiop[]", False), ("123456789012", False),
        ("aaaaaaaaaaaaaa", False), ("abababababab", False), ("P@ssw0rd1234", False), ("пароль123456", False),
        ("шайлоо2027шайлоо", False), ("correct horse battery staple", True), ("a long enough phrase", True),
        ("Көк-бөрү күздө ойнойт", True), ("7f3c9a1be04d", True),
    ],
)  # fmt: skip
def test_passwords_everybody_tries_first_are_refused(password: str, fine: bool) -> None:
    if fine:
        check_new_password(password, login="registrar")
        return
    with pytest.raises(InvalidInput) as refused:
        check_new_password(password, login="registrar")
    assert [(each.path, each.code) for each in refused.value.errors] == [("password", "password_guessable")]
