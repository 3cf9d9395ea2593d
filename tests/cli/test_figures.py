"""`aman figures` as a person calls it, and the documented way to check without it."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import Result
from typer.testing import CliRunner

from aman.cli import main
from aman.figures.epsilon import epsilon_of
from aman.figures.measures import MeasureId
from aman.figures.plan import planned
from aman.figures.released import released
from aman.figures.wording import LANGUAGES
from cli.command import ENVIRONMENT
from cli.command import aman as aman_process
from figures.conftest import fill
from figures.hotline import speaker
from figures.published import START, WITH_PAGES, PublishingHotline, make_key, people
from figures.seeded import SeededNoise

pytestmark = pytest.mark.xdist_group("published")  # what they share is made once, by one worker

DOCS = Path(__file__).parents[2] / "docs" / "figures"
IN_ENGLISH = ("--reason", "en=x", "--only-in", "en")


def aman(*words: object) -> Result:
    """The command within this process: a start of its own takes a second."""
    return CliRunner().invoke(main, [str(each) for each in words])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published with real noise, by the command itself; then looked at by all tests."""
    home = tmp_path_factory.mktemp("figures")
    make_key(home)
    words = (
        *("figures", "open-series", home / "public", "--hotline", "h" * 43),
        *("--start", datetime.now(UTC).date().isoformat(), "--programme", "surrender"),
        *("--book", home / "private" / "book.json", "--key", home / "key"),
    )
    dry = aman(*words, "--dry-run", "--into", home / "look")
    assert dry.exit_code == 0, dry.stderr
    assert "This would be published:" in dry.stdout
    assert "Spent: 0.2 of 0.2 (rho, for one person)." in dry.stdout
    assert re.search(r"people-1 number 0 on \d{4}-\d\d-\d\d", dry.stdout)
    assert re.search(r"arrived-1 number 0 on \d{4}-\d\d-\d\d", dry.stdout)
    assert "Next releases" in (home / "look" / "en" / "index.html").read_text("utf-8")
    assert not (home / "public").exists()
    assert [each.name for each in (home / "private").iterdir()] == ["book.json.lock"]
    opened = aman_process(*words)
    assert opened.returncode == 0, opened.stderr
    assert "epsilon 3.14 at delta 0.000001" in opened.stdout
    assert opened.stdout.splitlines()[1] == dry.stdout.splitlines()[2]
    (home / "events.csv").write_text("day,measure,count\n")
    return home


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> PublishingHotline:
    """Eight weeks of figures, with pages."""
    home = tmp_path_factory.mktemp("eight-weeks")
    hotline = PublishingHotline(home, make_key(home), renderers=WITH_PAGES)
    fill(hotline)
    return hotline


@pytest.fixture(scope="module")
def folder(filled: PublishingHotline) -> Path:
    """What everybody sees of it."""
    return filled.public.path


@pytest.fixture(scope="module")
def key(folder: Path) -> Path:
    """Made by ssh-keygen."""
    return folder.parent / "key"


def common(home: Path) -> tuple[object, ...]:
    """What every verb that publishes needs."""
    return home / "public", "--book", home / "private" / "book.json", "--key", home / "key"


def test_a_dry_run_writes_nothing_and_publishing_says_each_step(home: Path) -> None:
    """First what would be published, then that it was; verified by another process."""
    words = ("publish", *common(home), "--events", home / "events.csv")
    before = {path: path.read_bytes() for path in home.rglob("*.json")}
    dry = aman("figures", *words, "--early-access", "spokesperson=24", "--dry-run")
    assert "This would be published:" in dry.stdout
    assert "24 h earlier for spokesperson" in dry.stdout
    assert before == {path: path.read_bytes() for path in home.rglob("*.json")}
    done = aman("figures", *words, "--early-access", "spokesperson=24", "--mirror", home / "public")
    assert done.exit_code == 0, done.stderr
    assert "checkpoint.json is written." in done.stderr
    assert "uk/index.html is written." in done.stderr
    seen = home / "seen"
    first = aman("figures", "verify", home / "public", "--seen", seen)
    assert "none to compare with" in first.stdout
    assert "ssh-keygen agrees" in first.stdout
    assert "Pages: made again from the log" in first.stdout
    again = aman("figures", "verify", home / "public", "--seen", seen)
    assert "entries that you saw before are all unchanged" in again.stdout
    early = ("preview", *common(home), "--events", home / "events.csv", "--role")
    assert "Nothing is due so soon." in aman("figures", *early, "spokesperson").stdout
    assert "no early access for friend" in aman("figures", *early, "friend").stderr
    assert "spokesperson: 24 hours earlier" in aman("figures", "calendar", home / "public").stdout
    due = aman("figures", "calendar", home / "public", "--due")
    assert (due.exit_code, due.stdout) == (0, "")


def test_a_figure_that_is_withdrawn_is_quoted_by_no_page_any_more(
    tmp_path: Path, key: Path
) -> None:
    """The same command that withdraws it makes the pages anew; they still hold."""
    hotline = PublishingHotline(tmp_path, key, renderers=WITH_PAGES)
    hotline.open(people(), START)
    log = hotline.weeks(START + timedelta(weeks=4), 1)
    newest = released(log.history.series["people-1"])[-1]
    pages = {lang: hotline.public.path / lang / "index.html" for lang in LANGUAGES}
    sentences = {lang: escape(speaker(lang).sentence(newest.total)) for lang in LANGUAGES}
    for lang, page in pages.items():
        assert sentences[lang] in page.read_text("utf-8")
    words = (
        *("correct", hotline.public.path, "--entry", newest.release.index, "--withdraw"),
        *("--book", hotline.book.path, "--key", key, "--reason", "en=Two lists."),
    )
    refused = aman("figures", *words)
    assert refused.exit_code == 2
    assert "say it in ar, ru, uk as well" in refused.stderr
    done = aman("figures", *words, "--only-in", "en")
    assert done.exit_code == 0, done.stderr
    for lang, page in pages.items():
        assert sentences[lang] not in page.read_text("utf-8")
    checked = aman("figures", "verify", hotline.public.path)
    assert checked.exit_code == 0, checked.stderr
    assert "Pages: made again" in checked.stdout


def test_two_readers_compare_what_they_were_shown(tmp_path: Path, key: Path) -> None:
    """Each takes the other's checkpoint.json, which is only read."""
    shown = []
    for name, seed in (("one", 1), ("two", 2)):
        hotline = PublishingHotline(tmp_path / name, key, SeededNoise(seed))
        hotline.open(people(), START)
        hotline.weeks(START + timedelta(weeks=4), 1 if name == "one" else 2)
        shown.append(hotline.public.path)
    one, two = shown
    theirs = tmp_path / "OTHERS.json"
    theirs.write_bytes((two / "checkpoints" / "000002.json").read_bytes())
    same = aman("figures", "verify", two, "--compare", theirs)
    assert same.exit_code == 0, same.stderr
    assert f"you and whoever saw {theirs} share its 2 entries" in same.stdout
    apart = aman("figures", "verify", one, "--compare", theirs)
    assert apart.exit_code == 1
    assert f"{theirs}: It is of another log than the one you are shown." in apart.stderr
    longer = aman("figures", "verify", one, "--compare", two / "checkpoint.json")
    assert longer.exit_code == 1
    assert "more entries than you are shown" in longer.stderr
    assert theirs.read_bytes() == (two / "checkpoints" / "000002.json").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["OTHERS.json", "one", "two"]


def test_an_auditor_computes_every_figure_anew_from_one_file(
    filled: PublishingHotline, tmp_path: Path
) -> None:
    """For its owner only; that it was made stands beside the book; another count is refused."""
    folder, out = filled.public.path, tmp_path / "auditor.json"
    words = ("open-commitment", folder, "--book", filled.book.path)
    whole = aman("figures", *words, "--series", "people-1", "--out", out)
    assert whole.exit_code == 0, whole.stderr
    assert "secret" in whole.stdout
    assert out.stat().st_mode & 0o777 == 0o600
    assert "people-1, 8 releases" in filled.book.path.with_name("book.json.opened").read_text()
    checked = aman("figures", "verify", folder, "--opening", out)
    assert "people-1: computed anew from true counts and noise. Releases: 8" in checked.stdout, (
        checked.stderr
    )
    some = tmp_path / "some.json"
    aman("figures", *words, "--series", "people-1", "--upto", "5", "--out", some)
    checked = aman("figures", "verify", folder, "--opening", some)
    assert "Releases: 6, all agree" in checked.stdout
    one = tmp_path / "one.json"
    aman("figures", *words, "--entry", "3", "--out", one)
    assert "Entry 3: what was" in aman("figures", "verify", folder, "--opening", one).stdout
    russian = aman("figures", "verify", folder, "--opening", one, "--lang", "ru")
    assert "Запись 3: открытое сходится с её хешем." in russian.stdout
    out.write_text(re.sub(r'"count":49', '"count":50', out.read_text(), count=1))
    refused = aman("figures", "verify", folder, "--opening", out)
    assert (refused.exit_code, refused.stdout.count("Releases:")) == (1, 0)
    assert "Do not believe this. log/00" in refused.stderr
    assert "What was opened does not fit the hash that was published." in refused.stderr
    out.write_text("{}")
    refused = aman("figures", "verify", folder, "--opening", out, "--lang", "uk")
    assert "Команда open-commitment пише не таке." in refused.stderr
    for wrong, said in (
        (("--series", "people-1", "--upto", "8"), "has releases 0 to 7"),
        (("--series", "people-2"), "no such series"),
        (("--entry", "1"), "commits to nothing"),
        ((), "--series people-1, or --entry 12"),
    ):
        refused = aman("figures", *words, *wrong, "--out", tmp_path / "no.json")
        assert (refused.exit_code, said in refused.stderr) == (2, True), refused.stderr
    again = aman("figures", *words, "--series", "people-1", "--out", some)
    assert "there already" in again.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("publish", "--events", "events.csv", "--early-access", "spokesperson"), "role and hours"),
        (("publish", "--events", "wrong.csv"), "wrong.csv:3: expected a day"),
        (("publish", "--events", "none.csv"), "can't be read"),
        (("publish", "--events", "events.csv", "--into", "look"), "goes with --dry-run"),
        (("correct", "--entry", "1", "--withdraw", *IN_ENGLISH), "withdraws what is no fig"),
        (("correct", "--entry", "1", "--reason", "because"), "language and the text"),
        (("correct", "--entry", "1", "--reason", "fr=Une faute."), "Languages: ar, en, ru, uk"),
        (("close-series", "arrived-2", *IN_ENGLISH), "series that is not open"),
        (("move-release", "people-1", "0", "tomorrow", *IN_ENGLISH), "2026-12-31"),
        (("open-series", "persons-1", "--start", "2026-12-01"), "No measure is called persons"),
        (("open-series", "--start", "2026-12-01", "--rho", "0.05"), "Name the series"),
    ],
)
def test_refusals_say_what_is_right(home: Path, words: tuple[str, ...], said: str) -> None:
    """And nothing is published."""
    (home / "wrong.csv").write_text("day,measure,count\n2026-09-18,people,4\nyesterday,people,1\n")
    before = (home / "public" / "checkpoint.json").read_bytes()
    place = [str(home / each) if each.endswith(".csv") else each for each in words]
    refused = aman("figures", place[0], *common(home), *place[1:])
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert (home / "public" / "checkpoint.json").read_bytes() == before


def test_a_page_that_nobody_made_stops_publishing(home: Path) -> None:
    """Readers would refuse the folder; it is named."""
    stranger = home / "public" / "en" / "new.html"
    stranger.write_text("We surrender.")
    try:
        refused = aman("figures", "publish", *common(home), "--events", home / "events.csv")
    finally:
        stranger.unlink()
    assert refused.exit_code == 2
    assert "en/new.html is in the folder, and no publishing made it" in refused.stderr


def test_whose_words_the_pages_have_is_asked_once(tmp_path: Path, key: Path) -> None:
    """A folder without pages names no programme; with them it does. What is due is told before."""
    hotline = PublishingHotline(tmp_path, key)
    hotline.open(people(), START)
    (tmp_path / "events.csv").write_text("day,measure,count\n")
    due = aman("figures", "calendar", hotline.public.path, "--due")
    assert due.exit_code == 3
    assert due.stdout.startswith("2026-10-16  people-1, number 0")
    words = ("publish", hotline.public.path, "--book", hotline.book.path, "--key", key)
    events = ("--events", tmp_path / "events.csv")
    asked = aman("figures", *words, *events)
    assert asked.exit_code == 2
    assert "--programme surrender" in asked.stderr
    named = aman("figures", *words, *events, "--programme", "evacuation")
    assert named.exit_code == 0, named.stderr
    assert aman("figures", "calendar", hotline.public.path, "--due").exit_code == 0
    page = hotline.public.path / "uk" / "index.html"
    before = page.read_bytes()
    assert aman("figures", *words, *events).exit_code == 0
    assert page.read_bytes() == before


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_leaves_the_command_as_a_bare_number(
    tmp_path: Path, key: Path, lang: str
) -> None:
    """Seen early, in a dry run and published: its whole sentences, by the programme's words."""
    today = datetime.now(UTC).date()
    hotline = PublishingHotline(tmp_path, key, renderers=WITH_PAGES)
    opened = today - timedelta(days=40)
    for series, ahead in (("people-1", 14), ("applications-1", 13)):
        start = today - timedelta(days=ahead)
        hotline.open(planned(series, start.isoformat(), periods=1), opened)
    hotline.publish(opened)
    (tmp_path / "events.csv").write_text(f"day,measure,count\n{today - timedelta(13)},people,400\n")
    words = (
        *(hotline.public.path, "--book", hotline.book.path, "--key", key),
        *("--events", tmp_path / "events.csv", "--lang", lang),
    )
    dry = aman("figures", "publish", *words, "--dry-run")
    done = aman("figures", "publish", *words)
    early = aman("figures", "preview", *words, "--role", "spokesperson")
    history, says = hotline.publisher().log().history, speaker(lang)
    (figures,) = released(history.series["people-1"])
    for answer in (dry, done):
        assert answer.exit_code == 0, answer.stderr
        assert says.whole(figures.total) in answer.stdout
        assert says.whole(figures.change) in answer.stdout
    assert early.exit_code == 0, early.stderr
    assert "applications-1, number 0" in early.stdout
    wordings = [says.namer.wording(MeasureId(name)) for name in ("people", "applications")]
    for answer, wording in ((dry, wordings[0]), (done, wordings[0]), (early, wordings[1])):
        assert answer.stdout.count(wording.unsaid) == 2
        told = [line for line in answer.stdout.splitlines() if wording.unsaid not in line]
        assert not re.search(r"give or take|total|\b\d{3}\b", "\n".join(told)), told
    wrong = aman("figures", "publish", *words[:-1], "fr")
    assert (wrong.exit_code, "one of ar, en, ru, uk" in wrong.stderr) == (2, True)


def test_days_are_utc_days_for_a_command_in_another_zone(tmp_path: Path, key: Path) -> None:
    """Where it is another day than in UTC, today's figure comes, and tomorrow's does not."""
    now = datetime.now(UTC)
    zone, days = ("Pacific/Kiritimati", 1) if now.hour >= 10 else ("Etc/GMT+12", -1)
    assert now.astimezone(ZoneInfo(zone)).date() == now.date() + timedelta(days=days)
    hotline, opened = PublishingHotline(tmp_path, key, renderers=WITH_PAGES), now - timedelta(40)
    for series, ahead in (("people-1", 14), ("applications-1", 13)):
        start = now.date() - timedelta(days=ahead)
        hotline.open(planned(series, start.isoformat(), periods=1), opened.date())
    (tmp_path / "events.csv").write_text("day,measure,count\n")
    done = subprocess.run(  # noqa: S603 - our own command
        [
            *(
                sys.executable,
                "-m",
                "aman",
                "figures",
                "publish",
                hotline.public.path,
                "--key",
                key,
            ),
            *("--book", hotline.book.path, "--events", tmp_path / "events.csv"),
        ],
        env=ENVIRONMENT | {"TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "people-1, number 0" in done.stdout
    assert "Reason" not in done.stdout.split("people-1 is closed")[0]
    assert "applications-1, number 0" not in done.stdout
    assert len(hotline.noise.drawn) == 2  # type: ignore[attr-defined] # the stub's
    assert hotline.book.book().series[0].noise == list(hotline.noise.drawn[0])  # type: ignore[attr-defined]


def test_a_lost_book_is_not_silently_a_new_one(home: Path) -> None:
    """The newest copy is asked for."""
    public, *_, key = common(home)
    words = ("--events", home / "events.csv", "--book", home / "elsewhere.json", "--key", key)
    refused = aman("figures", "publish", public, *words)
    assert refused.exit_code == 2
    assert "the private book is missing" in refused.stderr


def test_what_is_public_decides_after_folder_and_book_were_restored_together(
    folder: Path, tmp_path: Path
) -> None:
    """Nothing on this machine knows better: --mirror does."""
    home = tmp_path / "restored"
    hotline = PublishingHotline(home, folder.parent / "key", renderers=WITH_PAGES)
    hotline.open(people(), START)
    words = ("--book", hotline.book.path, "--key", hotline.key, "--events", home / "events.csv")
    (home / "events.csv").write_text("day,measure,count\n")
    refused = aman("figures", "publish", home / "public", *words, "--mirror", folder)
    assert refused.exit_code == 2
    assert "Copy them from there" in refused.stderr
    refused = aman("figures", "publish", home / "public", *words, "--mirror", home)
    assert "there is no published folder" in refused.stderr


class Quiet(SimpleHTTPRequestHandler):
    """A web server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing."""


@pytest.mark.parametrize(
    ("lang", "no_folder", "unread"),
    [
        ("ar", "لا يوجد مجلد كهذا", "لا يمكن قراءته"),
        ("en", "there is no such folder", "it can't be read"),
        ("ru", "такой папки нет", "этот файл не прочитать"),
        ("uk", "такої теки немає", "цього файлу не прочитати"),
    ],
)
def test_what_can_t_be_read_is_told_in_the_readers_language(
    folder: Path, lang: str, no_folder: str, unread: str
) -> None:
    """It is not doubted: nothing was seen of it."""
    nowhere = folder / "nowhere"
    refused = aman("figures", "verify", nowhere, "--lang", lang)
    assert (refused.exit_code, refused.stderr) == (2, f"{nowhere}: {no_folder}.\n")
    refused = aman("figures", "verify", folder, "--compare", nowhere, "--lang", lang)
    assert (refused.exit_code, refused.stderr) == (2, f"{nowhere}: {unread}.\n")


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """The folder, served as it is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.enable_socket
def test_an_address_is_checked_like_a_folder(address: str, folder: Path) -> None:
    """Nothing but the folder's own files is asked for; an entry is found by its proof."""
    entry = folder / "log" / "000003.json"
    found = aman("figures", "verify", address, "--entry", entry)
    assert found.exit_code == 0, found.stderr
    assert "The entry is number 3" in found.stdout
    ukrainian = aman("figures", "verify", folder, "--entry", entry, "--lang", "uk")
    assert "Запис: у цьому журналі його номер 3." in ukrainian.stdout
    assert (
        found.stdout.splitlines()[1] == (aman("figures", "verify", folder).stdout.splitlines()[1])
    )
    arabic = aman("figures", "verify", folder, "--lang", "ar")
    assert "الصفحات: صُنعت من جديد" in arabic.stdout
    missing = aman("figures", "verify", address + "/nothing", "--lang", "uk")
    assert "Не вірте цьому. checkpoint.json: Його немає: це не тека" in missing.stderr
    missing = aman("figures", "verify", address + "/nothing")
    assert missing.exit_code == 1
    assert "checkpoint.json: It is missing" in missing.stderr


def blocks(language: str) -> list[str]:
    """The code of docs/figures/verifying.md."""
    text = (DOCS / "verifying.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def by_hand(folder: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    """The documented program, by a Python that has nothing else."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", "-S", "-c", blocks("python")[0], folder, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_documented_check_by_hand_works(folder: Path, tmp_path: Path) -> None:
    """Signature by ssh-keygen, entries by Python alone; a change of either is refused."""
    [command] = blocks("sh")
    signed = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)  # noqa: S602 - the docs' own
    assert signed.returncode == 0, signed.stderr
    shutil.copy(folder / "checkpoints" / "000002.json", tmp_path / "seen.json")
    believed = by_hand(folder, tmp_path / "seen.json")
    assert believed.returncode == 0, believed.stderr
    assert "The 2 entries that you saw before are unchanged." in believed.stdout
    assert believed.stdout.count("give or take") == 8
    assert "All 10 pages and tables are those that were signed." in believed.stdout

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for name in ("log/000003.json", "checkpoint.json", "manifest.json"):
        content = (copy / name).read_bytes()
        (copy / name).write_bytes(content.replace(b"2026", b"2027", 1).replace(b"/", b".", 1))
        signed = subprocess.run(command, shell=True, cwd=copy, capture_output=True, check=False)  # noqa: S602 - the docs' own
        assert by_hand(copy).returncode or signed.returncode
        (copy / name).write_bytes(content)
    page = copy / "ar" / "index.html"
    content = page.read_bytes()
    page.write_bytes(content.replace(b"5", b"6", 1))
    assert "ar/index.html is not what was signed." in by_hand(copy).stderr
    page.write_bytes(content)
    (copy / "csv" / "people-9.csv").write_text("People who surrendered: 10,000")
    assert "csv/people-9.csv: nothing that was signed" in by_hand(copy).stderr
    (copy / "csv" / "people-9.csv").unlink()
    assert by_hand(copy).returncode == 0
    (copy / "log" / "000003.json").unlink()
    assert "other files" in by_hand(copy).stderr
    forked = (tmp_path / "seen.json").read_bytes().replace(b'"root":"', b'"root":"0', 1)
    (tmp_path / "seen.json").write_bytes(forked)
    assert "not the log that you saw" in by_hand(folder, tmp_path / "seen.json").stderr


def test_the_documented_epsilons_are_those_of_opendp() -> None:
    """Epsilon in the docs is what rho costs (a test of figures compares with OpenDP)."""
    text = (DOCS / "privacy.md").read_text("utf-8")
    for rho, words in (
        ("0.2", "rho 0.2 is epsilon {}"),
        ("0.1", "one measure, epsilon {}"),
        ("0.3", "`--total 0.3` is epsilon {}"),
    ):
        assert words.format(epsilon_of(Fraction(rho))) in text
