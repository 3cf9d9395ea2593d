"""The line with an SMSC over loopback: replaced amid traffic, cut off, throttled, refused."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import signal
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import smpp34

from aman.core.keys import from_base64url
from aman.core.line_dialogue import LineReport, Outgoing, State
from aman.core.phrase import Phrase
from aman.core.words import word_lists
from aman.lines.sms.pdu import RESPONSE, Command, Pdu, Stream
from lines.certificates import CERTIFICATE, KEY, certify
from lines.desk_behind import DeskBehind, desk_behind
from lines.relay import Relay, relaying
from lines.running_line import RunningLine, running_line, wait_until, write_folder
from lines.sms.data_sm import ByDataSm
from lines.sms.peer import SmppPeer, number_of, smpp_peer
from lines.sms.smsc import OUR_NUMBER, Waiting

pytestmark = pytest.mark.enable_socket
NAME = "sms"
ARABIC = "نحن عشرة، عالقون في الوحل، والوقت 21:30 OK. "
ALICE = number_of("alice")


@dataclass
class Running:
    """A line, its desk, and an SMSC."""

    desk: DeskBehind
    peer: SmppPeer
    line: RunningLine

    def texts(self) -> list[str]:
        """What the desk has."""
        return [each.text for each in self.desk.messages(NAME)]

    def said(self, count: int) -> list[str]:
        """Wait for so many."""
        return wait_until(
            lambda: found if len(found := self.texts()) >= count else None,
            f"{count} messages ({self.line.errors})",
            40,
        )

    def report(self, to: str, text: str) -> LineReport:
        """Send, and wait for what became of it."""
        label = self.desk.send(NAME, Outgoing(to, text))
        return wait_until(lambda: self.desk.report(NAME, label), f"{self.line.errors}", 40)


Prepare = Callable[[SmppPeer], None]
Start = Callable[[Prepare], Running]


@contextmanager
def started(folder: Path, prepare: Prepare, there: SmppPeer | None = None) -> Iterator[Running]:
    with ExitStack() as stack:
        desk, url = stack.enter_context(desk_behind(NAME))
        peer = there or stack.enter_context(smpp_peer(folder))
        prepare(peer)
        setup = peer.setup()
        write_folder(folder / NAME, desk, url, NAME, setup.provider, setup.secrets, setup.settings)
        line = stack.enter_context(running_line(folder / NAME, NAME))
        yield Running(desk, peer, line)


def nothing(peer: SmppPeer) -> None:
    del peer


def test_parts_that_come_at_once_are_one_message(tmp_path: Path) -> None:
    with started(tmp_path, nothing) as running:
        running.peer.write("alice", ARABIC * 8)
        assert running.said(1) == [ARABIC * 8]
        (only,) = running.desk.messages(NAME)
        assert (only.parts, only.address) == (1, ALICE)


def test_an_smsc_that_sends_one_part_at_a_time_is_not_held_up(tmp_path: Path) -> None:
    def one_by_one(peer: SmppPeer) -> None:
        peer.smsc.window = 1

    with started(tmp_path, one_by_one) as running:
        phrase = Phrase.from_random(bytes(range(12)))
        words = " ".join(phrase.words(word_lists()["ru"]))
        text = f"{ARABIC * 4}{words}"
        running.peer.write("alice", text)
        said = wait_until(
            lambda: found if len(found := running.desk.messages(NAME)) == 2 else None,
            f"a text and a token ({running.line.errors})",
        )
        assert said[0].text == text
        assert said[0].parts > 1
        assert said[1].text == ""
        assert from_base64url(said[1].token) == phrase.keys(running.desk.hotline).token.reveal()


def test_a_process_that_is_replaced_amid_traffic_loses_and_doubles_nothing(
    tmp_path: Path,
) -> None:
    def hurry(peer: SmppPeer) -> None:
        peer.settings = {"renewed_after": 0.2}
        peer.smsc.window = 4

    with started(tmp_path, hurry) as running:
        texts = [f"message {number}" for number in range(40)]
        for text in texts:
            running.peer.write("alice", text)
        assert sorted(running.said(40)) == sorted(texts)
        wait_until(lambda: len(running.peer.smsc.acknowledged) >= 40)
        assert len(running.texts()) == 40
        assert running.desk.repeated == 0


def test_a_process_that_is_killed_amid_traffic_loses_and_doubles_nothing(tmp_path: Path) -> None:
    def windows(peer: SmppPeer) -> None:
        peer.smsc.window = 3

    with started(tmp_path, windows) as running:
        texts = [f"message {number}" for number in range(30)]
        for number, text in enumerate(texts):
            running.peer.write("alice", text)
            if number % 6 == 5:
                running.said(number - 4)
                for pid in running.line.turns():
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
        assert sorted(running.said(30)) == sorted(texts)
        wait_until(lambda: len(running.peer.smsc.acknowledged) >= 30)
        assert len(running.texts()) == 30


def test_equal_answers_stay_two_and_a_text_that_comes_again_stays_one(tmp_path: Path) -> None:
    with started(tmp_path, nothing) as running:
        running.peer.write("alice", "1")
        running.peer.write("alice", "1")
        assert running.said(2) == ["1", "1"]
        running.desk.away = True
        running.peer.write("alice", "2")
        wait_until(lambda: len(running.peer.smsc.acknowledged) >= 2)
        running.peer.smsc.stop()  # before it heard that "2" was taken
        running.desk.away = False
        running.peer.smsc.start()
        wait_until(
            lambda: any(each.content == b"2" for each in running.peer.smsc.acknowledged),
            "an acknowledgement",
            40,
        )
        running.peer.write("alice", "3")
        assert running.said(4) == ["1", "1", "2", "3"]


def test_receipts_tell_how_far_an_answer_came(tmp_path: Path) -> None:
    with started(tmp_path, nothing) as running:
        report = running.report(ALICE, ARABIC * 4)
        assert report.state is State.ACCEPTED
        receipts = running.desk.lines[NAME].receipts
        receipt = wait_until(lambda: next(iter(receipts), None), "a receipt")
        assert (receipt.provider_id, receipt.state) == (report.provider_id, State.DELIVERED)
        assert [got.text for got in running.peer.got("alice")] == [ARABIC * 4]
        sent = running.peer.smsc.received
        assert [each.registered_delivery for each in sent] == [0] * (len(sent) - 1) + [1]
        assert {each.source_addr for each in sent} == {OUR_NUMBER[1:]}


def test_a_throttled_answer_waits_and_goes_once(tmp_path: Path) -> None:
    def throttle(peer: SmppPeer) -> None:
        peer.smsc.refused[ALICE[1:]] = 0x58

    with started(tmp_path, throttle) as running:
        label = running.desk.send(NAME, Outgoing(ALICE, "later"))
        wait_until(lambda: running.line.steps.count("line: sent") >= 1)
        assert running.desk.report(NAME, label) is None
        del running.peer.smsc.refused[ALICE[1:]]
        report = wait_until(lambda: running.desk.report(NAME, label), seconds=40)
        assert report.state is State.ACCEPTED
        assert [got.text for got in running.peer.got("alice")] == ["later"]


def test_a_part_that_is_throttled_is_tried_again_and_the_text_comes_whole(tmp_path: Path) -> None:
    with started(tmp_path, nothing) as running:
        real = running.peer.smsc._submitted

        def third_is_throttled(event: smpp34.SubmitSmEvent) -> None:
            is_third = len(running.peer.smsc.received) == 2
            if is_third and not throttled:
                throttled.append(1)
                event.reject(0x58)
                return
            real(event)

        throttled: list[int] = []
        running.peer.smsc._submitted = third_is_throttled  # type: ignore[method-assign]
        assert running.report(ALICE, ARABIC * 8).state is State.ACCEPTED
        assert throttled
        assert [got.text for got in running.peer.got("alice")] == [ARABIC * 8]


def test_a_sender_that_is_a_word_is_heard_and_cannot_be_answered(tmp_path: Path) -> None:
    with started(tmp_path, nothing) as running:
        running.peer.smsc.send(Waiting("Kyivstar", b"top up", ton=5))
        assert running.said(1) == ["top up"]
        (said,) = running.desk.messages(NAME)
        assert said.address == "Kyivstar"
        report = running.report(said.address, "x")
        assert (report.state, report.lasting, report.reason) == (
            State.FAILED,
            True,
            "cannot be answered",
        )
        too_long = running.report(ALICE, "ا" * 18_000)
        assert (too_long.state, too_long.reason) == (State.FAILED, "too long")


@pytest.mark.parametrize("way", ["sar", "payload"])
def test_long_texts_go_as_the_smsc_wants_them(tmp_path: Path, way: str) -> None:
    def choose(peer: SmppPeer) -> None:
        peer.smpp = {"long": way}

    with started(tmp_path, choose) as running:
        assert running.report(ALICE, ARABIC * 8).state is State.ACCEPTED
        sent = running.peer.smsc.received
        tags = {
            "sar": {smpp34.TLV_SAR_MSG_REF_NUM, smpp34.TLV_SAR_TOTAL_SEGMENTS}
            | {smpp34.TLV_SAR_SEGMENT_SEQNUM},
            "payload": {smpp34.TLV_MESSAGE_PAYLOAD},
        }[way]
        assert all({tlv.tag for tlv in each.tlvs} == tags for each in sent)
        contents = [each.short_message or each.tlvs[0].value for each in sent]
        assert b"".join(contents).decode("utf-16-be") == ARABIC * 8


def test_deliveries_by_data_sm_are_taken_like_others(tmp_path: Path) -> None:
    with smpp_peer(tmp_path) as peer, relaying(Relay(peer.smsc.port, ByDataSm)) as port:
        peer.smpp = {"port": port}
        with started(tmp_path, nothing, peer) as running:
            running.peer.write("alice", "in one")
            running.peer.write("alice", ARABIC * 8)
            assert sorted(running.said(2)) == sorted(["in one", ARABIC * 8])
            wait_until(lambda: len(running.peer.smsc.acknowledged) >= 5, "answers to deliveries")
            report = running.report(ALICE, "a receipt")
            receipt = wait_until(
                lambda: next(iter(running.desk.lines[NAME].receipts), None), "a receipt"
            )
            assert (receipt.provider_id, receipt.state) == (report.provider_id, State.DELIVERED)
            assert len(running.texts()) == 2


@contextmanager
def behind_tls(folder: Path, name: str) -> Iterator[SmppPeer]:
    """An SMSC that shows a certificate for `name`."""
    certify(folder, name)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(folder / CERTIFICATE, folder / KEY)
    with smpp_peer(folder) as peer, relaying(Relay(peer.smsc.port, ours=ours)) as port:
        peer.smpp = {"host": "localhost", "port": port, "security": "tls"}
        yield peer


def test_texts_and_answers_go_through_tls(tmp_path: Path) -> None:
    with behind_tls(tmp_path, "localhost") as peer:
        peer.smpp["ca"] = str(tmp_path / CERTIFICATE)
        with started(tmp_path, nothing, peer) as running:
            running.peer.write("alice", "sealed on the way")
            assert running.said(1) == ["sealed on the way"]
            assert running.report(ALICE, "so is this").state is State.ACCEPTED
            assert [got.text for got in running.peer.got("alice")] == ["so is this"]
            assert running.line.errors == []


@pytest.mark.parametrize(
    ("name", "believed"),
    [("localhost", False), ("elsewhere.test", True)],
    ids=["an authority that is not ours", "another name"],
)
def test_an_smsc_that_is_not_the_one_gets_no_password(
    tmp_path: Path, name: str, *, believed: bool
) -> None:
    with behind_tls(tmp_path, name) as peer:
        if believed:
            peer.smpp["ca"] = str(tmp_path / CERTIFICATE)
        with started(tmp_path, nothing, peer) as running:
            pulses = running.desk.lines[NAME].pulses
            wait_until(lambda: any(each.fault == "not reachable" for each in pulses), "a fault")
            assert running.peer.smsc.bound is None


@contextmanager
def stub_smsc(answer: Callable[[Pdu], Pdu | None]) -> Iterator[int]:
    """A stub that answers each request as told, and hangs up where it has no answer."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                stream = Stream()
                while data := connection.recv(4096):
                    answers = [answer(pdu) for pdu in stream.feed(data)]
                    for each in answers:
                        if each is None:
                            connection.shutdown(socket.SHUT_RDWR)
                        else:
                            connection.sendall(each.to_bytes())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


@contextmanager
def with_stub(folder: Path, answer: Callable[[Pdu], Pdu | None]) -> Iterator[DeskBehind]:
    with stub_smsc(answer) as port, desk_behind(NAME) as (desk, url):
        smpp = {"host": "127.0.0.1", "port": port, "system_id": "x", "security": "none"}
        provider = {"way": "smpp", "number": OUR_NUMBER, "smpp": {**smpp, "pulse": "link"}}
        write_folder(folder / NAME, desk, url, NAME, provider, {"password": "x"})
        with running_line(folder / NAME, NAME):
            yield desk


def fine(pdu: Pdu) -> Pdu:
    return Pdu(pdu.command | RESPONSE, pdu.sequence, b"id\0")


def test_an_answer_on_a_connection_that_breaks_is_uncertain_and_never_sent_again(
    tmp_path: Path,
) -> None:
    submitted: list[bytes] = []

    def break_off(pdu: Pdu) -> Pdu | None:
        if pdu.command == Command.SUBMIT_SM:
            submitted.append(pdu.body)
            return None
        return fine(pdu)

    with with_stub(tmp_path, break_off) as desk:
        label = desk.send(NAME, Outgoing(ALICE, "once"))
        report = wait_until(lambda: desk.report(NAME, label), seconds=40)
        assert report.state is State.UNCERTAIN
        later = desk.send(NAME, Outgoing(ALICE, "later"))
        wait_until(lambda: desk.report(NAME, later), seconds=40)
        assert len([body for body in submitted if b"once" in body]) == 1


def test_a_refused_password_is_told_to_the_desk(tmp_path: Path) -> None:
    def refuse(pdu: Pdu) -> Pdu:
        return Pdu(pdu.command | RESPONSE, pdu.sequence, b"\0", 0x0E)

    with with_stub(tmp_path, refuse) as desk:
        pulses = desk.lines[NAME].pulses
        wait_until(lambda: any(each.fault == "not signed in" for each in pulses), "a fault")


def test_where_an_sms_every_moment_costs_too_much_the_smsc_itself_beats(tmp_path: Path) -> None:
    with with_stub(tmp_path, fine) as desk:
        pulses = desk.lines[NAME].pulses
        wait_until(lambda: any(each.milliseconds is not None for each in pulses), "a pulse")
