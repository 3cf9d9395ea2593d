"""Where everything lies in the folder that is published; names are relative to it."""

from typing import Final

CHECKPOINT: Final = "checkpoint.json"
SIGNATURE: Final = ".sig"
SIGNERS: Final = "allowed_signers"
MANIFEST: Final = "manifest.json"
"""The hashes of all files that are made from the log."""
WORDS: Final = "words.json"
LOG: Final = "log/"
CHECKPOINTS: Final = "checkpoints/"


def entry_name(index: int) -> str:
    """The file of an entry."""
    return f"{LOG}{index:06}.json"


def checkpoint_name(size: int) -> str:
    """The file of the checkpoint over so many entries."""
    return f"{CHECKPOINTS}{size:06}.json"
