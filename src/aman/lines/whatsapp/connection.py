"""How the WhatsApp line is made from line.json and its secrets.

Promises: a wrong setting is told by its name before the line starts, without any value of a
secret; no library writes a log.
"""

import logging
import re
from typing import Annotated

import msgspec
from msgspec import Meta

from aman.lines.connector import Connection, Given

from .graph import OFFICIAL, Graph
from .receiving import CloudWebhook
from .sending import CloudSender, Template

_TOKEN = re.compile(rb"[!-~]+")
_Digits = Annotated[str, Meta(pattern=r"^[0-9]{5,20}$")]


class _Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`phone_number_id` is Meta's id of the business number, `pulse_number` a phone of ours.

    `template` is the name of a neutral text that Meta has approved, `template_language` its
    language there (``uk``, ``en_US``): both or neither.
    """

    phone_number_id: _Digits
    pulse_number: _Digits
    api: Annotated[str, Meta(pattern="^https?://")] = OFFICIAL
    template: Annotated[str, Meta(pattern=r"^[a-z0-9_]{1,512}$")] | None = None
    template_language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")] | None = None


def connect(given: Given) -> Connection:
    """Make the line."""
    logging.disable()  # httpx logs addresses
    settings = given.table(_Settings)
    token = given.secret("access_token")
    if not _TOKEN.fullmatch(token.reveal()):
        message = "access_token: expected letters, digits and signs, without a space"
        raise ValueError(message)
    graph = Graph(token, settings.phone_number_id, settings.api.rstrip("/"))
    webhook = CloudWebhook(graph, given.secret("app_secret"), given.secret("verify_token"))
    sender = CloudSender(graph, given, settings.pulse_number, _template(settings))
    return Connection(sender=sender, webhook=webhook, names=graph.names)


def _template(settings: _Settings) -> Template | None:
    name, language = settings.template, settings.template_language
    if (name is None) is not (language is None):
        message = "provider: template and template_language belong together"
        raise ValueError(message)
    return None if name is None or language is None else Template(name, language)
