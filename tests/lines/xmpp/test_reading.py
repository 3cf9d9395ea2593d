"""What a stanza is read as: total, and the same at every delivery."""

# ruff: noqa: D103 - a test is named after what it protects

from itertools import count
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slixmpp import JID

from aman.core.line_dialogue import State
from aman.lines.events import Incoming, PulseReturned, Receipt
from aman.lines.xmpp.reading import NOTHING, Heard, name_of, read_message

OURS = JID("hotline@chat.test")


def heard(inner: str, now: float = 90.0, **attributes: str) -> Heard:
    members = {"from": "alice@home.test/phone", "type": "chat", "id": "m1", **attributes}
    xml = ET.Element("{jabber:client}message", members)
    xml.extend(ET.fromstring(f"<x xmlns='jabber:client'>{inner}</x>"))  # noqa: S314 - our own
    return read_message(xml, OURS, count(1).__next__, now)


def event_of(inner: str, now: float = 90.0, **attributes: str) -> str:
    event = heard(inner, now, **attributes).event
    assert isinstance(event, Incoming)
    return event.event


NAMED = "<body>{}</body><origin-id xmlns='urn:xmpp:sid:0' id='n1'/>"


def test_a_named_message_is_the_same_from_wherever_it_comes_again() -> None:
    first = event_of(NAMED.format("a"))
    assert event_of(NAMED.format("a"), 9999, **{"from": "alice@home.test/tablet"}) == first
    assert event_of(NAMED.format("a"), **{"from": "mallory@home.test"}) != first


def test_an_id_that_is_counted_anew_hides_no_message() -> None:
    first = event_of("<body>a</body>")
    assert event_of("<body>a</body>", 9999) == first
    assert event_of("<body>b</body>") != first


def test_without_any_id_a_minute_makes_a_message() -> None:
    first = event_of("<body>a</body>", 61, id="")
    assert event_of("<body>a</body>", 119, id="") == first
    assert event_of("<body>a</body>", 121, id="") != first


@pytest.mark.parametrize(
    ("attributes", "inner"),
    [
        ({"type": "groupchat"}, "<body>a</body>"),
        ({"type": "headline"}, "<body>a</body>"),
        ({"from": "home.test"}, "<body>message of the day</body>"),
        ({"from": "@@"}, "<body>a</body>"),
        ({"from": f"{'a' * 400}@home.test"}, "<body>a</body>"),
        ({"from": "hotline@chat.test/x"}, "<body>a</body>"),
        ({}, "<composing xmlns='http://jabber.org/protocol/chatstates'/>"),
        ({}, "<received xmlns='urn:xmpp:receipts'/>"),
        ({"type": "error"}, "<body>a</body>"),
    ],
)
def test_what_is_no_persons_message_says_nothing(attributes: dict[str, str], inner: str) -> None:
    assert heard(inner, **attributes) == NOTHING


def test_our_own_headline_is_the_heart_beat() -> None:
    said = heard("<body>abc</body>", **{"from": "hotline@chat.test/line", "type": "headline"})
    assert said.event == PulseReturned("abc")


@pytest.mark.parametrize(
    ("condition", "kind", "reason", "passing"),
    [
        ("item-not-found", "cancel", "no such address", False),
        ("service-unavailable", "cancel", "not reachable", False),
        ("resource-constraint", "wait", "refused", True),
        ("something-else", "cancel", "refused", False),
    ],
)
def test_an_error_says_in_our_words_what_became_of_it(
    condition: str,
    kind: str,
    reason: str,
    *,
    passing: bool,
) -> None:
    inner = (
        f"<error type='{kind}'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
        "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>alice@home.test is gone</text></error>"
    )
    said = heard(inner, type="error")
    assert said.bounced is not None
    assert said.bounced[0] == "m1"
    assert (said.bounced[1].reason, said.bounced[1].passing) == (reason, passing)


def test_marks_are_receipts() -> None:
    said = heard("<displayed xmlns='urn:xmpp:chat-markers:0' id='abc'/>")
    assert said.event == Receipt("abc", State.READ)


@given(st.text(), st.text(max_size=20), st.sampled_from(["chat", "normal", "error", "x", ""]))
def test_whatever_is_in_a_stanza_it_is_read(text: str, other: str, kind: str) -> None:
    xml = ET.Element("{jabber:client}message", {"from": "a@b.test", "type": kind, "id": other})
    for tag in ("body", "subject", "error"):
        ET.SubElement(xml, f"{{jabber:client}}{tag}", {"type": other}).text = text
    link = ET.SubElement(xml, "{jabber:x:oob}x")
    ET.SubElement(link, "{jabber:x:oob}url").text = other
    geoloc = ET.SubElement(xml, "{http://jabber.org/protocol/geoloc}geoloc")
    for tag in ("lat", "lon", "accuracy"):
        ET.SubElement(geoloc, f"{{http://jabber.org/protocol/geoloc}}{tag}").text = text
    said = read_message(xml, OURS, lambda: 1, 0.0)
    assert isinstance(said, Heard)
    assert len(name_of(other)) <= 80
