"""What courier and desk say to each other survives the way, and nothing else is taken for it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.bucket import BUCKET_BYTES
from aman.core.carriage import Delivery, MalformedCarriage, Publication
from aman.core.envelope import ENVELOPE_BYTES
from aman.core.exchange import Cursor, InviteKey
from aman.core.manifest import MANIFEST_BYTES
from aman.core.sealing import INSTRUCTION_BYTES

STORE = b"s" * 16
DELIVERY = Delivery("one", STORE, 3, (b"\1" * ENVELOPE_BYTES,), 1_000_000_005)
PUBLICATION = Publication(
    b"m" * MANIFEST_BYTES,
    1_000_000_010,
    Cursor(STORE, 2**64 - 1),
    (b"b" * BUCKET_BYTES,),
    {"form": (b"i" * INSTRUCTION_BYTES,), "telegram": ()},
    (InviteKey("AAAAAA", "BBBB"),),
)


def test_a_delivery_and_a_publication_arrive_as_they_left() -> None:
    """Every member comes through, the largest number too."""
    assert Delivery.read(DELIVERY.to_bytes()) == DELIVERY
    assert Publication.read(PUBLICATION.to_bytes()) == PUBLICATION
    news = Publication(b"m" * MANIFEST_BYTES, 0)
    assert Publication.read(news.to_bytes()) == news


@pytest.mark.parametrize(
    "member",
    [
        {"front": ""},
        {"front": "n" * 65},
        {"store_id": b"short"},
        {"first_seq": -1},
        {"envelopes": [b"\1" * (ENVELOPE_BYTES - 1)]},
        {"envelopes": [b"\1" * ENVELOPE_BYTES] * 1025},
        {"have_tick": "5"},
        {"surprise": 1},
    ],
)
def test_a_delivery_with_one_wrong_member_is_refused(member: dict[str, object]) -> None:
    """Sizes, signs, counts and names are checked while reading."""
    raw = msgspec.msgpack.encode(msgspec.structs.asdict(DELIVERY) | member)
    with pytest.raises(MalformedCarriage):
        Delivery.read(raw)


@pytest.mark.parametrize(
    "member",
    [
        {"manifest": b"m"},
        {"tick": -5},
        {"cursor": {"store_id": b"short", "seq": 1}},
        {"cursor": {"store_id": STORE, "seq": -1}},
        {"buckets": [b"b" * (BUCKET_BYTES + 1)]},
        {"instructions": {"form": [b"i"]}},
        {"invites": [{"id": "AAAAAA"}]},
        {"surprise": 1},
    ],
)
def test_a_publication_with_one_wrong_member_is_refused(member: dict[str, object]) -> None:
    """The courier never pushes to a front what the desk can't have meant."""
    raw = msgspec.msgpack.encode(msgspec.structs.asdict(PUBLICATION) | member)
    with pytest.raises(MalformedCarriage):
        Publication.read(raw)


@given(st.binary(max_size=200))
def test_noise_is_malformed_and_nothing_else(noise: bytes) -> None:
    """No other exception escapes."""
    for kind in (Delivery, Publication):
        with pytest.raises(MalformedCarriage):
            kind.read(noise)


@given(st.integers(min_value=0, max_value=len(PUBLICATION.to_bytes()) - 1))
def test_a_cut_off_publication_is_malformed(length: int) -> None:
    """A connection that broke never passes for a short message."""
    with pytest.raises(MalformedCarriage):
        Publication.read(PUBLICATION.to_bytes()[:length])


def test_neither_prints_what_it_carries() -> None:
    """A traceback shows counts only."""
    assert repr(DELIVERY) == "<Delivery of 1>"
    assert "BBBB" not in repr(PUBLICATION)


@pytest.mark.parametrize(
    "start",
    [
        b"\x81\xa6cursor" + b"\x81\xa1a" * 8000,
        b"\x81\xa7invites\x91" + b"\x81\xa1a" * 8000,
        b"\x81\xa9envelopes" + b"\x91" * 8000,
    ],
)
def test_deep_nesting_is_malformed_and_nothing_else(start: bytes) -> None:
    """The first two once ended in a RecursionError, and the courier with it."""
    for kind in (Delivery, Publication):
        with pytest.raises(MalformedCarriage):
            kind.read(start + b"\xc0")
