"""Reads groups of people who wait (GeoJSON or CSV): where, how many, how they move, from when on.

Promises: a file is taken whole or refused with the feature, or the line of the table, and the field
that is wrong; a group without a number of people is refused, never counted as one.
Refuses to know: roads, names of people: a group is called as the operator calls it.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NoReturn

from shapely import Point

from .faults import Fault
from .fields import Field, MalformedLayer
from .geojson import BYTES_AT_MOST, read_features
from .graph import Mode
from .outlines import read_geometry
from .place_types import UnreadablePlace
from .places import read_place

GROUPS_AT_MOST: Final = 5_000
PEOPLE_AT_MOST: Final = 10_000
_NEEDED: Final = ("name", "people")
_OWN: Final = frozenset({*_NEEDED, "wounded", "mode", "not_before"})
_PLACE: Final = "place"
_FIGURES: Final = frozenset({"people", "wounded"})


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Who goes together or not at all."""

    name: str
    lon: float = field(repr=False)
    lat: float = field(repr=False)
    people: int
    wounded: int
    mode: Mode
    not_before: datetime | None
    """None: from the beginning."""
    feature: int | None = None
    line: int | None = None
    """Where it stands in its file."""

    def refuse(self, member: str, fault: Fault) -> NoReturn:
        """Raise MalformedLayer for what only the map or the clock could show."""
        Field(self.feature, member, None, self.line).refuse(fault)


def read_groups(file: bytes) -> tuple[WaitingGroup, ...]:
    """The groups of one file, no name twice. Raises MalformedLayer.

    What begins with a brace is GeoJSON, anything else a table with a line of names.
    """
    is_json = file.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}
    groups: list[WaitingGroup] = []
    known: set[str] = set()
    for group, own in _of_features(file) if is_json else _of_table(file):
        if group.name in known:
            own.member("name").refuse(Fault.NAME_TWICE)
        known.add(group.name)
        groups.append(group)
    return tuple(groups)


def _of_features(file: bytes) -> Iterator[tuple[WaitingGroup, Field]]:
    for geometry, own in read_features(file, GROUPS_AT_MOST, _OWN):
        place = read_geometry(geometry)
        if not isinstance(place, Point):
            geometry.member("type").refuse(Fault.NOT_POINT)
        yield _group(own, place.x, place.y), own


def _of_table(file: bytes) -> Iterator[tuple[WaitingGroup, Field]]:
    lines = _lines(file)
    head_line, head = next(lines, (1, []))
    names = [each.strip() for each in head]
    title = Field(None, "", dict.fromkeys(names), head_line)
    if not {*_NEEDED, _PLACE} & set(names):
        title.refuse(Fault.NOT_CSV)
    title.members(_OWN | {_PLACE})
    for name in names:
        if names.count(name) > 1:
            Field(None, name, None, head_line).refuse(Fault.COLUMN_TWICE)
    for name in (*_NEEDED, _PLACE):
        if name not in names:
            Field(None, name, None, head_line).refuse(Fault.MISSING)
    count = 0
    for number, cells in lines:
        count += 1
        if count > GROUPS_AT_MOST:
            Field(None, "", None).refuse(Fault.COUNT, most=GROUPS_AT_MOST)
        if len(cells) != len(names):
            Field(None, "", None, number).refuse(Fault.CELLS, found=len(cells), needed=len(names))
        own = Field(
            None,
            "",
            {name: _cell(name, cell) for name, cell in zip(names, cells, strict=True)},
            number,
        )
        yield _group(own, *_place(own.member(_PLACE).needed())), own
    if not count:
        Field(None, "", None).refuse(Fault.COUNT, most=GROUPS_AT_MOST)


def _lines(file: bytes) -> Iterator[tuple[int, list[str]]]:
    """Lines that are not empty, with their numbers; semicolons and tabs are taken too."""
    whole = Field(None, "", None)
    if len(file) > BYTES_AT_MOST:
        whole.refuse(Fault.FILE_TOO_LARGE, mib=BYTES_AT_MOST >> 20)
    try:
        text = file.decode("utf-8-sig")
    except UnicodeDecodeError:
        whole.refuse(Fault.NOT_CSV)
    first = text.split("\n", 1)[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        raise MalformedLayer(None, "", Fault.NOT_CSV, line=reader.line_num) from None


def _cell(name: str, cell: str) -> object:
    """A table has texts alone: what should be a number becomes one, if it is."""
    text = cell.strip()
    if not text:
        return None
    if name in _FIGURES:
        try:
            return float(text)
        except ValueError:
            return text
    return text


def _place(written: Field) -> tuple[float, float]:
    try:
        found = read_place(written.text())
    except UnreadablePlace as reason:
        written.refuse(Fault.UNREADABLE_PLACE, place=reason.reason)
    return found.lon, found.lat


def _group(own: Field, lon: float, lat: float) -> WaitingGroup:
    wounded, mode, start = own.member("wounded"), own.member("mode"), own.member("not_before")
    people = own.member("people").needed().whole(1, PEOPLE_AT_MOST)
    hurt = 0 if wounded.is_absent else wounded.whole(0, PEOPLE_AT_MOST)
    if hurt > people:
        wounded.refuse(Fault.TOO_MANY_WOUNDED)
    return WaitingGroup(
        name=own.member("name").needed().text(),
        lon=lon,
        lat=lat,
        people=people,
        wounded=hurt,
        mode=(Mode.FOOT_SLOW if hurt else Mode.FOOT)
        if mode.is_absent
        else mode.one_of({each.value: each for each in Mode}),
        not_before=None if start.is_absent else start.moment(),
        feature=own.feature,
        line=own.line,
    )
