"""The desk's languages are complete, and what is compiled is what is written."""

import gettext
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
PLACES = re.compile(r"%\((\w+)\)[sd]")
NUMBERS = range(205)


@pytest.fixture(scope="module")
def texts() -> ModuleType:
    """The script that gathers and compiles."""
    spec = importlib.util.spec_from_file_location("desk_texts", ROOT / "scripts/desk_texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["ar", "ru", "uk"])
def test_everything_said_is_translated(texts: ModuleType, language: str) -> None:
    """Each text of templates and code stands in each language, and nothing else does."""
    catalog = texts.read(language)
    said = {text[0] if isinstance(text, tuple) else text for text in texts.gathered()}
    kept = {
        message.id[0] if isinstance(message.id, tuple | list) else message.id: message
        for message in catalog
        if message.id
    }
    assert kept.keys() == said
    for text, message in kept.items():
        assert not message.fuzzy, text
        strings = message.string if message.pluralizable else (message.string,)
        assert len(strings) == (catalog.num_plurals if message.pluralizable else 1), text
        assert all(strings), text


@pytest.mark.parametrize("language", ["ar", "ru", "uk"])
def test_no_translation_loses_or_invents_a_place(texts: ModuleType, language: str) -> None:
    """`%(name)s` and tags stand in the translation as in the text; a written-out number may not."""
    for message in texts.read(language):
        if not message.id:
            continue
        ids = message.id if message.pluralizable else (message.id,)
        strings = message.string if message.pluralizable else (message.string,)
        places = set(PLACES.findall(ids[-1]))
        for string in strings:
            found = set(PLACES.findall(string))
            assert found <= places, string
            assert message.pluralizable or found == places, string
            assert string.count("<bdi>") == ids[-1].count("<bdi>"), string


@pytest.mark.parametrize("language", ["ar", "ru", "uk"])
def test_what_is_compiled_is_what_is_written(texts: ModuleType, language: str) -> None:
    """A machine without gettext runs with the committed `.mo`: it has to be the `.po`."""
    catalog = texts.read(language)
    with texts.po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalog:
        if message.id and message.pluralizable:
            one, many = message.id
            forms = {compiled.ngettext(one, many, n) for n in NUMBERS}
            assert forms == set(message.string), one
        elif message.id:
            assert compiled.gettext(message.id) == message.string


def test_plurals_follow_each_language(texts: ModuleType) -> None:
    """The grammar that people expect: 1, 2, 5, 11, 21, 102."""
    expected = {
        "ru": ["1 обращение", "2 обращения", "5 обращений", "11 обращений", "21 обращение"],
        "uk": ["1 звернення", "2 звернення", "5 звернень", "11 звернень", "21 звернення"],
        "ar": ["حالة واحدة", "حالتان", "5 حالات", "11 حالة", "21 حالة"],
    }
    for language, forms in expected.items():
        with texts.po_file(language).with_suffix(".mo").open("rb") as file:
            compiled = gettext.GNUTranslations(file)
        said = [
            compiled.ngettext("%(n)s case", "%(n)s cases", n) % {"n": n} for n in (1, 2, 5, 11, 21)
        ]
        assert said == forms
