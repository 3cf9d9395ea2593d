"""What deliveries become: parts in any order and in two processes, repeats, receipts, rubbish."""

# ruff: noqa: D103 - a test is named after what it protects

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from aman.core.line_dialogue import State
from aman.core.phrase import Phrase
from aman.core.words import word_lists
from aman.lines.events import Event, Incoming, PulseReturned, Receipt
from aman.lines.sms import receiving
from aman.lines.sms.deliveries import Deliveries
from aman.lines.sms.numbers import Numbers
from aman.lines.sms.pdu import Number, ShortMessage, Tag
from aman.lines.sms.receiving import Receiving
from aman.lines.sms.segments import Segment, sar
from lines.sms.smsc import OUR_NUMBER, as_telephone_sends

pytestmark = pytest.mark.enable_socket  # an event loop wakes itself by one

ALICE = Number("380501112233", 1, 1)
OURS = Number(OUR_NUMBER[1:], 1, 1)
LONG = "نحن عشرة، عالقون في الوحل قرب الجسر القديم، والوقت الآن 21:30، ومعنا جريحان. " * 2


class Line:
    """Processes of one line, one after the other; `taken` is what reached the front."""

    def __init__(self) -> None:
        self.deliveries = Deliveries()
        self.taken: list[Event] = []
        self.now = 1_800_000_000.0
        self.is_there = True

    async def take(self, event: Event) -> None:
        """The front has it."""
        await asyncio.sleep(0)
        self.taken.append(event)

    def process(self) -> Receiving:
        """A new process, on a new connection."""
        self.deliveries.connected(self.now)
        numbers = Numbers("380", "0")
        return Receiving(
            self.take,
            self.deliveries,
            numbers,
            OUR_NUMBER,
            lambda: self.now,
            is_there=lambda: self.is_there,
        )

    def messages(self) -> list[Incoming]:
        """What people wrote."""
        return [each for each in self.taken if isinstance(each, Incoming)]

    def texts(self) -> list[str]:
        """Their texts."""
        return [each.text for each in self.messages()]


def parts(text: str, reference: int = 7) -> list[ShortMessage]:
    return [
        ShortMessage(ALICE, OURS, content, coding, esm_class)
        for content, coding, esm_class in as_telephone_sends(text, reference)
    ]


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def all_of_it() -> None:
        await work()

    asyncio.run(all_of_it())


async def together(process: Receiving, messages: Sequence[ShortMessage]) -> None:
    await asyncio.gather(*(process.receive(each) for each in messages))


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def short_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "HOLD_SECONDS", 0.05)


def test_parts_in_any_order_become_one_message(line: Line) -> None:
    run(lambda: together(line.process(), parts(LONG)[::-1]))
    assert line.texts() == [LONG]
    assert line.messages()[0].address == "+380501112233"


def test_parts_by_sar_and_long_payloads_are_read_as_well(line: Line) -> None:
    cut = [each.content[6:] for each in parts(LONG)]
    by_sar = [
        ShortMessage(ALICE, OURS, part, 8, tlvs=sar(Segment(900, number, len(cut))))
        for number, part in enumerate(cut, 1)
    ]
    run(lambda: together(line.process(), by_sar))
    whole = ShortMessage(ALICE, OURS, b"", 8, tlvs={Tag.PAYLOAD: LONG.encode("utf-16-be")})
    run(lambda: line.process().receive(whole))
    assert line.texts() == [LONG, LONG]


@pytest.mark.usefixtures("short_hold")
def test_a_part_alone_goes_on_by_itself_and_the_others_follow_in_another_process(
    line: Line,
) -> None:
    first, *others = parts(LONG)
    run(lambda: line.process().receive(first))
    assert [(each.part, each.parts) for each in line.messages()] == [(1, len(others) + 1)]
    run(lambda: together(line.process(), others))
    said = sorted(line.messages(), key=lambda each: each.part)
    assert len({each.event for each in said}) == 1
    assert "".join(each.text for each in said) == LONG


@pytest.mark.usefixtures("short_hold")
def test_a_phrase_that_was_cut_in_two_is_still_told(line: Line) -> None:
    words = " ".join(Phrase.from_random(bytes(range(12))).words(word_lists()["ru"]))
    first, *others = parts(f"это я, вот мои слова: {words}")
    assert others

    async def one_by_one() -> None:
        process = line.process()
        for each in (first, *others):
            await process.receive(each)

    run(one_by_one)
    assert line.texts()[-1] == words
    assert len({each.event for each in line.messages()}) == 2


def test_the_same_reference_again_is_another_text(line: Line) -> None:
    other = LONG.replace("عشرة", "تسعة")
    run(lambda: together(line.process(), parts(LONG)))
    run(lambda: together(line.process(), parts(other)))
    assert line.texts() == [LONG, other]
    assert len({each.event for each in line.messages()}) == 2


def test_two_equal_answers_are_two_messages(line: Line) -> None:
    async def twice() -> None:
        process = line.process()
        await process.receive(parts("1")[0])
        await process.receive(parts("1")[0])

    run(twice)
    assert len({each.event for each in line.messages()}) == 2


def test_what_comes_again_after_a_broken_connection_is_the_same_message(line: Line) -> None:
    run(lambda: line.process().receive(parts("1")[0]))
    run(lambda: line.process().receive(parts("1")[0]))
    assert len({each.event for each in line.messages()}) == 1
    line.deliveries.confirm(line.deliveries.unconfirmed())
    run(lambda: line.process().receive(parts("1")[0]))
    assert len({each.event for each in line.messages()}) == 2


def test_what_was_not_taken_comes_again_on_the_same_connection(line: Line) -> None:
    async def broken(event: Event) -> None:
        del event
        raise ConnectionError

    async def twice() -> None:
        process = line.process()
        taking, process._take = process._take, broken
        with pytest.raises(ConnectionError):
            await process.receive(parts("1")[0])
        process._take = taking
        line.now += 10
        await process.receive(parts("1")[0])

    names: list[str] = []
    name_of = line.deliveries.name

    def noted(delivery: bytes, now: float) -> tuple[str, bool]:
        found = name_of(delivery, now)
        names.append(found[0])
        return found

    line.deliveries.name = noted  # type: ignore[method-assign]
    run(twice)
    assert line.texts() == ["1"]
    assert names[0] == names[1]


def test_two_equal_texts_at_the_same_moment_are_two_messages(line: Line) -> None:
    run(lambda: together(line.process(), [parts("1")[0], parts("1")[0]]))
    assert len({each.event for each in line.messages()}) == 2


@pytest.mark.usefixtures("short_hold")
def test_a_part_that_comes_again_after_the_whole_is_no_second_message(line: Line) -> None:
    run(lambda: together(line.process(), parts(LONG)))
    run(lambda: line.process().receive(parts(LONG)[0]))
    assert line.texts() == [LONG]


def test_after_ten_minutes_an_equal_text_is_a_new_one(line: Line) -> None:
    run(lambda: line.process().receive(parts("1")[0]))
    line.now += 700
    run(lambda: line.process().receive(parts("1")[0]))
    assert len({each.event for each in line.messages()}) == 2


def test_what_found_no_way_to_be_answered_is_the_same_message_an_hour_later(line: Line) -> None:
    """The SMSC fell while it was taken: it never heard so, and brings it again when it is back."""

    async def falls() -> None:
        process = line.process()
        line.is_there = False
        await process.receive(parts("we wait at the bridge")[0])

    run(falls)
    line.now += 3600
    line.is_there = True
    run(lambda: line.process().receive(parts("we wait at the bridge")[0]))
    assert len({each.event for each in line.messages()}) == 1
    line.deliveries.confirm(line.deliveries.unconfirmed())
    run(lambda: line.process().receive(parts("we wait at the bridge")[0]))
    assert len({each.event for each in line.messages()}) == 2


def test_the_order_grows_even_within_a_millisecond(line: Line) -> None:
    async def three() -> None:
        process = line.process()
        for text in "abc":
            await process.receive(parts(text)[0])

    run(three)
    orders = [each.order for each in line.messages()]
    assert orders == sorted(set(orders))


@pytest.mark.parametrize(
    ("text", "tlvs", "told"),
    [
        (b"id:m1 stat:DELIVRD err:000 text:secret", {}, Receipt("m1", State.DELIVERED)),
        (b"id:m1 stat:UNDELIV", {}, Receipt("m1", State.FAILED, "not delivered")),
        (b"id:m1 stat:EXPIRED", {}, Receipt("m1", State.FAILED, "not reached")),
        (b"id:m1 stat:ENROUTE", {}, None),
        (b"nonsense", {}, None),
        (
            b"",
            {Tag.RECEIPTED_ID: b"m9\0", Tag.STATE: b"\x02"},
            Receipt("m9", State.DELIVERED),
        ),
    ],
)
def test_a_receipt_tells_of_our_message(
    line: Line, text: bytes, tlvs: dict[int, bytes], told: Receipt | None
) -> None:
    run(lambda: line.process().receive(ShortMessage(ALICE, OURS, text, 0, 0x04, tlvs=tlvs)))
    assert line.taken == ([] if told is None else [told])


def test_a_person_who_writes_like_a_receipt_is_heard(line: Line) -> None:
    run(lambda: line.process().receive(parts("id:m1 stat:DELIVRD")[0]))
    assert line.texts() == ["id:m1 stat:DELIVRD"]


def test_a_pulse_comes_from_ourselves_only(line: Line) -> None:
    nonce = "a" * 24
    ours = ShortMessage(OURS, OURS, nonce.encode())
    run(lambda: line.process().receive(ours))
    run(lambda: line.process().receive(parts(nonce)[0]))
    assert line.taken[0] == PulseReturned(nonce)
    assert line.texts() == [nonce]


def test_what_is_for_a_program_is_given_as_a_file(line: Line) -> None:
    ports = bytes((6, 5, 4, 0x0B, 0x84, 0, 0))
    run(lambda: line.process().receive(ShortMessage(ALICE, OURS, ports + b"wap", 0, 0x40)))
    run(lambda: line.process().receive(ShortMessage(ALICE, OURS, b"\x01\x02", 4)))
    contents = [each.files[0].content for each in line.messages()]
    assert contents == [b"wap", b"\x01\x02"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"\x05\x00\x03\x01\x02\x03",
        b"\x05\x00\x03\x01\x00\x00x",
        bytes(range(116, 256)),
    ],
)
def test_a_header_that_lies_loses_no_message(line: Line, content: bytes) -> None:
    run(lambda: line.process().receive(ShortMessage(ALICE, OURS, content, 8, 0x40)))
    assert len(line.messages()) == 1


def test_many_texts_at_once_stay_within_the_shared_memory(line: Line) -> None:
    async def flood() -> None:
        process = line.process()
        for number in range(700):
            await process.receive(parts(f"{number}")[0])

    run(flood)
    assert len({each.event for each in line.messages()}) == 700
    memory = bytes(line.deliveries._memory)
    assert b"380501112233" not in memory
