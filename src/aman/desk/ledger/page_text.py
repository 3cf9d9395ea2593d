"""The article of a saved web page, with what the page says of itself; nothing is fetched.

trafilatura is an extra of its own (`reports`): it is needed when a page comes, and no sooner.
Promises: what it gives is text. Refuses to know: who reads it, and where it is kept.
"""

from importlib.util import find_spec
from typing import Final

import msgspec

_EXAMPLE: Final = (
    b"<html><head><title>A</title></head><body><article><p>%s</p></article></body></html>"
)


class ReaderMissing(Exception):  # noqa: N818 - a state
    """trafilatura is not installed."""


class NoArticle(Exception):  # noqa: N818 - what it says
    """No article was found in this page."""


class Article(msgspec.Struct, frozen=True):
    """What was found; empty where the page says nothing."""

    text: str
    title: str = ""
    outlet: str = ""
    day: str = ""


def is_reader_there() -> bool:
    """Whether web pages can be read."""
    return find_spec("trafilatura") is not None


def looks_like_a_page(text: str) -> bool:
    """Whether what was pasted is the source of a web page."""
    head = text[:2000].lstrip("\ufeff \r\n\t").lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) and "<html" in head


def read_page(content: bytes) -> Article:
    """The article alone; raises ReaderMissing, NoArticle."""
    try:
        from trafilatura import bare_extraction  # noqa: PLC0415 - an extra, half a second
    except ImportError:
        raise ReaderMissing from None
    found = bare_extraction(content, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict) or not found.text:
        raise NoArticle
    return Article(found.text, found.title or "", found.sitename or "", found.date or "")


def warm_up() -> None:
    """Load whatever a page needs, while files can still be read."""
    read_page(_EXAMPLE % (b"The hotline is open day and night. " * 20))
