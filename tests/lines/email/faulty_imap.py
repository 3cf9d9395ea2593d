"""Between the line and a real IMAP server: what that gives passes, but for mails that a test picks.

Faults are what servers do with a mail that they can't read: refuse it, hang up, or give nothing.
"""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

_FETCH = re.compile(rb"(\S+) UID FETCH (\d+) \(BODY")
_PIECE = 64 * 1024


class Fault(Enum):
    """What comes instead of a mail."""

    REFUSED = b"%(tag)s NO [SERVERBUG] internal error\r\n"
    EMPTY = b"* 1 FETCH (UID %(uid)s BODY[] NIL)\r\n%(tag)s OK done\r\n"
    SILENT_OK = b"%(tag)s OK done\r\n"
    HUNG_UP = b""


@dataclass
class FaultyImap:
    """Listens at `port`; `faults` are by UID, `asked` counts how often each was met."""

    port: int
    faults: dict[int, Fault] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    def answer(self, command: bytes) -> bytes | None:
        """What to say instead of the server; None: the server is to answer. Empty: hang up."""
        found = _FETCH.match(command)
        uid = int(found.group(2)) if found else 0
        fault = self.faults.get(uid)
        if found is None or fault is None:
            return None
        self.asked.append(uid)
        return fault.value % {b"tag": found.group(1), b"uid": found.group(2)}


def _converse(proxy: FaultyImap, client: socket.socket, server: socket.socket) -> None:
    back = threading.Thread(target=_carry, args=(server, client), daemon=True)
    back.start()
    with suppress(OSError), client.makefile("rb") as commands:
        for command in commands:
            answer = proxy.answer(command)
            if answer is None:
                server.sendall(command)
            elif answer:
                client.sendall(answer)
            else:
                break
    for each in (client, server):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
    back.join()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_PIECE):
            target.sendall(data)


@contextmanager
def faulty_imap(folder: Path, port: int) -> Iterator[FaultyImap]:
    """Before the server at `port`, with the certificate of its folder."""
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    theirs = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    proxy = FaultyImap(listener.getsockname()[1])
    threads: list[threading.Thread] = []

    def serve(plain: socket.socket) -> None:
        with ExitStack() as stack, suppress(OSError):
            stack.enter_context(plain)
            client = stack.enter_context(ours.wrap_socket(plain, server_side=True))
            onward = stack.enter_context(socket.create_connection(("127.0.0.1", port), 20))
            server = stack.enter_context(theirs.wrap_socket(onward, server_hostname="localhost"))
            _converse(proxy, client, server)

    def accept() -> None:
        with suppress(OSError):
            while True:
                thread = threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True)
                threads.append(thread)
                thread.start()

    threads.append(threading.Thread(target=accept, daemon=True))
    threads[0].start()
    try:
        yield proxy
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in threads:
            thread.join(10)
