"""What a front keeps, how long, and what is left of it afterwards."""

import os
import random
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from aman.core.exchange import Cursor
from aman.core.ports import unheard
from aman.core.stamp import Lane
from aman.front.store import ROW_BYTES, Store, StoreEnvelope, StoreFailed
from driver import sealed


def wish(
    envelope: bytes | None = None, lane: Lane = Lane.PLAIN, network: int = 1, day: int = 1
) -> StoreEnvelope:
    """An envelope to be stored."""
    raw = sealed.envelope() if envelope is None else envelope
    return StoreEnvelope(raw, sha256(raw).digest(), lane, network, day)


def open_store(path: Path, envelopes: int = 100) -> Store:
    """A store with room for so many."""
    return Store(path, quota_bytes=envelopes * ROW_BYTES, announce=unheard, random_bytes=os.urandom)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with room for 100."""
    store = open_store(tmp_path / "front.sqlite3")
    yield store
    store.close()


def test_a_repetition_is_stored_once_before_and_after_the_hand_over(store: Store) -> None:
    """Both times it counts as stored; the courier gets it once."""
    envelope = sealed.envelope()
    assert store.store([wish(envelope), wish(envelope)]) == [True, True]
    pull = store.hand_over(None)
    assert pull.envelopes == (envelope,)
    store.hand_over(Cursor(store.store_id, 1))
    assert store.store([wish(envelope)]) == [True]
    assert store.hand_over(Cursor(store.store_id, 1)).envelopes == ()


def test_digests_are_forgotten_after_two_days_and_bounded_in_number(tmp_path: Path) -> None:
    """What a front remembers of the past ends."""
    store = open_store(tmp_path / "front.sqlite3", envelopes=10)
    old = sealed.envelope()
    store.store([wish(old, day=5)])
    store.hand_over(Cursor(store.store_id, store.hand_over(None).first_seq))
    assert store.store([wish(old, day=6)]) == [True]
    assert store.hand_over(None).envelopes == ()
    assert store.store([wish(old, day=7)]) == [True]
    assert store.hand_over(None).envelopes == (old,)
    last = 2
    for number in range(100):
        store.hand_over(Cursor(store.store_id, last))
        store.store([wish(network=number)])
        last = store.hand_over(None).first_seq
    store.close()
    with sqlite3.connect(tmp_path / "front.sqlite3") as seized:
        assert seized.execute("SELECT count(*) FROM seen").fetchone()[0] <= 41
    seized.close()


def test_nothing_of_an_overwritten_envelope_is_left_in_any_file(tmp_path: Path) -> None:
    """Not in the database, not in its log: searched in pieces of 32 bytes, in mixed order."""
    chance = random.Random(7)  # noqa: S311 - order, not secrets
    store = open_store(tmp_path / "front.sqlite3", envelopes=600)
    gone: list[bytes] = []
    waiting: list[bytes] = []
    for _ in range(12):
        batch = [wish(network=chance.randrange(4)) for _ in range(chance.randrange(1, 40))]
        assert all(store.store(batch))
        waiting += [each.sealed for each in batch]
        pull = store.hand_over(None)
        number = chance.randrange(len(pull.envelopes))
        store.hand_over(Cursor(pull.store_id, pull.first_seq + number))
        gone += pull.envelopes[: number + 1]
        waiting = [each for each in waiting if each not in set(gone)]
    on_disk = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert all(each[-2048:] in on_disk for each in waiting)
    pieces = {on_disk[at : at + 8] for at in range(len(on_disk))}
    lingering = {
        at
        for each in gone
        for at in range(0, 8192, 32)
        if each[at : at + 8] in pieces and each[at : at + 32] in on_disk
    }
    assert lingering == set()
    store.close()


def test_numbers_are_given_without_gaps_and_go_on_after_a_restart(tmp_path: Path) -> None:
    """The cursor of the desk stays true."""
    path = tmp_path / "front.sqlite3"
    store = open_store(path)
    store.store([wish() for _ in range(3)])
    first = store.hand_over(None)
    store.close()
    store = open_store(path)
    store.store([wish()])
    again = store.hand_over(Cursor(first.store_id, 2))
    assert again.store_id == first.store_id
    assert again.first_seq == 3
    assert again.envelopes[0] == first.envelopes[2]
    assert len(again.envelopes) == 2
    assert store.hand_over(Cursor(first.store_id, 4)).first_seq == 5
    store.close()


def test_the_cursor_of_another_store_overwrites_nothing(store: Store) -> None:
    """A front that replaced another keeps what it took in."""
    store.store([wish()])
    store.hand_over(None)
    assert len(store.hand_over(Cursor(b"?" * 16, 99)).envelopes) == 1


def test_an_old_copy_put_back_takes_another_name(tmp_path: Path) -> None:
    """The desk has numbers that it never gave; under its old name its envelopes would be lost."""
    path = tmp_path / "front.sqlite3"
    store = open_store(path)
    store.store([wish()])
    store.hand_over(None)
    waiting = sealed.envelope()
    store.store([wish(waiting)])
    pull = store.hand_over(Cursor(store.store_id, 7))
    assert pull.store_id == store.store_id
    assert pull.first_seq == 1
    assert waiting in pull.envelopes
    store.close()
    reopened = open_store(path)
    assert reopened.hand_over(None) == pull
    reopened.close()


def test_at_most_1024_are_given_at_once(tmp_path: Path) -> None:
    """The rest goes when those are taken."""
    store = open_store(tmp_path / "front.sqlite3", envelopes=4000)
    store.store([wish(network=number % 50) for number in range(1030)])
    pull = store.hand_over(None)
    assert len(pull.envelopes) == 1024
    assert len(store.hand_over(Cursor(pull.store_id, 1020)).envelopes) == 10
    store.close()


def test_a_fifth_of_the_room_is_for_the_invited(tmp_path: Path) -> None:
    """A flood from everywhere fills four fifths; the invited still get in, up to the whole."""
    store = open_store(tmp_path / "front.sqlite3", envelopes=50)
    flood = store.store([wish(network=number) for number in range(100)])
    assert sum(flood) == 40
    invited = store.store([wish(lane=Lane.INVITED) for _ in range(20)])
    assert sum(invited) == 10
    assert store.store([wish(network=4000)]) == [False]
    store.close()


def test_overwriting_makes_room(tmp_path: Path) -> None:
    """Full is not for ever, nor after a restart."""
    path = tmp_path / "front.sqlite3"
    store = open_store(path, envelopes=10)
    assert sum(store.store([wish(network=number) for number in range(20)])) == 8
    store.close()
    store = open_store(path, envelopes=10)
    assert store.store([wish()]) == [False]
    pull = store.hand_over(None)
    store.hand_over(Cursor(pull.store_id, 5))
    assert sum(store.store([wish(network=number) for number in range(20)])) == 5
    store.close()


def test_a_batch_that_failed_leaves_no_trace(tmp_path: Path) -> None:
    """Neither on disk nor in the counts: the same wishes succeed when there is room again."""
    path = tmp_path / "front.sqlite3"
    store = open_store(path)
    store._sql.execute("PRAGMA max_page_count = 12")
    wishes = [wish(network=number % 3) for number in range(30)]
    with pytest.raises(StoreFailed):
        store.store(wishes)
    assert store._waiting.held == 0
    store._sql.execute("PRAGMA max_page_count = 1000000")
    assert all(store.store(wishes))
    assert len(store.hand_over(None).envelopes) == 30
    store.close()


def test_two_fronts_share_no_name(tmp_path: Path) -> None:
    """The store id is random per database."""
    one, two = open_store(tmp_path / "1"), open_store(tmp_path / "2")
    assert one.store_id != two.store_id
    one.close()
    two.close()


def test_the_measured_size_of_a_row_holds(tmp_path: Path) -> None:
    """The quota in bytes is kept: 500 envelopes, their numbers and digests."""
    store = open_store(tmp_path / "front.sqlite3", envelopes=1000)
    store.store([wish(network=number) for number in range(500)])
    store.hand_over(None)
    store.close()
    assert (tmp_path / "front.sqlite3").stat().st_size <= 500 * ROW_BYTES
