"""A wave of groups on the real map, as files: points are nearly full if all go."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Final

import numpy as np

from aman.roads.entrances import entrances
from aman.roads.graph import Mode, RoadGraph
from roads.layers import TOLD, feature, layer

START: Final = datetime.fromisoformat("2026-03-14T20:00+01:00")
HORIZON_S: Final = 6 * 3600
SERVICE_MINUTES: Final = 5
HAZARDS: Final = 12
LOAD: Final = 0.85


def written(folder: Path, graph: RoadGraph, groups: int, points: int, seed: int) -> dict[str, Path]:
    """Files of groups, points and hazards, by the option of `aman way assign` they are for.

    A third may go later than the others. Places for people, turns and teams are `LOAD` full if all
    go, shared out by chance among points that open for two to four hours.
    """
    chance = np.random.default_rng(seed)
    among = entrances(graph, Mode.FOOT)
    lon, lat = graph.lon[among], graph.lat[among]
    people = np.minimum(1 + chance.geometric(0.3, groups), 15)
    wounded = np.where(chance.random(groups) < 0.1, 1 + (people > 6), 0)
    spots = chance.choice(len(among), groups)
    later = np.where(chance.random(groups) < 0.33, chance.integers(1, 120, groups), 0)
    rows = ["name,place,people,wounded,not_before"]
    for number, spot in enumerate(spots.tolist()):
        since = (START + timedelta(minutes=int(later[number]))).isoformat()
        place = f'"{lat[spot]:.5f}, {lon[spot]:.5f}"'
        rows.append(f"g{number},{place},{people[number]},{wounded[number]},{since}")
    share = chance.dirichlet(np.full(points, 6.0)) / LOAD
    opens = chance.integers(0, 3, points)
    hours = chance.integers(2, 5, points)
    at = chance.choice(len(among), points, replace=False)
    received = []
    for number in range(points):
        window = {
            name: (START + timedelta(hours=int(hour))).isoformat()
            for name, hour in (("from", opens[number]), ("to", opens[number] + hours[number]))
        }
        turns = int(hours[number]) * 60 // SERVICE_MINUTES
        own: Mapping[str, object] = TOLD | {
            "name": f"p{number}",
            "windows": [window],
            "service_minutes": SERVICE_MINUTES,
            "people": max(15, round(share[number] * int(people.sum()))),
            "hands": max(1, ceil(share[number] * groups / turns)),
            "groups_per_hour": max(1, ceil(1.2 * share[number] * groups / int(hours[number]))),
        }
        received.append(_spot(float(lon[at[number]]), float(lat[at[number]]), own))
    zones = []
    for spot in chance.choice(len(among), HAZARDS).tolist():
        likely = float(np.exp(chance.uniform(np.log(1e-4), np.log(5e-3))))
        begin = 18 + int(chance.integers(0, 7))
        clock = {"from": f"{begin % 24:02d}:00", "to": f"{(begin + 2) % 24:02d}:00"}
        own = TOLD | {
            "radius_m": int(chance.integers(400, 2000)),
            "rate_per_minute": {"low": likely / 5, "likely": likely, "high": likely * 5},
            "windows": [clock | {"zone": "Europe/Vaduz"}],
        }
        zones.append(_spot(float(lon[spot]), float(lat[spot]), own))
    files = {name: folder / f"{name}.geojson" for name in ("points", "hazards")}
    files["groups"] = folder / "groups.csv"
    files["groups"].write_text("\n".join(rows) + "\n", "utf-8")
    files["points"].write_bytes(layer(*received))
    files["hazards"].write_bytes(layer(*zones))
    return files


def _spot(lon: float, lat: float, own: Mapping[str, object]) -> dict[str, object]:
    return feature({"type": "Point", "coordinates": [lon, lat]}, own)
