"""The line of searches and the thread that drives the worker, with a stub of the worker."""

# ruff: noqa: D103 - a test is named after what it protects

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from aman.desk.ways.searches import Search, Searches, Standing, Status
from aman.desk.ways.wire import Answer, Found, Progress, Refusal, Stop, Task
from desk.ways.scripted import ScriptedWorker
from driver.processes import wait_until

ALICE, BOB = 1, 2
TASK = Task(number=0, mode="foot", lat=1, lon=2, within_m=0, start=3, horizon_s=4, zone="UTC",
            may_wait=True, layers=(), points=(), no_data=(0,) * 3, budget_s=60, seed=5)  # fmt: skip
FOUND = Found(start=3, horizon_s=4, zone="UTC", origin=(2, 1), ways=(), staying=(1000, 1000),
              staying_is_best=True, approximate=False)  # fmt: skip


@dataclass
class Desk:
    """What the driver is told of the desk, and what came of it."""

    opening: str = "open"
    kept: list[int] = field(default_factory=list)
    unwanted: set[int] = field(default_factory=set)
    workers: list[ScriptedWorker] = field(default_factory=list)

    def start(self, roads: Path) -> ScriptedWorker:
        """Another worker."""
        self.workers.append(ScriptedWorker(roads))
        return self.workers[-1]

    def keep(self, journey: int) -> bool:
        """Seal it."""
        self.kept.append(journey)
        return True

    def search(self, journey: int, operator: int = ALICE, roads: str = "roads") -> Search:
        """A search for a journey."""
        return Search(
            journey=journey,
            operator=operator,
            roads=Path(roads),
            task=TASK,
            opening=self.opening,
            is_wanted=lambda: journey not in self.unwanted,
            keep=lambda _found: self.keep(journey),
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def searches(desk: Desk) -> Iterator[Searches]:
    made = Searches(desk.start, lambda: desk.opening)
    yield made
    made.close()


def reaches(searches: Searches, journey: int, standing: Standing) -> Status:
    def there() -> bool:
        status = searches.status(journey)
        return status is not None and status.standing is standing

    wait_until(there, f"{standing} of {journey}")
    status = searches.status(journey)
    assert status is not None
    return status


def number_told(worker: ScriptedWorker) -> int:
    order = worker.told.get(timeout=60)
    assert order == msgspec.structs.replace(TASK, number=order.number)
    return order.number


def test_progress_is_shown_and_the_answer_kept(desk: Desk, searches: Searches) -> None:
    searches.ask(desk.search(7))
    reaches(searches, 7, Standing.RUNNING)
    (worker,) = desk.workers
    number = number_told(worker)
    before = searches.changes
    worker.says.put(Progress(number, "finding", 3, 32))
    wait_until(lambda: searches.status(7) == Status(Standing.RUNNING, "finding", 3, 32), "progress")
    assert searches.changes > before
    worker.says.put(Progress(number - 1, "telling", 1, 1))  # of a task that nobody waits for
    worker.says.put(Answer(number, FOUND))
    reaches(searches, 7, Standing.FOUND)
    assert desk.kept == [7]


def test_operators_take_turns_and_see_how_many_go_before(desk: Desk, searches: Searches) -> None:
    for journey, operator in ((1, ALICE), (2, ALICE), (3, BOB)):
        searches.ask(desk.search(journey, operator))
        reaches(searches, 1, Standing.RUNNING)
    assert searches.status(3) == Status(Standing.WAITING, ahead=1)
    assert searches.status(2) == Status(Standing.WAITING, ahead=2)
    (worker,) = desk.workers
    for _ in range(3):
        worker.says.put(Answer(number_told(worker), FOUND))
    reaches(searches, 2, Standing.FOUND)
    assert desk.kept == [1, 3, 2]


def test_what_is_stopped_is_told_to_the_worker_and_never_kept(
    desk: Desk, searches: Searches
) -> None:
    searches.ask(desk.search(7))
    reaches(searches, 7, Standing.RUNNING)
    (worker,) = desk.workers
    number = number_told(worker)
    searches.stop(7)
    assert searches.status(7) is None
    assert worker.told.get(timeout=60) == Stop(number)
    worker.says.put(Answer(number, FOUND))
    searches.ask(desk.search(8))
    second = number_told(worker)
    worker.says.put(Answer(second, FOUND))
    reaches(searches, 8, Standing.FOUND)
    assert desk.kept == [8]


def test_a_journey_that_asks_again_is_searched_once(desk: Desk, searches: Searches) -> None:
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.RUNNING)
    searches.ask(desk.search(2))
    searches.ask(desk.search(2))
    (worker,) = desk.workers
    worker.says.put(Answer(number_told(worker), FOUND))
    worker.says.put(Answer(number_told(worker), FOUND))
    reaches(searches, 2, Standing.FOUND)
    assert desk.kept == [1, 2]
    assert worker.told.empty()


def test_a_worker_that_ends_is_started_again_once(desk: Desk, searches: Searches) -> None:
    searches.ask(desk.search(7))
    reaches(searches, 7, Standing.RUNNING)
    desk.workers[0].says.put(None)
    wait_until(lambda: len(desk.workers) == 2, "another worker")
    assert number_told(desk.workers[1])
    assert reaches(searches, 7, Standing.RUNNING).again
    desk.workers[1].says.put(None)
    assert reaches(searches, 7, Standing.DIED).has_ended
    assert all(each.is_killed for each in desk.workers)
    searches.ask(desk.search(7))
    reaches(searches, 7, Standing.RUNNING)
    desk.workers[2].says.put(Answer(number_told(desk.workers[2]), FOUND))
    reaches(searches, 7, Standing.FOUND)


def test_a_locked_vault_discards_all_and_kills_the_worker(desk: Desk, searches: Searches) -> None:
    for journey in (1, 2):
        searches.ask(desk.search(journey))
    reaches(searches, 1, Standing.RUNNING)
    number = number_told(desk.workers[0])
    desk.opening = ""
    desk.workers[0].says.put(Answer(number, FOUND))
    wait_until(lambda: desk.workers[0].is_killed, "the end of the worker")
    assert (searches.status(1), searches.status(2), desk.kept) == (None, None, [])


def test_a_vault_that_was_opened_anew_gets_no_answer_of_before(
    desk: Desk, searches: Searches
) -> None:
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.RUNNING)
    desk.opening = "open again"
    wait_until(lambda: searches.status(1) is None, "the end of the search")
    assert desk.workers[0].is_killed


def test_an_idle_worker_does_not_outlive_the_open_vault(desk: Desk, searches: Searches) -> None:
    """It has been told places."""
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.RUNNING)
    desk.workers[0].says.put(Answer(number_told(desk.workers[0]), FOUND))
    reaches(searches, 1, Standing.FOUND)
    assert not desk.workers[0].is_killed
    desk.opening = ""
    wait_until(lambda: desk.workers[0].is_killed, "the end of the worker")


def test_who_goes_on_is_not_waited_for(desk: Desk, searches: Searches) -> None:
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.RUNNING)
    desk.unwanted.add(1)
    wait_until(lambda: searches.status(1) is None, "the end of the search")
    assert not desk.kept


def test_a_refusal_and_a_failure_are_told_apart(desk: Desk, searches: Searches) -> None:
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.RUNNING)
    (worker,) = desk.workers
    worker.says.put(Refusal(number_told(worker), "far"))
    assert reaches(searches, 1, Standing.REFUSED).why == "far"
    searches.ask(desk.search(1))
    worker.says.put(Refusal(number_told(worker)))
    reaches(searches, 1, Standing.FAILED)


def test_roads_that_cant_be_read_are_opened_anew_by_the_next_search(
    desk: Desk, searches: Searches
) -> None:
    """An administrator has loaded them again meanwhile, into the same folder."""
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.RUNNING)
    desk.workers[0].says.put(Refusal(number_told(desk.workers[0]), "no map"))
    reaches(searches, 1, Standing.REFUSED)
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.RUNNING)
    assert len(desk.workers) == 2


def test_other_roads_need_another_worker(desk: Desk, searches: Searches) -> None:
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.RUNNING)
    desk.workers[0].says.put(Answer(number_told(desk.workers[0]), FOUND))
    reaches(searches, 1, Standing.FOUND)
    searches.ask(desk.search(1, roads="newer"))
    reaches(searches, 1, Standing.RUNNING)
    assert [each.roads.name for each in desk.workers] == ["roads", "newer"]
    assert desk.workers[0].is_killed


def test_what_takes_far_too_long_is_ended(
    desk: Desk, searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aman.desk.ways.searches.PATIENCE", -1.0)
    searches.ask(desk.search(1))
    reaches(searches, 1, Standing.TOO_LONG)
    assert desk.workers[0].is_killed
