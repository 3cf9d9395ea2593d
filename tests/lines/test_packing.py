"""What hangs on a message: all of it comes, in as many envelopes as it takes."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from aman.core.envelope import BODY_BYTES
from aman.core.line_dialogue import (
    MOST_FILES,
    AttachedFile,
    LineMessage,
    in_parts,
    read_line_body,
)
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.cards import MOST_CARDS, card, pin
from aman.lines.derivations import Derivations
from aman.lines.events import Incoming, IncomingFile
from aman.lines.front import Front
from aman.lines.packing import packed
from aman.lines.posting import Posting, Speaker
from lines.desk_behind import DeskBehind, desk_behind

NAME = "null"
LONG = ("وثيقة مكتوبة بخط اليد " * 20)[:255]


def posting_to(desk: DeskBehind, url: str) -> Posting:
    """As a child of the line has it."""
    line = desk.lines[NAME]
    hotline = Hotline(desk.hotline, time.time, NewestManifest())
    return Posting(Front(url), hotline, Speaker.of(NAME, line.key, line.seed), Derivations(1))


@pytest.mark.enable_socket
def test_ten_files_with_long_names_ten_cards_and_a_long_text_come_whole_and_once() -> None:
    text = ("نحن عشرة، عالقون في الوحل. " * 400)[:9000]
    contents = [os.urandom(500) for _ in range(10)]
    cards = [card(f"{number} {LONG}", [f"+38050{number:07}"] * 4) for number in range(10)]
    event = Incoming(
        "event",
        "null:alice",
        text,
        files=[IncomingFile(content, "image/jpeg", LONG) for content in contents],
        place=pin(47.1415, 9.5215, 5, LONG),
        contacts=cards,
    )
    with desk_behind(NAME) as (desk, url), posting_to(desk, url) as posting:
        posting.post(event)
        said = desk.messages(NAME)
        assert len(said) > 1
        posting.post(event)  # the provider calls again
        assert len(desk.messages(NAME)) == len(said)
    files = [file for each in said for file in each.files]
    assert (said[0].text, [each.text for each in said[1:]]) == (text, [""] * (len(said) - 1))
    assert said[0].place == event.place
    assert [each.place for each in said[1:]] == [None] * (len(said) - 1)
    assert {each.address for each in said} == {"null:alice"}
    assert [file.name for file in files] == [LONG] * 10
    assert [desk.file(NAME, file) for file in files] == contents
    assert [found for each in said for found in each.contacts] == cards


@pytest.mark.enable_socket
def test_cards_beyond_measure_are_announced_as_not_taken() -> None:
    cards = [card(str(number), ["1"]) for number in range(MOST_CARDS + 1)]
    with desk_behind(NAME) as (desk, url), posting_to(desk, url) as posting:
        posting.post(Incoming("event", "null:alice", "all whom I know", contacts=cards))
        said = desk.messages(NAME)
    assert [found for each in said for found in each.contacts] == cards[:MOST_CARDS]
    (announced,) = [file for each in said for file in each.files]
    assert (announced.media, announced.fault) == ("text/vcard", "too large")


@given(
    some.text(max_size=200),
    some.lists(some.text(max_size=300), max_size=6),
    some.integers(0, 30),
    some.integers(0, 30),
    some.sampled_from(["", "🕊" * 20, "\1" * 560, "\1" * 640]),
)
def test_whatever_hangs_on_a_message_fits_and_is_read(
    name: str, numbers: list[str], files: int, cards: int, route: str
) -> None:
    message = LineMessage(
        line="l" * 64,
        address="🕊" * 320,
        session="s" * 43,
        route=route,
        text=name * 60,
        files=tuple(AttachedFile(f"{at}", name=name, fault="too large") for at in range(files)),
        contacts=(card(name, numbers),) * cards,
        place=pin(1.123456789, 2.123456789, 3.0, name),
    )
    found = list(packed(message))
    for each in found:
        bodies = in_parts(each)
        assert all(len(body) <= BODY_BYTES for body in bodies)
        first = read_line_body(bodies[0])
        assert isinstance(first, LineMessage)
        assert (first.files, first.contacts) == (each.files, each.contacts)
        assert len(first.files) <= MOST_FILES
    assert tuple(file for each in found for file in each.files) == message.files
    assert tuple(each for one in found for each in one.contacts) == message.contacts
    assert [each.text for each in found] == [message.text, *[""] * (len(found) - 1)]
    assert all(each.files or each.contacts for each in found[1:])
    if len(route) < 100:
        assert (found[0].route, found[0].place) == (route, message.place)
