"""How an SMS line is made from line.json."""

from aman.lines.connector import Connection, Given

from .callback import Callback
from .gateway import GatewaySender
from .numbers import Numbers
from .session import SmppSession
from .settings import SmsSettings


def connect(given: Given) -> Connection:
    """Make the line. ValueError names a wrong setting."""
    settings = given.table(SmsSettings)
    if settings.http is not None and settings.way == "http":
        numbers = Numbers(settings.country, settings.trunk)
        ours = numbers.address(settings.number)
        proof = given.secret("hook")
        sender = GatewaySender(settings, settings.http, given.secret("password"), given)
        return Connection(
            sender=sender,
            webhook=Callback(settings.http.call, proof, numbers, ours, given.clock),
            names=lambda: (settings.number,),
        )
    if settings.smpp is None:
        reason = '"way": "smpp" needs "smpp"'
        raise ValueError(reason)
    password = given.secret("password")
    session = SmppSession(settings, settings.smpp, password, given)
    return Connection(session=session, names=lambda: (settings.number,))
