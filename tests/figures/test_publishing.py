"""Noise is drawn once, nothing is published twice: killed, restarted, restored, moved."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from aman.cli.figures_files import BookFile
from aman.desk.publication.folder import Overwriting, PublishedFolder
from aman.figures import publishing
from aman.figures.disclosure import FEW, never_falling
from aman.figures.doubts import Why
from aman.figures.log.entries import Calendar, Closed, Correction, Release
from aman.figures.log.history import BrokenRule, History, history_of
from aman.figures.log.layout import SIGNERS, checkpoint_name, entry_name
from aman.figures.log.reading import Doubt
from aman.figures.plan import planned
from aman.figures.publishing import (
    BeforeItsTime,
    Draft,
    OlderBook,
    correct,
    count_early,
    publish_due,
)
from aman.figures.released import released as figures_of
from aman.figures.series import DamagedBook, LogBehind
from aman.figures.verifying import verify

from .in_memory import FolderInMemory
from .published import START, Counted, PublishingHotline, make_key, noon, people, salt
from .seeded import ChosenNoise, SeededNoise

TESTS = Path(__file__).parents[1]
FIRST = START + timedelta(weeks=4)
WHY = {"en": "Counted twice."}


def released(history: History) -> list[Release]:
    """All releases, in their order."""
    return [each for each in history.entries if isinstance(each, Release)]


@pytest.fixture(scope="module")
def trials(
    tmp_path_factory: pytest.TempPathFactory, key: Path
) -> dict[str, list[dict[str, object]]]:
    """What came of killing at each step, in one process that forks."""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-m", "figures.killed", tmp_path_factory.mktemp("killed"), key],
        env=os.environ | {"PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent / 'src'}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("kind", "steps"), [("opening", 16), ("releasing", 17)])
def test_killed_at_any_step_it_finishes_what_was_decided(
    trials: dict[str, list[dict[str, object]]], kind: str, steps: int
) -> None:
    """Byte by byte, though counts, salts and noise of a second decision would differ."""
    assert len(trials[kind]) == steps
    for trial in trials[kind][:-1]:
        assert trial["decided"], trial
    for trial in trials[kind]:
        assert trial["kept"], trial
        assert trial["unchanged"], trial
        assert trial["in_step"], trial
        assert trial["drawn"] == 0, trial
    assert len({json.dumps([t["size"], t["releases"]]) for t in trials[kind]}) == 1
    assert trials[kind][0]["releases"] == ([] if kind == "opening" else [0, 1, 2])


def test_a_restart_draws_nothing_and_publishes_nothing_twice(hotline: PublishingHotline) -> None:
    """The same day again: not a byte changes."""
    hotline.open(people(), START)
    hotline.publish(FIRST)
    before = hotline.public.files()
    hotline.steps.clear()
    hotline.publish(FIRST)
    assert hotline.public.files() == before
    assert hotline.steps == []


def test_a_released_count_never_changes_and_late_events_come_with_the_next(
    hotline: PublishingHotline,
) -> None:
    """The same noise with another count would give the difference away."""
    hotline.noise = SeededNoise(is_silent=True)
    hotline.open(people(), START)
    log = hotline.publish(FIRST)
    assert [each.total for each in released(log.history)] == [50, 100, 145]
    hotline.counted = Counted(more={START: 100})
    log = hotline.publish(FIRST + timedelta(weeks=1))
    assert [each.total for each in released(log.history)] == [50, 100, 145, 295]


def test_what_is_left_out_and_how_it_is_rounded_goes_by_the_noisy_value(
    hotline: PublishingHotline,
) -> None:
    """Left out by the true count, a figure would say of every small one what it is not to say."""
    true = [3, 15, 18, 22, 22, 23]
    hotline.noise = ChosenNoise([12, -8, -6, -10, 1, -1])
    steps = [b - a for a, b in zip([0, *true], true, strict=False)]
    hotline.counted = Counted(0, {START + timedelta(weeks=w): n for w, n in enumerate(steps)})
    hotline.open(people(periods=6), START)
    log = hotline.publish(START + timedelta(weeks=7))
    assert [each.total for each in released(log.history)] == [15, FEW, 10, 10, 25, 20]
    assert [each.change for each in released(log.history)] == [15, FEW, FEW, FEW, 15, FEW]
    assert hotline.book.book().series[0].counts == steps
    verify(hotline.public.files())


def test_what_somebody_sees_early_is_what_is_published(hotline: PublishingHotline) -> None:
    """Events that come between fall into the next period; looking again changes nothing."""
    hotline.noise = SeededNoise(is_silent=True)
    hotline.open(people(), START)
    eve = noon(FIRST - timedelta(days=1))
    for counted in (Counted(), Counted(more={START: 100})):
        hotline.counted = counted
        hotline.publisher().publish(
            lambda draft: count_early(draft, hotline.counted, salt, eve + timedelta(days=1)), eve
        )
        assert hotline.book.book().series[0].counts == [49, 49, 49]
        assert hotline.publisher().log().history.size == 2
    assert [each.total for each in released(hotline.publish(FIRST).history)] == [50, 100, 145]
    log = hotline.publish(FIRST + timedelta(weeks=1))
    assert released(log.history)[-1].total == 295
    verify(hotline.public.files())


def test_an_older_book_draws_and_releases_nothing_and_can_close_its_series(
    hotline: PublishingHotline,
) -> None:
    """The public log decides; the newest copy is asked for first."""
    hotline.open(people(), START)
    hotline.publish(FIRST)
    older = hotline.book.path.read_bytes()
    hotline.publish(FIRST + timedelta(weeks=1))
    newer = hotline.book.path.read_bytes()
    public = hotline.public.files()
    day = FIRST + timedelta(weeks=2)
    hotline.book.path.write_bytes(older)
    with pytest.raises(OlderBook, match="newest copy"):
        hotline.publish(day)
    assert hotline.public.files() == public

    hotline.book.path.write_bytes(newer)
    assert len(released(hotline.publish(day).history)) == 5

    hotline.book.path.write_bytes(older)
    log = hotline.publish(day, close_older=True)
    closed = log.history.entries[-1]
    assert isinstance(closed, Closed)
    assert closed.why == "stopped"
    assert set(closed.reason) == {"ar", "en", "ru", "uk"}
    assert len(hotline.noise.drawn) == 1  # type: ignore[attr-defined]
    assert len(released(hotline.publish(day + timedelta(weeks=9)).history)) == 5
    verify(hotline.public.files())


def test_two_copies_that_both_went_on_are_not_taken_for_one(hotline: PublishingHotline) -> None:
    """One showed a figure early, the other released it: the log decides whose counts it has."""
    hotline.open(people(), START)
    older = hotline.book.path.read_bytes()
    eve = noon(FIRST - timedelta(days=1))
    hotline.publisher().publish(
        lambda draft: count_early(draft, hotline.counted, salt, eve + timedelta(days=1)), eve
    )
    looked = hotline.book.path.read_bytes()
    hotline.book.path.write_bytes(older)
    hotline.counted = Counted(more={START: 100})
    log = hotline.publish(FIRST)
    went_on = hotline.book.path.read_bytes()
    hotline.book.path.write_bytes(looked)
    with pytest.raises(OlderBook, match="the one that published last"):
        hotline.publish(FIRST + timedelta(weeks=1))
    hotline.book.path.write_bytes(went_on)
    assert hotline.publish(FIRST + timedelta(weeks=1)).history.size > log.history.size


def test_a_book_that_only_missed_a_calendar_goes_on_with_its_noise(
    hotline: PublishingHotline,
) -> None:
    """Nothing was released since: count and noise are what they were."""
    hotline.open(people(), START)
    hotline.publish(FIRST)
    older = hotline.book.path.read_bytes()
    log = hotline.publisher().publish(
        lambda draft: correct(draft, 2, {"en": "A note."}, is_withdrawn=False), noon(FIRST)
    )
    hotline.book.path.write_bytes(older)
    assert hotline.publish(FIRST + timedelta(weeks=1)).history.size > log.history.size
    assert len(hotline.noise.drawn) == 1  # type: ignore[attr-defined]
    verify(hotline.public.files())


def test_a_book_without_what_was_opened_since_can_only_close_it(
    hotline: PublishingHotline,
) -> None:
    """Its noise is lost; another is not drawn."""
    hotline.open(people(), START)
    hotline.book.path.unlink()
    with pytest.raises(OlderBook):
        hotline.publish(FIRST)
    assert hotline.publish(FIRST, close_older=True).history.series["people-1"].closed == "stopped"


def test_a_folder_that_lost_entries_is_brought_back_first(hotline: PublishingHotline) -> None:
    """What was public is public; the book knows it."""
    hotline.open(people(), START)
    older = hotline.public.files()
    hotline.publish(FIRST)
    for name in hotline.public.files():
        if name not in older:
            (hotline.public.path / name).unlink()
    for name, content in older.items():
        (hotline.public.path / name).write_bytes(content)
    with pytest.raises(LogBehind, match="Bring it back"):
        hotline.publish(FIRST)


@pytest.fixture
def elsewhere() -> Iterator[None]:
    """Another time zone, for the whole process, and back."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Pacific/Kiritimati"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def test_a_machine_that_moves_to_another_time_zone_publishes_the_same(
    tmp_path: Path, key: Path, request: pytest.FixtureRequest
) -> None:
    """Days are UTC days, whatever the machine says."""
    logs = []
    for name in ("one", "two"):
        hotline = PublishingHotline(tmp_path / name, key)
        hotline.open(people(), START)
        hotline.publish(FIRST)
        if name == "two":
            request.getfixturevalue("elsewhere")
            assert time.timezone == -14 * 3600
        hotline.publish(FIRST + timedelta(weeks=1))
        logs.append(hotline.public.files())
    assert logs[0] == logs[1]


def test_a_clock_that_was_set_back_is_refused(hotline: PublishingHotline) -> None:
    """Nothing is published at a time before the last."""
    hotline.open(people(), START)
    with pytest.raises(BeforeItsTime, match="clock"):
        hotline.publish(START - timedelta(days=1))


def test_fewer_events_than_were_released_stop_that_series_alone(hotline: PublishingHotline) -> None:
    """An older table of events would be released under the same noise; others have theirs."""
    hotline.open(people(), START, "0.3")
    hotline.open(planned("arrived-1", "2026-06-01", periods=2, period="quarter"), START)
    hotline.publish(FIRST)
    before, day = hotline.book.book().state("people-1"), FIRST + timedelta(weeks=8)
    hotline.counted = Counted(a_day=2)
    left: dict[str, str] = {}

    def decide(draft: Draft) -> None:
        publish_due(draft, hotline.counted, salt)
        left.update(draft.left)

    log = hotline.publisher().publish(decide, noon(day))
    assert list(left) == ["people-1"]
    assert "older copy" in left["people-1"]
    assert "correct --withdraw --close" in left["people-1"]
    assert hotline.book.book().state("people-1") == before
    assert [each.series for each in released(log.history)[3:]] == ["arrived-1"]
    verify(hotline.public.files())


def test_every_release_is_announced_four_weeks_ahead(hotline: PublishingHotline) -> None:
    """And the calendar never runs out of days."""
    hotline.open(people(), START)
    history = hotline.weeks(FIRST, 8).history
    announced: dict[int, timedelta] = {}
    for entry in history.entries:
        if isinstance(entry, Calendar):
            for each in entry.dates:
                ahead = noon(START.fromisoformat(each.date)) - noon(
                    START.fromisoformat(entry.at[:10])
                )
                announced[each.period] = ahead
    assert len(announced) > 14
    assert min(announced.values()) >= timedelta(days=28)
    assert not any(each.reason for each in released(history))
    assert history.early_access[0].role == "spokesperson"


def test_a_late_release_says_so_in_four_languages(hotline: PublishingHotline) -> None:
    """And an early one is not made."""
    hotline.open(people(), START)
    assert released(hotline.publish(FIRST - timedelta(days=1)).history) == []
    late = released(hotline.publish(FIRST + timedelta(days=1)).history)[0]
    assert set(late.reason) == {"ar", "en", "ru", "uk"}


@pytest.mark.parametrize("is_stub", [False, True])
def test_what_is_in_the_log_is_never_overwritten(tmp_path: Path, *, is_stub: bool) -> None:
    """Not even by ourselves, nor taken away; what is made from it may be both."""
    folder = FolderInMemory() if is_stub else PublishedFolder(tmp_path / "public")
    assert folder.files() == {}
    for name in (entry_name(0), checkpoint_name(1), SIGNERS, "en/index.html"):
        assert folder.write(name, b"{}")
        assert not folder.write(name, b"{}")
        assert folder.read(name) == b"{}"
        if name == "en/index.html":
            assert folder.write(name, b"[]")
            folder.remove(name)
            folder.remove(name)
            assert folder.read(name) is None
            continue
        with pytest.raises(Overwriting):
            folder.write(name, b"[]")
        with pytest.raises(Overwriting):
            folder.remove(name)
    assert sorted(folder.files()) == sorted((entry_name(0), checkpoint_name(1), SIGNERS))


def test_another_key_does_not_go_on_with_a_log(hotline: PublishingHotline, tmp_path: Path) -> None:
    """Readers would take it for somebody else's."""
    hotline.open(people(), START)
    hotline.key = make_key(tmp_path)
    with pytest.raises(Doubt) as doubt:
        hotline.publish(FIRST)
    assert doubt.value.why is Why.OTHER_KEY


def test_a_correction_withdraws_a_figure_and_puts_none_in_its_place(
    hotline: PublishingHotline,
) -> None:
    """What stood there stays; tables say that it is withdrawn."""
    hotline.open(people(), START)
    hotline.publish(FIRST)
    why = {"en": "Two lists were counted twice."}
    before = hotline.public.files()
    hotline.publisher().publish(lambda d: correct(d, 2, why, is_withdrawn=True), noon(FIRST))
    files = hotline.public.files()
    assert files[entry_name(2)] == before[entry_name(2)]
    rows = list(csv.DictReader(io.StringIO(files["csv/people-1.csv"].decode())))
    assert [row["withdrawn"] for row in rows] == ["yes", "yes", "no", "no", "no", "no"]
    with pytest.raises(BrokenRule) as broken:
        hotline.publisher().publish(lambda d: correct(d, 1, why, is_withdrawn=True), noon(FIRST))
    assert broken.value.why is Why.WITHDRAWS_NO_FIGURE


def test_a_revision_is_made_without_what_was_withdrawn_and_moves_no_other(
    hotline: PublishingHotline,
) -> None:
    """Pooled with the 900 that was wrong, the totals beside it became 375."""
    hotline.noise, hotline.counted = ChosenNoise([0, 800, 0, 5, 0]), Counted(0, {START: 100})
    plan = msgspec.structs.replace(people(periods=6), revised=4)
    hotline.open(plan, START - timedelta(weeks=4))
    day = START + timedelta(weeks=3)
    [_, second] = released(hotline.weeks(day - timedelta(weeks=1), 2).history)

    def mended(draft: Draft) -> None:
        publishing.withdraw(draft, second.index, WHY)
        publishing.mend(draft, second.index, WHY)

    hotline.publisher().publish(mended, noon(day))
    log = hotline.publish(day + timedelta(weeks=2))
    series = log.history.series["people-1"]
    assert [each.total for each in series.releases] == [100, 900, 100, 105]
    assert series.revision is not None
    assert series.revision.totals == [100, None, 100, 105]
    verify(hotline.public.files())
    totals = list(never_falling([100, 900, 100, 105]))
    pooled = msgspec.structs.replace(series.revision, totals=totals)
    with pytest.raises(BrokenRule, match=Why.NOT_THOSE_RELEASED):
        history_of([*log.history.entries[: series.revision.index], pooled])


def test_what_a_withdrawn_total_had_moved_is_shown_no_more(hotline: PublishingHotline) -> None:
    """The revision came before the withdrawal: what it made of the others goes, the rest stays."""
    hotline.noise, hotline.counted = ChosenNoise([0, 50, 800, 0]), Counted(0, {START: 100})
    plan = msgspec.structs.replace(people(periods=6), revised=4)
    hotline.open(plan, START)
    log, day = hotline.publish(START + timedelta(weeks=5)), noon(START + timedelta(weeks=5))
    series = log.history.series["people-1"]
    assert [each.total for each in series.releases] == [100, 150, 900, 100]
    wrong = series.releases[2].index
    log = hotline.publisher().publish(lambda d: correct(d, wrong, WHY, is_withdrawn=True), day)
    figures = figures_of(log.history.series["people-1"])
    assert [None if each.revised is None else each.revised.row().value for each in figures] == [
        *(100, None, None, None)
    ]


def test_no_release_follows_a_withdrawn_one_before_it_is_mended(hotline: PublishingHotline) -> None:
    """A total counts from the first day; those after the wrong one go too. Readers ask for it."""
    hotline.open(people(), START)
    hotline.publish(FIRST)
    day = FIRST + timedelta(weeks=1)
    hotline.publisher().publish(lambda d: publishing.withdraw(d, 3, WHY), noon(FIRST))
    series = hotline.publish(day).history.series["people-1"]
    assert (len(series.releases), series.withdrawn, series.is_held) == (3, frozenset({1, 2}), True)
    looked = hotline.book.book()
    hotline.publisher().publish(
        lambda d: count_early(d, hotline.counted, salt, noon(day)), noon(day)
    )
    assert hotline.book.book() == looked
    with pytest.raises(BrokenRule, match=Why.MENDS_NOTHING):
        hotline.publisher().publish(lambda d: publishing.mend(d, 2, WHY), noon(day))
    hotline.publisher().publish(lambda d: publishing.mend(d, 4, WHY), noon(day))
    history = hotline.publish(day).history
    assert len(released(history)) == 4
    verify(hotline.public.files())
    without = [
        msgspec.structs.replace(each, effect="explained")
        if isinstance(each, Correction) and each.effect == "mended"
        else each
        for each in history.entries
    ]
    with pytest.raises(BrokenRule, match=Why.STILL_HELD):
        history_of(without)


def test_a_damaged_book_is_refused_in_words(tmp_path: Path) -> None:
    """And its content does not stand in the error."""
    path = tmp_path / "book.json"
    path.write_bytes(b'{"hotline":"h","noise":[4711]}')
    with pytest.raises(DamagedBook, match="damaged") as damaged:
        BookFile(path).book()
    assert "4711" not in str(damaged.value)
