"""The ceremony makes the root once, for its owner's eyes alone."""

from pathlib import Path

import pytest

from aman.admin import ceremony
from aman.core.keys import from_base64url, hotline_id
from aman.core.signing import online_statement, verified


def test_every_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Nobody else on the machine reads the root."""
    ceremony.hold(tmp_path / "admin")
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "admin").iterdir()}
    assert modes == {"root.ed25519": 0o600, "root.mldsa65": 0o600, "recovery.seed": 0o600}
    assert (tmp_path / "admin").stat().st_mode & 0o777 == 0o700


def test_it_gives_the_same_hotline_when_read_again(tmp_path: Path) -> None:
    """The id commits to both root keys and does not change."""
    held = ceremony.hold(tmp_path)
    assert ceremony.read(tmp_path) == held
    assert len(held.hotline_id) == 32
    assert hotline_id(held.root_ed25519, b"another key") != held.hotline_id


@pytest.mark.parametrize("name", ["root.ed25519", "root.mldsa65", "recovery.seed"])
def test_it_never_overwrites(tmp_path: Path, name: str) -> None:
    """One key file in the way stops it, and none of the others is made."""
    (tmp_path / name).write_bytes(b"precious")
    with pytest.raises(FileExistsError, match=name):
        ceremony.hold(tmp_path)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(name, b"precious")]


def test_its_word_for_an_online_key_verifies_for_this_hotline_only(tmp_path: Path) -> None:
    """The root signs key, hotline and time together."""
    hotline = ceremony.hold(tmp_path)
    key = ceremony.certify(tmp_path, bytes(32), 100, 200)
    signature = from_base64url(key.signature)
    stated = online_statement(hotline.hotline_id, bytes(32), 100, 200)
    elsewhere = online_statement(bytes(32), bytes(32), 100, 200)
    assert verified(hotline.root_ed25519, signature, stated)
    assert not verified(hotline.root_ed25519, signature, elsewhere)


def test_a_missing_or_cut_key_is_told_by_name(tmp_path: Path) -> None:
    """A damaged root is never used half."""
    ceremony.hold(tmp_path)
    (tmp_path / "root.mldsa65").write_bytes(b"short")
    with pytest.raises(ceremony.NoCeremony, match=r"root\.mldsa65"):
        ceremony.read(tmp_path)
    (tmp_path / "recovery.seed").unlink()
    assert not ceremony.is_held(tmp_path)
