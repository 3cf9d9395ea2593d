"""The order of a conversation, as pure state."""

import random

from hypothesis import given
from hypothesis import strategies as st

from aman.desk.cases.conversation import Piece, conversation
from aman.desk.cases.need import ANSWERED, URGENT, WAITING, by_need, on_page, reason
from aman.desk.cases.records import ConversationItem, QueueRow


def piece(item: int, n: int, text: str = "", *, session: str = "s", part: int = 1) -> Piece:
    """A message of one part, or a part of two."""
    return Piece(item, 100 + item, session, n, part, 1, text or str(n))


def reply(item: int) -> ConversationItem:
    """An answer."""
    return ConversationItem("reply", item, 100 + item, "answer")


@given(st.permutations(range(1, 9)))
def test_a_visit_stands_in_the_order_it_was_written_in(order: list[int]) -> None:
    """Whatever order a hostile front gives messages in."""
    pieces = [piece(item, n) for item, n in enumerate(order, start=1)]
    shown = conversation(pieces, [])
    assert [item.text for item in shown] == [str(n) for n in range(1, 9)]
    assert not any(item.gap_before for item in shown)


@given(st.sets(st.integers(1, 12), min_size=1))
def test_what_is_missing_is_said(there: set[int]) -> None:
    """A gap stands before each message whose predecessor has not come."""
    shown = conversation([piece(n, n) for n in sorted(there)], [])
    for item in shown:
        n = int(item.text)
        assert item.gap_before == (n > 1 and n - 1 not in there)


def test_a_late_message_stands_before_the_one_written_after_it() -> None:
    """The answer in between stays where the operator saw it."""
    pieces = [piece(1, 1), piece(2, 3), piece(4, 2), piece(5, 4)]
    shown = conversation(pieces, [reply(3)])
    assert [item.text for item in shown] == ["1", "2", "3", "answer", "4"]
    assert max(item.item for item in shown) == 5


def test_visits_do_not_mix() -> None:
    """Two phones with the same words count for themselves."""
    pieces = [piece(1, 1, "a1"), piece(2, 1, "b1", session="b"), piece(3, 2, "a2")]
    shown = conversation(pieces, [])
    assert [item.text for item in shown] == ["a1", "b1", "a2"]
    assert not any(item.gap_before for item in shown)


def test_parts_are_joined_in_order_and_a_missing_one_is_said() -> None:
    """A long text comes as several envelopes."""
    parts = [Piece(item, 100, "s", 1, part, 3, f"<{part}>") for item, part in ((1, 3), (2, 1))]
    (shown,) = conversation(parts, [])
    assert shown.text == "<1><3>"
    assert shown.missing_parts
    (shown,) = conversation([*parts, Piece(3, 100, "s", 1, 2, 3, "<2>")], [])
    assert shown.text == "<1><2><3>"
    assert not shown.missing_parts


NUMBERS = st.integers(-(10**12), 10**12)


@given(
    st.lists(
        st.builds(
            Piece,
            item=st.integers(1, 500),
            at=st.just(1),
            session=st.sampled_from("ab"),
            n=NUMBERS,
            part=NUMBERS,
            parts=NUMBERS,
            text=st.text(max_size=3),
        ),
        unique_by=lambda each: each.item,
        max_size=40,
    ),
    st.integers(0, 100),
)
def test_hostile_numbers_lose_no_message(pieces: list[Piece], seed: int) -> None:
    """Mallory's own conversation may look odd; nothing of it is lost, nothing hangs."""
    shuffled = list(pieces)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a test's chance
    shown = conversation(pieces, [])
    assert shown == conversation(shuffled, [])
    assert len(shown) == len({(each.session, each.n) for each in pieces})


def row(number: int, since: int | None, *, urgent: bool = False, last_at: int = 0) -> QueueRow:
    """A row of the queue."""
    why = reason(urgent=urgent, waiting_since=since)
    return QueueRow(
        number=number,
        lang="ar",
        waiting_since=since,
        last_at=last_at,
        unread=0,
        urgent=urgent,
        on_page_now=False,
        taken_by=None,
        reason_code=why,
        excerpt="",
    )


def test_need_comes_first() -> None:
    """Urgent, then longest unanswered, then answered ones with the newest first."""
    rows = [
        row(1, None, last_at=5),
        row(2, 20),
        row(3, 30, urgent=True),
        row(4, 10),
        row(5, None, urgent=True, last_at=9),
        row(6, 25, urgent=True),
    ]
    assert [each.number for each in by_need(rows)] == [6, 3, 4, 2, 5, 1]
    assert [each.reason_code for each in by_need(rows)] == [
        *[URGENT] * 2,
        *[WAITING] * 2,
        *[ANSWERED] * 2,
    ]


def test_on_the_page_means_heard_within_two_beats_and_a_half() -> None:
    """Beats are up to a minute apart."""
    assert on_page(1000, 1149)
    assert not on_page(1000, 1150)
