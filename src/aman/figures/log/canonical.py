"""One way to write JSON, so that a hash of it means one thing.

Sorted members, no spaces, UTF-8, whole numbers and text only.
Promises: what was written in any other way, or twice in one object, is refused.
Refuses to know: what it means.
"""

from typing import Any, TypeVar

import msgspec

_Read = TypeVar("_Read")


class NotCanonical(Exception):  # noqa: N818 - twin of WrongProgramme
    """Bytes are not the canonical form of what was expected."""


def written(content: Any) -> bytes:  # noqa: ANN401 - whatever msgspec knows
    """The canonical form."""
    return msgspec.json.encode(content, order="sorted")


def read(content: bytes, kind: type[_Read] | Any) -> _Read:  # noqa: ANN401 - or a union
    """What it says; raises NotCanonical."""
    try:
        found: _Read = msgspec.json.decode(content, type=kind)
        is_plain = written(found) == content
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        is_plain = False
    if not is_plain:
        message = "It is not written as it has to be."
        raise NotCanonical(message)
    return found
