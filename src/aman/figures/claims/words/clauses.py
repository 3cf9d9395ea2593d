"""Clauses for what others count and we publish no figure of: calls, messages, visits, registering.

Each with every plural form (CLDR); `beside` says that one person may be several of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aman.figures.claims.claim import Worded


@dataclass(frozen=True, slots=True)
class Clause:
    """What was counted, `{number}` in it, and what stands beside."""

    counted: Mapping[str, str]
    beside: str = ""


CLAUSES: Final[Mapping[str, Mapping[Worded, Clause]]] = {
    "ar": {
        Worded.CALLS: Clause(
            {
                "zero": "لم تصل إلى الخط الساخن أي مكالمة",
                "one": "وصلت إلى الخط الساخن مكالمة واحدة",
                "two": "وصلت إلى الخط الساخن مكالمتان",
                "few": "وصلت إلى الخط الساخن {number} مكالمات",
                "many": "وصلت إلى الخط الساخن {number} مكالمة",
                "other": "وصلت إلى الخط الساخن {number} مكالمة",
            },
            "وقد يتصل الشخص أكثر من مرة",
        ),
        Worded.MESSAGES: Clause(
            {
                "zero": "لم تصل إلى الخط الساخن أي رسالة",
                "one": "وصلت إلى الخط الساخن رسالة واحدة",
                "two": "وصلت إلى الخط الساخن رسالتان",
                "few": "وصلت إلى الخط الساخن {number} رسائل",
                "many": "وصلت إلى الخط الساخن {number} رسالة",
                "other": "وصلت إلى الخط الساخن {number} رسالة",
            },
            "وقد يكتب الشخص أكثر من مرة",
        ),
        Worded.VISITED: Clause(
            {
                "zero": "لم تُسجَّل أي زيارة لصفحة الخط الساخن",
                "one": "سُجِّلت زيارة واحدة لصفحة الخط الساخن",
                "two": "سُجِّلت زيارتان لصفحة الخط الساخن",
                "few": "سُجِّلت {number} زيارات لصفحة الخط الساخن",
                "many": "سُجِّلت {number} زيارة لصفحة الخط الساخن",
                "other": "سُجِّلت {number} زيارة لصفحة الخط الساخن",
            },
            "وقد يزورها الشخص أكثر من مرة",
        ),
        Worded.REGISTERED: Clause(
            {
                "zero": "لم يسجّل أحد لدى الخط الساخن",
                "one": "سجّل شخص واحد لدى الخط الساخن",
                "two": "سجّل شخصان لدى الخط الساخن",
                "few": "سجّل لدى الخط الساخن {number} أشخاص",
                "many": "سجّل لدى الخط الساخن {number} شخصًا",
                "other": "سجّل لدى الخط الساخن {number} شخص",
            }
        ),
    },
    "en": {
        Worded.CALLS: Clause(
            {
                "one": "{number} call reached the hotline",
                "other": "{number} calls reached the hotline",
            },
            "one person may have called several times",
        ),
        Worded.MESSAGES: Clause(
            {
                "one": "{number} message reached the hotline",
                "other": "{number} messages reached the hotline",
            },
            "one person may have written several times",
        ),
        Worded.VISITED: Clause(
            {
                "one": "the hotline's page was visited {number} time",
                "other": "the hotline's page was visited {number} times",
            },
            "one person may have come several times",
        ),
        Worded.REGISTERED: Clause(
            {
                "one": "{number} person registered with the hotline",
                "other": "{number} people registered with the hotline",
            }
        ),
    },
    "ru": {
        Worded.CALLS: Clause(
            {
                "one": "на горячую линию поступил {number} звонок",
                "few": "на горячую линию поступило {number} звонка",
                "many": "на горячую линию поступило {number} звонков",
            },
            "один человек мог звонить несколько раз",
        ),
        Worded.MESSAGES: Clause(
            {
                "one": "на горячую линию поступило {number} сообщение",
                "few": "на горячую линию поступило {number} сообщения",
                "many": "на горячую линию поступило {number} сообщений",
            },
            "один человек мог писать несколько раз",
        ),
        Worded.VISITED: Clause(
            {
                "one": "страницу горячей линии посетили {number} раз",
                "few": "страницу горячей линии посетили {number} раза",
                "many": "страницу горячей линии посетили {number} раз",
            },
            "один человек мог зайти несколько раз",
        ),
        Worded.REGISTERED: Clause(
            {
                "one": "на горячей линии зарегистрировался {number} человек",
                "few": "на горячей линии зарегистрировались {number} человека",
                "many": "на горячей линии зарегистрировались {number} человек",
            }
        ),
    },
    "uk": {
        Worded.CALLS: Clause(
            {
                "one": "на гарячу лінію надійшов {number} дзвінок",
                "few": "на гарячу лінію надійшло {number} дзвінки",
                "many": "на гарячу лінію надійшло {number} дзвінків",
            },
            "одна людина могла дзвонити кілька разів",
        ),
        Worded.MESSAGES: Clause(
            {
                "one": "на гарячу лінію надійшло {number} повідомлення",
                "few": "на гарячу лінію надійшло {number} повідомлення",
                "many": "на гарячу лінію надійшло {number} повідомлень",
            },
            "одна людина могла писати кілька разів",
        ),
        Worded.VISITED: Clause(
            {
                "one": "сторінку гарячої лінії відвідали {number} раз",
                "few": "сторінку гарячої лінії відвідали {number} рази",
                "many": "сторінку гарячої лінії відвідали {number} разів",
            },
            "одна людина могла зайти кілька разів",
        ),
        Worded.REGISTERED: Clause(
            {
                "one": "на гарячій лінії зареєструвалася {number} людина",
                "few": "на гарячій лінії зареєструвалися {number} людини",
                "many": "на гарячій лінії зареєструвалися {number} людей",
            }
        ),
    },
}
