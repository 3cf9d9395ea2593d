"""How far a caller has read, and from where on he is served (protocol section 4: ack, again).

Pure. Promises: `acked` never goes back; `serve_after` is never beyond it, so nothing unread is
ever passed over; `again` brings back what is kept, even while another page acknowledges on.
"""

from dataclasses import dataclass, replace

AGAIN_HOLDS_SECONDS = 10
"""A page fetches its bucket 8 s after its beat and beats every 15 s at most: for so long a beat
with `again` is not undone by the plain `ack` of another page that reads with the same phrase."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`acked`: highest reply read without a gap; replies above `serve_after` are served."""

    acked: int = 0
    serve_after: int = 0
    again_at: int | None = None

    def heard(self, ack: int, again: int | None, *, given: int, now: int) -> "Progress":
        """What one beat changes; `given` is the highest reply number there is.

        An `ack` beyond `given` is no honest page's, and is ignored.
        """
        told = ack if 0 <= ack <= given else 0
        acked = max(self.acked, told)
        if again is not None:
            after = min(max(again, 0), acked)
            return Progress(acked, after, now)
        held = self.again_at is not None and 0 <= now - self.again_at < AGAIN_HOLDS_SECONDS
        if held:
            return replace(self, acked=acked)
        return Progress(acked, max(self.serve_after, told), None)
