"""What hangs on a message, laid into as many messages as it takes: an envelope holds so much.

Promises: each of these fits, for what can't be posted would be asked for again for ever, and
everybody behind it would wait. No text, file or card is lost because of what came with it. The same
event is laid out the same way each time.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec

from aman.core.envelope import BODY_BYTES
from aman.core.line_dialogue import (
    MOST_FILES,
    AttachedFile,
    ContactCard,
    LineMessage,
    write_line_body,
)

_PARTS = 255
_Thing = TypeVar("_Thing", AttachedFile, ContactCard)


def packed(message: LineMessage) -> Iterator[LineMessage]:
    """The message with what fits beside its head, then further ones with what is left.

    They all have its session: whoever sends the further ones gives each its own.
    """
    files, cards = list(message.files), list(message.contacts)
    head = _light(msgspec.structs.replace(message, files=(), contacts=()))
    further = msgspec.structs.replace(
        head, text="", place=None, pressed=None, edits=None, answers={}
    )
    while True:
        here, files = _laid(head, "files", files)
        full = msgspec.structs.replace(head, files=here)
        shown, cards = ((), cards) if files else _laid(full, "contacts", cards)
        if here or shown or head is not further:
            yield msgspec.structs.replace(full, contacts=shown)
        elif head.route:  # it leaves no room, and has been told
            further = msgspec.structs.replace(further, route="")
        else:
            return
        if not (files or cards):
            return
        head = further


def _light(head: LineMessage) -> LineMessage:
    """The head; without its place, and then its route, where they alone are too long."""
    placeless = msgspec.structs.replace(head, place=None)
    bare = msgspec.structs.replace(placeless, route="")
    return next((each for each in (head, placeless) if _fits(each)), bare)


def _laid(
    head: LineMessage, member: str, things: Sequence[_Thing]
) -> tuple[tuple[_Thing, ...], list[_Thing]]:
    """As many of them as fit beside the head, and the rest."""
    most = min(len(things), MOST_FILES)
    while most and not _fits(msgspec.structs.replace(head, **{member: tuple(things[:most])})):
        most -= 1
    return tuple(things[:most]), list(things[most:])


def _fits(message: LineMessage) -> bool:
    """Whether all but its text fits an envelope."""
    bare = msgspec.structs.replace(message, text="", part=_PARTS, parts=_PARTS)
    return len(write_line_body(bare)) + len(',"text":""') <= BODY_BYTES
