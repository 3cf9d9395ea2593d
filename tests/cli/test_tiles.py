"""`aman map build`: the map goes where the desk looks for it, or the reason is said in words."""

from pathlib import Path

import osmium
from osmium.osm.mutable import Node

from aman.desk.maps.tiles_file import PLACE
from cli.command import aman


def test_the_map_goes_where_the_desk_looks_for_it(tmp_path: Path) -> None:
    """Each step is told."""
    (tmp_path / "var" / "desk").mkdir(parents=True)
    extract = tmp_path / "region.osm.pbf"
    with osmium.SimpleWriter(str(extract)) as writer:
        writer.add_node(Node(id=1, location=(9.5, 47.1), tags={"place": "town", "name": "Tal"}))
    done = aman("map", "build", extract, "--var", tmp_path / "var")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "var" / "desk" / PLACE).read_bytes().startswith(b"PMTiles")
    assert "The map is ready" in done.stdout


def test_what_can_t_be_made_says_why_and_changes_nothing(tmp_path: Path) -> None:
    """No desk, no file, no map in the file."""
    wrong = tmp_path / "wrong.osm.pbf"
    wrong.write_bytes(b"no map")
    assert "desk is missing" in aman("map", "build", wrong, "--var", tmp_path).stderr
    (tmp_path / "desk").mkdir()
    for file, reason in ((wrong, "is damaged"), (tmp_path / "none.pbf", "no such file")):
        done = aman("map", "build", file, "--var", tmp_path)
        assert done.returncode == 2
        assert reason in done.stderr
        assert "is as it was" in done.stderr
    assert not (tmp_path / PLACE).exists()
