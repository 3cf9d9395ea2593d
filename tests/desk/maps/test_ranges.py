"""What of the file of tiles a request gets: one range, within the file, at most one piece."""

import pytest

from aman.desk.maps.ranges import PIECE, NoSuchRange, Range, read_range

SIZE = 1000


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=990-", 990, 999),
        ("bytes=990-5000", 990, 999),
        ("bytes=-1", 999, 999),
        ("bytes=-5000", 0, 999),
        (" Bytes=0-1 ", 0, 1),
    ],
)
def test_one_range_is_given_as_asked(asked: str, first: int, last: int) -> None:
    """Each form that RFC 9110 has, cut to the file."""
    found = read_range(asked, SIZE)
    assert found == Range(first, last)
    assert found.said(SIZE) == f"bytes {first}-{last}/{SIZE}"


@pytest.mark.parametrize(
    "asked",
    [
        "", "bytes", "bytes=", "bytes=-", "bytes=-0", "bytes=1000-", "bytes=5-4", "bytes=0-1,5-6",
        "bytes=a-b", "bytes=0x1-2", "lines=0-1", "bytes=1--2", f"bytes={'9' * 400}-",
    ],
)  # fmt: skip
def test_anything_else_is_refused(asked: str) -> None:
    """Several ranges, other units, what lies behind the end, and nothing."""
    with pytest.raises(NoSuchRange):
        read_range(asked, SIZE)


def test_an_empty_file_has_no_range() -> None:
    """Not even its first byte."""
    for asked in ("bytes=0-", "bytes=-1"):
        with pytest.raises(NoSuchRange):
            read_range(asked, 0)


def test_no_answer_is_longer_than_a_piece() -> None:
    """Who asks for a country gets its beginning: an answer stands in memory."""
    assert read_range("bytes=5-", 100 * PIECE) == Range(5, PIECE + 4)
