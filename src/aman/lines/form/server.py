"""The form's process: reads everything once, then keeps children that serve.

Promises: nothing is listened to before programme, texts and word lists are whole.
"""

import socket
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from aman.core.ports import Announce, Clock, unheard
from aman.core.programme_file import read_programme
from aman.core.words import word_lists
from aman.lines.belief import Hotline, NewestManifest
from aman.lines.children import Children
from aman.lines.derivations import Derivations
from aman.lines.exchange import Answer, Exchange, Limits, Refused, TooLong
from aman.lines.front import Front, FrontAway

from .requests import HEADERS, MOST_BODY, read_form
from .settings import FormSettings, read_settings
from .steps import Outside, Steps
from .style import content_security_policy, style_sheet
from .texts import read_texts

__all__ = ["FormSettings", "read_settings", "run"]

_BACKLOG = 128


def run(settings: FormSettings, *, clock: Clock = time.time, announce: Announce = unheard) -> None:
    """Serve the form until SIGTERM or SIGINT."""
    steps = _steps(settings, clock)
    host, port = settings.address()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=_BACKLOG) as listener:
        where = f"{host}:{listener.getsockname()[1]}"
        children = Children(
            "form",
            listener,
            partial(_serve, settings, steps),
            waiting=settings.children,
            most=settings.most_children,
        )
        children.run(ready=lambda: announce(f"form: listening on {where}"))
    announce("form: ended")


def _steps(settings: FormSettings, clock: Clock) -> Steps:
    path = Path(settings.programme)
    programme = read_programme(path.read_text("utf-8"), str(path))
    sheet = style_sheet()
    return Steps(
        programme=programme,
        texts=read_texts(programme.languages),
        words=word_lists(),
        sheet=sheet,
        policy=content_security_policy(sheet),
        outside=Outside(
            front=partial(Front, settings.front),
            hotline=Hotline(settings.hotline_id(), clock, NewestManifest()),
            derivations=Derivations(settings.derivations),
            wait_seconds=settings.wait_seconds,
        ),
    )


def _serve(settings: FormSettings, steps: Steps, connection: socket.socket) -> None:
    """Serve one connection: one request, one answer, and what follows it."""
    limits = Limits(settings.head_seconds, settings.body_seconds, MOST_BODY)
    exchange = Exchange(connection, limits)
    try:
        request = read_form(exchange.read())
    except TooLong:
        exchange.write(steps.too_long(), HEADERS)
        return
    except Refused:
        return
    answer, failed = _answered(partial(steps.answer, request), steps)
    arrived = exchange.write(answer, HEADERS)
    connection.close()
    if failed is not None:
        raise failed
    if arrived and answer.afterwards is not None:
        _ignore_front_away(answer.afterwards)


def _answered(ask: Callable[[], Answer], steps: Steps) -> tuple[Answer, Exception | None]:
    try:
        return ask(), None
    except Exception as trouble:  # noqa: BLE001 - the person gets a page whatever happens
        return steps.trouble(), trouble


def _ignore_front_away(knock: Callable[[], None]) -> None:
    """The acknowledgement is worth one attempt: the next look carries it again."""
    try:
        knock()
    except FrontAway:
        return
