"""How long the desk takes with many who wait: `make bench-desk`.

A real desk in a folder of its own, with sealed envelopes taken in as from a courier. Prints a
table and writes bench-out/desk.json. Nothing is asserted: a time depends on its machine.
"""

import cProfile
import json
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from aman.admin import ceremony
from aman.desk import provision, running
from aman.programmes import programme_path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "bench-out" / "desk.json"
CASES = 1500
ROUNDS = 5
NAME, PASSWORD = "alice", "alice walks the dog at dawn"


def some_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """How long one `act` takes: the median, in milliseconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return round(statistics.median(times), 1)


def make_desk(var: Path) -> running.Desk:
    """A started desk with an operator."""
    hotline = ceremony.hold(var / "admin")
    settings = provision.prepare(
        var / "desk",
        hotline,
        programme_path("surrender"),
        listen="127.0.0.1:0",
        fronts=["one"],
        certify=partial(ceremony.certify, var / "admin"),
        now=time.time(),
    )
    desk = running.start(settings, clock=time.time)
    from aman.desk.accounts import links  # noqa: PLC0415 - after Django was configured

    recovery = ceremony.recovery_seed(var / "admin")
    secret = provision.recovery_link(var / "desk", recovery).removeprefix("/first/")
    links.redeem_first(secret, NAME, PASSWORD, "en")
    return desk


def measured(desk: running.Desk, cases: int, profile: str) -> dict[str, float]:
    """All times of a desk at which so many wait."""
    from django.test import Client  # noqa: PLC0415 - after Django was configured

    from aman.desk.accounts.models import Operator  # noqa: PLC0415
    from aman.desk.cases.queue import access_queue  # noqa: PLC0415
    from desk.screens.callers import Caller, Courier  # noqa: PLC0415

    courier = Courier(desk)
    begun = time.perf_counter()
    for number in range(cases):
        writer = Caller(courier, f"caller {number}", "ar")
        writer.write("نحن ثلاثة قرب الطريق، وأحدنا مصاب في ساقه.", wounded="carried", how_many=3)
    times = {"take_in_one_ms": round((time.perf_counter() - begun) * 1000 / cases, 2)}
    browser = Client(headers={"host": desk.settings.host})
    browser.post("/sign-in", {"name": NAME, "password": PASSWORD})
    alice = Operator.objects.get(name=NAME)

    def queue() -> object:
        return access_queue(alice, int(desk.clock()))

    def come_in() -> None:
        Caller(courier, f"late {time.perf_counter()}", "ar").write("السلام عليكم")
        browser.get("/now")

    if profile == "filing":
        profiled(queue)
    times["queue_first_ms"] = some_ms(queue, 1)
    times["queue_ms"] = some_ms(queue)
    times["screen_ms"] = some_ms(lambda: browser.get("/"))
    times["live_ms"] = some_ms(lambda: browser.get("/now"))
    times["live_after_a_message_ms"] = some_ms(come_in)
    if profile.startswith("/"):
        profiled(lambda: browser.get(profile))
    return times


def profiled(act: Callable[[], object]) -> None:
    """Say where the time goes."""
    profiler = cProfile.Profile()
    profiler.runcall(act)
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumulative").print_stats(45)


def main() -> None:
    """Measure, print, write."""
    profile = sys.argv[1] if len(sys.argv) > 1 else ""
    with TemporaryDirectory(prefix="aman-bench-") as folder:
        times = measured(make_desk(Path(folder)), CASES, profile)
    width = max(map(len, times))
    for name, value in times.items():
        sys.stdout.write(f"{name.ljust(width)}  {value:10.1f}\n")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"cases": CASES, **times}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
