"""Signal, through signal-cli-rest-api on a host of our own (docs/decisions/0016-signal-line.md).

Promises: people in groups, calls and stories are not spoken to. Refuses to know: Signal's
cryptography, which is that host's.
"""

from .connection import connect

__all__ = ["connect"]
