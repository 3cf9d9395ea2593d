"""Operators take turns, however many searches each of them has."""

# ruff: noqa: D103 - a test is named after what it protects

from aman.desk.ways.queue import FairQueue

ALICE, BOB = 1, 2


def taken(queue: FairQueue[str]) -> list[str]:
    found = []
    while (each := queue.take()) is not None:
        found.append(each)
    return found


def test_one_search_of_bob_does_not_wait_for_all_of_alices() -> None:
    queue: FairQueue[str] = FairQueue()
    for each in ("a1", "a2", "a3"):
        queue.put(ALICE, each)
    queue.put(BOB, "b1")
    assert queue.in_turn() == ["a1", "b1", "a2", "a3"]
    assert taken(queue) == ["a1", "b1", "a2", "a3"]


def test_who_was_served_goes_to_the_end() -> None:
    queue: FairQueue[str] = FairQueue()
    queue.put(ALICE, "a1")
    queue.put(ALICE, "a2")
    assert queue.take() == "a1"
    queue.put(BOB, "b1")
    queue.put(ALICE, "a3")
    assert queue.in_turn() == ["b1", "a2", "a3"]
    assert taken(queue) == ["b1", "a2", "a3"]


def test_who_leaves_holds_nobody_up() -> None:
    queue: FairQueue[str] = FairQueue()
    queue.put(ALICE, "a1")
    queue.put(BOB, "b1")
    queue.remove("a1")
    queue.remove("never there")
    assert taken(queue) == ["b1"]
    queue.put(BOB, "b2")
    queue.clear()
    assert taken(queue) == []
