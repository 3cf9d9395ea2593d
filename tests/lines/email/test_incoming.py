"""What a mail tells: the hostile, the automatic, the malformed, and what people really send."""

# ruff: noqa: D103 - a test is named after what it protects

import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.core.line_dialogue import State
from aman.lines.email.incoming import Reader
from aman.lines.events import Event, Incoming, PulseReturned, Receipt

OURS = "write@ours.example"
NOW = 1_800_000_000.0
READER = Reader(OURS, lambda: NOW, "mx.ours.example")
OUR_ID = f"<{'ab' * 16}@ours.example>"
HEAD = b"From: Alice <Alice@People.Example>\r\nTo: write@ours.example\r\nMessage-ID: <1@people>\r\n"


def mail(**headers: str) -> EmailMessage:
    written = EmailMessage(SMTP)
    for name, value in {"From": "Alice <Alice@People.Example>", "To": OURS, **headers}.items():
        written[name.replace("_", "-")] = value
    return written


def read(written: EmailMessage | bytes, path: str | None = "alice@people.example") -> list[Event]:
    raw = written if isinstance(written, bytes) else written.as_bytes()
    return list(READER.read(raw, path))


def message(written: EmailMessage | bytes) -> Incoming:
    (found,) = read(written)
    assert isinstance(found, Incoming)
    return found


def test_the_address_is_bare_and_lower_case_and_the_subject_is_part_of_what_was_said() -> None:
    written = mail(Subject="  помогите\tнам ", Message_ID="<1@people.example>")
    written.set_content("мы у реки\n")
    found = message(written)
    assert found.address == "alice@people.example"
    assert found.text == "помогите нам\n\nмы у реки"
    assert found.route == "<1@people.example>"


def test_a_subject_alone_is_a_message() -> None:
    written = mail(Subject="help")
    written.set_content("\n")
    assert message(written).text == "help"


def test_plain_text_is_preferred_and_html_is_read_as_text() -> None:
    both = mail()
    both.set_content("plain")
    both.add_alternative("<p>rich</p>", subtype="html")
    assert message(both).text == "plain"
    rich = mail()
    rich.set_content(
        "<html><head><title>x</title><style>p{}</style></head><body>one<br>two &amp; &lt;b&gt;"
        '<script>alert(1)</script><p>نحن <a href="https://evil.example/?a=1">example.org</a></p>'
        '<img src="https://evil.example/pixel.png"></body></html>',
        subtype="html",
    )
    assert message(rich).text == "one\ntwo & <b>\nنحن example.org (https://evil.example/?a=1)"


def test_an_empty_plain_alternative_does_not_hide_the_html() -> None:
    both = mail()
    both.set_content("\n")
    both.add_alternative("<p>rich</p>", subtype="html")
    assert message(both).text == "rich"


def test_texts_between_files_are_all_read_and_the_files_are_given() -> None:
    written = mail()
    written.set_content("before")
    written.add_attachment(b"\x89PNG", "image", "png", filename="عكس.png")
    written.add_attachment("after", disposition="inline")
    found = message(written)
    assert found.text == "before\n\nafter"
    assert [(file.media, file.name, file.content) for file in found.files] == [
        ("image/png", "عكس.png", b"\x89PNG")
    ]


def test_only_the_quoted_end_of_an_answer_to_us_is_left_out() -> None:
    quoted = f"да\n\nOn Monday, {OURS} wrote:\n> вы одни?\n>\n> Напишите\n"
    to_us = mail(Subject="Re: x", In_Reply_To=OUR_ID)
    to_us.set_content(quoted)
    assert message(to_us).text == "да"
    elsewhere = mail(In_Reply_To="<1@other.example>")
    elsewhere.set_content(quoted)
    assert message(elsewhere).text == quoted.strip()
    between = mail(In_Reply_To=OUR_ID)
    between.set_content("> вы одни?\nда\n> где?\nздесь\n")
    assert message(between).text == "> вы одни?\nда\n> где?\nздесь"
    html = mail(References=OUR_ID)
    html.set_content("<div>да</div><blockquote>вы одни?<br>где?</blockquote>", subtype="html")
    assert message(html).text == "да"


@pytest.mark.parametrize(
    "charset", ["windows-1251", "koi8-r", "windows-1256", "x-none", "utf-7", "punycode", "\u202e"]
)
def test_whatever_charset_is_claimed_the_text_comes_and_can_be_written(charset: str) -> None:
    body = "нет".encode("windows-1251") if charset == "windows-1251" else b"\xff\xfe\x80 text"
    head = HEAD + f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode()
    found = message(head + body)
    assert ("нет" if charset == "windows-1251" else "text") in found.text
    msgspec.json.encode(found.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated (vacation)"},
        {"Precedence": "bulk"},
        {"Precedence": "List"},
        {"List_Id": "<list.people.example>"},
        {"Return_Path": "<>"},
        {"From": "nobody at all"},
        {"From": OURS},
    ],
)
def test_what_is_automatic_is_no_message(headers: dict[str, str]) -> None:
    written = mail()
    for name in headers:
        del written[name.replace("_", "-")]
    for name, value in headers.items():
        written[name.replace("_", "-")] = value
    written.set_content("I am away")
    path = None if "Return_Path" in headers else ""
    if "From" not in headers and "Return_Path" not in headers:
        path = "alice@people.example"
    assert read(written, path) == []


def test_a_mail_from_nowhere_is_no_message_even_if_it_looks_like_one() -> None:
    written = mail()
    written.set_content("I am away")
    assert read(written, "<>") == read(written, "") == []
    assert len(read(written, "alice@people.example")) == 1


def test_what_says_that_it_is_not_automatic_is_heard() -> None:
    written = mail(Auto_Submitted="No (sent by hand); x=y", Precedence="first-class")
    written.set_content("hello")
    assert message(written).text == "hello"


@pytest.mark.parametrize("path", ['"a b"@people.example', "bounce+x=y@people.example", "@@"])
def test_a_strange_return_path_is_no_empty_one(path: str) -> None:
    written = mail()
    written.set_content("hello")
    assert len(read(written, path)) == 1


def report(action: str, original: str) -> bytes:
    return (
        "From: MAILER-DAEMON@people.example\r\nTo: write@ours.example\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\n\r\nIt did not arrive: alice@people.example\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; alice@people.example\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        f"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {original}\r\n--b--\r\n"
    ).encode()


def test_a_bounce_is_a_receipt_for_our_mail_and_nothing_else() -> None:
    assert read(report("failed", OUR_ID), "") == [Receipt(OUR_ID, State.FAILED, "came back")]
    assert read(report("delivered (by smtp)", OUR_ID), "") == [Receipt(OUR_ID, State.DELIVERED)]
    assert read(report("delayed", OUR_ID), "") == []
    assert read(report("failed", "<ab@elsewhere.example>"), "") == []


def test_a_pulse_is_read_from_our_own_mail_only() -> None:
    pulse = mail()
    del pulse["From"]
    pulse["From"] = OURS
    pulse.set_content("a" * 24)
    assert read(pulse, OURS) == [PulseReturned("a" * 24)]
    other = mail()
    other.set_content("a" * 24)
    assert isinstance(read(other)[0], Incoming)


def test_a_sender_that_our_mx_calls_false_joins_nobody() -> None:
    written = mail(Authentication_Results="mx.ours.example; spf=fail; dmarc=fail (p=none)")
    written.set_content("change the place")
    assert message(written).address == "alice@people.example (not proved)"
    claimed = mail(Authentication_Results="mx.evil.example; dmarc=fail")
    claimed.set_content("x")
    assert message(claimed).address == "alice@people.example"
    fine = mail(Authentication_Results="mx.ours.example; dmarc=pass")
    fine.set_content("x")
    assert message(fine).address == "alice@people.example"


def test_the_same_mail_is_the_same_event_by_every_way() -> None:
    written = mail(Message_ID="<1@people.example>", Date="Fri, 15 Jan 2027 07:00:00 +0000")
    written.set_content("hello")
    first = message(written)
    raw = written.as_bytes()
    again = message(b"Received: from a by b\r\nReturn-Path: <alice@people.example>\r\n" + raw)
    by_unix = message(raw.replace(b"\r\n", b"\n") + b"\n")
    assert first.event == again.event == by_unix.event
    other = mail(Message_ID="<1@people.example>", Date="Fri, 15 Jan 2027 07:00:00 +0000")
    other.set_content("another text under the same id")
    assert message(other).event != first.event


@pytest.mark.parametrize(
    ("date", "order"),
    [
        ("Fri, 15 Jan 2027 07:59:00 +0000", (NOW - 60) * 1000),
        ("Fri, 15 Jan 2027 08:59:00 +0000", NOW * 1000),
        ("Thu, 01 Jan 1970 00:00:00 +0000", NOW * 1000),
        ("yesterday", NOW * 1000),
    ],
)
def test_the_order_is_the_date_if_that_can_be_true(date: str, order: float) -> None:
    written = mail(Date=date)
    written.set_content("x")
    assert message(written).order == int(order)


def test_encrypted_and_signed_mail_is_given_as_files_and_never_opened() -> None:
    written = mail()
    written.set_content("x")
    written.add_attachment(b"-----BEGIN PGP MESSAGE-----", "application", "octet-stream")
    written.add_attachment(b"\x30\x80", "application", "pkcs7-mime", filename="smime.p7m")
    written.add_attachment(b"tnef", "application", "ms-tnef", filename="winmail.dat")
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))
    written.add_attachment(bomb.getvalue(), "application", "zip", filename="b.zip")
    files = message(written).files
    assert [file.media.partition("/")[2] for file in files] == [
        "octet-stream",
        "pkcs7-mime",
        "ms-tnef",
        "zip",
    ]
    assert files[3].content == bomb.getvalue()


def test_a_mail_within_a_mail_is_a_file() -> None:
    inner = mail(Subject="inner")
    inner.set_content("inner text")
    written = mail()
    written.set_content("outer")
    written.add_attachment(inner)
    found = message(written)
    assert found.text == "outer"
    assert found.files[0].media == "message/rfc822"
    assert b"inner text" in (found.files[0].content or b"")


def test_too_large_is_said_and_more_files_come_in_further_messages() -> None:
    written = mail()
    written.set_content("many")
    written.add_attachment(bytes(6 * 1024 * 1024), "video", "mp4", filename="big.mp4")
    for number in range(11):
        written.add_attachment(b"x", "image", "png", filename=f"{number}.png")
    found = read(written)
    assert [len(each.files) for each in found if isinstance(each, Incoming)] == [5, 5, 2]
    assert isinstance(found[0], Incoming)
    assert found[0].files[0].fault == "too large"
    assert len({each.event for each in found if isinstance(each, Incoming)}) == 3


def test_what_is_built_to_cost_time_is_given_whole() -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(500)
    )
    found = message(HEAD + b"Subject: deep\r\n" + deep)
    assert found.text == "deep"
    assert found.files[0].content == HEAD + b"Subject: deep\r\n" + deep


COSTLY_PARTS = [
    b"Content-Type: text/plain; " + b"a=b;" * 500_000,
    b"Content-Type: text/plain; " + b"a*%d*=b;" * 250_000,
    b"Content-Disposition: attachment; filename=" + b"=?utf-8?q?a?=" * 150_000,
    b"X: " + b"a\r\n " * 500_000,
    b"X: a\r\n" * 200_000,
    b"Content-Type: message/rfc822\r\n\r\n" * 2_000,
    *(
        b"Content-Type: text/html\r\n\r\n" + piece * 100_000
        for piece in (b"<!--", b"<a ", b"<![", b"</")
    ),
]


@pytest.mark.parametrize("part", COSTLY_PARTS, ids=range(len(COSTLY_PARTS)))
def test_what_costs_the_standard_parsers_minutes_is_read(part: bytes) -> None:
    head = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    found = message(head + part + b"\r\n\r\nthe text\r\n--b--\r\n")
    assert "the text" in found.text or found.files


@pytest.mark.parametrize(
    "sender", [b"(" * 3900, b'"\\' * 1900, b"a@b," * 900, b"<" * 3900, b"a:" * 1900]
)
def test_a_sender_that_is_a_riddle_stops_nothing(sender: bytes) -> None:
    assert READER.read(b"From: " + sender + b"\r\n\r\nhello", "alice@people.example")


def test_huge_headers_long_lines_and_endless_words_come_through() -> None:
    found = message(HEAD + b"X-Huge: " + b"a" * 2_000_000 + b"\r\n\r\nhello")
    assert found.address == "alice@people.example"
    long_line = message(HEAD + b"\r\n" + b"x" * 1_000_000)
    assert len(long_line.text) == 100_000
    assert long_line.files[0].content == b"x" * 1_000_000
    words = b"Subject: " + b"=?utf-8?q?" + b"=41" * 900 + b"?=\r\n"
    assert message(HEAD + words + b"\r\nhello").text.endswith("hello")


@pytest.mark.parametrize(
    "sender",
    [
        b"alice@people.example\r\nBcc: x@evil.example",
        b'"alice@people.example\\r\\nBcc: x@evil" <alice@people.example>',
        b"=?utf-8?q?x=0D=0ABcc=3A_y=40evil.example?= <alice@people.example>",
        b"alice@people.example, x@evil.example",
    ],
)
def test_no_address_carries_a_line_end(sender: bytes) -> None:
    found = message(b"From: " + sender + b"\r\nSubject: =?utf-8?q?a=0D=0ABcc:_z?=\r\n\r\nx")
    assert found.address == "alice@people.example"
    assert "\r" not in found.route
    assert "\n" not in found.route


def test_a_file_s_name_is_a_name_and_short() -> None:
    head = HEAD + b'Content-Type: image/png; name="=?utf-8?b?2LnZg9izLnBuZw==?="\r\n\r\nx'
    assert message(head).files[0].name == "عكس.png"
    wild = HEAD + b"Content-Type: image/png\r\nContent-Disposition: attachment; filename*0*=%ff''"
    assert message(wild + b"%00" * 500 + b"\r\n\r\nx").files[0].media == "image/png"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=3000), st.sampled_from([b"", HEAD, HEAD + b"Content-Type: "]))
def test_no_bytes_make_it_fail(body: bytes, head: bytes) -> None:
    for event in READER.read(head + body, "alice@people.example"):
        if isinstance(event, Incoming):
            msgspec.json.encode([event.address, event.text, event.route, event.order])
            assert len(event.address) <= 320
            assert len(event.route) <= 640
            for file in event.files:
                msgspec.json.encode([file.media, file.name])
