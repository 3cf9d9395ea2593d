"""Copies of the roads to make a mistake in: their answers come from a process without compiling."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class Mistake(NamedTuple):
    """A line of a file, and what is wrong in its place."""

    file: str
    right: str
    wrong: str

    def make(self, package: Path) -> None:
        """In a copy; the line has to be there, once."""
        target = package / "aman" / "roads" / self.file
        source = target.read_text("utf-8")
        assert source.count(self.right) == 1
        target.write_text(source.replace(self.right, self.wrong), "utf-8")


def answer_of(package: Path, ask: str, *words: str) -> float:
    """The figure that a program prints which uses the copy."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    environment["PYTHONPATH"] = f"{package}:{ROOT / 'tests'}"
    found = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", ask, *words],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(found.stdout)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the roads to spoil."""
    keep = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "aman" / "roads", tmp_path / "aman" / "roads", ignore=keep)
    shutil.copy(ROOT / "src" / "aman" / "__init__.py", tmp_path / "aman")
    return tmp_path
