"""Old figures are known, too: December's contacts printed as January's surrenders are found."""

# ruff: noqa: D103 - a test is named after what it protects

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from aman.figures.claims.beside_ours import compare_with_ours
from aman.figures.claims.claim import Claim, Precision, Report, Statement, Worded
from aman.figures.claims.comparing import Finding, Verdict
from aman.figures.claims.correcting import is_worth_a_letter, letter
from aman.figures.claims.words.letters import LETTERS
from aman.figures.draft_check import check_text
from aman.figures.log.entries import Correction, moment
from aman.figures.log.reading import read_log
from aman.figures.measures import Applications, ArrivedSafe, Measure, People, Published, Window
from aman.figures.past import Ours, Past, every_figure
from aman.figures.remarks import Remark
from aman.figures.withdrawn import Withdrawn
from figures.hotline import shipped, speaker

START, DECEMBER, JANUARY = date(2025, 9, 18), date(2025, 12, 15), date(2026, 1, 27)
_LATE = timedelta(days=7)


def released(
    measure: type[Measure], total: int, day: date, new: int = 0, first: date = START
) -> tuple[Published[Measure], ...]:
    """The total and the change of one release."""
    last = day - _LATE
    entry = f"{measure.id}{day}"
    windows = {total: Window(START, last), new: Window(first, last)}
    return tuple(
        Published(measure, measure(count), 15, window, day, entry)
        for count, window in windows.items()
    )


OURS = (
    *released(People, 5_120, DECEMBER, 420, date(2025, 12, 1)),
    *released(People, 6_540, JANUARY, 1_420, date(2025, 12, 8)),
    *released(ArrivedSafe, 215, JANUARY, 95, date(2025, 12, 8)),
    *released(Applications, 9_800, JANUARY, 1_000, date(2025, 12, 8)),
)


TOTAL, CHANGE = released(People, 4_700, date(2025, 11, 30), 310, date(2025, 11, 17))
WHY = Remark(date(2025, 12, 20), {"en": "Two lists were counted twice.", "ru": "Посчитано дважды."})
GONE = tuple(Withdrawn(figure, WHY, OURS[2]) for figure in (TOTAL, replace(CHANGE, is_new=True)))
"""Released in November, taken back on 20 December."""


def finding(
    measure: Worded,
    number: int,
    day: str = "",
    precision: Precision = Precision.EXACT,
    ours: Sequence[Ours] = OURS,
) -> Finding | None:
    """A claim beside ours."""
    claim = Claim(
        proposed=Statement(
            number=number,
            precision=precision,
            measure=measure,
            hotline="h",
            quote="q",
            lang="en",
            document="d",
        )
    )
    report = Report(name="d", text="q", lang="en", day=day)
    return next(iter(compare_with_ours([claim], ours, "h", reports=[report])), None)


def beside(
    measure: Worded, number: int, day: str = "", precision: Precision = Precision.EXACT
) -> tuple[Verdict, int | None] | None:
    """What a claim is to ours, and the figure it is held against."""
    found = finding(measure, number, day, precision)
    if found is None:
        return None
    assert isinstance(found.second, Published)
    return found.verdict, found.second.row().value


def beside_gone(
    measure: Worded, number: int, day: str = "", precision: Precision = Precision.EXACT
) -> Verdict | None:
    """What a claim is to a figure that was withdrawn; None where it is held against none."""
    found = finding(measure, number, day, precision, (*OURS, *GONE))
    if found is None or isinstance(found.second, Published):
        return None
    assert found.second in GONE
    return found.verdict


SAME, OTHER = Verdict.SAME_COUNT_DIFFERENT_MEASURE, Verdict.DIFFERENT_COUNT
BOUND = Verdict.COMPATIBLE_LOWER_BOUND


@pytest.mark.parametrize("day", ["", "2026-02-01", "2025-12-20", DECEMBER.isoformat(), "January"])
def test_decembers_contacts_printed_as_surrenders_are_found_in_january(day: str) -> None:
    """Where the report's day is known, where it is not, and on the day of the release itself."""
    assert beside(Worded.SURRENDERED, 5_120, day) == (SAME, 5_120)
    rounded = beside(Worded.SURRENDERED, 5_100, day, Precision.MORE_THAN)
    assert rounded == (SAME, 5_120)


def test_a_report_is_held_only_against_what_was_public_on_its_day() -> None:
    """A figure of January was in no hand in December: two numbers are alike by chance."""
    assert beside(Worded.SURRENDERED, 6_540, "2026-01-26") == (OTHER, 215)
    assert beside(Worded.SURRENDERED, 6_540, "2026-01-27") == (SAME, 6_540)
    assert beside(Worded.SURRENDERED, 6_540) == (SAME, 6_540)


@pytest.mark.parametrize("precision", [Precision.EXACT, Precision.MORE_THAN, Precision.ABOUT])
def test_who_says_a_withdrawn_figure_after_that_day_is_told_so(precision: Precision) -> None:
    """By its number alone, and though a figure that stands is near it."""
    assert beside_gone(Worded.CONTACTED, 4_700, "2025-12-21", precision) is Verdict.WITHDRAWN
    assert beside_gone(Worded.CONTACTED, 4_700, "2026-02-01", precision) is Verdict.WITHDRAWN
    near = Published(People, People(4_710), 15, TOTAL.window, JANUARY, "near")
    found = finding(Worded.CONTACTED, 4_700, "2026-02-01", ours=(near, *GONE))
    assert found is not None
    assert (found.verdict, found.second) == (Verdict.WITHDRAWN, GONE[0])


@pytest.mark.parametrize("day", ["2025-11-30", "2025-12-10", "2025-12-20"])
def test_before_it_was_withdrawn_it_was_right(day: str) -> None:
    """On that day itself, too: nobody knows at which hour it was printed."""
    assert finding(Worded.CONTACTED, 4_700, day, ours=(*OURS, *GONE)) is None
    assert finding(Worded.CONTACTED, 310, day, ours=(*OURS, *GONE)) is None
    found = finding(Worded.SURRENDERED, 4_700, day, ours=(*OURS, *GONE))
    assert found is not None, "and printed as surrenders it was wrong"
    assert (found.verdict, found.second) == (SAME, TOTAL)


def test_a_withdrawn_number_is_asked_about_where_nobody_knows() -> None:
    """The report's day; which of both it says; or it is one period's, of which there are many."""
    assert beside_gone(Worded.CONTACTED, 4_700) is Verdict.UNRESOLVED
    assert beside_gone(Worded.APPLIED, 4_700, "2026-02-01") is Verdict.UNRESOLVED
    assert beside_gone(Worded.CONTACTED, 310, "2026-02-01") is Verdict.UNRESOLVED


def test_a_withdrawn_number_as_another_measure_is_the_same_count() -> None:
    assert beside_gone(Worded.SURRENDERED, 4_700, "2026-02-01") is SAME
    assert beside_gone(Worded.SURRENDERED, 4_700) is SAME


def test_what_is_only_near_a_withdrawn_figure_is_not_it() -> None:
    """And what stands, with this very number, stands."""
    for number in (4_690, 4_710, 300):
        assert beside_gone(Worded.CONTACTED, number, "2026-02-01") is None
    assert beside_gone(Worded.CONTACTED, 4_600, "2026-02-01", Precision.MORE_THAN) is None
    again = Published(People, People(4_700), 15, TOTAL.window, JANUARY, "again")
    assert finding(Worded.CONTACTED, 4_700, "2026-02-01", ours=(*OURS, *GONE, again)) is None


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "We withdrew this figure on 20 December 2025. The reason given: Two lists"),
        ("ru", "Мы отозвали этот показатель 20 декабря 2025 года. Названная причина: Посчитано"),
        ("uk", "Ми відкликали цей показник 20 грудня 2025 року. Названа причина: Two lists"),
        ("ar", "سحبنا هذا الرقم في 20 ديسمبر 2025. السبب المذكور: Two lists"),
    ],
)
def test_a_letter_says_that_it_was_withdrawn_and_what_stands(lang: str, told: str) -> None:
    """And where nothing stands, it says so; it does not say that another number is known."""
    for instead in (OURS[2], None):
        gone = Withdrawn(TOTAL, WHY, instead)
        found = finding(Worded.CONTACTED, 4_700, "2026-02-01", ours=(gone,))
        assert found is not None
        assert not is_worth_a_letter(found), "nobody read the claim"
        found = replace(found, first=found.first.confirm("alice", 1))
        assert is_worth_a_letter(found)
        report = Report(name="d", text="q", lang=lang, day="2026-02-01", outlet="Echo")
        text = letter(found, {"d": report}, shipped("surrender").figures)
        assert told in text
        assert LETTERS[lang].other_count not in text
        says = speaker(lang)
        assert says.sentence(TOTAL) not in text
        assert (says.sentence(OURS[2]) in text) is (instead is not None)
        assert (says.namer.phrases.none_stands in text) is (instead is None)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("By 23 November about 4,700 people had contacted us.", "4,700"),
        ("Since September: 4,700.", "4,700"),
        ("4700 soldiers surrendered.", "4700"),
        ("С сентября обратились 4700 человек.", "4700"),
        ("310 people contacted us in a week.", "310"),
    ],
)
def test_a_draft_that_quotes_a_withdrawn_figure_is_found(draft: str, said: str) -> None:
    """With the day and the reason, and what to say instead in the draft's language."""
    (found,) = check_text(draft, (*OURS, *GONE), speaker("en"))
    assert (found.said, found.measure) == (said, People.id)
    assert found.reason == (
        f"{said} is our figure for “People who contacted us”; it was withdrawn on "
        "20 December 2025. The reason given: Two lists were counted twice."
    )
    lang = "ru" if "обратились" in draft else "en"
    assert found.sentence == speaker(lang).sentence(OURS[2])


def test_a_draft_with_a_withdrawn_figures_own_sentence_is_found_too() -> None:
    """It was generated, and is right no more. Where nothing stands there is nothing to say."""
    says = speaker("en")
    (found,) = check_text(says.whole(TOTAL), (*OURS, *GONE), says)
    assert "withdrawn" in found.reason
    (found,) = check_text(says.sentence(TOTAL), [Withdrawn(TOTAL, WHY, None)], says)
    assert found.sentence == ""
    assert found.reason.endswith("No figure stands in its place.")


@pytest.mark.parametrize(
    "draft",
    [
        "310 soldiers are on the list.",
        "4,705 people contacted us.",
        "More than 4,600 contacted us.",
    ],
)
def test_a_draft_that_says_another_number_is_left_alone(draft: str) -> None:
    assert check_text(draft, (*OURS, *GONE), speaker("en")) == []


def test_the_number_of_one_period_is_known_too() -> None:
    assert beside(Worded.SURRENDERED, 420, "2026-02-01") == (SAME, 420)
    assert beside(Worded.SURRENDERED, 1_420, "2026-02-01") == (SAME, 1_420)


def test_our_own_measure_said_right_is_right_whenever_it_was_released() -> None:
    assert beside(Worded.CONTACTED, 5_120, "2026-02-01") is None
    assert beside(Worded.CONTACTED, 5_130) is None, "within its margin"
    assert beside(Worded.CONTACTED, 6_000, "2025-12-20") == (BOUND, 6_540), "it grew since"
    assert beside(Worded.CONTACTED, 7_000, "2025-12-20") == (OTHER, 6_540)


def test_an_upper_bound_is_held_against_what_was_public() -> None:
    below = Precision.LESS_THAN
    assert beside(Worded.SURRENDERED, 400, "2026-02-01", below) == (BOUND, 215)
    assert beside(Worded.CONTACTED, 6_000, "2025-12-20", below) == (BOUND, 5_120)
    assert beside(Worded.CONTACTED, 6_000, "2026-02-01", below) == (OTHER, 6_540)


def test_an_old_number_that_may_be_right_is_asked_about() -> None:
    """9,800 applied in all, so 5,120 may have; 420 of one period are near by chance."""
    assert beside(Worded.APPLIED, 5_120) == (Verdict.UNRESOLVED, 5_120)
    assert beside(Worded.APPLIED, 420) == (BOUND, 9_800)
    assert beside(Worded.APPLIED, 5_130) == (BOUND, 9_800), "an old margin is nobody's number"
    assert beside(Worded.APPLIED, 6_540) == (SAME, 6_540), "the newest is in every hand"


@pytest.mark.parametrize(
    ("draft", "right"),
    [
        ("5,120 soldiers have surrendered to us.", 0),
        ("More than 5,100 soldiers gave themselves up.", 0),
        ("420 soldiers surrendered in a week.", 1),
        ("6,540 soldiers surrendered.", 2),
        ("There were 5,120 applications.", 0),
    ],
)
def test_a_draft_is_checked_by_all_releases(draft: str, right: int) -> None:
    (found,) = check_text(draft, OURS, speaker("en"))
    assert found.sentence == speaker("en").sentence(OURS[right])


@pytest.mark.parametrize(
    "draft",
    [
        "By 8 December about 5,120 people had contacted us.",
        "There were 420 applications that week.",
        "The number 420 stands alone.",
        "5,130 soldiers are on the list.",
    ],
)
def test_a_draft_that_may_be_right_is_left_alone(draft: str) -> None:
    assert check_text(draft, OURS, speaker("en")) == []


def test_our_older_sentences_are_passed_over() -> None:
    says = speaker("en")
    assert check_text("\n".join(says.whole(each) for each in OURS), OURS, says) == []


def test_every_release_of_a_log_and_how_one_was_withdrawn(published: dict[str, bytes]) -> None:
    """With the correction's day and reason, and the newest total that stands."""
    history = read_log(published).history
    (series,) = history.series.values()
    kept = [each for each in series.releases if each.period not in series.withdrawn]
    assert len(kept) == len(series.releases) - 1 == 7
    expected = [(count, each.last) for each in kept for count in (each.total, each.change)]
    every = every_figure(history)
    gone = [each for each in every if isinstance(each, Withdrawn)]
    (release,) = (each for each in series.releases if each.period in series.withdrawn)
    assert [each.figure.row().last.isoformat() for each in gone] == 2 * [release.last]
    (correction,) = (each for each in history.entries if isinstance(each, Correction))
    for each in gone:
        assert each.remark == Remark(moment(correction.at).date(), correction.reason)
        assert each.instead == every[-2]
    rows = [each.row() for each in every if isinstance(each, Published)]
    assert [("<10" if e.value is None else e.value, e.last.isoformat()) for e in rows] == expected


def test_which_is_the_newest_and_which_a_total() -> None:
    past = Past(OURS)
    assert [each.is_newest for each in past.known[:4]] == [False, False, True, True]
    assert [each.is_total for each in past.known[:4]] == [True, False, True, False]
    assert past.newest == list(OURS[2:])
    assert Past(OURS).until(DECEMBER).figures == list(OURS[:2])
    assert Past(OURS).until(None).figures == OURS
