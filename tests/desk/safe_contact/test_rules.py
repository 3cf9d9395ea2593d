"""A person is reached as he asked to be, and what breaks that is told with every reason."""

# ruff: noqa: D103 - a test is named after what it protects

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.desk.safe_contact.rules import (
    MINUTES_A_DAY,
    TALKING_SECONDS,
    Broken,
    Hours,
    Rules,
    Sending,
    broken_by,
    holds_until,
    next_allowed,
    read_hours,
)

NOON = int(datetime(2026, 6, 15, 12, 0, tzinfo=UTC).timestamp())


def sending(text: str = "x", at: int = NOON, contact: int = 1, heard_at: int | None = 0) -> Sending:
    return Sending(contact, text, at, heard_at)


def test_without_rules_everything_may_be_sent() -> None:
    assert broken_by(Rules(), sending()) == ()


def test_never_means_never_even_while_he_is_writing() -> None:
    assert broken_by(Rules(never=True), sending(heard_at=NOON - 1)) == (Broken.NEVER,)


def test_only_the_ways_he_named() -> None:
    rules = Rules(contacts=(2,))
    assert broken_by(rules, sending(contact=1, heard_at=NOON)) == (Broken.CONTACT,)
    assert broken_by(rules, sending(contact=2)) == ()


@pytest.mark.parametrize(
    ("zone", "allowed"),
    [("UTC", False), ("Asia/Baghdad", True), ("Europe/Kyiv", True), ("Nowhere/At_all", False)],
)
def test_hours_are_in_his_own_time(zone: str, allowed: bool) -> None:  # noqa: FBT001 - a table
    rules = Rules(hours=(Hours(15 * 60, 16 * 60),), zone=zone)
    assert broken_by(rules, sending()) == (() if allowed else (Broken.HOURS,))


def test_hours_over_midnight_hold_on_both_sides() -> None:
    night = Hours(22 * 60, 2 * 60)
    assert [night.hold(hour * 60) for hour in (21, 22, 23, 0, 1, 2)] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]
    assert night.said() == "22:00–02:00"


def test_while_he_writes_himself_an_answer_breaks_neither_hours_nor_wording() -> None:
    rules = Rules(hours=(Hours(0, 60),), wording="Your parcel is here")
    assert broken_by(rules, sending(heard_at=NOON - TALKING_SECONDS + 1)) == ()
    late = broken_by(rules, sending(heard_at=NOON - TALKING_SECONDS))
    assert late == (Broken.HOURS, Broken.WORDING)
    ahead = broken_by(rules, sending(heard_at=NOON + 60))  # a wrong clock is no talk
    assert ahead == (Broken.HOURS, Broken.WORDING)


def test_only_his_words_may_begin_a_talk() -> None:
    rules = Rules(wording="Your parcel is here")
    assert broken_by(rules, sending("Your parcel is here ")) == ()
    assert broken_by(rules, sending("Your parcel is here. Come at nine.")) == (Broken.WORDING,)


@given(
    st.lists(st.tuples(st.integers(0, MINUTES_A_DAY), st.integers(0, MINUTES_A_DAY)), max_size=3)
)
def test_the_next_allowed_moment_is_allowed_and_within_a_day(pairs: list[tuple[int, int]]) -> None:
    rules = Rules(hours=tuple(Hours(*pair) for pair in pairs), zone="Europe/Kyiv")
    found = next_allowed(rules, NOON)
    if found is None:
        assert all(start % MINUTES_A_DAY == end % MINUTES_A_DAY for start, end in pairs)
    else:
        assert NOON <= found <= NOON + 86_400
        assert Broken.HOURS not in broken_by(rules, sending(at=found))


def test_a_day_with_a_changed_clock_is_no_trap() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    before = int(datetime(2026, 3, 28, 23, 0, tzinfo=kyiv).timestamp())
    rules = Rules(hours=(Hours(3 * 60 + 15, 3 * 60 + 45),), zone="Europe/Kyiv")
    found = next_allowed(rules, before)  # 03:15 does not exist that night
    assert found is None or Broken.HOURS not in broken_by(rules, sending(at=found))


def test_hours_are_read_as_a_person_writes_them() -> None:
    assert read_hours("18:00-20:30, 6–7") == (Hours(1080, 1230), Hours(360, 420))
    assert read_hours(" ") == ()
    for wrong in ("18", "18-18", "25:00-26:00", "18:70-19", "evening", "1-2-3"):
        with pytest.raises(ValueError, match=wrong[:2]):
            read_hours(wrong)


def test_rules_print_nothing() -> None:
    assert "parcel" not in repr(Rules(wording="parcel"))
    assert "parcel" not in repr(sending("parcel"))


def test_what_may_be_sent_now_says_until_when() -> None:
    evening = Rules(hours=(Hours(11 * 60, 12 * 60 + 30),))
    assert holds_until(Rules(), sending(heard_at=NOON)) is None
    assert holds_until(evening, sending()) == NOON + 30 * 60 - 1
    quiet = Rules(wording="Your parcel is here")
    assert holds_until(quiet, sending(heard_at=NOON - 60)) == NOON - 60 + TALKING_SECONDS - 1
    assert holds_until(quiet, sending(quiet.wording, heard_at=NOON - 60)) is None


@given(
    st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)), max_size=3),
    st.integers(0, 2000),
)
def test_until_then_it_breaks_nothing_and_one_second_later_something(
    pairs: list[tuple[int, int]], heard_before: int
) -> None:
    rules = Rules(hours=tuple(Hours(start, end) for start, end in pairs), zone="Europe/Kyiv")
    now = sending(heard_at=NOON - heard_before)
    until = holds_until(rules, now)
    if broken_by(rules, now) or until is None:
        return
    assert not broken_by(rules, replace(now, at=until))
    assert broken_by(rules, replace(now, at=until + 1))
