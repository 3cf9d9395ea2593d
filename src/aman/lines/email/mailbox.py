"""Fetching mail from a mailbox by IMAP, a short-lived process for each look.

Promises: a mail is deleted there only after all of it is at the front: the mark says up to where
that is so, and the next look deletes it. A mail that can't be read holds up none behind it: it
stays there, flagged, the desk hears of it, and it is asked for again now and then.
"""

import imaplib
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from aman.core.keys import Secret
from aman.lines.connector import PassingFault, Polled
from aman.lines.events import Event, PulseReturned

from .incoming import Reader
from .mark import Mark
from .reception import MOST_BYTES
from .settings import MailServer

_AWAY = "not reachable"
NOT_READ = "mail not read"
_SECONDS = 20
"""All tries at a server that falls silent have to end before the turn's own time does."""
_LOOKS = 20
_BETWEEN_LOOKS = 1.0
_AT_ONCE = 5
_TRIES = 3
_HEAD_BYTES = 64 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class _NotRead(Exception):  # noqa: N818 - never leaves this module
    """A mail that the server does not give, or that breaks what reads it."""


class Mailbox:
    """A folder of a mail account that is ours alone."""

    def __init__(self, server: MailServer, password: Secret, folder: str, reader: Reader) -> None:
        self._server = server
        self._password = password
        self._folder = folder
        self._reader = reader

    def poll(self, mark: bytes) -> Polled:
        """Delete what is at the front, then wait for what is not.

        What could not be read is believed to be so after several connections.
        """
        for _ in range(_TRIES):
            try:
                with self._selected() as imap:
                    polled = self._look(imap, mark)
            except (OSError, imaplib.IMAP4.error):
                raise PassingFault(_AWAY) from None
            if polled.events or not polled.trouble:
                break
            time.sleep(_BETWEEN_LOOKS)
        return polled

    @contextmanager
    def _selected(self) -> Iterator[imaplib.IMAP4]:
        imap = self._connected()
        try:
            imap.login(self._server.user, self._password.reveal().decode())
            _fine(imap.select(_quoted(self._folder)))
            yield imap
            with suppress(OSError, imaplib.IMAP4.error):
                imap.logout()
        finally:
            with suppress(OSError):  # the library has closed it, unless the server hung up
                imap.shutdown()

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

    def _look(self, imap: imaplib.IMAP4, before: bytes) -> Polled:
        mark = Mark.read(before, int(_fine(imap.response("UIDVALIDITY"))[0]))
        if mark.done:
            self._delete(imap, mark)
        if mark.left and self._reader.clock() >= mark.again_at:
            return self._once_more(imap, mark)
        for _ in range(_LOOKS):
            waiting = [uid for uid in _uids(imap, f"UID {mark.done + 1}:*") if uid > mark.done]
            if waiting:
                return self._taken(imap, mark, waiting[:_AT_ONCE])
            time.sleep(_BETWEEN_LOOKS)
            _fine(imap.noop())
        return Polled((), before)

    def _delete(self, imap: imaplib.IMAP4, mark: Mark) -> None:
        gone = [uid for uid in _uids(imap, f"UID 1:{mark.done}") if uid not in mark.left]
        if not gone:
            return
        through = ",".join(str(uid) for uid in gone[:1000])
        _fine(imap.uid("STORE", through, "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in imap.capabilities:
            _fine(imap.uid("EXPUNGE", through))
        else:
            _fine(imap.expunge())

    def _taken(self, imap: imaplib.IMAP4, mark: Mark, waiting: Sequence[int]) -> Polled:
        """What waits, up to the first that can't be read; only that one, where it is the first."""
        events: list[Event] = []
        done = mark.done
        for uid in waiting:
            try:
                events += self._events(imap, uid)
            except _NotRead:
                if done == mark.done:
                    return Polled((), mark.leaving(uid).write(), NOT_READ)
                break
            done = uid
        is_heard_of = mark.left and any(isinstance(each, PulseReturned) for each in events)
        return Polled(events, replace(mark, done=done).write(), NOT_READ if is_heard_of else "")

    def _once_more(self, imap: imaplib.IMAP4, mark: Mark) -> Polled:
        """The first of those that were left; flagged, for whoever looks into the mailbox."""
        uid = mark.left[0]
        try:
            with suppress(imaplib.IMAP4.error):
                imap.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Flagged)")
            return Polled(self._events(imap, uid), mark.without_first().write())
        except _NotRead:
            return Polled((), mark.still_leaving(self._reader.clock()).write(), NOT_READ)

    def _events(self, imap: imaplib.IMAP4, uid: int) -> Sequence[Event]:
        """What a mail tells; nothing where it is gone."""
        try:
            content = _content(imap, uid)
            if content is None and uid not in _uids(imap, f"UID {uid}"):
                return ()
            if content is not None:
                return self._reader.read(content)
        except Exception:  # noqa: BLE001, S110 - whatever it is, others wait behind it
            pass
        raise _NotRead


def _content(imap: imaplib.IMAP4, uid: int) -> bytes | None:
    """A mail as it came, or the beginning of one that is too large; None when it is not given."""
    told = _fine(imap.uid("FETCH", str(uid), "(RFC822.SIZE)"))
    size = _SIZE.search(b" ".join(each for each in told if isinstance(each, bytes)))
    too_large = size is not None and int(size.group(1)) > MOST_BYTES
    what = f"(BODY.PEEK[]<0.{_HEAD_BYTES}>)" if too_large else "(BODY.PEEK[])"
    given = _fine(imap.uid("FETCH", str(uid), what))
    return next((each[1] for each in given if isinstance(each, tuple)), None)


def _uids(imap: imaplib.IMAP4, what: str) -> list[int]:
    found = _fine(imap.uid("SEARCH", what))
    return sorted(int(uid) for each in found if each for uid in each.split())


def _fine(answer: tuple[str, Sequence[Any]]) -> list[Any]:
    """What a command gave; a refused one is the mailbox being away."""
    kind, given = answer
    if kind in {"NO", "BAD"} or given is None:
        raise imaplib.IMAP4.error
    return list(given)


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
