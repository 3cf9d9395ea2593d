"""What the Matrix line promises of rooms, with a real server."""

# ruff: noqa: D103 - a test is named after what it protects

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from aman.core.line_dialogue import Outgoing, State
from aman.lines.matrix.asking import FILTER
from lines.contract.conftest import Contract
from lines.matrix.people import CLIENT, Person
from lines.running_line import wait_until

pytestmark = pytest.mark.enable_socket


def texts(chat: Contract) -> list[str]:
    return [said.text for said in chat.desk.messages("matrix")]


def members(person: Person, room: str) -> dict[str, str]:
    """Who is in a room, as somebody in it sees it."""
    page = person.ask("GET", f"{CLIENT}/rooms/{quote(room)}/members")
    return {event["state_key"]: event["content"]["membership"] for event in page["chunk"]}


def invitations(person: Person) -> dict[str, Any]:
    rooms = person.ask("GET", f"{CLIENT}/sync").get("rooms", {})
    return dict(rooms.get("invite", {}))


def test_an_encrypted_room_is_told_once_and_another_is_offered(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    room = alice.open_room(encrypted=True)
    sealed = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "session_id": "y"}
    for _ in range(2):
        alice.send(sealed, room=room, kind="m.room.encrypted")
    assert [said.text for said in chat.messages(2)] == ["[encrypted]"] * 2
    (told,) = wait_until(lambda: alice.heard(room) or None, "the words")
    assert "зашифрована" in told["content"]["body"]
    (offered,) = wait_until(lambda: invitations(alice) or None, "the invitation")
    alice.ask("POST", f"{CLIENT}/rooms/{quote(offered)}/join", json={})
    alice.send({"msgtype": "m.text", "body": "in the clear"}, room=offered)
    said = chat.messages(3)[2]
    assert (said.text, said.route) == ("in the clear", offered)
    assert len(alice.heard(room)) == 1


def test_a_group_is_left_and_what_was_said_there_stays_there(chat: Contract) -> None:
    chat.start()
    alice, bob = chat.peer.person("alice"), chat.peer.person("bob")
    room = alice.open_room(invite=[alice.line, bob.address])
    wait_until(lambda: members(alice, room).get(alice.line) == "join", "the line to come")
    alice.send({"msgtype": "m.text", "body": "to a group"}, room=room)
    wait_until(lambda: members(alice, room)[alice.line] == "leave", "the line to leave")
    chat.peer.write("alice", "to the line")
    chat.messages(1)
    assert texts(chat) == ["to the line"]


def test_a_public_room_is_not_entered(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    room = alice.open_room(preset="public_chat", direct=False)
    wait_until(lambda: members(alice, room)[alice.line] == "leave", "the line to decline")


def test_nothing_is_sent_where_somebody_else_came(chat: Contract) -> None:
    chat.start()
    chat.peer.write("alice", "hello")
    (said,) = chat.messages(1)
    alice, bob = chat.peer.person("alice"), chat.peer.person("bob")
    invite = {"user_id": bob.address}
    alice.ask("POST", f"{CLIENT}/rooms/{quote(alice.room)}/invite", json=invite)
    message = Outgoing(said.address, "at the mill, 21:30", said.route)
    report = chat.report(chat.desk.send("matrix", message))
    assert (report.state, report.lasting, report.reason) == (
        State.FAILED,
        True,
        "others are there",
    )
    assert alice.heard() == []


def test_who_never_wrote_is_asked_into_a_room(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    report = chat.report(chat.desk.send("matrix", Outgoing(alice.address, "hello")))
    assert report.state is State.ACCEPTED
    (room,) = invitations(alice)
    alice.ask("POST", f"{CLIENT}/rooms/{quote(room)}/join", json={})
    assert [event["content"]["body"] for event in alice.heard(room)] == ["hello"]
    nobody = "@nobody:nowhere.test"
    assert chat.report(chat.desk.send("matrix", Outgoing(nobody, "x"))).state is State.FAILED


def test_an_edit_names_what_it_edits(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    first = alice.send({"msgtype": "m.text", "body": "we are at the bridge"})
    (said,) = chat.messages(1)
    edit = {
        "msgtype": "m.text",
        "body": "* we are at the mill",
        "m.new_content": {"msgtype": "m.text", "body": "we are at the mill"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": first},
    }
    alice.send(edit)
    second = chat.messages(2)[1]
    assert (second.text, second.edits) == ("we are at the mill", said.session)


def test_what_somebody_read_reaches_the_desk(chat: Contract) -> None:
    chat.start()
    chat.peer.write("alice", "hello")
    (said,) = chat.messages(1)
    report = chat.report(chat.desk.send("matrix", Outgoing(said.address, "hi", said.route)))
    alice = chat.peer.person("alice")
    room, event = quote(alice.room), quote(report.provider_id)
    alice.ask("POST", f"{CLIENT}/rooms/{room}/receipt/m.read/{event}", json={})
    wait_until(
        lambda: (
            (report.provider_id, State.READ)
            in [(each.provider_id, each.state) for each in chat.desk.lines["matrix"].receipts]
        ),
        "the receipt",
    )


def test_after_a_long_silence_everything_comes_though_the_server_lists_a_part(
    chat: Contract,
) -> None:
    chat.start()
    chat.peer.write("alice", "first")
    chat.messages(1)
    chat.line.stop()
    written = [f"message {number}" for number in range(130)]
    for text in written:
        chat.peer.write("alice", text)
    chat.start()
    chat.messages(131)
    assert texts(chat) == ["first", *written]


@pytest.mark.parametrize("mark", [b"", b"of another server"])
def test_a_mark_that_was_lost_makes_no_message_twice(chat: Contract, mark: bytes) -> None:
    chat.start()
    for text in ("first", "second"):
        chat.peer.write("alice", text)
    chat.messages(2)
    chat.line.stop()
    chat.folder.joinpath("mark").write_bytes(mark)
    chat.start()
    wait_until(lambda: chat.desk.repeated >= 2, "what comes again")
    chat.peer.write("alice", "third")
    chat.messages(3)
    assert texts(chat) == ["first", "second", "third"]


def test_strange_events_spoil_no_other(chat: Contract) -> None:
    chat.start()
    alice = chat.peer.person("alice")
    strange: list[dict[str, Any]] = [
        {"msgtype": "m.notice", "body": "I am a machine"},
        {"msgtype": "m.location", "body": "", "geo_uri": "geo:999,999"},
    ]
    for content in strange:
        alice.send(content)
    for url in ("mxc://matrix.test/../../admin", "https://192.0.2.7/x", "mxc://192.0.2.7/x"):
        alice.send({"msgtype": "m.image", "body": "\u202egpj.exe", "url": url})
    alice.send({"msgtype": "m.text", "body": "\u202e<b>" * 9_000})
    chat.messages(4)
    said = chat.desk.messages("matrix")
    assert texts(chat) == ["\u202egpj.exe", "\u202egpj.exe", "", "\u202e<b>" * 9_000]
    assert [(file.name, file.fault) for file in said[2].files] == [("gpj.exe", "not fetched")]
    assert not [error for error in chat.line.errors if error.startswith("matrix")]


def test_no_room_list_state_or_presence_is_asked_for(chat: Contract) -> None:
    chat.start()
    chat.peer.write("alice", "hello")
    chat.messages(1)
    chat.line.stop()
    token = chat.folder.joinpath("token").read_text()
    answer = httpx.get(
        f"{chat.peer.server.url}{CLIENT}/sync",
        params={"filter": FILTER, "timeout": 1},  # a question like the line's would be cached
        headers={"Authorization": f"Bearer {token}"},
        trust_env=False,
    ).json()
    ((_, room),) = answer["rooms"]["join"].items()
    assert {event["type"] for event in room["timeline"]["events"]} == {"m.room.message"}
    assert room["state"]["events"] == []
    assert not answer.get("presence", {}).get("events")
    assert not answer.get("account_data", {}).get("events")
