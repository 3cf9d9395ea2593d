"""Classes of words by which counts are read: forms of verbs, things, parts, what is compared."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.figures.claims.claim import Report, Vague, Worded
from aman.figures.claims.proposing import propose
from aman.figures.claims.words.inflected import finite, verbs

W = Worded
Count = tuple[int | Vague | None, Worded]


def read(lang: str, text: str) -> list[Count]:
    said = [claim.statement for claim in propose(Report(name="r", text=text, lang=lang))]
    return [(each.vague if each.number is None else each.number, each.measure) for each in said]


def test_a_verb_listed_once_has_all_its_forms() -> None:
    assert verbs("get out") == ("get out", "gets out", "getting out", "got out", "gotten out")
    assert verbs("carry") == ("carry", "carries", "carrying", "carried")
    assert verbs("submit")[2:] == ("submitting", "submitted")
    assert verbs("file") == ("file", "files", "filing", "filed")
    assert finite("write", "say") == ("writes", "wrote", "says", "said")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Some 700 men have asked the bot for help.", (700, W.CONTACTED)),
        ("700 women rang the line.", (700, W.CONTACTED)),
        ("The line's number was dialled; 700 men are ringing it.", (700, W.CONTACTED)),
        ("More than 700 people put their names down with the bot.", (700, W.REGISTERED)),
        ("700 forms were filed.", (700, W.APPLIED)),
        ("700 residents were flown out.", (700, W.EVACUATED)),
        ("700 workers have slipped away.", (700, W.RESCUED)),
        ("700 made it across the river.", (700, W.ARRIVED)),
        ("700 soldiers turned themselves in.", (700, W.SURRENDERED)),
        ("700 men crossed the bridge and laid down their rifles.", (700, W.SURRENDERED)),
        ("The bot says 700 are in hiding.", (700, W.OTHER)),
        ("Seventy-three men surrendered.", (73, W.SURRENDERED)),
        ("40 stokers wrote to the line.", (40, W.CONTACTED)),
    ],
)
def test_english_says_one_thing_in_many_ways(text: str, count: Count) -> None:
    assert read("en", text) == [count]


@pytest.mark.parametrize(
    ("lang", "text", "counts"),
    [
        ("en", "40 soldiers, as the calls show, surrendered.", [(40, W.SURRENDERED)]),
        ("en", "Calls from 40 soldiers came in.", [(40, W.CALLS)]),
        ("ru", "На линию пришли письма, сдались 40 солдат.", [(40, W.SURRENDERED)]),
        ("ar", "بعد المكالمات استسلم 40 جنديا.", [(40, W.SURRENDERED)]),
    ],
)
def test_calls_and_letters_count_people_only_if_they_come_from_them(
    lang: str, text: str, counts: list[Count]
) -> None:
    assert read(lang, text) == counts


@pytest.mark.parametrize(
    ("lang", "text", "counts"),
    [
        ("en", "Calls reached 4,100.", [(4100, W.CALLS)]),
        ("ru", "Число звонков достигло 4100.", [(4100, W.CALLS)]),
        ("uk", "Кількість дзвінків сягнула 4100.", [(4100, W.CALLS)]),
        ("ar", "وصل عدد المكالمات إلى 4100.", [(4100, W.CALLS)]),
    ],
)
def test_a_verb_that_leads_to_a_number_counts_nothing_itself(
    lang: str, text: str, counts: list[Count]
) -> None:
    assert read(lang, text) == counts


@pytest.mark.parametrize(
    ("lang", "text", "measure"),
    [
        ("en", "The line took 900 calls, compared with 700 a year earlier.", W.CALLS),
        ("en", "The line took 900 calls. That is up from 700 a year before.", W.CALLS),
        ("ru", "На линию поступило 900 звонков против 700 годом ранее.", W.CALLS),
        ("uk", "На лінію надійшло 900 дзвінків проти 700 торік.", W.CALLS),
        ("ar", "تلقى الخط 900 مكالمة مقابل 700 قبل عام.", W.CALLS),
    ],
)
def test_what_is_compared_counts_the_same(lang: str, text: str, measure: Worded) -> None:
    assert read(lang, text) == [(900, measure), (700, measure)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Only 17 of the 300 who signed up for the bot surrendered."),
        ("ru", "Из 300 тех, кто записался через бот, сдались только 17."),
        ("uk", "Із 300 тих, хто записався через бот, здалися тільки 17."),
    ],
)
def test_the_whole_did_what_describes_it_and_its_part_something_else(lang: str, text: str) -> None:
    assert set(read(lang, text)) == {(300, W.REGISTERED), (17, W.SURRENDERED)}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "No one has surrendered through the line."),
        ("ru", "Через линию никто не сдавался."),
        ("uk", "Через лінію ніхто не здавався."),
        ("ar", "لم يستسلم أحد عبر الخط."),
    ],
)
def test_a_pronoun_counts_to_nought(lang: str, text: str) -> None:
    assert read(lang, text) == [(0, W.SURRENDERED)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Calls to the line rose sharply overnight."),
        ("ru", "Число звонков на линию резко выросло."),
        ("uk", "Кількість дзвінків на лінію різко зросла."),
        ("ar", "ارتفع عدد المكالمات إلى الخط."),
    ],
)
def test_calls_that_rose_are_a_count_without_a_number(lang: str, text: str) -> None:
    assert read(lang, text) == [(Vague.INCREASE, W.CALLS)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The surrender line opened in 40 towns."),
        ("en", "Calls to 1707 are free; the line's page 41 has more."),
        ("en", "The line can be reached on 0800 555 1200."),
        ("en", "Its callers are between 22 and 40."),
        ("en", "She was 19 when she called the line."),
        ("en", "An article of Nov. 12 says that the hotline took calls."),
        ("en", "The inspectors of the line carried out 64 visits."),
        ("en", "The line has 30 buses and calls for more."),
        ("en", "The line, called last week, has three telephone numbers."),
        ("ru", "Звоните на линию по номеру 1707."),
        ("ru", "Ей было 19, когда она позвонила на линию."),
        ("uk", "Телефонуйте на лінію за номером 1707."),
        ("uk", "Лінія має 30 автобусів, дзвінки безкоштовні."),
        ("ar", "اتصلوا بالخط على الرقم 1707."),
        ("ar", "في الملجأ 40 سريرا والاتصال بالخط مجاني."),
    ],
)
def test_names_of_lines_telephones_ages_and_things_are_no_claims(lang: str, text: str) -> None:
    assert read(lang, text) == []


def test_a_site_opened_so_many_times_was_visited() -> None:
    assert read("en", "The site was opened 900 times.") == [(900, W.VISITED)]
    assert read("uk", "Сайт відкрили 900 разів.") == [(900, W.VISITED)]
