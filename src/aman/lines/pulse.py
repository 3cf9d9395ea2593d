"""The heart-beat: a nonce that says when it left, so that nobody has to remember it.

Promises: only this line's own nonces are read, and none older than five minutes.
"""

import re
from base64 import b32decode, b32encode
from binascii import Error

from aman.core.keys import Secret, hmac_sha256

_TIME_BYTES = 7
_MAC_BYTES = 8
LASTS_SECONDS = 300
NONCE = re.compile("[a-z2-7]{24}")
"""What every nonce looks like, of whichever line."""


class Pulse:
    """Makes and reads nonces: 24 letters and digits, which every provider carries unchanged."""

    def __init__(self, key: Secret) -> None:
        self._key = key

    def draw(self, now: float) -> str:
        """The nonce of this moment."""
        at = int(now * 1000).to_bytes(_TIME_BYTES, "big")
        return b32encode(at + self._mac(at)).decode().lower()

    def read(self, nonce: str, now: float) -> float | None:
        """When it left (Unix seconds); None when it is none of ours, or too old."""
        try:
            raw = b32decode(nonce.strip().upper())
        except (Error, ValueError):
            return None
        at, mac = raw[:_TIME_BYTES], raw[_TIME_BYTES:]
        sent_at = int.from_bytes(at, "big") / 1000
        is_ours = len(raw) == _TIME_BYTES + _MAC_BYTES and Secret(mac) == Secret(self._mac(at))
        return sent_at if is_ours and 0 <= now - sent_at <= LASTS_SECONDS else None

    def _mac(self, at: bytes) -> bytes:
        return hmac_sha256(self._key.reveal(), b"aman/1 pulse" + at)[:_MAC_BYTES]
