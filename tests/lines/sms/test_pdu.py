"""The codec, held against smpp34's, and against bytes that lie."""

# ruff: noqa: D103 - a test is named after what it protects

from contextlib import suppress

import pytest
import smpp34
from hypothesis import given
from hypothesis import strategies as st

from aman.lines.sms.pdu import Command, MalformedPdu, Number, Pdu, ShortMessage, Stream, Tag

MESSAGE = ShortMessage(
    Number("380441234567", 1, 1),
    Number("380501112233", 1, 1),
    "نعم".encode("utf-16-be"),
    coding=8,
    esm_class=0x40,
    registered=1,
    tlvs={Tag.SAR_TOTAL: b"\x02", Tag.PAYLOAD: b"x" * 300},
)


def test_what_we_write_another_implementation_reads() -> None:
    raw = Pdu(Command.SUBMIT_SM, 7, MESSAGE.to_bytes()).to_bytes()
    read = smpp34.decode(raw)
    assert isinstance(read, smpp34.SubmitSm)
    assert (read.source_addr, read.source_addr_ton, read.source_addr_npi) == ("380441234567", 1, 1)
    assert (read.destination_addr, read.data_coding, read.esm_class) == ("380501112233", 8, 0x40)
    assert (read.short_message, read.registered_delivery) == (MESSAGE.content, 1)
    assert [(each.tag, each.value) for each in read.tlvs] == list(MESSAGE.tlvs.items())
    assert read.sequence_number == 7


def test_what_another_implementation_writes_we_read() -> None:
    raw = smpp34.DeliverSm(
        "380501112233",
        "380441234567",
        b"hello",
        source_addr_ton=1,
        data_coding=3,
        esm_class=4,
        service_type="CMT",
        schedule_delivery_time="260101000000000R",
        tlvs=[smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, b"m1\0")],
        sequence_number=9,
    ).encode()
    (pdu,) = Stream().feed(raw)
    assert (pdu.command, pdu.sequence) == (Command.DELIVER_SM, 9)
    assert ShortMessage.read(pdu.body) == ShortMessage(
        Number("380501112233", 1),
        Number("380441234567"),
        b"hello",
        3,
        4,
        tlvs={Tag.RECEIPTED_ID: b"m1\0"},
    )


def test_pdus_come_in_any_pieces() -> None:
    raw = b"".join(Pdu(Command.ENQUIRE_LINK, number).to_bytes() for number in range(5))
    stream, found = Stream(), []
    for at in range(0, len(raw), 7):
        found += stream.feed(raw[at : at + 7])
    assert [pdu.sequence for pdu in found] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("length", [0, 15, 2**31])
def test_a_length_that_lies_ends_the_conversation(length: int) -> None:
    with pytest.raises(MalformedPdu):
        list(Stream().feed(length.to_bytes(4, "big") + bytes(12)))


@given(st.binary(max_size=200))
def test_any_body_is_a_message_or_malformed(body: bytes) -> None:
    for read in (ShortMessage.read, ShortMessage.read_data):
        with suppress(MalformedPdu):
            read(body)


def test_nothing_of_it_prints() -> None:
    said = repr(MESSAGE) + repr(Pdu(5, 1, MESSAGE.to_bytes()))
    assert "3805" not in said
    assert "\\x06" not in said
