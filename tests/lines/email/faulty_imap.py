"""What a real IMAP server gives, but for mails that a test picks.

Faults are what servers do with a mail that they can't read: refuse it, hang up, or give nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from lines.relay import Unchanged

_FETCH = re.compile(rb"(\S+) UID FETCH (\d+) \(BODY")


class Fault(Enum):
    """What comes instead of a mail."""

    REFUSED = b"%(tag)s NO [SERVERBUG] internal error\r\n"
    NIL = b"* 1 FETCH (UID %(uid)s BODY[] NIL)\r\n%(tag)s OK done\r\n"
    NOTHING = b"%(tag)s OK done\r\n"
    HUNG_UP = b""


@dataclass
class FaultyImap(Unchanged):
    """`faults` are by UID; `asked` names each mail as often as its fault was met."""

    faults: dict[int, Fault] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    def up(self, data: bytes, back: Callable[[bytes], None]) -> bytes | None:
        """A command, which comes whole."""
        found = _FETCH.match(data)
        fault = self.faults.get(int(found.group(2))) if found else None
        if found is None or fault is None:
            return data
        self.asked.append(int(found.group(2)))
        back(fault.value % {b"tag": found.group(1), b"uid": found.group(2)})
        return b"" if fault.value else None
