"""The audit as administrators see it."""

import re

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.audit.book import Action, write_down
from aman.desk.audit.reading import PAGE
from desk.screens.callers import MakeUp, SignIn


def shown(browser: Client, address: str = "/audit") -> list[str]:
    """The lines of a page, as texts."""
    page = browser.get(address).content.decode()
    listed = page[page.index('id="history"') :].partition("</ol>")[0]
    lines = re.findall(r"<li[^>]*>(.*?)</li>", listed, re.DOTALL)
    return [" ".join(re.sub(r"<time.*?</time>|<[^>]+>", " ", line).split()) for line in lines]


def test_it_says_what_everybody_did_and_of_a_case_from_the_case_itself(
    at_alices: Client, at_bobs: Client, caller: MakeUp
) -> None:
    """Newest first; the case leads to its own history."""
    caller().write("hello")
    at_bobs.get("/case/1")
    at_bobs.post("/case/1/take")
    at_alices.get("/case/1")
    person = at_alices.get("/case/1/person").content.decode()
    assert 'href="/audit?case=1"' in person
    assert shown(at_alices, "/audit?case=1") == [
        "alice case opened · Case 1",
        "alice case opened · Case 1",
        "bob case taken · Case 1",
        "bob case opened · Case 1",
    ]
    assert "bob signed in" in shown(at_alices)


def test_it_is_filtered_by_operator_and_case(
    at_alices: Client, at_bobs: Client, bob: Operator, caller: MakeUp
) -> None:
    """What was chosen stays chosen; nonsense in the address is no filter."""
    for number in (1, 2):
        caller(f"caller {number}").write("hello")
        for browser in (at_alices, at_bobs):
            browser.get(f"/case/{number}")
    assert shown(at_alices, f"/audit?of={bob.pk}&case=2") == ["bob case opened · Case 2"]
    page = at_alices.get(f"/audit?of={bob.pk}&case=2").content.decode()
    assert f'value="{bob.pk}" dir="auto" selected' in page
    assert 'value="2"' in page
    assert shown(at_alices, "/audit?of=&case=x&before=") == shown(at_alices)


def test_long_ones_are_read_page_by_page(at_alices: Client, alice: Operator) -> None:
    """The filter stays; from an older page a way leads back to the newest."""
    for number in range(PAGE + 3):
        write_down(alice, Action.OPENED, 7, number)
    first = at_alices.get("/audit?case=7").content.decode()
    assert "Newest" not in first
    older = re.findall(r'href="(/audit\?case=7&amp;before=\d+)"', first)
    assert len(older) == 1
    address = older[0].replace("&amp;", "&")
    assert len(shown(at_alices, address)) == 3
    second = at_alices.get(address).content.decode()
    assert "Older" not in second
    assert 'href="/audit?case=7"' in second


def test_a_name_is_never_markup_and_failures_name_nobody_unknown(
    at_alices: Client, alice: Operator
) -> None:
    """Names stand as they were then, isolated from the sentence around them."""
    write_down(alice, Action.SHUT_OUT, None, 1, about="<b>bob</b>")
    write_down(None, Action.SIGN_IN_FAILED, None, 2)
    write_down(alice, Action.JOINED, None, 3, about="bob")
    assert shown(at_alices)[0] == "alice account made; invited by: bob"
    page = at_alices.get("/audit").content.decode()
    assert "<bdi>&lt;b&gt;bob&lt;/b&gt;</bdi>" in page
    assert shown(at_alices, "/audit?of=0") == ["unknown name sign-in failed"]


@pytest.mark.parametrize("action", list(Action))
def test_every_deed_has_its_words(at_alices: Client, alice: Operator, action: Action) -> None:
    """In another language none is left in English."""
    write_down(alice, action, None, 1)
    at_alices.post("/language", {"language": "ru"})
    assert not re.search("[a-z]", shown(at_alices)[0].removeprefix("alice"))


def test_it_is_for_administrators(bob: Operator, enter: SignIn, caller: MakeUp) -> None:
    """Others are told so, and a case shows them no way to it."""
    bob.is_administrator = False
    bob.save()
    caller().write("hello")
    at_bobs = enter(bob.name)
    refused = at_bobs.get("/audit?case=1")
    assert refused.status_code == 403
    assert "This is for administrators" in refused.content.decode()
    assert "/audit" not in at_bobs.get("/case/1/person").content.decode()


def test_nobody_signed_in_reads_nothing(browser: Client, alice: Operator) -> None:
    """It is behind the sign-in."""
    del alice
    assert browser.get("/audit").headers["Location"].startswith("/sign-in")
