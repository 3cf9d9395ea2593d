"""How the lines are: said within a minute, and never called well by what was long under way."""

import pytest

from aman.core.line_dialogue import LinePulse
from aman.desk.casebook.models import count_changes
from aman.desk.cases.contacts import line_health
from aman.desk.lines.models import LineNews
from desk_caller.front import Front
from desk_lines.line import Line


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def states(front: Front) -> dict[str, str]:
    """Each line's state."""
    return {line.name: line.state for line in line_health(now(front))}


def pulse(front: Front, line: Line, milliseconds: int | None = 340, fault: str = "") -> None:
    """A nonce went out just now, and came back or did not."""
    line.tells(LinePulse(line.name, now(front), milliseconds, fault))
    front.visit()


def forward(front: Front, seconds: float) -> None:
    """Time passes."""
    front.desk.clock.forward(seconds)  # type: ignore[attr-defined]  # the tests' clock


def test_a_line_is_well_while_its_pulse_comes_back_and_silent_after_a_minute(
    front: Front, telegram: Line, sms: Line
) -> None:
    """Each for itself, also while nobody is signed in."""
    assert states(front) == {"telegram": "never", "sms": "never"}
    pulse(front, telegram)
    assert states(front) == {"telegram": "ok", "sms": "never"}
    assert line_health(now(front))[1].milliseconds == 340
    forward(front, 61)
    pulse(front, sms)
    assert states(front) == {"telegram": "silent", "sms": "ok"}


def test_a_pulse_that_does_not_come_back_is_a_fault_at_once(front: Front, telegram: Line) -> None:
    """With the line's own word for why; the next good one ends it."""
    pulse(front, telegram)
    forward(front, 20)
    pulse(front, telegram, None, "blocked")
    (health,) = line_health(now(front))
    assert (health.state, health.fault) == ("fault", "blocked")
    forward(front, 20)
    pulse(front, telegram)
    (health,) = line_health(now(front))
    assert (health.state, health.fault) == ("ok", "")


def test_pulses_that_were_long_under_way_say_nothing_about_now(
    front: Front, telegram: Line
) -> None:
    """A front was cut off for an hour, and then hands over what the line said all the while."""
    sent = now(front)
    forward(front, 3600)
    for at in range(sent, sent + 600, 20):
        telegram.tells(LinePulse("telegram", at, 340))
    front.visit()
    assert states(front) == {"telegram": "silent"}


def test_late_pulses_do_not_hide_newer_ones(front: Front, telegram: Line) -> None:
    """Whatever order they come in."""
    at = now(front)
    for ago, milliseconds in ((0, 100), (20, None), (40, 900)):
        telegram.tells(LinePulse("telegram", at - ago, milliseconds))
        front.visit()
    (health,) = line_health(at)
    assert (health.state, health.pulse_at, health.milliseconds) == ("ok", at, 100)


@pytest.mark.parametrize("ahead", [1, 10**9])
def test_a_line_whose_clock_is_ahead_is_not_well_for_ever(
    front: Front, telegram: Line, ahead: int
) -> None:
    """Its pulse counts from when it was heard."""
    telegram.tells(LinePulse("telegram", now(front) + ahead, 340))
    front.visit()
    assert states(front) == {"telegram": "ok"}
    forward(front, 61)
    assert states(front) == {"telegram": "silent"}


def test_a_heart_that_beats_wakes_no_screen(front: Front, telegram: Line) -> None:
    """Only that it stopped, or goes on, is news."""
    pulse(front, telegram)
    seen = count_changes()
    for _ in range(5):
        forward(front, 20)
        pulse(front, telegram)
    assert count_changes() == seen
    pulse(front, telegram, None, "blocked")
    forward(front, 1)
    pulse(front, telegram, None, "blocked")
    assert LineNews.objects.get().heard_at == now(front)
