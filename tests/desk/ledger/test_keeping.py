"""The ledger at a desk: sealed at rest, kept over a restart, changed by who may, audited."""

# ruff: noqa: D103 - a test is named after what it protects

from functools import partial
from itertools import product

import msgspec
import pytest
from django.db import connections

from aman.desk.accounts.models import Operator
from aman.desk.audit.models import AuditEntry
from aman.desk.keys.vault import DamagedRecord, VaultLocked
from aman.desk.ledger import keeping
from aman.desk.ledger.keepers import MayNotKeep
from aman.desk.ledger.keeping import AlreadyDescribed, DeskLedger, LedgerFull, Removal
from aman.desk.ledger.models import SealedRemoval, SealedReport, SealedTies
from aman.desk.running import Desk
from aman.figures.claims.claim import AlreadyDecided, Claim, Report, State, digest_of
from aman.figures.claims.ledger import AlreadyInLedger, DecidedOn, NotInLedger

TEXT = "More than 6,500 soldiers contacted the “Way Home” hotline, according to The Guardian."
REPORT = Report(name="", text=TEXT, lang="en", outlet="The Bulletin", title="Leaving", day="")
RUSSIAN = Report(
    name="", text="«Путь домой» — линия. Сдались 6543 солдата, пишет газета «Юг».", lang="ru"
)


@pytest.fixture
def ledger(open_vault: Desk) -> DeskLedger:
    """An empty one, the vault open."""
    return DeskLedger(open_vault.vault)


def confirmed(by: str, at: int) -> "partial[Claim]":
    return partial(Claim.confirm, by=by, at=at)


def test_what_was_decided_is_kept_over_a_restart(
    ledger: DeskLedger, alice: Operator, desk: Desk
) -> None:
    number = ledger.add(alice, REPORT, 5)
    other = ledger.add(alice, RUSSIAN, 6)
    (first,) = ledger.whole().claims_of(str(number))
    (second,) = ledger.whole().claims_of(str(other))
    ledger.decide(alice, first.key, first.digest, confirmed("alice", 7), 7)
    ledger.decide(alice, second.key, second.digest, lambda c: c.refuse("A joke.", "alice", 8), 8)
    ledger.tie(alice, ("Way Home", "The Guardian"), 9)
    before = ledger.whole()
    connections.close_all()
    after = DeskLedger(desk.vault).whole()
    assert after == before
    assert [(c.state, c.by, c.at, c.reason) for c in after.claims] == [
        (State.CONFIRMED, "alice", 7, ""),
        (State.REFUSED, "alice", 8, "A joke."),
    ]
    assert [(each.by, each.at) for each in after.aliases] == [("alice", 9)]


def test_no_word_of_a_report_lies_open(ledger: DeskLedger, alice: Operator, desk: Desk) -> None:
    ledger.add(alice, REPORT, 5)
    (claim,) = ledger.whole().claims
    ledger.tie(alice, ("Way Home", "The Guardian"), 6)
    ledger.decide(alice, claim.key, claim.digest, lambda c: c.refuse("Sarcasm.", "alice", 7), 7)
    rows = list(SealedReport.objects.values_list("content", "claims"))
    lengths = {len(each) for row in rows for each in row}
    connections.close_all()
    files = b"".join(path.read_bytes() for path in desk.folder.glob("desk.sqlite3*"))
    for word in ("soldiers", "Way Home", "Guardian", "Bulletin", "Leaving", "Sarcasm", "6,500"):
        assert word.encode() not in files, word
    ledger.add(alice, RUSSIAN, 6)
    assert {len(each) for row in SealedReport.objects.values_list("content") for each in row} <= (
        lengths
    ), "lengths do not tell two reports apart"
    desk.vault.lock()
    with pytest.raises(VaultLocked):
        ledger.whole()


def test_a_row_in_another_s_place_does_not_open(ledger: DeskLedger, alice: Operator) -> None:
    first, second = ledger.add(alice, REPORT, 5), ledger.add(alice, RUSSIAN, 5)
    content = SealedReport.objects.get(pk=first).content
    SealedReport.objects.filter(pk=second).update(content=content)
    with pytest.raises(DamagedRecord):
        ledger.whole()


def test_who_may_not_keep_it_changes_nothing(ledger: DeskLedger, alice: Operator) -> None:
    number = ledger.add(alice, REPORT, 5)
    before = ledger.whole()
    entries = AuditEntry.objects.count()
    alice.is_active = False
    claim = before.claims[0]
    for change in (
        lambda: ledger.add(alice, RUSSIAN, 6),
        lambda: ledger.describe(alice, number, "", RUSSIAN, 6),
        lambda: ledger.remove(alice, number, "", 6),
        lambda: ledger.decide(alice, claim.key, claim.digest, confirmed("alice", 6), 6),
        lambda: ledger.tie(alice, ("Way Home", "The Guardian"), 6),
        lambda: ledger.untie(alice, ("Way Home", "The Guardian"), "", 6),
    ):
        with pytest.raises(MayNotKeep):
            change()
    assert ledger.whole() == before
    assert AuditEntry.objects.count() == entries


def digest(ledger: DeskLedger, number: int) -> str:
    """Of a report with its claims."""
    whole = ledger.whole()
    return digest_of((whole.report(str(number)), whole.claims_of(str(number))))


def confirm(claim: Claim, by: str) -> Claim:
    return claim.reopened(by, 8).confirm(by, 8)


def refuse(claim: Claim, by: str) -> Claim:
    return claim.reopened(by, 8).refuse(f"{by} says so.", by, 8)


def mend(claim: Claim, by: str) -> Claim:
    """Two who mend say two numbers."""
    said = msgspec.structs.replace(claim.proposed, number=6500 + len(by))
    return claim.reopened(by, 8).mend(said, "", by, 8)


def reopen(claim: Claim, by: str) -> Claim:
    return claim.reopened(by, 8)


def test_a_colleague_s_decision_is_not_overwritten_unseen(
    ledger: DeskLedger, alice: Operator, bob: Operator
) -> None:
    """Whatever both had seen, and in whatever state hers leaves it: even in the same."""
    ledger.add(alice, REPORT, 5)
    (latest,) = ledger.whole().claims
    key = latest.key
    decisions = (confirm, refuse, mend)
    for before, first, second in product((reopen, *decisions), decisions, decisions):
        tried = f"{before.__name__}, {first.__name__}, {second.__name__}"
        ledger.decide(alice, key, latest.digest, partial(before, by="bo"), 7)
        seen = ledger.whole().claim(key)
        ledger.decide(alice, key, seen.digest, partial(first, by="alice"), 8)
        hers = ledger.whole().claim(key)
        with pytest.raises(AlreadyDecided):
            ledger.decide(bob, key, seen.digest, partial(second, by="bob"), 9)
        assert ledger.whole().claim(key) == hers, tried
        ledger.decide(bob, key, hers.digest, partial(second, by="bob"), 9)
        latest = his = ledger.whole().claim(key)
        assert his.by == "bob", tried
        assert his.decisions[: len(hers.decisions)] == hers.decisions, "hers stays readable"


def test_a_decided_report_is_removed_for_a_reason_that_stays_sealed(
    ledger: DeskLedger, alice: Operator, bob: Operator, desk: Desk
) -> None:
    """And not unseen: a decision that a colleague takes meanwhile is not lost with it."""
    number = ledger.add(alice, msgspec.structs.replace(REPORT, day="2023-01-20"), 5)
    (claim,) = ledger.whole().claims
    blank = digest(ledger, number)
    ledger.decide(alice, claim.key, claim.digest, confirmed("alice", 7), 7)
    with pytest.raises(AlreadyDecided):
        ledger.remove(bob, number, blank, 8, "Printed twice.")
    with pytest.raises(DecidedOn):
        ledger.remove(bob, number, digest(ledger, number), 8)
    (decided,) = ledger.whole().claims
    ledger.decide(alice, claim.key, decided.digest, partial(reopen, by="alice"), 8)
    with pytest.raises(DecidedOn):
        ledger.remove(bob, number, digest(ledger, number), 9)
    ledger.remove(bob, number, digest(ledger, number), 9, "Printed twice.")
    assert not ledger.whole().reports
    assert ledger.removals() == [
        Removal("The Bulletin", "2023-01-20", 1, "Printed twice.", "bob", 9)
    ]
    connections.close_all()
    files = b"".join(path.read_bytes() for path in desk.folder.glob("desk.sqlite3*"))
    for word in ("Printed", "Bulletin"):
        assert word.encode() not in files, word


def test_a_report_on_which_nobody_decided_leaves_nothing_behind(
    ledger: DeskLedger, alice: Operator
) -> None:
    """It may have been a text that should never have been pasted."""
    number = ledger.add(alice, REPORT, 5)
    ledger.remove(alice, number, digest(ledger, number), 6, "A caller's words.")
    assert not ledger.removals()
    assert not SealedRemoval.objects.exists()


def test_what_a_colleague_corrected_of_a_report_is_not_overwritten_unseen(
    ledger: DeskLedger, alice: Operator, bob: Operator
) -> None:
    number = ledger.add(alice, REPORT, 5)
    seen = ledger.whole().report(str(number))
    hers = msgspec.structs.replace(seen, outlet="The Echo")
    ledger.describe(alice, number, digest_of(seen), hers, 6)
    with pytest.raises(AlreadyDescribed):
        ledger.describe(bob, number, digest_of(seen), seen, 7)
    assert ledger.whole().reports == (hers,)


def test_a_colleague_s_tie_is_neither_taken_over_nor_untied_unseen(
    ledger: DeskLedger, alice: Operator, bob: Operator
) -> None:
    """She untied what he saw, and tied it again: what stands is another tie."""
    ledger.add(alice, REPORT, 5)
    names = ("Way Home", "The Guardian")
    ledger.tie(alice, names, 6)
    (seen,) = ledger.whole().aliases
    ledger.tie(bob, names[::-1], 7)
    assert ledger.whole().aliases == (seen,), "hers stands, with her name"
    ledger.untie(alice, names, digest_of(seen), 8)
    for at in (9, 10):
        with pytest.raises(AlreadyDecided):
            ledger.untie(bob, names, digest_of(seen), at)
        ledger.tie(alice, names, 9)
    (again,) = ledger.whole().aliases
    assert (again.by, again.at) == ("alice", 9)
    ledger.untie(bob, names, digest_of(again), 11)
    assert not ledger.whole().aliases


def test_the_audit_has_who_did_what_and_no_text(
    ledger: DeskLedger, alice: Operator, bob: Operator
) -> None:
    number = ledger.add(alice, REPORT, 5)
    (claim,) = ledger.whole().claims
    ledger.decide(bob, claim.key, claim.digest, confirmed("bob", 7), 7)
    ledger.describe(alice, number, digest_of(ledger.whole().report(str(number))), REPORT, 8)
    ledger.tie(bob, ("Way Home", "The Guardian"), 9)
    (tied,) = ledger.whole().aliases
    ledger.untie(bob, ("The Guardian", "Way Home"), digest_of(tied), 10)
    ledger.remove(alice, number, digest(ledger, number), 11, "Soldiers of another war.")
    rows = AuditEntry.objects.filter(action__contains="of others").order_by("pk")
    assert list(rows.values_list("at", "operator_name", "action", "about", "case_number")) == [
        (5, "alice", "added a report of others", "", None),
        (7, "bob", "decided on a claim of others", "", None),
        (8, "alice", "described a report of others", "", None),
        (9, "bob", "tied names of others", "", None),
        (10, "bob", "untied names of others", "", None),
        (11, "alice", "removed a report of others", "", None),
    ]
    assert "war" not in str(AuditEntry.objects.values_list())
    assert not SealedReport.objects.exists()
    assert SealedTies.objects.count() == 1


def test_what_can_not_be_done_changes_nothing(
    ledger: DeskLedger, alice: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ledger.add(alice, REPORT, 5)
    (claim,) = ledger.whole().claims
    ledger.decide(alice, claim.key, claim.digest, confirmed("alice", 7), 7)
    before, entries = ledger.whole(), AuditEntry.objects.count()
    with pytest.raises(AlreadyInLedger):
        ledger.add(alice, REPORT, 8)
    with pytest.raises(DecidedOn):
        ledger.describe(alice, number, digest_of(before.reports[0]), RUSSIAN, 8)
    for names in (("Way Home", "Nobody"), ("Way Home", "Way Home")):
        with pytest.raises(NotInLedger):
            ledger.tie(alice, names, 8)
    with pytest.raises(NotInLedger):
        ledger.remove(alice, number + 1, digest(ledger, number), 8, "None.")
    for reason, seen in (("", digest(ledger, number)), ("Old.", "")):
        with pytest.raises((DecidedOn, AlreadyDecided)):
            ledger.remove(alice, number, seen, 8, reason)
    monkeypatch.setattr(keeping, "MOST_REPORTS", 1)
    with pytest.raises(LedgerFull):
        ledger.add(alice, RUSSIAN, 8)
    assert ledger.whole() == before
    assert AuditEntry.objects.count() == entries
