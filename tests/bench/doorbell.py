"""A line of nothing but the runtime: its provider's call is a text.

Run as `python -m bench.doorbell FOLDER`: what it costs is what every line with a webhook pays.
"""

import sys
from pathlib import Path

from aman.core.strength import Strength
from aman.lines.connector import Connection, Given
from aman.lines.events import Incoming
from aman.lines.exchange import RawRequest
from aman.lines.registry import Line
from aman.lines.server import run
from aman.lines.settings import read_settings

NAME = "doorbell"
LINE = Line(NAME, Strength.NETWORK, "aman.lines.null", webhook=True)


class Doorbell:
    """Somebody's text, and its number in the address of the call."""

    most_body = 65_536

    def read(self, request: RawRequest) -> tuple[Incoming, ...]:
        """One message."""
        event = request.target.rpartition("/")[2]
        return (Incoming(event, f"{NAME}:{event}", request.body.decode()),)


def connect(given: Given) -> Connection:
    """Only receives."""
    del given
    return Connection(webhook=Doorbell())


if __name__ == "__main__":
    run(
        LINE,
        read_settings(Path(sys.argv[1]) / "line.json"),
        announce=lambda step: print(step, flush=True),  # noqa: T201 - the bench reads the port
        connect=connect,
    )
