"""Publishing that is killed (SIGKILL) after each announced step, then started again.

Run by a test as a process of its own, so that it may fork; tells what happened as JSON.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from aman.figures import publishing
from aman.figures.log.reading import Log
from aman.figures.publishing import Draft
from aman.figures.verifying import verify

from .published import ROLES, START, Counted, PublishingHotline, noon, people, salt
from .seeded import SeededNoise

DAY = START + timedelta(weeks=4)


def other_salt() -> bytes:
    """Of a second decision, if there is one."""
    return bytes(32)


def opening(hotline: PublishingHotline, salted: Callable[[], bytes]) -> Callable[[Draft], None]:
    """Open a series, unless it is open."""

    def decide(draft: Draft) -> None:
        if "people-1" not in draft.history.series:
            publishing.open_series(draft, people(), "0.2", hotline.noise, salted)

    return decide


def releasing(hotline: PublishingHotline, salted: Callable[[], bytes]) -> Callable[[Draft], None]:
    """Release what is due."""
    return lambda draft: publishing.publish_due(draft, hotline.counted, salted, ROLES)


Decide = Callable[[PublishingHotline, Callable[[], bytes]], Callable[[Draft], None]]


def publish(hotline: PublishingHotline, decide: Callable[[Draft], None], day: date) -> Log:
    """As a command does."""
    return hotline.publisher().publish(decide, noon(day))


def kill_at(
    hotline: PublishingHotline, decide: Callable[[Draft], None], day: date, step: int
) -> bool:
    """In a child; tells whether it lived long enough to be killed."""
    child = os.fork()
    if not child:
        left = [step]

        class Dying(list[str]):
            def append(self, _: str, /) -> None:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        publish(replace(hotline, steps=Dying()), decide, day)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def trial(  # noqa: PLR0913, PLR0917 - what is tried
    template: Path, home: Path, key: Path, decide: Decide, day: date, step: int
) -> dict[str, object] | None:
    """Kill once, look, start again with other noise, counts and salts, look again."""
    if template.exists():
        shutil.copytree(template, home)
    hotline = PublishingHotline(home, key)
    if not kill_at(hotline, decide(hotline, salt), day, step):
        return None
    book = hotline.book.book()
    decided = [] if book.pending is None else book.pending.entries
    out = {
        n: c for n, c in hotline.public.files().items() if n.startswith(("log/", "checkpoints/"))
    }
    again = PublishingHotline(home, key, SeededNoise(99), Counted(a_day=3, more={START: 500}))
    log = publish(again, decide(again, other_salt), day)
    checked = verify(hotline.public.files())
    after = hotline.public.files()
    begin = book.size
    return {
        "decided": len(decided),
        "kept": [e.decode() for e in log.entries[begin : begin + len(decided)]] == decided,
        "unchanged": all(after[name] == content for name, content in out.items()),
        "drawn": len(again.noise.drawn),  # type: ignore[attr-defined]
        "size": checked.log.history.size,
        "in_step": again.book.book().size == checked.log.history.size,
        "releases": [r.period for s in log.history.series.values() for r in s.releases],
    }


def main(folder: Path, key: Path) -> None:
    """Both kinds of publishing, at every step."""
    template = folder / "template"
    PublishingHotline(template, key).open(people(), START)
    told = {}
    for name, base, decide, day in (
        ("opening", folder / "nothing", opening, START),
        ("releasing", template, releasing, DAY),
    ):
        trials: list[dict[str, object]] = []
        while found := trial(base, folder / f"{name}{len(trials)}", key, decide, day, len(trials)):
            trials.append(found)
        told[name] = trials
    print(json.dumps(told))  # noqa: T201 - to the test


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
