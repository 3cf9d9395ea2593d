"""Nobody is put on a fragment of the map, from which every answer would be "no way"."""

from pathlib import Path

import numpy as np

from aman.roads.entrances import FRAGMENT, entrances
from aman.roads.graph import FORBIDDEN, Mode, RoadGraph
from aman.roads.loading import load
from aman.roads.nearness import nearest
from roads.drawn import Place, Way, draw
from roads.extract import EXTRACT, needs_extract

ROAD = {"highway": "residential"}
STEPS = {"highway": "steps"}


def comb(teeth: int, south: float) -> tuple[list[Place], list[Way]]:
    """A road with side streets: two junctions for each tooth, and its ends."""
    spine = [(9.5 + at / 1000, south) for at in range(teeth)]
    tips = [(lon, south + 0.001) for lon, _ in spine]
    ways: list[Way] = [(range(teeth), ROAD)]
    ways += [((at, teeth + at), ROAD) for at in range(teeth)]
    return [*spine, *tips], ways


def together(*parts: tuple[list[Place], list[Way]]) -> RoadGraph:
    """Parts that nothing joins."""
    places: list[Place] = []
    ways: list[Way] = []
    for more, own in parts:
        ways += [([at + len(places) for at in way], tags) for way, tags in own]
        places += more
    return draw(places, ways)


def latitudes(graph: RoadGraph, mode: Mode = Mode.FOOT) -> set[float]:
    """Where the entrances lie."""
    return {round(float(lat), 3) for lat in graph.lat[entrances(graph, mode)]}


def test_a_fragment_is_no_entrance() -> None:
    """The town stays, the passage beside it goes."""
    town, passage = comb(FRAGMENT, 47.0), ([(9.51, 47.01), (9.511, 47.01)], [((0, 1), ROAD)])
    assert latitudes(together(town, passage)) == {47.0, 47.001}


def test_two_towns_are_both_entrances() -> None:
    """What no road joins in this map may have a point of its own."""
    assert latitudes(together(comb(FRAGMENT, 47.0), comb(FRAGMENT // 2 + 1, 47.1))) == {
        *(47.0, 47.001),
        *(47.1, 47.101),
    }


def test_where_all_are_small_the_largest_stays() -> None:
    """A village is a village."""
    assert latitudes(together(comb(4, 47.0), comb(2, 47.1))) == {47.0, 47.001}


def test_each_mode_has_entrances_of_its_own() -> None:
    """What only steps join is a fragment for cars; where no car goes, there is none."""
    town, yard = comb(FRAGMENT, 47.0), comb(2, 47.1)
    graph = together(town, yard)
    joined = together(
        (
            [*town[0], *yard[0]],
            [
                *town[1],
                *(([at + len(town[0]) for at in way], tags) for way, tags in yard[1]),
                ((0, len(town[0])), STEPS),
            ],
        )
    )
    assert 47.1 in latitudes(joined, Mode.FOOT) - latitudes(graph, Mode.FOOT)
    assert latitudes(joined, Mode.CAR) == {47.0, 47.001}
    walked = draw([(9.5, 47.0), (9.51, 47.0)], [((0, 1), STEPS)])
    assert not len(entrances(walked, Mode.CAR))


@needs_extract
def test_on_real_roads_few_are_left_out_and_a_way_leads_on(tmp_path: Path) -> None:
    """Of Liechtenstein's landmarks those beside a fragment begin on a road that leads on."""
    graph = load(EXTRACT, tmp_path)
    for mode in (Mode.FOOT, Mode.CAR):
        edges = np.flatnonzero(graph.seconds[mode] != FORBIDDEN)
        source = np.searchsorted(graph.first, edges, side="right") - 1
        every = np.unique(np.concatenate([source, graph.target[edges]]))
        kept = entrances(graph, mode)
        assert 0.9 * len(every) < len(kept) < len(every)
        marks = graph.landmarks.lon, graph.landmarks.lat
        before = every[nearest(graph.lon[every], graph.lat[every], *marks)]
        assert (~np.isin(before, kept)).sum() >= 10
