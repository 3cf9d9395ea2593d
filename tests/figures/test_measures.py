"""A figure's measure goes wherever its number goes; measures are never mixed.

`figures_mixed` beside this has what the type checker refuses.
"""

# ruff: noqa: D103 - a test is named after what it protects

import csv
import io
import json
import operator
import re
from collections.abc import Callable
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from aman.core.programme import word_count
from aman.desk.publication import opendp_noise
from aman.figures.definitions_told import definitions_told
from aman.figures.disclosure import never_falling
from aman.figures.log.reading import read_log
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
from aman.figures.released import released

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
        "one_is": "One person, counted once ever, as far as we know.",
        "population": "Everybody who wrote or called, callers and relatives alike.",
        "does_not_say": (
            "It does not say how many asked for a way out. "
            "It does not say how many came out safely. "
            "Somebody who came under several names may count several times. "
            "Hoaxes and test messages are counted too."
        ),
        "from": "2025-09-18",
        "to": "2026-01-20",
        "as_of": "2026-01-27",
        "value": "6540",
        "within": "15",
        "at_least": "6525",
        "at_most": "6555",
        "entry": "ab" * 32,
    }
    few = Published(People, None, 15, WINDOW, date(2026, 1, 27), "ab" * 32)
    assert dict(few.row().cells())["value"] == "<10"


def test_every_number_of_a_table_has_its_measure_beside_it(published: dict[str, bytes]) -> None:
    """The CSV itself: a row cut out of it still says what it counts and what it does not."""
    rows = list(csv.DictReader(io.StringIO(published["csv/people-1.csv"].decode())))
    series = read_log(published).history.series["people-1"]
    releases = series.releases
    assert [row["figure"] for row in rows[:3]] == ["total", "change", "revised total"]
    for row in rows:
        assert row["measure"] == "people"
        assert row["one_is"].startswith("One person, counted once ever")
        assert row["population"].startswith("Everybody who wrote")
        assert "how many came out safely" in row["does_not_say"]
        assert re.fullmatch(r"<10|[1-9][0-9]*[05]", row["value"])
        numbers = {key for key, cell in row.items() if cell.isdecimal()}
        assert numbers <= {"value", "within", "at_least", "at_most", "release"}
    kept = [each.revised is not None for each in released(series)]
    assert kept == [True, False, *[True] * 6]  # the second was withdrawn later
    for figure, stated, are_in in (
        ("total", [each.total for each in releases], [True] * 8),
        ("change", [each.change for each in releases], [True] * 8),
        ("revised total", list(never_falling([each.total for each in releases])), kept),
    ):
        mine = [row for row in rows if row["figure"] == figure]
        expected = zip(stated, releases, are_in, strict=True)
        assert [(row["value"], row["to"]) for row in mine] == [
            (str(each), release.last) for each, release, is_in in expected if is_in
        ]
    withdrawn = {row["release"] for row in rows if row["withdrawn"] == "yes"}
    assert withdrawn == {str(releases[1].index)}
    assert json.loads(published["json/people-1.json"])["figures"] == rows


def test_the_desk_counts_every_measure() -> None:
    """One that is counted nowhere would say "none" for ever."""
    named = re.compile(r"MeasureId\.([A-Z_]+)")
    desk = Path(opendp_noise.__file__).parents[1]
    code = "".join(path.read_text("utf-8") for path in desk.rglob("*.py"))
    counted = {MeasureId[name] for name in named.findall(code)}
    assert counted == set(MeasureId)


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
