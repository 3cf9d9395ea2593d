"""HTML as plain text, and a reply without the tail that repeats what we wrote.

Promises: nothing is fetched, no script or style is read as text; a link shows where it leads. Only
the quoted end of a reply to a mail of ours is left out; whatever else was written stays.
"""

import re
from html.parser import HTMLParser

MOST_HTML = 256 * 1024
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "table", "tr", "ul"}
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANKS = re.compile(r"\n{3,}")
QUOTE = ">"


class _Reader(HTMLParser):
    """Lines as lists of pieces: a million pieces must not be copied a million times."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[list[str]] = [[]]
        self._unseen = 0
        self._quoted = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self._lines.append([])
            self._quoted += tag == "blockquote"
        elif tag == "a":
            self._link = dict(attrs).get("href") or "", len(self._lines[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS and tag != "br":
            self._lines.append([])
            if tag == "blockquote":
                self._quoted = max(0, self._quoted - 1)
        elif tag == "a" and self._link:
            target, start = self._link
            self._link = None
            shown = "".join(self._lines[-1][start:])
            if target.startswith(("http://", "https://")) and target.rstrip("/") not in shown:
                self._lines[-1].append(f" ({target})")

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        said = _SPACES.sub(" ", data)
        if not self._lines[-1]:
            said = said.lstrip(" ")
            if said and self._quoted:
                said = f"{QUOTE} {said}"
        if said:
            self._lines[-1].append(said)

    def text(self) -> str:
        lines = ["".join(pieces).rstrip() for pieces in self._lines]
        return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


def html_to_text(html: str) -> str:
    """What a reader would see of it, as far as words go; what is beyond 256 KiB is not read."""
    reader = _Reader()
    reader.feed(html[:MOST_HTML])
    reader.close()
    return reader.text()


def without_quoted_tail(text: str, ours: str) -> str:
    """The text without quoted lines at its very end, and without the line that names us there."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith(QUOTE)):
        end -= 1
    if end == len(lines):
        return text
    if end and ours in lines[end - 1] and lines[end - 1].rstrip().endswith(":"):
        end -= 1
    return "\n".join(lines[:end]).rstrip()


def clean(text: str) -> str:
    """Text that can be written as JSON: no half characters, one kind of line end."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n")
