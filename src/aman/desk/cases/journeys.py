"""Journeys and teams as operators see them: all that came is filed first, and looking is audited.

Promises: a chosen way is shown as the map of now has it; nothing else here changes a journey;
what does is in `aman.desk.journeys`, each by its guard.
"""

from dataclasses import dataclass, field

from django.db import transaction

from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import note_change
from aman.desk.journeys.models import SignedWord, Team
from aman.desk.journeys.states import ENDED
from aman.desk.journeys.team_talk import TextView, talk, write_to
from aman.desk.journeys.teams import NoSuchTeam
from aman.desk.journeys.viewing import (
    JourneyView,
    TeamView,
    journey_views,
    team_views,
)
from aman.desk.journeys.watching import judge_anew
from aman.desk.reading.filing import file_arrivals

from .groups import living_group, need_open_vault

_AUDIT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Journeys:
    """`open` is the one that is not ended; `ended` are the others, the newest first."""

    open: JourneyView | None = field(repr=False)
    ended: tuple[JourneyView, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OneTeam:
    """A team, and what it and the desk wrote to each other, the newest first."""

    team: TeamView
    texts: tuple[TextView, ...] = field(repr=False)


def access_journeys(operator: Colleague, number: int, now: int) -> Journeys:
    """The journeys of a case and of those merged with it; `NoSuchCase`, `VaultLocked`."""
    need_open_vault()
    file_arrivals()
    judge_anew(now)
    group = living_group(number)
    write_down(operator, Action.OPENED_JOURNEY, number, now, at_most_every=_AUDIT_SECONDS)
    views = journey_views(group)
    if SignedWord.objects.filter(handover__journey__case__in=group, batch__isnull=False).exists():
        file_arrivals()  # a word came in this very moment: no stage is shown without its proof
        views = journey_views(group)
    there = next((each for each in views if each.stage not in ENDED), None)
    return Journeys(there, tuple(each for each in views if each is not there))


def access_teams() -> tuple[TeamView, ...]:
    """All teams; `VaultLocked`."""
    need_open_vault()
    return team_views()


@transaction.atomic
def access_team(operator: Colleague, number: int, now: int) -> OneTeam:
    """One team; what it wrote counts as read. `NoSuchTeam`, `VaultLocked`."""
    need_open_vault()
    file_arrivals()
    view = next((each for each in team_views() if each.number == number), None)
    if view is None:
        raise NoSuchTeam
    conversation = Team.objects.get(pk=number).conversation_id
    held = hold([conversation])[conversation]
    if view.unread:
        held.arrivals.filter(opened_at__isnull=True, batch__isnull=True).update(opened_at=now)
        write_down(operator, Action.READ_TEAM, None, now)
        note_change()
    return OneTeam(view, tuple(talk(held)))


def write_to_team(operator: Colleague, number: int, text: str, seen_upto: int, now: int) -> None:
    """Write to a team; what came from it until now is filed first. Raises what `write_to` does."""
    need_open_vault()
    file_arrivals()
    write_to(operator, number, text, seen_upto, now)
