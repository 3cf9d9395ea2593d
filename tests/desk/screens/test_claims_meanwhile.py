"""Two who keep the ledger at one time: what one decides is told to the other, and never lost."""

# ruff: noqa: D103 - a test is named after what it protects

import re
from html import unescape

import pytest
from django.test import Client

from aman.desk.keys.vault import the_vault
from aman.desk.ledger.keeping import DeskLedger
from aman.figures.claims.ledger import read_ledger
from desk.screens.callers import carried
from desk.screens.ledger_keeper import (
    decide,
    described,
    mending,
    numbers,
    removing,
    seen,
    seen_at,
    starts,
    two_reports,
)
from desk_cast import password_of


@pytest.fixture
def both(at_bobs: Client) -> tuple[int, int]:
    """Two reports of one count, their outlets known, names tied, nothing read."""
    return two_reports(at_bobs)


def test_a_colleague_s_mending_is_told_and_not_overwritten(
    at_bobs: Client, at_alices: Client, both: tuple[int, int]
) -> None:
    """Bob's screen has 6,501, alice mends to 6,600, bob saves: he is told, and loses nothing."""
    (start,) = starts(seen(at_bobs, f"/claims/report/{both[0]}"))
    path = f"/claims/report/{both[0]}/{start}/mend"
    first = mending(at_bobs, path, number="6501", reason="As of Monday.")
    assert at_bobs.post(path, first).status_code == 302
    bobs = mending(at_bobs, path, number="6502", reason="Read it aloud.")
    alices = mending(at_alices, path, number="6600", reason="See the video.")
    assert at_alices.post(path, alices).status_code == 302
    late = at_bobs.post(path, bobs)
    assert late.status_code == 409
    assert numbers()[0] == 6600, "hers stands"
    page = unescape(late.content.decode())
    assert "This claim was decided on meanwhile" in page
    for hers in ("<bdi>alice</bdi>", "<dd>6,600</dd>", "See the video."):
        assert hers in page, hers
    assert "As of Monday." not in page, "that he had seen"
    for his in ("<dd>6,502</dd>", 'value="6502"', 'value="Read it aloud."'):
        assert his in page, his
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    again = at_bobs.post(path, bobs | {"seen": found.group(1), "number": ""})
    assert again.status_code == 422
    assert at_bobs.post(path, bobs | {"seen": found.group(1)}).status_code == 302
    assert numbers()[0] == 6502
    page = seen(at_bobs, f"/claims/report/{both[0]}")
    before = page[page.index("Decided before") :]
    for kept in ("<dd>6,501</dd>", "<bdi>alice</bdi>", "<dd>6,600</dd>", "See the video."):
        assert kept in before[: before.index("</details>")], kept
    file = read_ledger(at_bobs.post("/claims/save").content).claims[0]
    mended = [each.mended.number for each in file.decisions if each.mended]
    assert mended == [6501, 6600, 6502]


def test_both_who_mend_it_alike_are_told_that_nothing_differs(
    at_bobs: Client, at_alices: Client, both: tuple[int, int]
) -> None:
    (start,) = starts(seen(at_bobs, f"/claims/report/{both[0]}"))
    path = f"/claims/report/{both[0]}/{start}/mend"
    typed = mending(at_bobs, path, number="6501")
    assert at_alices.post(path, typed).status_code == 302
    late = at_bobs.post(path, typed)
    assert late.status_code == 409
    assert "Nothing: both say the same." in late.content.decode()


def test_a_mending_that_waited_behind_a_sign_in_is_about_what_was_seen(
    at_bobs: Client, at_alices: Client, both: tuple[int, int]
) -> None:
    (start,) = starts(seen(at_bobs, f"/claims/report/{both[0]}"))
    path = f"/claims/report/{both[0]}/{start}/mend"
    bobs = mending(at_bobs, path, number="6501", reason="Read it aloud.")
    assert at_alices.post(path, mending(at_alices, path, number="6600")).status_code == 302
    at_bobs.post("/sign-out")
    draft = carried(at_bobs.post(path, bobs).content.decode())
    said = {"name": "bob", "password": password_of("bob"), "draft": draft}
    assert at_bobs.post("/sign-in", said).headers["Location"] == path
    page = seen(at_bobs, path)
    assert 'value="Read it aloud."' in page
    assert f'name="seen" value="{bobs["seen"]}"' in page
    assert at_bobs.post(path, bobs).status_code == 409
    assert numbers()[0] == 6600


def test_a_decision_of_meanwhile_is_shown_beside_his(
    at_bobs: Client, at_alices: Client, both: tuple[int, int]
) -> None:
    (start,) = starts(seen(at_bobs, f"/claims/report/{both[0]}"))
    path = f"/claims/report/{both[0]}/{start}/decide"
    for hers in ("confirm", "refuse"):
        for his, said in (
            ("confirm", "Confirm it all the same"),
            ("refuse", "It is no claim all the same"),
            ("reopen", "Open it anew all the same"),
        ):
            posted = {"decision": his, "reason": "Sarcasm."}
            posted["seen"] = seen_at(at_bobs, both[0], start)
            assert decide(at_alices, both[0], start, hers, reason="A quiz.") == 302
            late = at_bobs.post(path, posted)
            assert late.status_code == 409
            page = unescape(late.content.decode())
            assert "<bdi>alice</bdi>" in page
            assert ("A quiz." in page) == (hers == "refuse")
            assert ('value="Sarcasm."' in page) == (his == "refuse")
            assert said in page
            before = DeskLedger(the_vault()).whole().claims[0]
            assert before.by == "alice"
            again = posted | {"seen": before.digest}
            assert before.digest in page
            assert at_bobs.post(path, again).status_code == 302
            after = DeskLedger(the_vault()).whole().claims[0]
            assert after.decisions[: len(before.decisions)] == before.decisions
            assert after.decisions[-1].by == "bob"


def test_a_decided_report_is_removed_for_a_reason_and_seen(
    at_bobs: Client, at_alices: Client, both: tuple[int, int]
) -> None:
    number = both[0]
    path = f"/claims/report/{number}/remove"
    blank = removing(at_bobs, number)
    assert "Why it is removed" not in seen(at_bobs, f"/claims/report/{number}")
    (start,) = starts(seen(at_alices, f"/claims/report/{number}"))
    assert decide(at_alices, number, start, "confirm") == 302
    late = at_bobs.post(path, blank | {"reason": "Printed twice."})
    assert late.status_code == 409
    page = unescape(late.content.decode())
    for said in ("worked on meanwhile", "1 decision on its claims is lost", "Printed twice."):
        assert said in page, said
    unsaid = at_bobs.post(path, removing(at_bobs, number) | {"reason": " "})
    assert unsaid.status_code == 422
    assert "Say why." in unsaid.content.decode()
    assert "Removed reports" not in seen(at_bobs, "/claims")
    said = removing(at_bobs, number) | {"reason": "Printed twice."}
    assert at_bobs.post(path, said).status_code == 302
    page = seen(at_alices, "/claims")
    removed = page[page.index("Removed reports") :]
    for kept in ("The Bulletin", "<bdi>bob</bdi>", "Printed twice.", "1 decision"):
        assert kept in removed, kept
    assert at_bobs.get(f"/claims/report/{number}").status_code == 404


def test_an_outlet_that_a_colleague_corrected_is_told_and_not_overwritten(
    at_bobs: Client, at_alices: Client, both: tuple[int, int]
) -> None:
    path = f"/claims/report/{both[0]}"
    bobs, hers = described(at_bobs, path), described(at_alices, path)
    assert at_alices.post(path, hers | {"outlet": "The Echo"}).status_code == 302
    late = at_bobs.post(path, bobs | {"outlet": "The Star", "title": "Leaving"})
    assert late.status_code == 409
    page = unescape(late.content.decode())
    assert "<strong><bdi>The Echo</bdi></strong>" in page
    for said in ("A colleague changed this meanwhile.", 'value="The Star"', 'value="Leaving"'):
        assert said in page, said
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    again = bobs | {"outlet": "The Star", "seen": found.group(1)}
    assert at_bobs.post(path, again).status_code == 302
