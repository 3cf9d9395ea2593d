"""The talk as a person meets it: the first answer, the questions, help, languages, lines, quiet."""

import msgspec
import pytest

from aman.core.programme import LANGUAGE_NAMES
from aman.core.strength import Strength
from aman.desk.talk.phases import Phase
from aman.desk.talk.steps import MOST_SHOWN, Heard, TalkState, step
from aman.desk.talk.texts import the_texts
from talk_cast import LANGUAGES, Talk, programme, shipped

EN, RU, UK, AR = (the_texts()[lang] for lang in ("en", "ru", "uk", "ar"))
FIRST = {
    "ar": "السلام عليكم اريد ان اخرج من هنا",
    "en": "hello i want to come out, how do i do it",
    "ru": "здравствуйте, как мне выйти отсюда",
    "uk": "доброго дня, як мені вийти звідси",
}


def options(talk: Talk) -> list[str]:
    """What stands on the buttons of the last text."""
    return [button.label for button in talk.step.says[-1].buttons]


# The first message


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_message_gets_one_short_answer_and_the_first_question(lang: str) -> None:
    """In his language: it has arrived, a person will read it, help, words; then the question."""
    talk, texts = Talk(shipped()), the_texts()[lang]
    said, asked = talk.say(FIRST[lang])
    for key in ("arrived", "reader", "help", "words", "questions"):
        assert texts(key) in said
    assert asked == shipped().questions[0].text[lang]
    assert [say.notice for say in talk.step.says] == [True, False]
    assert {say.lang for say in talk.step.says} == {talk.step.lang} == {lang}
    assert options(talk)[:3] == [option.text[lang] for option in shipped().questions[0].options]
    assert options(talk)[3:5] == [texts("skip"), texts("stop")]


def test_a_weak_line_is_told_to_leave_places_and_times_out() -> None:
    """A strong one is not bothered with it."""
    assert EN("careful") in Talk(shipped(), strength=Strength.NETWORK).say(FIRST["en"])[0]
    assert EN("careful") not in Talk(shipped(), strength=Strength.ENDPOINT).say(FIRST["en"])[0]


@pytest.mark.parametrize("text", ["/start", "/start deep-link", "👍", "ok", ""])
def test_a_first_message_without_words_is_answered_in_the_lines_language(text: str) -> None:
    """A bot command is a first message without a text."""
    talk = Talk(shipped(), hint="uk-UA")
    assert len(talk.say(text)) == 2
    assert talk.step.lang == "uk"
    assert Talk(shipped()).say(text)[0].startswith(the_texts()["ar"]("arrived"))


def test_a_file_alone_is_a_first_message_too() -> None:
    """A photo, a place, somebody's card."""
    talk = Talk(shipped(), hint="ru")
    assert RU("arrived") in talk.say(other=True)[0]
    assert talk.step.answers == {}


def test_a_programme_without_questions_says_only_that_it_has_arrived() -> None:
    """And offers the languages."""
    for of in (programme(), programme("choice", lines="questions_on_lines = false")):
        talk = Talk(of)
        (said,) = talk.say(FIRST["en"])
        assert EN("questions") not in said
        assert options(talk) == list(LANGUAGE_NAMES.values())
        assert talk.step.state.phase is Phase.DONE
        assert talk.say("2") == [f"{EN('switched')}\n{EN('words')}"]


def test_a_first_question_without_buttons_names_the_languages_in_the_text() -> None:
    """There is no list there that a number could mean."""
    talk = Talk(programme("number"))
    said, asked = talk.say(FIRST["ru"])
    assert LANGUAGE_NAMES["ar"] in said
    assert asked == f"first in ru?\n{RU('number')}"
    assert options(talk) == []


# Questions


def test_questions_come_one_at_a_time_and_end_with_thanks() -> None:
    """By button, by number, by words, skipped by button and by word."""
    talk = Talk(programme("choice", "choice", "number", "text"))
    talk.say(FIRST["en"])
    assert talk.press("q:first:calm") == ["second in en?"]
    assert talk.step.answers == {"first": "calm"}
    assert talk.say("2") == [f"third in en?\n{EN('number')}"]
    assert talk.step.answers == {"second": "calm"}
    assert talk.say("٤") == [f"fourth in en?\n{EN('text')}"]
    assert talk.step.answers == {"third": 4}
    assert talk.say("we are under a roof, 2 ill") == [EN("thanks")]
    assert talk.step.answers == {"fourth": "we are under a roof, 2 ill"}
    assert talk.step.state.phase is Phase.DONE
    assert talk.say("and thank you") == []


def test_every_question_can_be_skipped() -> None:
    """By its button, and by the word in any language."""
    talk = Talk(programme("choice", "number", "text", "choice"))
    talk.say(FIRST["en"])
    assert talk.press("s:first") == [f"second in en?\n{EN('number')}"]
    assert talk.say("skip") == [f"third in en?\n{EN('text')}"]
    assert talk.say("пропустить") == ["fourth in en?"]
    assert talk.say("3") == [EN("thanks")]
    assert talk.step.answers == {}


def test_a_number_never_means_both_a_button_and_a_count() -> None:
    """Where a line without buttons would number them, a question for a number has none."""
    of = programme("choice", "number", "text")
    typed, pressed = Talk(of), Talk(of)
    typed.say(FIRST["en"])
    typed.say("2")
    assert options(typed) == []
    pressed.say(FIRST["en"])
    pressed.press("q:first:calm")
    assert options(pressed) == [EN("skip"), EN("stop")]
    for talk in (typed, pressed):
        talk.say("2")
        assert talk.step.answers == {"second": 2}
    pressed.say("1")
    assert pressed.step.answers == {"third": "1"}


def test_free_text_stays_a_message_and_the_question_is_asked_once_more() -> None:
    """Not at once, and not again and again."""
    talk = Talk(programme("choice", "number"))
    talk.say(FIRST["en"])
    assert talk.say("there are others with me and it is cold") == []
    assert talk.say("we have no water") == ["first in en?"]
    assert [talk.say(f"and then, part {n} of it") for n in range(5)] == [[]] * 5
    assert talk.step.answers == {}
    assert talk.say("calm en") == [f"second in en?\n{EN('number')}"]


def test_a_caption_is_no_answer() -> None:
    """A photo that is called "2" is a photo; a call for help in it is heard."""
    talk = Talk(programme("choice", "text"))
    talk.say(FIRST["en"])
    talk.say("2", other=True)
    assert talk.step.answers == {}
    talk.press("s:first")
    talk.say("this is the house", other=True)
    assert talk.step.answers == {}
    assert talk.say("help", other=True) == [f"{EN('ended')}\n{EN('person')}"]


def test_an_old_button_still_answers_its_own_question() -> None:
    """It changes that answer and does not move the open question."""
    talk = Talk(programme("choice", "choice", "number"))
    talk.say(FIRST["en"])
    talk.press("q:first:calm")
    talk.press("q:second:calm")
    assert talk.press("q:first:calm") == []
    assert talk.step.answers == {"first": "calm"}
    assert talk.press("s:first") == []
    assert talk.say("4") == [EN("thanks")]
    assert talk.step.answers == {"third": 4}


def test_a_button_of_another_programme_is_nothing() -> None:
    """What it says is read as text."""
    talk = Talk(programme("choice"))
    talk.say(FIRST["en"])
    talk.say("calm en", pressed="q:gone:gone")
    assert talk.step.answers == {"first": "calm"}


def test_long_names_still_fit_a_button() -> None:
    """Payloads are at most 64 bytes, labels 64 letters, and they still mean what they say."""
    long = "q" * 32, "r" * 32, "s" * 32
    of = programme("choice", "choice", ids=long, options=("o" * 32, "p" * 32))
    talk = Talk(of)
    talk.say(FIRST["en"])
    for button in talk.step.says[-1].buttons:
        assert len(button.payload.encode()) <= 64
        assert len(button.label) <= 64
    talk.press(talk.step.says[-1].buttons[1].payload)
    assert talk.step.answers == {long[0]: "p" * 32}


def test_when_the_programme_has_changed_meanwhile_nothing_breaks() -> None:
    """The open question is gone: the questions are over."""
    talk = Talk(programme("choice", "number"))
    talk.say(FIRST["en"])
    talk.programme = programme("text", ids=("other",))
    assert talk.say("2") == []
    assert talk.step.state.phase is Phase.DONE


def test_when_his_language_has_left_the_programme_he_is_asked_in_another() -> None:
    """What his number meant is not known any more: it stays a message. Buttons still work."""
    talk = Talk(programme("choice", "number"))
    talk.say(FIRST["uk"])
    talk.programme = programme("choice", "number", languages=("en", "ru"))
    assert talk.say("2") == []
    assert talk.step.lang == "en"
    assert talk.press("q:first:calm") == [f"second in en?\n{EN('number')}"]


# No more questions, and a person


def test_who_wants_no_questions_gets_none() -> None:
    """By the button and by the word; writing goes on."""
    for stop in ("stop", "хватит", EN("stop")):
        talk = Talk(programme("choice", "number"))
        talk.say(FIRST["en"])
        assert talk.say(stop) == [EN("stopped")]
        assert talk.step.state.phase is Phase.STOPPED
        assert talk.say("2") == []
        assert talk.step.answers == {}
    talk = Talk(programme("choice"))
    talk.say(FIRST["en"])
    assert talk.press("stop") == [EN("stopped")]


@pytest.mark.parametrize(
    ("lang", "word"),
    [("en", "hepl"), ("ru", "памогите"), ("uk", "допоможить"), ("ar", "ساعدونى"), ("en", "SOS")],
)
def test_help_brings_a_person_and_ends_the_questions(lang: str, word: str) -> None:
    """At any moment; nothing is asked any more."""
    talk, texts = Talk(shipped()), the_texts()[lang]
    talk.say(FIRST[lang])
    assert talk.say(word) == [f"{texts('ended')}\n{texts('person')}"]
    assert talk.step.state.phase is Phase.PERSON
    assert talk.step.state.calls == 1
    assert talk.say("2") == []


def test_help_as_the_first_message_asks_nothing() -> None:
    """It has arrived, a person will read it."""
    talk = Talk(shipped())
    (said,) = talk.say("помогите!")
    assert RU("arrived") in said
    assert RU("person") in said
    assert RU("questions") not in said
    assert talk.step.says[0].notice
    assert talk.step.state.phase is Phase.PERSON


def test_an_urgent_answer_brings_a_person_too() -> None:
    """The programme says which; the answer is kept, also from an old button."""
    for press in ("q:first:danger", "q:second:danger"):
        talk = Talk(programme("choice", "choice", "number"))
        talk.say(FIRST["en"])
        assert talk.press(press) == [f"{EN('ended')}\n{EN('person')}"]
        assert list(talk.step.answers.values()) == ["danger"]
        assert talk.step.state.phase is Phase.PERSON


def test_calls_are_counted_but_not_answered_for_ever() -> None:
    """Two machines that call each other fall silent; the desk still sees each call."""
    talk = Talk(shipped())
    answers = [talk.say("help") for _ in range(10)]
    assert [bool(each) for each in answers] == [True] * 3 + [False] * 7
    assert talk.step.state.calls == 10


# Languages


def test_a_guessed_language_gives_way_to_what_he_writes() -> None:
    """The line's own words on its strength are repeated, since nobody had chosen the first."""
    talk = Talk(shipped(), hint="en")
    talk.say("/start")
    switched, asked = talk.say(FIRST["ar"])
    assert AR("switched") in switched
    assert asked == shipped().questions[0].text["ar"]
    assert talk.step.says[0].notice
    assert talk.say(FIRST["ru"]) == []
    assert talk.step.lang == "ar"


def test_a_written_language_does_not_change_by_itself() -> None:
    """Who writes Ukrainian and then a sentence of Russian stays where he is."""
    talk = Talk(shipped())
    talk.say(FIRST["uk"])
    for text in (FIRST["ru"], "ok", "👍", "12", "English words in a sentence of mine"):
        talk.say(text)
        assert talk.step.lang == "uk"


@pytest.mark.parametrize("way", ["Русский", "/lang ru", "по-русски", "/ru"])
def test_a_language_is_changed_by_its_name(way: str) -> None:
    """And the open question stands there in it."""
    talk = Talk(shipped())
    talk.say(FIRST["en"])
    switched, asked = talk.say(way)
    assert switched == f"{RU('switched')}\n{RU('help')}\n{RU('words')}"
    assert asked == shipped().questions[0].text["ru"]
    assert not talk.step.says[0].notice


def test_a_language_is_changed_by_buttons_and_their_numbers() -> None:
    """The first question has a button that every reader of another language can read."""
    talk = Talk(shipped())
    talk.say(FIRST["en"])
    assert options(talk)[-1] == "العربية · Русский · Українська"
    assert talk.say("6") == [EN("choose")]
    assert options(talk) == list(LANGUAGE_NAMES.values())
    assert talk.say("4")[0].startswith(UK("switched"))
    talk.press("lang")
    assert talk.press("lang:ar")[0].startswith(AR("switched"))


def test_the_list_of_languages_is_open_for_one_message() -> None:
    """After that a number means the question again."""
    talk = Talk(shipped())
    talk.say(FIRST["en"])
    talk.press("lang")
    talk.say("what is this for")
    talk.say("2")
    assert talk.step.answers == {"when": "today"}
    assert talk.step.lang == "en"


def test_a_question_is_shown_three_times_at_most() -> None:
    """However often somebody changes his language."""
    talk, shown = Talk(programme("choice")), 0
    for text in (FIRST["en"], "Русский", "العربية", "English", "Українська", "a b c", "d e f"):
        shown += sum("first in" in said for said in talk.say(text))
    assert shown == MOST_SHOWN


def test_one_language_has_no_choice() -> None:
    """No button, no name, no list."""
    talk = Talk(programme("choice", languages=("uk",)))
    talk.say(FIRST["ru"])
    assert talk.step.lang == "uk"
    assert options(talk) == ["danger uk", "calm uk", UK("skip"), UK("stop")]


# Words


def test_nine_words_are_asked_for_with_the_page_where_it_is_known() -> None:
    """The desk gives them; the talk says what they are for and where they are safest."""
    onion = f"http://{'a' * 56}.onion"
    talk = Talk(programme("choice", lines=f'page = "https://x.example"\nonion = "{onion}"'))
    talk.say(FIRST["en"])
    (said,) = talk.say("words")
    assert talk.step.wants_words
    assert said.split("\n") == [
        *(EN("nine"), EN("secret")),
        *(EN("page"), "https://x.example", EN("onion"), onion),
    ]
    assert talk.say("2") == [EN("thanks")]
    assert not talk.step.wants_words
    other = Talk(programme("choice"))
    assert other.say("/words")[-1] == f"{AR('nine')}\n{AR('secret')}"
    assert other.step.wants_words


# Several lines


def test_each_line_says_once_how_strong_it_is() -> None:
    """Who goes on through another line hears there that it has arrived, and the open question."""
    talk = Talk(programme("choice", "number"))
    talk.say(FIRST["en"])
    talk.say("calm en")
    assert not any(say.notice for say in talk.step.says)
    talk.line = "sms"
    said, asked = talk.say("it is me again from another phone")
    assert EN("arrived") in said
    assert asked.startswith("second in en?")
    assert [say.notice for say in talk.step.says] == [True, False]
    talk.line = "telegram"
    assert talk.say("and from the first") == []


# When an operator has answered


def test_when_an_operator_has_answered_the_talk_is_quiet() -> None:
    """No question, no thanks, no repetition; a press is still kept."""
    talk = Talk(programme("choice", "number"))
    talk.say(FIRST["en"])
    talk.answered = True
    assert talk.say("2") == []
    assert talk.step.answers == {}
    assert talk.press("q:first:calm") == []
    assert talk.step.answers == {"first": "calm"}
    assert talk.press("stop") == []
    assert talk.say("one more thing") == []
    assert talk.step.state.phase is Phase.QUIET


def test_help_is_then_counted_and_left_to_the_operator() -> None:
    """He sees it; a machine's word would come between them."""
    talk = Talk(programme("choice"))
    talk.say(FIRST["en"])
    talk.answered = True
    assert talk.say("help") == []
    assert talk.press("q:first:danger") == []
    assert talk.step.state.phase is Phase.PERSON
    assert talk.step.state.calls == 2


def test_language_and_words_still_work_then() -> None:
    """They are the only things that only the talk can do."""
    talk = Talk(programme("choice"))
    talk.say(FIRST["en"])
    talk.answered = True
    assert talk.say("русский") == [RU("switched")]
    assert talk.say("/lang") == [RU("choose")]
    assert talk.say("2") == [EN("switched")]
    assert talk.say("words") == [f"{EN('nine')}\n{EN('secret')}"]
    assert talk.step.wants_words


def test_a_lost_state_does_not_greet_somebody_who_was_answered() -> None:
    """Silence, and the language is found again."""
    talk = Talk(programme("choice"))
    talk.answered = True
    assert talk.say(FIRST["uk"]) == []
    assert talk.step.lang == "uk"
    assert talk.step.state.phase is Phase.QUIET


def test_a_lost_state_goes_on_after_the_question_that_was_pressed() -> None:
    """He is greeted again, his answer is kept, and he is not asked it twice."""
    talk = Talk(programme("choice", "choice", "number"))
    said = talk.press("q:second:calm")
    assert len(said) == 2
    assert talk.step.answers == {"second": "calm"}
    assert "third in ar?" in said[1]


# The state


def test_the_state_is_small_and_has_a_default() -> None:
    """It is sealed with the case: under 400 bytes of JSON whatever happens."""
    fullest = TalkState(
        *("ar", True, Phase.STOPPED, "q" * 32, 99, 99, True, True, 99),
        tuple(f"telegram-{n}" for n in range(12)),
    )
    assert len(msgspec.json.encode(fullest)) < 400
    assert msgspec.json.decode(msgspec.json.encode(fullest), type=TalkState) == fullest
    assert msgspec.json.decode(b"{}", type=TalkState) == TalkState()


def test_nothing_that_was_written_is_printed() -> None:
    """A trace must not hold what a person wrote."""
    heard = Heard("sms", Strength.NETWORK, "the secret place", None)
    found = step(None, heard, shipped())
    for each in (heard, found, *found.says, *found.says[-1].buttons):
        assert "secret" not in repr(each)
        assert "arrived" not in repr(each)
