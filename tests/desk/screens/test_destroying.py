"""Destroying a case: who may, what is said before, and what is left to see."""

import pytest
from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.casebook.content import case_info
from aman.desk.running import Desk
from desk.screens.callers import HandClock, MakeUp


@pytest.fixture
def plain_bob(bob: Operator, caller: MakeUp) -> Operator:
    """Bob is no administrator, and there is a case."""
    caller().write("نحن ثلاثة")
    Operator.objects.filter(pk=bob.pk).update(is_administrator=False)
    return bob


def test_it_is_explained_confirmed_by_the_number_and_then_gone(
    at_alices: Client, caller: MakeUp, desk: Desk
) -> None:
    """Plain words first; another number destroys nothing; the right one does, and it is audited."""
    caller().write("destroy this")
    assert 'href="/case/1/destroy"' in at_alices.get("/case/1").content.decode()
    asked = at_alices.get("/case/1/destroy").content.decode()
    assert "unreadable at once, for everybody" in asked
    assert "then it is final, whoever takes the machine" in asked
    for typed in ("", "2", "yes", "1 or so"):
        wrong = at_alices.post("/case/1/destroy", {"number": typed})
        assert wrong.status_code == 422
        assert "Nothing was destroyed" in wrong.content.decode()
    assert "destroy this" in at_alices.get("/case/1").content.decode()
    assert case_info(1) in desk.vault._kept
    done = at_alices.post("/case/1/destroy", {"number": " 1 "})
    assert "Case 1 is destroyed" in done.content.decode()
    for path in ("/case/1", "/case/1/now", "/case/1/destroy"):
        assert at_alices.get(path).status_code == 404
    assert "destroy this" not in at_alices.get("/").content.decode()
    assert case_info(1) not in desk.vault._kept
    entry = AuditEntry.objects.get(action="shredded")
    assert (entry.operator_name, entry.case_number) == ("alice", 1)


@pytest.mark.usefixtures("plain_bob")
def test_only_who_has_taken_it_or_an_administrator(at_bobs: Client) -> None:
    """Bob has to take it first, which his colleagues see."""
    assert "/case/1/destroy" not in at_bobs.get("/case/1").content.decode()
    for refused in (
        at_bobs.get("/case/1/destroy"),
        at_bobs.post("/case/1/destroy", {"number": "1"}),
    ):
        assert refused.status_code == 403
    assert at_bobs.get("/case/1").status_code == 200
    at_bobs.post("/case/1/take")
    done = at_bobs.post("/case/1/destroy", {"number": "1"})
    assert "Case 1 is destroyed" in done.content.decode()


@pytest.mark.usefixtures("plain_bob")
@pytest.mark.parametrize(
    ("language", "said"), [("ar", "إتلاف"), ("ru", "Уничтожить"), ("uk", "Знищити")]
)
def test_it_is_said_in_the_operators_language(at_alices: Client, language: str, said: str) -> None:
    """A decision that can't be undone is read in one's own language."""
    at_alices.post("/language", {"language": language})
    shown = at_alices.get("/case/1/destroy").content.decode()
    assert said in shown
    assert "Destroy" not in shown


def test_a_page_elsewhere_can_not_destroy(at_alices: Client, caller: MakeUp) -> None:
    """Without the token of this browser nothing happens."""
    caller().write("keep this")
    forged = Client(headers={"host": "desk.localhost"}, enforce_csrf_checks=True)
    forged.cookies = at_alices.cookies
    assert forged.post("/case/1/destroy", {"number": "1"}).status_code == 403
    assert at_alices.get("/case/1").status_code == 200


def test_an_answer_that_no_front_could_fetch_does_not_claim_to_lie_ready(
    at_alices: Client, caller: MakeUp, clock: HandClock
) -> None:
    """The front is away: the answer is still here, and that is said."""
    caller().write("hello")
    clock.forward(30)
    at_alices.post("/case/1/answer", {"text": "We are here", "seen_upto": "1"})
    clock.forward(120)
    assert "still here: no front can be reached" in at_alices.get("/case/1").content.decode()
    caller("other").write("the front is back")
    assert "lies ready; not read yet" in at_alices.get("/case/1").content.decode()


@pytest.mark.parametrize("lang", ["\u202eevil", "Case 7 was checked by Alice", "<b>", "x" * 64])
def test_a_language_that_is_none_does_not_speak_for_the_desk(
    at_alices: Client, caller: MakeUp, lang: str
) -> None:
    """A caller's program names the language: only a code is shown."""
    caller(lang=lang).write("hello")
    for path in ("/", "/case/1", "/case/1/now"):
        shown = at_alices.get(path).content.decode()
        assert lang not in shown
        assert "\u202e" not in shown
