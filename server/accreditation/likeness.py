"""When two spellings may be one person: names reduced to what every transliteration keeps.

Only ever a question to a human: a hit refuses nobody (3.10 gives a right, not a duty).
Clause: 3.10(4).
"""

from __future__ import annotations

import unicodedata
from datetime import date

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "қ": "k", "ғ": "g", "ә": "a", "һ": "h", "і": "i", "ї": "i", "є": "e",
    "ў": "u", "ҳ": "h", "ҷ": "j", "ј": "i", "љ": "l", "њ": "n", "ћ": "ch", "ђ": "j", "џ": "j", "ґ": "g",
}  # fmt: skip
_ONE_SOUND = (
    ("shch", "sh"), ("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("cz", "ch"), ("sz", "sh"), ("dzh", "j"),
    ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("ks", "x"),
    ("q", "k"), ("w", "v"), ("th", "t"),
)  # fmt: skip
_SILENT = frozenset("aeiouyəıæøœ'ʼ’`")


def skeleton(name: str) -> str:
    """Return the consonants of a name as every usual transliteration gives them, words in alphabetical order.

    "Алексей", "Aleksey" and "Alexei" agree; so do "Жээнбеков" and "Jeenbekov". Coarse on purpose.
    """
    words = (_bones(word) for word in _latin(name).replace("-", " ").split())
    return " ".join(sorted(word for word in words if word))


def document_text(country: str, number: str) -> str:
    """Return the one spelling of a document under which its keyed hash is made."""
    return f"document {country} {number}"


def name_texts(*names: str, birth_date: date | None) -> tuple[str, ...]:
    """Return the spellings of name and birth date under which keyed hashes are made; none without the date.

    Args:
        names: surname and given name, in Latin, in Cyrillic; a patronymic is left out, as many lists leave it.
    """
    if birth_date is None:
        return ()
    bones = dict.fromkeys(skeleton(name) for name in names)
    return tuple(f"name {each} {birth_date.isoformat()}" for each in bones if each)


def _latin(name: str) -> str:
    lower = unicodedata.normalize("NFC", name).casefold()
    spelled = "".join(_CYRILLIC.get(letter, letter) for letter in lower)
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in plain if letter.isalpha() or letter in " -")


def _bones(word: str) -> str:
    for several, one in _ONE_SOUND:
        word = word.replace(several, one)
    first = "" if word[:1] not in _SILENT else "a"  # any opening vowel counts as one
    kept = [letter for letter in word if letter not in _SILENT]
    single = [letter for place, letter in enumerate(kept) if place == 0 or letter != kept[place - 1]]
    return first + "".join(single)
