"""What leaves through WhatsApp, and what each of Meta's answers means."""

# ruff: noqa: D103 - a test is named after what it protects

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from aman.core.line_dialogue import Button, Outgoing, State
from aman.core.strength import Strength
from aman.lines.connector import LastingFault, PassingFault, Sender, Sent, UnknownOutcome
from aman.lines.registry import line
from aman.lines.whatsapp import connect
from aman.lines.whatsapp.codes import fault_of
from lines.contract.cast import Member
from lines.contract.conftest import Contract
from lines.given import given
from lines.stub_server import Answered
from lines.whatsapp.peer import WhatsAppPeer, whatsapp_peer
from lines.whatsapp.stub import refusal

pytestmark = pytest.mark.enable_socket
ONCE = bytes(16)
OK = Answered(b'{"messages":[{"id":"wamid.FIRST"}]}')


@dataclass
class Post:
    """A sender and the people behind the stub."""

    peer: WhatsAppPeer
    sender: Sender

    def send(self, text: str, **more: object) -> Sent:
        """To Alice, who has written before."""
        self.peer.message("alice", "text", {"body": "hello"})
        message = Outgoing(self.peer.address("alice"), text, route=self.peer.phone("alice"))
        return self.sender.send(ONCE, msgspec.structs.replace(message, **more))

    def said(self) -> list[dict[str, Any]]:
        """What was asked of Meta."""
        return [msgspec.to_builtins(each) for each in self.peer.stub.said]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """The connector's own sender, against the stub."""
    with whatsapp_peer(tmp_path) as peer:
        sender = connect(given("whatsapp", peer.setup())).sender
        assert sender is not None
        yield Post(peer, sender)
    logging.disable(logging.NOTSET)


def choices(count: int, letters: int = 4) -> tuple[Button, ...]:
    return tuple(Button(f"{n}".rjust(letters, "я"), f"q:{n}") for n in range(count))


def test_links_fetch_no_preview(post: Post) -> None:
    post.send("*x* https://example.org")
    assert post.said()[0]["text"] == {"body": "*x* https://example.org", "preview_url": False}


def test_a_person_without_a_number_is_written_to_by_metas_name(post: Post) -> None:
    post.send("x", route="")
    post.send("y")
    first, second = post.said()
    assert (first["to"], first["recipient"]) == ("", post.peer.address("alice"))
    assert (second["to"], second["recipient"]) == (post.peer.phone("alice"), "")


@pytest.mark.parametrize(
    ("buttons", "kind"),
    [
        (choices(3, 20), "button"),
        (choices(4), "list"),
        (choices(2, 24), "list"),
        (choices(10, 24), "list"),
        (choices(11), "numbers"),
        (choices(2, 25), "numbers"),
        ((Button("да", "a"), Button("да", "b")), "numbers"),
        ((Button("да", "a"), Button("нет", "a")), "numbers"),
        ((Button(" ", "a"), Button("нет", "b")), "numbers"),
    ],
)
def test_choices_are_buttons_a_list_or_numbers_as_meta_takes_them(
    post: Post, buttons: tuple[Button, ...], kind: str
) -> None:
    post.send("question", buttons=buttons, lang="uk")
    (said,) = post.said()
    interactive = said["interactive"]
    assert (interactive["type"] if interactive else "numbers") == kind
    if kind == "list":
        assert interactive["action"]["button"] == "Обрати"
    if kind == "numbers":
        assert said["text"]["body"].startswith("question\n\n1. ")


def test_a_long_text_is_cut_at_words_and_the_buttons_fit_the_last_piece(post: Post) -> None:
    words = [f"слово{number}" for number in range(1400)]
    sent = post.send(" ".join(words), buttons=choices(2))
    said = post.said()
    bodies = [each["text"]["body"] for each in said if each["text"]]
    bodies.append(said[-1]["interactive"]["body"]["text"])
    assert " ".join(bodies).split() == words
    assert len(bodies[-1]) <= 1024
    assert {each["biz_opaque_callback_data"] for each in said[1:]} == {
        f"part of {sent.provider_id}"
    }


@pytest.mark.parametrize("code", [4, 80007, 130429, 131048, 131016, 131057, 2, 190, 131042, 131031])
def test_what_stops_the_whole_number_passes_and_stops_all_for_a_while(
    post: Post, code: int
) -> None:
    post.peer.stub.faults = [refusal(code)]
    with pytest.raises(PassingFault) as told:
        post.send("x")
    assert told.value.after is not None


def test_the_limit_of_one_pair_stops_that_person_alone(post: Post) -> None:
    post.peer.stub.faults = [refusal(131056)]
    with pytest.raises(PassingFault) as told:
        post.send("x")
    assert told.value.after is None


def test_what_meta_says_of_waiting_is_kept(post: Post) -> None:
    post.peer.stub.faults = [refusal(130429, 429, **{"Retry-After": "7"})]
    with pytest.raises(PassingFault) as told:
        post.send("x")
    assert told.value.after == 7


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (131047, "must write first"),
        (131026, "not reachable"),
        (131021, "our own number"),
        (100, "refused"),
        (999_999, "refused"),
    ],
)
def test_a_refusal_is_lasting_and_told_in_our_own_words(post: Post, code: int, reason: str) -> None:
    post.peer.stub.faults = [refusal(code)]
    with pytest.raises(LastingFault) as told:
        post.send("x")
    assert told.value.reason == reason


@pytest.mark.parametrize(
    "answer",
    [
        Answered(cut=True),
        Answered(b"<html>Bad Gateway</html>", 502),
        refusal(131000, 500),
        refusal(1, 500),
        Answered(b"{}"),
        Answered(b'{"messages":[]}'),
        Answered(b"x" * 1_000_000),
    ],
)
def test_when_nobody_knows_whether_it_was_taken_it_is_said_so(post: Post, answer: Answered) -> None:
    post.peer.stub.faults = [answer]
    with pytest.raises(UnknownOutcome):
        post.send("x")


def test_an_error_of_the_server_without_a_code_is_uncertain_and_one_of_ours_is_lasting() -> None:
    assert isinstance(fault_of(None, 503), UnknownOutcome)
    assert isinstance(fault_of(None, 404), LastingFault)
    assert isinstance(fault_of(None, 429), PassingFault)
    assert isinstance(fault_of(219, 403), PassingFault)


def test_nobody_there_is_passing(post: Post) -> None:
    post.peer.go_away()
    with pytest.raises(PassingFault, match="not reachable"):
        post.send("x")


@pytest.mark.parametrize("code", [131056, 131047])
def test_a_text_that_was_torn_is_uncertain(post: Post, code: int) -> None:
    post.peer.stub.faults = [OK, refusal(code)]
    with pytest.raises(UnknownOutcome, match="a part has left"):
        post.send("слово " * 1000)


def test_an_empty_answer_is_not_sent(post: Post) -> None:
    with pytest.raises(LastingFault, match="nothing to send"):
        post.send(" \n")


def test_a_pulse_that_can_not_leave_says_why(post: Post) -> None:
    post.peer.stub.faults = [refusal(190, 401)]
    with pytest.raises(PassingFault, match="token refused"):
        post.sender.pulse("nonce")
    post.peer.stub.faults = [Answered(cut=True)]
    with pytest.raises(PassingFault, match="no answer"):
        post.sender.pulse("nonce")


@pytest.mark.parametrize(
    ("provider", "secrets", "names"),
    [
        ({"phone_number_id": "x"}, {}, "phone_number_id"),
        ({"pulse_number": ""}, {}, "pulse_number"),
        ({"api": "ftp://x"}, {}, "api"),
        ({"colour": "red"}, {}, "colour"),
        ({}, {"access_token": "two words"}, "access_token"),
        ({"template": "good_day"}, {}, "template_language"),
        ({"template_language": "uk"}, {}, "template_language"),
        ({"template": "Good day!", "template_language": "uk"}, {}, "template"),
    ],
)
def test_a_wrong_setting_is_told_by_its_name_and_no_secret_with_it(
    post: Post, provider: dict[str, object], secrets: dict[str, str], names: str
) -> None:
    setup = post.peer.setup()
    wrong = replace(setup, provider=setup.provider | provider, secrets=setup.secrets | secrets)
    with pytest.raises(ValueError, match=names) as told:
        connect(given("whatsapp", wrong))
    assert not any(secret in str(told.value) for secret in wrong.secrets.values())


def test_whatsapp_is_as_strong_as_its_provider() -> None:
    assert line("whatsapp").strength is Strength.PROVIDER


WHATSAPP = Member("whatsapp", null=False)


@pytest.mark.parametrize("contract", [WHATSAPP], ids=str, indirect=True)
def test_outside_the_24_hours_the_desk_hears_it_as_a_failure(contract: Contract) -> None:
    contract.start()
    contract.peer.write("alice", "hello")
    (said,) = contract.messages(1)
    assert isinstance(contract.peer, WhatsAppPeer)
    contract.peer.stub.heard[contract.peer.phone("alice")] -= 86_401
    report = contract.report(
        contract.desk.send(contract.name, Outgoing(said.address, "late", said.route))
    )
    assert report.state is State.ACCEPTED
    receipt = contract.receipt(report.provider_id, State.FAILED)
    assert receipt.reason == "must write first"
    assert contract.peer.got("alice") == []


GOOD_DAY = ("good_day", "uk")


@dataclass
class WithTemplate:
    """A sender that has one, which Meta has approved or not."""

    peer: WhatsAppPeer
    sender: Sender

    def knock(self, who: str = "alice", text: str = "") -> Sent:
        """To somebody who has never written."""
        return self.sender.send(ONCE, Outgoing(self.peer.named(who), text, template=True))


@pytest.fixture
def post_with_template(tmp_path: Path) -> Iterator[WithTemplate]:
    """The connector's own sender, with both settings."""
    with whatsapp_peer(tmp_path) as peer:
        setup = peer.setup()
        name, language = GOOD_DAY
        more = {"template": name, "template_language": language}
        sender = connect(given("whatsapp", replace(setup, provider=setup.provider | more))).sender
        assert sender is not None
        peer.stub.templates[GOOD_DAY] = "Добрий день."
        yield WithTemplate(peer, sender)
    logging.disable(logging.NOTSET)


def test_a_template_goes_alone_whatever_else_was_to_be_said(
    post_with_template: WithTemplate,
) -> None:
    post_with_template.knock(text="they come at nine")
    (said,) = [msgspec.to_builtins(each) for each in post_with_template.peer.stub.said]
    assert said["template"] == {"name": "good_day", "language": {"code": "uk"}}
    assert (said["type"], said["text"], said["to"]) == (
        "template",
        None,
        post_with_template.peer.phone("alice"),
    )


def test_a_template_that_meta_does_not_know_is_a_lasting_fault(
    post_with_template: WithTemplate,
) -> None:
    post_with_template.peer.stub.templates.clear()
    with pytest.raises(LastingFault, match="template refused"):
        post_with_template.knock()


def test_without_the_setting_no_template_goes_and_the_desk_is_told(post: Post) -> None:
    with pytest.raises(LastingFault, match="template not set"):
        post.send("x", template=True)
    assert post.said() == []


def test_no_text_of_an_ordinary_answer_becomes_a_template(
    post_with_template: WithTemplate,
) -> None:
    peer = post_with_template.peer
    post_with_template.sender.send(ONCE, Outgoing(peer.named("alice"), "x"))
    assert [each.template for each in peer.stub.said] == [None]


@pytest.mark.parametrize("contract", [WHATSAPP], ids=str, indirect=True)
def test_whoever_never_wrote_gets_the_template_and_his_answer_tells_his_number(
    contract: Contract,
) -> None:
    assert isinstance(contract.peer, WhatsAppPeer)
    contract.peer.stub.templates[GOOD_DAY] = "Добрий день."
    settings = msgspec.json.decode((contract.folder / "line.json").read_bytes())
    name, language = GOOD_DAY
    settings["provider"] |= {"template": name, "template_language": language}
    (contract.folder / "line.json").write_bytes(msgspec.json.encode(settings))
    contract.start()
    named = contract.peer.named("alice")
    report = contract.report(contract.desk.send(contract.name, Outgoing(named, template=True)))
    assert contract.receipt(report.provider_id, State.DELIVERED)
    assert [each.text for each in contract.peer.got("alice")] == ["Добрий день."]
    contract.peer.write("alice", "who is it")
    (said,) = contract.messages(1)
    assert said.address != named
    assert said.also == (named,)
