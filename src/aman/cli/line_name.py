"""What a locked telephone shows of who writes: the name of the line's account.

Promises: the account is asked, nothing is changed there, and nobody else's name is asked for. A
name is a warning and stops nothing: only the administrator can give the account another one.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from aman.core.programme import Programme
from aman.core.programme_file import WrongProgramme, read_programme
from aman.core.telling_name import telling_words
from aman.lines.connector import Connection, LastingFault, PassingFault, UnknownOutcome

Say = Callable[[str], None]
_MOST_LETTERS = 80


def look_at_name(connection: Connection, programme: Programme | None, say: Say) -> None:
    """Say by what names people see this account, and whether they give the hotline away."""
    if connection.names is None:
        say(
            "Name: this provider does not tell by what name people see the account. Look at it "
            "on a telephone yourself. A locked telephone shows it: it must not name the hotline."
        )
        return
    try:
        names = [_printable(name) for name in connection.names()]
    except (PassingFault, LastingFault, UnknownOutcome) as fault:
        reason = getattr(fault, "reason", "no answer")
        say(f"Name: it could not be asked by what name people see the account ({reason}).")
        return
    said = ", ".join(f"“{name}”" for name in names)
    if programme is None:
        say(
            f"Name: people see {said}. A locked telephone shows it. The programme is not on this "
            "machine: look yourself that it does not name the hotline."
        )
        return
    _judge(names, said, programme, say)


def _judge(names: Sequence[str], said: str, programme: Programme, say: Say) -> None:
    telling = list(dict.fromkeys(word for name in names for word in telling_words(name, programme)))
    if telling:
        say(
            f"WARNING: people see {said}. That gives the hotline away: {', '.join(telling)}. "
            "Whoever holds a person's locked telephone can read it. Give the account another "
            "name at the provider, one that says nothing."
        )
    else:
        say(f"Name: people see {said}. Nothing of the hotline's name is in it.")


def programme_of(var: Path) -> Programme | None:
    """The programme of the desk that has its folder here; None on another machine."""
    folder = var / "desk"
    try:
        named = json.loads((folder / "desk.json").read_bytes())["programme"]
        return read_programme((folder / named).read_text("utf-8"), named)
    except (OSError, ValueError, KeyError, TypeError, WrongProgramme):
        return None


def _printable(name: str) -> str:
    """A provider's word in a terminal: no control of it, nothing that turns its direction."""
    return "".join(each for each in name if each.isprintable())[:_MOST_LETTERS]
