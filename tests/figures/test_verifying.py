"""Whatever was changed, left out, put in or shown differently is refused, and named."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from aman.figures.commitments import Opening, WrongOpening, audited
from aman.figures.disclosure import as_number, change
from aman.figures.log.canonical import written
from aman.figures.log.checkpoint import next_checkpoint
from aman.figures.log.entries import Release, read_entry
from aman.figures.log.history import BrokenRule, history_of
from aman.figures.log.layout import CHECKPOINT, SIGNATURE, SIGNERS, checkpoint_name, entry_name
from aman.figures.log.merkle import leaf_hash, root
from aman.figures.log.reading import Doubt, read_log
from aman.figures.verifying import Checked, find_entry, verify

from .published import START, PublishingHotline, make_key, people
from .seeded import SeededNoise

Files = dict[str, bytes]
EDITS = 10_000


def test_a_folder_as_it_was_published_is_believed(published: Files) -> None:
    """And everything that was checked is said, with what no check can show."""
    words = "\n".join(verify(published).words)
    for told in ("signed by SHA256:", "none is missing or added", "8 releases", "2 and 1, each",
                 "four weeks ahead", "No check from outside"):  # fmt: skip
        assert told in words


def _changed(files: Files, name: str, chance: random.Random) -> Files | None:
    at = chance.randrange(len(files[name]))
    byte = (files[name][at] + chance.randrange(1, 256)) % 256
    return {name: files[name][:at] + bytes([byte]) + files[name][at + 1 :]}


def _inserted(files: Files, name: str, chance: random.Random) -> Files:
    at = chance.randrange(len(files[name]) + 1)
    return {name: files[name][:at] + chance.randbytes(chance.choice([1, 9])) + files[name][at:]}


def _removed(files: Files, name: str, chance: random.Random) -> Files:
    at = chance.randrange(len(files[name]))
    return {name: files[name][:at] + files[name][at + chance.choice([1, 5]) :]}


def _swapped(files: Files, name: str, chance: random.Random) -> Files:
    other = chance.choice(sorted(files))
    return {name: files[other], other: files[name]}


def _put_in(files: Files, name: str, chance: random.Random) -> Files:
    folder, number = chance.choice(["log", "checkpoints"]), chance.randrange(1_000_000)
    return {f"{folder}/{number:06}.json": files[name]}


def test_ten_thousand_random_edits_are_all_refused(published: Files) -> None:
    """Bytes changed, put in, taken out, files swapped, added and lost, anywhere in the folder."""
    chance = random.Random(5)  # noqa: S311 - edits
    names = sorted(published)
    kinds: list[Callable[[Files, str, random.Random], Files | None]] = [
        *(_changed, _changed, _inserted, _removed, _swapped, _put_in),
        lambda *_: None,
    ]
    done = 0
    while done < EDITS:
        name, kind = chance.choice(names), chance.choice(kinds)
        edit = kind(published, name, chance)
        if edit is None:
            edited = {each: content for each, content in published.items() if each != name}
        else:
            edited = published | edit
        if edited == published:
            continue
        done += 1
        with pytest.raises(Doubt):
            verify(edited)


def _forged(files: Files, index: int, entry: bytes) -> Files:
    """A log in which an entry is another and every hash after it fits; nobody signed it."""
    size = len(read_log(files).entries)
    entries = [files[entry_name(i)] for i in range(size)]
    entries[index] = entry
    tree = root([leaf_hash(each) for each in entries])
    checkpoint = next_checkpoint(None, "h" * 43, size, tree, "2027-01-01T00:00:00Z")
    forged = {name: content for name, content in files.items() if "checkpoint" not in name}
    for name in (CHECKPOINT, checkpoint_name(size)):
        forged |= {name: checkpoint, name + SIGNATURE: files[CHECKPOINT + SIGNATURE]}
    return forged | {entry_name(index): entry}


def test_a_log_forged_throughout_is_refused_by_its_signature(published: Files) -> None:
    """Whoever breaks into the web server can compute hashes, not sign."""
    forged = _forged(published, 3, published[entry_name(3)].replace(b"Two", b"Ten"))
    with pytest.raises(Doubt, match="signature"):
        verify(forged)


def test_another_key_is_refused_by_who_knows_the_first(published: Files, tmp_path: Path) -> None:
    """A whole other folder, rightly signed by somebody else."""
    other = PublishingHotline(tmp_path, make_key(tmp_path))
    other.open(people(), START)
    files = other.public.files()
    verify(files)
    with pytest.raises(Doubt, match="another key"):
        verify(files, signers=published[SIGNERS])


def test_two_logs_shown_to_two_readers_are_told_apart_by_their_checkpoints(
    tmp_path: Path, key: Path
) -> None:
    """The hotline's own key signs two histories; each is sound, together they are not."""
    seen = []
    for name, seed in (("one", 1), ("two", 2)):
        hotline = PublishingHotline(tmp_path / name, key, SeededNoise(seed))
        hotline.open(people(), START)
        hotline.weeks(START + timedelta(weeks=4), 2)
        seen.append(hotline.public.files())
    one, two = seen
    verify(one)
    verify(two)
    for mine, other in ((one, two), (two, one)):
        with pytest.raises(Doubt, match="another log than the one you were shown"):
            verify(mine, seen=other[CHECKPOINT])
        with pytest.raises(Doubt, match="another log"):
            verify(mine, seen=other[checkpoint_name(2)])


def test_a_log_that_was_cut_back_is_refused_by_who_saw_more(tmp_path: Path, key: Path) -> None:
    """An older state, rightly signed, is not what this reader saw."""
    hotline = PublishingHotline(tmp_path, key)
    hotline.open(people(), START)
    older = hotline.public.files()
    hotline.weeks(START + timedelta(weeks=4), 2)
    newer = hotline.public.files()
    assert "2 entries that you saw before" in "".join(verify(newer, seen=older[CHECKPOINT]).words)
    with pytest.raises(Doubt, match="gone"):
        verify(older, seen=newer[CHECKPOINT])


def releases(checked: Checked) -> list[Release]:
    """The releases of a log."""
    return [each for each in checked.log.history.entries if isinstance(each, Release)]


def test_changes_are_the_differences_of_published_totals(published: Files) -> None:
    """Weekly figures reveal nothing that the totals do not."""
    all_of_them = releases(verify(published))
    for before, now in pairwise(all_of_them):
        assert now.change == change(before.total, now.total)
        assert as_number(now.change) == as_number(now.total) - as_number(before.total)


@pytest.mark.parametrize(
    ("index", "member", "value", "why"),
    [
        (3, "total", 103, "rounded"),
        (3, "total", 5, "rounded"),
        (3, "change", 60, "difference"),
        (3, "margin", 2, "margins"),
        (2, "at", "2026-10-15T12:00:00Z", "before its day"),
        (3, "at", "2026-10-17T12:00:00Z", "late release says why"),
        (3, "period", 2, "period that comes next"),
        (3, "last", "2026-10-02", "days are not those"),
        (3, "measure", "arrived", "another measure"),
        (3, "count", "0" * 63, "not committed"),
        (3, "series", "people-2", "not open"),
    ],
)
def test_what_breaks_a_rule_is_refused_though_it_is_signed(
    published: Files, index: int, member: str, value: object, why: str
) -> None:
    """The hotline itself can't publish against its own rules without being told."""
    entries = list(read_log(published).history.entries[:4])
    wrong = msgspec.structs.replace(entries[index], **{member: value})
    with pytest.raises(BrokenRule, match=why):
        history_of([*entries[:index], read_entry(written(wrong))])


def test_an_entry_that_somebody_quotes_is_found_by_its_proof(published: Files) -> None:
    """Or it is not in the log."""
    log = verify(published).log
    assert "number 3" in find_entry(log, published[entry_name(3)])
    with pytest.raises(Doubt, match="not in this log"):
        find_entry(log, published[entry_name(3)] + b" ")


@pytest.fixture
def opened(tmp_path: Path, key: Path) -> tuple[PublishingHotline, list[Opening]]:
    """A hotline and all that it can open to an auditor."""
    hotline = PublishingHotline(tmp_path, key)
    hotline.open(people(), START)
    history = hotline.weeks(START + timedelta(weeks=4), 3).history
    book = hotline.book.book()
    every = (book.opening(history, index) for index in range(history.size))
    return hotline, [each for each in every if each is not None]


def test_an_auditor_can_compute_the_figures_anew(
    opened: tuple[PublishingHotline, list[Opening]],
) -> None:
    """From opened noise and counts; another count or salt is refused."""
    hotline, openings = opened
    history = hotline.publisher().log().history
    assert any("5 releases computed anew" in words for words in audited(history, openings))
    noise, first = openings[:2]
    for wrong in (
        msgspec.structs.replace(first, salt="0" * 64),
        msgspec.structs.replace(
            first,
            content=msgspec.structs.replace(first.content, count=first.content.count + 1),  # type: ignore[union-attr]
        ),
        msgspec.structs.replace(first, entry=0),
        msgspec.structs.replace(noise, entry=99),
    ):
        with pytest.raises(WrongOpening, match="not what entry"):
            audited(history, [wrong])


def test_nothing_public_has_a_true_count_noise_or_salt(
    opened: tuple[PublishingHotline, list[Opening]],
) -> None:
    """And what is secret does not print."""
    hotline, openings = opened
    public = b"\n".join(hotline.public.files().values())
    book = hotline.book.book()
    for state in book.series:
        assert not any(str(each).encode() in public for each in state.noise)
        assert not any(each.encode() in public for each in (state.noise_salt, *state.salts))
        assert repr(state) == "<SeriesState>"
    assert (repr(book), repr(openings[0])) == ("<PrivateBook>", "<Opening>")
    assert oct(hotline.book.path.stat().st_mode & 0o777) == "0o600"


def _without(files: Mapping[str, bytes], name: str) -> Files:
    return {each: content for each, content in files.items() if each != name}


@pytest.mark.parametrize("name", [CHECKPOINT, SIGNERS, entry_name(0), checkpoint_name(2)])
def test_what_is_missing_is_named(published: Files, name: str) -> None:
    """The file, and that it is missing, in words."""
    with pytest.raises(Doubt, match="missing") as doubt:
        verify(_without(published, name))
    assert doubt.value.where == name
