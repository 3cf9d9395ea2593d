"""What an XMPP session promises, with a real server and real clients."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import signal
import time
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from aman.core.line_dialogue import Outgoing, State
from lines.contract.conftest import Contract
from lines.running_line import wait_until
from lines.xmpp.prosody import DOMAIN

pytestmark = pytest.mark.enable_socket


def texts(chat: Contract) -> list[str]:
    return [said.text for said in chat.desk.messages("xmpp")]


@pytest.mark.parametrize("settings", [{"renewed_after_messages": 3}])
def test_while_processes_are_replaced_nothing_is_lost_and_nothing_comes_twice(
    chat: Contract, settings: dict[str, Any]
) -> None:
    assert settings is not None
    chat.start()
    processes: set[int] = set()
    written = [f"{who} {number}" for number in range(10) for who in ("alice", "bob")]

    def all_came() -> bool:
        processes.update(chat.line.turns())
        return len(texts(chat)) >= len(written)

    for text in written:
        chat.peer.write(text.partition(" ")[0], text)
        all_came()
        time.sleep(0.1)  # spread over several lives
    wait_until(all_came, "all of it", 60)
    assert sorted(texts(chat)) == sorted(written)
    for who in ("alice", "bob"):
        assert [each for each in texts(chat) if each.startswith(who)] == [
            each for each in written if each.startswith(who)
        ]
    assert len(processes) > 2
    assert chat.line.errors == []


def test_a_process_that_is_killed_with_messages_in_hand_loses_none(chat: Contract) -> None:
    chat.start()
    chat.peer.write("alice", "first")
    chat.messages(1)
    chat.desk.away = True
    before = len(chat.desk.requests)
    chat.peer.write("alice", "second")
    chat.peer.write("bob", "third")
    wait_until(
        lambda: any(each[:2] == ("POST", "/e") for each in chat.desk.requests[before:]),
        "the message to be in hand",
    )
    for pid in chat.line.turns():
        os.kill(pid, signal.SIGKILL)
    chat.desk.away = False
    chat.messages(3)
    assert sorted(texts(chat)) == ["first", "second", "third"]


def test_what_is_written_while_the_line_is_stopped_comes_when_it_starts(chat: Contract) -> None:
    chat.start()
    chat.peer.write("alice", "before")
    chat.messages(1)
    chat.line.stop()
    chat.peer.write("alice", "while it was stopped")
    chat.start()
    chat.messages(2)
    assert texts(chat) == ["before", "while it was stopped"]


def test_receipts_and_read_marks_reach_the_desk(chat: Contract) -> None:
    chat.start()
    chat.peer.write("alice", "hello")
    (said,) = chat.messages(1)
    report = chat.report(chat.desk.send("xmpp", Outgoing(said.address, "answer")))
    chat.got("alice", 1)
    alice = chat.peer.person("alice")
    (answer,) = [each for each in alice.stanzas if each["body"] == "answer"]
    assert answer["id"] == report.provider_id
    assert answer.xml.find("{urn:xmpp:receipts}request") is not None
    for tag in ("{urn:xmpp:receipts}received", "{urn:xmpp:chat-markers:0}displayed"):
        message = alice.message()
        ET.SubElement(message.xml, tag, {"id": answer["id"]})
        chat.peer.send("alice", message)
    receipts = wait_until(
        lambda: found if len(found := chat.desk.lines["xmpp"].receipts) == 2 else None, "receipts"
    )
    assert [(each.provider_id, each.state) for each in receipts] == [
        (report.provider_id, State.DELIVERED),
        (report.provider_id, State.READ),
    ]


def test_a_client_that_asks_hears_that_its_message_arrived(chat: Contract) -> None:
    chat.desk.away = True  # from the beginning: there is nothing yet to seal it to
    chat.start()
    alice = chat.peer.person("alice")
    message = alice.message("did you get this?")
    ET.SubElement(message.xml, "{urn:xmpp:receipts}request")
    chat.peer.send("alice", message)
    time.sleep(1)
    assert not _confirmed(alice, message["id"])
    chat.desk.away = False
    chat.messages(1)
    wait_until(lambda: _confirmed(alice, message["id"]), "the confirmation")


def _confirmed(person: Any, id_: str) -> bool:  # noqa: ANN401 - a client
    received = [each.xml.find("{urn:xmpp:receipts}received") for each in person.stanzas]
    return any(each is not None and each.get("id") == id_ for each in received)


def test_a_correction_names_what_it_corrects(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    first = alice.message("we are at the bridge")
    chat.peer.send("alice", first)
    (said,) = chat.messages(1)
    second = alice.message("we are at the mill")
    ET.SubElement(second.xml, "{urn:xmpp:message-correct:0}replace", {"id": first["id"]})
    chat.peer.send("alice", second)
    corrected = chat.messages(2)[1]
    assert (corrected.text, corrected.edits) == ("we are at the mill", said.session)


def test_clients_that_name_nothing_are_heard_whatever_their_ids(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    alice.names = False
    for text in ("first", "second", "second"):
        chat.peer.send("alice", alice.message(text, id_="1"))
    chat.peer.send("alice", alice.message("second", id_="2"))
    chat.messages(3)
    chat.peer.write("alice", "last")
    chat.messages(4)
    assert texts(chat) == ["first", "second", "second", "last"]


def test_rooms_headlines_typing_and_errors_say_nothing(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    for kind in ("groupchat", "headline", "error"):
        chat.peer.send("alice", alice.message(f"as {kind}", type=kind))
    typing = alice.message()
    ET.SubElement(typing.xml, "{http://jabber.org/protocol/chatstates}composing")
    chat.peer.send("alice", typing)
    chat.peer.write("alice", "last")
    chat.messages(1)
    assert texts(chat) == ["last"]


def test_no_list_of_people_and_no_archive_grows_at_the_server(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    chat.peer.people.loop.call_soon_threadsafe(
        lambda: alice.send_presence_subscription(chat.peer.line, ptype="subscribe")
    )
    wait_until(
        lambda: any(each["type"] == "unsubscribed" for each in alice.presences), "the refusal"
    )
    chat.peer.write("alice", "kept by nobody")
    (said,) = chat.messages(1)
    chat.report(chat.desk.send("xmpp", Outgoing(said.address, "nor is this")))
    chat.got("alice", 1)
    name, alices = (each.partition("@")[0] for each in (chat.peer.line, said.address))
    server = chat.peer.server
    assert alices not in server.kept(name, "roster")
    assert "kept by nobody" not in server.kept(name, "archive")
    assert "kept by nobody" in server.kept(alices, "archive")  # it can keep
    assert "nor is this" not in server.kept(alices, "archive")


def test_an_answer_waits_for_a_person_who_is_offline(chat: Contract) -> None:
    chat.start()
    chat.peer.write("alice", "hello")
    (said,) = chat.messages(1)
    chat.peer.people.leave()
    report = chat.report(chat.desk.send("xmpp", Outgoing(said.address, "when you are back")))
    assert report.state is State.ACCEPTED
    chat.peer.people.return_all()
    assert [got.text for got in chat.got("alice", 1)] == ["when you are back"]


def test_an_address_that_does_not_exist_fails_for_good(chat: Contract) -> None:
    chat.start()
    report = chat.report(chat.desk.send("xmpp", Outgoing(f"nobody@{DOMAIN}", "hello")))
    assert (report.state, report.lasting) == (State.FAILED, True)
    assert "nobody" not in report.reason


def test_an_error_that_comes_back_later_is_a_receipt(chat: Contract) -> None:
    chat.start()
    chat.peer.write("alice", "hello")
    (said,) = chat.messages(1)
    report = chat.report(chat.desk.send("xmpp", Outgoing(said.address, "answer")))
    assert report.state is State.ACCEPTED
    chat.got("alice", 1)
    alice = chat.peer.person("alice")
    (answer,) = [each for each in alice.stanzas if each["id"] == report.provider_id]
    late = alice.message(id_=report.provider_id, type="error", to=str(answer["from"]))
    error = ET.SubElement(late.xml, "{jabber:client}error", {"type": "cancel"})
    ET.SubElement(error, "{urn:ietf:params:xml:ns:xmpp-stanzas}gone").text = said.address
    chat.peer.send("alice", late)
    (receipt,) = wait_until(lambda: chat.desk.lines["xmpp"].receipts or None, "the receipt")
    assert (receipt.provider_id, receipt.state, receipt.reason) == (
        report.provider_id,
        State.FAILED,
        "no such address",
    )


def test_an_encrypted_message_is_told_to_both_sides(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    for lang in ("en", "uk"):
        message = alice.message("your client does not support it")
        message["lang"] = lang
        ET.SubElement(message.xml, "{eu.siacs.conversations.axolotl}encrypted")
        chat.peer.send("alice", message)
    assert [said.text for said in chat.messages(2)] == ["[encrypted]"] * 2
    (told,) = chat.got("alice", 1)
    assert all(word in told.text for word in ("encrypted", "зашифровано", "зашифроване", "مشفرة"))
    chat.peer.write("alice", "in the clear")
    chat.messages(3)
    assert len(chat.peer.got("alice")) == 1


def test_a_link_to_a_strange_host_is_never_followed_and_not_lost(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    url = "https://192.0.2.7/secret/photo.jpg"
    message = alice.message(url)
    link = ET.SubElement(message.xml, "{jabber:x:oob}x")
    ET.SubElement(link, "{jabber:x:oob}url").text = url
    chat.peer.send("alice", message)
    (said,) = chat.messages(1)
    assert said.text == url
    assert [(file.name, file.fault) for file in said.files] == [("photo.jpg", "not fetched")]


def test_a_place_of_xep_0080_is_a_place(chat: Contract) -> None:
    chat.start()
    message = chat.peer.person("alice").message("here")
    geoloc = ET.SubElement(message.xml, "{http://jabber.org/protocol/geoloc}geoloc")
    for name, value in (("lat", "47.1415"), ("lon", "9.5215"), ("accuracy", "20")):
        ET.SubElement(geoloc, f"{{http://jabber.org/protocol/geoloc}}{name}").text = value
    chat.peer.send("alice", message)
    (said,) = chat.messages(1)
    place = said.place
    assert (place.latitude, place.longitude, place.accuracy) == (47.1415, 9.5215, 20)


def test_hostile_stanzas_leave_the_line_standing(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    deep = alice.message("deep")
    at = deep.xml
    for _ in range(100):
        at = ET.SubElement(at, "{urn:example}x")
    many = alice.message("many links")
    for number in range(500):
        link = ET.SubElement(many.xml, "{jabber:x:oob}x")
        ET.SubElement(link, "{jabber:x:oob}url").text = f"https://192.0.2.7/\u202e{number}.exe"
    long = alice.message("\u202e<b>&amp;" * 8_000)
    for message in (deep, many, long):
        chat.peer.send("alice", message)
    said = chat.messages(3)
    assert said[0].text == "deep"
    assert len(said[1].files) == 4
    assert all("\u202e" not in file.name for file in said[1].files)
    wait_until(lambda: texts(chat)[2] == "\u202e<b>&amp;" * 8_000, "the long text")
    assert chat.line.errors == []


@pytest.mark.parametrize("settings", [{"secrets": {"password": "another"}}])
def test_a_wrong_password_is_told_as_a_line_that_is_down(
    chat: Contract, settings: dict[str, Any]
) -> None:
    assert settings is not None
    chat.start()
    wait_until(
        lambda: [each.fault for each in chat.desk.lines["xmpp"].pulses] == ["not let in"],
        "the desk to hear why",
    )
