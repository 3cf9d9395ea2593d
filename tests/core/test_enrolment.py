"""A one-time code that tells its own mistakes, and a fingerprint that two people can compare."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.enrolment import WrongCode, fingerprint, in_groups, make_code, read_code
from core.cast import fixed

Vectors = Callable[[str], dict[str, Any]]
Reader = Callable[[str], bytes]
chance = st.binary(min_size=16, max_size=16)


@given(chance)
def test_a_code_is_read_back_in_groups(random: bytes) -> None:
    """As it is read aloud."""
    code = make_code(random)
    assert len(code) == 20
    assert read_code(in_groups(code)) == code


@given(chance, st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_told(random: bytes, at: int, by: int) -> None:
    """Before anything is sent."""
    code = make_code(random)
    wrong = code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :]
    with pytest.raises(WrongCode):
        read_code(wrong)


@given(chance, st.integers(0, 18))
def test_two_digits_the_other_way_round_are_told(random: bytes, at: int) -> None:
    """What hands do most often."""
    code = make_code(random)
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if wrong == code:
        return
    with pytest.raises(WrongCode):
        read_code(wrong)


def test_codes_and_fingerprint_are_those_of_javascript(vectors: Vectors, b64: Reader) -> None:
    """In any script and grouping, the same ones are right."""
    said = vectors("team")
    assert {read_code(typed) for typed in said["codes"]["right"]} == {"52469106749656119402"}
    for typed in said["codes"]["wrong"]:
        with pytest.raises(WrongCode):
            read_code(typed)
    assert fingerprint(b64(said["hotline"]), b64(said["sign_key"])) == said["fingerprint"]


def test_a_fingerprint_is_of_one_key_at_one_hotline() -> None:
    """Six groups of five digits that change with either."""
    hotline, key = fixed("hotline"), fixed("key")
    shown = fingerprint(hotline, key)
    assert [len(group) for group in shown.split(" ")] == [5] * 6
    assert len({shown, fingerprint(fixed("other"), key), fingerprint(hotline, fixed("other"))}) == 3
