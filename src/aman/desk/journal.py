"""What the desk writes to its journal: that something went wrong and where in the code.

Promises: no message, address, name or argument is written. Django's own messages name paths, and
a path may be a one-time link; an exception's text may quote what somebody wrote.
"""

import logging
import traceback


class BareFormatter(logging.Formatter):
    """Level, the part of the code, and the kind of the error with its place; nothing else."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        where = f"{record.levelname} {record.name}"
        if record.exc_info is None or record.exc_info[0] is None:
            return where
        kind, _, trace = record.exc_info
        frames = traceback.extract_tb(trace)
        place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "unknown"
        return f"{where} {kind.__module__}.{kind.__qualname__} at {place}"
