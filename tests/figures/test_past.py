"""Old figures are known, too: December's contacts printed as January's surrenders are found."""

# ruff: noqa: D103 - a test is named after what it protects

from datetime import date, timedelta

import pytest

from aman.figures.claims.beside_ours import compare_with_ours
from aman.figures.claims.claim import Claim, Precision, Report, Statement, Worded
from aman.figures.claims.comparing import Verdict
from aman.figures.draft_check import check_text
from aman.figures.log.reading import read_log
from aman.figures.measures import Applications, ArrivedSafe, Measure, People, Published, Window
from aman.figures.past import Past, every_figure
from figures.hotline import speaker

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


def beside(
    measure: Worded, number: int, day: str = "", precision: Precision = Precision.EXACT
) -> tuple[Verdict, int | None] | None:
    """What a claim is to ours, and the figure it is held against."""
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
    found = compare_with_ours([claim], OURS, "h", reports=[report])
    return next(((e.verdict, e.second.row().value) for e in found), None)  # type: ignore[union-attr]


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


def test_every_release_of_a_log_but_what_was_withdrawn(published: dict[str, bytes]) -> None:
    history = read_log(published).history
    (series,) = history.series.values()
    kept = [each for each in series.releases if each.period not in series.withdrawn]
    assert len(kept) == len(series.releases) - 1 == 7
    expected = [(count, each.last) for each in kept for count in (each.total, each.change)]
    rows = [each.row() for each in every_figure(history)]
    assert [("<10" if e.value is None else e.value, e.last.isoformat()) for e in rows] == expected


def test_which_is_the_newest_and_which_a_total() -> None:
    past = Past(OURS)
    assert [each.is_newest for each in past.known[:4]] == [False, False, True, True]
    assert [each.is_total for each in past.known[:4]] == [True, False, True, False]
    assert past.newest == list(OURS[2:])
    assert Past(OURS).until(DECEMBER).figures == list(OURS[:2])
    assert Past(OURS).until(None).figures == OURS
