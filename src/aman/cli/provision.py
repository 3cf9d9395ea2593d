"""Give every zone its folder, its settings and its tokens; leave alone what is there.

The one place that knows all zones: they never import each other.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from aman.admin import ceremony
from aman.core.keys import from_base64url, to_base64url
from aman.core.programme import Programme
from aman.desk import provision as desk
from aman.front.page import splice

FRONT_NAME = "one"
QUOTA_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Addresses:
    """HOST:PORT of what listens."""

    front: str
    desk: str
    form: str

    def desk_socket(self) -> str:
        """Where the desk listens: names under .localhost are this machine (RFC 6761)."""
        host, _, port = self.desk.rpartition(":")
        return f"127.0.0.1:{port}" if host.endswith("localhost") else self.desk


@dataclass(frozen=True, slots=True)
class Provisioned:
    """What `aman up` tells the person who started it."""

    page_sha256: str
    link: str | None
    root_is_new: bool


def provision(
    var: Path, programme: Programme, programme_file: Path, addresses: Addresses, now: int
) -> Provisioned:
    """Prepare `var/` so that each zone starts from its own folder."""
    for zone in ("admin", "desk", "front", "courier", "form"):
        (var / zone).mkdir(mode=0o700, parents=True, exist_ok=True)
    root_is_new = not any((var / "admin").iterdir())
    hotline = ceremony.hold(var / "admin") if root_is_new else ceremony.read(var / "admin")
    desk.prepare(
        var / "desk",
        hotline=hotline,
        programme=programme_file.resolve(),
        listen=addresses.desk_socket(),
        fronts=(FRONT_NAME,),
        certify=lambda online, start, end: ceremony.certify(var / "admin", online, start, end),
        now=now,
    )
    token = _courier_token(var / "courier" / "courier.json", addresses)
    id_text = to_base64url(hotline.hotline_id)
    page = splice(
        files("aman.front").joinpath("page.html").read_bytes(),
        {
            "hotline": id_text,
            "programme": programme.public(),
            "form": f"http://{addresses.form}/n",
        },
    )
    _write(var / "front" / "page.html", page)
    _write_json(
        var / "front" / "front.json",
        {
            "listen": addresses.front,
            "hotline": id_text,
            "courier_token_hash": to_base64url(hashlib.sha256(token).digest()),
            "line_token_hashes": {},
            "quota_bytes": QUOTA_BYTES,
            "page": "page.html",
            "database": "front.sqlite3",
        },
    )
    _write_json(
        var / "form" / "form.json",
        {
            "listen": addresses.form,
            "front": f"http://{addresses.front}",
            "hotline": id_text,
            "programme": str(programme_file.resolve()),
        },
    )
    link = desk.first_link(var / "desk", ceremony.recovery_seed(var / "admin"))
    return Provisioned(hashlib.sha256(page).hexdigest(), link, root_is_new)


def _courier_token(path: Path, addresses: Addresses) -> bytes:
    """Keep the token of an earlier start: a front may be running with it elsewhere."""
    token = secrets.token_bytes(32)
    if path.is_file():
        token = from_base64url(json.loads(path.read_text())["fronts"][0]["token"])
    front = {"name": FRONT_NAME, "url": f"http://{addresses.front}", "token": to_base64url(token)}
    _write_json(path, {"fronts": [front], "desk_socket": "../desk/courier.sock"})
    return token


def _write_json(path: Path, content: Mapping[str, object]) -> None:
    _write(path, json.dumps(content, indent=2, ensure_ascii=False).encode() + b"\n")


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all, readable by its owner only."""
    new = path.with_name(path.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
