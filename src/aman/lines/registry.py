"""Which lines there are: adding one touches its own folder and one row here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name on the wire, the key of the text on how strong it is, its process."""

    name: str
    strength: str
    server: str


LINES = (Line("form", "strength.readable_in_passing", "aman.lines.form.server"),)


def line(name: str) -> Line:
    """The line of that name; KeyError when there is none."""
    return {each.name: each for each in LINES}[name]
