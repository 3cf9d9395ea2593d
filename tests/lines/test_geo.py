"""Places as messengers write them."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.line_dialogue import Place
from aman.lines.geo import read_geo


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("geo:47.1415,9.5215", Place(47.1415, 9.5215)),
        ("geo:-47.1,9.5,440;u=35", Place(-47.1, 9.5, 35)),
        ("GEO:1,2;crs=WGS84;u=1.5?z=17", Place(1, 2, 1.5)),
        ("we are here geo:1,2 and wait", Place(1, 2)),
        ("geo:91,2", None),
        ("geo:1,181", None),
        ("geo:1", None),
        ("geo:1,2;crs=moon", None),
        ("geo:nan,nan", None),
        ("geo:1e400,2", None),
        ("geology:1,2", None),
        ("no place", None),
    ],
)
def test_only_a_place_that_exists_is_read(text: str, place: Place | None) -> None:
    assert read_geo(text) == place


@given(st.text(alphabet="geo:,;=u.0123456789-+crs", max_size=200))
def test_no_text_is_too_strange(text: str) -> None:
    read_geo(text)
    read_geo(f"geo:{text}")
