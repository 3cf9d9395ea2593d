"""What is Signal's own: whose message it is, what is left on the host, what a refusal means."""

# ruff: noqa: D103 - a test is named after what it protects

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from aman.core.keys import Secret
from aman.core.line_dialogue import Outgoing, State
from aman.lines.connector import (
    ForgedRequest,
    Given,
    LastingFault,
    MalformedRequest,
    PassingFault,
    Sent,
    UnknownOutcome,
)
from aman.lines.events import Event, Incoming, PulseReturned, Receipt
from aman.lines.exchange import RawRequest
from aman.lines.notices import read_notices
from aman.lines.registry import line
from aman.lines.signal import connect
from aman.lines.spool import Spool
from lines.desk_behind import DeskBehind, desk_behind
from lines.running_line import RunningLine, running_line, wait_until, write_folder
from lines.signal import documented
from lines.signal.peer import HOOK, NUMBER, PULSE_NUMBER, SignalStub, signal_stub

pytestmark = pytest.mark.enable_socket

SERVICE = "http://127.0.0.1:8080"
ALICE = "9f1b2c3d-0000-4000-8000-00000000a11c"


def given(**settings: object) -> Given:
    hook = str(settings.pop("hook", HOOK))
    whole = {"number": NUMBER, "service": SERVICE, **settings}
    return Given("signal", whole, lambda _: Secret(hook.encode()), lambda: 0.0, {"en": "notice"})


@pytest.fixture
def stub(tmp_path: Path) -> Iterator[SignalStub]:
    with signal_stub(tmp_path) as stub:
        yield stub


@pytest.fixture
def read(stub: SignalStub) -> Callable[[bytes], list[Event]]:
    """Have the line read `params` as the service posts them."""
    webhook = connect(given(service=stub.server.url)).webhook

    def read(params: bytes) -> list[Event]:
        assert webhook is not None
        body = b'{"jsonrpc":"2.0","method":"receive","params":' + params + b"}"
        told = webhook.read(RawRequest("POST", f"/{HOOK}", {}, body))
        assert isinstance(told, (list, tuple))
        return list(told)

    return read


def params(stub: SignalStub, account: str = NUMBER, **members: object) -> bytes:
    envelope = stub.envelope("alice", 1_700_000_000_000, **members)
    return msgspec.json.encode(documented.Notified(envelope, account))


def data(message: str | None = "hello", **members: object) -> documented.DataMessage:
    return documented.DataMessage(1_700_000_000_000, message, 0, **members)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"number": "4930000001"}, "number"),
        ({"number": "+49 30"}, "number"),
        ({"service": "ftp://127.0.0.1"}, "service"),
        ({"service": "http://signal.example"}, "service"),
        ({"pulse_number": NUMBER}, "pulse_number"),
        ({"pulse_number": "x"}, "pulse_number"),
        ({"hook": "short"}, "hook"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name(settings: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}: "):
        connect(given(**settings))
    assert connect(given(service="https://signal.example")).gives_once


@pytest.mark.parametrize(
    ("method", "target"),
    [("POST", "/"), ("POST", f"/{'x' * 32}"), ("POST", f"/{HOOK}/"), ("GET", f"/{HOOK}")],
)
def test_a_call_that_does_not_know_the_hook_is_forged(method: str, target: str) -> None:
    webhook = connect(given()).webhook
    assert webhook is not None
    with pytest.raises(ForgedRequest):
        webhook.read(RawRequest(method, target, {}, b"{}"))


@pytest.mark.parametrize("body", [b"", b"[]", b'{"method":"receive"}', b"[" * 5000, b"\xff"])
def test_what_is_no_notification_is_refused(body: bytes) -> None:
    webhook = connect(given()).webhook
    assert webhook is not None
    with pytest.raises(MalformedRequest):
        webhook.read(RawRequest("POST", f"/{HOOK}", {}, body))


@pytest.mark.parametrize(
    "members",
    [
        {"data_message": data(group_info={"groupId": "g", "type": "DELIVER"})},
        {"data_message": data(None, reaction={"emoji": "👍", "isRemove": False})},
        {"data_message": data(story_context={"author": "x", "sentTimestamp": 1})},
        {"data_message": data(None, is_expiration_update=True)},
        {"data_message": data(None, remote_delete={"timestamp": 1})},
        {"typing_message": {"action": "STARTED", "timestamp": 1}},
        {"call_message": {"offerMessage": {}}},
        {"story_message": {"allowsReplies": True}},
        {"sync_message": {"sentMessage": {"message": "written on our own phone"}}},
    ],
)
def test_what_is_no_message_to_us_is_nobodys(
    stub: SignalStub, read: Callable[[bytes], list[Event]], members: dict[str, object]
) -> None:
    assert read(params(stub, **members)) == []


def test_another_account_on_the_host_is_not_this_line(
    stub: SignalStub, read: Callable[[bytes], list[Event]]
) -> None:
    assert read(params(stub, PULSE_NUMBER, data_message=data())) == []
    assert len(read(params(stub, data_message=data()))) == 1


@pytest.mark.parametrize("where", ["to us", "in a group"])
def test_a_file_is_gone_from_the_host_also_when_it_was_for_a_group(
    stub: SignalStub, read: Callable[[bytes], list[Event]], where: str
) -> None:
    content = os.urandom(100)
    files = [stub.attach(content, "image/jpeg", "a.jpg") for _ in range(6)]
    group = {"groupId": "g", "type": "DELIVER"} if where == "in a group" else None
    events = read(params(stub, data_message=data("see", attachments=files, group_info=group)))
    assert stub.attachments == {}
    if where == "in a group":
        assert events == []
        return
    first, second = events
    assert isinstance(first, Incoming)
    assert isinstance(second, Incoming)
    assert [file.content for file in (*first.files, *second.files)] == [content] * 6
    assert first.event != second.event


def test_a_file_that_is_missing_or_lies_about_its_size_is_told(
    stub: SignalStub, read: Callable[[bytes], list[Event]]
) -> None:
    gone = documented.Attachment("image/jpeg", "a.jpg", "gone.bin", 10)
    odd = documented.Attachment("image/jpeg", "a.jpg", "../../etc/passwd", 10)
    large = stub.attach(bytes(6 * 1024 * 1024), "video/mp4", "b.mp4")
    large.size = 10
    (event,) = read(params(stub, data_message=data(None, attachments=[gone, odd, large])))
    assert isinstance(event, Incoming)
    assert [file.fault for file in event.files] == ["not fetched", "not fetched", "too large"]
    assert stub.attachments == {}


def test_a_long_text_comes_as_one_text(
    stub: SignalStub, read: Callable[[bytes], list[Event]]
) -> None:
    whole = "كلمة " * 1000
    file = stub.attach(whole.encode(), "text/x-signal-plain", None)
    (event,) = read(params(stub, data_message=data(whole[:2000], attachments=[file])))
    assert isinstance(event, Incoming)
    assert event.text == whole
    assert not event.files


def test_an_edit_names_the_message_that_it_replaces(
    stub: SignalStub, read: Callable[[bytes], list[Event]]
) -> None:
    (first,) = read(params(stub, data_message=data("at nine")))
    edit = documented.EditMessage(1_700_000_000_000, data("at ten"))
    envelope = stub.envelope("alice", 1_700_000_060_000, edit_message=edit)
    (second,) = read(msgspec.json.encode(documented.Notified(envelope, NUMBER)))
    assert isinstance(first, Incoming)
    assert isinstance(second, Incoming)
    assert (second.text, second.edits) == ("at ten", first.event)
    assert second.event != first.event
    assert second.order > first.order


def test_a_pin_and_a_card_are_read_and_nonsense_is_not(
    stub: SignalStub, read: Callable[[bytes], list[Event]]
) -> None:
    name = documented.ContactName(given="Мария", family="\u202eК")
    phones = [documented.ContactPhone(f"+4930000{n:04}") for n in range(50)]
    cards = [documented.SharedContact(name, phones)] * 30
    (event,) = read(params(stub, data_message=data(None, contacts=cards)))
    assert isinstance(event, Incoming)
    assert len(event.contacts) == 30
    assert event.contacts[0].name == "Мария К"
    link = "here: https://maps.google.com/maps?q=-33.5%2C151.25 hurry"
    (event,) = read(params(stub, data_message=data(link)))
    assert isinstance(event, Incoming)
    assert event.text == link
    assert event.place is not None
    assert (event.place.latitude, event.place.longitude) == (-33.5, 151.25)
    (event,) = read(params(stub, data_message=data("https://maps.google.com/maps?q=95,500")))
    assert isinstance(event, Incoming)
    assert event.place is None


def test_what_cannot_be_read_is_told_so_that_he_is_asked_again(
    stub: SignalStub, read: Callable[[bytes], list[Event]]
) -> None:
    untrusted = b'{"account":"%s","exception":{"type":"%s","message":"m"},"envelope":%s}'
    bare = msgspec.json.encode(stub.envelope("alice", 5))
    for type_ in (b"UntrustedIdentityException", b"ProtocolInvalidMessageException"):
        (event,) = read(untrusted % (NUMBER.encode(), type_, bare))
        assert isinstance(event, Incoming)
        assert (event.address, event.text) == (stub.address("alice"), "")
        assert [file.fault for file in event.files] == ["not readable"]
    repeated = untrusted % (NUMBER.encode(), b"ProtocolDuplicateMessageException", bare)
    assert read(repeated) == []
    newer = b'{"account":"%s","envelope":{"timestamp":5,"sourceUuid":"%s","dataMessage":7}}'
    (event,) = read(newer % (NUMBER.encode(), ALICE.encode()))
    assert isinstance(event, Incoming)
    assert [file.fault for file in event.files] == ["not readable"]


def test_receipts_name_what_was_sent_to_that_person(
    stub: SignalStub, read: Callable[[bytes], list[Event]]
) -> None:
    sender = connect(given(service=stub.server.url)).sender
    assert sender is not None
    sent = sender.send(bytes(16), Outgoing(stub.address("alice"), "come"))
    (_, at), *_ = stub.sent
    for is_read, state in ((False, State.DELIVERED), (True, State.READ)):
        receipt = documented.ReceiptMessage(1, [at], is_delivery=not is_read, is_read=is_read)
        assert read(params(stub, receipt_message=receipt)) == [Receipt(sent.provider_id, state)]
    viewed = documented.ReceiptMessage(1, [at], is_viewed=True)
    assert read(params(stub, receipt_message=viewed)) == []


REFUSALS = [
    (400, "Failed to send message due to untrusted identities", "safety number changed", None),
    (400, "The user +4930000009 is not registered.", "no such address", None),
    (429, "Rate limited", "rate limit", 60),
    (400, 'CAPTCHA proof required, or wait "86400" seconds', "captcha needed", 86_400),
    (404, "", "not a Signal service", None),
    (400, "Failed to send message", None, None),
    (500, "", None, None),
]
KINDS: dict[str | None, type[Exception]] = {
    "safety number changed": LastingFault,
    "no such address": LastingFault,
    "rate limit": PassingFault,
    "captcha needed": PassingFault,
    "not a Signal service": PassingFault,
    None: UnknownOutcome,
}


@pytest.mark.parametrize(("status", "error", "reason", "after"), REFUSALS)
def test_a_refusal_means_what_signal_says(
    stub: SignalStub, status: int, error: str, reason: str | None, after: float | None
) -> None:
    sender = connect(given(service=stub.server.url)).sender
    assert sender is not None
    stub.refuse_next(status, error=error)
    with pytest.raises(KINDS[reason]) as raised:
        sender.send(bytes(16), Outgoing(ALICE, "come"))
    assert getattr(raised.value, "reason", None) == reason
    assert getattr(raised.value, "after", None) == after
    assert "+49" not in str(raised.value)
    assert sender.send(bytes(16), Outgoing(ALICE, "come")) == Sent(
        f"{stub.sent[-1][1]} {ALICE}", State.ACCEPTED
    )


def test_a_challenge_is_told_as_one(stub: SignalStub) -> None:
    sender = connect(given(service=stub.server.url)).sender
    assert sender is not None
    stub.refuse_next(429, error="Rate limited", challenge_tokens=["t"], account=NUMBER)
    with pytest.raises(PassingFault) as raised:
        sender.send(bytes(16), Outgoing(ALICE, "come"))
    assert (raised.value.reason, raised.value.after) == ("captcha needed", 600)


@pytest.mark.parametrize("to", ["group.abc=", "u:name.01", "", "+49 30", "someone"])
def test_only_a_person_is_written_to(to: str) -> None:
    """A recipient that begins with `group.` would reach everybody in it."""
    sender = connect(given(service="http://127.0.0.1:1")).sender
    assert sender is not None
    with pytest.raises(LastingFault):
        sender.send(bytes(16), msgspec.structs.replace(Outgoing("x", "come"), to=to))


def test_a_text_leaves_as_it_is_and_nothing_with_it(stub: SignalStub) -> None:
    sender = connect(given(service=stub.server.url)).sender
    assert sender is not None
    text = "**not bold** https://example.org/ \u202egnp.exe"
    sender.send(bytes(16), Outgoing(ALICE, text))
    (message, _), *_ = stub.sent
    assert (message.message, message.text_mode, message.link_preview) == (text, "normal", None)
    assert message.recipients == [ALICE]
    assert not message.base64_attachments


def test_the_heart_beat_goes_from_the_second_number_to_ours(
    stub: SignalStub, read: Callable[[bytes], list[Event]]
) -> None:
    service = stub.server.url
    sender = connect(given(service=service, pulse_number=PULSE_NUMBER)).sender
    assert sender is not None
    nonce = "abcdefgh" * 3
    assert not sender.pulse(nonce)
    (message, _), *_ = stub.sent
    assert (message.number, message.recipients) == (PULSE_NUMBER, [NUMBER])
    assert read(params(stub, data_message=data(message.message))) == [PulseReturned(nonce)]
    alone = connect(given(service=service)).sender
    assert alone is not None
    assert alone.pulse(nonce)
    assert len(stub.sent) == 1
    stub.go_away()
    with pytest.raises(PassingFault):
        alone.pulse(nonce)
    with pytest.raises(PassingFault):
        sender.pulse(nonce)


def test_the_notice_keeps_to_twelve_words_a_sentence() -> None:
    for said in read_notices(line("signal")).values():
        assert all(len(sentence.split()) <= 12 for sentence in said.split("."))
        assert "!" not in said


@contextmanager
def at_work(folder: Path, stub: SignalStub) -> Iterator[tuple[DeskBehind, RunningLine]]:
    """The line as a process, with a desk behind."""
    with desk_behind("signal") as (desk, url):
        setup = stub.setup()
        write_folder(
            folder / "signal", desk, url, "signal", setup.provider, setup.secrets, setup.settings
        )
        with running_line(folder / "signal", "signal") as running:
            stub.connected(running.port)
            yield desk, running


def test_while_the_front_is_away_what_was_given_once_waits_sealed(
    tmp_path: Path, stub: SignalStub
) -> None:
    """The service never calls again: a 503 would be a lost message."""
    with at_work(tmp_path, stub) as (desk, running):
        stub.write("alice", "before")
        wait_until(lambda: len(desk.messages("signal")) == 1, "the first")
        desk.away = True
        stub.send_file("alice", b"picture" * 5000, "image/png", "a.png")
        stub.write("alice", "канарейка")
        waiting = tmp_path / "signal" / "waiting"
        wait_until(lambda: waiting.is_dir() and len(list(waiting.glob("[!.]*"))) >= 2, "both kept")
        assert not any("канарейка".encode() in path.read_bytes() for path in waiting.iterdir())
        assert 503 not in stub.answers
        desk.away = False
        said = wait_until(
            lambda: found if len(found := desk.messages("signal")) == 3 else None, "all of it"
        )
        file, text = sorted(said[1:], key=lambda each: each.text)  # each in a child of its own
        assert text.text == "канарейка"
        assert desk.file("signal", file.files[0]) == b"picture" * 5000
        wait_until(lambda: not list(waiting.glob("*")), "nothing left")
        assert running.errors == [] or all("канарейка" not in line for line in running.errors)


def test_before_the_first_manifest_the_call_stands_and_nothing_is_lost(
    tmp_path: Path, stub: SignalStub
) -> None:
    with desk_behind("signal") as (desk, url):
        desk.away = True
        setup = stub.setup()
        write_folder(
            tmp_path / "signal", desk, url, "signal", setup.provider, setup.secrets, setup.settings
        )
        with running_line(tmp_path / "signal", "signal") as running:
            stub.connected(running.port)
            stub.write("alice", "first of all")
            wait_until(lambda: any(path == "/k" for _, path, _, _ in desk.requests), "it asked")
            desk.away = False
            said = wait_until(lambda: desk.messages("signal") or None, "it")
            assert [each.text for each in said] == ["first of all"]


def test_what_signal_cli_delivers_again_after_a_fall_is_one_message(
    tmp_path: Path, stub: SignalStub
) -> None:
    with at_work(tmp_path, stub) as (desk, _):
        for number in range(3):
            stub.write("alice", f"message {number}")
        wait_until(lambda: len(desk.messages("signal")) == 3, "three")
        stub.redeliver()
        wait_until(lambda: desk.repeated >= 3, "them again")
        assert len(desk.messages("signal")) == 3


def test_a_receipt_reaches_the_desk(tmp_path: Path, stub: SignalStub) -> None:
    with at_work(tmp_path, stub) as (desk, _):
        stub.write("alice", "hello")
        wait_until(lambda: desk.messages("signal") or None, "it")
        instruction = desk.send("signal", Outgoing(stub.address("alice"), "come"))
        report = wait_until(lambda: desk.report("signal", instruction), "a report")
        at = int(report.provider_id.split()[0])
        receipt = documented.ReceiptMessage(1, [at], is_delivery=True)
        stub.notify(stub.envelope("alice", stub.now(), receipt_message=receipt))
        (told,) = wait_until(lambda: desk.lines["signal"].receipts or None, "the receipt")
        assert (told.provider_id, told.state) == (report.provider_id, State.DELIVERED)


def test_what_waits_is_posted_in_order_and_goes_only_when_taken(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    first, second = [bytes([n]) * 8192 for n in (1, 2)], [bytes([3]) * 8192]
    spool.keep(first)
    spool.keep(second)
    posted: list[bytes] = []

    def away(envelope: bytes) -> None:
        if len(posted) == 1:
            raise ConnectionError
        posted.append(envelope)

    with pytest.raises(ConnectionError):
        spool.carry(away)
    posted.clear()
    spool.carry(posted.append)
    assert posted == [*first, *second]
    posted.clear()
    spool.carry(posted.append)
    assert posted == []
