"""The stanzas that this line sends.

Promises: plain text only, so that markup is inert; servers are asked to keep no copy for good.
"""

import re
from xml.etree.ElementTree import SubElement

from slixmpp import JID
from slixmpp.stanza import Message, Presence

from .reading import MARKERS, RECEIPTS
from .stream import Stream

_HINTS = "{urn:xmpp:hints}"
_ORIGIN = "{urn:xmpp:sid:0}origin-id"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_message(  # noqa: PLR0913 - what a message is made of
    stream: Stream, to: str, text: str, id_: str, *, lang: str = "en", ask: bool = False
) -> Message:
    """An answer; `ask` for receipts. It may wait at the server until its person is there."""
    message: Message = stream.make_message(JID(to), _NOT_XML.sub("\ufffd", text), mtype="chat")
    message["id"] = id_
    message["lang"] = lang
    SubElement(message.xml, _ORIGIN, {"id": id_})
    SubElement(message.xml, f"{_HINTS}no-permanent-store")
    if ask:
        SubElement(message.xml, f"{RECEIPTS}request")
        SubElement(message.xml, f"{MARKERS}markable")
    return message


def confirmation(stream: Stream, to: JID, id_: str) -> Message:
    """His message lies at the front (XEP-0184)."""
    message: Message = stream.make_message(to, mtype="chat")
    SubElement(message.xml, f"{RECEIPTS}received", {"id": id_})
    SubElement(message.xml, f"{_HINTS}no-store")
    return message


def pulse(stream: Stream, to: JID, nonce: str) -> Message:
    """The heart-beat, to this very session; a headline is never kept for later."""
    message: Message = stream.make_message(to, nonce, mtype="headline")
    SubElement(message.xml, f"{_HINTS}no-store")
    SubElement(message.xml, f"{_HINTS}no-copy")
    return message


def refusal(stream: Stream, to: str) -> Presence:
    """We do not show whether we are there; nobody needs that to write."""
    return stream.make_presence(pto=JID(to), ptype="unsubscribed")
