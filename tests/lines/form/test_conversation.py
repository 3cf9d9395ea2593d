"""A person without a script writes, keeps nine words, and reads the answer anywhere."""

# ruff: noqa: D103 - a test is named after what it protects

import time

import pytest

from aman.core.phrase import WrongPhrase, read_phrase
from aman.core.words import word_lists
from lines.form.running import Browser, Page, RunningForm
from lines.form.speaking_front import SpeakingFront

pytestmark = pytest.mark.enable_socket

ARABIC = "نحن ثلاثة، وأحدنا جريح.\nنريد أن نخرج الليلة."
BUTTONS = {
    "ar": ("الكتابة", "إرسال", "حفظتها", "تحقق", "البحث عن ردود", "كتابة رسالة أخرى"),
    "en": ("Write", "Send", "I have them", "Check", "Look for answers", "Write again"),
    "ru": ("Написать", "Отправить", "Слова сохранены", "Проверить", "Проверить ответы", ""),
    "uk": ("Написати", "Надіслати", "Слова збережено", "Перевірити", "Перевірити відповіді", ""),
}


def written(browser: Browser, lang: str, text: str, **fields: str) -> Page:
    """Go from the first screen to the nine words."""
    browser.get()
    browser.press(
        {"ar": "العربية", "en": "English", "ru": "Русский", "uk": "Українська"}[lang],
    )
    browser.press(BUTTONS[lang][0])
    return browser.press(BUTTONS[lang][1], text=text, **fields)


def words_on(page: Page) -> list[str]:
    return [item for item in page.items if item][:9]


def wrong_order(words: list[str]) -> list[str]:
    """The same English words in an order that does not check: one wrong order in 128 does."""
    lists = {"en": word_lists()["en"]}
    for by in range(1, len(words)):
        turned = [*words[by:], *words[:by]]
        try:
            read_phrase(" ".join(turned), lists, "en")
        except WrongPhrase:
            return turned
    pytest.fail("every order checks")


def digits_on(page: Page) -> str:
    return " ".join(each for each in page.text.split() if len(each) == 5 and each.isdigit())


def test_the_first_screen_has_the_languages_by_their_own_names(browser: Browser) -> None:
    page = browser.get()
    assert [button.text for button in page.buttons] == [
        "العربية",
        "English",
        "Русский",
        "Українська",
    ]
    assert page.title == "ملاحظات"


def test_the_weaker_promise_is_stated_before_anything_is_written(browser: Browser) -> None:
    browser.get()
    page = browser.press("English")
    assert "Your text can be read on this server for a moment." in page.text
    assert "What we cannot promise" in page.text
    assert "sealed on this device" not in page.text
    page = browser.press("Write")
    assert "Your text can be read on this server for a moment." in page.text


@pytest.mark.parametrize("lang", ["ar", "en", "ru", "uk"])
def test_every_language_leads_to_nine_words(
    browser: Browser, front: SpeakingFront, lang: str
) -> None:
    page = written(browser, lang, "…")
    assert page.html == {
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "translate": "no",
        "spellcheck": "false",
        "writingsuggestions": "false",
    }
    assert len(set(words_on(page))) > 5
    assert len(digits_on(page).split()) == 6
    (message,) = front.only_case().messages
    assert (message.lang, message.via, message.n) == (lang, "form", 1)


def test_an_arabic_conversation_from_the_first_word_to_the_answer_elsewhere(
    browser: Browser, form: RunningForm, front: SpeakingFront
) -> None:
    page = written(
        browser, "ar", ARABIC, q__when="now", q__wounded="carried", q__how_many="٣", q__who=""
    )
    words = words_on(page)
    case = front.only_case()
    assert case.texts() == [ARABIC]
    assert case.messages[0].answers == {"when": "now", "wounded": "carried", "how_many": 3}

    page = browser.press("حفظتها")
    assert not set(words) & set(page.text.split())
    page = browser.press("تحقق", typed=" ".join(words))
    assert "الكلمات صحيحة." in page.text
    assert "وصلت إلى المكتب" in page.text

    answer = "انتظروا عند الجسر حتى 04:30، point B. " + "كلمة " * 600
    front.reply(case, answer)
    front.reply(case, "الرد الثاني")
    page = browser.press("البحث عن ردود")
    assert answer.strip() in page.source
    assert "الرد الثاني" in page.source
    wait_until_read(front, len(case.inners))

    page = browser.press("كتابة رسالة أخرى")
    page = browser.press("إرسال", text="وصلت")
    assert "رسالتك رقم 2 وصلت إلى المكتب" in page.text
    assert answer.strip()[:200] in page.source
    assert [(message.n, message.session) for message in case.messages] == [
        (1, case.messages[0].session),
        (2, case.messages[0].session),
    ]

    for typed in (" ".join(words), page.hidden["phrase"]):
        another = Browser(form.port)
        another.get()
        another.press("Русский")
        another.press("У меня есть девять слов")
        page = another.press("Открыть", typed=typed)
        assert answer.strip() in page.source
        assert "الرد الثاني" in page.source
    assert case.read == len(case.inners)
    assert len(front.cases) == 1


def wait_until_read(front: SpeakingFront, replies: int) -> None:
    deadline = time.monotonic() + 5
    while front.only_case().read < replies:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_answer_is_acknowledged_only_after_it_was_shown(
    browser: Browser, front: SpeakingFront
) -> None:
    written(browser, "en", "hello")
    case = front.only_case()
    front.reply(case, "come")
    page = browser.press("Go on to the conversation")
    assert "There is a new answer." in page.text
    wait_until_read(front, 1)
    page = browser.press("Show all answers again")
    assert "come" in page.text


def test_what_the_desk_has_not_is_not_called_delivered(
    browser: Browser, front: SpeakingFront
) -> None:
    written(browser, "en", "first")
    front.dropping = True
    browser.press("Go on to the conversation")
    browser.press("Write again")
    page = browser.press("Send", text="second")
    assert "Your message 1 the desk has it" in page.text
    assert "Your message 2 at the server" in page.text


def test_who_writes_on_after_his_case_was_destroyed_is_told_and_reads_the_new_answers(
    browser: Browser, front: SpeakingFront
) -> None:
    written(browser, "en", "where I am")
    front.reply(front.only_case(), "come")
    page = browser.press("Go on to the conversation")
    assert "come" in page.text
    front.destroy()
    browser.press("Write again")
    page = browser.press("Send", text="still there?")
    assert "The desk no longer has what you wrote before." in page.text
    assert "Your message 1" not in page.text
    assert "Your message 2 the desk has it" in page.text
    assert "There is no answer yet." in page.text
    front.reply(front.only_case(), "we are")
    page = browser.press("Look for answers")
    assert "we are" in page.text
    assert "The desk no longer has" not in page.text
    wait_until_read(front, 1)


def test_seen_is_said_when_the_desk_says_it(browser: Browser, front: SpeakingFront) -> None:
    written(browser, "en", "hello")
    front.only_case().seen = True
    page = browser.press("Go on to the conversation")
    assert "A person has opened your messages." in page.text


def test_a_wrong_phrase_is_told_without_any_request(browser: Browser, front: SpeakingFront) -> None:
    words = words_on(written(browser, "en", "hello"))
    front.requests.clear()
    browser.get()
    browser.press("English")
    browser.press("I have nine words")
    swapped = wrong_order(words)
    for typed, told in (
        (" ".join(swapped), "One of these words is not right."),
        (" ".join(words[:8]), "It takes nine words or thirty digits."),
        (" ".join([*words[:8], "qqqqqqq"]), "We do not know word number 9."),
        ("<b>" * 9, "It takes nine words or thirty digits."),
        (" ".join(f"{n}. qqqqqqq" for n in range(1, 10)), "word number 1, 2, 3, 4, 5, 6, 7, 8, 9."),
        ("1" * 30, "One of these words is not right."),
        ("a " * 300, "It takes nine words or thirty digits."),
    ):
        page = browser.press("Open", typed=typed)
        assert told in page.text
        assert page.boxes["typed"] == typed
    assert front.requests == []


def test_words_typed_back_wrongly_are_not_shown(browser: Browser) -> None:
    words = words_on(written(browser, "en", "hello"))
    browser.press("I have them")
    page = browser.press("Check", typed=" ".join([*words[:8], words[0]]))
    assert "One of these words is not right." in page.text or words[8] == words[0]
    assert words[8] not in page.text.split() or words[8] in words[:8]
    page = browser.press("Show the words again")
    assert words_on(page) == words


def test_words_of_another_conversation_are_told(browser: Browser, form: RunningForm) -> None:
    others = words_on(written(Browser(form.port), "en", "hello"))
    written(browser, "en", "hello")
    browser.press("I have them")
    page = browser.press("Check", typed=" ".join(others))
    assert "These words belong to another conversation." in page.text


def test_a_valid_phrase_without_a_conversation_says_so(
    browser: Browser, front: SpeakingFront
) -> None:
    words = words_on(written(browser, "en", "hello"))
    front.cases.clear()
    browser.get()
    browser.press("English")
    browser.press("I have nine words")
    page = browser.press("Open", typed=" ".join(words))
    assert "We found no conversation with these words." in page.text
    assert front.cases == {}


def test_what_could_not_leave_stays_and_leaves_once(browser: Browser, front: SpeakingFront) -> None:
    front.away = True
    page = written(browser, "en", "line one\n<b>two</b>", q__how_many="4", q__when="now")
    assert "Your message has not left. It is still here." in page.text
    assert page.boxes["text"] == "line one\n<b>two</b>"
    assert 'value="now" checked' in page.source
    front.away = False
    again = {**page.hidden, **page.boxes, "q.when": "now"}
    words = words_on(browser.post(again))
    assert words_on(browser.post(again)) == words  # the browser's "send again"
    case = front.only_case()
    assert case.texts() == ["line one\n<b>two</b>"]
    assert len(case.messages) == 1


def test_a_desk_that_is_away_is_told(browser: Browser, front: SpeakingFront) -> None:
    written(browser, "en", "hello")
    front.tick_stands_at = int(time.time()) - 600
    page = browser.press("Go on to the conversation")
    assert "The desk cannot be reached now. What you sent is kept." in page.text
    front.away = True
    page = browser.press("Look for answers")
    assert "The server cannot be reached now." in page.text
    assert page.hidden["phrase"]


def test_a_long_text_goes_in_parts_and_arrives_whole(
    browser: Browser, front: SpeakingFront
) -> None:
    text = 'Длинное "сообщение" \\ ' * 500
    written(browser, "ru", text, q__when="today")
    case = front.only_case()
    assert len(case.messages) > 2
    assert case.texts() == [text.strip()]
    assert [message.answers for message in case.messages] == [{"when": "today"}, {}, {}, {}]


def test_mistakes_in_answers_keep_everything(browser: Browser, front: SpeakingFront) -> None:
    page = written(browser, "en", "", q__phone="bogus")
    assert "Write something or answer a question first." in page.text
    page = browser.press("Send", text="kept", q__how_many="many")
    assert "Please write the number in digits." in page.text
    assert page.boxes["text"] == "kept"
    page = browser.press("Send", text="x" * 12_001, q__how_many="2")
    assert "This is too long." in page.text
    assert front.cases == {}


def test_a_broken_or_foreign_form_begins_again(browser: Browser, front: SpeakingFront) -> None:
    page = written(browser, "en", "hello")
    for change in ({"phrase": "1" * 30}, {"n": "x"}, {"replies": "{"}, {"sent": "1:zz"}):
        found = browser.post({**page.hidden, **change, "step": "look"})
        assert "What we promise" in found.text
    found = browser.post({**page.hidden, "step": "look"}, Sec_Fetch_Site="cross-site")
    assert [button.text for button in found.buttons][1] == "English"
    found = browser.post({"step": "nothing", "lang": "en"})
    assert [button.text for button in found.buttons][1] == "English"
    assert len(front.cases) == 1
