"""A front that lies: it behaves like a front to page and courier, and does one thing wrong.

`python front.py --listen 127.0.0.1:PORT --page FILE --behave drop-envelopes [--honest N]`

Twelve behaviours: drop, repeat, reorder, swap, each of envelopes, buckets, manifests. It is honest
for the first N envelopes, buckets or manifests that it serves (default 0), so that a conversation
can begin. Of buckets and manifests out of order every other one is `--back` ticks older than the
newest. It asks the courier for no token and keeps everything in memory. Each wrong deed is one
line on standard output.
"""

import argparse
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import uvicorn

from aman.core.bucket import HEADER_BYTES
from aman.core.exchange import Pull, Push, looks_sealed
from aman.core.keys import KemSeed, from_base64url, to_base64url
from aman.core.manifest import Manifest, OnlineKey, RootKeys, sign_manifest
from aman.core.signing import SigningSeed
from aman.core.stamp import STAMP_BYTES

VERBS = ("drop", "repeat", "reorder", "swap")
THINGS = ("envelopes", "buckets", "manifests")
BEHAVIOURS = tuple(f"{verb}-{thing}" for verb, thing in product(VERBS, THINGS))
TIMES = 3
TAIL_FROM = 4096

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass
class HostileFront:
    """An ASGI application; `verb` and `thing` say what it does wrong."""

    page: bytes
    verb: str
    thing: str
    honest: int = 0
    back: int = 2
    deeds: int = 0
    store_id: bytes = field(default_factory=lambda: os.urandom(16))
    queue: list[bytes] = field(default_factory=list)
    held: list[bytes] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)
    first_seq: int = 1
    manifests: list[bytes] = field(default_factory=list)
    buckets: list[tuple[bytes, ...]] = field(default_factory=list)
    served: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        status, content = self.answer(scope["method"], scope["path"], await _body(receive))
        kind = b"text/html; charset=utf-8" if scope["path"] == "/" else b"application/octet-stream"
        headers = [(b"content-type", kind), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and content."""
        match method, path.split("/"):
            case "GET", ["", ""]:
                return 200, self.page
            case "GET", ["", "k"] if self.manifests:
                return self.give(self.manifest())
            case "GET", ["", "b", n] if self.buckets:
                return self.give(self.bucket(int(n)))
            case "POST", ["", "e"] if looks_sealed(body[STAMP_BYTES:]):
                self.take(body[STAMP_BYTES:])
                return 204, b""
            case "POST", ["", "x"]:
                return 200, self.meet(Push.read(body)).to_bytes(os.urandom)
        return 404, b"Nothing here.\n"

    def give(self, content: bytes | None) -> tuple[int, bytes]:
        """A content, or as if there were none."""
        return (404, b"Nothing here.\n") if content is None else (200, content)

    def acts_on(self, thing: str) -> bool:
        """Whether it does something wrong to this one; counted and told."""
        if thing != self.thing:
            return False
        self.served += 1
        if self.served <= self.honest:
            return False
        self.deeds += 1
        sys.stdout.write(f"{self.verb}-{self.thing}\n")
        sys.stdout.flush()
        return True

    # -- envelopes ---------------------------------------------------------------------------

    def take(self, envelope: bytes) -> None:
        """Take one in, as the verb says; every caller gets his 204."""
        if envelope in self.seen:
            return
        self.seen.add(envelope)
        if not self.acts_on("envelopes"):
            self.queue.append(envelope)
        elif self.verb == "repeat":
            self.queue += [envelope] * TIMES
        elif self.verb in ("reorder", "swap"):
            self.held.append(envelope)
            if len(self.held) > 1:
                self.queue += self.pair()
                self.held.clear()

    def pair(self) -> list[bytes]:
        """Two that were held back: the later first, or each with the other's second half."""
        one, two = self.held
        if self.verb == "reorder":
            return [two, one]
        return [one[:TAIL_FROM] + two[TAIL_FROM:], two[:TAIL_FROM] + one[TAIL_FROM:]]

    def meet(self, push: Push) -> Pull:
        """Meet the courier, honestly but for what was taken in."""
        if not self.manifests or self.manifests[-1] != push.manifest:
            self.manifests.append(push.manifest)
        if push.buckets:
            self.buckets.append(tuple(push.buckets))
        if push.cursor is not None and push.cursor.store_id == self.store_id:
            done = max(0, push.cursor.seq + 1 - self.first_seq)
            self.first_seq += len(self.queue[:done])
            del self.queue[:done]
        return Pull(self.store_id, self.first_seq, tuple(self.queue[:1024]))

    # -- buckets and manifests ---------------------------------------------------------------

    def bucket(self, n: int) -> bytes | None:
        """Give bucket n of the newest tick, or something else."""
        newest = self.buckets[-1]
        if n >= len(newest):
            return None
        if not self.acts_on("buckets"):
            return newest[n]
        if self.verb == "drop":
            return None
        if self.verb == "swap":
            if len(newest) > 1:
                return newest[n ^ 1]
            return newest[n][:HEADER_BYTES] + self.buckets[0][0][HEADER_BYTES:]
        past = self.buckets[self.past(len(self.buckets))]
        return past[n] if n < len(past) else None

    def manifest(self) -> bytes | None:
        """Give the newest manifest, or something else."""
        newest = self.manifests[-1]
        if not self.acts_on("manifests"):
            return newest
        if self.verb == "drop":
            return None
        if self.verb == "swap":
            return forged_manifest(newest)
        return self.manifests[self.past(len(self.manifests))]

    def past(self, number: int) -> int:
        """Which of the past ones: always the first; or the newest and one `back` before in turn."""
        if self.verb == "repeat":
            return 0
        return number - 1 if self.deeds % 2 else max(0, number - 1 - self.back)


def forged_manifest(true: bytes) -> bytes:
    """The same manifest with keys of the liar's own, under the true hotline's id."""
    length = int.from_bytes(true[:4], "big")
    manifest = msgspec.json.decode(true[4 : 4 + length], type=Manifest)
    root, online = SigningSeed(b"\x11" * 32), SigningSeed(b"\x12" * 32)
    epochs = tuple(
        msgspec.structs.replace(
            epoch, pk=to_base64url(KemSeed(bytes([number]) * 32).public_key().raw)
        )
        for number, epoch in enumerate(manifest.epochs)
    )
    certified = OnlineKey.certify(
        root,
        from_base64url(manifest.hotline),
        online.public_key(),
        manifest.online.valid_from,
        manifest.online.valid_to,
    )
    forged = msgspec.structs.replace(
        manifest,
        seq=manifest.seq + 1000,
        root=RootKeys(to_base64url(root.public_key()), manifest.root.mldsa65_hash),
        online=certified,
        epochs=epochs,
    )
    return sign_manifest(forged, online)


async def _body(receive: Receive) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body


def main() -> None:
    """Serve until it is killed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--listen", required=True)
    arguments.add_argument("--page", type=Path, required=True)
    arguments.add_argument("--behave", choices=BEHAVIOURS, required=True)
    arguments.add_argument("--honest", type=int, default=0)
    arguments.add_argument("--back", type=int, default=2)
    given = arguments.parse_args()
    host, _, port = given.listen.rpartition(":")
    verb, thing = given.behave.split("-")
    front = HostileFront(given.page.read_bytes(), verb, thing, given.honest, given.back)
    uvicorn.run(front, host=host, port=int(port), log_level="warning", ws="none", lifespan="off")


if __name__ == "__main__":
    main()
