"""A map is loaded whole, once; what is wrong or doubtful in it is said."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import osmium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from osmium.osm import mutable
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely import Point, buffer, contains, dwithin, points, union_all

from aman.roads.graph import FORBIDDEN, NAME_LANGUAGES, NO_STREET, Mode, RoadGraph
from aman.roads.landmarks import KIND_NAMES, KINDS, landmark_kind
from aman.roads.loading import FORMAT, UnusableMap, load, load_with_report
from aman.roads.map_reading import read_roads
from aman.roads.measure import metres_between
from aman.roads.network import cut
from aman.roads.shapes import Shape, around
from roads.extract import EXTRACT, needs_extract

ROAD = {"highway": "residential"}
Ways = Sequence[tuple[Sequence[int], Mapping[str, str]]]


def write(
    path: Path, ways: Ways, tags: Mapping[int, Mapping[str, str]] = {}, missing: int = -1
) -> Path:
    """A map file: node n lies n / 1000 degrees east; one may be missing."""
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for node in sorted({each for way, _ in ways for each in way} | set(tags)):
            if node != missing:
                writer.add_node(
                    mutable.Node(
                        id=node + 1, location=(9.5 + node / 1000, 47.0), tags=tags.get(node, {})
                    )
                )
        for number, (way, way_tags) in enumerate(ways, 1):
            nodes = [each + 1 for each in way]
            writer.add_way(mutable.Way(id=number, nodes=nodes, tags=dict(way_tags)))
    return path


def same(one: RoadGraph, other: RoadGraph) -> bool:
    """All arrays, and the landmarks'."""
    names = ("lon", "lat", "first", "target", "twin", "metres", "way_kind", "street",
             "may_wait", "shape_first", "shape_lon", "shape_lat")  # fmt: skip
    landmarks = ("kind", "lon", "lat", "node", "name_first", "name_bytes")
    return (
        all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)
        and all(np.array_equal(one.seconds[mode], other.seconds[mode]) for mode in Mode)
        and all(
            np.array_equal(getattr(one.landmarks, name), getattr(other.landmarks, name))
            for name in landmarks
        )
        and np.array_equal(one.streets.name_first, other.streets.name_first)
        and np.array_equal(one.streets.name_bytes, other.streets.name_bytes)
    )


def is_mapped(array: np.ndarray) -> bool:
    """Whether an array lies in a file, not in this process's own memory."""
    whole: object = array
    while isinstance(whole, np.ndarray) and not isinstance(whole, np.memmap):
        whole = whole.base
    return isinstance(whole, np.memmap)


@needs_extract
def test_a_real_extract_and_again_from_the_cache(tmp_path: Path) -> None:
    """The second time no step but the check runs, and everything is the same."""
    steps: list[str] = []
    graph, report = load_with_report(EXTRACT, tmp_path, lambda step, _: steps.append(step))
    assert {"check", "roads", "landmarks", "junctions", "store"} <= set(steps)
    assert (report.modes["foot"].junctions, report.modes["foot"].edges) == (5620, 14390)
    assert report.modes["foot"].islands == 26
    assert len(list(report.warnings())) == 6
    steps.clear()
    again, reported = load_with_report(EXTRACT, tmp_path, lambda step, _: steps.append(step))
    assert steps == ["check"]
    assert same(graph, again)
    assert reported == report
    assert not again.lon.flags.writeable
    # Read from the disk as it is needed, and shared by all who have it open.
    mapped = (again.lon, again.target, again.seconds[Mode.CAR], again.landmarks.node)
    assert all(is_mapped(each) for each in mapped)
    assert not is_mapped(graph.lon.copy())


@needs_extract
def test_shortest_ways_are_those_of_the_map_itself(tmp_path: Path) -> None:
    """Contraction keeps distances: from junctions to all junctions as over every map node."""
    graph = load(EXTRACT, tmp_path)
    segments = read_roads(EXTRACT, lambda _: None).segments
    speeds = np.asarray(segments.speeds)[segments.way_class]
    count = len(segments.lon)
    metres = metres_between(
        segments.lon[segments.begin],
        segments.lat[segments.begin],
        segments.lon[segments.end],
        segments.lat[segments.end],
    )
    car = list(Mode).index(Mode.CAR)
    along, against = speeds[:, car] > 0, speeds[:, len(Mode) + car] > 0
    source = np.concatenate([segments.begin[along], segments.end[against]])
    target = np.concatenate([segments.end[along], segments.begin[against]])
    raw = shortest(source, target, np.concatenate([metres[along], metres[against]]), count)
    open_edges = graph.seconds[Mode.CAR] != FORBIDDEN
    ends = np.repeat(np.arange(graph.n_nodes), np.diff(graph.first))
    ours = shortest(
        ends[open_edges], graph.target[open_edges], graph.metres[open_edges], graph.n_nodes
    )
    places = {at: node for node, at in enumerate(zip(segments.lon, segments.lat, strict=True))}
    nodes = np.asarray([places[at] for at in zip(graph.lon, graph.lat, strict=True)])
    for origin in np.unique(ends[open_edges])[::1000].tolist():
        here = dijkstra(ours, indices=origin)
        there = dijkstra(raw, indices=nodes[origin])[nodes]
        assert np.isfinite(here).sum() > graph.n_nodes / 2
        assert here == pytest.approx(there, rel=1e-5, abs=0.01)


def shortest(source: np.ndarray, target: np.ndarray, metres: np.ndarray, count: int) -> csr_array:
    """Of parallel edges the shortest, as a matrix."""
    order = np.lexsort((-metres.astype(float), target, source))
    last = np.append(np.diff(source[order] * count + target[order].astype(np.int64)) != 0, True)
    kept = order[last]
    lengths = np.maximum(metres[kept].astype(float), 1e-6)
    return csr_array((lengths, (source[kept], target[kept])), shape=(count, count))


@needs_extract
def test_landmarks_have_their_names_and_the_nearest_junction(tmp_path: Path) -> None:
    """Churches, bridges and petrol stations are there; nearest by plain distances."""
    graph = load(EXTRACT, tmp_path)
    marks = graph.landmarks
    kinds = [KIND_NAMES[kind] for kind in marks.kind.tolist()]
    assert {"church", "bridge", "petrol_station", "school", "railway_crossing"} <= set(kinds)
    names = [marks.name(at, "") for at in range(len(marks))]
    assert any(
        "Kirche" in name for name, kind in zip(names, kinds, strict=True) if kind == "bus_stop"
    )
    for at in range(0, len(marks), 100):
        away = metres_between(
            graph.lon,
            graph.lat,
            np.full(graph.n_nodes, marks.lon[at]),
            np.full(graph.n_nodes, marks.lat[at]),
        )
        assert away[marks.node[at]] == pytest.approx(away.min(), abs=1e-3)


@needs_extract
def test_a_real_region_with_fifty_zones(tmp_path: Path) -> None:
    """Every road keeps its seconds but for arcs into closed areas; those have no way in."""
    graph = load(EXTRACT, tmp_path)
    places = np.linspace(0, graph.n_nodes - 1, 50).astype(int).tolist()
    shapes = [
        Shape(
            around(Point(graph.lon[at], graph.lat[at]), 200 + 40 * number), closed=number % 7 == 0
        )
        for number, at in enumerate(places)
    ]
    opened = cut(graph, Mode.FOOT, [Shape(each.geometry) for each in shapes])
    sums = np.bincount(opened.edge, opened.seconds, minlength=graph.n_edges)
    usable = graph.seconds[Mode.FOOT] != FORBIDDEN
    assert sums[usable].tolist() == graph.seconds[Mode.FOOT][usable].tolist()
    network = cut(graph, Mode.FOOT, shapes)
    inner = union_all([buffer(each.geometry, -1e-6) for each in shapes if each.closed])
    outer = union_all([each.geometry for each in shapes if each.closed])
    at = points(network.lon, network.lat)
    outside, inside = ~dwithin(at, outer, 1e-6), contains(inner, at)
    arcs = csr_array(
        (np.ones(network.n_arcs), (network.source, network.target)), shape=(len(at), len(at))
    )
    assert inside.sum() > 50
    assert not (outside[network.source] & inside[network.target]).any()
    for origin in np.flatnonzero(outside)[::500].tolist():
        reached = np.isfinite(dijkstra(arcs, indices=origin, unweighted=True))
        assert not (reached & inside).any()


def test_names_in_five_languages(tmp_path: Path) -> None:
    """The local one, ar, en, ru, uk; what a place has none of is empty."""
    tags = {
        3: {"amenity": "fuel", "name": "Sama", "name:ar": "محطة سما", "name:uk": "Сама"},
        5: {"amenity": "place_of_worship", "religion": "muslim"},
    }
    graph = load(write(tmp_path / "m.osm.pbf", [((0, 9), ROAD)], tags), tmp_path / "cache")
    marks = graph.landmarks
    assert [KIND_NAMES[kind] for kind in marks.kind.tolist()] == ["petrol_station", "mosque"]
    assert [marks.name(0, language) for language in NAME_LANGUAGES] == [
        "Sama",
        "محطة سما",
        "",
        "",
        "Сама",
    ]
    assert [marks.name(1, language) for language in NAME_LANGUAGES] == [""] * 5
    assert marks.node.tolist() == [0, 1]


def test_a_map_without_landmarks_is_cached_too(tmp_path: Path) -> None:
    """Empty arrays can't be mapped like others."""
    path = write(tmp_path / "m.osm.pbf", [((0, 1), ROAD)])
    assert len(load(path, tmp_path / "cache").landmarks) == 0
    assert len(load(path, tmp_path / "cache").landmarks) == 0


def test_streets_have_their_names_and_numbers(tmp_path: Path) -> None:
    """In each language that the map has; of several numbers the first; also from the cache."""
    high = ROAD | {"name": "Landstrasse", "name:ar": "شارع البلاد", "ref": "B 191;E 43"}
    ways: Ways = [((0, 1), high), ((1, 2), high), ((1, 5), ROAD), ((1, 7), ROAD | {"ref": "L 52"})]
    path = write(tmp_path / "m.osm.pbf", ways)
    load(path, tmp_path / "cache")
    graph = load(path, tmp_path / "cache")
    assert len(graph.streets) == 3
    told = {
        (graph.streets.names(each)[:2], graph.streets.number(each)) for each in set(graph.street)
    }
    assert told == {(("Landstrasse", "شارع البلاد"), "B 191"), (("", ""), ""), (("", ""), "L 52")}
    assert graph.streets.names(NO_STREET) == ("",) * len(NAME_LANGUAGES)


def test_a_road_with_two_names_has_none(tmp_path: Path) -> None:
    """Where a name changes there is no junction, and half a name would be wrong."""
    one, other = ROAD | {"name": "Feldweg"}, ROAD | {"name": "Rietweg"}
    path = write(tmp_path / "m.osm.pbf", [((0, 1), one), ((1, 2), other)])
    graph = load(path, tmp_path / "cache")
    assert graph.street.tolist() == [NO_STREET, NO_STREET]
    alike = write(tmp_path / "n.osm.pbf", [((0, 1), one), ((2, 1), one)])
    graph = load(alike, tmp_path / "cache")
    assert [graph.streets.names(each)[0] for each in graph.street] == ["Feldweg"] * 2


@needs_extract
def test_half_of_the_real_roads_have_a_name(tmp_path: Path) -> None:
    """And the table of names is small."""
    graph = load(EXTRACT, tmp_path)
    assert float((graph.street != NO_STREET).mean()) > 0.5
    assert graph.streets.name_first.nbytes + graph.streets.name_bytes.nbytes < 100_000


def test_doubtful_parts_are_counted_by_mode(tmp_path: Path) -> None:
    """An island, a one-way road that nobody leaves again, a road beyond the border."""
    one_way = ROAD | {"oneway": "yes"}
    ways: Ways = [
        ((0, 1), ROAD),
        ((1, 2), ROAD),
        ((2, 3), one_way),
        ((10, 11), ROAD),
        ((1, 20, 21), {"highway": "footway"}),
        ((2, 29, 30), ROAD),
    ]
    path = write(tmp_path / "m.osm.pbf", ways, missing=30)
    _, report = load_with_report(path, tmp_path / "cache")
    foot, car = report.modes["foot"], report.modes["car"]
    assert (foot.islands, foot.on_islands, foot.traps) == (1, 2, 0)
    assert (car.islands, car.on_islands, car.traps) == (1, 2, 1)
    assert report.beyond == 1
    assert list(report.warnings()) == [
        "Roads go on beyond the map: 1 of their points are missing.",
        "foot: 1 islands with 2 junctions have no road to the rest.",
        "foot_slow: 1 islands with 2 junctions have no road to the rest.",
        "bicycle: 1 islands with 2 junctions have no road to the rest.",
        "bicycle: 1 junctions can be entered or left, not both.",
        "car: 1 islands with 2 junctions have no road to the rest.",
        "car: 1 junctions can be entered or left, not both.",
    ]


def test_a_barrier_closes_what_touches_it_for_whom_it_stops(tmp_path: Path) -> None:
    """Cars turn round before a bollard; who walks goes on."""
    path = write(tmp_path / "m.osm.pbf", [((0, 1, 2, 3, 4), ROAD)], {2: {"barrier": "bollard"}})
    graph, report = load_with_report(path, tmp_path / "cache")
    assert graph.n_nodes == 4
    assert report.modes["foot"].islands == 0
    assert report.modes["car"].islands == 1
    assert int((graph.seconds[Mode.CAR] == FORBIDDEN).sum()) == 2


def test_a_missing_point_cuts_a_road(tmp_path: Path) -> None:
    """No straight line is drawn across what is not in the map."""
    path = write(tmp_path / "m.osm.pbf", [((0, 1, 2, 3, 4), ROAD)], missing=2)
    graph, report = load_with_report(path, tmp_path / "cache")
    assert sorted(graph.lon.round(3).tolist()) == [9.5, 9.501, 9.503, 9.504]
    assert report.modes["foot"].islands == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"no map", "damaged"),
        (b"\x00" * 5000, "damaged"),
        (b"<?xml version='1.0'?><osm version='0.6'/>", "damaged"),
    ],
)
def test_files_that_are_no_map(content: bytes, says: str, tmp_path: Path) -> None:
    """Are refused in plain words, and nothing is left in the cache."""
    path = tmp_path / "bad.osm.pbf"
    path.write_bytes(content)
    with pytest.raises(UnusableMap, match=says):
        load(path, tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


@needs_extract
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_that_was_not_copied_whole(share: float, tmp_path: Path) -> None:
    """Is refused rather than loaded in part."""
    content = EXTRACT.read_bytes()
    path = tmp_path / "part.osm.pbf"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(UnusableMap, match="damaged"):
        load(path, tmp_path / "cache")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=6))
def test_a_damaged_map_is_loaded_or_refused(at: int, damage: bytes) -> None:
    """Some bytes of a good one are others: no other error, whatever they are."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder, "m.osm.pbf"), [((0, 1, 2), ROAD), ((1, 5), ROAD)])
        content = bytearray(path.read_bytes())
        at %= len(content)
        content[at : at + len(damage)] = damage
        path.write_bytes(content)
        try:
            graph = load(path, Path(folder, "cache"))
        except UnusableMap:
            return
        assert graph.n_edges


def test_a_map_without_roads(tmp_path: Path) -> None:
    """Only a building."""
    path = write(tmp_path / "m.osm.pbf", [((0, 1, 2, 0), {"building": "yes"})])
    with pytest.raises(UnusableMap, match="no roads"):
        load(path, tmp_path / "cache")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Or is a folder; the path is in no message."""
    for path in (tmp_path / "none.osm.pbf", tmp_path):
        with pytest.raises(UnusableMap, match="can't be read") as refused:
            load(path, tmp_path / "cache")
        assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("name", ["lon.npy", "street.npy", "report.json", "streets_name_bytes.npy"])
@pytest.mark.parametrize("fault", ["gone", "cut short", "empty", "other"])
def test_a_damaged_cache_is_made_anew(name: str, fault: str, tmp_path: Path) -> None:
    """Whichever file, whatever happened to it."""
    path = write(tmp_path / "m.osm.pbf", [((0, 1), ROAD), ((1, 5), ROAD), ((1, 7), ROAD)])
    cache = tmp_path / "cache"
    before = load(path, cache)
    copy = RoadGraphCopy(before)
    (folder,) = cache.iterdir()
    assert folder.name.endswith(f"-{FORMAT}")
    file = folder / name
    content = file.read_bytes()
    file.unlink()
    if fault == "cut short":
        file.write_bytes(content[: len(content) // 2])
    elif fault != "gone":
        file.write_bytes(b"" if fault == "empty" else b"x" * len(content))
    assert copy.equals(load(path, cache))
    assert [each.name for each in cache.iterdir()] == [folder.name]


def test_two_that_load_at_once_share_one_cache(tmp_path: Path) -> None:
    """The second is done while the first is about to store."""
    path, cache = write(tmp_path / "m.osm.pbf", [((0, 1), ROAD)]), tmp_path / "cache"
    others: list[RoadGraph] = []

    def meanwhile(step: str, _: int) -> None:
        if step == "store":
            others.append(load(path, cache))

    graph = load(path, cache, meanwhile)
    assert same(graph, others[0])
    assert len(list(cache.iterdir())) == 1


def test_a_cache_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("")
    path = write(tmp_path / "m.osm.pbf", [((0, 1), ROAD)])
    with pytest.raises(UnusableMap, match="can't be kept"):
        load(path, tmp_path / "cache")


def test_the_cache_is_its_owner_s_alone(tmp_path: Path) -> None:
    """It shows where a hotline works."""
    load(write(tmp_path / "m.osm.pbf", [((0, 1), ROAD)]), tmp_path / "cache")
    (folder,) = (tmp_path / "cache").iterdir()
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


class RoadGraphCopy:
    """What a graph held, though its files went."""

    def __init__(self, graph: RoadGraph) -> None:
        self.lon, self.target = graph.lon.copy(), graph.target.copy()
        self.foot = graph.seconds[Mode.FOOT].copy()

    def equals(self, graph: RoadGraph) -> bool:
        """Whether another holds the same."""
        return (
            np.array_equal(self.lon, graph.lon)
            and np.array_equal(self.target, graph.target)
            and np.array_equal(self.foot, graph.seconds[Mode.FOOT])
        )


def test_every_kind_of_landmark_is_found_by_its_tags() -> None:
    """Each has a name of its own and is what its own tags show."""
    assert len(set(KIND_NAMES)) == len(KIND_NAMES)
    for number, kind in enumerate(KINDS):
        for tags in kind.tags:
            assert landmark_kind(dict(tags).get) == number
    assert landmark_kind({"amenity": "bench"}.get) is None
