"""Answers for lines without buttons and without long messages."""

# ruff: noqa: D103 - a test is named after what it protects

from hypothesis import given
from hypothesis import strategies as st

from aman.core.line_dialogue import Button, Outgoing
from aman.lines.plain_text import in_pieces, plain_text

NOTICES = {"en": "Weak.", "uk": "Слабка."}


def test_choices_are_numbered_after_the_text_and_the_notice_stands_before() -> None:
    buttons = (Button("так", "q:y"), Button("ні", "q:n"))
    message = Outgoing("a", "Самі?", lang="uk", buttons=buttons, notice=True)
    assert plain_text(message, NOTICES) == "Слабка.\n\nСамі?\n\n1. так\n2. ні"


@given(st.text(alphabet="ab \n", max_size=300), st.integers(4, 40))
def test_pieces_leave_out_nothing_but_space(text: str, most: int) -> None:
    pieces = in_pieces(text, most)
    assert all(len(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
