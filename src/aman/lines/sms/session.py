"""A standing SMPP session as a transceiver: texts in, answers out, over one connection.

Promises: when its process is replaced, nothing is lost or doubled: what was taken is acknowledged
and the SMSC has said that it heard so, what was not stays there. While the SMSC asks for a pause,
nothing is sent.
"""

import asyncio
import logging
import time
from collections.abc import Sequence

from aman.core.keys import Secret
from aman.core.line_dialogue import Outgoing
from aman.lines.connector import (
    Conversation,
    Given,
    LastingFault,
    Outcome,
    PassingFault,
    Sent,
    UnknownOutcome,
)
from aman.lines.events import PulseReturned

from .deliveries import Deliveries
from .link import Link, LinkLost, connected
from .numbers import Numbers, to_smpp
from .outgoing import fault_of, in_messages, written
from .pdu import Command, MalformedPdu, ShortMessage, bind, message_id
from .receipts import provider_id
from .receiving import Receiving
from .settings import Smpp, SmsSettings

_AWAY, _NOT_SIGNED_IN, _SILENT = "not reachable", "not signed in", "not answering"
_IN_PART = "only a part was taken"
_ANSWER_SECONDS = 30.0
_ALIVE_EVERY, _ALIVE_SECONDS = 10.0, 10.0
_LOOK_SECONDS = 0.3
_SIGN_IN_AGAIN = 10.0
_TRIES, _LONGEST_PAUSE = 5, 10.0


class SmppSession:
    """The line's session; `deliveries` is shared with the processes before and after this one."""

    def __init__(self, settings: SmsSettings, smpp: Smpp, password: Secret, given: Given) -> None:
        self._settings = settings
        self._smpp = smpp
        self._password = password
        self._given = given
        self._deliveries = Deliveries()

    async def hold(self, conversation: Conversation) -> None:
        """Receive and send until cancelled."""
        logging.disable()  # what goes wrong in a task is told with all that it held
        smpp, settings = self._smpp, self._settings
        numbers = Numbers(settings.country, settings.trunk)
        receiving = Receiving(
            conversation.take,
            self._deliveries,
            numbers,
            numbers.address(settings.number),
            self._given.clock,
            default_coding=smpp.default_coding,
            is_there=lambda: link.is_there,
        )
        try:
            link = await connected(smpp.host, smpp.port, smpp.tls(), receiving.receive)
        except (OSError, TimeoutError):
            raise PassingFault(_AWAY) from None
        self._deliveries.connected(self._given.clock())
        try:
            await self._sign_in(link)
            await self._live(link, conversation)
        finally:
            await self._leave(link)

    async def _leave(self, link: Link) -> None:
        await link.finish()
        answered = self._deliveries.unconfirmed()
        if await link.unbind():
            self._deliveries.confirm(answered)
        await link.close()

    async def _sign_in(self, link: Link) -> None:
        smpp = self._smpp
        body = bind(smpp.system_id, self._password.reveal().decode(), smpp.system_type)
        try:
            answer = await link.ask(Command.BIND_TRANSCEIVER, body, _ANSWER_SECONDS)
        except (LinkLost, TimeoutError):
            raise PassingFault(_AWAY) from None
        if answer.status:
            raise PassingFault(_NOT_SIGNED_IN, _SIGN_IN_AGAIN)

    async def _live(self, link: Link, conversation: Conversation) -> None:
        """Until the connection ends, or one of these does."""
        sending = _Sending(self._settings, self._smpp, self._given, link, conversation)
        tasks = [
            asyncio.ensure_future(self._stay_alive(link)),
            asyncio.ensure_future(sending.run()),
        ]
        try:
            await asyncio.wait((*tasks, link.reading), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in tasks:
            if not task.cancelled() and (fault := task.exception()) is not None:
                raise fault
        raise PassingFault(_AWAY)

    async def _stay_alive(self, link: Link) -> None:
        while True:
            await asyncio.sleep(_ALIVE_EVERY)
            before = self._deliveries.unconfirmed()
            try:
                await link.ask(Command.ENQUIRE_LINK, b"", _ALIVE_SECONDS)
            except (LinkLost, TimeoutError):
                raise PassingFault(_SILENT) from None
            self._deliveries.confirm(before)


class _Sending:
    def __init__(
        self,
        settings: SmsSettings,
        smpp: Smpp,
        given: Given,
        link: Link,
        conversation: Conversation,
    ) -> None:
        self._smpp = smpp
        self._given = given
        self._link = link
        self._conversation = conversation
        self._ours = Numbers(settings.country, settings.trunk).address(settings.number)
        self._not_before = 0.0

    async def run(self) -> None:
        while True:
            await self._pulse()
            if time.monotonic() >= self._not_before:
                await self._send_all(await self._conversation.fetch())
            await asyncio.sleep(_LOOK_SECONDS)

    async def _send_all(self, waiting: Sequence[tuple[bytes, Outgoing]]) -> None:
        """In order; once the SMSC asks for a pause, all the others wait as well."""
        for instruction, message in waiting:
            if not await self._conversation.begin(instruction):
                continue
            outcome: Outcome = UnknownOutcome("stopped in between")
            try:
                outcome = await self._sent(instruction, message)
            finally:
                await asyncio.shield(self._conversation.told(instruction, outcome))
            if isinstance(outcome, PassingFault):
                self._not_before = time.monotonic() + (outcome.after or 1.0)
                return

    async def _sent(self, instruction: bytes, message: Outgoing) -> Outcome:
        try:
            text = written(message, self._given)
            source = to_smpp(self._ours)
            messages = in_messages(text, source, message.to, self._smpp, instruction[-1])
        except LastingFault as fault:
            return fault
        name = ""
        for number, each in enumerate(messages):
            outcome = await self._submit(each, is_first=number == 0)
            if not isinstance(outcome, Sent):
                return outcome
            name = outcome.provider_id
        return Sent(name)

    async def _submit(self, message: ShortMessage, *, is_first: bool) -> Outcome:
        """One message. After the first part nothing may be taken back: it is tried some times."""
        pause = 1.0
        for _ in range(1 if is_first else _TRIES):
            try:
                answer = await self._link.ask(
                    Command.SUBMIT_SM, message.to_bytes(), _ANSWER_SECONDS
                )
            except LinkLost as lost:
                may_have_left = lost.written or not is_first
                return UnknownOutcome() if may_have_left else PassingFault(_AWAY)
            except TimeoutError:
                return UnknownOutcome()
            fault = fault_of(answer.status)
            if fault is None:
                return Sent(_id_in(answer.body, hexadecimal=self._smpp.hex_ids))
            if is_first:
                return fault
            if isinstance(fault, LastingFault):
                break
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        return UnknownOutcome(_IN_PART)

    async def _pulse(self) -> None:
        nonce = self._conversation.pulse_due()
        if nonce is None:
            return
        try:
            if self._smpp.pulse == "link":
                await self._link.ask(Command.ENQUIRE_LINK, b"", _ALIVE_SECONDS)
                await self._conversation.take(PulseReturned(nonce))
                return
            ours = to_smpp(self._ours)
            for each in in_messages(nonce, ours, self._ours, self._smpp, 0):
                await self._link.ask(Command.SUBMIT_SM, each.to_bytes(), _ANSWER_SECONDS)
        except (LinkLost, TimeoutError):
            raise PassingFault(_SILENT) from None


def _id_in(body: bytes, *, hexadecimal: bool) -> str:
    try:
        return provider_id(message_id(body), hexadecimal=hexadecimal)
    except MalformedPdu:
        return ""
