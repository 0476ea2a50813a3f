"""Machine-readable zones: the specimens of ICAO Doc 9303, every single wrong digit, what contradicts the form."""

from __future__ import annotations

from datetime import date

import pytest

from server.accreditation.errors import CodedError
from server.accreditation.mrz import check_digit, disagreements, read_zone

PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
SMALL = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
LONG = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"


@pytest.mark.parametrize("text", [PASSPORT, CARD, SMALL, PASSPORT.replace("\n", ""), PASSPORT.replace("\n", " \n ")])
def test_specimens_are_read_whole(text: str) -> None:
    zone = read_zone(text)
    assert zone.wrong_digits == ()
    assert (zone.surname, zone.given, zone.country) == ("ERIKSSON", "ANNA MARIA", "UTO")
    assert (zone.birth, zone.expires) == ((74, 8, 12), (12, 4, 15))


def test_a_long_number_goes_on_behind_its_filler() -> None:
    zone = read_zone(LONG)
    assert zone.number == "D23145890734"
    assert zone.wrong_digits == ()


def test_every_single_wrong_digit_of_the_second_line_is_noticed() -> None:
    first, second = PASSPORT.split("\n")
    for place in [*range(0, 10), *range(13, 20), *range(21, 43)]:
        letter = second[place]
        other = "7" if letter != "7" else "8"
        if letter.isdigit() or letter.isalpha():
            changed = second[:place] + other + second[place + 1 :]
            if check_digit(letter) % 10 != check_digit(other) % 10:
                assert read_zone(f"{first}\n{changed}").wrong_digits, place


def test_what_the_form_says_is_held_against_it() -> None:
    zone = read_zone(PASSPORT)
    said = {"country": "UTO", "number": "L898902C3", "surname": "Eriksson", "birth_date": date(1974, 8, 12),
            "expires_on": date(2012, 4, 15)}  # fmt: skip
    assert disagreements(zone, **said) == ()
    wrong = {"country": "NLD", "number": "L898902C4", "surname": "Erikson", "birth_date": date(1974, 8, 13),
             "expires_on": date(2012, 4, 14)}  # fmt: skip
    for name, value in wrong.items():
        assert disagreements(zone, **{**said, name: value}) == (name,)
    assert disagreements(zone, **{**said, "birth_date": None, "expires_on": None}) == ()


@pytest.mark.parametrize("text", ["", "P<UTO", "A" * 44, "\n".join(["A" * 44] * 3), "é" * 44 + "\n" + "é" * 44])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(CodedError) as refusal:
        read_zone(text)
    assert refusal.value.code == "mrz_unreadable"
