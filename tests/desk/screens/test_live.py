"""The live stream says that something changed, and ends when its session does."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import AsyncClient, Client

from aman.desk.accounts.models import Operator
from aman.desk.screens import live
from desk.screens.callers import HandClock, MakeUp

pytestmark = [pytest.mark.usefixtures("_quick"), pytest.mark.enable_socket]


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look again at once."""
    monkeypatch.setattr(live, "POLL_SECONDS", 0.0)


def stream(browser: Client, path: str = "/live") -> list[bytes]:
    """The whole stream as this browser gets it; it has to end by itself."""

    async def listen() -> list[bytes]:
        client = AsyncClient()
        client.cookies = browser.cookies
        answer = await client.request(
            method="GET", path=path, query_string="", headers=[(b"host", b"desk.localhost")]
        )
        assert answer.headers["Content-Type"] == "text/event-stream"
        assert answer.headers["Cache-Control"] == "no-store"
        said = [event async for event in answer.streaming_content]
        await sync_to_async(connections.close_all)()
        return said

    return asyncio.run(listen())


def test_nobody_signed_in_is_told_so_by_the_stream(browser: Client, caller: MakeUp) -> None:
    """The page can then say that the text is kept, instead of losing it to another page."""
    del caller
    assert stream(browser) == [live.SIGNED_OUT]


def test_a_change_is_announced_and_idleness_ends_it(
    at_alices: Client, caller: MakeUp, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One event for what there was, one for the new message, then the end; never what it was."""
    happens = iter([lambda: None, lambda: caller().write("hello"), lambda: clock.forward(1900)])
    poll = live.Watcher.poll

    def next_thing(watcher: live.Watcher, count: int) -> int | None:
        next(happens)()
        return poll(watcher, count)

    monkeypatch.setattr(live.Watcher, "poll", next_thing)
    said = stream(at_alices)
    assert [event.split(b"\n")[0] for event in said] == [
        b"event: changed",
        b"event: changed",
        b"event: signed-out",
    ]
    assert not any(b"hello" in event for event in said)


def test_signing_out_elsewhere_ends_it(
    at_alices: Client, caller: MakeUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session is gone: the next look says so."""
    caller().write("hello")
    poll = live.Watcher.poll

    def leave_after_the_first(watcher: live.Watcher, count: int) -> int | None:
        if count == 1:
            at_alices.post("/sign-out")
        return poll(watcher, count)

    monkeypatch.setattr(live.Watcher, "poll", leave_after_the_first)
    assert stream(at_alices, "/live/1")[-1] == live.SIGNED_OUT


def test_a_destroyed_case_is_not_taken_for_a_sign_out(at_alices: Client, caller: MakeUp) -> None:
    """Who has it open is still signed in; his page asks what changed, and the case is gone."""
    caller().write("hello")
    at_alices.post("/case/1/destroy", {"number": "1"})
    key = at_alices.session.session_key or ""
    watcher = live.Watcher(key, Operator.objects.get(), 1)
    assert watcher.poll(0) is not None
    assert at_alices.get("/case/1/now").status_code == 404


def test_only_asking_is_allowed(at_alices: Client) -> None:
    """The stream takes nothing."""
    assert at_alices.post("/live").status_code == 405


def test_a_stream_that_is_left_ends_at_once(at_alices: Client, alice: Operator) -> None:
    """When the server stops or the browser leaves, nobody looks any more."""
    key = at_alices.session.session_key or ""

    async def leave() -> list[bytes]:
        watcher = live.Watcher(key, alice, None)
        events = live._events(watcher)
        first = [await anext(events)]
        await events.aclose()  # type: ignore[attr-defined]
        await sync_to_async(connections.close_all)()
        return first

    assert asyncio.run(leave())[0].startswith(b"event: changed")
