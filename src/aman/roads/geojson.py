"""A GeoJSON file (RFC 7946) as a list of features, before anybody asks what they are.

Promises: a file is taken whole or refused; a member that stands twice, or that is not known, is a
refusal and never passed over.
Refuses to know: what features mean.
"""

import json
from typing import Final, NoReturn

from .faults import Fault
from .fields import Field, MalformedLayer

BYTES_AT_MOST: Final = 64 * 1024 * 1024
_DRAWING: Final = frozenset(
    {"id", "fid", "description", "title", "stroke", "stroke-width", "stroke-opacity", "fill",
     "fill-opacity", "marker-color", "marker-size", "marker-symbol"}
)  # fmt: skip
"""What drawing programs add to properties; it changes nothing."""
_TOP: Final = frozenset({"type", "features", "name", "bbox", "crs", "id", "generator"})
_FEATURE: Final = frozenset({"type", "id", "geometry", "properties", "bbox"})
_CRS: Final = ("CRS84", "EPSG::4326", "EPSG:4326")


def read_features(file: bytes, at_most: int, own: frozenset[str]) -> list[tuple[Field, Field]]:
    """The geometry and the properties of each feature; `own` are the properties it may have.

    Raises MalformedLayer.
    """
    top = Field(None, "", _parsed(file))
    top.members(_TOP)
    top.member("type").one_of({"FeatureCollection": None})
    _check_crs(top.member("crs"))
    features = top.member("features").items()
    if not 1 <= len(features) <= at_most:
        top.member("features").refuse(Fault.COUNT, most=at_most)
    return [
        _feature(Field(number, "", each.value), own | _DRAWING)
        for number, each in enumerate(features, 1)
    ]


def _feature(feature: Field, own: frozenset[str]) -> tuple[Field, Field]:
    feature.members(_FEATURE)
    feature.member("type").one_of({"Feature": None})
    members = feature.member("properties").members(own)
    # In a refusal `source` says more than `properties.source`.
    return feature.member("geometry"), Field(feature.feature, "", members)


def _parsed(file: bytes) -> object:
    whole = Field(None, "", None)
    if len(file) > BYTES_AT_MOST:
        whole.refuse(Fault.FILE_TOO_LARGE, mib=BYTES_AT_MOST >> 20)
    try:
        return json.loads(
            file.decode("utf-8-sig"),
            parse_constant=_no_constant,
            object_pairs_hook=_without_doubles,
        )
    except MalformedLayer:
        raise
    except RecursionError:
        whole.refuse(Fault.NESTED)
    except ValueError:
        whole.refuse(Fault.NOT_JSON)


def _no_constant(constant: str) -> NoReturn:
    raise MalformedLayer(None, "", Fault.NO_NUMBER, {"constant": constant})


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise MalformedLayer(None, "", Fault.MEMBER_TWICE)
    return members


def _check_crs(crs: Field) -> None:
    """Old files name a reference system; only WGS 84 is right."""
    if crs.is_absent:
        return
    named = crs.member("properties").member("name")
    if not named.text().endswith(_CRS):
        named.refuse(Fault.NOT_WGS84)
