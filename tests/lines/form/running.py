"""A form as a process of its own, and a browser that has no script."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from aman.core.keys import to_base64url
from aman.programmes import programme_path
from lines.form.speaking_front import SpeakingFront

_DRIVER = """
import sys
from pathlib import Path
from aman.lines.form.server import read_settings, run
run(read_settings(Path(sys.argv[1])), announce=lambda step: print(step, flush=True))
"""


@dataclass
class RunningForm:
    """The form's parent process and its port."""

    process: subprocess.Popen[str]
    port: int

    def children(self) -> list[int]:
        """The processes that it has now."""
        return children_of(self.process.pid)


def children_of(pid: int) -> list[int]:
    """The children of a process."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


@contextmanager
def running_form(
    folder: Path, front: SpeakingFront, url: str, **settings: float | str
) -> Iterator[RunningForm]:
    """Start a form before `front`, and end it."""
    written = {
        "listen": "127.0.0.1:0",
        "front": url,
        "hotline": to_base64url(front.hotline),
        "programme": str(programme_path("surrender")),
        "wait_seconds": 3,
        **settings,
    }
    path = folder / "form.json"
    path.write_bytes(msgspec.json.encode(written))
    command = [sys.executable, "-c", _DRIVER, str(path)]
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    with subprocess.Popen(  # noqa: S603 - our own process
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if not said.startswith("form: listening on 127.0.0.1:"):
                process.wait()
                raise AssertionError(process.stderr and process.stderr.read())
            yield RunningForm(process, int(said.rpartition(":")[2]))
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(5)


@dataclass
class Button:
    """A button of a form, with what it sends."""

    text: str = ""
    sends: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """A page as a person sees it, and as its forms will send it."""

    def __init__(self, status: int, headers: dict[str, str], body: str) -> None:
        super().__init__()
        self.status = status
        self.headers = headers
        self.source = body
        self.hidden: dict[str, str] = {}
        self.boxes: dict[str, str] = {}
        self.buttons: list[Button] = []
        self.items: list[str] = []
        self.said: list[str] = []
        self.title = ""
        self.html: dict[str, str] = {}
        self._open: list[str] = []
        self._box = ""
        self.feed(body)
        self.text = " ".join(" ".join(self.said).split())

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Remember what a form would send."""
        found = {key: value or "" for key, value in attrs}
        if tag == "html":
            self.html = found
        if tag == "input" and found["type"] == "hidden":
            self.hidden[found["name"]] = found["value"]
        elif tag == "input" and found["type"] == "text":
            self.boxes[found["name"]] = found["value"]
        elif tag == "textarea":
            self._box = found["name"]
            self.boxes[self._box] = ""
        elif tag == "button":
            sends = {found["name"]: found["value"]} if "name" in found else {}
            self.buttons.append(Button(sends=sends))
        elif tag == "li":
            self.items.append("")
        if tag not in {"input", "meta", "link"}:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Hear a text."""
        inside = self._open[-1] if self._open else ""
        if inside == "textarea":
            self.boxes[self._box] += data.removeprefix("\n")
        elif inside == "title":
            self.title += data
        elif inside != "style":
            self.said.append(data)
            if inside == "button":
                self.buttons[-1].text += data
            if "li" in self._open:
                self.items[-1] += data


class Browser:
    """Sends forms as a browser does; `sent` keeps every address and every head."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.sent: list[str] = []
        self.page: Page | None = None

    def get(self, path: str = "/n", **headers: str) -> Page:
        """Open an address."""
        return self._ask("GET", path, None, headers)

    def press(self, button: str = "", **fields: str) -> Page:
        """Press a button by its text (or the first one), having filled fields in."""
        page = self.page
        assert page is not None
        pressed = page.buttons[0]
        if button:
            pressed = next(each for each in page.buttons if each.text == button)
        filled = {key.replace("__", "."): value for key, value in fields.items()}
        body = {**page.hidden, **page.boxes, **filled, **pressed.sends}
        return self.post(body)

    def post(self, body: dict[str, str], path: str = "/n", **headers: str) -> Page:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._ask("POST", path, urlencode(body), kind)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Page:
        headers = {key.replace("_", "-"): value for key, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        self.sent.append(f"{method} {path} {headers}")
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        found = response.read().decode()
        got = {key.lower(): value for key, value in response.getheaders()}
        connection.close()
        self.sent.append(str(got))
        self.page = Page(response.status, got, found)
        return self.page
