"""Each figure is said with the right plural form, its days and what it does not say."""

# ruff: noqa: D103 - a test is named after what it protects

import re
from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from aman.core.figure_words import FIGURES, PLURALS
from aman.core.programme import MOST_WORDS, word_count
from aman.figures.measures import (
    MEASURES,
    ArrivedSafe,
    Contacts,
    Measure,
    MeasureId,
    People,
    Window,
)
from aman.figures.page.pages import TEXTS
from aman.figures.sentences import Digits
from aman.figures.wording import DEFINITIONS, LANGUAGES, PHRASES, WORDINGS
from figures.hotline import figure, shipped, speaker

PROGRAMMES = ("surrender", "evacuation")
PEOPLE = {
    "en": {
        1: "1 person contacted the hotline",
        2: "2 people contacted the hotline",
        3: "3 people contacted the hotline",
        5: "5 people contacted the hotline",
        11: "11 people contacted the hotline",
        21: "21 people contacted the hotline",
        22: "22 people contacted the hotline",
        25: "25 people contacted the hotline",
        100: "100 people contacted the hotline",
        101: "101 people contacted the hotline",
        111: "111 people contacted the hotline",
        1000: "1,000 people contacted the hotline",
        6543: "6,543 people contacted the hotline",
        10000: "10,000 people contacted the hotline",
    },
    "ru": {
        1: "на горячую линию обратился 1 человек",
        2: "на горячую линию обратились 2 человека",
        3: "на горячую линию обратились 3 человека",
        5: "на горячую линию обратились 5 человек",
        11: "на горячую линию обратились 11 человек",
        21: "на горячую линию обратился 21 человек",
        22: "на горячую линию обратились 22 человека",
        25: "на горячую линию обратились 25 человек",
        100: "на горячую линию обратились 100 человек",
        101: "на горячую линию обратился 101 человек",
        111: "на горячую линию обратились 111 человек",
        1000: "на горячую линию обратились 1\u00a0000 человек",
        6543: "на горячую линию обратились 6\u00a0543 человека",
        10000: "на горячую линию обратились 10\u00a0000 человек",
    },
    "uk": {
        1: "на гарячу лінію звернулася 1 людина",
        2: "на гарячу лінію звернулися 2 людини",
        3: "на гарячу лінію звернулися 3 людини",
        5: "на гарячу лінію звернулися 5 людей",
        11: "на гарячу лінію звернулися 11 людей",
        21: "на гарячу лінію звернулася 21 людина",
        22: "на гарячу лінію звернулися 22 людини",
        25: "на гарячу лінію звернулися 25 людей",
        100: "на гарячу лінію звернулися 100 людей",
        101: "на гарячу лінію звернулася 101 людина",
        111: "на гарячу лінію звернулися 111 людей",
        1000: "на гарячу лінію звернулися 1\u00a0000 людей",
        6543: "на гарячу лінію звернулися 6\u00a0543 людини",
        10000: "на гарячу лінію звернулися 10\u00a0000 людей",
    },
    "ar": {
        0: "لم يتواصل أحد مع الخط الساخن",
        1: "تواصل شخص واحد مع الخط الساخن",
        2: "تواصل شخصان مع الخط الساخن",
        3: "تواصل مع الخط الساخن 3 أشخاص",
        5: "تواصل مع الخط الساخن 5 أشخاص",
        11: "تواصل مع الخط الساخن 11 شخصًا",
        21: "تواصل مع الخط الساخن 21 شخصًا",
        22: "تواصل مع الخط الساخن 22 شخصًا",
        25: "تواصل مع الخط الساخن 25 شخصًا",
        100: "تواصل مع الخط الساخن 100 شخص",
        101: "تواصل مع الخط الساخن 101 شخص",
        111: "تواصل مع الخط الساخن 111 شخصًا",
        1000: "تواصل مع الخط الساخن 1,000 شخص",
        6543: "تواصل مع الخط الساخن 6,543 شخصًا",
        10000: "تواصل مع الخط الساخن 10,000 شخص",
    },
}
SURRENDERED = {
    "en": {
        1: "1 person surrendered, confirmed by a field team",
        22: "22 people surrendered, confirmed by a field team",
        6543: "6,543 people surrendered, confirmed by a field team",
    },
    "ru": {
        21: "сдался 21 человек, это подтвердила полевая группа",
        22: "сдались 22 человека, это подтвердила полевая группа",
        111: "сдались 111 человек, это подтвердила полевая группа",
    },
    "uk": {
        21: "здалася 21 людина, це підтвердила польова група",
        22: "здалися 22 людини, це підтвердила польова група",
        111: "здалися 111 людей, це підтвердила польова група",
    },
    "ar": {
        1: "سلّم شخص واحد نفسه، وأكّد ذلك فريق ميداني",
        2: "سلّم شخصان نفسيهما، وأكّد ذلك فريق ميداني",
        10: "سلّم 10 أشخاص أنفسهم، وأكّد ذلك فريق ميداني",
        11: "سلّم 11 شخصًا أنفسهم، وأكّد ذلك فريق ميداني",
        100: "سلّم 100 شخص أنفسهم، وأكّد ذلك فريق ميداني",
        103: "سلّم 103 أشخاص أنفسهم، وأكّد ذلك فريق ميداني",
    },
}
AROUND = {
    "en": (
        "From 18 September to 20 January ",
        "; how many gave themselves up is not stated.",
        "; what became of them afterwards is not stated.",
    ),
    "ru": (
        "С 18 сентября по 20 января ",
        "; сколько из них сдались, не сообщается.",
        "; что с ними было потом, не сообщается.",
    ),
    "uk": (
        "З 18 вересня по 20 січня ",
        "; скільки з них здалися, не повідомляється.",
        "; що з ними було потім, не повідомляється.",
    ),
    "ar": (
        "من 18 سبتمبر إلى 20 يناير ",
        "؛ ولا يُذكر كم منهم سلّم نفسه.",
        "؛ ولا يُذكر ما جرى لهم بعد ذلك.",
    ),
}
WHOLE = {
    "en": (
        "From 18 September to 20 January about 6,540 people contacted the hotline; "
        "how many gave themselves up is not stated. As known on 27 January 2026. "
        "Our exact count lies between 6,525 and 6,555, nineteen times in twenty."
    ),
    "ru": (
        "С 18 сентября по 20 января на горячую линию обратились примерно 6\u00a0540 человек; "
        "сколько из них сдались, не сообщается. По данным на 27 января 2026 года. "
        "Наш точный подсчёт: от 6\u00a0525 до 6\u00a0555 в девятнадцати случаях из двадцати."
    ),
    "uk": (
        "З 18 вересня по 20 січня на гарячу лінію звернулися приблизно 6\u00a0540 людей; "
        "скільки з них здалися, не повідомляється. За даними на 27 січня 2026 року. "
        "Наш точний підрахунок: від 6\u00a0525 до 6\u00a0555 "
        "у дев'ятнадцяти випадках із двадцяти."
    ),
    "ar": (
        "من 18 سبتمبر إلى 20 يناير تواصل مع الخط الساخن نحو 6,540 شخصًا؛ "
        "ولا يُذكر كم منهم سلّم نفسه. وفق المعروف في 27 يناير 2026. "
        "عددنا الدقيق بين 6,525 و6,555 في تسع عشرة حالة من عشرين."
    ),
}


def slavic(n: int) -> str:
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else "many"


def arabic(n: int) -> str:
    if n <= 2:
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if 11 <= n % 100 <= 99 else "other"


PLURAL_RULES = {  # written down anew from CLDR's chart, for whole numbers
    "en": lambda n: "one" if n == 1 else "other",
    "ru": slavic,
    "uk": slavic,
    "ar": arabic,
}


@pytest.mark.parametrize(
    ("lang", "count"), [(lang, count) for lang in PEOPLE for count in PEOPLE[lang]]
)
def test_people_are_said_in_each_plural_form(lang: str, count: int) -> None:
    before, after, _ = AROUND[lang]
    assert (
        speaker(lang).sentence(figure(People, count, 0)) == f"{before}{PEOPLE[lang][count]}{after}"
    )


@pytest.mark.parametrize(
    ("lang", "count"), [(lang, count) for lang in SURRENDERED for count in SURRENDERED[lang]]
)
def test_the_programme_s_own_words_are_said_in_each_plural_form(lang: str, count: int) -> None:
    before, _, after = AROUND[lang]
    said = speaker(lang).sentence(figure(ArrivedSafe, count, 0))
    assert said == f"{before}{SURRENDERED[lang][count]}{after}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_figure_is_said_whole(lang: str) -> None:
    """With its days, what it does not say, from when it is known and how sure it is."""
    assert speaker(lang).whole(figure(People, 6540)) == WHOLE[lang]


def test_what_arabic_says_in_the_noun_is_said_to_be_rough() -> None:
    before, after, _ = AROUND["ar"]
    said = speaker("ar").sentence(figure(People, 2))
    assert said == f"{before}تواصل شخصان مع الخط الساخن تقريبًا{after}"


def test_arabic_can_be_said_in_arabic_indic_digits() -> None:
    said = speaker("ar", digits="arab").whole(figure(People, 6540))
    western = str.maketrans("٠١٢٣٤٥٦٧٨٩٬", "0123456789,")
    assert said.translate(western) == WHOLE["ar"]
    assert not re.search("[0-9]", said)
    assert speaker("ru", digits="arab").whole(figure(People, 6540)) == WHOLE["ru"]


def test_years_are_said_where_days_alone_would_mislead() -> None:
    long = Window(date(2025, 9, 18), date(2026, 9, 18))
    said = speaker("en").sentence(figure(People, 9835, window=long))
    assert said.startswith("From 18 September 2025 to 18 September 2026 about 9,835 people")


@given(
    lang=st.sampled_from(LANGUAGES),
    says=st.tuples(st.sampled_from(PROGRAMMES), st.sampled_from(("latn", "arab"))),
    measure=st.sampled_from(list(MEASURES.values())),
    count=st.integers(0, 400) | st.integers(0, 10**7),
    within=st.sampled_from((0, 15)),
)
def test_every_measure_is_said_for_every_number(
    lang: str, says: tuple[str, Digits], measure: type[Measure], count: int, within: int
) -> None:
    """In the form that CLDR asks for, with the number that was published and no other."""
    speaks = speaker(lang, *says)
    said = speaks.sentence(figure(measure, count, within))
    wording = speaks.namer.wording(measure.id)
    before, number, after = wording.counted[PLURAL_RULES[lang](count)].partition("{number}")
    assert before in said
    assert after in said
    found = [int(re.sub(r"\D", "", each)) for each in re.findall(r"\d[\d,٬\u00a0]*", said)]
    assert found == [18, 20, count] if number else [18, 20]
    assert said.endswith(f"{wording.unsaid}.")
    assert "{" not in said
    assert "  " not in said
    if number:
        about, _, _ = PHRASES[lang].about.partition("{")
        assert (about in said) is (within > 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_programme_s_plural_forms_are_cldr_s_for_whole_numbers(lang: str) -> None:
    rule = Locale.parse(lang).plural_form
    assert {rule(n) for n in range(1000)} == set(PLURALS[lang])
    assert all(rule(n) == PLURAL_RULES[lang](n) for n in range(1000))
    for name in FIGURES:
        assert set(WORDINGS[lang][MeasureId(name)].counted) == set(PLURALS[lang])


def test_core_knows_the_measures_by_name() -> None:
    assert list(MeasureId) == list(FIGURES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_definitions_stand_in_every_language_in_short_sentences(lang: str) -> None:
    for name, said in DEFINITIONS[lang].items():
        english = MEASURES[name].definition
        texts = (said.counts, said.unit, said.population, said.window, said.event, said.revision)
        assert len(said.unsaid) == len(english.unsaid)
        for text in (*texts, *said.unsaid):
            assert word_count(text) <= MOST_WORDS, text
            assert text.endswith(".")
            assert "!" not in text
    assert set(DEFINITIONS[lang]) == set(MeasureId)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES.values())
def test_the_press_is_answered(lang: str, measure: type[Measure]) -> None:
    """Each answer is filled in, and each of its sentences short."""
    card = speaker(lang).press_card(figure(measure, 6540))
    assert len(card) == 7
    for question, answer in card:
        assert question.endswith(("?", "؟"))
        assert "{" not in answer
        for sentence in re.findall(r"[^.;]+", answer.replace("\u00a0", "")):
            assert word_count(sentence) <= MOST_WORDS, sentence
    assert "6525" in re.sub("[,\u00a0]", "", card[2][1])


HOAXES = {
    "en": "Hoaxes and test messages are counted too.",
    "ru": "Розыгрыши и пробные сообщения тоже посчитаны.",
    "uk": "Розіграші й пробні повідомлення теж пораховано.",
    "ar": "تُحسب فيه أيضًا الرسائل الكاذبة والتجريبية.",
}
MORE_THAN_WE_KNOW = "true number|истинн|справжнє число|العدد الحقيقي"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_who_turns_to_the_hotline_is_not_said_to_be_genuine(programme: str, lang: str) -> None:
    """First messages are counted, and five thousand pages may be one person's: it stands beside."""
    says = speaker(lang, programme)
    for measure in (Contacts, People):
        assert HOAXES[lang] in says.unsaid(figure(measure, 6540))
    assert HOAXES[lang] not in says.unsaid(figure(ArrivedSafe, 6540))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [6540, None])
def test_the_margin_is_said_of_our_count_alone(lang: str, count: int | None) -> None:
    """It covers the noise and the rounding; how many there were in truth nobody knows."""
    said = speaker(lang).whole(figure(People, count)) + TEXTS[lang].band + TEXTS[lang].hatched
    assert not re.search(MORE_THAN_WE_KNOW, said, re.IGNORECASE)


def test_what_to_quote_carries_what_is_not_said() -> None:
    assert speaker("en").quotation(figure(People, 6540)) == (
        "Quote this: “From 18 September to 20 January about 6,540 people contacted the hotline; "
        "how many gave themselves up is not stated. As known on 27 January 2026.”"
    )


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_shipped_programmes_name_their_figures(programme: str) -> None:
    named = shipped(programme).figures
    assert named["arrived"].counted.keys() == set(LANGUAGES)


STRANGE = {
    "surrender": ("arrived safely", "came out", "خرج بسلام", "وصلوا بسلام", "вышли", "прибыли"),
    "evacuation": ("arrived safely", "came out", "خرج بسلام", "вышли", "вийшли"),
}
"""Words of the default definitions that would stand under a programme's own headings."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_what_a_programme_names_it_defines_in_its_own_words(programme: str, lang: str) -> None:
    """Nothing of the default is left unsaid by that, and no sentence is a long one."""
    namer = speaker(lang, programme).namer
    for measure, default in DEFINITIONS[lang].items():
        own = namer.definition(measure)
        assert len(own.unsaid) == len(default.unsaid)
        assert (own.unit, own.event, own.revision) == (
            default.unit,
            default.event,
            default.revision,
        )
        for sentence in (own.counts, *own.unsaid):
            assert sentence.endswith(".")
            assert all(word_count(part) <= MOST_WORDS for part in re.split("[;:؛]", sentence))
            assert not any(word in sentence for word in STRANGE[programme]), sentence
    arrived = MeasureId.ARRIVED
    assert namer.definition(arrived).counts != DEFINITIONS[lang][arrived].counts
