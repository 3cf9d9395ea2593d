"""Meta calls us: once to see that the address is ours, then with everything that happens.

Promises: nothing is read of a call before its signature over every byte is right.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from urllib.parse import parse_qs, urlsplit

from aman.core.keys import Secret
from aman.lines.connector import ForgedRequest, LastingFault, PassingFault, UnknownOutcome
from aman.lines.events import NOT_FETCHED, TOO_LARGE, Event, IncomingFile
from aman.lines.exchange import Answer, RawRequest

from .graph import Graph, TooLarge
from .payload import Media
from .reading import events_of

MOST_NOTIFICATION = 3 * 1024 * 1024
"""Meta says that a call has at most 3 MB."""
_NOT_FOUND = Answer(b"", 404)
_CHALLENGE_LETTERS = 256
_TRIES = 2
_FILES_SECONDS = 90.0
"""For all files of one call: a call that outlives its process would come again for ever."""


@dataclass(frozen=True, slots=True)
class CloudWebhook:
    """Each call brings one notification."""

    graph: Graph
    app_secret: Secret
    verify_token: Secret
    most_body: int = MOST_NOTIFICATION

    def read(self, request: RawRequest) -> Sequence[Event] | Answer:
        """What it tells."""
        if request.method == "GET":
            return self._challenge(request.target)
        if request.method != "POST":
            return _NOT_FOUND
        said = request.headers.get("x-hub-signature-256", "").encode("latin-1")
        right = hmac.new(self.app_secret.reveal(), request.body, sha256).hexdigest()
        if Secret(said) != Secret(b"sha256=" + right.encode()):
            raise ForgedRequest
        deadline = monotonic() + _FILES_SECONDS
        return events_of(
            request.body, self.graph.number, lambda media: self._fetch(media, deadline)
        )

    def _challenge(self, target: str) -> Answer:
        try:
            asked = parse_qs(urlsplit(target).query, max_num_fields=10, errors="strict")
        except ValueError:
            raise ForgedRequest from None
        token = asked.get("hub.verify_token", [""])[0].encode()
        if asked.get("hub.mode") != ["subscribe"] or Secret(token) != self.verify_token:
            raise ForgedRequest
        challenge = asked.get("hub.challenge", [""])[0]
        if not challenge.isalnum() or len(challenge) > _CHALLENGE_LETTERS:
            raise ForgedRequest
        return Answer(challenge.encode(), headers=(("Content-Type", "text/plain; charset=utf-8"),))

    def _fetch(self, media: Media, deadline: float) -> IncomingFile:
        """The file, or word that there is one: it never holds up the text beside it."""
        kind = media.mime_type.partition(";")[0].strip() or "application/octet-stream"
        fault = NOT_FETCHED
        for _ in range(_TRIES):
            if monotonic() > deadline:
                break
            try:
                with self.graph.client() as client:
                    content = self.graph.file(client, media.id, deadline)
                return IncomingFile(content, kind, media.filename)
            except TooLarge:
                fault = TOO_LARGE
                break
            except LastingFault:
                break
            except (PassingFault, UnknownOutcome):
                continue
        return IncomingFile(None, kind, media.filename, fault)
