"""What an e-mail address may be, where it is entered: whatever passes here can be written on a letter."""

from __future__ import annotations

from email.headerregistry import Address

import pytest

from server.usecases.texts import is_email


@pytest.mark.parametrize("text", ["a@example.org", "first.last+tag@mail.example.co.uk", "o_k-1@x-y.example"])
def test_addresses(text: str) -> None:
    assert is_email(text)
    assert Address(addr_spec=text).addr_spec == text


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "a@b", "<a@z.example>", "a,evil@z.example", "a:b@z.example", '"a"@z.example', "a b@z.example",
        "a\u202e@z.example", "ü@ö.example", ".a@z.example", "a..b@z.example", "a.@z.example", "a@-z.example",
        "a@z.example\n", f"{'a' * 65}@z.example", f"a@{'b' * 64}.example",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    assert not is_email(text)
