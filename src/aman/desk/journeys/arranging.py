"""Arranging a journey with its caller: place, people, plan, told and repeated.

Promises: all is decided by an operator and stands in the audit; what a plan says goes out only
through the outbox, by all its guards, and no line sends it after the plan's end. Whoever changes
place, people or plan of what was told takes it back to before it was told. Refuses to know: teams.
"""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

import msgspec
from django.db import transaction

from aman.core.handover import MeetingPlace
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.models import NoSuchCase
from aman.desk.keys.vault import DamagedRecord
from aman.desk.lines.merging import group_of
from aman.desk.lines.models import Instruction
from aman.desk.lines.persons import hold_persons
from aman.desk.outbox.answering import answer
from aman.desk.outbox.models import Answer
from aman.desk.outbox.sending import PAGE_ALONE
from aman.figures.measures import MeasureId

from .beginning import leads_from, next_hour
from .by_itself import make_ready, owe_nothing
from .content import (
    Arrangement,
    ChosenWay,
    NotYetPlanned,
    People,
    Plan,
    SentBy,
    Whereabouts,
    read_arrangement,
    write_arrangement,
)
from .keeping import last_start, misfit, still_ahead
from .life import count, current, journeys_of, move, write_deed, write_event
from .models import Journey
from .states import MOVES, WITH_A_TEAM, CantBeKept, Event, Note, NotNow, Stage
from .texts import abort_text, told_plan
from .watched import TakenWay, read_watched
from .watching import refuse_changed_danger, watch, watch_no_more

_NO_PLAN_YET = frozenset({Stage.ASKED, Stage.WAYS_FOUND})


@transaction.atomic
def write_place(operator: Colleague, number: int, place: MeetingPlace, now: int) -> None:
    """Where the team waits; begins a journey where there is none.

    A chosen way leads elsewhere then, but for one whose guide meets them hardly elsewhere.
    """

    def moved(known: Arrangement) -> Arrangement:
        way = known.way if leads_from(known, place) else None
        return msgspec.structs.replace(known, place=place, way=way)

    _write(operator, number, moved, now)


@transaction.atomic
def write_people(operator: Colleague, number: int, people: People, now: int) -> None:
    """Who comes, and how."""
    _write(operator, number, lambda known: msgspec.structs.replace(known, people=people), now)


@transaction.atomic
def write_plan(operator: Colleague, number: int, plan: Plan, now: int) -> None:
    """What the caller is to carry in his head; that he need not wait for a team is written down."""
    journey = _write(operator, number, lambda known: msgspec.structs.replace(known, plan=plan), now)
    if plan.without_word:
        write_event(journey, Note.WITHOUT_WORD, now, operator=operator)


def _write(
    operator: Colleague, number: int, change: Callable[[Arrangement], Arrangement], now: int
) -> Journey:
    """Write a part of the arrangement; `NotNow` once a package is out."""
    journey = _held(number, operator, now, begin=True)
    if Stage(journey.stage) in WITH_A_TEAM:
        raise NotNow
    known = Arrangement() if not journey.content else read_arrangement(journey)
    written = msgspec.structs.replace(change(known), repeated=(), told=(), beside=())
    write_arrangement(journey, written)
    if written.way is None:
        watch_no_more(journey)
    journey.expires_at = written.plan.expires if written.plan else None
    if written.plan is not None and journey.stage != Stage.CHOSEN:
        move(journey, Event.WROTE_PLAN, now, operator=operator)
    else:
        journey.save()
    write_deed(operator, Action.WROTE_JOURNEY, journey, now)
    return journey


@transaction.atomic
def write_question(operator: Colleague, number: int, asked: Whereabouts, now: int) -> None:
    """Where the caller is, for a search; place and plan stay as they are. `NotNow`."""
    journey = _held(number, operator, now, begin=True)
    if Stage(journey.stage) in WITH_A_TEAM:
        raise NotNow
    known = Arrangement() if not journey.content else read_arrangement(journey)
    write_arrangement(journey, msgspec.structs.replace(known, asked=asked))
    journey.save()
    write_deed(operator, Action.WROTE_JOURNEY, journey, now)


@transaction.atomic
def write_choice(  # noqa: PLR0913, PLR0917 - what a choice consists of
    operator: Colleague,
    number: int,
    place: MeetingPlace,
    way: ChosenWay,
    taken: TakenWay,
    now: int,
) -> None:
    """A way was chosen: its point is the place, and the plan has to be written for it. `NotNow`.

    `taken` is the same as a line in time: from now on it is watched.
    """
    journey = _held(number, operator, now)
    stage = Stage(journey.stage)
    if stage in WITH_A_TEAM:
        raise NotNow
    known = read_arrangement(journey)
    way = msgspec.structs.replace(way, before=known.plan or (known.way and known.way.before))
    changed = msgspec.structs.replace(
        known, place=place, way=way, plan=None, repeated=(), told=(), beside=()
    )
    write_arrangement(journey, changed)
    watch(journey, taken)
    journey.expires_at = None
    if (stage, Event.WROTE_PLAN) in MOVES and stage not in _NO_PLAN_YET:
        move(journey, Event.WROTE_PLAN, now, operator=operator)
    else:
        journey.save()
    write_down(operator, Action.CHOSE_WAY, journey.case_id, now)
    write_deed(operator, Action.WROTE_JOURNEY, journey, now)


def as_told(known: Arrangement, now: int) -> Arrangement:
    """With the plan as it would be told now."""
    plan = known.plan and still_ahead(known.plan, now)
    return msgspec.structs.replace(known, plan=plan)


@transaction.atomic
def tell_plan(  # noqa: PLR0913 - what `answer` asks for
    operator: Colleague,
    number: int,
    *,
    lang: str,
    seen_upto: int,
    now: int,
    contact: int | None = None,
    member: int | None = None,
    confirmed: bool = False,
    says_no_place_or_time: bool = False,
    says_nothing_about: Collection[int] = (),
    also_seen: Mapping[int, int] = MappingProxyType({}),
    shown: str = "",
    released: str = "",
) -> None:
    """Send the plan to the caller as it stands; raises what `answer` raises, `NotYetPlanned`.

    Once its first time to set out is over it is told, and from then on stands, with the second
    alone. With it is made ready what he is told by itself when it does not hold any more. `shown`:
    who sends it saw exactly this text; `released`: so did a second operator, and released it;
    `NotNow` when it is another now.
    """
    journey = _held(number, operator, now)
    refuse_unkept(journey, now)
    arrangement = as_told(read_arrangement(journey), now)
    arrangement.package(bytes(16), 1)  # a plan that no team could be given is none
    told = told_plan(arrangement, lang)
    if not {shown, released} <= {"", told.text}:
        raise NotNow
    move(journey, Event.TOLD, now, operator=operator)
    write_down(operator, Action.TOLD_PLAN, journey.case_id, now)
    answer(
        operator,
        number,
        told.text,
        seen_upto=seen_upto,
        now=now,
        confirmed=confirmed,
        lang=lang,
        contact=contact,
        member=member,
        says_no_place_or_time=says_no_place_or_time,
        says_nothing_about=says_nothing_about,
        until=journey.expires_at or 0,
        also_seen=also_seen,
        released=bool(released),
    )
    group = group_of(number)
    answered = Answer.objects.filter(case__in=group).select_related("case").order_by("-pk")[0]
    carried = Instruction.objects.filter(answer=answered).first()
    by = SentBy(PAGE_ALONE if carried is None else carried.contact_id, answered.member_id)
    sent = msgspec.structs.replace(
        arrangement, repeated=(), told=told.repeated, beside=told.beside, sent_by=by
    )
    write_arrangement(journey, sent)
    journey.save(update_fields=["content"])
    make_ready(journey, answered, lang, now, next_hour(sent, now))


@transaction.atomic
def tell_abort(operator: Colleague, number: int, lang: str, by: SentBy | None, now: int) -> None:
    """Tell who had the plan that it is off, by the plan's own way; raises what `answer` raises.

    Until this or another answer went out, the journey that was aborted says that he goes by it.
    """
    journey = journeys_of(hold_persons(number).groups[0]).first()
    answer(
        operator,
        number,
        abort_text(lang),
        seen_upto=0,
        now=now,
        confirmed=True,
        lang=lang,
        contact=by.contact if by else None,
        member=by.member if by else None,
    )
    if journey is not None:
        owe_nothing(journey)


@transaction.atomic
def tick_off(operator: Colleague, number: int, repeated: Collection[int], now: int) -> bool:
    """Note which lines he has repeated; gives whether those are all, and the plan is agreed."""
    journey = _held(number, operator, now)
    refuse_expired(journey, now)
    if journey.stage != Stage.TOLD:
        raise NotNow
    known = read_arrangement(journey)
    if known.plan is None:
        raise NotYetPlanned
    lines = range(len(known.to_repeat))
    ticked = tuple(line for line in lines if line in repeated)
    write_arrangement(journey, msgspec.structs.replace(known, repeated=ticked))
    journey.save()
    if len(ticked) == len(lines):
        move(journey, Event.REPEATED, now, operator=operator)
    write_deed(operator, Action.PLAN_REPEATED, journey, now)
    return len(ticked) == len(lines)


def refuse_expired(journey: Journey, now: int) -> None:
    """Raise `NotNow`: a plan past its end is dead, whether or not the clock has said so yet."""
    if journey.expires_at is not None and journey.expires_at <= now:
        raise NotNow


def refuse_unkept(journey: Journey, now: int, *, on_the_way: bool = False) -> None:
    """Raise `NotNow` where the plan can't be kept, so that it is neither told nor released.

    It is past its end; or (`CantBeKept`) its last moment to set out is over and nobody says that
    they are `on_the_way`, or the people are others than its way was found for; or (`DangerChanged`)
    the way is worse.
    """
    refuse_expired(journey, now)
    refuse_changed_danger(journey, now)
    known = read_arrangement(journey)
    if known.plan is not None and last_start(known.plan) <= now and not on_the_way:
        raise CantBeKept
    try:
        watched = read_watched(journey)
    except DamagedRecord:
        raise NotNow from None
    if misfit(known, watched.way if watched else None):
        raise CantBeKept


def _held(number: int, operator: Colleague, now: int, *, begin: bool = False) -> Journey:
    """The journey of a person, held whole; `NoSuchCase`, `NotNow` where there is none."""
    held = hold_persons(number)
    journey = current(held.groups[0])
    if journey is not None:
        return journey
    if not begin:
        raise NotNow
    case = held.cases.get(held.groups[0][0])
    if case is None:
        raise NoSuchCase(number)
    made = Journey.objects.create(case=case, stage=Stage.ASKED.value, content=b"", created_at=now)
    write_event(made, Event.BEGAN, now, operator=operator)
    count(made, MeasureId.APPLICATIONS, now)
    return made
