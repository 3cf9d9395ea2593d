"""What leaves through Telegram, and what each of its answers means."""

# ruff: noqa: D103 - a test is named after what it protects

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest
from aiogram.methods import SendMessage

from aman.core.line_dialogue import Button, Outgoing
from aman.core.strength import Strength
from aman.lines.connector import LastingFault, PassingFault, Sender, Sent, UnknownOutcome
from aman.lines.pieces import utf16_units
from aman.lines.registry import line
from aman.lines.telegram import connect
from lines.given import given
from lines.stub_server import Answered
from lines.telegram.peer import TelegramPeer, telegram_peer
from lines.telegram.stub import flood

pytestmark = pytest.mark.enable_socket
ONCE = bytes(16)
NOT_JSON = Answered(b"<html>Bad Gateway</html>", 502)


def error(code: int, description: str) -> Answered:
    body = {"ok": False, "error_code": code, "description": description}
    return Answered(msgspec.json.encode(body), code)


@dataclass
class Post:
    """A sender and the people behind the stub."""

    peer: TelegramPeer
    sender: Sender

    def send(self, text: str, **more: object) -> Sent:
        """To Alice, who has written before."""
        self.peer.message("alice", text="hello")
        message = msgspec.structs.replace(Outgoing(self.peer.address("alice"), text), **more)
        return self.sender.send(ONCE, message)

    def said(self) -> list[SendMessage]:
        """The calls that said something."""
        return [each for each in self.peer.stub.calls if isinstance(each, SendMessage)]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """The connector's own sender, against the stub."""
    with telegram_peer(tmp_path) as peer:
        sender = connect(given("telegram", peer.setup())).sender
        assert sender is not None
        yield Post(peer, sender)
    logging.disable(logging.NOTSET)


def test_markup_and_links_in_an_answer_stay_what_they_are(post: Post) -> None:
    text = '<b>*bold*</b> [x](https://example.org) @everybody /start "\u202e'
    post.send(text)
    (call,) = post.peer.stub.fields
    assert post.peer.got("alice")[0].text == text
    assert not {"parse_mode", "entities"} & set(call)
    assert msgspec.json.decode(call["link_preview_options"])["is_disabled"] is True


def test_a_long_text_is_cut_at_words_and_counted_as_telegram_counts(post: Post) -> None:
    words = [f"слово{number}🕊" for number in range(1500)]
    post.send(" ".join(words))
    texts = [got.text for got in post.peer.got("alice")]
    assert len(texts) > 3
    assert " ".join(texts).split() == words
    assert all(utf16_units(text) <= 4096 for text in texts)


def test_an_answer_can_not_be_passed_on_and_a_notice_can_be_copied(post: Post) -> None:
    post.send("plan")
    post.send("text", notice=True, lang="ru")
    plain, notice = post.said()
    assert (str(plain.protect_content), str(notice.protect_content)) in {
        ("True", "False"),
        ("true", "false"),
    }
    assert "Telegram" in post.peer.got("alice")[1].text


def test_buttons_stand_below_the_last_piece(post: Post) -> None:
    post.send("слово " * 1000, buttons=(Button("да", "q:a:yes"), Button("нет", "q:a:no")))
    first, last = post.peer.got("alice")
    assert (list(first.payloads), list(last.payloads)) == ([], ["q:a:yes", "q:a:no"])


def test_a_payload_that_telegram_refuses_becomes_a_number_to_answer_with(post: Post) -> None:
    post.send("question", buttons=(Button("да", "я" * 33), Button("нет", "q:no")))
    (got,) = post.peer.got("alice")
    assert got.text == "question\n\n1. да\n2. нет"
    assert list(got.payloads) == []


def test_a_rate_limit_is_passing_for_as_long_as_telegram_says(post: Post) -> None:
    post.peer.stub.faults["sendMessage"] = [flood(17)]
    with pytest.raises(PassingFault) as told:
        post.send("x")
    assert (told.value.after, told.value.reason) == (17, "rate limit")
    assert post.peer.got("alice") == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (error(403, "Forbidden: bot was blocked by the user 380501112233"), "blocked"),
        (error(403, "Forbidden: user is deactivated"), "blocked"),
        (error(400, "Bad Request: chat not found"), "no such address"),
        (error(400, "Bad Request: PEER_ID_INVALID"), "no such address"),
        (error(400, "Bad Request: something of another year about alice"), "refused"),
    ],
)
def test_a_refusal_is_lasting_and_told_in_our_own_words(
    post: Post, answer: Answered, reason: str
) -> None:
    post.peer.stub.faults["sendMessage"] = [answer]
    with pytest.raises(LastingFault) as told:
        post.send("x")
    assert told.value.reason == reason


@pytest.mark.parametrize(
    "answer",
    [
        Answered(cut=True),
        NOT_JSON,
        error(500, "Internal Server Error: sent message was immediately deleted"),
        Answered(b'{"ok":true}'),
    ],
)
def test_when_nobody_knows_whether_it_was_taken_it_is_said_so(post: Post, answer: Answered) -> None:
    post.peer.stub.faults["sendMessage"] = [answer]
    with pytest.raises(UnknownOutcome):
        post.send("x")


def test_what_a_newer_telegram_adds_to_its_answer_does_not_make_it_uncertain(post: Post) -> None:
    body = b'{"ok":true,"result":{"message_id":8,"date":"of another release"}}'
    post.peer.stub.faults["sendMessage"] = [Answered(body)]
    assert post.send("x").provider_id == "8"


def test_a_wrong_token_waits_for_the_administrator(post: Post) -> None:
    post.peer.stub.faults["sendMessage"] = [error(401, "Unauthorized")]
    with pytest.raises(PassingFault, match="token refused"):
        post.send("x")


def test_nobody_there_is_passing(post: Post) -> None:
    post.peer.go_away()
    with pytest.raises(PassingFault, match="not reachable"):
        post.send("x")


def test_a_text_that_was_torn_is_uncertain_and_a_short_wait_does_not_tear_it(post: Post) -> None:
    stub, whole = post.peer.stub, "слово " * 1000
    ok = Answered(b'{"ok":true,"result":{"message_id":1}}')
    stub.faults["sendMessage"] = [ok, error(403, "Forbidden: bot was blocked by the user")]
    with pytest.raises(UnknownOutcome, match="a part has left"):
        post.send(whole)
    stub.faults["sendMessage"] = [ok, flood(1)]
    post.send(whole)
    assert len(post.peer.got("alice")) == 1  # the second piece, after the wait
    stub.faults["sendMessage"] = [ok, flood(900)]
    with pytest.raises(UnknownOutcome):
        post.send(whole)


@pytest.mark.parametrize("to", ["", "alice", "12 34", "1_2", "@alice", "-1001234567890", "٤٢"])
def test_an_address_of_another_line_goes_nowhere(post: Post, to: str) -> None:
    with pytest.raises(LastingFault, match="no such address"):
        post.sender.send(ONCE, Outgoing(to, "x"))
    assert post.said() == []


def test_an_empty_answer_is_not_sent(post: Post) -> None:
    with pytest.raises(LastingFault, match="nothing to send"):
        post.send(" \n\u2003")


def test_a_webhook_that_was_led_elsewhere_is_led_back_by_the_next_beat(post: Post) -> None:
    stub = post.peer.stub
    stub.webhook = {"url": "https://mallory.example/"}
    post.sender.pulse("nonce")
    assert stub.webhook["url"] == post.peer.setup().provider["url"]
    assert stub.secret == post.peer.setup().secrets["webhook_secret"]
    assert [each["poll"]["question"] for each in stub.told] == ["nonce"]
    assert stub.polls == {}  # nothing of it stays in the channel


def test_a_pulse_that_can_not_leave_says_why(post: Post) -> None:
    post.peer.stub.faults["sendPoll"] = [
        error(403, "Forbidden: bot is not a member of the channel")
    ]
    with pytest.raises(LastingFault):
        post.sender.pulse("nonce")
    post.peer.stub.faults["sendPoll"] = [NOT_JSON]
    with pytest.raises(PassingFault):
        post.sender.pulse("nonce")


@pytest.mark.parametrize(
    ("provider", "secrets", "names"),
    [
        ({"mode": "pull"}, {}, "mode"),
        ({"mode": "webhook", "url": "http://x"}, {}, "url"),
        ({"api": "ftp://x"}, {}, "api"),
        ({"pulse_chat": "@channel"}, {}, "pulse_chat"),
        ({"colour": "red"}, {}, "colour"),
        ({}, {"bot_token": "no token 42"}, "bot_token"),
        ({}, {"webhook_secret": "short"}, "webhook_secret"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name_and_no_secret_with_it(
    post: Post, provider: dict[str, object], secrets: dict[str, str], names: str
) -> None:
    setup = post.peer.setup()
    wrong = replace(setup, provider=setup.provider | provider, secrets={**setup.secrets, **secrets})
    with pytest.raises(ValueError, match=names) as told:
        connect(given("telegram", wrong))
    assert not any(secret in str(told.value) for secret in wrong.secrets.values())


def test_telegram_is_as_strong_as_its_provider() -> None:
    assert line("telegram").strength is Strength.PROVIDER
