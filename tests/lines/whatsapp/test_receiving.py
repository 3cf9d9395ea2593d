"""What is its own to WhatsApp's webhooks: signatures, batches, kinds, receipts, hostile ones."""

# ruff: noqa: D103 - a test is named after what it protects

import logging
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any

import msgspec
import pytest

from aman.core.keys import Secret
from aman.core.line_dialogue import State
from aman.lines.connector import ForgedRequest, MalformedRequest, UnknownOutcome, Webhook
from aman.lines.events import Event, Incoming, PulseReturned, Receipt
from aman.lines.exchange import Answer, RawRequest
from aman.lines.whatsapp import connect
from aman.lines.whatsapp.graph import Graph
from lines.given import given
from lines.whatsapp.peer import WhatsAppPeer, whatsapp_peer
from lines.whatsapp.stub import NUMBER_ID, TOKEN, VERIFY_TOKEN, sign

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[WhatsAppPeer]:
    """People at the stub."""
    with whatsapp_peer(tmp_path) as peer:
        yield peer
    logging.disable(logging.NOTSET)


@pytest.fixture
def hook(peer: WhatsAppPeer) -> Webhook:
    """The connector's own webhook."""
    found = connect(given("whatsapp", peer.setup())).webhook
    assert found is not None
    return found


def signed(body: bytes) -> RawRequest:
    return RawRequest("POST", "/whatsapp", {"x-hub-signature-256": sign(body)}, body)


def told(hook: Webhook, notification: object) -> list[Event]:
    events = hook.read(signed(msgspec.json.encode(notification)))
    assert not isinstance(events, Answer)
    return list(events)


def one(hook: Webhook, peer: WhatsAppPeer, *messages: dict[str, Any]) -> Incoming:
    (event,) = told(hook, peer.stub.notification(peer.value("alice", *messages)))
    assert isinstance(event, Incoming)
    return event


def status(**members: object) -> dict[str, Any]:
    return {
        "statuses": [{"id": "wamid.A", "status": "sent", "timestamp": "1", **members}],
    }


def test_a_signature_is_checked_over_every_byte_before_anything_is_read(hook: Webhook) -> None:
    body = b'{"object": "whatsapp_business_account", "entry": []}'
    assert hook.read(signed(body)) == []
    for said in (
        "",
        sign(body)[:-1],
        sign(body).upper(),
        sign(body).removeprefix("sha256="),
        sign(body, "another secret"),
        sign(body + b" "),
        "sha256=" + "é" * 64,
    ):
        with pytest.raises(ForgedRequest):
            hook.read(RawRequest("POST", "/", {"x-hub-signature-256": said}, body))
    with pytest.raises(ForgedRequest):
        hook.read(RawRequest("POST", "/", {}, b"{not json"))


def test_meta_gets_its_challenge_back_with_the_agreed_word_only(
    hook: Webhook, peer: WhatsAppPeer
) -> None:
    target = "/?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
    answer = hook.read(RawRequest("GET", target + VERIFY_TOKEN, {}, b""))
    assert isinstance(answer, Answer)
    assert (answer.status, answer.body) == (200, b"1158201444")
    for wrong in (
        target + "another",
        target,
        "/",
        f"/?hub.mode=other&hub.challenge=1&hub.verify_token={VERIFY_TOKEN}",
        f"/?hub.mode=subscribe&hub.challenge=%3Cscript%3E&hub.verify_token={VERIFY_TOKEN}",
        "/?" + "&".join(f"a{number}=1" for number in range(1000)),
    ):
        with pytest.raises(ForgedRequest):
            hook.read(RawRequest("GET", wrong, {}, b""))
    answer = hook.read(RawRequest("DELETE", "/", {}, b""))
    assert isinstance(answer, Answer)
    assert answer.status == 404
    assert peer.stub.told == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"object": 5, "entry": []}',
        b'{"object": "whatsapp_business_account", "entry": {"changes": []}}',
        b'{"entry":' + b"[" * 100_000,
        b"\xff{}",
    ],
)
def test_a_signed_call_that_follows_no_schema_is_malformed(hook: Webhook, body: bytes) -> None:
    with pytest.raises(MalformedRequest):
        hook.read(signed(body))


def test_every_entry_change_and_message_of_a_call_is_read_in_its_order(
    hook: Webhook, peer: WhatsAppPeer
) -> None:
    texts = [f"message {number}" for number in range(6)]
    messages = [peer.message("alice", "text", {"body": text}) for text in texts]
    for each in messages:
        each["timestamp"] = "1800000000"
    both = peer.stub.notification(
        peer.value("alice", *messages[:2]), peer.value("alice", *messages[2:4])
    )
    third = peer.stub.notification(peer.value("alice", *messages[4:]))
    events = told(hook, {**both, "entry": [*both["entry"], *third["entry"]]})
    assert [each.text for each in events if isinstance(each, Incoming)] == texts
    orders = [each.order for each in events if isinstance(each, Incoming)]
    assert orders == sorted(set(orders))


def test_somebody_is_named_as_meta_names_him_and_answered_by_his_number(
    hook: Webhook, peer: WhatsAppPeer
) -> None:
    message = peer.message("alice", "text", {"body": "x"})
    event = one(hook, peer, message)
    assert (event.address, event.route) == (peer.address("alice"), peer.phone("alice"))
    hidden = one(hook, peer, {**message, "from": ""})
    assert (hidden.address, hidden.route, hidden.event) == (event.address, "", event.event)
    del message["from_user_id"]
    assert one(hook, peer, message).address == peer.phone("alice")


def test_what_concerns_another_number_another_field_or_a_group_is_nobodys_message(
    hook: Webhook, peer: WhatsAppPeer
) -> None:
    message = peer.message("alice", "text", {"body": "x"})
    other = peer.stub.notification(peer.value("alice", message))
    other["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "999"
    assert told(hook, other) == []
    field = peer.stub.notification(peer.value("alice", message))
    field["entry"][0]["changes"][0]["field"] = "smb_message_echoes"
    assert told(hook, field) == []
    group = peer.value("alice", {**message, "group_id": "Y2FwaV9ncm91cDox"})
    assert told(hook, peer.stub.notification(group)) == []
    assert told(hook, peer.stub.notification(status(recipient_type="group"))) == []


@pytest.mark.parametrize("kind", ["button_reply", "list_reply"])
def test_a_button_or_a_row_tells_its_payload(hook: Webhook, peer: WhatsAppPeer, kind: str) -> None:
    reply = {"type": kind, kind: {"id": "q:alone:no", "title": "Нет"}}
    event = one(hook, peer, peer.message("alice", "interactive", reply))
    assert (event.pressed, event.text) == ("q:alone:no", "")
    foreign = {"type": kind, kind: {"id": "x" * 200, "title": "Нет"}}
    event = one(hook, peer, peer.message("alice", "interactive", foreign))
    assert (event.pressed, event.text) == (None, "Нет")


@pytest.mark.parametrize("kind", ["image", "audio", "video", "document", "sticker"])
def test_a_file_is_fetched_by_its_id_with_our_token(
    hook: Webhook, peer: WhatsAppPeer, kind: str
) -> None:
    media = {**peer.keep(b"content", "audio/ogg; codecs=opus"), "caption": "здесь", "voice": True}
    event = one(hook, peer, peer.message("alice", kind, {**media, "filename": "a.ogg"}))
    (file,) = event.files
    assert (file.content, file.media, file.name) == (b"content", "audio/ogg", "a.ogg")
    assert event.text == "здесь"
    assert all(peer.setup().secrets["access_token"] in said for said in peer.stub.fetched_with)


def test_our_token_goes_to_metas_servers_only(hook: Webhook, peer: WhatsAppPeer) -> None:
    with whatsapp_peer(Path()) as mallory:
        peer.stub.file_server = mallory.stub.server.url
        event = one(hook, peer, peer.message("alice", "image", peer.keep(b"x", "image/png")))
        assert event.files[0].fault == "not fetched"
        assert mallory.stub.fetched_with == []


def test_a_file_that_can_not_be_had_never_holds_up_the_text(
    hook: Webhook, peer: WhatsAppPeer
) -> None:
    gone = {"id": "404", "mime_type": "image/png", "caption": "у моста"}
    event = one(hook, peer, peer.message("alice", "image", gone))
    assert (event.text, event.files[0].fault) == ("у моста", "not fetched")
    peer.go_away()
    event = one(hook, peer, peer.message("alice", "image", gone))
    assert (event.text, event.files[0].fault) == ("у моста", "not fetched")


def test_files_that_come_too_slowly_do_not_keep_a_call_for_ever(peer: WhatsAppPeer) -> None:
    graph = Graph(Secret(TOKEN.encode()), NUMBER_ID, f"{peer.stub.server.url}/v24.0")
    media = peer.keep(b"x", "image/png")
    with graph.client() as client:
        assert graph.file(client, media["id"], deadline=inf) == b"x"
        with pytest.raises(UnknownOutcome, match="too slow"):
            graph.file(client, media["id"], deadline=0)


def test_pins_and_cards_become_places_and_contacts(hook: Webhook, peer: WhatsAppPeer) -> None:
    where = {"latitude": 47.14, "longitude": 9.52, "name": "Школа", "address": "ул. 1"}
    place = one(hook, peer, peer.message("alice", "location", where)).place
    assert place is not None
    assert (place.latitude, place.name) == (47.14, "Школа, ул. 1")
    cards = [
        {"name": {"formatted_name": "Олена"}, "phones": [{"phone": "+380 50"}, {"wa_id": "380"}]}
    ]
    event = one(hook, peer, peer.message("alice", "contacts", cards))
    assert [(each.name, each.numbers) for each in event.contacts] == [("Олена", ("+380 50", "380"))]


def test_no_card_is_too_large_for_an_envelope(hook: Webhook, peer: WhatsAppPeer) -> None:
    phones = [{"phone": "9" * 4000}] * 1000
    cards = [{"name": {"formatted_name": "🕊" * 2000}, "phones": phones}] * 300
    event = one(hook, peer, peer.message("alice", "contacts", cards))
    assert len(event.contacts) == 300
    assert max(len(msgspec.json.encode(each)) for each in event.contacts) < 1000
    nowhere = {"latitude": 1e300, "longitude": 0}
    event = one(hook, peer, peer.message("alice", "location", nowhere))
    assert (event.place, event.files[0].fault) == (None, "not fetched")


def test_hostile_text_is_text(hook: Webhook, peer: WhatsAppPeer) -> None:
    text = "\u202e<script>alert(1)</script> \x00 {{x}} ' OR 1=1 -- https://x.example/?a=1 🕊️\ufeff"
    assert one(hook, peer, peer.message("alice", "text", {"body": text})).text == text


def test_a_message_of_a_kind_that_is_new_is_announced_and_hides_no_other(
    hook: Webhook, peer: WhatsAppPeer
) -> None:
    new = peer.message("alice", "hologram", {"depth": 3})
    broken = {**peer.message("alice", "text", {"body": 5})}
    plain = peer.message("alice", "text", {"body": "мы здесь"})
    events = told(hook, peer.stub.notification(peer.value("alice", new, broken, plain)))
    assert [
        (each.text, [file.fault for file in each.files])
        for each in events
        if isinstance(each, Incoming)
    ] == [("", ["not fetched"]), ("", ["not fetched"]), ("мы здесь", [])]
    assert told(hook, peer.stub.notification({"messages": [peer.message("a", "system", {})]})) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": ""},
        {"id": "x" * 600},
        {"timestamp": "soon"},
        {"timestamp": "9" * 40},
        {"from": "", "from_user_id": ""},
        {"from_user_id": "x" * 400},
    ],
)
def test_a_message_without_a_name_a_time_or_a_person_is_malformed(
    hook: Webhook, peer: WhatsAppPeer, wrong: dict[str, Any]
) -> None:
    message = {**peer.message("alice", "text", {"body": "x"}), **wrong}
    with pytest.raises(MalformedRequest):
        told(hook, peer.stub.notification(peer.value("alice", message)))


@pytest.mark.parametrize(
    ("said", "state"),
    [("sent", State.ACCEPTED), ("delivered", State.DELIVERED), ("read", State.READ)],
)
def test_a_status_is_a_receipt_by_the_messages_name(
    hook: Webhook, peer: WhatsAppPeer, said: str, state: State
) -> None:
    assert told(hook, peer.stub.notification(status(status=said))) == [Receipt("wamid.A", state)]
    assert told(hook, peer.stub.notification(status(status="of another year"))) == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [(131047, "must write first"), (131026, "not reachable"), (5, "refused")],
)
def test_a_failure_says_why_in_our_own_words(
    hook: Webhook, peer: WhatsAppPeer, code: int, reason: str
) -> None:
    errors = [{"code": code, "title": "380501112233 is away", "message": "x"}]
    failed = peer.stub.notification(status(status="failed", errors=errors))
    assert told(hook, failed) == [Receipt("wamid.A", State.FAILED, reason)]


def test_a_pulse_comes_back_in_any_status_but_a_real_failure(
    hook: Webhook, peer: WhatsAppPeer
) -> None:
    def came(**members: object) -> list[Event]:
        beat = status(biz_opaque_callback_data="pulse abc", **members)
        return told(hook, peer.stub.notification(beat))

    assert came() == came(status="delivered") == [PulseReturned("abc")]
    assert came(status="failed", errors=[{"code": 131047}]) == [PulseReturned("abc")]
    assert came(status="failed", errors=[{"code": 131042}]) == []


def test_of_a_later_piece_only_its_failure_is_told_and_of_the_whole(
    hook: Webhook, peer: WhatsAppPeer
) -> None:
    of = {"biz_opaque_callback_data": "part of wamid.FIRST"}
    assert told(hook, peer.stub.notification(status(status="read", **of))) == []
    failed = status(status="failed", errors=[{"code": 131026}], **of)
    assert told(hook, peer.stub.notification(failed)) == [
        Receipt("wamid.FIRST", State.FAILED, "not reachable")
    ]
