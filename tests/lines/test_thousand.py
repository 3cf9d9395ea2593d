"""A thousand deliveries as hostile days bring them: repeated, shuffled, malformed and forged."""

# ruff: noqa: D103 - a test is named after what it protects

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any, NamedTuple

import msgspec
import pytest

from aman.lines.telegram.receiving import MOST_UPDATE
from aman.lines.whatsapp.receiving import MOST_NOTIFICATION
from lines.contract.cast import Member
from lines.contract.conftest import Contract
from lines.stub_server import call
from lines.telegram.peer import TelegramPeer
from lines.telegram.stub import SECRET
from lines.whatsapp.peer import WhatsAppPeer
from lines.whatsapp.stub import sign

pytestmark = pytest.mark.enable_socket
GOOD, REPEATED, FORGED, MALFORMED, TOO_LONG, NOBODYS = 600, 300, 40, 40, 5, 15
AT_ONCE = 8
TRIES = 20


class Mail(NamedTuple):
    """One delivery, and how it must be answered."""

    body: bytes
    headers: Mapping[str, str]
    answer: int


def telegrams(peer: TelegramPeer, random: Random) -> list[Mail]:
    """Deliveries of the Bot API."""
    numbers = iter(range(1, 10_000))
    right = {"X-Telegram-Bot-Api-Secret-Token": SECRET}

    def mail(message: Any, answer: int, headers: Mapping[str, str] = right) -> Mail:  # noqa: ANN401 - JSON
        update = {"update_id": next(numbers), "message": message}
        return Mail(msgspec.json.encode(update), headers, answer)

    def said(text: str) -> dict[str, Any]:
        return peer.message(f"person {random.randrange(20)}", text=text)

    group = {"id": -100, "type": "group", "title": "x"}
    wrong: list[Mapping[str, str]] = [{}, {"X-Telegram-Bot-Api-Secret-Token": SECRET[::-1]}]
    return [
        *(mail(said(f"message {n}"), 200) for n in range(GOOD)),
        *(mail(said(f"forged {n}"), 403, wrong[n % 2]) for n in range(FORGED)),
        *(mail([{}, "x", 5, {"message_id": 0}][n % 4], 400) for n in range(0, MALFORMED, 2)),
        *(Mail(mail(said("x"), 0).body[: -5 - n], right, 400) for n in range(1, MALFORMED, 2)),
        *(mail(said("x" * MOST_UPDATE), 413) for _ in range(TOO_LONG)),
        *(mail({**said("group"), "chat": group}, 200) for _ in range(NOBODYS)),
    ]


def notifications(peer: WhatsAppPeer, random: Random) -> list[Mail]:
    """Deliveries of the Cloud API."""

    def mail(message: Any, answer: int, secret: str | None = None) -> Mail:  # noqa: ANN401 - JSON
        body = msgspec.json.encode(peer.stub.notification({"messages": [message]}))
        return signed(body, answer, secret)

    def signed(body: bytes, answer: int, secret: str | None = None) -> Mail:
        signature = sign(body) if secret is None else sign(body, secret)
        return Mail(body, {"X-Hub-Signature-256": signature}, answer)

    def said(text: str) -> dict[str, Any]:
        return peer.message(f"person {random.randrange(20)}", "text", {"body": text})

    def cut(mail: Mail, by: int) -> Mail:
        return signed(mail.body[:-by], 400)

    return [
        *(mail(said(f"message {n}"), 200) for n in range(GOOD)),
        *(mail(said(f"forged {n}"), 403, "another secret") for n in range(FORGED)),
        *(mail([{}, "x", None, {"id": 5}][n % 4], 400) for n in range(0, MALFORMED, 2)),
        *(cut(mail(said("x"), 0), 5 + n) for n in range(1, MALFORMED, 2)),
        *(mail(said("x" * MOST_NOTIFICATION), 413) for _ in range(TOO_LONG)),
        *(mail({**said("group"), "group_id": "g"}, 200) for _ in range(NOBODYS)),
    ]


def delivered(port: int, mail: Mail) -> int:
    """Deliver it as a provider does: again while the line says that it can't now."""
    for _ in range(TRIES):
        status, _ = call(port, "POST", "/hook", mail.body, mail.headers)
        if status not in {0, 503}:
            return status
    return status


CALLED = [Member("telegram", null=False), Member("whatsapp", null=False)]


@pytest.mark.parametrize("contract", CALLED, ids=str, indirect=True)
def test_of_a_thousand_deliveries_each_right_message_comes_once(contract: Contract) -> None:
    random = Random(7)  # noqa: S311 - an order for a test
    peer = contract.peer
    made = (
        telegrams(peer, random)
        if isinstance(peer, TelegramPeer)
        else notifications(peer, random)
        if isinstance(peer, WhatsAppPeer)
        else []
    )
    mails = [*made, *random.choices(made[:GOOD], k=REPEATED)]
    random.shuffle(mails)
    assert len(mails) == 1000
    contract.start()
    port = contract.line.port
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda mail: delivered(port, mail), mails))
    wrong = Counter((mail.answer, got) for mail, got in zip(mails, answers, strict=True))
    assert {pair for pair in wrong if pair[0] != pair[1]} == set(), wrong
    said = contract.desk.messages(contract.name)
    assert sorted(each.text for each in said) == sorted(f"message {n}" for n in range(GOOD))
    assert len({each.address for each in said}) == 20
    assert contract.desk.repeated >= REPEATED
    assert contract.desk.forged == 0
