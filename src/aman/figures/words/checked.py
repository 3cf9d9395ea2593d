"""What a check and a calendar say, in four languages.

Promises: every text stands in every language, with the same places to fill in; at most twelve words
a sentence.
Refuses to know: what was checked; why something is not believed (`doubts`).
"""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "signatures": {
        "ar": "التواقيع: {number} من نقاط التحقق وقّعها {signer}.",
        "en": "Signatures: {number} checkpoints are signed by {signer}.",
        "ru": "Подписи: контрольных точек {number}, подписаны ключом {signer}.",
        "uk": "Підписи: контрольних точок {number}, підписано ключем {signer}.",
    },
    "entries": {
        "ar": "القيود: {number}، كلها كما وُقّعت. لم ينقص قيد ولم يُزد.",
        "en": "Entries: all {number} are those that were signed; none is missing or added.",
        "ru": "Записи: все {number} те, что были подписаны. Ни одна не убрана и не добавлена.",
        "uk": "Записи: усі {number} ті, що були підписані. Жодного не прибрано й не додано.",
    },
    "not_seen": {
        "ar": "نظرة سابقة: لا شيء يُقارن به. احفظ checkpoint.json للمرة القادمة.",
        "en": "Earlier looks: none to compare with. Keep checkpoint.json for the next time.",
        "ru": "Прошлый просмотр: сравнить не с чем. Сохраните checkpoint.json на потом.",
        "uk": "Минулий перегляд: немає з чим порівняти. Збережіть checkpoint.json на потім.",
    },
    "seen": {
        "ar": "نظرة سابقة: القيود التي رأيتها ({number}) لم يتغير منها شيء.",
        "en": "Earlier look: the {number} entries that you saw before are all unchanged.",
        "ru": "Прошлый просмотр: записи, что вы видели ({number}), не изменились.",
        "uk": "Минулий перегляд: записи, що ви бачили ({number}), не змінилися.",
    },
    "figures": {
        "ar": "الأرقام: {number} من الإصدارات، كل منها مقرّب أو محذوف حسب القاعدة.",
        "en": "Figures: {number} releases, each rounded or left out by the rule.",
        "ru": "Показатели: выпусков {number}, каждый округлён или опущен по правилу.",
        "uk": "Показники: випусків {number}, кожен округлено або опущено за правилом.",
    },
    "changes": {
        "ar": "التغيّرات: كل منها فرق بين مجموعين منشورين.",
        "en": "Changes: each is the difference of two published totals.",
        "ru": "Изменения: каждое есть разность двух опубликованных итогов.",
        "uk": "Зміни: кожна є різницею двох опублікованих підсумків.",
    },
    "calendar": {
        "ar": "المواعيد: أُعلنت قبل أربعة أسابيع ولم يبكّر شيء. تأخر {late}، ونُقل {moved}.",
        "en": "Calendar: announced four weeks ahead, none early, {late} late, {moved} days moved.",
        "ru": "Календарь: за четыре недели, раньше срока ничего. Поздно {late}, сдвинуто {moved}.",
        "uk": "Календар: за чотири тижні, раніше строку нічого. Пізно {late}, перенесено {moved}.",
    },
    "revisions": {
        "ar": "المراجعات {revisions} والتصحيحات {corrections}، ولكل منها سبب.",
        "en": "Revisions and corrections: {revisions} and {corrections}, each with its reason.",
        "ru": "Пересмотров {revisions}, исправлений {corrections}, у каждого есть причина.",
        "uk": "Переглядів {revisions}, виправлень {corrections}, у кожного є причина.",
    },
    "person": {
        "ar": "الخصوصية: كلفة الشخص الواحد {rho} على الأكثر، عدا مرات التواصل (rho).",
        "en": "Privacy: being counted costs one person, contacts left out, {rho} at most (rho).",
        "ru": "Защита: одному человеку, без обращений, учёт стоит не больше {rho} (rho).",
        "uk": "Захист: одній людині, без звернень, облік коштує щонайбільше {rho} (rho).",
    },
    "person's week": {
        "ar": "الخصوصية: كلفة مرات التواصل لأسبوع واحد لشخص {rho} على الأكثر (rho).",
        "en": "Privacy: contacts cost one week of a person {rho} at most (rho).",
        "ru": "Защита: обращения стоят одной неделе человека не больше {rho} (rho).",
        "uk": "Захист: звернення коштують одному тижню людини щонайбільше {rho} (rho).",
    },
    "epsilon": {
        "ar": "إبسيلون: المعلن هو الكلفة نفسها، حُسبت من جديد.",
        "en": "Epsilon: what is said of that is what it costs, computed anew.",
        "ru": "Эпсилон: названо столько, сколько стоит; вычислено заново.",
        "uk": "Епсилон: названо стільки, скільки коштує; обчислено заново.",
    },
    "noise": {
        "ar": "الضجيج: ما تعد به كل سلسلة يكفي لحصتها.",
        "en": "Noise: what each series promises is enough for its share of that.",
        "ru": "Шум: обещанного каждым рядом хватает на его долю.",
        "uk": "Шум: обіцяного кожним рядом вистачає на його частку.",
    },
    "files": {
        "ar": "الملفات: بجانب السجل {number}، كلها كما وُقّعت ولا غيرها.",
        "en": "Files: all {number} beside the log are those that were signed; there is no other.",
        "ru": "Файлы: рядом с журналом {number}, все подписаны, других нет.",
        "uk": "Файли: поряд із журналом {number}, усі підписані, інших немає.",
    },
    "tables": {
        "ar": "الجداول: latest.json و csv و json تقول ما يقوله السجل.",
        "en": "Tables: latest.json, csv and json say what the log says.",
        "ru": "Таблицы: latest.json, csv и json говорят то же, что журнал.",
        "uk": "Таблиці: latest.json, csv і json кажуть те саме, що журнал.",
    },
    "no_pages": {
        "ar": "الصفحات: لا توجد.",
        "en": "Pages: there are none.",
        "ru": "Страницы: их нет.",
        "uk": "Сторінки: їх немає.",
    },
    "pages_signed": {
        "ar": "الصفحات: هي التي وُقّعت. لم تُصنع من جديد.",
        "en": "Pages: they are those that were signed. They were not made again.",
        "ru": "Страницы: те, что подписаны. Заново не составлялись.",
        "uk": "Сторінки: ті, що підписані. Заново не складалися.",
    },
    "pages_same": {
        "ar": "الصفحات: صُنعت من جديد من السجل و words.json وهي مطابقة تمامًا.",
        "en": "Pages: made again from the log and words.json; they are the same, byte by byte.",
        "ru": "Страницы: составлены заново по журналу и words.json; совпали до байта.",
        "uk": "Сторінки: складено заново за журналом і words.json; збіглися до байта.",
    },
    "pages_other": {
        "ar": "الصفحات: موقّعة، لكن هذه النسخة ترسمها بشكل آخر. عند الأهمية اقرأ الجداول.",
        "en": (
            "Pages: signed, but this version of Aman draws them otherwise. "
            "Where it matters, read the tables."
        ),
        "ru": "Страницы: подписаны, но эта версия рисует их иначе. Для важного читайте таблицы.",
        "uk": "Сторінки: підписані, але ця версія малює їх інакше. Для важливого читайте таблиці.",
    },
    "not_shown": {
        "ar": (
            "لا فحص من الخارج يثبت صحة الأعداد أو نزاهة الضجيج. "
            "المدقّق الذي فُتح له ما التُزم به يفحص الاثنين."
        ),
        "en": (
            "No check from outside shows that counts are true or noise fair. "
            "An auditor, given what was committed to, can check both."
        ),
        "ru": (
            "Проверка снаружи не покажет, верны ли подсчёты и честен ли шум. "
            "Аудитор, которому всё открыли, проверит и то и другое."
        ),
        "uk": (
            "Перевірка ззовні не покаже, чи правдиві підрахунки й чи чесний шум. "
            "Аудитор, якому все відкрили, перевірить і те й те."
        ),
    },
    "ssh_agrees": {
        "ar": "برنامج ssh-keygen يوافق على أحدث التواقيع.",
        "en": "ssh-keygen agrees about the newest signatures.",
        "ru": "ssh-keygen подтверждает последние подписи.",
        "uk": "ssh-keygen підтверджує останні підписи.",
    },
    "ssh_missing": {
        "ar": "برنامج ssh-keygen غير مثبّت. فحص أمان وحده التواقيع.",
        "en": "ssh-keygen is not installed: Aman alone checked the signatures.",
        "ru": "ssh-keygen не установлен: подписи проверил только Aman.",
        "uk": "ssh-keygen не встановлено: підписи перевірив лише Aman.",
    },
    "compared": {
        "ar": "المقارنة: أنت ومن رأى {file} تشتركان في {number} من القيود.",
        "en": "Compared: you and whoever saw {file} share its {number} entries.",
        "ru": "Сравнение: у вас и у видевшего {file} общих записей {number}.",
        "uk": "Порівняння: у вас і в того, хто бачив {file}, спільних записів {number}.",
    },
    "kept": {
        "ar": "في {file} الآن ما رأيته. احفظه للمرة القادمة.",
        "en": "{file} now holds what you saw. Keep it for the next time.",
        "ru": "В {file} теперь то, что вы видели. Сохраните на следующий раз.",
        "uk": "У {file} тепер те, що ви бачили. Збережіть на наступний раз.",
    },
    "doubt": {
        "ar": "لا تصدّق هذا.",
        "en": "Do not believe this.",
        "ru": "Не верьте этому.",
        "uk": "Не вірте цьому.",
    },
    "no_place": {
        "ar": "{file}: لا يوجد مجلد كهذا.",
        "en": "{file}: there is no such folder.",
        "ru": "{file}: такой папки нет.",
        "uk": "{file}: такої теки немає.",
    },
    "unreadable": {
        "ar": "{file}: لا يمكن قراءته.",
        "en": "{file}: it can't be read.",
        "ru": "{file}: этот файл не прочитать.",
        "uk": "{file}: цього файлу не прочитати.",
    },
    "not_fetched": {
        "ar": "{file}: لم يمكن جلبه. تحقق من العنوان والاتصال.",
        "en": "{file} could not be fetched. Look at the address and the connection.",
        "ru": "{file}: получить не удалось. Проверьте адрес и связь.",
        "uk": "{file}: отримати не вдалося. Перевірте адресу й зв’язок.",
    },
    "not_given": {
        "ar": "{file}: لم يعط الخادم ملفًا كهذا (الرد {answer}).",
        "en": "{file}: the server gave no such file (answer {answer}).",
        "ru": "{file}: сервер такого файла не дал (ответ {answer}).",
        "uk": "{file}: сервер такого файлу не дав (відповідь {answer}).",
    },
    "unpublished": {
        "ar": "لا يمكن نشر هذا.",
        "en": "This can't be published.",
        "ru": "Это нельзя опубликовать.",
        "uk": "Це не можна опублікувати.",
    },
    "entry_found": {
        "ar": "القيد: رقمه في هذا السجل {number}. عدد البصمات في برهانه {hashes}.",
        "en": "The entry is number {number} of this log. Hashes in its proof: {hashes}.",
        "ru": "Запись: в этом журнале её номер {number}. Хешей в доказательстве: {hashes}.",
        "uk": "Запис: у цьому журналі його номер {number}. Хешів у доказі: {hashes}.",
    },
    "opened": {
        "ar": "القيد {number}: ما فُتح يطابق بصمته.",
        "en": "Entry {number}: what was opened fits the hash that it has.",
        "ru": "Запись {number}: открытое сходится с её хешем.",
        "uk": "Запис {number}: відкрите збігається з його хешем.",
    },
    "recomputed": {
        "ar": (
            "{series}: حُسب من جديد من الأعداد الحقيقية والضجيج. الإصدارات {number}، كلها متطابقة."
        ),
        "en": "{series}: computed anew from true counts and noise. Releases: {number}, all agree.",
        "ru": (
            "{series}: вычислено заново по верным числам и шуму. Выпусков {number}, все сходятся."
        ),
        "uk": (
            "{series}: обчислено заново за правдивими числами й шумом. "
            "Випусків {number}, усі сходяться."
        ),
    },
    "day": {
        "ar": "{day}  {series}، الرقم {number} (الأيام قبل {end})",
        "en": "{day}  {series}, number {number} (days before {end})",
        "ru": "{day}  {series}, номер {number} (дни до {end})",
        "uk": "{day}  {series}, номер {number} (дні до {end})",
    },
    "no_day": {
        "ar": "لم يُعلن أي إصدار.",
        "en": "No release is announced.",
        "ru": "Ни один выпуск не объявлен.",
        "uk": "Жодного випуску не оголошено.",
    },
    "role": {
        "ar": "{role}: قبل غيره بالساعات {hours}",
        "en": "{role}: {hours} hours earlier",
        "ru": "{role}: раньше на {hours} ч",
        "uk": "{role}: раніше на {hours} год",
    },
    "no_role": {
        "ar": "لا أحد يرى الأرقام قبل غيره.",
        "en": "Nobody sees figures earlier.",
        "ru": "Никто не видит показатели раньше.",
        "uk": "Ніхто не бачить показників раніше.",
    },
}


def say(key: str, lang: str, **filled: object) -> str:
    """A text, filled in."""
    return TEXTS[key][lang].format_map(filled)
