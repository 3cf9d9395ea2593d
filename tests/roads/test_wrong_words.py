"""What is wrong with files, maps and places: said whole in every language, and of nothing else."""

import re
from enum import StrEnum
from string import Formatter
from typing import Any

import pytest

from aman.roads import wrong_words
from aman.roads.faults import Doubt, Fault, MapFault
from aman.roads.fields import MalformedLayer
from aman.roads.hazards import read_layers
from aman.roads.place_types import Reason
from aman.roads.plan_sentences import LANGUAGES
from roads.layers import AREA, SHELLED, SPOT, feature, layer

TABLES: dict[str, type[StrEnum]] = {
    "fault": Fault, "map": MapFault, "doubt": Doubt, "place": Reason,
}  # fmt: skip


def fields_of(text: str) -> set[str]:
    """What is filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("table", TABLES)
def test_every_reason_stands_in_every_language(table: str) -> None:
    """With the same figures in it, short, and without a shout."""
    texts: dict[str, dict[str, str]] = wrong_words._TABLES[table]
    assert texts.keys() == set(TABLES[table])
    for by_language in texts.values():
        assert by_language.keys() == set(LANGUAGES)
        assert len({frozenset(fields_of(text)) for text in by_language.values()}) == 1
        for text in by_language.values():
            assert "!" not in text
            for sentence in re.split(r"(?<=[.؟?;؛])\s", text):
                assert len(sentence.split()) <= 12, sentence


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "Feature 2, rate_per_minute: is missing."),
        ("ru", "Объект 2, rate_per_minute: не указано."),
        ("uk", "Об’єкт 2, rate_per_minute: не вказано."),
        ("ar", "العنصر 2، rate_per_minute: غير موجود."),
    ],
)
def test_a_refusal_says_where_and_what_in_the_readers_language(language: str, says: str) -> None:
    """The field keeps its name: it has to be found in the file."""
    bare = {name: value for name, value in SHELLED.items() if name != "rate_per_minute"}
    with pytest.raises(MalformedLayer) as found:
        read_layers(layer(feature(AREA, SHELLED), feature(AREA, bare)), "x")
    assert found.value.told(language) == says


MANY: list[dict[str, Any]] = [
    feature(SPOT, SHELLED),
    feature(AREA, SHELLED | {"window": []}),
    feature(AREA, SHELLED | {"as_of": "x"}),
    feature(AREA, SHELLED | {"confidence": 1}),
    feature({"type": "Point", "coordinates": [1e6, 0]}, SHELLED),
]


@pytest.mark.parametrize("number", range(len(MANY)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_fills_a_sentence_is_there_when_it_is_said(number: int, language: str) -> None:
    """No sentence ends in an error, or shows its own braces."""
    with pytest.raises(MalformedLayer) as found:
        read_layers(layer(MANY[number]), "x")
    assert "{" not in found.value.told(language)
