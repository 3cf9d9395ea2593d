"""A text leaves as one or several messages of the business number, with buttons or a list.

Promises: no link fetches a preview; when a part has left and another did not, the outcome is
unknown and nothing is sent again. A template leaves only where the desk asked for it, and alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from aman.core.line_dialogue import Button, Outgoing
from aman.lines.connector import Given, LastingFault, PassingFault, Sent, UnknownOutcome
from aman.lines.notices import with_notice
from aman.lines.pieces import numbered, pieces, utf16_units

from .graph import Graph, TooLarge
from .reading import PART_OF, PULSE

MOST_UNITS = 4096
MOST_UNITS_WITH_BUTTONS = 1024
MOST_BUTTONS, BUTTON_UNITS = 3, 20
MOST_ROWS, ROW_UNITS = 10, 24
_CHOOSE = {"ar": "اختر", "en": "Choose", "ru": "Выбрать", "uk": "Обрати"}


@dataclass(frozen=True, slots=True)
class Template:
    """A neutral text that Meta has approved: all that may be said outside the 24 hours."""

    name: str
    language: str

    def content(self) -> dict[str, Any]:
        """As the Cloud API takes it; it has no places to fill in."""
        named = {"name": self.name, "language": {"code": self.language}}
        return {"type": "template", "template": named}


@dataclass(frozen=True, slots=True)
class CloudSender:
    """Sends from the business number; `pulse_number` is a phone of the hotline's own."""

    graph: Graph
    given: Given
    pulse_number: str
    template: Template | None = None

    def send(self, instruction: bytes, message: Outgoing) -> Sent:  # noqa: ARG002 - Meta takes no key that makes a repeat harmless
        """Send it. The first piece's wamid names the whole."""
        if message.template:
            return self._knock(message)
        text, action = message.text, _action(message.buttons, message.lang)
        if message.buttons and (action is None or not text.strip()):
            text, action = numbered(text, message.buttons), None
        if message.notice:
            text = with_notice(text, self.given.notices, message.lang)
        texts = _texts(text, with_buttons=action is not None)
        if not texts:
            reason = "nothing to send"
            raise LastingFault(reason)
        first = ""
        with self.graph.client() as client:
            for number, piece in enumerate(texts, 1):
                body = {**_recipient(message), **_content(piece)}
                if action is not None and number == len(texts):
                    body = {**_recipient(message), **_interactive(piece, action)}
                if first:
                    body["biz_opaque_callback_data"] = PART_OF + first
                wamid = self._say(client, body, is_torn=bool(first))
                first = first or wamid
        return Sent(provider_id=first)

    def _knock(self, message: Outgoing) -> Sent:
        if self.template is None:
            reason = "template not set"
            raise LastingFault(reason)
        body = {**_recipient(message), **self.template.content()}
        with self.graph.client() as client:
            return Sent(provider_id=self._say(client, body, is_torn=False))

    def _say(self, client: httpx.Client, body: Mapping[str, Any], *, is_torn: bool) -> str:
        try:
            return self.graph.say(client, body)
        except (PassingFault, LastingFault):
            if is_torn:
                reason = "a part has left"
                raise UnknownOutcome(reason) from None
            raise
        except TooLarge:
            reason = "answer not understood"
            raise UnknownOutcome(reason) from None

    def pulse(self, nonce: str) -> None:
        """A message to a phone of ours: Meta tells how far it came, and gives the nonce back."""
        body = {
            "to": self.pulse_number,
            **_content("·"),
            "biz_opaque_callback_data": PULSE + nonce,
        }
        try:
            with self.graph.client() as client:
                self._say(client, body, is_torn=False)
        except UnknownOutcome as fault:
            raise PassingFault(str(fault)) from None


def _recipient(message: Outgoing) -> dict[str, Any]:
    """By the number where it is known: then Meta goes on telling it. Else by Meta's own name."""
    for known in (message.route, message.to.removeprefix("+")):
        if known.isascii() and known.isdigit():
            return {"to": known}
    return {"recipient": message.to}


def _texts(text: str, *, with_buttons: bool) -> list[str]:
    texts = pieces(text, MOST_UNITS)
    if with_buttons and texts:
        texts[-1:] = pieces(texts[-1], MOST_UNITS_WITH_BUTTONS)
    return texts


def _content(text: str) -> dict[str, Any]:
    return {"type": "text", "text": {"preview_url": False, "body": text}}


def _interactive(text: str, action: Mapping[str, Any]) -> dict[str, Any]:
    kind = "button" if "buttons" in action else "list"
    interactive = {"type": kind, "body": {"text": text}, "action": action}
    return {"type": "interactive", "interactive": interactive}


def _action(buttons: tuple[Button, ...], lang: str) -> Mapping[str, Any] | None:
    """Reply buttons, else a list; None when neither takes these labels."""
    labels = [button.label.strip() for button in buttons]
    payloads = {button.payload for button in buttons}
    are_distinct = len(set(labels)) == len(payloads) == len(buttons)
    is_fit = are_distinct and "" not in payloads and all(labels)
    longest = max(map(utf16_units, labels), default=0)
    if not buttons or not is_fit:
        return None
    if len(buttons) <= MOST_BUTTONS and longest <= BUTTON_UNITS:
        replies = [{"id": button.payload, "title": button.label.strip()} for button in buttons]
        return {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}
    if len(buttons) <= MOST_ROWS and longest <= ROW_UNITS:
        rows = [{"id": button.payload, "title": button.label.strip()} for button in buttons]
        return {"button": _CHOOSE.get(lang, _CHOOSE["en"]), "sections": [{"rows": rows}]}
    return None
