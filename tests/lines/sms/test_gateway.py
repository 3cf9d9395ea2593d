"""The HTTP way: proofs, what each answer means, and bodies that are not what they should be."""

# ruff: noqa: D103 - a test is named after what it protects

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.keys import Secret, hmac_sha256
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
from aman.lines.exchange import Answer, RawRequest
from aman.lines.sms.callback import Callback
from aman.lines.sms.gateway import GatewaySender
from aman.lines.sms.members import filled, member
from aman.lines.sms.numbers import Numbers
from aman.lines.sms.settings import Call, SmsSettings
from lines.sms.gateway_stub import HOOK_SECRET, TOKEN, GatewayPeer, gateway_peer
from lines.sms.smsc import OUR_NUMBER

NOW = 1_800_000_000.0
CALL = Call(
    header="X-Secret",
    state_at="state",
    receipt_id_at="id",
    states={"DELIVRD": "delivered", "UNDELIV": "failed"},
    time_at="at",
)
ALICE = "+380501112233"


def callback(call: Call = CALL) -> Callback:
    secret = Secret(HOOK_SECRET.encode())
    return Callback(call, secret, Numbers("380", "0"), OUR_NUMBER, lambda: NOW)


def request(body: bytes | dict[str, Any], **headers: str) -> RawRequest:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    return RawRequest("POST", "/", {"x-secret": HOOK_SECRET, **named}, raw)


def told(body: bytes | dict[str, Any], **headers: str) -> Event | None:
    found = callback().read(request(body, **headers))
    assert not isinstance(found, Answer)
    return next(iter(found), None)


def test_a_text_is_read_and_comes_again_as_the_same() -> None:
    body = {"from": "0501112233", "text": "نحن هنا", "id": 7, "at": int(NOW) - 5}
    first, again = told(body), told(body)
    assert isinstance(first, Incoming)
    assert (first.address, first.text, first.order) == (ALICE, "نحن هنا", int(NOW - 5) * 1000)
    assert first == again
    other = told({**body, "id": 8})
    assert isinstance(other, Incoming)
    assert other.event != first.event


def test_without_an_id_two_equal_texts_are_two() -> None:
    events = [told({"from": ALICE, "text": "1"}) for _ in range(2)]
    assert len({each.event for each in events if isinstance(each, Incoming)}) == 2


def test_a_form_is_read_as_well() -> None:
    form = "application/x-www-form-urlencoded; charset=utf-8"
    found = told(b"from=%2B380501112233&text=%D9%86%D8%B9%D9%85&id=1", content_type=form)
    assert isinstance(found, Incoming)
    assert (found.address, found.text) == (ALICE, "نعم")


@pytest.mark.parametrize("proof", ["", "wrong", HOOK_SECRET.upper(), HOOK_SECRET + "x", "\xff"])
def test_a_call_without_the_secret_is_forged(proof: str) -> None:
    with pytest.raises(ForgedRequest):
        callback().read(request({"from": ALICE, "text": "x"}, x_secret=proof))


def test_an_empty_secret_proves_nothing() -> None:
    open_door = Callback(CALL, Secret(b""), Numbers(), OUR_NUMBER, lambda: NOW)
    with pytest.raises(ForgedRequest):
        open_door.read(request({"from": ALICE, "text": "x"}, x_secret=""))


def test_a_signature_is_of_the_body() -> None:
    call = Call(header="X-Signature", proof="hmac-sha256", prefix="sha256=")
    body = json.dumps({"from": ALICE, "text": "x", "id": "1"}).encode()
    made = hmac_sha256(HOOK_SECRET.encode(), body)
    for proof in (made.hex(), b64encode(made).decode()):
        assert callback(call).read(request(body, x_signature=f"sha256={proof}"))
    for wrong in (f"sha256={made.hex()[:-2]}00", made.hex(), "sha256=", f"sha256={HOOK_SECRET}"):
        with pytest.raises(ForgedRequest):
            callback(call).read(request(body, x_signature=wrong))
    with pytest.raises(ForgedRequest):
        callback(call).read(request(body + b" ", x_signature=f"sha256={made.hex()}"))


def test_receipts_are_translated_and_unknown_words_say_nothing() -> None:
    assert told({"id": "g1", "state": "DELIVRD"}) == Receipt("g1", State.DELIVERED)
    assert told({"id": "g1", "state": "UNDELIV"}) == Receipt("g1", State.FAILED)
    assert told({"id": "g1", "state": "QUEUED"}) is None


def test_a_pulse_comes_from_ourselves_only() -> None:
    assert told({"from": OUR_NUMBER, "text": "a" * 24, "id": "1"}) == PulseReturned("a" * 24)
    assert isinstance(told({"from": ALICE, "text": "a" * 24, "id": "1"}), Incoming)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"text": "x"}', b"[" * 100_000, b"\xff"])
def test_what_is_no_call_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedRequest):
        callback().read(request(body))


def test_only_post_is_taken() -> None:
    answer = callback().read(RawRequest("GET", "/?from=x", {"x-secret": HOOK_SECRET}, b""))
    assert isinstance(answer, Answer)
    assert answer.status == 405


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


@given(_JSON, _JSON, _JSON)
def test_no_shape_of_a_body_makes_it_fail(sender: object, text: object, at: object) -> None:
    raw = json.dumps({"from": sender, "text": text, "at": at, "id": "\ud800"}).encode()
    try:
        found = callback().read(request(raw))
    except MalformedRequest:
        return
    for each in found if not isinstance(found, Answer) else ():
        if isinstance(each, Incoming):
            msgspec.json.encode([each.address, each.text, each.order])
            assert 1 <= len(each.address) <= 320


def test_what_is_filled_in_is_never_filled_again() -> None:
    values = {"text": "{secret} {to}", "secret": "s", "to": "t"}
    template = {"a": ["{text}", 1], "b": "{none}"}
    assert filled(template, values) == {"a": ["{secret} {to}", 1], "b": "{none}"}
    assert member({"a": [{"b": 5}]}, "a.0.b") == "5"
    assert member({"a": []}, "a.0.b") == member([], "") == ""


@pytest.fixture
def peer(tmp_path: Path) -> Iterator[GatewayPeer]:
    with gateway_peer(tmp_path) as found:
        yield found


def sender(peer: GatewayPeer, **changed: Any) -> GatewaySender:  # noqa: ANN401 - settings
    provider = dict(peer.setup().provider)
    provider["http"]["send"] |= changed
    settings = msgspec.convert(provider, SmsSettings)
    assert settings.http is not None
    given = Given("sms", {}, lambda _: Secret(b""), lambda: NOW, {"en": "Read on the way."})
    return GatewaySender(settings, settings.http, Secret(TOKEN.encode()), given)


@pytest.mark.enable_socket
def test_a_request_is_as_described_and_its_id_comes_back(peer: GatewayPeer) -> None:
    message = Outgoing(ALICE, "{secret} نعم", notice=True)
    assert sender(peer).send(bytes(16), message) == Sent("g1")
    assert peer.asked == [
        {
            "to": ALICE,
            "from": OUR_NUMBER,
            "message": {"text": "Read on the way.\n\n{secret} نعم"},
            "key": "00" * 16,
        }
    ]


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("answer", "fault", "after"),
    [
        ((429, {"Retry-After": "7"}, {}), PassingFault, 7.0),
        ((503, {}, {}), PassingFault, None),
        ((401, {}, {}), PassingFault, 30.0),
        ((400, {}, {}), LastingFault, None),
        ((400, {}, {"error": {"code": "invalid-number"}}), LastingFault, None),
        ((200, {}, {"error": {"code": "invalid-number"}}), LastingFault, None),
        ((200, {}, {"error": {"code": "try-later"}}), PassingFault, None),
        ((500, {}, {}), UnknownOutcome, None),
        ((302, {"Location": "http://127.0.0.1:9/"}, {}), LastingFault, None),
    ],
)
def test_each_answer_of_a_gateway_means_one_thing(
    peer: GatewayPeer,
    answer: tuple[int, dict[str, str], dict[str, Any]],
    fault: type[Exception],
    after: float | None,
) -> None:
    peer.answers.append(answer)
    with pytest.raises(fault) as raised:
        sender(peer).send(bytes(16), Outgoing(ALICE, "x"))
    assert getattr(raised.value, "after", None) == after
    assert ALICE not in str(raised.value)


@pytest.mark.enable_socket
def test_nobody_listens_is_a_passing_fault(peer: GatewayPeer) -> None:
    peer.go_away()
    with pytest.raises(PassingFault, match="not reachable"):
        sender(peer).send(bytes(16), Outgoing(ALICE, "x"))
    peer.come_back()


@pytest.mark.parametrize("url", ["http://gateway.example/", "ftp://x", "https://{to}.example/", ""])
def test_a_secret_never_travels_in_the_clear(url: str) -> None:
    send = {"url": url}
    provider = {"way": "http", "number": "1234", "http": {"send": send, "call": {"header": "x"}}}
    with pytest.raises(msgspec.ValidationError, match="https"):
        msgspec.convert(provider, SmsSettings)
