"""HTML as plain text, and a reply without the tail that repeats what we wrote.

Promises: nothing is fetched, no script or style is read as text; a link shows where it leads. Time
grows with length alone, whatever stands there (the standard parser took minutes for 256 KiB of open
comments). Only the quoted end of a reply to a mail of ours is left out; all else that was written
stays.
"""

import re
from html import unescape

MOST_HTML = 1024 * 1024
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"}
    | {"section", "table", "tr", "ul"}
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,20}")
_HREF = re.compile(r"""\bhref\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE)
_MOST_ATTRIBUTES = 2000
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANKS = re.compile(r"\n{3,}")
QUOTE = ">"


class _Lines:
    """Lines as lists of pieces: a million pieces must not be copied a million times."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._quoted = 0
        self._link: tuple[str, int] | None = None

    def begin(self, tag: str, attributes: str) -> None:
        if tag in _BLOCKS:
            self._lines.append([])
            self._quoted += tag == "blockquote"
        elif tag == "a":
            found = _HREF.search(attributes[:_MOST_ATTRIBUTES])
            target = unescape(next(filter(None, found.groups()), "")) if found else ""
            self._link = target, len(self._lines[-1])

    def end(self, tag: str) -> None:
        if tag in _BLOCKS and tag != "br":
            self._lines.append([])
            if tag == "blockquote":
                self._quoted = max(0, self._quoted - 1)
        elif tag == "a" and self._link:
            target, start = self._link
            self._link = None
            shown = "".join(self._lines[-1][start:])
            if target.startswith(("http://", "https://")) and target.rstrip("/") not in shown:
                self._lines[-1].append(f" ({target})")

    def add(self, html: str) -> None:
        said = _SPACES.sub(" ", unescape(html))
        if not self._lines[-1]:
            said = said.lstrip(" ")
            if said and self._quoted:
                said = f"{QUOTE} {said}"
        if said:
            self._lines[-1].append(said)

    def text(self) -> str:
        lines = ["".join(pieces).rstrip() for pieces in self._lines]
        return _BLANKS.sub("\n\n", "\n".join(lines)).strip()


class _Reader:
    """Goes through a text once; what is not found once is not looked for again."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._lower = html.lower()
        self._absent: set[str] = set()

    def _after(self, what: str, start: int) -> int | None:
        """Where the next `what` ends."""
        if what in self._absent:
            return None
        found = self._lower.find(what, start)
        if found < 0:
            self._absent.add(what)
            return None
        return found + len(what)

    def read(self) -> str:
        lines, html, at = _Lines(), self._html, 0
        while (opened := html.find("<", at)) >= 0:
            lines.add(html[at:opened])
            at = self._tag(lines, opened)
        lines.add(html[at:])
        return lines.text()

    def _tag(self, lines: _Lines, start: int) -> int:
        """Read what begins with `<`; gives where it ends. What is no tag is text."""
        if self._html.startswith("<!--", start):
            return self._after("-->", start + 4) or self._as_text(lines, start)
        name = _NAME.match(self._html, start + 1)
        is_declaration = self._html.startswith(("<!", "<?"), start)
        end = self._after(">", start + 1) if name or is_declaration else None
        if end is None:
            return self._as_text(lines, start)
        if name is None:
            return end
        tag = name.group().lower()
        if tag.startswith("/"):
            lines.end(tag[1:])
            return end
        if tag in _UNSEEN:
            closed = self._after(f"</{tag}", end)
            return end if closed is None else self._after(">", closed) or closed
        lines.begin(tag, self._html[name.end() : min(end - 1, name.end() + _MOST_ATTRIBUTES)])
        return end

    def _as_text(self, lines: _Lines, start: int) -> int:
        lines.add("<")
        return start + 1


def html_to_text(html: str) -> str:
    """What a reader would see of it, as far as words go; what is beyond 1 MiB is not read."""
    return _Reader(html[:MOST_HTML]).read()


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
