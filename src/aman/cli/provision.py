"""Give every zone its folder, its settings and its tokens; leave alone what is there.

The one place that knows all zones: they never import each other.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from aman.admin import ceremony
from aman.cli.files import write_file, write_json
from aman.cli.line_folder import (
    FRONT_FILE,
    HASHES,
    Place,
    folders,
    line_of,
    place_again,
    tell_desk_again,
)
from aman.cli.line_request import Refused
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
    lines: tuple[Path, ...]
    lines_refused: tuple[str, ...]
    """What keeps a line from starting, in words; it keeps nothing else."""


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
    write_file(var / "front" / "page.html", page)
    hashes, refused = _lines(var, Place(f"http://{addresses.front}", id_text))
    write_json(
        var / "front" / "front.json",
        {
            "listen": addresses.front,
            "hotline": id_text,
            "courier_token_hash": to_base64url(hashlib.sha256(token).digest()),
            HASHES: {**_known_hashes(var / FRONT_FILE), **hashes},
            "quota_bytes": QUOTA_BYTES,
            "page": "page.html",
            "database": "front.sqlite3",
        },
    )
    write_json(
        var / "form" / "form.json",
        {
            "listen": addresses.form,
            "front": f"http://{addresses.front}",
            "hotline": id_text,
            "programme": str(programme_file.resolve()),
        },
    )
    link = desk.first_link(var / "desk", ceremony.recovery_seed(var / "admin"))
    digest = hashlib.sha256(page).hexdigest()
    running = tuple(folder for folder in folders(var) if folder.name in hashes)
    return Provisioned(digest, link, root_is_new, running, refused)


def _lines(var: Path, place: Place) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the front knows the lines by that can start, and what keeps others."""
    hashes: dict[str, str] = {}
    refused = []
    for folder in folders(var):
        try:
            line_of(folder)
            hashes[folder.name] = place_again(folder, place)
            tell_desk_again(var / "desk", folder)
        except Refused as reason:
            refused.append(f"{folder.name}: {reason}")
    return hashes, tuple(refused)


def _known_hashes(path: Path) -> dict[str, str]:
    """Lines on other machines were told to this front by hand: `aman line add --bundle`."""
    if not path.is_file():
        return {}
    found: dict[str, str] = json.loads(path.read_text()).get(HASHES, {})
    return found


def _courier_token(path: Path, addresses: Addresses) -> bytes:
    """Keep the token of an earlier start: a front may be running with it elsewhere."""
    token = secrets.token_bytes(32)
    if path.is_file():
        token = from_base64url(json.loads(path.read_text())["fronts"][0]["token"])
    front = {"name": FRONT_NAME, "url": f"http://{addresses.front}", "token": to_base64url(token)}
    write_json(path, {"fronts": [front], "desk_socket": "../desk/courier.sock"})
    return token
