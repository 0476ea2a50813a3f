"""Words that follow a number: "1 day", "2 days"; in Russian three forms, in Kyrgyz none.

A text names the forms in the field itself: "{days} {days:день|дня|дней}", "{days} {days:day|days}".
"""

from __future__ import annotations


class Counted(int):
    """A number in a sentence: formatted with "one|many" or "one|few|many" it gives the form that fits it."""

    def __format__(self, spec: str) -> str:
        """Return the fitting form, or the number itself."""
        if "|" not in spec:
            return int.__format__(int(self), spec)
        forms = spec.split("|")
        return forms[_russian(abs(self)) if len(forms) == 3 else int(abs(self) != 1)]


def counted(value: object) -> object:
    """Return a number ready to choose its words; anything else as it is."""
    return Counted(value) if type(value) is int else value


def _russian(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
