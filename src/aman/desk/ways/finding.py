"""Asking for ways and keeping what was found: from a journey to a task, from an answer to a record.

Promises: a search rests on every hazard layer, on the rates that count where there is none, and on
every point list as they are now, and says which; one that can't be read stops it, since a hazard
left out in silence is a way through it. What was found is sealed only while the journey still asks
that, in an open vault.
Refuses to know: how ways are found, screens.
"""

from collections.abc import Callable
from hashlib import sha256
from secrets import randbits

import msgspec
from django.db import connection, transaction

from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.models import NoSuchCase, note_change
from aman.desk.cases.groups import access_group
from aman.desk.journeys.content import Arrangement, People, Whereabouts, read_arrangement
from aman.desk.journeys.keeping import pace_of
from aman.desk.journeys.life import current, move
from aman.desk.journeys.models import Journey
from aman.desk.journeys.states import WITH_A_TEAM, Event, NotNow, Stage
from aman.desk.journeys.watching import state_of_map
from aman.desk.keys.vault import DamagedRecord, VaultLocked, the_vault
from aman.desk.lines.persons import hold_persons
from aman.desk.maps.layers import access_layers
from aman.desk.maps.no_data import the_no_data
from aman.desk.maps.points import access_point_lists, point_turns
from aman.desk.running import the_desk

from .records import Kept, write_found
from .roads_folder import PLACE, loaded_roads
from .running import the_searches
from .searches import Search, Status
from .wire import Found, Task

BUDGET_S = 60.0
"""After that the answer is what was found until then, and says approximate."""
_SEED_BITS = 62


class CantSearch(Exception):  # noqa: N818 - what the operator is told
    """Something that a search needs is missing; `why` says what."""

    NO_ROADS, NO_POINTS, DAMAGED, NOT_ASKED, NO_MEANS, OVER = (
        "no roads", "no points", "damaged", "not asked", "no means", "over"
    )  # fmt: skip

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def may_search() -> bool:
    """Whether there are roads and points."""
    return loaded_roads(the_desk().folder / PLACE) is not None and bool(point_turns())


def mode_of(asked: Whereabouts, people: People) -> str:
    """How they travel, as `aman.roads.graph.Mode` has it; `CantSearch`."""
    pace = pace_of(people, asked)
    if not pace:
        raise CantSearch(CantSearch.NO_MEANS)
    return pace


def rests_on(known: Arrangement) -> str:
    """What an answer to the journey's question rests on now: hazards, points, roads, people."""
    roads = loaded_roads(the_desk().folder / PLACE)
    asked = msgspec.json.encode((known.asked, known.people)).hex()
    whole = (roads.name if roads else "", state_of_map(), asked)
    return sha256(msgspec.json.encode(whole)).hexdigest()


def ask_ways(operator: Colleague, number: int, now: int) -> None:
    """Begin a search for the journey's question; `CantSearch`, `NotNow`, `NoSuchCase`."""
    journey = current(access_group(number))
    if journey is None or Stage(journey.stage) in WITH_A_TEAM:
        raise NotNow
    known = read_arrangement(journey)
    if known.asked is None or known.people is None:
        raise CantSearch(CantSearch.NOT_ASKED)
    if known.asked.start <= now:
        raise CantSearch(CantSearch.OVER)
    roads = loaded_roads(the_desk().folder / PLACE)
    if roads is None:
        raise CantSearch(CantSearch.NO_ROADS)
    layers, points = access_layers(), access_point_lists()
    if None in [*(each.read for each in layers), *(each.read for each in points)]:
        raise CantSearch(CantSearch.DAMAGED)
    if not points:
        raise CantSearch(CantSearch.NO_POINTS)
    try:
        no_data = the_no_data()
    except DamagedRecord:
        raise CantSearch(CantSearch.DAMAGED) from None
    task = Task(
        number=0,
        mode=mode_of(known.asked, known.people),
        lat=known.asked.lat,
        lon=known.asked.lon,
        within_m=known.asked.within_m,
        start=known.asked.start,
        horizon_s=known.asked.hours * 3600,
        zone=known.asked.zone,
        may_wait=known.asked.may_wait,
        layers=tuple(each.geojson for each in layers),
        points=tuple(each.geojson for each in points),
        no_data=(no_data.low, no_data.likely, no_data.high),
        budget_s=BUDGET_S,
        seed=randbits(_SEED_BITS),
    )
    write_down(operator, Action.ASKED_WAYS, number, now)
    keeping = _Keeping(operator, number, journey, rests_on(known))
    the_searches().ask(
        Search(
            journey=journey.pk,
            operator=operator.pk,
            roads=roads,
            task=task,
            opening=the_vault().opening,
            is_wanted=keeping.is_wanted,
            keep=keeping.keep,
        )
    )


def search_status(number: int) -> Status | None:
    """How far the search of a case's journey is; `NoSuchCase`, `VaultLocked`."""
    journey = current(access_group(number))
    return None if journey is None else the_searches().status(journey.pk)


def stop_search(number: int) -> None:
    """Nobody waits for it any more; `NoSuchCase`, `VaultLocked`."""
    journey = current(access_group(number))
    if journey is not None:
        the_searches().stop(journey.pk)


class _Keeping:
    """What the driver's thread asks of the records; it leaves no connection open."""

    def __init__(self, operator: Colleague, number: int, journey: Journey, rests: str) -> None:
        self._operator, self._number, self._rests = operator, number, rests
        self._journey, self._content = journey.pk, bytes(journey.content)

    def is_wanted(self) -> bool:
        """Whether the journey is as it was, and so is what the search rests on."""
        return self._looked(lambda: self._asks(current(access_group(self._number))))

    def keep(self, found: Found) -> bool:
        """Seal it, and move the journey on; False when nobody asks for it any more."""
        return self._looked(lambda: self._write(found))

    def _looked(self, look: Callable[[], bool]) -> bool:
        try:
            return look()
        except (VaultLocked, DamagedRecord, NoSuchCase):
            return False
        finally:
            connection.close()

    def _asks(self, journey: Journey | None) -> bool:
        if journey is None or journey.pk != self._journey:
            return False
        if bytes(journey.content) != self._content:
            return False  # somebody has gone on
        return self._rests == rests_on(read_arrangement(journey))

    @transaction.atomic
    def _write(self, found: Found) -> bool:
        held = hold_persons(self._number)
        journey = current(held.groups[0])
        if journey is None or not self._asks(journey):
            return False
        now = int(the_desk().clock())
        write_found(journey, Kept(found, self._rests), now)
        if found.ways and journey.stage == Stage.ASKED:
            move(journey, Event.FOUND_WAYS, now, operator=self._operator)
        note_change()
        return True
