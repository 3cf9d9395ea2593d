"""Calls to the Bot API, each in an event loop of its own that ends with the call.

Promises: every trouble becomes one of the three faults, with words of ours. Refuses to know: what
is said.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ClientTimeout, ConnectionTimeoutError

from aman.core.keys import Secret
from aman.core.programme import LANGUAGE_NAMES
from aman.lines.connector import LastingFault, PassingFault, UnknownOutcome
from aman.lines.events import TOO_LARGE

OFFICIAL = "https://api.telegram.org"
_CONNECT_SECONDS = 10.0
_Given = TypeVar("_Given")
Fault = PassingFault | LastingFault | UnknownOutcome
FAULTS = (PassingFault, LastingFault, UnknownOutcome)
_MISCONFIGURED_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class BotApi:
    """One bot at one server: Telegram's, or a Bot API server of one's own."""

    token: Secret
    base: str = OFFICIAL

    def run(self, do: Callable[[Bot], Awaitable[_Given]], *, seconds: float = 30) -> _Given:
        """Do something with the bot. Raises the three faults."""
        try:
            return asyncio.run(self._live(do, seconds))
        except AiogramError as trouble:
            raise fault_of(trouble) from None

    def names(self) -> tuple[str, ...]:
        """What people see: user name, and the name in each language. Raises the three faults."""
        return self.run(_names)

    async def _live(self, do: Callable[[Bot], Awaitable[_Given]], seconds: float) -> _Given:
        # Without a time for connecting, a blocked network looks as if the request had left.
        timeout = ClientTimeout(total=seconds, sock_connect=min(seconds, _CONNECT_SECONDS))
        session = AiohttpSession(
            api=TelegramAPIServer.from_base(self.base),
            timeout=timeout,
        )
        async with Bot(self.token.reveal().decode(), session=session).context() as bot:
            return await do(bot)


async def _names(bot: Bot) -> tuple[str, ...]:
    me = await bot.get_me()
    named = [(await bot.get_my_name(language_code=code)).name for code in LANGUAGE_NAMES]
    return tuple(dict.fromkeys(each for each in (me.full_name, me.username, *named) if each))


_PLAIN: Mapping[type[AiogramError], Callable[[], Fault]] = {
    TelegramForbiddenError: lambda: LastingFault("blocked"),
    TelegramEntityTooLarge: lambda: LastingFault("too long"),
    TelegramMigrateToChat: lambda: LastingFault("no such address"),
    # The bot is wrong, not the message: an administrator repairs it, and then it goes.
    TelegramUnauthorizedError: lambda: PassingFault("token refused", _MISCONFIGURED_SECONDS),
    TelegramNotFound: lambda: PassingFault("token refused", _MISCONFIGURED_SECONDS),
    TelegramConflictError: lambda: PassingFault("fetched elsewhere", _MISCONFIGURED_SECONDS),
}


def fault_of(trouble: AiogramError) -> Fault:
    """What a trouble means for what was being sent."""
    if (plain := _PLAIN.get(type(trouble))) is not None:
        return plain()
    if isinstance(trouble, TelegramRetryAfter):
        return PassingFault("rate limit", float(trouble.retry_after))
    if isinstance(trouble, TelegramBadRequest):
        return LastingFault(_refusal(trouble))
    if isinstance(trouble, TelegramNetworkError):
        never_left = isinstance(trouble.__cause__, ClientConnectorError | ConnectionTimeoutError)
        return PassingFault("not reachable") if never_left else UnknownOutcome("no answer")
    if isinstance(trouble, TelegramAPIError):
        return UnknownOutcome("server fault")
    return UnknownOutcome("answer not understood")


def _refusal(trouble: TelegramBadRequest) -> str:
    """Telegram names the reason in a sentence only; what is not known here is `refused`."""
    said = trouble.message.lower()
    if any(words in said for words in ("chat not found", "user not found", "peer_id_invalid")):
        return "no such address"
    return TOO_LARGE if "file is too big" in said else "refused"
