"""Made-up people who write through lines, at the made-up desk."""

import io
import math
import struct
import wave
from collections.abc import Callable

from PIL import Image, ImageDraw

from aman.core.address import AddressKind, FirstWord
from aman.core.keys import to_base64url
from aman.core.line_dialogue import AttachedFile, ContactCard, LinePulse, Place, State
from aman.core.strength import Strength
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case
from aman.desk.cases.contacts import access_contacts
from aman.desk.cases.wishes import Broken, Rules, ask_release, write_wish
from aman.desk.lines.models import Instruction
from aman.desk.outbox.answering import answer
from aman.desk.safe_contact.rules import Hours
from desk.screens.callers import Caller, Courier, Wire
from desk_lines.line import Line

MINUTE, HOUR = 60, 3600


class Lines:
    """Telegram, SMS and Signal, and who writes through them."""

    def __init__(self, courier: Courier) -> None:
        wire = Wire(courier)
        self.telegram = Line(wire).known()
        phone, freely = AddressKind.PHONE, FirstWord.FREELY
        self.sms = Line(wire, "sms", Strength.NETWORK, phone, freely).known()
        self.signal = Line(wire, "signal", Strength.ENDPOINT, phone, freely).known()

    def pulse(self, now: int) -> None:
        """Telegram and Signal are well; SMS has not been heard for long."""
        for line in (self.telegram, self.signal):
            line.tells(LinePulse(line.name, now, 340))


def picture() -> bytes:
    """A photo of a road, with a place in its EXIF."""
    drawn = Image.new("RGB", (1200, 800), (196, 214, 226))
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 430, 1200, 800), fill=(122, 138, 92))
    pen.polygon([(520, 430), (680, 430), (1010, 800), (190, 800)], fill=(96, 96, 100))
    pen.polygon([(592, 430), (608, 430), (650, 800), (550, 800)], fill=(214, 208, 190))
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "made up"
    drawn.save(out, "JPEG", exif=exif)
    return out.getvalue()


def voice() -> bytes:
    """Two seconds of a tone."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        samples = (int(6000 * math.sin(each / 9)) for each in range(32_000))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return out.getvalue()


def attach(line: Line, content: bytes, name: str, media: str) -> AttachedFile:
    """A file whose parts come in at once."""
    from msgspec.structs import replace  # noqa: PLC0415 - used here alone

    file, parts = line.attach(content, name)
    for part in parts:
        line.front.take(part)
    return replace(file, media=media)


def make_up_lines(
    lines: Lines,
    person: Callable[[str, str], Caller],
    operators: dict[str, Operator],
    past: Callable[[float], int],
) -> int:
    """One who writes by page, Telegram and SMS; another who may be he; gives the case's number.

    `past(seconds)` moves the desk's clock to so long before now and tells it.
    """
    alice, bob = operators["alice"], operators["bob"]
    telegram, sms, signal = lines.telegram, lines.sms, lines.signal
    now = past(6 * HOUR)
    sms.tells(LinePulse("sms", now, 900))
    yusuf = person("yusuf", "ar")
    yusuf.write("السلام عليكم، أنا يوسف. أكتب من صفحتكم، وسأكتب لاحقًا من تلغرام.", who="self")
    words = to_base64url(yusuf.token())
    number = max(Case.objects.values_list("number", flat=True))
    past(5 * HOUR)
    telegram.hears("@yusuf", "هذا أنا. أنا وحدي.", event="first", token=words, lang="ar")
    past(5 * HOUR - 2 * MINUTE)
    telegram.hears(
        "@yusuf", "هذا أنا. نحن اثنان.", event="edit", lang="ar", edits=_session(telegram, "first")
    )
    past(4 * HOUR)
    contact = access_contacts(number)[0].number
    _answer(alice, number, contact, "وصلنا كلامك. ابق حيث أنت.", past(4 * HOUR))
    _last(telegram, State.ACCEPTED)
    _last(telegram, State.DELIVERED)
    past(3 * HOUR)
    file = attach(telegram, picture(), "طريق IMG_2031.jpg", "image/jpeg")
    sound = attach(telegram, voice(), "voice\u202egpj.exe", "audio/wav")
    telegram.hears("@yusuf", "هذه صورة الطريق من هنا.", files=(file, sound), lang="ar")
    past(3 * HOUR - MINUTE)
    telegram.hears("@yusuf", place=Place(36.3456, 43.1234, 25.0, "بيت خالي"), lang="ar")
    telegram.hears(
        "@yusuf",
        "وهذا رقم أخي.",
        contacts=(ContactCard("أخي كريم <b>", ("+964 770 000 0000",)),),
        files=(
            attach(telegram, b"<svg onload=alert(1)>", "<img src=x>.svg", "image/svg+xml"),
            AttachedFile("AAAAAAAAAAAAAAAAAAAAAA", "video/mp4", "film.mp4", fault="too large"),
        ),
        lang="ar",
    )
    past(2 * HOUR)
    _answer(bob, number, contact, "شكرًا. هل أنت بخير؟", past(2 * HOUR))
    _last(telegram, State.UNCERTAIN)
    past(1 * HOUR)
    sms.hears("+10", "انقطع الإنترنت. أكتب برسالة قصيرة.", token=words, lang="ar")
    by_sms = access_contacts(number)[0].number
    _answer(alice, number, by_sms, "حسنًا. نحن هنا.", past(58 * MINUTE))
    past(25 * MINUTE)
    telegram.hears("@yusuf", "عاد الإنترنت.", lang="ar")
    past(24 * MINUTE)
    signal.hears("kareem", "أنا كريم، أخو يوسف. أريد إنسانًا.", lang="ar", answers={"@person": True})
    signal.hears("kareem", "هذه كلماته.", lang="ar", token=words)
    now = past(20 * MINUTE)
    rules = Rules(hours=(Hours(60, 61),), zone="Asia/Baghdad", wording="وصلت الطلبية")
    write_wish(alice, number, rules, now, now)
    asked = "ابتعد عن النافذة الآن."
    broken = (Broken.HOURS, Broken.WORDING)
    ask_release(bob, number, contact, text=asked, broken=broken, now=past(5 * MINUTE))
    lines.pulse(past(0))
    return number


def _session(line: Line, event: str) -> str:
    return line.message("@yusuf", event=event).session


def _answer(operator: Operator, number: int, contact: int, text: str, now: int) -> None:
    seen = access_case(operator, number, now).seen_upto
    answer(operator, number, text, seen_upto=seen[number], now=now, contact=contact)


def _last(line: Line, state: State) -> None:
    newest = Instruction.objects.filter(line=line.name, answer__isnull=False).order_by("-pk")
    line.report(bytes(newest[0].name), state, provider_id=f"p{newest[0].pk}")
