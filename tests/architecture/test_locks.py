"""What is installed is pinned by hash, names no address, and exists for the Pythons people have."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = {"run.lock": 20, "test.lock": 20, "figures.lock": 2}
UV = Path(sys.executable).with_name("uv")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_by_hash_and_without_an_address(lock: str) -> None:
    """A mirror may serve the files; it can't change them."""
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    entries = re.findall(
        r"^[a-z0-9][^\n]*(?:\n {4}--hash=sha256:[0-9a-f]{64}[ \\]*)+", text, re.MULTILINE
    )
    names = re.findall(r"^[a-z0-9]\S*==", text, re.MULTILINE)
    assert len(entries) == len(names) > LOCKS[lock]
    assert "://" not in text
    assert "index" not in text


def test_the_node_lock_has_hashes_and_no_addresses() -> None:
    """The same for what builds and drives the page."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    installed = [entry for path, entry in packages.items() if path]
    assert installed
    assert all("integrity" in entry and "resolved" not in entry for entry in installed)


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_what_runs_has_wheels_for(version: str, tmp_path: Path) -> None:
    """Nobody has to compile anything to start a hotline or to publish its figures.

    On Debian 12, 13 or Ubuntu 24.04.
    """
    found = subprocess.run(  # noqa: S603 - our own resolver
        [
            UV, "pip", "install", "--dry-run", "--quiet", "--no-cache",
            "--target", tmp_path, "--python-version", version,
            "--python-platform", "x86_64-manylinux_2_28", "--only-binary", ":all:",
            "--require-hashes", "-r", ROOT / "requirements" / "run.lock",
            "-r", ROOT / "requirements" / "figures.lock",
        ],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
