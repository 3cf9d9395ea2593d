"""Puts two null lines into the registry of every Python that has this folder in its path.

`hooked` is the same folders with all that a line can need: a setting more, a secret, an address.
"""

from aman.core.strength import Strength
from aman.lines import registry

registry.LINES += (
    registry.Line("null", Strength.NETWORK, "aman.lines.null", wants=("mailbox",)),
    registry.Line(
        "hooked",
        Strength.ENDPOINT,
        "aman.lines.null",
        wants=("mailbox", "number"),
        secrets=("token",),
        webhook=True,
        may=("pace",),
    ),
)
