"""`aman figures` over weeks: what one command keeps, the next goes on with."""

import re
from pathlib import Path

import pytest

from aman.figures.log.entries import Release

from .figures_office import Office, office_at

pytestmark = pytest.mark.xdist_group("published")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Nothing is published yet."""
    return office_at(tmp_path, monkeypatch)


def released(office: Office) -> list[Release]:
    """All releases, in their order."""
    return [each for each in office.history().entries if isinstance(each, Release)]


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
