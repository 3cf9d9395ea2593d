"""The keys of lines: known at once, told when damaged, never printed."""

from pathlib import Path

import pytest

from aman.core.keys import KemPublicKey, KemSeed
from aman.core.strength import Strength
from aman.desk import provision
from aman.desk.keys.lines import LineKey, Lines, WrongLine, read_address_key
from aman.desk.running import Desk

KEY = LineKey(bytes(range(32)))
PK = KemSeed(bytes(32)).public_key()


def test_a_line_added_while_the_desk_runs_is_known_and_a_removed_one_is_not(desk: Desk) -> None:
    """Nobody restarts a desk for a line."""
    assert desk.lines.known() == {}
    provision.add_line(desk.folder, "sms", Strength.NETWORK, KEY, PK)
    line = desk.lines.known()["sms"]
    assert (line.strength, line.line_key, line.line_pk) == (Strength.NETWORK, KEY, PK)
    provision.add_line(desk.folder, "sms", Strength.PROVIDER, LineKey(bytes(32)), PK)
    assert desk.lines.known()["sms"].line_key == LineKey(bytes(32))
    provision.remove_line(desk.folder, "sms")
    assert desk.lines.known() == {}
    provision.remove_line(desk.folder, "sms")


def test_files_of_lines_are_for_their_owner_alone(desk: Desk) -> None:
    """As all keys are."""
    provision.add_line(desk.folder, "sms", Strength.NETWORK, KEY, PK)
    folder = desk.folder / "keys" / "lines"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "sms.json").stat().st_mode & 0o777 == 0o600
    assert (desk.folder / "keys" / "address.secret").stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_told_and_stops_no_other_line(desk: Desk) -> None:
    """A half-copied file must not silence the desk."""
    provision.add_line(desk.folder, "sms", Strength.NETWORK, KEY, PK)
    folder = desk.folder / "keys" / "lines"
    (folder / "email.json").write_bytes(b"{")
    (folder / "xmpp.json").write_bytes((folder / "sms.json").read_bytes())
    assert set(desk.lines.known()) == {"sms"}
    assert sorted(desk.lines.damaged()) == ["email", "xmpp"]
    assert "line-damaged" in desk.alarms()


@pytest.mark.parametrize("name", ["", "SMS", "../x", "a" * 33, "sms.json"])
def test_what_is_no_name_of_a_line_is_refused_before_anything_is_written(
    desk: Desk, name: str
) -> None:
    """A name becomes a file's name."""
    with pytest.raises(WrongLine):
        provision.add_line(desk.folder, name, Strength.NETWORK, KEY, PK)
    with pytest.raises(WrongLine):
        provision.remove_line(desk.folder, name)
    assert not (desk.folder / "keys" / "lines").exists()


def test_a_key_that_is_none_is_refused(desk: Desk) -> None:
    """Nothing could ever be sealed to it."""
    with pytest.raises(WrongLine):
        provision.add_line(desk.folder, "sms", Strength.NETWORK, KEY, KemPublicKey(b"\xff" * 1216))


def test_keys_of_lines_do_not_print(desk: Desk) -> None:
    """Neither in a repr nor in a traceback."""
    provision.add_line(desk.folder, "sms", Strength.NETWORK, KEY, PK)
    said = repr((Lines(desk.folder / "keys"), desk.lines.known()["sms"].line_key, desk.address_key))
    assert said == "(<Lines>, <LineKey>, <AddressKey>)"
    with pytest.raises(TypeError):
        desk.address_key.__reduce__()


def test_an_address_is_known_by_line_and_address_and_by_this_desks_key(var: Path) -> None:
    """The same number on two lines is two contacts; no digest says what it is of."""
    key = read_address_key(var / "desk" / "keys")
    digests = {
        key.digest("sms", "+10"),
        key.digest("signal", "+10"),
        key.digest("sms", "+11"),
        key.digest("s", "ms+10"),
        key.provider_digest("sms", "+10"),
    }
    assert len(digests) == 5
    assert key.digest("sms", "+10") in digests
