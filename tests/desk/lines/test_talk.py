"""What the hotline says by itself: locked, bounded, and never at the cost of a message."""

import os
import re
from collections.abc import Callable

import pytest

from aman.core.line_dialogue import Button
from aman.core.phrase import Phrase, read_phrase
from aman.core.programme import MOST_WORDS, word_count
from aman.core.words import word_lists
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case
from aman.desk.lines import words
from aman.desk.lines.instructions import (
    MOST_AUTOMATIC_A_DAY,
    MOST_AUTOMATIC_AN_HOUR,
    MOST_AUTOMATIC_OF_A_LINE_AN_HOUR,
)
from aman.desk.lines.models import Contact, Instruction, Talk
from aman.desk.outbox.answering import answer
from aman.desk.reading import line_talk
from aman.desk.reading.models import Arrival
from aman.desk.running import Desk
from aman.desk.talk.steps import Heard, Say, Step, TalkState
from desk_caller.front import Front, let_time_pass
from desk_caller.page import Page
from desk_lines.line import Line

Script = Callable[[TalkState | None, Heard], Step]


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def tick(front: Front, seconds: float = 5) -> None:
    """Time passes, and the courier comes."""
    front.desk.clock.forward(seconds)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Callable[[Script], list[tuple[object, Heard]]]:
    """Put a talk of the test's own in place; gives what it hears."""

    def install(script: Script) -> list[tuple[object, Heard]]:
        heard: list[tuple[object, Heard]] = []

        def step(state: TalkState | None, said: Heard, programme: object) -> Step:
            del programme
            heard.append((state, said))
            return script(state, said)

        monkeypatch.setattr(line_talk, "step", step)
        return heard

    return install


def asking(state: TalkState | None, heard: Heard) -> Step:
    """Ask, and understand what was said."""
    asked = "question again" if state else "question"
    says = (Say(asked, "ar", (Button("Yes", "yes"),)),)
    understood = {"place": heard.text} if state else {}
    return Step(state or TalkState(), says, understood, "ar", wants_words=False)


def test_a_line_says_once_how_strong_it_is(front: Front, telegram: Line) -> None:
    """While nobody is signed in; the words are the line's own."""
    assert not front.desk.vault.is_open
    telegram.hears("@x", "hello", lang="ru", route="room 7")
    front.visit()
    (said,) = telegram.send()
    assert (said.to, said.route, said.lang, said.notice) == ("@x", "room 7", "ru", True)
    telegram.hears("@x", "hello again")
    tick(front)
    assert telegram.send() == []


def test_what_the_talk_understood_stands_with_the_message(
    front: Front,
    telegram: Line,
    alice: Operator,
    reopen: Callable[[Desk], None],
    talk: Callable[[Script], list[tuple[object, Heard]]],
) -> None:
    """Answers and language are put into the seal with it; what nobody knows in it stays."""
    heard = talk(asking)
    telegram.hears("@x", "help")
    front.visit()
    telegram.hears("@x", "by the river", pressed="yes")
    front.visit()
    assert [state for state, _ in heard] == [None, TalkState()]
    assert [said.pressed for _, said in heard] == [None, "yes"]
    assert [said.text for said in telegram.send()] == ["question", "question again"]
    reopen(front.desk)
    view = access_case(alice, 1, now(front))
    assert view.lang == "ar"
    assert view.answers == {"place": "by the river"}
    assert [item.text for item in view.items] == ["help", "by the river"]


def test_of_a_long_text_the_first_part_is_heard_and_of_an_edited_one_nothing(
    front: Front, telegram: Line, talk: Callable[[Script], list[tuple[object, Heard]]]
) -> None:
    """A repeated delivery is not heard again either."""
    heard = talk(asking)
    message = telegram.message("@x", "نص " * 3000)
    for envelope in [*telegram.sealed(message)[::-1], *telegram.sealed(message)]:
        front.take(envelope)
    front.visit()
    telegram.hears("@x", "better", edits=message.session)
    front.visit()
    assert len(heard) == 1
    assert Arrival.objects.count() == 4


def test_a_talk_that_fails_loses_no_message(
    front: Front, telegram: Line, talk: Callable[[Script], list[tuple[object, Heard]]]
) -> None:
    """One envelope that breaks it must not stop all that stand behind it."""

    def fails(state: TalkState | None, heard: Heard) -> Step:
        del state
        reason = heard.lang_hint
        raise LookupError(reason)

    talk(fails)
    telegram.hears("@x", "hello")
    telegram.hears("@y", "hello")
    front.visit()
    assert front.kept == []
    assert Case.objects.count() == Arrival.objects.count() == 2
    assert not Instruction.objects.exists()


def test_two_machines_do_not_talk_for_ever(
    front: Front, telegram: Line, talk: Callable[[Script], list[tuple[object, Heard]]]
) -> None:
    """A mailbox that answers every mail: heard each time, answered a few times an hour and a day.

    A person who writes from elsewhere is answered all the while.
    """
    talk(asking)
    for _ in range(MOST_AUTOMATIC_AN_HOUR + 10):
        telegram.hears("mailer-daemon", "could not be delivered")
        front.visit()
    assert Instruction.objects.count() == MOST_AUTOMATIC_AN_HOUR
    for _ in range(5):
        tick(front, 3601)
        for _ in range(MOST_AUTOMATIC_AN_HOUR):
            telegram.hears("mailer-daemon", "could not be delivered")
        front.visit()
    robot = Contact.objects.get()
    assert Instruction.objects.filter(contact=robot).count() <= MOST_AUTOMATIC_A_DAY
    telegram.hears("@x", "hello")
    front.visit()
    assert Instruction.objects.exclude(contact=robot).count() == 1


def test_forged_senders_do_not_make_the_hotline_write_to_the_world(
    front: Front, telegram: Line, talk: Callable[[Script], list[tuple[object, Heard]]]
) -> None:
    """Of one line only so many automatic words leave in an hour; every message is kept."""
    talk(asking)
    telegram.hears("@x", "hello")
    front.visit()
    row = Instruction.objects.get()
    Instruction.objects.bulk_create(
        Instruction(
            name=os.urandom(16),
            case_id=row.case_id,
            contact_id=row.contact_id,
            line="telegram",
            pieces=b"",
            created_at=row.created_at,
            state="accepted",
            state_at=row.created_at,
        )
        for _ in range(MOST_AUTOMATIC_OF_A_LINE_AN_HOUR - 1)
    )
    telegram.hears("@y", "hello")
    front.visit()
    assert Case.objects.count() == 2
    assert Instruction.objects.count() == MOST_AUTOMATIC_OF_A_LINE_AN_HOUR


def test_how_far_a_talk_has_come_dies_with_its_epoch_and_then_it_is_quiet(
    front: Front, telegram: Line, talk: Callable[[Script], list[tuple[object, Heard]]]
) -> None:
    """It is not asked anew from the beginning: what is lost may have been answered."""
    heard = talk(asking)
    telegram.hears("@x", "hello")
    front.visit()
    first = bytes(Talk.objects.get().epoch_id)
    let_time_pass(front.desk, 26 * 3600)
    for _ in range(2):
        tick(front, 20)
    let_time_pass(front.desk, 3 * 3600)
    assert first not in front.desk.epochs.secrets()
    telegram.hears("@x", "again")
    tick(front)
    state, said = heard[-1]
    assert state is None
    assert said.operator_answered
    assert bytes(Talk.objects.get().epoch_id) != first


def test_who_was_answered_by_a_person_is_asked_by_no_machine(
    front: Front,
    telegram: Line,
    open_vault: Desk,
    alice: Operator,
    talk: Callable[[Script], list[tuple[object, Heard]]],
) -> None:
    """The talk is told, and keeps quiet by its own rule."""
    heard = talk(asking)
    telegram.hears("@x", "hello")
    front.visit()
    answer(alice, 1, "I am here", seen_upto=9, now=now(front))
    telegram.hears("@x", "thank you")
    front.visit()
    assert [said.operator_answered for _, said in heard] == [False, True]
    del open_vault


def wanting(state: TalkState | None, heard: Heard) -> Step:
    """Ask for nine words whenever "words" is heard."""
    return Step(state or TalkState(), (), {}, "uk", wants_words=heard.text == "words")


def test_nine_words_asked_for_through_a_line_open_the_case_on_the_page(
    front: Front,
    telegram: Line,
    alice: Operator,
    reopen: Callable[[Desk], None],
    talk: Callable[[Script], list[tuple[object, Heard]]],
) -> None:
    """Drawn while locked, said once, kept nowhere; a second time it is said that there are some."""
    talk(wanting)
    for _ in range(2):
        telegram.hears("@x", "words")
        front.visit()
    first, second = (said.text for said in telegram.send())
    assert second == words.words_already("uk")
    typed = first.split("\n\n")[1]
    keys = read_phrase(typed, word_lists(), "uk").phrase.keys(front.desk.hotline)
    page = Page(front.desk.hotline, keys, front.signed(), returning=True)
    page.write("now I write here")
    front.take(page.beat(now(front)))
    tick(front)
    assert Case.objects.count() == 1
    reopen(front.desk)
    shown = access_case(alice, 1, now(front)).items
    assert [item.via for item in shown] == ["telegram", "telegram", "page"]
    answer(alice, 1, "to both", seen_upto=9, now=now(front), contact=Contact.objects.get().pk)
    tick(front)
    front.give(page)
    assert page.written[0].delivered
    assert page.told == ["to both"]
    assert [said.text for said in telegram.send()] == ["to both"]


def test_words_that_could_not_be_said_are_nobodys(
    front: Front,
    telegram: Line,
    talk: Callable[[Script], list[tuple[object, Heard]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A talk that falls after drawing them leaves no case with a phrase that nobody knows."""
    talk(wanting)

    def fall(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(line_talk, "keep_talk", fall)
    telegram.hears("@x", "words")
    front.visit()
    assert not Case.objects.get().has_phrase
    assert telegram.fetch() == {}


def test_a_page_is_told_of_its_own_messages_and_a_line_takes_none_of_that_room(
    front: Front, telegram: Line, talk: Callable[[Script], list[tuple[object, Heard]]]
) -> None:
    """Forty messages by Telegram after one by the page: the page still sees its own confirmed."""
    talk(wanting)
    telegram.hears("@x", "words")
    front.visit()
    typed = telegram.send()[0].text.split("\n\n")[1]
    keys = read_phrase(typed, word_lists(), "uk").phrase.keys(front.desk.hotline)
    page = Page(front.desk.hotline, keys, front.signed())
    page.write("by the page")
    front.take(page.beat(now(front)))
    for number in range(40):
        telegram.hears("@x", f"by telegram {number}")
    while front.kept:
        front.visit()
    tick(front)
    front.give(page)
    assert page.written[0].delivered


def test_drawing_words_ends_a_helping_so_that_a_flood_of_wishes_holds_nobody_up(
    front: Front, telegram: Line, talk: Callable[[Script], list[tuple[object, Heard]]]
) -> None:
    """Stretching a phrase takes a quarter of a second: one a visit, and none is forgotten."""
    talk(wanting)
    for who in range(3):
        telegram.hears(f"@{who}", "words")
    front.visit()
    assert len(front.kept) == 2
    front.visit()
    front.visit()
    assert front.kept == []
    assert Case.objects.filter(token_digest__isnull=False).count() == 3


@pytest.mark.parametrize("lang", ["ar", "en", "ru", "uk", "xx"])
def test_what_is_said_with_nine_words_is_short_and_plain(lang: str) -> None:
    """At most twelve words a sentence, no exclamation mark, in every language."""
    phrase = Phrase.from_random(os.urandom(12))
    said = words.nine_words(phrase, lang)
    assert read_phrase(said.split("\n\n")[1], word_lists(), "en").phrase == phrase
    for text in (said, words.words_already(lang)):
        assert "!" not in text
        for sentence in re.split(r"[.:]\s|\n", text):
            assert word_count(sentence) <= MOST_WORDS
