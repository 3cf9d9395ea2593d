"""Telephones behind an SMSC, or behind a stub of an HTTP gateway."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lines.peer import Can, Got, LineSetup
from lines.sms.smsc import OUR_NUMBER, Smsc, Waiting, as_telephone_reads, as_telephone_sends

_PASSWORD = "s3cret"  # noqa: S105 - of a server on loopback
_NO_SUCH_NUMBER = 0x0B


def number_of(who: str) -> str:
    """A telephone number, the same for the same name."""
    return f"+38050{sum(ord(letter) * 31**at for at, letter in enumerate(who)) % 10**7:07}"


class SmppPeer:
    """An SMSC delivers a text until it is acknowledged, and then never again."""

    can = Can.RECEIPTS | Can.BLOCK | Can.GO_AWAY | Can.PULSE | Can.STANDS | Can.FIRST
    name = "sms"

    def __init__(self, smsc: Smsc) -> None:
        self.smsc = smsc
        self.smpp: dict[str, Any] = {}
        self.settings = {"renewed_after": 5.0}
        self._references = 0

    def setup(self) -> LineSetup:
        """Where the SMSC is."""
        smpp = {
            "host": "127.0.0.1",
            "port": self.smsc.port,
            "system_id": "aman",
            "security": "none",
            **self.smpp,
        }
        return LineSetup(
            {"way": "smpp", "number": OUR_NUMBER, "country": "380", "trunk": "0", "smpp": smpp},
            {"password": _PASSWORD},
            self.settings,
        )

    def connected(self, port: int | None) -> None:
        """The line comes to the SMSC."""

    def named(self, who: str) -> str:
        """The same."""
        return self.address(who)

    def address(self, who: str) -> str:
        """E.164."""
        return number_of(who)

    def write(self, who: str, text: str) -> None:
        """A telephone sends a text, in parts if it is long."""
        self._references += 1
        source = number_of(who)[1:]
        parts = as_telephone_sends(text, self._references)
        self.smsc.send(*(Waiting(source, *part) for part in parts))

    def redeliver(self) -> None:
        """What was acknowledged does not come again."""
        raise NotImplementedError

    def press(self, who: str, payload: str) -> None:
        """There is nothing to press."""
        raise NotImplementedError

    def send_file(self, who: str, content: bytes, media: str, name: str) -> None:
        """SMS carries no files."""
        raise NotImplementedError

    def send_place(self, who: str, latitude: float, longitude: float) -> None:
        """Nor places."""
        raise NotImplementedError

    def got(self, who: str) -> list[Got]:
        """What the telephone shows: parts joined by their reference, pulses apart."""
        texts: list[Got] = []
        joined: dict[tuple[int, int], dict[int, bytes]] = {}
        for each in list(self.smsc.received):
            if each.destination_addr != number_of(who)[1:]:
                continue
            content = each.short_message
            if each.esm_class & 0x40:
                reference, total, number = content[3:6]
                parts = joined.setdefault((reference, total), {})
                parts[number] = content[6:]
                if len(parts) < total:
                    continue
                content = b"".join(parts[at] for at in sorted(parts))
                del joined[reference, total]
            texts.append(Got(as_telephone_reads(content, each.data_coding)))
        return texts

    def confirm(self, who: str) -> None:
        """The SMSC tells it by itself."""

    def block(self, who: str) -> None:
        """The SMSC refuses his number."""
        self.smsc.refused[number_of(who)[1:]] = _NO_SUCH_NUMBER

    def go_away(self) -> None:
        """The SMSC is down."""
        self.smsc.stop()

    def come_back(self) -> None:
        """It is up."""
        self.smsc.start()


@contextmanager
def smpp_peer(folder: Path) -> Iterator[SmppPeer]:
    """The far side of the SMPP way."""
    del folder
    smsc = Smsc()
    try:
        yield SmppPeer(smsc)
    finally:
        smsc.end()
