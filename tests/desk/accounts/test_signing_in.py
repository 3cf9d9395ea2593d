"""A right password opens the vault; nothing else does, and none of it lasts too long."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.test import Client

from aman.desk.accounts import backend
from aman.desk.accounts.attempts import PER_NAME
from aman.desk.accounts.backend import TooManyTries, sign_in, sign_out
from aman.desk.accounts.models import Operator, PasswordWrap
from aman.desk.accounts.passwords import (
    WeakPassword,
    change_password,
    check_new_password,
    close_account,
    kept_wrap,
)
from aman.desk.configuration import SETTINGS_FILE, read_settings
from aman.desk.keys.vault import IDLE_SECONDS
from aman.desk.keys.wraps import WrongKey
from aman.desk.running import Desk, start
from desk_cast import HandClock, password_of

SHUT = "/"


def request() -> HttpRequest:
    """What a browser without a session sends."""
    bare = HttpRequest()
    bare.session = SessionStore()
    bare.user = AnonymousUser()
    return bare


def signed_in(browser: Client, name: str) -> Client:
    """The browser after this operator gave his password."""
    asked = request()
    sign_in(asked, name, password_of(name))
    browser.cookies[settings.SESSION_COOKIE_NAME] = asked.session.session_key
    return browser


def is_let_in(browser: Client) -> bool:
    """Whether a screen that is shut to strangers opens."""
    answer = browser.get(SHUT)
    led_away = answer.status_code == 302 and answer["Location"].startswith("/sign-in")
    return not led_away


def test_the_password_opens_the_vault(desk: Desk, alice: Operator) -> None:
    """And tells who it is."""
    assert not desk.vault.is_open
    assert sign_in(request(), "alice", password_of("alice")) == alice
    assert desk.vault.is_open


def test_every_wrong_way_in_says_the_same_and_costs_the_same(
    desk: Desk,
    operator: Callable[[str], Operator],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wrong password, unknown name, deleted wrap, closed account: one derivation, one text."""
    operator("alice")
    PasswordWrap.objects.filter(operator=operator("bob")).delete()
    close_account(operator("charlie"))
    derived: list[str] = []

    def counted(module: str, name: str) -> None:
        real = getattr(__import__(module, fromlist=[name]), name)

        def counting(*args: object, **more: object) -> object:
            derived.append(name)
            return real(*args, **more)

        monkeypatch.setattr(f"{module}.{name}", counting)

    counted("aman.desk.keys.wraps", "_password_key")
    said = set()
    for name, password in [
        ("alice", "not her password"),
        ("alice", ""),
        ("alice", "x" * 100_000),
        ("mallory", password_of("mallory")),
        ("bob", password_of("bob")),
        ("charlie", password_of("charlie")),
    ]:
        derived.clear()
        with pytest.raises(WrongKey) as refused:
            sign_in(request(), name, password)
        said.add((refused.value.person, str(refused.value)))
        assert len(derived) == 1
    assert len(said) == 1
    assert not desk.vault.is_open


def test_guessing_is_stopped_even_for_the_right_password(
    desk: Desk, alice: Operator, clock: HandClock
) -> None:
    """The sixth try waits, and says for how long."""
    del alice
    for _ in range(PER_NAME):
        with pytest.raises(WrongKey):
            sign_in(request(), "alice", "a guess")
    with pytest.raises(TooManyTries) as refused:
        sign_in(request(), "alice", password_of("alice"))
    assert not desk.vault.is_open
    clock.forward(refused.value.seconds)
    sign_in(request(), "alice", password_of("alice"))


def test_many_guesses_at_once_are_no_more_than_five(
    desk: Desk, alice: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A try counts before it is made, so that none slips by while another is being checked."""
    del desk, alice
    tried: list[int] = []

    def guess_again(*_args: object, **_more: object) -> None:
        tried.append(1)
        with pytest.raises((WrongKey, TooManyTries)):
            sign_in(request(), "alice", "a guess")

    monkeypatch.setattr("django.contrib.auth.authenticate", guess_again)
    with pytest.raises(WrongKey):
        sign_in(request(), "alice", "a guess")
    assert len(tried) == PER_NAME


def test_every_sign_in_has_a_cookie_of_its_own(
    browser: Client, desk: Desk, alice: Operator
) -> None:
    """A cookie that was copied before the desk was locked opens nothing after the next sign-in."""
    del alice
    right = {"name": "alice", "password": password_of("alice")}
    browser.post("/sign-in", right)
    copied = browser.cookies[settings.SESSION_COOKIE_NAME].value
    desk.vault.lock()
    browser.post("/sign-in", right)
    mallory = Client(headers={"host": "desk.localhost"})
    mallory.cookies[settings.SESSION_COOKIE_NAME] = copied
    assert is_let_in(browser)
    assert not is_let_in(mallory)


def test_screens_are_shut_to_strangers(browser: Client) -> None:
    """They are led to the sign-in screen, with the way back."""
    answer = browser.get(SHUT)
    assert answer["Location"] == "/sign-in?next=%2F"
    by_script = browser.get(SHUT, headers={"HX-Request": "true"})
    assert by_script.status_code == 401
    assert by_script["HX-Redirect"] == "/sign-in"


def test_who_is_signed_in_is_let_in(browser: Client, alice: Operator) -> None:
    """Until he signs out."""
    del alice
    assert is_let_in(signed_in(browser, "alice"))


def test_signing_out_ends_the_session_and_the_last_one_locks(
    desk: Desk, operator: Callable[[str], Operator]
) -> None:
    """Bob may read on after Alice left."""
    operator("alice")
    operator("bob")
    alices, bobs = request(), request()
    sign_in(alices, "alice", password_of("alice"))
    sign_in(bobs, "bob", password_of("bob"))
    sign_out(alices)
    assert desk.vault.is_open
    sign_out(bobs)
    assert not desk.vault.is_open


def test_signing_in_again_in_the_same_browser_is_one_session(
    desk: Desk, operator: Callable[[str], Operator]
) -> None:
    """Neither her own older session nor the colleague's before keeps the vault open."""
    operator("alice")
    operator("bob")
    shared = request()
    for name in ("alice", "alice", "bob"):
        sign_in(shared, name, password_of(name))
    sign_out(shared)
    assert not desk.vault.is_open


def test_thirty_idle_minutes_end_a_session(
    desk: Desk, browser: Client, operator: Callable[[str], Operator], clock: HandClock
) -> None:
    """Though a busy colleague keeps the vault open."""
    operator("alice")
    operator("bob")
    signed_in(browser, "alice")
    bobs = signed_in(Client(headers={"host": desk.settings.host}), "bob")
    for _ in range(4):
        clock.forward(IDLE_SECONDS / 3)
        assert is_let_in(bobs)
    assert desk.vault.is_open
    assert not is_let_in(browser)
    assert is_let_in(bobs)


def test_doing_something_keeps_a_session(
    browser: Client, alice: Operator, clock: HandClock
) -> None:
    """Every screen counts."""
    del alice
    signed_in(browser, "alice")
    for _ in range(5):
        clock.forward(IDLE_SECONDS - 61)
        assert is_let_in(browser)
    clock.forward(IDLE_SECONDS)
    assert not is_let_in(browser)


def test_after_a_restart_everybody_gives_the_password_again(
    desk: Desk,
    browser: Client,
    operator: Callable[[str], Operator],
    clock: HandClock,
) -> None:
    """Also when a colleague has opened the vault meanwhile."""
    operator("alice")
    operator("bob")
    signed_in(browser, "alice")
    again = start(read_settings(desk.folder / SETTINGS_FILE), clock=clock, cost=desk.cost)
    assert not again.vault.is_open
    sign_in(request(), "bob", password_of("bob"))
    assert again.vault.is_open
    assert not is_let_in(browser)


def test_whoever_is_shut_out_is_out_at_once(
    desk: Desk, browser: Client, operator: Callable[[str], Operator]
) -> None:
    """His session ends, his password opens nothing; his colleague's still does."""
    alice = operator("alice")
    operator("bob")
    signed_in(browser, "alice")
    close_account(alice)
    assert not is_let_in(browser)
    assert kept_wrap(alice) is None
    desk.vault.lock()
    with pytest.raises(WrongKey):
        sign_in(request(), "alice", password_of("alice"))
    sign_in(request(), "bob", password_of("bob"))


def test_a_changed_password_ends_the_sessions_of_the_old_one(
    browser: Client, alice: Operator
) -> None:
    """And only who knows the old one changes it."""
    signed_in(browser, "alice")
    with pytest.raises(WrongKey):
        change_password(alice, "not her password", "another long password")
    assert is_let_in(browser)
    change_password(alice, password_of("alice"), "another long password")
    assert not is_let_in(browser)
    with pytest.raises(WrongKey):
        sign_in(request(), "alice", password_of("alice"))
    sign_in(request(), "alice", "another long password")


@pytest.mark.parametrize(
    "password", ["short", "a" * 40, "ababababababab", "x" * 257, "Alexandriana"]
)
def test_weak_passwords_are_refused(password: str) -> None:
    """Short ones, few letters, the name; and what no form could hold."""
    with pytest.raises(WeakPassword):
        check_new_password("alexandriana", password)


def test_the_database_holds_neither_password_nor_key(desk: Desk, alice: Operator) -> None:
    """Every cell of every table, read as bytes."""
    del alice
    sign_in(request(), "alice", password_of("alice"))
    seed = desk.vault._seed
    assert seed is not None
    held = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table's own name
            held += b"".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            )
    assert b"alice" in held
    assert password_of("alice").encode() not in held
    assert seed.reveal() not in held


def test_cookies_are_for_this_site_alone(browser: Client, alice: Operator) -> None:
    """Out of reach of scripts and other sites, and gone with the browser."""
    del alice
    signed_in(browser, "alice")
    answer = browser.get("/sign-in")
    for cookie in answer.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Strict"
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_pages_run_no_foreign_script_and_are_not_cached(browser: Client) -> None:
    """The headers that say so."""
    answer = browser.get(SHUT)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"


def test_an_operator_reads_his_own_language(browser: Client, alice: Operator) -> None:
    """Whatever the browser asks for."""
    Operator.objects.filter(pk=alice.pk).update(language="uk")
    signed_in(browser, "alice")
    assert browser.get(SHUT, headers={"Accept-Language": "ar"})["Content-Language"] == "uk"


def test_forgetting_attempts_is_what_a_restart_does(alice: Operator) -> None:
    """The count lives in memory only."""
    del alice
    for _ in range(PER_NAME):
        with pytest.raises(WrongKey):
            sign_in(request(), "alice", "a guess")
    backend.forget_attempts()
    sign_in(request(), "alice", password_of("alice"))
