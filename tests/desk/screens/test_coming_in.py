"""Coming in: links that work once, sign-in, and everybody else kept out."""

import re

import pytest
from django.test import Client

from aman.core.keys import KemSeed
from aman.desk import provision
from aman.desk.accounts.models import Operator
from aman.desk.running import Desk
from desk.screens.callers import Courier, HandClock, MakeUp, SignIn, password_of

GOOD = {"name": "alice", "password": "five unrelated quiet words", "language": "ar"}
BEHIND_SIGN_IN = ("/", "/now", "/case/1", "/case/1/person", "/case/1/now", "/operators")


@pytest.fixture
def way_in(desk: Desk, recovery: KemSeed, courier: Courier) -> str:
    """The first operator's link."""
    del courier
    path = provision.first_link(desk.folder, recovery)
    assert path is not None
    return path


def test_the_first_operator_comes_in_by_the_link_and_reads_what_it_opens(
    browser: Client, way_in: str
) -> None:
    """The page says what the password opens and that nobody resets it; then the queue is there."""
    shown = browser.get(way_in).content.decode()
    assert "Your password opens everything that people write to this hotline." in shown
    assert "Nobody can reset it." in shown
    made = browser.post(way_in, GOOD | {"again": GOOD["password"]})
    assert made.headers["Location"] == "/"
    assert 'dir="rtl"' in browser.get("/").content.decode()
    assert Operator.objects.get().is_administrator


def test_the_link_works_once(browser: Client, way_in: str) -> None:
    """A second use, and a made-up link, are told and change nothing."""
    browser.post(way_in, GOOD | {"again": GOOD["password"]})
    for path in (way_in, "/first/nonsense", "/join/nonsense"):
        again = Client(headers={"host": "desk.localhost"}).post(path, GOOD | {"name": "eve"})
        assert again.status_code == 410
        assert "This link no longer works" in again.content.decode()
    assert Operator.objects.count() == 1


def test_a_mistake_in_the_form_is_told_beside_its_field(browser: Client, way_in: str) -> None:
    """Different, short or missing: what was typed into the other fields stays."""
    wrong = browser.post(way_in, GOOD | {"again": "other"}).content.decode()
    assert "The two passwords differ. Type both again." in wrong
    assert 'value="alice"' in wrong
    assert GOOD["password"] not in wrong
    short = browser.post(way_in, GOOD | {"password": "short", "again": "short"}).content.decode()
    assert "Too easy to guess" in short
    assert "aria-describedby" in short


def test_an_administrator_invites_by_a_link_shown_once(at_alices: Client, enter: SignIn) -> None:
    """The second operator comes in by it; the page does not show it again."""
    assert "This link is shown once" not in at_alices.get("/operators").content.decode()
    shown = at_alices.post("/operators", {}).content.decode()
    link = re.search(r"http://desk\.localhost(/join/[^<]+)<", shown)
    assert link is not None
    newcomer = Client(headers={"host": "desk.localhost"})
    account = {"name": "bob", "password": "bob walks the dog at dawn", "language": "ru"}
    newcomer.post(link[1], account | {"again": account["password"]})
    assert "Очередь" in newcomer.get("/").content.decode()
    assert newcomer.get("/operators").status_code == 403
    assert newcomer.post("/operators", {}).status_code == 403
    assert enter("bob").get("/").status_code == 200


def test_an_alarm_is_confirmed_by_an_administrator(
    at_alices: Client, caller: MakeUp, desk: Desk, clock: HandClock
) -> None:
    """A clock that jumped: it is said at the edge, looked at, and confirmed."""
    caller().write("hello")
    clock.forward(20 * 60)
    desk.epochs.rotate(clock(), {})
    assert "the clock jumped" in at_alices.get("/").content.decode()
    assert "By this machine it is now:" in at_alices.get("/operators").content.decode()
    at_alices.post("/operators", {"confirm": "epoch-clock-step"})
    assert "the clock jumped" not in at_alices.get("/").content.decode()


def test_an_ending_key_is_told_with_what_to_do_and_is_not_confirmed_away(
    at_alices: Client, desk: Desk, clock: HandClock
) -> None:
    """It goes by a start of the hotline, not by a press."""
    clock.forward(61 * 86_400)
    desk.epochs.resume(clock())
    at_alices.post("/sign-in", {"name": "alice", "password": password_of("alice")})
    assert "signing key ends soon" in at_alices.get("/").content.decode()
    shown = at_alices.get("/operators").content.decode()
    assert "Stop the hotline on its machine and start it again" in shown
    assert "online-key-ending" not in shown
    at_alices.post("/operators", {"confirm": "online-key-ending"})
    assert "signing key ends soon" in at_alices.get("/").content.decode()


def test_charlie_outside_is_sent_to_the_sign_in(browser: Client, caller: MakeUp) -> None:
    """Nobody signed in: every screen leads to the way in, and shows nothing."""
    caller().write("نحن ثلاثة")
    for path in BEHIND_SIGN_IN:
        answer = browser.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in")
    for path in ("/case/1/take", "/case/1/give-back", "/sign-out", "/operators"):
        assert browser.post(path).headers["Location"].startswith("/sign-in")
    assert browser.post("/case/1/answer", {"text": "x"}).status_code == 401


def test_the_sign_in_leads_back_but_never_away(at_alices: Client, browser: Client) -> None:
    """`next` is a page of this desk; a foreign address leads to the queue."""
    del at_alices
    for goal, lands in (("/case/3", "/case/3"), ("//evil.example", "/"), ("https://x.y", "/")):
        way = {"name": "alice", "password": password_of("alice"), "next": goal}
        assert browser.post("/sign-in", way).headers["Location"] == lands


def test_a_wrong_password_is_told_without_saying_which(
    browser: Client, alice: Operator, courier: Courier
) -> None:
    """Wrong name and wrong password read the same; many tries have to wait."""
    del courier
    said = set()
    for name in (alice.name, "nobody"):
        answer = browser.post("/sign-in", {"name": name, "password": "wrong"})
        assert answer.status_code == 403
        said.add("Name and password do not fit together" in answer.content.decode())
    assert said == {True}
    for _ in range(5):
        last = browser.post("/sign-in", {"name": alice.name, "password": "wrong"})
    assert last.status_code == 429
    assert "Too many tries. Wait 15 minutes" in last.content.decode()


def test_signing_out_shuts_the_desk(at_alices: Client) -> None:
    """Afterwards the queue is behind the sign-in, which says that the desk is locked."""
    at_alices.post("/sign-out")
    assert at_alices.get("/").headers["Location"].startswith("/sign-in")
    assert "The desk is locked." in at_alices.get("/sign-in").content.decode()


def test_the_language_is_kept_with_the_operator(at_alices: Client, alice: Operator) -> None:
    """Chosen once, it holds for the next sign-in and for the sign-in page itself."""
    at_alices.post("/language", {"language": "uk", "next": "/"})
    alice.refresh_from_db()
    assert alice.language == "uk"
    at_alices.post("/sign-out")
    assert "Увійти" in at_alices.get("/sign-in").content.decode()
    at_alices.post("/language", {"language": "nonsense"})
    assert "Увійти" in at_alices.get("/sign-in").content.decode()


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(
    at_alices: Client, clock: HandClock
) -> None:
    """Half an hour of an unattended page ends the session."""
    for _ in range(4):
        clock.forward(8 * 60)
        last = at_alices.get("/now")
    assert last.status_code == 302
