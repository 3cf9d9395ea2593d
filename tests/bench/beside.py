"""What others do: avoid the zones altogether, or find the fastest way in a world without time.

networkx, rustworkx and scipy know neither hours nor hazards; they are timed on what they can do,
the one shortest path in seconds between the same two places.
"""

import time
from collections.abc import Callable, Sequence

import networkx as nx
import numpy as np
import rustworkx as rx
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from aman.roads.answers import Leg, Way
from aman.roads.search import Question
from roads.recounting import recounted


def static_paths(questions: Sequence[Question]) -> dict[str, float]:
    """Milliseconds for one shortest path, the graph being built already; medians of all."""
    network = questions[0].network
    ends = list(zip(network.source.tolist(), network.target.tolist(), strict=True))
    weights = network.seconds.tolist()
    arcs = [(a, b, weight) for (a, b), weight in zip(ends, weights, strict=True)]
    of_networkx = nx.DiGraph()
    of_networkx.add_weighted_edges_from(arcs)
    of_rustworkx = rx.PyDiGraph()
    of_rustworkx.add_nodes_from(range(network.n_nodes))
    of_rustworkx.add_edges_from(arcs)
    matrix = csr_array(
        (network.seconds.astype(np.float64), (network.source, network.target)),
        shape=(network.n_nodes, network.n_nodes),
    )
    works: dict[str, Callable[[int, int], object]] = {
        "networkx": lambda origin, goal: nx.dijkstra_path(of_networkx, origin, goal),
        "rustworkx": lambda origin, goal: rx.dijkstra_shortest_paths(
            of_rustworkx, origin, goal, weight_fn=float
        ),
        "scipy": lambda origin, _: dijkstra(matrix, indices=origin, return_predecessors=True),
    }
    pairs = [(question.origin, question.goals[0].node) for question in questions]
    far = int(np.argmax(np.hypot(network.lon - network.lon[0], network.lat - network.lat[0])))
    return {
        **{name: median_ms(work, pairs) for name, work in works.items()},
        **{f"{name}_across": median_ms(work, [(0, far)]) for name, work in works.items()},
    }


def median_ms(work: Callable[[int, int], object], pairs: Sequence[tuple[int, int]]) -> float:
    """The median over pairs of places."""
    taken = []
    for pair in pairs:
        begin = time.perf_counter()
        try:
            work(*pair)
        except nx.NetworkXNoPath:
            continue
        taken.append(time.perf_counter() - begin)
    return round(float(np.median(taken)) * 1000, 1) if taken else float("nan")


def zones_removed(question: Question) -> Way | None:
    """The fastest way that touches no zone at any hour, as by avoiding polygons, if any."""
    network = question.network
    no_data = network.n_zones
    free = np.array(
        [
            set(network.zone_set_zones[begin:end].tolist()) == {no_data}
            for begin, end in zip(
                network.zone_set_first[:-1], network.zone_set_first[1:], strict=True
            )
        ]
    )
    kept = np.flatnonzero(free[network.zone_set] & (network.crossing_set < 0))
    ends = (network.source[kept], network.target[kept])
    weight = network.seconds[kept].astype(np.float64)
    order = np.lexsort((weight, *ends))
    _, least = np.unique(np.stack(ends)[:, order], axis=1, return_index=True)
    kept = kept[order][least]
    matrix = csr_array(
        (network.seconds[kept].astype(np.float64), (network.source[kept], network.target[kept])),
        shape=(network.n_nodes, network.n_nodes),
    )
    goal = question.goals[0].node
    _, before = dijkstra(matrix, indices=question.origin, return_predecessors=True)
    if before[goal] < 0:
        return None
    arc_of = {
        (int(network.source[arc]), int(network.target[arc])): int(arc) for arc in kept.tolist()
    }
    arcs = []
    node = goal
    while node != question.origin:
        arcs.append(arc_of[int(before[node]), int(node)])
        node = int(before[node])
    return leaving_at_once(question, arcs[::-1])


def leaving_at_once(question: Question, arcs: list[int]) -> Way:
    """A way without any waiting, priced arc by arc."""
    now = question.start_s
    legs = []
    for arc in arcs:
        legs.append(Leg(arc, now, 0))
        now += int(question.network.seconds[arc])
    way = Way(0, tuple(legs), now, now, 0.0)
    return Way(0, way.legs, now, now, recounted(question, way))
