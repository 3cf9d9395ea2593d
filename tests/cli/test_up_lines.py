"""`aman up` with lines: each a process like the other zones, told to the front at each start."""

# ruff: noqa: D103 - a test is named after what it protects

import json
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import pytest

from aman.lines.events import Incoming
from aman.lines.null.mailbox import Written
from aman.lines.presence import last_beat
from cli.command import ENVIRONMENT, aman
from cli.test_up import Up, is_gone
from driver.processes import wait_until

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """A hotline with a null line, not started; ended by its own pid when the test is over."""
    up = Up(tmp_path, ENVIRONMENT)
    up.start()
    end(up)
    mailbox = tmp_path / "mailbox"
    for each in ("in", "out", "blocked"):
        (mailbox / each).mkdir(parents=True)
    done = aman("line", "add", "null", "--var", up.var, "--setting", f"mailbox={mailbox}")
    assert done.returncode == 0, done.stderr
    yield up
    if up.process is not None and up.process.poll() is None:
        up.process.kill()
        up.process.wait()


def end(up: Up) -> None:
    if up.process is None:
        pytest.fail("it never started")
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(20) == 0


def write(up: Up, text: str) -> str:
    """Somebody writes through the null line; gives the name by which the mark passes it."""
    event = Incoming(f"event-{time.time_ns()}", "null:alice", text, order=1)
    path = up.var.with_name("mailbox") / "in" / f"{time.time_ns():020}.json"
    path.with_suffix(".new").write_bytes(msgspec.json.encode(Written(incoming=event)))
    path.with_suffix(".new").replace(path)
    return path.name


def given_to_the_courier(up: Up) -> int:
    """How many envelopes the front has handed over."""
    with closing(sqlite3.connect(f"file:{up.var}/front/front.sqlite3?mode=ro", uri=True)) as front:
        found: int = front.execute("SELECT last_seq FROM store").fetchone()[0]
    return found


def test_a_line_runs_with_the_others_and_ends_with_them(up: Up) -> None:
    said = up.start()
    assert "Line null" in said
    assert "runs" in said
    line = up.var / "lines" / "null"
    settings = json.loads((line / "line.json").read_text())
    assert settings["front"] == f"http://127.0.0.1:{up.ports['front']}"
    name, mark = write(up, "we are by the river"), line / "mark"
    wait_until(lambda: mark.exists() and mark.read_text() >= name, "the message at the front")
    wait_until(lambda: (beat := last_beat(line)) and beat.milliseconds is not None, "a heart-beat")
    assert "null: runs" in aman("line", "list", "--var", up.var).stdout
    wait_until(lambda: given_to_the_courier(up) > 0, "the courier")
    children = up.children()
    asked = time.monotonic()
    end(up)
    assert time.monotonic() - asked < 5
    assert all(is_gone(pid) for pid in children)
    assert "null: does not run" in aman("line", "list", "--var", up.var).stdout


def processes_of_lines(up: Up) -> int:
    """How many of its children run a line; one that ends meanwhile is none."""
    found = 0
    for pid in up.children():
        with suppress(FileNotFoundError, ProcessLookupError):
            found += b"\0line\0run\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return found


def test_lines_die_with_their_parent(up: Up) -> None:
    up.start()
    # A line that is slow to start does not hold up `aman up`, so it is waited for here.
    wait_until(lambda: processes_of_lines(up) >= 4, "all processes of a line")
    children = up.children()
    if up.process is None:
        pytest.fail("it never started")
    up.process.kill()
    up.process.wait()
    wait_until(lambda: all(is_gone(pid) for pid in children), "a child outlived its parent")


def test_a_line_that_cannot_start_keeps_nobody_else_from_it(up: Up) -> None:
    lines = up.var / "lines"
    shutil.copytree(lines / "null", lines / "pigeon")
    (lines / "null" / "keys.json").write_text("{}")
    said = up.start()
    assert "A line does not start. null: " in said
    assert "A line does not start. pigeon: " in said
    assert "Traceback" not in said


def test_a_line_elsewhere_stays_known_to_the_front(up: Up) -> None:
    """Its hash was put into front.json by hand; a start must not forget it."""
    path = up.var / "front" / "front.json"
    settings = json.loads(path.read_text())
    here = settings["line_token_hashes"]["null"]
    settings["line_token_hashes"]["elsewhere"] = here
    path.write_text(json.dumps(settings))
    up.start()
    assert json.loads(path.read_text())["line_token_hashes"] == {"elsewhere": here, "null": here}
