"""One question to the homeserver: what is new, in a process that ends with the answer.

Promises: no state, presence or account data is asked for; where the server leaves something out of
its answer it is fetched, so that nothing between two questions is lost. Only a room with one other
person is listened to: a group is left, and what was said there is not passed on.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import msgspec

from aman.core.attachment import MOST_FILE_BYTES
from aman.lines.connector import LastingFault, PassingFault, Polled, UnknownOutcome
from aman.lines.events import NOT_FETCHED, TOO_LARGE, Incoming, IncomingFile
from aman.lines.events import Event as Told

from .account import Account
from .client import CLIENT, Homeserver, part
from .reading import (
    ENCRYPTED,
    MESSAGE,
    MediaFile,
    Said,
    read_pulse,
    read_receipts,
    read_said,
)
from .schema import Event, Invited, Joined, Made, Member, Page, Sync, Timeline, read_event

WAIT_SECONDS = 20
_MARGIN_SECONDS = 15
_AT_ONCE = 100
_MOST_PAGES = 20
_FILES_SECONDS = 60.0
"""Of one question's time for files: it must end before its process is ended."""
_FILE_SECONDS = 20.0
_TWO = 2
_NOTHING: dict[str, object] = {"types": []}
_TIMELINE: dict[str, object] = {"types": [MESSAGE, ENCRYPTED]}
FILTER = msgspec.json.encode(
    {
        "presence": _NOTHING,
        "account_data": _NOTHING,
        "room": {
            "timeline": {**_TIMELINE, "limit": _AT_ONCE},
            "state": _NOTHING,
            "account_data": _NOTHING,
            "ephemeral": {"types": ["m.receipt"]},
        },
    }
).decode()


@dataclass(frozen=True, slots=True)
class MatrixPoll:
    """The `Poll` of this line."""

    account: Account
    unreadable: Mapping[str, str]

    def poll(self, mark: bytes) -> Polled:
        """Wait for news; the mark is the server's own token."""
        question = _Question(self, Homeserver(self.account))
        try:
            return question.ask(mark.decode())
        except (LastingFault, UnknownOutcome):
            reason = "away"
            raise PassingFault(reason) from None
        finally:
            question.server.close()


class _Question:
    def __init__(self, line: MatrixPoll, server: Homeserver) -> None:
        self.line = line
        self.server = server
        self._files_until = time.monotonic() + WAIT_SECONDS + _MARGIN_SECONDS + _FILES_SECONDS

    def ask(self, since: str) -> Polled:
        query: dict[str, str | int] = {
            "filter": FILTER,
            "set_presence": "offline",
            "timeout": WAIT_SECONDS * 1000 if since else 0,
        }
        if since:
            query["since"] = since
        try:
            sync = self.server.get(
                f"{CLIENT}/sync", Sync, query=query, seconds=WAIT_SECONDS + _MARGIN_SECONDS
            )
        except LastingFault:
            if since:  # a server that was set up anew does not know its mark
                return self.ask("")
            raise
        told: list[Told] = list(self._pulses(sync))
        for room, invited in sync.rooms.invite.items():
            self._answer_invitation(room, invited)
        for room, joined in sync.rooms.join.items():
            told += self._room(room, joined, since)
        return Polled(told, sync.next_batch.encode())

    def _pulses(self, sync: Sync) -> Iterator[Told]:
        for raw in sync.to_device.events:
            event = read_event(raw)
            if event is not None and (pulse := read_pulse(event, self._ours)) is not None:
                yield pulse

    @property
    def _ours(self) -> str:
        return self.line.account.address

    def _room(self, room: str, joined: Joined, since: str) -> list[Told]:
        told: list[Told] = []
        for raw in joined.ephemeral.events:
            event = read_event(raw)
            if event is not None:
                told += read_receipts(event, self._ours)
        said = [
            each
            for event in self._timeline(room, joined.timeline, since)
            if (each := read_said(event, room, self._ours)) is not None
        ]
        if said and (present := self._present(room)) is not None:
            talk = [each for each in said if present <= {self._ours, each.event.address}]
            told += [self._with_file(each) for each in talk]
            for each in talk:
                if each.unreadable:
                    self._tell_unreadable(room, each.event.address)
        return told

    def _present(self, room: str) -> set[str] | None:
        """Who is there; None when it is a group, which is then left."""
        try:
            members = self.server.members(room)
        except LastingFault:
            return {self._ours}  # he asked us out after he had written
        if len(members) <= _TWO:
            return set(members)
        self._leave(room)
        return None

    def _timeline(self, room: str, timeline: Timeline, since: str) -> list[Event]:
        raws = list(timeline.events)
        page, pages = timeline.prev_batch, 0
        while timeline.limited and since and page and pages < _MOST_PAGES:
            earlier = self._earlier(room, page, since)
            raws[:0] = reversed(earlier.chunk)
            page, pages = earlier.end, pages + 1
        return [event for raw in raws if (event := read_event(raw)) is not None]

    def _earlier(self, room: str, page: str, since: str) -> Page:
        query: dict[str, str | int] = {
            "dir": "b",
            "from": page,
            "to": since,
            "limit": _AT_ONCE,
            "filter": msgspec.json.encode(_TIMELINE).decode(),
        }
        try:
            return self.server.get(f"{CLIENT}/rooms/{part(room)}/messages", Page, query=query)
        except LastingFault:
            return Page()

    # Files

    def _with_file(self, said: Said) -> Incoming:
        if said.file is None:
            return said.event
        return replace(said.event, files=(self._file(said.file),))

    def _file(self, file: MediaFile) -> IncomingFile:
        path = f"/_matrix/client/v1/media/download/{part(file.server)}/{part(file.id)}"
        seconds = min(_FILE_SECONDS, self._files_until - time.monotonic())
        if seconds <= 0:
            return IncomingFile(None, file.media, file.name, NOT_FETCHED)
        try:
            content = self.server.media(path, MOST_FILE_BYTES, seconds)
        except PassingFault:
            return IncomingFile(None, file.media, file.name, NOT_FETCHED)
        fault = TOO_LARGE if content is None else ""
        return IncomingFile(content, file.media, file.name, fault)

    # Rooms

    def _answer_invitation(self, room: str, invited: Invited) -> None:
        """Into a private room we go; who else is there is looked at when somebody speaks."""
        state = [event for raw in invited.invite_state.events if (event := read_event(raw))]
        direct = any(
            event.type == "m.room.member"
            and event.state_key == self._ours
            and _member(event).is_direct
            for event in state
        )
        private = any(
            event.type == "m.room.join_rules" and b'"invite"' in bytes(event.content)
            for event in state
        )
        if not (direct or private):
            self._leave(room)
            return
        try:
            self.server.post(f"{CLIENT}/rooms/{part(room)}/join", {}, Made)
        except LastingFault:
            self._leave(room)  # it is gone
            return
        if any(event.type == "m.room.encryption" for event in state):
            inviter = next(
                event.sender
                for event in state
                if event.type == "m.room.member" and event.state_key == self._ours
            )
            self._tell_unreadable(room, inviter)

    def _leave(self, room: str) -> None:
        try:
            self.server.post(f"{CLIENT}/rooms/{part(room)}/leave", {}, Made)
        except LastingFault:
            return

    def _tell_unreadable(self, room: str, address: str) -> None:
        """Once in a room: in words there, and by asking him into a room that we can read."""
        text = "\n\n".join(self.line.unreadable.values())
        if text in self._said_by_us(room):
            return
        transaction = sha256(f"{room}\0unreadable".encode()).hexdigest()
        try:
            self.server.say(room, transaction, text)
            self.server.talk_with(address)
        except LastingFault:
            return

    def _said_by_us(self, room: str) -> Sequence[str]:
        query: dict[str, str | int] = {
            "dir": "b",
            "limit": _AT_ONCE,
            "filter": msgspec.json.encode({"types": [MESSAGE], "senders": [self._ours]}).decode(),
        }
        try:
            page = self.server.get(f"{CLIENT}/rooms/{part(room)}/messages", Page, query=query)
        except LastingFault:
            return ()
        return [_body(event) for raw in page.chunk if (event := read_event(raw)) is not None]


def _member(event: Event) -> Member:
    try:
        return msgspec.json.decode(event.content, type=Member)
    except (msgspec.MsgspecError, ValueError):
        return Member()


def _body(event: Event) -> str:
    try:
        return str(msgspec.json.decode(event.content).get("body", ""))
    except (msgspec.MsgspecError, ValueError, AttributeError):
        return ""


__all__ = ["FILTER", "MatrixPoll"]
