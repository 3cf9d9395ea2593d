"""Reports of others at the desk: pasted, read, decided, tied, and a letter to copy."""

# ruff: noqa: D103 - a test is named after what it protects

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import msgspec
import pytest
from django.test import Client
from typer.testing import CliRunner

from aman.cli import main
from aman.desk.configuration import SETTINGS_FILE
from aman.desk.keys.vault import the_vault
from aman.desk.ledger import keepers, keeping
from aman.desk.ledger.keeping import DeskLedger
from aman.desk.screens import claim_reports, claims
from aman.figures.claims.ledger import read_ledger
from desk.screens.callers import SignIn, carried
from desk_cast import password_of
from figures.published import START, PublishingHotline, make_key, people
from figures.seeded import SeededNoise

_REPORTS = Path("shared", "data", "reports")
_ARABIC, _ENGLISH = "000_880a1c2c36358163.txt", "004_da57c4c55a17f2d7.txt"
CONTACTED = "More than 6,500 soldiers contacted the “Way Home” hotline, according to The Guardian."
SURRENDERED = "«Путь домой» — горячая линия. Сдались 6543 солдата, пишет газета «Гардиан»."
PAGE = f"""<!doctype html>
<html><head><title>Leaving</title><meta property="og:site_name" content="The Bulletin">
<meta property="article:published_time" content="2023-01-20T10:00:00Z"></head>
<body><nav>9,000 calls</nav><article><h1>Leaving</h1><p>{CONTACTED}</p>
<p>{"The hotline is open day and night. " * 9}</p></article></body></html>"""


def seen(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.content
    return unescape(answer.content.decode())


def paste(browser: Client, text: str, **about: str) -> int:
    """The number of the report, once outlet and day were corrected."""
    answer = browser.post("/claims/report", {"report": text})
    assert answer.status_code == 302, answer.content.decode()
    path = answer.headers["Location"]
    if about:
        assert browser.post(path, described(browser, path) | about).status_code == 302
    return int(path.rpartition("/")[2])


def described(browser: Client, path: str) -> dict[str, str]:
    """What the form of a report says that it is about, with nothing typed."""
    found = re.search(r'name="seen" value="(\w+)"', seen(browser, path))
    assert found is not None
    return {"outlet": "", "title": "", "day": "", "lang": "en", "seen": found.group(1)}


def removing(browser: Client, number: int) -> dict[str, str]:
    """What the form says with which a report is removed."""
    page = seen(browser, f"/claims/report/{number}")
    found = re.search(r'name="seen" value="(\w+)"', page[page.index('id="remove"') :])
    assert found is not None
    return {"seen": found.group(1)}


def starts(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'id="claim-(\d+)"', page)]


def seen_at(browser: Client, number: int, start: int) -> str:
    """What the form of a claim says of the claim that it shows."""
    page = seen(browser, f"/claims/report/{number}")
    section = page[page.index(f'id="claim-{start}"') :]
    found = re.search(r'name="seen" value="(\w+)"', section)
    assert found is not None
    return found.group(1)


def decide(browser: Client, number: int, start: int, decision: str, **more: str) -> int:
    """Decide as of a screen that was loaded just now, or before: `seen`."""
    said = {"decision": decision} | more
    if "seen" not in said:
        said["seen"] = seen_at(browser, number, start)
    status: int = browser.post(f"/claims/report/{number}/{start}/decide", said).status_code
    return status


def numbers() -> list[int | None]:
    """What the claims in the ledger say."""
    return [each.statement.number for each in DeskLedger(the_vault()).whole().claims]


def tie(browser: Client, first: str, second: str) -> None:
    answer = browser.post("/claims/names", {"first": first, "second": second})
    assert answer.status_code == 302


def first_finding(page: str) -> str:
    found = re.search(r'<section class="way">.*?</section>', page, re.DOTALL)
    assert found is not None
    return found.group()


@pytest.fixture(scope="session")
def real() -> tuple[str, str]:
    above = [folder / _REPORTS for folder in Path(__file__).resolve().parents]
    folder = next((each for each in above if (each / _ARABIC).is_file()), None)
    if folder is None:
        pytest.skip(f"there is no {_REPORTS} in a folder above the tests")
    return (folder / _ARABIC).read_text("utf-8"), (folder / _ENGLISH).read_text("utf-8")


def test_the_two_real_reports_through_the_screens(at_bobs: Client, real: tuple[str, str]) -> None:
    """All that stands in them appears; the 6,543 stands on top, once a person tied the names."""
    arabic = paste(at_bobs, real[0], outlet="النشرة", lang="ar", day="2023-01-21")
    english = paste(at_bobs, real[1], outlet="The Bulletin", lang="en", day="2023-01-21")
    page = seen(at_bobs, f"/claims/report/{arabic}")
    for said in ("<mark>6543</mark>", "<mark>10</mark>", "thousands", "hundreds of thousands"):
        assert said in page, said
    for said in ("an increase", "surrendered", "something else", "ممثل عن خط ساخن أوكراني"):
        assert said in page, said
    assert "وقالوا لنا" in page
    assert "it is not clear" in page, "thousands surrendered to nobody's hotline"
    assert "Mozhem Obyasnit" in page
    assert "ديلي بيست" in page
    assert len(starts(page)) == 5
    page = seen(at_bobs, f"/claims/report/{english}")
    assert "<mark>6,500</mark>" in page
    assert "established in September" in page
    for said in ("Ukrainian authorities", "The Guardian", "The Daily Beast", "Mozhem Obyasnit"):
        assert said in page, said
    for said in ("Abbas Gallyamov", "Adham Gallyamov", "2018", "2010", "2000", "2001", "2008"):
        assert f"<bdi>{said}</bdi>" in page, said
    page = seen(at_bobs, "/claims")
    assert "One outlet, described in two ways" in page
    top = first_finding(page)
    assert "Unresolved" in top
    assert "<mark>6543</mark>" in top
    assert "Do these name one?" in top
    tie(at_bobs, "أريد أن أعيش", "I want to live")
    tie(at_bobs, "الغارديان", "The Guardian")
    top = first_finding(seen(at_bobs, "/claims"))
    assert "Same count, different measure" in top
    assert "<mark>6543</mark>" in top
    assert "<mark>6,500</mark>" in top
    assert "not read by a person yet" in top
    assert "Draft a letter" not in top, "nobody has read the claims"
    for number in (arabic, english):
        for start in starts(seen(at_bobs, f"/claims/report/{number}")):
            assert decide(at_bobs, number, start, "confirm") == 302
    top = first_finding(seen(at_bobs, "/claims"))
    assert "not read" not in top
    found = re.search(r'href="(/claims/letter/[^"]+)"', top)
    assert found is not None
    letter = seen(at_bobs, found.group(1))
    assert "إلى هيئة تحرير «النشرة» المحترمة" in letter
    assert "ولا يُذكر كم منهم سلّم نفسه" in letter, "in the programme's words"
    assert "The desk does not send it." in letter


@pytest.fixture
def both(at_bobs: Client) -> tuple[int, int]:
    """Two reports of one count, their outlets known, names tied, nothing read."""
    first = paste(at_bobs, CONTACTED, outlet="The Bulletin", lang="en")
    second = paste(at_bobs, SURRENDERED, outlet="Эхо", lang="ru")
    tie(at_bobs, "Way Home", "Путь домой")
    tie(at_bobs, "The Guardian", "Гардиан")
    return first, second


def test_decisions_are_kept_with_who_made_them(
    at_bobs: Client, both: tuple[int, int], enter: SignIn
) -> None:
    (start,) = starts(seen(at_bobs, f"/claims/report/{both[0]}"))
    (other,) = starts(seen(at_bobs, f"/claims/report/{both[1]}"))
    assert decide(at_bobs, both[0], start, "confirm") == 302
    mend = f"/claims/report/{both[1]}/{other}/mend"
    form = seen(at_bobs, mend)
    assert 'value="6543"' in form
    typed = {
        "number": "6543",
        "vague": "",
        "precision": "about",
        "measure": "applied",
        "unit": "солдата",
        "hotline": "Путь домой",
        "relays": "Гардиан\n",
        "period": "",
        "speaker": "",
        "reason": "Read it aloud.",
        "seen": seen_at(at_bobs, both[1], other),
    }
    wrong = at_bobs.post(mend, typed | {"vague": "thousands"})
    assert wrong.status_code == 422
    assert "Read it aloud." in unescape(wrong.content.decode())
    assert at_bobs.post(mend, typed).status_code == 302
    at_bobs.post("/sign-out")
    again = enter("bob")
    page = seen(again, f"/claims/report/{both[1]}")
    assert "mended" in page
    assert "<bdi>bob</bdi>" in page
    assert "Read it aloud." in page
    proposed = page[page.index("What rules had proposed") :]
    assert "surrendered" in proposed[: proposed.index("</details>")]
    assert "confirmed" in seen(again, f"/claims/report/{both[0]}")
    (_, kept) = DeskLedger(the_vault()).whole().claims
    assert (kept.statement.measure.value, kept.proposed.measure.value) == (
        "applied",
        "surrendered",
    )


def mending(browser: Client, path: str, **typed: str) -> dict[str, str]:
    """What the form of a claim says, with what was typed over it."""
    page = seen(browser, path)
    found = dict(re.findall(r'<input type="\w+" name="(\w+)" value="([^"]*)"', page))
    found |= {"precision": "more_than", "measure": "contacted", "vague": "", "relays": ""}
    return found | typed


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


def test_no_claim_needs_a_reason_and_counts_for_nothing(
    at_bobs: Client, both: tuple[int, int]
) -> None:
    (start,) = starts(seen(at_bobs, f"/claims/report/{both[0]}"))
    proposed = seen_at(at_bobs, both[0], start)
    assert "Same count, different measure" in seen(at_bobs, "/claims")
    assert decide(at_bobs, both[0], start, "refuse", reason=" ") == 422
    assert decide(at_bobs, both[0], start, "refuse", reason="A quiz.") == 302
    assert "Same count, different measure" not in seen(at_bobs, "/claims")
    assert "A quiz." in seen(at_bobs, f"/claims/report/{both[0]}")
    assert decide(at_bobs, both[0], start, "confirm", seen=proposed) == 409, "he saw it proposed"
    assert decide(at_bobs, both[0], start, "reopen") == 302
    assert "Same count, different measure" in seen(at_bobs, "/claims")


def test_a_claim_that_was_missed_is_written_down(at_bobs: Client, both: tuple[int, int]) -> None:
    path = f"/claims/report/{both[0]}"
    typed = {
        "quote": CONTACTED,
        "amount": "Guardian",
        "number": "3",
        "vague": "",
        "precision": "exact",
        "measure": "registered",
        "hotline": "Way Home",
        "relays": "",
        "unit": "",
        "period": "",
        "speaker": "",
    }
    for wrong, said in (
        ({"amount": "6,543"}, "no such sentence"),
        ({"quote": "Rain."}, "no such sentence"),
        ({"amount": "6,500"}, "a claim with this amount already"),
        ({"number": ""}, "either a number"),
    ):
        answer = at_bobs.post(f"{path}/write", typed | wrong)
        assert answer.status_code == 422
        assert said in unescape(answer.content.decode())
    assert at_bobs.post(f"{path}/write", typed).status_code == 302
    page = seen(at_bobs, path)
    assert "<mark>Guardian</mark>" in page
    assert "written down by a person" in page
    assert len(starts(page)) == 2


def test_names_are_tied_and_untied(at_bobs: Client, both: tuple[int, int]) -> None:
    page = seen(at_bobs, "/claims/names")
    assert "<bdi>bob</bdi>" in page
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    untie = {"untie": "1", "name": ["Way Home", "Путь домой"], "seen": found.group(1)}
    assert at_bobs.post("/claims/names", untie).status_code == 302
    late = at_bobs.post("/claims/names", untie)
    assert late.status_code == 409
    assert "A colleague has changed this meanwhile" in late.content.decode()
    assert "Unresolved" in first_finding(seen(at_bobs, "/claims"))
    assert "Do these name one?" in seen(at_bobs, "/claims/names")
    none = at_bobs.post("/claims/names", {"first": "Way Home", "second": "nobody"})
    assert none.status_code == 404
    del both


def test_a_saved_page_is_read_and_its_guesses_can_be_corrected(at_bobs: Client) -> None:
    number = paste(at_bobs, PAGE)
    page = seen(at_bobs, f"/claims/report/{number}")
    assert "The Bulletin" in page
    assert "2023-01-20" in page
    assert "<mark>6,500</mark>" in page
    assert "9,000" not in page
    about = described(at_bobs, f"/claims/report/{number}")
    about |= {"outlet": "The Echo", "title": "Leaving", "day": "no"}
    refused = at_bobs.post(f"/claims/report/{number}", about)
    assert refused.status_code == 422
    assert "Write the day like" in refused.content.decode()
    assert at_bobs.post(f"/claims/report/{number}", about | {"day": ""}).status_code == 302
    assert "The Echo" in seen(at_bobs, "/claims")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("long " * 20_001, "This is too long: at most 100,000 letters."),
        ("\ufffd" * 9, "not in UTF-8"),
        (PAGE.replace("soldiers", "\ufffd" * 8), "not in UTF-8"),
        ("<!doctype html><html><body></body></html>", "No article was found"),
    ],
)
def test_what_is_no_report_is_refused_in_words(at_bobs: Client, text: str, said: str) -> None:
    answer = at_bobs.post("/claims/report", {"report": text})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert said in page
    assert text[:20] in page, "what was typed stands there still"
    assert not DeskLedger(the_vault()).whole().reports


def test_without_the_extra_it_says_so(at_bobs: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_reports, "is_reader_there", lambda: False)
    page = unescape(at_bobs.post("/claims/report", {"report": PAGE}).content.decode())
    assert "can't read web pages" in page


def test_the_same_text_is_there_once_and_a_full_ledger_says_so(
    at_bobs: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = paste(at_bobs, CONTACTED)
    again = at_bobs.post("/claims/report", {"report": CONTACTED})
    assert again.status_code == 409
    assert f'href="/claims/report/{number}"' in again.content.decode()
    monkeypatch.setattr(keeping, "MOST_REPORTS", 1)
    assert "is full" in at_bobs.post("/claims/report", {"report": SURRENDERED}).content.decode()
    gone = at_bobs.post(f"/claims/report/{number}/remove", removing(at_bobs, number))
    assert gone.status_code == 302
    assert at_bobs.get(f"/claims/report/{number}").status_code == 404


def test_however_many_there_are_a_screen_stays_a_screen(
    at_bobs: Client, both: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "SHOWN_AT_ONCE", 0)
    monkeypatch.setattr(claims, "READ_AT_ONCE", 1)
    page = seen(at_bobs, "/claims")
    assert "Show 1 more" in page
    assert "Look for details that differ" in page
    assert "<mark>" not in page
    assert "Same count, different measure" in seen(at_bobs, "/claims?all=1")
    monkeypatch.setattr(claims, "MOST_SHOWN", 0)
    assert "There are more." in seen(at_bobs, "/claims?all=1")
    del both


def test_all_of_it_is_saved_as_the_command_s_file(
    at_bobs: Client, both: tuple[int, int], tmp_path: Path
) -> None:
    """What was decided at the desk, the command goes on with."""
    (start,) = starts(seen(at_bobs, f"/claims/report/{both[0]}"))
    assert decide(at_bobs, both[0], start, "confirm") == 302
    answer = at_bobs.post("/claims/save")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert read_ledger(answer.content) == DeskLedger(the_vault()).whole()
    file = tmp_path / "claims.json"
    file.write_bytes(answer.content)
    said = CliRunner().invoke(main, ["figures", "claims", "--ledger", str(file)]).output
    assert said.startswith("Same count, different measure (not read by a person yet)")
    assert "Decided by: bob" in said


def test_who_may_only_look_sees_no_buttons(
    at_bobs: Client, both: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    (start,) = starts(seen(at_bobs, f"/claims/report/{both[0]}"))
    for module in ("claims", "claim_reports", "claim_names"):
        monkeypatch.setattr(f"aman.desk.screens.{module}.may_keep_ledger", lambda _: False)
    monkeypatch.setattr(keeping, "may_keep_ledger", lambda _: False)
    main = re.compile(r"<main.*</main>", re.DOTALL)
    for path in ("/claims", "/claims/names", f"/claims/report/{both[0]}"):
        found = main.search(seen(at_bobs, path))
        assert found is not None
        assert "<button" not in found.group(), path
    assert decide(at_bobs, both[0], start, "confirm", seen="") == 403
    assert at_bobs.post("/claims/report", {"report": "Another."}).status_code == 403
    assert at_bobs.post("/claims/save").status_code == 403
    assert keepers.may_keep_ledger is not keeping.may_keep_ledger


def test_ours_stands_beside_what_others_say(
    var: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Six weeks of figures, without noise: about 390 people; somebody prints 390 surrendered."""
    hotline = PublishingHotline(tmp_path, make_key(tmp_path), SeededNoise(is_silent=True))
    hotline.open(people(), START)
    hotline.weeks(START + timedelta(weeks=4), 6)
    path = var / "desk" / SETTINGS_FILE
    settings = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(settings | {"figures": str(hotline.public.path)}))
    at_bobs: Client = request.getfixturevalue("at_bobs")
    text = "390 soldiers surrendered by the “Way Home” hotline, officials said."
    number = paste(at_bobs, text, outlet="The Echo", lang="en")
    assert "Unresolved" in first_finding(seen(at_bobs, "/claims"))
    tie(at_bobs, "Way Home", "Aman: a safe way out")
    (start,) = starts(seen(at_bobs, f"/claims/report/{number}"))
    decide(at_bobs, number, start, "confirm")
    top = first_finding(seen(at_bobs, "/claims"))
    assert "Same count, different measure" in top
    assert "about 390 people contacted the hotline" in top
    found = re.search(r'href="(/claims/letter/[^"]+)"', top)
    assert found is not None
    letter = seen(at_bobs, found.group(1))
    assert "Dear editors of The Echo," in letter
    assert "The right sentence is: “From 18 September" in letter
    assert at_bobs.get(found.group(1) + "0").status_code == 404
    paste(at_bobs, "345 soldiers surrendered by the “Way Home” hotline.", outlet="Age", lang="en")
    older = seen(at_bobs, "/claims")
    assert "about 345 people contacted the hotline" in older, "last week's figure is ours, too"
