"""A package has room for what a team needs, and for nothing that says who is fetched."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.dialogue import Reply
from aman.core.envelope import MalformedEnvelope
from aman.core.handover import (
    MOST_WAYPOINTS,
    Handover,
    Standing,
    TeamReply,
    Withdrawn,
    read_team_reply,
    write_team_reply,
)
from aman.core.sealing import split_reply

Vectors = Callable[[str], dict[str, Any]]

MINIMUM = {
    "id",
    "revision",
    "place",
    "window",
    "fallback",
    "clock",
    "people",
    "wounded",
    "means",
    "recognition",
    "show",
    "abort_sign",
    "expires",
    "guide",
}


def test_replies_of_the_vectors_are_read_and_written_back(vectors: Vectors) -> None:
    """Both languages mean the same by a package, a withdrawal and a standing."""
    replies = [read_team_reply(json.dumps(said).encode()) for said in vectors("team")["replies"]]
    for reply, said in zip(replies, vectors("team")["replies"], strict=True):
        assert read_team_reply(write_team_reply(reply)) == reply
        assert json.loads(write_team_reply(reply)) == {
            name: value for name, value in said.items() if value != ""
        }
    full, least, withdrawn, standing, guided = replies
    assert full.handover is not None
    assert full.handover.fallback is not None
    assert withdrawn.withdraw is not None
    assert withdrawn.withdraw.reason is Withdrawn.ABORTED
    assert standing.standing is Standing.CONFIRMED
    assert least.handover is not None
    assert least.handover.guide is None
    assert guided.handover is not None
    assert guided.handover.guide is not None
    assert guided.handover.guide.points[1].until == 0


def test_what_is_wrong_with_one_member_is_malformed(vectors: Vectors) -> None:
    """A desk that could send it would have the team go by it."""
    wrong = vectors("team")["wrong_replies"]
    assert len(wrong) >= 20
    for said in wrong:
        with pytest.raises(MalformedEnvelope):
            read_team_reply(json.dumps(said).encode())


def test_a_package_has_no_room_for_a_person() -> None:
    """No name, no number, no history, no number of a case: a member more is a decision."""
    fields = msgspec.structs.fields(Handover)
    assert {field.encode_name for field in fields} == MINIMUM


def test_a_caller_is_never_sent_a_package() -> None:
    """It is a type of its own: what answers callers has no such member."""
    named = {field.encode_name for field in msgspec.structs.fields(Reply)}
    assert not named & {"handover", "withdraw", "standing"}


def test_a_package_of_usual_length_takes_at_most_three_slots(vectors: Vectors) -> None:
    """A team then has it within one tick, beside the status."""
    full = read_team_reply(json.dumps(vectors("team")["replies"][0]).encode())
    assert len(split_reply(write_team_reply(full))) <= 3


def test_the_longest_guided_way_is_there_within_three_ticks(vectors: Vectors) -> None:
    """A team has four slots in a tick; one is the status's."""
    said = vectors("team")["replies"][0]
    point = {"lat": 47.12345, "lon": -139.12345, "at": 1770000005, "until": 1770000905}
    avoided = {"words": "ح" * 80, "lat": 47.12345, "lon": -139.12345}
    guide = {"points": [point | {"at": 1770000905}] * MOST_WAYPOINTS, "avoid": [avoided] * 8}
    longest = said | {"handover": said["handover"] | {"guide": guide}}
    full = read_team_reply(json.dumps(longest).encode())
    assert len(split_reply(write_team_reply(full))) <= 9


@given(st.binary(max_size=200))
def test_other_bytes_are_malformed(raw: bytes) -> None:
    """By one error."""
    with pytest.raises(MalformedEnvelope):
        read_team_reply(raw)


@pytest.mark.parametrize("which", [0, 4])
def test_a_package_does_not_print(vectors: Vectors, which: int) -> None:
    """No place and no words reach a log by a repr."""
    reply = read_team_reply(json.dumps(vectors("team")["replies"][which]).encode())
    handover = reply.handover
    assert handover is not None
    guide = handover.guide
    printed = [] if guide is None else [repr(guide), *map(repr, (*guide.points, *guide.avoid))]
    printed += [repr(each) for each in (reply, handover, handover.place, handover.window)]
    printed += [repr(each) for each in (handover.clock, handover.recognition)]
    assert not any(character.isdigit() for each in printed for character in each)
    assert all(each.startswith("<") for each in printed)


def test_a_name_of_wrong_type_is_malformed() -> None:
    """Nesting and other types end in the one error as well."""
    for raw in (b'{"at":1,"handover":[]}', b"[" * 2000, b'{"at":1,"handover":{"id":{}}}'):
        with pytest.raises(MalformedEnvelope):
            read_team_reply(raw)


def test_the_least_reply_is_a_time() -> None:
    """Everything else has a default that is not written."""
    assert write_team_reply(TeamReply(at=5)) == b'{"at":5}'
