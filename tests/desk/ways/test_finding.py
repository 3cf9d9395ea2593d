"""A search by the real worker: killed, stopped, locked out; and what stays of it, sealed."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from aman.core.handover import Means
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.models import NoSuchCase
from aman.desk.cases.access import shred_case
from aman.desk.journeys.arranging import write_people, write_place, write_question
from aman.desk.journeys.content import People
from aman.desk.journeys.models import Journey, JourneyEvent
from aman.desk.journeys.states import Stage
from aman.desk.keys.vault import VaultLocked
from aman.desk.running import Desk
from aman.desk.ways import running
from aman.desk.ways.access import access_ways
from aman.desk.ways.choosing import choose, is_stale
from aman.desk.ways.finding import CantSearch, ask_ways, search_status, stop_search
from aman.desk.ways.models import FoundWays
from aman.desk.ways.searches import Standing, Status
from aman.desk.ways.wire import Unanswerable
from desk.journeys.conftest import PLACE
from desk.ways.conftest import asked_at, ended, needs_extract
from driver.processes import wait_until

pytestmark = [needs_extract, pytest.mark.usefixtures("roads", "points", "hazards")]
WORKER = b"aman.desk.ways.searching.worker"


def workers() -> list[int]:
    """The search workers that this process has started."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid() and WORKER in (each / "cmdline").read_bytes():
                found.append(int(each.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def begin(number: int, operator: Operator, desk: Desk) -> int:
    """Ask, and wait until the worker is at it; gives its number."""
    ask_ways(operator, number, int(desk.clock()))

    def runs() -> bool:
        status = search_status(number)
        return status is not None and status.standing is Standing.RUNNING

    wait_until(runs, "the worker at its search")
    (worker,) = workers()
    return worker


def test_what_was_found_is_sealed_and_moves_the_journey(
    searched: Callable[[], Status], asked: int, alice: Operator, desk: Desk
) -> None:
    assert searched() == Status(Standing.FOUND)
    found = access_ways(alice, asked, int(desk.clock())).found
    assert found is not None
    assert found.ways
    assert Journey.objects.get().stage == Stage.WAYS_FOUND
    assert JourneyEvent.objects.order_by("-pk")[0].operator_name == "alice"
    raw = bytes(FoundWays.objects.get().content)
    assert not any(each in raw for each in (b"the school", b"the mill", b"47.1", b"9.52"))
    assert "asked for ways" in AuditEntry.objects.values_list("action", flat=True)
    # The same worker serves the next one: a place that is on no road of this map.
    (worker,) = workers()
    at = int(desk.clock())
    write_question(alice, asked, asked_at(at, lat=48.5, lon=37.25), at)
    ask_ways(alice, asked, at)
    assert ended(asked) == Status(Standing.REFUSED, why=Unanswerable.FAR.value)
    assert workers() == [worker]
    # What was found before is kept until something else is found; it rests on another question.
    view = access_ways(alice, asked, at)
    assert view.found == found
    assert is_stale(asked, view.rests_on)


def test_a_killed_worker_is_started_again_and_nothing_is_lost(
    asked: int, alice: Operator, desk: Desk
) -> None:
    first = begin(asked, alice, desk)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: workers() not in ([], [first]), "another worker")

    def says_so() -> bool:
        status = search_status(asked)
        return status is not None and status.again

    wait_until(says_so, "the word that it was started again")
    # Killed once more, the search is given up, in words; the question is still there to be asked.
    (second,) = workers()
    os.kill(second, signal.SIGKILL)
    assert ended(asked).standing is Standing.DIED
    at = int(desk.clock())
    write_question(alice, asked, asked_at(at, lat=48.5, lon=37.25), at)
    ask_ways(alice, asked, at)
    assert ended(asked).standing is Standing.REFUSED


def test_a_worker_leaves_no_core_and_its_memory_is_private(
    asked: int, alice: Operator, desk: Desk
) -> None:
    proc = Path("/proc") / str(begin(asked, alice, desk))
    (core,) = (line for line in (proc / "limits").read_text().splitlines() if "core" in line)
    assert core.split()[4:6] == ["0", "0"]
    assert (proc / "mem").stat().st_uid == 0
    place = (b"47.141", b"9.521")
    told = (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()
    assert not any(each in told for each in place)
    # What it has open is the map and its pipes to the desk: nothing that it could write a place
    # into, and no socket or any other thing that it could tell one to.
    opened, ours = opened_by(proc), set(opened_by(Path("/proc/self")).values())
    for name in ("1", "2"):  # the journal, which holds no content
        del opened[name]
    others = [each for each in opened.values() if not each.endswith(".npy")]
    pipes = {each for each in others if each.startswith("pipe:")}
    assert len(pipes) == 2
    assert pipes <= ours
    assert set(others) - pipes <= {"/dev/urandom"}


def opened_by(proc: Path) -> dict[str, str]:
    """What a process has open, by its number."""
    found = {}
    for each in (proc / "fd").iterdir():
        with suppress(FileNotFoundError):  # the one by which this is read
            found[each.name] = str(each.readlink())
    return found


def test_who_goes_on_is_not_searched_for(asked: int, alice: Operator, desk: Desk) -> None:
    begin(asked, alice, desk)
    write_place(alice, asked, PLACE, int(desk.clock()))
    wait_until(lambda: search_status(asked) is None, "the end of what nobody waits for")
    ask_ways(alice, asked, int(desk.clock()))
    stop_search(asked)
    assert search_status(asked) is None
    assert not FoundWays.objects.exists()


def test_a_locked_vault_discards_what_waits_and_ends_the_worker(
    asked: int, alice: Operator, open_vault: Desk
) -> None:
    begin(asked, alice, open_vault)
    open_vault.vault.lock()
    wait_until(lambda: not workers(), "the end of the worker")
    assert not FoundWays.objects.exists()
    with pytest.raises(VaultLocked):
        search_status(asked)


def test_a_destroyed_case_is_not_searched_for(asked: int, alice: Operator, desk: Desk) -> None:
    begin(asked, alice, desk)
    shred_case(alice, asked, int(desk.clock()))
    with pytest.raises(NoSuchCase):
        search_status(asked)
    searches = running.the_searches()
    wait_until(lambda: searches.status(1) is None, "the end of what nobody waits for")


def test_no_web_process_loads_the_compiler() -> None:
    """It is large, writes files, and runs code that it makes: none of that beside the keys."""
    code = (
        "from aman.desk.configuration import configure_without_desk as c; c()\n"
        "import sys, aman.desk.server, aman.desk.asgi, aman.desk.urls, aman.desk.ways.finding\n"
        "found = [each for each in ('numba', 'llvmlite') if each in sys.modules]\n"
        "sys.exit(f'loaded: {found}' if found else 0)\n"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_people_by_car_are_searched_for_by_car(
    searched: Callable[[], Status], asked: int, alice: Operator, desk: Desk
) -> None:
    """Wounded people go as fast, and far faster than on foot."""
    at = int(desk.clock())
    write_people(alice, asked, People(4, 2, Means.CAR), at)
    assert searched().standing is Standing.FOUND
    view = access_ways(alice, asked, at)
    assert view.found is not None
    assert view.found.ways
    assert min(each.there - each.set_out for each in view.found.ways) < 900
    assert choose(alice, asked, 1, view.at, "en", at).rank == 1


def test_people_who_come_otherwise_are_not_searched_for(
    asked: int, alice: Operator, desk: Desk
) -> None:
    """Nothing is guessed about how they travel."""
    write_people(alice, asked, People(2, 0, Means.OTHER), int(desk.clock()))
    with pytest.raises(CantSearch, match=CantSearch.NO_MEANS):
        ask_ways(alice, asked, int(desk.clock()))


def test_a_worker_ends_with_its_desk(roads: Path) -> None:
    """However the desk ended: what the worker was told is nobody's any more."""
    code = (
        "import sys, time; from pathlib import Path; from aman.desk.ways.process import Worker\n"
        "worker = Worker(Path(sys.argv[1])); print(worker.pid, flush=True); time.sleep(600)\n"
    )
    desk = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, str(roads)], stdout=subprocess.PIPE, text=True
    )
    assert desk.stdout is not None
    worker = Path("/proc") / desk.stdout.readline().strip()
    wait_until(lambda: WORKER in (worker / "cmdline").read_bytes(), "the worker's own program")
    desk.kill()
    desk.wait()
    desk.stdout.close()

    def has_ended() -> bool:
        try:
            return "State:\tZ" in (worker / "status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return True

    wait_until(has_ended, "the end of the worker")
