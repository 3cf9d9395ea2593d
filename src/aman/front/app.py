"""The front's whole HTTP interface (protocol section 6).

Promises: seven endpoints, and one fixed 404 for everything else; 204 only for what is on disk; a
body is cut off at its limit; an error says nothing. Refuses to know: who asks, and what is sealed.
Of Starlette it uses Route, Request.stream and Response.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Message, Receive, Scope, Send

from aman.core.bucket import BUCKET_BYTES, MOST_K
from aman.core.envelope import ENVELOPE_BYTES
from aman.core.exchange import MOST_JSON, MalformedExchange, Push, looks_sealed
from aman.core.keys import from_base64url
from aman.core.manifest import MANIFEST_BYTES
from aman.core.ports import Announce, Clock
from aman.core.sealing import INSTRUCTION_BYTES
from aman.core.stamp import STAMP_BYTES, Stamp, lane

from .headers import with_security
from .journal import Journal
from .limits import network_number
from .page import PreparedPage
from .publication import Publication
from .store import StoreEnvelope, StoreFailed
from .writer import Writer

NOTHING_HERE = b"Nothing here.\n"
BODY_SECONDS = 60
MOST_PATH = 80
MOST_INSTRUCTIONS = 4096
MOST_PUSH = (
    4
    + MOST_JSON
    + MANIFEST_BYTES
    + (BUCKET_BYTES << MOST_K)
    + MOST_INSTRUCTIONS * INSTRUCTION_BYTES
)
DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Admission:
    """SHA-256 of the tokens for `/x` and `/l/…`; and whether a proxy of ours names the caller."""

    courier_token_hash: bytes
    line_token_hashes: dict[str, bytes]
    behind_proxy: bool = False


class _Answer(Response):
    """An answer that is announced right before and right after it leaves."""

    announce: Announce
    steps: tuple[str, str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.announce(self.steps[0])
        await super().__call__(scope, receive, send)
        self.announce(self.steps[1])


def _nothing_here() -> Response:
    headers = with_security(Connection="close", Content_Type="text/plain; charset=utf-8")
    return Response(NOTHING_HERE, 404, headers)


def _not_now() -> Response:
    return Response(b"", 503, with_security(Connection="close"))


def _octets(content: bytes) -> Response:
    return Response(content, 200, with_security(Content_Type="application/octet-stream"))


def _html(request: Request, page: PreparedPage) -> Response:
    encoding, content = page.choose(request.headers.get("accept-encoding", ""))
    headers = with_security(
        Content_Type="text/html; charset=utf-8",
        Content_Security_Policy=page.policy,
        Vary="Accept-Encoding",
    )
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return Response(content, 200, headers)


@dataclass(slots=True)
class Front:
    """The application: holds the newest publication, asks the writer for what is durable."""

    hotline: bytes
    page: PreparedPage
    team_page: PreparedPage | None
    """The field team's page; a front without one has nothing at `/t`."""
    admission: Admission
    writer: Writer
    publication: Publication
    clock: Clock
    announce: Announce
    random_bytes: Callable[[int], bytes]
    journal: Journal
    _salt: bytes = field(init=False)
    _routes: tuple[Route, ...] = field(init=False)

    def __post_init__(self) -> None:
        self._salt = self.random_bytes(32)
        self._routes = (
            Route("/", self._give_page),
            Route("/t", self._give_team_page),
            Route("/k", self._give_manifest),
            Route("/b/{n:int}", self._give_bucket),
            Route("/e", self._take_envelope, methods=["POST"]),
            Route("/x", self._meet_courier, methods=["POST"]),
            Route("/l/{line}", self._give_instructions),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a fault of ours becomes an empty 503."""
        started = False

        async def noted_send(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._answer(scope, receive, noted_send)
        except ClientDisconnect:
            return
        except Exception as fault:  # noqa: BLE001 - a traceback could hold what nobody may read
            self.journal.note(type(fault).__name__)
            if not started:
                await _not_now()(scope, receive, noted_send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_plain(scope):
            for route in self._routes:
                match, found = route.matches(scope)
                if match is Match.FULL:
                    scope.update(found)
                    await route.handle(scope, receive, send)
                    return
        await _nothing_here()(scope, receive, send)

    async def _give_page(self, request: Request) -> Response:
        return _html(request, self.page)

    async def _give_team_page(self, request: Request) -> Response:
        return _html(request, self.team_page) if self.team_page else _nothing_here()

    async def _give_manifest(self, _: Request) -> Response:
        return _octets(self.publication.manifest) if self.publication.manifest else _nothing_here()

    async def _give_bucket(self, request: Request) -> Response:
        n: int = request.path_params["n"]
        buckets = self.publication.buckets
        if n >= len(buckets) or request.scope["path"] != f"/b/{n}":
            return _nothing_here()
        return _octets(buckets[n])

    async def _take_envelope(self, request: Request) -> Response:
        body = await _read(request, STAMP_BYTES + ENVELOPE_BYTES)
        if body is None or not looks_sealed(body[STAMP_BYTES:]):
            return _nothing_here()
        stamp, sealed = Stamp.read(body[:STAMP_BYTES]), body[STAMP_BYTES:]
        digest, now = sha256(sealed).digest(), self.clock()
        wish = StoreEnvelope(
            sealed,
            digest,
            lane(
                stamp,
                digest,
                time=now,
                invites=self.publication.invites,
                bits=self.publication.stamp_bits,
            ),
            network_number(_address(request, self.admission), self._salt),
            int(now) // DAY_SECONDS,
        )
        try:
            if not await self.writer.store(wish):
                self.journal.note("no room")
                return _not_now()
        except StoreFailed as fault:
            self.journal.note(f"not stored {fault}")
            return _not_now()
        return self._announced(
            Response(status_code=204, headers=with_security()), "answering 204", "answered 204"
        )

    async def _meet_courier(self, request: Request) -> Response:
        if not _opens(request, self.admission.courier_token_hash):
            return _nothing_here()
        body = await _read(request, MOST_PUSH)
        try:
            push = Push.read(body or b"")
            publication = self.publication.after(push, self.hotline)
        except MalformedExchange:
            self.journal.note("malformed push")
            return _nothing_here()
        self.publication = publication
        try:
            pull = await self.writer.hand_over(push.cursor, publication)
        except StoreFailed as fault:
            self.journal.note(f"not handed over {fault}")
            return _not_now()
        content = await asyncio.to_thread(pull.to_bytes, self.random_bytes)
        return self._announced(_octets(content), "giving", "gave")

    async def _give_instructions(self, request: Request) -> Response:
        line: str = request.path_params["line"]
        expected = self.admission.line_token_hashes.get(line)
        if expected is None or not _opens(request, expected):
            return _nothing_here()
        waiting = self.publication.instructions.get(line, ())
        filled = 1 << max(0, len(waiting) - 1).bit_length()
        fill = (self.random_bytes(INSTRUCTION_BYTES) for _ in range(filled - len(waiting)))
        return _octets(b"".join((*waiting, *fill)))

    def _announced(self, response: Response, before: str, after: str) -> Response:
        answer = _Answer(response.body, response.status_code, response.headers)
        answer.announce, answer.steps = self.announce, (f"front: {before}", f"front: {after}")
        return answer


def _is_plain(scope: Scope) -> bool:
    """No query, nothing percent-encoded, no body where none belongs."""
    headers = {name for name, _ in scope["headers"]}
    return (
        len(scope["path"]) <= MOST_PATH
        and not scope["query_string"]
        and scope["raw_path"] == scope["path"].encode()
        and scope["method"] in ("GET", "POST")
        and (scope["method"] == "POST" or not headers & {b"content-length", b"transfer-encoding"})
    )


async def _read(request: Request, most: int) -> bytes | None:
    """Read the body; None at the moment it is known to be longer than `most`, or too slow."""
    declared = request.headers.get("content-length")
    if declared is not None and int(declared) > most:
        return None
    received = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                received += chunk
                if len(received) > most:
                    return None
    except TimeoutError:
        return None
    return bytes(received)


def _opens(request: Request, expected: bytes) -> bool:
    """Whether the request carries the token with that hash, compared in constant time."""
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    try:
        token = from_base64url(text)
    except ValueError:
        token = b""
    return compare_digest(sha256(token).digest(), expected) and scheme == "Bearer"


def _address(request: Request, admission: Admission) -> str:
    """Who asks: the peer, or what our own proxy wrote last, if there is one."""
    if admission.behind_proxy:
        named = request.headers.getlist("x-forwarded-for") or [""]
        return named[-1].rpartition(",")[2].strip()
    return request.client.host if request.client else ""
