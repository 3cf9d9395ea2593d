"""Whatever was changed, left out, put in or shown differently is refused, and named."""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from aman.cli.figures_files import Unread
from aman.core.programme import word_count
from aman.desk.publication.ssh_signing import SshSigner
from aman.figures.commitments import Opening, audited
from aman.figures.disclosure import as_number, change
from aman.figures.doubts import OverBudget, Place, Reason, UnknownMeasure, Why
from aman.figures.doubts_told import PLACES, REASONS, because, doubt_told
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
from aman.figures.measures import MeasureId
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_of_disbelief_stands_in_four_languages(lang: str) -> None:
    """Each with all that fills it and nothing else, in whole short sentences."""
    filled = set(get_args(Reason)) - {Why}
    assert REASONS[lang].keys() == {*Why, *filled}
    assert PLACES[lang].keys() == set(Place)
    assert set(Unread) <= TEXTS.keys()
    for why, text in REASONS[lang].items():
        names = set() if isinstance(why, Why) else {each.name for each in fields(why)}
        assert set(re.findall(r"\{(\w+)\}", text)) == names, text
        assert text.endswith("."), text
        for sentence in re.split(r"(?<=[.;:؛]) ", text):
            assert word_count(sentence) <= 12, sentence
    assert len(set(REASONS[lang].values())) == len(REASONS[lang]), "no two reasons read alike"


@pytest.mark.parametrize("lang", ["ar", "ru", "uk"])
def test_no_reason_is_left_in_english(lang: str) -> None:
    """But for names of commands, files and members."""
    for why, text in REASONS[lang].items():
        own = re.sub(r"\{\w+\}|[a-z_-]+\.json|people-1|Ed25519|ssh-keygen|allowed_signers|"
                     r"open-commitment|Aman|rho|Rho", "", text)  # fmt: skip
        assert not re.search("[A-Za-z]", own), text
        assert text != REASONS["en"][why]


def test_a_reason_is_filled_in() -> None:
    """With what was asked and what can be."""
    assert because(OverBudget("0.2", "0.3"), "en").startswith("The budget is 0.2; with this")
    assert because(UnknownMeasure("souls", "people"), "uk") == (
        "Міри з назвою souls немає. Опублікувати можна: people."
    )
    doubt = Doubt("log/000003.json", Why.NOT_ROUNDED)
    assert doubt_told(doubt, "ru") == (
        "log/000003.json: Итог не округлён или не опущен, как должно."
    )


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
    with pytest.raises(Doubt) as doubt:
        verify(forged)
    assert doubt.value.why is Why.NOT_SIGNED


@pytest.mark.parametrize(
    "name", ["en/index.html", "uk/index.html", "csv/people-1.csv", "style.css"]
)
def test_a_page_that_somebody_else_wrote_is_refused(published: Files, name: str) -> None:
    """By its hash; and with a manifest that fits, by the signature."""
    false = published | {name: published[name].replace(b"5", b"6", 1)}
    with pytest.raises(Doubt) as doubt:
        verify(false)
    assert (doubt.value.where, doubt.value.why) == (name, Why.CHANGED)
    made = {each: content for each, content in false.items() if is_made(each)}
    with pytest.raises(Doubt) as doubt:
        verify(false | {MANIFEST: manifest_of(published[CHECKPOINT], made)})
    assert (doubt.value.where, doubt.value.why) == (MANIFEST, Why.NOT_SIGNED)


@pytest.mark.parametrize("name", ["csv/people-9.csv", "fr/index.html", "index.htm", "en/.htaccess"])
def test_a_file_that_nothing_accounts_for_is_refused(published: Files, name: str) -> None:
    """Wherever it lies."""
    with pytest.raises(Doubt) as doubt:
        verify(published | {name: published["en/index.html"]})
    assert (doubt.value.where, doubt.value.why) == (name, Why.STRANGER)


def test_an_older_manifest_does_not_bring_older_pages_back(tmp_path: Path, key: Path) -> None:
    """It was signed, with the checkpoint before."""
    hotline = PublishingHotline(tmp_path, key, renderers=WITH_PAGES)
    hotline.open(people(), START)
    older = hotline.public.files()
    hotline.publish(START + timedelta(weeks=4))
    beside = {n: c for n, c in older.items() if is_made(n) or n.startswith(MANIFEST)}
    with pytest.raises(Doubt) as doubt:
        verify(hotline.public.files() | beside)
    assert (doubt.value.where, doubt.value.why) == (MANIFEST, Why.OTHER_MANIFEST)


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
    with pytest.raises(Doubt) as doubt:
        verify(files, signers=published[SIGNERS])
    assert (doubt.value.where, doubt.value.why) == (SIGNERS, Why.UNTRUSTED_KEY)


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
        with pytest.raises(Doubt) as doubt:
            check_same(verify(mine).log, other[CHECKPOINT], "theirs")
        assert (doubt.value.where, doubt.value.why) == ("theirs", Why.OTHER_LOG)
        for seen_before in (CHECKPOINT, checkpoint_name(2)):
            with pytest.raises(Doubt) as doubt:
                verify(mine, seen=other[seen_before])
            assert doubt.value.why is Why.LOG_NOT_SEEN


def test_a_log_that_was_cut_back_is_refused_by_who_saw_more(tmp_path: Path, key: Path) -> None:
    """An older state, rightly signed, is not what this reader saw."""
    hotline = PublishingHotline(tmp_path, key)
    hotline.open(people(), START)
    older = hotline.public.files()
    hotline.weeks(START + timedelta(weeks=4), 2)
    newer = hotline.public.files()
    assert "2 entries that you saw before" in "".join(verify(newer, seen=older[CHECKPOINT]).words)
    with pytest.raises(Doubt) as doubt:
        verify(older, seen=newer[CHECKPOINT])
    assert doubt.value.why is Why.SEEN_GONE


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
        (3, "total", 103, Why.NOT_ROUNDED),
        (3, "total", 5, Why.NOT_ROUNDED),
        (3, "change", 60, Why.NOT_DIFFERENCE),
        (3, "margin", 2, Why.MARGINS_WRONG),
        (2, "at", "2026-10-15T12:00:00Z", Why.BEFORE_ITS_DAY),
        (3, "at", "2026-10-17T12:00:00Z", Why.LATE_WITHOUT_REASON),
        (3, "period", 2, Why.NOT_NEXT_PERIOD),
        (3, "last", "2026-10-02", Why.OTHER_DAYS),
        (3, "measure", "arrived", Why.OTHER_MEASURE),
        (3, "count", "0" * 63, Why.COUNT_NOT_COMMITTED),
        (3, "series", "people-2", Why.SERIES_NOT_OPEN),
        (
            0,
            "plan",
            {"measure": "persons", "series": "persons-1"},
            UnknownMeasure("persons", ", ".join(MeasureId)),
        ),
        (0, "budget", {"epsilon": "2.14"}, Why.EPSILON_WRONG),
        (0, "budget", {"epsilon_total": "3.12"}, Why.EPSILON_WRONG),
        (0, "budget", {"epsilon_total": "9.99"}, Why.EPSILON_WRONG),
        (0, "budget", {"delta": "0.01"}, Why.OTHER_DELTA),
    ],
)
def test_what_breaks_a_rule_is_refused_though_it_is_signed(
    published: Files, index: int, member: str, value: object, why: Reason
) -> None:
    """The hotline itself can't publish against its own rules without being told."""
    entries = list(read_log(published).history.entries[:4])
    if isinstance(value, dict):
        value = msgspec.structs.replace(getattr(entries[index], member), **value)
    wrong = msgspec.structs.replace(entries[index], **{member: value})
    with pytest.raises(BrokenRule) as broken:
        history_of([*entries[:index], read_entry(written(wrong))])
    assert broken.value.why == why


def test_an_entry_that_somebody_quotes_is_found_by_its_proof(published: Files) -> None:
    """Or it is not in the log."""
    log = verify(published).log
    assert "number 3" in find_entry(log, published[entry_name(3)])
    assert "её номер 3." in find_entry(log, published[entry_name(3)], "ru")
    with pytest.raises(Doubt) as doubt:
        find_entry(log, published[entry_name(3)] + b" ")
    assert (doubt.value.where, doubt.value.why) == (Place.ENTRY, Why.NOT_IN_LOG)
    assert doubt_told(doubt.value, "uk") == "запис: У цьому журналі його немає."


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
    said = {lang: audited(history, openings, lang) for lang in LANGUAGES}
    assert any("computed anew" in each and "Releases: 5" in each for each in said["en"])
    assert len({said[lang] for lang in LANGUAGES}) == len(LANGUAGES)
    assert all("5" in lines[-1] and "people-1" in lines[-1] for lines in said.values())
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
        with pytest.raises(Doubt) as doubt:
            audited(history, [wrong])
        assert doubt.value.where == entry_name(wrong.entry)
        assert doubt.value.why is Why.OPENED_OTHERWISE


@pytest.mark.parametrize("salt", [b"", b"\x05", bytes(31), bytes(33)])
def test_a_commitment_without_a_whole_salt_is_none(hotline: PublishingHotline, salt: bytes) -> None:
    """Its hash could be found by trying small numbers: an auditor is told."""
    hotline.publisher().publish(
        lambda draft: open_series(draft, people(), "0.2", hotline.noise, lambda: salt), noon(START)
    )
    history = hotline.publisher().log().history
    openings = hotline.book.book().openings(history, "people-1", 0)
    with pytest.raises(Doubt) as doubt:
        audited(history, openings)
    assert doubt.value.why is Why.OPENED_OTHERWISE


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
    """The file, and that it is missing."""
    with pytest.raises(Doubt) as doubt:
        verify(_without(published, name))
    missing = Why.NO_FOLDER if name == CHECKPOINT else Why.MISSING
    assert (doubt.value.where, doubt.value.why) == (name, missing)
