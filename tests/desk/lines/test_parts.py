"""Files through lines: whole or nothing, of the right case, bounded, never opened as anything."""

import os
import random
from collections.abc import Callable

import pytest

from aman.core.attachment import MOST_FILE_BYTES, PART_BYTES
from aman.core.envelope import Kind, part_token
from aman.core.keys import Secret
from aman.core.line_dialogue import AttachedFile
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case, shred_case
from aman.desk.cases.queue import access_queue
from aman.desk.keys.vault import VaultLocked
from aman.desk.lines.models import AnnouncedFile, LinePart
from aman.desk.reading import line_parts
from aman.desk.reading.attached import attached_file, opened_parts
from aman.desk.reading.line_parts import UNCLAIMED_SECONDS
from aman.desk.reading.models import Arrival, Batch
from aman.desk.reading.tallies import counts
from aman.desk.reading.upkeep import tidy
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_lines.line import Line

CONTENT = os.urandom(5 * PART_BYTES + 17)


def now(front: Front) -> int:
    """The desk's time."""
    return int(front.desk.clock())


def take_all(front: Front, envelopes: list[bytes]) -> None:
    """The front takes them and is emptied."""
    front.kept += envelopes
    while front.kept:
        front.visit()


def opened(number: int, file: AttachedFile) -> bytes | None:
    """The file of a case."""
    return attached_file(Case.objects.get(pk=number), "telegram", file)


@pytest.mark.parametrize("seed", range(3))
def test_a_file_is_whole_in_whatever_order_its_parts_and_its_message_come(
    front: Front, telegram: Line, open_vault: Desk, alice: Operator, seed: int
) -> None:
    """Some of them twice."""
    file, parts = telegram.attach(CONTENT)
    message = telegram.message("@x", "look", files=(file,))
    envelopes = [*parts, *telegram.sealed(message), *parts[:3]]
    random.Random(seed).shuffle(envelopes)  # noqa: S311 - a test's chance
    for envelope in envelopes[:-1]:
        take_all(front, [envelope])
    access_queue(alice, now(front))
    take_all(front, envelopes[-1:])
    assert opened(1, file) == CONTENT
    assert len(list(opened_parts(Case.objects.get(), "telegram", file))) == len(parts) == 8
    (item,) = access_case(alice, 1, now(front)).items
    assert item.files == (file,)
    assert not Batch.objects.exists()
    del open_vault


def test_the_largest_file_comes_in(front: Front, telegram: Line, open_vault: Desk) -> None:
    """5 MB in 1,024 parts."""
    content = os.urandom(MOST_FILE_BYTES)
    file, parts = telegram.attach(content)
    telegram.hears("@x", "look", files=(file,))
    take_all(front, parts)
    assert opened(1, file) == content
    del open_vault


def test_while_a_part_is_missing_or_another_there_is_no_file(
    front: Front, telegram: Line, open_vault: Desk
) -> None:
    """By number, digest and size, as the message announced it."""
    file, parts = telegram.attach(CONTENT)
    telegram.hears("@x", "look", files=(file,))
    take_all(front, parts[:-1])
    assert opened(1, file) is None
    take_all(front, parts[-1:])
    other, _ = telegram.attach(CONTENT + b"x")
    announced = {"id": file.id, "media": file.media, "digest": file.digest, "bytes": file.bytes}
    for wrong in ({"digest": other.digest}, {"bytes": 7}, {"id": other.id}, {"digest": "x"}):
        assert opened(1, AttachedFile(**{**announced, **wrong})) is None
    row = LinePart.objects.get(index=2)
    row.content = bytes(row.content)[:-1] + b"\0"
    row.save()
    assert opened(1, file) is None
    del open_vault


def test_parts_are_sealed_and_open_for_nobody_while_locked(front: Front, telegram: Line) -> None:
    """Before and after somebody announced them."""
    file, parts = telegram.attach(b"canary-in-a-photo" * 900)
    take_all(front, parts[:2])
    telegram.hears("@x", "look", files=(file,))
    take_all(front, parts[2:])
    assert not any(b"canary" in bytes(row.content) for row in LinePart.objects.all())
    assert len({len(row.content) for row in LinePart.objects.all()}) == 1
    with pytest.raises(VaultLocked):
        opened(1, file)


def test_parts_that_nobody_announces_go_after_a_day(
    front: Front, telegram: Line, open_vault: Desk
) -> None:
    """They are counted, and their delivery's key goes with them."""
    file, parts = telegram.attach(CONTENT)
    kept, kept_parts = telegram.attach(CONTENT)
    telegram.hears("@x", "look", files=(kept,))
    take_all(front, parts + kept_parts)
    tidy(now(front) + UNCLAIMED_SECONDS)
    assert LinePart.objects.count() == len(kept_parts)
    assert counts()["dropped"] == len(parts)
    assert opened(1, kept) == CONTENT
    telegram.hears("@x", "late", files=(file,))
    front.visit()
    assert opened(1, file) is None
    del open_vault


def test_keys_of_deliveries_go_with_a_destroyed_case(
    front: Front, telegram: Line, reopen: Callable[[Desk], None], alice: Operator
) -> None:
    """What was announced, filed or not, goes; no delivery's key outlives what it was for."""
    file, parts = telegram.attach(CONTENT)
    telegram.hears("@x", "look", files=(file,))
    take_all(front, parts)
    assert Batch.objects.exists()
    reopen(front.desk)
    shred_case(alice, 1, now(front))
    assert not LinePart.objects.exists()
    assert access_queue(alice, now(front)) == []
    assert not Batch.objects.exists()


def test_a_line_can_not_fill_the_disk(
    front: Front, telegram: Line, sms: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither with parts that nobody announces nor with files; another line has its own room."""
    monkeypatch.setattr(line_parts, "MOST_UNCLAIMED", 10)
    monkeypatch.setattr(line_parts, "MOST_PARTS", 12)
    for _ in range(3):
        take_all(front, telegram.attach(CONTENT)[1])
    assert LinePart.objects.count() == 10
    file, parts = telegram.attach(CONTENT)
    telegram.hears("@x", "look", files=(file,))
    take_all(front, parts)
    assert LinePart.objects.count() == 12
    assert counts()["dropped"] == 14 + 6
    take_all(front, sms.attach(CONTENT)[1])
    assert LinePart.objects.filter(line="sms").count() == 8


def test_nobody_else_can_give_a_part(front: Front, telegram: Line, sms: Line) -> None:
    """With another key under the line's own, or another line's; a page's part is a page's."""
    file, parts = telegram.attach(CONTENT)
    body, message_id = os.urandom(16) + bytes(7) + b"\1" + b"forged", os.urandom(16)
    stranger = Line(front)
    for token in (
        Secret(bytes(32)),
        part_token(stranger.line_key, "telegram", message_id, body),
        part_token(sms.line_key, "telegram", message_id, body),
        part_token(telegram.line_key, "telegram", os.urandom(16), body),
    ):
        front.take(telegram.seal(Kind.ATTACHMENT_PART, message_id, token, body))
    front.visit()
    assert counts()["mismatched"] == 4
    assert not LinePart.objects.exists()
    assert not Arrival.objects.exists()
    sms.hears("+10", "another line announces it", files=(file,))
    take_all(front, parts)
    assert not LinePart.objects.filter(announced__isnull=False).exists()


def test_a_file_belongs_to_the_first_message_that_names_it(
    front: Front, telegram: Line, open_vault: Desk
) -> None:
    """A line that names it again in another's message gives it to nobody else."""
    file, parts = telegram.attach(CONTENT)
    for who in ("@x", "@y"):
        telegram.hears(who, "look", files=(file,))
        front.visit()
    take_all(front, parts)
    assert opened(1, file) == CONTENT
    assert opened(2, file) is None
    assert AnnouncedFile.objects.count() == 1
    del open_vault


def test_a_part_that_is_none_is_counted_and_a_file_with_a_fault_waits_for_none(
    front: Front, telegram: Line
) -> None:
    """What the line could not fetch is said in the message; nothing is expected."""
    body, message_id = b"short", os.urandom(16)
    token = part_token(telegram.line_key, "telegram", message_id, body)
    front.take(telegram.seal(Kind.ATTACHMENT_PART, message_id, token, body))
    faulty = AttachedFile("AAAAAAAAAAAAAAAAAAAAAA", fault="too large")
    telegram.hears("@x", "look", files=(faulty, AttachedFile("no id")))
    front.visit()
    assert counts()["unreadable"] == 1
    assert not AnnouncedFile.objects.exists()
    assert Case.objects.count() == 1


def test_who_sends_files_without_end_takes_no_room_from_others(
    front: Front, telegram: Line, open_vault: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """His text still comes, and what others attach is whole."""
    monkeypatch.setattr(line_parts, "MOST_OF_A_CASE", 16)
    for number in range(4):
        file, parts = telegram.attach(CONTENT)
        take_all(front, parts)
        telegram.hears("@flood", f"file {number}", files=(file,))
        front.visit()
    file, parts = telegram.attach(CONTENT)
    take_all(front, parts)
    telegram.hears("@x", "look", files=(file,))
    front.visit()
    assert opened(2, file) == CONTENT
    assert LinePart.objects.filter(announced__case=1).count() == 16
    assert not LinePart.objects.filter(announced__isnull=True).exists()
    assert Arrival.objects.filter(case=1).count() == 4
    assert counts()["dropped"] == 16
    del open_vault
