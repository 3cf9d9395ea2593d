"""Two hundred seeded scenarios on real roads: the search finds what the oracle finds."""

import numpy as np
import pytest

from aman.roads.graph import Mode, RoadGraph
from aman.roads.loading import load
from aman.roads.network import Network, cut
from aman.roads.search import Question, front
from aman.roads.shapes import Shape
from roads.extract import EXTRACT, needs_extract
from roads.recounting import differences, recounted
from roads.scenarios import question_drawn, shapes_around, table_drawn
from roads.seeded import with_step

NETWORKS, SCENARIOS = 10, 20
pytestmark = needs_extract


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> RoadGraph:
    """The roads of Liechtenstein."""
    return load(EXTRACT, tmp_path_factory.mktemp("roads"))


def network_drawn(graph: RoadGraph, seed: int) -> tuple[Network, list[Shape]]:
    """The roads on foot, cut by the hazards of a seed, on a grid of ten seconds."""
    chance = np.random.default_rng(seed)
    places = chance.integers(0, graph.n_nodes, int(chance.integers(6, 20)))
    shapes = shapes_around(graph.lon[places], graph.lat[places], chance, (300, 3000))
    return with_step(cut(graph, Mode.FOOT, shapes), 10), shapes


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_the_front_is_the_oracles(graph: RoadGraph, seed: int) -> None:
    """None missing, none dominated, none that costs other than it says."""
    network, shapes = network_drawn(graph, seed)
    lines = [shape.is_line for shape in shapes]
    asked = 0
    for number in range(SCENARIOS):
        chance = np.random.default_rng((seed, number))
        table = table_drawn(network, lines, chance)
        question: Question | None = None
        while question is None:
            question = question_drawn(network, table, np.arange(network.n_nodes), chance, 10)
        answer = front(question)
        assert answer.exact
        assert max(differences(question, answer)) <= 1e-4, number
        assert (np.diff(answer.hazard) < 0).all()
        for index in answer.few(0.001):
            way = answer[index]
            assert recounted(question, way) == pytest.approx(way.hazard, abs=1e-9)
        asked += 1
    assert asked == SCENARIOS
