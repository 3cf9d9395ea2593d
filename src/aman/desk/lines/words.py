"""What is said with nine words that a person asked for through a line, in four languages.

Promises: the words are in the language asked for; they stand in the instruction and nowhere else.
"""

from collections.abc import Mapping

from aman.core.phrase import Phrase
from aman.core.words import word_lists

_FIRST = "en"
_BEFORE: Mapping[str, str] = {
    "ar": "كلماتك التسع:",
    "en": "Your nine words:",
    "ru": "Ваши девять слов:",
    "uk": "Ваші дев'ять слів:",
}
_AFTER: Mapping[str, tuple[str, ...]] = {
    "ar": (
        "اكتبها على ورق، ثم احذف هذه الرسالة.",
        "بها نعرفك من جديد، مهما كانت طريقة الكتابة.",
        "من يعرف هذه الكلمات يستطيع أن يكتب باسمك.",
    ),
    "en": (
        "Write them on paper. Then delete this message.",
        "By them we know you again, whichever way you write.",
        "Whoever knows these words can write as you.",
    ),
    "ru": (
        "Запишите их на бумаге. Потом удалите это сообщение.",
        "По ним мы узнаем вас снова, откуда бы вы ни писали.",
        "Кто знает эти слова, может писать от вашего имени.",
    ),
    "uk": (
        "Запишіть їх на папері. Потім видаліть це повідомлення.",
        "За ними ми впізнаємо вас знову, звідки б ви не писали.",
        "Хто знає ці слова, може писати від вашого імені.",
    ),
}
_ALREADY: Mapping[str, tuple[str, ...]] = {
    "ar": ("لديك تسع كلمات من قبل. نحن لا نحتفظ بها.", "إن ضاعت منك فاكتب لنا هنا."),
    "en": ("You already have nine words. We do not keep them.", "If they are lost, tell us here."),
    "ru": (
        "У вас уже есть девять слов. Мы их не храним.",
        "Если они потеряны, напишите нам здесь.",
    ),
    "uk": (
        "У вас уже є дев'ять слів. Ми їх не зберігаємо.",
        "Якщо вони загублені, напишіть нам тут.",
    ),
}


_READ_HERE: Mapping[str, tuple[str, ...]] = {
    "ar": (
        "من يقرأ هذا الخط يستطيع الآن قراءة الصفحة أيضًا.",
        "خذ هناك كلمات جديدة حين تستطيع.",
    ),
    "en": (
        "Whoever reads this line can now read the page too.",
        "Take new words there when you can.",
    ),
    "ru": (
        "Кто читает эту линию, теперь может читать и страницу.",
        "Возьмите там новые слова, когда сможете.",
    ),
    "uk": (
        "Хто читає цю лінію, тепер може читати й сторінку.",
        "Візьміть там нові слова, коли зможете.",
    ),
}
_LATER: Mapping[str, tuple[str, ...]] = {
    "ar": ("كثيرون يطلبون كلمات الآن.", "اطلبها مرة أخرى بعد دقائق من فضلك."),
    "en": ("Many people are asking for words now.", "Please ask again in a few minutes."),
    "ru": (
        "Сейчас слова просят многие.",
        "Попросите, пожалуйста, ещё раз через несколько минут.",
    ),
    "uk": (
        "Зараз слова просить багато людей.",
        "Попросіть, будь ласка, ще раз за кілька хвилин.",
    ),
}


def nine_words(phrase: Phrase, lang: str, *, is_read: bool = False) -> str:
    """The words, and what to do with them; `is_read`: through a line where others read along."""
    lang = lang if lang in _BEFORE else _FIRST
    words = " ".join(phrase.words(word_lists()[lang]))
    after = (*_AFTER[lang], *_READ_HERE[lang]) if is_read else _AFTER[lang]
    return "\n".join((_BEFORE[lang], "", words, "", *after))


def words_read_here(lang: str) -> str:
    """Say what it means that nine words went through a line where others read along."""
    return "\n".join(_READ_HERE.get(lang, _READ_HERE[_FIRST]))


def words_later(lang: str) -> str:
    """Say that there are none at the moment."""
    return "\n".join(_LATER.get(lang, _LATER[_FIRST]))


def words_already(lang: str) -> str:
    """Say that there are nine words already."""
    return "\n".join(_ALREADY.get(lang, _ALREADY[_FIRST]))
