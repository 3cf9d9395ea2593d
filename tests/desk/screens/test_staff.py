"""The operators' own screens: shutting out, and one's own password."""

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.running import Desk
from desk.screens.callers import MakeUp, SignIn, password_of

NEW = "seven quiet herons over water"


@pytest.fixture
def plain_bob(bob: Operator) -> Operator:
    """Bob, who is no administrator."""
    bob.is_administrator = False
    bob.save()
    return bob


def change(browser: Client, old: str, new: str = NEW, again: str = NEW) -> tuple[int, str]:
    """Fill in the form; gives status and page."""
    answer = browser.post("/password", {"old": old, "password": new, "again": again})
    return answer.status_code, answer.content.decode()


def test_an_administrator_shuts_a_colleague_out(
    at_alices: Client, at_bobs: Client, bob: Operator, caller: MakeUp
) -> None:
    """Asked once; then his next step leads to the sign-in, and his case is free."""
    caller().write("hello")
    at_bobs.post("/case/1/take")
    assert f"/operators/{bob.pk}/shut-out" in at_alices.get("/operators").content.decode()
    asked = at_alices.get(f"/operators/{bob.pk}/shut-out").content.decode()
    assert "Shut out <bdi>bob</bdi>?" in asked
    assert at_bobs.get("/").status_code == 200
    done = at_alices.post(f"/operators/{bob.pk}/shut-out")
    assert done.headers["Location"] == "/operators"
    assert at_bobs.get("/").headers["Location"].startswith("/sign-in")
    assert Case.objects.get().taken_by is None
    listed = at_alices.get("/operators").content.decode()
    assert "shut out</span>" in listed
    assert f"/operators/{bob.pk}/shut-out" not in listed
    assert at_alices.post(f"/operators/{bob.pk}/shut-out").status_code == 404


def test_it_is_for_administrators_and_not_for_the_last_one(
    at_alices: Client, alice: Operator, plain_bob: Operator, enter: SignIn
) -> None:
    """Both are told in words, and nothing happens."""
    at_bobs = enter(plain_bob.name)
    for number in (alice.pk, plain_bob.pk):
        refused = at_bobs.post(f"/operators/{number}/shut-out")
        assert refused.status_code == 403
        assert "This is for administrators" in refused.content.decode()
    stays = at_alices.post(f"/operators/{alice.pk}/shut-out")
    assert stays.status_code == 409
    assert "The last administrator stays" in stays.content.decode()
    assert at_alices.get("/").status_code == 200


def test_an_operator_changes_his_password_and_is_out_everywhere_else(
    desk: Desk, plain_bob: Operator, enter: SignIn
) -> None:
    """Here he goes on, though the session has another name; the old password opens nothing."""
    here, elsewhere = enter(plain_bob.name), enter(plain_bob.name)
    copied = here.cookies["aman-desk"].value
    status, page = change(here, password_of("bob"))
    assert (status, "Your password is changed" in page) == (200, True)
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").headers["Location"].startswith("/sign-in")
    mallory = Client(headers={"host": desk.settings.host})
    mallory.cookies["aman-desk"] = copied
    assert mallory.get("/").headers["Location"].startswith("/sign-in")
    assert desk.vault.is_open
    here.post("/sign-out")
    assert not desk.vault.is_open
    for password, expected in ((password_of("bob"), 403), (NEW, 302)):
        answer = elsewhere.post("/sign-in", {"name": "bob", "password": password})
        assert answer.status_code == expected


def test_a_password_is_not_changed_by_who_does_not_know_the_old_one(at_alices: Client) -> None:
    """Guesses at a screen left open are counted as at the sign-in."""
    assert change(at_alices, "a guess", "short", "short")[0] == 422
    assert change(at_alices, password_of("alice"), again="something else")[0] == 422
    said = [change(at_alices, "a guess") for _ in range(6)]
    assert [status for status, _ in said] == [403] * 5 + [429]
    assert "This is not your password" in said[0][1]
    assert "Too many tries" in said[-1][1]


def test_nobody_signed_in_changes_nothing(browser: Client, alice: Operator) -> None:
    """The screens are behind the sign-in as all others are."""
    del alice
    for path in ("/password", "/operators/1/shut-out"):
        assert browser.post(path).headers["Location"].startswith("/sign-in")
