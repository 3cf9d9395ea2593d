"""The account's own card (XEP-0054): what a client may show in place of the address.

Promises: asked for by a stream of its own name that never says it is there, so that no message
comes to it and the running session stays. Of nobody else a card is asked for.
"""

from xml.etree.ElementTree import SubElement

from slixmpp.exceptions import IqError, IqTimeout

from aman.lines.connector import PassingFault

from .account import Account
from .stream import Stream, silence

_CARD = "{vcard-temp}"
_SHOWN = ("FN", "NICKNAME")
_RESOURCE = "card"
_SECONDS = 15


async def shown_names(account: Account) -> tuple[str, ...]:
    """The card's names, if there is a card, and the address. Raises `PassingFault`."""
    silence()
    stream = Stream(account, lambda _number, _stanza: None, resource=_RESOURCE)
    try:
        await stream.reach()
        return tuple(dict.fromkeys((*await _on_card(stream), account.address.bare)))
    finally:
        await stream.close()


async def _on_card(stream: Stream) -> list[str]:
    asked = stream.make_iq_get(ito=stream.boundjid.bare)
    SubElement(asked.xml, f"{_CARD}vCard")
    try:
        answer = await asked.send(timeout=_SECONDS)  # type: ignore[no-untyped-call]
    except IqError:  # no card, or a server without cards
        return []
    except IqTimeout:
        reason = "silent"
        raise PassingFault(reason) from None
    shown = (answer.xml.findtext(f"{_CARD}vCard/{_CARD}{name}", "") for name in _SHOWN)
    return [each.strip() for each in shown if each.strip()]
