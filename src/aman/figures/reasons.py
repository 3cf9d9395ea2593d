"""Reasons that the system itself gives, in the four languages of the log.

Promises: short, plain, true.
Refuses to know: reasons that people give.
"""

from typing import Final

from .log.entries import Reason

LATE: Final[Reason] = {
    "ar": "تأخر النشر عن اليوم المعلن. الأرقام لم تتغير بسبب ذلك.",
    "en": "It was published after the announced day. The figures are not changed by that.",
    "ru": "Опубликовано позже объявленного дня. На сами числа это не влияет.",
    "uk": "Опубліковано пізніше оголошеного дня. На самі числа це не впливає.",
}
REVISED: Final[Reason] = {
    "ar": "مراجعة مقررة. عدد الناس لا ينقص، فرُتبت المجاميع المنشورة على ذلك.",
    "en": "A scheduled revision. A count of people never falls; the published totals follow that.",
    "ru": "Плановый пересмотр. Число людей не убывает; опубликованные итоги приведены к этому.",
    "uk": "Плановий перегляд. Кількість людей не спадає; опубліковані підсумки приведено до цього.",
}
ENDED: Final[Reason] = {
    "ar": "نُشرت كل فترات هذه السلسلة.",
    "en": "All periods of this series are published.",
    "ru": "Опубликованы все периоды этого ряда.",
    "uk": "Опубліковано всі періоди цього ряду.",
}
LOST: Final[Reason] = {
    "ar": "استُعيدت نسخة سرية أقدم من السجل المنشور. لا يُسحب الضجيج العشوائي مرتين، فأُغلقت السلسلة.",
    "en": (
        "A private copy was restored that is older than this log. "
        "Noise is never drawn twice, so the series is closed."
    ),
    "ru": (
        "Восстановлена закрытая копия, которая старше этого журнала. "
        "Шум дважды не разыгрывают, поэтому ряд закрыт."
    ),
    "uk": (
        "Відновлено закриту копію, яка старша за цей журнал. "
        "Шум двічі не розігрують, тому ряд закрито."
    ),
}
