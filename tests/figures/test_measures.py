"""A figure's measure goes wherever its number goes; measures are never mixed.

`figures_mixed` beside this has what the type checker refuses.
"""

# ruff: noqa: D103 - a test is named after what it protects

import json
import operator
from collections.abc import Callable
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from aman.core.programme import word_count
from aman.figures.definitions_told import definitions_told
from aman.figures.measures import (
    MEASURES,
    ArrivedSafe,
    Contacts,
    Measure,
    MeasureId,
    People,
    Published,
    Window,
)

DOCS = Path(__file__).parents[2] / "docs"
SUMS = (operator.add, operator.sub, operator.mul, operator.truediv)
COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge)
NUMBERS: tuple[Callable[[Any], object], ...] = (int, float, round, abs, operator.index, json.dumps)
WINDOW = Window(date(2025, 9, 18), date(2026, 1, 20))


@pytest.mark.parametrize("one", MEASURES.values())
@pytest.mark.parametrize("do", SUMS)
def test_nothing_is_added_or_reckoned(one: type[Measure], do: Callable[[Any, Any], object]) -> None:
    for other in (*(measure(2) for measure in MEASURES.values()), 2):
        with pytest.raises(TypeError):
            do(one(1), other)
        with pytest.raises(TypeError):
            do(other, one(1))


def test_there_is_no_common_total() -> None:
    for one, other in permutations(MEASURES.values(), 2):
        with pytest.raises(TypeError):
            sum([one(1), other(2)])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        sum([People(1), People(2)])  # type: ignore[list-item]


@pytest.mark.parametrize("compare", COMPARISONS)
def test_a_count_is_ordered_among_its_own_measure_only(
    compare: Callable[[Any, Any], object],
) -> None:
    for one, other in permutations(MEASURES.values(), 2):
        with pytest.raises(TypeError):
            compare(one(1), other(2))
        assert one(1) != other(1)
        assert compare(one(1), one(1)) is compare(1, 1)
        assert compare(one(1), one(2)) is compare(1, 2)


@pytest.mark.parametrize("measure", MEASURES.values())
def test_a_count_is_no_number_and_does_not_print(measure: type[Measure]) -> None:
    count = measure(6543)
    for number in (*NUMBERS, msgspec.json.encode, msgspec.msgpack.encode):
        with pytest.raises(TypeError):
            number(count)
    window = Published(measure, count, 15, WINDOW, date(2026, 1, 27), "0" * 64)
    for text in (str(count), repr(count), f"{count}", f"{count}", repr(window)):
        assert "6543" not in text
    with pytest.raises(TypeError):
        format(count, ",")
    assert not hasattr(count, "__dict__")
    assert [name for name in dir(count) if not name.startswith("_")] == ["definition", "id", "unit"]


def test_a_count_without_a_measure_is_refused() -> None:
    with pytest.raises(TypeError):
        Measure(5)
    with pytest.raises(TypeError):
        Published(ArrivedSafe, Contacts(5), 1, WINDOW, WINDOW.last, "")  # type: ignore[type-var]
    for wrong in (-1, 1.5, True, "5"):
        with pytest.raises(ValueError, match="whole number"):
            People(wrong)  # type: ignore[arg-type]


def test_a_number_leaves_with_measure_definition_and_days() -> None:
    figure = Published(People, People(6540), 15, WINDOW, date(2026, 1, 27), "ab" * 32)
    assert dict(figure.row().cells()) == {
        "measure": "people",
        "definition": "People who turned to the hotline at least once.",
        "unit": "person",
        "from": "2025-09-18",
        "to": "2026-01-20",
        "as_of": "2026-01-27",
        "value": "6540",
        "within": "15",
        "entry": "ab" * 32,
    }
    few = Published(People, None, 15, WINDOW, date(2026, 1, 27), "ab" * 32)
    assert dict(few.row().cells())["value"] == "<10"


def test_every_measure_is_defined_in_short_sentences() -> None:
    assert list(MEASURES) == list(MeasureId)
    assert len({measure.definition.counts for measure in MEASURES.values()}) == len(MEASURES)
    for measure in MEASURES.values():
        said = measure.definition
        texts = (said.counts, said.unit, said.population, said.window, said.event, said.revision)
        for text in (*texts, *said.unsaid):
            assert text.endswith(".")
            assert word_count(text) <= 12, text
        assert len(said.unsaid) >= 2


def test_the_documentation_has_these_definitions() -> None:
    assert definitions_told() in (DOCS / "figures" / "measures.md").read_text("utf-8")
