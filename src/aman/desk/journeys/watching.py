"""Chosen ways are judged again when hazards or points change, until their journeys end.

Promises: what gets worse stands open as a moment (`changed_at`) until an operator has said of
exactly that state that the way stands, has chosen another, or it is as before again; each of them
is a line of the history. What can't be read counts as worse. While the vault is locked nothing is
judged; at the next opening all of it is. Refuses to know: how danger is priced (`danger`).
"""

from functools import cached_property
from hashlib import sha256

import msgspec
from django.db import transaction

from aman.core.handover import GuidedWay
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import note_change
from aman.desk.keys.vault import DamagedRecord, VaultLocked, the_vault
from aman.desk.lines.persons import hold_persons
from aman.desk.maps.layers import access_layers, layer_turns
from aman.desk.maps.no_data import access_no_data, no_data_turns
from aman.desk.maps.points import access_point_lists, point_turns
from aman.roads.points import ReceptionPoint
from aman.roads.zones import Guess, Zone

from .danger import judge, worse
from .guiding import guided_way
from .life import current, write_event
from .models import Journey, WatchedWay
from .states import ENDED, DangerChanged, Note, NotNow
from .watched import Change, Danger, TakenWay, Watched, read_watched, seal_watched


def watch(journey: Journey, way: TakenWay) -> None:
    """From now on, as it was chosen; its case is held. `NotNow` where a layer can't be read."""
    rests_on = state_of_map()
    held = _Map().judge(way)
    if held is None:
        raise NotNow
    watched = Watched(way=way, held=held, band=way.band, better=way.better, now=held)
    content = seal_watched(journey, watched)
    known = {"content": content, "rests_on": rests_on, "changed_at": None}
    WatchedWay.objects.update_or_create(journey=journey, defaults=known)


def watch_no_more(journey: Journey) -> None:
    """The place is another."""
    WatchedWay.objects.filter(journey=journey).delete()


def judge_anew(now: int) -> int:
    """All that were judged by other hazards or points than there are now; gives how many."""
    if not the_vault().is_open:
        return 0
    rests_on, judged = state_of_map(), 0
    ended = [each.value for each in ENDED]
    stale = WatchedWay.objects.exclude(rests_on=rests_on).exclude(journey__stage__in=ended)
    stale = stale.filter(journey__case__key_wrap__isnull=False)
    found = list(stale.order_by("pk").values_list("pk", "journey__case"))
    by_map = _Map()
    try:
        for number, case in found:
            with transaction.atomic():
                if case in hold([case]) and _judge_one(number, rests_on, by_map, now):
                    note_change()
                judged += 1
    except VaultLocked:
        return judged
    return judged


def refuse_changed_danger(journey: Journey, now: int) -> None:
    """Raise `DangerChanged` where nobody has said yet that the way stands, as of this moment."""
    rests_on = state_of_map()
    row = WatchedWay.objects.filter(journey=journey).first()
    if row is None:
        return
    if row.rests_on != rests_on:
        _judge_one(row.pk, rests_on, _Map(), now)
        row.refresh_from_db()
    if row.changed_at is not None:
        raise DangerChanged


@transaction.atomic
def say_it_stands(operator: Colleague, number: int, rests_on: str, now: int) -> None:
    """He looked at what it is by that state of the map, and the way stands; `NotNow`."""
    journey = current(hold_persons(number).groups[0])
    row = None if journey is None else WatchedWay.objects.filter(journey=journey).first()
    if journey is None or row is None or row.changed_at is None or row.rests_on != rests_on:
        raise NotNow
    known = read_watched(journey)
    if known is None or known.now is None:
        raise NotNow  # of what can't be read nobody knows whether it stands
    held = known.now
    stands = Watched(way=known.way, held=held, band=held.band, better=held.better, now=held)
    row.content = seal_watched(journey, stands)
    row.changed_at = None
    row.save()
    write_event(journey, Note.LOOKED_AT_DANGER, now, operator=operator)
    write_down(operator, Action.LOOKED_AT_DANGER, journey.case_id, now)
    note_change()


def guide_of(journey: Journey) -> GuidedWay | None:
    """By which way a team has to lead them; None: they go alone. `NotNow` if it can't be read."""
    try:
        known = read_watched(journey)
    except DamagedRecord:
        raise NotNow from None
    if known is None or known.way.can_be_told:
        return None
    zones = _Map().zones
    if zones is None:
        raise NotNow
    return guided_way(known.way, zones)


def state_of_map() -> str:
    """Names the state of all layers and lists, by numbers that stand open."""
    return sha256(msgspec.json.encode((layer_turns(), point_turns(), no_data_turns()))).hexdigest()


class _Map:
    """All hazards, points and what counts elsewhere, opened once, when somebody first asks."""

    @cached_property
    def _opened(self) -> tuple[list[Zone], list[ReceptionPoint], Guess] | None:
        zones: list[Zone] = []
        points: list[ReceptionPoint] = []
        for layer in access_layers():
            if layer.read is None:
                return None
            zones += layer.read.zones
        for one in access_point_lists():
            if one.read is None:
                return None
            points += one.read
        no_data = access_no_data().rates
        return None if no_data is None else (zones, points, no_data)

    @property
    def zones(self) -> list[Zone] | None:
        """All hazards; None where something can't be read."""
        return None if self._opened is None else self._opened[0]

    def judge(self, way: TakenWay) -> Danger | None:
        """None where something can't be read."""
        return None if self._opened is None else judge(way, *self._opened)


def _judge_one(number: int, rests_on: str, by_map: _Map, now: int) -> bool:
    """Judge it, its case held; gives whether there is something else to say of it."""
    row = WatchedWay.objects.filter(pk=number).select_related("journey__case").first()
    if row is None or row.rests_on == rests_on:
        return False
    before, row.rests_on = row.changed_at, rests_on
    try:
        known = read_watched(row.journey)
    except DamagedRecord:
        known = None
    changes: tuple[Change, ...] = (Change.UNREAD,)
    is_same = known is None and before is not None
    if known is not None:
        there = by_map.judge(known.way)
        changes = (Change.UNREAD,) if there is None else worse(known.held, there)
        is_same = (changes, there) == (known.changes, known.now)
        found = msgspec.structs.replace(known, now=there, changes=changes)
        row.content = seal_watched(row.journey, found)
    if is_same or (not changes and before is None):
        row.save()
        return False
    row.changed_at = now if changes else None
    row.save()
    write_event(row.journey, Note.DANGER_CHANGED if changes else Note.DANGER_AS_BEFORE, now)
    return True
