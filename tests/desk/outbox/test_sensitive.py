"""A place or a time is found in a text, in four languages: too much rather than too little.

`sensitive/` holds, for each language, what has to be found (by kind), what must not be, and
`alarms`: false alarms that we know and put up with, a list that only gets shorter.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.programme_file import read_programme
from aman.desk.outbox.sensitive import Kind, findings, is_sensitive
from aman.programmes import programme_names, programme_path

LANGUAGES = ("ar", "en", "ru", "uk")
FOLDER = Path(__file__).parent / "sensitive"
MOST_ALARMS = 8
"""Of the sentences of a language, with the fifty that raise none: about one in six at most."""


def lines(name: str) -> list[tuple[str, str]]:
    """The lines of a list in every language."""
    return [
        (lang, line)
        for lang in LANGUAGES
        for line in (FOLDER / f"{lang}.{name}.txt").read_text("utf-8").splitlines()
    ]


@pytest.mark.parametrize(("lang", "line"), lines("found"))
def test_a_place_or_a_time_is_found(lang: str, line: str) -> None:
    """And named by its kind."""
    kind, text = line.split(": ", 1)
    assert lang in LANGUAGES
    assert Kind(kind) in {finding.kind for finding in findings(text)}


@pytest.mark.parametrize(("lang", "line"), lines("clear"))
def test_what_an_operator_says_all_day_raises_no_alarm(lang: str, line: str) -> None:
    """A guard that cries at everything is switched off in the head."""
    assert lang in LANGUAGES
    assert findings(line) == ()


@pytest.mark.parametrize(("lang", "line"), lines("alarms"))
def test_a_known_false_alarm_is_still_one(lang: str, line: str) -> None:
    """Else it belongs among what is clear."""
    assert lang in LANGUAGES
    assert is_sensitive(line)


def test_the_lists_are_long_and_false_alarms_are_few() -> None:
    """Forty and forty of each language, none twice."""
    for name, least, most in (("found", 40, 999), ("clear", 40, 999), ("alarms", 0, MOST_ALARMS)):
        every = lines(name)
        assert len(set(every)) == len(every)
        for lang in LANGUAGES:
            assert least <= len([each for each in every if each[0] == lang]) <= most


def test_false_alarms_in_the_programmes_own_sentences_are_the_known_ones() -> None:
    """Sentences that were not written for this: what is found there is listed."""
    known = {line for _lang, line in lines("alarms")}
    for name in programme_names():
        programme = read_programme(programme_path(name).read_text("utf-8"), name)
        for sentences in (
            programme.about,
            programme.promised,
            programme.not_promised,
            programme.form_promised,
            programme.form_not_promised,
        ):
            alarms = {each for lang in LANGUAGES for each in sentences[lang] if is_sensitive(each)}
            assert alarms <= known


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Come at 21:30.", "21:30"),
        ("يا أخي الساعَة ٩", "الساعَة"),
        ("в ПО\u0301ЛДЕНЬ", "ПО\u0301ЛДЕНЬ"),
        ("２１：３０", "２１：３０"),
    ],
)
def test_a_finding_marks_the_words_as_they_were_written(text: str, marked: str) -> None:
    """Marks, wide digits and capitals do not shift it."""
    assert marked in {text[finding.start : finding.end] for finding in findings(text)}


@pytest.mark.parametrize(
    "text", ["2\u200b1:3\u200e0", "21\u202c:30", "۲۱:۳۰", "２１：３０", "𝟐𝟏:𝟑𝟎"]
)
def test_hidden_letters_and_other_digits_hide_nothing(text: str) -> None:
    """What is pasted from elsewhere brings them along."""
    assert Kind.TIME in {finding.kind for finding in findings(text)}


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    """Findings lie in the text, in its order, and say nothing of it when they are printed."""
    found = findings(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert list(found) == sorted(found)
    assert all(repr(each) == f"<Finding {each.kind}>" for each in found)


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["21:30", "48.0159, 37.8028"]))
def test_a_time_or_coordinates_are_found_wherever_they_stand(
    before: str, after: str, place: str
) -> None:
    """Words around them take nothing away."""
    assert is_sensitive(f"{before} {place} {after}")
