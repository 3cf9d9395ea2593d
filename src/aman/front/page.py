"""The page as the front serves it: the hotline's data spliced in, its policy, its two compressions.

Promises: no byte outside the one inert JSON block and the link to the form changes; only scripts
and styles whose hash is in the policy run. Refuses to know: what the page does.
"""

import gzip
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from html.parser import HTMLParser

import brotli  # type: ignore[import-untyped]  # it ships no types
import msgspec

PLACEHOLDER = b'<script type="application/json" id="hotline">{}</script>'
FORM_LINK = b'href="/n"'
_INERT = frozenset({"application/json"})


class WrongTemplate(Exception):  # noqa: N818 - twin of WrongProgramme
    """The template can't be served as it is."""

    person = "This page is not ready."
    operator = "The page's template is not the one this release was built with."


def splice(template: bytes, data: Mapping[str, object]) -> bytes:
    """Put `data` where the template has its one empty JSON block, and lead its links to the form.

    Who has no script can't read the block; the template's links to the form say `/n`.
    """
    if template.count(PLACEHOLDER) != 1:
        reason = "the template has to hold the empty JSON block once"
        raise WrongTemplate(reason)
    written = msgspec.json.encode(data).replace(b"<", b"\\u003c")
    form = data.get("form")
    if isinstance(form, str):
        link = b'href="' + escape(form, quote=True).encode() + b'"'
        template = template.replace(FORM_LINK, link)
    return template.replace(PLACEHOLDER, PLACEHOLDER.replace(b"{}", written))


class _Inline(HTMLParser):
    """Collects what stands inside script and style elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: dict[str, list[str]] = {"script": [], "style": []}
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in self.found and given.get("type") not in _INERT:
            if "src" in given:
                reason = "the page has to be one file: a script comes from elsewhere"
                raise WrongTemplate(reason)
            self._inside = tag
            self.found[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self.found[self._inside][-1] += data


def content_security_policy(page: bytes) -> str:
    """Allow the page's own scripts and styles by hash, requests to this front, and nothing else."""
    if b"\r" in page:
        reason = "a browser hashes a script without carriage returns; the page may not have any"
        raise WrongTemplate(reason)
    inline = _Inline()
    inline.feed(page.decode())
    inline.close()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(inline.found['script'])}",
            f"style-src {_hashes(inline.found['style'])}",
            "connect-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hashes(contents: list[str]) -> str:
    hashes = (b64encode(sha256(content.encode()).digest()).decode() for content in contents)
    return " ".join(f"'sha256-{each}'" for each in hashes) or "'none'"


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """The page, compressed once."""

    policy: str
    encoded: Mapping[str, bytes]

    def choose(self, accept_encoding: str) -> tuple[str, bytes]:
        """Give the smallest form that the browser takes, and the name of its encoding."""
        accepted = _accepted(accept_encoding)
        for name in ("br", "gzip"):
            if name in accepted:
                return name, self.encoded[name]
        return "identity", self.encoded["identity"]


def prepare(page: bytes) -> PreparedPage:
    """Compress the page as hard as it goes; the same bytes every time."""
    return PreparedPage(
        content_security_policy(page),
        {
            "identity": page,
            "gzip": gzip.compress(page, 9, mtime=0),
            "br": brotli.compress(page, mode=brotli.MODE_TEXT, quality=11),
        },
    )


def _accepted(accept_encoding: str) -> set[str]:
    accepted = set()
    for item in accept_encoding.lower().split(","):
        name, _, parameters = item.partition(";")
        if parameters.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            accepted.add(name.strip())
    return accepted
