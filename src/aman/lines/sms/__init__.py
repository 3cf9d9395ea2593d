"""The SMS line: a standing SMPP session with an SMSC, or any HTTP gateway.

Promises: a text is acknowledged only when it is at the front. Nothing here hides anything from a
telephone network.
"""

from .connection import connect

__all__ = ["connect"]
