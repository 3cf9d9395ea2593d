"""How a conversation begins: a row of its own, with a key that the vault alone opens.

Refuses to know: whose it is; a phrase is pinned to it later, or never.
"""

from aman.desk.keys.vault import Vault

from .content import case_info, draw_key
from .models import Case
from .numbers import first_number


def begin(vault: Vault, tick: int, *, heard_at: int = 0, of_team: bool = False) -> Case:
    """Make the row; its key's wrap is set and not written yet (`Case.save`)."""
    first = first_number(tick)
    case = Case.every.create(
        first_seq=first,
        first_kept=first,
        next_seq=first,
        acked=first - 1,
        caller_pk=b"",
        reply_key=b"",
        status=b"",
        first_at=tick,
        heard_at=heard_at,
        last_message_at=tick,
        of_team=of_team,
    )
    case.key_wrap = vault.seal(case_info(case.number), draw_key().reveal())
    return case
