"""Each person counts once by a measure, whatever happens in whatever order."""

# ruff: noqa: D103 - a test is named after what it protects

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aman.desk.casebook.beginning import begin
from aman.desk.counting.models import Counted
from aman.desk.lines.merging import merge
from aman.desk.marks.models import Mark
from aman.desk.marks.once import count_once, count_writing
from aman.desk.running import Desk
from aman.figures.measures import MeasureId
from desk_cast import MIDNIGHT as EARLY

DAY, MIDNIGHT = 86_400, int(EARLY)
CASES = range(4)
A_CASE, A_DAY = st.sampled_from(CASES), st.integers(0, 25)


@dataclass(frozen=True)
class Wrote:
    """Somebody writes in a case."""

    case: int
    day: int


@dataclass(frozen=True)
class Happened:
    """Something that is counted once happens to so many people of a case."""

    case: int
    day: int
    measure: MeasureId
    people: int


@dataclass(frozen=True)
class Merged:
    """Two cases are found to be one person's."""

    case: int
    other: int


Any = Wrote | Happened | Merged
ONCE = st.sampled_from((MeasureId.APPLICATIONS, MeasureId.HANDED_OVER, MeasureId.ARRIVED))
ANYTHING = st.one_of(
    st.builds(Wrote, A_CASE, A_DAY),
    st.builds(Happened, A_CASE, A_DAY, ONCE, st.integers(1, 4)),
    st.builds(Merged, A_CASE, A_CASE),
)


@dataclass
class Known:
    """What ought to be counted: whom the desk takes for whom, and who of them was."""

    persons: dict[int, frozenset[int]] = field(
        default_factory=lambda: {case: frozenset({case}) for case in CASES}
    )
    counted: dict[tuple[MeasureId, int], list[object]] = field(default_factory=dict)
    last_week: dict[int, int] = field(default_factory=dict)
    total: Counter[str] = field(default_factory=Counter)

    def learn(self, event: Any) -> None:
        """Go by the definitions, one person after the other."""
        match event:
            case Merged(case, other):
                both = self.persons[case] | self.persons[other]
                self.persons.update(dict.fromkeys(both, both))
            case Happened(case, _, measure, people):
                self._count(case, measure, people)
            case Wrote(case, day):
                week = (MIDNIGHT // DAY + day + 3) // 7
                if all(week > self.last_week.get(each, 0) for each in self.persons[case]):
                    self.total[MeasureId.CONTACTS.value] += 1
                self.last_week[case] = max(week, self.last_week.get(case, 0))
                self._count(case, MeasureId.PEOPLE, 1)

    def _count(self, case: int, measure: MeasureId, people: int) -> None:
        there = [self.counted.setdefault((measure, each), []) for each in self.persons[case]]
        while sum(map(len, there)) < people:
            self.counted[measure, case].append(object())
            self.total[measure.value] += 1


def do(event: Any, numbers: list[int]) -> None:
    """Let the desk do it."""
    match event:
        case Merged(case, other):
            merge(numbers[case], numbers[other], MIDNIGHT)
        case Happened(case, day, measure, people):
            count_once(numbers[case], measure, MIDNIGHT + day * DAY, people=people)
        case Wrote(case, day):
            count_writing(numbers[case], MIDNIGHT + day * DAY)


def counted() -> Counter[str]:
    return Counter(Counted.objects.values_list("measure", flat=True))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=st.lists(ANYTHING, max_size=14))
def test_in_any_order_nobody_is_counted_twice(desk: Desk, events: list[Any]) -> None:
    """Against a list of who was counted; and when all of it happens again, nothing is added."""
    known = Known()
    with transaction.atomic():
        numbers = [begin(desk.vault, MIDNIGHT).number for _ in CASES]
        for event in events:
            do(event, numbers)
            known.learn(event)
        assert counted() == known.total
        for event in events:
            do(event, numbers)
        assert counted() == known.total
        transaction.set_rollback(True)


def test_merged_cases_are_one_person_in_every_measure(desk: Desk) -> None:
    with transaction.atomic():
        one, other = (begin(desk.vault, MIDNIGHT).number for _ in range(2))
    merge(one, other, MIDNIGHT)
    for case in (one, other):
        count_writing(case, MIDNIGHT)
        for measure in set(MeasureId) - {MeasureId.CONTACTS, MeasureId.PEOPLE}:
            count_once(case, measure, MIDNIGHT)
    assert counted() == dict.fromkeys((each.value for each in MeasureId), 1)


def test_a_group_counts_as_many_and_only_who_joins_it_counts_later(desk: Desk) -> None:
    with transaction.atomic():
        case = begin(desk.vault, MIDNIGHT).number
    for people in (3, 2, 5):
        count_once(case, MeasureId.ARRIVED, MIDNIGHT, people=people)
    assert counted() == {"arrived": 5}
    count_once(case, MeasureId.PLANS_AGREED, MIDNIGHT)
    assert counted() == {"arrived": 5, "plans_agreed": 1}


def test_a_week_begins_on_monday_and_holds_one_contact(desk: Desk) -> None:
    """The tests' clock begins on Friday, 15 January 2027."""
    with transaction.atomic():
        case = begin(desk.vault, MIDNIGHT).number
    for day in (0, 1, 2):
        count_writing(case, MIDNIGHT + day * DAY)
    assert counted() == {"contacts": 1, "people": 1}
    count_writing(case, MIDNIGHT + 3 * DAY)
    assert counted() == {"contacts": 2, "people": 1}


def test_a_mark_has_no_time_and_a_counting_event_no_case(desk: Desk) -> None:
    assert {each.name for each in Mark._meta.get_fields()} == {"id", "case", "measure", "upto"}
    assert {each.name for each in Counted._meta.get_fields()} == {"id", "measure", "day"}
    del desk


def test_who_shares_a_case_moves_the_event_of_another(desk: Desk) -> None:
    """So he is protected less than the budget says: docs/figures/privacy.md has by how much.

    Of two cases one has a man more, who came first: its event is earlier, and the later is missing.
    Told apart, the second of the two is counted when that becomes known.
    """
    with transaction.atomic():
        alone, shared = (begin(desk.vault, MIDNIGHT).number for _ in range(2))
    days = {}
    for case, firsts in ((alone, (10,)), (shared, (0, 10))):
        for day in firsts:
            count_once(case, MeasureId.PEOPLE, MIDNIGHT + day * DAY)
        days[case] = list(Counted.objects.order_by("id").values_list("day", flat=True))
        Counted.objects.all().delete()
    assert [each - MIDNIGHT // DAY for each in days[alone]] == [10]
    assert [each - MIDNIGHT // DAY for each in days[shared]] == [0]
    count_once(shared, MeasureId.PEOPLE, MIDNIGHT + 20 * DAY, people=2)
    assert counted() == {"people": 1}
