"""The `aman` command as a process of its own, with the null lines that only tests have."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from aman.core.keys import to_base64url

_HERE = Path(__file__).parent
ENVIRONMENT = os.environ | {
    "PYTHONPATH": os.pathsep.join((str(_HERE / "null_line"), str(_HERE.parents[1] / "src"))),
    "AMAN_NULL_LINES": "tests",
    "COLUMNS": "160",
    "LC_ALL": "C.UTF-8",
}


def aman(*words: object, answer: str = "") -> subprocess.CompletedProcess[str]:
    """Run it to its end; `answer` is typed when it asks."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "aman", *map(str, words)],
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
        timeout=300,  # what numba compiles anew takes minutes on a busy machine
    )


@dataclass(frozen=True)
class Hotline:
    """The folder of a hotline as far as a line needs it, and the null provider's mailbox."""

    var: Path
    mailbox: Path

    @classmethod
    def made(
        cls, folder: Path, front: str = "127.0.0.1:1", hotline: bytes = bytes(32)
    ) -> "Hotline":
        """Make it without starting anything."""
        here = cls(folder / "var", folder / "mailbox")
        for each in ("in", "out", "blocked"):
            (here.mailbox / each).mkdir(parents=True)
        for zone in ("front", "desk"):
            (here.var / zone).mkdir(mode=0o700, parents=True)
        settings = {"listen": front, "hotline": to_base64url(hotline), "line_token_hashes": {}}
        (here.var / "front" / "front.json").write_text(json.dumps(settings))
        return here

    def add_null(self) -> subprocess.CompletedProcess[str]:
        """Add the null line."""
        return aman(
            "line", "add", "null", "--var", self.var, "--setting", f"mailbox={self.mailbox}"
        )

    @property
    def line(self) -> Path:
        """Its folder."""
        return self.var / "lines" / "null"

    def hashes(self) -> dict[str, str]:
        """The tokens that the front knows."""
        found: dict[str, str] = json.loads((self.var / "front" / "front.json").read_text())[
            "line_token_hashes"
        ]
        return found

    def everything(self) -> set[str]:
        """Every file, to see that nothing was made."""
        return {str(path.relative_to(self.var)) for path in self.var.rglob("*")}
