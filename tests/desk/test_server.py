"""The desk as a real process: two doors, a locked start, an end within two seconds."""

import os
import signal
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec
import pytest

from aman.core.carriage import Delivery, Publication
from aman.core.manifest import read_manifest
from aman.desk.accounts.models import Operator
from aman.desk.configuration import SETTINGS_FILE, read_settings
from aman.desk.running import Desk
from aman.desk.server import listen_for_courier
from desk_cast import FRONT, MIDNIGHT, password_of
from driver.ports import free_port
from driver.processes import Processes, Running, processes, wait_until, zygote

__all__ = ["processes", "zygote"]

pytestmark = pytest.mark.enable_socket
LISTENING = "desk: listening"


class DeskProcess:
    """A started desk and the ways to reach it."""

    def __init__(self, running: Running, folder: Path, port: int) -> None:
        self.running = running
        self.folder = folder
        self.port = port

    @contextmanager
    def browser(self, host: str = "desk.localhost") -> Iterator[httpx.Client]:
        """A browser at its screens."""
        headers = {"host": f"{host}:{self.port}"}
        address = f"http://127.0.0.1:{self.port}"
        with httpx.Client(base_url=address, headers=headers, trust_env=False) as browser:
            yield browser

    def deliver(self, delivery: Delivery) -> Publication:
        """What the courier does each second."""
        wire = httpx.HTTPTransport(uds=str(self.folder / "courier.sock"))
        with httpx.Client(transport=wire, base_url="http://desk") as courier:
            answer = courier.post("/courier", content=delivery.to_bytes())
        assert answer.status_code == 200
        return Publication.read(answer.content)


@pytest.fixture
def desk_process(desk: Desk, alice: Operator, processes: Processes) -> DeskProcess:
    """A desk of which Alice is the operator, at the tests' midnight."""
    del alice
    port = free_port()
    path = desk.folder / SETTINGS_FILE
    members = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(members | {"listen": f"127.0.0.1:{port}"}))
    processes.clock.write_text(str(MIDNIGHT - time.time()))
    running = processes.start("aman.desk.server", path)
    running.wait_for(LISTENING)
    return DeskProcess(running, desk.folder, port)


def sign_in(browser: httpx.Client) -> httpx.Response:
    """Type Alice's name and password."""
    browser.get("/sign-in")
    return browser.post(
        "/sign-in",
        data={
            "name": "alice",
            "password": password_of("alice"),
            "csrfmiddlewaretoken": browser.cookies["aman-desk-csrf"],
        },
    )


def test_a_restarted_desk_is_locked_until_the_password_is_given(
    desk_process: DeskProcess,
) -> None:
    """Through the real sign-in screen."""
    with desk_process.browser() as browser:
        assert browser.get("/").headers["Location"].startswith("/sign-in")
        answer = sign_in(browser)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
        assert browser.get("/").status_code == 200


def test_a_forged_form_is_refused(desk_process: DeskProcess) -> None:
    """Without the token of this very browser nothing is taken."""
    with desk_process.browser() as browser:
        browser.get("/sign-in")
        forged = {"name": "alice", "password": password_of("alice")}
        assert browser.post("/sign-in", data=forged).status_code == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "evil.example"])
def test_another_name_for_the_same_address_is_refused(desk_process: DeskProcess, host: str) -> None:
    """The desk has a host of its own, for cookies are shared across ports."""
    with desk_process.browser(host) as browser:
        answer = browser.get("/sign-in")
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_the_courier_gets_a_manifest_while_the_vault_is_locked(
    desk_process: DeskProcess,
) -> None:
    """Signed for this hotline, with three epochs."""
    publication = desk_process.deliver(Delivery(FRONT))
    hotline = read_settings(desk_process.folder / SETTINGS_FILE).hotline_id()
    manifest = read_manifest(publication.manifest, hotline)
    assert len(manifest.epochs) == 3
    assert len(publication.buckets) == 1


def test_a_courier_who_comes_at_once_waits_and_is_not_refused(tmp_path: Path) -> None:
    """The door takes him as soon as it is there, before the loop behind it runs."""
    door = tmp_path / "courier.sock"
    with (
        listen_for_courier(door) as listening,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as courier,
    ):
        courier.connect(str(door))
        listening.accept()[0].close()


def test_the_couriers_socket_is_for_its_owner_alone(desk_process: DeskProcess) -> None:
    """And every file that the running desk keeps is."""
    mode = (desk_process.folder / "courier.sock").stat().st_mode
    assert stat.S_ISSOCK(mode)
    assert mode & 0o777 == 0o600
    modes = {file.stat().st_mode & 0o777 for file in desk_process.folder.iterdir()}
    assert modes == {0o600, 0o700}


def test_memory_is_closed_to_other_programs(desk_process: DeskProcess) -> None:
    """No core file, and its memory belongs to root (which says little where tests run as root)."""
    proc = Path(f"/proc/{desk_process.running.pid}")
    (core,) = (line for line in (proc / "limits").read_text().splitlines() if "core" in line)
    assert core.split()[4:6] == ["0", "0"]
    assert (proc / "mem").stat().st_uid == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_while_an_operators_page_is_open(
    desk_process: DeskProcess, number: signal.Signals
) -> None:
    """A live stream and an idle connection hold nothing up; the socket is gone afterwards."""
    with desk_process.browser() as browser:
        sign_in(browser)
        with browser.stream("GET", "/live") as stream:
            lines = stream.iter_lines()
            assert next(lines)
            os.kill(desk_process.running.pid, number)
            assert desk_process.running.wait_dead() == 0
    assert not (desk_process.folder / "courier.sock").exists()


def test_it_starts_again_after_a_kill(desk_process: DeskProcess, processes: Processes) -> None:
    """What a killed desk left lying does not stop the next."""
    desk_process.running.kill()
    assert (desk_process.folder / "courier.sock").exists()
    again = processes.start("aman.desk.server", desk_process.folder / SETTINGS_FILE)
    again.wait_for(LISTENING)
    assert desk_process.deliver(Delivery(FRONT)).manifest


def test_the_vault_is_locked_by_the_clock_alone(
    desk_process: DeskProcess, processes: Processes
) -> None:
    """Thirty minutes in which nobody did anything, with no request to notice it."""
    with desk_process.browser() as browser:
        sign_in(browser)
        assert browser.get("/").status_code == 200
        with browser.stream("GET", "/live") as stream:
            processes.clock.write_text(str(MIDNIGHT - time.time() + 31 * 60))
            assert any("signed-out" in line for line in stream.iter_lines())


def test_an_address_in_use_is_told_in_words(
    desk_process: DeskProcess, processes: Processes
) -> None:
    """No traceback for the administrator."""
    other = processes.start("aman.desk.server", desk_process.folder / SETTINGS_FILE)
    assert other.wait_dead() == 1
    wait_until(lambda: "can't listen on 127.0.0.1" in other.log(), "a word about the address")
    assert "Traceback" not in other.log()
