"""The far side of the Telegram line: people at a stub of the Bot API."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from lines.peer import Can, Got, LineSetup
from lines.stub_server import delivering, serving
from lines.telegram.stub import PERSON, PUBLIC_URL, PULSE_CHAT, SECRET, TOKEN, BotApiStub


class TelegramPeer:
    """People with the app; `mode` as line.json has it."""

    can = Can.BUTTONS | Can.FILES | Can.PLACES | Can.BLOCK | Can.GO_AWAY | Can.PULSE | Can.EDIT

    def __init__(self, name: str, mode: str, stub: BotApiStub) -> None:
        self.name = name
        self.stub = stub
        self._mode = mode
        self._people: list[str] = []
        if mode == "webhook":
            self.can |= Can.REDELIVER  # with polling, what was confirmed is forgotten

    def setup(self) -> LineSetup:
        """A webhook listens on a port of the system's choice."""
        provider: dict[str, Any] = {
            "mode": self._mode,
            "api": self.stub.server.url,
            "pulse_chat": PULSE_CHAT,
        }
        if self._mode == "polling":
            return LineSetup(provider, {"bot_token": TOKEN})
        return LineSetup(
            {**provider, "url": PUBLIC_URL},
            {"bot_token": TOKEN, "webhook_secret": SECRET},
            {"listen": "127.0.0.1:0"},
        )

    def connected(self, port: int | None) -> None:
        """The public address leads to that port."""
        self.stub.port = port

    def account(self, who: str) -> dict[str, Any]:
        """Somebody's account."""
        if who not in self._people:
            self._people.append(who)
        number = PERSON + self._people.index(who)
        lang = "uk" if who.isascii() else "ru"
        return {"id": number, "is_bot": False, "first_name": who, "language_code": lang}

    def named(self, who: str) -> str:
        """A bot can write to nobody first."""
        raise NotImplementedError

    def address(self, who: str) -> str:
        """The number of the private chat, which is that of the account."""
        return str(self.account(who)["id"])

    def say(self, who: str, **members: object) -> dict[str, Any]:
        """Somebody sends a message with these members."""
        return self.stub.tell(message=self.message(who, **members))

    def message(self, who: str, **members: object) -> dict[str, Any]:
        """A message as the Bot API shows it."""
        account = self.account(who)
        self.stub.known.add(account["id"])
        return {
            "message_id": self.stub.next_message(),
            "date": int(time.time()),
            "chat": {"id": account["id"], "type": "private", "first_name": who},
            "from": account,
            **members,
        }

    def write(self, who: str, text: str) -> None:
        """Somebody writes; the app sends what is longer than 4,096 in several messages."""
        self.say(who, text=text)

    def redeliver(self) -> None:
        """Telegram got no answer in time and tells it all again."""
        told = [each for each in self.stub.told if "poll" not in each]
        order = Random(7).sample(told, len(told))  # noqa: S311 - an order for a test
        self.stub.deliveries.add(*order)

    def press(self, who: str, payload: str) -> None:
        """Somebody presses a button of the last message that has it."""
        account = self.account(who)
        shown = next(
            each for each in reversed(self.stub.chats[account["id"]]) if payload in each["payloads"]
        )
        self.stub.tell(
            callback_query={
                "id": str(4_382_000_000 + self.stub.next_message()),
                "from": account,
                "chat_instance": "1",
                "data": payload,
                "message": {
                    "message_id": shown["id"],
                    "date": int(time.time()),
                    "chat": {"id": account["id"], "type": "private"},
                    "text": shown["text"],
                },
            }
        )

    def keep(self, content: bytes) -> dict[str, Any]:
        """A file at Telegram."""
        file_id = f"file-{len(self.stub.files) + 1}"
        self.stub.files[file_id] = content
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content)}

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """Somebody sends a document."""
        self.say(who, document={**self.keep(content), "mime_type": media, "file_name": name})

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Somebody sends a pin."""
        self.say(who, location={"latitude": latitude, "longitude": longitude})

    def got(self, who: str) -> list[Got]:
        """What stands in his chat with the bot."""
        shown = self.stub.chats.get(self.account(who)["id"], [])
        return [Got(each["text"], each["payloads"]) for each in shown]

    def confirm(self, who: str) -> None:
        """The Bot API tells a bot nothing of it."""
        raise NotImplementedError

    def block(self, who: str) -> None:
        """He blocks the bot."""
        self.stub.blocked.add(self.account(who)["id"])

    def go_away(self) -> None:
        """Connections are refused."""
        self.stub.server.stop()

    def come_back(self) -> None:
        """At the same address."""
        self.stub.server.start()


@contextmanager
def telegram_peer(
    folder: Path,  # noqa: ARG001 - it keeps nothing on disk
    mode: str = "webhook",
    callers: int = 1,
) -> Iterator[TelegramPeer]:
    """The far side, by webhook; Telegram has as many `callers` as `max_connections` allows."""
    stub = BotApiStub()
    with serving(stub.server), delivering(stub.deliveries, callers):
        yield TelegramPeer("telegram", mode, stub)


@contextmanager
def telegram_polling_peer(folder: Path) -> Iterator[TelegramPeer]:
    """The far side, when the line asks."""
    with telegram_peer(folder, "polling") as peer:
        yield peer
