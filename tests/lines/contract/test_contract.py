"""The contract of every line: the same script of events against each, and against its null twin."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import time
from base64 import b64encode
from contextlib import suppress

import pytest

from aman.core.keys import from_base64url
from aman.core.line_dialogue import Button, Outgoing, State
from aman.core.phrase import Phrase
from aman.core.programme import Programme
from aman.core.programme_file import read_programme
from aman.core.telling_name import telling_words
from aman.core.words import word_lists
from aman.programmes import programme_path
from driver.search import files_in, found_in, holding, memory_of
from lines.contract.conftest import Contract
from lines.peer import Can
from lines.running_line import wait_until

pytestmark = pytest.mark.enable_socket

ARABIC = "نحن عشرة، عالقون في الوحل، والوقت 21:30 OK. "
NEUTRAL = "Ваша посылка здесь."
HOSTILE = (
    '<b onclick="x()">bold</b> \u202egnp.exe\u202c & "quotes" \\ ../../etc '
    "https://example.org/?a=1 \ufeff 🕊️"
)


@pytest.fixture(scope="module")
def programme() -> Programme:
    path = programme_path("surrender")
    return read_programme(path.read_text("utf-8"), path.name)


def test_what_somebody_writes_reaches_the_desk_as_he_wrote_it(contract: Contract) -> None:
    contract.start()
    contract.peer.write("alice", "первое: мы у реки")
    (first,) = contract.messages(1)
    contract.peer.write("alice", HOSTILE)
    contract.peer.write("bob", ARABIC)
    said = contract.messages(3)
    assert first.text == "первое: мы у реки"
    by_text = {each.text.strip(): each for each in said}
    assert set(by_text) == {"первое: мы у реки", HOSTILE.strip(), ARABIC.strip()}
    assert by_text[HOSTILE.strip()].address == first.address == contract.peer.address("alice")
    assert by_text[ARABIC.strip()].address == contract.peer.address("bob") != first.address
    assert by_text[HOSTILE.strip()].order > first.order
    assert contract.desk.forged == 0


def test_a_long_text_comes_whole(contract: Contract) -> None:
    contract.start()
    text = (ARABIC * 40).strip()
    contract.peer.write("alice", text)
    wait_until(
        lambda: "".join(each.text for each in contract.desk.messages(contract.name)) == text,
        ("the whole text", contract.line.errors),
    )


def test_what_is_delivered_again_in_any_order_makes_one_message(contract: Contract) -> None:
    contract.needs(Can.REDELIVER)
    contract.start()
    for number in range(5):
        contract.peer.write("alice", f"message {number}")
    contract.messages(5)
    contract.peer.redeliver()
    contract.peer.redeliver()
    wait_until(lambda: contract.desk.repeated >= 5, "what was delivered again")
    contract.peer.write("alice", "last")
    said = contract.messages(6)
    assert sorted(each.text for each in said) == ["last", *(f"message {n}" for n in range(5))]


def test_an_answer_reaches_its_person_once_and_is_reported(contract: Contract) -> None:
    contract.start()
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    instruction = contract.desk.send(
        contract.name, Outgoing(said.address, ARABIC, route=said.route, lang="ar")
    )
    (got,) = contract.got("alice", 1)
    assert got.text.strip() == ARABIC.strip()
    report = contract.report(instruction)
    assert report.state in {State.ACCEPTED, State.DELIVERED, State.READ}
    second = contract.desk.send(contract.name, Outgoing(said.address, "second", route=said.route))
    contract.report(second)
    assert [each.text.strip() for each in contract.got("alice", 2)] == [ARABIC.strip(), "second"]


def test_what_a_locked_telephone_shows_is_the_neutral_words_alone(
    contract: Contract, programme: Programme
) -> None:
    contract.start()
    contract.peer.write("alice", "How do I surrender")
    (said,) = contract.messages(1)
    message = Outgoing(said.address, NEUTRAL, route=said.route, lang="ru")
    contract.report(contract.desk.send(contract.name, message))
    (got,) = contract.got("alice", 1)
    assert got.text.strip() == NEUTRAL
    assert not got.payloads
    assert not any("surrender" in shown.lower() for shown in got.beside)
    assert not any(telling_words(shown, programme) for shown in (got.text, *got.beside))


def test_a_receipt_names_the_message_that_was_reported(contract: Contract) -> None:
    contract.needs(Can.RECEIPTS)
    contract.start()
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    report = contract.report(
        contract.desk.send(contract.name, Outgoing(said.address, "x", route=said.route))
    )
    assert report.provider_id
    contract.got("alice", 1)
    contract.peer.confirm("alice")
    receipt = contract.receipt(report.provider_id, State.DELIVERED, State.READ)
    assert receipt.reason == ""  # nothing of a failure
    other = contract.report(
        contract.desk.send(contract.name, Outgoing(said.address, "y", route=said.route))
    )
    assert other.provider_id not in {"", report.provider_id}


def test_a_long_answer_comes_whole_and_in_order(contract: Contract) -> None:
    contract.start()
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    text = " ".join(f"{number} {ARABIC}" for number in range(60)).strip()
    contract.report(contract.desk.send(contract.name, Outgoing(said.address, text, said.route)))
    received = contract.heard("alice", f"59 {ARABIC}")
    assert received == " ".join(text.split())


def test_the_notice_says_how_strong_the_line_is_in_the_persons_language(
    contract: Contract,
) -> None:
    contract.start()
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    texts, before = [], 0
    for lang in ("ar", "en", "ru", "uk"):
        message = Outgoing(said.address, f"({lang})", route=said.route, lang=lang, notice=True)
        contract.report(contract.desk.send(contract.name, message))
        received = contract.heard("alice", f"({lang})")
        texts.append(received[before:].replace(f"({lang})", ""))
        before = len(received)
    assert len(set(texts)) == 4, texts
    assert all(len(text.split()) >= 4 for text in texts), texts


def test_a_button_or_its_number_comes_back_as_what_was_pressed(contract: Contract) -> None:
    contract.start()
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    buttons = (Button("نعم", "q:alone:yes"), Button("لا", "q:alone:no"))
    message = Outgoing(said.address, "هل أنت وحدك؟", route=said.route, lang="ar", buttons=buttons)
    contract.report(contract.desk.send(contract.name, message))
    (got,) = contract.got("alice", 1)
    if Can.BUTTONS in contract.peer.can:
        assert list(got.payloads) == ["q:alone:yes", "q:alone:no"]
        contract.peer.press("alice", "q:alone:no")
        assert contract.messages(2)[1].pressed == "q:alone:no"
    else:
        assert "1" in got.text
        assert "نعم" in got.text
        assert "2" in got.text
        assert "لا" in got.text


def test_a_file_and_a_place_come_through(contract: Contract) -> None:
    contract.needs(Can.FILES)
    contract.start()
    content = os.urandom(30_000)
    contract.peer.send_file("alice", content, "image/png", "عكس.png")
    (said,) = contract.messages(1)
    (file,) = said.files
    assert contract.desk.file(contract.name, file) == content
    assert file.media == "image/png"
    if Can.PLACES in contract.peer.can:
        contract.peer.send_place("alice", 47.1415, 9.5215)
        place = contract.messages(2)[1].place
        assert (round(place.latitude, 4), round(place.longitude, 4)) == (47.1415, 9.5215)


def test_a_file_above_the_cap_is_announced_and_not_taken(contract: Contract) -> None:
    contract.needs(Can.FILES)
    contract.start()
    contract.peer.send_file("alice", bytes(6 * 1024 * 1024), "video/mp4", "big.mp4")
    (said,) = contract.messages(1)
    assert [file.fault for file in said.files] == ["too large"]


def test_nine_words_leave_the_line_as_a_token_only(contract: Contract) -> None:
    contract.start()
    phrase = Phrase.from_random(os.urandom(12))
    words = " ".join(phrase.words(word_lists()["uk"]))
    contract.peer.write("alice", f"це я: {words}")
    (said,) = contract.messages(1)
    keys = phrase.keys(contract.desk.hotline)
    assert from_base64url(said.token) == keys.token.reveal()
    assert said.text == "це я:"


def test_while_the_front_is_away_nothing_is_lost_and_nothing_comes_twice(
    contract: Contract,
) -> None:
    contract.start()
    contract.peer.write("alice", "before")
    contract.messages(1)
    contract.desk.away = True
    contract.peer.write("alice", "while it was away")
    time.sleep(1)
    contract.desk.away = False
    if Can.REDELIVER in contract.peer.can:
        contract.peer.redeliver()  # as a provider does that was not told "taken"
    said = contract.messages(2)
    assert sorted(each.text for each in said) == ["before", "while it was away"]


def test_while_the_provider_is_away_an_answer_waits_and_then_goes_once(
    contract: Contract,
) -> None:
    contract.needs(Can.GO_AWAY)
    contract.start()
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    contract.peer.go_away()
    wait_until(
        lambda: any(pulse.fault for pulse in contract.desk.lines[contract.name].pulses),
        "the desk to hear that the line is down",
        60,
    )
    instruction = contract.desk.send(contract.name, Outgoing(said.address, "x", said.route))
    time.sleep(1.5)
    assert contract.desk.report(contract.name, instruction) is None
    contract.peer.come_back()
    assert contract.report(instruction).state is not State.FAILED
    assert len(contract.got("alice", 1)) == 1


def test_a_person_who_blocked_us_is_a_lasting_failure(contract: Contract) -> None:
    contract.needs(Can.BLOCK)
    contract.start()
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    contract.peer.block("alice")
    report = contract.report(
        contract.desk.send(contract.name, Outgoing(said.address, "x", said.route))
    )
    assert (report.state, report.lasting) == (State.FAILED, True)
    contract.peer.write("bob", "hello")
    bob = contract.messages(2)[1]
    contract.report(contract.desk.send(contract.name, Outgoing(bob.address, "for bob", bob.route)))
    assert [got.text.strip() for got in contract.got("bob", 1)] == ["for bob"]


@pytest.mark.parametrize("step", ["line: begun", "line: sent", "line: ended"])
def test_a_line_killed_while_it_sends_never_sends_twice(contract: Contract, step: str) -> None:
    contract.start(die_at=step)
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    instruction = contract.desk.send(contract.name, Outgoing(said.address, "once", said.route))
    report = contract.report(instruction)
    assert contract.folder.joinpath("died").exists()
    assert report.state is (State.UNCERTAIN if step != "line: ended" else report.state)
    later = contract.desk.send(contract.name, Outgoing(said.address, "later", said.route))
    contract.report(later)
    texts = [got.text.strip() for got in contract.got("alice", 1)]
    assert texts.count("once") == (0 if step == "line: begun" else 1)
    assert texts.count("later") == 1


def test_the_heart_beat_comes_back_through_the_provider(contract: Contract) -> None:
    contract.needs(Can.PULSE)
    contract.start()
    wait_until(
        lambda: any(
            pulse.milliseconds is not None for pulse in contract.desk.lines[contract.name].pulses
        ),
        ("a pulse", contract.line.errors),
    )
    assert contract.desk.messages(contract.name) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="reading another process's memory takes root")
def test_no_text_address_or_file_stays_in_memory_or_files(contract: Contract) -> None:
    contract.start()
    clean = set(contract.line.process.zygote.pieces)
    canaries = [f"канарейка-{b64encode(os.urandom(9)).decode()}" for _ in range(5)]
    for canary in canaries:
        contract.peer.write("alice", canary)
    said = contract.messages(5)
    answer = f"ответ-{b64encode(os.urandom(9)).decode()}"
    contract.report(
        contract.desk.send(contract.name, Outgoing(said[0].address, answer, said[0].route))
    )
    if Can.FILES in contract.peer.can:
        inside = b64encode(os.urandom(300))
        contract.peer.send_file("alice", inside * 20, "text/plain", "file.txt")
        contract.messages(6)
        canaries.append(inside.decode())
    secrets = [*canaries, answer, said[0].address]
    with holding(canaries) as holder:
        assert found_in(memory_of(holder), canaries)[0] == canaries  # it can find
    if Can.STANDS in contract.peer.can:
        replaced = set(contract.line.turns())
        assert replaced
        contract.peer.write("bob", "a process that heard nothing is not replaced")
        wait_until(lambda: not replaced & set(contract.line.turns()), "a new receiver", 90)
    else:
        time.sleep(1)
    searched = 0
    for pid in contract.line.processes():  # forked from one another: most of it is shared
        with suppress(FileNotFoundError, ProcessLookupError):  # a turn that ended by itself
            found, seen = found_in(memory_of(pid), secrets, clean)
            assert found == []
            searched += seen > 1_000_000
    assert searched >= 2
    said_by_it = "\n".join([*contract.line.steps, *contract.line.errors])
    assert not any(secret in said_by_it for secret in secrets)
    assert found_in(files_in(contract.folder), secrets)[0] == []


def test_somebody_who_never_wrote_is_written_to_and_his_answer_says_who_he_is(
    contract: Contract,
) -> None:
    """An operator typed the address that somebody named; the answer has to find that case."""
    contract.needs(Can.FIRST)
    contract.start()
    named = contract.peer.named("bob")
    contract.peer.got("bob")  # he has an account and is there
    report = contract.report(contract.desk.send(contract.name, Outgoing(named, "good day")))
    assert report.state is State.ACCEPTED
    (first,) = contract.got("bob", 1)
    assert first.text.strip() == "good day"
    contract.peer.write("bob", "who is it")
    (said,) = contract.messages(1)
    assert named in {said.address, *said.also}
    contract.report(contract.desk.send(contract.name, Outgoing(said.address, "we", said.route)))
    assert contract.got("bob", 2)[1].text.strip().endswith("we")
