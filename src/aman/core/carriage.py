"""What courier and desk say to each other over the Unix socket: `POST /courier`.

Promises: every member and every size is checked while reading; an unknown member is an error, for
both sides come from one release. Refuses to know: what an envelope holds, and how bytes travel.
"""

from collections.abc import Mapping
from typing import Annotated, Self, TypeVar

import msgspec

from .bucket import BUCKET_BYTES
from .envelope import ENVELOPE_BYTES
from .exchange import FILLED_TO, STORE_ID_BYTES, Cursor, InviteKey
from .manifest import MANIFEST_BYTES
from .sealing import INSTRUCTION_BYTES

NO_STORE = bytes(STORE_ID_BYTES)
"""The store id of a delivery that comes from no front: the courier only asks for news."""

MOST_ENVELOPES = FILLED_TO[-1]

_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_StoreId = Annotated[bytes, msgspec.Meta(min_length=STORE_ID_BYTES, max_length=STORE_ID_BYTES)]
_Number = Annotated[int, msgspec.Meta(ge=0)]
_Envelope = Annotated[bytes, msgspec.Meta(min_length=ENVELOPE_BYTES, max_length=ENVELOPE_BYTES)]
_Manifest = Annotated[bytes, msgspec.Meta(min_length=MANIFEST_BYTES, max_length=MANIFEST_BYTES)]
_Bucket = Annotated[bytes, msgspec.Meta(min_length=BUCKET_BYTES, max_length=BUCKET_BYTES)]
_Instruction = Annotated[
    bytes, msgspec.Meta(min_length=INSTRUCTION_BYTES, max_length=INSTRUCTION_BYTES)
]


class MalformedCarriage(Exception):  # noqa: N818 - twin of MalformedEnvelope
    """Courier and desk do not speak the same protocol."""

    person = "The server could not be reached."
    operator = "Courier and desk are not of one release: one sent what the other does not know."


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    def to_bytes(self) -> bytes:
        """MessagePack."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """Read it; anything else is a `MalformedCarriage`."""
        return _decoded(raw, cls)


_Read = TypeVar("_Read", bound=_Body)


def _decoded(raw: bytes, kind: type[_Read]) -> _Read:
    try:
        return msgspec.msgpack.decode(raw, type=kind)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise MalformedCarriage from None


class Delivery(_Body, frozen=True, forbid_unknown_fields=True):
    """Courier to desk: the envelopes that `front` numbered from `first_seq` on.

    `have_tick`: the newest tick whose buckets that front has taken, 0 for none. A delivery from
    `NO_STORE` carries nothing: the front was not reached, or not yet.
    """

    front: _Name
    store_id: _StoreId = NO_STORE
    first_seq: _Number = 0
    envelopes: Annotated[tuple[_Envelope, ...], msgspec.Meta(max_length=MOST_ENVELOPES)] = ()
    have_tick: _Number = 0

    def __repr__(self) -> str:
        return f"<Delivery of {len(self.envelopes)}>"


class Publication(_Body, frozen=True, forbid_unknown_fields=True):
    """Desk to courier, after its commit: up to where it has this front's envelopes, and its news.

    `buckets` is empty when the front has those of `tick`; `instructions` names every line that has
    or had any, with all that wait for it.
    """

    manifest: _Manifest
    tick: _Number
    cursor: Cursor | None = None
    buckets: tuple[_Bucket, ...] = ()
    instructions: Mapping[str, tuple[_Instruction, ...]] = {}
    invites: tuple[InviteKey, ...] = ()

    def __post_init__(self) -> None:
        if self.cursor is not None and (
            len(self.cursor.store_id) != STORE_ID_BYTES or self.cursor.seq < 0
        ):
            reason = "a cursor is a store id and a number"
            raise ValueError(reason)

    def __repr__(self) -> str:
        return f"<Publication of tick {self.tick}>"
