"""Texts in pieces, and pins within the bounds of the wire."""

# ruff: noqa: D103 - a test is named after what it protects

import msgspec
from hypothesis import given
from hypothesis import strategies as some

from aman.core.line_dialogue import Button, Outgoing
from aman.lines.cards import pin
from aman.lines.pieces import numbered, pieces, plain_text, utf16_units


@given(some.text(some.sampled_from("ab я🕊 \n\u202e"), max_size=300), some.integers(2, 40))
def test_no_piece_is_empty_or_too_long_and_nothing_but_space_is_lost(text: str, most: int) -> None:
    found = pieces(text, most)
    assert all(piece.strip() and utf16_units(piece) <= most for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_words_stay_whole_where_they_can() -> None:
    assert pieces("мост река дорога", 10) == ["мост река", "дорога"]
    assert pieces("мост\nу реки дом", 8) == ["мост", "у реки", "дом"]
    assert pieces("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_choices_have_numbers_to_answer_with() -> None:
    buttons = [Button("нет", "n"), Button("да", "y")]
    assert numbered("Вы одни?", buttons) == "Вы одни?\n\n1. нет\n2. да"
    assert numbered("", buttons) == "1. нет\n2. да"


def test_the_notice_stands_before_the_text_and_the_choices() -> None:
    buttons = (Button("так", "q:y"), Button("ні", "q:n"))
    message = Outgoing("a", "Самі?", lang="uk", buttons=buttons, notice=True)
    notices = {"en": "Weak.", "uk": "Слабка."}
    assert plain_text(message, notices) == "Слабка.\n\nСамі?\n\n1. так\n2. ні"
    assert plain_text(Outgoing("a", " as it is "), notices) == " as it is "


@given(some.floats(), some.floats(), some.one_of(some.none(), some.floats()))
def test_a_place_is_on_earth_or_it_is_none(
    latitude: float, longitude: float, accuracy: float | None
) -> None:
    found = pin(latitude, longitude, accuracy)
    if found is not None:
        again = msgspec.json.decode(msgspec.json.encode(found), type=type(found))
        assert again == found
