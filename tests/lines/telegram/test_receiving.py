"""How Telegram's updates come in: who may call, what a poll keeps, how files are had."""

# ruff: noqa: D103 - a test is named after what it protects

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from aman.lines.connector import (
    Connection,
    ForgedRequest,
    MalformedRequest,
    PassingFault,
    Poll,
    Webhook,
)
from aman.lines.events import Incoming
from aman.lines.exchange import Answer, RawRequest
from aman.lines.telegram import connect
from lines.given import given
from lines.stub_server import Answered
from lines.telegram.peer import TelegramPeer, telegram_peer
from lines.telegram.stub import SECRET, flood

pytestmark = pytest.mark.enable_socket
HEADER = "x-telegram-bot-api-secret-token"


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[TelegramPeer]:
    """People at the stub."""
    with telegram_peer(tmp_path) as peer:
        yield peer
    logging.disable(logging.NOTSET)


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[TelegramPeer]:
    """The same, when the line asks."""
    with telegram_peer(tmp_path, "polling") as peer:
        yield peer
    logging.disable(logging.NOTSET)


def made(peer: TelegramPeer) -> Connection:
    return connect(given("telegram", peer.setup()))


def webhook(peer: TelegramPeer) -> Webhook:
    found = made(peer).webhook
    assert found is not None
    return found


def poll(peer: TelegramPeer) -> Poll:
    found = made(peer).poll
    assert found is not None
    return found


def request(body: bytes, **headers: str) -> RawRequest:
    given = {HEADER: SECRET, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return RawRequest("POST", "/telegram", given, body)


def written(peer: TelegramPeer, **members: object) -> bytes:
    return msgspec.json.encode({"update_id": 1, "message": peer.message("alice", **members)})


def only(events: object) -> Incoming:
    assert isinstance(events, list | tuple)
    (event,) = events
    assert isinstance(event, Incoming)
    return event


@pytest.mark.parametrize("said", ["", "wrong", SECRET[:-1], SECRET + "x", "\xfc" * 40])
def test_a_call_without_the_secret_is_refused_before_it_is_read(
    peer: TelegramPeer, said: str
) -> None:
    with pytest.raises(ForgedRequest):
        webhook(peer).read(RawRequest("POST", "/", {HEADER: said}, b"{not json"))
    with pytest.raises(ForgedRequest):
        webhook(peer).read(RawRequest("GET", "/", {}, b""))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"x"', b'{"message":' + b"[" * 100_000, b"\xff\xfe{}"]
)
def test_a_call_that_is_no_update_is_malformed(peer: TelegramPeer, body: bytes) -> None:
    with pytest.raises(MalformedRequest):
        webhook(peer).read(request(body))


def test_a_call_brings_its_message(peer: TelegramPeer) -> None:
    told = webhook(peer).read(request(written(peer, text="мы у реки")))
    assert not isinstance(told, Answer)
    assert only(told).text == "мы у реки"


def test_a_file_is_fetched_whole_and_never_beyond_the_cap(peer: TelegramPeer) -> None:
    hook = webhook(peer)
    small = peer.keep(b"voice" * 1000)
    event = only(hook.read(request(written(peer, voice={**small, "duration": 1}))))
    assert event.files[0].content == b"voice" * 1000
    lying = {**peer.keep(bytes(6 * 1024 * 1024)), "file_size": 10, "duration": 1}
    event = only(hook.read(request(written(peer, voice=lying, caption="listen"))))
    assert [(each.content, each.fault) for each in event.files] == [(None, "too large")]
    assert event.text == "listen"
    asked = len(peer.stub.calls)
    honest = {**peer.keep(bytes(6 * 1024 * 1024)), "duration": 1}
    event = only(hook.read(request(written(peer, voice=honest))))
    assert event.files[0].fault == "too large"
    assert len(peer.stub.calls) == asked  # what is announced as too large is not asked for


def test_a_file_that_can_not_be_had_never_holds_up_the_text(peer: TelegramPeer) -> None:
    hook = webhook(peer)
    gone = {"file_id": "gone", "file_unique_id": "gone", "duration": 1}
    event = only(hook.read(request(written(peer, voice=gone, caption="у моста"))))
    assert (event.text, event.files[0].fault) == ("у моста", "not fetched")
    kept = {**peer.keep(b"x"), "duration": 1}
    peer.stub.faults["getFile"] = [Answered(cut=True)]
    assert only(hook.read(request(written(peer, voice=kept)))).files[0].content == b"x"
    peer.go_away()
    event = only(hook.read(request(written(peer, voice=kept, caption="мы ждём"))))
    assert (event.text, event.files[0].fault) == ("мы ждём", "not fetched")


def test_a_button_that_can_not_be_set_free_is_still_pressed(peer: TelegramPeer) -> None:
    message = peer.message("alice", text="?")
    query: dict[str, Any] = {"id": "1", "from": message["from"], "chat_instance": "1"}
    update = {"update_id": 1, "callback_query": {**query, "data": "q:yes", "message": message}}
    peer.go_away()
    assert only(webhook(peer).read(request(msgspec.json.encode(update)))).pressed == "q:yes"


def test_a_poll_asks_again_for_what_was_not_marked(asking: TelegramPeer) -> None:
    asking.write("alice", "one")
    asking.write("alice", "two")
    ask = poll(asking)
    first, again = ask.poll(b""), ask.poll(b"")
    assert first == again
    assert [each.text for each in first.events if isinstance(each, Incoming)] == ["one", "two"]
    asking.write("alice", "three")
    later = ask.poll(first.mark)
    assert [each.text for each in later.events if isinstance(each, Incoming)] == ["three"]
    assert later.mark.isdigit()


def test_a_poll_ends_with_the_first_file_so_that_no_turn_is_too_long(asking: TelegramPeer) -> None:
    for number in range(3):
        asking.send_file("alice", b"x" * (number + 1), "image/png", f"{number}.png")
    ask, mark, sizes = poll(asking), b"", []
    for _ in range(3):
        told = ask.poll(mark)
        mark = told.mark
        sizes += [len(file.content or b"") for file in only(told.events).files]
    assert sizes == [1, 2, 3]


def test_an_update_that_nobody_understands_does_not_hold_up_the_others(
    asking: TelegramPeer, capfd: pytest.CaptureFixture[str]
) -> None:
    asking.stub.tell_raw({"message": {"text": "secret of alice"}})
    asking.write("alice", "after it")
    assert only(poll(asking).poll(b"").events).text == "after it"
    said = capfd.readouterr().err
    assert "MalformedRequest" in said
    assert "alice" not in said


def test_a_poll_waits_as_telegram_asks(asking: TelegramPeer) -> None:
    asking.stub.faults["getUpdates"] = [flood(9)]
    with pytest.raises(PassingFault) as told:
        poll(asking).poll(b"")
    assert told.value.after == 9
    asking.stub.faults["getUpdates"] = [Answered(b"<html>", 502)]
    with pytest.raises(PassingFault):
        poll(asking).poll(b"")


def test_a_webhook_that_stands_in_the_way_of_polling_is_taken_away(asking: TelegramPeer) -> None:
    asking.stub.webhook = {"url": "https://old.example/", "last_error_date": int(time.time())}
    with pytest.raises(PassingFault, match="fetched elsewhere"):
        poll(asking).poll(b"")
    sender = made(asking).sender
    assert sender is not None
    sender.pulse("nonce")
    assert asking.stub.webhook["url"] == ""
