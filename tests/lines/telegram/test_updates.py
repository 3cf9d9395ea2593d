"""What is its own to Telegram's updates: what becomes of each kind, and of hostile ones."""

# ruff: noqa: D103 - a test is named after what it protects

from typing import Any

import pytest

from aman.lines.connector import MalformedRequest
from aman.lines.events import Incoming, IncomingFile, PulseReturned
from aman.lines.telegram.updates import Attachment, events_of
from lines.telegram.peer import TelegramPeer
from lines.telegram.stub import BotApiStub

CONTENT = b"\x89PNG"


@pytest.fixture
def peer() -> TelegramPeer:
    """People whose messages are made, and delivered to nobody."""
    return TelegramPeer("telegram", "polling", BotApiStub())


class Heard:
    """What the reader asked for on the way."""

    def __init__(self) -> None:
        self.fetched: list[Attachment] = []
        self.pressed: list[str] = []

    def read(self, update: dict[str, Any]) -> list[Any]:
        """Its events."""
        return list(events_of({"update_id": 1, **update}, self._fetch, self.pressed.append))

    def one(self, update: dict[str, Any]) -> Incoming:
        """Its only event."""
        (event,) = self.read(update)
        assert isinstance(event, Incoming)
        return event

    def _fetch(self, attachment: Attachment) -> IncomingFile:
        self.fetched.append(attachment)
        return IncomingFile(CONTENT, attachment.media, attachment.name)


def photo(file_id: str, side: int) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": file_id, "width": side, "height": side}


def test_a_message_told_twice_under_another_update_is_the_same_event(peer: TelegramPeer) -> None:
    message = peer.message("alice", text="hello")
    first, again = (
        list(events_of({"update_id": number, "message": message}, Heard()._fetch, print))
        for number in (1, 2)
    )
    assert first == again
    assert first[0].event
    assert first[0].lang_hint == "uk"


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_nothing_said_in_a_group_or_a_channel_is_a_persons_message(
    peer: TelegramPeer, kind: str
) -> None:
    message = peer.message("alice", text="to all") | {
        "chat": {"id": -100200, "type": kind, "title": "x"}
    }
    heard = Heard()
    assert heard.read({"message": message}) == []
    assert heard.read({"edited_message": {**message, "edit_date": message["date"]}}) == []
    assert heard.read({"channel_post": message}) == []
    query = {"id": "1", "from": message["from"], "chat_instance": "1", "data": "q:x"}
    assert heard.read({"callback_query": {**query, "message": message}}) == []


def test_another_bots_message_is_no_persons(peer: TelegramPeer) -> None:
    message = peer.message("alice", text="beep")
    message["from"] = {**message["from"], "is_bot": True}
    assert Heard().read({"message": message}) == []


def test_an_edit_replaces_its_message_and_keeps_its_place(peer: TelegramPeer) -> None:
    message = peer.message("alice", text="at the bridge")
    heard = Heard()
    said = heard.one({"message": message})
    edited = {**message, "text": "at the river", "edit_date": message["date"] + 5}
    change = heard.one({"edited_message": edited})
    assert (change.edits, change.order, change.text) == (said.event, said.order, "at the river")
    assert change.event != said.event
    assert heard.one({"edited_message": edited}) == change
    within_the_second = heard.one({"edited_message": {**edited, "text": "at the road"}})
    assert within_the_second.event != change.event


def test_a_pressed_button_is_set_free_and_tells_its_payload(peer: TelegramPeer) -> None:
    message = peer.message("alice", text="question")
    query = {"id": "77", "from": message["from"], "chat_instance": "1", "data": "q:alone:no"}
    heard = Heard()
    event = heard.one({"callback_query": {**query, "message": message}})
    assert (event.pressed, event.address, heard.pressed) == (
        "q:alone:no",
        peer.address("alice"),
        ["77"],
    )
    inaccessible = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
    assert heard.one({"callback_query": {**query, "message": inaccessible}}).pressed == "q:alone:no"


def test_of_a_photo_its_largest_size_is_fetched(peer: TelegramPeer) -> None:
    sizes = [photo("small", 90), photo("large", 1280), photo("middle", 320)]
    heard = Heard()
    event = heard.one({"message": peer.message("alice", photo=sizes, caption="здесь")})
    assert [each.file_id for each in heard.fetched] == ["large"]
    assert (event.text, event.files[0].media) == ("здесь", "image/jpeg")


@pytest.mark.parametrize(
    ("kind", "more", "media"),
    [
        ("voice", {"duration": 3}, "audio/ogg"),
        ("audio", {"duration": 3, "mime_type": "audio/mpeg"}, "audio/mpeg"),
        ("video", {"duration": 3, "width": 1, "height": 1, "mime_type": "video/mp4"}, "video/mp4"),
        ("video_note", {"duration": 3, "length": 9}, "video/mp4"),
        ("document", {"mime_type": "application/pdf", "file_name": "a.pdf"}, "application/pdf"),
        ("document", {}, "application/octet-stream"),
    ],
)
def test_each_kind_of_file_is_fetched_as_what_it_is(
    peer: TelegramPeer, kind: str, more: dict[str, Any], media: str
) -> None:
    file = {"file_id": "f", "file_unique_id": "f", **more}
    heard = Heard()
    event = heard.one({"message": peer.message("alice", **{kind: file})})
    assert event.files == (IncomingFile(CONTENT, media, more.get("file_name", "")),)


def test_a_sticker_is_its_emoji_and_nothing_is_fetched(peer: TelegramPeer) -> None:
    sticker = photo("s", 512) | {
        "type": "regular",
        "is_animated": False,
        "is_video": False,
        "emoji": "😢",
    }
    heard = Heard()
    event = heard.one({"message": peer.message("alice", sticker=sticker)})
    assert (event.text, event.files, heard.fetched) == ("😢", (), [])


def test_pins_venues_and_cards_become_places_and_contacts(peer: TelegramPeer) -> None:
    where = {"latitude": 47.14, "longitude": 9.52, "horizontal_accuracy": 12.5}
    place = Heard().one({"message": peer.message("alice", location=where)}).place
    assert place is not None
    assert (place.latitude, place.longitude, place.accuracy) == (47.14, 9.52, 12.5)
    venue = {"location": where, "title": "Школа", "address": "ул. 1"}
    event = Heard().one({"message": peer.message("alice", venue=venue, location=where)})
    assert event.place is not None
    assert event.place.name == "Школа, ул. 1"
    card = {"phone_number": "+380501112233", "first_name": "Олена", "last_name": "К"}
    event = Heard().one({"message": peer.message("alice", contact=card)})
    assert [(each.name, each.numbers) for each in event.contacts] == [
        ("Олена К", ("+380501112233",))
    ]


def test_a_place_that_is_none_and_a_number_beyond_all_are_refused_or_left_out(
    peer: TelegramPeer,
) -> None:
    nowhere = {"latitude": 9e99, "longitude": -4e4}
    event = Heard().one({"message": peer.message("alice", location=nowhere, text="x")})
    assert (event.place, event.text) == (None, "x")
    for number in (-5, 2**60):
        with pytest.raises(MalformedRequest):
            Heard().read({"message": {**peer.message("alice", text="x"), "message_id": number}})


def test_start_comes_as_it_was_written(peer: TelegramPeer) -> None:
    assert Heard().one({"message": peer.message("alice", text="/start")}).text == "/start"


def test_what_telegram_itself_says_is_no_message(peer: TelegramPeer) -> None:
    timer = {"message_auto_delete_time": 86400}
    update = {"message": peer.message("alice", message_auto_delete_timer_changed=timer)}
    assert Heard().read(update) == []


def test_what_this_release_does_not_know_is_announced_and_not_lost(peer: TelegramPeer) -> None:
    dice = {"emoji": "🎲", "value": 3}
    assert [
        each.fault for each in Heard().one({"message": peer.message("a", dice=dice)}).files
    ] == ["not fetched"]
    newer = peer.message("alice", text="мы здесь", photo={"shape": "of another release"})
    event = Heard().one({"message": newer})
    assert event.text == "мы здесь"
    assert [each.fault for each in event.files] == ["not fetched"]


@pytest.mark.parametrize(
    "update",
    [
        {"message": {}},
        {"message": {"message_id": "x", "date": 10**30, "chat": {"id": 1, "type": "private"}}},
        {"edited_message": []},
        {"callback_query": {"id": 5}},
        {"message": {"message_id": 1, "chat": {"id": 1}}, "update_id": None},
    ],
)
def test_an_update_that_is_none_is_malformed(update: dict[str, Any]) -> None:
    with pytest.raises(MalformedRequest):
        Heard().read(update)


def test_of_polls_only_the_question_is_read() -> None:
    assert Heard().read({"poll": {"question": "abc"}}) == [PulseReturned("abc")]
    assert Heard().read({"poll": {"question": 5}}) == []


def test_a_thousand_sizes_and_a_long_line_are_read_in_no_time(peer: TelegramPeer) -> None:
    sizes = [photo(str(side), side) for side in range(1, 1001)]
    heard = Heard()
    text = "\u202eЇ<b>" * 50_000
    event = heard.one({"message": peer.message("alice", photo=sizes, caption=text)})
    assert event.text == text
    assert [each.file_id for each in heard.fetched] == ["1000"]


def test_an_animation_is_one_file_not_two(peer: TelegramPeer) -> None:
    file = {"file_id": "g", "file_unique_id": "g", "width": 1, "height": 1, "duration": 1}
    document = {"file_id": "g", "file_unique_id": "g"}
    heard = Heard()
    heard.one({"message": peer.message("alice", animation=file, document=document)})
    assert [each.file_id for each in heard.fetched] == ["g"]
