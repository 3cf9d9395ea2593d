"""Files from lines: parts are kept sealed, and become a case's when a message announces them.

Promises: parts and announcement may come in any order; a part that nobody announces is gone after
a day; one line's files can't fill the desk's disk. Refuses to know: what a file is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from aman.core.attachment import FILE_ID_BYTES, FilePart
from aman.core.envelope import Kind, MalformedEnvelope, OpenedMessage, part_token
from aman.core.keys import from_base64url
from aman.core.line_dialogue import AttachedFile
from aman.desk.casebook.models import Case
from aman.desk.keys.lines import KnownLine
from aman.desk.lines.models import AnnouncedFile, LinePart
from aman.desk.running import Desk

from .joining import FILLED_TO, Intake
from .models import Batch
from .tallies import Count, count

UNCLAIMED_SECONDS = 86_400
MOST_UNCLAIMED = 8192
"""Of one line: eight files of 5 MB whose messages have not come."""
MOST_OF_A_CASE = 32_768
"""Thirty-two files of 5 MB: one person must not use up what all others on his line have."""
MOST_PARTS = 262_144
"""Of one line, claimed or not: one and a half gigabytes."""


def part_place(line: str, file_id: bytes, index: int) -> bytes:
    """What binds a part's content to its place."""
    return b"aman/1 file part" + line.encode() + b"\0" + file_id + index.to_bytes(4, "big")


@dataclass(slots=True)
class LineParts:
    """The parts of files in one delivery."""

    desk: Desk
    intake: Intake
    _held: dict[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, opened: OpenedMessage) -> bool:
        """Keep a part; False when it came from no line."""
        line = self._line_of(opened)
        if line is None:
            known = self.desk.lines.known().values()
            if any(opened.caller_pk == each.line_pk for each in known):
                count(Count.MISMATCHED)
                return True
            return False
        try:
            part = FilePart.read(opened.body.reveal())
        except MalformedEnvelope:
            count(Count.UNREADABLE)
            return True
        self._keep(line.name, part)
        return True

    def _line_of(self, opened: OpenedMessage) -> KnownLine | None:
        message_id, body = opened.message_id, opened.body.reveal()
        for line in self.desk.lines.known().values():
            if opened.token == part_token(line.line_key, line.name, message_id, body):
                return line
        return None

    def _keep(self, line: str, part: FilePart) -> None:
        same = LinePart.objects.filter(line=line, file_id=part.file_id, index=part.index)
        if same.exists():
            return
        announced = AnnouncedFile.objects.filter(line=line, file_id=part.file_id).first()
        unclaimed, all_of_line = self._counted(line)
        if all_of_line >= MOST_PARTS or (announced is None and unclaimed >= MOST_UNCLAIMED):
            count(Count.DROPPED)
            return
        self._held[line] = unclaimed + (announced is None), all_of_line + 1
        content, batch = self.intake.sealed(
            part_place(line, part.file_id, part.index),
            part.to_bytes(),
            filled_to=FILLED_TO[Kind.ATTACHMENT_PART],
        )
        LinePart.objects.create(
            line=line,
            file_id=part.file_id,
            index=part.index,
            content=content,
            batch=batch,
            announced=announced,
            received_at=self.intake.tick,
        )
        self.intake.changed |= announced is not None

    def _counted(self, line: str) -> tuple[int, int]:
        """How many parts of a line there are, unclaimed and in all; counted once a delivery."""
        if line not in self._held:
            parts = LinePart.objects.filter(line=line)
            self._held[line] = parts.filter(announced__isnull=True).count(), parts.count()
        return self._held[line]

    def announce(self, case: Case, line: KnownLine, files: Iterable[AttachedFile]) -> None:
        """Make the parts of what a message names the case's; also those that come later.

        Of a case that has too many the parts are dropped: they must not wait in others' room.
        """
        for file in files:
            file_id = file_id_of(file)
            if file_id is None or file.fault:
                continue
            if LinePart.objects.filter(announced__case=case).count() >= MOST_OF_A_CASE:
                unnamed = LinePart.objects.filter(announced__isnull=True, line=line.name)
                count(Count.DROPPED, unnamed.filter(file_id=file_id).delete()[0])
                self._held.pop(line.name, None)
                continue
            announced, is_new = AnnouncedFile.objects.get_or_create(
                line=line.name, file_id=file_id, defaults={"case": case}
            )
            if is_new:
                there = LinePart.objects.filter(line=line.name, file_id=file_id)
                there.update(announced=announced)
                self._held.pop(line.name, None)


def file_id_of(file: AttachedFile) -> bytes | None:
    """The id that its parts bear; None when it has none."""
    try:
        return from_base64url(file.id, FILE_ID_BYTES)
    except ValueError:
        return None


def drop_unclaimed(now: int) -> int:
    """Drop the parts that no message has announced for a day; gives how many."""
    old = LinePart.objects.filter(announced__isnull=True, received_at__lte=now - UNCLAIMED_SECONDS)
    dropped = old.delete()[0]
    if dropped:
        count(Count.DROPPED, dropped)
        drop_empty_batches()
    return dropped


@transaction.atomic
def drop_empty_batches() -> None:
    """Delete the keys under which nothing is left; held in one order, as all that several hold."""
    empty = Batch.objects.filter(arrivals__isnull=True, parts__isnull=True).order_by("pk")
    numbers = list(empty.values_list("pk", flat=True))
    held = Batch.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    Batch.objects.filter(pk__in=[each.pk for each in held]).delete()
