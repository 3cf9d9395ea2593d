"""The page reaches the browser unchanged but for one inert block, under a policy of hashes."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

import aman.front
from aman.front.page import PLACEHOLDER, WrongTemplate, content_security_policy, prepare, splice

TEMPLATE = (
    b"<!doctype html><style>p{margin:0}</style>"
    + PLACEHOLDER
    + b'<script type="module">if (1 < 2 && "</b>") {}</script><p>Aman</p>'
)


def hashed(content: bytes) -> str:
    """As it stands in a policy."""
    return f"'sha256-{b64encode(sha256(content).digest()).decode()}'"


def test_only_the_json_block_changes() -> None:
    """What stands before and after it is byte for byte the template."""
    data = {"hotline": "abc", "name": {"ar": "أمان"}}
    before, after = TEMPLATE.split(PLACEHOLDER)
    page = splice(TEMPLATE, data)
    assert page.startswith(before)
    assert page.endswith(after)
    block = page[len(before) : -len(after)]
    assert json.loads(block.split(b">", 1)[1].rsplit(b"<", 1)[0]) == data


def test_a_text_can_not_leave_the_block() -> None:
    """A programme's text with a closing tag stays a text."""
    data = {"about": "</script><script>alert(1)</script><!--"}
    page = splice(TEMPLATE, data)
    assert page.count(b"<script") == 2
    assert b"alert(1)\\u003c/script>" in page
    assert content_security_policy(page) == content_security_policy(TEMPLATE)


def test_the_links_to_the_form_lead_to_it() -> None:
    """Who has no script follows them; an address is no way out of the attribute."""
    links = b'<noscript><a href="/n">1</a></noscript><a href="/n">2</a>'
    page = splice(TEMPLATE + links, {"form": 'http://127.0.0.1:8401/n"><script>'})
    assert page.count(b'href="http://127.0.0.1:8401/n&quot;&gt;&lt;script&gt;"') == 2
    assert content_security_policy(page) == content_security_policy(TEMPLATE)


@pytest.mark.parametrize("template", [b"<p>", PLACEHOLDER * 2])
def test_a_template_without_one_placeholder_is_refused(template: bytes) -> None:
    """Nothing starts half."""
    with pytest.raises(WrongTemplate):
        splice(template, {})


def test_the_policy_names_each_script_and_style_by_its_hash() -> None:
    """The inert block needs none; what is not named does not run."""
    policy = dict(
        part.split(" ", 1) for part in content_security_policy(splice(TEMPLATE, {})).split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == hashed(b'if (1 < 2 && "</b>") {}')
    assert policy["style-src"] == hashed(b"p{margin:0}")
    assert policy["connect-src"] == "'self'"
    assert "unsafe" not in str(policy)


def test_a_page_without_scripts_runs_none() -> None:
    """No hash, no permission."""
    assert "script-src 'none'; style-src 'none'" in content_security_policy(b"<p>Aman</p>")


@pytest.mark.parametrize("page", [b'<script src="/a.js"></script>', b"<script>1;\r\n</script>"])
def test_a_page_that_a_policy_of_hashes_can_not_hold_is_refused(page: bytes) -> None:
    """A script from elsewhere; line ends that a browser changes before it hashes."""
    with pytest.raises(WrongTemplate):
        content_security_policy(page)


def test_the_encodings_are_chosen_as_the_browser_says() -> None:
    """Brotli before gzip before nothing; q=0 means no."""
    prepared = prepare(TEMPLATE)
    assert prepare(TEMPLATE) == prepared
    for accepted, encoding in (
        ("", "identity"),
        ("*", "identity"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5, br;q=0", "gzip"),
        ("br ; q=1.0,gzip", "br"),
        ("br; q=0.0, gzip; q=0", "identity"),
        ("brotli", "identity"),
    ):
        assert prepared.choose(accepted)[0] == encoding


@pytest.mark.parametrize("name", ["page.html", "team.html"])
def test_a_built_page_can_be_spliced_and_served(name: str) -> None:
    """The committed template holds the placeholder; its own policy and the header's agree."""
    built = Path(aman.front.__file__).with_name(name).read_bytes()
    prepared = prepare(splice(built, {"hotline": "x"}))
    scripts = re.findall(r"'sha256-[^']+'", prepared.policy)
    assert len(scripts) >= 2
    assert all(each.encode() in built for each in scripts)
