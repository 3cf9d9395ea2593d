"""One case: everything that was said, and an answer that is never lost and never blind."""

from django.test import Client

from aman.desk.audit.models import AuditEntry
from desk.screens.callers import HandClock, MakeUp, carried


def test_the_original_text_stands_there_with_its_own_direction(
    at_alices: Client, caller: MakeUp
) -> None:
    """What people wrote is shown as written, escaped, each in its own direction."""
    caller().write("عند الجسر <b>06:00</b>")
    shown = at_alices.get("/case/1").content.decode()
    assert '<div class="words" dir="auto">عند الجسر &lt;b&gt;06:00&lt;/b&gt;</div>' in shown


def test_answers_to_the_questions_are_readable_in_the_operators_language(
    at_alices: Client, caller: MakeUp
) -> None:
    """A Russian operator reads what an Arabic caller chose."""
    caller().write("", wounded="carried", how_many=3)
    at_alices.post("/language", {"language": "ru"})
    shown = at_alices.get("/case/1").content.decode()
    assert "Есть ли раненые?" in shown
    assert "Да, идти не может" in shown
    assert "carried" not in shown


def test_a_missing_message_is_said(at_alices: Client, caller: MakeUp) -> None:
    """A gap in a visit's numbers is never hidden."""
    writer = caller()
    writer.write("one")
    writer.write("three", skip=1)
    shown = at_alices.get("/case/1").content.decode()
    assert shown.count("A message before this one has not arrived") == 1


def test_a_reply_says_how_far_it_has_come(
    at_alices: Client, caller: MakeUp, clock: HandClock
) -> None:
    """Going out, lying ready, read: each in words."""
    writer = caller()
    writer.write("hello")
    sent = at_alices.post("/case/1/answer", {"text": "We are here", "seen_upto": "1"})
    assert sent.headers["Location"] == "/case/1"
    assert "going out now" in at_alices.get("/case/1").content.decode()
    clock.forward(30)
    assert "lies ready; not read yet" in at_alices.get("/case/1").content.decode()
    writer.read_upto(1)
    shown = at_alices.get("/case/1/now").content.decode()
    assert '<span id="state-2" data-live>read</span>' in shown


def test_two_operators_never_answer_at_once_unknowingly(
    at_alices: Client, at_bobs: Client, caller: MakeUp
) -> None:
    """The second sees what came in between, keeps his text, and may send it anyway."""
    caller().write("hello")
    at_alices.post("/case/1/answer", {"text": "by Alice", "seen_upto": "1"})
    refused = at_bobs.post("/case/1/answer", {"text": "by Bob", "seen_upto": "1"})
    shown = refused.content.decode()
    assert refused.status_code == 409
    assert "<bdi>alice</bdi> answered while you were writing" in shown
    assert shown.count("came while you were writing") == 1
    assert ">by Bob</textarea>" in shown
    assert 'name="seen_upto" id="seen-upto" value="2"' in shown
    confirmed = {"text": "by Bob", "seen_upto": "2", "confirmed": "1"}
    assert at_bobs.post("/case/1/answer", confirmed).status_code == 302
    assert "by Bob" in at_alices.get("/case/1").content.decode()


def test_a_new_message_stops_an_answer_too(at_alices: Client, caller: MakeUp) -> None:
    """What the caller wrote meanwhile is read before the answer leaves."""
    writer = caller()
    writer.write("one")
    at_alices.get("/case/1")
    writer.write("two")
    refused = at_alices.post("/case/1/answer", {"text": "to one", "seen_upto": "1"})
    assert "Not sent: a new message came" in refused.content.decode()
    assert ">to one</textarea>" in refused.content.decode()


def test_a_refused_answer_stays_in_the_box(at_alices: Client, caller: MakeUp) -> None:
    """Too long or empty: the text is kept and the reason said."""
    caller().write("hello")
    long = "ы" * 20_000
    refused = at_alices.post("/case/1/answer", {"text": long, "seen_upto": "1"})
    assert refused.status_code == 422
    assert f">{long}</textarea>" in refused.content.decode()
    assert "Shorten it by about" in refused.content.decode()
    empty = at_alices.post("/case/1/answer", {"text": "  ", "seen_upto": "1"})
    assert "Nothing was sent: the answer is empty." in empty.content.decode()


def test_an_answer_without_a_sign_in_comes_back_behind_it(
    at_alices: Client, caller: MakeUp, clock: HandClock
) -> None:
    """Thirty idle minutes: the text goes with the sign-in and stands in the box again, once."""
    caller().write("hello")
    at_alices.get("/case/1")
    clock.forward(31 * 60)
    kept = at_alices.post("/case/1/answer", {"text": "Stay\r\nthere", "seen_upto": "1"})
    assert kept.status_code == 401
    way_in = {
        "name": "alice",
        "password": "alice walks the dog at dawn",
        "draft": carried(kept.content.decode()),
    }
    assert at_alices.post("/sign-in", way_in).headers["Location"] == "/case/1"
    assert ">Stay\nthere</textarea>" in at_alices.get("/case/1").content.decode()
    assert "Stay\nthere" not in at_alices.get("/case/1").content.decode()
    assert "by alice" not in at_alices.get("/case/1").content.decode()


def test_a_kept_text_lies_sealed(at_alices: Client, caller: MakeUp) -> None:
    """Between sign-in and case nothing of it is readable in the session's row."""
    caller().write("hello")
    at_alices.post("/sign-out")
    kept_text = at_alices.post("/case/1/answer", {"text": "Canary"}).content.decode()
    way_in = {
        "name": "alice",
        "password": "alice walks the dog at dawn",
        "draft": carried(kept_text),
    }
    at_alices.post("/sign-in", way_in)
    kept = at_alices.session["draft"]
    assert b"Canary" not in bytes.fromhex(kept)


def test_who_else_is_looking_is_shown(
    at_alices: Client, at_bobs: Client, caller: MakeUp, clock: HandClock
) -> None:
    """Bob's open page shows on Alice's, and stops when it is closed."""
    caller().write("hello")
    at_bobs.get("/case/1")
    assert "<bdi>bob</bdi> is looking too" in at_alices.get("/case/1").content.decode()
    clock.forward(60)
    assert "is looking too" not in at_alices.get("/case/1/now").content.decode()


def test_taking_and_giving_back(at_alices: Client, at_bobs: Client, caller: MakeUp) -> None:
    """Everybody sees who has a case; he or a colleague can free it."""
    caller().write("hello")
    at_alices.post("/case/1/take")
    assert "taken by <bdi>alice</bdi>" in at_bobs.get("/case/1").content.decode()
    assert "Free the case" in at_bobs.get("/case/1").content.decode()
    at_bobs.post("/case/1/take")
    assert "taken by <bdi>alice</bdi>" in at_bobs.get("/").content.decode()
    at_alices.post("/case/1/give-back")
    assert "taken by" not in at_bobs.get("/").content.decode()


def test_a_screen_that_refreshes_itself_reads_nothing(at_alices: Client, caller: MakeUp) -> None:
    """While something unread waits, only its number is given, and nothing counts as opened."""
    writer = caller()
    writer.write("one")
    at_alices.get("/case/1")
    opened = AuditEntry.objects.count()
    writer.write("two")
    shown = at_alices.get("/case/1/now").content.decode()
    assert 'id="items" data-new="1"' in shown
    assert "two" not in shown
    assert AuditEntry.objects.count() == opened
    assert "1 unread" in at_alices.get("/").content.decode()


def test_a_case_that_is_not_there_is_said(at_alices: Client) -> None:
    """A wrong number: nothing was changed, the queue is one press away."""
    for method, path in (("get", "/case/7"), ("get", "/case/7/now"), ("post", "/case/7/take")):
        answer = getattr(at_alices, method)(path)
        assert answer.status_code == 404
        assert "There is no such case" in answer.content.decode()
