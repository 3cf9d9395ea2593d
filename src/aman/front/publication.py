"""What the courier brought for everybody: manifest, buckets, lines' instructions, invites.

Pure. Promises: what goes to disk of it is public or sealed; invite keys stay in memory only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from aman.core.bucket import BUCKET_BYTES
from aman.core.exchange import MalformedExchange, Push
from aman.core.keys import Secret, from_base64url
from aman.core.manifest import MalformedManifest, read_manifest
from aman.core.sealing import INSTRUCTION_BYTES
from aman.core.stamp import INVITE_ID_BYTES

_INVITE_KEY_BYTES = 32
_LINE = "line "


@dataclass(frozen=True, slots=True)
class Publication:
    """The newest of each that a courier pushed."""

    manifest: bytes = b""
    buckets: tuple[bytes, ...] = ()
    instructions: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)
    invites: Mapping[bytes, Secret] = field(default_factory=dict)
    stamp_bits: int = 0

    def after(self, push: Push, hotline: bytes) -> Self:
        """What it becomes by a push: what that leaves out stays as it is."""
        pushed = {line: tuple(each) for line, each in push.instructions}
        return replace(
            self,
            manifest=push.manifest,
            buckets=tuple(push.buckets) or self.buckets,
            instructions={**self.instructions, **pushed},
            invites=self.invites if push.invites is None else _invites(push),
            stamp_bits=self.stamp_bits
            if push.manifest == self.manifest
            else _stamp_bits(push.manifest, hotline),
        )

    def to_contents(self) -> dict[str, bytes]:
        """Name what may lie on disk."""
        lines = {_LINE + line: b"".join(each) for line, each in self.instructions.items()}
        return {"manifest": self.manifest, "buckets": b"".join(self.buckets), **lines}

    @classmethod
    def from_contents(cls, contents: Mapping[str, bytes], hotline: bytes) -> Self:
        """Read it back."""
        manifest = contents.get("manifest", b"")
        return cls(
            manifest=manifest,
            buckets=_cut(contents.get("buckets", b""), BUCKET_BYTES),
            instructions={
                name.removeprefix(_LINE): _cut(content, INSTRUCTION_BYTES)
                for name, content in contents.items()
                if name.startswith(_LINE)
            },
            stamp_bits=_stamp_bits(manifest, hotline),
        )


def _cut(content: bytes, size: int) -> tuple[bytes, ...]:
    return tuple(content[at : at + size] for at in range(0, len(content), size))


def _invites(push: Push) -> dict[bytes, Secret]:
    try:
        return {
            from_base64url(invite.id, INVITE_ID_BYTES): Secret(
                from_base64url(invite.key, _INVITE_KEY_BYTES)
            )
            for invite in push.invites or ()
        }
    except ValueError:
        raise MalformedExchange from None


def _stamp_bits(manifest: bytes, hotline: bytes) -> int:
    """All that a front reads in the manifest; one that it can't read it still passes on."""
    try:
        return read_manifest(manifest, hotline).stamp_bits
    except MalformedManifest:
        return 0
