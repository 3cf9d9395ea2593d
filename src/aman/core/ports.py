"""What the pure parts and the zones ask of the world: time, and a word when a step is durable."""

from collections.abc import Callable

Clock = Callable[[], float]
"""Gives the time as Unix seconds."""

Announce = Callable[[str], None]
"""Called with a step's name right before or after it becomes durable (``"front: stored"``)."""


def unheard(step: str) -> None:
    """The announcement nobody listens to: what runs outside tests."""
    del step
