"""Which deliveries of an SMSC are the same one: SMPP has no name for a message that comes in.

Promises: what an SMSC delivers again because our answer did not reach it is known again, also by
the process that comes after; two equal texts that were each answered stay two messages. Holds keyed
digests and random names in memory that the line's processes share: no text, no number.
"""

import os
from mmap import mmap

import msgspec

from aman.core.keys import Secret, hmac_sha256

_BYTES = 256 * 1024
_MOST = 512
_AGAIN_SECONDS = 600.0
_PATIENCE_SECONDS = 5.0
_PARTS_SECONDS = 24 * 3600.0
_LENGTH = 4


class _Delivery(msgspec.Struct, array_like=True):
    """One delivery: its name, when it came, over which connection, whether it was answered."""

    name: str
    at: float
    connection: int
    answered: bool = False


class _Joint(msgspec.Struct, array_like=True):
    """A text in parts: its name, when it began, which parts came, whether it is at the front."""

    name: str
    at: float
    parts: list[int]
    done: bool = False


class _Known(msgspec.Struct):
    connection: int = 0
    connected_at: float = 0.0
    deliveries: dict[bytes, _Delivery] = {}
    joints: dict[bytes, _Joint] = {}


def _comes_again(before: _Delivery, known: _Known, now: float) -> bool:
    """On one connection only an unanswered one is repeated, and no SMSC does so within seconds.

    On another it is repeated soon, and what was never answered so however long there was none. What
    was answered an hour before is more likely somebody's same word: rather twice than never.
    """
    passed = now - before.at
    if before.connection == known.connection:
        return not before.answered and _PATIENCE_SECONDS <= passed < _AGAIN_SECONDS
    if not before.answered:
        passed = min(passed, now - known.connected_at)
    return passed < _AGAIN_SECONDS


class Deliveries:
    """Shared by all processes that are forked after it was made; one works with it at a time."""

    def __init__(self) -> None:
        self._memory = mmap(-1, _BYTES)
        self._key = Secret(os.urandom(32))

    def connected(self, now: float) -> None:
        """A new connection: what it delivers may have come before."""
        known = self._read()
        known.connection += 1
        known.connected_at = now
        self._write(known)

    def name(self, delivery: bytes, now: float) -> tuple[str, bool]:
        """The name of a delivery, and whether it had it before because this is it again."""
        known, key = self._read(), self._digest(b"delivery", delivery)
        before = known.deliveries.get(key)
        again = before is not None and _comes_again(before, known, now)
        name = before.name if before is not None and again else os.urandom(12).hex()
        known.deliveries.pop(key, None)
        known.deliveries[key] = _Delivery(name, now, known.connection)
        self._write(known)
        return name, again

    def answered(self, delivery: bytes) -> None:
        """Our answer leaves now; whether it arrives is not known yet."""
        known, key = self._read(), self._digest(b"delivery", delivery)
        if key in known.deliveries:
            known.deliveries[key].answered = True
            self._write(known)

    def unconfirmed(self) -> set[str]:
        """Names of what was answered up to now over this connection."""
        known = self._read()
        return {
            each.name
            for each in known.deliveries.values()
            if each.answered and each.connection == known.connection
        }

    def confirm(self, names: set[str]) -> None:
        """The SMSC answered what we asked after those answers: it has them."""
        known = self._read()
        known.deliveries = {
            key: each
            for key, each in known.deliveries.items()
            if not (each.answered and each.name in names)
        }
        self._write(known)

    def joint(self, about: bytes, number: int, *, again: bool, now: float) -> tuple[str, bool]:
        """The name of the text that a part belongs to, and whether all of it is at the front.

        A number that came before begins a new text, unless this very part came `again`.
        """
        known, key = self._read(), self._digest(b"joint", about)
        found = known.joints.pop(key, None)
        if found is None or (
            not again and (number in found.parts or now - found.at > _PARTS_SECONDS)
        ):
            found = _Joint(os.urandom(12).hex(), now, [])
        if number not in found.parts:
            found.parts.append(number)
        known.joints[key] = found
        self._write(known)
        return found.name, found.done and again

    def joined(self, about: bytes) -> None:
        """All of a text in parts is at the front."""
        known, key = self._read(), self._digest(b"joint", about)
        if key in known.joints:
            known.joints[key].done = True
            self._write(known)

    def _digest(self, what: bytes, about: bytes) -> bytes:
        return hmac_sha256(self._key.reveal(), what + b"\0" + about)[:16]

    def _read(self) -> _Known:
        length = int.from_bytes(self._memory[:_LENGTH], "big")
        try:
            return msgspec.msgpack.decode(self._memory[_LENGTH : _LENGTH + length], type=_Known)
        except msgspec.MsgspecError:  # nothing yet, or torn: rather twice than never
            return _Known()

    def _write(self, known: _Known) -> None:
        for table in (known.deliveries, known.joints):
            while len(table) > _MOST:
                del table[next(iter(table))]
        raw = msgspec.msgpack.encode(known)
        self._memory[: _LENGTH + len(raw)] = len(raw).to_bytes(_LENGTH, "big") + raw
