"""What leaves as a mail, and what each answer of a submission server means.

The server here is a stub that says what a test tells it to; a real one is in the contract.
"""

# ruff: noqa: D103 - a test is named after what it protects

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from aman.core.keys import Secret
from aman.core.line_dialogue import Button, Outgoing
from aman.lines.connector import (
    Given,
    LastingFault,
    PassingFault,
    Sent,
    UnknownOutcome,
)
from aman.lines.email.outgoing import Correspondent
from aman.lines.email.settings import EmailSettings, MailServer
from aman.lines.email.submission import Submission

pytestmark = pytest.mark.enable_socket

OURS = "write@ours.example"
INSTRUCTION = bytes(range(16))
FINE = {
    "EHLO": "250-stub\r\n250 DSN",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go",
    ".": "250 ok",
    "QUIT": "221 bye",
}


class StubServer:
    """Answers each command as told; an empty answer closes the connection instead."""

    def __init__(self, **answers: str) -> None:
        self.answers = {**FINE, **answers}
        self.commands: list[str] = []
        self.mail = b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]

    def run(self) -> None:
        """Serve one connection."""
        connection, _ = self.listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 stub\r\n")
            for line in lines:
                self.commands.append(line.decode().rstrip())
                verb = line[:4].decode().strip().upper()
                if not self._answer(connection, verb):
                    return
                if verb == "DATA" and self.answers["DATA"].startswith("354"):
                    self.mail = b"".join(iter(lambda: next(lines), b".\r\n"))
                    if not self._answer(connection, "."):
                        return

    def _answer(self, connection: socket.socket, verb: str) -> bool:
        answer = self.answers.get(verb, "500 what")
        if answer:
            connection.sendall(answer.encode() + b"\r\n")
        return bool(answer)


@contextmanager
def stub_server(**answers: str) -> Iterator[StubServer]:
    server = StubServer(**answers)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    with server.listener:
        yield server
        thread.join(10)
    assert not thread.is_alive()


def correspondent(port: int) -> Correspondent:
    server = MailServer("127.0.0.1", port, "none")
    settings = EmailSettings(OURS, "smtp", server)
    notices = {"en": "Mail can be read on the way.", "ar": "البريد يُقرأ في الطريق."}
    given = Given("email", {}, lambda _: Secret(b""), lambda: 1_800_000_000.0, notices)
    return Correspondent(settings, given, Submission(server, None, OURS))


def sent(message: Outgoing) -> tuple[StubServer, EmailMessage]:
    with stub_server() as server:
        told = correspondent(server.port).send(INSTRUCTION, message)
    assert told == Sent(f"<{INSTRUCTION.hex()}@ours.example>")
    read = message_from_bytes(server.mail, policy=default)
    assert isinstance(read, EmailMessage)
    return server, read


def test_a_mail_of_ours_says_nothing_but_the_text_and_answers_in_the_thread() -> None:
    message = Outgoing("alice@people.example", "نعم\nвас\n.\n.x", "<1@people.example>\nпомогите")
    server, mail = sent(message)
    assert mail.get_content().replace("\r\n", "\n").rstrip() == "نعم\nвас\n.\n.x"
    assert {name: str(value) for name, value in mail.items()} == {
        "From": OURS,
        "To": "alice@people.example",
        "Date": "Fri, 15 Jan 2027 08:00:00 +0000",
        "Message-ID": f"<{INSTRUCTION.hex()}@ours.example>",
        "Subject": "Re:",
        "In-Reply-To": "<1@people.example>",
        "References": "<1@people.example>",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "base64",
        "MIME-Version": "1.0",
    }
    assert server.commands[:4] == [
        "ehlo ours.example",
        f"mail FROM:<{OURS}> RET=HDRS",
        "rcpt TO:<alice@people.example> NOTIFY=SUCCESS,FAILURE",
        "DATA",
    ]
    assert server.mail.isascii()


@pytest.mark.parametrize("route", ["", "<1@p>", "<1@p>\nHow do I surrender"])
def test_the_subject_of_a_mail_is_neutral_and_its_sender_has_no_name(route: str) -> None:
    _, mail = sent(Outgoing("alice@people.example", "x", route, notice=True))
    assert mail["Subject"] == "Re:"
    assert mail["From"] == OURS
    assert mail["Auto-Submitted"] is None


def test_what_the_talk_asks_has_numbers_and_says_that_it_is_automatic() -> None:
    buttons = (Button("نعم", "q:1"), Button("لا", "q:2"))
    _, mail = sent(
        Outgoing("alice@people.example", "وحدك؟", lang="ar", buttons=buttons, notice=True)
    )
    text = mail.get_content().replace("\r\n", "\n").strip()
    assert text == "البريد يُقرأ في الطريق.\n\nوحدك؟\n\n1. نعم\n2. لا"
    assert mail["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize(
    "to",
    ["alice@people.example\r\nBcc: x@evil.example", "alice", "", "a b@c", "<a@b>", "a@b,c@d"],
)
def test_an_address_that_could_carry_a_command_is_refused_for_ever(to: str) -> None:
    with pytest.raises(LastingFault, match="no such address"):
        correspondent(9).send(INSTRUCTION, Outgoing(to or " ", "x"))


def test_a_route_can_not_add_a_header() -> None:
    route = "<1@p>\r\nBcc: x@evil.example\nsubject\r\nBcc: y@evil.example"
    _, mail = sent(Outgoing("alice@people.example", "x", route))
    assert "Bcc" not in mail
    assert mail["In-Reply-To"] == "<1@p>"


def test_an_unproved_sender_is_answered_at_his_address() -> None:
    _, mail = sent(Outgoing("alice@people.example (not proved)", "x"))
    assert mail["To"] == "alice@people.example"


@pytest.mark.parametrize(
    ("answers", "fault", "reason"),
    [
        ({"EHLO": ""}, PassingFault, "not signed in"),
        ({"MAIL": "550 5.4.5 daily limit"}, PassingFault, "sender refused"),
        ({"MAIL": ""}, PassingFault, "connection lost"),
        ({"RCPT": "451 4.7.1 greylisted"}, PassingFault, "refused for now"),
        ({"RCPT": "550 5.1.1 <alice@people.example> unknown"}, LastingFault, "no such address"),
        ({"RCPT": "552 5.2.2 full"}, LastingFault, "mailbox full"),
        ({"RCPT": "550 go away"}, LastingFault, "refused"),
        ({"RCPT": ""}, PassingFault, "connection lost"),
        ({"DATA": "451 later"}, PassingFault, "refused for now"),
        ({"DATA": "554 5.7.1 no"}, LastingFault, "not allowed"),
        ({"DATA": "250 what"}, PassingFault, "refused for now"),
        ({".": "452 4.3.1 no space"}, PassingFault, "refused for now"),
        ({".": "554 5.7.1 spam"}, LastingFault, "not allowed"),
        ({".": ""}, UnknownOutcome, ""),
    ],
)
def test_each_answer_of_a_server_means_one_thing(
    answers: dict[str, str], fault: type[Exception], reason: str
) -> None:
    with stub_server(**answers) as server, pytest.raises(fault) as raised:
        correspondent(server.port).send(INSTRUCTION, Outgoing("alice@people.example", "x"))
    assert str(raised.value) == reason


def test_a_server_that_leaves_is_left_alone_for_a_while() -> None:
    with stub_server(RCPT="421 4.3.2 closing") as server, pytest.raises(PassingFault) as raised:
        correspondent(server.port).send(INSTRUCTION, Outgoing("alice@people.example", "x"))
    assert raised.value.after is not None


def test_nobody_listens_is_a_passing_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(PassingFault, match="not reachable"):
        correspondent(port).send(INSTRUCTION, Outgoing("alice@people.example", "x"))


def test_an_address_beyond_ascii_goes_only_where_the_server_speaks_it() -> None:
    message = Outgoing("оля@пошта.укр", "x")
    with stub_server() as server, pytest.raises(LastingFault, match="address not supported"):
        correspondent(server.port).send(INSTRUCTION, message)
    with stub_server(EHLO="250-stub\r\n250 SMTPUTF8") as server:
        correspondent(server.port).send(INSTRUCTION, message)
    assert "rcpt TO:<оля@пошта.укр>" in server.commands
    assert "To: оля@пошта.укр".encode() in server.mail


def test_a_password_never_travels_in_the_clear() -> None:
    with pytest.raises(ValueError, match="on this machine only"):
        MailServer("mail.ours.example", 25, "none")
