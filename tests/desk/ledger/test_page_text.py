"""A saved page is read by the confined program: its article, and what it says of itself."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from msgspec import json

from aman.desk.attachments.showing import NotShown, confined
from aman.desk.ledger.page_text import Article, is_reader_there, looks_like_a_page

PAGE = f"""<!doctype html>
<html><head><title>Leaving | The Bulletin</title>
<meta property="og:site_name" content="The Bulletin">
<meta property="article:published_time" content="2023-01-20T10:00:00Z"></head>
<body><nav>9,000 calls</nav><article><h1>Leaving</h1>
<p>More than 6,500 soldiers contacted the “Way Home” hotline, according to The Guardian.</p>
<p>{"The hotline is open day and night. " * 9}</p></article></body></html>"""


def test_the_article_comes_out_with_outlet_and_day() -> None:
    assert is_reader_there()
    article = json.decode(confined("page", PAGE.encode()), type=Article)
    assert "More than 6,500 soldiers" in article.text
    assert "9,000" not in article.text
    assert (article.title, article.outlet, article.day) == ("Leaving", "The Bulletin", "2023-01-20")


def test_a_page_without_an_article_is_refused() -> None:
    with pytest.raises(NotShown):
        confined("page", b"<!doctype html><html><body></body></html>")


def test_text_is_told_from_a_page() -> None:
    assert looks_like_a_page(PAGE)
    assert not looks_like_a_page("More than <b>6,500</b> soldiers contacted the hotline.")
