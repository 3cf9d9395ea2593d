"""What a line believes of a front: only what this hotline's root vouches for today.

Promises: a manifest older than one that any child of this line has seen is not believed; what is
kept between children is checked by each of them anew.
"""

import struct
from dataclasses import dataclass
from mmap import mmap

from aman.core.manifest import MANIFEST_BYTES, MalformedManifest, Manifest, read_manifest
from aman.core.ports import Clock

from .front import Front, FrontAway

RECENT_SECONDS = 30.0
"""An epoch lasts a day, and a manifest lists three: half a minute changes nothing."""
_HEAD = struct.Struct(">Qd")


class NewestManifest:
    """The newest manifest seen by any child, in memory that they share: its number, when, itself.

    Nothing is locked: a manifest that is half another one has a wrong signature.
    """

    def __init__(self) -> None:
        self._shared = mmap(-1, _HEAD.size + MANIFEST_BYTES)

    def accept(self, seq: int) -> bool:
        """Remember `seq`; False when a newer one was seen before."""
        newest = int.from_bytes(self._shared[:8], "big")
        if seq > newest:
            self._shared[:8] = seq.to_bytes(8, "big")
        return seq >= newest

    def keep(self, raw: bytes, now: float) -> None:
        """Keep it for the children that come after this one."""
        self._shared[_HEAD.size :] = raw
        self._shared[8 : _HEAD.size] = struct.pack(">d", now)

    def kept(self) -> tuple[bytes, float]:
        """The manifest that was kept last, and when: zeros and 0 at first."""
        _, at = _HEAD.unpack(self._shared[: _HEAD.size])
        return self._shared[_HEAD.size :], at


@dataclass(frozen=True, slots=True)
class Hotline:
    """What every conversation needs: the hotline's id, the clock, the newest manifest."""

    id: bytes
    clock: Clock
    newest: NewestManifest

    def manifest(self, front: Front) -> Manifest:
        """The front's manifest; `FrontAway` when it is not this hotline's, over, or an old one."""
        raw = front.manifest()
        manifest = self._believed(raw)
        self.newest.keep(raw, self.clock())
        return manifest

    def recent(self, front: Front) -> Manifest:
        """One that the front gave to this line within half a minute, or while it is away the last.

        Raises `FrontAway` like `manifest`.
        """
        raw, at = self.newest.kept()
        if 0 <= self.clock() - at < RECENT_SECONDS:
            try:
                return self._believed(raw)
            except FrontAway:
                return self.manifest(front)
        try:
            return self.manifest(front)
        except FrontAway:
            return self._believed(raw)

    def _believed(self, raw: bytes) -> Manifest:
        try:
            manifest = read_manifest(raw, self.id)
        except MalformedManifest:
            raise FrontAway from None
        over = manifest.online.valid_to <= self.clock()
        if over or not self.newest.accept(manifest.seq):
            raise FrontAway
        return manifest
