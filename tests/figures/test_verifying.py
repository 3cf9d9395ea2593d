"""Whatever was changed, left out, put in or shown differently is refused, and named."""

import random
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from aman.core.programme import word_count
from aman.desk.publication.ssh_signing import SshSigner
from aman.figures.commitments import Opening, WrongOpening, audited
from aman.figures.disclosure import as_number, change
from aman.figures.log.canonical import written
from aman.figures.log.checkpoint import next_checkpoint
from aman.figures.log.entries import Release, read_entry
from aman.figures.log.history import BrokenRule, history_of
from aman.figures.log.layout import (
    CHECKPOINT,
    MANIFEST,
    SIGNATURE,
    SIGNERS,
    WORDS,
    checkpoint_name,
    entry_name,
)
from aman.figures.log.manifest import is_made, manifest_of
from aman.figures.log.merkle import leaf_hash, root
from aman.figures.log.reading import Doubt, check_same, read_log
from aman.figures.publishing import open_series
from aman.figures.verifying import Checked, find_entry, verify
from aman.figures.wording import LANGUAGES
from aman.figures.words.checked import TEXTS

from .hotline import TOKENS
from .published import START, WITH_PAGES, PublishingHotline, make_key, noon, people
from .seeded import SeededNoise

Files = dict[str, bytes]
EDITS = 10_000


def test_a_folder_as_it_was_published_is_believed(published: Files) -> None:
    """And everything that was checked is said, with what no check can show."""
    words = "\n".join(verify(published).words)
    for told in ("signed by SHA256:", "none is missing or added", "8 releases", "2 and 1, each",
                 "four weeks ahead", "No check from outside"):  # fmt: skip
        assert told in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_checked_is_said_in_four_languages(published: Files, lang: str) -> None:
    """Each text in each, with the same places to fill in, in short sentences."""
    said = verify(published, tokens=TOKENS, lang=lang).words
    assert len(said) == len(verify(published).words)
    for texts in TEXTS.values():
        assert set(re.findall(r"\{\w+\}", texts[lang])) == set(re.findall(r"\{\w+\}", texts["en"]))
        for sentence in re.split(r"(?<=[.;:]) ", texts[lang]):
            assert word_count(sentence) <= 12, sentence


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
    """A stranger: in the log's own folders, beside pages and tables, or anywhere else."""
    folders = ("log/", "checkpoints/", "csv/", "json/", "en/", "ar/", "", "new/", ".hidden/")
    number, ending = (
        chance.randrange(1_000_000),
        chance.choice(["json", "csv", "html", "sig", "js"]),
    )
    return {f"{chance.choice(folders)}{number:06}.{ending}": files[name]}


def test_ten_thousand_random_edits_are_all_refused(published: Files) -> None:
    """Bytes changed, put in, taken out, files swapped, added and lost, anywhere in the folder.

    Entries, checkpoints, signatures, keys, tables, pages in four languages, style and words.
    """
    assert {"en/index.html", "style.css", "words.json", "csv/people-1.csv"} <= published.keys()
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
    forged |= {entry_name(index): entry}
    made = {name: content for name, content in forged.items() if is_made(name)}
    return forged | {MANIFEST: manifest_of(checkpoint, made)}


def test_a_log_forged_throughout_is_refused_by_its_signature(published: Files) -> None:
    """Whoever breaks into the web server can compute hashes, not sign."""
    forged = _forged(published, 3, published[entry_name(3)].replace(b"Two", b"Ten"))
    with pytest.raises(Doubt, match="signature"):
        verify(forged)


@pytest.mark.parametrize(
    "name", ["en/index.html", "uk/index.html", "csv/people-1.csv", "style.css"]
)
def test_a_page_that_somebody_else_wrote_is_refused(published: Files, name: str) -> None:
    """By its hash; and with a manifest that fits, by the signature."""
    false = published | {name: published[name].replace(b"5", b"6", 1)}
    with pytest.raises(Doubt, match="not what the hotline put out") as doubt:
        verify(false)
    assert doubt.value.where == name
    made = {each: content for each, content in false.items() if is_made(each)}
    with pytest.raises(Doubt, match=r"manifest\.json: its signature"):
        verify(false | {MANIFEST: manifest_of(published[CHECKPOINT], made)})


@pytest.mark.parametrize("name", ["csv/people-9.csv", "fr/index.html", "index.htm", "en/.htaccess"])
def test_a_file_that_nothing_accounts_for_is_refused(published: Files, name: str) -> None:
    """Wherever it lies."""
    with pytest.raises(Doubt, match="nothing that was signed accounts for it") as doubt:
        verify(published | {name: published["en/index.html"]})
    assert doubt.value.where == name


def test_an_older_manifest_does_not_bring_older_pages_back(tmp_path: Path, key: Path) -> None:
    """It was signed, with the checkpoint before."""
    hotline = PublishingHotline(tmp_path, key, renderers=WITH_PAGES)
    hotline.open(people(), START)
    older = hotline.public.files()
    hotline.publish(START + timedelta(weeks=4))
    beside = {n: c for n, c in older.items() if is_made(n) or n.startswith(MANIFEST)}
    with pytest.raises(Doubt, match=r"manifest\.json: it is another checkpoint's"):
        verify(hotline.public.files() | beside)


def test_pages_are_made_again_from_the_log(published: Files, key: Path) -> None:
    """What the hotline itself signs against its log is told; it may be another version's page."""
    assert "the same, byte by byte" in "".join(verify(published, tokens=TOKENS).words)
    assert "were not made again" in "".join(verify(published).words)
    false = {"en/index.html": published["en/index.html"].replace(b"contacted", b"surrendered")}
    made = {n: c for n, c in published.items() if is_made(n)} | false
    manifest = manifest_of(published[CHECKPOINT], made)
    signed = {MANIFEST: manifest, MANIFEST + SIGNATURE: SshSigner(key).sign(manifest)}
    words = "".join(verify(published | made | signed, tokens=TOKENS).words)
    assert "byte by byte" not in words
    assert "draws them otherwise" in words
    del made[WORDS]
    manifest = manifest_of(published[CHECKPOINT], made)
    signed = {MANIFEST: manifest, MANIFEST + SIGNATURE: SshSigner(key).sign(manifest)}
    without = {n: c for n, c in published.items() if n != WORDS}
    assert "there are none" in "".join(verify(without | made | signed, tokens=TOKENS).words)


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
    assert check_same(verify(one).log, one[checkpoint_name(2)], "theirs") == 2
    for mine, other in ((one, two), (two, one)):
        with pytest.raises(Doubt, match="theirs: it is of another log than the one you are shown"):
            check_same(verify(mine).log, other[CHECKPOINT], "theirs")
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
        (0, "plan", {"measure": "persons", "series": "persons-1"}, "No measure is called persons"),
        (0, "budget", {"epsilon": "2.14"}, "epsilon is not what its rho costs"),
        (0, "budget", {"epsilon_total": "3.12"}, "epsilon is not what its rho costs"),
        (0, "budget", {"epsilon_total": "9.99"}, "epsilon is not what its rho costs"),
        (0, "budget", {"delta": "0.01"}, "its delta is another"),
    ],
)
def test_what_breaks_a_rule_is_refused_though_it_is_signed(
    published: Files, index: int, member: str, value: object, why: str
) -> None:
    """The hotline itself can't publish against its own rules without being told."""
    entries = list(read_log(published).history.entries[:4])
    if isinstance(value, dict):
        value = msgspec.structs.replace(getattr(entries[index], member), **value)
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


@pytest.mark.parametrize("salt", [b"", b"\x05", bytes(31), bytes(33)])
def test_a_commitment_without_a_whole_salt_is_none(hotline: PublishingHotline, salt: bytes) -> None:
    """Its hash could be found by trying small numbers: an auditor is told."""
    hotline.publisher().publish(
        lambda draft: open_series(draft, people(), "0.2", hotline.noise, lambda: salt), noon(START)
    )
    history = hotline.publisher().log().history
    openings = hotline.book.book().openings(history, "people-1", 0)
    with pytest.raises(WrongOpening, match="not what entry 0"):
        audited(history, openings)


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


@pytest.mark.parametrize(
    "name", [CHECKPOINT, SIGNERS, MANIFEST, entry_name(0), checkpoint_name(2), "ru/index.html"]
)
def test_what_is_missing_is_named(published: Files, name: str) -> None:
    """The file, and that it is missing, in words."""
    with pytest.raises(Doubt, match="missing") as doubt:
        verify(_without(published, name))
    assert doubt.value.where == name
