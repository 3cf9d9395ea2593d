"""A line's folder, and what desk and front are told of it: made by `add`, gone after `remove`.

Promises: the folder appears whole and last, so that what was cut off can be done again; a line's
keys go to nobody but desk and line, its token's hash alone to the front. Settings that the
connector refuses make nothing.
"""

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Any

import msgspec

from aman.cli.files import write_file, write_json
from aman.cli.line_request import A_LISTENER, Refused, Request, a_secret, still_needs
from aman.core.keys import KemSeed, Secret, from_base64url, to_base64url
from aman.core.strength import Strength
from aman.lines.connector import Connection, Given
from aman.lines.notices import read_notices
from aman.lines.presence import runs
from aman.lines.registry import LINES, Line
from aman.lines.settings import (
    KEYS_FILE,
    SETTINGS_FILE,
    LineKeys,
    WrongLineSettings,
    read_keys,
    read_settings,
)

FRONT_FILE = Path("front", "front.json")
HASHES = "line_token_hashes"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line's envelopes go: the front's address, and the hotline that they are for."""

    front: str
    hotline: str


def place_of(var: Path) -> Place:
    """The hotline of this folder; `Refused` before its first start."""
    path = var / FRONT_FILE
    try:
        settings = json.loads(path.read_bytes())
        return Place(f"http://{settings['listen']}", settings["hotline"])
    except (OSError, ValueError, KeyError):
        reason = (
            f"{path} is not there. Start the hotline once (aman up --var {var}), "
            "or give --front URL, --hotline ID and --bundle FOLDER."
        )
        raise Refused(reason) from None


def draw_keys() -> LineKeys:
    """New keys for a line."""
    return LineKeys(*(to_base64url(token_bytes(32)) for _ in range(3)))


def folder_of(var: Path, name: str) -> Path:
    """Where a line of this hotline has its files."""
    return var / "lines" / name


def add(var: Path, request: Request, place: Place) -> None:
    """Make the line known to this hotline's front and desk, then give it its folder."""
    folder, name = folder_of(var, request.line.name), request.line.name
    refuse_second(folder)
    keys = draw_keys()
    draft = folder.with_name(f".{name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        _write_folder(draft, request, place, keys)
        _tell_desk(var / "desk", request, keys)
        _tell_front(var / FRONT_FILE, name, token_hash(keys))
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        with suppress(OSError):
            draft.parent.rmdir()  # unless other lines are in it
        raise


def bundle(folder: Path, request: Request, place: Place) -> None:
    """Write what goes to three machines into three folders; nothing here is changed."""
    if folder.exists() and any(folder.iterdir()):
        reason = f"{folder} is not empty. Give an empty folder: it holds keys of one line."
        raise Refused(reason)
    name, keys = request.line.name, draw_keys()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    try:
        _write_folder(folder / "line" / name, request, place, keys)
        (folder / "desk").mkdir(mode=0o700)
        _tell_desk(folder / "desk", request, keys)
        (folder / "front").mkdir(mode=0o700)
        write_json(folder / "front" / f"{name}.json", {HASHES: {name: token_hash(keys)}})
    except BaseException:
        shutil.rmtree(folder)
        raise


def refuse_second(folder: Path) -> None:
    """Adding twice would make keys that the other side does not know."""
    if folder.exists():
        reason = (
            f"{folder} is there already. Look with `aman line list`; "
            f"to begin again: aman line remove {folder.name}"
        )
        raise Refused(reason)


def _write_folder(folder: Path, request: Request, place: Place, keys: LineKeys) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    settings: dict[str, Any] = {
        "line": request.line.name,
        "front": place.front,
        "hotline": place.hotline,
        "provider": dict(request.settings),
        "secrets": {name: where.member() for name, where in request.secrets.items()},
    }
    if request.listen:
        settings["listen"] = request.listen
    write_json(folder / SETTINGS_FILE, settings)
    write_file(folder / KEYS_FILE, msgspec.json.encode(keys))
    _try_out(folder, request)


def _try_out(folder: Path, request: Request) -> None:
    """Have the connector look at its settings, unless a secret is only where the line runs."""
    settings = read_settings(folder / SETTINGS_FILE)
    read_keys(settings)
    if not all(where.is_here() for where in request.secrets.values()):
        return
    connect_with(request.line, folder)


def connect_with(line: Line, folder: Path) -> Connection:
    """Make the line's connector from its folder; `Refused` in its own words."""
    try:
        settings = read_settings(folder / SETTINGS_FILE)

        def secret(name: str) -> Secret:
            if name not in settings.secrets:
                raise still_needs(line, a_secret(name))
            return settings.secret(name)

        provider = settings.provider_settings()
        given = Given(settings.line, provider, secret, time.time, read_notices(line))
        connection = line.connect()(given)
    except ImportError as missing:
        reason = f"{line.name} needs a package that is not installed here: {missing.name}"
        raise Refused(reason) from None
    except (WrongLineSettings, ValueError, KeyError) as mistake:
        raise Refused(_without_folder(str(mistake), folder)) from None
    if connection.listens and not settings.listen:
        raise still_needs(line, A_LISTENER)
    if settings.listen and line.may_listen and not connection.listens:
        reason = f"{line.name} takes no calls with these settings; leave --listen out"
        raise Refused(reason)
    return connection


def _without_folder(text: str, folder: Path) -> str:
    """A draft's path would only puzzle."""
    return text.replace(f"{folder}/", "")


def token_hash(keys: LineKeys) -> str:
    """What the front knows of the line's token."""
    return to_base64url(sha256(from_base64url(keys.token)).digest())


def _tell_desk(desk: Path, request: Request, keys: LineKeys) -> None:
    from aman.desk import provision  # noqa: PLC0415 - Django loads here
    from aman.desk.keys.lines import LineKey  # noqa: PLC0415 - the same

    line, first = request.line, request.line.first_word(request.settings)
    line_key = LineKey(from_base64url(keys.line_key))
    line_pk = KemSeed(from_base64url(keys.seed)).public_key()
    provision.add_line(
        desk, line.name, line.strength, line_key, line_pk, addresses=line.addresses, first=first
    )


def tell_desk_again(desk: Path, folder: Path) -> None:
    """Tell a desk on this machine whether the line can write first, as line.json is now."""
    from aman.desk import provision  # noqa: PLC0415 - Django loads here

    line, settings = line_of(folder), read_settings(folder / SETTINGS_FILE)
    first = line.first_word(settings.provider_settings())
    provision.tell_of_first_word(desk, line.name, line.addresses, first)


def _tell_front(path: Path, name: str, hashed: str | None) -> None:
    """Add a line's hash to front.json, or take it out."""
    settings = json.loads(path.read_bytes())
    hashes = {each: found for each, found in settings.get(HASHES, {}).items() if each != name}
    if hashed is not None:
        hashes[name] = hashed
    write_json(path, {**settings, HASHES: hashes})


def remove(var: Path, name: str) -> None:
    """Take the line from front and desk, then wipe its folder."""
    from aman.desk import provision  # noqa: PLC0415 - Django loads here
    from aman.desk.keys.files import destroy_key  # noqa: PLC0415 - the same

    folder = folder_of(var, name)
    if runs(folder):
        reason = f"{name} runs. Stop it first (Ctrl-C of `aman up`, or its own unit)."
        raise Refused(reason)
    if (var / FRONT_FILE).exists():
        _tell_front(var / FRONT_FILE, name, None)
    provision.remove_line(var / "desk", name)
    destroy_key(folder / KEYS_FILE)
    shutil.rmtree(folder)


def folders(var: Path) -> Iterator[Path]:
    """Every line's folder of this hotline, by name."""
    found = (var / "lines").glob("[!.]*") if (var / "lines").is_dir() else ()
    yield from sorted(path for path in found if (path / SETTINGS_FILE).is_file())


def line_of(folder: Path) -> Line:
    """The registered line of a folder; `Refused`."""
    for line in LINES:
        if line.name == folder.name:
            return line
    reason = f"{folder}: there is no line of that name here"
    raise Refused(reason)


def place_again(folder: Path, place: Place) -> str:
    """Bring a line's settings up to date before it starts; gives its token's hash."""
    try:
        settings = json.loads((folder / SETTINGS_FILE).read_bytes())
        placed: Mapping[str, object] = {
            **settings,
            "front": place.front,
            "hotline": place.hotline,
        }
        if placed != settings:
            write_json(folder / SETTINGS_FILE, placed)
        return token_hash(read_keys(read_settings(folder / SETTINGS_FILE)))
    except (OSError, ValueError, TypeError, WrongLineSettings) as mistake:
        raise Refused(str(mistake)) from None


STRENGTH_IN_WORDS = {
    Strength.SEALED: "nobody between his device and the desk",
    Strength.ENDPOINT: "only our own machine, in passing",
    Strength.SERVERS: "the servers on the way, his and ours",
    Strength.PROVIDER: "one company, everything",
    Strength.NETWORK: "every telephone network on the way",
}
