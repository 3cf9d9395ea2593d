"""Failed sign-ins on their way into the audit.

Promises: a flood fills nothing: ten minutes of it are one entry for each operator whose name was
typed, and one for all names that nobody here has (which are not kept: a password may be among
them). It is written by the desk's chores, so that how long a refusal takes tells no name.
"""

import threading

from aman.desk.audit.book import Action, write_down

from .models import Operator

EVERY_SECONDS = 600
_waiting: dict[int | None, Operator | None] = {}
_guard = threading.Lock()


def note_failure(name: str) -> None:
    """Remember that somebody failed to sign in by this name."""
    operator = Operator.objects.filter(name=name).first()
    with _guard:
        _waiting[operator.pk if operator else None] = operator


def write_failures(now: int) -> None:
    """Write down what waits."""
    with _guard:
        waiting = list(_waiting.values())
        _waiting.clear()
    for operator in waiting:
        write_down(operator, Action.SIGN_IN_FAILED, None, now, at_most_every=EVERY_SECONDS)


def forget_failures() -> None:
    """Start anew, as a restart does."""
    with _guard:
        _waiting.clear()
