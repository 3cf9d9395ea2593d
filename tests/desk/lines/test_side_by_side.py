"""Operators and the intake at work at the same moment, on a real PostgreSQL.

Whoever holds two cases while somebody else holds them in another order waits for ever, until the
database ends one of the two: then an answer, a message or a destruction is lost.
"""

import random
import re
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

import aman.desk
from aman.core.line_dialogue import State
from aman.desk.accounts.models import Operator
from aman.desk.casebook.holding import HeldOutOfOrder, hold
from aman.desk.casebook.models import Case, NoSuchCase, note_change
from aman.desk.cases import contacts, relatives, wishes
from aman.desk.cases.access import access_case, give_back, shred_case, take
from aman.desk.cases.queue import access_queue
from aman.desk.lines.contacts import NoAddress, NoSuchContact
from aman.desk.lines.models import Instruction, Merged
from aman.desk.lines.persons import hold_persons
from aman.desk.lines.states import Stage
from aman.desk.outbox import sending
from aman.desk.outbox.answering import answer
from aman.desk.outbox.permission import NotPermittedByHim
from aman.desk.outbox.sending import NotNow
from aman.desk.people.models import Consent
from aman.desk.reading.upkeep import tidy
from aman.desk.running import Desk
from aman.desk.safe_contact.rules import Broken
from desk_caller.front import Front
from desk_caller.page import Page, some_keys
from desk_lines.line import Line

SAFE, OTHERS = 6, 6
ROUNDS = 40
REFUSALS = (
    *(NoSuchCase, NotNow, contacts.RelativesAreLinkedNotMerged, relatives.AlreadyOnePerson),
    *(relatives.NoSuchMessage, wishes.NotYourOwn, NoSuchContact, NoAddress, NotPermittedByHim),
)
"""What an operator may be told when a colleague was faster."""


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


class Everybody:
    """Threads of people at work; what went wrong in any of them."""

    def __init__(self) -> None:
        self.faults: list[BaseException] = []
        self._threads: list[threading.Thread] = []

    def works(self, seed: int, do: Callable[[random.Random], None]) -> None:
        """Have somebody do it again and again, with a connection of his own."""
        self._threads.append(threading.Thread(target=self._work, args=(seed, do)))

    def _work(self, seed: int, do: Callable[[random.Random], None]) -> None:
        chance = random.Random(seed)  # noqa: S311 - a test's chance
        try:
            for _ in range(ROUNDS):
                with suppress(*REFUSALS):
                    do(chance)
        except BaseException as fault:  # noqa: BLE001 - told by the test
            self.faults.append(fault)
        finally:
            connections.close_all()

    def to_the_end(self) -> None:
        """Start all, and wait for all."""
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()

    def had_no_fault(self) -> None:
        """Fail with all that went wrong, and where."""
        told = ["".join(traceback.format_exception(fault)) for fault in self.faults]
        assert not told, "\n".join(told)


@dataclass
class _Night:
    """Six people whose messages must all be there in the morning, and six who may be destroyed."""

    front: Front
    telegram: Line
    alice: Operator
    bob: Operator
    numbers: dict[str, int] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)

    @property
    def safe(self) -> list[str]:
        return [f"@safe {at}" for at in range(SAFE)]

    @property
    def everyone(self) -> list[str]:
        return [*self.safe, *(f"@other {at}" for at in range(OTHERS))]

    def begin(self) -> "_Night":
        for number, name in enumerate(self.everyone, 1):
            self.numbers[name] = number
            self.hears(name, "first")
            self.front.visit()
        for name in self.safe:
            self.pages[name] = Page(self.front.desk.hotline, some_keys(), self.front.signed())
        return self

    def hears(self, name: str, text: str) -> None:
        if name in self.safe:
            self.written[f"{name}: {text}"] += 1
        self.telegram.hears(name, f"{name}: {text}")

    def now(self) -> int:
        return now(self.front)

    def passing(self) -> list[int]:
        lasting = [self.numbers[name] for name in self.safe]
        living = Case.objects.filter(key_wrap__isnull=False).exclude(number__in=lasting)
        return list(living.order_by("number").values_list("number", flat=True))

    def two(self, chance: random.Random) -> tuple[int, int]:
        """Two of those who stay, or two of the others: what is merged is destroyed together."""
        passing = self.passing()
        lasting = [self.numbers[name] for name in self.safe]
        some = lasting if chance.random() < 0.5 or len(passing) < 2 else passing
        one, other = chance.sample(some, 2)
        return one, other

    def takes_in(self, chance: random.Random) -> None:
        for _ in range(6):
            self.hears(chance.choice(self.everyone), str(chance.random()))
        page = self.pages[chance.choice(self.safe)]
        page.write("by the page")
        self.front.take(page.beat(self.now()))
        self.telegram.send(chance.choice([State.ACCEPTED, State.FAILED, State.UNCERTAIN]))
        self.front.visit()

    def tidies(self, _: random.Random) -> None:
        tidy(self.now())

    def merges(self, chance: random.Random) -> None:
        contacts.merge_cases(self.alice, *self.two(chance), self.now())

    def separates(self, chance: random.Random) -> None:
        contacts.separate_case(self.bob, self.two(chance)[0], self.now())

    def takes(self, chance: random.Random) -> None:
        number = self.two(chance)[0]
        take(self.alice, number)
        access_case(self.alice, number, self.now())
        give_back(self.bob, number)

    def answers(self, chance: random.Random) -> None:
        number, at = self.two(chance)[0], self.now()
        answer(self.bob, number, "we hear you", seen_upto=0, now=at, confirmed=True)

    def decides(self, chance: random.Random) -> None:
        answers = Instruction.objects.filter(answer__isnull=False)
        undecided = answers.filter(state__in=[Stage.FAILED, Stage.UNCERTAIN])
        for each in undecided.values_list("pk", flat=True)[:3]:
            sending.send_again(self.alice, each, self.now())
        for each in answers.filter(state=Stage.WAITING).values_list("pk", flat=True)[:1]:
            sending.withdraw(self.alice, each, self.now())
        contacts.move_conversation(self.bob, self.two(chance)[0], None, self.now())

    def relates(self, chance: random.Random) -> None:
        hers, his = self.two(chance)
        relation = relatives.relate(self.alice, hers, his, self.now())
        said = relatives.Permission((relatives.Tell.ALIVE,), "tell her", his, 1)
        with suppress(relatives.NoSuchMessage):
            relatives.write_consent(self.alice, relation, said, self.now())
        for each in Consent.objects.filter(relation=relation).values_list("pk", flat=True):
            relatives.withdraw_consent(self.alice, each, self.now())
        relatives.end_relation(self.alice, relation, self.now())

    def releases(self, chance: random.Random) -> None:
        at, never = self.now(), (Broken.NEVER,)
        for each in contacts.access_contacts(self.two(chance)[0])[:1]:
            case, way = each.case, each.number
            asked = wishes.ask_release(self.bob, case, way, text="x", broken=never, now=at)
            wishes.release(self.alice, case, asked, at)

    def looks(self, _: random.Random) -> None:
        access_queue(self.bob, self.now())

    def destroys(self, chance: random.Random) -> None:
        passing = self.passing()
        if passing:
            shred_case(self.alice, chance.choice(passing), self.now())

    def work(self) -> tuple[Callable[[random.Random], None], ...]:
        ours = (self.takes_in, self.tidies, self.merges, self.separates, self.takes, self.answers)
        return (*ours, self.decides, self.relates, self.releases, self.looks, self.destroys)

    def shown(self) -> Counter[str]:
        """What those who stay wrote, as it is read in the morning, each in his own case."""
        for name in self.safe:
            contacts.separate_case(self.alice, self.numbers[name], self.now())
        cases = (access_case(self.alice, self.numbers[name], self.now()) for name in self.safe)
        return Counter(item.text for case in cases for item in case.items if item.via == "telegram")


@pytest.fixture
def night(front: Front, telegram: Line, open_vault: Desk, alice: Operator, bob: Operator) -> _Night:
    """Only where transactions run side by side: SQLite lets one write at a time."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: nothing runs side by side there")
    del open_vault
    return _Night(front, telegram, alice, bob).begin()


@pytest.mark.usefixtures("sms")
def test_operators_and_intake_side_by_side_end_nobodys_work_and_lose_nothing(
    night: _Night,
) -> None:
    """Merged, separated, taken, destroyed, answered, reported, filed and taken in, all at once."""
    everybody = Everybody()
    for seed, do in enumerate(night.work()):
        everybody.works(seed, do)
    everybody.to_the_end()
    everybody.had_no_fault()
    while night.front.kept:
        night.front.visit()
    assert night.shown() == night.written
    for link in Merged.objects.select_related("case", "into"):
        assert (link.case.key_wrap is None) == (link.into.key_wrap is None)


def test_cases_are_held_in_one_order_or_not_at_all(front: Front, telegram: Line) -> None:
    """The guard: who holds the second and asks for the first is refused, on any database."""
    for name in ("@a", "@b", "@c"):
        telegram.hears(name, "hello")
    front.visit()
    with transaction.atomic():
        assert list(hold([3, 1, 99])) == [1, 3]
        assert list(hold([1])) == [1]
        with pytest.raises(HeldOutOfOrder):
            hold([2])
    with transaction.atomic():
        assert list(hold([2])) == [2]
        assert list(hold([3])) == [3]
    with transaction.atomic():
        note_change()
        with pytest.raises(HeldOutOfOrder):
            hold([1])
    with pytest.raises(HeldOutOfOrder):
        hold([1])


def test_a_person_is_held_whole(front: Front, telegram: Line) -> None:
    """All that is shown as one, and what a savepoint gave up is not thought to be held."""
    for name in ("@a", "@b", "@c"):
        telegram.hears(name, "hello")
    front.visit()
    Merged.objects.create(case_id=1, into_id=3, at=1)
    with transaction.atomic():
        held = hold_persons(1)
        assert (held.groups, sorted(held.cases)) == (((3, 1),), [1, 3])
    with transaction.atomic():
        with suppress(NotNow), transaction.atomic():
            hold([3])
            raise NotNow
        assert list(hold([1])) == [1]
    with transaction.atomic(), pytest.raises(NoSuchCase):
        hold_persons(98)


def test_cases_are_locked_in_one_place() -> None:
    """Whoever locks them elsewhere passes the guard by."""
    locking = re.compile(r"Case\.objects\b[^\n]*select_for_update")
    package = Path(aman.desk.__file__).parent
    found = {path.name for path in package.rglob("*.py") if locking.search(path.read_text("utf-8"))}
    assert found == set()
