"""The names of figures are whole in every language, or each mistake is told with its place."""

# ruff: noqa: D103 - a test is named after what it protects

import tomllib

import pytest

from aman.core.figure_words import FigureWords, read_figures
from aman.core.toml_places import Place, path_in_words

SMALL = """\
[figures.people]
name.en = "People"
name.ar = "الناس"
unsaid.en = "how many left is not stated"
unsaid.ar = "ولا يُذكر كم غادر"

counts.en = "People who wrote."
counts.ar = "من كتبوا."
does_not_say.en = ["It does not say who left.", "It does not say when."]
does_not_say.ar = ["لا يقول من غادر."]

[figures.arrived]
unsaid = {en = "when they left is not stated", ar = "ولا يُذكر متى غادروا"}

[figures.arrived.counted.en]
one = "{number} person left"
other = "{number} people left"

[figures.arrived.counted.ar]
zero = "لم يغادر أحد"
one = "غادر شخص واحد"
two = "غادر شخصان"
few = "غادر {number} أشخاص"
many = "غادر {number} شخصًا"
other = "غادر {number} شخص"

[figures.arrived.marks]
en = ["left", "got out"]
ar = ["غادر*"]
"""


def read(text: str) -> tuple[dict[str, FigureWords], list[tuple[Place, str]]]:
    mistakes: list[tuple[Place, str]] = []
    words = read_figures(
        tomllib.loads(text).get("figures"),
        ("en", "ar"),
        lambda place, what: mistakes.append((place, what)),
    )
    return words, mistakes


def test_names_are_read_as_they_were_written() -> None:
    words, mistakes = read(SMALL)
    assert not mistakes
    assert list(words) == ["people", "arrived"]
    assert words["people"].name == {"en": "People", "ar": "الناس"}
    assert not words["people"].counted
    assert words["people"].counts["ar"] == "من كتبوا."
    assert words["people"].does_not_say["en"] == (
        "It does not say who left.",
        "It does not say when.",
    )
    assert words["arrived"].counted["ar"]["two"] == "غادر شخصان"
    assert words["arrived"].marks["en"] == ("left", "got out")


def test_a_programme_need_not_name_its_figures() -> None:
    assert read("") == ({}, [])


@pytest.mark.parametrize(
    ("before", "after", "place", "told"),
    [
        ("[figures.people]", "[figures.souls]", "figures.souls", "one of contacts, people"),
        ("name.en", "title.en", "figures.people.title", "one of name, counted"),
        ('name.ar = "الناس"\n', "", "figures.people.name", '"ar" in figures.people.name'),
        ('few = "غادر {number} أشخاص"\n', "", "figures.arrived.counted.ar", '"few" in'),
        ("{number} people", "Many people", "figures.arrived.counted.en.other", "{number} once"),
        ("{number} people", "{number} of {n}", "figures.arrived.counted.en.other", "no other"),
        ("{number} people", "{number} {number}", "figures.arrived.counted.en.other", "once"),
        ('one = "{number} person', 'one = "One person', "figures.arrived.counted.en.one", "once"),
        ('other = "{number} people', 'more = "{number} people', "figures.arrived.counted.en", ""),
        ('"People"', '"People!"', "figures.people.name.en", "without exclamation mark"),
        ('"People"', "3", "figures.people.name.en", "found a number"),
        ('counts.ar = "من كتبوا."\n', "", "figures.people.counts", '"ar" in'),
        ('["لا يقول من غادر."]', '"لا"', "figures.people.does_not_say.ar", "a list of sentences"),
        ('["لا يقول من غادر."]', "[3]", "figures.people.does_not_say.ar[1]", "found a number"),
        ('["left", "got out"]', '"left"', "figures.arrived.marks.en", "a list of words"),
        ('"left", ', '"le*", ', "figures.arrived.marks.en[1]", "at least 3 letters"),
        (
            '{en = "when they left is not stated", ar',
            '{fr = "", ar',
            "figures.arrived.unsaid.fr",
            "",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place(
    before: str, after: str, place: str, told: str
) -> None:
    assert before in SMALL
    _, mistakes = read(SMALL.replace(before, after))
    assert any(path_in_words(at) == place and told in what for at, what in mistakes), mistakes


@pytest.mark.parametrize("found", ["figures = 3", "figures = []", "[figures]\npeople = 3"])
def test_what_is_no_table_is_told(found: str) -> None:
    _, mistakes = read(found)
    assert [what for _, what in mistakes if what.startswith("a table figures")]
