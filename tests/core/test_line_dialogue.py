"""Bodies between a line and the desk: whole, of one id an event, and of the size that travels."""

# ruff: noqa: D103 - a test is named after what it protects

import os

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.envelope import BODY_BYTES, MalformedEnvelope
from aman.core.keys import Secret
from aman.core.line_dialogue import (
    LineMessage,
    LinePulse,
    LineReceipt,
    LineReport,
    Outgoing,
    Place,
    State,
    event_id,
    in_parts,
    read_line_body,
    read_outgoing,
    session_of,
    write_line_body,
)

KEY = Secret(bytes(range(32)))
WRITTEN = LineMessage("sms", "+10", "s", text="سلام", place=Place(47.1, 9.5))


@pytest.mark.parametrize(
    "body",
    [
        WRITTEN,
        LineReport("sms", "AAAA", State.FAILED, "no such address", lasting=True),
        LineReceipt("sms", "x-1", State.DELIVERED),
        LinePulse("sms", 1_700_000_000, 340),
    ],
)
def test_each_body_reads_back_and_prints_nothing(body: LineMessage) -> None:
    assert read_line_body(write_line_body(body)) == body
    assert "+10" not in repr(body)
    assert "سلام" not in repr(body)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b'{"say":"else","line":"sms"}',
        b'{"say":"message","line":"sms","address":"","session":"s"}',
        b'{"say":"message","line":"sms","address":"x","session":"s","part":2}',
        b'{"say":"message","line":"sms","address":"x","session":"s","place":{"latitude":91,"longitude":0}}',
        b'{"say":"report","line":"sms","instruction":"x","state":"resent"}',
        b'{"say":"message","line":"sms","address":"' + b"x" * 321 + b'","session":"s"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_body_is_malformed_and_nothing_else(raw: bytes) -> None:
    with pytest.raises(MalformedEnvelope):
        read_line_body(raw)


def test_members_that_nobody_knows_yet_are_passed_over() -> None:
    raw = msgspec.json.encode({**msgspec.to_builtins(WRITTEN), "colour": "blue"})
    assert read_line_body(raw) == WRITTEN


def test_an_instruction_that_says_nothing_is_malformed() -> None:
    assert read_outgoing(write_line_body(Outgoing("+10", "x"))) == Outgoing("+10", "x")
    with pytest.raises(MalformedEnvelope):
        read_outgoing(b'{"text":"to nobody"}')


@given(st.text(max_size=9000), st.text(alphabet="آبج", max_size=4000))
def test_a_text_of_any_length_joins_again_from_bodies_that_fit(latin: str, arabic: str) -> None:
    text = latin + arabic
    bodies = in_parts(msgspec.structs.replace(WRITTEN, text=text))
    parts = [read_line_body(body) for body in bodies]
    assert all(len(body) <= BODY_BYTES for body in bodies)
    assert all(isinstance(part, LineMessage) for part in parts)
    messages = [part for part in parts if isinstance(part, LineMessage)]
    assert "".join(part.text for part in messages) == text
    assert [(part.part, part.parts) for part in messages] == [
        (number, len(bodies)) for number in range(1, len(bodies) + 1)
    ]
    assert messages[0].place == WRITTEN.place
    assert {(part.address, part.session) for part in messages} == {("+10", "s")}


def test_the_token_rides_in_every_part_for_they_come_in_any_order() -> None:
    written = msgspec.structs.replace(WRITTEN, text="x" * 12_000, token="A" * 43)
    parts = [read_line_body(body) for body in in_parts(written)]
    assert len(parts) == 3
    assert all(isinstance(part, LineMessage) and part.token == "A" * 43 for part in parts)


def test_what_rides_with_the_text_must_fit_the_first_envelope() -> None:
    answers: dict[str, str | int | bool | tuple[str, ...]] = {"x": "y" * BODY_BYTES}
    with pytest.raises(ValueError, match="too long"):
        in_parts(msgspec.structs.replace(WRITTEN, answers=answers))


def test_an_event_has_one_id_and_no_two_events_share_one() -> None:
    first = event_id(KEY, "sms", "41", "message")
    assert first == event_id(KEY, "sms", "41", "message")
    others = {
        event_id(KEY, "sms", "42", "message"),
        event_id(KEY, "signal", "41", "message"),
        event_id(KEY, "sms", "41", "file 0"),
        event_id(Secret(os.urandom(32)), "sms", "41", "message"),
        event_id(KEY, "s", "ms41", "message"),
    }
    assert first not in others
    assert len(others) == 5
    assert session_of(KEY, "sms", "41") != session_of(KEY, "sms", "42")
