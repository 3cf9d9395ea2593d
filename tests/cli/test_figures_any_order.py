"""No order of real commands costs anybody more than the total that was promised first."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aman.figures.log.entries import Release
from aman.figures.measures import Unit
from figures.charged import most_charged

from .figures_office import IN_ENGLISH, Office, office_at

TOTAL = "0.3"


def opening(measure: str, total: str = TOTAL) -> Callable[[Office], object]:
    """Open the next series of a measure, if it is let."""

    def opened(office: Office) -> object:
        known = office.history().series
        number = 1 + sum(each.startswith(measure) for each in known)
        words = (f"{measure}-{number}", "--total", total, "--period", "week", "--periods", 6)
        return office.open(*words)

    return opened


def wait_and_publish(office: Office) -> object:
    """Four weeks later; a book that is too old refuses."""
    office.wait(weeks=4)
    return office.publish("--early-access", "spokesperson=240")


def look_early(office: Office) -> object:
    """Counts are fixed in the book."""
    office.wait(days=1)
    return office.aman("preview", "--role", "spokesperson", "--events", office.table())


def correcting(*words: str) -> Callable[[Office], object]:
    """Of the newest release, or of an entry that is none."""

    def corrected(office: Office) -> object:
        entries = office.history().entries
        newest = max((each.index for each in entries if isinstance(each, Release)), default=0)
        return office.aman("correct", "--entry", newest, *words, *IN_ENGLISH)

    return corrected


def close(office: Office) -> object:
    """The series that was opened last, if it is open."""
    [*_, last] = ["people-1", *office.history().series]
    return office.aman("close-series", last, *IN_ENGLISH)


def lose_the_book(office: Office) -> object:
    """What is public goes on without its noise."""
    office.book_file.unlink(missing_ok=True)
    office.publish()
    return office.publish("--close-older")


def restore(office: Office) -> object:
    """An older book, as after a restart from a copy; then what is older is closed."""
    copy = office.book_file.with_name("copy")
    if copy.exists():
        office.book_file.write_bytes(copy.read_bytes())
        office.publish()
        return office.publish("--close-older")
    if office.book_file.exists():
        copy.write_bytes(office.book_file.read_bytes())
    return None


COMMANDS: dict[str, Callable[[Office], object]] = {
    "open people": opening("people"),
    "open arrived": opening("arrived"),
    "open for more": opening("people", "0.9"),
    "open contacts": opening("contacts"),
    "publish": wait_and_publish,
    "look early": look_early,
    "withdraw": correcting("--withdraw"),
    "withdraw and close": correcting("--withdraw", "--close"),
    "withdraw one": correcting("--withdraw", "--mended"),
    "mended": correcting("--mended"),
    "close": close,
    "lose the book": lose_the_book,
    "copy the book, or restore it": restore,
}
A_MISCOUNT = [
    *("open people", "publish", "withdraw and close", "open people", "publish"),
    *("lose the book", "open people", "withdraw", "publish", "close", "open people"),
]


def run(office: Office, order: list[str]) -> object:
    """One after the other; after each it is asked what somebody is charged."""
    before = office.history()
    for command in order:
        done = COMMANDS[command](office)
        failed = getattr(done, "exception", None)
        assert failed is None or isinstance(failed, SystemExit), (command, failed)
        history = office.history()
        assert history.entries[: before.size] == before.entries
        for protected in Unit.PERSON, Unit.PERSON_WEEK:
            worst = most_charged(history, protected)
            assert worst is None or worst == history.budgets[protected].spent <= Fraction(TOTAL)
        before = history
    return done


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.lists(st.sampled_from([*COMMANDS, "open people"]), min_size=4, max_size=7))
def test_no_order_of_commands_costs_more_than_was_promised(
    order: list[str], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By every way in which one person can be in the series; nothing that is out ever changes."""
    office = office_at(tmp_path_factory.mktemp("any-order"), monkeypatch)
    run(office, ["open people", "publish", *order])


def test_after_three_starts_the_budget_is_spent_and_that_is_told(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that orders do meet its end: a miscount, a lost book, a series that was closed."""
    office = office_at(tmp_path_factory.mktemp("spent"), monkeypatch)
    done = run(office, A_MISCOUNT)
    assert [each.closed for each in office.history().series.values()] == ["stopped"] * 3
    assert "The budget is 0.3; with this series 0.4 would be spent." in done.stderr  # type: ignore[attr-defined] # a result
