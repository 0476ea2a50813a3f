"""Passwords: argon2id hashes, verified in the same time whether the account exists or not."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.usecases.errors import FieldError, InvalidInput

PASSWORD_MIN_CHARACTERS: Final = 12
PASSWORD_MAX_CHARACTERS: Final = 256
LOGIN_MAX_CHARACTERS: Final = 64
_COMMON = (
    "password", "passw0rd", "parol", "пароль", "сырсөз", "сырсоз", "admin", "administrator", "letmein", "welcome",
    "iloveyou", "monkey", "dragon", "master", "login", "secret", "shailoo", "шайлоо", "observer", "kyrgyzstan",
    "кыргызстан", "bishkek", "бишкек",
)  # fmt: skip
_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "abcdefghijklmnopqrstuvwxyz",
    "1234567890",
    "0987654321",
)
_ROW_LENGTH = 4
_LETTERS_FOR_SIGNS = str.maketrans("@$", "as")
_FEWEST_CHARACTERS = 5
_FEWEST_OF_ONES_OWN = 6
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id, 64 MiB, 3 passes (RFC 9106, low-memory profile)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("no account has this password")


def clean_login(text: str) -> str:
    """Return the login in lower case without surrounding spaces; any text is accepted."""
    return unicodedata.normalize("NFC", text).strip().lower()[:LOGIN_MAX_CHARACTERS]


def check_login(login: str) -> str:
    """Return a new account's login, cleaned.

    Raises: InvalidInput `login_invalid` unless it is 1 to 64 of a-z, 0-9, ".", "_", "-".
    """
    cleaned = unicodedata.normalize("NFC", login).strip().lower()
    if not _LOGIN.fullmatch(cleaned):
        raise InvalidInput([FieldError("login", "login_invalid")])
    return cleaned


def check_new_password(password: str, *, login: str, path: str = "password") -> None:
    """Refuse a password that is too short, too long, contains the login or is guessed first.

    Raises: InvalidInput `password_too_short`, `password_too_long`, `password_contains_login`, `password_guessable`.
    """
    if len(password) < PASSWORD_MIN_CHARACTERS:
        raise InvalidInput([FieldError(path, "password_too_short", {"limit": PASSWORD_MIN_CHARACTERS})])
    if len(password) > PASSWORD_MAX_CHARACTERS:
        raise InvalidInput([FieldError(path, "password_too_long", {"limit": PASSWORD_MAX_CHARACTERS})])
    if login and login in password.lower():
        raise InvalidInput([FieldError(path, "password_contains_login")])
    if is_guessable(password):
        raise InvalidInput([FieldError(path, "password_guessable")])


def is_guessable(password: str) -> bool:
    """Tell whether a password is what everybody tries first.

    One part again and again, a row of the keyboard or the alphabet, or hardly more than words from every list of
    leaked passwords.
    """
    plain = unicodedata.normalize("NFKC", password).casefold()
    repeated = re.fullmatch(r"(.{1,12}?)\1+.{0,2}", plain, re.DOTALL) is not None
    left = plain.translate(_LETTERS_FOR_SIGNS)
    for row in _ROWS:
        for start in range(len(row) - _ROW_LENGTH, -1, -1):
            for end in range(len(row), start + _ROW_LENGTH - 1, -1):
                left = left.replace(row[start:end], "").replace(row[start:end][::-1], "")
    for word in _COMMON:
        left = left.replace(word, "")
    return repeated or len(set(plain)) < _FEWEST_CHARACTERS or len(re.sub(r"[\W_]", "", left)) < _FEWEST_OF_ONES_OWN


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, NFC-normalised, with its own salt."""
    return _hasher().hash(unicodedata.normalize("NFC", password))


def password_matches(password: str, *, password_hash: str | None) -> bool:
    """Tell whether the password fits; without a hash as much work is done and the answer is False."""
    plain = unicodedata.normalize("NFC", password[:PASSWORD_MAX_CHARACTERS])
    try:
        _hasher().verify(password_hash or _nobodys_hash(), plain)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
