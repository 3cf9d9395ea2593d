"""Which junction is nearest to a place.

Promises: nearest on the sphere, whatever the latitude.
Refuses to know: roads between them.
"""

import numpy as np
from scipy.spatial import KDTree

from .graph import Floats, Ints


def unit_vectors(lon: Floats, lat: Floats) -> Floats:
    """[n, 3], points on the unit sphere: nearest there is nearest on the ground."""
    lon_r, lat_r = np.radians(lon), np.radians(lat)
    return np.stack(
        [np.cos(lat_r) * np.cos(lon_r), np.cos(lat_r) * np.sin(lon_r), np.sin(lat_r)], axis=1
    )


def nearest(lon: Floats, lat: Floats, place_lon: Floats, place_lat: Floats) -> Ints:
    """For each place the index of the nearest junction (lon, lat), on the sphere."""
    if not len(place_lon):
        return np.zeros(0, np.int32)
    tree = KDTree(unit_vectors(lon, lat))
    _, found = tree.query(unit_vectors(place_lon, place_lat))
    return np.asarray(found, np.int32)
