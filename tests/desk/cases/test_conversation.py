"""The order of a conversation, as pure state."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from aman.core.line_dialogue import AttachedFile
from aman.desk.cases.conversation import Piece, conversation, in_one_order
from aman.desk.cases.folding import folded
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


def from_line(item: int, order: int, text: str = "", *, thread: str = "t", **members: Any) -> Piece:  # noqa: ANN401 - any member
    """A message of one address on a line; each event has a session of its own."""
    session = members.pop("session", f"event {thread} {order}")
    return Piece(
        item, 100 + item, session, 1, text=text or str(order), thread=thread, order=order, **members
    )


@given(st.permutations(range(1, 9)))
def test_what_one_address_wrote_stands_as_its_line_counts(order: list[int]) -> None:
    """Whatever order it came in; lines count by times too, so that no gap is told."""
    pieces = [from_line(item, 1000 * n) for item, n in enumerate(order, start=1)]
    shown = conversation(pieces, [])
    assert [item.text for item in shown] == [str(1000 * n) for n in range(1, 9)]
    assert not any(item.gap_before for item in shown)


def test_a_line_that_does_not_count_is_shown_as_it_came() -> None:
    """All orders alike."""
    pieces = [from_line(item, 0, str(item), session=str(item)) for item in (2, 1, 4, 3)]
    assert [item.text for item in conversation(pieces, [])] == ["1", "2", "3", "4"]


def test_two_addresses_and_a_page_do_not_push_each_other_about() -> None:
    """Each has its own order; between them counts what came first."""
    pieces = [
        from_line(1, 9, "a9", thread="a"),
        from_line(2, 1, "b1", thread="b"),
        piece(3, 1, "page"),
        from_line(4, 8, "a8", thread="a"),
    ]
    assert [item.text for item in conversation(pieces, [])] == ["a8", "a9", "b1", "page"]


def test_parts_of_one_event_are_one_message_with_its_files() -> None:
    """A long text and a photo: the file rides in the first part."""
    file = AttachedFile("id")
    parts = [
        from_line(item, 1, f"<{part}>", part=part, parts=2, files=(file,) if part == 1 else ())
        for item, part in ((1, 2), (2, 1))
    ]
    (shown,) = conversation(parts, [])
    assert (shown.text, shown.files, shown.missing_parts) == ("<1><2>", (file,), False)


def test_an_edit_names_what_it_replaces_and_one_of_an_edit_the_edit() -> None:
    """Nothing is overwritten; what never came is said to be missing."""
    pieces = [
        from_line(1, 1, "first"),
        from_line(2, 2, "second", edits="event t 1"),
        from_line(3, 3, "third", edits="event t 2"),
        from_line(4, 4, "of something else", edits="never came"),
        from_line(5, 5, "another's", thread="u", edits="event t 1"),
    ]
    shown = conversation(pieces, [])
    assert [(item.edits, item.edited) for item in shown] == [
        (None, True),
        (1, True),
        (2, False),
        (0, False),
        (0, False),
    ]


LINE_PIECES = st.lists(
    st.builds(
        Piece,
        item=st.integers(1, 500),
        at=st.just(1),
        session=st.sampled_from("abc"),
        n=st.integers(1, 2),
        part=NUMBERS,
        parts=NUMBERS,
        text=st.text(max_size=3),
        thread=st.sampled_from(["", "t", "u"]),
        order=NUMBERS,
        edits=st.sampled_from([None, "a", "b", "x"]),
    ),
    unique_by=lambda each: each.item,
    max_size=30,
)


@given(LINE_PIECES, st.integers(0, 100))
def test_hostile_lines_lose_no_message_either(pieces: list[Piece], seed: int) -> None:
    """Edits that point at each other, orders that go back: all is shown, once."""
    shuffled = list(pieces)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - a test's chance
    shown = conversation(pieces, [])
    assert shown == conversation(shuffled, [])
    assert len(shown) == len({(each.thread, each.session, each.n) for each in pieces})


@given(st.lists(st.lists(st.integers(0, 50), max_size=8), max_size=4))
def test_merged_conversations_keep_the_order_that_each_has(times: list[list[int]]) -> None:
    """By time between them, and never against a conversation's own order."""
    each = [
        [ConversationItem("message", at, moment, f"{number} {at}") for at, moment in enumerate(one)]
        for number, one in enumerate(times)
    ]
    shown = [item.text for item in in_one_order(each)]
    assert len(shown) == sum(map(len, each))
    for one in each:
        texts = [item.text for item in one]
        assert [text for text in shown if text in texts] == texts
    if all(one == sorted(one) for one in times):
        moments = [item.at for item in in_one_order(each)]
        assert moments == sorted(moments)


def test_merged_cases_are_one_row_with_the_need_of_both() -> None:
    """Urgent if one is, waiting since the first, the newest words; a ring hides no row."""
    rows = [row(1, None, last_at=5), row(2, 20, last_at=30), row(3, 10, urgent=True), row(4, 1)]
    folded_rows = {each.number: each for each in folded(rows, {2: 1, 3: 2})}
    assert set(folded_rows) == {1, 4}
    one = folded_rows[1]
    assert (one.waiting_since, one.last_at, one.urgent, one.reason_code) == (10, 30, True, URGENT)
    assert {each.number for each in folded(rows, {1: 9})} == {1, 2, 3, 4}
    assert len(folded(rows, {1: 2, 2: 1})) >= 3
