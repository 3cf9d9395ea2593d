"""Letters that ask an outlet for a correction, in four languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aman.figures.claims.claim import Worded


@dataclass(frozen=True, slots=True)
class Letter:
    """Sentences of a letter; in braces what is filled in."""

    subject: str
    greeting: str
    greeting_to: str
    """Where the outlet's name is known."""
    wrote: str
    counted: str
    other_count: str
    elsewhere: str
    """Instead of both where another report, and no figure of ours, says otherwise."""
    if_so: str
    source: str
    right: str
    asked: str
    check: str
    thanks: str
    counts: Mapping[Worded, str]
    """What was counted, as a noun phrase in the nominative."""


LETTERS: Final[Mapping[str, Letter]] = {
    "ar": Letter(
        "طلب تصحيح: {document}",
        "إلى هيئة التحرير المحترمة،",
        "إلى هيئة تحرير «{outlet}» المحترمة،",
        "جاء في مادتكم: «{quote}»",
        "العدد المذكور عدد شيء آخر: {counted}. أما مادتكم فتقول: {said}.",
        "العدد المذكور يختلف عن العدد المعروف لنا.",
        "لكن مصدرًا آخر يذكر: {counted}. أما مادتكم فتقول: {said}.",
        "إن صح ذلك فالجملة الصحيحة: «{sentence}»",
        "ورد العدد نفسه في «{source}» هكذا: «{quote}»",
        "الجملة الصحيحة: «{sentence}»",
        "نرجو منكم تصحيح الجملة وذكر التصحيح.",
        "إن كان لديكم مصدر آخر فنرجو أن تخبرونا به.",
        "شكرًا لكم.",
        {
            Worded.CONTACTED: "من تواصلوا مع الخط الساخن",
            Worded.CALLS: "المكالمات إلى الخط الساخن",
            Worded.MESSAGES: "الرسائل إلى الخط الساخن",
            Worded.VISITED: "الزيارات",
            Worded.REGISTERED: "المسجلون",
            Worded.APPLIED: "طلبات الخروج الآمن",
            Worded.EVACUATED: "من أُجلوا",
            Worded.RESCUED: "من أُنقذوا",
            Worded.ARRIVED: "من وصلوا بسلام",
            Worded.SURRENDERED: "من استسلموا",
            Worded.OTHER: "شيء آخر",
        },
    ),
    "en": Letter(
        "A correction, please: {document}",
        "Dear editors,",
        "Dear editors of {outlet},",
        "Your report says: “{quote}”",
        "The number counts something else: {counted}. Your report says: {said}.",
        "The number differs from the one that is known to us.",
        "Elsewhere it stands for: {counted}. Your report says: {said}.",
        "If that is so, the right sentence is: “{sentence}”",
        "“{source}” gives the same count like this: “{quote}”",
        "The right sentence is: “{sentence}”",
        "Please correct the sentence and say that it was corrected.",
        "If you have another source, please tell us.",
        "Thank you.",
        {
            Worded.CONTACTED: "people who contacted the hotline",
            Worded.CALLS: "calls to the hotline",
            Worded.MESSAGES: "messages to the hotline",
            Worded.VISITED: "visits",
            Worded.REGISTERED: "people who registered",
            Worded.APPLIED: "applications for a safe way out",
            Worded.EVACUATED: "people who were evacuated",
            Worded.RESCUED: "people who were rescued",
            Worded.ARRIVED: "people who arrived safely",
            Worded.SURRENDERED: "people who surrendered",
            Worded.OTHER: "something else",
        },
    ),
    "ru": Letter(
        "Просьба исправить: {document}",
        "Здравствуйте, уважаемая редакция.",
        "Здравствуйте, уважаемая редакция «{outlet}».",
        "В вашем материале сказано: «{quote}»",
        "Это число считает другое: {counted}. В материале же сказано: {said}.",
        "Это число отличается от того, которое известно нам.",
        "В другом источнике речь о другом: {counted}. В материале же сказано: {said}.",
        "Если это так, то правильно: «{sentence}»",
        "В материале «{source}» то же число дано так: «{quote}»",
        "Правильно так: «{sentence}»",
        "Просим исправить фразу и сообщить об исправлении.",
        "Если у вас другой источник, пожалуйста, сообщите нам.",
        "Спасибо.",
        {
            Worded.CONTACTED: "люди, которые обратились на горячую линию",
            Worded.CALLS: "звонки на горячую линию",
            Worded.MESSAGES: "сообщения на горячую линию",
            Worded.VISITED: "посещения",
            Worded.REGISTERED: "люди, которые зарегистрировались",
            Worded.APPLIED: "заявки на безопасный выход",
            Worded.EVACUATED: "люди, которых эвакуировали",
            Worded.RESCUED: "люди, которых спасли",
            Worded.ARRIVED: "люди, которые благополучно прибыли",
            Worded.SURRENDERED: "люди, которые сдались",
            Worded.OTHER: "нечто другое",
        },
    ),
    "uk": Letter(
        "Прохання виправити: {document}",
        "Шановна редакціє,",
        "Шановна редакціє «{outlet}»,",
        "У вашому матеріалі сказано: «{quote}»",
        "Це число рахує інше: {counted}. У матеріалі ж сказано: {said}.",
        "Це число відрізняється від того, яке відоме нам.",
        "В іншому джерелі йдеться про інше: {counted}. У матеріалі ж сказано: {said}.",
        "Якщо це так, то правильно: «{sentence}»",
        "У матеріалі «{source}» те саме число подано так: «{quote}»",
        "Правильно так: «{sentence}»",
        "Просимо виправити речення і повідомити про виправлення.",
        "Якщо у вас інше джерело, будь ласка, повідомте нам.",
        "Дякуємо.",
        {
            Worded.CONTACTED: "люди, які звернулися на гарячу лінію",
            Worded.CALLS: "дзвінки на гарячу лінію",
            Worded.MESSAGES: "повідомлення на гарячу лінію",
            Worded.VISITED: "відвідування",
            Worded.REGISTERED: "люди, які зареєструвалися",
            Worded.APPLIED: "заявки на безпечний вихід",
            Worded.EVACUATED: "люди, яких евакуювали",
            Worded.RESCUED: "люди, яких урятували",
            Worded.ARRIVED: "люди, які благополучно прибули",
            Worded.SURRENDERED: "люди, які здалися",
            Worded.OTHER: "щось інше",
        },
    ),
}
