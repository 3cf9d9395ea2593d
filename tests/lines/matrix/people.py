"""People with Matrix clients: the client-server API by hand, one request after the other."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx

from lines.matrix.synapse import Synapse

CLIENT = "/_matrix/client/v3"


class Person:
    """Somebody with an account; a room with the line is opened when he first writes."""

    def __init__(self, server: Synapse, name: str, line: str) -> None:
        made = server.account(name)
        self.address: str = made["user_id"]
        self.line = line
        self.room = ""
        self._since = ""
        self._http = httpx.Client(
            base_url=server.url,
            headers={"Authorization": f"Bearer {made['access_token']}"},
            timeout=30,
            trust_env=False,
        )

    def ask(self, method: str, path: str, **members: Any) -> dict[str, Any]:  # noqa: ANN401
        """One request."""
        answer = self._http.request(method, path, **members)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def open_room(self, *, encrypted: bool = False, direct: bool = True, **wanted: Any) -> str:  # noqa: ANN401
        """A room of this person's, with the line asked into it."""
        state = [{"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]
        room = {
            "preset": "trusted_private_chat",
            "is_direct": direct,
            "invite": [self.line],
            "initial_state": state if encrypted else [],
            **wanted,
        }
        return str(self.ask("POST", f"{CLIENT}/createRoom", json=room)["room_id"])

    def send(
        self,
        content: dict[str, Any],
        *,
        room: str = "",
        kind: str = "m.room.message",
        transaction: str = "",
    ) -> str:
        """Send an event; gives its id."""
        if not room:
            self.room = self.room or self.open_room()
        path = f"{CLIENT}/rooms/{quote(room or self.room)}/send/{kind}"
        sent = self.ask("PUT", f"{path}/{transaction or uuid4().hex}", json=content)
        return str(sent["event_id"])

    def come(self) -> None:
        """Into a room of the line's, if it asked him there and he is in none."""
        if self.room:
            return
        since = {"since": self._since} if self._since else {}  # the same question is not asked anew
        sync = self.ask("GET", f"{CLIENT}/sync", params={"timeout": 0, **since})
        self._since = sync["next_batch"]
        for room in sync.get("rooms", {}).get("invite", {}):
            self.ask("POST", f"{CLIENT}/rooms/{quote(room)}/join", json={})
            self.room = room

    def upload(self, content: bytes, media: str) -> str:
        """Put a file at the server; gives its address."""
        path = "/_matrix/media/v3/upload"
        sent = self.ask("POST", path, content=content, headers={"Content-Type": media})
        return str(sent["content_uri"])

    def heard(self, room: str = "") -> list[dict[str, Any]]:
        """Messages of the line in a room, oldest first."""
        where = room or self.room
        if not where:
            return []
        query = {"dir": "f", "limit": 100}
        page = self.ask("GET", f"{CLIENT}/rooms/{quote(where)}/messages", params=query)
        return [
            event
            for event in page["chunk"]
            if event["type"] == "m.room.message" and event["sender"] == self.line
        ]

    def close(self) -> None:
        """The connection ends."""
        self._http.close()
