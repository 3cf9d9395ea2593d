"""What a pasted report says of itself is guessed, or left empty."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.figures.claims.headings import Heading, heading_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Leaving\n20 January 2023\nText.", Heading("Leaving", "", "2023-01-20")),
        ("Leaving\nJan 20, 2023", Heading("Leaving", "", "2023-01-20")),
        ("\n • Уход\n20 января 2023 года", Heading("Уход", "", "2023-01-20")),
        ("Вихід\n20 січня 2023 року", Heading("Вихід", "", "2023-01-20")),
        ("خروج\n٢٠ يناير ٢٠٢٣", Heading("خروج", "", "2023-01-20")),
        ("A\nhttps://www.echo.example/2023/01/20/x", Heading("A", "echo.example", "2023-01-20")),
        ("A\nText.\nSource: The Bulletin", Heading("A", "The Bulletin", "")),
        ("A\n31 February 2023", Heading("A", "", "")),
        ("", Heading()),
    ],
)  # fmt: skip
def test_title_outlet_and_day(text: str, found: Heading) -> None:
    assert heading_of(text) == found


@given(st.text(max_size=300))
def test_any_text_has_a_heading(text: str) -> None:
    assert len(heading_of(text).title) <= 161
