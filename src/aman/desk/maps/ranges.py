"""Which bytes of a file a request asks for (RFC 9110, section 14), of one range alone.

Pure. Promises: what is given lies within the file and is at most one piece; what can't be given is
refused, never answered with something else.
"""

import re
from typing import Final, NamedTuple

PIECE: Final = 8 * 1024 * 1024
"""No answer is longer: it stands in memory. Who asks for more gets the beginning of it."""
_ONE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class NoSuchRange(Exception):  # noqa: N818 - what it is
    """Nothing was asked for, or several ranges, or none that the file has."""


class Range(NamedTuple):
    """From the first byte up to and with the last."""

    first: int
    last: int

    def said(self, size: int) -> str:
        """As Content-Range says it."""
        return f"bytes {self.first}-{self.last}/{size}"


def read_range(header: str, size: int) -> Range:
    """The bytes to give of a file of this size; `NoSuchRange`."""
    found = _ONE.fullmatch(header.strip().lower())
    if found is None or found[0] == "bytes=-":
        raise NoSuchRange
    if found[1]:
        first = int(found[1])
        last = min(int(found[2]) if found[2] else size - 1, size - 1)
    else:
        first, last = max(0, size - int(found[2])), size - 1
    if first > last:
        raise NoSuchRange
    return Range(first, min(last, first + PIECE - 1))
