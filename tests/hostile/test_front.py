"""The liar lies as its name says and looks honest otherwise: else tests with it show nothing."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from aman.core.bucket import Bucket, MalformedBucket
from aman.core.exchange import Cursor, Pull, Push
from aman.core.manifest import MalformedManifest, read_manifest
from driver import sealed
from driver.ports import free_port
from driver.processes import wait_until
from hostile.front import BEHAVIOURS, TIMES, HostileFront


class Visitor:
    """Page and courier of a front that may lie."""

    def __init__(self, behaviour: str, honest: int = 0) -> None:
        verb, thing = behaviour.split("-")
        self.front = HostileFront(b"<p>", verb, thing, honest)
        self.cursor: Cursor | None = None
        self.got: list[bytes] = []

    def post(self, number: int) -> list[bytes]:
        """Post envelopes; a front always says 204."""
        envelopes = [sealed.envelope() for _ in range(number)]
        for each in envelopes:
            assert self.front.answer("POST", "/e", sealed.stamped(each)) == (204, b"")
        return envelopes

    def visit(self, tick: int = 0, *, k: int = 0) -> None:
        """Bring news of a tick, take what waits."""
        buckets = [sealed.bucket(sealed.TICK + tick, n, k) for n in range(1 << k)]
        push = Push(self.cursor, sealed.manifest(1 + tick), buckets)
        status, content = self.front.answer("POST", "/x", push.to_bytes())
        pull = Pull.read(content)
        assert status == 200
        self.got += pull.envelopes
        self.cursor = Cursor(pull.store_id, pull.first_seq + len(pull.envelopes) - 1)

    def tick(self, n: int = 0) -> int | None:
        """The tick of the bucket that the front gives now, or None."""
        status, content = self.front.answer("GET", f"/b/{n}", b"")
        if status != 200:
            return None
        bucket = Bucket.read(content, sealed.HOTLINE, sealed.ONLINE.public_key())
        return bucket.header.tick - sealed.TICK

    def seq(self) -> int | None:
        """The number of the manifest that the front gives now, or None."""
        status, content = self.front.answer("GET", "/k", b"")
        return read_manifest(content, sealed.HOTLINE).seq if status == 200 else None


def test_there_are_twelve() -> None:
    """Four verbs, three things."""
    assert len(set(BEHAVIOURS)) == 12


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_it_is_honest_as_long_as_it_was_told(behaviour: str) -> None:
    """Until then a page and a courier see a front."""
    visitor = Visitor(behaviour, honest=4)
    envelopes = visitor.post(4)
    for tick in range(4):
        visitor.visit(tick)
        assert (visitor.tick(), visitor.seq()) == (tick, tick + 1)
    visitor.visit(4)
    assert visitor.got == envelopes
    assert visitor.front.deeds == 0


def test_it_drops_envelopes() -> None:
    """The caller has his 204, the desk nothing."""
    visitor = Visitor("drop-envelopes")
    visitor.post(3)
    visitor.visit()
    assert visitor.got == []


def test_it_repeats_envelopes() -> None:
    """Each several times, under numbers of its own."""
    visitor = Visitor("repeat-envelopes")
    envelopes = visitor.post(2)
    visitor.visit()
    visitor.visit()
    assert visitor.got == [envelopes[0]] * TIMES + [envelopes[1]] * TIMES


def test_it_reorders_envelopes() -> None:
    """The later of two comes first; the odd one waits."""
    visitor = Visitor("reorder-envelopes")
    one, two, _ = visitor.post(3)
    visitor.visit()
    assert visitor.got == [two, one]


def test_it_swaps_envelopes() -> None:
    """Each has the other's second half: two that do not open."""
    visitor = Visitor("swap-envelopes")
    one, two = visitor.post(2)
    visitor.visit()
    assert visitor.got == [one[:4096] + two[4096:], two[:4096] + one[4096:]]


def test_it_drops_buckets_and_manifests() -> None:
    """As if there were none."""
    for behaviour in ("drop-buckets", "drop-manifests"):
        visitor = Visitor(behaviour)
        visitor.visit()
        assert (visitor.tick(), visitor.seq()) in {(None, 1), (0, None)}


def test_it_repeats_buckets_and_manifests() -> None:
    """Time stands still on it."""
    buckets, manifests = Visitor("repeat-buckets"), Visitor("repeat-manifests")
    for tick in range(3):
        buckets.visit(tick)
        manifests.visit(tick)
        assert (buckets.tick(), manifests.seq()) == (0, 1)


def test_it_reorders_buckets_and_manifests() -> None:
    """A newer one and an older one in turn."""
    buckets, manifests = Visitor("reorder-buckets"), Visitor("reorder-manifests")
    for tick in range(4):
        buckets.visit(tick)
        manifests.visit(tick)
    assert [buckets.tick() for _ in range(4)] == [3, 1, 3, 1]
    assert [manifests.seq() for _ in range(4)] == [4, 2, 4, 2]


def test_it_swaps_buckets() -> None:
    """Another's bucket; or, where there is only one, the slots of another tick under its head."""
    visitor = Visitor("swap-buckets")
    visitor.visit(k=1)
    content = visitor.front.answer("GET", "/b/0", b"")[1]
    bucket = Bucket.read(content, sealed.HOTLINE, sealed.ONLINE.public_key())
    assert bucket.header.n == 1
    visitor.visit(5)
    with pytest.raises(MalformedBucket):
        visitor.tick()


def test_it_swaps_manifests() -> None:
    """Its own keys under the hotline's id: nobody who holds that id takes them."""
    visitor = Visitor("swap-manifests")
    visitor.visit()
    with pytest.raises(MalformedManifest):
        visitor.seq()


@pytest.mark.enable_socket
def test_it_runs_as_a_program_of_its_own(tmp_path: Path) -> None:
    """It listens, serves the page, takes an envelope and says what it did to it."""
    page = tmp_path / "page.html"
    page.write_bytes(b"<p>Aman</p>")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    source = Path(__file__).parents[2] / "src"
    command = [sys.executable, str(Path(__file__).with_name("front.py"))]
    options = ["--listen", f"127.0.0.1:{port}", "--page", str(page), "--behave", "drop-envelopes"]
    environment = os.environ | {"PYTHONPATH": str(source)}

    def answers() -> bool:
        try:
            with urlopen(url) as answer:
                return bool(answer.read() == page.read_bytes())
        except URLError:
            return False

    with subprocess.Popen(  # noqa: S603 - our own program
        command + options, stdout=subprocess.PIPE, env=environment
    ) as program:
        try:
            wait_until(answers, "the hostile front")
            request = Request(f"{url}/e", sealed.stamped(sealed.envelope()))  # noqa: S310 - loopback
            with urlopen(request) as answer:  # noqa: S310 - loopback
                assert answer.status == 204
            assert program.stdout is not None
            assert program.stdout.readline() == b"drop-envelopes\n"
        finally:
            program.kill()
