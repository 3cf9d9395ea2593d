"""Fetching mail from a mailbox by IMAP, a short-lived process for each look.

Promises: a mail is deleted there only after all of it is at the front: the mark says up to where
that is so, and the next look deletes it. The mark holds two numbers.
"""

import imaplib
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from aman.core.keys import Secret
from aman.lines.connector import PassingFault, Polled
from aman.lines.events import Event

from .incoming import Reader
from .reception import MOST_BYTES
from .settings import MailServer

_AWAY = "not reachable"
_SECONDS = 30
_LOOKS = 20
_BETWEEN_LOOKS = 1.0
_AT_ONCE = 5
_HEAD_BYTES = 64 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Mailbox:
    """A folder of a mail account that is ours alone."""

    def __init__(self, server: MailServer, password: Secret, folder: str, reader: Reader) -> None:
        self._server = server
        self._password = password
        self._folder = folder
        self._reader = reader

    def poll(self, mark: bytes) -> Polled:
        """Delete what is at the front, then wait for what is not."""
        try:
            with self._selected() as imap:
                return self._look(imap, mark)
        except (OSError, imaplib.IMAP4.error):
            raise PassingFault(_AWAY) from None

    @contextmanager
    def _selected(self) -> Iterator[imaplib.IMAP4]:
        imap = self._connected()
        try:
            imap.login(self._server.user, self._password.reveal().decode())
            _fine(imap.select(_quoted(self._folder)))
            yield imap
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                imap.logout()

    def _connected(self) -> imaplib.IMAP4:
        server = self._server
        if server.security == "tls":
            return imaplib.IMAP4_SSL(
                server.host, server.port, ssl_context=server.tls(), timeout=_SECONDS
            )
        imap = imaplib.IMAP4(server.host, server.port, timeout=_SECONDS)
        if server.security == "starttls":
            imap.starttls(server.tls())
        return imap

    def _look(self, imap: imaplib.IMAP4, mark: bytes) -> Polled:
        validity = int(_fine(imap.response("UIDVALIDITY"))[0])
        done = _read_mark(mark, validity)
        if done:
            self._delete(imap, done)
        for _ in range(_LOOKS):
            waiting = [uid for uid in _uids(imap, f"UID {done + 1}:*") if uid > done]
            if waiting:
                fetched = waiting[:_AT_ONCE]
                events = [event for uid in fetched for event in self._events(imap, uid)]
                return Polled(events, f"{validity}:{fetched[-1]}".encode())
            time.sleep(_BETWEEN_LOOKS)
            _fine(imap.noop())
        return Polled((), mark)

    def _delete(self, imap: imaplib.IMAP4, done: int) -> None:
        gone = _uids(imap, f"UID 1:{done}")
        if not gone:
            return
        through = ",".join(str(uid) for uid in gone[:1000])
        _fine(imap.uid("STORE", through, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in imap.capabilities:
            _fine(imap.uid("EXPUNGE", through))
        else:
            _fine(imap.expunge())

    def _events(self, imap: imaplib.IMAP4, uid: int) -> Sequence[Event]:
        size = _SIZE.search(b" ".join(_pieces(imap.uid("FETCH", str(uid), "(RFC822.SIZE)"))))
        too_large = size is not None and int(size.group(1)) > MOST_BYTES
        what = f"(BODY.PEEK[]<0.{_HEAD_BYTES}>)" if too_large else "(BODY.PEEK[])"
        pieces = _pieces(imap.uid("FETCH", str(uid), what))
        return self._reader.read(max(pieces, key=len)) if pieces else ()


def _read_mark(mark: bytes, validity: int) -> int:
    """Up to which UID all is at the front; 0 when the mailbox was made anew."""
    before, _, uid = mark.partition(b":")
    return int(uid) if before == str(validity).encode() else 0


def _uids(imap: imaplib.IMAP4, what: str) -> list[int]:
    found = _fine(imap.uid("SEARCH", what))
    return sorted(int(uid) for each in found if each for uid in each.split())


def _pieces(answer: tuple[str, Sequence[Any]]) -> list[bytes]:
    pieces: list[bytes] = []
    for each in _fine(answer):
        pieces += [part for part in (each if isinstance(each, tuple) else (each,)) if part]
    return [piece for piece in pieces if isinstance(piece, bytes)]


def _fine(answer: tuple[str, Sequence[Any]]) -> list[Any]:
    """What a command gave; a refused one is the mailbox being away."""
    kind, given = answer
    if kind in {"NO", "BAD"} or given is None:
        raise imaplib.IMAP4.error
    return list(given)


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
