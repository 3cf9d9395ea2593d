"""What `aman line list` says of one line.

Promises: nothing of a person, no secret, no token.
"""

from pathlib import Path

from aman.cli.line_folder import STRENGTH_IN_WORDS, line_of
from aman.cli.line_request import Refused
from aman.lines.presence import Beat, last_beat, runs
from aman.lines.record import last_told
from aman.lines.settings import SETTINGS_FILE, LineSettings, WrongLineSettings, read_settings

_STILL_ONE = 120.0
_LATE_SECONDS = 60.0


def in_words(folder: Path, now: float) -> str:
    """A head with the name and whether it runs, and a row for each thing to know."""
    try:
        line, settings = line_of(folder), read_settings(folder / SETTINGS_FILE)
    except (Refused, WrongLineSettings) as mistake:
        return f"{folder.name}: can't start\n  why          {mistake}"
    running = runs(folder)
    rows = {
        "who can read": f"{STRENGTH_IN_WORDS[line.strength]} ({line.strength})",
        "receives": _receives(settings),
        "heart-beat": _beat(last_beat(folder), now, running=running),
        "last report": _ago(last_told(folder), now),
    }
    head = f"{folder.name}: {'runs' if running else 'does not run'}"
    return "\n".join((head, *(f"  {name:<13}{said}" for name, said in rows.items())))


def _receives(settings: LineSettings) -> str:
    if settings.listen:
        return f"the provider calls {settings.listen}"
    return "it asks the provider; nothing listens"


def _beat(beat: Beat | None, now: float, *, running: bool) -> str:
    if beat is None:
        return "none came back yet"
    ago = _ago(beat.at, now)
    if beat.milliseconds is None:
        return f"failed {ago}: {beat.fault}"
    took = f"came back {ago}, after {beat.milliseconds / 1000:.1f} s"
    late = running and now - beat.at > _LATE_SECONDS
    return f"LATE: the last one {took}" if late else took


def _ago(at: float | None, now: float) -> str:
    if at is None:
        return "none"
    seconds = max(0.0, now - at)
    for size, name in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= max(size, _STILL_ONE):
            return f"{seconds // size:.0f} {name} ago"
    return f"{seconds:.0f} s ago"
