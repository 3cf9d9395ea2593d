"""What the talk says is whole in every language, short, and names nothing."""

import tomllib
from importlib.resources import files

import pytest

from aman.core.programme import MOST_WORDS, word_count
from aman.desk.talk.meaning import meant
from aman.desk.talk.menu import LABEL_LETTERS, Wish
from aman.desk.talk.texts import WrongTalkTexts, read_texts, the_texts
from talk_cast import LANGUAGES, shipped

WRITTEN = {
    lang: (files("aman.desk.talk") / "texts" / f"{lang}.toml").read_text("utf-8")
    for lang in LANGUAGES
}


def test_every_language_is_there() -> None:
    """All four, with the same texts and lists."""
    texts = the_texts()
    assert set(texts) == set(LANGUAGES)
    assert len({frozenset(each.said) for each in texts.values()}) == 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('skip = "Пропустить"', "", "ru.toml: expected a text for skip"),
        ('skip = "Пропустить"', 'skip = " "', "ru.toml: expected a text for skip"),
        ('skip = "Пропустить"', 'skip = "Пропустить"\nmore = "Ещё"', "expected no text for more"),
        ("{names}", "{name}", "expected the same {…} in names as in en.toml"),
        ('skip = "Пропустить"', 'skip = "Пропустить!"', "expected no exclamation mark in skip"),
        ("Та же страница", "а " * 11 + "же страница", "at most 12 words a sentence in onion"),
        ('words = ["слова"', "words = [3", "expected a list of words in understood.words"),
        ("\nlanguage = [", "\nlanguages = [", "expected in understood the same lists"),
    ],
)
def test_a_hole_in_a_language_is_told(old: str, new: str, expected: str) -> None:
    """Each mistake, with the file it is in."""
    assert old in WRITTEN["ru"]
    with pytest.raises(WrongTalkTexts, match=r"\.toml: expected ") as caught:
        read_texts({**WRITTEN, "ru": WRITTEN["ru"].replace(old, new, 1)})
    assert expected in str(caught.value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_names_a_hotline_or_what_it_is_for(lang: str) -> None:
    """A telephone may be searched."""
    said = " ".join(the_texts()[lang].said.values()).lower()
    names = {word for name in ("surrender", "evacuation") for word in shipped(name).name[lang].lower().replace(":", "").split()}  # fmt: skip  # noqa: E501
    telling = {"aman", "hotline", "surrender", "аман", "сдат", "здат", "أمان", "استسلام", "army"}
    assert not {name for name in names if len(name) > 4 and name in said.split()}
    assert not {word for word in telling if word in said}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("key", "wish"), [("help", Wish.CALL), ("words", Wish.WORDS), ("number", Wish.SKIP), ("text", Wish.SKIP)])  # fmt: skip  # noqa: E501
def test_the_word_that_a_text_offers_is_understood(lang: str, key: str, wish: Wish) -> None:
    """In quotation marks stands what to write."""
    text = the_texts()[lang](key)
    start, end = ("“", "”") if lang == "en" else ("«", "»")
    offered = text[text.index(start) + 1 : text.index(end)]
    assert meant(offered, shipped(), None, ()).wish is wish


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_button_says_is_understood_when_it_is_typed(lang: str) -> None:
    """On a line without buttons somebody may write the words themselves."""
    texts = the_texts()[lang]
    assert meant(texts("skip"), shipped(), None, ()).wish is Wish.SKIP
    assert meant(texts("stop"), shipped(), None, ()).wish is Wish.STOP
    assert all(len(texts(key)) <= LABEL_LETTERS for key in ("skip", "stop"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_written_form_means_two_things(lang: str) -> None:
    """Within a language each list is its own."""
    lists = tomllib.loads(WRITTEN[lang])["understood"]
    every = [word for key, words in lists.items() if key != "counted" for word in words]
    assert len(every) == len(set(every))


def test_the_first_answer_is_short() -> None:
    """With everything that it can hold it is seven sentences, each of twelve words at most."""
    for texts in the_texts().values():
        keys = ("arrived", "reader", "help", "words", "careful", "questions")
        assert sum(word_count(texts(key)) for key in keys) <= 6 * MOST_WORDS
        assert len(" ".join(texts(key) for key in keys)) <= 400
