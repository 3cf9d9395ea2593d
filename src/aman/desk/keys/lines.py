"""What the desk knows of its lines: each one's name, strength and keys, in one file each.

Promises: a line that is added or removed while the desk runs is known at the next look; a file
that can't be read makes no line and is told, and stops no other. Refuses to know: what a line is.
"""

import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_bytes
from types import MappingProxyType

import msgspec

from aman.core.address import AddressKind, FirstWord
from aman.core.keys import KemPublicKey, Secret, from_base64url, hmac_sha256, to_base64url
from aman.core.strength import Strength

from .files import destroy_key, make_folder, write_key

FOLDER = "lines"
ADDRESS_FILE = "address.secret"
KEY_BYTES = 32
_SUFFIX = ".json"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_Signature = tuple[tuple[str, int, int, int], ...]


class WrongLine(ValueError):  # noqa: N818 - says what is wrong
    """A line's name or keys are none; the text says which."""


class LineKey(Secret):
    """By which a line shows that it speaks (32 bytes, a MAC key)."""

    __slots__ = ()

    def __init__(self, value: bytes) -> None:
        if len(value) != KEY_BYTES:
            reason = f"a line's key has {KEY_BYTES} bytes"
            raise WrongLine(reason)
        super().__init__(value)


class AddressKey(Secret):
    """Under which addresses are recognised: without it a digest of a number is soon guessed."""

    __slots__ = ()

    def digest(self, line: str, address: str) -> bytes:
        """How an address of a line is known (protocol section 4)."""
        return hmac_sha256(self.reveal(), b"\0".join((line.encode(), address.encode())))

    def provider_digest(self, line: str, provider_id: str) -> bytes:
        """How a provider's name for a message is known; never equal to an address's."""
        named = (b"", line.encode(), provider_id.encode())
        return hmac_sha256(self.reveal(), b"\0".join(named))


@dataclass(frozen=True, slots=True)
class KnownLine:
    """One line: messages from it carry `line_key`'s token, instructions are sealed to `line_pk`.

    `addresses` is what somebody's address on it is, `first` whether it can write there first.
    """

    name: str
    strength: Strength
    line_key: LineKey
    line_pk: KemPublicKey
    addresses: AddressKind = AddressKind.OTHER
    first: FirstWord = FirstWord.NEVER


class _LineFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    strength: Strength
    line_key: str
    line_pk: str
    addresses: AddressKind = AddressKind.OTHER
    first: FirstWord = FirstWord.NEVER

    def __repr__(self) -> str:
        return "<_LineFile>"


class Lines:
    """The lines of a desk's folder, read again whenever a file of it has changed."""

    def __init__(self, keys: Path) -> None:
        self._folder = keys / FOLDER
        self._guard = threading.Lock()
        self._signature: _Signature | None = None
        self._known: Mapping[str, KnownLine] = MappingProxyType({})
        self._damaged: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Lines>"

    def known(self) -> Mapping[str, KnownLine]:
        """Every line by its name."""
        with self._guard:
            signature = tuple(sorted(self._files()))
            if signature != self._signature:
                self._read([name for name, *_ in signature])
                self._signature = signature
            return self._known

    def damaged(self) -> tuple[str, ...]:
        """The names of files that hold no line."""
        self.known()
        return self._damaged

    def _files(self) -> Iterator[tuple[str, int, int, int]]:
        if not self._folder.is_dir():
            return
        for file in self._folder.glob("*" + _SUFFIX):
            try:
                stat = file.stat()
            except FileNotFoundError:
                continue
            yield file.stem, stat.st_mtime_ns, stat.st_ino, stat.st_size

    def _read(self, names: list[str]) -> None:
        known, damaged = {}, []
        for name in names:
            try:
                known[name] = _read_line(self._folder / (name + _SUFFIX))
            except FileNotFoundError:
                continue
            except (OSError, ValueError, msgspec.MsgspecError):
                damaged.append(name)
        self._known, self._damaged = MappingProxyType(known), tuple(damaged)


def _read_line(path: Path) -> KnownLine:
    file = msgspec.json.decode(path.read_bytes(), type=_LineFile)
    if file.name != path.stem:
        reason = "a line's file bears its name"
        raise WrongLine(reason)
    return _checked(
        KnownLine(
            file.name,
            file.strength,
            LineKey(from_base64url(file.line_key, KEY_BYTES)),
            KemPublicKey(from_base64url(file.line_pk)),
            file.addresses,
            file.first,
        )
    )


def _checked(line: KnownLine) -> KnownLine:
    if not _NAME.fullmatch(line.name):
        reason = "a line's name is of small Latin letters, digits and -, at most 32"
        raise WrongLine(reason)
    try:
        line.line_pk.loaded()
    except ValueError:
        reason = "this is no key to seal to"
        raise WrongLine(reason) from None
    return line


def write_line(keys: Path, line: KnownLine) -> None:
    """Make a line known, or known anew; `WrongLine` before anything is written."""
    _checked(line)
    written = _LineFile(
        line.name,
        line.strength,
        to_base64url(line.line_key.reveal()),
        to_base64url(line.line_pk.raw),
        line.addresses,
        line.first,
    )
    make_folder(keys / FOLDER)
    write_key(keys / FOLDER / (line.name + _SUFFIX), msgspec.json.encode(written))


def tell_of_first_word(keys: Path, name: str, addresses: AddressKind, first: FirstWord) -> None:
    """Note what a line's settings have come to since it was added; an unknown line stays so."""
    path = keys / FOLDER / (name + _SUFFIX)
    try:
        known = _read_line(path)
    except (OSError, ValueError, msgspec.MsgspecError):
        return
    if (known.addresses, known.first) != (addresses, first):
        write_line(keys, replace(known, addresses=addresses, first=first))


def forget_line(keys: Path, name: str) -> None:
    """Forget a line's keys; nothing happens when it is not known."""
    if not _NAME.fullmatch(name):
        reason = "a line's name is of small Latin letters, digits and -, at most 32"
        raise WrongLine(reason)
    destroy_key(keys / FOLDER / (name + _SUFFIX))


def make_address_key(keys: Path) -> None:
    """Draw the address key unless there is one: another one would know nobody again."""
    path = keys / ADDRESS_FILE
    if not path.exists():
        write_key(path, token_bytes(KEY_BYTES))


def read_address_key(keys: Path) -> AddressKey:
    """The address key of a folder that `provision.prepare` made."""
    return AddressKey((keys / ADDRESS_FILE).read_bytes())
