"""One poll: ask the provider, bring all to the front, then remember from where to go on.

Promises: the mark moves only when everything before it is on the front's disk; what is asked for
twice makes the same ids. The desk hears that asking fails, and not at every question.
"""

import os
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from mmap import mmap
from pathlib import Path

from .connector import LastingFault, PassingFault, Poll, Polled, UnknownOutcome
from .front import FrontAway
from .patience import Away
from .posting import Posting

MARK_FILE = "mark"
AGAIN_SECONDS = 3.0
LASTING_SECONDS = 20.0
"""A provider that refuses us is asked as seldom as the desk is told so."""
TELL_SECONDS = 15.0
"""Less than from one heart-beat to the next: a trouble that stays is told after each."""
_AT = struct.Struct(">d")


def _shared() -> mmap:
    """Memory that the processes of all questions have together."""
    return mmap(-1, _AT.size)


@dataclass(frozen=True, slots=True)
class Polling:
    """The questions of one line, each in a process of its own."""

    poll: Poll
    posting: Callable[[], Posting]
    folder: Path
    clock: Callable[[], float] = time.monotonic
    _told_at: mmap = field(default_factory=_shared)

    def once(self) -> float | Away:
        """One turn; gives the seconds to wait, 0 for none beyond the usual."""
        path = self.folder / MARK_FILE
        mark = path.read_bytes() if path.exists() else b""
        try:
            polled = self.poll.poll(mark)
            self._bring(polled)
        except PassingFault as fault:
            self._tell(fault.reason)
            return Away(AGAIN_SECONDS) if fault.after is None else fault.after
        except LastingFault as fault:
            self._tell(fault.reason)
            return LASTING_SECONDS
        except UnknownOutcome:
            self._tell("no answer")
            return Away(AGAIN_SECONDS)
        except FrontAway:
            return Away(AGAIN_SECONDS)
        if polled.mark != mark:
            _write(path, polled.mark)
        if polled.trouble:
            self._tell(polled.trouble)
        return 0.0

    def _bring(self, polled: Polled) -> None:
        if not polled.events:
            return
        with self.posting() as post:
            for event in polled.events:
                post.note(event)
            for event in polled.events:
                post.post(event)

    def _tell(self, reason: str) -> None:
        """Say it to the desk, unless that was done within `TELL_SECONDS`."""
        now, (told_at,) = self.clock(), _AT.unpack(self._told_at[:])
        if told_at and now - told_at < TELL_SECONDS:
            return
        with suppress(FrontAway), self.posting() as post:
            post.say_fault(reason)
            self._told_at[:] = _AT.pack(now)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    new = path.with_name(path.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
