"""The desk answers to one name, and its courier's door to one request."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from aman.core.carriage import Delivery, Publication
from aman.core.manifest import MANIFEST_BYTES
from aman.desk.bodies import LARGEST, MOST_BYTES, REFUSED
from aman.desk.doors import MOST_DELIVERY_BYTES, Application, CourierDoor, ScreensDoor
from desk_cast import FRONT

Message = MutableMapping[str, Any]
PUBLICATION = Publication(manifest=bytes(MANIFEST_BYTES), tick=5)


async def screens(scope: Message, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
    """Screens that say that they were reached."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"screens"})


def ask(door: Application, scope: Message, *bodies: bytes) -> tuple[int, bytes]:
    """Send one request through a door; status and body of the answer."""
    chunks = [
        {"type": "http.request", "body": body, "more_body": at < len(bodies)}
        for at, body in enumerate(bodies, 1)
    ] or [{"type": "http.request", "body": b"", "more_body": False}]
    sent: list[Message] = []

    async def receive() -> Message:
        return chunks.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(door(scope, receive, send))
    return sent[0]["status"], sent[1]["body"]


@pytest.mark.parametrize(
    ("hosts", "status"),
    [
        ([b"desk.localhost:8500"], 200),
        ([b"desk.localhost"], 400),
        ([b"desk.localhost:8400"], 400),
        ([b"127.0.0.1:8500"], 400),
        ([b"localhost:8500"], 400),
        ([b"evil.example:8500"], 400),
        ([b"desk.localhost:8500.evil.example"], 400),
        ([b"desk.localhost:8500", b"evil.example"], 400),
        ([], 400),
    ],
)
@pytest.mark.enable_socket
def test_only_the_desks_own_name_and_port_are_answered(hosts: list[bytes], status: int) -> None:
    """A name that somebody else points here learns nothing."""
    headers = [(b"host", host) for host in hosts]
    door = ScreensDoor(screens, "desk.localhost", 8500, asyncio.Event())
    assert ask(door, {"type": "http", "path": "/", "headers": headers})[0] == status


@pytest.mark.enable_socket
def test_a_stream_ends_when_the_desk_stops() -> None:
    """As if the browser had gone."""

    async def stream(scope: Message, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        del scope
        while (await receive())["type"] != "http.disconnect":
            pass
        await screens({}, receive, send)

    async def never() -> Message:
        return await asyncio.Future()

    async def scene() -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        stopping = asyncio.Event()
        door = ScreensDoor(stream, "desk.localhost", 8500, stopping)
        scope = {"type": "http", "path": "/", "headers": [(b"host", b"desk.localhost:8500")]}
        streaming = asyncio.create_task(door(scope, never, send))
        await asyncio.sleep(0)
        stopping.set()
        await streaming
        return sent

    assert asyncio.run(scene())[0]["status"] == 200


async def weigh(scope: Message, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
    """Screens that say how much reached them, and whether it was refused or broken off."""
    taken, more = 0, True
    while more:
        message = await receive()
        taken += len(message.get("body", b""))
        more = message["type"] == "http.request" and message["more_body"]
    broken = message["type"] == "http.disconnect"
    status = 413 if REFUSED in scope else 499 if broken else 200
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": str(taken).encode()})


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", MOST_BYTES),
        ("/case/1/answer", MOST_BYTES),
        ("/map/zone", MOST_BYTES),
        ("/map/layer/1/remove", MOST_BYTES),
        ("/map/layer", LARGEST),
        ("/claims/report", LARGEST),
        ("/claims/report/1", MOST_BYTES),
        ("/map/layer/12", LARGEST),
        ("/sign-in", LARGEST),
    ],
)
@pytest.mark.enable_socket
def test_a_body_is_as_large_as_its_address_takes_and_not_larger(path: str, most: int) -> None:
    """What is larger reaches no screen, whether it says so before or just comes."""
    door = ScreensDoor(weigh, "desk.localhost", 8500, asyncio.Event())
    host = (b"host", b"desk.localhost:8500")

    def send(size: int, *said: tuple[bytes, bytes]) -> tuple[int, bytes]:
        scope = {"type": "http", "path": path, "headers": [host, *said]}
        return ask(door, scope, bytes(size // 2), bytes(size - size // 2))

    def length(size: int) -> tuple[bytes, bytes]:
        return b"content-length", str(size).encode()

    assert send(most, length(most)) == (200, str(most).encode())
    assert send(most + 1, length(most + 1)) == (413, b"0")
    assert send(most) == (200, str(most).encode())
    status, taken = send(most + 1)
    assert (status, int(taken) <= most) == (499, True)


def courier_door(taken: list[Delivery], fault: Exception | None = None) -> CourierDoor:
    """A courier's door that keeps what it took."""

    async def take(delivery: Delivery) -> Publication:
        if fault:
            raise fault
        taken.append(delivery)
        return PUBLICATION

    return CourierDoor(take)


POST = {"method": "POST", "path": "/courier"}


@pytest.mark.enable_socket
def test_a_delivery_gets_a_publication() -> None:
    """Also when it comes in pieces."""
    taken: list[Delivery] = []
    delivery = Delivery(FRONT, have_tick=3)
    raw = delivery.to_bytes()
    status, body = ask(courier_door(taken), POST, raw[:5], raw[5:])
    assert (status, Publication.read(body), taken) == (200, PUBLICATION, [delivery])


@pytest.mark.enable_socket
def test_anything_else_is_refused_without_words() -> None:
    """Other paths, other methods, nonsense, more than any delivery holds."""
    taken: list[Delivery] = []
    door = courier_door(taken)
    assert ask(door, {"method": "GET", "path": "/courier"}) == (404, b"")
    assert ask(door, {"method": "POST", "path": "/"}) == (404, b"")
    assert ask(door, POST, b"nonsense") == (400, b"")
    assert ask(door, POST, bytes(MOST_DELIVERY_BYTES), b"x") == (413, b"")
    assert taken == []


@pytest.mark.enable_socket
def test_a_fault_inside_is_no_answer_and_no_detail(caplog: pytest.LogCaptureFixture) -> None:
    """The courier tries again later; what was wrong stays inside."""
    door = courier_door([], fault=RuntimeError("what somebody wrote"))
    assert ask(door, POST, Delivery(FRONT).to_bytes()) == (500, b"")
    assert [record.message for record in caplog.records] == ["a delivery was not taken"]
