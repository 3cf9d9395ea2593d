"""What lies on the disk of members and consents: no label, note or wording, in any form."""

import logging
from collections.abc import Callable

import pytest
from django.db import connection

from aman.desk.accounts.models import Operator
from aman.desk.cases.people import access_members, add_member, write_member
from aman.desk.cases.relatives import (
    Permission,
    Tell,
    access_consents,
    relate,
    withdraw_consent,
    write_consent,
)
from aman.desk.people.models import Consent, Member
from aman.desk.running import Desk
from desk.lines.test_contacts import now, tick
from desk.reading.test_at_rest import forms, found
from desk_caller.front import Front
from desk_lines.line import Line

SECRETS = {
    "label": "الطويل canary-label-91",
    "notes": "canary-notes-5d shot in the left knee",
    "corrected": "canary-corrected-17",
    "wording": "canary-wording-c2 скажите маме",
    "other": "canary-other-e8",
}


def test_no_file_holds_who_is_meant_or_what_he_permitted(  # noqa: PLR0913, PLR0917 - fixtures
    front: Front,
    telegram: Line,
    alice: Operator,
    reopen: Callable[[Desk], None],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Written, corrected, withdrawn, read, then locked; and nothing of it in the journal."""
    caplog.set_level(logging.DEBUG)
    desk, secrets = front.desk, {name: text.encode() for name, text in SECRETS.items()}
    for address in ("@him", "@her"):
        telegram.hears(address, "hello")
        tick(front)
    reopen(desk)
    member = add_member(alice, 1, SECRETS["label"], SECRETS["notes"], now(front))
    add_member(alice, 1, "x", "", now(front))
    sizes = {len(content) for content in Member.objects.values_list("content", flat=True)}
    assert len(sizes) == 1
    write_member(alice, 1, member, SECRETS["corrected"], SECRETS["notes"], now(front))
    relation = relate(alice, 2, 1, now(front))
    permits = (Tell.WHERE, Tell.OTHER)
    said = Permission(permits, SECRETS["wording"], case=1, item=1, other=SECRETS["other"])
    consent = write_consent(alice, relation, said, now(front))
    write_consent(alice, relation, Permission((Tell.WROTE,), "x", case=1, item=1), now(front))
    lengths = {len(content) for content in Consent.objects.values_list("content", flat=True)}
    assert len(lengths) == 1
    withdraw_consent(alice, consent, now(front))
    assert access_members(1)[0].label == SECRETS["corrected"]
    assert access_consents(alice, relation, now(front))[1].wording == SECRETS["wording"]
    if connection.vendor == "sqlite":  # PostgreSQL's many files are searched once, at the end
        assert found(desk, secrets) == set()
    desk.vault.lock()
    tick(front)
    assert found(desk, secrets | {"operator": alice.name.encode()}) == {"operator"}
    journal = caplog.text.encode() + "".join(capfd.readouterr()).encode()
    assert not any(form in journal for secret in secrets.values() for form in forms(secret))
