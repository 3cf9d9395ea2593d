"""Whatever anybody sends, in whatever order: the talk does not break, loop, or lose a word."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.core.programme import LANGUAGE_NAMES, Programme
from aman.core.strength import Strength
from aman.desk.talk.menu import language_buttons, other_names, question_buttons
from aman.desk.talk.steps import MOST_SHOWN, Heard, step
from aman.desk.talk.texts import the_texts
from talk_cast import LANGUAGES, Talk, programme

KINDS = ("choice", "number", "text")
TYPED = """1|2|6|٣|نحن ٣|skip|stop|calm en|danger ru|ok|👍|help|помогите|words|English|Русский|/lang
|/start|hello|доброго дня, є хто|"""
TEXTS = st.text(max_size=30) | st.sampled_from(TYPED.replace("\n", "").split("|"))


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """One to four questions of any kinds, or none, in any of the languages."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=4))
    languages = draw(st.permutations(LANGUAGES))[: draw(st.integers(1, 4))]
    asks = "" if draw(st.booleans()) else "questions_on_lines = false"
    return programme(*kinds, languages=tuple(languages), lines=asks)


@st.composite
def messages(draw: st.DrawFn, of: Programme) -> tuple[list[Heard], Programme]:
    """Some messages: typed, pressed, with files, through two lines, before and after an answer."""
    payloads = ["stop", "lang", "nonsense", *(f"lang:{lang}" for lang in LANGUAGES)]
    for question in of.questions:
        payloads += [f"s:{question.id}"]
        payloads += [f"q:{question.id}:{option.id}" for option in question.options]
    sent = draw(
        st.lists(
            st.builds(
                Heard,
                line=st.sampled_from(["telegram", "sms"]),
                strength=st.sampled_from(list(Strength)),
                text=TEXTS,
                pressed=st.none() | st.none() | st.sampled_from(payloads),
                other=st.sampled_from([False, False, False, True]),
                lang_hint=st.sampled_from(["", "en", "uk-UA", "de"]),
            ),
            min_size=1,
            max_size=25,
        )
    )
    answered = draw(st.integers(0, 2 * len(sent)))
    return [
        msgspec.structs.replace(heard, operator_answered=at >= answered)
        for at, heard in enumerate(sent)
    ], of


def words_of(of: Programme, lang: str) -> set[str]:
    """Everything that may stand on a button or a line of a text in this language."""
    texts = the_texts()[lang]
    said = {text for key, text in texts.said.items() if key != "names"}
    said |= {texts("names", names=other_names(of, lang)), *LANGUAGE_NAMES.values()}
    said |= {question.text[lang] for question in of.questions}
    for question in of.questions:
        said |= {each.label for each in question_buttons(question, of, texts, presses=True)}
    return said | {each.label for each in language_buttons(of)}


@settings(max_examples=300, deadline=None)
@given(programmes().flatmap(messages))
def test_no_talk_breaks_a_promise(talk: tuple[list[Heard], Programme]) -> None:
    """Every rule that holds for every talk, over whole talks."""
    heard, of = talk
    state, shown, notices = None, dict.fromkeys((q.id for q in of.questions), 0), 0
    for each in heard:
        found = step(state, each, of)
        state = found.state
        kept = msgspec.json.encode(state)
        assert len(kept) < 400
        assert msgspec.json.decode(kept, type=type(state)) == state
        assert found.lang in of.languages
        assert len(found.says) <= 3
        allowed = words_of(of, found.lang)
        for say in found.says:
            assert say.lang == found.lang
            assert set(say.text.split("\n")) <= allowed
            assert {button.label for button in say.buttons} <= allowed
            assert all(len(button.payload.encode()) <= 64 for button in say.buttons)
            for question in of.questions:
                shown[question.id] += question.text[found.lang] in say.text.split("\n")
        notices += sum(say.notice for say in found.says)
        for name, answer in found.answers.items():
            (question,) = (q for q in of.questions if q.id == name)
            if question.kind == "text":
                assert answer == each.text
            elif question.kind == "choice":
                assert question.option(answer) is not None
            else:
                assert isinstance(answer, int)
        if each.operator_answered:
            assert not any(
                q.text[found.lang] in say.text for q in of.questions for say in found.says
            )
    assert all(times <= MOST_SHOWN for times in shown.values())
    assert notices <= 4  # two lines, once each, and once more in a language that was not a guess


@settings(max_examples=100, deadline=None)
@given(programmes(), TEXTS)
def test_the_same_message_for_ever_falls_silent(of: Programme, text: str) -> None:
    """Two machines never keep each other talking, except for a wish that is a wish each time."""
    talk = Talk(of, hint="en")
    said = [len(talk.say(text)) for _ in range(30)]
    wishes = {"English", "Русский", "/lang", "words"}
    assert text in wishes or not any(said[-5:])


@settings(max_examples=200, deadline=None)
@given(st.lists(programmes(), min_size=2, max_size=4), st.data())
def test_a_programme_that_changes_under_a_talk_breaks_nothing(
    changing: list[Programme], data: st.DataObject
) -> None:
    """Other questions, other languages: what is said is in one of them."""
    state = None
    for of in changing:
        sent, _programme = data.draw(messages(of))
        for each in sent:
            found = step(state, each, of)
            state = found.state
            assert found.lang in of.languages


@settings(max_examples=100, deadline=None)
@given(programmes().flatmap(messages))
def test_a_step_depends_on_nothing_but_what_it_is_given(
    talk: tuple[list[Heard], Programme],
) -> None:
    """The same again gives the same: the desk may repeat it after a crash."""
    heard, of = talk
    state = None
    for each in heard:
        found = step(state, each, of)
        assert step(state, each, of) == found
        state = found.state
