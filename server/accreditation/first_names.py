"""First names whose Russian spelling no rule of letters finds; a proposal, which a person confirms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CYRILLIC_OF_FIRST_NAMES: Final[Mapping[str, str]] = {
    "ilya": "илья", "ilia": "илья", "iliya": "илья", "natalya": "наталья", "natalia": "наталья", "tatyana": "татьяна",
    "tatiana": "татьяна", "darya": "дарья", "daria": "дарья", "sofya": "софья", "sofia": "софия", "marya": "марья",
    "ulyana": "ульяна", "uliana": "ульяна", "emelyan": "емельян", "demyan": "демьян", "lukyan": "лукьян",
    "yulia": "юлия", "yulya": "юля", "julia": "юлия", "iuliia": "юлия", "yuliya": "юлия", "oksana": "оксана",
    "olga": "ольга", "igor": "игорь", "lyubov": "любовь", "lubov": "любовь", "lyudmila": "людмила",
    "ludmila": "людмила", "ekaterina": "екатерина", "yekaterina": "екатерина", "elena": "елена", "yelena": "елена",
    "elizaveta": "елизавета", "yelizaveta": "елизавета", "evgeny": "евгений", "evgenii": "евгений",
    "yevgeny": "евгений", "evgenia": "евгения", "yevgenia": "евгения", "egor": "егор", "emil": "эмиль",
    "sergey": "сергей", "sergei": "сергей", "andrey": "андрей", "andrei": "андрей", "aleksey": "алексей",
    "alexey": "алексей", "alexei": "алексей", "alexander": "александр", "aleksandr": "александр",
    "alexandra": "александра", "aleksandra": "александра", "maxim": "максим", "dmitry": "дмитрий",
    "dmitri": "дмитрий", "dmitrii": "дмитрий", "vasily": "василий", "vasilii": "василий", "yury": "юрий",
    "yuri": "юрий", "iurii": "юрий", "grigory": "григорий", "anatoly": "анатолий", "valery": "валерий",
    "vitaly": "виталий", "arkady": "аркадий", "georgy": "георгий", "gennady": "геннадий", "ksenia": "ксения",
    "semyon": "семён", "fyodor": "фёдор", "pyotr": "пётр", "artyom": "артём", "alyona": "алёна", "raphael": "рафаэль",
    "daniel": "даниэль", "michael": "майкл", "john": "джон", "james": "джеймс", "george": "джордж",
    "joseph": "джозеф", "jane": "джейн", "charles": "чарльз", "william": "уильям", "jean": "жан",
}  # fmt: skip
