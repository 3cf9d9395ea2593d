"""The desk starts for tests: what the other tests build on."""

from django.test import Client

from aman.desk.accounts.models import Operator
from aman.desk.running import Desk


def test_a_started_desk_seals_and_answers(
    open_vault: Desk, alice: Operator, browser: Client
) -> None:
    """Vault, database, cast and screens are there."""
    vault = open_vault.vault
    assert vault.unseal(b"x", vault.seal(b"x", b"y")).reveal() == b"y"
    assert alice.is_administrator
    assert browser.get("/static/a").status_code == 404
