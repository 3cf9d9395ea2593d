"""`aman line test`: the heart-beat of one line, looked at step by step.

Promises: what people send meanwhile goes to the desk as always; the line itself is run if it does
not run, and stopped again. Each failure says where it is and what to do.
"""

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from aman.cli.children import Children
from aman.cli.line_folder import connect_with, line_of
from aman.cli.line_name import look_at_name
from aman.cli.line_request import Refused
from aman.core.programme import Programme
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.front import Front, FrontAway
from aman.lines.presence import Beat, last_beat, runs
from aman.lines.settings import (
    SETTINGS_FILE,
    LineSettings,
    WrongLineSettings,
    read_keys,
    read_settings,
)

Say = Callable[[str], None]
_LOOK_SECONDS = 0.1
_START_SECONDS = 60.0


def try_line(folder: Path, seconds: float, say: Say, programme: Programme | None = None) -> bool:
    """Look at settings, secrets, name, front and provider in this order; True when all is well."""
    try:
        row = line_of(folder.resolve())
        settings = read_settings(folder / SETTINGS_FILE)
        read_keys(settings)
        connection = connect_with(row, folder)
    except (Refused, WrongLineSettings) as mistake:
        say(f"Settings or a secret are wrong: {mistake}")
        return False
    say("Settings and secrets: in order.")
    look_at_name(connection, programme, say)
    front = _try_front(settings, say)
    beat = _heart_beat(folder, seconds, say)
    return beat and front


def _try_front(settings: LineSettings, say: Say) -> bool:
    with closing(Front(settings.front)) as front:
        return _front_knows(front, settings, say)


def _front_knows(front: Front, settings: LineSettings, say: Say) -> bool:
    try:
        Hotline(settings.hotline_id(), time.time, NewestManifest()).manifest(front)
    except FrontAway:
        say(
            f"The front {settings.front} can't be reached, or it has nothing valid from the desk. "
            "What people write waits meanwhile. Look whether front, courier and desk run."
        )
        return False
    try:
        front.instructions(settings.line, read_keys(settings).front_token())
    except FrontAway:
        say(
            "The front is there but does not know this line. Nothing can be answered through it. "
            "Stop the front and start it again (on one machine: aman up)."
        )
        return False
    say("Front: there, and it knows this line.")
    return True


def _heart_beat(folder: Path, seconds: float, say: Say) -> bool:
    started, children = time.time(), Children(say)
    try:
        if runs(folder):
            say("The line runs; waiting for its next heart-beat.")
        elif not _started(children, folder, say):
            return False
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            beat = last_beat(folder)
            if beat is not None and beat.at >= started:
                return _told(beat, say)
            time.sleep(_LOOK_SECONDS)
    finally:
        children.stop()
    say(
        f"Nothing came back within {seconds:.0f} s. The provider took the heart-beat or is silent. "
        "Look whether calls from the provider reach this machine, and whether the account works."
    )
    return False


def _started(children: Children, folder: Path, say: Say) -> bool:
    """Run the line; its own time is not the provider's."""
    say("The line does not run; it is run for this test.")
    child = children.start(folder.name, "line", "run", "--dir", str(folder)).process
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and child is not None and child.poll() is None:
        if runs(folder):
            return True
        time.sleep(_LOOK_SECONDS)
    say("The line did not start; the lines above say why.")
    return False


def _told(beat: Beat, say: Say) -> bool:
    if beat.milliseconds is None:
        say(
            f"The provider did not take it: {beat.fault}. "
            "Look at the account and its secret; if it is the network, wait and try again."
        )
        return False
    say(f"Provider: a heart-beat came back after {beat.milliseconds / 1000:.1f} s. The line works.")
    return True
