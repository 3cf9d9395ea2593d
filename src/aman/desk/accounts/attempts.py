"""How often somebody may try a password, pure: per name and for all names together.

Promises: a name's right password is never asked for more slowly because others were attacked
elsewhere, except when the whole desk is; memory stays bounded. Refuses to know: passwords.
"""

from dataclasses import dataclass, field

PER_NAME = 5
ALTOGETHER = 60
WINDOW_SECONDS = 15 * 60.0
MOST_NAMES = 1000


@dataclass(slots=True)
class Attempts:
    """Failed attempts of the last quarter of an hour, in memory only."""

    _by_name: dict[str, list[float]] = field(default_factory=dict)
    _all: list[float] = field(default_factory=list)

    def wait(self, name: str, now: float) -> float:
        """For how many seconds this name has to wait; 0 when it may try."""
        own = self._recent(self._by_name.get(name, []), now)
        everybody = self._all = self._recent(self._all, now)
        waits = [
            times[-most] + WINDOW_SECONDS - now
            for times, most in ((own, PER_NAME), (everybody, ALTOGETHER))
            if len(times) >= most
        ]
        return max(waits, default=0.0)

    def failed(self, name: str, now: float) -> None:
        """Count one that failed."""
        self._all = [*self._recent(self._all, now), now]
        self._by_name[name] = [*self._recent(self._by_name.get(name, []), now), now]
        if len(self._by_name) > MOST_NAMES:
            oldest = min(self._by_name, key=lambda other: self._by_name[other][-1])
            del self._by_name[oldest]

    def succeeded(self, name: str) -> None:
        """Forget this name's failures."""
        for at in self._by_name.pop(name, []):
            if at in self._all:
                self._all.remove(at)

    @staticmethod
    def _recent(times: list[float], now: float) -> list[float]:
        return [at for at in times if now - WINDOW_SECONDS < at <= now]
