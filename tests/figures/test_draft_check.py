"""Our numbers beside another measure's words are found, and what is right is left alone."""

# ruff: noqa: D103 - a test is named after what it protects

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.figures.draft_check import check_text, language_of
from aman.figures.folding import Folded, fold
from aman.figures.measures import MEASURES, ArrivedSafe, Measure, MeasureId, People
from aman.figures.said_numbers import numbers_in
from aman.figures.wording import LANGUAGES
from figures.hotline import figure, speaker

OURS = (figure(People, 6540), figure(ArrivedSafe, 215, 10))
SAID = {
    "6,540 people": [6540],
    "6.540": [6540],
    "6'540": [6540],
    "6\u202f540": [6540],
    "6 540 человек": [6540],
    "٦٬٥٤٠ شخصًا": [6540],
    "۶۵۴۰": [6540],
    "६५४०": [6540],
    "و6,555": [6555],
    "6.5k": [6500],
    "6.5 thousand": [6500],
    "6,5 тыс. человек": [6500],
    "10 тысяч": [10000],
    "6 thousand 540": [6540],
    "between 6,525 and 6,555": [6525, 6555],
    "six thousand five hundred and forty": [6540],
    "six and a half thousand": [6500],
    "шесть тысяч пятьсот сорок три": [6543],
    "около шести тысяч пятисот сорока": [6540],
    "шесть с половиной тысяч": [6500],
    "полторы тысячи": [1500],
    "шість тисяч п'ятсот сорок": [6540],
    "шість з половиною тисяч": [6500],
    "ستة آلاف وخمسمئة وأربعون": [6540],
    "ستة آلاف ونصف": [6500],
    "ألفان وخمسمئة": [2500],
    "خمسة وعشرون شخصًا": [25],
    "خمسة عشر": [15],
    "five, six": [5, 6],
    "On 20 January 2026 at 20:15 there were 6,540": [6540],
    "on 20 January 6,540 people": [6540],
    "20.01.2026, 2026-01-20, 20/1/2026": [],
    "in 2025, в 2025 году, منذ 2025, عام 2025": [],
    "25 %, 25%, ٢٥٪": [],
    "20th, 20-го, A4, #3, +7": [],
    "after 120 days, через 120 дней, через 120 днів": [],
}
WRONG = (
    "6,540 people surrendered.",
    "More than 6,500 soldiers gave themselves up to us.",
    "In four months 6,543 Russian soldiers have surrendered to the government.",
    "6,540 people contacted the hotline and surrendered.",
    "On 20 January 6,540 soldiers had surrendered.",
    "Six thousand five hundred soldiers have surrendered.",
    "Nearly 7,000 surrendered",
    "The hotline received 6,540 applications.",
    "Surrendered so far: 6,540",
    "Some 6500 Russian troops laid down their arms",
    "6,540 surrenders",
    "6,540\nsoldiers\nsurrendered",
    "استسلم أكثر من 6,500 جندي.",
    "استسلم نحو ستة آلاف وخمسمئة جندي.",
    "سلّم ٦٬٥٤٣ جنديًا أنفسهم للحكومة.",
    "بلغ عدد المستسلمين 6543 جنديًا.",
    "ألقى 6540 جنديًا السلاح.",
    "Сдались 6 543 человека.",
    "Более шести с половиной тысяч солдат сдались в плен.",
    "За четыре месяца 6,5 тыс. военных сложили оружие.",
    "На горячую линию обратились 6540 человек и сдались.",
    "Здалися 6,5 тис. військових.",
    "Кількість тих, хто здався: 6540",
    "Число сдавшихся достигло 6 540 человек",
    "Понад шість з половиною тисяч військових склали зброю.",
)
RIGHT = (
    "6,540 people contacted the hotline.",
    "6,540 people contacted the hotline and 215 surrendered.",
    "Of 6,540 who contacted us 215 surrendered.",
    "215 surrendered, while 6,540 contacted the hotline.",
    "We opened in 2025. 216 people surrendered by 20 January 2026.",
    "Soldiers surrendered on many fronts. The hotline was contacted by 6,540 people.",
    "Already 6,500 soldiers used the hotline, to surrender one day.",
    "Уже 6,5 тысячи военных воспользовались линией, чтобы сдаться.",
    "9,000 soldiers surrendered, says the ministry.",
    "تواصل 6540 شخصًا واستسلم 215 شخصًا.",
    "تواصل مع الخط الساخن ٦٬٥٤٠ شخصًا.",
    "Обратились 6540 человек, сдались 215.",
    "Звернулися 6540 людей, здалися 215.",
    "",
)


REPORTS = Path("shared", "data", "reports")
FOUND = [root / REPORTS for root in Path(__file__).resolve().parents if (root / REPORTS).is_dir()]
needs_reports = pytest.mark.skipif(
    not FOUND, reason=f"there is no {REPORTS} in a folder above the tests"
)


@pytest.mark.parametrize("text", SAID)
def test_numbers_are_read_as_people_write_them(text: str) -> None:
    assert [number.value for number in numbers_in(fold(text))] == SAID[text]


@pytest.mark.parametrize("draft", WRONG)
def test_our_number_beside_another_measure_is_found(draft: str) -> None:
    (found,) = check_text(draft, OURS, speaker("en"))
    assert draft[found.start : found.end] == found.said
    assert found.measure is MeasureId.PEOPLE
    assert "is our figure for “People who contacted us”, not for “" in found.reason
    assert found.sentence == speaker(language_of(draft)).sentence(OURS[0])


@pytest.mark.parametrize("draft", RIGHT)
def test_what_is_right_or_not_ours_is_left_alone(draft: str) -> None:
    assert check_text(draft, OURS, speaker("en")) == []


@needs_reports
def test_the_report_that_printed_contacts_as_surrenders_is_found() -> None:
    """And not the one of the same week that said "contacted"."""
    wrong, right = (
        next(FOUND[0].glob(f"{number}_*.txt")).read_text("utf-8") for number in ("000", "004")
    )
    assert check_text(right, OURS, speaker("en")) == []
    (found,) = check_text(wrong, OURS, speaker("en"))
    assert found.said == "6543"
    assert "not for “Surrendered, confirmed”" in found.reason
    assert found.sentence == speaker("ar").sentence(OURS[0])


def test_a_number_that_stands_alone_is_told() -> None:
    (found,) = check_text("Good news\n\nSince autumn: 6,540.", OURS, speaker("en"))
    assert (found.line, found.column) == (3, 15)
    assert found.reason == (
        "6,540 is our figure for “People who contacted us”; the text does not say so."
    )


def test_both_numbers_are_found_where_they_were_exchanged() -> None:
    draft = "6,540 soldiers surrendered, after 215 people had contacted us."
    found = check_text(draft, OURS, speaker("ru"))
    assert [each.said for each in found] == ["6,540", "215"]
    assert found[0].reason == (
        "6,540 у нас означает «Обратившиеся люди», а не «Сдались, подтверждено»."
    )


def test_a_number_left_out_is_never_told() -> None:
    few = (figure(ArrivedSafe, None),)
    assert check_text("7 people contacted us, 9 calls", few, speaker("en")) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_sentence_for_a_number_left_out_is_passed_over(lang: str) -> None:
    """Though what it says at most is another measure's newest number, and it is an old one."""
    first = figure(People, None)
    later = replace(figure(People, 6540), as_of=first.as_of + timedelta(weeks=1))
    arrived = figure(ArrivedSafe, 25)
    says = speaker(lang)
    assert "25" in says.sentence(first)
    ours = first, later, arrived
    assert check_text(says.whole(first), ours, says) == []
    assert check_text("25 people contacted us.", ours, says) != []


@settings(max_examples=25)
@given(
    lang=st.sampled_from(LANGUAGES),
    programme=st.sampled_from(("surrender", "evacuation")),
    measures=st.lists(st.sampled_from(list(MEASURES.values())), min_size=1, max_size=3),
    count=st.integers(2, 4000).map(lambda n: 5 * n),
)
def test_what_aman_says_is_never_found_wrong(
    lang: str, programme: str, measures: list[type[Measure]], count: int
) -> None:
    figures = [figure(measure, count + 5 * at) for at, measure in enumerate(measures)]
    says = speaker(lang, programme)
    text = "\n".join((says.quotation(each) + says.whole(each)) for each in figures)
    assert check_text(text, figures, says) == []


@settings(max_examples=50)
@given(
    count=st.integers(20, 20000).map(lambda n: 5 * n),
    shape=st.sampled_from(("{}", "{:,}", "{:_}", "arabic", "persian", "space", "point")),
    draft=st.sampled_from(
        (
            "{} soldiers have surrendered to us",
            "Сегодня {} солдат сдались",
            "Сьогодні {} солдатів здалися",
            "استسلم {} جنديًا",
        )
    ),
)
def test_our_number_is_found_in_every_script(count: int, shape: str, draft: str) -> None:
    western = "0123456789,"
    said = {
        "arabic": f"{count:,}".translate(str.maketrans(western, "٠١٢٣٤٥٦٧٨٩٬")),
        "persian": f"{count}".translate(str.maketrans(western, "۰۱۲۳۴۵۶۷۸۹٬")),
        "space": f"{count:,}".replace(",", "\u00a0"),
        "point": f"{count:,}".replace(",", "."),
    }.get(shape) or shape.format(count)
    (found,) = check_text(draft.format(said), [figure(People, count)], speaker("en"))
    assert found.said == said


@given(st.text())
def test_every_place_leads_back(text: str) -> None:
    folded = Folded.of(text)
    assert folded.text == fold(text)
    for at in range(len(folded.text)):
        start, end = folded.place(at, at + 1)
        assert folded.text[at] in fold(text[start:end])


@given(st.text(alphabet="0123456789 ,.٣٤شة'kтысand-:/%\n", max_size=40))
def test_any_text_is_looked_over(text: str) -> None:
    for found in check_text(text, OURS, speaker("en")):
        assert text[found.start : found.end] == found.said
