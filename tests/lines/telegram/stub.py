"""A stub of Telegram's Bot API: an HTTP server that behaves as the documentation says.

Not Telegram: no network of people stands behind it. What it takes is checked against aiogram's
own models of the methods, what it tells against aiogram's model of an update. What it does by
core.telegram.org/bots/api: updates wait until a webhook answers 2xx or `getUpdates` comes with a
higher offset; both at once are a conflict; a bot can't write to somebody who has not written
first; a text is 1 to 4,096 UTF-16 units; a button's data is 1 to 64 bytes; files are had by
`getFile`; and of polls a bot is told "manually stopped polls and polls, which are sent by the
bot". That stopping one's own poll makes such an update can be read in tdlib
(`PollManager::on_get_poll`: a bot gets `updatePoll` for a poll that it just closed).
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from aiogram import methods
from aiogram.methods.base import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError

from aman.lines.pieces import utf16_units
from lines.stub_server import Answered, Asked, Deliveries, StubServer, call

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - the form of the documentation's example
SECRET = "a-secret-of-the-webhook_0123456789"  # noqa: S105 - of a stub
PULSE_CHAT = -1001234567890
PUBLIC_URL = "https://hotline.example/telegram"
PERSON = 7_316_482_905
"""Account numbers are beyond 32 bits."""


class _Refused(Exception):  # noqa: N818 - what the API answers
    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def to_wire(method: str, pairs: list[tuple[str, str]]) -> TelegramMethod[Any]:
    """The form fields of a call, as aiogram's model of that method."""
    model: type[TelegramMethod[Any]] = getattr(methods, method[0].upper() + method[1:])
    members: dict[str, Any] = {}
    for name, value in pairs:
        assert name in model.model_fields, f"{method} has no {name}"
        members[name] = value
        if value[:1] in {"{", "["}:
            members[name] = msgspec.json.decode(value)
    return model.model_validate(members)


@dataclass
class BotApiStub:
    """`chats` holds what each chat received; a test may queue faults for the next calls."""

    chats: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    updates: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    pressed: list[str] = field(default_factory=list)
    calls: list[TelegramMethod[Any]] = field(default_factory=list)
    fields: list[dict[str, str]] = field(default_factory=list)
    """The calls as they came, before any model gave them its defaults."""
    faults: dict[str, list[Answered]] = field(default_factory=dict)
    polls: dict[int, dict[str, Any]] = field(default_factory=dict)
    webhook: dict[str, Any] = field(default_factory=lambda: {"url": ""})
    secret: str = ""
    username: str = "n_712_bot"
    names: dict[str, str] = field(default_factory=dict)
    """By language; "" is the one for every other language."""
    port: int | None = None
    _number: int = 500
    _update: int = 900_000
    _news: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.server = StubServer("the Telegram Bot API", self.answer)
        self.deliveries = Deliveries(self._deliver)

    def next_message(self) -> int:
        """The next message id of a chat; they count in both directions."""
        with self._news:
            self._number += 1
            return self._number

    def tell(self, **members: object) -> dict[str, Any]:
        """A new update."""
        with self._news:
            self._update += 1
            update = {"update_id": self._update, **members}
            Update.model_validate(update)
            self.told.append(update)
            if not self.webhook["url"]:
                self.updates.append(update)
            self._news.notify_all()
        if self.webhook["url"]:
            self.deliveries.add(update)
        return update

    def tell_raw(self, update: dict[str, Any]) -> None:
        """An update that aiogram's models may not know."""
        with self._news:
            self._update += 1
            raw = {"update_id": self._update, **update}
            if not self.webhook["url"]:
                self.updates.append(raw)
            self._news.notify_all()
        if self.webhook["url"]:
            self.deliveries.add(raw)

    def _deliver(self, update: object) -> int:
        if self.port is None or self.server.away.is_set():
            return 0
        headers = {
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": self.secret,
        }
        body = msgspec.json.encode(update)
        status, _ = call(self.port, "POST", "/telegram", body, headers)
        if not 200 <= status < 300:
            self.webhook["last_error_date"] = int(time.time())
            self.webhook["last_error_message"] = f"Wrong response from the webhook: {status}"
        return status

    def answer(self, asked: Asked) -> Answered:
        """One call."""
        path = asked.target.partition("?")[0]
        if path.startswith(f"/file/bot{TOKEN}/"):
            return Answered(self.files[path.rpartition("/")[2]])
        if not path.startswith(f"/bot{TOKEN}/"):
            return _written({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        method = path.rpartition("/")[2]
        if self.faults.get(method):
            return self.faults[method].pop(0)
        try:
            fields = parse_qsl(asked.body.decode(), keep_blank_values=True, strict_parsing=False)
            given = to_wire(method, fields)
            self.fields.append(dict(fields))
            self.calls.append(given)
            return _written({"ok": True, "result": self._does(method)(given)})
        except ValidationError:
            return _written({"ok": False, "error_code": 400, "description": "Bad Request"}, 400)
        except _Refused as refused:
            body: dict[str, Any] = {"ok": False, "error_code": refused.code}
            body["description"] = refused.description
            if refused.parameters:
                body["parameters"] = refused.parameters
            return _written(body, refused.code)

    def _does(self, method: str) -> Callable[[Any], object]:
        words = "".join(f"_{each.lower()}" if each.isupper() else each for each in method)
        does: Callable[[Any], object] = getattr(self, f"_{words}")
        return does

    def _get_me(self, _: methods.GetMe) -> object:
        return {
            "id": 110201543,
            "is_bot": True,
            "first_name": self.names.get("", "Notes"),
            "username": self.username,
        }

    def _get_my_name(self, get: methods.GetMyName) -> object:
        default = self.names.get("", "Notes")
        return {"name": self.names.get(get.language_code or "", default)}

    def _send_message(self, say: methods.SendMessage) -> object:
        chat = int(say.chat_id)
        if chat not in self.known:
            raise _Refused(400, "Bad Request: chat not found")
        if chat in self.blocked:
            raise _Refused(403, "Forbidden: bot was blocked by the user")
        if not say.text.strip():
            raise _Refused(400, "Bad Request: message text is empty")
        if utf16_units(say.text) > 4096:
            raise _Refused(400, "Bad Request: message is too long")
        payloads = []
        if say.reply_markup is not None:
            for row in say.reply_markup.inline_keyboard:
                for button in row:
                    data = button.callback_data or ""
                    if not 1 <= len(data.encode()) <= 64 or not button.text:
                        raise _Refused(400, "Bad Request: BUTTON_DATA_INVALID")
                    payloads.append(data)
        number = self.next_message()
        self.chats.setdefault(chat, []).append(
            {"id": number, "text": say.text.strip(), "payloads": payloads}
        )
        return _message(number, {"id": chat, "type": "private"}, text=say.text.strip())

    def _answer_callback_query(self, query: methods.AnswerCallbackQuery) -> object:
        self.pressed.append(query.callback_query_id)
        return True

    def _get_file(self, get: methods.GetFile) -> object:
        content = self.files.get(get.file_id)
        if content is None:
            raise _Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > 20 * 1024 * 1024:
            raise _Refused(400, "Bad Request: file is too big")
        return {
            "file_id": get.file_id,
            "file_unique_id": get.file_id,
            "file_path": f"documents/{get.file_id}",
        }

    def _get_updates(self, get: methods.GetUpdates) -> object:
        if self.webhook["url"]:
            raise _Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        deadline = time.monotonic() + (get.timeout or 0)
        with self._news:
            if get.offset is not None:
                self.updates = [each for each in self.updates if each["update_id"] >= get.offset]
            while not self.updates and time.monotonic() < deadline:
                if self.server.away.is_set():
                    break
                self._news.wait(0.05)
            return self.updates[: get.limit or 100]

    def _set_webhook(self, hook: methods.SetWebhook) -> object:
        if not hook.url.startswith("https://"):
            raise _Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
        with self._news:
            self.webhook = {"url": hook.url}
            self.secret = hook.secret_token or ""
            waiting, self.updates = self.updates, []
        self.deliveries.add(*waiting)
        return True

    def _delete_webhook(self, _: methods.DeleteWebhook) -> object:
        self.webhook = {"url": ""}
        return True

    def _get_webhook_info(self, _: methods.GetWebhookInfo) -> object:
        return {**self.webhook, "has_custom_certificate": False, "pending_update_count": 0}

    def _send_poll(self, poll: methods.SendPoll) -> object:
        if int(poll.chat_id) != PULSE_CHAT:
            raise _Refused(400, "Bad Request: chat not found")
        number = self.next_message()
        self.polls[number] = {
            "id": str(number),
            "question": poll.question,
            "options": [{"text": "1", "voter_count": 0}, {"text": "2", "voter_count": 0}],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
        }
        return _message(number, {"id": PULSE_CHAT, "type": "channel"}, poll=self.polls[number])

    def _stop_poll(self, stop: methods.StopPoll) -> object:
        poll = self.polls.get(stop.message_id)
        if poll is None or poll["is_closed"]:
            raise _Refused(400, "Bad Request: poll has already been closed")
        poll["is_closed"] = True
        newer = {"allows_revoting": False, "members_only": False}
        options = [{**each, "persistent_id": each["text"]} for each in poll["options"]]
        self.tell(poll={**poll, **newer, "options": options})
        return {**poll, **newer, "options": options}

    def _delete_message(self, delete: methods.DeleteMessage) -> object:
        if self.polls.pop(delete.message_id, None) is None:
            raise _Refused(400, "Bad Request: message to delete not found")
        return True


def _message(number: int, chat: dict[str, Any], **members: object) -> dict[str, Any]:
    return {"message_id": number, "date": int(time.time()), "chat": chat, **members}


def _written(body: object, status: int = 200) -> Answered:
    return Answered(msgspec.json.encode(body), status, {"Content-Type": "application/json"})


def flood(seconds: int) -> Answered:
    """What Telegram says when it is asked too often."""
    body = {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {seconds}",
        "parameters": {"retry_after": seconds},
    }
    return _written(body, 429)
