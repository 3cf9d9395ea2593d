"""How large what a browser sends may be, by where it goes: the one place that says it.

Pure. The door (`doors.ScreensDoor`) holds every request to it, before anything is kept.
"""

import re
from typing import Final

MOST_BYTES: Final = 256 * 1024
LAYER_MEBIBYTES: Final = 5
"""A hazard layer's or list of points' text: every look at the map opens and reads all of it."""
MOST_LAYER_BYTES: Final = LAYER_MEBIBYTES * 1024 * 1024
LARGEST: Final = 2 * MOST_LAYER_BYTES + MOST_BYTES
"""What carries a layer: through a sign-in it goes in quotes, and its own quotes are doubled."""
REFUSED: Final = "aman.refused_body"
"""Stands in the scope of a request whose body was too large, and was not kept."""
_CARRIES_A_LAYER: Final = re.compile(
    r"/map/(?:layer|points)(?:/[0-9]{1,15})?|/claims/report|/sign-in"
)
"""Or the source of a saved web page."""


def most_bytes(path: str) -> int:
    """How long a body to this address may be."""
    return LARGEST if _CARRIES_A_LAYER.fullmatch(path) else MOST_BYTES
