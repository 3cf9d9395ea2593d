"""Pages, a front and a courier that lose, repeat and reorder, against the real desk.

Every message is at the desk once and in its place, every answer is read once and in order, by the
first page, by a second and by a third; "delivered" is never shown of what the desk has not.
"""

import random
from collections.abc import Callable
from itertools import chain

import pytest

from aman.core.keys import CallerKeys
from aman.desk import running
from aman.desk.accounts.models import Operator
from aman.desk.cases.access import access_case
from aman.desk.cases.queue import access_queue
from aman.desk.outbox.answering import answer
from aman.desk.reading.models import Arrival
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_caller.page import Page, some_keys

CALLERS = 3
BEAT_TICKS = 3


class World:
    """All that can go wrong between pages and desk, by seed."""

    def __init__(self, front: Front, reopen: Callable[[Desk], None], seed: int) -> None:
        self.front = front
        self.chance = random.Random(seed)  # noqa: S311 - a test's chance
        self.reopen = reopen
        self.trouble = True
        self.keys = [some_keys() for _ in range(CALLERS)]
        self.pages = [(who, self._page(keys)) for who, keys in enumerate(self.keys)]
        self.written: list[dict[str, list[str]]] = [{} for _ in self.keys]
        self.answered: list[list[str]] = [[] for _ in self.keys]
        self.numbers: dict[int, int] = {}
        self.late: list[bytes] = []
        self.old_buckets: list[tuple[bytes, ...]] = []
        self.steps = 0

    def _page(self, keys: CallerKeys, *, returning: bool = False) -> Page:
        return Page(self.front.desk.hotline, keys, self.front.signed(), returning=returning)

    def bad(self, likely: float) -> bool:
        """Whether a mishap happens now."""
        return self.trouble and self.chance.random() < likely

    def now(self) -> int:
        """The desk's time."""
        return int(self.front.desk.clock())

    def somebody_writes(self) -> None:
        """A message from one of the pages."""
        who, page = self.chance.choice(self.pages)
        text = f"message {self.steps} of {who}"
        page.write(text)
        self.written[who].setdefault(page.session, []).append(text)

    def somebody_returns(self) -> None:
        """Another phone with the same words, while the first may still be open."""
        who = self.chance.randrange(CALLERS)
        self.pages.append((who, self._page(self.keys[who], returning=True)))

    def step(self) -> None:
        """One tick."""
        self.steps += 1
        self.front.desk.clock.forward(5)  # type: ignore[attr-defined]  # the tests' clock
        for place, (_, page) in enumerate(self.pages):
            if self.steps % BEAT_TICKS == place % BEAT_TICKS:
                self._beat(page)
        self._courier()
        for place, (_, page) in enumerate(self.pages):
            if (self.steps - 1) % BEAT_TICKS == place % BEAT_TICKS and not self.bad(0.2):
                self._look(page)
        self._check()

    def _beat(self, page: Page) -> None:
        envelope = page.beat(self.front.have_tick)
        if self.bad(0.15):
            return
        if self.bad(0.1):
            self.late.append(envelope)
            return
        self.front.kept += [envelope] * (2 if self.bad(0.1) else 1)
        while self.late and self.chance.random() < 0.3:
            self.front.take(self.late.pop(self.chance.randrange(len(self.late))))

    def _courier(self) -> None:
        if self.bad(0.02):  # the front's disk is gone
            self.front.store_id = self.chance.randbytes(16)
            self.front.kept, self.front.first_seq = [], 1
        if self.bad(0.03):
            self._restart_desk()
        if self.bad(0.3):
            return
        if self.bad(0.2):
            self.chance.shuffle(self.front.kept)
        answer = self.front.deliver(self.chance.randint(1, 8) if self.trouble else 1024)
        self.old_buckets.append(self.front.buckets)
        if not self.bad(0.2):
            self.front.keep(answer)

    def _restart_desk(self) -> None:
        desk = self.front.desk
        desk.vault.lock()
        self.front.desk = running.start(desk.settings, clock=desk.clock, cost=desk.cost)

    def _look(self, page: Page) -> None:
        current = self.front.buckets
        if self.bad(0.1):
            self.front.buckets = self.chance.choice(self.old_buckets)
        self.front.give(page)
        self.front.buckets = current

    def operator_answers(self, operator: Operator) -> None:
        """Sign in, look, answer one who waits."""
        self.reopen(self.front.desk)
        waiting = [row.number for row in access_queue(operator, self.now()) if row.waiting_since]
        if not waiting:
            return
        number = self.chance.choice(waiting)
        view = access_case(operator, number, self.now())
        who = self._who(number, view.items[0].text)
        long = "long " * self.chance.choice([1, 1, 400])
        text = f"{long}answer {len(self.answered[who])} to {who}"
        answer(operator, number, text, seen_upto=view.last_item_id, now=self.now())
        self.answered[who].append(text)
        if self.chance.random() < 0.5:
            self.front.desk.vault.lock()

    def _who(self, number: int, first: str) -> int:
        return self.numbers.setdefault(number, int(first.rsplit(" ", 1)[1]))

    def _check(self) -> None:
        at_desk = {bytes(one) for one in Arrival.objects.values_list("message_id", flat=True)}
        for who, page in self.pages:
            assert page.told == self.answered[who][: len(page.told)]
            for said in page.written:
                assert not said.delivered or said.message_id in at_desk

    def is_quiet(self) -> bool:
        """Everything has arrived and was read, as far as the pages can tell."""
        return all(
            page.told == self.answered[who] and all(said.delivered for said in page.written)
            for who, page in self.pages
        )


@pytest.mark.parametrize(
    ("var", "seed"),
    [("sqlite", 1), ("sqlite", 2), ("sqlite", 3), ("postgresql", 4)],
    indirect=["var"],
)
def test_nothing_is_lost_nothing_twice_whatever_happens_on_the_way(
    front: Front, alice: Operator, reopen: Callable[[Desk], None], seed: int
) -> None:
    """A hundred and sixty ticks of trouble, then quiet; then everybody has everything."""
    world = World(front, reopen, seed)
    for number in range(160):
        if number % 12 == 0:
            world.somebody_writes()
        if number in {60, 120, 150}:
            world.somebody_returns()
        if number % 10 == 9:
            world.operator_answers(alice)
        world.step()
    world.trouble = False
    for _ in range(250):
        world.step()
        if world.is_quiet():
            break
    assert world.is_quiet()
    assert sum(map(len, world.answered)) >= 5
    world.reopen(world.front.desk)
    for number, who in world.numbers.items():
        shown = access_case(alice, number, world.now()).items
        said = [item.text for item in shown if item.kind == "message"]
        assert sorted(said) == sorted(chain.from_iterable(world.written[who].values()))
        for texts in world.written[who].values():
            assert [text for text in said if text in texts] == texts
        replies = [item for item in shown if item.kind == "reply"]
        assert [item.text for item in replies] == world.answered[who]
        assert not any(item.gap_before for item in shown)


def test_a_second_and_a_third_return_read_the_earlier_answers_again(
    front: Front, open_vault: Desk, alice: Operator
) -> None:
    """From fresh pages with the same words, and each acknowledges on."""
    keys = some_keys()
    first = Page(open_vault.hotline, keys, front.signed())
    first.write("hello")
    _go_on(front, first)
    for text in ("one " * 500, "two", "three", "four", "five"):
        now = int(front.desk.clock())
        answer(alice, 1, text, seen_upto=0, now=now, confirmed=True)
    _go_on(front, first, 8)
    everything = list(first.told)
    assert len(everything) == 5
    for visit in range(2):
        fresh = Page(open_vault.hotline, keys, front.signed(), returning=True)
        _go_on(front, fresh, 8)
        assert fresh.told == everything
        new = f"new after return {visit}"
        now = int(front.desk.clock())
        answer(alice, 1, new, seen_upto=0, now=now, confirmed=True)
        _go_on(front, fresh, 3)
        everything.append(new)
        assert fresh.told == everything
    states = [item.state for item in access_case(alice, 1, now).items if item.kind == "reply"]
    assert states == ["read"] * 7


def _go_on(front: Front, page: Page, beats: int = 2) -> None:
    for _ in range(beats):
        front.take(page.beat(front.have_tick))
        for _ in range(3):
            front.desk.clock.forward(5)  # type: ignore[attr-defined]  # the tests' clock
            front.visit()
        front.give(page)
