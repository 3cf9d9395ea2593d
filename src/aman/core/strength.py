"""How strong a line is: who can read what passes through it, strongest first.

Promises: the order is the order of the list. The desk shows it beside each message; a programme
names the weakest through which a place or a time may be sent.
"""

from enum import StrEnum


class Strength(StrEnum):
    """Who can read what a person writes, before it is sealed to the desk."""

    SEALED = "sealed"
    """Nobody between the person's own device and the desk: the page."""
    ENDPOINT = "endpoint"
    """Only our own machine that speaks for the line, in passing; it travels encrypted to it."""
    SERVERS = "servers"
    """The servers on the way, his and ours: a federation such as XMPP, Matrix or mail."""
    PROVIDER = "provider"
    """One company that runs the service: it can read, keep and hand over everything."""
    NETWORK = "network"
    """Every telephone network on the way, and whoever listens to it: SMS."""

    def at_least(self, other: "Strength") -> bool:
        """Whether this is as strong as `other`, or stronger."""
        order = list(Strength)
        return order.index(self) <= order.index(other)
