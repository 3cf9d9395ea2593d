"""A layer may be large, and comes through whole; what is too large is refused in words."""

# ruff: noqa: D103 - a test is named after what it protects

import asyncio
import json
from html import unescape
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.bodies import LARGEST, MOST_BYTES, MOST_LAYER_BYTES
from aman.desk.doors import ScreensDoor
from aman.desk.maps.layers import access_layers
from desk_cast import password_of


def large(size: int) -> str:
    """A layer whose text has so many bytes."""
    known = {"rate_per_minute": 0.001, "source": "x", "as_of": "2026-03-01T12:00:00Z"}
    at = {"type": "Point", "coordinates": [37.8, 48.01]}
    round_one = {"type": "Feature", "geometry": at, "properties": known | {"radius_m": 500}}
    text = json.dumps({"type": "FeatureCollection", "features": [round_one]})
    return text + " " * (size - len(text))


def test_a_layer_of_five_megabytes_is_taken_and_a_larger_one_is_refused_in_words(
    at_alices: Client,
) -> None:
    typed = {"name": "a", "geojson": large(MOST_LAYER_BYTES), "seen": "0"}
    assert at_alices.post("/map/layer", typed)["Location"] == "/map"
    (layer,) = access_layers()
    assert layer.read is not None
    assert len(layer.geojson) == MOST_LAYER_BYTES
    more = typed | {"geojson": large(MOST_LAYER_BYTES + 1)}
    refused = at_alices.post("/map/layer", more)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "A layer has at most 5 MB. Bring it as several layers." in page
    assert len(page) > MOST_LAYER_BYTES, "what was brought stays in its field"
    assert len(access_layers()) == 1
    # What stood in it is not the reason to be unable to take a hazard out of it.
    removed = at_alices.post(f"/map/layer/{layer.number}/zone/1/remove", {"seen": "1"})
    assert removed["Location"] == "/map"


def test_the_largest_layer_comes_through_a_sign_in_whole(browser: Client, alice: Operator) -> None:
    """Signed out while it was on its way: in quotes it is longer, and still fits the door."""
    text = large(MOST_LAYER_BYTES)
    typed = {"resume": "/map/layer", "name": "a", "geojson": text, "seen": "0"}
    page = browser.post("/sign-in", typed).content.decode()
    _, _, rest = page.partition('name="draft" autocomplete="off" hidden>')
    draft = unescape(rest.partition("</textarea>")[0])
    assert MOST_LAYER_BYTES < len(draft.encode()) < LARGEST - MOST_BYTES
    entered = {"name": alice.name, "password": password_of(alice.name), "draft": draft}
    assert browser.post("/sign-in", entered)["Location"] == "/map/layer"
    assert text in unescape(browser.get("/map/layer").content.decode())


@pytest.mark.enable_socket
def test_what_the_door_refuses_is_said_by_the_screens(at_bobs: Client) -> None:
    """In the words of who sent it, with nothing of the desk around them: he may be signed out."""
    size = LARGEST + 1
    cookie = "; ".join(f"{name}={each.value}" for name, each in at_bobs.cookies.items())
    headers = {"host": "desk.localhost", "content-length": str(size), "cookie": cookie}
    scope = {
        "type": "http", "method": "POST", "path": "/map/layer", "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    sent: list[Any] = []
    coming = [{"type": "http.request", "body": bytes(size), "more_body": False}]

    async def receive() -> Any:  # noqa: ANN401 - ASGI
        return coming.pop() if coming else await asyncio.Future()

    async def send(message: Any) -> None:  # noqa: ANN401 - ASGI
        sent.append(message)

    async def ask() -> None:
        door = ScreensDoor(ASGIHandler(), "desk.localhost", 80, asyncio.Event())
        await door(scope, receive, send)
        await sync_to_async(connections.close_all)()

    asyncio.run(ask())
    page = b"".join(each.get("body", b"") for each in sent).decode()
    assert (sent[0]["status"], coming) == (413, [])
    assert "A hazard layer has at most 5 MB, everything else far less." in page
    assert "bob" not in page
