"""`aman figures` over weeks: what one command keeps, the next goes on with."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from aman.cli import figures_published
from aman.figures.disclosure import as_number
from aman.figures.log.entries import Release
from aman.figures.page.texts.en import TEXTS
from aman.figures.verifying import verify
from figures.hotline import TOKENS
from figures.published import START

from .figures_office import IN_ENGLISH, Office, office_at

pytestmark = pytest.mark.xdist_group("published")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Nothing is published yet."""
    return office_at(tmp_path, monkeypatch)


def released(office: Office) -> list[Release]:
    """All releases, in their order."""
    return [each for each in office.history().entries if isinstance(each, Release)]


def test_a_role_sees_early_what_will_be_published_and_no_period_that_is_not_over(
    office: Office,
) -> None:
    """However many hours it has: the count of a week that is not over would be fixed for good.

    What it saw is what is published, whatever is counted between. The look is written down.
    """
    office.open("people-1")
    office.publish("--early-access", "minister=2000", "--early-access", "spokesperson=24")
    office.wait(weeks=4)
    office.publish()
    office.wait(days=1)
    public = office.files()
    looks = {}
    for role in ("spokesperson", "minister"):
        looked = office.aman("preview", "--role", role, "--events", office.table())
        assert looked.exit_code == 0, looked.stderr
        looks[role] = re.findall(r"people-1, number .*", looked.stdout)
    assert looks["spokesperson"] == []
    assert [each[:18] for each in looks["minister"]] == ["people-1, number 3"]
    assert office.files() == public
    [state] = office.book().series
    assert state.counts == [70, 70, 70, 70]
    beside = office.book_file.with_name("book.json.opened").read_text()
    assert re.findall(r"seen early by (\w+)", beside) == ["spokesperson", "minister"]
    office.events[START, "people"] += 500
    office.wait(weeks=2, days=-1)
    done = office.publish()
    assert looks["minister"][0] in done.stdout
    assert len(released(office)) == 5
    assert office.book().series[0].counts == [70, 70, 70, 70, 570]


def test_a_dry_run_shows_what_is_published_after_it_and_keeps_nothing(office: Office) -> None:
    """With releases due: the same figures and pages, not a byte of folder and book changed."""
    office.open("people-1")
    office.wait(weeks=4)
    before, look = office.kept(), office.home / "look"
    dry = office.publish("--dry-run", "--into", look)
    assert dry.exit_code == 0, dry.stderr
    assert office.kept() == before
    done = office.publish()
    assert dry.stdout.splitlines()[1] == "This would be published:"
    assert dry.stdout.splitlines()[2:] == done.stdout.splitlines()[1:]
    assert done.stdout.count("people-1, number") >= 3
    looked = {path.relative_to(look).as_posix() for path in look.rglob("*") if path.is_file()}
    assert "uk/index.html" in looked
    [said] = sentences(office)
    assert said in (look / "en" / "index.html").read_text("utf-8")
    assert len(released(office)) == 3


def test_at_a_terminal_somebody_is_asked_before_it_is_for_good(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A timer has no terminal and is not; what was shown is what is published."""
    office.open("people-1")
    office.wait(weeks=4)
    monkeypatch.setattr(figures_published, "at_a_terminal", lambda: True)
    before = office.kept()
    for answer in ("n\n", "\n"):
        declined = office.publish(typed=answer)
        assert declined.exit_code == 2
        assert "Published" not in declined.stdout
        assert "Nothing was published." in declined.stderr
        assert office.kept() == before
    done = office.publish(typed="y\n")
    assert done.exit_code == 0, done.stderr
    shown = done.stderr.split("for good:\n")[1].split("Publish it?")[0]
    assert shown == done.stdout.partition("Published:\n")[2]
    nothing = office.publish()
    assert nothing.stdout == "Published:\nNothing; no release is due.\n"
    office.wait(weeks=1)
    assert office.publish("--yes").exit_code == 0
    assert len(released(office)) == 4


def test_every_salt_is_thirty_two_bytes_of_chance_and_no_two_are_alike(office: Office) -> None:
    """By opening, publishing and looking early: without chance a hash of a small count tells it."""
    office.events[office.today, "arrived"] = 3
    assert office.open().exit_code == 0
    office.publish("--early-access", "spokesperson=48")
    office.wait(weeks=4)
    assert office.publish().exit_code == 0
    office.wait(days=5)
    looked = office.aman("preview", "--role", "spokesperson", "--events", office.table())
    assert "people-1, number 3" in looked.stdout
    book = office.book()
    people, _ = book.series
    assert len(people.counts) == 4
    assert len(released(office)) == 3
    salts = [each for state in book.series for each in (state.noise_salt, *state.salts)]
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in salts)
    assert len(set(salts)) == len(salts) == 6
    # Chance, and not a counter or a hash of few letters.
    assert all(len(set(bytes.fromhex(each))) > 16 for each in salts)


def miscounted(office: Office, *words: object) -> list[Release]:
    """Eight hundred too many are counted in the third week; four releases are out, two with it."""
    assert office.open(*words).exit_code == 0
    office.events[START + timedelta(days=15), "people"] = 810
    office.wait(weeks=4)
    assert office.publish().exit_code == 0
    office.wait(weeks=1)
    assert office.publish().exit_code == 0
    releases = released(office)
    assert [as_number(each.total) > 800 for each in releases] == [False, False, True, True]
    return releases


def sentences(office: Office) -> list[str]:
    """What the English page says in its largest letters."""
    page = office.files()["en/index.html"].decode()
    return re.findall(r'<p class="sentence">(.*?)</p>', page)


def test_a_miscount_is_withdrawn_with_all_later_totals_and_closes_its_series(
    office: Office,
) -> None:
    """The page quotes no total with the mistake in it, also later; another series begins anew."""
    _, second, third, fourth = miscounted(office, "people-1")
    words = ("--entry", third.index, "--withdraw", "--close", *IN_ENGLISH)
    dry = office.aman("correct", *words, "--dry-run")
    done = office.aman("correct", *words)
    assert done.exit_code == 0, done.stderr
    for told in (dry.stderr, done.stderr):
        assert f"later ones are withdrawn: {fourth.index}." in told
        assert "people-1 is closed. Another can be opened in its place" in told
    [said] = sentences(office)
    assert f"about {second.total} people" in said
    assert office.files()["en/index.html"].decode().count("Counted twice.") == 1
    office.wait(weeks=1)
    assert office.publish().exit_code == 0
    assert [said] == sentences(office)
    office.events[START + timedelta(days=15), "people"] = 10
    assert office.open("people-2").exit_code == 0
    office.wait(weeks=5)
    assert office.publish().exit_code == 0
    assert len(office.history().series["people-1"].releases) == 4
    assert len(office.history().series["people-2"].releases) == 4
    verify(office.files(), tokens=TOKENS)


def test_after_a_withdrawal_a_series_waits_until_it_is_said_what_was_wrong(office: Office) -> None:
    """A timer publishes the others, and ends with another status, until somebody decided."""
    _, second, third, _ = miscounted(office)
    done = office.aman("correct", "--entry", third.index, "--withdraw", *IN_ENGLISH)
    assert done.exit_code == 0, done.stderr
    assert "what was counted by mistake is in every later total too" in done.stderr
    assert f"correct --entry {third.index} --mended" in done.stderr
    page = office.files()["en/index.html"].decode()
    assert TEXTS.held in page
    assert f"about {second.total} people" in sentences(office)[0]
    office.wait(weeks=22)
    left = office.publish()
    assert left.exit_code == 3
    assert "people-1 is not released: a figure was withdrawn" in left.stderr
    assert "arrived-1, number 0" in left.stdout
    assert f"about {second.total} people" in sentences(office)[0]
    wrong = office.aman("correct", "--entry", third.index, "--close", *IN_ENGLISH)
    assert "--close goes with --withdraw" in wrong.stderr
    mended = office.aman("correct", "--entry", third.index, "--mended", *IN_ENGLISH)
    assert "later totals do not hold what was wrong" in mended.stdout
    after = office.publish()
    assert after.exit_code == 0, after.stderr
    assert "people-1, number 4" in after.stdout
    verify(office.files(), tokens=TOKENS)


def test_one_figure_alone_is_withdrawn_where_later_ones_are_right(office: Office) -> None:
    """A list that was missing came with the next release: nothing waits."""
    _, _, third, fourth = miscounted(office, "people-1")
    words = ("--entry", third.index, "--withdraw", "--mended", *IN_ENGLISH)
    done = office.aman("correct", *words)
    assert "people-1 goes on: make sure that later totals do not hold" in done.stderr
    assert f"{as_number(fourth.total):,}" in sentences(office)[0]
    office.wait(weeks=1)
    assert office.publish().exit_code == 0
    assert office.history().series["people-1"].withdrawn == {2}


def test_events_that_are_missing_stop_their_series_alone(office: Office) -> None:
    """Which, why and what to do is said; the status says that something was left."""
    miscounted(office)
    office.events[START + timedelta(days=15), "people"] = 10
    office.wait(weeks=22)
    for words in (("--dry-run",), ()):
        left = office.publish(*words)
        assert left.exit_code == 3
        assert "people-1 is not released: there are fewer counting events" in left.stderr
        assert "correct --withdraw --close" in left.stderr
        assert "arrived-1, number 0" in left.stdout
    assert len(office.history().series["people-1"].releases) == 4
    again = office.publish()
    assert (again.exit_code, again.stdout) == (3, "Published:\nNothing.\n")


def test_what_a_second_start_would_cost_is_said_before_the_budget_is_promised(
    office: Office,
) -> None:
    """Afterwards it is too late: a promised total is never raised."""
    dry = office.open("--dry-run")
    assert "costs its price again: 0.3 in all. The budget is 0.2, for good" in dry.stderr
    assert "no more. Room now: --total 0.3." in dry.stderr
    room = office.open("--dry-run", "--total", "0.3")
    assert "The budget is 0.3, for good: there is room for that." in room.stderr
    assert office.open("people-1").exit_code == 0
    later = office.open("arrived-1", "--dry-run", "--start", "2026-10-01")
    assert (later.exit_code, later.stderr) == (0, "")
