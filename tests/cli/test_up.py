"""`aman up`, the command behind `make run`: starts, stops, starts again, leaves nothing behind."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from driver.desk_browser import DeskBrowser
from driver.ports import free_port
from driver.processes import wait_until

pytestmark = pytest.mark.enable_socket


class Up:
    """One `aman up`, with its own ports."""

    def __init__(self, folder: Path, environment: Mapping[str, str] = os.environ) -> None:
        self.environment = environment
        self.var = folder / "var"
        self.log = folder / "up.log"
        self.ports = {name: free_port() for name in ("front", "desk", "form")}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> str:
        """Start it; gives what it printed until it was ready."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command
                [
                    *(sys.executable, "-m", "aman", "up", "--var", self.var),
                    *("--front", f"127.0.0.1:{self.ports['front']}"),
                    *("--desk", f"desk.localhost:{self.ports['desk']}"),
                    *("--form", f"127.0.0.1:{self.ports['form']}"),
                    *options,
                ],
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={"PYTHONPATH": str(Path(__file__).parents[2] / "src"), **self.environment},
            )
        wait_until(lambda: "Ctrl-C stops" in self.said(), "aman up did not get ready")
        return self.said()

    def said(self) -> str:
        """What stands on the terminal."""
        return self.log.read_text("utf-8")

    def children(self) -> set[int]:
        """The pids of everything below it."""
        if self.process is None:
            return set()
        found, ask = set(), [self.process.pid]
        while ask:
            tasks = Path(f"/proc/{ask.pop()}/task").glob("*/children")
            below = {int(pid) for task in tasks for pid in task.read_text().split()}
            found |= below
            ask += below
        return found


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    """It, ended by its own pid when the test is over."""
    up = Up(tmp_path)
    yield up
    if up.process is not None and up.process.poll() is None:
        up.process.kill()
        up.process.wait()


def is_gone(pid: int) -> bool:
    """Whether a process has ended (a zombie has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_it_starts_stops_on_ctrl_c_with_a_stream_open_and_starts_again_with_its_data(
    up: Up,
) -> None:
    """The administrator's day: one link, one operator, Ctrl-C, start again, sign in."""
    said = up.start()
    link = re.search(r"(/first/\S+)", said)
    assert link is not None
    assert re.search(r"SHA-256 of the page [0-9a-f]{64}", said)
    assert "team's page" not in said
    alice = DeskBrowser(up.ports["desk"])
    alice.become_first(link[1])
    hotline = json.loads((up.var / "front" / "front.json").read_text())["hotline"]
    stream = alice.open("/live")
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    children = up.children()
    assert len(children) >= 5  # front, courier, desk, form and its children

    asked = time.monotonic()
    if up.process is None:
        pytest.fail("it never started")
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(20) == 0
    assert time.monotonic() - asked < 5
    assert all(is_gone(pid) for pid in children)
    stream.close()

    said = up.start("--teams")
    assert "/first/" not in said
    assert re.search(r"of a team's page +[0-9a-f]{64}", said)
    assert json.loads((up.var / "front" / "front.json").read_text())["hotline"] == hotline
    assert "Alice" in DeskBrowser(up.ports["desk"]).sign_in()


def test_children_die_with_their_parent(up: Up) -> None:
    """`kill -9` of the parent leaves nothing listening."""
    up.start()
    children = up.children()
    if up.process is None:
        pytest.fail("it never started")
    up.process.kill()
    up.process.wait()
    wait_until(lambda: all(is_gone(pid) for pid in children), "a child outlived its parent")


def test_a_zone_that_falls_is_started_again(up: Up) -> None:
    """At four in the morning nobody watches the terminal."""
    up.start()
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in up.children()}
    front = next(pid for pid, line in commands.items() if b"\0front\0" in line)
    os.kill(front, signal.SIGKILL)
    wait_until(lambda: "front ended" in up.said(), "the fall was not told")

    def is_back() -> bool:
        below = {pid: Path(f"/proc/{pid}/cmdline") for pid in up.children() - {front}}
        return any(path.exists() and b"\0front\0" in path.read_bytes() for path in below.values())

    wait_until(is_back, "the front did not come back")


def test_a_taken_port_is_told_before_anything_is_made(up: Up) -> None:
    """Two hotlines on one port would share nothing but confusion."""
    up.start()
    again = subprocess.run(  # noqa: S603 - our own command
        [
            *(sys.executable, "-m", "aman", "up", "--var", up.var.with_name("other")),
            *("--front", f"127.0.0.1:{up.ports['front']}"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 2
    assert "is taken by another program; give another: --front HOST:PORT" in again.stdout
    assert not up.var.with_name("other").exists()


def up_once(var: Path) -> subprocess.CompletedProcess[str]:
    """`aman up` that is expected to end by itself, with ports of its own."""
    return subprocess.run(  # noqa: S603 - our own command
        [
            *(sys.executable, "-m", "aman", "up", "--var", var),
            *("--front", f"127.0.0.1:{free_port()}", "--desk", f"desk.localhost:{free_port()}"),
            *("--form", f"127.0.0.1:{free_port()}"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_two_never_run_in_one_folder(up: Up) -> None:
    """On other ports too: two desks would destroy each other's epochs."""
    up.start()
    again = up_once(up.var)
    assert again.returncode == 2
    assert "is in use: another `aman up` runs there" in again.stdout


def test_a_database_of_a_newer_version_is_told_in_words(up: Up) -> None:
    """Whoever goes back to an old version is not left with a traceback at night."""
    up.start()
    if up.process is None:
        pytest.fail("it never started")
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(20) == 0
    with closing(sqlite3.connect(up.var / "desk" / "desk.sqlite3")) as database, database:
        row = ("outbox", "9999_of_a_later_version", "2026-01-01")
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)
    again = up_once(up.var)
    assert again.returncode == 2
    assert "made by a newer version" in again.stdout
    assert "Traceback" not in again.stderr


def test_keys_that_are_not_whole_are_told_in_words(tmp_path: Path) -> None:
    """A first start that was cut off, or a file that was lost: no new root in its place."""
    admin = tmp_path / "var" / "admin"
    admin.mkdir(parents=True)
    (admin / "root.ed25519").write_bytes(bytes(32))
    found = up_once(tmp_path / "var")
    assert found.returncode == 2
    assert "The hotline's keys are not whole" in found.stdout
    assert "Traceback" not in found.stderr
    assert [each.name for each in admin.iterdir()] == ["root.ed25519"]


def test_a_wrong_programme_starts_nothing(tmp_path: Path) -> None:
    """A mistake is told with file, line and what was expected."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('id = "wrong"\nlanguages = ["xx"]\n', "utf-8")
    found = subprocess.run(  # noqa: S603 - our own command
        [
            *(sys.executable, "-m", "aman", "up", "--var", tmp_path / "var"),
            *("--programme", str(wrong)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 2
    assert f"{wrong}:2:" in found.stdout
    assert not (tmp_path / "var").exists()


def test_help_shows_each_verb_with_an_example() -> None:
    """Nobody has to guess how a verb is written."""
    groups = ("admin", "line", "programme")
    for verb in ("", "up", "front", "courier", "desk", "form", *groups):
        found = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "aman", *([verb] if verb else []), "--help"],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"COLUMNS": "160"},
        )
        assert f"Example: aman {verb}" in found.stdout, found.stdout
