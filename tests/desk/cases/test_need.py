"""The order of the queue: who should have written stands above all, and stays in one row."""

# ruff: noqa: D103 - a test is named after what it protects

from dataclasses import replace

from aman.desk.cases.folding import folded
from aman.desk.cases.need import OVERDUE, by_need, reason
from aman.desk.cases.records import QueueRow

ROW = QueueRow(
    number=1,
    lang="ar",
    waiting_since=None,
    last_at=100,
    unread=0,
    urgent=False,
    on_page_now=False,
    taken_by=None,
    reason_code="answered",
    excerpt="",
)


def numbers(*rows: QueueRow) -> list[int]:
    return [row.number for row in by_need(rows)]


def test_overdue_above_urgent_above_waiting_above_answered() -> None:
    answered = replace(ROW, number=1)
    waiting = replace(ROW, number=2, waiting_since=10)
    urgent = replace(ROW, number=3, waiting_since=50, urgent=True)
    overdue = replace(ROW, number=4, overdue_since=90)
    assert numbers(answered, waiting, urgent, overdue) == [4, 3, 2, 1]


def test_of_the_overdue_the_longest_first() -> None:
    late = replace(ROW, number=1, overdue_since=90)
    later = replace(ROW, number=2, overdue_since=80, waiting_since=5, urgent=True)
    assert numbers(late, later) == [2, 1]


def test_the_reason_says_overdue_before_anything_else() -> None:
    assert reason(urgent=True, waiting_since=1, overdue=True) == OVERDUE


def test_merged_cases_are_overdue_together_and_say_the_newest_way() -> None:
    first = replace(ROW, number=1, via="page", overdue_since=90)
    second = replace(ROW, number=2, via="telegram", last_at=200, waiting_since=5, overdue_since=80)
    (row,) = folded([first, second], {2: 1})
    assert (row.number, row.via, row.overdue_since) == (1, "telegram", 80)
    assert (row.reason_code, row.waiting_since) == (OVERDUE, 5)
