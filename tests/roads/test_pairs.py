"""Many groups and points: who was not searched is bounded from below, and nobody is lost."""

import numpy as np
import pytest

from aman.roads.answers import Goal
from aman.roads.graph import Mode
from aman.roads.group_reading import read_groups
from aman.roads.market import worth_keeping
from aman.roads.pairs import Priced, Waiting, look
from aman.roads.search import Question, front
from roads.layers import SPOT, feature, layer
from roads.seeded import SIX_HOURS, drawn


def untold(done: int, total: int) -> None:
    """Nobody looks at it."""
    assert 0 <= done <= total


@pytest.mark.parametrize("seed", range(4))
def test_no_way_is_below_the_bound_and_what_is_kept_is_the_search_s_own(seed: int) -> None:
    """For each group, point and start; a pair beyond `most` is bounded and not searched."""
    chance = np.random.default_rng(seed)
    base = drawn(seed)
    priced = {Mode.FOOT: Priced(base.network, base.table)}
    spots = chance.integers(0, base.network.n_nodes, 9).tolist()
    goals = [
        Question(base.network, base.table, spot, (Goal(spot, ((1200, SIX_HOURS),), 300),), 0,
                 SIX_HOURS, 10)
        for spot in spots[:3]
    ]  # fmt: skip
    waiting = [Waiting(spot, Mode.FOOT, 10 * int(chance.integers(0, 300))) for spot in spots[3:]]
    pairs = look(priced, waiting, goals, most=2, bounded=untold, searched=untold)
    for group, each in enumerate(waiting):
        searched = [point for point in range(3) if (group, point) in pairs.looked]
        reachable = np.isfinite(pairs.least_hazard[group])
        assert len(searched) == min(2, int(reachable.sum()))
        for point, goal in enumerate(goals):
            asked = goal._replace(
                origin=each.node, start_s=each.start_s, horizon_s=SIX_HOURS - each.start_s,
                wait_step=1,
            )  # fmt: skip
            found = front(asked)
            assert bool(len(found)) <= bool(reachable[point])
            if len(found):
                assert pairs.least_hazard[group, point] <= found.hazard[-1] + 1e-12
            if point in searched:
                kept = pairs.looked[group, point].front
                assert (kept.hazard == found.hazard).all()
                for index in worth_keeping(asked, found).tolist():
                    assert kept[index] == found[index]


def test_a_table_and_a_layer_say_the_same() -> None:
    """Numbers as texts, a place as coordinates; a wounded group goes slowly unless it is said."""
    table = "place;name;people;wounded\n47.0, 9.5;mill;4;1\n\n9.5;x;1;\n"
    spot = feature(SPOT, {"name": "mill", "people": 4, "wounded": 1})
    (one,) = read_groups(table.partition("9.5;x")[0].encode("utf-8-sig"))
    (other,) = read_groups(layer(spot))
    assert (one.lon, one.lat) == (other.lon, other.lat) == (9.5, 47.0)
    assert one.mode is other.mode is Mode.FOOT_SLOW
    assert (one.line, other.feature) == (2, 1)
    assert "47" not in repr(one)
