"""What a typed message means: a call, a wish, an answer, or just a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.desk.talk.meaning import meant, within_one_edit
from aman.desk.talk.menu import Wish, question_buttons
from aman.desk.talk.texts import the_texts
from talk_cast import LANGUAGES, programme, shipped

SHIPPED = shipped()
MIXED = programme("choice", "number", "text")
CHOICE, NUMBER, TEXT = MIXED.questions

CALLS = [
    "help", "HELP", "Help!", "hlep", "hepl", "helpp", "hel", "help me", "please help me", "sos",
    "SOS", "SOS!!!", "S.O.S.", "emergency", "/help", "/help@some_bot", "help please i am hurt",
    "помогите", "ПОМОГИТЕ", "помагите", "памогите", "помогит", "помощь", "помощ", "спасите",
    "помогите мне", "Помогите, пожалуйста!", "помоги", "нужна помощь", "сос", "pomogite",
    "допоможіть", "допоможить", "допомога", "дапомога", "поможіть", "рятуйте", "потрібна допомога",
    "dopomozhit",
    "ساعدوني", "ساعدني", "ساعدونى", "النجدة", "النجده", "نجدة", "أنقذوني", "انقذوني", "مساعدة",
    "مساعده", "ساعدوني أرجوكم", "الحقوني", "sa3duni", "أريد مساعدة",
    "оператор", "a human", "إنسان",
    "I wrote a long letter about my unit and about us. Help! Nobody else reads this, I think.",
]  # fmt: skip
NO_CALLS = [
    "held", "hell", "hello", "helo", "he", "hi", "ok", "5", "нет", "спать хочу", "сон", "спасибо",
    "لم نجد طريق", "الساعة", "ساعة", "ساعات", "мама", "домой",
    "my sister heard that somebody could help people like us come out of there",
    "брат рассказал что вы иногда можете помочь таким людям как мы выйти оттуда",
]  # fmt: skip


@pytest.mark.parametrize("text", CALLS)
def test_a_call_for_help_is_heard(text: str) -> None:
    """In four languages, with a letter wrong, before every question."""
    for question in (None, CHOICE, NUMBER, TEXT):
        assert meant(text, MIXED, question, ()).wish is Wish.CALL


@pytest.mark.parametrize("text", NO_CALLS)
def test_what_only_looks_like_a_call_is_none(text: str) -> None:
    """A greeting does not end the questions."""
    assert meant(text, MIXED, None, ()).wish is Wish.NOTHING


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("help", "help", True), ("help", "hel", True), ("help", "helpp", True),
        ("help", "yelp", True), ("help", "hlep", True), ("help", "hepl", True),
        ("help", "ehlp", True), ("help", "hlpe", False), ("help", "he", False),
        ("help", "heap", True), ("help", "phel", False), ("", "a", True), ("", "ab", False),
        ("ab", "ba", True), ("abc", "cba", False),
    ],
)  # fmt: skip
def test_one_edit_is_a_letter_more_less_other_or_two_swapped(
    one: str,
    other: str,
    near: bool,  # noqa: FBT001 - the table's third column
) -> None:
    """And it is the same in both directions."""
    assert within_one_edit(one, other) is near
    assert within_one_edit(other, one) is near


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_one_edit_agrees_with_counting(one: str, other: str) -> None:
    """Against trying every edit."""
    edits = {one}
    for at in range(len(one) + 1):
        edits.add(one[:at] + one[at + 1 :])
        edits.update(one[:at] + letter + one[at:] for letter in "abc")
        edits.update(one[:at] + letter + one[at + 1 :] for letter in "abc")
        edits.add(one[:at] + one[at : at + 2][::-1] + one[at + 2 :])
    assert within_one_edit(one, other) is (other in edits)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("English", "en"), ("english", "en"), ("in english", "en"), ("/lang en", "en"),
        ("/language English", "en"), ("/en", "en"), ("إنجليزية", "en"), ("англійською", "en"),
        ("русский", "ru"), ("Русский.", "ru"), ("по-русски", "ru"), ("/ru", "ru"), ("روسي", "ru"),
        ("українська", "uk"), ("Українською", "uk"), ("/lang ua", "uk"), ("украинский", "uk"),
        ("العربية", "ar"), ("عربي", "ar"), ("arabic", "ar"), ("арабский", "ar"), ("/ar", "ar"),
    ],
)  # fmt: skip
def test_a_language_can_be_named_in_any_other(text: str, lang: str) -> None:
    """Who can't read what was said still finds his way."""
    found = meant(text, SHIPPED, None, ())
    assert (found.wish, found.lang) == (Wish.LANGUAGE, lang)


def test_a_slip_of_the_finger_is_no_command() -> None:
    """Messengers' commands have Latin letters; what starts with a stray stroke is read as text."""
    assert meant("/помогите", MIXED, None, ()).wish is Wish.CALL
    assert meant("/ساعدوني", MIXED, None, ()).wish is Wish.CALL
    assert meant("/мы в лесу", MIXED, TEXT, ()).answer == "/мы в лесу"


def test_a_language_that_the_programme_lacks_is_no_wish() -> None:
    """A name stays a message; a command shows what there is."""
    small = programme("choice", languages=("en", "ru"))
    assert meant("українська", small, None, ()).wish is Wish.NOTHING
    assert meant("/lang", small, None, ()).wish is Wish.LANGUAGES


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("words", Wish.WORDS), ("/words", Wish.WORDS), ("Слова", Wish.WORDS), ("كلمات", Wish.WORDS),
        ("дев'ять слів", Wish.WORDS), ("nine words", Wish.WORDS), ("الكلمات التسع", Wish.WORDS),
        ("skip", Wish.SKIP), ("пропустить", Wish.SKIP), ("пропустити", Wish.SKIP),
        ("تخطّي", Wish.SKIP), ("stop", Wish.STOP), ("хватит", Wish.STOP), ("досить", Wish.STOP),
        ("بلا أسئلة", Wish.STOP), ("/lang", Wish.LANGUAGES), ("мова", Wish.LANGUAGES),
        ("язык", Wish.LANGUAGES), ("اللغة", Wish.LANGUAGES), ("/start", Wish.NOTHING),
        ("/start abc", Wish.NOTHING), ("/unknown", Wish.NOTHING),
    ],
)  # fmt: skip
def test_wishes_are_understood_in_every_language(text: str, wish: Wish) -> None:
    """Whichever language the talk is in."""
    assert meant(text, SHIPPED, None, ()).wish is wish


@pytest.mark.parametrize(
    "text", ["2", "2.", "2)", "(2)", " 2 ", "٢", "۲", "2️⃣", "calm en", "CALM EN", "calm ru"]
)
def test_an_option_is_answered_by_its_number_or_its_words(text: str) -> None:
    """Digits of any script, words in any of the programme's languages."""
    buttons = question_buttons(CHOICE, MIXED, the_texts()["en"], presses=False)
    found = meant(text, MIXED, CHOICE, buttons)
    assert (found.wish, found.answer) == (Wish.ANSWER, "calm")


@pytest.mark.parametrize(
    "text", ["0", "9", "22", "2 people", "21:30", "2.5", "-2", "calm", "yes", "🙂", ""]
)
def test_what_is_no_option_is_not_made_one(text: str) -> None:
    """A number out of the list, or something beside it, is a message."""
    buttons = question_buttons(CHOICE, MIXED, the_texts()["en"], presses=False)
    assert meant(text, MIXED, CHOICE, buttons).answer is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5), ("٥", 5), ("۵", 5), ("५", 5), (" 12 ", 12), ("5.", 5), ("5 people", 5),
        ("нас 5", 5), ("5 человек", 5), ("нас 5 человек", 5), ("5 осіб", 5), ("٣ أشخاص", 3),
        ("نحن ٣", 3), ("0", 0), ("we are 4", 4),
    ],
)  # fmt: skip
def test_a_number_is_read_in_digits_of_any_script(text: str, number: int) -> None:
    """Also with the words that people put beside it."""
    found = meant(text, MIXED, NUMBER, ())
    assert (found.wish, found.answer) == (Wish.ANSWER, number)


@pytest.mark.parametrize(
    "text", ["21:30", "12.11", "2-3", "5 days", "через 5", "0501234567", "three", "5 or 6", "км 14",
             "we are 4 and 2 more", "½", "²"]
)  # fmt: skip
def test_what_is_another_number_is_not_forced_to_be_an_answer(text: str) -> None:
    """A time, a date, a telephone: a wrong number of people costs somebody his place."""
    assert meant(text, MIXED, NUMBER, ()).answer is None


def test_a_text_question_takes_the_whole_text() -> None:
    """Not a letter is changed."""
    said = "  Мы в подвале,\nнас 5: 2 ранены  "
    assert meant(said, MIXED, TEXT, ()).answer == said
    assert meant(" \n", MIXED, TEXT, ()).wish is Wish.NOTHING


@given(st.text(max_size=60) | st.sampled_from(CALLS), st.sampled_from([None, CHOICE, NUMBER, TEXT]))
def test_any_text_means_something_and_only_for_the_open_question(
    text: str, question: object
) -> None:
    """It never raises, and a text answers whole or not at all."""
    for asked in (CHOICE, NUMBER, TEXT, None):
        if asked is not question:
            continue
        buttons = question_buttons(asked, MIXED, the_texts()["ar"], presses=True) if asked else ()
        found = meant(text, MIXED, asked, buttons)
        if found.answer is not None:
            assert found.question == asked
            assert asked is not TEXT or found.answer == text
    assert set(LANGUAGES) == set(the_texts())
