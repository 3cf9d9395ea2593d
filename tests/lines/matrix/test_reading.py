"""What an event is read as: total, and each bound to its sender."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw, json

from aman.lines.matrix.reading import read_pulse, read_receipts, read_said
from aman.lines.matrix.schema import Event, read_event

OURS = "@hotline:matrix.test"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def event(content: object, sender: str = "@a:x", kind: str = "m.room.message") -> Event:
    return Event(kind, sender, "$1", 5, None, Raw(json.encode(content)))


def test_nobody_edits_what_somebody_else_said() -> None:
    edit = {
        "msgtype": "m.text",
        "body": "* b",
        "m.new_content": {"msgtype": "m.text", "body": "b"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$1"},
    }
    first = read_said(event({"msgtype": "m.text", "body": "a"}), "!r", OURS)
    own, foreign = (read_said(event(edit, each), "!r", OURS) for each in ("@a:x", "@b:x"))
    assert first is not None
    assert own is not None
    assert foreign is not None
    assert own.event.edits == first.event.event
    assert foreign.event.edits != first.event.event


@pytest.mark.parametrize(
    "content",
    [
        {"msgtype": "m.text", "body": 7},
        {"msgtype": "m.text"},
        {"msgtype": ["m.text"], "body": "x"},
        {"msgtype": "m.notice", "body": "I am a machine"},
        {},
        [],
        None,
    ],
)
def test_what_is_no_message_says_nothing(content: object) -> None:
    assert read_said(event(content), "!r", OURS) is None


def test_what_we_say_ourselves_is_not_heard() -> None:
    assert read_said(event({"msgtype": "m.text", "body": "a"}, OURS), "!r", OURS) is None
    assert read_pulse(event({"nonce": "x"}, "@a:x", "org.aman.pulse"), OURS) is None


@given(JSON, st.sampled_from(["m.room.message", "m.room.encrypted", "m.receipt", "org.aman.pulse"]))
def test_whatever_an_event_holds_it_is_read(content: object, kind: str) -> None:
    each = event(content, "@a:x", kind)
    read_said(each, "!r", OURS)
    read_pulse(event(content, OURS, kind), OURS)
    list(read_receipts(each, OURS))


@given(st.binary(max_size=60))
def test_whatever_comes_instead_of_an_event(raw: bytes) -> None:
    read_event(raw)
