"""Front, courier and desk as processes: whatever dies, nothing is lost and nothing comes twice."""

import re
import socket
from threading import Thread

import pytest

from aman.core.bucket import SLOTS
from driver import sealed
from driver.fronts import FrontAtWork
from driver.processes import wait_until

from .conftest import Correspondence

pytestmark = pytest.mark.enable_socket


def post_some(front: FrontAtWork, number: int = 3) -> list[bytes]:
    """Post envelopes; each has its 204."""
    envelopes = [sealed.envelope() for _ in range(number)]
    assert [front.post(envelope) for envelope in envelopes] == [204] * number
    return envelopes


def wait_for_all(correspondence: Correspondence, envelopes: list[bytes]) -> None:
    """Wait until the desk has them: each once, and nothing else."""
    desk = correspondence.desk
    wait_until(lambda: len(desk.taken) >= len(envelopes), "the desk to have all")
    assert sorted(desk.taken) == sorted(envelopes)


COURIER_STEPS = (
    "courier: running",
    "courier: handing over",
    "courier: handed over",
    "courier: before push",
    "courier: pulled",
)


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("step", COURIER_STEPS)
def test_a_courier_killed_at_a_step_loses_nothing(
    correspondence: Correspondence, step: str, nth: int
) -> None:
    """It has no disk; front and desk know where they stand."""
    if step == "courier: running" and nth > 1:
        step = "courier: pulled"
        nth += 2
    front = correspondence.front("one")
    front.start()
    envelopes = post_some(front)
    courier = correspondence.start_courier(kill_at=step, nth=nth)
    assert courier.wait_dead() == -9
    envelopes += post_some(front)
    correspondence.start_courier()
    wait_for_all(correspondence, envelopes)


@pytest.mark.parametrize(
    "step",
    [
        "front: stored",
        "front: numbered",
        "front: giving",
        "front: gave",
        "front: overwriting",
        "front: overwritten",
    ],
)
def test_a_front_killed_under_a_running_courier_loses_nothing(
    correspondence: Correspondence, step: str
) -> None:
    """The courier goes on when the front is back."""
    front = correspondence.front("one")
    running = front.start(kill_at=step)
    correspondence.start_courier()
    envelopes = [sealed.envelope() for _ in range(3)]
    waiting = [envelope for envelope in envelopes if front.post(envelope) != 204]
    assert running.wait_dead() == -9
    front.start()
    for envelope in waiting:
        assert front.post(envelope) == 204
    wait_for_all(correspondence, envelopes)


@pytest.mark.parametrize("fault", ["before commit", "after commit"])
def test_a_desk_that_breaks_off_gets_the_same_again(
    correspondence: Correspondence, fault: str
) -> None:
    """Before its commit it has nothing, after it everything; the number tells which."""
    front = correspondence.front("one")
    front.start()
    envelopes = post_some(front)
    correspondence.desk.faults = [fault, fault]
    courier = correspondence.start_courier()
    wait_for_all(correspondence, envelopes)
    wait_until(lambda: correspondence.desk.faults == [], "both faults")
    courier.wait_for("courier: pulled", 2)
    more = post_some(front)
    wait_for_all(correspondence, envelopes + more)


def test_a_desk_that_ends_idle_connections_holds_up_nothing(
    correspondence: Correspondence,
) -> None:
    """It may do so just when the next delivery is written: one in seventy failed at that moment."""
    correspondence.desk.ends_connections = True
    front = correspondence.front("one")
    front.start()
    courier = correspondence.start_courier()
    wait_for_all(correspondence, post_some(front))
    courier.wait_for("courier: handed over", 5)
    assert not courier.log()


def test_while_the_desk_is_away_the_front_keeps_everything(correspondence: Correspondence) -> None:
    """Nothing is overwritten before the desk's word."""
    front = correspondence.front("one")
    front.start()
    correspondence.desk.close()
    courier = correspondence.start_courier()
    envelopes = post_some(front)
    wait_until(lambda: "desk does not answer" in courier.log(), "the courier to say so")
    courier.kill()
    courier = correspondence.start_courier()
    envelopes += post_some(front)
    correspondence.desk.open()
    wait_for_all(correspondence, envelopes)
    assert re.search(r"courier: desk does not answer \(\w+\)\n", courier.log()) or not courier.log()


def test_a_replaced_front_is_not_skipped(correspondence: Correspondence) -> None:
    """A new database counts from one again, under another store id."""
    front = correspondence.front("one")
    running = front.start()
    correspondence.start_courier()
    envelopes = post_some(front, 5)
    wait_for_all(correspondence, envelopes)
    running.kill()
    for path in front.folder.glob("front.sqlite3*"):
        path.unlink()
    front.start()
    envelopes += post_some(front, 2)
    wait_for_all(correspondence, envelopes)
    wait_until(lambda: front.ask("GET", "/b/0")[0] == 200, "the new front to have buckets")


def test_one_slow_front_and_one_dead_front_hold_up_no_other(
    correspondence: Correspondence,
) -> None:
    """One never answers, one is not there; the third is served."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        correspondence.front("slow").port = silent.getsockname()[1]
        correspondence.front("dead")
        front = correspondence.front("one")
        front.start()
        courier = correspondence.start_courier()
        wait_for_all(correspondence, post_some(front))
        wait_until(lambda: "front dead does not answer" in courier.log(), "the courier to say so")
        assert courier.stop() == 0


def test_two_fronts_serve_one_desk(correspondence: Correspondence) -> None:
    """Each with its own cursor."""
    fronts = [correspondence.front(name) for name in ("one", "two")]
    for front in fronts:
        front.start()
    correspondence.start_courier()
    envelopes = [each for front in fronts for each in post_some(front)]
    wait_for_all(correspondence, envelopes)
    assert {name for name, _ in correspondence.desk.last} == {"one", "two"}


def test_news_of_the_desk_reaches_the_front(correspondence: Correspondence) -> None:
    """Manifest and buckets of a new tick; the old ones stay while the desk is silent."""
    front, desk = correspondence.front("one"), correspondence.desk
    front.start()
    correspondence.start_courier()
    wait_until(lambda: front.ask("GET", "/b/0")[1] == desk.buckets[0], "the first buckets")
    with desk.changing():
        desk.buckets = tuple(sealed.bucket(sealed.TICK + 5, n, 1) for n in range(2))
        desk.manifest = sealed.manifest(2)
        desk.tick += 5
    wait_until(lambda: front.ask("GET", "/b/1")[1] == desk.buckets[1], "the next buckets")
    assert front.ask("GET", "/b/0")[1] == desk.buckets[0]
    assert front.ask("GET", "/k")[1] == desk.manifest
    desk.close()
    assert front.ask("GET", "/b/1")[1] == desk.buckets[1]
    assert len(desk.buckets[0]) == 128 + SLOTS * 2048


def test_a_front_that_lies_or_floods_is_only_a_front_that_fails(
    correspondence: Correspondence,
) -> None:
    """Endless, too short, redirecting: the courier says so and serves the others."""
    answers = (
        b"HTTP/1.1 200 OK\r\n\r\n" + bytes(1 << 20),
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"nonsense",
    )
    lying = socket.create_server(("127.0.0.1", 0))

    def lie() -> None:
        for number in range(1000):
            try:
                peer, _ = lying.accept()
                with peer:
                    peer.settimeout(1)
                    peer.recv(1 << 16)
                    for _ in range(12):
                        peer.sendall(answers[number % 4])
            except TimeoutError:
                continue
            except OSError:
                if lying.fileno() < 0:
                    return

    thread = Thread(target=lie, daemon=True)
    thread.start()
    correspondence.front("liar").port = lying.getsockname()[1]
    front = correspondence.front("one")
    front.start()
    courier = correspondence.start_courier()
    wait_until(lambda: courier.log().count("front liar does not answer") >= 3, "three lies")
    wait_for_all(correspondence, post_some(front))
    assert courier.stop() == 0
    lying.close()
    assert {d.front for d in correspondence.desk.deliveries if d.envelopes} == {"one"}


def test_the_courier_writes_no_file_and_names_no_content(correspondence: Correspondence) -> None:
    """Its folder holds its settings; its log which side stopped and began to answer."""
    front = correspondence.front("one")
    running = front.start()
    courier = correspondence.start_courier()
    wait_for_all(correspondence, post_some(front))
    running.kill()
    wait_until(lambda: "does not answer" in courier.log(), "the courier to say so")
    front.start()
    wait_until(lambda: "answers again" in courier.log(), "the courier to say so")
    assert courier.stop() == 0
    assert {path.name for path in correspondence.folder.iterdir()} == {
        "courier.json",
        "courier.sock",
        "one",
        "processes",
    }
    for line in courier.log().splitlines():
        assert re.fullmatch(r"courier: front one (does not answer \(\w+\)|answers again)", line)
