"""`aman line add` with each line that there is, in each of its ways."""

# ruff: noqa: D103 - a test is named after what it protects

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from aman.lines.registry import LINES, Line
from cli.command import ENVIRONMENT, Hotline, aman

_EACH = """
import json, sys
from typer.testing import CliRunner
from aman.cli.line import line

told = []
for words in json.load(sys.stdin):
    done = CliRunner().invoke(line, words)
    told.append([done.exit_code, done.output])
json.dump(told, sys.stdout)
"""
_SECRETS = {
    "hook": "h" * 32,
    "webhook_secret": "w" * 40,
    "bot_token": "42:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0",
}
_SEND = {"url": "https://gateway.example/send", "fields": {"to": "{to}", "text": "{text}"}}
_SMTP = "smtp:=" + json.dumps({"host": "localhost", "port": 465, "user": "hotline"})


@dataclass(frozen=True)
class Way:
    """What one way of a line needs, no more."""

    line: str
    settings: tuple[str, ...]
    secrets: tuple[str, ...]
    listens: bool = False

    def __str__(self) -> str:
        return f"{self.line}-{'listens' if self.listens else 'asks'}"


WAYS = [
    Way("signal", ("number=+4930000001", "service=http://127.0.0.1:8080"), ("hook",), listens=True),
    Way("matrix", ("address=@we:example.org", "server=https://example.org"), ("token",)),
    Way("xmpp", ("address=we@example.org",), ("password",)),
    Way(
        "telegram",
        ("mode=webhook", "pulse_chat:=-1001", "url=https://hooks.example/t"),
        ("bot_token", "webhook_secret"),
        listens=True,
    ),
    Way("telegram", ("mode=polling", "pulse_chat:=-1001"), ("bot_token",)),
    Way(
        "whatsapp",
        ("phone_number_id=106540352242922", "pulse_number=4915550000000"),
        ("access_token", "app_secret", "verify_token"),
        listens=True,
    ),
    Way("email", ("address=we@ours.example", "way=smtp", _SMTP), ("password",), listens=True),
    Way(
        "email",
        ("address=we@ours.example", "way=imap", _SMTP, _SMTP.replace("smtp", "imap", 1)),
        ("password",),
    ),
    Way(
        "sms",
        (
            "way=http",
            "number=+4930000001",
            "http:=" + json.dumps({"send": _SEND, "call": {"header": "X-Signature"}}),
        ),
        ("password", "hook"),
        listens=True,
    ),
    Way(
        "sms",
        (
            "way=smpp",
            "number=+4930000001",
            "smpp:=" + json.dumps({"host": "smsc.example", "port": 2776, "system_id": "we"}),
        ),
        ("password",),
    ),
]


def parts_of(way: Way, folder: Path) -> dict[str, list[str]]:
    """Everything that is given, by how its absence is told."""
    found = {}
    for setting in way.settings:
        name = setting.partition("=")[0].removesuffix(":")
        found[name] = ["--setting", setting]
    for secret in way.secrets:
        path = folder / secret
        path.write_text(_SECRETS.get(secret, "a-secret"))
        path.chmod(0o600)
        found[f"--secret {secret}=file:PATH"] = ["--secret", f"{secret}=file:{path}"]
    if way.listens:
        found["--listen HOST:PORT"] = ["--listen", "127.0.0.1:8450"]
    return found


def test_every_line_is_here() -> None:
    assert {way.line for way in WAYS} == {line.name for line in LINES}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_line_with_all_that_it_wants_is_added(tmp_path: Path, way: Way) -> None:
    here = Hotline.made(tmp_path)
    words = [word for part in parts_of(way, tmp_path).values() for word in part]
    done = aman("line", "add", way.line, "--var", here.var, *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Before it starts" not in done.stdout
    assert set(here.hashes()) == {way.line}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_is_left_out_is_named_and_nothing_is_made(tmp_path: Path, way: Way) -> None:
    here = Hotline.made(tmp_path)
    before = here.everything()
    parts = parts_of(way, tmp_path)
    tries = [
        ["add", way.line, "--var", str(here.var)]
        + [word for other, part in parts.items() if other != left_out for word in part]
        for left_out in parts
    ]
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", _EACH],
        input=json.dumps(tries),
        capture_output=True,
        text=True,
        check=True,
        env=ENVIRONMENT,
        timeout=120,
    )
    for left_out, (code, said) in zip(parts, json.loads(done.stdout), strict=True):
        assert (code, left_out, left_out in said) == (2, left_out, True), said
        assert "Nothing was made." in said
        assert "a-secret" not in said
    assert here.everything() == before


def test_what_a_way_needs_beside_the_rest_is_listed(tmp_path: Path) -> None:
    done = aman("line", "add", "sms", "--var", Hotline.made(tmp_path).var)
    needs, _, takes = done.stderr.partition("It also takes")
    for expected in ("--setting way=", "--setting number=", "--secret password="):
        assert expected in needs
    for expected in ("--setting smpp=", "--setting http=", "--secret hook=", "--listen HOST:PORT"):
        assert expected in takes


def test_an_address_that_a_way_does_not_listen_at_is_refused(tmp_path: Path) -> None:
    here = Hotline.made(tmp_path)
    (way,) = [each for each in WAYS if str(each) == "telegram-asks"]
    words = [word for part in parts_of(way, tmp_path).values() for word in part]
    done = aman("line", "add", "telegram", "--var", here.var, *words, "--listen", "127.0.0.1:8450")
    assert done.returncode == 2
    assert "takes no calls with these settings; leave --listen out" in done.stderr


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_all_that_a_line_takes_stands_in_the_manual(line: Line) -> None:
    """In the line's own section, by its name, as `aman line add` asks for it."""
    manual = Path(__file__).parents[2].joinpath("docs", "operations.md").read_text("utf-8")
    section = re.search(
        rf"^### {line.name}$.*?(?=^##|\Z)", manual, re.IGNORECASE | re.MULTILINE | re.DOTALL
    )
    assert section is not None
    table = "\n".join(row for row in section[0].splitlines() if row.startswith("| "))
    for name in (*line.wants, *line.may):
        assert re.search(rf"^\| (`\w+`, )*`{name}`", table, re.MULTILINE), name
    for name in (*line.secrets, *line.may_secrets):
        assert f"| secret `{name}` |" in table, name
    assert ("| `--listen` |" in table) == (line.webhook or line.may_listen)
