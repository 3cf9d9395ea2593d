"""What stands between a number and its word: parts, asides, names with numbers in them."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.figures.claims.claim import Report, Worded
from aman.figures.claims.proposing import propose

W = Worded


def read(lang: str, text: str) -> list[tuple[int | None, Worded]]:
    claims = propose(Report(name="r", text=text, lang=lang))
    return [(each.statement.number, each.statement.measure) for each in claims]


@pytest.mark.parametrize(
    ("lang", "text", "count"),
    [
        ("en", "Of late 70 of those who called the hotline surrendered.", (70, W.SURRENDERED)),
        ("ru", "Уже 70 из тех, кто позвонил на линию, сдались в плен.", (70, W.SURRENDERED)),
        ("uk", "Уже 70 із тих, хто подзвонив на лінію, здалися в полон.", (70, W.SURRENDERED)),
        ("ar", "إن 70 شخصا من مقدمي الطلبات وصلوا إلى البلاد.", (70, W.ARRIVED)),
    ],
)
def test_what_a_part_of_the_callers_did_is_what_counts(
    lang: str, text: str, count: tuple[int, Worded]
) -> None:
    assert read(lang, text) == [count]


def test_who_says_it_between_commas_stands_in_no_way() -> None:
    text = "Визволено, як сказала газеті представниця лінії, 216 людей, а додому дісталися 187."
    assert read("uk", text) == [(216, W.RESCUED), (187, W.ARRIVED)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Not a single soldier contacted the hotline."),
        ("ru", "Ни один солдат на горячую линию не позвонил."),
        ("uk", "Жоден військовий на гарячу лінію не телефонував."),
    ],
)
def test_nobody_is_a_count_that_is_not_denied(lang: str, text: str) -> None:
    (claim,) = propose(Report(name="r", text=text, lang=lang))
    said = claim.statement
    assert (said.number, said.measure, said.is_negated) == (0, W.CONTACTED, False)
    assert text[said.start : said.end].startswith(("Not", "Ни", "Жоден"))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Men phoned the hotline about 4,000 times."),
        ("ru", "Мужчины позвонили на линию около 4000 раз."),
        ("uk", "Чоловіки телефонували на лінію близько 4000 разів."),
        ("ar", "اتصل رجال بالخط نحو 4000 مرة."),
    ],
)
def test_so_many_times_are_calls_and_not_people(lang: str, text: str) -> None:
    assert read(lang, text) == [(4000, W.CALLS)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "34 operators answer the calls of the hotline."),
        ("ru", "На звонки горячей линии отвечают 34 оператора."),
        ("uk", "На дзвінки гарячої лінії відповідають 34 оператори."),
        ("ar", "ويرد على مكالمات الخط 34 موظفة."),
        ("en", "They contacted the hotline, Channel Nine reported on Radio Seven."),
    ],
)
def test_staff_and_names_with_numbers_are_no_claims(lang: str, text: str) -> None:
    assert read(lang, text) == []


def test_a_title_in_capitals_keeps_its_count() -> None:
    assert read("en", "Hotline Says Forty Soldiers Surrendered Last Month") == [(40, W.SURRENDERED)]


def test_an_outlet_that_is_answered_did_not_bring_the_word() -> None:
    text = "До нас подзвонили 512 солдатів, — заявив Мирон Хас, коментуючи допис каналу «Сич»."
    report = Report(name="r", text=text, lang="uk")
    (claim,) = propose(report)
    assert claim.statement.chain(report) == ("Мирон Хас", "r")
