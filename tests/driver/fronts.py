"""A front in a folder of its own, as a process or inside the test."""

import json
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from aman.core.exchange import Cursor, Pull, Push
from aman.core.keys import to_base64url

from . import sealed
from .processes import Processes, Running, wait_until

COURIER = b"c" * 32
LINE = b"l" * 32
PAGE = b"""<!doctype html><meta charset="utf-8"><title>.</title><style>p{color:red}</style>
<script type="application/json" id="hotline">{"hotline":"x"}</script>
<script type="module">const a = "<b>";</script><p>Aman</p>
"""
TEAM_PAGE = b"""<!doctype html><meta charset="utf-8"><title>.</title><style>p{color:blue}</style>
<script type="application/json" id="hotline">{"hotline":"x"}</script>
<script>const t = 1;</script><p>Team</p>
"""


def bearer(token: bytes) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {to_base64url(token)}"}


@dataclass
class FrontAtWork:
    """One front: its folder, its process, and what tests say to it over HTTP."""

    folder: Path
    port: int
    processes: Processes
    running: Running | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        """Its only storage."""
        return self.folder / "front.sqlite3"

    def prepare(self, **members: object) -> Path:
        """Write settings and page."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "page.html").write_bytes(PAGE)
        (self.folder / "team.html").write_bytes(TEAM_PAGE)
        settings = {
            "listen": f"127.0.0.1:{self.port}",
            "hotline": to_base64url(sealed.HOTLINE),
            "courier_token_hash": to_base64url(sha256(COURIER).digest()),
            "line_token_hashes": {"form": to_base64url(sha256(LINE).digest())},
            "team_page": "team.html",
            "quota_bytes": 1 << 24,
            "tick_seconds": 1,
            **members,
        }
        path = self.folder / "front.json"
        path.write_text(json.dumps(settings))
        return path

    def start(self, *, kill_at: str | None = None, nth: int = 1, **members: object) -> Running:
        """Start it (again)."""
        path = self.prepare(**members)
        self.running = self.processes.start("aman.front.server", path, kill_at=kill_at, nth=nth)
        running = self.running
        wait_until(
            lambda: "front: listening" in running.steps() or not running.is_alive(), "the front"
        )
        return running

    def ask(
        self, method: str, path: str, content: bytes | None = None, token: bytes | None = None
    ) -> tuple[int, bytes]:
        """One request on a connection of its own: status and body, or 0 when it broke."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, content, bearer(token) if token else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (HTTPException, OSError):
            return 0, b""
        finally:
            connection.close()

    def post(self, envelope: bytes) -> int:
        """Post one envelope: the status, or 0 when the connection broke."""
        return self.ask("POST", "/e", sealed.stamped(envelope))[0]

    def pull(self, cursor: Cursor | None = None, **members: object) -> Pull | None:
        """Visit as the courier does: None when the connection broke or the front could not."""
        push = Push(cursor, sealed.manifest(), **members)  # type: ignore[arg-type]  # as given
        status, content = self.ask("POST", "/x", push.to_bytes(), COURIER)
        return Pull.read(content) if status == 200 else None
