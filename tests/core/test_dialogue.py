"""Bodies: JSON of strangers is read by one rule, and whatever it is, there is one error."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.dialogue import Cover, Message, Reply, Status, read_body, status, write_body
from aman.core.envelope import BODY_BYTES, MalformedEnvelope
from aman.core.keys import to_base64url

KINDS = [Message, Cover, Status, Reply]
counts = st.integers(0, 2**32 - 1)
labels = st.text(max_size=64).filter(lambda text: text.isprintable())
answers = st.dictionaries(
    st.text(max_size=8),
    st.text(max_size=8) | st.integers(-(2**53), 2**53) | st.booleans() | st.just(("a", "b")),
    max_size=3,
)


@given(
    labels, counts, st.text(max_size=50), st.integers(1, 255), counts, st.none() | counts, answers
)
def test_a_message_round_trips(  # noqa: PLR0913, PLR0917 - each is a member of the body
    session: str, n: int, text: str, part: int, ack: int, again: int | None, said: dict[str, object]
) -> None:
    """Any text of any language, and any answers."""
    message = Message(
        session=session,
        n=n,
        text=text,
        part=part,
        parts=255,
        ack=ack,
        again=again,
        answers=said,  # type: ignore[arg-type]  # drawn
    )
    assert read_body(write_body(message), Message) == message


def test_letters_are_not_escaped() -> None:
    """2,000 Arabic letters fit one envelope."""
    body = write_body(Message(session="s" * 22, n=1, text="ش" * 2000, lang="ar"))
    assert len(body) < BODY_BYTES
    assert "ش" in body.decode()


def test_members_that_nobody_knows_are_passed_over() -> None:
    """A page of tomorrow can write to a desk of today."""
    later = b'{"session":"s","n":1,"files":["AAAA"],"later":{"a":[1.5,null]}}'
    assert read_body(later, Message) == Message(session="s", n=1)
    assert read_body(b'{"later":1}', Cover) == Cover()


WRONG = {
    "nothing": b"",
    "no object": b"[]",
    "null": b"null",
    "no session": b'{"n":1}',
    "no number": b'{"session":"s"}',
    "a number in words": b'{"session":"s","n":"1"}',
    "half a number": b'{"session":"s","n":0.5}',
    "a negative number": b'{"session":"s","n":-1}',
    "a number beyond four bytes": b'{"session":"s","n":4294967296}',
    "a number beyond every database": b'{"session":"s","n":%d}' % 10**400,
    "an ack beyond four bytes": b'{"session":"s","n":1,"ack":4294967296}',
    "an answer beyond 53 bits": b'{"session":"s","n":1,"answers":{"a":%d}}' % 2**60,
    "part 0": b'{"session":"s","n":1,"part":0}',
    "part 2 of 1": b'{"session":"s","n":1,"part":2,"parts":1}',
    "256 parts": b'{"session":"s","n":1,"parts":256}',
    "a session without end": b'{"session":"%s","n":1}' % (b"s" * 65),
    "half a letter": b'{"session":"s","n":1,"text":"\\ud800"}',
    "no UTF-8": b'{"session":"s","n":1,"text":"\xff"}',
    "a mark before it": b'\xef\xbb\xbf{"session":"s","n":1}',
    "something after it": b'{"session":"s","n":1}{}',
    "answers in answers": b'{"session":"s","n":1,"answers":{"a":{}}}',
    "nested to the end of the stack": b'{"session":"s","n":1,"x":' + b"[" * 5700,
}


@pytest.mark.parametrize("raw", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_message_is_malformed(raw: bytes) -> None:
    """And nothing else: a stranger's JSON ends no process."""
    with pytest.raises(MalformedEnvelope):
        read_body(raw, Message)


@given(st.binary(max_size=200), st.sampled_from(KINDS))
def test_other_bytes_are_malformed_or_a_body(raw: bytes, kind: type[Message]) -> None:
    """Whatever comes, nothing else is raised."""
    try:
        read_body(raw, kind)
    except MalformedEnvelope:
        return
    json.loads(raw)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
members = st.sampled_from([*Message.__struct_fields__, *Status.__struct_fields__, "later"])


@given(st.dictionaries(members, json_values), st.sampled_from(KINDS))
def test_other_json_is_malformed_or_a_body(said: dict[str, object], kind: type[Message]) -> None:
    """The same for JSON that is nearly right."""
    try:
        body = read_body(json.dumps(said).encode(), kind)
    except MalformedEnvelope:
        return
    assert read_body(write_body(body), kind) == body


def test_the_longest_status_fits_one_part() -> None:
    """31 ids and the largest numbers: no 861st byte."""
    ids = [bytes([at]) * 16 for at in range(40)]
    raw = status(ids, base=2**32 - 1, first=2**32 - 1, seen=False, start=2**32 - 1)
    assert len(raw) <= 860
    read = read_body(raw, Status)
    assert read.got == tuple(to_base64url(each) for each in ids[-31:])
    assert (read.base, read.first, read.start) == (2**32 - 1,) * 3
    assert not read.seen


def test_a_status_that_does_not_fit_is_our_mistake() -> None:
    """It is told, not cut."""
    with pytest.raises(ValueError, match="one part"):
        status([bytes(40)] * 32, base=0, first=1, seen=True)
