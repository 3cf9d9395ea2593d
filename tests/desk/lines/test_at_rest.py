"""What lies on the disk of lines: no address, no text, no phrase, no provider's name, ever."""

import logging
from collections.abc import Callable

import msgspec
import pytest
from django.db import connection
from msgspec.structs import replace

from aman.core.line_dialogue import ContactCard, LineReceipt, Place, State
from aman.core.phrase import read_phrase
from aman.core.programme import Programme
from aman.core.words import word_lists
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case
from aman.desk.cases.contacts import access_contacts, move_conversation
from aman.desk.cases.queue import access_queue
from aman.desk.lines.models import Contact, Instruction
from aman.desk.outbox.answering import answer
from aman.desk.outbox.sending import send_again
from aman.desk.reading import line_talk
from aman.desk.reading.models import Arrival
from aman.desk.running import Desk
from aman.desk.talk.steps import Heard, Say, Step, TalkState, step
from desk.reading.test_at_rest import files_of, forms, found
from desk_caller.front import Front
from desk_lines.line import Line

NUMBER = "+49 170 canary 5550199"
ROUTE = "canary-room-77e1"
TEXT = "المكان تحت الجسر canary-line-text-3c"
PROVIDER = "canary-provider-id-91"
REPLY = "نحن معك canary-line-reply"
SAID = "canary-automatic-words-aa"
STATE = "canary-talk-state-55"
UNDERSTOOD = "canary-understood-17"


@pytest.fixture
def secrets(front: Front, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What must stand nowhere; the talk keeps some of it in its state."""

    def step_with_more(state: TalkState | None, heard: Heard, programme: Programme) -> Step:
        taken = step(state, heard, programme)
        told = (*taken.state.told, STATE)
        return Step(
            replace(taken.state, told=told),
            (*taken.says, Say(SAID, "uk")),
            {"where": UNDERSTOOD},
            "uk",
            wants_words=heard.text == TEXT,
        )

    monkeypatch.setattr(line_talk, "step", step_with_more)
    del front
    return {
        "number": NUMBER.encode(),
        "digits": b"5550199",
        "route": ROUTE.encode(),
        "text": TEXT.encode(),
        "provider": PROVIDER.encode(),
        "reply": REPLY.encode(),
        "automatic": SAID.encode(),
        "state": STATE.encode(),
        "understood": UNDERSTOOD.encode(),
        "file": b"canary-file-name",
        "card": b"canary-card",
        "place": b"47.123456",
    }


def _some_state() -> TalkState:
    """A state that holds something, whatever states are made of."""
    texts = {str: STATE, tuple[str, ...]: (STATE,)}
    fields = msgspec.structs.fields(TalkState)
    name, value = next((each.name, texts[each.type]) for each in fields if each.type in texts)
    return TalkState(**{name: value})


def test_no_file_holds_who_wrote_through_a_line_or_what(  # noqa: PLR0913, PLR0917 - fixtures
    front: Front,
    telegram: Line,
    alice: Operator,
    reopen: Callable[[Desk], None],
    secrets: dict[str, bytes],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Locked, then answered, failed and sent again, moved, then locked: disk and journal."""
    caplog.set_level(logging.DEBUG)
    desk = front.desk
    file, parts = telegram.attach(b"canary-content" * 900, "canary-file-name")
    telegram.hears(
        NUMBER,
        TEXT,
        route=ROUTE,
        files=(file,),
        place=Place(47.123456, 9.5),
        contacts=(ContactCard("canary-card", (NUMBER,)),),
    )
    desk.ready_words.refill(desk.clock())
    front.kept += parts
    while front.kept:
        front.visit()
    telegram.tells(LineReceipt("telegram", PROVIDER, State.DELIVERED))
    front.visit()
    for name, outgoing in telegram.fetch().items():
        telegram.report(name, State.UNCERTAIN, provider_id=PROVIDER + name.hex())
        if len(outgoing.text.split("\n\n")) == 3:
            typed = outgoing.text.split("\n\n")[1]
    phrase = read_phrase(typed, word_lists(), "uk").phrase
    keys = phrase.keys(desk.hotline)
    secrets |= {
        "content": b"canary-content",
        "words": typed.encode(),
        "entropy": phrase.reveal(),
        "token": keys.token.reveal(),
        "seed": keys.reply_kem.reveal(),
    }
    front.visit()
    if connection.vendor == "sqlite":  # PostgreSQL's many files are searched once, at the end
        assert found(desk, secrets) == set()

    reopen(desk)
    now = int(desk.clock())
    assert access_queue(alice, now)[0].lang == "uk"
    (seen,) = access_case(alice, 1, now).items
    assert (seen.text, seen.answers) == (TEXT, {"where": UNDERSTOOD})
    (contact,) = access_contacts(1)
    move_conversation(alice, 1, contact.number, now)
    answer(alice, 1, REPLY, seen_upto=seen.item, now=now)
    front.visit()
    for name in telegram.fetch():
        telegram.report(name, State.UNCERTAIN, reason="broken off", provider_id=PROVIDER + "2")
    front.visit()
    send_again(alice, Instruction.objects.get(answer__isnull=False).pk, now)
    front.visit()
    assert [outgoing.to for outgoing in telegram.send()] == [NUMBER]
    if connection.vendor == "sqlite":
        assert found(desk, secrets) == set()

    desk.vault.lock()
    front.visit()
    assert found(desk, secrets | {"operator": alice.name.encode()}) == {"operator"}
    said = caplog.text.encode() + "".join(capfd.readouterr()).encode()
    assert not any(form in said for secret in secrets.values() for form in forms(secret))


def test_a_contacts_digest_says_nothing_without_the_desks_key(front: Front, telegram: Line) -> None:
    """Who has the database alone can't try numbers: the key lies elsewhere."""
    telegram.hears("+10", "hello")
    front.visit()
    digest = bytes(Contact.objects.get().digest)
    assert digest == front.desk.address_key.digest("telegram", "+10")
    key = front.desk.folder / "keys" / "address.secret"
    others = [path.read_bytes() for path in files_of(front.desk) if path != key]
    assert not any(form in raw for form in forms(key.read_bytes()) for raw in others)


def test_how_long_a_lines_message_is_does_not_show(front: Front, telegram: Line) -> None:
    """Also when the talk puts what it understood beside the text."""
    for text in ("x", "x" * 5000):
        telegram.hears("@x", text)
    front.visit()
    sizes = {len(content) for content in Arrival.objects.values_list("content", flat=True)}
    assert len(sizes) == 1
    assert Case.objects.count() == 1
