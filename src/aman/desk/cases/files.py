"""The files of a case: what was said of them, what they are, and who had a look.

Promises: what is given out is the file that a message of this very case announced; each time its
bytes leave this place it stands in the audit. Refuses to know: what a file is.
"""

from enum import StrEnum

from aman.core.line_dialogue import AttachedFile
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.models import Case
from aman.desk.reading.attached import attached_file
from aman.desk.reading.filing import file_arrivals
from aman.desk.reading.opened import arrivals

from .conversation import conversation
from .groups import living_case, need_open_vault
from .pieces import pieces
from .records import ConversationItem


class NoSuchFile(LookupError):  # noqa: N818 - what the operator is told
    """No message of this case announced such a file."""


class NotWhole(Exception):  # noqa: N818 - what the operator is told
    """Parts of it have not come, or they are not what was announced."""

    person = "This can't be shown."
    operator = "This file is not whole. Its parts may still come."


class Purpose(StrEnum):
    """For what somebody takes a file's bytes."""

    LOOK = "look"
    SAVE = "save"


_WRITTEN_DOWN = {Purpose.LOOK: Action.LOOKED_AT_FILE, Purpose.SAVE: Action.SAVED_ORIGINAL}


def announced_file(number: int, item: int, place: int, now: int) -> AttachedFile:
    """What the message `item` said of its file `place`, from 1; `NoSuchFile`, `VaultLocked`."""
    _, file = _found(_case(number), item, place, now)
    return file


def take_file(  # noqa: PLR0913 - whose file, which one, who and why
    operator: Colleague, number: int, item: int, place: int, *, purpose: Purpose, now: int
) -> tuple[AttachedFile, bytes]:
    """A file's bytes, as they were sent. Raises `NoSuchFile`, `NotWhole`, `VaultLocked`."""
    case = _case(number)
    said, file = _found(case, item, place, now)
    content = None if file.fault else attached_file(case, said.via, file)
    if content is None:
        raise NotWhole
    write_down(operator, _WRITTEN_DOWN[purpose], number, now)
    return file, content


def _case(number: int) -> Case:
    need_open_vault()
    return living_case(number)


def _found(case: Case, item: int, place: int, now: int) -> tuple[ConversationItem, AttachedFile]:
    file_arrivals()
    for said in conversation(pieces(case, arrivals(case, now)), ()):
        if said.item == item and 1 <= place <= len(said.files):
            return said, said.files[place - 1]
    raise NoSuchFile
