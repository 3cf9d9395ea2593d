"""A desk's folder is made once and left alone after that."""

from functools import partial
from pathlib import Path

import msgspec
import pytest

from aman.admin import ceremony
from aman.core.keys import KemSeed, from_base64url
from aman.core.signing import SigningSeed
from aman.desk import provision
from aman.desk.accounts.models import LinkWrap
from aman.desk.configuration import DeskSettings, WrongDeskSettings, read_settings
from aman.desk.keys.online import NoOnlineKey, read_online
from aman.desk.running import Desk
from desk_cast import FRONT, MIDNIGHT, HandClock

DAY = 86_400


def prepare(var: Path, now: float, listen: str = "127.0.0.1:0") -> DeskSettings:
    """Prepare as `aman up` does before each start."""
    return provision.prepare(
        var / "desk",
        ceremony.read(var / "admin"),
        Path("surrender.toml"),
        listen=listen,
        fronts=[FRONT],
        certify=partial(ceremony.certify, var / "admin"),
        now=now,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every key and settings file."""
    files = [folder / "desk.json", *(folder / "keys").rglob("*")]
    return {str(file): file.read_bytes() for file in files if file.is_file()}


def test_a_second_time_changes_nothing(var: Path) -> None:
    """So that it can run before every start."""
    prepare(var, MIDNIGHT)
    before = contents(var / "desk")
    prepare(var, MIDNIGHT)
    assert contents(var / "desk") == before


def test_files_are_for_their_owner_alone(var: Path) -> None:
    """Settings, keys and database; folders too."""
    prepare(var, MIDNIGHT)
    modes = {
        (file.is_dir(), file.stat().st_mode & 0o777)
        for file in [var / "desk", *(var / "desk").rglob("*")]
    }
    assert modes == {(True, 0o700), (False, 0o600)}


def test_what_the_administrator_wrote_stays(var: Path) -> None:
    """Only what `aman up` was told is brought up to date."""
    path = var / "desk" / "desk.json"
    written = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(written | {"seized": ["two"], "mirrors": ["http://x"]}))
    settings = prepare(var, MIDNIGHT, listen="127.0.0.1:8501")
    assert settings.seized == ("two",)
    assert settings.mirrors == ("http://x",)
    assert read_settings(path).address() == ("127.0.0.1", 8501)


def test_another_hotline_is_refused(var: Path, tmp_path: Path) -> None:
    """A folder never changes hands."""
    with pytest.raises(provision.OtherHotline):
        provision.prepare(
            var / "desk",
            ceremony.hold(tmp_path / "other"),
            Path("surrender.toml"),
            listen="127.0.0.1:0",
            fronts=[FRONT],
            certify=partial(ceremony.certify, tmp_path / "other"),
            now=MIDNIGHT,
        )


def test_the_online_key_is_renewed_when_thirty_days_are_left(var: Path) -> None:
    """Not before, and the new one is certified too."""
    keys = var / "desk" / "keys"
    first = read_online(keys)
    prepare(var, MIDNIGHT + 60 * DAY - 601)
    assert read_online(keys).key == first.key
    prepare(var, MIDNIGHT + 60 * DAY + 1)
    second = read_online(keys)
    assert second.key.ed25519 != first.key.ed25519
    assert second.key.valid_to == int(MIDNIGHT) + 60 * DAY + 1 + 90 * DAY
    assert second.seed.public_key() == from_base64url(second.key.ed25519)


def test_an_online_key_about_to_end_is_an_alarm(desk: Desk, clock: HandClock) -> None:
    """A desk that is never restarted would otherwise fall silent after ninety days."""
    assert desk.alarms() == ()
    clock.forward(60 * DAY + 1)
    assert desk.alarms() == ("online-key-ending",)


@pytest.mark.parametrize("name", ["online.seed", "online.json"])
def test_half_an_online_key_is_none_and_is_made_anew(var: Path, name: str) -> None:
    """A crash between its two files leaves nothing broken for the next start."""
    keys = var / "desk" / "keys"
    (keys / name).unlink()
    with pytest.raises(NoOnlineKey):
        read_online(keys)
    prepare(var, MIDNIGHT)
    read_online(keys)
    (keys / "online.seed").write_bytes(SigningSeed(bytes(32)).reveal())
    with pytest.raises(NoOnlineKey):
        read_online(keys)


def test_there_is_a_first_link_until_there_is_an_operator(desk: Desk, recovery: KemSeed) -> None:
    """Each start gives a fresh one, and the older ones end."""
    first = provision.first_link(desk.folder, recovery)
    second = provision.first_link(desk.folder, recovery)
    assert first is not None
    assert second is not None
    assert first != second
    assert second.startswith("/first/")
    assert LinkWrap.objects.count() == 1


def test_settings_that_are_wrong_are_told_with_their_file(var: Path, clock: HandClock) -> None:
    """Unknown members too: a mistyped one would otherwise be silently without effect."""
    del clock
    path = var / "desk" / "desk.json"
    right = msgspec.json.decode(path.read_bytes())
    for wrong in (
        {"hotline": "AAAA"},
        {"listen": "here"},
        {"vault_pk": "AAAA"},
        {"database": "mysql://x"},
        {"frnots": []},
    ):
        path.write_bytes(msgspec.json.encode(right | wrong))
        with pytest.raises(WrongDeskSettings, match=r"desk\.json"):
            read_settings(path)
