"""Telegram calls us, or we ask it: both bring the same updates.

Promises: a call without the secret that was agreed is refused before anything is read; the mark
of polling holds a number, no person.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from aiogram import Bot
from aiogram.methods import TelegramMethod

from aman.core.keys import Secret
from aman.lines.connector import (
    ForgedRequest,
    LastingFault,
    MalformedRequest,
    PassingFault,
    Polled,
    UnknownOutcome,
)
from aman.lines.events import Event, Incoming, IncomingFile
from aman.lines.exchange import Answer, RawRequest

from .api import FAULTS, BotApi
from .files import fetch
from .updates import WANTED, Attachment, events_of

MOST_UPDATE = 256 * 1024
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
_WAIT_SECONDS = 10
_AT_ONCE = 10
_PRESS_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Updates:
    """Reads updates, fetching their files and setting pressed buttons free."""

    api: BotApi

    def events(self, raw: dict[str, Any]) -> Sequence[Event]:
        """The events of one update."""
        return events_of(raw, self._fetch, self._press)

    def _fetch(self, attachment: Attachment) -> IncomingFile:
        return fetch(self.api, attachment)

    def _press(self, query: str) -> None:
        """As well as can be: a button that goes on waiting loses nothing."""
        with suppress(*FAULTS):
            self.api.run(lambda bot: bot.answer_callback_query(query), seconds=_PRESS_SECONDS)


@dataclass(frozen=True, slots=True)
class UpdateWebhook:
    """Each call brings one update."""

    updates: Updates
    secret: Secret
    most_body: int = MOST_UPDATE

    def read(self, request: RawRequest) -> Sequence[Event] | Answer:
        """What it tells."""
        said = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if Secret(said) != self.secret:
            raise ForgedRequest
        try:
            raw = msgspec.json.decode(request.body, type=dict[str, Any])
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise MalformedRequest from None
        return self.updates.events(raw)


class _GetUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` unread: one update that this release can't read must not hold up the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int = _AT_ONCE
    timeout: int = _WAIT_SECONDS
    allowed_updates: list[str] = WANTED


@dataclass(frozen=True, slots=True)
class UpdatePoll:
    """We ask; Telegram waits some seconds for news."""

    updates: Updates
    line: str

    def poll(self, mark: bytes) -> Polled:
        """News after `mark`: at most one file, so that one turn is never too long."""
        raws = self._ask(int(mark) if mark else None)
        told: list[Event] = []
        for raw in raws:
            mark = str(int(raw["update_id"]) + 1).encode()
            events = self._events(raw)
            told += events
            if any(isinstance(each, Incoming) and each.files for each in events):
                break
        return Polled(told, mark)

    def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        async def ask(bot: Bot) -> list[dict[str, Any]]:
            return await bot(_GetUpdates(offset=offset))

        try:
            return self.updates.api.run(ask, seconds=_WAIT_SECONDS + 20)
        except LastingFault as fault:
            raise PassingFault(fault.reason) from None
        except UnknownOutcome as fault:
            raise PassingFault(str(fault)) from None

    def _events(self, raw: dict[str, Any]) -> Sequence[Event]:
        try:
            return self.updates.events(raw)
        except MalformedRequest as fault:
            sys.stderr.write(f"{self.line}: {type(fault).__name__}\n")
            sys.stderr.flush()
            return ()
