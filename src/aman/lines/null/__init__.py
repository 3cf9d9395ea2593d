"""The null line: a provider made of two folders, held to the same contract as every real one.

Promises: it refuses to start outside tests.
"""

from .mailbox import NotOutsideTests, connect

__all__ = ["NotOutsideTests", "connect"]
