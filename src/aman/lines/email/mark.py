"""What the line remembers of a mailbox between two looks: numbers, nothing of a mail.

Promises: what is not in it as done or left is read; of a mailbox that was made anew all is.
"""

from dataclasses import dataclass, replace
from typing import Self

AGAIN_SECONDS = 600
"""A mail that was left may be readable again once the server's disk is."""

_BARE = 2
"""So many numbers when nothing is left."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to the UID `done` all is at the front, but for what is `left`: that could not be read.

    The first of these is asked for again at `again_at` (Unix seconds).
    """

    validity: int
    done: int = 0
    again_at: int = 0
    left: tuple[int, ...] = ()

    @classmethod
    def read(cls, raw: bytes, validity: int) -> Self:
        """What was written of the mailbox with this UIDVALIDITY; the beginning for another."""
        numbers = [int(each) for each in raw.split(b":") if each]
        if numbers[:1] != [validity]:
            return cls(validity)
        _, done, again_at, *left = [*numbers, 0] if len(numbers) == _BARE else numbers
        return cls(validity, done, again_at, tuple(left))

    def write(self) -> bytes:
        """`UIDVALIDITY:UID`, and what is left behind it."""
        numbers = [self.validity, self.done]
        if self.left:
            numbers += [self.again_at, *self.left]
        return ":".join(map(str, numbers)).encode()

    def leaving(self, uid: int) -> Self:
        """Past a mail that can't be read; it is asked for once more before long is waited."""
        return replace(self, done=uid, left=(*self.left, uid), again_at=0)

    def still_leaving(self, now: float) -> Self:
        """The first that is left can't be read yet: it becomes the last."""
        first, *others = self.left
        return replace(self, left=(*others, first), again_at=int(now) + AGAIN_SECONDS)

    def without_first(self) -> Self:
        """The first that was left could be read; the next one is asked for at once."""
        return replace(self, left=self.left[1:])
