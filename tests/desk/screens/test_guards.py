"""What holds for every screen: host, forgery, content policy, no trace in a browser."""

import re

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from desk.screens.callers import Courier, MakeUp

SCREENS = (
    "/",
    "/case/1",
    "/case/1/person",
    "/operators",
    "/audit",
    "/password",
    "/map",
    "/map/zone",
    "/map/layer",
    "/claims",
    "/claims/report",
    "/claims/names",
    "/case/9",
    "/nowhere",
)


@pytest.fixture
def pages(at_alices: Client, caller: MakeUp) -> dict[str, str]:
    """Every screen as Alice sees it."""
    caller().write("hello", wounded="carried")
    shown = {path: at_alices.get(path).content.decode() for path in SCREENS}
    at_alices.post("/sign-out")
    return shown | {"/sign-in": at_alices.get("/sign-in").content.decode()}


def test_another_host_is_refused(at_alices: Client) -> None:
    """A name that somebody else points here shows nothing."""
    answer = at_alices.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert b"Queue" not in answer.content


def test_a_forged_form_is_refused_and_its_text_handed_back(
    alice: Operator, courier: Courier
) -> None:
    """Without the token nothing is sent; what was typed can be copied."""
    del courier
    client = Client(enforce_csrf_checks=True, headers={"host": "desk.localhost"})
    answer = client.post("/case/1/answer", {"text": "typed <for> long", "name": alice.name})
    assert answer.status_code == 403
    assert "typed &lt;for&gt; long" in answer.content.decode()
    assert "Nothing was sent" in answer.content.decode()


def test_the_content_policy_is_strict(at_alices: Client) -> None:
    """Only this desk's own files; nothing inline, nobody frames it."""
    policy = at_alices.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for rule in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"):
        assert rule in policy


def test_no_page_has_inline_script_or_style(pages: dict[str, str]) -> None:
    """What the policy would block is not there to be blocked."""
    for path, page in pages.items():
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), path


def test_no_page_asks_a_third_party(pages: dict[str, str]) -> None:
    """Every address in every page is this desk's own."""
    for path, page in pages.items():
        assert not re.search(r"""(?:src|href|action)=["'](?!/|#|")""", page), path


def test_no_page_is_kept_by_a_browser(at_alices: Client, caller: MakeUp) -> None:
    """A returned computer holds no case in its cache."""
    caller().write("hello")
    for path in ("/", "/case/1", "/now", "/case/1/now", "/map", "/map/zones"):
        assert "no-store" in at_alices.get(path).headers["Cache-Control"]
