"""The far side of the WhatsApp line: people at a stub of the Cloud API."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from lines.peer import Can, Got, LineSetup
from lines.stub_server import delivering, serving
from lines.whatsapp.stub import (
    APP_SECRET,
    NUMBER_ID,
    PULSE_NUMBER,
    TOKEN,
    VERIFY_TOKEN,
    CloudStub,
)


class WhatsAppPeer:
    """People with the app. That somebody blocked us the Cloud API does not tell."""

    can = (
        Can.BUTTONS
        | Can.FILES
        | Can.PLACES
        | Can.REDELIVER
        | Can.RECEIPTS
        | Can.GO_AWAY
        | Can.PULSE
    )

    def __init__(self, stub: CloudStub) -> None:
        self.name = "whatsapp"
        self.stub = stub
        self._people: list[str] = []
        self._second = int(time.time())

    def setup(self) -> LineSetup:
        """A webhook, and the Graph API at the stub."""
        return LineSetup(
            {
                "phone_number_id": NUMBER_ID,
                "pulse_number": PULSE_NUMBER,
                "api": f"{self.stub.server.url}/v24.0",
            },
            {"access_token": TOKEN, "app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN},
            {"listen": "127.0.0.1:0"},
        )

    def connected(self, port: int | None) -> None:
        """The public address leads to that port."""
        self.stub.port = port

    def phone(self, who: str) -> str:
        """Somebody's number."""
        if who not in self._people:
            self._people.append(who)
            self.stub.numbers[self.address(who)] = self.phone(who)
        return f"4915550{self._people.index(who):06}"

    def named(self, who: str) -> str:
        """His number in international form."""
        return f"+{self.phone(who)}"

    def address(self, who: str) -> str:
        """Meta's name for him at this business."""
        return f"DE.1349120865530274{self.phone(who)[-6:]}"

    def message(self, who: str, kind: str, content: object, **members: object) -> dict[str, Any]:
        """A message as webhooks show it. Nobody writes twice within a second here."""
        self._second += 1
        self.stub.heard[self.phone(who)] = time.time()
        return {
            "from": self.phone(who),
            "from_user_id": self.address(who),
            "id": self.stub.wamid(),
            "timestamp": str(self._second),
            "type": kind,
            kind: content,
            **members,
        }

    def value(self, who: str, *messages: dict[str, Any]) -> dict[str, Any]:
        """What a webhook says of messages."""
        contact = {
            "profile": {"name": who},
            "wa_id": self.phone(who),
            "user_id": self.address(who),
        }
        return {"contacts": [contact], "messages": list(messages)}

    def say(self, who: str, kind: str, content: object) -> None:
        """Somebody sends a message."""
        self.stub.tell(self.value(who, self.message(who, kind, content)))

    def write(self, who: str, text: str) -> None:
        """Somebody writes."""
        self.say(who, "text", {"body": text})

    def redeliver(self) -> None:
        """Meta got no 200 in time and tells it all again."""
        order = Random(7).sample(self.stub.told, len(self.stub.told))  # noqa: S311 - an order for a test
        self.stub.deliveries.add(*order)

    def press(self, who: str, payload: str) -> None:
        """Somebody presses a reply button, or chooses in a list."""
        shown = next(
            each
            for each in reversed(self.stub.chats[self.phone(who)])
            if payload in each["payloads"]
        )
        kind = "button_reply" if shown["kind"] == "button" else "list_reply"
        reply = {"type": kind, kind: {"id": payload, "title": "…"}}
        self.say(who, "interactive", reply)

    def keep(self, content: bytes, media: str) -> dict[str, Any]:
        """A file at Meta."""
        name = str(1_003_383_421_387_256 + len(self.stub.files))
        self.stub.files[name] = (content, media)
        return {"id": name, "mime_type": media, "sha256": "…"}

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """Somebody sends a document."""
        self.say(who, "document", {**self.keep(content, media), "filename": name})

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Somebody sends a pin."""
        self.say(who, "location", {"latitude": latitude, "longitude": longitude})

    def got(self, who: str) -> list[Got]:
        """What stands in his chat."""
        shown = self.stub.chats.get(self.phone(who), [])
        return [Got(each["text"], each["payloads"]) for each in shown]

    def confirm(self, who: str) -> None:
        """The Cloud API tells it by itself."""

    def block(self, who: str) -> None:
        """He blocks the business: nothing says so."""
        raise NotImplementedError

    def go_away(self) -> None:
        """Connections are refused."""
        self.stub.server.stop()

    def come_back(self) -> None:
        """At the same address."""
        self.stub.server.start()


@contextmanager
def whatsapp_peer(folder: Path) -> Iterator[WhatsAppPeer]:  # noqa: ARG001 - it keeps nothing on disk
    """The far side."""
    stub = CloudStub()
    with serving(stub.server), delivering(stub.deliveries):
        yield WhatsAppPeer(stub)
