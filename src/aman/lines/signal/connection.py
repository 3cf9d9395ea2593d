"""A Signal line from its settings.

Promises: a plain connection goes to this machine only; a wrong setting is told by its name.
"""

import logging
import re
from urllib.parse import urlsplit

from aman.core.keys import Secret
from aman.lines.connector import Connection, Given
from aman.lines.hosts import is_here

from .host import Host
from .receiving import SignalWebhook
from .sending import SignalSender

_NUMBER = re.compile(r"\+[1-9]\d{4,14}")
_HOOK = re.compile(rb"[A-Za-z0-9_-]{22,128}")


def connect(given: Given) -> Connection:
    """Make the line; ValueError names the setting that is wrong."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).disabled = True  # they tell addresses, and a number is in one
    number = _number(given, "number")
    pulse_number = _number(given, "pulse_number") if given.settings.get("pulse_number") else ""
    if pulse_number == number:
        reason = "pulse_number: Signal does not give a note to self back; take a second number"
        raise ValueError(reason)
    host = Host(_service(given))
    return Connection(
        sender=SignalSender(host, number, pulse_number, given.notices),
        webhook=SignalWebhook(host, number, _hook(given)),
        gives_once=True,
    )


def _number(given: Given, name: str) -> str:
    number = str(given.settings.get(name, ""))
    if not _NUMBER.fullmatch(number):
        reason = f"{name}: expected a number such as +4930000000"
        raise ValueError(reason)
    return number


def _service(given: Given) -> str:
    service = str(given.settings.get("service", ""))
    parts = urlsplit(service)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        reason = "service: expected http://127.0.0.1:PORT or https://HOST"
        raise ValueError(reason)
    if parts.scheme == "http" and not is_here(parts.hostname):
        reason = "service: texts travel open to it; on another machine it must be https"
        raise ValueError(reason)
    return service.rstrip("/")


def _hook(given: Given) -> Secret:
    hook = given.secret("hook")
    if not _HOOK.fullmatch(hook.reveal()):
        reason = "hook: expected 22 letters or digits, such as `openssl rand -hex 16` gives"
        raise ValueError(reason)
    return hook
