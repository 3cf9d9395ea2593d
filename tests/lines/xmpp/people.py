"""People with ordinary XMPP clients: slixmpp, in a loop of its own thread."""

import asyncio
import threading
import urllib.request
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4
from xml.etree import ElementTree as ET

from slixmpp import ClientXMPP
from slixmpp.stanza import Message

from lines.xmpp.prosody import PASSWORD, UPLOADS, Prosody

Found = TypeVar("Found")


class Person(ClientXMPP):
    """Somebody who writes to `line`; everything that came is kept in `stanzas`."""

    def __init__(self, address: str, server: Prosody, line: str, *, names: bool = True) -> None:
        super().__init__(f"{address}/{uuid4().hex[:8]}", PASSWORD, ssl_context=server.trust())
        self.use_origin_id = False
        self.names = names
        self.line = line
        self.stanzas: list[Message] = []
        self.presences: list[Any] = []
        self.ready = asyncio.Event()
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0191")
        self.add_event_handler("session_start", self._started)
        self.add_filter("in", self._keep)
        self.trust = server.trust

    def _keep(self, stanza: Any) -> Any:  # noqa: ANN401 - any stanza
        if isinstance(stanza, Message):
            self.stanzas.append(stanza)
        elif stanza.name == "presence":
            self.presences.append(stanza)
        return stanza

    async def _started(self, _: object) -> None:
        await self.get_roster()
        self.send_presence()
        self.ready.set()

    def message(self, text: str = "", id_: str = "", **attributes: str) -> Message:
        """A message as this person's client makes it."""
        message = self.make_message(self.line, text or None, mtype="chat")
        message["id"] = id_ or str(uuid4())
        if self.names:
            ET.SubElement(message.xml, "{urn:xmpp:sid:0}origin-id", {"id": message["id"]})
        for name, value in attributes.items():
            message.xml.set(name, value)
        return message

    async def refuse(self) -> None:
        """Block the line (XEP-0191)."""
        await self.plugin["xep_0191"].block(self.line)

    async def put(self, content: bytes, media: str, name: str) -> str:
        """Upload a file (XEP-0363); gives its address."""
        iq = self.make_iq_get(ito=UPLOADS)
        wanted = {"filename": name, "size": str(len(content)), "content-type": media}
        ET.SubElement(iq.xml, "{urn:xmpp:http:upload:0}request", wanted)
        slot = (await iq.send()).xml[0]
        put, get = (slot.find(f"{{urn:xmpp:http:upload:0}}{each}") for each in ("put", "get"))
        headers = {each.get("name"): each.text for each in put} | {"Content-Type": media}
        request = urllib.request.Request(  # noqa: S310 - the test's own server
            put.get("url"), content, headers, method="PUT"
        )
        trusted = self.trust()
        await asyncio.to_thread(lambda: urllib.request.urlopen(request, context=trusted).close())  # noqa: S310
        return str(get.get("url"))


@dataclass
class People:
    """Clients by name, driven from another thread."""

    server: Prosody
    line: str
    suffix: str
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    known: dict[str, Person] = field(default_factory=dict)
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def do(self, coroutine: Coroutine[Any, Any, Found]) -> Found:
        """Run in the people's loop, and wait."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def address(self, who: str) -> str:
        """Somebody's bare address; an account is made when he is first named."""
        name = f"{who}-{self.suffix}".encode("ascii", "ignore").decode()
        return self.server.account(name)

    def person(self, who: str) -> Person:
        """Somebody, online."""
        if who not in self.known:
            self.known[who] = self.do(self._come(who))
        return self.known[who]

    async def _come(self, who: str) -> Person:
        person = Person(self.address(who), self.server, self.line)
        person.connect("127.0.0.1", self.server.c2s)
        await asyncio.wait_for(person.ready.wait(), 20)
        return person

    def send(self, message: Message) -> None:
        """Send a message that `Person.message` made."""
        self.loop.call_soon_threadsafe(message.send)

    def leave(self) -> None:
        """Everybody goes offline; what they received stays."""
        for person in self.known.values():
            self.do(_leave(person))

    def return_all(self) -> None:
        """Everybody comes again, with what he had."""
        for who, earlier in list(self.known.items()):
            person = self.do(self._come(who))
            person.stanzas = earlier.stanzas + person.stanzas
            self.known[who] = person

    def end(self) -> None:
        """The loop ends."""
        self.leave()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


async def _leave(person: Person) -> None:
    await person.disconnect(1)
    person.cancel_connection_attempt()
    if person._run_out_filters is not None:
        person._run_out_filters.cancel()
