"""A text leaves as one or several messages of the bot; the heart-beat as a poll that is stopped.

Promises: nothing in a text is markup, no link fetches a preview; when a part has left and another
did not, the outcome is unknown and nothing is sent again.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from aiogram import Bot
from aiogram.exceptions import AiogramError, ClientDecodeError
from aiogram.methods import SendMessage, SendPoll
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputPollOption,
    LinkPreviewOptions,
    Message,
)

from aman.core.keys import Secret
from aman.core.line_dialogue import Button, Outgoing
from aman.lines.connector import Given, LastingFault, PassingFault, Sent, UnknownOutcome
from aman.lines.notices import with_notice
from aman.lines.pieces import numbered, pieces

from .api import BotApi, fault_of
from .updates import WANTED

MOST_UNITS = 4096
MOST_PAYLOAD = 64
_MOST_BUTTONS = 100
_SEND_SECONDS = 40
_LONGEST_WAIT = 30.0
_TROUBLE_LASTS = timedelta(minutes=2)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class _Numbered(msgspec.Struct, frozen=True):
    message_id: int


class _Taken(msgspec.Struct, frozen=True):
    result: _Numbered


@dataclass(frozen=True, slots=True)
class Doorbell:
    """Where Telegram calls us, and what proves that it is Telegram."""

    url: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class BotSender:
    """Sends as the bot; without `doorbell` updates are polled for."""

    api: BotApi
    given: Given
    pulse_chat: int
    doorbell: Doorbell | None

    def send(self, instruction: bytes, message: Outgoing) -> Sent:  # noqa: ARG002 - Telegram takes no key that makes a repeat harmless
        """Send it."""
        if not (message.to.isascii() and message.to.isdigit()):  # a group's number begins with -
            reason = "no such address"
            raise LastingFault(reason)
        text, keyboard = message.text, _keyboard(message.buttons)
        if message.buttons and keyboard is None:
            text = numbered(text, message.buttons)
        if message.notice:
            text = with_notice(text, self.given.notices, message.lang)
        texts = pieces(text, MOST_UNITS)
        if not texts:
            reason = "nothing to send"
            raise LastingFault(reason)
        says = [
            SendMessage(
                chat_id=int(message.to),
                text=piece,
                parse_mode=None,
                link_preview_options=_NO_PREVIEW,
                # A notice tells where to go on: that has to be copied.
                protect_content=not message.notice,
                reply_markup=keyboard if number == len(texts) else None,
            )
            for number, piece in enumerate(texts, 1)
        ]
        return Sent(provider_id=self.api.run(lambda bot: _say(bot, says), seconds=_SEND_SECONDS))

    def pulse(self, nonce: str) -> None:
        """A poll that asks the nonce: when it is stopped, Telegram tells the bot of it."""
        try:
            self.api.run(lambda bot: self._beat(bot, nonce))
        except UnknownOutcome as fault:
            raise PassingFault(str(fault)) from None

    async def _beat(self, bot: Bot, nonce: str) -> None:
        await self._keep_the_way(bot)
        ask = SendPoll(
            chat_id=self.pulse_chat,
            question=nonce,
            options=[InputPollOption(text="1"), InputPollOption(text="2")],
            disable_notification=True,
        )
        asked = await _number(bot, ask)
        try:
            with suppress(ClientDecodeError):  # a poll that is newer or older than this release's
                await bot.stop_poll(self.pulse_chat, asked)
        finally:
            with suppress(AiogramError):
                await bot.delete_message(self.pulse_chat, asked)

    async def _keep_the_way(self, bot: Bot) -> None:
        """Have updates come as line.json says; somebody may have led them elsewhere."""
        known = await bot.get_webhook_info()
        if self.doorbell is None:
            if known.url:
                await bot.delete_webhook()
            return
        failed = known.last_error_date
        now = self.given.clock()
        fails = failed is not None and now - failed.timestamp() < _TROUBLE_LASTS.total_seconds()
        if known.url != self.doorbell.url or fails:
            secret = self.doorbell.secret.reveal().decode()
            await bot.set_webhook(self.doorbell.url, secret_token=secret, allowed_updates=WANTED)


async def _say(bot: Bot, says: list[SendMessage]) -> str:
    """Say one after the other; gives the last one's id."""
    last = ""
    for say in says:
        try:
            last = str(await _patiently(bot, say, may_wait=bool(last)))
        except AiogramError as trouble:
            if last:
                reason = "a part has left"
                raise UnknownOutcome(reason) from None
            raise fault_of(trouble) from None
    return last


async def _patiently(bot: Bot, say: SendMessage, *, may_wait: bool) -> int:
    """Within a text a short wait that Telegram asks for is kept: a torn text would be worse."""
    while True:
        try:
            return await _number(bot, say)
        except AiogramError as trouble:
            fault = fault_of(trouble)
            wait = fault.after if isinstance(fault, PassingFault) else None
            if not may_wait or wait is None or wait > _LONGEST_WAIT:
                raise
            await asyncio.sleep(wait)


async def _number(bot: Bot, method: SendMessage | SendPoll) -> int:
    """The new message's number: it was taken also when the rest of the answer can't be read."""
    try:
        taken: Message | None = await bot(method)
    except ClientDecodeError as trouble:
        try:
            return msgspec.convert(trouble.data, _Taken).result.message_id
        except msgspec.ValidationError:
            raise trouble from None
    if taken is None:
        reason = "answer not understood"
        raise UnknownOutcome(reason)
    return taken.message_id


def _keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    """One below the other; None when Telegram would not take them."""
    fits = all(
        button.label.strip() and 0 < len(button.payload.encode()) <= MOST_PAYLOAD
        for button in buttons
    )
    if not buttons or not fits or len(buttons) > _MOST_BUTTONS:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=button.label, callback_data=button.payload)]
            for button in buttons
        ]
    )
