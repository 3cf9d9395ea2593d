"""A programme is whole or it is refused, each mistake with its file, line and what was expected."""

# ruff: noqa: D103 - a test is named after what it protects

import json
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.programme import MOST_WORDS, LineRules, Programme, word_count
from aman.core.programme_file import WrongProgramme, read_programme
from aman.core.strength import Strength
from aman.core.toml_places import toml_places
from aman.programmes import programme_names, programme_path

LANGUAGES = ("ar", "en", "ru", "uk")
SMALL = """\
id = "small"
languages = ["en", "ar"]
name = {en = "Small", ar = "صغير"}

[title]
en = "Notes"
ar = "ملاحظات"

[about]
en = [
  "This is a sentence.",
  "This is another.",
]
ar = ["هذه جملة."]

[promised]
en = ["Nothing."]
ar = ["لا شيء."]

[not_promised]
en = ["Nothing."]
ar = ["لا شيء."]

[form_promised]
en = ["Nothing."]
ar = ["لا شيء."]

[form_not_promised]
en = ["Nothing."]
ar = ["لا شيء."]

[lines]
weakest_for_sensitive = "servers"
questions_on_lines = false
page = "https://page.example/aman"
onion = "http://abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"

[[question]]
id = "danger"
kind = "choice"
text.en = "Is there danger?"
text.ar = "هل هناك خطر؟"

[[question.option]]
id = "yes"
urgent = true
text.en = "Yes"
text.ar = "نعم"

[[question.option]]
id = "no"
text = {en = "No", ar = "لا"}

[[question]]
id = "how_many"
kind = "number"
text.en = "How many?"
text.ar = "كم؟"
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(WrongProgramme) as caught:
        read_programme(text, "small.toml")
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    return list(caught.value.mistakes)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def shipped(name: str) -> Programme:
    return read_programme(programme_path(name).read_text("utf-8"), name)


@pytest.mark.parametrize("name", programme_names())
def test_every_shipped_programme_is_whole(name: str) -> None:
    programme = shipped(name)
    assert programme.id == name
    assert programme.languages == LANGUAGES
    assert json.loads(json.dumps(programme.public(), ensure_ascii=False)) == programme.public()


@pytest.mark.parametrize("name", programme_names())
def test_languages_promise_the_same_number_of_things(name: str) -> None:
    programme = shipped(name)
    for sentences in (
        programme.about,
        programme.promised,
        programme.not_promised,
        programme.form_promised,
        programme.form_not_promised,
    ):
        assert len({len(sentences[lang]) for lang in LANGUAGES}) == 1


@pytest.mark.parametrize("name", programme_names())
def test_the_tab_tells_a_bystander_nothing(name: str) -> None:
    programme = shipped(name)
    for lang in LANGUAGES:
        words = set(programme.name[lang].lower().replace(":", "").split())
        assert not words & set(programme.title[lang].lower().split())


def test_a_small_programme_reads_as_it_was_written() -> None:
    programme = read_programme(SMALL, "small.toml")
    assert programme.languages == ("en", "ar")
    assert programme.about["en"] == ("This is a sentence.", "This is another.")
    assert [question.id for question in programme.questions] == ["danger", "how_many"]
    assert programme.questions[0].options[1].text["ar"] == "لا"


def test_what_goes_to_the_page_says_nothing_about_urgency() -> None:
    public = read_programme(SMALL, "small.toml").public()
    assert "urgent" not in json.dumps(public)
    assert set(public) == {
        "id",
        "languages",
        "name",
        "title",
        "about",
        "promised",
        "not_promised",
        "questions",
    }
    assert "page.example" not in json.dumps(public)


def test_urgency_is_what_the_programme_marks_and_nothing_else() -> None:
    programme = read_programme(SMALL, "small.toml")
    assert programme.urgency({"danger": "yes"})
    assert not programme.urgency({"danger": "no", "how_many": 9, "unknown": "yes"})
    assert not programme.urgency({"danger": ("yes",), "how_many": True})
    assert not programme.urgency({})


def test_answers_are_readable_in_the_operators_language() -> None:
    programme = read_programme(SMALL, "small.toml")
    answers: dict[str, str | int | bool | tuple[str, ...]] = {
        "how_many": 3,
        "older": "x",
        "danger": "yes",
    }
    assert programme.readable(answers, "ar") == [
        ("هل هناك خطر؟", "نعم"),
        ("كم؟", "3"),
        ("older", "x"),
    ]
    assert programme.readable({"danger": "gone"}, "fr") == [("Is there danger?", "gone")]


def test_what_is_said_of_a_plan_that_does_not_hold_is_read_in_every_language() -> None:
    more = '[journey.over]\nen = ["Wait.", "Do not go."]\nar = ["انتظر."]\n\n[journey.arrived]'
    text = SMALL.replace("[lines]", f'{more}\nen = "there"\nar = "هناك"\n\n[lines]', 1)
    read = read_programme(text, "x")
    assert (read.plan_over["en"], read.plan_changed) == ("Wait. Do not go.", {})
    with pytest.raises(WrongProgramme, match=r"journey\.over"):
        read_programme(text.replace('ar = ["انتظر."]', ""), "x")


def test_the_word_for_arrived_is_read_in_every_language() -> None:
    text = SMALL.replace("[lines]", '[journey.arrived]\nen = "there"\nar = "هناك"\n\n[lines]', 1)
    assert read_programme(text, "x").arrived == {"en": "there", "ar": "هناك"}
    with pytest.raises(WrongProgramme, match="arrived"):
        read_programme(text.replace('ar = "هناك"\n', ""), "x")
    with pytest.raises(WrongProgramme, match="safe"):
        read_programme(text.replace("journey.arrived", "journey.safe"), "x")


@pytest.mark.parametrize("name", programme_names())
def test_each_shipped_programme_names_what_a_team_confirms(name: str) -> None:
    assert set(shipped(name).arrived) == set(LANGUAGES)


def test_the_rules_for_lines_are_read() -> None:
    programme = read_programme(SMALL, "small.toml")
    assert programme.lines == LineRules(
        Strength.SERVERS,
        questions_on_lines=False,
        page="https://page.example/aman",
        onion="http://abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion",
    )


OPENING = """
[opening]
en = ["Good day.", "Is now a good time?"]
ar = ["مرحبًا."]
"""


def with_opening(text: str) -> str:
    return SMALL.replace("[lines]", text + "\n[lines]", 1)


def test_the_first_words_to_a_named_address_are_read() -> None:
    programme = read_programme(with_opening(OPENING), "small.toml")
    assert programme.opening == {"en": "Good day. Is now a good time?", "ar": "مرحبًا."}
    assert "Good day" not in json.dumps(programme.public())
    assert read_programme(SMALL, "small.toml").opening == {}


def test_the_first_words_do_not_name_the_hotline() -> None:
    name = read_programme(SMALL, "small.toml").name["en"]
    named = OPENING.replace("Good day.", f"Good day, this is {name.upper()}.")
    assert "no name of the hotline in opening.en" in "".join(mistakes(with_opening(named)))
    loud = OPENING.replace("Good day.", "Good day!")
    assert "no exclamation mark in opening.en" in "".join(mistakes(with_opening(loud)))
    partly = OPENING.replace('ar = ["مرحبًا."]', "")
    assert 'a text for the language "ar" in opening' in "".join(mistakes(with_opening(partly)))


@pytest.mark.parametrize("name", ["surrender", "evacuation"])
def test_shipped_programmes_have_first_words_that_no_line_is_too_weak_for(name: str) -> None:
    programme = read_programme(programme_path(name).read_text("utf-8"), name)
    assert set(programme.opening) == set(programme.languages)
    for lang, text in programme.opening.items():
        assert programme.title[lang].casefold() not in text.casefold()


def test_a_programme_that_says_nothing_of_lines_is_careful() -> None:
    start, end = SMALL.index("[lines]"), SMALL.index("[[question]]")
    programme = read_programme(SMALL[:start] + SMALL[end:], "small.toml")
    assert programme.lines == LineRules(Strength.ENDPOINT, questions_on_lines=True)
    assert read_programme(SMALL[:start] + "[lines]\n" + SMALL[end:], "x").lines == LineRules()


@pytest.mark.parametrize("name", programme_names())
def test_shipped_programmes_say_what_may_go_through_which_line(name: str) -> None:
    lines = shipped(name).lines
    assert lines.weakest_for_sensitive.at_least(Strength.SERVERS)
    assert lines.questions_on_lines
    assert not lines.page
    assert not lines.onion


CHANGES = {
    "unknown strength": (
        '"servers"',
        '"strong"',
        '"strong"',
        '"endpoint", "servers", "provider", "network", found \'strong\'',
    ),
    "strength of another kind": (
        '"servers"',
        "3",
        "weakest_for_sensitive = 3",
        "found a number",
    ),
    "questions on lines as a word": (
        "questions_on_lines = false",
        'questions_on_lines = "no"',
        '"no"',
        "lines.questions_on_lines = true or false, found 'no'",
    ),
    "page without TLS": (
        '"https://page.example/aman"',
        '"http://page.example"',
        '"http://page.example"',
        "an address like https://NAME in lines.page, found 'http://page.example'",
    ),
    "page with a query": (
        '"https://page.example/aman"',
        '"https://page.example/?from=sms"',
        "?from=sms",
        "an address like https://NAME in lines.page",
    ),
    "onion of another length": (
        "http://abcdef",
        "http://",
        "http://ghijkl",
        "an address like http://56 LETTERS.onion in lines.onion",
    ),
    "unknown key in lines": (
        "questions_on_lines = false",
        "question_on_lines = false",
        "question_on_lines",
        "found lines.question_on_lines (unknown key)",
    ),
    "missing language in a table": (
        '[about]\nen = [\n  "This is a sentence.",\n  "This is another.",\n]\nar = ["هذه جملة."]',
        '[about]\nen = ["A."]',
        "[about]",
        'a text for the language "ar" in about',
    ),
    "missing language of an option": (
        'text.en = "Yes"\n',
        "",
        'text.ar = "نعم"',
        'a text for the language "en" in question[1].option[1].text',
    ),
    "unknown key": ("[title]", "[titel]", "[titel]", "found titel (unknown key)"),
    "unknown key in a question": (
        'kind = "number"',
        'kind = "number"\nhint = 1',
        "hint = 1",
        "found question[2].hint (unknown key)",
    ),
    "unknown language in a text": (
        'text.en = "How many?"',
        'text.en = "How many?"\ntext.fr = "Combien"',
        "text.fr",
        "found question[2].text.fr (unknown key)",
    ),
    "wrong kind": (
        'kind = "number"',
        'kind = "slider"',
        '"slider"',
        "question[2].kind to be one of choice, number, text, found 'slider'",
    ),
    "choice without options": (
        'kind = "number"',
        'kind = "choice"',
        '[[question]]\nid = "how_many"',
        "at least one [[question.option]] in question[2]",
    ),
    "option where none belongs": (
        'kind = "choice"',
        'kind = "text"',
        '[[question.option]]\nid = "yes"',
        "no [[question.option]] in question[1], which is of kind text",
    ),
    "empty option text": (
        'text.en = "Yes"',
        'text.en = " "',
        'text.en = " "',
        "one line of text in question[1].option[1].text.en, found ' '",
    ),
    "urgent as a word": (
        "urgent = true",
        'urgent = "yes"',
        'urgent = "yes"',
        "question[1].option[1].urgent = true or false, found 'yes'",
    ),
    "too long a sentence": (
        "This is another.",
        "One two three four five six seven eight nine ten eleven twelve thirteen.",
        "One two",
        "at most 12 words in about.en[2], found 13",
    ),
    "sentence instead of a list": (
        'ar = ["هذه جملة."]',
        'ar = "هذه جملة."',
        'ar = "هذه جملة."',
        "a list of sentences in about.ar, found 'هذه جملة.'",
    ),
    "exclamation mark": ("How many?", "How many!", "How many!", "no exclamation mark"),
    "option used twice": (
        'id = "no"',
        'id = "yes"',
        'id = "yes"\ntext = ',
        'an id of its own for question[1].option[2], found "yes" a second time',
    ),
    "question used twice": (
        'id = "how_many"',
        'id = "danger"',
        'id = "danger"\nkind = "number"',
        'an id of its own for question[2], found "danger" a second time',
    ),
    "id with other letters": ('id = "how_many"', 'id = "How many"', '"How many"', "small Latin"),
    "unknown language": ('["en", "ar"]', '["en", "ar", "xx"]', '"xx"', "one of"),
    "language twice": ('["en", "ar"]', '["en", "ar", "en"]', '["en"', "found it twice"),
    "no languages": ('languages = ["en", "ar"]', "", "id =", 'languages = ["ar", "en"'),
    "title over a line": (
        'en = "Notes"',
        'en = """Notes\nand more"""',
        "[title]\nen",
        "one line of text in title.en",
    ),
    "title too long": (
        'en = "Notes"',
        'en = "Notes and a great deal of other things"',
        '"Notes and',
        "at most 30 letters in title.en",
    ),
    "lines as a list": (
        SMALL[SMALL.index("[lines]") : SMALL.index("[[question]]")],
        "[[lines]]\n",
        "[[lines]]",
        "a table [lines], found a list",
    ),
    "question as a table": (
        SMALL[SMALL.index("[[question]]") :],
        '[question]\nid = "danger"\n',
        "[question]",
        "[[question]] tables for question, found a table",
    ),
}


@pytest.mark.parametrize("case", CHANGES.values(), ids=CHANGES.keys())
def test_a_mistake_is_told_with_its_line(case: tuple[str, str, str, str]) -> None:
    old, new, mark, expected = case
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    line = line_of(text, mark)
    if mark == "[title]\nen":
        line += 1
    told = mistakes(text)
    assert any(
        mistake.startswith(f"small.toml:{line}: expected ") and expected in mistake
        for mistake in told
    ), told


def test_several_mistakes_are_told_at_once_in_the_files_order() -> None:
    text = SMALL.replace('kind = "number"', 'kind = "slider"').replace('"Notes"', "3")
    text = text.replace("[promised]", "[promise]")
    told = mistakes(text)
    lines = [int(mistake.split(":")[1]) for mistake in told]
    assert len(told) == 4
    assert lines == sorted(lines)


def test_an_empty_file_names_all_that_is_missing() -> None:
    told = "\n".join(mistakes(""))
    for key in ("id", "languages", "name", "title", "about", "promised", "form_not_promised"):
        assert re.search(rf"\b{key}\b", told)


def test_a_syntax_mistake_is_told_with_its_line() -> None:
    told = mistakes(SMALL.replace('kind = "number"', "kind = number"))
    line = line_of(SMALL, 'kind = "number"')
    assert told == [f"small.toml:{line}: expected TOML; invalid value"]
    (told_at_end,) = mistakes("id = ")
    assert told_at_end.startswith("small.toml:1: expected TOML; ")


def test_a_dash_is_no_word() -> None:
    assert word_count("Yes — no, 12 o'clock") == 4
    assert word_count("كل خطوة قرارك") == 3
    assert MOST_WORDS == 12


def test_an_unknown_programme_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="evacuation, surrender"):
        programme_path("../surrender")


PLACES = '''\
# [not.a.header]
a = 1 # b = 2
"q.r".s = "x # y" # z

[t."u v"]
list = [ # first
  "one",
  [1.5, 2], { k = "}", l.m = [
    "deep"] },
]
text = """
[not] = 1
\\""" still
"""
literal = \'\'\'
x = 1\'\'\'
date = 1979-05-27 07:32:00

[[g]]
[[g.h]]
n = 1
[[g.h]]
n = 2
[[g]]
[g.h2]
n = 3
'''


def test_every_place_has_its_line() -> None:
    tomllib.loads(PLACES)
    expected = {
        ("a",): "a = 1",
        ("q.r", "s"): '"q.r"',
        ("t", "u v"): '[t."u v"]',
        ("t", "u v", "list", 0): '"one"',
        ("t", "u v", "list", 1, 1): "[1.5",
        ("t", "u v", "list", 2, "k"): "{ k",
        ("t", "u v", "list", 2, "l", "m", 0): '"deep"',
        ("t", "u v", "text"): 'text = """',
        ("t", "u v", "literal"): "literal",
        ("t", "u v", "date"): "date",
        ("g",): "[[g]]",
        ("g", 0, "h", 0, "n"): "n = 1",
        ("g", 0, "h", 1, "n"): "n = 2",
        ("g", 1, "h2", "n"): "n = 3",
    }
    places = toml_places(PLACES)
    assert {place: places[place] for place in expected} == {
        place: line_of(PLACES, mark) for place, mark in expected.items()
    }


_keys = st.text("abc", min_size=1, max_size=3)
_values = st.recursive(
    st.integers() | st.text("ab\"#[]{}=,.\n' ", max_size=8) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=6,
)


def _written(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_written, value)) + "\n]"
    return json.dumps(value)


@given(st.dictionaries(_keys, _values, max_size=5))
def test_the_scanner_finds_every_top_key_of_any_document(document: dict[str, object]) -> None:
    lines, text = {}, ""
    for key, value in document.items():
        lines[key,] = text.count("\n") + 1
        text += f"{key} = {_written(value)}\n"
    assert tomllib.loads(text) == document
    places = toml_places(text)
    assert {place: places[place] for place in lines} == lines


@given(st.data())
def test_no_damage_to_a_programme_makes_anything_but_a_told_mistake(data: st.DataObject) -> None:
    lines = SMALL.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.sampled_from([*lines, "x", "[", '"""', "= 1", ""]))
    lines[at] = other
    told: tuple[str, ...] = ()
    try:
        read_programme("\n".join(lines), "small.toml")
    except WrongProgramme as wrong:
        told = wrong.mistakes
    assert all(re.match(r"small\.toml:\d+: expected .", each) for each in told)
