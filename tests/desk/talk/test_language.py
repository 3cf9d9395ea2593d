"""Which language a short message is in: measured sentence by sentence.

`sentences/` holds what soldiers and relatives write, with slips of the finger, without marks, and
in Latin letters. Of 402 sentences 398 are read right (ar 98 of 98, en 96 of 96, ru 102 of 103,
uk 102 of 105); the four others are in `misread.txt`, which only gets shorter.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.programme import LANGUAGE_NAMES
from aman.desk.talk.language import Found, detect, known

ALL = tuple(LANGUAGE_NAMES)
FOLDER = Path(__file__).parent / "sentences"
SENTENCES = [
    (lang, sentence)
    for lang in ALL
    for sentence in (FOLDER / f"{lang}.txt").read_text("utf-8").splitlines()
]
MISREAD = [line.split(": ", 1) for line in (FOLDER / "misread.txt").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("lang", "sentence"), SENTENCES)
def test_a_sentence_is_read_in_its_language(lang: str, sentence: str) -> None:
    """Without any hint of the line."""
    found = detect(sentence, among=ALL)
    assert found is not None
    assert found.lang == lang


@pytest.mark.parametrize(("lang", "sentence"), MISREAD)
def test_what_is_misread_is_at_least_not_called_sure(lang: str, sentence: str) -> None:
    """So the next message corrects it; and a sentence that is read right leaves this list."""
    found = detect(sentence, among=ALL)
    assert found is not None
    assert found.lang != lang
    assert not found.sure


@pytest.mark.parametrize(("lang", "sentence"), MISREAD)
def test_what_the_line_knows_decides_where_the_text_does_not(lang: str, sentence: str) -> None:
    """A telephone set to Ukrainian makes "бабуся сама" Ukrainian."""
    found = detect(sentence, hint=lang, among=ALL)
    assert found is not None
    assert found.lang == lang


def test_there_are_enough_sentences() -> None:
    """Sixty of each language, and none twice."""
    assert len(set(SENTENCES)) == len(SENTENCES)
    for lang in ALL:
        assert len([each for each in SENTENCES if each[0] == lang]) >= 60


@pytest.mark.parametrize(
    "text", ["", " ", "ok", "Ок", "ОК!", "👍", "12", "٣", "21:30", "...", "+1 234", "اوكي",
             "/start", "https://example.org/hello", "someone@example.org", "ok 👍 12"]
)  # fmt: skip
def test_a_message_without_words_shows_nothing(text: str) -> None:
    """Nobody's language changes by a thumb."""
    assert detect(text, hint="uk", among=ALL) is None


@pytest.mark.parametrize(
    ("text", "hint", "found"),
    [
        ("hello", "", Found("en", sure=False)),
        ("hello", "ar-EG", Found("ar", sure=False)),
        ("Guten Tag", "", Found("en", sure=False)),
        ("Guten Tag", "ru", Found("ru", sure=False)),
        ("i want to surrender please", "ar", Found("en", sure=True)),
        ("мама дома", "", Found("ru", sure=False)),
        ("мама дома", "uk", Found("uk", sure=False)),
        ("мама дома", "en", Found("ru", sure=False)),
        ("привiт, є хто?", "ru", Found("uk", sure=True)),
        ("سلام", "en", Found("ar", sure=True)),
        ("שלום", "ru", None),
    ],
)
def test_a_hint_decides_only_where_the_text_does_not(
    text: str, hint: str, found: Found | None
) -> None:
    """Script and words come first."""
    assert detect(text, hint=hint, among=ALL) == found


def test_only_languages_of_the_programme_are_found() -> None:
    """A Ukrainian is answered in Russian where that is the only Cyrillic there is."""
    assert detect("доброго дня", among=("en", "ru")) == Found("ru", sure=True)
    assert detect("доброго дня", among=("en", "ar")) is None
    assert detect("سلام عليكم", among=("en", "ru")) is None
    assert detect("hello", among=("ar", "ru")) == Found("ar", sure=False)


@pytest.mark.parametrize(
    ("hint", "lang"),
    [("ar-EG", "ar"), ("UK_ua", "uk"), (" en ", "en"), ("ukr", ""), ("de-DE", ""), ("", "")],
)
def test_a_hint_is_read_as_lines_write_it(hint: str, lang: str) -> None:
    """With or without a country."""
    assert known(hint, ALL) == lang


@given(
    st.text(max_size=80),
    st.sampled_from([*ALL, "", "de"]),
    st.sets(st.sampled_from(ALL), min_size=1),
)
def test_any_text_has_a_language_of_the_programme_or_none(
    text: str, hint: str, among: set[str]
) -> None:
    """It never raises, and the same text always gives the same."""
    found = detect(text, hint=hint, among=sorted(among))
    assert found is None or found.lang in among
    assert found == detect(text, hint=hint, among=sorted(among))
