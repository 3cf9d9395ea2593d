"""`aman line`: what it makes, what it refuses, and what it says at four in the morning."""

# ruff: noqa: D103 - a test is named after what it protects

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from aman.cli.line_folder import tell_desk_again
from aman.core.address import AddressKind, FirstWord
from aman.core.keys import KemSeed, Secret, from_base64url, to_base64url
from aman.core.strength import Strength
from aman.desk.keys.lines import LineKey, Lines
from aman.desk.provision import add_line
from aman.lines.registry import line as registered
from cli.command import ENVIRONMENT, Hotline, aman
from driver.ports import free_port
from lines.desk_behind import DeskBehind, desk_behind
from lines.running_line import wait_until
from lines.signal.peer import HOOK, signal_stub

SECRET = "4711:a-secret-that-nobody-may-see"  # noqa: S105 - made up for tests


def keys_of(folder: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / "keys.json").read_text())
    return found


def test_add_gives_line_desk_and_front_what_each_needs_and_no_more(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    done = here.add_null()
    assert (done.returncode, done.stderr) == (0, "")
    assert here.line.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in here.line.iterdir())
    keys = keys_of(here.line)
    assert {len(from_base64url(key)) for key in keys.values()} == {32}
    assert len(set(keys.values())) == 3
    known = Lines(here.var / "desk" / "keys").known()["null"]
    assert known.line_key.reveal() == from_base64url(keys["line_key"])
    assert known.line_pk == KemSeed(from_base64url(keys["seed"])).public_key()
    hashed = to_base64url(sha256(from_base64url(keys["token"])).digest())
    assert here.hashes() == {"null": hashed}
    assert not any(key in done.stdout for key in keys.values())
    at_front = (here.var / "front" / "front.json").read_text()
    assert not any(key in at_front for key in keys.values())
    assert keys["token"] not in (here.var / "desk" / "keys" / "lines" / "null.json").read_text()


@pytest.mark.parametrize(
    ("line", "settings", "kind", "first"),
    [
        ("telegram", {}, AddressKind.OTHER, FirstWord.NEVER),
        ("whatsapp", {}, AddressKind.PHONE, FirstWord.UNSET),
        ("whatsapp", {"template": "x"}, AddressKind.PHONE, FirstWord.TEMPLATE),
        ("signal", {}, AddressKind.PHONE, FirstWord.FREELY),
        ("sms", {}, AddressKind.PHONE, FirstWord.FREELY),
        ("matrix", {}, AddressKind.MATRIX, FirstWord.FREELY),
        ("xmpp", {}, AddressKind.JID, FirstWord.FREELY),
        ("email", {}, AddressKind.MAIL, FirstWord.FREELY),
    ],
)
def test_each_line_says_whether_it_can_write_first(
    line: str, settings: dict[str, object], kind: AddressKind, first: FirstWord
) -> None:
    found = registered(line)
    assert (found.addresses, found.first_word(settings)) == (kind, first)


def test_the_desk_hears_at_each_start_whether_a_line_can_write_first_by_now(
    tmp_path: Path,
) -> None:
    """An administrator has set a template since the line was added."""
    desk, folder = tmp_path / "desk", tmp_path / "lines" / "whatsapp"
    key, seed = LineKey(bytes(32)), KemSeed(bytes(32))
    folder.mkdir(parents=True)
    settings = {"line": "whatsapp", "front": "http://x", "hotline": to_base64url(bytes(32))}
    settings |= {"provider": {"template": "good_day", "template_language": "uk"}}  # type: ignore[dict-item]
    (folder / "line.json").write_text(json.dumps(settings))
    tell_desk_again(desk, folder)  # a desk that does not know it learns of no line
    assert Lines(desk / "keys").known() == {}
    add_line(desk, "whatsapp", Strength.PROVIDER, key, seed.public_key())
    tell_desk_again(desk, folder)
    known = Lines(desk / "keys").known()["whatsapp"]
    assert (known.addresses, known.first) == (AddressKind.PHONE, FirstWord.TEMPLATE)
    assert (known.line_key, known.line_pk) == (key, seed.public_key())


def test_all_that_is_missing_is_told_at_once_and_nothing_is_made(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    before = here.everything()
    done = aman("line", "add", "hooked", "--var", here.var)
    assert done.returncode == 2
    for expected in (
        "--setting mailbox=VALUE",
        "--setting number=VALUE",
        "--secret token=file:PATH (or token=env:VARIABLE)",
        "--listen HOST:PORT",
        "Nothing was made.",
    ):
        assert expected in done.stderr
    assert here.everything() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--secret", f"token={SECRET}"], "--secret token=file:PATH"),
        (["--setting", f"token={SECRET}"], "--secret token=env:VARIABLE"),
        (["--secret", f"password=file:{SECRET}"], "has no secret password; it has: token"),
        (["--secret", "token=file:/no/such"], "token: /no/such can't be read"),
        (["--secret", "token=env:4711"], "expected the name of a variable"),
        (["--setting", f"colour={SECRET}"], "has no setting colour; it has: mailbox, number, pace"),
        (["--setting", "pace:=fast"], "pace: expected a number"),
        (["--setting", "pace"], "expected --setting NAME=VALUE"),
    ],
)
def test_a_mistake_is_told_without_the_value(tmp_path: Path, words: list[str], said: str) -> None:
    here = Hotline.made(tmp_path)
    before = here.everything()
    done = aman("line", "add", "hooked", "--var", here.var, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert here.everything() == before


def test_a_secret_stays_where_it_is(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    token = tmp_path / "token.txt"
    token.write_text(SECRET)
    token.chmod(0o644)
    words = ["--setting", f"mailbox={here.mailbox}", "--setting", "number=+4930000000"]
    listen = ["--listen", "127.0.0.1:8450", "--setting", "pace:=3"]
    done = aman(
        *("line", "add", "hooked", "--var", here.var, *words, *listen),
        *("--secret", f"token=file:{token}"),
    )
    assert done.returncode == 0
    assert f"chmod 600 {token}" in done.stdout
    written = (here.var / "lines" / "hooked" / "line.json").read_text()
    assert json.loads(written)["secrets"] == {"token": {"file": str(token)}}
    assert json.loads(written)["provider"] == {
        "mailbox": str(here.mailbox),
        "number": "+4930000000",
        "pace": 3,
    }
    assert not any(
        SECRET.encode() in path.read_bytes() for path in here.var.rglob("*") if path.is_file()
    )


def test_what_is_missing_is_asked_for_where_somebody_sits(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "aman", "line", "add", "hooked", "--var", str(here.var)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=ENVIRONMENT | {"HOOKED_TOKEN": SECRET},
    ) as process:
        typed = (str(here.mailbox), "+4930000000", "env:HOOKED_TOKEN", "127.0.0.1:8450")
        os.write(ours, "".join(f"{each}\n" for each in typed).encode())
        said, _ = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, said
    assert b"where is token? file:PATH or env:VARIABLE" in said
    assert SECRET.encode() not in said
    assert (here.var / "lines" / "hooked" / "keys.json").exists()


def test_adding_twice_and_adding_before_the_first_start_are_refused(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    here.add_null()
    keys = keys_of(here.line)
    again = here.add_null()
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert keys_of(here.line) == keys
    early = aman("line", "add", "null", "--var", tmp_path / "new", "--setting", "mailbox=x")
    assert early.returncode == 2
    assert "Start the hotline once" in early.stderr
    assert not (tmp_path / "new").exists()


def test_what_was_cut_off_can_be_done_again(tmp_path: Path) -> None:
    """A draft and a desk that was told already are in nobody's way."""
    here = Hotline.made(tmp_path)
    here.add_null()
    here.line.rename(here.line.with_name(".null.new"))
    assert here.add_null().returncode == 0
    assert {path.name for path in here.line.parent.iterdir()} == {"null"}
    known = Lines(here.var / "desk" / "keys").known()["null"]
    assert known.line_key.reveal() == from_base64url(keys_of(here.line)["line_key"])


def test_a_line_or_an_address_that_does_not_exist_makes_nothing(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    before = here.everything()
    unknown = aman("line", "add", "pigeon", "--var", here.var)
    assert unknown.returncode == 2
    assert "There is no line pigeon. There are: " in unknown.stderr
    refused = aman(
        *("line", "add", "hooked", "--var", here.var, "--setting", f"mailbox={here.mailbox}"),
        *("--setting", "number=1", "--secret", "token=env:PATH", "--listen", "nowhere"),
    )
    assert refused.returncode == 2
    assert "--listen: expected HOST:PORT" in refused.stderr
    assert here.everything() == before


def test_for_separate_machines_each_gets_its_own_folder(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    before = here.everything()
    to = tmp_path / "stick"
    done = aman(
        *("line", "add", "null", "--var", here.var, "--setting", f"mailbox={here.mailbox}"),
        *("--bundle", to, "--front", "https://front.example/"),
    )
    assert done.returncode == 0, done.stderr
    assert here.everything() == before
    settings = json.loads((to / "line" / "null" / "line.json").read_text())
    assert settings["front"] == "https://front.example"
    keys = keys_of(to / "line" / "null")
    known = Lines(to / "desk" / "keys").known()["null"]
    assert known.line_key.reveal() == from_base64url(keys["line_key"])
    hashed = to_base64url(sha256(from_base64url(keys["token"])).digest())
    at_front = json.loads((to / "front" / "null.json").read_text())
    assert at_front == {"line_token_hashes": {"null": hashed}}
    again = aman(
        *("line", "add", "null", "--var", here.var, "--setting", f"mailbox={here.mailbox}"),
        *("--bundle", to),
    )
    assert again.returncode == 2
    assert "is not empty" in again.stderr
    assert keys_of(to / "line" / "null") == keys


def test_remove_asks_then_takes_everything_back(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    here.add_null()
    kept = aman("line", "remove", "null", "--var", here.var, answer="n\n")
    assert kept.returncode == 2
    assert str(here.line) in kept.stdout
    assert here.line.exists()
    done = aman("line", "remove", "null", "--var", here.var, "--yes")
    assert done.returncode == 0, done.stderr
    assert not here.line.exists()
    assert here.hashes() == {}
    assert Lines(here.var / "desk" / "keys").known() == {}
    nothing = aman("line", "remove", "null", "--var", here.var, "--yes")
    assert nothing.returncode == 2
    assert "There is no line null" in nothing.stderr


def test_for_another_machine_secrets_are_not_looked_for_here(tmp_path: Path) -> None:
    here, to = Hotline.made(tmp_path), tmp_path / "stick"
    done = aman(
        *("line", "add", "signal", "--var", here.var, "--setting", "number=+4930000000"),
        *("--setting", "service=http://127.0.0.1:8080", "--listen", "127.0.0.1:8450"),
        *("--secret", "hook=file:/etc/aman/hook", "--bundle", to),
        *("--front", "https://front.example"),
    )
    assert done.returncode == 0, done.stderr
    assert "hook: /etc/aman/hook is not here; it must be where the line runs." in done.stdout
    settings = json.loads((to / "line" / "signal" / "line.json").read_text())
    assert settings["secrets"] == {"hook": {"file": "/etc/aman/hook"}}


def test_what_the_connector_refuses_makes_nothing(tmp_path: Path) -> None:
    """It knows best which setting is wrong; its words name it."""
    here, hook = Hotline.made(tmp_path), tmp_path / "hook"
    before = here.everything()

    def add(service: str, secret: str) -> subprocess.CompletedProcess[str]:
        hook.write_text(secret)
        return aman(
            *("line", "add", "signal", "--var", here.var, "--setting", "number=+4930000000"),
            *("--setting", f"service={service}", "--listen", "127.0.0.1:8450"),
            *("--secret", f"hook=file:{hook}"),
        )

    open_road = add("http://signal.example", "h" * 32)
    assert open_road.returncode == 2
    assert "service: texts travel open to it; on another machine it must be https" in (
        open_road.stderr
    )
    short = add("http://127.0.0.1:8080", "4711secret")
    assert short.returncode == 2
    assert "hook: expected 22 letters" in short.stderr
    assert "4711secret" not in short.stderr + short.stdout
    assert here.everything() == before
    assert add("http://127.0.0.1:8080", "h" * 32).returncode == 0


@pytest.mark.enable_socket
def test_signal_is_tried_out_through_its_service(tmp_path: Path) -> None:
    with signal_stub(tmp_path) as stub, desk_behind("signal") as (desk, url):
        here = Hotline.made(tmp_path, url.removeprefix("http://"), desk.hotline)
        hook, port = tmp_path / "hook", free_port()
        hook.write_text(HOOK)
        settings = stub.setup().provider.items()
        added = aman(
            *("line", "add", "signal", "--var", here.var, "--listen", f"127.0.0.1:{port}"),
            *(word for name, value in settings for word in ("--setting", f"{name}={value}")),
            *("--secret", f"hook=file:{hook}"),
        )
        assert added.returncode == 0, added.stderr
        stub.connected(port)
        works = aman("line", "test", "signal", "--var", here.var)
        assert works.returncode == 0, works.stdout + works.stderr
        assert "The line works." in works.stdout
        listed = aman("line", "list", "--var", here.var).stdout
        assert f"the provider calls 127.0.0.1:{port}" in listed
        assert "only our own machine, in passing (endpoint)" in listed
        stub.connected(free_port())  # the service calls where nobody is
        silent = aman("line", "test", "signal", "--var", here.var, "--seconds", "4")
        assert silent.returncode == 1
        assert "Nothing came back within 4 s." in silent.stdout
        stub.go_away()
        away = aman("line", "test", "signal", "--var", here.var)
        assert away.returncode == 1
        assert "The provider did not take it: Signal host away" in away.stdout
        stub.come_back()


@contextmanager
def hotline_with_desk(folder: Path) -> Iterator[tuple[Hotline, DeskBehind]]:
    """A hotline whose front and desk answer, with the null line added."""
    with desk_behind("null") as (desk, url):
        here = Hotline.made(folder, url.removeprefix("http://"), desk.hotline)
        assert here.add_null().returncode == 0
        keys = {name: from_base64url(key) for name, key in keys_of(here.line).items()}
        at_desk = desk.lines["null"]
        at_desk.key, at_desk.token = Secret(keys["line_key"]), Secret(keys["token"])
        at_desk.seed = KemSeed(keys["seed"])
        yield here, desk


@pytest.mark.enable_socket
def test_a_line_that_works_says_so_and_does_not_go_on_running(tmp_path: Path) -> None:
    with hotline_with_desk(tmp_path) as (here, desk):
        done = aman("line", "test", "null", "--var", here.var)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Settings and secrets: in order." in done.stdout
        assert "Front: there, and it knows this line." in done.stdout
        assert "The line works." in done.stdout
        assert desk.forged == 0
        listed = aman("line", "list", "--var", here.var).stdout
        assert "null: does not run" in listed
        assert "every telephone network on the way (network)" in listed
        assert "came back" in listed


@pytest.mark.enable_socket
def test_a_line_that_runs_is_tried_as_it_runs_and_is_not_removed(tmp_path: Path) -> None:
    with (
        hotline_with_desk(tmp_path) as (here, _),
        subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "aman", "line", "run", "--dir", str(here.line)], env=ENVIRONMENT
        ) as running,
    ):
        try:
            wait_until(lambda: "null: runs" in aman("line", "list", "--var", here.var).stdout, "it")
            done = aman("line", "test", "null", "--var", here.var)
            assert done.returncode == 0, done.stdout
            assert "The line runs; waiting for its next heart-beat." in done.stdout
            second = aman("line", "run", "--dir", here.line)
            assert second.returncode == 2
            assert "is in use: the line runs already" in second.stderr
            refused = aman("line", "remove", "null", "--var", here.var, "--yes")
            assert refused.returncode == 2
            assert "Stop it first" in refused.stderr
            assert here.line.exists()
        finally:
            running.terminate()
            running.wait(10)


@pytest.mark.enable_socket
def test_each_failure_says_where_it_is(tmp_path: Path) -> None:
    with hotline_with_desk(tmp_path) as (here, desk):
        (here.mailbox / "away").touch()
        refused = aman("line", "test", "null", "--var", here.var)
        assert refused.returncode == 1
        assert "The provider did not take it: away" in refused.stdout
        (here.mailbox / "away").unlink()

        (here.line / "mark").write_text("9")  # everything is older than this
        silent = aman("line", "test", "null", "--var", here.var, "--seconds", "3")
        assert silent.returncode == 1
        assert "Nothing came back within 3 s." in silent.stdout
        (here.line / "mark").unlink()

        del desk.lines["null"]
        unknown = aman("line", "test", "null", "--var", here.var)
        assert unknown.returncode == 1
        assert "does not know this line" in unknown.stdout

        desk.away = True
        away = aman("line", "test", "null", "--var", here.var)
        assert away.returncode == 1
        assert "can't be reached" in away.stdout
        assert "The line works." in away.stdout  # the provider does its part

        (here.line / "keys.json").unlink()
        wrong = aman("line", "test", "null", "--var", here.var)
        assert wrong.returncode == 1
        assert "Settings or a secret are wrong" in wrong.stdout
        assert "Traceback" not in wrong.stderr
        listed = aman("line", "list", "--var", here.var)
        assert listed.returncode == 0
