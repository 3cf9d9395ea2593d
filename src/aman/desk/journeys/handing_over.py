"""From a plan that was agreed to a team: released by one, handed over by another, aborted by any.

Promises: a package goes out only when two different operators want it (`states.Life.after` is the
guard), to a team that two have confirmed, before the plan's end; it is the least that a team needs.
It reaches the team while the vault is locked. What is aborted is withdrawn from the team in the
same transaction.
"""

from secrets import token_bytes

from django.db import transaction

from aman.core.handover import TeamReply, Withdraw, Withdrawn
from aman.core.keys import to_base64url
from aman.desk.audit.book import Action, Colleague
from aman.desk.casebook.models import Case, NoSuchCase
from aman.desk.casebook.ticks import tick_of
from aman.desk.lines.merging import group_of
from aman.desk.lines.persons import Held, hold_persons
from aman.figures.measures import MeasureId

from .arranging import refuse_unkept
from .by_itself import OVER, owe, say
from .content import read_arrangement, sealed_package
from .life import count, current, journeys_of, move, open_journey, was_told, write_deed
from .models import HandOver, Journey, Team
from .replies import lay_ready
from .states import WITH_A_TEAM, Event, NotNow, Stage
from .teams import NoSuchTeam
from .watching import guide_of


@transaction.atomic
def release_first(operator: Colleague, number: int, now: int, *, on_the_way: bool = False) -> None:
    """Say that the package may go out; a second operator hands it over. `NotNow`.

    `on_the_way`: after the last moment to set out he says that they did, so a team has to come.
    """
    journey = open_journey(hold_persons(number))
    refuse_unkept(journey, now, on_the_way=on_the_way)
    move(journey, Event.RELEASED, now, operator=operator)
    write_deed(operator, Action.RELEASED_JOURNEY, journey, now)


@transaction.atomic
def refuse_release(operator: Colleague, number: int, now: int) -> None:
    """Leave it unreleased. Who released it may take that back himself."""
    journey = open_journey(hold_persons(number))
    move(journey, Event.NOT_RELEASED, now, operator=operator)
    write_deed(operator, Action.NOT_RELEASED_JOURNEY, journey, now)


@transaction.atomic
def hand_over(
    operator: Colleague, number: int, team: int, now: int, *, on_the_way: bool = False
) -> None:
    """Send the package; `SecondPersonNeeded`, `NotNow`, `NoSuchTeam`, `NotYetPlanned`.

    `on_the_way`: as for the first. A team that had one of this journey before gets its next
    revision.
    """
    conversation = Team.objects.filter(pk=team).values_list("conversation_id", flat=True).first()
    if conversation is None:
        raise NoSuchTeam
    held = hold_persons(number, teams=(conversation,))
    journey, to = open_journey(held), Team.objects.get(pk=team)
    if not to.is_trusted:
        raise NoSuchTeam
    refuse_unkept(journey, now, on_the_way=on_the_way)
    first = journey.released_by_id
    if first is None:
        raise NotNow
    move(journey, Event.HANDED_OVER, now, operator=operator, team=to)
    before = HandOver.objects.filter(journey=journey, team=to).order_by("-pk").first()
    name = bytes(before.name) if before else token_bytes(16)
    revision = before.revision + 1 if before else 1
    package = read_arrangement(journey).package(name, revision, guide_of(journey))
    HandOver.objects.create(
        journey=journey,
        name=name,
        revision=package.revision,
        people=package.people,
        team=to,
        content=sealed_package(journey, package),
        released_by_id=first,
        second_id=operator.pk,
        at=now,
    )
    count(journey, MeasureId.HANDED_OVER, now)
    reply = TeamReply(at=tick_of(now), handover=package)
    lay_ready(held.cases[conversation], operator.pk, reply)
    write_deed(operator, Action.HANDED_OVER, journey, now)


@transaction.atomic
def say_set_out(operator: Colleague, number: int, now: int) -> None:
    """The caller has set out, as he says or as it was agreed; `NotNow`."""
    held = hold_persons(number)
    journey = open_journey(held)
    move(journey, Event.SET_OUT, now, operator=operator)
    say(journey, Event.SET_OUT, held.cases.get, now)
    write_deed(operator, Action.SAID_SET_OUT, journey, now)


@transaction.atomic
def abort(operator: Colleague, number: int, now: int) -> None:
    """Call it off, and withdraw it from the team that has it; `NotNow`.

    Nothing is said here to a caller who was told the plan: until that is done (`tell_abort`, or
    any answer) the journey says that he goes by it.
    """
    journey, held = _with_team(number)
    move(journey, Event.ABORT, now, operator=operator)
    withdraw(journey, held.cases, Withdrawn.ABORTED, now)
    say(journey, Event.ABORT, held.cases.get, now)
    if was_told(journey):
        owe(journey, OVER, now)
    write_deed(operator, Action.ABORTED_JOURNEY, journey, now)


@transaction.atomic
def plan_anew(operator: Colleague, number: int, now: int) -> None:
    """Take back what a team has, to change it; `NotNow` where none has it.

    The team is told at once that this revision is replaced, and the caller by itself that he must
    wait. What follows is as the first time: told, repeated, released by two; the team's next
    revision is another package.
    """
    journey, held = _with_team(number)
    move(journey, Event.PLANNED_ANEW, now, operator=operator)
    withdraw(journey, held.cases, Withdrawn.REPLACED, now)
    say(journey, Event.PLANNED_ANEW, held.cases.get, now)
    write_deed(operator, Action.PLANNED_ANEW, journey, now)


def withdraw_all(number: int, now: int) -> None:
    """Withdraw what any team has of these cases: they are about to be destroyed.

    In the transaction of that, before it holds anything.
    """
    group = group_of(number)
    journeys = journeys_of(group).filter(stage__in=[each.value for each in WITH_A_TEAM])
    teams = {each.team.conversation_id for each in map(newest, journeys) if each is not None}
    held = hold_persons(number, teams=tuple(sorted(teams)))
    for journey in journeys:
        withdraw(journey, held.cases, Withdrawn.OTHER, now)


def withdraw(journey: Journey, held: dict[int, Case], reason: Withdrawn, now: int) -> None:
    """Tell the team that has it, if one has; its conversation is among the held."""
    out = newest(journey)
    if out is None or out.withdrawn_at is not None or out.team.conversation_id not in held:
        return
    out.withdrawn_at = now
    out.save(update_fields=["withdrawn_at"])
    taken_back = Withdraw(to_base64url(bytes(out.name)), out.revision, reason)
    reply = TeamReply(at=tick_of(now), withdraw=taken_back)
    lay_ready(held[out.team.conversation_id], out.second_id, reply)


def newest(journey: Journey) -> HandOver | None:
    """The package that counts, if one went out."""
    return journey.handovers.select_related("team", "journey__case").order_by("-pk").first()


def _with_team(number: int) -> tuple[Journey, Held]:
    """A journey and, in one order with its case, the conversation of the team that has it."""
    journey = _abortable(group_of(number))
    out = newest(journey)
    teams = () if out is None else (out.team.conversation_id,)
    held = hold_persons(number, teams=teams)
    now_there = _abortable(held.groups[0])
    if newest(now_there) != out:  # handed over in this very moment
        raise NotNow
    return now_there, held


def _abortable(group: tuple[int, ...]) -> Journey:
    journey = current(group) or journeys_of(group).first()
    if journey is None:
        raise NotNow
    return journey


__all__ = [
    "NoSuchCase",
    "NotNow",
    "Stage",
    "abort",
    "hand_over",
    "newest",
    "plan_anew",
    "refuse_release",
    "release_first",
    "say_set_out",
    "withdraw",
    "withdraw_all",
]
