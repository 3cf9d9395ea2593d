"""Text for telephones: held against another library's table, and against any bytes."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from hypothesis import given
from hypothesis import strategies as st
from smpplib.gsm import gsm_encode

from aman.lines.sms.alphabet import GSM, LATIN, UCS2, TooManyParts, cut, read_text

GSM_LETTERS = [chr(code) for code in range(0x2200) if cut(chr(code)).coding == GSM]


def test_seven_bits_are_the_same_as_another_library_s() -> None:
    known = set(GSM_LETTERS) - {"\f", "§"}  # its table has neither
    assert len(GSM_LETTERS) == 127 + 10
    for letter in known:
        assert cut(letter).parts[0] == gsm_encode(letter)


@pytest.mark.parametrize("text", ["".join(GSM_LETTERS[:120]), "السلام عليكم", "ґаво 🕊️", "€[x]"])
def test_what_is_cut_can_be_read_again(text: str) -> None:
    coding, parts = cut(text)
    assert "".join(read_text(part, coding) or "" for part in parts) == text


def test_what_fits_seven_bits_costs_one_message() -> None:
    assert (cut("a" * 160).coding, len(cut("a" * 160).parts)) == (GSM, 1)
    assert [len(part) for part in cut("a" * 161).parts] == [153, 8]
    assert [len(part) for part in cut("ا" * 71).parts] == [134, 8]
    assert len(cut("ا" * 70).parts) == 1


def test_no_pair_is_cut_in_two() -> None:
    euros = cut("a" * 152 + "€" * 20).parts
    assert euros[0] == b"a" * 152
    assert "".join(read_text(part, GSM) or "" for part in euros).count("€") == 20
    doves = cut("ا" * 66 + "🕊" * 20)
    assert all("\ufffd" not in (read_text(part, doves.coding) or "") for part in doves.parts)


def test_a_text_beyond_255_parts_is_refused() -> None:
    with pytest.raises(TooManyParts):
        cut("ا" * (67 * 255 + 1))


def test_an_smsc_may_understand_latin_letters_by_coding_0() -> None:
    assert cut("é{}", LATIN) == (LATIN, (b"\xe9{}",))
    assert cut("ا", LATIN).coding == UCS2
    assert read_text(b"\xe9{}", 0, LATIN) == "é{}"


@pytest.mark.parametrize(
    ("coding", "content", "text"),
    [
        (1, b"ascii", "ascii"),
        (3, b"\xe9", "é"),
        (6, "нет".encode("iso8859-5"), "нет"),
        (8, "لا".encode("utf-16-be"), "لا"),
        (0x18, "لا".encode("utf-16-be"), "لا"),
        (0xE8, "لا".encode("utf-16-be"), "لا"),
        (0xF1, b"\x00", "@"),
        (4, b"\x01", None),
        (0xF5, b"\x01", None),
        (8, b"\xd8\x3d", "\ufffd"),
        (8, b"\x06", "\ufffd"),
        (0, b"\x1b", " "),
    ],
)
def test_every_coding_is_read_as_it_is_meant(coding: int, content: bytes, text: str | None) -> None:
    assert read_text(content, coding) == text


@given(st.binary(max_size=300), st.integers(0, 255))
def test_no_bytes_make_it_fail(content: bytes, coding: int) -> None:
    text = read_text(content, coding)
    if text is not None:
        text.encode("utf-8")
        assert b"".join(cut(text).parts) or not text
