"""A person's file, fetched from Telegram within the cap.

Promises: no more than 5 MB are read whatever is announced; a file that can't be had is announced
as such, and never holds up the text beside it.
"""

from aiogram import Bot
from aiohttp import ClientError

from aman.core.attachment import MOST_FILE_BYTES
from aman.lines.connector import LastingFault, PassingFault, UnknownOutcome
from aman.lines.events import NOT_FETCHED, TOO_LARGE, IncomingFile

from .api import BotApi
from .updates import Attachment

_TRIES = 2
_ASK_SECONDS = 15
_SECONDS = 30


def fetch(api: BotApi, attachment: Attachment) -> IncomingFile:
    """Fetch it now: Telegram promises its address for an hour only."""
    if attachment.size is not None and attachment.size > MOST_FILE_BYTES:
        return _without(attachment, TOO_LARGE)
    for _ in range(_TRIES):
        try:
            content = api.run(lambda bot: _read(bot, attachment.file_id), seconds=_ASK_SECONDS)
        except LastingFault as fault:
            is_large = fault.reason == TOO_LARGE
            return _without(attachment, TOO_LARGE if is_large else NOT_FETCHED)
        except (PassingFault, UnknownOutcome, ClientError, TimeoutError):
            continue
        if content is None:
            return _without(attachment, TOO_LARGE)
        return IncomingFile(content, attachment.media, attachment.name)
    return _without(attachment, NOT_FETCHED)


def _without(attachment: Attachment, fault: str) -> IncomingFile:
    return IncomingFile(None, attachment.media, attachment.name, fault)


async def _read(bot: Bot, file_id: str) -> bytes | None:
    """The file's bytes; None when there are too many."""
    found = await bot.get_file(file_id)
    if not found.file_path or (found.file_size or 0) > MOST_FILE_BYTES:
        return None
    url = bot.session.api.file_url(bot.token, found.file_path)
    read = bytearray()
    async for piece in bot.session.stream_content(url, timeout=_SECONDS):
        read += piece
        if len(read) > MOST_FILE_BYTES:
            return None
    return bytes(read)
