"""How the lines are: a nonce goes through the provider and comes back, or a line is down.

Promises: a line is called well only by a pulse younger than 45 s, by the line's clock and by the
desk's, so that a screen says within a minute that it is down; what was long under way says nothing
about now.
"""

from dataclasses import dataclass

from aman.core.line_dialogue import LinePulse
from aman.core.strength import Strength
from aman.desk.running import the_desk

from .models import LineNews
from .states import in_own_words

SILENT_SECONDS = 45
"""Two beats of a line did not come; with the 15 s between two looks of a screen it is a minute."""


@dataclass(frozen=True, slots=True)
class LineHealth:
    """One line: `state` is ``ok``, ``silent``, ``fault`` or ``never``.

    `pulse_at` is when a nonce last came back, `fault` the line's own word for why one did not.
    """

    name: str
    strength: Strength
    state: str
    pulse_at: int | None
    milliseconds: int | None
    fault: str


OK, SILENT, FAULT, NEVER = "ok", "silent", "fault", "never"


def note_heard(line: str, now: int) -> None:
    """Remember that a line spoke."""
    LineNews.objects.update_or_create(line=line, defaults={"heard_at": now})


def take_pulse(pulse: LinePulse, now: int) -> bool:
    """Note a pulse; True when the line is well now and was not, or the other way round."""
    news, _ = LineNews.objects.get_or_create(line=pulse.line)
    before = _state(news, now)
    at = min(pulse.at, now)
    if pulse.milliseconds is not None:
        if news.pulse_at is None or at >= news.pulse_at:
            news.pulse_at, news.milliseconds = at, pulse.milliseconds
    elif news.fault_at is None or at >= news.fault_at:
        news.fault_at, news.fault = at, in_own_words(pulse.fault) or "no pulse"
    news.save()
    return _state(news, now) != before


def _state(news: LineNews | None, now: int) -> str:
    if news is None or (news.pulse_at is None and news.fault_at is None):
        return NEVER
    pulse_at, fault_at = news.pulse_at or 0, news.fault_at or 0
    if now - max(pulse_at, fault_at) > SILENT_SECONDS:
        return SILENT
    return FAULT if fault_at > pulse_at else OK


def line_health(now: int) -> tuple[LineHealth, ...]:
    """Every line that the desk knows; needs no open vault."""
    news = {each.line: each for each in LineNews.objects.all()}
    return tuple(
        _health(line.name, line.strength, news.get(line.name), now)
        for line in the_desk().lines.known().values()
    )


def _health(name: str, strength: Strength, news: LineNews | None, now: int) -> LineHealth:
    state = _state(news, now)
    if news is None:
        return LineHealth(name, strength, state, None, None, "")
    fault = news.fault if state == FAULT else ""
    return LineHealth(name, strength, state, news.pulse_at, news.milliseconds, fault)
