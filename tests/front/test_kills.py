"""A front killed with SIGKILL at each durable step loses nothing and gives nothing twice."""

import pytest

from aman.core.exchange import Cursor
from driver import sealed
from driver.fronts import FrontAtWork

pytestmark = pytest.mark.enable_socket


class PatientCaller:
    """Posts envelopes as the page does: the same bytes again until a 204 comes back."""

    def __init__(self, front: FrontAtWork) -> None:
        self.front = front
        self.waiting = [sealed.envelope() for _ in range(4)]
        self.durable: list[bytes] = []

    def post(self) -> None:
        """Try each once."""
        for envelope in list(self.waiting):
            if self.front.post(envelope) == 204:
                self.durable.append(envelope)
                self.waiting.remove(envelope)


class CarefulDesk:
    """Takes envelopes by number, as the desk does, and moves its cursor only then."""

    def __init__(self, front: FrontAtWork) -> None:
        self.front = front
        self.cursor: Cursor | None = None
        self.taken: list[bytes] = []

    def visit(self) -> int:
        """Visit once: how many came, new or again."""
        pull = self.front.pull(self.cursor)
        if pull is None:
            return 0
        last = self.cursor.seq if self.cursor else 0
        for seq, envelope in enumerate(pull.envelopes, pull.first_seq):
            if seq > last:
                self.taken.append(envelope)
                last = seq
        self.cursor = Cursor(pull.store_id, last)
        return len(pull.envelopes)


STEPS = (
    "front: storing",
    "front: stored",
    "front: answering 204",
    "front: answered 204",
    "front: overwriting",
    "front: overwritten",
    "front: log emptied",
    "front: numbering",
    "front: numbered",
    "front: giving",
    "front: gave",
    "front: publishing",
    "front: published",
)


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step_it_loses_nothing_and_gives_nothing_twice(
    front: FrontAtWork, step: str, nth: int
) -> None:
    """Every envelope reaches the desk once, whatever the moment of the kill."""
    caller, desk = PatientCaller(front), CarefulDesk(front)
    running = front.start(kill_at=step, nth=nth)
    for round_number in range(3):
        caller.post()
        desk.visit()
        caller.waiting.append(sealed.envelope())
        if step == "front: published":
            front.pull(desk.cursor, buckets=[sealed.bucket(sealed.TICK + round_number)])
        if not running.is_alive():
            break
    if step not in {"front: publishing", "front: published"} or nth == 1:
        assert running.wait_dead() == -9
    else:
        running.kill()
    front.start()
    caller.post()
    assert caller.waiting == []
    while desk.visit():
        pass
    assert sorted(desk.taken) == sorted(caller.durable)
    assert len(set(desk.taken)) == len(desk.taken)


def test_what_was_not_acknowledged_is_given_again_under_the_same_numbers(
    front: FrontAtWork,
) -> None:
    """A kill between numbering and answer shows in nothing."""
    front.start(kill_at="front: giving")
    envelopes = [sealed.envelope() for _ in range(3)]
    assert [front.post(envelope) for envelope in envelopes] == [204] * 3
    assert front.pull() is None
    front.start()
    first, second = front.pull(), front.pull()
    assert first == second
    assert first is not None
    assert first.first_seq == 1
    assert sorted(first.envelopes) == sorted(envelopes)


def test_the_spare_and_the_log_are_cleared_up_at_the_next_start(front: FrontAtWork) -> None:
    """Killed right after overwriting, the old log does not linger with what was overwritten."""
    envelope = sealed.envelope()
    front.start(kill_at="front: overwritten")
    assert front.post(envelope) == 204
    pull = front.pull()
    assert pull is not None
    front.pull(Cursor(pull.store_id, 1))
    front.start()
    on_disk = b"".join(path.read_bytes() for path in front.folder.iterdir())
    assert not any(envelope[at : at + 32] in on_disk for at in range(0, 8192, 256))
