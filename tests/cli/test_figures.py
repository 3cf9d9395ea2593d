"""`aman figures` as a person calls it, and the documented way to check without it."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from aman.cli import main
from aman.desk.publication.opendp_noise import OpenDPNoise
from cli.command import aman as aman_process
from figures.conftest import fill
from figures.published import START, PublishingHotline, make_key, people

pytestmark = pytest.mark.xdist_group("published")  # what they share is made once, by one worker

DOCS = Path(__file__).parents[2] / "docs" / "figures"


def aman(*words: object) -> Result:
    """The command within this process: a start of its own takes a second."""
    return CliRunner().invoke(main, [str(each) for each in words])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published with real noise, by the command itself; then looked at by all tests."""
    home = tmp_path_factory.mktemp("figures")
    make_key(home)
    opened = aman_process(
        *("figures", "open-series", home / "public", "people-1", "--hotline", "h" * 43),
        *("--start", datetime.now(UTC).date().isoformat(), "--definition", "People who wrote."),
        *("--book", home / "private" / "book.json", "--key", home / "key"),
    )
    assert opened.returncode == 0, opened.stderr
    assert "epsilon 3.14 at delta 0.000001" in opened.stdout
    (home / "events.csv").write_text("day,measure,count\n")
    return home


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight weeks of figures."""
    home = tmp_path_factory.mktemp("eight-weeks")
    fill(PublishingHotline(home, make_key(home)))
    return home / "public"


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
    seen = home / "seen"
    first = aman("figures", "verify", home / "public", "--seen", seen)
    assert "none to compare with" in first.stdout
    assert "ssh-keygen agrees" in first.stdout
    again = aman("figures", "verify", home / "public", "--seen", seen)
    assert "entries that you saw before are all unchanged" in again.stdout
    early = ("preview", *common(home), "--events", home / "events.csv", "--role")
    assert "Nothing is due so soon." in aman("figures", *early, "spokesperson").stdout
    assert "no early access for friend" in aman("figures", *early, "friend").stderr
    assert "spokesperson: 24 hours earlier" in aman("figures", "calendar", home / "public").stdout


def test_what_an_auditor_gets_is_what_was_committed_to(home: Path) -> None:
    """And no traceback, no count in an error."""
    opening = home / "0.json"
    printed = aman("figures", "open-commitment", *common(home)[:3], "--entry", "0")
    opening.write_text(printed.stdout)
    assert "secret" in printed.stderr
    checked = aman("figures", "verify", home / "public", "--opening", opening)
    assert "people-1: 0 releases computed anew" in checked.stdout
    opening.write_text(printed.stdout.replace('"salt":"', '"salt":"0'))
    refused = aman("figures", "verify", home / "public", "--opening", opening)
    assert (refused.exit_code, refused.stdout.count("computed anew")) == (1, 0)
    assert "Do not believe this" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("publish", "--events", "events.csv", "--early-access", "spokesperson"), "role and hours"),
        (("publish", "--events", "wrong.csv"), "wrong.csv:3: expected a day"),
        (("publish", "--events", "none.csv"), "can't be read"),
        (("correct", "--entry", "1", "--withdraw", "--reason", "en=x"), "withdraws what is no fig"),
        (("correct", "--entry", "1", "--reason", "because"), "language and the text"),
        (("close-series", "arrived-1", "--reason", "en=x"), "series that is not open"),
        (("move-release", "people-1", "0", "tomorrow", "--reason", "en=x"), "2026-12-31"),
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
    hotline = PublishingHotline(home, folder.parent / "key")
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
    assert (
        found.stdout.splitlines()[1] == (aman("figures", "verify", folder).stdout.splitlines()[1])
    )
    missing = aman("figures", "verify", address + "/nothing")
    assert missing.exit_code == 1
    assert "checkpoint.json: it is missing" in missing.stderr


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

    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for name in ("log/000003.json", "checkpoint.json"):
        content = (copy / name).read_bytes()
        (copy / name).write_bytes(content.replace(b"2026", b"2027", 1))
        signed = subprocess.run(command, shell=True, cwd=copy, capture_output=True, check=False)  # noqa: S602 - the docs' own
        assert by_hand(copy).returncode or signed.returncode
        (copy / name).write_bytes(content)
    (copy / "log" / "000003.json").unlink()
    assert "other files" in by_hand(copy).stderr
    forked = (tmp_path / "seen.json").read_bytes().replace(b'"root":"', b'"root":"0', 1)
    (tmp_path / "seen.json").write_bytes(forked)
    assert "not the log that you saw" in by_hand(folder, tmp_path / "seen.json").stderr


def test_the_documented_epsilons_are_those_of_opendp() -> None:
    """Epsilon in the docs is what OpenDP says of the documented totals."""
    text = (DOCS / "privacy.md").read_text("utf-8")
    noise = OpenDPNoise()
    for rho, words in (
        ("0.2", "rho 0.2 is epsilon {}"),
        ("0.1", "one measure, epsilon {}"),
        ("0.3", "`--total 0.3` is epsilon {}"),
    ):
        assert words.format(noise.epsilon(Fraction(rho))) in text
