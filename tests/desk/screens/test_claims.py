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
from aman.figures import publishing
from aman.figures.claims.ledger import read_ledger
from desk.screens.callers import SignIn
from desk.screens.ledger_keeper import (
    CONTACTED,
    SURRENDERED,
    decide,
    described,
    paste,
    removing,
    seen,
    seen_at,
    starts,
    tie,
    two_reports,
)
from figures.published import START, PublishingHotline, make_key, noon, people
from figures.seeded import SeededNoise

_REPORTS = Path("shared", "data", "reports")
_ARABIC, _ENGLISH = "000_880a1c2c36358163.txt", "004_da57c4c55a17f2d7.txt"
PAGE = f"""<!doctype html>
<html><head><title>Leaving</title><meta property="og:site_name" content="The Bulletin">
<meta property="article:published_time" content="2023-01-20T10:00:00Z"></head>
<body><nav>9,000 calls</nav><article><h1>Leaving</h1><p>{CONTACTED}</p>
<p>{"The hotline is open day and night. " * 9}</p></article></body></html>"""


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
    return two_reports(at_bobs)


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


def test_who_prints_a_figure_that_we_withdrew_is_told_so(
    var: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """After the day of the correction, in the operator's language; before it, it was right."""
    hotline = PublishingHotline(tmp_path, make_key(tmp_path), SeededNoise(is_silent=True))
    hotline.open(people(), START)
    hotline.weeks(START + timedelta(weeks=4), 6)
    withdrawn = START + timedelta(weeks=9)
    reason = {"en": "Two <lists> were counted twice.", "ru": "Посчитано дважды."}
    newest = hotline.publisher().log().history.series["people-1"].releases[-1].index
    hotline.publisher().publish(
        lambda draft: publishing.correct(draft, newest, reason, is_withdrawn=True), noon(withdrawn)
    )
    path = var / "desk" / SETTINGS_FILE
    settings = msgspec.json.decode(path.read_bytes())
    path.write_bytes(msgspec.json.encode(settings | {"figures": str(hotline.public.path)}))
    at_bobs: Client = request.getfixturevalue("at_bobs")
    text = "390 people contacted the “Way Home” hotline, officials said."
    about = {"outlet": "The Echo", "lang": "en"}
    number = paste(at_bobs, text, day=str(withdrawn), **about)
    tie(at_bobs, "Way Home", "Aman: a safe way out")
    assert "Our published figure" not in seen(at_bobs, "/claims"), "on that day it still stood"
    of_it = f"/claims/report/{number}"
    later = described(at_bobs, of_it) | about | {"day": str(withdrawn + timedelta(days=1))}
    assert at_bobs.post(of_it, later).status_code == 302
    (start,) = starts(seen(at_bobs, f"/claims/report/{number}"))
    decide(at_bobs, number, start, "confirm")
    top = first_finding(seen(at_bobs, "/claims"))
    assert "A figure that we withdrew" in top
    assert "We withdrew this figure on 20 November 2026. The reason given:" in top
    assert (
        '<span lang="en" dir="auto">Two &lt;lists&gt; were'
        in at_bobs.get("/claims").content.decode()
    )
    assert "What stands now: From 18 September to 5 November about 345 people" in top
    found = re.search(r'href="(/claims/letter/[^"]+)"', top)
    assert found is not None
    letter = seen(at_bobs, found.group(1))
    assert "We withdrew this figure on 20 November 2026." in letter
    assert "The right sentence is: “From 18 September to 5 November about 345 people" in letter
    at_bobs.post("/language", {"language": "uk"})
    top = first_finding(seen(at_bobs, "/claims"))
    assert "Показник, який ми відкликали" in top
    assert 'Названа причина:</strong> <span lang="en" dir="auto">Two <lists>' in top
    at_bobs.post("/language", {"language": "ru"})
    top = first_finding(seen(at_bobs, "/claims"))
    assert '<span lang="ru" dir="auto">Посчитано дважды.</span>' in top
