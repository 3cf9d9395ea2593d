"""Epoch keys on disk: durable before listed, gone when destroyed, whole after any crash."""

from pathlib import Path

import pytest

from aman.core.keys import KemPublicKey, from_base64url
from aman.core.ports import unheard
from aman.desk.keys import files
from aman.desk.keys.epochs import Epochs
from desk_cast import FRONT, HandClock

DAY = 86_400
TWO_HOURS = 7200


class PowerLost(BaseException):
    """The process dies here."""


def seeds(folder: Path) -> set[str]:
    """The seed files there are."""
    return {file.stem for file in folder.glob("*.seed")}


def opened(folder: Path, clock: HandClock, announce: object = unheard) -> Epochs:
    """The epochs of a folder, as a starting desk reads them."""
    return Epochs(folder, frozenset({FRONT}), clock, announce)  # type: ignore[arg-type]


def live_through(epochs: Epochs, clock: HandClock, seconds: float, *, collected: bool) -> None:
    """Look every ten minutes."""
    end = clock() + seconds
    while clock() < end:
        clock.forward(min(600, end - clock()))
        epochs.rotate(clock(), {FRONT: clock()} if collected else {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where epoch keys lie."""
    return tmp_path / "epochs"


def test_what_is_listed_can_be_opened(folder: Path, clock: HandClock) -> None:
    """Three epochs, each with its living secret; files for their owner alone."""
    epochs = opened(folder, clock)
    listed = epochs.listed()
    ids = [KemPublicKey(from_base64url(epoch.pk)).short_id for epoch in listed]
    assert len(ids) == 3
    assert all(epochs.secrets()[at].public_key().short_id == at for at in ids)
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_restart_keeps_them(folder: Path, clock: HandClock) -> None:
    """The same keys are listed after a restart."""
    listed = opened(folder, clock).listed()
    assert opened(folder, clock).listed() == listed


def test_a_destroyed_secret_is_gone_from_disk_and_memory(folder: Path, clock: HandClock) -> None:
    """Two hours after every front handed over."""
    epochs = opened(folder, clock)
    first = epochs.listed()[0]
    at = KemPublicKey(from_base64url(first.pk)).short_id
    live_through(epochs, clock, DAY + TWO_HOURS + 1200, collected=True)
    assert at.hex() not in seeds(folder)
    assert at not in epochs.secrets()
    assert epochs.alarms() == ()


def test_a_front_that_never_hands_over_keeps_it_for_fourteen_days(
    folder: Path, clock: HandClock
) -> None:
    """And then there is an alarm, until somebody has read it."""
    epochs = opened(folder, clock)
    first = KemPublicKey(from_base64url(epochs.listed()[0].pk)).short_id.hex()
    live_through(epochs, clock, 15 * DAY - 7200, collected=False)
    assert first in seeds(folder)
    live_through(epochs, clock, 7200, collected=False)
    assert first not in seeds(folder)
    assert epochs.alarms() == ("epoch-overdue",)
    epochs.acknowledge_overdue(clock())
    assert epochs.alarms() == ()


def test_a_seized_front_is_not_waited_for(folder: Path, clock: HandClock) -> None:
    """With no front left to wait for, the two hours count from the end."""
    epochs = Epochs(folder, frozenset(), clock)
    first = KemPublicKey(from_base64url(epochs.listed()[0].pk)).short_id.hex()
    live_through(epochs, clock, DAY + TWO_HOURS + 1200, collected=False)
    assert first not in seeds(folder)


def test_every_front_is_waited_for(folder: Path, clock: HandClock) -> None:
    """One that handed over does not speak for the other."""
    epochs = Epochs(folder, frozenset({FRONT, "two"}), clock)
    before = seeds(folder)
    live_through(epochs, clock, 3 * DAY, collected=True)
    assert before <= seeds(folder)


def test_a_clock_step_is_an_alarm_and_stays_one_over_restarts(
    folder: Path, clock: HandClock
) -> None:
    """Until an administrator says that the clock is right."""
    epochs = opened(folder, clock)
    epochs.listed()
    clock.forward(3 * 3600)
    epochs.rotate(clock(), {})
    assert epochs.alarms() == ("epoch-clock-step",)
    again = opened(folder, clock)
    assert again.alarms() == ("epoch-clock-step",)
    again.resume(clock())
    assert opened(folder, clock).alarms() == ()


def test_the_list_is_whole_even_when_nobody_looked_for_days(folder: Path, clock: HandClock) -> None:
    """A manifest written before the first look after a leap still has three epochs."""
    epochs = opened(folder, clock)
    epochs.listed()
    clock.forward(5 * DAY)
    assert len(epochs.listed()) == 3
    assert epochs.listed()[0].valid_from <= clock() < epochs.listed()[0].valid_to


@pytest.mark.parametrize("step", ["desk: destroying an epoch", "desk: destroyed an epoch"])
def test_a_crash_while_destroying_is_finished_by_the_next_start(
    folder: Path, clock: HandClock, step: str
) -> None:
    """The secret goes, nothing else does, and nobody is alarmed."""

    def die(at: str) -> None:
        if at == step:
            raise PowerLost

    epochs = opened(folder, clock, die)
    first = KemPublicKey(from_base64url(epochs.listed()[0].pk)).short_id.hex()
    with pytest.raises(PowerLost):
        live_through(epochs, clock, 2 * DAY, collected=True)
    again = opened(folder, clock)
    assert first not in seeds(folder)
    assert again.alarms() == ()
    assert len(again.listed()) == 3


def test_a_destruction_that_fails_is_tried_again_at_the_next_look(
    folder: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that refuses once must not leave a secret lying until the next start."""
    epochs = opened(folder, clock)
    first = KemPublicKey(from_base64url(epochs.listed()[0].pk)).short_id

    def refuse(path: Path) -> None:
        raise OSError(path)

    with monkeypatch.context() as patch:
        patch.setattr("aman.desk.keys.epochs.destroy_key", refuse)
        with pytest.raises(OSError, match="seed"):
            live_through(epochs, clock, DAY + TWO_HOURS + 1200, collected=True)
    assert first not in epochs.secrets()
    live_through(epochs, clock, 600, collected=True)
    assert first.hex() not in seeds(folder)


def test_a_file_that_vanished_stops_no_rotation(folder: Path, clock: HandClock) -> None:
    """Its key is still in memory: what is sealed to it opens, and keys go on being made."""
    epochs = opened(folder, clock)
    pk = KemPublicKey(from_base64url(epochs.listed()[1].pk)).short_id
    (folder / f"{pk.hex()}.seed").unlink()
    live_through(epochs, clock, DAY + TWO_HOURS + 1200, collected=True)
    assert pk in epochs.secrets()
    assert len(epochs.listed()) == 3


def test_a_seed_that_was_never_listed_is_cleared_away(folder: Path, clock: HandClock) -> None:
    """A crash between making a key and listing it leaves nothing behind."""
    listed = opened(folder, clock).listed()
    files.write_key(folder / "00112233445566.seed", bytes(32))
    assert opened(folder, clock).listed() == listed
    assert "00112233445566" not in seeds(folder)


@pytest.mark.parametrize("damage", [bytes(32), b"cut", None])
def test_a_lost_secret_is_an_alarm_and_is_not_listed(
    folder: Path, clock: HandClock, damage: bytes | None
) -> None:
    """Nobody seals to a key whose secret is gone."""
    lost = opened(folder, clock).listed()[1]
    file = folder / (KemPublicKey(from_base64url(lost.pk)).short_id.hex() + ".seed")
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    again = opened(folder, clock)
    assert again.alarms() == ("epoch-lost",)
    assert lost not in again.listed()


def test_a_destroyed_file_was_overwritten_first(folder: Path) -> None:
    """What the name led to is zeros by the time the name goes."""
    folder.mkdir()
    file = folder / "key.seed"
    files.write_key(file, b"precious bytes")
    kept = folder / "another name for the same bytes"
    kept.hardlink_to(file)
    files.destroy_key(file)
    assert not file.exists()
    assert kept.read_bytes() == bytes(len(b"precious bytes"))
    files.destroy_key(file)


def test_secrets_do_not_print(folder: Path, clock: HandClock) -> None:
    """Neither the epochs nor one of their secrets."""
    epochs = opened(folder, clock)
    epochs.listed()
    assert repr(epochs) == "<Epochs>"
    assert "KemSeed" in repr(dict(epochs.secrets()))
    assert not any(
        seed.reveal().hex() in repr(dict(epochs.secrets())) for seed in epochs.secrets().values()
    )
