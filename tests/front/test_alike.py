"""Who watches the wire can't tell a field team from a caller by what they load."""

import gzip
import os
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

import aman.front
from aman.front.alike import TooUnlike, made_alike
from aman.front.page import PreparedPage, prepare, splice

texts = st.binary(max_size=3000).map(lambda raw: raw.hex().encode())


def lengths(page: PreparedPage) -> tuple[int, int]:
    """Of what travels."""
    return len(page.encoded["gzip"]), len(page.encoded["br"])


@given(texts, texts)
def test_two_pages_become_equally_long_and_unpack_to_themselves(one: bytes, other: bytes) -> None:
    """Whichever is the longer one, and by how much."""
    made = made_alike(prepare(one), prepare(other))
    assert lengths(made[0]) == lengths(made[1])
    for page, raw in zip(made, (one, other), strict=True):
        assert gzip.decompress(page.encoded["gzip"]) == raw
        assert brotli.decompress(page.encoded["br"]) == raw
        assert page.encoded["identity"] == raw
        assert page.policy == prepare(raw).policy


@pytest.mark.parametrize("more", range(0, 700, 7))
def test_every_difference_can_be_met(more: int) -> None:
    """Bytes that do not compress, a few more each time."""
    one, other = os.urandom(1000).hex().encode(), os.urandom(1000 + more).hex().encode()
    made = made_alike(prepare(one), prepare(other))
    assert lengths(made[0]) == lengths(made[1])


def test_the_pages_of_this_release_are_equally_long() -> None:
    """With a hotline's data in them, in every header that a browser is sent as well."""
    folder = Path(aman.front.__file__).parent
    data = {"hotline": "x" * 43, "programme": {"name": {"ar": "أمان"}}}
    pages = (
        prepare(splice(folder.joinpath("page.html").read_bytes(), {**data, "form": "https://x/n"})),
        prepare(splice(folder.joinpath("team.html").read_bytes(), data)),
    )
    made = made_alike(*pages)
    assert lengths(made[0]) == lengths(made[1])
    assert len(made[0].policy) == len(made[1].policy)


def test_pages_too_far_apart_are_refused() -> None:
    """Nothing is served that only looks alike."""
    with pytest.raises(TooUnlike):
        made_alike(prepare(b""), prepare(os.urandom(80_000).hex().encode()))
