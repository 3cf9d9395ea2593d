"""The process that looks at attachments can reach neither the network nor the desk's files."""

# ruff: noqa: D103 - a test is named after what it protects

import subprocess
import sys
from pathlib import Path

import pytest

from aman.desk.attachments import confinement

_FOLDER = str(Path(confinement.__file__).parent)


def _after_confining(does: str, readable: str = "()", *, landlock: bool = True) -> str:
    """What a confined program says of an attempt; "done" when it succeeded."""
    program = (
        "import sys, os, socket, subprocess, ctypes\n"
        f"sys.path.insert(0, {_FOLDER!r})\n"
        f"import confinement\nconfinement._CREATE_RULESET += {0 if landlock else 9000}\n"
        f"confinement.confine({readable})\n"
        f"try:\n    {does}\n    print('done')\n"
        "except BaseException as refused:\n    print(type(refused).__name__)\n"
    )
    command = [sys.executable, "-I", "-c", program]
    found = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return found.stdout.strip() or f"ended with {found.returncode}: {found.stderr[-300:]}"


def test_it_computes() -> None:
    assert _after_confining("sum(range(10))") == "done"


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
        "socket.socketpair()",
        "open('/etc/passwd')",
        "open('/tmp/written-by-confined', 'w')",
        "os.mkdir('/tmp/made-by-confined')",
        "os.listdir('/')",
        "bytearray(3 << 30)",
        "os.kill(os.getppid(), 0)",
        "os.execv(sys.executable, [sys.executable])",
    ],
)
def test_it_can_do_nothing_else(attempt: str) -> None:
    assert _after_confining(attempt) in {"PermissionError", "MemoryError"}


@pytest.mark.parametrize(
    "attempt",
    [
        "os.unlink('/tmp/nothing-of-this-name')",
        "os.rename('/tmp/nothing-of-this-name', '/tmp/nothing')",
        "os.truncate('/tmp/nothing-of-this-name', 0)",
        "os.chmod('/tmp/nothing-of-this-name', 0o600)",
        "open('/tmp/nothing-of-this-name')",
    ],
)
def test_it_reaches_no_file_where_the_kernel_has_no_landlock(attempt: str) -> None:
    """Also not one that isn't there: the call itself is refused."""
    assert _after_confining(attempt, landlock=False) == "PermissionError"


def test_who_needs_files_is_refused_where_the_kernel_has_no_landlock() -> None:
    """Without it a hostile sound could read the desk's keys."""
    assert "Unconfined" in _after_confining("pass", "['/usr']", landlock=False)


def test_what_it_becomes_is_confined_too() -> None:
    inherited = (
        "os.execv(sys.executable, [sys.executable, '-I', '-c', "
        "'import socket\\ntry:\\n socket.socket()\\nexcept PermissionError as it: "
        "print(type(it).__name__)'])"
    )
    assert _after_confining(inherited, "['/']") == "PermissionError"
