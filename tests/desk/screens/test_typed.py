"""Whatever form somebody was filling in when the sign-in ended comes back filled, once, sealed."""

# ruff: noqa: D103 - a test is named after what it protects

import re

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.cases.people import access_members, add_member
from aman.desk.cases.relatives import relate
from aman.desk.keys.vault import the_vault
from aman.desk.people.models import Consent, Member, Relation
from aman.desk.safe_contact.models import Wish
from desk.screens.callers import HandClock, MakeUp, carried, password_of
from desk_lines.line import Line

WAY_IN = {"name": "alice", "password": password_of("alice")}
CANARY = "Canary <i>by</i> the mill"
FORMS = {
    "/case/1/member": {"label": CANARY, "notes": "one\r\ntwo"},
    "/case/1/member/1": {"label": CANARY, "notes": ""},
    "/case/2/relate": {"case": CANARY[:12]},
    "/case/1/relation/1": {
        "permits": ["alive", "where"],
        "other": "his boots",
        "wording": CANARY,
        "message": "1:1",
    },
    "/case/1/wish": {
        "never": "on",
        "hours": "18:00-20:30",
        "zone": "Asia/Baghdad",
        "wording": CANARY,
        "expected_by": "2026-05-01T18:30",
    },
    "/map/zone": {"points": "48.0, 37.8\r\n48.1, 37.8", "name": CANARY, "zone": "Asia/Baghdad"},
    "/map/point": {
        "name": CANARY,
        "place": "47.1090, 9.5240",
        "hours-TOTAL_FORMS": "1",
        "hours-INITIAL_FORMS": "0",
        "hours-0-day": "tue",
        "hours-0-opens": "04:10",
    },
    "/map/layer": {"name": CANARY, "geojson": "{\r\n}"},
    "/claims/report": {"report": f"{CANARY}\r\ntwo"},
}


@pytest.fixture
def cases(
    at_alices: Client, caller: MakeUp, telegram: Line, alice: Operator, clock: HandClock
) -> None:
    """He wrote by the page, his mother by Telegram; he is not alone."""
    caller().write("tell my mother that I live")
    telegram.hears("@mother", "where is my son")
    for case in (1, 2):
        at_alices.get(f"/case/{case}")
    add_member(alice, 1, "Ali", "", int(clock()))
    relate(alice, 2, 1, int(clock()))


def nothing_written() -> bool:
    label = access_members(1)[0].label if the_vault().is_open else "Ali"
    return not Wish.objects.exists() and not Consent.objects.exists() and label == "Ali"


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("how", ["idle", "locked"])
def test_a_form_comes_back_filled_after_the_sign_in_and_is_not_written_down_by_it(
    at_alices: Client, path: str, how: str, clock: HandClock
) -> None:
    if how == "idle":
        clock.forward(31 * 60)
    else:
        the_vault().lock()
    refused = at_alices.post(path, FORMS[path])
    assert refused.status_code == 401
    assert "What you typed is kept" in refused.content.decode()
    way_in = WAY_IN | {"draft": carried(refused.content.decode())}
    assert at_alices.post("/sign-in", way_in).headers["Location"] == path
    assert CANARY.encode() not in bytes.fromhex(at_alices.session["draft"])
    page = at_alices.get(path).content.decode()
    assert "It is not written down yet." in page
    assert nothing_written()
    for name, value in FORMS[path].items():
        for each in value if isinstance(value, list) else [value]:
            assert stands_in(page, name, each), (name, each)
    assert "not written down yet" not in at_alices.get(path).content.decode()


def stands_in(page: str, name: str, value: str) -> bool:
    """Whether a field of that name holds it, or is ticked or chosen."""
    typed = re.escape(value.replace("\r\n", "\n").replace("<", "&lt;").replace(">", "&gt;"))
    return bool(
        re.search(rf'<textarea name="{name}"[^>]*>\s*{typed}</textarea>', page)
        or re.search(rf'<input [^>]*name="{name}"[^>]*value="{typed}"', page)
        or re.search(rf'<input [^>]*name="{name}"[^>]*checked', page)
        or re.search(rf'<option value="{typed}" selected>', page)
    )


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("path", FORMS)
def test_what_a_screen_hands_to_the_sign_in_comes_back_too(at_alices: Client, path: str) -> None:
    """The button that stands on the screen when it notices by itself."""
    shown = at_alices.get(path).content.decode()
    assert re.search(rf'form="typed"[^>]*name="resume" value="{path}"', shown)
    at_alices.post("/sign-out")
    handed = at_alices.post("/sign-in", FORMS[path] | {"resume": path})
    way_in = WAY_IN | {"draft": carried(handed.content.decode())}
    assert at_alices.post("/sign-in", way_in).headers["Location"] == path
    assert "It is not written down yet." in at_alices.get(path).content.decode()


@pytest.mark.usefixtures("cases")
def test_what_was_confirmed_is_not_kept(at_alices: Client) -> None:
    """A colleague may be the one who comes back."""
    at_alices.post("/sign-out")
    ticks = {"confirmed": "1", "harmless": "1", "silent_about": "1", "text": CANARY}
    kept = carried(at_alices.post("/case/1/answer", ticks).content.decode())
    assert CANARY in kept
    assert not re.search("confirmed|harmless|silent", kept)


@pytest.mark.parametrize(
    "screen", ["//evil.example", "/case/1/destroy", "/sign-out", "/case/1/wish/../..", "/case/1\n"]
)
def test_a_sign_in_leads_to_no_screen_that_was_not_typed_in(at_alices: Client, screen: str) -> None:
    at_alices.post("/sign-out")
    handed = at_alices.post("/sign-in", {"resume": screen, "text": CANARY})
    assert carried(handed.content.decode()) == ""
    draft = '{"screen":"%s","fields":[["text","x"]]}' % screen.replace("\n", "\\n")  # noqa: UP031 - braces of JSON
    for damaged in (draft, "{", "[]", '{"screen":1}'):
        at_alices.post("/sign-out")
        assert at_alices.post("/sign-in", WAY_IN | {"draft": damaged}).headers["Location"] == "/"
        assert "draft" not in at_alices.session


def test_a_forged_form_hands_back_its_texts_and_no_password(at_alices: Client) -> None:
    at_alices.handler.enforce_csrf_checks = True
    page = at_alices.post("/case/1/wish", FORMS["/case/1/wish"]).content.decode()
    assert "by&lt;/i&gt; the mill</textarea>" in page
    assert ">18:00-20:30</textarea>" in page
    secret = {"old": "first secret", "password": "second secret", "again": "second secret"}
    assert "secret" not in at_alices.post("/password", secret).content.decode()
    assert not Member.objects.exists()
    assert not Relation.objects.exists()
