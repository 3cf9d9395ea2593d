"""What the hotline says by itself: locked, bounded, and never at the cost of a message."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from aman.core.keys import Secret, to_base64url
from aman.core.line_dialogue import State
from aman.core.phrase import Phrase, read_phrase
from aman.core.programme import MOST_WORDS, Programme, word_count
from aman.core.strength import Strength
from aman.core.words import word_lists
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.casebook.programme import the_programme
from aman.desk.cases.access import access_case
from aman.desk.cases.queue import access_queue
from aman.desk.cases.records import QueueRow
from aman.desk.keys.ready_words import MOST_READY, READY_SECONDS
from aman.desk.lines import words
from aman.desk.lines.instructions import (
    MOST_AUTOMATIC_A_DAY,
    MOST_AUTOMATIC_AN_HOUR,
    MOST_AUTOMATIC_OF_A_LINE_AN_HOUR,
)
from aman.desk.lines.models import Contact, Instruction, Talk
from aman.desk.outbox.answering import answer
from aman.desk.outbox.sending import send_again
from aman.desk.reading import line_talk
from aman.desk.reading.fronts import MOST_AT_ONCE
from aman.desk.reading.models import Arrival
from aman.desk.running import Desk
from aman.desk.talk.steps import CALLED, Heard, Step, TalkState, step
from aman.desk.talk.texts import the_texts
from aman.programmes import programme_path
from desk_caller.front import Front, let_time_pass
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

EN, UK = the_texts()["en"], the_texts()["uk"]
HELLO = {"en": "hello i want to come out", "uk": "доброго дня, як мені вийти звідси"}


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def tick(front: Front, seconds: float = 5) -> None:
    """Time passes, and the courier comes."""
    front.desk.clock.forward(seconds)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()


Script = Callable[[TalkState | None, Heard], Step]


@pytest.fixture
def programme() -> Path:
    """The shipped one, with its questions."""
    return programme_path("surrender")


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Callable[[Script], None]:
    """Put a talk of the test's own in place."""

    def install(script: Script) -> None:
        def step(state: TalkState | None, said: Heard, programme: object) -> Step:
            del programme
            return script(state, said)

        monkeypatch.setattr(line_talk, "step", step)

    return install


def wanting(state: TalkState | None, heard: Heard) -> Step:
    """Ask for nine words whenever "words" is heard."""
    return Step(state or TalkState(), (), {}, "uk", wants_words=heard.text == "words")


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[TalkState | None, Heard]]:
    """What the talk is told, while it talks."""
    told: list[tuple[TalkState | None, Heard]] = []

    def step_and_note(state: TalkState | None, said: Heard, programme: Programme) -> Step:
        told.append((state, said))
        return step(state, said, programme)

    monkeypatch.setattr(line_talk, "step", step_and_note)
    return told


def test_a_line_says_once_how_strong_it_is(front: Front, telegram: Line) -> None:
    """While nobody is signed in; the words are the line's own."""
    assert not front.desk.vault.is_open
    telegram.hears("@x", HELLO["uk"], lang="uk", route="room 7")
    front.visit()
    first, question = telegram.send()
    assert (first.to, first.route, first.lang, first.notice) == ("@x", "room 7", "uk", True)
    assert not question.notice
    telegram.hears("@x", UK("skip"))
    tick(front)
    assert [each.notice for each in telegram.send()] == [False]


def test_what_the_talk_understood_stands_with_the_message(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """Answers and language are put into the seal with it; what nobody knows in it stays."""
    telegram.hears("@x", HELLO["uk"])
    front.visit()
    asked, question = telegram.send()[-1], the_programme().questions[0]
    at = len(question.options) - 1
    telegram.hears("@x", "як тільки зможу", pressed=asked.buttons[at].payload)
    tick(front)
    assert telegram.send()[-1].text != asked.text
    reopen(front.desk)
    view = access_case(alice, 1, now(front))
    assert view.lang == "uk"
    assert view.answers == {question.id: question.options[at].id}
    assert [item.text for item in view.items] == [HELLO["uk"], "як тільки зможу"]


def test_of_a_long_text_the_first_part_is_heard_and_of_an_edited_one_nothing(
    front: Front, telegram: Line, heard: list[tuple[TalkState | None, Heard]]
) -> None:
    """A repeated delivery is not heard again either."""
    message = telegram.message("@x", "نص " * 3000)
    for envelope in [*telegram.sealed(message)[::-1], *telegram.sealed(message)]:
        front.take(envelope)
    front.visit()
    telegram.hears("@x", "better", edits=message.session)
    front.visit()
    assert len(heard) == 1
    assert Arrival.objects.count() == 4


def test_a_talk_that_fails_loses_no_message(
    front: Front,
    telegram: Line,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One envelope that breaks it must not stop all that stand behind it."""

    def fails(state: TalkState | None, said: Heard, programme: Programme) -> Step:
        step(state, said, programme)
        reason = "a fault of the talk"
        raise LookupError(reason)

    monkeypatch.setattr(line_talk, "step", fails)
    telegram.hears("@x", "hello")
    telegram.hears("@y", "hello")
    front.visit()
    assert front.kept == []
    assert Case.objects.count() == Arrival.objects.count() == 2
    assert not Instruction.objects.exists()
    assert [each.message for each in caplog.records] == ["a talk failed"] * 2
    caplog.clear()


def test_two_machines_do_not_talk_for_ever(
    front: Front, telegram: Line, heard: list[tuple[TalkState | None, Heard]]
) -> None:
    """One that asks for the languages for ever: always heard, answered a few times an hour and day.

    A person who writes from elsewhere is answered all the while.
    """
    for _ in range(MOST_AUTOMATIC_AN_HOUR + 10):
        telegram.hears("robot", "/lang")
        front.visit()
    assert Instruction.objects.count() == MOST_AUTOMATIC_AN_HOUR
    for _ in range(5):
        tick(front, 3601)
        for _ in range(MOST_AUTOMATIC_AN_HOUR):
            telegram.hears("robot", "/lang")
        front.visit()
    robot = Contact.objects.get()
    assert Instruction.objects.filter(contact=robot).count() == MOST_AUTOMATIC_A_DAY
    assert len(heard) == 6 * MOST_AUTOMATIC_AN_HOUR + 10
    telegram.hears("@x", "hello")
    front.visit()
    assert Instruction.objects.exclude(contact=robot).count() == 2


def test_forged_senders_do_not_make_the_hotline_write_to_the_world(
    front: Front, telegram: Line
) -> None:
    """Of one line only so many automatic words leave in an hour; every message is kept."""
    telegram.hears("@x", "hello")
    front.visit()
    row = Instruction.objects.earliest("pk")
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
        for _ in range(MOST_AUTOMATIC_OF_A_LINE_AN_HOUR - Instruction.objects.count())
    )
    telegram.hears("@y", "hello")
    front.visit()
    assert Case.objects.count() == 2
    assert Instruction.objects.count() == MOST_AUTOMATIC_OF_A_LINE_AN_HOUR


def test_how_far_a_talk_has_come_dies_with_its_epoch_and_then_it_is_quiet(
    front: Front, telegram: Line, heard: list[tuple[TalkState | None, Heard]]
) -> None:
    """It is not asked anew from the beginning: what is lost may have been answered."""
    telegram.hears("@x", "hello")
    front.visit()
    telegram.send()
    first = bytes(Talk.objects.get().epoch_id)
    let_time_pass(front.desk, 26 * 3600)
    for _ in range(2):
        tick(front, 20)
    let_time_pass(front.desk, 3 * 3600)
    assert first not in front.desk.epochs.secrets()
    telegram.hears("@x", "again")
    tick(front)
    state, said = heard[-1]
    assert state == TalkState(told=("telegram",))
    assert said.operator_answered
    assert telegram.send() == []
    assert bytes(Talk.objects.get().epoch_id) != first


def test_who_was_answered_by_a_person_is_asked_by_no_machine(
    front: Front,
    telegram: Line,
    open_vault: Desk,
    alice: Operator,
    heard: list[tuple[TalkState | None, Heard]],
) -> None:
    """The talk is told, and keeps quiet by its own rule."""
    telegram.hears("@x", "hello")
    front.visit()
    answer(alice, 1, "I am here", seen_upto=9, now=now(front))
    tick(front)
    telegram.send()
    telegram.hears("@x", "thank you")
    tick(front)
    assert [said.operator_answered for _, said in heard] == [False, True]
    assert telegram.send() == []
    del open_vault


def test_nine_words_asked_for_through_a_line_open_the_case_on_the_page(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """Drawn while locked, said once, kept nowhere; a second time it is said that there are some."""
    front.desk.ready_words.refill(now(front))
    telegram.hears("@x", HELLO["uk"])
    front.visit()
    telegram.send()
    asked = []
    for _ in range(2):
        telegram.hears("@x", "слова")
        tick(front)
        asked.append(telegram.send()[-1].text)
    first, second = asked
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
    assert [item.via for item in shown] == [*["telegram"] * 3, "page"]
    answer(alice, 1, "to both", seen_upto=9, now=now(front), contact=Contact.objects.get().pk)
    tick(front)
    front.give(page)
    assert page.written[0].delivered
    assert page.told == ["to both"]
    assert [said.text for said in telegram.send()] == ["to both"]


def test_words_that_could_not_be_said_are_nobodys(
    front: Front,
    telegram: Line,
    talk: Callable[[Script], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A talk that falls after drawing them leaves no case with a phrase that nobody knows."""
    talk(wanting)

    def fall(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(line_talk, "keep_talk", fall)
    front.desk.ready_words.refill(now(front))
    telegram.hears("@x", "words")
    front.visit()
    assert not Case.objects.get().has_phrase
    assert telegram.fetch() == {}
    assert [each.message for each in caplog.records] == ["a talk failed"]
    caplog.clear()


def test_a_page_is_told_of_its_own_messages_and_a_line_takes_none_of_that_room(
    front: Front, telegram: Line, talk: Callable[[Script], None]
) -> None:
    """Forty messages by Telegram after one by the page: the page still sees its own confirmed."""
    talk(wanting)
    front.desk.ready_words.refill(now(front))
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


@pytest.mark.parametrize("contacts", [1, 1000])
def test_a_flood_of_requests_for_words_holds_up_nobody_and_stretches_no_phrase(
    front: Front, telegram: Line, sms: Line, monkeypatch: pytest.MonkeyPatch, contacts: int
) -> None:
    """A thousand from one or from many: words for as many as are ready, "later" for the others.

    Another's message behind them all is in as soon as it would be behind any other thousand.
    """
    for _ in range(MOST_READY + 2):
        front.desk.ready_words.refill(now(front))
    stretched: list[bytes] = []

    def stretch(phrase: Phrase, hotline: bytes) -> Secret:
        del phrase
        stretched.append(hotline)
        return Secret(os.urandom(32))

    monkeypatch.setattr(Phrase, "stretched", stretch)
    for request in range(1000):
        telegram.hears(f"@{request % contacts}", "words")
    sms.hears("+10", "a message")
    visits = 0
    while front.kept:
        front.visit()
        visits += 1
    assert visits == -(-1001 // MOST_AT_ONCE)
    assert stretched == []
    assert Arrival.objects.count() == 1001
    with_words = Case.objects.filter(token_digest__isnull=False).count()
    assert with_words == min(contacts, MOST_READY)
    texts = [each.text for each in telegram.send()]
    for _ in range(3):
        tick(front)
        texts += [each.text for each in telegram.send()]
    later = words.words_later("en")
    assert (later in texts) == (contacts > MOST_READY)
    assert sum(text.startswith("Your nine words:") for text in texts) <= MOST_READY


def test_who_is_told_later_gets_words_when_he_asks_again(front: Front, telegram: Line) -> None:
    """Politely, and not for ever; a phrase that lies ready for an hour is thrown away."""
    telegram.hears("@x", "words")
    front.visit()
    assert telegram.send()[-1].text == words.words_later("en")
    assert front.desk.ready_words.refill(now(front))
    assert front.desk.ready_words.take(now(front) + READY_SECONDS) is None
    assert front.desk.ready_words.refill(now(front))
    telegram.hears("@x", "words")
    tick(front)
    assert telegram.send()[-1].text.startswith("Your nine words:")


def test_a_call_is_answered_by_an_operator_and_raised_by_the_next_call(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """The queue shows who still waits for a person, not who ever did."""
    telegram.hears("@x", "help")
    front.visit()
    reopen(front.desk)
    assert in_queue(front, alice).urgent_because == ((CALLED, CALLED),)
    answer(alice, 1, "I am here", seen_upto=9, now=now(front))
    assert in_queue(front, alice).urgent_because == ()
    telegram.hears("@x", "thank you")
    tick(front)
    row = in_queue(front, alice)
    assert (row.urgent_because, row.reason_code) == ((), "waiting")
    assert access_case(alice, 1, now(front)).urgent_because == ()
    telegram.hears("@x", "help")
    tick(front)
    assert in_queue(front, alice).urgent_because == ((CALLED, CALLED),)


def test_the_notice_comes_again_when_the_text_that_bore_it_never_got_out(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """By the talk, by an operator's next text, and by one that is sent again."""
    telegram.hears("@x", "hello")
    front.visit()
    assert telegram.send(State.FAILED)[0].notice
    telegram.hears("@x", "are you there")
    tick(front)
    assert [each.notice for each in telegram.send(State.FAILED)][:1] == [True]
    tick(front)
    reopen(front.desk)
    answer(alice, 1, "I am here", seen_upto=9, now=now(front))
    tick(front)
    assert [each.notice for each in telegram.send(State.FAILED)] == [True]
    tick(front)
    failed = Instruction.objects.filter(answer__isnull=False).latest("pk")
    send_again(alice, failed.pk, now(front))
    tick(front)
    assert [each.notice for each in telegram.send()] == [True]
    tick(front)
    answer(alice, 1, "and still here", seen_upto=9, now=now(front), confirmed=True)
    tick(front)
    assert [each.notice for each in telegram.send()] == [False]


def in_queue(front: Front, operator: Operator) -> QueueRow:
    """The one case, as the queue shows it."""
    (row,) = access_queue(operator, now(front))
    return row


@pytest.mark.parametrize("call", ["help", "помогите", "ساعدوني"])
def test_a_call_for_help_makes_a_case_urgent_at_once(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None], call: str
) -> None:
    """Before anybody was there, and again after an operator had answered something else."""
    telegram.hears("@x", "доброго дня")
    front.visit()
    reopen(front.desk)
    assert not in_queue(front, alice).urgent
    answer(alice, 1, "I am here", seen_upto=9, now=now(front))
    telegram.hears("@x", call)
    tick(front)
    row = in_queue(front, alice)
    assert (row.reason_code, row.urgent_because) == ("urgent", ((CALLED, CALLED),))
    assert row.excerpt == call


def test_a_call_for_help_as_the_first_message_gets_a_person_and_no_question(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """The queue has it first while the form waits."""
    telegram.hears("@x", "help")
    front.visit()
    (said,) = telegram.send()
    assert EN("person") in said.text
    reopen(front.desk)
    assert (CALLED, CALLED) in in_queue(front, alice).urgent_because
    assert access_case(alice, 1, now(front)).items[0].answers == {CALLED: True}


def test_who_has_had_all_automatic_words_of_an_hour_is_still_heard_when_he_calls(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """The bound is on what we say, not on whom we hear."""
    for _ in range(MOST_AUTOMATIC_AN_HOUR):
        telegram.hears("@x", "/lang")
    front.visit()
    reopen(front.desk)
    assert not in_queue(front, alice).urgent
    said = Instruction.objects.count()
    telegram.hears("@x", "help")
    tick(front)
    assert Instruction.objects.count() == said
    assert in_queue(front, alice).urgent


@pytest.fixture
def returning(front: Front, open_vault: Desk) -> str:
    """Somebody wrote by the page; gives what a line makes of his nine words."""
    keys = some_keys()
    page = Page(open_vault.hotline, keys, front.signed())
    page.write("by the page")
    front.take(page.beat(now(front)))
    front.visit()
    return to_base64url(keys.token.reveal())


def test_an_operators_first_text_carries_the_notice_where_the_talk_never_spoke(
    front: Front, alice: Operator, returning: str
) -> None:
    """Once for each line; he came back with his nine words, so the talk kept quiet."""
    strong = (Line(front, name, Strength.ENDPOINT).known() for name in ("signal", "other"))
    signal, other = strong
    for line, address in ((signal, "@x"), (other, "+10")):
        line.hears(address, "it is me", token=returning)
        tick(front)
        assert line.send() == []
        for text in ("good that you write", "more"):
            answer(alice, 1, text, seen_upto=9, now=now(front), confirmed=True)
        tick(front)
        assert [(each.text, each.notice) for each in line.send()] == [
            ("good that you write", True),
            ("more", False),
        ]
    signal.hears("@x", "thanks")
    tick(front)
    answer(alice, 1, "still here", seen_upto=9, now=now(front), confirmed=True)
    tick(front)
    assert [each.notice for each in signal.send()] == [False]


def test_what_nine_words_mean_here_is_said_with_the_notice_where_it_is_the_first_text(
    front: Front, telegram: Line, alice: Operator, returning: str
) -> None:
    """The talk keeps quiet to who came back; what comes next has no notice any more."""
    telegram.hears("@x", "it is me", token=returning, lang="en")
    tick(front)
    (said,) = telegram.send()
    assert (said.text, said.notice) == (words.words_read_here("en"), True)
    answer(alice, 1, "good that you write", seen_upto=9, now=now(front), confirmed=True)
    tick(front)
    assert [each.notice for each in telegram.send()] == [False]


def test_an_operators_text_carries_no_notice_where_the_talk_has_given_it(
    front: Front, telegram: Line, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """Also after the talk's state was lost with its epoch."""
    telegram.hears("@x", "hello")
    front.visit()
    assert telegram.send()[0].notice
    reopen(front.desk)
    answer(alice, 1, "I am here", seen_upto=9, now=now(front))
    tick(front)
    assert [each.notice for each in telegram.send()] == [False]
    Talk.objects.update(epoch_id=bytes(7))
    answer(alice, 1, "and still here", seen_upto=9, now=now(front), confirmed=True)
    tick(front)
    assert [each.notice for each in telegram.send()] == [False]


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
