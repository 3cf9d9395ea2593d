"""Sending by an HTTP gateway whose request line.json describes.

Promises: one request for one answer. After the request has left, a broken connection or a failing
server leaves it unknown; of the gateway's words only its id and whether they are known is kept.
"""

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from aman.core.keys import Secret
from aman.core.line_dialogue import Outgoing
from aman.lines.connector import Given, LastingFault, PassingFault, Sent, UnknownOutcome

from .members import filled, member
from .outgoing import written
from .settings import Gateway, SmsSettings

_AWAY, _NOT_SIGNED_IN, _FOR_NOW = "not reachable", "not signed in", "refused for now"
_SECONDS = 30
_MOST_ANSWER = 64 * 1024
_FINE = range(200, 300)
_OUR_FAULT = frozenset({401, 402, 403, 404, 405})
_BUSY = frozenset({429, 503})
_LONGEST_PAUSE = 300.0


class GatewaySender:
    """Sends and beats by HTTP."""

    def __init__(
        self, settings: SmsSettings, gateway: Gateway, secret: Secret, given: Given
    ) -> None:
        self._ours = settings.number
        self._gateway = gateway
        self._secret = secret
        self._given = given

    def send(self, instruction: bytes, message: Outgoing) -> Sent:
        """Ask the gateway to send one answer."""
        return self._ask(message.to, written(message, self._given), instruction.hex())

    def pulse(self, nonce: str) -> None:
        """An SMS to ourselves."""
        self._ask(self._ours, nonce, nonce)

    def _ask(self, to: str, text: str, name: str) -> Sent:
        request = self._gateway.send
        plain = {"to": to, "from": self._ours}
        if not request.plus:
            plain = {key: number.removeprefix("+") for key, number in plain.items()}
        secret = self._secret.reveal().decode()
        values = {**plain, "text": text, "id": name, "secret": secret}
        url = urlsplit(filled(request.url, {key: quote(each, "") for key, each in values.items()}))
        headers = filled(request.headers, {"secret": secret, "from": plain["from"]})
        body = None
        if request.method == "POST":
            body, kind = self._body(values)
            headers["Content-Type"] = kind
        target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        connection = self._connected(url.scheme, url.hostname or "", url.port)
        try:
            connection.request(request.method, target, body, headers)
            answer = connection.getresponse()
            return self._judge(answer, answer.read(_MOST_ANSWER))
        except (OSError, HTTPException):
            raise UnknownOutcome from None
        finally:
            connection.close()

    def _connected(self, scheme: str, host: str, port: int | None) -> HTTPConnection:
        try:
            if scheme == "https":
                tls = ssl.create_default_context(cafile=self._gateway.ca or None)
                connection: HTTPConnection = HTTPSConnection(
                    host, port, timeout=_SECONDS, context=tls
                )
            else:
                connection = HTTPConnection(host, port, timeout=_SECONDS)
            connection.connect()
        except (OSError, HTTPException):
            raise PassingFault(_AWAY) from None
        return connection

    def _body(self, values: Mapping[str, str]) -> tuple[bytes, str]:
        request = self._gateway.send
        members = filled(request.fields, values)
        if request.body == "json":
            return msgspec.json.encode(members), "application/json"
        return urlencode(members).encode(), "application/x-www-form-urlencoded"

    def _judge(self, answer: HTTPResponse, content: bytes) -> Sent:
        request = self._gateway.send
        try:
            said = msgspec.json.decode(content)
        except (ValueError, RecursionError):
            said = None
        if member(said, request.error_at) in request.refused and request.refused:
            reason = "refused"
            raise LastingFault(reason)
        if answer.status in _FINE and not _tells_an_error(member(said, request.error_at)):
            return Sent(member(said, request.id_at)[:128])
        if answer.status in _BUSY or answer.status in _FINE:
            raise PassingFault(_FOR_NOW, _pause(answer.getheader("Retry-After") or ""))
        if answer.status in _OUR_FAULT:
            raise PassingFault(_NOT_SIGNED_IN, _LONGEST_PAUSE / 10)
        if answer.status < 500:  # noqa: PLR2004 - 4xx: the request as it is
            reason = "refused"
            raise LastingFault(reason)
        raise UnknownOutcome


def _tells_an_error(word: str) -> bool:
    return word not in {"", "0", "None"}


def _pause(seconds: str) -> float | None:
    return min(float(seconds), _LONGEST_PAUSE) if seconds.isdecimal() else None
