"""A full disk costs callers a 503, never a false 204; and the front gets out of it by itself."""

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from aman.core.exchange import Cursor, InviteKey
from aman.core.keys import Secret, to_base64url
from aman.core.stamp import invited_stamp
from aman.front.store import Store, StoreFailed
from driver import sealed
from driver.fronts import FrontAtWork

from .test_store import open_store, wish


@pytest.mark.enable_socket
def test_a_full_disk_is_a_503_until_there_is_room_again(front: FrontAtWork) -> None:
    """The process may write no more bytes (as on a full disk); what had its 204 is all there."""
    running = front.start()
    durable = [sealed.envelope() for _ in range(20)]
    assert {front.post(each) for each in durable} == {204}
    resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    refused = sealed.envelope()
    status, body = front.ask("POST", "/e", sealed.stamped(refused))
    assert (status, body) == (503, b"")
    resource.prlimit(
        running.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    )
    assert front.post(refused) == 204
    pull = front.pull()
    assert pull is not None
    assert sorted(pull.envelopes) == sorted([*durable, refused])
    running.stop()
    assert running.log().startswith("front: not stored OperationalError: 1")


@pytest.mark.enable_socket
def test_a_full_quota_is_a_503_until_the_desk_has_taken_some(front: FrontAtWork) -> None:
    """Everybody of one network may fill half of what is open; a hand-over makes room."""
    front.start(quota_bytes=10 * 9216)
    statuses = [front.post(sealed.envelope()) for _ in range(6)]
    assert statuses == [204] * 4 + [503] * 2
    pull = front.pull()
    assert pull is not None
    front.pull(Cursor(pull.store_id, 4))
    assert front.post(sealed.envelope()) == 204


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB of its own; needs the right to mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not mount or not umount:
        pytest.skip("no mount here")
    made = subprocess.run(  # noqa: S603 - our own arguments
        [mount, "-t", "tmpfs", "-o", "size=4m", "none", str(folder)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    yield folder
    subprocess.run([umount, "-l", str(folder)], check=True)  # noqa: S603 - our own arguments


def fill(store: Store) -> list[bytes]:
    """Store one by one until the disk is full."""
    kept: list[bytes] = []
    while True:
        each = wish(network=len(kept))
        try:
            if not store.store([each])[0]:
                return kept
        except StoreFailed:
            return kept
        kept.append(each.sealed)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_on_a_disk_full_to_the_last_byte_it_can_still_overwrite(
    small_disk: Path, *, elsewhere: bool
) -> None:
    """The quota was set too high, or something else filled the disk: the spare room serves."""
    store = open_store(small_disk / "front.sqlite3", envelopes=2000)
    kept = fill(store)
    if elsewhere:
        with suppress(OSError), (small_disk / "other").open("wb", buffering=0) as other:
            while other.write(bytes(4096)):
                pass
    assert len(kept) > 30
    taken: list[bytes] = []
    cursor = None
    for _ in range(2):
        pull = store.hand_over(cursor)
        taken += pull.envelopes
        cursor = Cursor(pull.store_id, pull.first_seq + len(pull.envelopes) - 1)
    assert sorted(taken) == sorted(kept)
    assert store.hand_over(cursor).envelopes == ()
    assert len(fill(store)) > len(kept) // 2
    store.close()


@pytest.mark.enable_socket
def test_an_invited_caller_gets_in_when_the_rest_is_full(front: FrontAtWork) -> None:
    """His stamp is checked against the key that the courier brought; a forged one is refused."""
    front.start(quota_bytes=10 * 9216)
    key = Secret(os.urandom(32))
    front.pull(invites=(InviteKey(to_base64url(b"inv1"), to_base64url(key.reveal())),))
    while front.post(sealed.envelope()) == 204:
        pass
    for known, status in ((key, 204), (Secret(bytes(32)), 503)):
        envelope = sealed.envelope()
        stamp = invited_stamp(time.time(), b"inv1", known, sha256(envelope).digest())
        assert front.ask("POST", "/e", stamp.to_bytes() + envelope)[0] == status
    pull = front.pull()
    assert pull is not None
    assert len(pull.envelopes) == 5
