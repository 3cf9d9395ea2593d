"""How the Telegram line is made from line.json and its secrets.

Promises: a wrong setting is told by its name before the line starts, without any value of a
secret; no library writes a log.
"""

import logging
import re

import msgspec
from aiogram.utils.token import TokenValidationError, validate_token

from aman.core.keys import Secret
from aman.lines.connector import Connection, Given

from .api import OFFICIAL, BotApi
from .receiving import UpdatePoll, Updates, UpdateWebhook
from .sending import BotSender, Doorbell

_SECRET = re.compile(rb"[A-Za-z0-9_-]{32,256}")


class _Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`mode` is webhook (then with `url`, where Telegram calls) or polling.

    `pulse_chat` is the number of a private channel in which the bot may post, for the heart-beat.
    """

    mode: str
    pulse_chat: int
    url: str = ""
    api: str = OFFICIAL


def connect(given: Given) -> Connection:
    """Make the line."""
    logging.disable()  # libraries log addresses and texts
    settings = _read(given)
    api = BotApi(_token(given), settings.api)
    updates = Updates(api)
    if settings.mode == "polling":
        sender = BotSender(api, given, settings.pulse_chat, None)
        return Connection(sender=sender, poll=UpdatePoll(updates, given.line), names=api.names)
    doorbell = Doorbell(settings.url, _secret(given))
    sender = BotSender(api, given, settings.pulse_chat, doorbell)
    webhook = UpdateWebhook(updates, doorbell.secret)
    return Connection(sender=sender, webhook=webhook, names=api.names)


def _read(given: Given) -> _Settings:
    settings = given.table(_Settings)
    if settings.mode not in {"webhook", "polling"}:
        message = "provider.mode: expected webhook or polling"
        raise ValueError(message)
    if settings.mode == "webhook" and not settings.url.startswith("https://"):
        message = "provider.url: expected the https address that Telegram is to call"
        raise ValueError(message)
    if not settings.api.startswith(("https://", "http://")):
        message = "provider.api: expected the address of a Bot API server"
        raise ValueError(message)
    return settings


def _token(given: Given) -> Secret:
    token = given.secret("bot_token")
    try:
        validate_token(token.reveal().decode())
    except (TokenValidationError, UnicodeDecodeError):
        message = "bot_token: expected what @BotFather gave, digits, a colon, letters"
        raise ValueError(message) from None
    return token


def _secret(given: Given) -> Secret:
    secret = given.secret("webhook_secret")
    if not _SECRET.fullmatch(secret.reveal()):
        message = "webhook_secret: expected 32 to 256 of A-Z a-z 0-9 _ -"
        raise ValueError(message)
    return secret
