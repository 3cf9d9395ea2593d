"""What a caller has read so far, and what the newest bucket adds to it; pure.

Promises: answers come in order, without a gap and whole; nothing is called read before that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from aman.core.bucket import SLOTS_PER_CALLER
from aman.core.dialogue import Reply, Status, read_body
from aman.core.envelope import MalformedEnvelope
from aman.core.keys import from_base64url
from aman.core.opening import OpenedPart

_MESSAGE_ID_BYTES = 16
_ANSWERS_AT_ONCE = SLOTS_PER_CALLER - 1


@dataclass(frozen=True, slots=True)
class ReadReply:
    """A whole reply; its parts had the numbers `first` to `last`. None: it could not be read."""

    first: int
    last: int
    reply: Reply | None


class Reading:
    """Reads on after number `upto`, which was shown before."""

    def __init__(self, upto: int) -> None:
        self.status: Status | None = None
        self.tick = 0
        self.more_waits = False
        self._upto = upto
        self._parts: dict[int, OpenedPart] = {}

    def take(self, tick: int, opened: Sequence[OpenedPart]) -> None:
        """Take what one bucket held for this caller; older ticks than the newest add nothing."""
        if tick <= self.tick:
            return
        self.tick = tick
        for part in opened:
            if part.seq == 0:
                self._take_status(part)
            else:
                self._parts.setdefault(part.seq, part)
        answers = sum(part.seq != 0 for part in opened)
        self.more_waits = answers >= _ANSWERS_AT_ONCE

    def _take_status(self, part: OpenedPart) -> None:
        try:
            self.status = read_body(part.body, Status)
        except MalformedEnvelope:
            return

    def _start(self) -> int:
        return max(self._upto + 1, self.status.first if self.status else 1)

    def without_gap(self) -> int:
        """The highest number that is here without a gap, be its reply whole or not."""
        seq = self._start()
        while seq in self._parts:
            seq += 1
        return seq - 1

    def replies(self) -> list[ReadReply]:
        """The whole replies after `upto`, in order."""
        found: list[ReadReply] = []
        seq, end = self._start(), self.without_gap()
        while seq <= end:
            head = self._parts[seq]
            last = seq + head.parts - 1 if head.part == 1 else seq
            if last > end:
                break
            found.append(ReadReply(seq, last, self._joined(seq, last)))
            seq = last + 1
        return found

    def _joined(self, first: int, last: int) -> Reply | None:
        parts = [self._parts[seq] for seq in range(first, last + 1)]
        expected = [(number, len(parts)) for number in range(1, len(parts) + 1)]
        if [(part.part, part.parts) for part in parts] != expected:
            return None
        try:
            return read_body(b"".join(part.body for part in parts), Reply)
        except MalformedEnvelope:
            return None

    def read_upto(self) -> int:
        """Up to where everything is shown: what is acknowledged, and where to go on."""
        found = self.replies()
        return found[-1].last if found else self._start() - 1

    def begun_anew(self) -> bool:
        """Tell whether what was shown before is of a conversation that the desk destroyed."""
        return self.status is not None and 0 < self._upto < self.status.start - 1

    def has_shown(self) -> bool:
        """Tell whether an answer of this conversation was shown before."""
        return self._upto >= (self.status.start if self.status else 1)

    def something_is_on_its_way(self) -> bool:
        """Tell whether parts came that do not make a whole reply yet."""
        return any(seq > self.read_upto() for seq in self._parts)

    def caught_up(self) -> bool:
        """Tell whether all that was ever acknowledged has been read here as well."""
        return self.status is not None and self.without_gap() >= self.status.base

    def settles(self, waited_for: Sequence[bytes]) -> bool:
        """Tell whether there is no reason to wait: the desk has all this, or there is an answer."""
        if not self.caught_up() or self.more_waits or not all(map(self.got, waited_for)):
            return False
        return bool(waited_for) or bool(self.replies())

    def got(self, message_id: bytes) -> bool:
        """Tell whether the desk says that it has this message."""
        try:
            ids = {
                from_base64url(each, _MESSAGE_ID_BYTES)
                for each in (self.status.got if self.status else ())
            }
        except ValueError:
            return False
        return message_id in ids
