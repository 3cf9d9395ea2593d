"""Figures before their day: to a spokesperson alone, within the hours that the calendar lists."""

# ruff: noqa: D103 - a test is named after what it protects

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from html import unescape
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from aman.cli.figures_files import locked
from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.configuration import SETTINGS_FILE
from aman.desk.counting.noting import note
from aman.desk.publication.desk_book import DeskBook, DeskEvents
from aman.desk.publication.early import LOCK, SomebodyPublishes, alone
from aman.desk.publication.publisher import Publisher
from aman.desk.publication.ssh_signing import SshSigner
from aman.desk.running import Desk
from aman.figures.log.entries import EarlyAccess, Release
from aman.figures.measures import MeasureId
from aman.figures.publishing import publish_due
from desk.publication.test_at_the_desk import DeskHotline, silent_noise
from desk.screens.callers import HandClock, SignIn
from figures.published import make_key, noon, people

TODAY = date(2027, 1, 15)
FIRST_DAY = TODAY + timedelta(days=1) - timedelta(days=14)
DAY, EARLY = TODAY + timedelta(days=1), "/figures/early"
Publish = Callable[[tuple[EarlyAccess, ...]], DeskHotline]


@pytest.fixture
def publish(var: Path, tmp_path: Path) -> Publish:
    """A series whose first release is due tomorrow; three people a day were counted."""
    path = var / "desk" / SETTINGS_FILE
    settings = msgspec.json.decode(path.read_bytes())
    named = settings | {"figures": str(tmp_path / "public")}
    path.write_bytes(msgspec.json.encode(named))
    key = make_key(tmp_path)

    def opened(roles: tuple[EarlyAccess, ...]) -> DeskHotline:
        from aman.desk.running import the_desk  # noqa: PLC0415 - started by now

        desk = the_desk()
        for day in range(7):
            note(MeasureId.PEOPLE, (FIRST_DAY - date(1970, 1, 1)).days + day, 3)
        hotline = DeskHotline(
            tmp_path,
            key,
            silent_noise(),
            DeskEvents(),  # type: ignore[arg-type] # the port
            roles=roles,
            vault=desk.vault,
            hotline=desk.settings.hotline,
        )
        hotline.open(people(start=FIRST_DAY), FIRST_DAY - timedelta(days=21))
        hotline.publish(FIRST_DAY - timedelta(days=20))
        return hotline

    return opened


@pytest.fixture
def bob_speaks(at_alices: Client, bob: Operator) -> Operator:
    """Alice, an administrator, made Bob a spokesperson."""
    assert at_alices.post(f"/operators/{bob.pk}/spokesperson").status_code == 302
    return bob


ROLES = (EarlyAccess("spokesperson", 24),)


def seen(browser: Client, status: int = 200) -> str:
    answer = browser.post(EARLY)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def audited(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


def test_a_spokesperson_sees_the_figure_that_will_be_published_and_nobody_else_does(
    publish: Publish, at_alices: Client, at_bobs: Client, bob_speaks: Operator, desk: Desk
) -> None:
    """His looking fixes the count: ten who come to light later fall into the next release."""
    hotline = publish(ROLES)
    before = hotline.public.files()
    assert "Show what is due" in at_bobs.get("/figures").content.decode()
    shown = seen(at_bobs)
    assert "about 20 people contacted the hotline" in shown
    assert "Not public before 16 January 2027." in shown
    assert hotline.public.files() == before
    assert audited("saw figures before their day") == 1
    note(MeasureId.PEOPLE, (FIRST_DAY - date(1970, 1, 1)).days, 10)
    assert "about 20 people contacted the hotline" in seen(at_bobs)
    assert audited("saw figures before their day") == 2
    for page in (at_alices.get("/figures").content.decode(), seen(at_alices, 403)):
        assert "about 20" not in page
        assert "Show what is due" not in page
    assert "24 hours earlier" in at_alices.get("/figures").content.decode()
    log = hotline.publish(DAY)
    assert [each.total for each in log.history.entries if isinstance(each, Release)] == [20]
    state = DeskBook(desk.vault, hotline.hotline).book().state("people-1")
    assert state is not None
    assert state.counts == [21]
    del bob_speaks


@pytest.mark.parametrize(
    ("roles", "status"),
    [((EarlyAccess("minister", 24),), 403), ((), 403), ((EarlyAccess("spokesperson", 15),), 200)],
)
def test_hours_and_roles_are_those_of_the_public_calendar(
    publish: Publish,
    at_bobs: Client,
    bob_speaks: Operator,
    roles: tuple[EarlyAccess, ...],
    status: int,
) -> None:
    """It is eight in the morning: fifteen hours do not reach tomorrow."""
    publish(roles)
    page = seen(at_bobs, status)
    assert "about 20" not in page
    if status == 200:
        assert "No figure is due within your hours." in page
    assert audited("saw figures before their day") == (status == 200)
    del bob_speaks


def test_who_speaks_no_longer_sees_nothing_any_more(
    publish: Publish, at_alices: Client, at_bobs: Client, bob_speaks: Operator
) -> None:
    """An administrator gives the role and takes it; both stand in the audit, once."""
    publish(ROLES)
    assert at_bobs.post(f"/operators/{bob_speaks.pk}/spokesperson").status_code == 302
    Operator.objects.filter(pk=bob_speaks.pk).update(is_administrator=False)
    for word in ("no-spokesperson", "spokesperson"):
        assert at_bobs.post(f"/operators/{bob_speaks.pk}/{word}").status_code == 403
    listed = at_alices.get("/operators").content.decode()
    assert listed.count('<span class="tag">spokesperson</span>') == 1
    for _ in range(2):
        at_alices.post(f"/operators/{bob_speaks.pk}/no-spokesperson")
    assert "about 20" not in seen(at_bobs, 403)
    assert at_alices.post("/operators/99/spokesperson").status_code == 404
    lines = AuditEntry.objects.filter(about="bob").values_list("action", "operator_name")
    assert list(lines) == [("made a spokesperson", "alice"), ("no longer a spokesperson", "alice")]


def test_nobody_looks_while_figures_are_published(
    publish: Publish, at_bobs: Client, bob_speaks: Operator, desk: Desk
) -> None:
    """The command holds the same lock; nothing is fixed, nothing is audited."""
    hotline = publish(ROLES)
    with locked(desk.folder / LOCK):
        assert "Try again in a minute." in seen(at_bobs, 409)
    with alone(desk.folder / LOCK), pytest.raises(SomebodyPublishes), alone(desk.folder / LOCK):
        pass
    state = DeskBook(desk.vault, hotline.hotline).book().state("people-1")
    assert state is not None
    assert state.counts == []
    assert audited("saw figures before their day") == 0
    del bob_speaks


def test_a_publishing_that_was_cut_short_is_finished_first(
    publish: Publish, at_bobs: Client, bob_speaks: Operator, desk: Desk
) -> None:
    """What was decided stands in the book and is not out: nothing is counted on top of it."""
    hotline = publish(ROLES)
    keeper, signer = DeskBook(desk.vault, hotline.hotline), SshSigner(hotline.key)

    def cut(step: str) -> None:
        raise InterruptedError(step)

    publisher = Publisher(hotline.public, keeper, signer, announce=cut)
    with pytest.raises(InterruptedError):
        publisher.publish(
            lambda draft: publish_due(draft, DeskEvents(), lambda: bytes(32), ()), noon(TODAY)
        )
    assert keeper.book().pending is not None
    assert "does not fit what is published" in seen(at_bobs, 409)
    assert audited("saw figures before their day") == 0
    del bob_speaks


def test_an_administrator_is_told_that_a_release_is_due_and_then_late(
    publish: Publish, alice: Operator, bob: Operator, enter: SignIn, clock: HandClock
) -> None:
    """On every screen of his; on none of an operator's."""
    del alice
    enter("alice")
    publish(ROLES)
    Operator.objects.filter(pk=bob.pk).update(is_administrator=False)
    begin = datetime.combine(DAY, time(1), UTC).timestamp()
    for at, sign, told in (
        (clock(), "", ""),
        (begin, "figures: a release is due today", "1 release is due today."),
        (begin + 86_400, "figures: a release is late", "1 release is late."),
    ):
        clock.forward(at - clock())
        for name, is_told in (("alice", True), ("bob", False)):
            browser = enter(name)
            assert ("figures: " in browser.get("/").content.decode()) is (is_told and bool(sign))
            assert (sign in browser.get("/").content.decode()) is (is_told or not sign)
            page = browser.get("/figures").content.decode()
            assert (told in page) is (is_told or not told)
            assert ("1 release" in page) is (is_told and bool(told))
