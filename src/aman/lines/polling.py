"""One poll: ask the provider, bring all to the front, then remember from where to go on.

Promises: the mark moves only when everything before it is on the front's disk; what is asked for
twice makes the same ids.
"""

import os
from collections.abc import Callable
from pathlib import Path

from .connector import PassingFault, Poll
from .front import FrontAway
from .posting import Posting

MARK_FILE = "mark"
AGAIN_SECONDS = 3.0


def poll_once(poll: Poll, posting: Callable[[], Posting], folder: Path) -> float:
    """One turn; gives the seconds to wait, 0 for none beyond the usual."""
    path = folder / MARK_FILE
    mark = path.read_bytes() if path.exists() else b""
    try:
        polled = poll.poll(mark)
        if polled.events:
            post = posting()
            for event in polled.events:
                post.note(event)
            for event in polled.events:
                post.post(event)
    except PassingFault as fault:
        return fault.after or AGAIN_SECONDS
    except FrontAway:
        return AGAIN_SECONDS
    if polled.mark != mark:
        _write(path, polled.mark)
    return 0.0


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    new = path.with_name(path.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
