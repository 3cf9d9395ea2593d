"""How somebody keeps the ledger in a browser: pastes, reads, decides, ties names."""

# ruff: noqa: D103 - a function is named after what it does

import re
from html import unescape

from django.test import Client

from aman.desk.keys.vault import the_vault
from aman.desk.ledger.keeping import DeskLedger

CONTACTED = "More than 6,500 soldiers contacted the “Way Home” hotline, according to The Guardian."
SURRENDERED = "«Путь домой» — горячая линия. Сдались 6543 солдата, пишет газета «Гардиан»."


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


def mending(browser: Client, path: str, **typed: str) -> dict[str, str]:
    """What the form of a claim says, with what was typed over it."""
    page = seen(browser, path)
    found = dict(re.findall(r'<input type="\w+" name="(\w+)" value="([^"]*)"', page))
    found |= {"precision": "more_than", "measure": "contacted", "vague": "", "relays": ""}
    return found | typed


def two_reports(browser: Client) -> tuple[int, int]:
    """Of one count, their outlets known, names tied, nothing read."""
    first = paste(browser, CONTACTED, outlet="The Bulletin", lang="en")
    second = paste(browser, SURRENDERED, outlet="Эхо", lang="ru")
    tie(browser, "Way Home", "Путь домой")
    tie(browser, "The Guardian", "Гардиан")
    return first, second
