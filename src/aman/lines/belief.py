"""What a line believes of a front: only what this hotline's root vouches for today.

Promises: a manifest older than one that any child of this line has seen is not believed.
"""

from dataclasses import dataclass
from mmap import mmap

from aman.core.manifest import MalformedManifest, Manifest, read_manifest
from aman.core.ports import Clock

from .front import Front, FrontAway


class NewestManifest:
    """The highest manifest number seen by any child, in memory that they share."""

    def __init__(self) -> None:
        self._shared = mmap(-1, 8)

    def accept(self, seq: int) -> bool:
        """Remember `seq`; False when a newer one was seen before."""
        newest = int.from_bytes(self._shared[:8], "big")
        if seq > newest:
            self._shared[:8] = seq.to_bytes(8, "big")
        return seq >= newest


@dataclass(frozen=True, slots=True)
class Hotline:
    """What every conversation needs: the hotline's id, the clock, the newest manifest."""

    id: bytes
    clock: Clock
    newest: NewestManifest

    def manifest(self, front: Front) -> Manifest:
        """The front's manifest; `FrontAway` when it is not this hotline's, over, or an old one."""
        try:
            manifest = read_manifest(front.manifest(), self.id)
        except MalformedManifest:
            raise FrontAway from None
        over = manifest.online.valid_to <= self.clock()
        if over or not self.newest.accept(manifest.seq):
            raise FrontAway
        return manifest
