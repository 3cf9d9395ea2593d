"""No time finer than the tick is kept of what came from a caller."""

from aman.desk.running import the_desk


def tick_of(now: int) -> int:
    """The start of the tick that runs at `now`."""
    seconds = the_desk().settings.tick_seconds
    return now // seconds * seconds
