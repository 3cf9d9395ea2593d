"""The files that a line's messages announced, opened and joined.

Promises: what is given is what the message announced, by number and digest, or nothing.
Refuses to know: what a file is; it is never read as anything but bytes here.
"""

from collections.abc import Iterator

from aman.core.attachment import FilePart, join_file
from aman.core.envelope import MalformedEnvelope
from aman.core.keys import Secret, from_base64url
from aman.core.line_dialogue import AttachedFile
from aman.desk.casebook.content import read_content
from aman.desk.casebook.models import Case
from aman.desk.keys.vault import DamagedRecord
from aman.desk.lines.models import LinePart

from .filing import file_arrivals
from .line_parts import file_id_of, part_place
from .opened import case_key

DIGEST_BYTES = 32


def attached_file(case: Case, line: str, file: AttachedFile) -> bytes | None:
    """The file; None while parts are missing, or when they are not what was announced.

    `VaultLocked` while nobody is signed in.
    """
    parts = {part.index: part for part in opened_parts(case, line, file)}
    if not parts:
        return None
    count = parts[min(parts)].count
    contents = {index: part.content for index, part in parts.items() if part.count == count}
    try:
        content = join_file(contents, count, from_base64url(file.digest, DIGEST_BYTES))
    except ValueError:
        return None
    return content if content is not None and len(content) == file.bytes else None


def opened_parts(case: Case, line: str, file: AttachedFile) -> Iterator[FilePart]:
    """The parts that are here, in order; a damaged one is left out."""
    file_id = file_id_of(file)
    if file_id is None:
        return
    file_arrivals()
    key = case_key(case)
    there = LinePart.objects.filter(announced__case=case, line=line, file_id=file_id)
    for row in there.filter(batch__isnull=True).order_by("index").iterator(chunk_size=16):
        part = _part(key, part_place(line, file_id, row.index), bytes(row.content))
        if part is not None and (part.file_id, part.index) == (file_id, row.index):
            yield part


def _part(key: Secret, place: bytes, content: bytes) -> FilePart | None:
    try:
        return FilePart.read(read_content(key, place, content))
    except (DamagedRecord, MalformedEnvelope):
        return None
