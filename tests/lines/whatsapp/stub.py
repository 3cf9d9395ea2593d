"""A stub of Meta's Cloud API: an HTTP server that behaves as the documentation says.

Not Meta: no network of phones stands behind it. What it does by developers.facebook.com/docs/
whatsapp: a message outside 24 hours after the person's last one is accepted and then fails with
131047, unless it is a template that was approved, by its name and language, else 132001; a
number that is not on WhatsApp fails with 131026; texts have 1 to 4,096 letters, reply
buttons are three with titles of 20, lists ten rows of 24; a file is had by its id, then its
address, both with the token; calls are signed with the app's secret, and come again until they are
answered 200. Status webhooks carry `biz_opaque_callback_data` ("included in statuses object within
webhook payloads", "only included if message sent with" it): the heart-beat rests on that.
Somebody who blocks a business makes no error: his messages stay at `sent`.
"""

import hmac
import threading
import time
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import msgspec

from lines.stub_server import Answered, Asked, Deliveries, StubServer, call

TOKEN = "EAAJB0sZCXw5cBAKZAx"  # noqa: S105 - of a stub
APP_SECRET = "614fc2afde15eee07a26b2fe3eaee9b9"  # noqa: S105 - of a stub
VERIFY_TOKEN = "our-own-word-for-meta"  # noqa: S105 - of a stub
NUMBER_ID = "106540352242922"
PULSE_NUMBER = "15550999999"
ACCOUNT = "102290129340398"
_DAY = 86_400


def sign(body: bytes, secret: str = APP_SECRET) -> str:
    """The header that Meta sends."""
    return "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    body: str
    preview_url: bool = False


class _Reply(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    title: str


class _ReplyButton(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    reply: _Reply


class _Section(msgspec.Struct, forbid_unknown_fields=True):
    rows: list[_Reply]


class _Action(msgspec.Struct, forbid_unknown_fields=True):
    buttons: list[_ReplyButton] = []
    button: str = ""
    sections: list[_Section] = []


class _Interactive(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    body: dict[str, str]
    action: _Action


class _Language(msgspec.Struct, forbid_unknown_fields=True):
    code: str


class _Template(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    language: _Language


class Say(msgspec.Struct, forbid_unknown_fields=True):
    """`POST /{phone number id}/messages`, as far as this line may use it."""

    messaging_product: str
    recipient_type: str
    type: str
    to: str = ""
    recipient: str = ""
    text: _Text | None = None
    interactive: _Interactive | None = None
    template: _Template | None = None
    biz_opaque_callback_data: str = ""


class _Wrong(Exception):  # noqa: N818 - what the API answers
    def __init__(self, code: int, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass
class CloudStub:
    """`chats` holds what each phone received, by its number."""

    chats: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    """Phone numbers by Meta's own name for the person."""
    heard: dict[str, float] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Answered] = field(default_factory=list)
    said: list[Say] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)
    templates: dict[tuple[str, str], str] = field(default_factory=dict)
    """What was approved, by name and language."""
    file_server: str = ""
    fetched_with: list[str] = field(default_factory=list)
    verified_name: str = "Notes"
    port: int | None = None
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.server = StubServer("Meta's Cloud API", self.answer)
        self.deliveries = Deliveries(self._deliver)
        self.heard[PULSE_NUMBER] = time.time()

    def wamid(self) -> str:
        """A new message's name."""
        with self._lock:
            self._count += 1
            return "wamid." + b64encode(f"message {self._count:012}".encode()).decode()

    def notification(self, *values: dict[str, Any]) -> dict[str, Any]:
        """A webhook's body with these changes."""
        about = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": NUMBER_ID},
        }
        changes = [{"field": "messages", "value": {**about, **value}} for value in values]
        return {
            "object": "whatsapp_business_account",
            "entry": [{"id": ACCOUNT, "changes": [change]} for change in changes],
        }

    def tell(self, *values: dict[str, Any]) -> None:
        """Deliver one notification."""
        body = self.notification(*values)
        if any("messages" in value for value in values):
            self.told.append(body)
        self.deliveries.add(body)

    def _deliver(self, notification: object) -> int:
        if self.port is None:
            return 0
        body = msgspec.json.encode(notification)
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": sign(body)}
        return call(self.port, "POST", "/whatsapp", body, headers)[0]

    def verify(self, token: str = VERIFY_TOKEN, challenge: str = "1158201444") -> tuple[int, bytes]:
        """Ask the webhook whether it is ours, as Meta does when it is set up."""
        target = f"/whatsapp?hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={token}"
        assert self.port is not None
        return call(self.port, "GET", target, b"", {})

    def answer(self, asked: Asked) -> Answered:
        """One call."""
        path = urlsplit(asked.target).path
        authorization = asked.headers.get("authorization", "")
        if path.startswith("/attachment/"):
            self.fetched_with.append(authorization)
            return Answered(self.files[path.rpartition("/")[2]][0])
        if authorization != f"Bearer {TOKEN}":
            return refusal(190, 401)
        says = path == f"/v24.0/{NUMBER_ID}/messages" and asked.method == "POST"
        if says and self.faults:
            return self.faults.pop(0)
        try:
            given = msgspec.json.decode(asked.body, type=Say) if says else None
            return _written(self._say(given) if given else self._found(path, asked.target))
        except msgspec.ValidationError:
            return refusal(100)
        except _Wrong as wrong:
            return refusal(wrong.code, wrong.status)

    def _found(self, path: str, target: str) -> object:
        if path == f"/v24.0/{NUMBER_ID}" and target.endswith("?fields=verified_name"):
            return {"verified_name": self.verified_name, "id": NUMBER_ID}
        return self._file(path.rpartition("/")[2])

    def _file(self, name: str) -> object:
        if name not in self.files:
            raise _Wrong(100)
        content, media = self.files[name]
        return {
            "messaging_product": "whatsapp",
            "url": f"{self.file_server or self.server.url}/attachment/{name}",
            "mime_type": media,
            "sha256": sha256(content).hexdigest(),
            "file_size": len(content),
            "id": name,
        }

    def _say(self, say: Say) -> object:
        _check(say)
        if say.template and (say.template.name, say.template.language.code) not in self.templates:
            raise _Wrong(132001, 404)
        self.said.append(say)
        number = say.to or self.numbers.get(say.recipient, "")
        wamid = self.wamid()
        threading.Thread(target=self._go, args=(say, number, wamid)).start()
        who = {"wa_id": number} if say.to else {"user_id": say.recipient}
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": say.to or say.recipient, **who}],
            "messages": [{"id": wamid}],
        }

    def _go(self, say: Say, number: str, wamid: str) -> None:
        code = 131026 if number in self.unreachable or not number else 0
        if say.template is None and time.time() - self.heard.get(number, 0) > _DAY:
            code = code or 131047
        if not code:
            self.chats.setdefault(number, []).append(self._shown(say, wamid))
        for state in ("failed",) if code else ("sent", "delivered"):
            status: dict[str, Any] = {
                "id": wamid,
                "status": state,
                "timestamp": str(int(time.time())),
                "recipient_id": number,
            }
            if say.biz_opaque_callback_data:
                status["biz_opaque_callback_data"] = say.biz_opaque_callback_data
            if code:
                title = "Message failed"
                status["errors"] = [{"code": code, "title": title, "message": title}]
            self.tell({"statuses": [status]})

    def _shown(self, say: Say, wamid: str) -> dict[str, Any]:
        if say.template is None:
            return _shown(say, wamid)
        text = self.templates[say.template.name, say.template.language.code]
        return {"id": wamid, "text": text, "payloads": [], "kind": "template"}


def _check(say: Say) -> None:
    if say.messaging_product != "whatsapp" or not (say.to or say.recipient):
        raise _Wrong(100)
    if say.text is not None and not 1 <= len(say.text.body) <= 4096:
        raise _Wrong(100)
    if say.interactive is not None:
        action = say.interactive.action
        titles = [button.reply.title for button in action.buttons]
        rows = [row for section in action.sections for row in section.rows]
        is_button = say.interactive.type == "button"
        right = (
            1 <= len(titles) <= 3 and all(1 <= len(title) <= 20 for title in titles)
            if is_button
            else 1 <= len(rows) <= 10
            and all(1 <= len(row.title) <= 24 for row in rows)
            and 1 <= len(action.button) <= 20
        )
        most = 1024 if is_button else 4096
        if not right or not 1 <= len(say.interactive.body["text"]) <= most:
            raise _Wrong(131009)


def _shown(say: Say, wamid: str) -> dict[str, Any]:
    if say.interactive is None:
        assert say.text is not None
        return {"id": wamid, "text": say.text.body, "payloads": [], "kind": "text"}
    action = say.interactive.action
    rows = [row for section in action.sections for row in section.rows]
    payloads = [reply.id for reply in [*(each.reply for each in action.buttons), *rows]]
    text = say.interactive.body["text"]
    return {"id": wamid, "text": text, "payloads": payloads, "kind": say.interactive.type}


def _written(body: object, status: int = 200) -> Answered:
    return Answered(msgspec.json.encode(body), status, {"Content-Type": "application/json"})


def refusal(code: int, status: int = 400, **headers: str) -> Answered:
    """What the Graph API says when it does not take something."""
    error = {
        "message": f"(#{code}) a sentence that may hold the number 15550001111",
        "type": "OAuthException",
        "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": "…"},
        "fbtrace_id": "A",
    }
    answered = _written({"error": error}, status)
    return answered._replace(headers={**answered.headers, **headers})
