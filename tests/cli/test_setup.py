"""What `make setup` says before it installs anything, on a machine where something is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).parents[2] / "scripts" / "check_python.sh"


def check(python: str, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
    """Run the check as make does."""
    return subprocess.run(  # noqa: S603 - our own script
        ["/bin/sh", CHECK],
        env={"PYTHON": python, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def python_that(tmp_path: Path, refuses: str) -> str:
    """Make a Python that fails when its argument holds `refuses`."""
    script = tmp_path / "python"
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *{refuses}*) exit 1;; *--version*) echo "Python 3.9.2";; esac\n'
    )
    script.chmod(0o755)
    return str(script)


def test_a_complete_python_is_let_through_in_silence() -> None:
    """Nothing to say when nothing is missing."""
    found = check(sys.executable)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("refuses", "said"),
    [
        ("ensurepip", "python3-venv is missing. On Debian or Ubuntu: apt install python3-venv"),
        ("version_info", "Python 3.11 or newer is needed; Python 3.9.2 is here."),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, refuses: str, said: str) -> None:
    """Debian ships Python without venv; the error of venv itself sends people searching."""
    found = check(python_that(tmp_path, refuses))
    assert found.returncode == 1
    assert said in found.stderr


def test_no_python_at_all_is_named() -> None:
    """With the packages to install."""
    found = check("python-that-is-not-there")
    assert found.returncode == 1
    assert "apt install python3 python3-venv" in found.stderr
